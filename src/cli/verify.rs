//! `buildout verify`: the plan of a run, checked again from its scenario alone.

use super::{CliError, Context, Exit};

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN")]
    run: std::path::PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("verify is not built yet".into()))
}
