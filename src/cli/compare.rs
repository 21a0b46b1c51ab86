//! `buildout compare`: runs side by side.

use super::write::{may_write, write_whole};
use super::{CliError, Context, Exit};
use crate::study::compare::{self, By, Comparison, data, text};
use clap::ValueEnum;
use std::path::PathBuf;

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The first run is the base. A difference is marked `not distinguishable` if it is no larger than \
    both gaps allow. Values in JSON and CSV are MUSD and the units named."
)]
pub struct Args {
    /// Run directories, the base first
    #[arg(value_name = "RUN", required = true)]
    runs: Vec<PathBuf>,
    /// Split results by this instead of adding them up
    #[arg(long, value_enum)]
    by: Option<Split>,
    /// Print every line and every change, not only the biggest that differ
    #[arg(long)]
    all: bool,
    /// Print as JSON: every line, with its differences and what they prove
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print as tidy CSV: key columns, run, value, unit
    #[arg(long)]
    csv: bool,
    /// Write a page for the browser instead
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["json", "csv", "by", "all"])]
    output: Option<PathBuf>,
    /// Replace the page if it exists
    #[arg(long, requires = "output")]
    overwrite: bool,
}

/// By what results are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// By period
    Period,
    /// By site
    Site,
    /// By chip
    Chip,
}

impl From<Split> for By {
    fn from(split: Split) -> Self {
        match split {
            Split::Period => Self::Period,
            Split::Site => Self::Site,
            Split::Chip => Self::Chip,
        }
    }
}

/// Reads the runs and prints what differs.
///
/// # Errors
/// Runs that cannot be read or compared.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    if let Some(target) = &args.output {
        may_write(target, args.overwrite)?;
    }
    let cases = compare::read(&args.runs)?;
    for case in &cases {
        for altered in &case.saved.altered {
            context.say(&format!("warning: {}: {altered}", case.path.display()));
        }
    }
    let comparison = Comparison::new(&cases, args.by.map(By::from).unwrap_or_default());
    if let Some(target) = &args.output {
        let page = compare::page::page(&comparison).render()?;
        write_whole(target, page.as_bytes(), args.overwrite)?;
        context.say(&format!("page written to {}", target.display()));
        return Ok(Exit::Done);
    }
    if args.json {
        context.print_json(&data::to_json(&comparison))?;
    } else if args.csv {
        let csv = data::to_csv(&comparison);
        context.print(&csv)?;
    } else {
        context.print(&text::render(&comparison, args.all, context.page()))?;
    }
    Ok(Exit::Done)
}
