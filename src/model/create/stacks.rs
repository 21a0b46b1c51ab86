//! Columns of porting projects.

use super::Maker;
use crate::model::columns::{Labels, key, stack_label};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::{ChipId, WorkloadId};

impl Maker<'_, '_> {
    /// `port[w,q,t]` where a workload can be ported to a stack that some chip has, early enough to be of use.
    pub(super) fn porting(&mut self) {
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let kind = self.kind("port", &[Labels::Workload, Labels::Stack, Labels::Period]);
        let most = s.workloads.iter().map(|w| w.stacks.others.len()).max();
        self.columns.stacks.port = Table::new([s.workloads.len(), most.unwrap_or(0), periods]);
        for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
            for (q, other) in workload.stacks.others.iter().enumerate() {
                let Some(porting) = &other.port else { continue };
                let runs = ChipId::all(s.chips.len())
                    .zip(&s.chips)
                    .any(|(c, chip)| chip.stack == other.stack && s.best_throughput(c, w).value() > 0.0);
                let mut current = None;
                for t in 0..periods {
                    if runs && t + usize::from(porting.lag) < periods {
                        let at = key([w.index(), stack_label(s, &other.stack), t]);
                        let bounds = (0.0, 1.0);
                        current = Some(self.program.column(kind, at, bounds, Integrality::Integer));
                    }
                    if let Some(col) = current {
                        self.columns.stacks.port.set([w.index(), q, t], col);
                    }
                }
            }
        }
    }
}
