//! What benchmarks of finished runs share: options, sizes, and a run of a size with a plan in it.

use buildout::generate::{Size, scenario_yaml};
use buildout::run::{self, Options, Question, Run};
use buildout::scenario::text::LoadOptions;
use buildout::solver::{Quiet, SolveOptions};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

const SEED: u64 = 1;
/// Any plan will do: what is measured is what comes after the solve.
const GAP: f64 = 0.5;

/// The text after an option.
pub fn option(name: &str, otherwise: &str) -> String {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1).unwrap_or_else(|| otherwise.to_owned())
}

fn size(name: &str) -> Result<Size, String> {
    match name {
        "S" => Ok(Size::S),
        "M" => Ok(Size::M),
        "L" => Ok(Size::L),
        "XL" => Ok(Size::XL),
        other => Err(format!("--size {other}: expected S, M, L or XL")),
    }
}

/// A scenario file with settings.
pub fn question(path: &Path, sets: &[&str]) -> Result<Question, String> {
    let options = LoadOptions {
        scenario: None,
        sets: sets.iter().map(|&set| set.to_owned()).collect(),
    };
    Question::load(path, &options, Path::new("min-cost")).map_err(|problems| {
        let messages = problems.list.iter().map(|problem| problem.message.as_str());
        messages.collect::<Vec<_>>().join("; ")
    })
}

/// A scenario of the size of `--size`, written to a file and solved for at most `--seconds`, else of size `otherwise` for `seconds`.
pub fn solved(scenario: &Path, otherwise: &str, seconds: &str) -> Result<(Question, Run), Box<dyn Error>> {
    let name = option("--size", otherwise);
    std::fs::write(scenario, scenario_yaml(&size(&name)?, SEED))?;
    let base = question(scenario, &[])?;
    let options = Options {
        solve: SolveOptions {
            time_limit: Some(option("--seconds", seconds).parse()?),
            gap: GAP,
            ..SolveOptions::default()
        },
        second_opinion: false,
    };
    let solved = run::solve(&base, &options, Arc::new(Quiet::default()))?;
    if solved.plan.is_none() {
        return Err("no plan was found; give more --seconds".into());
    }
    println!(
        "{name}: plan of {:.0} MUSD, gap {:.1} %, {:.0} s",
        solved.manifest.objective.unwrap_or(f64::NAN),
        100.0 * solved.manifest.gap.unwrap_or(f64::NAN),
        solved.manifest.seconds.solve
    );
    Ok((base, solved))
}
