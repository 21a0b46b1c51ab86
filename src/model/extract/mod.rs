//! From column values back to a plan.

mod contracts;
mod demand_side;
mod licences;
mod resilience;
mod sites;
mod stacks;
mod vintages;

mod finance;

use crate::model::Model;
use crate::plan::{JobRun, Plan};
use crate::program::Col;
use crate::scenario::*;

/// Reads a plan from column values (integers already whole, as in `solver::Outcome::values`). Values of columns that
/// the model does not have are 0.
pub fn extract(scenario: &Scenario, model: &Model, values: &[f64]) -> Plan {
    let reader = Reader {
        scenario,
        model,
        values,
    };
    let mut plan = Plan::empty(scenario);
    reader.sites(&mut plan);
    reader.units(&mut plan);
    reader.vintages(&mut plan);
    reader.volumes(&mut plan);
    reader.finance(&mut plan);
    reader.prices(&mut plan);
    reader.licences(&mut plan);
    reader.fallbacks(&mut plan);
    reader.ported(&mut plan);
    reader.contracts(&mut plan);
    reader.leasing(&mut plan);
    plan.jobs = JobId::all(scenario.jobs.len()).map(|j| reader.job(j)).collect();
    plan
}

struct Reader<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    values: &'a [f64],
}

impl Reader<'_> {
    /// Value of a column, noise below zero cut off.
    fn amount(&self, col: Option<Col>) -> f64 {
        let value = col.and_then(|col| self.values.get(col.index()));
        value.map_or(0.0, |value| value.max(0.0))
    }

    /// Units of a chip: whole unless the chip comes in any amount.
    fn units_of(&self, c: ChipId, col: Option<Col>) -> f64 {
        let amount = self.amount(col);
        let whole = self.scenario.chips.get(c.index()).is_none_or(|chip| chip.whole);
        if whole { amount.round() } else { amount }
    }

    fn count(&self, col: Option<Col>) -> u32 {
        self.amount(col).round() as u32
    }

    /// Values of the columns of all blocks of hours.
    fn blocks(&self, col: impl Fn(usize) -> Option<Col>) -> Vec<f64> {
        let hours = self.scenario.hours.blocks();
        hours.map(|h| self.amount(col(h))).collect()
    }

    fn periods(&self) -> std::ops::Range<usize> {
        0..self.scenario.horizon.len()
    }

    /// First period in which a cumulative column is 1.
    fn first(&self, by: impl Fn(usize) -> Option<Col>) -> Option<Period> {
        self.periods()
            .find(|&t| self.count(by(t)) > 0)
            .map(|t| Period(t as u16))
    }

    fn sites(&self, plan: &mut Plan) {
        let columns = &self.model.columns;
        for (r, site) in SiteId::all(self.scenario.sites.len()).zip(&self.scenario.sites) {
            plan.opened[r.index()] = self.first(|t| columns.open(r, t));
            for i in 0..site.halls.len() {
                plan.halls_started[r.index()][i] = self.increments(|t| columns.halls(r, i, t));
            }
            self.site_parts(r, site, plan);
            for g in 0..site.tranches.len() {
                plan.connected[r.index()][g] = self.first(|t| columns.connect(r, g, t));
            }
            for i in 0..site.leases.len() {
                for t in self.periods() {
                    plan.leased[r.index()][i][t] = self.count(columns.lease(r, i, t));
                }
            }
        }
    }

    fn units(&self, plan: &mut Plan) {
        let columns = &self.model.columns;
        for c in ChipId::all(self.scenario.chips.len()) {
            for t in self.periods() {
                plan.ordered[c.index()][t] = self.units_of(c, columns.order(c, t));
                plan.hub[c.index()][t] = self.amount(columns.hub(c, t));
                for r in SiteId::all(self.scenario.sites.len()) {
                    plan.deployed[c.index()][r.index()][t] = self.units_of(c, columns.deploy(c, r, t));
                    for w in WorkloadId::all(self.scenario.workloads.len()) {
                        plan.assigned[c.index()][r.index()][w.index()][t] =
                            self.blocks(|h| columns.assign(c, r, w, t, h));
                    }
                }
            }
        }
        for (e, cohort) in CohortId::all(self.scenario.cohorts.len()).zip(&self.scenario.cohorts) {
            for t in self.periods() {
                plan.retired[e.index()][t] = self.units_of(cohort.chip, columns.retire(e, t));
            }
        }
    }

    fn volumes(&self, plan: &mut Plan) {
        let columns = &self.model.columns;
        for d in DemandId::all(self.scenario.demand.len()) {
            for t in self.periods() {
                for r in SiteId::all(self.scenario.sites.len()) {
                    plan.served[d.index()][r.index()][t] = self.blocks(|h| columns.serve(r, d, t, h));
                }
                plan.rented[d.index()][t] = self.blocks(|h| columns.rent(d, t, h));
                plan.unmet[d.index()][t] = self.blocks(|h| columns.unmet(d, t, h));
            }
        }
    }

    /// How a job runs: at the place where any of its clusters is at work.
    fn job(&self, j: JobId) -> Option<JobRun> {
        let columns = &self.model.columns;
        let chips = ChipId::all(self.scenario.chips.len());
        let mut places = chips.flat_map(|c| SiteId::all(self.scenario.sites.len()).map(move |r| (c, r)));
        let (c, r) = places.find(|&(c, r)| {
            let mut periods = self.periods();
            let hours = self.scenario.hours.blocks();
            periods.any(|t| {
                hours
                    .clone()
                    .any(|h| self.count(columns.cluster(j, c, r, t, h)) > 0)
            })
        })?;
        let at_work = |t| {
            self.blocks(|h| {
                let runs = self.count(columns.cluster(j, c, r, t, h)) > 0;
                columns.train(j, c, r, t, h).filter(|_| runs)
            })
        };
        let units: Vec<Vec<f64>> = self.periods().map(at_work).collect();
        units.iter().flatten().any(|&n| n > 0.0).then_some(JobRun {
            chip: c.0,
            site: r.0,
            units,
        })
    }
}
