//! Porting of workloads to other software stacks.

use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{Scenario, WorkloadId};

/// Index table of porting projects. Empty where no workload can be ported.
#[derive(Debug, Clone, Default)]
pub struct StackColumns {
    pub(in crate::model) port: Table<3>,
}

impl StackColumns {
    /// `port[w,q,t]`: porting workload `w` to its `q`-th further stack has been started by `t` (cumulative).
    pub fn port(&self, w: WorkloadId, q: usize, t: usize) -> Option<Col> {
        self.port.get([w.index(), q, t])
    }
}

/// Names of all stacks beside home stacks, each once, in the order of the workloads.
pub(in crate::model) fn stack_labels(scenario: &Scenario) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for other in scenario.workloads.iter().flat_map(|w| &w.stacks.others) {
        if !names.contains(&other.stack) {
            names.push(other.stack.clone());
        }
    }
    names
}

/// Position of a stack among the labels.
pub(in crate::model) fn stack_label(scenario: &Scenario, stack: &str) -> usize {
    let names = stack_labels(scenario);
    names.iter().position(|name| name == stack).unwrap_or(0)
}
