//! `buildout solve`: from a scenario to a verified plan.

use super::arguments::{ModelArgs, ScenarioArgs, TimeLimit, percentage, time_limit};
use super::{CliError, Context, Exit};
use clap::ValueEnum;
use std::path::PathBuf;

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    model: ModelArgs,
    /// Stop after this long with the plan found so far: 60s, 5min, 2h or none
    #[arg(long, value_name = "DURATION", default_value = "300s", value_parser = time_limit)]
    time_limit: TimeLimit,
    /// Stop when the plan is proven to be within this much of the best
    #[arg(long, value_name = "PERCENT", default_value = "0.1%", value_parser = percentage)]
    gap: f64,
    /// Threads for the solver [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Random seed of the solver
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=2_147_483_647))]
    seed: u32,
    /// How to go about it
    #[arg(long, value_enum, default_value_t = StrategyArg::Auto)]
    strategy: StrategyArg,
    /// Run directory to write [default: solutions/<scenario>-<hash8>]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace the run directory if it exists
    #[arg(long)]
    overwrite: bool,
    /// Print the size of the program and the range of its coefficients; solve nothing
    #[arg(long)]
    dry_run: bool,
    /// Solve the same program with a second, independent solver and compare
    #[arg(long)]
    second_opinion: bool,
    /// Print the run as JSON instead of tables
    #[arg(long)]
    json: bool,
}

/// How to go about solving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrategyArg {
    /// By size
    Auto,
    /// The whole program at once
    Whole,
    /// Bound with chip counts relaxed, then make them whole
    RelaxRepair,
}

/// Runs the verb.
///
/// # Errors
/// As the error type says.
pub fn run(_args: Args, _context: &Context) -> Result<Exit, CliError> {
    Err(CliError::Internal("solve is not built yet".into()))
}
