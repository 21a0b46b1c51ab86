//! Runs side by side: inputs that differ, results that differ, and what the differences prove.
//!
//! [`read`] reads and checks the runs, [`Comparison::new`] compares every later one with the first, the base.
//! [`text`] prints, [`data`] gives JSON and CSV, [`page`] a page for the browser.

pub mod crossed;
pub mod data;
pub mod inputs;
pub mod lines;
pub mod marks;
pub mod page;
pub mod text;

pub use crossed::{Crossed, Fate};
pub use inputs::{Change, Effect, InputDifferences};
pub use lines::{By, Entry, Key, Topic};
pub use marks::{Mark, Why};

use crate::plan::tables::Cell;
use crate::run::Priced;
use crate::run::saved::{Saved, SavedError};
use crate::scenario::{ModelSpec, Objective, Scenario};
use indexmap::IndexSet;
use inputs::Written;
use lines::Lines;
use marks::{Pair, Sureness};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A run to be compared.
#[derive(Debug, Clone)]
pub struct Case {
    /// Short name, its own among the runs compared.
    pub label: String,
    /// Its directory, as given.
    pub path: PathBuf,
    /// The run.
    pub saved: Saved,
}

impl Case {
    fn written(&self) -> Written<'_> {
        Written {
            question: &self.saved.question,
            origins: self.saved.origins.as_ref(),
        }
    }
}

/// Why runs cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Fewer than two.
    #[error("{} nothing to compare", if *.0 == 0 { "no run is" } else { "one run is" })]
    TooFew(usize),
    /// One run under two names.
    #[error("{first} and {second} are the same run")]
    Twice {
        /// As given first.
        first: String,
        /// As given again.
        second: String,
    },
    /// A run that cannot be read.
    #[error("{path}: {source}")]
    Run {
        /// Its directory.
        path: String,
        /// What is wrong.
        source: SavedError,
    },
    /// Scenario, plan or objective are not what was solved.
    #[error("{path}: {what}")]
    Tampered {
        /// Directory of the run.
        path: String,
        /// Which file, and how it differs.
        what: String,
    },
    /// The runs plan for different times.
    #[error("{first} plans {first_horizon}, {second} plans {second_horizon}: their periods are not the same")]
    Horizons {
        /// Directory of the base.
        first: String,
        /// Its periods in words.
        first_horizon: String,
        /// Directory of the other run.
        second: String,
        /// Its periods in words.
        second_horizon: String,
    },
}

/// Reads runs, several at a time, and checks that they can be compared.
///
/// # Errors
/// Fewer than two, one given twice, a run that cannot be read or was altered, horizons that differ.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Case>, CompareError> {
    if paths.len() < 2 {
        return Err(CompareError::TooFew(paths.len()));
    }
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for path in paths {
        if let Some(first) = seen.insert(real(path), path) {
            return Err(CompareError::Twice {
                first: first.display().to_string(),
                second: path.display().to_string(),
            });
        }
    }
    let labels = labels(paths);
    let mut cases = Vec::with_capacity(paths.len());
    for ((path, label), saved) in paths.iter().zip(labels).zip(read_all(paths)) {
        let shown = || path.display().to_string();
        let saved = saved.map_err(|source| CompareError::Run {
            path: shown(),
            source,
        })?;
        if let Some(what) = saved.tampered() {
            return Err(CompareError::Tampered {
                path: shown(),
                what: what.to_owned(),
            });
        }
        cases.push(Case {
            label,
            path: path.clone(),
            saved,
        });
    }
    check_horizons(&cases)?;
    Ok(cases)
}

/// Reads runs on as many threads as there are cores, in order.
fn read_all(paths: &[PathBuf]) -> Vec<Result<Saved, SavedError>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut read = Vec::with_capacity(paths.len());
    for chunk in paths.chunks(threads) {
        std::thread::scope(|scope| {
            let workers: Vec<_> = chunk
                .iter()
                .map(|path| scope.spawn(move || Saved::read(path)))
                .collect();
            for (worker, path) in workers.into_iter().zip(chunk) {
                // A thread that could not finish is tried again where its panic can be seen.
                read.push(worker.join().unwrap_or_else(|_| Saved::read(path)));
            }
        });
    }
    read
}

fn check_horizons(cases: &[Case]) -> Result<(), CompareError> {
    let Some((base, others)) = cases.split_first() else {
        return Ok(());
    };
    let horizon = |case: &Case| case.saved.question.scenario.horizon.clone();
    let other = others.iter().find(|other| horizon(other) != horizon(base));
    match other {
        Some(other) => Err(CompareError::Horizons {
            first: base.path.display().to_string(),
            first_horizon: in_words(&base.saved.question.scenario),
            second: other.path.display().to_string(),
            second_horizon: in_words(&other.saved.question.scenario),
        }),
        None => Ok(()),
    }
}

