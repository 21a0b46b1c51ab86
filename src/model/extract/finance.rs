//! Financial decisions from column values.

use super::Reader;
use crate::plan::Plan;

impl Reader<'_> {
    pub(super) fn finance(&self, plan: &mut Plan) {
        let columns = &self.model.columns.finance;
        let finance = &mut plan.finance;
        for (t, owed) in finance.debt.iter_mut().enumerate() {
            *owed = self.amount(columns.debt(t));
        }
        for (k, taxed) in finance.taxed.iter_mut().enumerate() {
            for (t, amount) in taxed.iter_mut().enumerate() {
                *amount = self.amount(columns.taxed(k, t));
            }
        }
        for (i, rebates) in finance.rebates.iter_mut().enumerate() {
            for (t, amount) in rebates.iter_mut().enumerate() {
                *amount = self.amount(columns.rebate(i, t));
            }
        }
        for (i, claimed) in finance.claimed.iter_mut().enumerate() {
            *claimed = self.count(columns.claim(i)) > 0;
        }
    }
}
