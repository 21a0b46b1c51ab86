//! What is used up and what is missing.

use super::{View, section};
use crate::plan::tables::{Cell, Row, Table};
use crate::report::grid::{Grid, Page};
use crate::report::numbers::short;
use crate::report::timetable::{Over, TimeRow, Timetable};
use crate::scenario::{Scenario, SiteHall};
use std::collections::BTreeMap;

/// Most rows of binding limits.
const BINDING_ROWS: usize = 15;

/// Most lines of unmet demand: the worst.
const UNMET_ROWS: usize = 25;

/// Share of usable grid power in use on the hottest day, by site and period.
pub fn power(view: &View<'_>, page: Page) -> String {
    let Some(source) = view.table("power") else {
        return String::new();
    };
    let periods = period_positions(view.scenario);
    let mut by_site: Vec<(&str, Vec<f64>)> = Vec::new();
    for row in &source.rows {
        let (Some(site), Some(&t)) = (
            row.keys.first(),
            row.keys.get(1).and_then(|label| periods.get(label.as_str())),
        ) else {
            continue;
        };
        if by_site.last().is_none_or(|(last, _)| last != site) {
            by_site.push((site, vec![0.0; periods.len()]));
        }
        if let (Some((_, values)), Some(share)) =
            (by_site.last_mut(), number(source, row, "utilisation_percent"))
            && let Some(value) = values.get_mut(t)
        {
            *value = share / 100.0;
        }
    }
    let mut table = Timetable::new(&["site"], Over::Peak);
    table.share = true;
    for (site, values) in by_site {
        table.row([site], values);
    }
    if table.rows.is_empty() {
        return String::new();
    }
    let body = table.render(&view.scenario.horizon, page);
    section(
        page,
        "Power: share of the usable grid power in use at peak",
        &body,
    )
}

/// Demand not served, by line and period, in the line's unit and as a share.
pub fn unmet(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let mut table = Timetable::new(&["demand", "market", "workload"], Over::Peak);
    table.share = true;
    for (line, unmet) in scenario.demand.iter().zip(&view.plan.unmet) {
        let shares = unmet.iter().zip(&line.volume).map(|(missing, volume)| {
            // Below a millionth it is the solver's noise.
            let share = if volume.value() > 0.0 {
                scenario.hours.mean(missing) / volume.value()
            } else {
                0.0
            };
            if share > 1e-6 { share } else { 0.0 }
        });
        let name = |id: Option<&String>| id.cloned().unwrap_or_default();
        table.row(
            [
                line.id.clone(),
                name(scenario.markets.get(line.market.index()).map(|market| &market.id)),
                name(
                    scenario
                        .workloads
                        .get(line.workload.index())
                        .map(|workload| &workload.id),
                ),
            ],
            shares.collect(),
        );
    }
    if table.rows.is_empty() {
        return section(page, "Unmet demand", &format!("  {}\n", page.good("None.")));
    }
    let more = table.rows.len().saturating_sub(UNMET_ROWS);
    if more > 0 {
        let total = |row: &TimeRow| row.values.iter().sum::<f64>();
        table.rows.sort_by(|a, b| total(b).total_cmp(&total(a)));
        table.rows.truncate(UNMET_ROWS);
    }
    let mut body = table.render(&scenario.horizon, page);
    if more > 0 {
        body.push_str(&format!("  and {more} more lines: see the table demand\n"));
    }
    section(page, "Unmet demand: share of the line's volume", &body)
}

/// A limit that the plan uses up, periods put together.
#[derive(Debug, Clone, PartialEq)]
pub struct BindingLimit {
    /// Family of rows.
    pub family: String,
    /// Whose limit it is: ids separated by commas.
    pub subject: String,
    /// Periods in words.
    pub when: String,
    /// Largest shadow price, MUSD per unit, if known.
    pub worth: Option<f64>,
    /// Unit of the limit; may be empty.
    pub unit: String,
}

/// Limits that the plan uses up, periods put together, those with the highest shadow price first.
pub fn binding_limits(scenario: &Scenario, tables: &[Table]) -> Vec<BindingLimit> {
    let Some(source) = tables.iter().find(|table| table.name == "binding_limits") else {
        return Vec::new();
    };
    let positions = period_positions(scenario);
    let mut limits: Vec<Binding<'_>> = Vec::new();
    for row in &source.rows {
        let [family, subject, period] = row.keys.as_slice() else {
            continue;
        };
        if is_no_limit(scenario, family, subject) {
            continue;
        }
        let (subject, period) = match subject.rsplit_once(',') {
            // Budgets name their window.
            Some((budget, window)) if family == "budget" => (budget, window),
            _ => (subject.as_str(), period.as_str()),
        };
        let dual = number(source, row, "dual_musd_per_unit");
        let known = limits
            .iter_mut()
            .find(|limit| limit.family == family && limit.subject == subject);
        let limit = match known {
            Some(limit) => limit,
            None => {
                limits.push(Binding {
                    family,
                    subject,
                    unit: &row.unit,
                    periods: Vec::new(),
                    windows: Vec::new(),
                    everywhen: false,
                    worth: None,
                });
                match limits.last_mut() {
                    Some(limit) => limit,
                    None => continue,
                }
            }
        };
        match positions.get(period) {
            Some(&t) => limit.periods.push(t),
            None if period == "all" => limit.everywhen = true,
            None => limit.windows.push(period),
        }
        limit.worth = match (limit.worth, dual) {
            (Some(known), Some(dual)) => Some(f64::max(known, dual.abs())),
            (known, dual) => known.or(dual.map(f64::abs)),
        };
    }
    limits.sort_by(|a, b| b.worth.unwrap_or(0.0).total_cmp(&a.worth.unwrap_or(0.0)));
    let told = limits.into_iter().map(|limit| BindingLimit {
        when: limit.when(&scenario.horizon.labels),
        family: limit.family.into(),
        subject: limit.subject.into(),
        worth: limit.worth,
        unit: limit.unit.trim().into(),
    });
    told.collect()
}

