//! Spending against budget windows, with carry-over.

use super::super::{facts::Facts, select};
use super::{Class, Component, Flow};
use crate::scenario::{Budget, BudgetKind, BudgetWindow, Period, PlaceSelector};

/// Spending in one window of a budget, undiscounted, MUSD by the rate of the budget's currency in the first period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowSpend {
    /// The window and its own limit.
    pub window: BudgetWindow,
    /// Counted spending in the window.
    pub spend: f64,
    /// What the window before left, after carry-over share and limit.
    pub carried_in: f64,
    /// Own limit plus what was carried in.
    pub available: f64,
    /// What moves to the next window before the carry-over share is applied; 0 in the last window.
    pub carried_out: f64,
}

impl WindowSpend {
    /// What is left, MUSD; negative if overspent.
    pub fn headroom(&self) -> f64 {
        self.available - self.spend
    }
}

/// Spending of every budget: `[budget][window]`. As much as possible is carried at each step, which is
/// never worse than carrying less.
pub(super) fn spend(facts: &Facts<'_>, flows: &[Flow]) -> Vec<Vec<WindowSpend>> {
    facts
        .scenario
        .budgets
        .iter()
        .map(|budget| windows(facts, flows, budget))
        .collect()
}

fn windows(facts: &Facts<'_>, flows: &[Flow], budget: &Budget) -> Vec<WindowSpend> {
    let by_period = counted(facts, flows, budget);
    let mut rows = Vec::with_capacity(budget.windows.len());
    let mut carried = 0.0;
    for (w, window) in budget.windows.iter().enumerate() {
        let spend: f64 = facts
            .periods()
            .filter(|&t| window.first <= t && t <= window.last)
            .map(|t| by_period[t.index()])
            .sum();
        let carried_in = budget.carry_over * carried;
        let available = window.at_most.value() + carried_in;
        let last = w + 1 == budget.windows.len();
        carried = if last || budget.carry_over == 0.0 {
            0.0
        } else {
            let most = budget.carry_limit.map_or(f64::INFINITY, |limit| limit.value());
            (available - spend).clamp(0.0, most.max(0.0))
        };
        rows.push(WindowSpend {
            window: *window,
            spend,
            carried_in,
            available,
            carried_out: carried,
        });
    }
    rows
}

/// Undiscounted spending that a budget counts, by period.
fn counted(facts: &Facts<'_>, flows: &[Flow], budget: &Budget) -> Vec<f64> {
    let mut sums = at_places(facts, flows, &budget.places, |component| match budget.kind {
        BudgetKind::Capex => component.class() == Class::Capex,
        BudgetKind::Opex => component.class() == Class::Opex,
        BudgetKind::Total => matches!(component.class(), Class::Capex | Class::Opex),
    });
    for (t, sum) in facts.periods().zip(&mut sums) {
        *sum *= budget.currency.weight(t);
    }
    sums
}

/// Undiscounted amounts of some components at some places, by period. A selector that matches every site counts
/// everything; a narrower one only what belongs to its sites, and chips when and where they are deployed.
pub(crate) fn at_places(
    facts: &Facts<'_>,
    flows: &[Flow],
    places: &PlaceSelector,
    counts: impl Fn(Component) -> bool,
) -> Vec<f64> {
    let scenario = facts.scenario;
    let narrow = !select::everywhere(scenario, places);
    let place_counts = |flow: &Flow| match flow.site {
        Some(r) => select::place(scenario, places, r),
        None => !narrow,
    };
    let mut sums = vec![0.0; scenario.horizon.len()];
    for flow in flows.iter().filter(|f| counts(f.component) && place_counts(f)) {
        sums[flow.period.index()] += flow.amount;
    }
    // Orders belong to no site.
    if narrow && counts(Component::Chips) {
        for r in facts.sites().filter(|&r| select::place(scenario, places, r)) {
            for c in facts.chips() {
                for t in Period::all(scenario.horizon.len()) {
                    let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
                    sums[t.index()] += scenario.chips[c.index()].price[t.index()].value() * deployed;
                }
            }
        }
    }
    sums
}
