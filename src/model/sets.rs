//! Index sets of the model, derived from the scenario in one pass: where columns exist and how large they
//! can be. Flat arrays throughout; a family switched off by the model file does not shape the sets.

mod rentals;
mod units;

use super::bounds;
use super::fit::Fit;
use super::price::Prices;
use super::rules::{Bans, Permissions, chips, places};
use super::vintages::Vintages;
use crate::scenario::{ChipId, DemandId, JobId, ModelSpec, Scenario, SiteId, WorkloadId};
use std::collections::BTreeSet;

/// Which families are on, as far as the sets depend on them.
#[derive(Debug, Clone, Copy)]
pub struct Switches {
    /// `hall_construction`.
    pub hall_construction: bool,
    /// `power_tranche`.
    pub power_tranche: bool,
    /// `hall_capacity`.
    pub hall_capacity: bool,
    /// `construction_stages`.
    pub construction_stages: bool,
    /// `retrofit`.
    pub retrofit: bool,
    /// `leases`.
    pub leases: bool,
    /// `chip_supply`.
    pub chip_supply: bool,
    /// `fleet_balance`.
    pub fleet_balance: bool,
    /// `fleet_life`.
    pub fleet_life: bool,
    /// `fleet_moves`.
    pub fleet_moves: bool,
    /// `workload_capacity`.
    pub workload_capacity: bool,
    /// `residency_latency`.
    pub residency_latency: bool,
    /// `resilience`.
    pub resilience: bool,
    /// `export_rules`.
    pub export_rules: bool,
    /// `accelerator_rental`.
    pub accelerator_rental: bool,
}

impl Switches {
    /// Reads the families that a model file switches off.
    pub fn new(spec: &ModelSpec) -> Self {
        let on = |name: &str| !spec.off.iter().any(|off| off == name);
        Self {
            hall_construction: on("hall_construction"),
            power_tranche: on("power_tranche"),
            hall_capacity: on("hall_capacity"),
            construction_stages: on("construction_stages"),
            retrofit: on("retrofit"),
            leases: on("leases"),
            chip_supply: on("chip_supply"),
            fleet_balance: on("fleet_balance"),
            fleet_life: on("fleet_life"),
            fleet_moves: on("fleet_moves"),
            workload_capacity: on("workload_capacity"),
            residency_latency: on("residency_latency"),
            resilience: on("resilience"),
            export_rules: on("export_rules"),
            accelerator_rental: on("accelerator_rental"),
        }
    }
}

/// Numbers the halls, tranches or leases of all sites in one row.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    start: Vec<u32>,
}

impl Slots {
    /// From the number at each site.
    pub fn new(counts: impl Iterator<Item = usize>) -> Self {
        let mut start = vec![0];
        let mut total = 0;
        for count in counts {
            total += count as u32;
            start.push(total);
        }
        Self { start }
    }

    /// Slot of the `i`-th at site `r`.
    pub fn at(&self, r: usize, i: usize) -> usize {
        self.start[r] as usize + i
    }

    /// Number of slots.
    pub fn len(&self) -> usize {
        self.start.last().map_or(0, |&n| n as usize)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The index sets.
#[derive(Debug, Clone)]
pub struct Sets<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Families on or off.
    pub switches: Switches,
    /// Number of periods.
    pub periods: usize,
    /// Status of deployments.
    pub permissions: Permissions,
    /// Revenue curves of the lines whose prices are decided.
    pub prices: Prices,
    /// Work that chips may not do.
    pub bans: Bans,
    /// Classes of service, in their order.
    pub priorities: Vec<u16>,
    /// Fit sets and classes.
    pub fit: Fit,
    /// Slots of hall designs at sites.
    pub hall_slots: Slots,
    /// Stages of halls by id, each once.
    pub hall_stages: Vec<String>,
    /// Slots of tranches.
    pub tranche_slots: Slots,
    /// Slots of lease offers.
    pub lease_slots: Slots,
    /// Most new halls started by t: `[hall slot * periods + t]`.
    pub halls_started: Vec<f64>,
    /// Most units in service: `[(c * sites + r) * periods + t]`, whole or infinite.
    unit_bound: Vec<f64>,
    /// Most units deployed in t, in the same order; 0 where no column exists.
    deploy_bound: Vec<f64>,
    /// Whether units can be in service, in the same order.
    fleet: Vec<bool>,
    /// Units counted by vintage.
    pub vintages: Vintages,
    /// Whether site r may serve line d: `[r * lines + d]`.
    arcs: Vec<bool>,
    /// Whether site r can have capacity for workload w: `[(r * workloads + w) * periods + t]`.
    works: Vec<bool>,
}

/// A place and a block of time in which a training job can run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingRun {
    /// Job.
    pub job: JobId,
    /// Chip.
    pub chip: ChipId,
    /// Site.
    pub site: SiteId,
    /// Period.
    pub t: usize,
    /// Block of hours.
    pub h: usize,
    /// Least units at work, if any.
    pub least: f64,
    /// Most units that can be there or that the whole work could use.
    pub most: f64,
}

