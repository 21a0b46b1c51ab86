//! `buildout report`: a run, runs compared, or a sweep as one page.

use super::write::{may_write, write_whole};
use super::{CliError, Context, Exit};
use crate::report::page::{self, Page, study, sweep};
use crate::run::directory::plain;
use crate::study::compare::{self, By, CompareError, Comparison};
use crate::study::sweep::{DESCRIPTION, RESULTS_CSV};
use std::path::{Path, PathBuf};

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A run shows the studies in its directory (sensitivity.json, frontier.json, alternatives.json) and those \
    given with --study: what these verbs print with --json."
)]
pub struct Args {
    /// Run directory or sweep directory; several runs are compared with the first
    #[arg(value_name = "RUN", required = true)]
    runs: Vec<PathBuf>,
    /// File to write [default: the name of the directory with .html, or -compared.html for several]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show this study of the run too; may be repeated
    #[arg(long = "study", value_name = "FILE")]
    studies: Vec<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    overwrite: bool,
}

/// Writes the page.
///
/// # Errors
/// A run that cannot be read, a file that exists or cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let Some((first, others)) = args.runs.split_first() else {
        return Err(CompareError::TooFew(0).into());
    };
    let target = match &args.output {
        Some(path) => path.clone(),
        None => default_target(
            first,
            if others.is_empty() {
                ".html"
            } else {
                "-compared.html"
            },
        )?,
    };
    may_write(&target, args.overwrite)?;
    let page = match (others.is_empty(), args.studies.is_empty()) {
        (true, _) if first.join(DESCRIPTION).is_file() => of_sweep(first, &args)?,
        (true, _) => of_run(first, &args, context)?,
        (false, true) => {
            let cases = compare::read(&args.runs)?;
            compare::page::page(&Comparison::new(&cases, By::Total))
        }
        (false, false) => {
            return Err(CliError::input(
                "--study shows a study of one run, and there are several",
                "write a page of each run with its studies",
            ));
        }
    };
    write_whole(&target, page.render()?.as_bytes(), args.overwrite)?;
    context.say(&format!("page written to {}", target.display()));
    Ok(Exit::Done)
}

fn of_run(run: &Path, args: &Args, context: &Context) -> Result<Page, CliError> {
    let saved = context.read_run(run)?;
    let own = study::FILES.iter().map(|name| run.join(name));
    let own = own.filter(|path| path.is_file());
    let mut studies = study::Studies::default();
    for path in own.chain(args.studies.iter().cloned()) {
        let added = studies.add(&path.display().to_string(), &read(&path)?);
        added.map_err(|error| {
            CliError::input(
                error.to_string(),
                "for example: buildout sensitivity RUN --json > RUN/sensitivity.json",
            )
        })?;
    }
    Ok(page::run::page(&page::run::Subject::of_saved(&saved, &studies)))
}

fn of_sweep(run: &Path, args: &Args) -> Result<Page, CliError> {
    if !args.studies.is_empty() {
        return Err(CliError::input(
            format!("{} is a sweep: --study shows studies of a run", run.display()),
            "leave --study out",
        ));
    }
    let text = |name: &str| read(&run.join(name));
    let page = sweep::page(&text(DESCRIPTION)?, &text(RESULTS_CSV)?);
    page.map_err(|error| {
        CliError::input(
            format!("{}: {error}", run.display()),
            "the file is not as a sweep wrote it; run the sweep again, what is solved already is kept",
        )
    })
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| CliError::io("read", path, plain(error)))
}

/// `<name of the directory>.html` in the working directory.
fn default_target(run: &Path, end: &str) -> Result<PathBuf, CliError> {
    // `.` and `..` have a name only once resolved.
    let whole = run.canonicalize().unwrap_or_else(|_| run.to_owned());
    let Some(name) = whole.file_name() else {
        return Err(CliError::input(
            format!("{} has no name to call the page after", run.display()),
            "give the page's name with -o FILE",
        ));
    };
    let mut name = name.to_owned();
    name.push(end);
    Ok(PathBuf::from(name))
}
