//! Tax on the profit made at some places.
//!
//! ```text
//! tax_facilities[k,t]   invested_facilities[k,t] = facilities_k[t]
//! tax_equipment[k,t]    invested_equipment[k,t] = equipment_k[t]
//! taxable[k,t]          revenue_k[t] + income_k[t] - opex_k[t] - write_off_k[t] - deduction_k[t]
//!                       + losses[k,t] - losses[k,t'] <= taxed[k,t]
//! tax_deferral[k,t]     taxed[k,t] <= revenue_k[t] + income_k[t]
//! ```
//!
//! `write_off[t] = sum_{tau <= t} share(tau, t) invested[tau]` in equal parts over the years of facilities and of
//! equipment, `t'` the period with a tax before `t`. The tax paid in `t` is the rate times `taxed[t]`. Periods at a
//! rate of 0 are holidays: neither profit nor loss counts. Losses are carried forward without limit, or lost; a
//! deduction may also be claimed later than it arises, never earlier, so that `losses` holds both. Amounts are
//! undiscounted, over all sites or some (chips then count when deployed there; what belongs to no site does not).
//! Source: `model.md` family 16; straight-line depreciation.

use crate::model::cash::Cash;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::Tax;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "tax",
    title: "tax with depreciation and holidays",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "tax_facilities",
            labels: &[Labels::Tax, Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "what {tax} writes off of the sites of {period} is off by {by} MUSD",
        },
        RowInfo {
            name: "tax_equipment",
            labels: &[Labels::Tax, Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "what {tax} writes off of the chips of {period} is off by {by} MUSD",
        },
        RowInfo {
            name: "taxable",
            labels: &[Labels::Tax, Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "{by} MUSD of profit escape {tax} in {period}",
        },
        RowInfo {
            name: "tax_deferral",
            labels: &[Labels::Tax, Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "{tax} is paid on {by} MUSD more than all that was earned in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (k, tax) in s.finance.taxes.iter().enumerate() {
        let selected = places(s, &tax.places);
        let scope = selected.contains(&false).then_some(selected.as_slice());
        invested(b, k, scope);
        let mut before = None;
        for t in (0..s.horizon.len()).filter(|&t| tax.rate[t] > 0.0) {
            taxable(b, (k, tax), (before, t), scope);
            before = Some(t);
        }
        for t in (0..s.horizon.len()).filter(|&t| tax.rate[t] > 0.0 && tax.carry_forward) {
            let earned = earned(b, t, scope, -1.0);
            b.term(b.columns.finance.taxed(k, t), 1.0);
            b.at_most(b.rows(3), key([k, t]), -earned);
        }
    }
}

fn invested(b: &mut Build<'_, '_>, k: usize, scope: Option<&[bool]>) {
    let s = b.scenario();
    let (cash, columns) = (Cash::new(s, b.columns), &b.columns.finance);
    for t in 0..s.horizon.len() {
        let mut constant = 0.0;
        let mut spend = |col, amount: f64| match col {
            Some(col) => b.program.term(col, -amount),
            None => constant += amount,
        };
        cash.facilities(t, scope, &mut spend);
        b.term(columns.facilities(k, t), 1.0);
        b.equal(b.rows(0), key([k, t]), constant);
    }
    for t in 0..s.horizon.len() {
        let mut constant = 0.0;
        let mut spend = |col, amount: f64| match col {
            Some(col) => b.program.term(col, -amount),
            None => constant += amount,
        };
        cash.equipment(t, scope, &mut spend);
        b.term(columns.equipment(k, t), 1.0);
        b.equal(b.rows(1), key([k, t]), constant);
    }
}

/// Puts revenue and income of `t`, times a sign, into the open row; their constant.
fn earned(b: &mut Build<'_, '_>, t: usize, scope: Option<&[bool]>, sign: f64) -> f64 {
    let cash = Cash::new(b.scenario(), b.columns);
    let mut constant = 0.0;
    let mut earn = |col, amount: f64| match col {
        Some(col) => b.program.term(col, sign * amount),
        None => constant += sign * amount,
    };
    cash.revenue(t, scope, &mut earn);
    cash.income(t, scope, &mut earn);
    constant
}

fn taxable(
    b: &mut Build<'_, '_>,
    (k, tax): (usize, &Tax),
    (before, t): (Option<usize>, usize),
    scope: Option<&[bool]>,
) {
    let mut constant = earned(b, t, scope, 1.0);
    let cash = Cash::new(b.scenario(), b.columns);
    cash.opex(t, scope, &mut |col, amount: f64| match col {
        Some(col) => b.program.term(col, -amount),
        None => constant -= amount,
    });
    let columns = &b.columns.finance;
    for made in 0..=t {
        for (col, over) in [
            (columns.facilities(k, made), tax.facilities),
            (columns.equipment(k, made), tax.equipment),
        ] {
            let share = cash.written_off(made, t, over);
            b.term(col.filter(|_| share > 0.0), -share);
        }
    }
    b.term(columns.taxed(k, t), -1.0);
    b.term(columns.losses(k, t), 1.0);
    b.term(before.and_then(|before| columns.losses(k, before)), -1.0);
    b.at_most(b.rows(2), key([k, t]), tax.deduction[t].value() - constant);
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_profit, earning, tax};
    use crate::scenario::{MillionUsd, Years};

    #[test]
    fn tax_is_due_on_revenue_less_cost_and_write_off() {
        // Six units for 18 earn 30 a year.
        let mut scenario = earning(1.0);
        assert_profit(&scenario, 90.0 - 18.0);
        // Written off by 6 a year: 24 are taxed, at a quarter.
        scenario.finance.taxes = vec![tax("all", 0.25)];
        scenario.finance.taxes[0].equipment = Years(3.0);
        assert_profit(&scenario, 72.0 - 3.0 * 6.0);
        // Over six years by 3 a year, of which the horizon sees half.
        scenario.finance.taxes[0].equipment = Years(6.0);
        assert_profit(&scenario, 72.0 - 3.0 * 27.0 / 4.0);
        // Maintenance of 1 a unit and a deduction of 5 a year.
        scenario.chips[0].maintenance = crate::scenario::MillionUsdPerYear(1.0);
        scenario.finance.taxes[0].deduction = vec![MillionUsd(5.0); 3];
        assert_profit(&scenario, 72.0 - 18.0 - 3.0 * 16.0 / 4.0);
    }

    #[test]
    fn losses_are_carried_forward_or_lost() {
        // Written off at once and 30 deducted: a loss of 18 in the first year, 30 in the others.
        let mut scenario = earning(1.0);
        scenario.finance.taxes = vec![tax("all", 0.5)];
        scenario.finance.taxes[0].equipment = Years(1.0);
        scenario.finance.taxes[0].deduction = [30.0, 0.0, 0.0].map(MillionUsd).to_vec();
        assert_profit(&scenario, 72.0 - (12.0 + 30.0) / 2.0);
        scenario.finance.taxes[0].carry_forward = false;
        assert_profit(&scenario, 72.0 - 30.0);
    }

    #[test]
    fn a_holiday_knows_neither_profit_nor_loss() {
        let mut scenario = earning(1.0);
        scenario.finance.taxes = vec![tax("all", 0.5)];
        scenario.finance.taxes[0].equipment = Years(3.0);
        scenario.finance.taxes[0].rate[0] = 0.0;
        // 30 less 6 in the second and third year.
        assert_profit(&scenario, 72.0 - 24.0);
        // A loss of 70 in the holiday is no use later.
        scenario.finance.taxes[0].deduction[0] = MillionUsd(100.0);
        assert_profit(&scenario, 72.0 - 24.0);
    }

    #[test]
    fn a_tax_of_one_place_sees_what_happens_there() {
        let mut scenario = earning(1.0);
        scenario.finance.taxes = vec![tax("beta", 0.5)];
        scenario.finance.taxes[0].places.jurisdictions = Some(vec!["BB".into()]);
        // Everything is at alpha, which is not taxed.
        assert_profit(&scenario, 72.0);
        scenario.finance.taxes[0].places.jurisdictions = Some(vec!["AA".into()]);
        scenario.finance.taxes[0].equipment = Years(3.0);
        // Half of 3 x 24 would be taken: opening beta for 10 and building a hall for 20 is cheaper.
        assert_profit(&scenario, 72.0 - 30.0);
    }
}
