//! How long it takes to compare two runs of a size: reading and checking both, inputs, each plan under the other's
//! inputs, results, text; and the page.
//!
//! ```text
//! cargo bench --bench compare                    # size L, 60 seconds to find a plan
//! cargo bench --bench compare -- --size XL --seconds 150
//! ```
//!
//! One plan is found by solving. The second run holds the same plan under energy prices 10 % higher, so that one solve
//! is enough. To compare is no less work for that: both plans are read, checked and priced, and since either plan keeps
//! the rules of the other scenario, all of its tables are made there as well.

#![allow(missing_docs)]

use buildout::generate::{Size, scenario_yaml};
use buildout::plan::json;
use buildout::report::grid::Page;

use buildout::run::directory::Target;
use buildout::run::{self, Options, Question, Run, saved};
use buildout::scenario::text::LoadOptions;
use buildout::solver::{Quiet, SolveOptions};
use buildout::study::compare::{self, By, Comparison, page, text};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

const SEED: u64 = 1;
const REPEATS: usize = 7;

/// The text after an option.
fn option(name: &str, otherwise: &str) -> String {
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

fn question(path: &Path, sets: &[&str]) -> Result<Question, String> {
    let options = LoadOptions {
        scenario: None,
        sets: sets.iter().map(|&set| set.to_owned()).collect(),
    };
    Question::load(path, &options, Path::new("min-cost")).map_err(|problems| {
        problems
            .list
            .iter()
            .map(|problem| problem.message.clone())
            .collect()
    })
}

fn write(question: &Question, run: &Run, path: &Path) -> Result<(), Box<dyn Error>> {
    Ok(Target::check(path, false)?.write(&saved::files(question, run)?)?)
}

/// Least, median and most seconds of an action.
fn timed(name: &str, action: impl Fn() -> Result<usize, Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut seconds = Vec::new();
    let mut bytes = 0;
    for _ in 0..REPEATS {
        let started = Instant::now();
        bytes = action()?;
        seconds.push(started.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let (least, median, most) = (seconds[0], seconds[REPEATS / 2], seconds[REPEATS - 1]);
    println!("{name}: {median:.3} s ({least:.3} to {most:.3}), {bytes} bytes");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let scenario = folder.path().join("scenario.yaml");
    let name = option("--size", "L");
    std::fs::write(&scenario, scenario_yaml(&size(&name)?, SEED))?;
    let base = question(&scenario, &[])?;
    let options = Options {
        solve: SolveOptions {
            time_limit: Some(option("--seconds", "60").parse()?),
            gap: 0.5,
            ..SolveOptions::default()
        },
        second_opinion: false,
    };
    let solved = run::solve(&base, &options, Arc::new(Quiet::default()))?;
    let Some(priced) = &solved.plan else {
        return Err("no plan was found; give more --seconds".into());
    };
    println!(
        "{name}: plan of {:.0} MUSD, gap {:.1} %, {:.0} s",
        solved.manifest.objective.unwrap_or(f64::NAN),
        100.0 * solved.manifest.gap.unwrap_or(f64::NAN),
        solved.manifest.seconds.solve
    );
    let dearer = question(&scenario, &["sites.*.energy_price={$times: 1.1}"])?;
    let plan = json::from_json(&dearer.scenario, &json::to_json(&base.scenario, &priced.plan))?;
    let priced = run::price(&dearer, plan, None)?;
    let mut other = solved.clone();
    other.manifest.objective = Some(priced.ledger.objective(&dearer.model));
    other.manifest.scenario_hash = run::manifest::sha256(dearer.resolved.as_bytes());
    other.plan = Some(priced);
    let paths = ["base", "dearer"].map(|name| folder.path().join(name));
    write(&base, &solved, &paths[0])?;
    write(&dearer, &other, &paths[1])?;

    let terminal = Page {
        width: 120,
        colour: false,
    };
    timed("read and check both", || Ok(compare::read(&paths)?.len()))?;
    timed("compare, whole", || {
        let cases = compare::read(&paths)?;
        Ok(text::render(&Comparison::new(&cases, By::Total), false, terminal).len())
    })?;
    let cases = compare::read(&paths)?;
    let comparison = Comparison::new(&cases, By::Total);
    timed("page of the comparison", || {
        Ok(page::page(&comparison).render()?.len())
    })
}
