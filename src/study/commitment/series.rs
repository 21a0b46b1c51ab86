//! Quantities of commitments in a plan, by period.

use super::Item;
use crate::plan::Plan;
use crate::scenario::{ChipId, Contract, Period, Scenario};

/// Quantity of an item by period in a plan of the scenario's shape: `[t]`. Zeros where the plan has no such row.
pub fn series(scenario: &Scenario, plan: &Plan, item: Item) -> Vec<f64> {
    let periods = scenario.horizon.len();
    let once = |when: Option<Period>| -> Vec<f64> {
        let at = |t: usize| when.is_some_and(|when| when.index() == t);
        (0..periods).map(|t| f64::from(u8::from(at(t)))).collect()
    };
    let counts = |row: &Vec<u32>| -> Vec<f64> { row.iter().map(|&count| f64::from(count)).collect() };
    let found = match item {
        Item::SiteStage(r, k) => cell(&plan.construction.stages, r.index(), k).map(|when| once(*when)),
        Item::Site(r) => plan.opened.get(r.index()).map(|when| once(*when)),
        Item::Power(r, g) => cell(&plan.connected, r.index(), g).map(|when| once(*when)),
        Item::Hall(r, i) => cell(&plan.halls_started, r.index(), i).map(counts),
        Item::HallStage(r, i, k) => cell(&plan.construction.entered, r.index(), i)
            .and_then(|stages| stages.get(k))
            .map(counts),
        Item::Conversion(r, f) => cell(&plan.construction.retrofits, r.index(), f).map(counts),
        Item::Lease(r, b) => cell(&plan.leased, r.index(), b).map(counts),
        Item::LeaseOption(r, b) => cell(&plan.leasing.options, r.index(), b).map(|&blocks| {
            let taken = taken(scenario, item);
            let mut row = vec![0.0; periods];
            if let Some(place) = taken.and_then(|t| row.get_mut(t)) {
                *place = f64::from(blocks);
            }
            row
        }),
        Item::LeaseExtension(r, b) => cell(&plan.leasing.extended, r.index(), b).map(counts),
        Item::Agreement(r, p) => cell(&plan.ppa.signed, r.index(), p).cloned(),
        Item::Chips(c) => plan.ordered.get(c.index()).cloned(),
        Item::Contract(l) => plan.contracts.ordered.get(l.index()).cloned(),
        Item::Cancellation(l) => plan.contracts.cancelled.get(l.index()).cloned(),
        Item::Rental(n) => plan.leasing.rentals.get(n.index()).cloned(),
        Item::Licence(a, _) => plan.licences.applied.get(a).map(|when| once(*when)),
        Item::Port(w, q) => cell(&plan.ported, w.index(), q).map(|when| once(*when)),
        Item::Deployment(c, r) => cell(&plan.deployed, c.index(), r.index()).cloned(),
        Item::Retirement(e) => plan.retired.get(e.index()).cloned(),
    };
    found.unwrap_or_else(|| vec![0.0; periods])
}

fn cell<T>(table: &[Vec<T>], row: usize, column: usize) -> Option<&T> {
    table.get(row)?.get(column)
}

/// Period in which the option of a lease offer is taken or left.
pub(super) fn taken(scenario: &Scenario, item: Item) -> Option<usize> {
    let Item::LeaseOption(r, b) = item else {
        return None;
    };
    let offer = scenario.sites.get(r.index())?.leases.get(b)?;
    Some(offer.terms.option.as_ref()?.taken.index())
}

