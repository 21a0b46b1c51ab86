//! Results side by side: the lines of all runs, and what their differences prove.

use super::lines::{self, By, Entry, Key, Lines, Topic};
use super::marks::{self, Mark, Pair, Sureness, Why};
use super::{Apart, Case, Crossed, share};
use crate::plan::tables::Cell;
use crate::run::Priced;
use indexmap::IndexSet;

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

/// The lines of all plans, those of the base first, then what only later runs have.
pub(super) fn side_by_side(cases: &[Case], apart: &[Apart], by: By) -> Vec<Line> {
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