impl<'a> Sets<'a> {
    /// Derives all sets.
    pub fn new(scenario: &'a Scenario, spec: &ModelSpec) -> Self {
        Self::bounded(scenario, spec, Switches::new(spec))
    }

    /// Derives all sets, with bounds that rest only on the families that `switches` has on.
    pub fn bounded(scenario: &'a Scenario, spec: &ModelSpec, switches: Switches) -> Self {
        let hall_slots = Slots::new(scenario.sites.iter().map(|s| s.halls.len()));
        let fit = Fit::new(scenario);
        let halls_started = bounds::halls(scenario, &fit, &switches, &hall_slots);
        let room = bounds::room(scenario, &fit, &switches, &hall_slots, &halls_started);
        let mut sets = Self {
            scenario,
            switches,
            periods: scenario.horizon.len(),
            permissions: Permissions::new(scenario, !switches.export_rules),
            prices: Prices::new(scenario, spec),
            bans: Bans::new(scenario, !switches.export_rules),
            priorities: priorities(scenario),
            fit,
            hall_slots,
            hall_stages: hall_stages(scenario),
            tranche_slots: Slots::new(scenario.sites.iter().map(|s| s.tranches.len())),
            lease_slots: Slots::new(scenario.sites.iter().map(|s| s.leases.len())),
            halls_started,
            unit_bound: room,
            deploy_bound: Vec::new(),
            fleet: Vec::new(),
            vintages: Vintages::default(),
            arcs: arcs(scenario, &switches),
            works: Vec::new(),
        };
        sets.find_units();
        sets.find_works();
        let (sites, periods) = (scenario.sites.len(), sets.periods);
        let fleet = &sets.fleet;
        sets.fit.find_classes(scenario, |c, r| {
            let from = (c * sites + r) * periods;
            fleet[from..from + periods].contains(&true)
        });
        sets
    }

    /// Position of (chip, site, period) in the flat arrays.
    fn cell(&self, c: usize, r: usize, t: usize) -> usize {
        (c * self.scenario.sites.len() + r) * self.periods + t
    }

    /// Number of blocks of hours.
    pub fn hours(&self) -> usize {
        self.scenario.hours.len()
    }

    /// Most halls of the `i`-th design of site `r` in use in `t`, existing ones included.
    pub fn most_finished(&self, r: SiteId, i: usize, t: usize) -> f64 {
        let at = (r.index(), i);
        bounds::most_finished(
            self.scenario,
            &self.switches,
            &self.hall_slots,
            &self.halls_started,
            at,
            t,
        )
    }

    /// Position of a stage of halls among the labels.
    pub fn hall_stage_label(&self, id: &str) -> usize {
        self.hall_stages.iter().position(|known| known == id).unwrap_or(0)
    }

    /// Most units in service; infinite if nothing bounds them.
    pub fn unit_bound(&self, c: ChipId, r: SiteId, t: usize) -> f64 {
        self.unit_bound[self.cell(c.index(), r.index(), t)]
    }

    /// Most units deployed in `t`; 0 where none may be: denied, no room, not delivered.
    pub fn deploy_bound(&self, c: ChipId, r: SiteId, t: usize) -> f64 {
        self.deploy_bound[self.cell(c.index(), r.index(), t)]
    }

    /// Whether units of `c` can be in service at `r` in `t`.
    pub fn has_fleet(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.fleet[self.cell(c.index(), r.index(), t)]
    }

