//! How long it takes to make the page of a run of a size: from the run in memory, as `solve` does it, and from its
//! directory to a file, as `report` does it.
//!
//! ```text
//! cargo bench --bench page                      # size XL, 150 seconds to find a plan
//! cargo bench --bench page -- --size S --seconds 5
//! ```

#![allow(missing_docs)]

mod shared;

use buildout::report::page::run::{Subject, page};
use buildout::report::page::study::Studies;
use buildout::run::directory::Target;
use buildout::run::{Question, Run, saved};
use criterion::Criterion;
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// The page of a run in memory.
fn of_run(question: &Question, run: &Run) -> String {
    let page = page(&Subject {
        scenario: &question.scenario,
        manifest: &run.manifest,
        plan: run.plan.as_ref(),
        explanation: None,
        trajectory: None,
        altered: &[],
        studies: &Studies::default(),
    });
    page.render().expect("a page is made of any run")
}

/// What `buildout report` does with a run directory; the number of bytes written.
fn of_directory(directory: &Path, target: &Path) -> Result<usize, Box<dyn Error>> {
    let saved = saved::Saved::read(directory)?;
    let page = page(&Subject::of_saved(&saved, &Studies::default()));
    let html = page.render()?;
    std::fs::write(target, &html)?;
    Ok(html.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (question, run) = shared::solved(&folder.path().join("scenario.yaml"), "XL", "150")?;
    let (directory, target) = (folder.path().join("run"), folder.path().join("page.html"));
    Target::check(&directory, false)?.write(&saved::files(&question, &run)?)?;
    let bytes = of_directory(&directory, &target)?;
    println!("page of {bytes} bytes");
    // The arguments are this file's own.
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(10));
    criterion.bench_function("page/of a run in memory", |bencher| {
        bencher.iter(|| of_run(&question, &run));
    });
    criterion.bench_function("page/from the directory to a file", |bencher| {
        bencher.iter(|| of_directory(&directory, &target).expect("it was written before"));
    });
    criterion.final_summary();
    Ok(())
}
