//! `buildout report`: a run as one page.

use super::write::{may_write, write_whole};
use super::{CliError, Context, Exit};
use crate::report::page;
use crate::run::saved::Saved;
use std::path::{Path, PathBuf};

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// File to write [default: the name of the run directory with .html]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    overwrite: bool,
}

/// Writes the page.
///
/// # Errors
/// A run that cannot be read, a file that exists or cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let target = match args.output {
        Some(path) => path,
        None => default_target(&args.run)?,
    };
    may_write(&target, args.overwrite)?;
    let saved = Saved::read(&args.run)?;
    for altered in &saved.altered {
        context.say(&format!("warning: {altered}"));
    }
    let page = page::run::page(&page::run::Subject {
        scenario: &saved.question.scenario,
        manifest: &saved.manifest,
        plan: saved.plan.as_ref(),
        explanation: saved.explanation.as_deref(),
        trajectory: saved.trajectory.as_deref(),
        altered: &saved.altered,
    });
    write_whole(&target, page.render()?.as_bytes(), args.overwrite)?;
    context.say(&format!("page written to {}", target.display()));
    Ok(Exit::Done)
}

/// `<name of the run directory>.html` in the working directory.
fn default_target(run: &Path) -> Result<PathBuf, CliError> {
    // `.` and `..` have a name only once resolved.
    let whole = run.canonicalize().unwrap_or_else(|_| run.to_owned());
    let Some(name) = whole.file_name() else {
        return Err(CliError::input(
            format!("{} has no name to call the page after", run.display()),
            "give the page's name with -o FILE",
        ));
    };
    let mut name = name.to_owned();
    name.push(".html");
    Ok(PathBuf::from(name))
}
