//! The account and its loans, taxes, incentives.
//!
//! Where prices answer to volume, the model counts on revenue from above: every limit on revenue is then kept up to
//! the tolerance that the scenario states for it.

use super::{Checker, Kind, Limit, kind};
use crate::plan::ledger::{Accounts, Class, Ledger, holiday};
use crate::scenario::{Debt, MillionUsd, Period};

const BALANCE: Kind = kind("cash", "cash_balance");
const LIMIT: Kind = kind("cash", "debt_limit");
const COVENANT_REVENUE: Kind = kind("cash", "covenant_revenue");
const COVENANT_CAPEX: Kind = kind("cash", "covenant_capex");
const TAXABLE: Kind = kind("tax", "taxable");
const DEFERRAL: Kind = kind("tax", "tax_deferral");
const HOLIDAY: Kind = kind("tax", "tax_holiday");
const MINIMUM: Kind = kind("incentives", "incentive_minimum");
const SHARE: Kind = kind("incentives", "incentive_share");
const CAP: Kind = kind("incentives", "incentive_cap");

pub(super) fn check(checker: &mut Checker<'_>, ledger: &Ledger) {
    let accounts = ledger.accounts();
    account(checker, accounts, ledger.revenue_error());
    if let Some(debt) = &checker.facts.scenario.finance.debt {
        loans(checker, ledger, debt);
    }
    for k in 0..accounts.taxes.len() {
        tax(checker, accounts, k, ledger.revenue_error());
    }
    for i in 0..accounts.invested.len() {
        incentive(checker, accounts, i);
    }
}

fn musd<'a>(kind: Kind, period: Period, what: &'a str, limit: &'a str) -> Limit<'a> {
    Limit {
        kind,
        period: Some(period),
        what,
        limit,
        unit: MillionUsd::UNIT,
    }
}

/// All that was paid so far, with what must stay, within all that was received. Loans count on the side they are on.
fn account(checker: &mut Checker<'_>, accounts: &Accounts, error: f64) {
    let facts = checker.facts;
    let Some(account) = &facts.scenario.finance.cash else {
        return;
    };
    let (mut received, mut paid) = (account.initial.value() + error, 0.0);
    for (t, row) in facts.periods().zip(&accounts.cash) {
        received += row.funding + row.earned + row.drawn.max(0.0);
        paid += row.capex + row.opex + row.charges + (-row.drawn).max(0.0);
        let limit = musd(
            BALANCE,
            t,
            "all that was paid, with what must stay in the account",
            "all that was received",
        );
        let floor = account.floor[t.index()].value();
        checker.at_most(&limit, || facts.label(t).to_owned(), paid + floor, received);
    }
}

fn loans(checker: &mut Checker<'_>, ledger: &Ledger, debt: &Debt) {
    let facts = checker.facts;
    let revenue = ledger.by_period(Class::Revenue);
    let capex = ledger.by_period(Class::Capex);
    let mut invested = 0.0;
    for t in facts.periods() {
        let owed = facts.plan.finance.debt[t.index()];
        let subject = || facts.label(t).to_owned();
        let most = debt.limit[t.index()].value();
        checker.at_most(&musd(LIMIT, t, "owed", "the limit"), subject, owed, most);
        if let Some(multiple) = debt.revenue_multiple {
            let counted = revenue[t.index()] + ledger.revenue_error();
            let year = counted / facts.scenario.horizon.length[t.index()].value();
            let limit = musd(COVENANT_REVENUE, t, "owed", "the covenant on revenue");
            checker.at_most(&limit, subject, owed, multiple * year);
        }
        invested += capex[t.index()];
        if let Some(share) = debt.capex_share {
            let limit = musd(COVENANT_CAPEX, t, "owed", "the covenant on investment");
            checker.at_most(&limit, subject, owed, share * invested);
        }
    }
}

/// With losses carried forward, all that was earned so far is taxed or deducted; without, in each period.
fn tax(checker: &mut Checker<'_>, accounts: &Accounts, k: usize, error: f64) {
    let facts = checker.facts;
    let tax = &facts.scenario.finance.taxes[k];
    let (mut earned, mut covered) = (0.0, 0.0);
    for (t, row) in facts.periods().zip(&accounts.taxes[k]) {
        let subject = || format!("{},{}", tax.id, facts.label(t));
        if holiday(tax, t) {
            let limit = musd(HOLIDAY, t, "profit taxed", "that of a holiday");
            checker.within(&limit, subject, row.taxed, 0.0);
            continue;
        }
        if tax.carry_forward {
            let limit = musd(DEFERRAL, t, "profit taxed", "all that was earned");
            checker.within(&limit, subject, row.taxed, row.earned + error);
        } else {
            (earned, covered) = (0.0, 0.0);
        }
        earned += row.earned;
        covered += row.taxed + row.opex + row.written_off;
        let limit = musd(TAXABLE, t, "earned", "what is taxed or deducted");
        checker.within(&limit, subject, earned, covered);
    }
}

fn incentive(checker: &mut Checker<'_>, accounts: &Accounts, i: usize) {
    let facts = checker.facts;
    let (incentive, plan) = (&facts.scenario.finance.incentives[i], &facts.plan.finance);
    let id = || incentive.id.clone();
    let limit = |kind, what, limit| Limit {
        kind,
        period: None,
        what,
        limit,
        unit: MillionUsd::UNIT,
    };
    let invested: f64 = accounts.invested[i].iter().sum();
    if plan.claimed[i] {
        let limit = limit(MINIMUM, "investment that counts", "the minimum");
        checker.at_least(&limit, id, invested, incentive.minimum.value());
    }
    for t in facts.periods() {
        let limit = musd(SHARE, t, "paid back", "the share of the investment");
        let rebate = plan.rebates[i][t.index()];
        let share = incentive.rebate * accounts.invested[i][t.index()];
        checker.within(
            &limit,
            || format!("{},{}", incentive.id, facts.label(t)),
            rebate,
            share,
        );
    }
    let most = if plan.claimed[i] {
        incentive.rebate_at_most.value()
    } else {
        0.0
    };
    let limit = limit(CAP, "paid back", "the cap of what is claimed");
    checker.at_most(&limit, id, plan.rebates[i].iter().sum(), most);
}
