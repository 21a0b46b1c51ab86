//! Plans that break exactly what they say, made from plans that break nothing: `verify` must reject each.

mod construction;
mod contracts;
mod demand_side;
mod environment;
mod finance;
mod fleet;
mod limits;
mod resilience;
mod rules;
mod stacks;

use super::serving::{covers, reaches};
use super::structure::fleet;
use buildout::plan::Plan;
use buildout::plan::ledger::Ledger;
use buildout::scenario::*;

/// A broken plan, or an unbroken plan under a scenario that no longer allows it.
pub struct Mutant {
    /// What was done.
    pub name: String,
    /// The scenario to check against.
    pub scenario: Scenario,
    /// The plan.
    pub plan: Plan,
}

/// Collects mutants of one good plan.
pub struct Mutants<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    all: Vec<Mutant>,
}

/// Every mutant of a plan.
pub fn mutants(scenario: &Scenario, plan: &Plan) -> Vec<Mutant> {
    let mut m = Mutants {
        scenario,
        plan,
        all: vec![],
    };
    m.shapes_and_values();
    m.sites();
    m.construction();
    m.chips();
    m.fleet();
    m.vintages();
    m.demand();
    m.demand_side();
    m.jobs();
    m.rules();
    m.resilience();
    m.stacks();
    m.contracts();
    m.leasing();
    m.tightened();
    m.environment();
    m.limits();
    m.finance();
    m.all
}

