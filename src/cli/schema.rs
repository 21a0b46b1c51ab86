//! `buildout schema`: the JSON Schema of scenario files.

use super::{CliError, Context, Exit};
use crate::scenario::raw::RawScenario;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print as JSON; a schema always is
    #[arg(long)]
    json: bool,
}

/// Prints the schema that editors complete and check with.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(Args { json: _ }: Args, context: &Context) -> Result<Exit, CliError> {
    context.print_json(&schemars::schema_for!(RawScenario))?;
    Ok(Exit::Done)
}