/// The periods of a scenario: `2027 to 2030 in 4 periods of 1 year from 2027-01-01`.
fn in_words(scenario: &Scenario) -> String {
    let horizon = &scenario.horizon;
    let label = |at: Option<&String>| at.map_or("", String::as_str).to_owned();
    let (first, last) = (label(horizon.labels.first()), label(horizon.labels.last()));
    let months: Vec<i64> = horizon
        .length
        .iter()
        .map(|years| (years.value() * 12.0).round() as i64)
        .collect();
    let length = match months.as_slice() {
        [one, rest @ ..] if rest.iter().all(|other| other == one) => format!(" of {one} months"),
        _ => String::new(),
    };
    let start = label(horizon.start.first());
    match months.len() {
        1 => format!("{first} in one period{length} from {start}"),
        count => format!("{first} to {last} in {count} periods{length} from {start}"),
    }
}

/// Longest label taken from the name of a directory.
const LONGEST_LABEL: usize = 20;

/// Short names for runs: names of their directories if they are short and differ, else letters.
fn labels(paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &PathBuf| {
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let name = real.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_default()
    };
    let names: IndexSet<String> = paths.iter().map(name).collect();
    let short = |name: &String| (1..=LONGEST_LABEL).contains(&name.chars().count());
    if names.len() == paths.len() && names.iter().all(short) {
        return names.into_iter().collect();
    }
    (0..paths.len())
        .map(|at| match u8::try_from(at) {
            Ok(at) if at < 26 => char::from(b'A' + at).to_string(),
            _ => format!("run {}", at + 1),
        })
        .collect()
}

/// What separates a run from the base.
#[derive(Debug, Clone)]
pub struct Apart {
    /// What differs in the inputs.
    pub inputs: InputDifferences,
    /// Objective, if both runs have plans and the same kind of objective.
    pub objective: Option<ObjectiveDifference>,
    /// The base's plan under this run's inputs.
    pub base_plan_here: Option<Crossed>,
    /// This run's plan under the base's inputs.
    pub plan_in_base: Option<Crossed>,
}

/// A difference of objectives, MUSD of present value, the run less the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectiveDifference {
    /// Of the plans.
    pub absolute: f64,
    /// As a share of the base's objective; `None` if that is 0.
    pub relative: Option<f64>,
    /// Least and greatest difference of the best plans of the two questions; infinite where nothing is proven.
    pub proven: (f64, f64),
    /// What it proves.
    pub mark: Mark,
}

/// One line over all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub key: Key,
    /// Unit of its numbers.
    pub unit: String,
    /// Value by run; [`Cell::None`] where a run has no plan or does not know the site or chip.
    pub values: Vec<Cell>,
    /// Difference by run but the base; `None` where there is none to speak of.
    pub differences: Vec<Option<Difference>>,
    /// Whether any run with a plan differs from the base by more than a solver's noise.
    pub differs: bool,
}

/// A difference of a line, the run less the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// In the unit of the line.
    pub absolute: f64,
    /// As a share of the base's value; `None` if that is 0.
    pub relative: Option<f64>,
    /// What it proves.
    pub mark: Mark,
    /// Why.
    pub why: Why,
}

/// Runs compared.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The runs, the base first.
    pub cases: &'a [Case],
    /// By what the lines are split.
    pub by: By,
    /// By run but the base.
    pub apart: Arc<[Apart]>,
    /// Results side by side, in the order of reports.
    pub lines: Vec<Line>,
    /// What a reader should know before the numbers, one sentence each.
    pub notes: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// Compares every run with the first.
    pub fn new(cases: &'a [Case], by: By) -> Self {
        let Some((base, others)) = cases.split_first() else {
            return Self {
                cases,
                by,
                apart: Arc::default(),
                lines: Vec::new(),
                notes: Vec::new(),
            };
        };
        let apart: Arc<[Apart]> = std::thread::scope(|scope| {
            let workers: Vec<_> = others
                .iter()
                .map(|other| (other, scope.spawn(move || Apart::of(base, other))))
                .collect();
            let joined = workers.into_iter();
            joined
                .map(|(other, worker)| worker.join().unwrap_or_else(|_| Apart::of(base, other)))
                .collect()
        });
        Self {
            lines: side_by_side(cases, &apart, by),
            notes: notes(base, others),
            cases,
            by,
            apart,
        }
    }

    /// The same comparison, its lines split otherwise.
    #[must_use]
    pub fn split(&self, by: By) -> Self {
        Self {
            cases: self.cases,
            by,
            apart: Arc::clone(&self.apart),
            lines: side_by_side(self.cases, &self.apart, by),
            notes: self.notes.clone(),
        }
    }

    /// The runs but the base.
    pub fn others(&self) -> &'a [Case] {
        self.cases.get(1..).unwrap_or_default()
    }
}

