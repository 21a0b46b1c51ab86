//! What follows from a plan by plain arithmetic: who is open, what is finished, connected, leased and in
//! service in each period. The ledger, the check and the tables all read this.

mod ppa;
mod sites;

use super::vintages::{self, Run};
use super::{JobRun, Plan, select, shape};
use crate::scenario::{
    ChipId, CohortId, DemandId, JobId, Megawatts, MillionUsd, MillionUsdPerUnitYear, Period, Rule,
    RuleEffect, Scenario, SiteId, WorkloadId, ZettaFlop,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A plan in the scenario's shape with the states that follow from its decisions.
pub(crate) struct Facts<'a> {
    /// The question.
    pub scenario: &'a Scenario,
    /// The plan, cut or filled to the scenario's shape if it did not have it.
    pub plan: Cow<'a, Plan>,
    /// `[chip][site][t]`: units in service.
    in_service: Vec<Vec<Vec<f64>>>,
    /// Units of chips counted by vintage.
    pub(super) runs: Vec<Run>,
    /// Units that arrive by moves, by chip, site and period.
    moved_in: BTreeMap<(u16, u16, Period), f64>,
}

impl<'a> Facts<'a> {
    /// Works the states out.
    pub fn new(scenario: &'a Scenario, plan: &'a Plan) -> Self {
        let plan = shape::conform(scenario, plan);
        let runs = vintages::runs(scenario, &plan);
        let in_service = in_service(scenario, &plan, &runs);
        let moved_in = vintages::moved_in(&plan);
        Self {
            moved_in,
            scenario,
            plan,
            in_service,
            runs,
        }
    }

