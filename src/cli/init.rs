//! `buildout init`: a commented starter scenario.

use super::{CliError, Context, Exit};

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write, or directory to write scenario.yaml into
    #[arg(value_name = "PATH", default_value = ".")]
    path: std::path::PathBuf,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("init is not built yet".into()))
}