impl Apart {
    fn of(base: &Case, other: &Case) -> Self {
        Self {
            inputs: inputs::differences(base.written(), other.written()),
            objective: objectives(&base.saved, &other.saved),
            base_plan_here: crossed::crossed(&base.saved, &other.saved),
            plan_in_base: crossed::crossed(&other.saved, &base.saved),
        }
    }
}

fn objectives(base: &Saved, other: &Saved) -> Option<ObjectiveDifference> {
    if base.manifest.sense != other.manifest.sense {
        return None;
    }
    let (first, second) = (base.manifest.objective?, other.manifest.objective?);
    let (proven, mark) = marks::of_objectives(Sureness::of(&base.manifest)?, Sureness::of(&other.manifest)?);
    Some(ObjectiveDifference {
        absolute: second - first,
        relative: share(second - first, first),
        proven,
        mark,
    })
}

fn share(difference: f64, base: f64) -> Option<f64> {
    (base != 0.0).then(|| difference / base.abs())
}

/// The lines of all plans, those of the base first, then what only later runs have.
fn side_by_side(cases: &[Case], apart: &[Apart], by: By) -> Vec<Line> {
    let sheet = |case: &Case, priced: &Priced| {
        let scenario = &case.saved.question.scenario;
        lines::lines(scenario, &priced.plan, &priced.ledger, &priced.tables, by)
    };
    let sheets: Vec<Option<Lines>> = cases
        .iter()
        .map(|case| Some(sheet(case, case.saved.plan.as_ref()?)))
        .collect();
    // Plans that are as good under other inputs, as they look there.
    let witnesses: Vec<Witnesses> = cases
        .iter()
        .skip(1)
        .zip(apart)
        .map(|(case, apart)| {
            let as_good = |crossed: &Option<Crossed>, under: &Case| {
                let priced = crossed.as_ref()?.as_good.as_ref()?;
                Some(sheet(under, priced))
            };
            Witnesses {
                first_in_second: as_good(&apart.base_plan_here, case),
                second_in_first: cases.first().and_then(|base| as_good(&apart.plan_in_base, base)),
            }
        })
        .collect();
    // Volumes in another unit are another line.
    let keys: IndexSet<(&Key, &str)> = sheets
        .iter()
        .flatten()
        .flatten()
        .map(|(key, entry)| (key, entry.unit.as_str()))
        .collect();
    let mut all: Vec<Line> = keys
        .into_iter()
        .map(|(key, unit)| {
            let like = sheets
                .iter()
                .flatten()
                .filter_map(|sheet| sheet.get(key))
                .find(|entry| entry.unit == unit);
            let entries: Vec<Option<Entry>> = cases
                .iter()
                .zip(&sheets)
                .map(|(case, sheet)| entry(case, sheet.as_ref()?, key, like?))
                .collect();
            line(key, &entries, cases, &witnesses)
        })
        .collect();
    all.sort_by_key(|line| line.key.topic);
    all
}

/// The entry of a plan, given that of another; what it leaves out is nothing, unless the scenario does not know the place
/// or chip, or counts in another unit.
fn entry(case: &Case, sheet: &Lines, key: &Key, like: &Entry) -> Option<Entry> {
    if let Some(entry) = sheet.get(key) {
        return Some(entry.clone()).filter(|entry| entry.unit == like.unit);
    }
    let scenario = &case.saved.question.scenario;
    let known_site = key.site.is_empty() || scenario.sites.iter().any(|site| site.id == key.site);
    let known_chip = key.chip.is_empty() || scenario.chips.iter().any(|chip| chip.id == key.chip);
    // Emissions that a scenario does not count are unknown, not none.
    let counted = key.topic != Topic::Carbon || scenario.counts_environment();
    if !known_site || !known_chip || !counted {
        return None;
    }
    Some(Entry {
        value: match like.value {
            Cell::Number(_) => Cell::Number(0.0),
            _ => Cell::None,
        },
        present: like.present.map(|_| 0.0),
        ..like.clone()
    })
}

/// Whether a value is another one, by more than a solver's noise.
fn differ(base: &Cell, other: &Cell) -> bool {
    match (base, other) {
        (&Cell::Number(a), &Cell::Number(b)) => marks::differ(a, b),
        // Known in one, unknown in the other: worth telling if there is something.
        (&Cell::Number(known), Cell::None) | (Cell::None, &Cell::Number(known)) => known != 0.0,
        (base, other) => base != other,
    }
}

/// Lines of plans that are as good under other inputs.
struct Witnesses {
    /// The base's plan under a run's inputs.
    first_in_second: Option<Lines>,
    /// That run's plan under the base's inputs.
    second_in_first: Option<Lines>,
}

