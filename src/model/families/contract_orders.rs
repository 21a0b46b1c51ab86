//! Orders under contracts: what arrives, least orders, multiples.
//!
//! ```text
//! order_total[c,t]     order[c,t] = sum_{l of c} (contract[l,t] + K[l,t] - cancel[l,t])
//! order_least[l,t]     contract[l,t] >= least_l placed[l,t]
//! order_placed[l,t]    contract[l,t] <= M[l,t] placed[l,t]
//! order_lots[l,t]      contract[l,t] = m_l lots[l,t]
//! ```
//!
//! `K` are units committed before the horizon; `M` is the most that can be of use (allocation, supply, pools, room at
//! the sites), `least` the least order: one unit or lot, or a thousandth of a unit, where nothing more is asked. A cost per
//! order is paid with `placed`. Allocation and window are bounds of `contract`.
//! Source: `model.md` families 5 and 6.

use crate::model::bounds::contracts::least_ordered;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, ContractId};

const AT: &[Labels] = &[Labels::Contract, Labels::Period];

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "contract_orders",
    title: "orders under contracts, least orders and multiples",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "order_total",
            labels: &[Labels::Chip, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} arrive in {period} that no contract delivers, or fail to arrive",
        },
        RowInfo {
            name: "order_least",
            labels: AT,
            dual_unit: "MUSD/unit",
            violation: "an order under {contract} for {period} is {by} units short of its least order",
        },
        RowInfo {
            name: "order_placed",
            labels: AT,
            dual_unit: "MUSD/unit",
            violation: "{by} units arrive under {contract} in {period} without an order",
        },
        RowInfo {
            name: "order_lots",
            labels: AT,
            dual_unit: "MUSD/unit",
            violation: "an order under {contract} for {period} is {by} units off a multiple of its lot",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, periods) = (b.scenario(), b.sets.periods);
    let (orders, columns) = (b.columns, &b.columns.contracts);
    for c in ChipId::all(s.chips.len()) {
        let contracts = || {
            ContractId::all(s.contracts.len())
                .zip(&s.contracts)
                .filter(move |(_, contract)| contract.chip == c)
        };
        if contracts().next().is_none() {
            continue;
        }
        for t in 0..periods {
            b.term(orders.order(c, t), 1.0);
            let mut committed = 0.0;
            for (l, contract) in contracts() {
                b.term(columns.order(l, t), -1.0);
                b.term(columns.cancel(l, t), 1.0);
                committed += contract.committed.get(t).copied().unwrap_or(0.0);
            }
            // Where nothing can arrive, what was committed must be cancelled.
            if committed > 0.0 || !b.row_is_empty() {
                b.equal(b.rows(0), key([c.index(), t]), committed);
            }
        }
    }
    for (l, contract) in ContractId::all(s.contracts.len()).zip(&s.contracts) {
        for t in 0..periods {
            let Some(units) = columns.order(l, t) else {
                continue;
            };
            let at = key([l.index(), t]);
            if let Some(placed) = columns.placed(l, t) {
                b.term(units, 1.0);
                b.term(placed, -least_ordered(s, contract));
                b.at_least(b.rows(1), at, 0.0);
                let most = b.program.col_upper.get(units.index()).copied();
                b.term(units, 1.0);
                b.term(placed, -most.unwrap_or(0.0));
                b.at_most(b.rows(2), at, 0.0);
            }
            if let Some(lots) = columns.lots(l, t) {
                b.term(units, 1.0);
                b.term(lots, -f64::from(contract.multiple));
                b.equal(b.rows(3), at, 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, contract, only_big};
    use crate::scenario::*;

    /// [`only_big`] under one contract: 6 units of 3 MUSD serve everything.
    fn contracted() -> Scenario {
        let mut scenario = only_big();
        scenario.contracts = vec![contract("frame", 0, 3.0)];
        scenario
    }

    #[test]
    fn a_contract_takes_the_place_of_the_list_price() {
        let mut scenario = contracted();
        scenario.contracts[0].price = vec![MillionUsd(2.0); 3];
        assert_optimum(&scenario, 12.0);
        // Four under the cheap contract, two under the dear one.
        scenario.contracts[0].allocation = Some(vec![4.0; 3]);
        scenario.contracts.push(contract("spot", 0, 5.0));
        assert_optimum(&scenario, 8.0 + 10.0);
        // Nothing arrives before the second year: 30 units short in the first.
        scenario.contracts.truncate(1);
        scenario.contracts[0].window = Some((Period(1), Period(2)));
        scenario.contracts[0].allocation = None;
        assert_optimum(&scenario, 12.0 + 30.0 * 50.0);
    }

    #[test]
    fn orders_have_a_least_size_a_cost_and_a_multiple() {
        let mut scenario = contracted();
        scenario.contracts[0].allocation = Some(vec![20.0; 3]);
        scenario.contracts[0].multiple = 4;
        assert_optimum(&scenario, 8.0 * 3.0);
        scenario.contracts[0].min_order = 10.0;
        assert_optimum(&scenario, 12.0 * 3.0);
        scenario.contracts[0].multiple = 1;
        assert_optimum(&scenario, 10.0 * 3.0);
        scenario.contracts[0].min_order = 0.0;
        // Two years of service: two orders of six at 1 each.
        scenario.contracts[0].order_cost = MillionUsd(1.0);
        scenario.chips[0].life = 2;
        assert_optimum(&scenario, 2.0 * 19.0);
    }

    #[test]
    fn a_share_of_the_price_is_paid_ahead() {
        let mut scenario = contracted();
        scenario.operator.wacc = 0.25;
        scenario.demand[0].volume[0] = Volume(0.0);
        scenario.demand[1].volume[0] = Volume(0.0);
        let factor = |middle: f64| 1.25_f64.powf(-middle);
        assert_optimum(&scenario, 18.0 * factor(1.5));
        scenario.contracts[0].prepay = Some(Prepay { share: 0.5, ahead: 1 });
        assert_optimum(&scenario, 9.0 * factor(0.5) + 9.0 * factor(1.5));
        // What would fall before the horizon is paid at its start.
        scenario.contracts[0].prepay = Some(Prepay { share: 0.5, ahead: 4 });
        assert_optimum(&scenario, 9.0 * factor(0.5) + 9.0 * factor(1.5));
    }

    #[test]
    fn committed_units_arrive_unless_they_are_cancelled() {
        let mut scenario = contracted();
        scenario.contracts[0].committed = vec![2.0, 10.0, 0.0];
        scenario.contracts[0].prepay = Some(Prepay { share: 0.5, ahead: 1 });
        // 2 of the first year: half was paid before the horizon. 4 more are ordered. 10 of the second year.
        assert_optimum(&scenario, 3.0 + 12.0 + 30.0);
        scenario.contracts[0].cancel = Some(Cancellation { fee: 0.2, notice: 0 });
        // Cancelled at the last moment: 15 are prepaid in the first year and lost, the fee is 6.
        assert_optimum(&scenario, 15.0 + 15.0 + 6.0);
        // Cancelled a year ahead, when the prepayment is due: lost as well.
        scenario.contracts[0].cancel = Some(Cancellation { fee: 0.2, notice: 1 });
        assert_optimum(&scenario, 15.0 + 15.0 + 6.0);
        // Prepaid at arrival: nothing is lost but the fee.
        scenario.contracts[0].prepay = None;
        assert_optimum(&scenario, 6.0 + 12.0 + 6.0);
    }

    #[test]
    fn losses_are_those_of_the_contract() {
        let mut scenario = contracted();
        scenario.chips[0].loss = 0.5;
        scenario.contracts[0].loss = 0.25;
        assert_optimum(&scenario, 24.0);
    }
}
