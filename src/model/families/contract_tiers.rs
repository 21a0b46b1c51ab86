//! Volume discounts within an order.
//!
//! ```text
//! tier_units[l,t]       contract[l,t] = sum_q band[l,q,t]
//! tier_one[l,t]         sum_q tier[l,q,t] <= 1                                  all units
//! tier_from[l,q,t]      band[l,q,t] >= b_q tier[l,q,t]                          all units
//!                       band[l,q,t] >= (b_{q+1} - b_q) tier[l,q+1,t]            incremental
//! tier_until[l,q,t]     band[l,q,t] <= min(b_{q+1}, M) tier[l,q,t]              all units
//!                       band[l,q,t] <= (min(b_{q+1}, M) - b_q) tier[l,q,t]      incremental
//! ```
//!
//! `band` are the units paid at price `q`, which holds from `b_q` units per order on (`b_0` = 0). All units: one price
//! holds for the whole order. Incremental: each price holds for the units from its break to the next. Source:
//! `model.md` family 6; the two discounts are those of Hadley and Whitin (1963).

use crate::model::bounds::contracts::{break_from, tiers};
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::program::Col;
use crate::scenario::{BreakKind, Contract, ContractId};

const ORDER: &[Labels] = &[Labels::Contract, Labels::Period];
const PRICE: &[Labels] = &[Labels::Contract, Labels::Break, Labels::Period];

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "contract_tiers",
    title: "volume discounts",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "tier_units",
            labels: ORDER,
            dual_unit: "MUSD/unit",
            violation: "{by} units under {contract} in {period} are paid at no price, or at two",
        },
        RowInfo {
            name: "tier_one",
            labels: ORDER,
            dual_unit: "MUSD/price",
            violation: "an order under {contract} for {period} has {by} prices too many",
        },
        RowInfo {
            name: "tier_from",
            labels: PRICE,
            dual_unit: "MUSD/unit",
            violation: "an order under {contract} for {period} is {by} units short of {break}",
        },
        RowInfo {
            name: "tier_until",
            labels: PRICE,
            dual_unit: "MUSD/unit",
            violation: "{by} units more than {break} covers are paid at it under {contract} in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), &b.columns.contracts);
    for (l, contract) in ContractId::all(s.contracts.len()).zip(&s.contracts) {
        for t in 0..b.sets.periods {
            let Some(units) = columns.order(l, t).filter(|_| !contract.breaks.is_empty()) else {
                continue;
            };
            let order = key([l.index(), t]);
            b.term(units, 1.0);
            for q in 0..tiers(contract) {
                b.term(columns.band(l, q, t), -1.0);
            }
            b.equal(b.rows(0), order, 0.0);
            if contract.break_kind == BreakKind::AllUnits {
                for q in 0..tiers(contract) {
                    b.term(columns.tier(l, q, t), 1.0);
                }
                b.at_most(b.rows(1), order, 1.0);
            }
            for q in 0..tiers(contract) {
                price(b, contract, l, q, t, units);
            }
        }
    }
}

/// The units paid at one price.
fn price(b: &mut Build<'_, '_>, contract: &Contract, l: ContractId, q: usize, t: usize, units: Col) {
    let columns = &b.columns.contracts;
    let most = b.program.col_upper.get(units.index()).copied().unwrap_or(0.0);
    let last = q + 1 == tiers(contract);
    let from = break_from(contract, q);
    let until = if last {
        most
    } else {
        most.min(break_from(contract, q + 1))
    };
    let at = key([l.index(), q, t]);
    let (band, tier) = (columns.band(l, q, t), columns.tier(l, q, t));
    let (least, largest, next) = match contract.break_kind {
        BreakKind::AllUnits => (from, until, tier),
        BreakKind::Incremental => (
            until - from,
            until - from,
            columns.tier(l, q + 1, t).filter(|_| !last),
        ),
    };
    if let Some(next) = next.filter(|_| least > 0.0) {
        b.term(band, 1.0);
        b.term(next, -least);
        b.at_least(b.rows(2), at, 0.0);
    }
    b.term(band, 1.0);
    b.term(tier, -largest.max(0.0));
    b.at_most(b.rows(3), at, 0.0);
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, contract, only_big};
    use crate::scenario::*;

    fn discounted(kind: BreakKind, breaks: &[(f64, f64)]) -> Scenario {
        let mut scenario = only_big();
        let mut contract = contract("frame", 0, 3.0);
        contract.allocation = Some(vec![20.0; 3]);
        contract.break_kind = kind;
        contract.breaks = breaks
            .iter()
            .map(|&(from, price)| PriceBreak {
                from,
                price: vec![MillionUsd(price); 3],
            })
            .collect();
        scenario.contracts = vec![contract];
        scenario
    }

    #[test]
    fn all_units_cost_the_price_of_the_break_reached() {
        // 6 at 2.5.
        let scenario = discounted(BreakKind::AllUnits, &[(5.0, 2.5), (10.0, 2.0)]);
        assert_optimum(&scenario, 15.0);
        // 8 at 2 cost less than 6 at 3.
        assert_optimum(&discounted(BreakKind::AllUnits, &[(8.0, 2.0)]), 16.0);
        // 9 at 2.0 do not.
        assert_optimum(&discounted(BreakKind::AllUnits, &[(10.0, 2.0)]), 18.0);
    }

    #[test]
    fn incremental_discounts_hold_from_their_break_on() {
        // 4 at 3 and 2 at 1.
        let scenario = discounted(BreakKind::Incremental, &[(4.0, 1.0), (10.0, 0.5)]);
        assert_optimum(&scenario, 14.0);
        // A price that rises.
        assert_optimum(&discounted(BreakKind::Incremental, &[(4.0, 5.0)]), 22.0);
    }
}
