//! Bounds of orders under contracts.

use super::{limit, units_bound};
use crate::model::sets::Sets;
use crate::scenario::{Contract, Scenario, SiteId};

/// Most units of one order where nothing else bounds it: the checks ask for a limit before it comes to this.
const MOST_UNITS: f64 = 1e6;

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
    let in_lots = |units: f64| (units / lot - 1e-9).ceil() * lot;
    let latest = if chip.hub { sets.periods } else { t + 1 };
    let deployed: f64 = SiteId::all(s.sites.len())
        .flat_map(|r| (t..latest).map(move |u| (r, u)))
        .map(|(r, u)| sets.deploy_bound(c, r, u))
        .sum();
    let useful = if contract.loss < 1.0 && chip.hub_terms.loss <= 0.0 && sets.switches.chip_supply {
        let needed = deployed / (1.0 - contract.loss);
        let best_price = contract.breaks.last().map_or(0.0, |tier| tier.from);
        in_lots(needed).max(in_lots(contract.min_order.max(best_price)))
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
