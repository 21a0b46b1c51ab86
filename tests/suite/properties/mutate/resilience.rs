//! Plans that cannot stand a loss.

use super::Mutants;
use crate::properties::structure::fleet;
use buildout::scenario::*;

impl Mutants<'_> {
    pub(super) fn resilience(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (k, requirement) in s.resilience.iter().enumerate() {
            let some = |t: &usize| {
                requirement
                    .lines
                    .iter()
                    .map(|d| &s.demand[d.index()])
                    .any(|line| line.side.price.is_none() && line.volume[*t].value() > 0.1)
            };
            for t in self.periods().filter(some) {
                // Every site and chip may be lost at once, and twice the demand must be kept.
                self.scenario(format!("{} asks for more than there is", requirement.id), |s| {
                    let all = &mut s.resilience[k];
                    all.keep[t] = 2.0;
                    all.losses.truncate(1);
                    all.losses[0].sites = SiteId::all(s.sites.len()).collect();
                    for line in &mut s.demand {
                        line.rent = None;
                    }
                });
            }
        }
        for (q, contingency) in contingencies(&s.resilience).enumerate() {
            for (t, h) in self.blocks() {
                if !contingency.copies_in(t) {
                    continue;
                }
                for (c, r) in
                    ChipId::all(s.chips.len()).flat_map(|c| SiteId::all(s.sites.len()).map(move |r| (c, r)))
                {
                    // Rented units work as well: how many a plan has is none of this test's business.
                    if s.rentals.iter().any(|offer| offer.chip == c) {
                        continue;
                    }
                    let units = fleet(s, plan, c.index(), r.index(), t);
                    self.plan(
                        format!("chip {} given out twice after {}", c.index(), contingency.label()),
                        |p| p.fallbacks[q].assigned[c.index()][r.index()][0][t][h] += units + 0.01,
                    );
                }
                for &d in &contingency.of.lines {
                    let line = &s.demand[d.index()];
                    let rented = plan.rented[d.index()][t][h];
                    if contingency.of.keep[t] * line.volume_in(t, h).value() > rented + 0.01
                        && line.side.price.is_none()
                    {
                        self.plan(
                            format!("{} forgotten after {}", line.id, contingency.label()),
                            |p| {
                                p.fallbacks[q].served[d.index()]
                                    .iter_mut()
                                    .for_each(|site| site[t][h] = 0.0);
                            },
                        );
                    }
                    for &r in &contingency.loss.sites {
                        self.plan(format!("{} served from what is lost", line.id), |p| {
                            p.fallbacks[q].served[d.index()][r.index()][t][h] += 0.01
                        });
                    }
                }
            }
        }
    }
}
