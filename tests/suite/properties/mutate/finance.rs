//! Broken accounts, taxes and incentives.

use super::Mutants;
use buildout::scenario::*;

/// More than anything is worth here.
const MUCH: f64 = 1e5;

impl Mutants<'_> {
    pub(super) fn finance(&mut self) {
        let (finance, plan) = (&self.scenario.finance, &self.plan.finance);
        if finance.cash.is_some() {
            for t in self.periods() {
                self.scenario("too little stays in the account".into(), |s| {
                    let account = s.finance.cash.as_mut();
                    account
                        .into_iter()
                        .for_each(|cash| cash.floor[t] = MillionUsd(MUCH));
                });
            }
        }
        if let Some(debt) = &finance.debt {
            self.plan("owed is not a number".into(), |p| p.finance.debt[0] = f64::NAN);
            for t in self.periods() {
                let most = debt.limit[t].value();
                self.plan("loans above their limit".into(), |p| {
                    p.finance.debt[t] = most + 0.01
                });
            }
            if plan.debt.iter().any(|&owed| owed > 0.01) {
                self.scenario("loans above a covenant on revenue".into(), |s| {
                    let debt = s.finance.debt.as_mut();
                    debt.into_iter()
                        .for_each(|debt| debt.revenue_multiple = Some(0.0));
                });
            }
        }
        for (k, tax) in finance.taxes.iter().enumerate() {
            self.plan("a tax too many".into(), |p| p.finance.taxed.push(vec![]));
            if plan.taxed[k].iter().sum::<f64>() > 0.01 {
                self.plan("profit not taxed".into(), |p| p.finance.taxed[k].fill(0.0));
            }
            for t in self.periods() {
                if tax.rate[t] == 0.0 {
                    self.plan("taxed in a holiday".into(), |p| p.finance.taxed[k][t] += 1.0);
                } else if tax.carry_forward {
                    self.plan("taxed beyond what was earned".into(), |p| {
                        p.finance.taxed[k][t] += MUCH
                    });
                }
            }
        }
        for (i, incentive) in finance.incentives.iter().enumerate() {
            let most = incentive.rebate_at_most.value();
            for t in self.periods() {
                self.plan("more paid back than the cap".into(), |p| {
                    p.finance.rebates[i][t] += most + 0.01;
                });
            }
            if plan.claimed[i] {
                self.scenario("claimed without the investment".into(), |s| {
                    s.finance.incentives[i].minimum = MillionUsd(MUCH);
                });
            }
        }
    }
}