/// The same as a section: the first of them.
pub fn binding(scenario: &Scenario, tables: &[Table], page: Page) -> String {
    if tables.iter().all(|table| table.name != "binding_limits") {
        return String::new();
    }
    let limits = binding_limits(scenario, tables);
    if limits.is_empty() {
        return section(
            page,
            "Binding limits",
            "  None: demand and prices alone decide.\n",
        );
    }
    let more = limits.len().saturating_sub(BINDING_ROWS);
    let priced = limits
        .iter()
        .any(|limit| limit.worth.is_some_and(|worth| worth > 0.0));
    let header = ["limit", "of", "when", "one more saves"];
    let columns = if priced { header.len() } else { header.len() - 1 };
    let mut grid = Grid::new(header.into_iter().take(columns), 3);
    for limit in limits.iter().take(BINDING_ROWS) {
        let worth = limit.worth.filter(|worth| *worth > 0.0);
        let worth = worth.map_or(String::new(), |worth| {
            let unit = limit.unit.as_str();
            format!(
                "{} MUSD per {}",
                short(worth),
                if unit.is_empty() { "unit" } else { unit }
            )
        });
        let cells = [
            limit.family.replace('_', " "),
            limit.subject.replace(',', ", "),
            limit.when.clone(),
            worth,
        ];
        grid.row(cells.into_iter().take(columns));
    }
    let mut body = grid.render(page);
    if more > 0 {
        body.push_str(&format!("  and {more} more: see the table binding_limits\n"));
    }
    section(page, "Binding limits", &body)
}

/// Whether a row holds nothing back: no hall was ever to be added, or no service was promised.
fn is_no_limit(scenario: &Scenario, family: &str, subject: &str) -> bool {
    match family {
        "hall_site" => !may_build(scenario, subject),
        "service_floor" => {
            let line = scenario.demand.iter().find(|line| line.id == subject);
            line.is_some_and(|line| line.service_floor == 0.0)
        }
        _ => false,
    }
}

/// Whether any hall of a design can be added at a site: `SITE,DESIGN`.
fn may_build(scenario: &Scenario, subject: &str) -> bool {
    let Some((site, design)) = subject.split_once(',') else {
        return true;
    };
    let halls = scenario
        .sites
        .iter()
        .filter(|known| known.id == site)
        .flat_map(|site| &site.halls);
    let named = |hall: &&SiteHall| {
        scenario
            .halls
            .get(hall.design.index())
            .is_some_and(|known| known.id == design)
    };
    halls
        .filter(named)
        .any(|hall| hall.max.is_none_or(|max| f64::from(max) > hall.begun()))
}

struct Binding<'a> {
    family: &'a str,
    subject: &'a str,
    unit: &'a str,
    periods: Vec<usize>,
    windows: Vec<&'a str>,
    everywhen: bool,
    worth: Option<f64>,
}

impl Binding<'_> {
    /// Periods as runs: `2027H1 to 2028H1, 2030H1`.
    fn when(&self, labels: &[String]) -> String {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &t in &self.periods {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == t => *last = t,
                _ => runs.push((t, t)),
            }
        }
        let label = |t: usize| labels.get(t).map_or("", String::as_str);
        if self.everywhen || runs.as_slice() == [(0, labels.len().saturating_sub(1))] {
            return "always".into();
        }
        let spans = runs.iter().map(|&(first, last)| {
            if first == last {
                label(first).to_owned()
            } else {
                format!("{} to {}", label(first), label(last))
            }
        });
        let windows = self.windows.iter().map(|&window| window.to_owned());
        spans.chain(windows).collect::<Vec<_>>().join(", ")
    }
}

fn period_positions(scenario: &Scenario) -> BTreeMap<&str, usize> {
    let labels = scenario.horizon.labels.iter().enumerate();
    labels.map(|(t, label)| (label.as_str(), t)).collect()
}

/// A number of a row by the name of its column.
fn number(table: &Table, row: &Row, column: &str) -> Option<f64> {
    let position = table.values.iter().position(|name| *name == column)?;
    match row.values.get(position)? {
        Cell::Number(value) => Some(*value),
        _ => None,
    }
}
