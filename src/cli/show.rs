//! `buildout show`: the tables of a run.

use super::{CliError, Context, Exit};
use crate::plan::tables::Table;
use crate::report::grid::Grid;
use crate::report::terminal::{self, View};
use crate::run::Priced;
use crate::run::manifest::Manifest;
use crate::run::saved::Saved;
use crate::scenario::text;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN", value_hint = clap::ValueHint::DirPath)]
    run: PathBuf,
    /// Print this table only, every row of it
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Prints a run's headline tables, or one of its tables.
///
/// # Errors
/// A run that cannot be read, an unknown table.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let saved = context.read_run(&args.run)?;
    if let Some(name) = &args.table {
        let table = find(saved.plan.as_ref(), name)?;
        if args.json {
            context.print_json(&table.to_json())?;
        } else {
            context.print(&Grid::of_table(table).render(context.page()))?;
        }
        return Ok(Exit::Done);
    }
    if args.json {
        let explanation = saved.explanation.as_deref();
        context.print_json(&run_json(
            &args.run,
            &saved.manifest,
            saved.plan.as_ref(),
            explanation,
        ))?;
        return Ok(Exit::Done);
    }
    match &saved.plan {
        Some(priced) => {
            let view = View {
                scenario: &saved.question.scenario,
                manifest: &saved.manifest,
                plan: &priced.plan,
                ledger: &priced.ledger,
                tables: &priced.tables,
            };
            context.print(&terminal::render(&view, context.page()))?;
        }
        None => context.print(&format!("{}\n", without_plan(&saved)))?,
    }
    Ok(Exit::Done)
}

fn without_plan(saved: &Saved) -> String {
    match &saved.explanation {
        Some(text) => text.trim_end().to_owned(),
        None => "This run was stopped before any plan was found.".into(),
    }
}

/// A run as JSON: where it is, its manifest, its tables by name, why there is no plan if there can be none.
pub fn run_json(path: &Path, manifest: &Manifest, plan: Option<&Priced>, explanation: Option<&str>) -> Value {
    let tables = plan.map(|priced| priced.tables.as_slice()).unwrap_or_default();
    let tables = tables
        .iter()
        .map(|table| (table.name.to_owned(), table.to_json()));
    json!({
        "run": path.display().to_string(),
        "manifest": manifest,
        "tables": Value::Object(tables.collect()),
        "explanation": explanation,
    })
}

fn find<'a>(plan: Option<&'a Priced>, name: &str) -> Result<&'a Table, CliError> {
    let Some(priced) = plan else {
        return Err(CliError::input(
            "this run has no plan, so it has no tables",
            "show it without --table",
        ));
    };
    priced
        .tables
        .iter()
        .find(|table| table.name == name)
        .ok_or_else(|| {
            let names = || priced.tables.iter().map(|table| table.name);
            let hint = match text::closest(name, names()) {
                Some(closest) => format!("did you mean `{closest}`? There are: {}", text::names(names())),
                None => format!("there are: {}", text::names(names())),
            };
            CliError::input(format!("unknown table `{name}`"), hint)
        })
}