    /// Whether units of `c` at `r` can run workload `w` in `t`: there can be some, they carry it, no rule forbids it.
    pub fn can_run(&self, c: ChipId, r: SiteId, w: WorkloadId, t: usize) -> bool {
        self.has_units(c, r, t)
            && self.scenario.throughput(c, w, t).value() > 0.0
            && !self.bans.workload(c, r, w, t)
    }

    /// Whether site `r` may serve line `d`: within the latency budget and where data may go.
    pub fn arc(&self, r: SiteId, d: DemandId) -> bool {
        self.arcs[r.index() * self.scenario.demand.len() + d.index()]
    }

    /// Least volume of line `d` asked for in block `h` of `t`: at its highest price if that is decided.
    pub fn least_asked(&self, d: DemandId, t: usize, h: usize) -> f64 {
        let share = self.prices.curve(d, t).map_or(1.0, |curve| curve.least);
        share * self.scenario.demand[d.index()].volume_in(t, h).value()
    }

    /// Most volume of line `d` asked for in block `h` of `t`: at its lowest price if that is decided.
    pub fn most_asked(&self, d: DemandId, t: usize, h: usize) -> f64 {
        let share = self.prices.curve(d, t).map_or(1.0, |curve| curve.most);
        share * self.scenario.demand[d.index()].volume_in(t, h).value()
    }

    /// Whether site `r` can have any capacity for workload `w` in `t`.
    pub fn can_work(&self, r: SiteId, w: WorkloadId, t: usize) -> bool {
        self.works[(r.index() * self.scenario.workloads.len() + w.index()) * self.periods + t]
    }

    fn find_works(&mut self) {
        let s = self.scenario;
        self.works
            .reserve(s.sites.len() * s.workloads.len() * self.periods);
        for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
            for w in 0..s.workloads.len() {
                for t in 0..self.periods {
                    let block = site.blocks.get(w).is_some_and(|block| block.value() > 0.0);
                    let works = !self.switches.workload_capacity
                        || (block && (site.existing || t >= site.earliest.index()))
                        || ChipId::all(s.chips.len()).any(|c| self.can_run(c, r, WorkloadId(w as u16), t));
                    self.works.push(works);
                }
            }
        }
    }

    /// Where and when training jobs can run: the chip can train and is selected, the site is selected, and
    /// enough units can be in service.
    pub fn training_runs(&self) -> Vec<TrainingRun> {
        let s = self.scenario;
        let mut runs = Vec::new();
        for (j, job) in JobId::all(s.jobs.len()).zip(&s.jobs) {
            let (chip_ok, site_ok) = (chips(s, &job.chips), places(s, &job.places));
            for (c, chip) in ChipId::all(s.chips.len()).zip(&s.chips) {
                let Some(speed) = chip.training.filter(|v| chip_ok[c.index()] && v.value() > 0.0) else {
                    continue;
                };
                let least = job.min_chips / f64::from(chip.chips_per_unit.max(1));
                for r in SiteId::all(s.sites.len()).filter(|r| site_ok[r.index()]) {
                    for t in job.start.index()..=job.deadline.index().min(self.periods.saturating_sub(1)) {
                        if !self.has_units(c, r, t) || self.bans.job(c, r, j, t) {
                            continue;
                        }
                        let units = chip.availability_range().1 * self.unit_bound(c, r, t)
                            + chip.availability * self.rented_bound(c, r, t);
                        for h in s.hours.blocks() {
                            let whole_work = job.work / (speed * s.block_length(t, h));
                            let most = units.min(whole_work.max(least));
                            if most > 0.0 && most >= least {
                                runs.push(TrainingRun {
                                    job: j,
                                    chip: c,
                                    site: r,
                                    t,
                                    h,
                                    least,
                                    most,
                                });
                            }
                        }
                    }
                }
            }
        }
        runs
    }
}

/// Stages of halls of all sites by id, each once, in the order of first use.
fn hall_stages(scenario: &Scenario) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let halls = scenario.sites.iter().flat_map(|site| &site.halls);
    for stage in halls.flat_map(|hall| &hall.construction.stages) {
        if !ids.contains(&stage.id) {
            ids.push(stage.id.clone());
        }
    }
    ids
}

/// Classes of service that demand lines name, in their order.
fn priorities(scenario: &Scenario) -> Vec<u16> {
    let named = scenario.demand.iter().filter_map(|line| line.side.priority);
    named.collect::<BTreeSet<u16>>().into_iter().collect()
}