fn line(key: &Key, entries: &[Option<Entry>], cases: &[Case], witnesses: &[Witnesses]) -> Line {
    let differences =
        witnesses
            .iter()
            .zip(entries.iter().zip(cases).skip(1))
            .map(|(witnesses, (entry, case))| {
                let base = entries.first()?.as_ref()?;
                difference(key, base, entry.as_ref()?, cases.first()?, case, witnesses)
            });
    let unit = entries.iter().flatten().next();
    let values: Vec<Cell> = entries
        .iter()
        .map(|entry| entry.as_ref().map_or(Cell::None, |entry| entry.value.clone()))
        .collect();
    let mut planned = values
        .iter()
        .zip(cases)
        .filter(|(_, case)| case.saved.plan.is_some())
        .map(|(value, _)| value);
    let differs = planned
        .next()
        .is_some_and(|base| planned.any(|other| differ(base, other)));
    Line {
        key: key.clone(),
        unit: unit.map(|entry| entry.unit.clone()).unwrap_or_default(),
        differences: differences.collect(),
        values,
        differs,
    }
}

fn difference(
    key: &Key,
    base: &Entry,
    other: &Entry,
    base_case: &Case,
    case: &Case,
    witnesses: &Witnesses,
) -> Option<Difference> {
    let (&Cell::Number(first), &Cell::Number(second)) = (&base.value, &other.value) else {
        return None;
    };
    let number = |lines: &Option<Lines>| -> Option<f64> {
        match lines.as_ref()?.get(key).map(|entry| &entry.value) {
            Some(&Cell::Number(value)) => Some(value),
            Some(_) => None,
            None => Some(0.0),
        }
    };
    let pair = Pair {
        values: (first, second),
        present: other.present.zip(base.present).map(|(two, one)| two - one),
        first_in_second: number(&witnesses.first_in_second),
        second_in_first: number(&witnesses.second_in_first),
    };
    let (one, two) = (
        Sureness::of(&base_case.saved.manifest)?,
        Sureness::of(&case.saved.manifest)?,
    );
    let (mark, why) = marks::of_line(pair, one, two);
    Some(Difference {
        absolute: second - first,
        relative: share(second - first, first),
        mark,
        why,
    })
}

impl Line {
    /// The largest difference from the base, in the unit of the line.
    pub fn largest(&self) -> f64 {
        let known = self.differences.iter().flatten();
        known
            .map(|difference| difference.absolute.abs())
            .fold(0.0, f64::max)
    }
}

/// A model in words: its name, and the families it switches off.
fn model_in_words(model: &ModelSpec) -> String {
    let what = match model.objective {
        Objective::MinCost => "least cost",
        Objective::MaxProfit => "most profit",
    };
    match model.off.as_slice() {
        [] => format!("{} ({what})", model.name),
        off => format!("{} ({what}, without {})", model.name, off.join(", ")),
    }
}

/// What a reader should know before the numbers.
fn notes(base: &Case, others: &[Case]) -> Vec<String> {
    let mut notes = Vec::new();
    for case in std::iter::once(base).chain(others) {
        if case.saved.plan.is_none() {
            let why = match case.saved.explanation {
                Some(_) => "its scenario is infeasible",
                None => "it was stopped before any plan was found",
            };
            notes.push(format!(
                "{} has no plan ({why}): only its inputs are compared",
                case.label
            ));
        }
        if case.saved.origins.is_none() {
            notes.push(format!(
                "{} does not tell where its inputs were written: lines are those of its resolved scenario",
                case.label
            ));
        }
    }
    for other in others {
        let (one, two) = (&base.saved, &other.saved);
        let planned = one.plan.is_some() && two.plan.is_some();
        if planned && one.question.model != two.question.model {
            let models = [one, two].map(|saved| model_in_words(&saved.question.model));
            let comparable = if one.manifest.sense == two.manifest.sense {
                ""
            } else {
                "; their objectives are not compared"
            };
            notes.push(format!(
                "{} was solved for {}, {} for {}{comparable}",
                base.label, models[0], other.label, models[1]
            ));
        }
        let (old, new) = (&one.manifest.versions, &two.manifest.versions);
        if old != new {
            notes.push(format!(
                "{} was solved by buildout {} with HiGHS {}, {} by {} with {}",
                base.label, old.buildout, old.highs, other.label, new.buildout, new.highs
            ));
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_names_of_directories_or_letters() {
        let of = |names: &[&str]| labels(&names.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(of(&["runs/base", "runs/more-money"]), ["base", "more-money"]);
        assert_eq!(of(&["a/run", "b/run"]), ["A", "B"]);
        assert_eq!(of(&["a", "a-name-that-is-much-too-long"]), ["A", "B"]);
    }
}
