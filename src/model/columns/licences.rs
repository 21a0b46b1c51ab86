//! Licences that can be applied for, and what is deployed under them.

use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{ChipId, RuleId, SiteId};

/// Index tables of licence applications. Empty where no rule is one.
#[derive(Debug, Clone, Default)]
pub struct Licences {
    pub(in crate::model) licence: Table<2>,
    pub(in crate::model) under: Table<4>,
}

impl Licences {
    /// `licence[k,t]`: the licence of rule `k` has been applied for by `t` (cumulative).
    pub fn licence(&self, k: RuleId, t: usize) -> Option<Col> {
        self.licence.get([k.index(), t])
    }

    /// `licence[k,t - lag]`: it is in hand in `t`.
    pub fn in_hand(&self, k: RuleId, lag: u16, t: usize) -> Option<Col> {
        self.licence(k, t.checked_sub(usize::from(lag))?)
    }

    /// `under[k,c,r,t]`: units deployed under the licence of rule `k`.
    pub fn under(&self, k: RuleId, c: ChipId, r: SiteId, t: usize) -> Option<Col> {
        self.under.get([k.index(), c.index(), r.index(), t])
    }
}
