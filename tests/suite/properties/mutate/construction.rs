//! Broken stages, conversions and bookings.

use super::Mutants;
use buildout::scenario::*;

/// What is more than solver noise.
const SOME: f64 = 1e-3;

impl Mutants<'_> {
    pub(super) fn construction(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        let last = s.horizon.len() - 1;
        for (r, site) in s.sites.iter().enumerate() {
            let id = &site.id;
            for (k, stage) in site.construction.stages.iter().enumerate() {
                let needed =
                    plan.opened[r].is_some() || stage.finishes.is_some() || stage.committed.is_some();
                if needed {
                    self.plan(format!("{id} without its stage {}", stage.id), |p| {
                        p.construction.stages[r][k] = None;
                    });
                }
                if stage.earliest.0 > 0 && stage.finishes.is_none() {
                    self.plan(format!("{} of {id} too early", stage.id), |p| {
                        p.construction.stages[r][k] = Some(Period(0));
                    });
                }
            }
            for (i, hall) in site.halls.iter().enumerate() {
                for (k, stage) in hall.construction.stages.iter().enumerate() {
                    self.plan(format!("{} of halls that are not there at {id}", stage.id), |p| {
                        p.construction.entered[r][i][k][last] += 100;
                    });
                    let entered = plan.construction.entered[r][i][k].iter().any(|&n| n > 0);
                    if entered {
                        let name = stage.id.clone();
                        self.scenario(format!("{name} at {id} without a contractor"), |s| {
                            s.sites[r].construction.contractors = vec![(name, 0.0)];
                        });
                    }
                }
                if hall.construction.committed.last().is_some_and(|&due| due > 0.0) {
                    self.plan(format!("committed halls of {id} not started"), |p| {
                        p.halls_started[r][i].fill(0);
                    });
                }
            }
            for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
                self.plan(
                    format!("{} of halls that are not there at {id}", retrofit.id),
                    |p| {
                        p.construction.retrofits[r][f][last] += 100;
                    },
                );
            }
            for (b, lease) in site.leases.iter().enumerate() {
                if lease.terms.committed.iter().any(|&least| least > 0) {
                    self.plan(
                        format!("committed blocks of {} at {id} not signed", lease.id),
                        |p| {
                            p.leased[r][b].fill(0);
                        },
                    );
                }
            }
            for (g, tranche) in site.tranches.iter().enumerate() {
                let name = &tranche.id;
                if tranche.terms.energised.is_some() || tranche.terms.committed.is_some() {
                    self.plan(format!("{name} of {id} not committed"), |p| {
                        p.connected[r][g] = None
                    });
                }
                self.plan(format!("more booked of {name} at {id} than there is"), |p| {
                    p.power.booked[r][g][last] += tranche.capacity.value() + 1.0;
                });
                let least = tranche.terms.floor().is_some_and(|share| share > 0.0);
                for t in self.periods() {
                    if least && plan.power.booked[r][g][t] > SOME {
                        self.plan(format!("nothing booked of {name} at {id}"), |p| {
                            p.power.booked[r][g][t] = 0.0;
                        });
                    }
                }
                self.plan(format!("energy from {name} at {id} without fuel"), |p| {
                    p.power.bridge_energy[r][g][last] += 1000.0;
                });
            }
        }
    }
}
