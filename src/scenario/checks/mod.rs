//! Semantic checks: what resolves, but cannot work or is probably a slip.
//!
//! Each check is one entry of a table with an identifier, and has a fixture in `tests/fixtures/checks/` that
//! triggers it. Errors keep the scenario from being used; warnings are told.

mod ageing;
mod chips;
mod construction;
mod contracts;
mod demand;
mod demand_side;
mod environment;
mod facts;
mod finance;
mod fleet;
mod hours;
mod limits;
mod magnitudes;
mod necessary;
mod resilience;
mod rules;
mod sites;
mod stacks;
mod values;

use super::problem::{Problem, Severity};
use super::text::Document;
use super::types::Scenario;
use facts::Facts;
pub(super) use facts::selects_site;

/// One check.
pub struct Check {
    /// Identifier, stable: `pue-below-one`.
    pub id: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub title: &'static str,
    /// What to do about it.
    pub hint: &'static str,
    /// Finds it: places and messages.
    run: fn(&Facts<'_>) -> Vec<Finding>,
}

/// Something found: the path of the value it is about, and what is wrong.
struct Finding {
    path: String,
    message: String,
}

fn found(path: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding {
        path: path.into(),
        message: message.into(),
    }
}

/// A fraction in percent, to four decimals at most.
fn percent(fraction: f64) -> f64 {
    (fraction * 1e6).round() / 1e4
}

/// Every check, in the order in which they run.
pub fn all() -> impl Iterator<Item = &'static Check> {
    [
        values::CHECKS,
        sites::CHECKS,
        construction::CHECKS,
        fleet::CHECKS,
        chips::CHECKS,
        contracts::CHECKS,
        ageing::CHECKS,
        demand::CHECKS,
        demand_side::CHECKS,
        hours::CHECKS,
        stacks::CHECKS,
        rules::CHECKS,
        resilience::CHECKS,
        environment::CHECKS,
        limits::CHECKS,
        finance::CHECKS,
        magnitudes::CHECKS,
        necessary::CHECKS,
    ]
    .into_iter()
    .flatten()
}

/// Whether a problem was found by adding up what a plan needs and what it can have: there is no plan, but nothing is
/// wrong with how the scenario is written.
pub fn shows_infeasibility(problem: &Problem) -> bool {
    let id = problem.check.unwrap_or_default();
    problem.severity == Severity::Error
        && (id == "demand-unservable" || necessary::CHECKS.iter().any(|check| check.id == id))
}

/// Runs all checks; each problem is placed where the value it speaks of was written.
pub fn run(scenario: &Scenario, document: &Document) -> Vec<Problem> {
    let facts = Facts::new(scenario);
    let mut problems: Vec<Problem> = Vec::new();
    for check in all() {
        // Sums over values that are wrong already would only mislead.
        let wrong = problems.iter().any(|problem| problem.severity == Severity::Error);
        if wrong && necessary::CHECKS.iter().any(|other| other.id == check.id) {
            continue;
        }
        for finding in (check.run)(&facts) {
            let path = written(document, finding.path);
            let problem = document.error(&path, finding.message);
            let imported = problem
                .origin
                .is_some_and(|origin| origin.file != document.root.origin.file);
            if imported && rules::OWN_FILE_ONLY.contains(&check.id) {
                continue;
            }
            let hint = Some(check.hint.to_owned());
            problems.push(Problem {
                severity: check.severity,
                check: Some(check.id),
                hint,
                ..problem
            });
        }
    }
    problems
}

/// Facts of a chip may have been replaced under `chips.set`, those of a site written with its region; the planner's own
/// limits may stand in the map of limits.
fn written(document: &Document, path: String) -> String {
    for (plain, other) in [("chip_catalogue.", "chips.set."), ("limits.", "limits.own.")] {
        let elsewhere = path.strip_prefix(plain).map(|rest| format!("{other}{rest}"));
        if let Some(elsewhere) = elsewhere.filter(|path| document.find(path).is_some()) {
            return elsewhere;
        }
    }
    path
}
