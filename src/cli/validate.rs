//! `buildout validate`: all checks, no solve.

use super::{CliError, Context, Exit};
use crate::report::grid::{Grid, Page};
use crate::scenario::problem::{Problem, Problems, Severity};
use crate::scenario::text::{self, LoadOptions};
use crate::scenario::{self, checks};
use crate::study::sweep::Sweep;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Arguments of `validate`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each file is checked as it stands, with its sweeps and with each of its named scenarios."
)]
pub struct Args {
    /// Scenario files (YAML)
    #[arg(value_name = "SCENARIO", required_unless_present = "list", value_hint = clap::ValueHint::FilePath)]
    pub scenarios: Vec<PathBuf>,
    /// List the checks instead
    #[arg(long)]
    pub list: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs the verb: exit code 2 if any scenario has an error.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    if args.list {
        list(args.json, context)?;
        return Ok(Exit::Done);
    }
    let results: Vec<Validated> = args.scenarios.iter().flat_map(|path| validate(path)).collect();
    if args.json {
        context.print_json(&Value::from_iter(results.iter().map(Validated::json)))?;
    } else {
        for result in &results {
            context.show_problems(&result.problems);
            context.print(&result.line())?;
        }
    }
    let failed = results.iter().any(|result| result.problems.any_error());
    Ok(if failed { Exit::BadInput } else { Exit::Done })
}

/// What came of one scenario.
struct Validated {
    path: PathBuf,
    /// Named scenario; `None` is the file as it stands.
    name: Option<String>,
    /// Errors and warnings.
    problems: Problems,
    /// Hash of the resolved text, if it could be loaded.
    hash: Option<String>,
}

/// The file as it stands, then with each named scenario. Of a named scenario only those problems are kept that the
/// file itself does not have.
fn validate(path: &Path) -> Vec<Validated> {
    let base = load(path, None);
    let names: Vec<String> = match text::load(path, &LoadOptions::default()) {
        Ok(document) => document
            .listing
            .scenarios
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
        Err(_) => Vec::new(), // `base` tells what is wrong.
    };
    let mut results = vec![base];
    if let Some(base) = results.first_mut().filter(|base| base.hash.is_some()) {
        let sweeps = Sweep::problems_of_file(path);
        if sweeps.any_error() {
            base.hash = None;
            // The files are those of the scenario, in the same order.
            base.problems.list.extend(sweeps.list);
            base.problems.files = sweeps.files;
        }
    }
    for name in names {
        let mut result = load(path, Some(name));
        if let Some(base) = results.first() {
            let known = |problem: &Problem| base.problems.list.iter().any(|other| same(problem, other));
            result.problems.list.retain(|problem| !known(problem));
        }
        results.push(result);
    }
    results
}

/// Whether two loads of one file tell of the same problem.
fn same(a: &Problem, b: &Problem) -> bool {
    (a.severity, a.check, &a.path, &a.message) == (b.severity, b.check, &b.path, &b.message)
}

fn load(path: &Path, name: Option<String>) -> Validated {
    let options = LoadOptions {
        scenario: name.clone(),
        sets: Vec::new(),
    };
    let (problems, hash) = match scenario::load(path, &options) {
        Ok(loaded) => (loaded.warnings, Some(loaded.hash)),
        Err(problems) => (problems, None),
    };
    Validated {
        path: path.to_owned(),
        name,
        problems,
        hash,
    }
}

impl Validated {
    fn count(&self, severity: Severity) -> usize {
        self.problems
            .list
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// `inputs/tutorial.yaml, scenario head-start: ok, 1 warning`.
    fn line(&self) -> String {
        let counted = |count: usize, what: &str| match count {
            0 => String::new(),
            1 => format!(", 1 {what}"),
            many => format!(", {many} {what}s"),
        };
        let scenario = self
            .name
            .as_ref()
            .map(|name| format!(", scenario {name}"))
            .unwrap_or_default();
        // A named scenario that fails only as the file itself does was told already.
        let verdict = if self.hash.is_some() { "ok" } else { "failed" };
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let counts = counted(errors, "error") + &counted(warnings, "warning");
        format!("{}{scenario}: {verdict}{counts}\n", self.path.display())
    }

    fn json(&self) -> Value {
        json!({
            "file": self.path.display().to_string(),
            "scenario": self.name,
            "ok": self.hash.is_some(),
            "hash": self.hash,
            "problems": self.problems.list.iter().map(|problem| self.problem_json(problem)).collect::<Vec<_>>(),
        })
    }

    fn problem_json(&self, problem: &Problem) -> Value {
        let place = problem.origin.and_then(|origin| {
            let file = self.problems.files.get(origin.file as usize)?;
            Some((file.path.as_str(), origin.line, origin.column))
        });
        json!({
            "severity": severity(problem.severity),
            "check": problem.check,
            "path": problem.path,
            "file": place.map(|(file, _, _)| file),
            "line": place.map(|(_, line, _)| line),
            "column": place.map(|(_, _, column)| column),
            "message": problem.message,
            "hint": problem.hint,
        })
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn list(as_json: bool, context: &Context) -> Result<(), CliError> {
    if as_json {
        let checks = checks::all().map(|check| {
            json!({"id": check.id, "severity": severity(check.severity), "title": check.title, "hint": check.hint})
        });
        return context.print_json(&Value::from_iter(checks));
    }
    let mut grid = Grid::new(["check", "severity", "what holds"], 3);
    for check in checks::all() {
        grid.row([check.id, severity(check.severity), check.title]);
    }
    context.print(&grid.render(Page {
        width: context.width,
        colour: context.colour,
    }))
}
