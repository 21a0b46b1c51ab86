//! Shapes of a plan's tables. A plan may come from a file, so nothing reads its tables before they have been
//! compared with the scenario.

use super::{JobRun, Plan, vintages};
use crate::scenario::{Period, Scenario};
use std::borrow::Cow;

/// A table of a plan that does not have the scenario's shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misshape {
    /// Field of [`Plan`].
    pub table: &'static str,
    /// What is wrong, with numbers.
    pub message: String,
}

/// Takes the differences found in a table.
pub(super) trait Noted: FnMut(&'static str, Option<String>) {}
impl<F: FnMut(&'static str, Option<String>)> Noted for F {}

/// A (nested) table that can be compared with, and cut or filled to, the shape of another.
pub(super) trait Shaped: Clone {
    /// The first difference in shape, with the position at which it was found.
    fn difference(&self, like: &Self) -> Option<String>;
    /// Itself in the shape of `like`; what is missing is taken from there.
    fn fitted(&self, like: &Self) -> Self;
}

macro_rules! leaf {
    ($($type:ty),*) => {$(
        impl Shaped for $type {
            fn difference(&self, _: &Self) -> Option<String> {
                None
            }
            fn fitted(&self, _: &Self) -> Self {
                self.clone()
            }
        }
    )*};
}
leaf!(bool, u32, f64, Option<Period>, Option<JobRun>);

impl<T: Shaped> Shaped for Vec<T> {
    fn difference(&self, like: &Self) -> Option<String> {
        if self.len() != like.len() {
            return Some(format!(" has {} entries, expected {}", self.len(), like.len()));
        }
        self.iter()
            .zip(like)
            .enumerate()
            .find_map(|(i, (a, b))| a.difference(b).map(|rest| format!("[{i}]{rest}")))
    }

    fn fitted(&self, like: &Self) -> Self {
        let missing = like.iter().skip(self.len()).cloned();
        self.iter()
            .zip(like)
            .map(|(a, b)| a.fitted(b))
            .chain(missing)
            .collect()
    }
}

/// Everything about the plan's shape that does not match the scenario; at most one entry per table.
pub(crate) fn misshapes(scenario: &Scenario, plan: &Plan) -> Vec<Misshape> {
    let like = Plan::empty(scenario);
    let mut found = Vec::new();
    let mut note = |table: &'static str, difference: Option<String>| {
        if let Some(rest) = difference {
            let message = format!("{table}{rest}");
            found.push(Misshape { table, message });
        }
    };
    note("opened", plan.opened.difference(&like.opened));
    note(
        "halls_started",
        plan.halls_started.difference(&like.halls_started),
    );
    note("connected", plan.connected.difference(&like.connected));
    plan.construction
        .misshapes(scenario, &like.construction, &mut note);
    plan.power.misshapes(&like.power, &mut note);
    plan.ppa.misshapes(&like.ppa, &mut note);
    note("leased", plan.leased.difference(&like.leased));
    note("ordered", plan.ordered.difference(&like.ordered));
    note("hub", plan.hub.difference(&like.hub));
    note("deployed", plan.deployed.difference(&like.deployed));
    note("retired", plan.retired.difference(&like.retired));
    note("assigned", plan.assigned.difference(&like.assigned));
    note("served", plan.served.difference(&like.served));
    note("rented", plan.rented.difference(&like.rented));
    note("unmet", plan.unmet.difference(&like.unmet));
    note("prices", plan.prices.difference(&like.prices));
    note("fleet_changes", vintages::misshape(scenario, &plan.fleet_changes));
    note("fallbacks", plan.fallbacks.difference(&like.fallbacks));
    note("jobs", plan.jobs.difference(&like.jobs));
    for (table, difference) in plan.finance.differences(&like.finance) {
        note(table, difference);
    }
    for (table, difference) in plan
        .contracts
        .differences(&like.contracts)
        .into_iter()
        .chain(plan.leasing.differences(&like.leasing))
    {
        note(table, difference);
    }
    note("opened", late(scenario, plan.opened.iter()));
    note("connected", late(scenario, plan.connected.iter().flatten()));
    note("ported", plan.ported.difference(&like.ported));
    note("ported", late(scenario, plan.ported.iter().flatten()));
    let licences = plan.licences.differences(scenario, &like.licences);
    licences
        .into_iter()
        .for_each(|(table, difference)| note(table, difference));
    note(
        "jobs",
        plan.jobs
            .iter()
            .enumerate()
            .find_map(|(j, run)| job_difference(scenario, j, run)),
    );
    found
}

/// The first period that lies outside the horizon.
pub(super) fn late<'a>(
    scenario: &Scenario,
    mut periods: impl Iterator<Item = &'a Option<Period>>,
) -> Option<String> {
    let len = scenario.horizon.len();
    periods
        .find_map(|period| period.filter(|t| t.index() >= len))
        .map(|t| format!(" names period {}, the horizon has {len} (counted from 0)", t.0))
}

