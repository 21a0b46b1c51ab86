//! The account, the tax accounts and the claims of incentives, from the cash flows. MUSD, undiscounted.

use super::super::facts::Facts;
use super::budgets::at_places;
use super::{Class, Component, Flow};
use crate::scenario::{Period, Tax, Years};

/// All accounts of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accounts {
    /// `[t]`; empty without an account.
    pub cash: Vec<CashRow>,
    /// `[tax][t]`.
    pub taxes: Vec<Vec<TaxRow>>,
    /// `[incentive][t]`: investment that counts; 0 outside its window.
    pub invested: Vec<Vec<f64>>,
}

/// The account in one period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CashRow {
    /// Paid in by the owners.
    pub funding: f64,
    /// Revenue and income received.
    pub earned: f64,
    /// Invested.
    pub capex: f64,
    /// Paid for running.
    pub opex: f64,
    /// Interest and tax paid.
    pub charges: f64,
    /// Loans drawn less repaid.
    pub drawn: f64,
    /// Balance at the end of the period.
    pub balance: f64,
}

/// A tax in one period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TaxRow {
    /// Revenue and income.
    pub earned: f64,
    /// Running cost.
    pub opex: f64,
    /// Investment written off, and what else is deducted.
    pub written_off: f64,
    /// What of it is taxed.
    pub taxed: f64,
    /// Losses and deductions that may still be claimed after the period; negative if more was claimed than there is.
    pub carried: f64,
}

impl TaxRow {
    /// Earned less running cost and what is written off.
    pub fn profit(&self) -> f64 {
        self.earned - self.opex - self.written_off
    }
}

pub(super) fn settle(facts: &Facts<'_>, flows: &[Flow]) -> Accounts {
    let finance = &facts.scenario.finance;
    let invested = finance.incentives.iter().map(|incentive| {
        let mut capex = at_places(facts, flows, &incentive.places, |component| {
            component.class() == Class::Capex && !matches!(component, Component::Moves | Component::MoveDuty)
        });
        for (t, capex) in facts.periods().zip(&mut capex) {
            if t < incentive.from || incentive.until < t {
                *capex = 0.0;
            }
        }
        capex
    });
    Accounts {
        cash: cash(facts, flows),
        taxes: (0..finance.taxes.len()).map(|k| tax(facts, flows, k)).collect(),
        invested: invested.collect(),
    }
}

fn cash(facts: &Facts<'_>, flows: &[Flow]) -> Vec<CashRow> {
    let Some(account) = &facts.scenario.finance.cash else {
        return Vec::new();
    };
    let mut rows = vec![CashRow::default(); facts.scenario.horizon.len()];
    for flow in flows.iter().filter(|flow| !flow.component.at_the_end()) {
        let row = &mut rows[flow.period.index()];
        match (flow.component.class(), flow.component) {
            (Class::Capex, _) => row.capex += flow.amount,
            (Class::Opex, _) => row.opex += flow.amount,
            (Class::Revenue | Class::Income, _) => row.earned += flow.amount,
            (Class::Financing, Component::Loans) => row.drawn -= flow.amount,
            (Class::Financing, _) => row.charges += flow.amount,
            (Class::Penalty, _) => {}
        }
    }
    let mut balance = account.initial.value();
    for (row, funding) in rows.iter_mut().zip(&account.funding) {
        row.funding = funding.value();
        balance += row.funding + row.earned + row.drawn - row.capex - row.opex - row.charges;
        row.balance = balance;
    }
    rows
}

fn tax(facts: &Facts<'_>, flows: &[Flow], k: usize) -> Vec<TaxRow> {
    let tax = &facts.scenario.finance.taxes[k];
    let sum = |counts: &dyn Fn(Component) -> bool| at_places(facts, flows, &tax.places, counts);
    let earned = sum(&|c| matches!(c.class(), Class::Revenue | Class::Income) && !c.at_the_end());
    let opex = sum(&|c| c.class() == Class::Opex);
    let facilities = sum(&|c| c.class() == Class::Capex && c.is_facility());
    let equipment = sum(&|c| c.class() == Class::Capex && !c.is_facility());
    let mut carried = 0.0;
    let rows = facts.periods().map(|t| {
        let deduction = tax.deduction[t.index()].value();
        let off = written_off(facts, &facilities, tax.facilities, t)
            + written_off(facts, &equipment, tax.equipment, t);
        let mut row = TaxRow {
            earned: earned[t.index()],
            opex: opex[t.index()],
            written_off: off + deduction,
            taxed: facts.plan.finance.taxed[k][t.index()],
            carried,
        };
        if !holiday(tax, t) {
            carried += row.taxed - row.profit();
            row.carried = carried;
        }
        if !tax.carry_forward {
            carried = 0.0;
        }
        row
    });
    rows.collect()
}

/// Whether a tax asks for nothing in a period.
pub(crate) fn holiday(tax: &Tax, t: Period) -> bool {
    tax.rate[t.index()] == 0.0
}

/// What is written off in `t` of the investments of all periods, each in equal parts over `years` from the start of
/// its period on.
fn written_off(facts: &Facts<'_>, invested: &[f64], years: Years, t: Period) -> f64 {
    let length = |t: usize| facts.scenario.horizon.length[t].value();
    let share = |made: usize| {
        if years.value() <= 0.0 {
            return f64::from(u8::from(made == t.index()));
        }
        // Age of the investment at the start of the period.
        let age: f64 = (made..t.index()).map(length).sum();
        (years.value() - age).clamp(0.0, length(t.index())) / years.value()
    };
    let made = invested.iter().enumerate().take(t.index() + 1);
    made.map(|(made, amount)| amount * share(made)).sum()
}
