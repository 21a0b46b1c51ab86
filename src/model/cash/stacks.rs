//! Money of porting projects.

use super::{Cash, Spend};
use crate::scenario::{Component, WorkloadId};

impl Cash<'_> {
    /// Cost of the projects started in `t`: investment at no site.
    pub(super) fn porting(&self, t: usize, spend: &mut impl Spend) {
        let s = self.scenario;
        for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
            for (q, other) in workload.stacks.others.iter().enumerate() {
                let Some(porting) = &other.port else { continue };
                let at = |t| self.columns.stacks.port(w, q, t);
                let before = t.checked_sub(1).and_then(at);
                let now = at(t).filter(|&now| Some(now) != before);
                if now.is_some() {
                    let cost = self.part(Component::Porting, porting.cost[t].value());
                    spend(now, cost);
                    if before.is_some() {
                        spend(before, -cost);
                    }
                }
            }
        }
    }
}
