//! Customers' behaviour.

use super::Mutants;
use buildout::scenario::*;

impl Mutants<'_> {
    pub(super) fn demand_side(&mut self) {
        self.prices();
        self.churn();
        self.classes();
        self.places();
    }

    /// Mean share of a line that is unmet in `t`; none without demand.
    fn unmet_share(&self, d: usize, t: usize) -> Option<f64> {
        let wanted = self.scenario.demand[d].volume[t].value();
        let unmet = self.scenario.hours.mean(&self.plan.unmet[d][t]);
        (wanted > 0.1).then_some(unmet / wanted)
    }

    /// Classes are served in their order in every block: means over blocks of unlike profiles say nothing.
    fn unmet_in_first_block(&self, d: usize) -> Option<f64> {
        let wanted = self.scenario.demand[d].volume_in(0, 0).value();
        (wanted > 0.1).then_some(self.plan.unmet[d][0][0] / wanted)
    }

    fn prices(&mut self) {
        for (d, line) in self.scenario.demand.iter().enumerate() {
            for t in self.periods().filter(|_| line.side.price.is_some()) {
                let base = line.revenue[t].value();
                if base > 0.1 {
                    self.plan(format!("{} sold at another price", line.id), |p| {
                        p.prices[d][t][0] += 0.01 * base
                    });
                }
            }
        }
    }

    fn churn(&mut self) {
        for (d, line) in self.scenario.demand.iter().enumerate() {
            let (Some(before), Some(after)) = (self.unmet_share(d, 0), self.unmet_share(d, 1)) else {
                continue;
            };
            if before > after + 0.01 {
                self.scenario(format!("{} served to those who left", line.id), |s| {
                    s.demand[d].side.churn = Some(Churn {
                        leave: 1.0,
                        back: 0.0,
                    });
                });
            }
        }
    }

    fn classes(&mut self) {
        let lines = 0..self.scenario.demand.len();
        for (a, b) in lines.clone().flat_map(|a| lines.clone().map(move |b| (a, b))) {
            let of = |d: usize| self.scenario.demand[d].workload;
            let shares = (self.unmet_in_first_block(a), self.unmet_in_first_block(b));
            let (Some(first), Some(second)) = shares else {
                continue;
            };
            if of(a) == of(b) && first > second + 0.01 {
                self.scenario(format!("line {b} served before line {a}"), |s| {
                    s.demand.iter_mut().for_each(|line| line.side.priority = None);
                    s.demand[a].side.priority = Some(1);
                    s.demand[b].side.priority = Some(2);
                });
            }
        }
    }

    fn places(&mut self) {
        for (d, line) in self.scenario.demand.iter().enumerate() {
            if line.side.price.is_some() {
                continue;
            }
            let sites: Vec<Vec<usize>> = self
                .periods()
                .map(|t| {
                    let served = self.plan.served[d].iter().enumerate();
                    let served = served.filter(|(_, site)| site[t].iter().any(|&volume| volume > 0.01));
                    served.map(|(r, _)| r).collect()
                })
                .collect();
            for t in self.periods() {
                let parts = self.plan.served[d]
                    .iter()
                    .any(|site| site[t][0] > 0.01 && site[t][0] < line.volume_in(t, 0).value() - 0.01);
                if sites[t].len() > 1 || parts {
                    self.scenario(format!("{} split", line.id), |s| {
                        s.demand[d].side.placement = Placement::Single
                    });
                }
                if t > 0 && !sites[0].is_empty() && !sites[t].is_empty() && sites[t] != sites[0] {
                    self.scenario(format!("{} moved", line.id), |s| {
                        s.demand[d].side.placement = Placement::Fixed
                    });
                }
            }
        }
    }
}
