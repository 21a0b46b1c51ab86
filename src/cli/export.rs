//! `buildout export`: the mathematical program, named, for any solver.

use super::{CliError, Context, Exit};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub scenario: super::ScenarioArgs,
    #[command(flatten)]
    pub model: super::ModelArgs,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("export is not built yet".into()))
}
