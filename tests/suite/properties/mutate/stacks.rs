//! Workloads on stacks to which they were not ported.

use super::Mutants;
use buildout::scenario::*;

impl Mutants<'_> {
    pub(super) fn stacks(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (w, workload) in s.workloads.iter().enumerate() {
            for (q, other) in workload.stacks.others.iter().enumerate() {
                let name = format!("{} on {}", workload.id, other.stack);
                if other.port.is_none() {
                    self.plan(format!("{name}: ported though it cannot be"), |p| {
                        p.ported[w][q] = Some(Period(0));
                    });
                }
                let of_stack = |c: usize| s.chips[c].stack == other.stack;
                let used = (0..s.chips.len()).filter(|&c| of_stack(c)).any(|c| {
                    let units = plan.assigned[c].iter().flat_map(|site| &site[w]).flatten();
                    units.copied().any(|units| units > 0.01)
                });
                if !used {
                    continue;
                }
                self.plan(format!("{name}: late in the horizon"), |p| {
                    p.ported[w][q] = Some(Period(s.horizon.len() as u16));
                });
                self.scenario(format!("{name}: nothing is portable"), |s| {
                    s.workloads[w].stacks.others[q].portable = 0.0;
                    s.workloads[w].stacks.others[q].port = None;
                });
                self.scenario(format!("{name}: all of its throughput is lost"), |s| {
                    s.workloads[w].stacks.others[q].penalty.fill(1.0);
                });
                self.scenario(format!("{name}: chips of the stack cannot run it"), |s| {
                    s.workloads[w].stacks.others[q].stack = "none".into();
                });
            }
            for (q, start) in plan.ported[w].iter().enumerate() {
                let Some(porting) = &workload.stacks.others[q].port else {
                    continue;
                };
                if start.is_some() && porting.engineers > 0.1 {
                    self.scenario(format!("{}: no engineers", workload.id), |s| {
                        s.porting_engineers = Some(vec![0.05; s.horizon.len()]);
                    });
                }
            }
        }
    }
}