    /// All periods.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Period> + ExactSizeIterator + Clone + use<> {
        Period::all(self.scenario.horizon.len())
    }

    /// All blocks of hours of all periods.
    pub fn blocks(&self) -> impl Iterator<Item = (Period, usize)> + use<> {
        let hours = self.scenario.hours.blocks();
        self.periods()
            .flat_map(move |t| hours.clone().map(move |h| (t, h)))
    }

    /// Ids of what is limited in a block of hours; the block is named only if there are several.
    pub fn in_block(&self, subject: String, h: usize) -> String {
        match &self.scenario.hours.labels[..] {
            [_] => subject,
            labels => format!("{subject},{}", labels[h]),
        }
    }

    /// All sites.
    pub fn sites(&self) -> impl ExactSizeIterator<Item = SiteId> + Clone + use<> {
        SiteId::all(self.scenario.sites.len())
    }

    /// All chips.
    pub fn chips(&self) -> impl ExactSizeIterator<Item = ChipId> + Clone + use<> {
        ChipId::all(self.scenario.chips.len())
    }

    /// Price of a line in a block of hours, MUSD/unit/year: the plan's where volume answers to it.
    pub fn price(&self, d: DemandId, t: Period, h: usize) -> MillionUsdPerUnitYear {
        let decided = self.plan.prices[d.index()].get(t.index());
        let given = self.scenario.demand[d.index()].revenue[t.index()];
        decided.map_or(given, |price| MillionUsdPerUnitYear(price[h]))
    }

    /// Volume of a line that is asked for in a block of hours at its price: `D (1 + e (p - p0) / p0)`.
    pub fn asked(&self, d: DemandId, t: Period, h: usize) -> f64 {
        let line = &self.scenario.demand[d.index()];
        let (volume, base) = (line.volume_in(t.index(), h).value(), line.revenue[t.index()]);
        match &line.side.price {
            Some(response) if base.value() > 0.0 => {
                let rise = (self.price(d, t, h) - base) / base;
                volume * (1.0 + response.elasticity * rise).max(0.0)
            }
            _ => volume,
        }
    }

    /// Share of a line's customers who have left before `t`: of those unmet and not lost before, `leave` go in each
    /// period, and `back` of the lost return.
    pub fn lost(&self, d: DemandId, t: Period) -> f64 {
        let line = &self.scenario.demand[d.index()];
        let Some(churn) = line.side.churn else { return 0.0 };
        let mut lost = 0.0;
        for (u, volume) in line.volume.iter().enumerate().take(t.index()) {
            let unmet = match volume.value() {
                wanted if wanted > 0.0 => self.scenario.hours.mean(&self.plan.unmet[d.index()][u]) / wanted,
                _ => lost,
            };
            lost = (1.0 - churn.back) * lost + churn.leave * (unmet - lost);
        }
        lost
    }

    /// Label of a period.
    pub fn label(&self, t: Period) -> &'a str {
        let labels = &self.scenario.horizon.labels;
        labels.get(t.index()).map_or("after the horizon", String::as_str)
    }

    /// Whether a site is open in `t`. An existing site always is.
    pub fn open(&self, r: SiteId, t: Period) -> bool {
        self.scenario.sites[r.index()].existing || self.plan.opened[r.index()].is_some_and(|from| from <= t)
    }

    /// Blocks of the site's `b`-th lease offer that run in `t`, each with the period in which it was signed.
    pub fn running_leases(&self, r: SiteId, b: usize, t: Period) -> impl Iterator<Item = (Period, f64)> + '_ {
        let term = self.scenario.sites[r.index()].leases[b].term;
        let signed = &self.plan.leased[r.index()][b];
        let first = (t.0 + 1).saturating_sub(term);
        (first..=t.0).map(move |s| (Period(s), f64::from(signed[usize::from(s)])))
    }

    /// Extended blocks of the site's `b`-th lease offer that run in `t`, each with the period in which the extension
    /// began.
    pub fn running_extensions(
        &self,
        r: SiteId,
        b: usize,
        t: Period,
    ) -> impl Iterator<Item = (Period, f64)> + '_ {
        let terms = &self.scenario.sites[r.index()].leases[b].terms;
        let term = terms.extension.as_ref().map_or(0, |extension| extension.term);
        let extended = &self.plan.leasing.extended[r.index()][b];
        let first = (t.0 + 1).saturating_sub(term);
        (first..=t.0).map(move |s| (Period(s), f64::from(extended[usize::from(s)])))
    }

    /// Blocks of the site's `b`-th lease offer that run in `t`, signed or extended.
    pub fn active(&self, r: SiteId, b: usize, t: Period) -> f64 {
        let running = self
            .running_leases(r, b, t)
            .chain(self.running_extensions(r, b, t));
        running.map(|(_, blocks)| blocks).sum()
    }

    /// Units of a chip rented at a site in `t`.
    pub fn units_rented(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        let offers = self.scenario.rentals.iter().zip(&self.plan.leasing.rentals);
        offers
            .filter(|(offer, _)| (offer.chip, offer.site) == (c, r))
            .map(|(offer, begun)| {
                let first = (t.0 + 1).saturating_sub(offer.term.max(1));
                begun[usize::from(first)..=t.index()].iter().sum::<f64>()
            })
            .sum()
    }

    /// Units of a chip that can work at a site in `t`: those available of the fleet, and those rented.
    pub fn can_work(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        let rented = self.scenario.chips[c.index()].availability * self.units_rented(c, r, t);
        self.available(c, r, t) + rented
    }

    /// Units of a chip that arrive in `t`, losses taken off.
    pub fn arrived(&self, c: ChipId, t: Period) -> f64 {
        let contracts = self
            .scenario
            .contracts
            .iter()
            .enumerate()
            .filter(|(_, l)| l.chip == c);
        let (mut any, mut arrived) = (false, 0.0);
        for (l, contract) in contracts {
            any = true;
            let decided = &self.plan.contracts;
            let units = decided.ordered[l][t.index()] + contract.committed[t.index()]
                - decided.cancelled[l][t.index()];
            arrived += (1.0 - contract.loss) * units;
        }
        if any {
            return arrived;
        }
        (1.0 - self.scenario.chips[c.index()].loss) * self.plan.ordered[c.index()][t.index()]
    }

    /// IT power leased at a site in `t`.
    pub fn leased_power(&self, r: SiteId, t: Period) -> Megawatts {
        let leases = self.scenario.sites[r.index()].leases.iter().enumerate();
        leases
            .map(|(b, lease)| lease.it_power * self.active(r, b, t))
            .sum()
    }

    /// Units in service, new and existing.
    pub fn in_service(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        self.in_service[c.index()][r.index()][t.index()]
    }

    /// Units given to workloads and to training jobs in a block of hours.
    pub fn at_work(&self, c: ChipId, r: SiteId, t: Period, h: usize) -> (f64, f64) {
        let workloads = self.plan.assigned[c.index()][r.index()].iter();
        let inference = workloads.map(|workload| workload[t.index()][h]).sum();
        let here = |run: &&JobRun| usize::from(run.chip) == c.index() && usize::from(run.site) == r.index();
        let runs = self.plan.jobs.iter().flatten().filter(here);
        (inference, runs.map(|run| run.units[t.index()][h]).sum())
    }

    /// Peak IT power of the fleet at a site: nameplate times diversity.
    pub fn peak_it_power(&self, r: SiteId, t: Period) -> Megawatts {
        let chips = self.chips().map(|c| {
            let chip = &self.scenario.chips[c.index()];
            chip.power * chip.diversity * self.in_service(c, r, t)
        });
        chips.sum()
    }

    /// Rack positions taken by the fleet at a site.
    pub fn racks_used(&self, r: SiteId, t: Period) -> f64 {
        self.chips()
            .map(|c| self.scenario.chips[c.index()].racks * self.in_service(c, r, t))
            .sum()
    }

    /// Capacity for a workload at a site in a block of hours in the workload's unit: chips at work and raw blocks.
    pub fn capacity(&self, r: SiteId, w: WorkloadId, t: Period, h: usize) -> f64 {
        let chips: f64 = self.chips().map(|c| self.carried(c, r, w, t, h)).sum();
        chips + self.raw_capacity(r, w, t)
    }

    /// What the units of a chip given to a workload at a site carry in a block of hours.
    pub fn carried(&self, c: ChipId, r: SiteId, w: WorkloadId, t: Period, h: usize) -> f64 {
        let throughput = self.scenario.throughput(c, w, t.index()).value();
        throughput * self.plan.assigned[c.index()][r.index()][w.index()][t.index()][h]
    }

    /// Raw capacity for a workload at a site, if it is open.
    pub fn raw_capacity(&self, r: SiteId, w: WorkloadId, t: Period) -> f64 {
        if self.open(r, t) {
            self.scenario.sites[r.index()].blocks[w.index()].value()
        } else {
            0.0
        }
    }

    /// Mean volume of a workload served from a site in a block of hours.
    pub fn load(&self, r: SiteId, w: WorkloadId, t: Period, h: usize) -> f64 {
        let lines = DemandId::all(self.scenario.demand.len());
        lines
            .filter(|d| self.scenario.demand[d.index()].workload == w)
            .map(|d| self.plan.served[d.index()][r.index()][t.index()][h])
            .sum()
    }

    /// Volume of a demand line served from all sites in a block of hours.
    pub fn served(&self, d: DemandId, t: Period, h: usize) -> f64 {
        self.plan.served[d.index()]
            .iter()
            .map(|site| site[t.index()][h])
            .sum()
    }

    /// Mean over the blocks of hours.
    pub fn mean(&self, rate: impl Fn(usize) -> f64) -> f64 {
        let shares = self.scenario.hours.share.iter().enumerate();
        shares.map(|(h, share)| share * rate(h)).sum()
    }

    /// Work that a training job gets done in `t`.
    pub fn work_in(&self, j: JobId, t: Period) -> ZettaFlop {
        let Some(run) = &self.plan.jobs[j.index()] else {
            return ZettaFlop::ZERO;
        };
        match self.scenario.chips[usize::from(run.chip)].training {
            Some(speed) => {
                let units = self.scenario.hours.mean(&run.units[t.index()]);
                speed * self.scenario.horizon.length[t.index()] * units
            }
            None => ZettaFlop::ZERO,
        }
    }

    /// Units that arrive at a site by moves in `t`.
    pub fn moved_in(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        self.moved_in.get(&(c.0, r.0, t)).copied().unwrap_or(0.0)
    }

    /// Units brought to a site in `t`: deployed there or arriving by moves.
    pub fn brought(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        self.plan.deployed[c.index()][r.index()][t.index()] + self.moved_in(c, r, t)
    }

    /// Exposure to a risk rule of the units brought in `t`: weight times price in `t`; 0 under other rules.
    pub fn exposure(&self, rule: &Rule, c: ChipId, r: SiteId, t: Period) -> MillionUsd {
        let units = self.brought(c, r, t);
        match rule.effect {
            RuleEffect::Risk { weight, .. }
                if units > 0.0
                    && select::in_force(self.scenario, rule, t)
                    && select::speaks_of(self.scenario, rule, c, r) =>
            {
                self.scenario.chips[c.index()].price[t.index()] * (weight * units)
            }
            _ => MillionUsd::ZERO,
        }
    }

    /// Work of a training job left undone, counting only what is done inside its window.
    pub fn work_missing(&self, j: JobId) -> ZettaFlop {
        let job = &self.scenario.jobs[j.index()];
        let window = self.periods().filter(|&t| job.start <= t && t <= job.deadline);
        let done: ZettaFlop = window.map(|t| self.work_in(j, t)).sum();
        ZettaFlop((job.work - done).value().max(0.0))
    }
}

