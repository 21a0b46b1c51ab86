//! A sweep of 1,000 cases of a shipped scenario: cases per second from file to row, on 1 and 2 cores, each case from its
//! neighbour and each from nothing.
//!
//! ```text
//! cargo bench --bench sweep_cases                 # 1,000 cases of the tutorial
//! cargo bench --bench sweep_cases -- --cases 100
//! ```
//!
//! The cases are a grid of budgets (times 0.8 to 1.2) and demand volumes (times 0.9 to 1.1). Everything that
//! `buildout sweep` does is in the time: resolving, building, solving, checking, pricing, writing.

#![allow(missing_docs)]

use buildout::run::solve_again;
use buildout::scenario::text::LoadOptions;
use buildout::solver::SolveOptions;
use buildout::study::sweep::{Design, Options, Row, Shard, Store, Sweep, Watch};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Watches nothing.
struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: usize, _: usize) {}
    fn row(&self, _: &Row) {}
    fn note(&self, text: &str) {
        eprintln!("{text}");
    }
}

/// The number after an option.
fn option(name: &str, otherwise: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    let value = arguments.nth(1).and_then(|value| value.parse().ok());
    value.unwrap_or(otherwise)
}

fn main() -> Result<(), Box<dyn Error>> {
    let volumes = 10;
    let budgets = (option("--cases", 1000) / volumes).max(2);
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/tutorial.yaml"));
    let vary = [
        format!("budget.capex.at_most=*0.8..*1.2 in {budgets}"),
        format!("demand.*.volume=*0.9..*1.1 in {volumes}"),
    ];
    let choose = |document: &_| Design::of_arguments(&vary, &[], document);
    let sweep = Sweep::load(path, &LoadOptions::default(), Path::new("min-cost"), choose)
        .map_err(|error| format!("{error:?}"))?;
    for jobs in [1, 2] {
        for cold in [true, false] {
            let folder = tempfile::tempdir()?;
            let options = Options {
                solve: SolveOptions::default(),
                jobs,
                shard: Shard::WHOLE,
                only: Vec::new(),
                overwrite: false,
                collect: false,
                cold,
            };
            let started = Instant::now();
            let store = Store::at(folder.path());
            let outcome = sweep.run(&store, &options, &solve_again, &Unwatched, &Arc::default())?;
            let seconds = started.elapsed().as_secs_f64();
            let solved = outcome
                .rows
                .values()
                .filter(|row| row.objective.is_some())
                .count();
            let way = if cold {
                "from nothing"
            } else {
                "from the neighbour"
            };
            println!(
                "{jobs} cores, {way}: {solved} of {} cases in {seconds:.1} s, {:.1} a second",
                outcome.rows.len(),
                outcome.rows.len() as f64 / seconds
            );
        }
    }
    Ok(())
}
