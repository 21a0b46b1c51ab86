//! `buildout show`: the tables of a run.

use super::{CliError, Context, Exit};

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN")]
    run: std::path::PathBuf,
    /// Print one table only, whole
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("show is not built yet".into()))
}
