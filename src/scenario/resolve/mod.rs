//! From the format's types to the resolved [`Scenario`]: names become indices, units base units, currencies USD
//! by dated rates, durations whole periods, and defaults are filled in. All problems are collected.

mod ageing;
mod budgets;
mod calendar;
mod chips;
mod construction;
mod contracts;
mod demand;
mod demand_side;
mod environment;
mod figures;
mod finance;
mod fleet;
mod hours;
mod jobs;
mod leasing;
mod limits;
mod markets;
mod money;
mod named;
mod power;
mod resilience;
mod rules;
mod series;
mod sites;
mod stacks;
#[cfg(test)]
mod tests;
mod tokens;
mod windows;

use super::problem::{Problem, Problems};
use super::raw::units::UnitError;
use super::raw::{RawScenario, Series};
use super::text::{Document, closest, join, names};
use super::types::{Figure, Operator, Scenario};
use calendar::Calendar;
use money::Rates;
use std::collections::HashMap;

/// What is wrong with a value, before its place is known.
type Fault = UnitError;

/// Most entries of one kind: indices are 16 bits wide.
const MOST_ENTRIES: usize = 10_000;

/// State of one resolution: what was written, the calendar and rates, and what was found so far.
struct Resolver<'a> {
    raw: &'a RawScenario,
    doc: &'a Document,
    calendar: Calendar,
    rates: Rates,
    problems: Vec<Problem>,
    figures: Vec<Figure>,
    sites: HashMap<&'a str, u16>,
    designs: HashMap<&'a str, u16>,
    chips: HashMap<&'a str, u16>,
    workloads: HashMap<&'a str, u16>,
    markets: HashMap<&'a str, u16>,
    jobs: HashMap<&'a str, u16>,
    /// First and last period of arrival by contract.
    windows: HashMap<&'a str, (usize, usize)>,
}

/// Positions of the entries of a map by name. Lengths are checked before.
fn positions<'a>(keys: impl Iterator<Item = &'a String>) -> HashMap<&'a str, u16> {
    keys.zip(0..).map(|(key, index)| (key.as_str(), index)).collect()
}

/// Resolves a scenario; the second part of the result are warnings.
///
/// # Errors
/// Everything that keeps the scenario from being resolved, each problem with its path and, where it was written,
/// its place.
pub fn resolve(raw: &RawScenario, doc: &Document) -> Result<(Scenario, Problems), Problems> {
    let calendar =
        Calendar::new(&raw.periods).map_err(|(path, fault)| doc.problems(vec![located(doc, path, fault)]))?;
    let mut resolver = Resolver {
        raw,
        doc,
        calendar,
        rates: Rates::default(),
        problems: Vec::new(),
        figures: Vec::new(),
        sites: positions(raw.sites.keys()),
        designs: positions(raw.hall_designs.keys()),
        chips: HashMap::new(),
        workloads: positions(raw.workloads.keys()),
        markets: positions(raw.markets.keys()),
        jobs: positions(raw.jobs.keys()),
        windows: HashMap::new(),
    };
    let scenario = resolver.scenario();
    let problems = doc.problems(resolver.problems);
    match scenario {
        Some(scenario) if !problems.any_error() => Ok((scenario, problems)),
        _ => Err(problems),
    }
}

/// A fault at a path, with the place where that was written.
fn located(doc: &Document, path: &str, fault: Fault) -> Problem {
    Problem {
        hint: fault.hint,
        ..doc.error(path, fault.message)
    }
}