/// Writes the quantities of an item into a plan, with what follows from them: the stock in the hub, the price that an
/// order reaches. Things that happen once take the first period with a quantity.
pub fn put(scenario: &Scenario, plan: &mut Plan, item: Item, row: &[f64]) {
    let once = || -> Option<Period> { row.iter().position(|&n| n > 0.0).map(|t| Period(t as u16)) };
    let counts = || -> Vec<u32> { row.iter().map(|&n| n.round().max(0.0) as u32).collect() };
    match item {
        Item::SiteStage(r, k) => set(&mut plan.construction.stages, (r.index(), k), once()),
        Item::Site(r) => {
            if let Some(place) = plan.opened.get_mut(r.index()) {
                *place = once();
            }
        }
        Item::Power(r, g) => set(&mut plan.connected, (r.index(), g), once()),
        Item::Hall(r, i) => set(&mut plan.halls_started, (r.index(), i), counts()),
        Item::HallStage(r, i, k) => {
            let stages = plan.construction.entered.get_mut(r.index());
            if let Some(place) = stages
                .and_then(|rows| rows.get_mut(i))
                .and_then(|rows| rows.get_mut(k))
            {
                *place = counts();
            }
        }
        Item::Conversion(r, f) => set(&mut plan.construction.retrofits, (r.index(), f), counts()),
        Item::Lease(r, b) => set(&mut plan.leased, (r.index(), b), counts()),
        Item::LeaseOption(r, b) => set(
            &mut plan.leasing.options,
            (r.index(), b),
            row.iter().sum::<f64>().round().max(0.0) as u32,
        ),
        Item::LeaseExtension(r, b) => set(&mut plan.leasing.extended, (r.index(), b), counts()),
        Item::Agreement(r, p) => set(&mut plan.ppa.signed, (r.index(), p), row.to_vec()),
        Item::Chips(c) => {
            if let Some(place) = plan.ordered.get_mut(c.index()) {
                *place = row.to_vec();
            }
            restock(scenario, plan, c);
        }
        Item::Contract(l) => {
            let Some(contract) = scenario.contracts.get(l.index()) else {
                return;
            };
            if let Some(place) = plan.contracts.ordered.get_mut(l.index()) {
                *place = row.to_vec();
            }
            if let Some(place) = plan.contracts.tiers.get_mut(l.index()) {
                *place = row.iter().map(|&units| reached(contract, units)).collect();
            }
            gather(scenario, plan, contract.chip);
        }
        Item::Cancellation(l) => {
            if let Some(place) = plan.contracts.cancelled.get_mut(l.index()) {
                *place = row.to_vec();
            }
            if let Some(contract) = scenario.contracts.get(l.index()) {
                gather(scenario, plan, contract.chip);
            }
        }
        Item::Rental(n) => {
            if let Some(place) = plan.leasing.rentals.get_mut(n.index()) {
                *place = row.to_vec();
            }
        }
        Item::Licence(a, _) => {
            if let Some(place) = plan.licences.applied.get_mut(a) {
                *place = once();
            }
        }
        Item::Port(w, q) => set(&mut plan.ported, (w.index(), q), once()),
        Item::Deployment(c, r) => {
            set(&mut plan.deployed, (c.index(), r.index()), row.to_vec());
            restock(scenario, plan, c);
        }
        Item::Retirement(e) => {
            if let Some(place) = plan.retired.get_mut(e.index()) {
                *place = row.to_vec();
            }
        }
    }
}

fn set<T>(table: &mut [Vec<T>], (row, column): (usize, usize), value: T) {
    if let Some(place) = table.get_mut(row).and_then(|row| row.get_mut(column)) {
        *place = value;
    }
}

/// Price that an order of so many units reaches, counted from 0 for the contract's own.
pub(super) fn reached(contract: &Contract, units: f64) -> u32 {
    let breaks = contract.breaks.iter();
    breaks.filter(|tier| units >= tier.from * (1.0 - 1e-9)).count() as u32
}

/// Sums what arrives of a chip under its contracts, and works out the stock anew.
fn gather(scenario: &Scenario, plan: &mut Plan, c: ChipId) {
    for t in 0..scenario.horizon.len() {
        let mut sum = 0.0;
        for (l, contract) in scenario.contracts.iter().enumerate() {
            if contract.chip == c {
                let at = |table: &[Vec<f64>]| cell(table, l, t).copied().unwrap_or(0.0);
                let committed = contract.committed.get(t).copied().unwrap_or(0.0);
                sum += at(&plan.contracts.ordered) + committed - at(&plan.contracts.cancelled);
            }
        }
        set(&mut plan.ordered, (c.index(), t), sum);
    }
    restock(scenario, plan, c);
}

/// Works out what is left in the hub after each period. What would be negative is left at nothing: the check of the
/// plan says so.
fn restock(scenario: &Scenario, plan: &mut Plan, c: ChipId) {
    let Some(chip) = scenario.chips.get(c.index()).filter(|chip| chip.hub) else {
        return;
    };
    let mut before = 0.0;
    for t in 0..scenario.horizon.len() {
        let sites = plan.deployed.get(c.index()).into_iter().flatten();
        let deployed: f64 = sites.filter_map(|row| row.get(t)).sum();
        let left = (before + arrived(scenario, plan, c, t) - deployed).max(0.0);
        set(&mut plan.hub, (c.index(), t), left);
        let years = scenario
            .horizon
            .length
            .get(t)
            .map_or(0.0, |length| length.value());
        before = left * (1.0 - chip.hub_terms.loss).powf(years);
    }
}

/// Units of a chip that arrive in `t`, losses taken off.
pub fn arrived(scenario: &Scenario, plan: &Plan, c: ChipId, t: usize) -> f64 {
    let at = |table: &[Vec<f64>], l: usize| cell(table, l, t).copied().unwrap_or(0.0);
    let mut under_contract = None;
    for (l, contract) in scenario.contracts.iter().enumerate() {
        if contract.chip == c {
            let committed = contract.committed.get(t).copied().unwrap_or(0.0);
            let units = at(&plan.contracts.ordered, l) + committed - at(&plan.contracts.cancelled, l);
            *under_contract.get_or_insert(0.0) += (1.0 - contract.loss) * units;
        }
    }
    let loss = scenario.chips.get(c.index()).map_or(0.0, |chip| chip.loss);
    under_contract.unwrap_or_else(|| (1.0 - loss) * at(&plan.ordered, c.index()))
}