/// Units in service by chip, site and period, vintage by vintage: units deployed in `v` serve
/// `v .. v + life - 1`, existing cohorts until they end or are retired; chips counted by vintage as their runs say.
fn in_service(scenario: &Scenario, plan: &Plan, runs: &[Run]) -> Vec<Vec<Vec<f64>>> {
    let len = scenario.horizon.len();
    let mut fleet = vec![vec![vec![0.0; len]; scenario.sites.len()]; scenario.chips.len()];
    let chips = scenario.chips.iter().enumerate();
    for (c, chip) in chips.filter(|(_, chip)| !chip.by_vintage()) {
        for (row, deployed) in fleet[c].iter_mut().zip(&plan.deployed[c]) {
            for (v, &units) in deployed.iter().enumerate() {
                let end = len.min(v + usize::from(chip.life));
                for units_in_t in &mut row[v..end] {
                    *units_in_t += units;
                }
            }
        }
    }
    for e in CohortId::all(scenario.cohorts.len()) {
        let cohort = &scenario.cohorts[e.index()];
        if scenario.chips[cohort.chip.index()].by_vintage() {
            continue;
        }
        let mut left = f64::from(cohort.units);
        let row = &mut fleet[cohort.chip.index()][cohort.site.index()];
        for (t, units_in_t) in row.iter_mut().enumerate().take(usize::from(cohort.ends)) {
            left -= plan.retired[e.index()][t];
            *units_in_t += left.max(0.0);
        }
    }
    for run in runs {
        let row = &mut fleet[run.chip.index()][run.site.index()];
        for (t, units) in run.units() {
            row[t] += units;
        }
    }
    fleet
}
