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

mod shared;

use buildout::plan::json;
use buildout::report::grid::Page;
use buildout::run::directory::Target;
use buildout::run::{self, Question, Run, saved};
use buildout::study::compare::{self, By, Comparison, page, text};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

const REPEATS: usize = 7;

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
    let (base, solved) = shared::solved(&scenario, "L", "60")?;
    let Some(priced) = &solved.plan else {
        return Err("no plan was found".into());
    };
    let dearer = shared::question(&scenario, &["sites.*.energy_price={$times: 1.1}"])?;
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
