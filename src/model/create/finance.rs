//! Columns of the account, of loans, taxes and incentives.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;

const FREE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);

impl Maker<'_, '_> {
    pub(super) fn finance(&mut self) {
        self.incentives();
        self.taxes();
        self.account();
    }

    fn incentives(&mut self) {
        let (incentives, periods) = (&self.sets.scenario.finance.incentives, self.sets.periods);
        if incentives.is_empty() {
            return;
        }
        let claim = self.kind("claim", &[Labels::Incentive]);
        let rebate = self.kind("rebate", &[Labels::Incentive, Labels::Period]);
        let mut table = Table::new([incentives.len()]);
        for i in 0..incentives.len() {
            let col = self
                .program
                .column(claim, key([i]), (0.0, 1.0), Integrality::Integer);
            table.set([i], col);
        }
        self.columns.finance.claim = table;
        let mut table = Table::new([incentives.len(), periods]);
        for (i, incentive) in incentives.iter().enumerate() {
            let most = incentive.rebate_at_most.value();
            if incentive.rebate * most > 0.0 {
                for t in incentive.from.index()..=incentive.until.index() {
                    let col = self
                        .program
                        .column(rebate, key([i, t]), (0.0, most), Integrality::Continuous);
                    table.set([i, t], col);
                }
            }
        }
        self.columns.finance.rebate = table;
    }

    fn taxes(&mut self) {
        let (taxes, periods) = (&self.sets.scenario.finance.taxes, self.sets.periods);
        if taxes.is_empty() {
            return;
        }
        let mut table = |name, bounds, exists: &dyn Fn(usize, usize) -> bool| {
            let kind = self.kind(name, &[Labels::Tax, Labels::Period]);
            let mut table = Table::new([taxes.len(), periods]);
            for k in 0..taxes.len() {
                for t in (0..periods).filter(|&t| exists(k, t)) {
                    let col = self
                        .program
                        .column(kind, key([k, t]), bounds, Integrality::Continuous);
                    table.set([k, t], col);
                }
            }
            table
        };
        let facilities = table("invested_facilities", FREE, &|_, _| true);
        let equipment = table("invested_equipment", FREE, &|_, _| true);
        let taxed = table("taxed", POSITIVE, &|k, t| taxes[k].rate[t] > 0.0);
        let losses = table("losses", POSITIVE, &|k, t| {
            let later = &taxes[k].rate[t + 1..];
            taxes[k].carry_forward && taxes[k].rate[t] > 0.0 && later.iter().any(|&rate| rate > 0.0)
        });
        let finance = &mut self.columns.finance;
        (finance.facilities, finance.equipment) = (facilities, equipment);
        (finance.taxed, finance.losses) = (taxed, losses);
    }

    fn account(&mut self) {
        let (finance, periods) = (&self.sets.scenario.finance, self.sets.periods);
        if let Some(debt) = &finance.debt {
            let kind = self.kind("debt", &[Labels::Period]);
            self.columns.finance.debt = Table::new([periods]);
            for t in 0..periods {
                let bounds = (0.0, debt.limit[t].value());
                let col = self
                    .program
                    .column(kind, key([t]), bounds, Integrality::Continuous);
                self.columns.finance.debt.set([t], col);
            }
        }
        if let Some(cash) = &finance.cash {
            let kind = self.kind("cash", &[Labels::Period]);
            self.columns.finance.cash = Table::new([periods]);
            for t in 0..periods {
                let bounds = (cash.floor[t].value(), f64::INFINITY);
                let col = self
                    .program
                    .column(kind, key([t]), bounds, Integrality::Continuous);
                self.columns.finance.cash.set([t], col);
            }
        }
    }
}
