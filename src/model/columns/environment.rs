//! Columns of carbon.

use crate::model::table::Table;
use crate::program::Col;

/// Where the columns of carbon are.
#[derive(Debug, Clone, Default)]
pub struct EnvironmentColumns {
    pub(in crate::model) bank: Table<2>,
}

impl EnvironmentColumns {
    /// `bank[k,t]`: emissions of the `k`-th cap left in its window that begins in `t`, ktCO2; none where nothing can
    /// move on.
    pub fn bank(&self, k: usize, t: usize) -> Option<Col> {
        self.bank.get([k, t])
    }
}
