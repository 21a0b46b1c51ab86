//! The account and its loans.
//!
//! ```text
//! cash_balance[t]       cash[t] = cash[t-1] + funding[t] + revenue[t] + income[t] - capex[t] - opex[t] - tax[t]
//!                                 + debt[t] - (1 + i[t] Delta[t]) debt[t-1]
//! covenant_revenue[t]   debt[t] <= m revenue[t] / length[t]
//! covenant_capex[t]     debt[t] <= a sum_{tau <= t} capex[tau]
//! ```
//!
//! `cash[-1]` and `debt[-1]` are the balances at the start, `cash >= floor` and `debt <= limit` are bounds. `Delta` is
//! the time from payment to payment, that is, from the middle of one period to that of the next; what is owed after
//! the last period is repaid with interest at the end of the horizon. Penalties are not paid. Everything is over all
//! sites and undiscounted. Source: `model.md` family 16.

use crate::model::cash::Cash;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "cash",
    title: "cash, loans and their covenants",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "cash_balance",
            labels: &[Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "{by} MUSD are missing in the account in {period}",
        },
        RowInfo {
            name: "covenant_revenue",
            labels: &[Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "loans exceed the covenant on revenue in {period} by {by} MUSD",
        },
        RowInfo {
            name: "covenant_capex",
            labels: &[Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "loans exceed the covenant on investment in {period} by {by} MUSD",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), &b.columns.finance);
    let cash = Cash::new(s, b.columns);
    let account = s.finance.cash.iter();
    for (account, t) in account.flat_map(|account| (0..s.horizon.len()).map(move |t| (account, t))) {
        let mut constant = account.funding[t].value();
        let mut earn = |col, amount: f64| match col {
            Some(col) => b.program.term(col, -amount),
            None => constant += amount,
        };
        cash.revenue(t, None, &mut earn);
        cash.income(t, None, &mut earn);
        let mut spend = |col, amount: f64| earn(col, -amount);
        cash.capex(t, None, &mut spend);
        cash.opex(t, None, &mut spend);
        cash.financing(t, &mut spend);
        b.term(columns.cash(t), 1.0);
        match t.checked_sub(1) {
            Some(before) => b.term(columns.cash(before), -1.0),
            None => constant += account.initial.value(),
        }
        b.equal(b.rows(0), key([t]), constant);
    }
    let Some(debt) = &s.finance.debt else { return };
    if let Some(multiple) = debt.revenue_multiple {
        for t in 0..s.horizon.len() {
            let (mut constant, factor) = (0.0, multiple / s.horizon.length[t].value());
            b.term(columns.debt(t), 1.0);
            cash.revenue(t, None, &mut |col, amount: f64| match col {
                Some(col) => b.program.term(col, -factor * amount),
                None => constant += factor * amount,
            });
            b.at_most(b.rows(1), key([t]), constant);
        }
    }
    if let Some(share) = debt.capex_share {
        for t in 0..s.horizon.len() {
            let mut constant = 0.0;
            b.term(columns.debt(t), 1.0);
            for made in 0..=t {
                cash.capex(made, None, &mut |col, amount: f64| match col {
                    Some(col) => b.program.term(col, -share * amount),
                    None => constant += share * amount,
                });
            }
            b.at_most(b.rows(2), key([t]), constant);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{account, assert_optimum, assert_profit, debt, earning, only_big};
    use crate::scenario::{CashAccount, MillionUsd};

    #[test]
    fn only_what_is_in_the_account_is_spent() {
        let mut scenario = only_big();
        // 3 are there and 5 come in every year: two chips of 3 a year.
        scenario.finance.cash = Some(account(3.0, 5.0));
        assert_optimum(&scenario, 18.0 + 250.0 * (4.0 + 2.0));
        // If 2 must stay, one in the second year.
        scenario.finance.cash = Some(CashAccount {
            floor: vec![MillionUsd(2.0); 3],
            ..account(3.0, 5.0)
        });
        assert_optimum(&scenario, 15.0 + 250.0 * (4.0 + 3.0 + 1.0));
    }

    #[test]
    fn what_is_earned_pays_for_more() {
        // A chip for 3 earns 2 a year: 2 in the account pay for two at once and four in the second year.
        let mut scenario = earning(0.4);
        scenario.finance.cash = Some(account(2.0, 0.0));
        assert_profit(&scenario, 2.0 * (2.0 + 6.0 + 6.0) - 18.0);
        // The same if cost is minimised and what is not served costs as much as it would earn.
        for line in &mut scenario.demand {
            line.unmet_penalty = line.revenue.clone();
        }
        assert_optimum(&scenario, 2.0 * 4.0 + 18.0);
    }

    #[test]
    fn loans_fill_the_account_and_cost_interest() {
        let mut scenario = only_big();
        scenario.finance.cash = Some(account(8.0, 5.0));
        scenario.finance.debt = Some(debt(20.0, 0.1));
        // 13 are there, 18 needed: 5 are drawn and repaid with 10 % from the 5 of the second year and the third:
        // 5.5 - 5 = 0.5 are owed for another year.
        assert_optimum(&scenario, 18.0 + 0.5 + 0.05);
        // A limit of 2 pays for five units; the sixth comes a year later, with 0.2 still owed.
        scenario.finance.debt = Some(debt(2.0, 0.1));
        assert_optimum(&scenario, 18.0 + 0.2 + 0.02 + 250.0);
    }

    #[test]
    fn loans_keep_to_their_covenants() {
        let mut scenario = only_big();
        scenario.finance.cash = Some(account(8.0, 5.0));
        scenario.finance.debt = Some(debt(20.0, 0.0));
        assert_optimum(&scenario, 18.0);
        // A tenth of 15 is not enough for the sixth unit, a third of 18 is.
        scenario.finance.debt.as_mut().unwrap().capex_share = Some(0.1);
        assert_optimum(&scenario, 18.0 + 2.0 * 250.0);
        scenario.finance.debt.as_mut().unwrap().capex_share = Some(1.0 / 3.0);
        assert_optimum(&scenario, 18.0);
        // There is no revenue.
        scenario.finance.debt.as_mut().unwrap().revenue_multiple = Some(4.0);
        assert_optimum(&scenario, 18.0 + 2.0 * 250.0);
    }

    #[test]
    fn what_is_owed_at_the_end_is_repaid_with_interest() {
        let mut scenario = only_big();
        scenario.finance.cash = Some(account(0.0, 0.0));
        scenario.finance.debt = Some(debt(30.0, 0.1));
        // 18 drawn in the middle of the first year; the interest of each year is drawn too, and half a year is left.
        let owed = 18.0 * 1.1 * 1.1 * 1.05;
        assert_optimum(&scenario, owed);
    }
}
