//! Columns of the planner's own limits.

use crate::model::table::Table;
use crate::program::Col;

/// Where the columns of broken limits are.
#[derive(Debug, Clone, Default)]
pub struct LimitColumns {
    pub(in crate::model) excess: Table<2>,
    pub(in crate::model) lack: Table<2>,
}

impl LimitColumns {
    /// `excess[l,t]`: by how much the `l`-th limit is exceeded in its window that begins in `t`, where that has a price.
    pub fn excess(&self, l: usize, t: usize) -> Option<Col> {
        self.excess.get([l, t])
    }
    /// `lack[l,t]`: by how much the `l`-th limit is missed in its window that begins in `t`, where that has a price.
    pub fn lack(&self, l: usize, t: usize) -> Option<Col> {
        self.lack.get([l, t])
    }
}
