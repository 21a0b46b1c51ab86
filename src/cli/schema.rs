//! `buildout schema`: the JSON Schema of scenario files.

use super::{CliError, Context, Exit};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("schema is not built yet".into()))
}