fn job_difference(scenario: &Scenario, j: usize, run: &Option<JobRun>) -> Option<String> {
    let run = run.as_ref()?;
    let len = scenario.horizon.len();
    if usize::from(run.chip) >= scenario.chips.len() {
        return Some(format!(
            "[{j}] runs on chip {}, there are {}",
            run.chip,
            scenario.chips.len()
        ));
    }
    if usize::from(run.site) >= scenario.sites.len() {
        return Some(format!(
            "[{j}] runs at site {}, there are {}",
            run.site,
            scenario.sites.len()
        ));
    }
    let like = vec![vec![0.0; scenario.hours.len()]; len];
    let difference = run.units.difference(&like)?;
    Some(format!("[{j}].units{difference}"))
}

/// The plan itself if its shape is right; otherwise a copy cut or filled to the scenario's shape, so that
/// pricing and tables of a damaged plan are still defined.
pub(crate) fn conform<'a>(scenario: &Scenario, plan: &'a Plan) -> Cow<'a, Plan> {
    if misshapes(scenario, plan).is_empty() {
        return Cow::Borrowed(plan);
    }
    let like = Plan::empty(scenario);
    let len = scenario.horizon.len();
    let inside = |period: Option<Period>| period.filter(|t| t.index() < len);
    let mut opened = plan.opened.fitted(&like.opened);
    opened.iter_mut().for_each(|period| *period = inside(*period));
    let mut connected = plan.connected.fitted(&like.connected);
    connected
        .iter_mut()
        .flatten()
        .for_each(|period| *period = inside(*period));
    let mut ported = plan.ported.fitted(&like.ported);
    ported
        .iter_mut()
        .flatten()
        .for_each(|period| *period = inside(*period));
    let mut jobs = plan.jobs.fitted(&like.jobs);
    for run in &mut jobs {
        if job_difference(scenario, 0, run).is_some() {
            *run = None;
        }
    }
    Cow::Owned(Plan {
        opened,
        halls_started: plan.halls_started.fitted(&like.halls_started),
        connected,
        construction: plan.construction.fitted(scenario, &like.construction),
        power: plan.power.fitted(&like.power),
        ppa: plan.ppa.fitted(&like.ppa),
        leased: plan.leased.fitted(&like.leased),
        ordered: plan.ordered.fitted(&like.ordered),
        hub: plan.hub.fitted(&like.hub),
        deployed: plan.deployed.fitted(&like.deployed),
        retired: plan.retired.fitted(&like.retired),
        fleet_changes: (plan.fleet_changes.iter())
            .filter(|change| vintages::inside(scenario, change))
            .copied()
            .collect(),
        assigned: plan.assigned.fitted(&like.assigned),
        served: plan.served.fitted(&like.served),
        rented: plan.rented.fitted(&like.rented),
        unmet: plan.unmet.fitted(&like.unmet),
        prices: plan.prices.fitted(&like.prices),
        licences: plan.licences.fitted(scenario, &like.licences),
        fallbacks: plan.fallbacks.fitted(&like.fallbacks),
        ported,
        contracts: plan.contracts.fitted(&like.contracts),
        leasing: plan.leasing.fitted(&like.leasing),
        jobs,
        finance: plan.finance.fitted(&like.finance),
    })
}
