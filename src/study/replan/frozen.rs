//! Which periods are past, and what of the old plan must stay.

use super::mapping::{self, Mapped};
use crate::model::Columns;
use crate::program::Program;
use crate::scenario::Scenario;
use crate::study::commitment::decision;
use jiff::civil::Date;

/// Which decisions are past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Past {
    /// None.
    Nothing,
    /// Those in periods before this one, or that begin before this day.
    Until(String),
    /// Those in periods that are over on this day.
    Today(Date),
}

/// Number of periods of a scenario that are past.
///
/// # Errors
/// A period that the scenario does not have and that is no date either: what was expected.
pub fn periods(scenario: &Scenario, past: &Past) -> Result<usize, String> {
    let horizon = &scenario.horizon;
    let before = |day: Date| {
        let begun = |&t: &usize| mapping::day(horizon, t).is_some_and(|start| start < day);
        (0..horizon.len()).take_while(begun).count()
    };
    match past {
        Past::Nothing => Ok(0),
        Past::Today(today) => {
            let over = |&t: &usize| mapping::end(horizon, t).is_some_and(|end| end <= *today);
            Ok((0..horizon.len()).take_while(over).count())
        }
        Past::Until(text) => {
            if let Some(t) = horizon.labels.iter().position(|label| label == text) {
                return Ok(t);
            }
            text.parse::<Date>().map(before).map_err(|_| {
                let (first, last) = (horizon.labels.first(), horizon.labels.last());
                let name = |label: Option<&String>| label.map_or("", |label| label).to_owned();
                format!(
                    "`{text}` is neither a period of the scenario ({} to {}) nor a date such as 2028-01-01",
                    name(first),
                    name(last)
                )
            })
        }
    }
}

/// Fixes what the old plan has in past periods that its horizon covers. Bounds that the program has only because more
/// would be of no use give way; the check of the plan is what decides. Returns what has no column in the program, so that
/// it cannot be kept.
pub fn freeze(
    scenario: &Scenario,
    mapped: &Mapped,
    past: usize,
    columns: &Columns,
    program: &mut Program,
) -> Vec<String> {
    let mut impossible = Vec::new();
    let covered = |t: &usize| mapped.covered.get(*t) == Some(&true);
    let last = (0..past.min(mapped.covered.len())).rfind(covered);
    let Some(last) = last else {
        return impossible;
    };
    for approved in &mapped.approved {
        let decision = decision(scenario, columns, approved.item);
        for (t, col, value) in decision.values(&approved.quantity) {
            if t > last || (!decision.cumulative && mapped.covered.get(t) != Some(&true)) {
                continue;
            }
            match col {
                Some(col) => {
                    program.col_lower[col.index()] = value;
                    program.col_upper[col.index()] = value;
                }
                None => impossible.push(format!(
                    "{} in {}",
                    super::described(&approved.item.name(scenario)),
                    scenario.horizon.labels.get(t).map_or("", String::as_str)
                )),
            }
        }
    }
    impossible
}