impl Mutants<'_> {
    fn plan(&mut self, name: String, change: impl FnOnce(&mut Plan)) {
        let mut plan = self.plan.clone();
        change(&mut plan);
        self.all.push(Mutant {
            name,
            scenario: self.scenario.clone(),
            plan,
        });
    }

    fn scenario(&mut self, name: String, change: impl FnOnce(&mut Scenario)) {
        let mut scenario = self.scenario.clone();
        change(&mut scenario);
        self.all.push(Mutant {
            name,
            scenario,
            plan: self.plan.clone(),
        });
    }

    fn periods(&self) -> std::ops::Range<usize> {
        0..self.scenario.horizon.len()
    }

    /// Every block of hours of every period.
    fn blocks(&self) -> Vec<(usize, usize)> {
        let hours = self.scenario.hours.blocks();
        self.periods()
            .flat_map(|t| hours.clone().map(move |h| (t, h)))
            .collect()
    }

    fn shapes_and_values(&mut self) {
        self.plan("a site too few".into(), |p| p.opened.truncate(0));
        self.plan("a period too few".into(), |p| {
            p.ordered[0].pop();
        });
        self.plan("a demand line too many".into(), |p| {
            p.unmet.push(p.unmet[0].clone())
        });
        self.plan("unmet is not a number".into(), |p| p.unmet[0][0][0] = f64::NAN);
        self.plan("assigned is infinite".into(), |p| {
            p.assigned[0][0][0][0][0] = f64::INFINITY
        });
        self.plan("assigned is negative".into(), |p| {
            p.assigned[0][0][0][0][0] = -0.01
        });
        self.plan("half a unit ordered".into(), |p| p.ordered[0][0] += 0.5);
        self.plan("hub is negative".into(), |p| p.hub[0][0] = -0.01);
    }

    fn sites(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (r, site) in s.sites.iter().enumerate() {
            if site.existing {
                self.plan(format!("existing {} closed", site.id), |p| p.opened[r] = None);
                self.plan(format!("existing {} opened late", site.id), |p| {
                    p.opened[r] = Some(Period(1))
                });
            }
            if site.earliest.0 > 0 {
                self.plan(format!("{} opened too early", site.id), |p| {
                    p.opened[r] = Some(Period(0))
                });
            }
            if site.committed.is_some() {
                self.plan(format!("{} not opened as committed", site.id), |p| {
                    p.opened[r] = None
                });
            }
            let begun = plan.halls_started[r].iter().flatten().any(|&n| n > 0);
            if !site.existing && begun {
                self.plan(format!("{} built without opening", site.id), |p| {
                    p.opened[r] = None
                });
            }
            for (k, hall) in site.halls.iter().enumerate() {
                self.plan(format!("too many halls at {}", site.id), |p| {
                    p.halls_started[r][k][0] += hall.max.map_or(0, |max| max + 1);
                });
                if plan.opened[r].is_none() {
                    self.plan(format!("a hall at closed {}", site.id), |p| {
                        p.halls_started[r][k][0] = 1
                    });
                }
            }
            for (g, tranche) in site.tranches.iter().enumerate() {
                let early = plan.opened[r].is_none() || tranche.earliest.0 > 0;
                if early && tranche.terms.energised.is_none() {
                    self.plan(format!("tranche of {} too early", site.id), |p| {
                        p.connected[r][g] = Some(Period(0));
                    });
                }
            }
            for (b, lease) in site.leases.iter().enumerate() {
                self.plan(format!("too many blocks at {}", site.id), |p| {
                    p.leased[r][b][s.horizon.len() - 1] += lease.max_blocks + 1;
                });
                if lease.earliest.0 > 0 {
                    self.plan(format!("lease at {} too early", site.id), |p| {
                        p.leased[r][b][0] += 1
                    });
                }
            }
        }
    }

    fn chips(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (c, chip) in s.chips.iter().enumerate() {
            for t in self.periods() {
                let supply = chip.supply.as_ref().map_or(0.0, |supply| supply[t]);
                self.plan(format!("{} ordered beyond supply", chip.id), |p| {
                    p.ordered[c][t] = supply.floor() + 1.0;
                });
                let deployed: f64 = plan.deployed[c].iter().map(|site| site[t]).sum();
                let kept = if chip.hub {
                    plan.hub[c][t] - if t > 0 { plan.hub[c][t - 1] } else { 0.0 }
                } else {
                    0.0
                };
                let arrived = (1.0 - chip.loss) * plan.ordered[c][t];
                let slack = arrived - deployed - kept;
                if slack < 0.99 {
                    for r in 0..s.sites.len() {
                        self.plan(format!("{} deployed from nowhere", chip.id), |p| {
                            p.deployed[c][r][t] += 1.0
                        });
                    }
                    self.plan(format!("{} stocked from nowhere", chip.id), |p| {
                        p.hub[c][t] += 1.0
                    });
                }
                if plan.ordered[c][t] > 0.0 && slack < 0.99 * (1.0 - chip.loss) {
                    self.plan(format!("{} ordered too few", chip.id), |p| p.ordered[c][t] -= 1.0);
                }
                for r in 0..s.sites.len() {
                    if denied(s, chip, r, t) {
                        self.plan(format!("{} deployed where denied", chip.id), |p| {
                            p.ordered[c][t] += 1.0;
                            p.deployed[c][r][t] += 1.0;
                        });
                    }
                }
            }
        }
        for (e, cohort) in s.cohorts.iter().enumerate() {
            self.plan(format!("cohort {e} retired twice"), |p| {
                p.retired[e][0] += f64::from(cohort.units + 1)
            });
        }
    }

    fn fleet(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for r in 0..s.sites.len() {
            for (t, h) in self.blocks() {
                for c in 0..s.chips.len() {
                    let units = fleet(s, plan, c, r, t) + self.rented(c, r);
                    self.plan(format!("chip {c} given out twice"), |p| {
                        p.assigned[c][r][0][t][h] += units + 0.01
                    });
                }
                for w in 0..s.workloads.len() {
                    let load: f64 = (0..s.demand.len())
                        .filter(|&d| s.demand[d].workload.index() == w)
                        .map(|d| plan.served[d][r][t][h])
                        .sum();
                    if load > s.sites[r].blocks[w].value() + 0.01 {
                        self.plan(format!("workload {w} served by nothing"), |p| {
                            p.assigned.iter_mut().for_each(|chip| chip[r][w][t][h] = 0.0);
                        });
                    }
                }
            }
        }
    }

    fn demand(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (d, line) in s.demand.iter().enumerate() {
            for (t, h) in self.blocks() {
                let volume = line.volume_in(t, h).value();
                let unmet = plan.unmet[d][t][h];
                self.plan(format!("{} unmet beyond demand", line.id), |p| {
                    p.unmet[d][t][h] += 0.01
                });
                self.plan(format!("{} rented beyond demand", line.id), |p| {
                    p.rented[d][t][h] += 0.01
                });
                for r in 0..s.sites.len() {
                    self.plan(format!("{} served beyond demand", line.id), |p| {
                        p.served[d][r][t][h] += 0.01
                    });
                    if unmet > 0.1 && !reaches(s, line, r) {
                        self.plan(format!("{} served from where it may not be", line.id), |p| {
                            p.served[d][r][t][h] += 0.1;
                            p.unmet[d][t][h] -= 0.1;
                        });
                    }
                    if plan.served[d][r][t][h] > 0.01 {
                        self.plan(format!("{} forgotten", line.id), |p| p.served[d][r][t][h] = 0.0);
                    }
                }
                if line.service_floor > 0.0 && volume > 0.1 {
                    self.plan(format!("{} below its floor", line.id), |p| {
                        p.served[d].iter_mut().for_each(|site| site[t][h] = 0.0);
                        p.rented[d][t][h] = 0.0;
                        p.unmet[d][t][h] = volume;
                    });
                }
                let rentable = match &line.rent {
                    None => 0.0,
                    Some(rent) => rent.at_most.as_ref().map_or(f64::INFINITY, |cap| cap[t].value()),
                };
                if volume > rentable + 0.1 {
                    self.plan(format!("{} rented beyond the offer", line.id), |p| {
                        p.served[d].iter_mut().for_each(|site| site[t][h] = 0.0);
                        p.unmet[d][t][h] = 0.0;
                        p.rented[d][t][h] = volume;
                    });
                }
            }
        }
    }

    fn jobs(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (j, job) in s.jobs.iter().enumerate() {
            let Some(run) = &plan.jobs[j] else { continue };
            let (c, r) = (usize::from(run.chip), usize::from(run.site));
            if job.unmet_penalty.is_none() {
                self.plan(format!("{} must run", job.id), |p| p.jobs[j] = None);
            }
            for (t, h) in self.blocks() {
                let inside = (job.start.index()..=job.deadline.index()).contains(&t);
                let units = fleet(s, plan, c, r, t);
                let least = job.min_chips / f64::from(s.chips[c].chips_per_unit);
                let put = |units: f64| {
                    move |p: &mut Plan| {
                        p.jobs[j]
                            .as_mut()
                            .into_iter()
                            .for_each(|run| run.units[t][h] = units)
                    }
                };
                self.plan(
                    format!("{} runs on more than there is", job.id),
                    put(units + self.rented(c, r) + 0.01),
                );
                if !inside {
                    self.plan(
                        format!("{} runs outside its window", job.id),
                        put(least.max(0.01)),
                    );
                }
                if least > 0.02 {
                    self.plan(format!("{} runs on too few", job.id), put(least - 0.01));
                }
            }
        }
    }

    /// The same plan where the scenario gives less than it takes.
    fn tightened(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        let ledger = Ledger::new(s, plan);
        for (b, windows) in ledger.budgets().iter().enumerate() {
            for (w, window) in windows
                .iter()
                .enumerate()
                .filter(|(_, window)| window.spend > 0.1)
            {
                self.scenario(format!("budget {b} overspent in window {w}"), |s| {
                    s.budgets[b].carry_over = 0.0;
                    s.budgets[b].windows[w].at_most = MillionUsd(window.spend - 0.1);
                });
            }
        }
        for (r, site) in s.sites.iter().enumerate() {
            for t in self.periods() {
                let racks: f64 = (0..s.chips.len())
                    .map(|c| s.chips[c].racks * fleet(s, plan, c, r, t))
                    .sum();
                let leased = plan.leased[r].iter().flatten().any(|&blocks| blocks > 0);
                if racks > 0.0 && !leased {
                    self.scenario(format!("no grid power at {}", site.id), |s| {
                        s.sites[r].power[t] = Megawatts(0.0);
                        s.sites[r]
                            .tranches
                            .iter_mut()
                            .for_each(|g| g.capacity = Megawatts(0.0));
                    });
                    self.scenario(format!("halls at {} have no power", site.id), |s| {
                        s.halls.iter_mut().for_each(|hall| hall.it_power = Megawatts(0.0));
                    });
                    self.scenario(format!("halls at {} have no racks", site.id), |s| {
                        s.halls.iter_mut().for_each(|hall| hall.racks = 0.0);
                    });
                    self.scenario(format!("halls at {} cool nothing", site.id), |s| {
                        s.halls.iter_mut().for_each(|hall| {
                            hall.accepts = Accepts {
                                air: false,
                                liquid: false,
                            }
                        });
                    });
                }
                if plan.opened[r] == Some(Period(t as u16)) && !site.existing {
                    self.scenario(format!("{} may not open", site.id), |s| {
                        s.openings_per_period = Some(vec![0.0; s.horizon.len()]);
                    });
                }
            }
            if plan.halls_started[r].iter().flatten().any(|&n| n > 0) {
                self.scenario(format!("no land at {}", site.id), |s| {
                    s.sites[r].land = Some(Hectares(0.5))
                });
                self.scenario(format!("no contractor at {}", site.id), |s| {
                    s.sites[r].contractor = Some(0.0)
                });
            }
        }
        for (c, chip) in s.chips.iter().enumerate() {
            if plan.ordered[c].iter().any(|&n| n > 0.51) {
                self.scenario(format!("{} shares an empty pool", chip.id), |s| {
                    let periods = s.horizon.len();
                    s.pools.push(SupplyPool {
                        id: "empty".into(),
                        members: vec![(ChipId(c as u16), 1.0)],
                        at_most: vec![0.5; periods],
                    });
                });
            }
            if plan.deployed[c].iter().flatten().any(|&n| n > 0.0) {
                let effects = [
                    RuleEffect::Denied,
                    RuleEffect::Licence,
                    RuleEffect::ComputeCap {
                        at_most: MegaTpp(0.0),
                    },
                    RuleEffect::Risk {
                        weight: 1.0,
                        at_most: Some(MillionUsd(0.0)),
                        price: 0.0,
                    },
                ];
                self.scenario(format!("{} under a grant without quota", chip.id), |s| {
                    let all = vec![true; s.horizon.len()];
                    let quota = Some(MegaTpp(0.0));
                    s.rules = [RuleEffect::Licence, RuleEffect::Grant { quota }]
                        .map(|effect| Rule {
                            active: all.clone(),
                            ..buildout::model::testing::rule("new", effect)
                        })
                        .into();
                });
                for effect in effects {
                    self.scenario(format!("{} under a new rule: {effect:?}", chip.id), |s| {
                        s.rules.clear();
                        s.rules.push(Rule {
                            active: vec![true; s.horizon.len()],
                            ..buildout::model::testing::rule("new", effect)
                        });
                    });
                }
            }
        }
    }
}

/// Whether a drawn rule forbids a deployment outright.
fn denied(s: &Scenario, chip: &Chip, r: usize, t: usize) -> bool {
    s.rules.iter().any(|rule| {
        rule.effect == RuleEffect::Denied
            && rule.active[t]
            && rule
                .owners
                .as_ref()
                .is_none_or(|owners| owners.contains(&s.operator.headquarters))
            && rule
                .chips
                .origins
                .as_ref()
                .is_none_or(|origins| origins.contains(&chip.origin))
            && rule.chips.tpp_at_least.is_none_or(|least| chip.tpp >= least)
            && covers(s, &rule.places, r)
    })
}
