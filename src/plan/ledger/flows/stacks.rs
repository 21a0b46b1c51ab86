//! Money of porting projects.

use super::{Book, Component};
use crate::plan::facts::Facts;

pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    for (workload, ported) in facts.scenario.workloads.iter().zip(&facts.plan.ported) {
        for (other, start) in workload.stacks.others.iter().zip(ported) {
            if let (Some(porting), Some(t)) = (&other.port, *start) {
                book.add(Component::Porting, None, None, t, porting.cost[t.index()]);
            }
        }
    }
}
