//! `buildout validate`: all checks, no solve.

use super::{CliError, Context, Exit};

/// Arguments of `validate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files (YAML)
    #[arg(value_name = "SCENARIO", required_unless_present = "list")]
    pub scenarios: Vec<std::path::PathBuf>,
    /// List the checks instead
    #[arg(long)]
    pub list: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("validate is not built yet".into()))
}
