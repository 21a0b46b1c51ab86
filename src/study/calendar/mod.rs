//! The calendar of a plan: what is committed when, how long it can wait, and what a period's delay costs.

mod dates;
mod delay;
pub mod ics;
mod slack;
mod tables;

pub use delay::{Delayed, Delays};
pub use slack::{Slack, slack};
pub use tables::{render, table};

use super::commitment::{Commitment, Name, commitments};
use crate::plan::tables::{Cell, Table};
use crate::report::money::Currency;
use crate::report::numbers::significant;
use crate::run::saved::Saved;
use crate::run::{Priced, RunError};
use crate::scenario::{Period, Scenario};
use crate::solver::{Monitor, SolveOptions};
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::Arc;

/// Which commitments get the cost of a delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Costs {
    /// None: nothing is solved.
    Nothing,
    /// Those due in the first year, at most ten, the dearest first.
    FirstYear,
    /// So many of all, the dearest first.
    Dearest(usize),
    /// Every one.
    Everything,
}

/// Commitments of the first year that get a cost at most.
const FIRST_YEAR: usize = 10;

/// All commitments of a plan by date.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name of the scenario.
    pub scenario: String,
    /// Hash of the scenario.
    pub hash: String,
    /// Currency of the amounts.
    pub currency: String,
    /// By date, then in the order of kinds.
    pub entries: Vec<Entry>,
}

/// One commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What, by ids.
    pub name: Name,
    /// Period in which the plan has it; for orders of chips, that of arrival.
    pub period: String,
    /// Day by which the plan commits.
    pub date: Option<Date>,
    /// Quantity with its unit.
    pub amount: String,
    /// Quantity, in `unit`.
    pub quantity: f64,
    /// Unit of the quantity.
    pub unit: &'static str,
    /// What it commits to pay, undiscounted, in the currency of the calendar.
    pub money: f64,
    /// First period in which it is of use; `None` beyond the horizon.
    pub delivers: Option<String>,
    /// Last period in which it still delivers when the plan needs it.
    pub last: String,
    /// The last moment as a day.
    pub last_date: Option<Date>,
    /// Periods that it can wait.
    pub slack: usize,
    /// What stands against one more period; `None` if the horizon ends there.
    pub held_by: Option<String>,
    /// What a period's delay costs, if that was asked.
    pub delay: Option<Delay>,
}

/// What a period's delay costs, in present value in the currency of the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delay(pub Delayed);

impl Entry {
    /// What is done: `start hall liquid-hall`.
    pub fn what(&self) -> String {
        let title = self.name.kind.title();
        if self.name.item.is_empty() {
            title.into()
        } else {
            format!("{title} {}", self.name.item)
        }
    }
}

impl Delay {
    /// In words, with a currency.
    pub fn told(self, currency: &str) -> String {
        match self.0 {
            Delayed::Costs { found, .. } if found <= 0.0 => "nothing".into(),
            Delayed::Costs { found, least } if least > 0.0 => {
                format!(
                    "{} {currency}, at least {}",
                    significant(found),
                    significant(least)
                )
            }
            Delayed::Costs { found, .. } => format!("at most {} {currency}", significant(found)),
            Delayed::Infeasible => "no plan is possible any more".into(),
            Delayed::Committed => "already committed in the scenario".into(),
            Delayed::Unknown => "not known: a limit ended the solve".into(),
        }
    }

    /// As a word and three amounts: what the plan found costs more, least, most.
    pub fn parts(self) -> (&'static str, [Cell; 3]) {
        let nothing = || [Cell::None, Cell::None, Cell::None];
        match self.0 {
            Delayed::Costs { found, least } => {
                let word = match (found <= 0.0, least > 0.0) {
                    (true, _) => "nothing",
                    (false, true) => "costs",
                    (false, false) => "at_most",
                };
                (word, [found, least, found.max(0.0)].map(Cell::Number))
            }
            Delayed::Infeasible => ("infeasible", nothing()),
            Delayed::Committed => ("committed", nothing()),
            Delayed::Unknown => ("unknown", nothing()),
        }
    }
}

/// Told of progress.
pub trait Watch {
    /// The `number`-th of `count` delays is about to be solved; returns whether to go on, and who watches the solver.
    fn delay(&mut self, number: usize, count: usize, what: &str) -> Option<Arc<dyn Monitor>>;
}

