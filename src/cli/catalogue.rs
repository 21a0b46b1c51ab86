//! `buildout catalogue`: chips, regions and rules with their sources.

use super::{CliError, Context, Exit};

/// Arguments of `catalogue`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("catalogue is not built yet".into()))
}
