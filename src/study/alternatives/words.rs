//! How two plans differ, in words.

use super::Differ;
use crate::plan::Plan;
use crate::plan::tables::Cell;
use crate::report::numbers::significant;
use crate::run::Priced;
use crate::scenario::{Period, Scenario};

/// Differences in words told at most.
const TOLD: usize = 12;

/// IT load at the end of the horizon, MW: `[site]`.
pub(super) fn load(scenario: &Scenario, plan: &Priced) -> Vec<f64> {
    let mut load = vec![0.0; scenario.sites.len()];
    let Some(table) = plan.tables.iter().find(|table| table.name == "power") else {
        return load;
    };
    let place = table.values.iter().position(|name| *name == "it_used");
    let last = scenario.horizon.labels.last();
    for row in &table.rows {
        let [site, period] = row.keys.as_slice() else {
            continue;
        };
        let r = scenario.sites.iter().position(|known| known.id == *site);
        let cell = place.and_then(|place| row.values.get(place));
        if let (Some(r), Some(Cell::Number(value)), true) = (r, cell, Some(period) == last) {
            load[r] = *value;
        }
    }
    load
}

/// Power of the units deployed over the horizon, MW: `[chip]`.
pub(super) fn bought(scenario: &Scenario, plan: &Plan) -> Vec<f64> {
    let chips = scenario.chips.iter().zip(&plan.deployed);
    chips
        .map(|(chip, sites)| chip.power.value() * sites.iter().flatten().sum::<f64>())
        .collect()
}

/// What shares are of: the size of a plan, MW.
pub(super) fn size(differ: Differ, scenario: &Scenario, plan: &Priced) -> f64 {
    match differ {
        Differ::Sites => load(scenario, plan).iter().sum(),
        Differ::Chips => bought(scenario, &plan.plan).iter().sum(),
        Differ::Timing => 0.0,
    }
}

/// Period in which the n-th of a count is reached, for each n.
fn firsts(started: &[u32]) -> Vec<usize> {
    let each = started.iter().enumerate();
    each.flat_map(|(t, &count)| std::iter::repeat_n(t, count as usize))
        .collect()
}

/// Everything that has a first period: what it is, and when in a plan, as often as it happens.
fn steps(scenario: &Scenario, plan: &Plan) -> Vec<(String, Vec<usize>)> {
    let once = |period: Option<Period>| period.map(Period::index).into_iter().collect::<Vec<_>>();
    let mut steps = Vec::new();
    for (r, site) in scenario.sites.iter().enumerate() {
        if !site.existing {
            let opened = plan.opened.get(r).copied().flatten();
            steps.push((format!("{} opens", site.id), once(opened)));
        }
        for (i, hall) in site.halls.iter().enumerate() {
            let design = &scenario.halls[hall.design.index()].id;
            let started = plan.halls_started.get(r).and_then(|halls| halls.get(i));
            steps.push((
                format!("a hall {design} starts at {}", site.id),
                started.map_or_else(Vec::new, |started| firsts(started)),
            ));
        }
        for (g, tranche) in site.tranches.iter().enumerate() {
            let connected = plan
                .connected
                .get(r)
                .and_then(|row| row.get(g))
                .copied()
                .flatten();
            steps.push((
                format!("power {} at {} is committed", tranche.id, site.id),
                once(connected),
            ));
        }
    }
    steps
}

/// What a plan has otherwise than another, largest first.
pub(super) fn differences(differ: Differ, scenario: &Scenario, from: &Priced, to: &Priced) -> Vec<String> {
    match differ {
        Differ::Sites => by_site(scenario, from, to),
        Differ::Chips => by_chip(scenario, from, to),
        Differ::Timing => by_time(scenario, from, to),
    }
}

/// The largest first, those beyond the most that are told counted.
fn told(mut all: Vec<(f64, String)>) -> Vec<String> {
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let more = all.len().saturating_sub(TOLD);
    let mut told: Vec<String> = all.into_iter().take(TOLD).map(|(_, text)| text).collect();
    if more > 0 {
        told.push(format!("and {more} smaller differences"));
    }
    told
}

/// A change of an amount in words.
fn change(name: &str, unit: &str, (before, after): (f64, f64)) -> Option<(f64, String)> {
    let (is, was) = (significant(after), significant(before));
    // What reads the same is no difference worth a line.
    let text = (is != was).then(|| format!("{name}: {is} {unit} instead of {was}"))?;
    Some(((after - before).abs(), text))
}

fn by_site(scenario: &Scenario, from: &Priced, to: &Priced) -> Vec<String> {
    let (before, after) = (load(scenario, from), load(scenario, to));
    let mut all = Vec::new();
    for (r, site) in scenario.sites.iter().enumerate() {
        let opened = |plan: &Priced| site.existing || plan.plan.opened.get(r).copied().flatten().is_some();
        let (was, is) = (opened(from), opened(to));
        let amounts = (before[r], after[r]);
        let size = (amounts.0 - amounts.1).abs();
        match (was, is) {
            (false, true) => all.push((
                size,
                format!("{} is opened, with {} MW of load", site.id, significant(after[r])),
            )),
            (true, false) => all.push((
                size,
                format!("{} is not opened ({} MW)", site.id, significant(before[r])),
            )),
            _ => all.extend(change(&site.id, "MW of load", amounts)),
        }
    }
    told(all)
}

fn by_chip(scenario: &Scenario, from: &Priced, to: &Priced) -> Vec<String> {
    let units = |plan: &Plan, c: usize| -> f64 {
        plan.deployed
            .get(c)
            .map_or(0.0, |sites| sites.iter().flatten().sum())
    };
    let chips = scenario.chips.iter().enumerate();
    let all = chips.filter_map(|(c, chip)| {
        let both = (units(&from.plan, c), units(&to.plan, c));
        let (size, text) = change(&chip.id, "units", both)?;
        Some((size * chip.power.value(), text))
    });
    told(all.collect())
}

fn by_time(scenario: &Scenario, from: &Priced, to: &Priced) -> Vec<String> {
    let end = scenario.horizon.len();
    let label = |t: Option<usize>| match t.and_then(|t| scenario.horizon.labels.get(t)) {
        Some(label) => label.as_str(),
        None => "never",
    };
    let (before, after) = (steps(scenario, &from.plan), steps(scenario, &to.plan));
    let mut all = Vec::new();
    for ((what, was), (_, is)) in before.iter().zip(&after) {
        for n in 0..was.len().max(is.len()) {
            let (a, b) = (was.get(n).copied(), is.get(n).copied());
            let size = a.unwrap_or(end).abs_diff(b.unwrap_or(end));
            if a != b {
                let text = format!("{what}: {} instead of {}", label(b), label(a));
                all.push((size as f64, text));
            }
        }
    }
    told(all)
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_change_is_told_if_it_can_be_read() {
        let (size, text) = change("FRA", "MW of load", (5.0, 3.5)).unwrap();
        assert_eq!((size, text.as_str()), (1.5, "FRA: 3.5 MW of load instead of 5"));
        assert_eq!(change("FRA", "MW of load", (4.9994, 4.9991)), None);
    }
}