impl<'a> Resolver<'a> {
    /// The parts in the order in which they need each other. `None` if there are too many entries.
    fn scenario(&mut self) -> Option<Scenario> {
        let raw = self.raw;
        self.check_head()?;
        self.exchange_rates();
        let money = self.report_currency();
        let wacc = self.share(self.field("operator", "wacc", Some(&raw.operator.wacc)));
        let operator = Operator {
            name: raw
                .operator
                .name
                .clone()
                .unwrap_or_else(|| raw.operator.headquarters.clone()),
            headquarters: raw.operator.headquarters.clone(),
            wacc: wacc.unwrap_or_default(),
        };
        let hours = self.hour_blocks();
        let halls = self.hall_designs();
        let workloads = self.workloads();
        let chips = self.chips();
        let contracts = self.contracts(&chips);
        let pools = self.pools();
        let sites = self.sites();
        let rentals = self.rentals();
        let cohorts = self.cohorts();
        let markets = self.markets();
        let demand = self.demand_lines(&markets);
        let jobs = self.jobs();
        let rules = self.rules();
        let resilience = self.resilience(&sites, &chips, &demand);
        let porting_engineers = self.porting_engineers();
        let budgets = self.budgets();
        let environment = self.environment();
        let finance = self.finance(&sites);
        let limits = self.custom_limits();
        let openings = raw.limits.openings_per_period();
        let openings_per_period = openings.map(|series| self.counts("limits.openings_per_period", series));
        Some(Scenario {
            name: raw.name.clone(),
            description: raw.description.trim().to_owned(),
            money,
            horizon: self.calendar.horizon(),
            hours,
            operator,
            halls,
            sites,
            chips,
            pools,
            contracts,
            rentals,
            cohorts,
            workloads,
            markets,
            demand,
            jobs,
            rules,
            porting_engineers,
            resilience,
            budgets,
            environment,
            finance,
            limits,
            openings_per_period,
            figures: std::mem::take(&mut self.figures),
        })
    }

    /// Name and sizes.
    fn check_head(&mut self) -> Option<()> {
        let raw = self.raw;
        if !is_name(&raw.name) {
            let message = format!(
                "`{}` is not a name; expected small letters, digits and `_.-`",
                raw.name
            );
            self.error("name", message);
        }
        let sizes = [
            ("hours.blocks", raw.hours.blocks.len()),
            ("sites", raw.sites.len()),
            ("hall_designs", raw.hall_designs.len()),
            ("chip_catalogue", raw.chip_catalogue.len()),
            ("workloads", raw.workloads.len()),
            ("markets", raw.markets.len()),
            ("demand", raw.demand.len()),
            ("jobs", raw.jobs.len()),
            ("rules", raw.rules.len()),
            ("resilience", raw.resilience.len()),
            ("pools", raw.pools.len()),
            (raw.limits.own().0, raw.limits.own().1.len()),
            ("environment.carbon.caps", raw.environment.carbon.caps.len()),
            ("environment.carbon.prices", raw.environment.carbon.prices.len()),
            ("environment.water.caps", raw.environment.water.caps.len()),
            ("contracts", raw.contracts.len()),
            ("rentals", raw.rentals.len()),
            ("budget", raw.budget.len() + raw.budgets.len()),
            ("finance.taxes", raw.finance.taxes.len()),
            ("finance.incentives", raw.finance.incentives.len()),
            ("operator.existing_fleet", raw.operator.existing_fleet.len()),
        ];
        let mut fits = true;
        for (path, size) in sizes {
            if size > MOST_ENTRIES {
                self.error(
                    path,
                    format!("{size} entries; at most {MOST_ENTRIES} are possible"),
                );
                fits = false;
            }
        }
        fits.then_some(())
    }

    fn error(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.doc.error(path, message));
    }

    fn fault(&mut self, path: &str, fault: Fault) {
        self.problems.push(located(self.doc, path, fault));
    }

    fn warn(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(self.doc.error(path, message).as_warning());
    }

    /// A name that is not among those known.
    fn unknown<'n>(
        &mut self,
        path: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let hint = match closest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`? {what}s: {}", names(known)),
            None => format!("{what}s: {}", names(known)),
        };
        self.fault(path, Fault::new(format!("unknown {what} `{name}`")).hint(hint));
    }

    /// Position of a site of the scenario.
    fn site(&mut self, path: &str, name: &str) -> Option<u16> {
        let found = self.sites.get(name).copied();
        if found.is_none() {
            self.unknown(path, "site", name, self.raw.sites.keys().map(String::as_str));
        }
        found
    }

    /// Bare numbers by period.
    fn counts(&mut self, path: &str, series: &Series<f64>) -> Vec<f64> {
        match series::expand(&self.calendar, series, &mut |&number, _| Ok(number)) {
            Ok(values) => values,
            Err((key, fault)) => {
                let path = key.map_or_else(|| path.to_owned(), |key| join(path, &key));
                self.fault(&path, fault);
                vec![0.0; self.calendar.len()]
            }
        }
    }
}

/// Names of scenarios, which become file names.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('.')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b))
}
