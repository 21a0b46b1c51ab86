//! Bounds of orders under contracts.

use super::{limit, units_bound};
use crate::model::sets::Sets;
use crate::scenario::{Contract, Scenario, SiteId};

/// Most units of one order where nothing else bounds it: the checks ask for a limit before it comes to this.
const MOST_UNITS: f64 = 1e6;

/// Units of the least order of a chip of which one can order parts: well above what the solver takes for zero.
const LEAST_PART: f64 = 1e-3;

/// Number of prices of a contract with breaks, the one before the first break included; 0 without breaks.
pub fn tiers(contract: &Contract) -> usize {
    match contract.breaks.len() {
        0 => 0,
        breaks => breaks + 1,
    }
}

/// Units per order from which price `q` holds.
pub fn break_from(contract: &Contract, q: usize) -> f64 {
    let tier = q.checked_sub(1).and_then(|q| contract.breaks.get(q));
    tier.map_or(0.0, |tier| tier.from)
}

/// Least and most units per order for which price `q` holds, of orders of at most so many: of all orders that can be placed, so
/// that where they are whole a break itself belongs to the price that begins there. Of orders that need not be whole it
/// belongs to both.
pub fn price_holds(scenario: &Scenario, contract: &Contract, q: usize, most: f64) -> (f64, f64) {
    let lot = lot(scenario, contract);
    let from = in_lots(break_from(contract, q), lot);
    let next = contract.breaks.get(q);
    let until = next.map_or(most, |next| in_lots(next.from, lot) - lot.unwrap_or(0.0));
    (from, until.min(most))
}

/// Least units of an order that is placed: an order of nothing is none, and must not be paid or written off as one.
pub fn least_ordered(scenario: &Scenario, contract: &Contract) -> f64 {
    let lot = lot(scenario, contract);
    in_lots(contract.min_order.max(lot.unwrap_or(LEAST_PART)), lot)
}

/// Units that are ordered together; `None`: they need not even be whole.
fn lot(scenario: &Scenario, contract: &Contract) -> Option<f64> {
    let is_whole = contract.multiple > 1 || scenario.chips[contract.chip.index()].whole;
    is_whole.then(|| f64::from(contract.multiple.max(1)))
}

/// The least number of whole lots that makes so many units, in units.
fn in_lots(units: f64, lot: Option<f64>) -> f64 {
    lot.map_or(units, |lot| (units / lot - 1e-9).ceil() * lot)
}

/// Most units of chip `c` that can arrive in `t` under its contracts, committed ones included; `None`: it has no
/// contract.
pub fn contracted(scenario: &Scenario, c: usize, t: usize) -> Option<f64> {
    let mut contracts = scenario
        .contracts
        .iter()
        .filter(|l| l.chip.index() == c)
        .peekable();
    contracts.peek()?;
    Some(
        contracts
            .map(|l| l.most(t) + l.committed.get(t).copied().unwrap_or(0.0))
            .sum(),
    )
}

/// Most units worth ordering under a contract to arrive in `t`: what contract, supply and pools allow, and no more
/// than sites and hub could ever use or a better price needs; 0 where less than the least order is left.
pub fn most_ordered(sets: &Sets<'_>, contract: &Contract, t: usize) -> f64 {
    let s = sets.scenario;
    let (c, chip) = (contract.chip, &s.chips[contract.chip.index()]);
    let lot = f64::from(contract.multiple.max(1));
    let latest = if chip.hub { sets.periods } else { t + 1 };
    let deployed: f64 = SiteId::all(s.sites.len())
        .flat_map(|r| (t..latest).map(move |u| (r, u)))
        .map(|(r, u)| sets.deploy_bound(c, r, u))
        .sum();
    let useful = if contract.loss < 1.0 && chip.hub_terms.loss <= 0.0 && sets.switches.chip_supply {
        let needed = deployed / (1.0 - contract.loss);
        let best_price = contract.breaks.last().map_or(0.0, |tier| tier.from);
        in_lots(needed, Some(lot)).max(in_lots(contract.min_order.max(best_price), Some(lot)))
    } else {
        f64::INFINITY
    };
    let most = contract.most(t).min(limit(s, c.index(), t)).min(useful);
    let most = units_bound(chip, most);
    let most = (most / lot + 1e-9).floor() * lot;
    if most < contract.min_order {
        return 0.0;
    }
    let structured = contract.min_order > 0.0 || contract.order_cost.value() != 0.0;
    if structured || !contract.breaks.is_empty() || lot > 1.0 {
        most.min(MOST_UNITS)
    } else {
        most
    }
}
