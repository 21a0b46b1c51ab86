//! Columns of the account, of loans, taxes and incentives.

use crate::model::table::Table;
use crate::program::Col;

/// Index tables of the columns of finance. Taxes and incentives are counted as in the scenario.
#[derive(Debug, Clone, Default)]
pub struct FinanceColumns {
    pub(in crate::model) claim: Table<1>,
    pub(in crate::model) rebate: Table<2>,
    pub(in crate::model) facilities: Table<2>,
    pub(in crate::model) equipment: Table<2>,
    pub(in crate::model) taxed: Table<2>,
    pub(in crate::model) losses: Table<2>,
    pub(in crate::model) debt: Table<1>,
    pub(in crate::model) cash: Table<1>,
}

impl FinanceColumns {
    /// `claim[i]`: incentive `i` is claimed.
    pub fn claim(&self, i: usize) -> Option<Col> {
        self.claim.get([i])
    }
    /// `rebate[i,t]`: paid back in `t` under incentive `i`, MUSD.
    pub fn rebate(&self, i: usize, t: usize) -> Option<Col> {
        self.rebate.get([i, t])
    }
    /// `invested_facilities[k,t]`: investment in sites in `t` that tax `k` writes off, MUSD.
    pub fn facilities(&self, k: usize, t: usize) -> Option<Col> {
        self.facilities.get([k, t])
    }
    /// `invested_equipment[k,t]`: investment in chips in `t` that tax `k` writes off, MUSD.
    pub fn equipment(&self, k: usize, t: usize) -> Option<Col> {
        self.equipment.get([k, t])
    }
    /// `taxed[k,t]`: profit of `t` on which tax `k` is paid, MUSD; none in a holiday.
    pub fn taxed(&self, k: usize, t: usize) -> Option<Col> {
        self.taxed.get([k, t])
    }
    /// `losses[k,t]`: losses and deductions not yet claimed after `t` under tax `k`, MUSD.
    pub fn losses(&self, k: usize, t: usize) -> Option<Col> {
        self.losses.get([k, t])
    }
    /// `debt[t]`: owed after `t`, MUSD.
    pub fn debt(&self, t: usize) -> Option<Col> {
        self.debt.get([t])
    }
    /// `cash[t]`: balance of the account after `t`, MUSD.
    pub fn cash(&self, t: usize) -> Option<Col> {
        self.cash.get([t])
    }
}
