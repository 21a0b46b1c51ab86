//! What is deployed has been ordered, has arrived and was not lost.
//!
//! ```text
//! chip_supply[c,t]    sum_r deploy[c,r,t] + hub[c,t] - (1 - lambda_c)^(L_{t-1}) hub[c,t-1] <= (1 - loss_c) order[c,t]
//! supply_pool[p,t]    sum_c a_pc order[c,t] <= at_most[p,t]
//! ```
//!
//! Under contracts the right-hand side is the sum of what each delivers, less its own loss. `hub` only where units may wait between arrival and deployment. The balance is an inequality because orders are
//! whole and loss is not. Supply per chip and its window from release plus lead time to end of sale are bounds of
//! `order`; pools (HBM, wafers, a vendor's allocation) bind several chips. Source: `model.md` family 5.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, ContractId, PoolId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "chip_supply",
    title: "orders, loss, hubs and supply pools",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "chip_supply",
            labels: &[Labels::Chip, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} more are deployed than have arrived in {period}",
        },
        RowInfo {
            name: "supply_pool",
            labels: &[Labels::Pool, Labels::Period],
            dual_unit: "MUSD/amount",
            violation: "orders draw {by} more on {pool} than it holds in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for c in ChipId::all(s.chips.len()) {
        for t in 0..b.sets.periods {
            let before = t.checked_sub(1).and_then(|before| columns.hub(c, before));
            let hub = columns.hub(c, t);
            let deploys = || SiteId::all(s.sites.len()).filter_map(|r| columns.deploy(c, r, t));
            if hub.is_none() && deploys().next().is_none() {
                continue;
            }
            let committed = arrivals(b, c, t);
            b.term(before, -hub_kept(b, c, t));
            b.term(hub, 1.0);
            for deploy in deploys() {
                b.term(deploy, 1.0);
            }
            b.at_most(b.rows(0), key([c.index(), t]), committed);
        }
    }
    for (p, pool) in PoolId::all(s.pools.len()).zip(&s.pools) {
        for t in 0..b.sets.periods {
            let limit = pool.at_most[t];
            let mut drawn = false;
            if limit.is_finite() {
                for &(c, amount) in &pool.members {
                    let order = columns.order(c, t);
                    drawn |= order.is_some();
                    b.term(order, amount);
                }
            }
            if drawn {
                b.at_most(b.rows(1), key([p.index(), t]), limit);
            }
        }
    }
}

/// Adds the units that arrive to the open row (with the sign of the left-hand side); returns those that arrive
/// whatever is decided.
fn arrivals(b: &mut Build<'_, '_>, c: ChipId, t: usize) -> f64 {
    let (s, columns) = (b.scenario(), b.columns);
    let mut committed = 0.0;
    let mut contracts = ContractId::all(s.contracts.len())
        .zip(&s.contracts)
        .filter(|(_, contract)| contract.chip == c)
        .peekable();
    if contracts.peek().is_none() || contracts.clone().all(|(_, l)| l.loss == s.chips[c.index()].loss) {
        b.term(columns.order(c, t), -(1.0 - s.chips[c.index()].loss));
        return committed;
    }
    for (l, contract) in contracts {
        b.term(columns.contracts.order(l, t), -(1.0 - contract.loss));
        b.term(columns.contracts.cancel(l, t), 1.0 - contract.loss);
        committed += (1.0 - contract.loss) * contract.committed.get(t).copied().unwrap_or(0.0);
    }
    committed
}

/// Share of the units waiting at the end of the period before that are left.
fn hub_kept(b: &Build<'_, '_>, c: ChipId, t: usize) -> f64 {
    let s = b.scenario();
    let before = t.checked_sub(1).and_then(|before| s.horizon.length.get(before));
    let years = before.map_or(0.0, |length| length.value());
    (1.0 - s.chips[c.index()].hub_terms.loss).powf(years)
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, only_big};
    use crate::scenario::{ChipId, MillionUsd, MillionUsdPerYear, Period, SupplyPool, Volume};

    #[test]
    fn supply_limits_deployment_year_by_year() {
        let mut scenario = only_big();
        scenario.chips[0].supply = Some(vec![2.0, 3.9, 9.0]);
        // 2, then 5, then 6 units in service.
        assert_optimum(&scenario, 18.0 + (20.0 + 5.0) * 50.0);
        scenario.chips[0].available = Some((Period(2), Period(2)));
        assert_optimum(&scenario, 18.0 + (30.0 + 30.0) * 50.0);
    }

    #[test]
    fn losses_are_ordered_on_top() {
        let mut scenario = only_big();
        scenario.chips[0].loss = 0.25;
        // 8 ordered, 6 arrive.
        assert_optimum(&scenario, 24.0);
        scenario.chips[0].loss = 0.2;
        // 7.5 would do, 8 are whole.
        assert_optimum(&scenario, 24.0);
        // 29 units of demand take 5.8, and so many are bought where units are not whole.
        scenario.chips[0].whole = false;
        scenario.demand[0].volume = vec![Volume(9.0); 3];
        assert_optimum(&scenario, 5.8 / 0.8 * 3.0);
    }

    #[test]
    fn a_hub_lets_cheap_units_wait() {
        let mut scenario = only_big();
        scenario.demand[0].volume = vec![Volume(0.0); 3];
        scenario.demand[1].volume = vec![Volume(0.0), Volume(30.0), Volume(30.0)];
        scenario.chips[0].price = vec![MillionUsd(2.0), MillionUsd(3.0), MillionUsd(3.0)];
        scenario.chips[0].install_cost = MillionUsd(0.5);
        scenario.chips[0].life = 2;
        // Bought in the first year they would be gone by the third; waiting in the hub they are not.
        scenario.chips[0].hub = true;
        assert_optimum(&scenario, 12.0 + 3.0);
        scenario.chips[0].hub = false;
        assert_optimum(&scenario, 18.0 + 3.0);
    }

    #[test]
    fn waiting_costs_money_and_units() {
        let mut scenario = only_big();
        scenario.demand[0].volume = vec![Volume(0.0); 3];
        scenario.demand[1].volume = vec![Volume(0.0), Volume(0.0), Volume(30.0)];
        scenario.chips[0].price = vec![MillionUsd(1.0), MillionUsd(9.0), MillionUsd(9.0)];
        scenario.chips[0].hub = true;
        scenario.chips[0].life = 1;
        // Six wait for two years at 0.5 each.
        scenario.chips[0].hub_terms.cost = MillionUsdPerYear(0.5);
        assert_optimum(&scenario, 6.0 + 6.0);
        // Half is lost every year: 24 are bought, 12 are left after a year.
        scenario.chips[0].hub_terms.loss = 0.5;
        assert_optimum(&scenario, 24.0 + 12.0 + 6.0);
    }

    #[test]
    fn chips_share_a_pool() {
        let mut scenario = base();
        scenario.pools = vec![SupplyPool {
            id: "hbm".into(),
            members: vec![(ChipId(0), 1.0), (ChipId(1), 8.0)],
            at_most: vec![33.0, 0.0, 0.0],
        }];
        // One big draws 8 and saves 5 small: 1 big and 25 small draw all 33; two big would draw 36.
        assert_optimum(&scenario, 28.0);
    }
}
