//! What is done when something is lost, read back.

use super::Reader;
use crate::plan::Plan;
use crate::scenario::{ChipId, DemandId, SiteId, WorkloadId};

impl Reader<'_> {
    /// Chips and volumes dealt out anew for every contingency that has them.
    pub(super) fn fallbacks(&self, plan: &mut Plan) {
        let (s, columns) = (self.scenario, &self.model.columns.resilience);
        for (q, fallback) in plan.fallbacks.iter_mut().enumerate() {
            for (c, sites) in ChipId::all(s.chips.len()).zip(&mut fallback.assigned) {
                for (r, workloads) in SiteId::all(s.sites.len()).zip(sites) {
                    for (w, row) in WorkloadId::all(s.workloads.len()).zip(workloads) {
                        for (t, amounts) in row.iter_mut().enumerate() {
                            *amounts = self.blocks(|h| columns.assign(q, c, r, w, t, h));
                        }
                    }
                }
            }
            for (d, sites) in DemandId::all(s.demand.len()).zip(&mut fallback.served) {
                for (r, row) in SiteId::all(s.sites.len()).zip(sites) {
                    for (t, amounts) in row.iter_mut().enumerate() {
                        *amounts = self.blocks(|h| columns.serve(q, r, d, t, h));
                    }
                }
            }
        }
    }
}
