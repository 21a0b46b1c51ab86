//! The command line: one file per verb. Data goes to stdout, talk to stderr.

mod alternatives;
mod arguments;
mod calendar;
mod catalogue;
mod compare;
mod completions;
mod context;
mod error;
mod explain;
mod export;
mod frontier;
mod generate;
mod init;
mod man;
mod progress;
mod replan;
mod report;
mod scenario;
mod schema;
mod sensitivity;
mod show;
mod slurm;
mod solve;
mod studies;
mod sweep;
mod validate;
mod verify;
mod write;

pub use arguments::{ModelArgs, ScenarioArgs};
pub use context::Context;
pub use error::{CliError, Exit};

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Data-center capacity planning: which sites to open, which halls to build, which chips to buy, where and
/// when - with a proven gap and an independent check.
#[derive(Debug, Parser)]
#[command(
    name = "buildout",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 optimal within the gap (or done), 2 bad input, 3 infeasible, \
    4 stopped by a limit with a verified plan, 5 stopped by a limit without one, 6 internal error."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Solve a scenario: print the plan's headline tables and write a run directory
    Solve(solve::Args),
    /// Solve many cases of a scenario: one row each, kept as they end
    Sweep(sweep::Args),
    /// Check scenario files without solving
    Validate(validate::Args),
    /// Print the tables of a run
    Show(show::Args),
    /// Write a run as one page that works offline: map, programme, charts, tables
    Report(report::Args),
    /// Check the plan of a run again, from its scenario alone
    Verify(verify::Args),
    /// Compare runs: inputs and results that differ, and what the gaps prove of it
    Compare(compare::Args),
    /// List what must be committed by when, and what a delay costs
    Calendar(calendar::Args),
    /// Plan a new scenario from an old plan: the past stays, change has a price
    Replan(replan::Args),
    /// Tell why there is no plan and what would give one, or why a plan is as it is
    Explain(explain::Args),
    /// What the result depends on: shadow prices, inputs one at a time, all at once
    Sensitivity(sensitivity::Args),
    /// The objective against carbon, risk, unmet demand or capex
    Frontier(frontier::Args),
    /// Plans nearly as good as the best that differ from it
    Alternatives(alternatives::Args),
    /// Write the mathematical program of a scenario for any solver
    Export(export::Args),
    /// Write a synthetic but plausible scenario of any size
    Generate(generate::Args),
    /// Write a commented starter scenario
    Init(init::Args),
    /// List, print or compare the named scenarios of a file
    Scenario(scenario::Args),
    /// Print the catalogue: chips, regions, rules, with the source of every figure
    Catalogue(catalogue::Args),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::Args),
    /// Print shell completions
    Completions(completions::Args),
    /// Print manual pages, or write all of them
    Man(man::Args),
}

impl Verb {
    fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self {
            Verb::Solve(args) => solve::run(args, context),
            Verb::Sweep(args) => sweep::run(args, context),
            Verb::Validate(args) => validate::run(args, context),
            Verb::Show(args) => show::run(args, context),
            Verb::Report(args) => report::run(args, context),
            Verb::Verify(args) => verify::run(args, context),
            Verb::Compare(args) => compare::run(args, context),
            Verb::Calendar(args) => calendar::run(args, context),
            Verb::Replan(args) => replan::run(args, context),
            Verb::Explain(args) => explain::run(args, context),
            Verb::Sensitivity(args) => sensitivity::run(args, context),
            Verb::Frontier(args) => frontier::run(args, context),
            Verb::Alternatives(args) => alternatives::run(args, context),
            Verb::Export(args) => export::run(args, context),
            Verb::Generate(args) => generate::run(args, context),
            Verb::Init(args) => init::run(args, context),
            Verb::Scenario(args) => scenario::run(args, context),
            Verb::Catalogue(args) => catalogue::run(args, context),
            Verb::Schema(args) => schema::run(args, context),
            Verb::Completions(args) => completions::run(args, context),
            Verb::Man(args) => man::run(args, context),
        }
    }
}

/// The whole program: parses the process's arguments, runs the verb, reports what went wrong on stderr.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::BadInput
            } else {
                Exit::Done
            };
            // A closed pipe is the reader's choice, not an error.
            let _ = error.print();
            return exit.into();
        }
    };
    let context = Context::of_process();
    match cli.verb.run(&context) {
        Ok(exit) => exit.into(),
        Err(error) => {
            context.report(&error);
            error.exit().into()
        }
    }
}
