//! Columns of what happens when something is lost.

use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{ChipId, DemandId, SiteId, WorkloadId};

/// Where the columns of resilience are. Contingencies are numbered as by `scenario::contingencies`.
#[derive(Debug, Clone, Default)]
pub struct ResilienceColumns {
    pub(in crate::model) reserve: Table<4>,
    pub(in crate::model) assign: Table<6>,
    pub(in crate::model) serve: Table<5>,
}

impl ResilienceColumns {
    /// `reserve[k,w,t,h]`: capacity for workload `w` that the largest loss of requirement `k` takes away.
    pub fn reserve(&self, k: usize, w: WorkloadId, t: usize, h: usize) -> Option<Col> {
        self.reserve.get([k, w.index(), t, h])
    }
    /// `fall_assign[q,c,r,w,t,h]`: units given to workload `w` in contingency `q`.
    pub fn assign(&self, q: usize, c: ChipId, r: SiteId, w: WorkloadId, t: usize, h: usize) -> Option<Col> {
        self.assign.get([q, c.index(), r.index(), w.index(), t, h])
    }
    /// `fall_serve[q,r,d,t,h]`: volume of line `d` served from site `r` in contingency `q`.
    pub fn serve(&self, q: usize, r: SiteId, d: DemandId, t: usize, h: usize) -> Option<Col> {
        self.serve.get([q, r.index(), d.index(), t, h])
    }
}