/// Arcs by latency budget and by residency rules that ask for everything.
fn arcs(scenario: &Scenario, switches: &Switches) -> Vec<bool> {
    let lines = scenario.demand.len();
    let mut arcs = vec![true; scenario.sites.len() * lines];
    if !switches.residency_latency {
        return arcs;
    }
    for (d, line) in scenario.demand.iter().enumerate() {
        let budget = scenario.workloads[line.workload.index()].latency;
        let latency = &scenario.markets[line.market.index()].latency;
        let allowed = line
            .residency
            .as_ref()
            .filter(|residency| residency.share >= 1.0)
            .map(|residency| places(scenario, &residency.places));
        for r in 0..scenario.sites.len() {
            let near = budget.is_none_or(|most| latency[r].is_some_and(|time| time <= most));
            let inside = allowed.as_ref().is_none_or(|places| places[r]);
            arcs[r * lines + d] = near && inside;
        }
    }
    arcs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::{Cohort, Milliseconds, Period, PlaceSelector, Residency, RuleEffect};

    #[test]
    fn arcs_need_a_known_latency_within_the_budget_and_a_permitted_place() {
        let mut scenario = testing::base();
        scenario.workloads[0].latency = Some(Milliseconds(20.0));
        scenario.markets[0].latency = vec![Some(Milliseconds(20.0)), Some(Milliseconds(20.1))];
        scenario.markets[1].latency = vec![None, Some(Milliseconds(1.0))];
        let sets = Sets::new(&scenario, &testing::min_cost());
        let arc = |r, d| sets.arc(SiteId(r), DemandId(d));
        assert_eq!(
            [arc(0, 0), arc(1, 0), arc(0, 1), arc(1, 1)],
            [true, false, false, true]
        );
        let sets = Sets::new(&scenario, &testing::without("residency_latency"));
        assert!(sets.arc(SiteId(1), DemandId(0)));

        let mut scenario = testing::base();
        scenario.demand[0].residency = Some(Residency {
            places: PlaceSelector {
                jurisdictions: Some(vec!["BB".into()]),
                ..PlaceSelector::default()
            },
            share: 1.0,
        });
        let sets = Sets::new(&scenario, &testing::min_cost());
        assert!(!sets.arc(SiteId(0), DemandId(0)) && sets.arc(SiteId(1), DemandId(0)));
    }

    #[test]
    fn units_are_bounded_by_room_supply_and_life() {
        let mut scenario = testing::base();
        let bound = |scenario: &Scenario, c, r, t| {
            Sets::new(scenario, &testing::min_cost()).unit_bound(ChipId(c), SiteId(r), t)
        };
        // beta: 3 halls of 10 MW and 100 racks: 300 small (racks bind) or 75 big (power binds).
        assert_eq!(bound(&scenario, 0, 1, 0), 300.0);
        assert_eq!(bound(&scenario, 1, 1, 0), 75.0);
        scenario.chips[0].supply = Some(vec![40.0; 3]);
        scenario.chips[0].life = 2;
        assert_eq!([0, 1, 2].map(|t| bound(&scenario, 0, 1, t)), [40.0, 80.0, 80.0]);
        scenario.cohorts = vec![Cohort {
            site: SiteId(1),
            chip: ChipId(0),
            units: 5,
            age: 1,
            ends: 2,
        }];
        assert_eq!([0, 1, 2].map(|t| bound(&scenario, 0, 1, t)), [45.0, 85.0, 80.0]);
    }

    #[test]
    fn no_deployment_where_denied_or_out_of_window() {
        let mut scenario = testing::base();
        scenario.rules = vec![testing::rule("no", RuleEffect::Denied)];
        scenario.rules[0].active = vec![true, false, false];
        scenario.chips[0].available = Some((Period(0), Period(1)));
        let sets = Sets::new(&scenario, &testing::min_cost());
        let deployable = |t| sets.deploy_bound(ChipId(0), SiteId(0), t) > 0.0;
        assert_eq!(
            [deployable(0), deployable(1), deployable(2)],
            [false, true, false]
        );
        assert!(!sets.has_fleet(ChipId(0), SiteId(0), 0) && sets.has_fleet(ChipId(0), SiteId(0), 2));
    }
}
