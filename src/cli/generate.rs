//! `buildout generate`: a synthetic but plausible scenario.

use super::{CliError, Context, Exit};

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Candidate sites
    #[arg(long, value_name = "N")]
    pub sites: u16,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("generate is not built yet".into()))
}
