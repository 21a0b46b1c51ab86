//! Huawei Tech Arena 2024, phase 2, as an ordinary scenario: a fleet of servers with age, moves, retirement and prices.
//!
//! ```text
//! cargo run --release --example tech_arena -- FOLDER --seed N [--time-limit 900s] [--threads 2] [--json] -o DIR
//! ```
//!
//! Reads the contest's tables from FOLDER, realises the demand of a seed, writes both as a scenario into DIR, and solves
//! it the way any scenario is solved: load, build, solve, verify. Then writes the decisions (`decisions.csv`) and
//! prices (`prices.csv`) in the contest's own form and scores them again from these two files alone.
//!
//! The bound is that of the scenario: demand there is continuous, so no contest solution can score more.

pub mod case;
mod decisions;
pub mod replay;
mod scenario;

use buildout::run::{self, Options, Question};
use buildout::scenario::Objective;
use buildout::scenario::text::LoadOptions;
use buildout::solver::{Monitor, Progress, SolveOptions};
use case::Case;
use clap::Parser;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// The contest's data, a seed, and where to write.
#[derive(Debug, Parser)]
#[command(name = "tech_arena")]
pub struct Arguments {
    /// Folder with the contest's tables.
    pub folder: PathBuf,
    /// Seed of the realised demand.
    #[arg(long)]
    pub seed: u32,
    /// Time limit of the solver, in seconds: `900s`.
    #[arg(long, default_value = "900s", value_parser = seconds)]
    pub time_limit: f64,
    /// Threads.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Folder to write into; made if it is not there.
    #[arg(short, long)]
    pub output: PathBuf,
}

fn seconds(text: &str) -> Result<f64, String> {
    text.strip_suffix('s')
        .unwrap_or(text)
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite() && *value > 0.0)
        .ok_or_else(|| "expected seconds such as 900s".into())
}

/// What a run is judged by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// Seed of the demand.
    pub seed: u32,
    /// Score by the contest's rules, from the two files alone.
    pub score: f64,
    /// No solution scores more.
    pub bound: f64,
    /// Distance of the score from the bound, relative to the score.
    pub gap: f64,
    /// From reading the tables to the score.
    pub seconds: f64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match solve(&arguments) {
        Ok(result) if arguments.json => match serde_json::to_string(&result) {
            Ok(text) => {
                println!("{text}");
                ExitCode::SUCCESS
            }
            Err(error) => failed(&error.to_string()),
        },
        Ok(result) => {
            println!(
                "seed {}: score {:.0}, bound {:.0}, gap {:.3} %, {:.0} s",
                result.seed,
                result.score,
                result.bound,
                100.0 * result.gap,
                result.seconds
            );
            ExitCode::SUCCESS
        }
        Err(message) => failed(&message),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::FAILURE
}

/// Solves a seed, writes the decisions and scores them.
///
/// # Errors
/// A sentence that says which step failed.
pub fn solve(arguments: &Arguments) -> Result<Scored, String> {
    let started = Instant::now();
    let case = Case::read(&arguments.folder, arguments.seed)?;
    let folder = &arguments.output;
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let path = folder.join("scenario.yaml");
    write(&folder.join("demand.csv"), &scenario::demand_csv(&case))?;
    write(&path, &scenario::yaml(&case, arguments.seed))?;

    let mut question = Question::of_scenario(&path, &LoadOptions::default())
        .map_err(|problems| format!("the scenario does not load: {:?}", problems.list))?;
    question.model.name = "max-profit".into();
    question.model.objective = Objective::MaxProfit;
    let options = Options {
        solve: SolveOptions {
            time_limit: Some(arguments.time_limit),
            threads: arguments.threads,
            gap: 1e-3,
            ..SolveOptions::default()
        },
        second_opinion: false,
    };
    let solved = run::solve(&question, &options, Arc::new(Told)).map_err(|error| error.to_string())?;
    write(&folder.join("solver.log"), &solved.log.join("\n"))?;
    let plan = solved.plan.ok_or("no plan within the time limit")?.plan;
    let bound = solved
        .manifest
        .best_bound
        .ok_or("no bound within the time limit")?
        * 1e6;

    let (actions, prices) = (folder.join("decisions.csv"), folder.join("prices.csv"));
    decisions::write(&case, &question.scenario, &plan, &actions, &prices)?;
    let score = replay::score(&case, &actions, &prices)?;
    let result = Scored {
        seed: arguments.seed,
        score,
        bound,
        gap: (bound - score) / score.abs().max(1e-9),
        seconds: started.elapsed().as_secs_f64(),
    };
    let text = serde_json::to_string_pretty(&result).map_err(|error| error.to_string())?;
    write(&folder.join("result.json"), &text)?;
    Ok(result)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Tells each phase once, on stderr.
struct Told;

impl Monitor for Told {
    fn progress(&self, progress: &Progress) {
        static LAST: std::sync::Mutex<&'static str> = std::sync::Mutex::new("");
        let mut last = LAST.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *last != progress.phase {
            eprintln!("{:7.1} s  {}", progress.elapsed, progress.phase);
            *last = progress.phase;
        }
    }
    fn interrupted(&self) -> bool {
        false
    }
}
