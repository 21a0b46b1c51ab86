//! Porting projects of a plan.

use super::Reader;
use crate::plan::Plan;
use crate::scenario::WorkloadId;

impl Reader<'_> {
    pub(super) fn ported(&self, plan: &mut Plan) {
        let columns = &self.model.columns.stacks;
        for (w, stacks) in WorkloadId::all(plan.ported.len()).zip(&mut plan.ported) {
            for (q, start) in stacks.iter_mut().enumerate() {
                *start = self.first(|t| columns.port(w, q, t));
            }
        }
    }
}
