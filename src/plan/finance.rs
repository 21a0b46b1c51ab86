//! Financial decisions of a plan: what is owed, taxed and claimed.

use super::json::{At, Ids, PlanJsonError, by_period, object};
use super::shape::Shaped;
use crate::scenario::Scenario;
use serde_json::Value;

/// What a plan owes, pays tax on and claims. Money is MUSD.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FinancePlan {
    /// `[t]`: owed after t; empty without loans.
    pub debt: Vec<f64>,
    /// `[tax][t]`: profit on which the tax of t is paid.
    pub taxed: Vec<Vec<f64>>,
    /// `[incentive]`: whether it is claimed.
    pub claimed: Vec<bool>,
    /// `[incentive][t]`: paid back in t.
    pub rebates: Vec<Vec<f64>>,
}

impl FinancePlan {
    /// Nothing owed, taxed and claimed, in the scenario's shape.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let (finance, t) = (&scenario.finance, scenario.horizon.len());
        Self {
            debt: vec![0.0; if finance.debt.is_some() { t } else { 0 }],
            taxed: vec![vec![0.0; t]; finance.taxes.len()],
            claimed: vec![false; finance.incentives.len()],
            rebates: vec![vec![0.0; t]; finance.incentives.len()],
        }
    }

    /// Tables with the first difference in shape.
    pub(super) fn differences(&self, like: &Self) -> [(&'static str, Option<String>); 4] {
        [
            ("debt", self.debt.difference(&like.debt)),
            ("taxed", self.taxed.difference(&like.taxed)),
            ("claimed", self.claimed.difference(&like.claimed)),
            ("rebates", self.rebates.difference(&like.rebates)),
        ]
    }

    /// Itself in the shape of `like`.
    pub(super) fn fitted(&self, like: &Self) -> Self {
        Self {
            debt: self.debt.fitted(&like.debt),
            taxed: self.taxed.fitted(&like.taxed),
            claimed: self.claimed.fitted(&like.claimed),
            rebates: self.rebates.fitted(&like.rebates),
        }
    }

    /// Visits every amount, with its table and place.
    pub(super) fn amounts(&self, visit: &mut impl FnMut(&'static str, &[usize], f64)) {
        for (t, &value) in self.debt.iter().enumerate() {
            visit("debt", &[t], value);
        }
        for (name, table) in [("taxed", &self.taxed), ("rebates", &self.rebates)] {
            for (i, row) in table.iter().enumerate() {
                for (t, &value) in row.iter().enumerate() {
                    visit(name, &[i, t], value);
                }
            }
        }
    }

    /// As JSON; an empty object if nothing is decided.
    pub(super) fn to_json(&self, scenario: &Scenario) -> Value {
        let finance = &scenario.finance;
        let taxed = finance.taxes.iter().zip(&self.taxed);
        let incentives = || finance.incentives.iter().map(|incentive| &incentive.id);
        let claimed = incentives().zip(&self.claimed).filter(|(_, claimed)| **claimed);
        let rebates = incentives().zip(&self.rebates);
        object([
            ("debt", by_period(scenario, &self.debt)),
            (
                "taxed",
                object(taxed.map(|(tax, row)| (&tax.id, by_period(scenario, row)))),
            ),
            ("claimed", object(claimed.map(|(id, _)| (id, Value::Bool(true))))),
            (
                "rebates",
                object(rebates.map(|(id, row)| (id, by_period(scenario, row)))),
            ),
        ])
    }

    /// Reads what [`FinancePlan::to_json`] wrote.
    pub(super) fn read(
        &mut self,
        scenario: &Scenario,
        ids: &Ids<'_>,
        at: &At<'_>,
    ) -> Result<(), PlanJsonError> {
        let finance = &scenario.finance;
        let taxes: Vec<&str> = finance.taxes.iter().map(|tax| tax.id.as_str()).collect();
        let incentives: Vec<&str> = (finance.incentives.iter())
            .map(|incentive| incentive.id.as_str())
            .collect();
        for (key, at) in at.members()? {
            match key {
                "debt" if finance.debt.is_some() => at.amounts(ids, &mut self.debt)?,
                "taxed" => at.each(&taxes, "tax", |k, at| at.amounts(ids, &mut self.taxed[k]))?,
                "claimed" => at.each(&incentives, "incentive", |i, at| {
                    self.claimed[i] =
                        (at.value.as_bool()).ok_or_else(|| at.error("expected `true` or `false`"))?;
                    Ok(())
                })?,
                "rebates" => at.each(&incentives, "incentive", |i, at| {
                    at.amounts(ids, &mut self.rebates[i])
                })?,
                _ => return Err(at.error("unknown key")),
            }
        }
        Ok(())
    }
}
