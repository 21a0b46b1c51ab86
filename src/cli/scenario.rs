//! `buildout scenario`: the named scenarios of a file.

use super::{CliError, Context, Exit};

/// Arguments of `scenario`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with them
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with the named scenarios of a file.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// List the named scenarios of a file
    List {
        /// Scenario file (YAML)
        #[arg(value_name = "SCENARIO")]
        path: std::path::PathBuf,
    },
    /// Print the merged scenario
    Show {
        /// Which scenario
        #[command(flatten)]
        scenario: super::ScenarioArgs,
        /// With the winning file and line of every value
        #[arg(long)]
        origin: bool,
    },
    /// Print what differs between two named scenarios of a file
    Diff {
        /// Scenario file (YAML)
        #[arg(value_name = "SCENARIO")]
        path: std::path::PathBuf,
        /// First named scenario
        #[arg(value_name = "NAME")]
        from: String,
        /// Second named scenario
        #[arg(value_name = "NAME")]
        to: String,
    },
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("scenario is not built yet".into()))
}
