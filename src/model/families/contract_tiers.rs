//! Volume discounts within an order.
//!
//! ```text
//! tier_units[l,t]       contract[l,t] = sum_q band[l,q,t]
//! tier_one[l,t]         sum_q tier[l,q,t] <= 1                                  all units
//! tier_from[l,q,t]      band[l,q,t] >= b_q tier[l,q,t]                          all units
//!                       band[l,q,t] >= (b_{q+1} - b_q) tier[l,q+1,t]            incremental
//! tier_until[l,q,t]     band[l,q,t] <= min(e_q, M) tier[l,q,t]                  all units
//!                       band[l,q,t] <= (min(b_{q+1}, M) - b_q) tier[l,q,t]      incremental
//! ```
//!
//! `band` are the units paid at price `q`, which holds from `b_q` units per order on (`b_0` = 0). All units: one price
//! holds for the whole order, up to the last number of units `e_q` before the next break; of chips that need not be whole,
//! up to the break. Incremental: each price holds for the units from its break to the next. Source:
//! `model.md` family 6; the two discounts are those of Hadley and Whitin (1963).

use crate::model::bounds::contracts::{break_from, price_holds, tiers};
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
            for q in (0..tiers(contract)).filter(|&q| columns.band(l, q, t).is_some()) {
                price(b, contract, l, q, t, units);
            }
        }
    }
}

/// The units paid at one price.
fn price(b: &mut Build<'_, '_>, contract: &Contract, l: ContractId, q: usize, t: usize, units: Col) {
    let columns = &b.columns.contracts;
    let most = b.program.col_upper.get(units.index()).copied().unwrap_or(0.0);
    let at = key([l.index(), q, t]);
    let (band, tier) = (columns.band(l, q, t), columns.tier(l, q, t));
    let (least, largest, next) = match contract.break_kind {
        BreakKind::AllUnits => {
            let (from, until) = price_holds(b.scenario(), contract, q, most);
            (from, until, tier)
        }
        BreakKind::Incremental => {
            let next = contract.breaks.get(q);
            let units = next.map_or(most, |next| next.from.min(most)) - break_from(contract, q);
            (units, units, columns.tier(l, q + 1, t).filter(|_| next.is_some()))
        }
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
    use super::price_holds;
    use crate::model::testing::{assert_optimum, contract, min_cost, only_big};
    use crate::model::{build_with, extract};
    use crate::plan::verify::verify;
    use crate::program::Col;
    use crate::scenario::*;
    use crate::solver::{self, Outcome, Quiet, SolveOptions, Status};
    use std::sync::Arc;

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

    /// Optimum with 8 units ordered at first, at the price before the break at 8.
    fn below_the_break(scenario: &Scenario) -> Outcome {
        let model = build_with(scenario, &min_cost(), |columns, program| {
            let columns = &columns.contracts;
            let at = |col: Option<Col>| col.unwrap().index();
            program.col_lower[at(columns.order(ContractId(0), 0))] = 8.0;
            program.col_upper[at(columns.tier(ContractId(0), 1, 0))] = 0.0;
        });
        let options = SolveOptions::default();
        let outcome = solver::solve(&model.program, &options, Arc::new(Quiet::default())).unwrap();
        if let Some(values) = &outcome.values {
            let plan = extract(scenario, &model, values);
            let check = verify(scenario, &min_cost(), &plan);
            assert!(check.accepted(), "{:#?}", check.violations);
            assert!((check.objective - outcome.objective.unwrap()).abs() < 1e-6);
        }
        outcome
    }

    #[test]
    fn a_break_belongs_to_the_price_that_begins_there() {
        // Else 8 whole units could be paid at 3 and be booked at 2.
        let mut scenario = discounted(BreakKind::AllUnits, &[(8.0, 2.0)]);
        assert_eq!(below_the_break(&scenario).status, Status::Infeasible);
        scenario.contracts[0].multiple = 4;
        assert_eq!(below_the_break(&scenario).status, Status::Infeasible);
        // Of units that need not be whole as many as one likes lie next to it: the plan says which price it means.
        scenario.contracts[0].multiple = 1;
        scenario.chips[0].whole = false;
        let outcome = below_the_break(&scenario);
        assert!((outcome.objective.unwrap() - 24.0).abs() < 1e-6);
    }

    #[test]
    fn a_price_holds_for_the_orders_that_can_be_placed() {
        let mut scenario = discounted(BreakKind::AllUnits, &[(5.5, 2.5), (9.0, 2.0)]);
        let holds =
            |scenario: &Scenario| [0, 1, 2].map(|q| price_holds(scenario, &scenario.contracts[0], q, 12.0));
        assert_eq!(holds(&scenario), [(0.0, 5.0), (6.0, 8.0), (9.0, 12.0)]);
        scenario.contracts[0].multiple = 4;
        assert_eq!(holds(&scenario), [(0.0, 4.0), (8.0, 8.0), (12.0, 12.0)]);
        scenario.contracts[0].multiple = 1;
        scenario.chips[0].whole = false;
        assert_eq!(holds(&scenario), [(0.0, 5.5), (5.5, 9.0), (9.0, 12.0)]);
    }
}