/// Works out the calendar of a run with a plan.
///
/// # Errors
/// Faults of the solver or of the program while delays are solved.
pub fn calendar(
    saved: &Saved,
    priced: &Priced,
    costs: Costs,
    options: &SolveOptions,
    watch: &mut dyn Watch,
) -> Result<Calendar, RunError> {
    let scenario = &saved.question.scenario;
    let mut due: Vec<(Option<Date>, Commitment)> = commitments(scenario, &priced.plan)
        .into_iter()
        .filter(|commitment| commitment.item.is_commitment())
        .map(|commitment| {
            (
                dates::due(scenario, commitment.item, commitment.period.index()),
                commitment,
            )
        })
        .collect();
    due.sort_by_key(|(date, commitment)| (*date, commitment.period, commitment.item.kind(), commitment.item));
    let mut entries: Vec<Entry> = due
        .iter()
        .map(|(date, commitment)| entry(saved, priced, commitment, *date))
        .collect();
    let asked = chosen(scenario, &due, costs);
    let delays = (!asked.is_empty())
        .then(|| Delays::new(&saved.question, &priced.plan, &saved.manifest, options.clone()))
        .flatten();
    if let Some(mut delays) = delays {
        let mut solved = Vec::new();
        for (number, &place) in asked.iter().enumerate() {
            let what = entries.get(place).map_or(String::new(), |entry| {
                format!("{} {}", entry.name.site, entry.what()).trim().to_owned()
            });
            let (Some(monitor), Some((_, commitment))) =
                (watch.delay(number + 1, asked.len(), &what), due.get(place))
            else {
                break;
            };
            delays.solve(commitment, monitor)?;
            solved.push(place);
        }
        let currency = Currency::of(scenario);
        for (place, cost) in solved.into_iter().zip(delays.costs()) {
            if let Some(entry) = entries.get_mut(place) {
                entry.delay = Some(Delay(in_currency(cost, &currency)));
            }
        }
    }
    Ok(Calendar {
        scenario: scenario.name.clone(),
        hash: saved.manifest.scenario_hash.clone(),
        currency: Currency::of(scenario).code.to_owned(),
        entries,
    })
}

fn in_currency(cost: Delayed, currency: &Currency<'_>) -> Delayed {
    match cost {
        Delayed::Costs { found, least } => Delayed::Costs {
            found: currency.present(found),
            least: currency.present(least),
        },
        other => other,
    }
}

fn entry(saved: &Saved, priced: &Priced, commitment: &Commitment, date: Option<Date>) -> Entry {
    let question = &saved.question;
    let scenario = &question.scenario;
    let Commitment {
        item,
        period,
        quantity,
        money,
    } = *commitment;
    let label = |t: Period| scenario.horizon.labels.get(t.index()).cloned();
    let slack = slack(scenario, &question.model, &priced.plan, commitment);
    let (size, unit) = item.size(scenario);
    Entry {
        name: item.name(scenario),
        period: label(period).unwrap_or_default(),
        date,
        amount: item.told(scenario, quantity),
        quantity: size * quantity,
        unit,
        money: Currency::of(scenario).paid(period.index(), money),
        delivers: label(Period(period.0.saturating_add(item.lead(scenario)))),
        last: label(slack.last).unwrap_or_default(),
        last_date: dates::due(scenario, item, slack.last.index()),
        slack: slack.last.index() - period.index(),
        held_by: slack.held_by.map(|violation| {
            let when = violation.period.and_then(label);
            let parts = [violation.subject.replace(',', " "), when.unwrap_or_default()];
            let place: Vec<&str> = parts
                .iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            if place.is_empty() {
                violation.message
            } else {
                format!("{}: {}", place.join(" "), violation.message)
            }
        }),
        delay: None,
    }
}

/// Places of the commitments whose delay is to be solved, by date.
fn chosen(scenario: &Scenario, due: &[(Option<Date>, Commitment)], costs: Costs) -> Vec<usize> {
    let start = dates::first_day(&scenario.horizon, 0);
    let year = start.and_then(|start| start.checked_add(1.year()).ok());
    let first_year = |date: Option<Date>| date.zip(year).is_some_and(|(date, year)| date < year);
    let mut places: Vec<usize> = (0..due.len()).collect();
    let most = match costs {
        Costs::Nothing => 0,
        Costs::FirstYear => {
            places.retain(|&place| first_year(due[place].0));
            FIRST_YEAR
        }
        Costs::Dearest(most) => most,
        Costs::Everything => usize::MAX,
    };
    places.sort_by(|&a, &b| due[b].1.money.total_cmp(&due[a].1.money).then(a.cmp(&b)));
    places.truncate(most);
    places.sort_unstable();
    places
}

/// The calendar as a tidy table.
fn rows(calendar: &Calendar, table: &mut Table) {
    let text = |date: Option<Date>| date.map(|date| date.to_string());
    for entry in &calendar.entries {
        let date = text(entry.date).unwrap_or_default();
        let (delay, [best, least, most]) = entry
            .delay
            .map_or(("", [Cell::None, Cell::None, Cell::None]), Delay::parts);
        let keys = [
            date.as_str(),
            entry.name.kind.key(),
            &entry.name.site,
            &entry.name.item,
            &entry.period,
        ];
        let values = [
            Cell::Number(entry.quantity),
            Cell::Number(entry.money),
            Cell::from(entry.delivers.clone()),
            Cell::from(entry.last.as_str()),
            Cell::from(text(entry.last_date)),
            Cell::Number(entry.slack as f64),
            Cell::from(entry.held_by.clone()),
            Cell::from(Some(delay).filter(|delay| !delay.is_empty())),
            best,
            least,
            most,
        ];
        table.push(keys, values, entry.unit);
    }
}
