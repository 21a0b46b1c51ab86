//! Creates label sets, kinds and columns: where each column exists, its bounds and its integrality.

mod construction;
mod demand_side;
mod environment;
mod finance;
mod licences;
mod limits;
mod power;
mod ppa;
mod resilience;
mod stacks;
mod vintages;

mod contracts;
mod leasing;

use crate::model::bounds::contracts as contract_bounds;
use crate::model::bounds::{orderable, tranche_windows};
use crate::model::columns::{Columns, ConstructionColumns, Labels, PpaColumns, key, stack_labels};
use crate::model::sets::Sets;
use crate::model::table::Table;
use crate::program::{Integrality, Kind, Program};
use crate::scenario::{ChipId, DemandId, MillionUsd, SiteId, WorkloadId, contingencies};

/// Creates label sets, kinds and columns in an empty program.
pub fn create(sets: &Sets<'_>, program: &mut Program) -> Columns {
    label_sets(sets, program);
    program.unit = Some(Labels::Site.set());
    program.time = Some(Labels::Period.set());
    let mut maker = Maker {
        sets,
        program,
        columns: Columns {
            hall_slots: sets.hall_slots.clone(),
            tranche_slots: sets.tranche_slots.clone(),
            lease_slots: sets.lease_slots.clone(),
            construction: ConstructionColumns::new(sets.scenario),
            ppa: PpaColumns::new(sets.scenario),
            ..Columns::default()
        },
    };
    maker.sites();
    maker.construction();
    maker.power();
    maker.units();
    maker.licences();
    maker.porting();
    maker.vintages();
    maker.jobs();
    maker.volumes();
    maker.demand_side();
    maker.resilience();
    maker.budgets();
    maker.environment();
    maker.agreements();
    maker.finance();
    maker.contracts();
    maker.leasing();
    maker.rentals();
    maker.limits();
    maker.columns
}

fn label_sets(sets: &Sets<'_>, program: &mut Program) {
    let s = sets.scenario;
    let cohorts = s.cohorts.iter().enumerate().map(|(e, cohort)| {
        let (site, chip) = (&s.sites[cohort.site.index()].id, &s.chips[cohort.chip.index()].id);
        format!("{site}.{chip}.{}", e + 1)
    });
    let windows = s.budgets.iter().map(|b| b.windows.len()).max().unwrap_or(0);
    let window_label = |w: usize| {
        // A window is labelled by its first period where all budgets agree on it, else by its number.
        let mut firsts = s
            .budgets
            .iter()
            .filter_map(|b| b.windows.get(w))
            .map(|window| window.first);
        let first = firsts.next();
        match first.filter(|first| firsts.all(|other| other == *first)) {
            Some(first) => s.horizon.labels[first.index()].clone(),
            None => format!("window{}", w + 1),
        }
    };
    let ids = |list: &mut dyn Iterator<Item = &String>| -> Vec<String> { list.cloned().collect() };
    // In the order of `Labels`.
    program.label_set("site", ids(&mut s.sites.iter().map(|x| &x.id)));
    program.label_set("hall", ids(&mut s.halls.iter().map(|x| &x.id)));
    program.label_set("chip", ids(&mut s.chips.iter().map(|x| &x.id)));
    program.label_set("period", s.horizon.labels.clone());
    program.label_set("workload", ids(&mut s.workloads.iter().map(|x| &x.id)));
    program.label_set("demand", ids(&mut s.demand.iter().map(|x| &x.id)));
    let sites = || s.sites.iter().map(|site| &site.construction);
    program.label_set("stage", ids(&mut sites().flat_map(|x| &x.stages).map(|x| &x.id)));
    program.label_set("hall_stage", sets.hall_stages.clone());
    program.label_set(
        "retrofit",
        ids(&mut sites().flat_map(|x| &x.retrofits).map(|x| &x.id)),
    );
    program.label_set(
        "tranche",
        ids(&mut s.sites.iter().flat_map(|x| &x.tranches).map(|x| &x.id)),
    );
    program.label_set(
        "lease",
        ids(&mut s.sites.iter().flat_map(|x| &x.leases).map(|x| &x.id)),
    );
    let ppas = s.sites.iter().flat_map(|site| &site.environment.ppas);
    program.label_set("ppa", ids(&mut ppas.map(|x| &x.id)));
    program.label_set("cohort", cohorts.collect());
    program.label_set("job", ids(&mut s.jobs.iter().map(|x| &x.id)));
    program.label_set("budget", ids(&mut s.budgets.iter().map(|x| &x.id)));
    program.label_set("window", (0..windows).map(window_label).collect());
    program.label_set("incentive", ids(&mut s.finance.incentives.iter().map(|x| &x.id)));
    program.label_set("tax", ids(&mut s.finance.taxes.iter().map(|x| &x.id)));
    program.label_set("rule", ids(&mut s.rules.iter().map(|x| &x.id)));
    program.label_set("pool", ids(&mut s.pools.iter().map(|x| &x.id)));
    program.label_set("class", sets.fit.labels.clone());
    program.label_set("scenario", vec!["base".into()]);
    program.label_set("hour", s.hours.labels.clone());
    let numbers = |count: usize| (1..=count).map(|k| k.to_string()).collect();
    program.label_set("piece", numbers(sets.prices.pieces()));
    program.label_set("stack", stack_labels(s));
    program.label_set("vintage", sets.vintages.labels(&s.horizon.labels));
    program.label_set("requirement", ids(&mut s.resilience.iter().map(|x| &x.id)));
    let losses = contingencies(&s.resilience);
    program.label_set("contingency", losses.map(|x| x.label()).collect());
    let tiers = s.demand.iter().map(|x| x.side.tiers.len()).max();
    program.label_set("tier", numbers(tiers.unwrap_or(0)));
    program.label_set("priority", sets.priorities.iter().map(u16::to_string).collect());
    let environment = &s.environment;
    program.label_set(
        "carbon_cap",
        ids(&mut environment.carbon_caps.iter().map(|x| &x.id)),
    );
    program.label_set(
        "water_zone",
        ids(&mut environment.water_caps.iter().map(|x| &x.id)),
    );
    program.label_set("contract", ids(&mut s.contracts.iter().map(|x| &x.id)));
    let prices = s.contracts.iter().map(contract_bounds::tiers).max().unwrap_or(0);
    program.label_set("break", (0..prices).map(|q| format!("price{}", q + 1)).collect());
    program.label_set("rental", ids(&mut s.rentals.iter().map(|x| &x.id)));
    program.label_set("limit", ids(&mut s.limits.iter().map(|x| &x.id)));
}

/// Creates columns kind by kind.
struct Maker<'a, 'b> {
    sets: &'a Sets<'b>,
    program: &'a mut Program,
    columns: Columns,
}

impl Maker<'_, '_> {
    fn kind(&mut self, name: &'static str, labels: &[Labels]) -> Kind {
        let sets = Labels::sets(labels, self.sets.hours());
        self.program.kind(name, &sets)
    }

    fn sites(&mut self) {
        use Labels::{Hall, Lease, Period, Site, Tranche};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let kind = self.kind("open", &[Site, Period]);
        self.columns.open = Table::new([s.sites.len(), periods]);
        for (r, site) in s.sites.iter().enumerate() {
            for t in 0..periods {
                let committed = site.committed.is_some_and(|from| t >= from.index());
                let lower = if site.existing || committed { 1.0 } else { 0.0 };
                let upper = if site.existing || t >= site.earliest.index() {
                    1.0
                } else {
                    0.0
                };
                let col = self
                    .program
                    .column(kind, key([r, t]), (lower, upper), Integrality::Integer);
                self.columns.open.set([r, t], col);
            }
        }

        let halls = self.kind("halls", &[Site, Hall, Period]);
        let build = self.kind("build", &[Site, Hall, Period]);
        let dims = [self.sets.hall_slots.len(), periods];
        self.columns.halls = Table::new(dims);
        self.columns.build = Table::new(dims);
        for (kind, integrality) in [(halls, Integrality::Integer), (build, Integrality::Continuous)] {
            for (r, site) in s.sites.iter().enumerate() {
                for (i, hall) in site.halls.iter().enumerate() {
                    let slot = self.sets.hall_slots.at(r, i);
                    let mut last = None;
                    for t in 0..periods {
                        let most = self.sets.halls_started[slot * periods + t];
                        let construction = &hall.construction;
                        let useful = t + (hall.build_periods as usize) < periods;
                        if most > 0.0 && (useful || construction.due_until().is_some_and(|last| t <= last)) {
                            let at = key([r, hall.design.index(), t]);
                            let least = if kind == halls { construction.due(t) } else { 0.0 };
                            let col = self.program.column(kind, at, (least, most), integrality);
                            last = Some(col);
                            if kind == build {
                                self.columns.build.set([slot, t], col);
                            }
                        }
                        if let Some(col) = last.filter(|_| kind == halls) {
                            self.columns.halls.set([slot, t], col);
                        }
                    }
                }
            }
        }

        let kind = self.kind("connect", &[Site, Tranche, Period]);
        self.columns.connect = Table::new([self.sets.tranche_slots.len(), periods]);
        for (r, site) in s.sites.iter().enumerate() {
            for (g, &(first, last)) in tranche_windows(site, periods).iter().enumerate() {
                let slot = self.sets.tranche_slots.at(r, g);
                let mut current = None;
                for t in first..periods {
                    if t as isize <= last {
                        let at = key([r, slot, t]);
                        let terms = &site.tranches[g].terms;
                        let due =
                            terms.energised.is_some() || terms.committed.is_some_and(|by| t >= by.index());
                        let lower = if due { 1.0 } else { 0.0 };
                        current = Some(self.program.column(kind, at, (lower, 1.0), Integrality::Integer));
                    }
                    if let Some(col) = current {
                        self.columns.connect.set([slot, t], col);
                    }
                }
            }
        }

        let kind = self.kind("lease", &[Site, Lease, Period]);
        self.columns.lease = Table::new([self.sets.lease_slots.len(), periods]);
        for (r, site) in s.sites.iter().enumerate() {
            for (b, offer) in site.leases.iter().enumerate() {
                let slot = self.sets.lease_slots.at(r, b);
                let most = offer.most_blocks();
                for t in offer.earliest.index()..periods {
                    let at = key([r, slot, t]);
                    let least = offer.terms.committed.get(t).copied().unwrap_or(0);
                    let bounds = (f64::from(least), most);
                    let col = self.program.column(kind, at, bounds, Integrality::Integer);
                    self.columns.lease.set([slot, t], col);
                }
            }
        }
    }

    /// How units of a chip are counted.
    fn counted(&self, c: usize) -> Integrality {
        match self.sets.scenario.chips.get(c) {
            Some(chip) if !chip.whole => Integrality::Continuous,
            _ => Integrality::Relaxable,
        }
    }

    fn units(&mut self) {
        use Labels::{Chip, Cohort, Period, Site};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let (chips, sites) = (s.chips.len(), s.sites.len());
        let kind = self.kind("order", &[Chip, Period]);
        self.columns.order = Table::new([chips, periods]);
        for c in 0..chips {
            for t in 0..periods {
                let most = orderable(s, c, t);
                if most > 0.0 {
                    // Under contracts it is a sum of counts.
                    let counted = match contract_bounds::contracted(s, c, t) {
                        Some(_) => Integrality::Continuous,
                        None => self.counted(c),
                    };
                    let col = self.program.column(kind, key([c, t]), (0.0, most), counted);
                    self.columns.order.set([c, t], col);
                }
            }
        }

        let kind = self.kind("hub", &[Chip, Period]);
        self.columns.hub = Table::new([chips, periods]);
        for (c, _) in s.chips.iter().enumerate().filter(|(_, chip)| chip.hub) {
            // Stock left at the end of the horizon is of no use: no column for the last period.
            let first = (0..periods).find(|&t| self.columns.order.get([c, t]).is_some());
            for t in first.unwrap_or(periods)..periods.saturating_sub(1) {
                let bounds = (0.0, f64::INFINITY);
                let col = self
                    .program
                    .column(kind, key([c, t]), bounds, Integrality::Continuous);
                self.columns.hub.set([c, t], col);
            }
        }

        let kind = self.kind("deploy", &[Chip, Site, Period]);
        self.columns.deploy = Table::new([chips, sites, periods]);
        for (c, r, t) in cells(chips, sites, periods) {
            let most = self.sets.deploy_bound(ChipId(c as u16), SiteId(r as u16), t);
            if most > 0.0 {
                let at = key([c, r, t]);
                let col = self.program.column(kind, at, (0.0, most), self.counted(c));
                self.columns.deploy.set([c, r, t], col);
            }
        }

        let kind = self.kind("retire", &[Cohort, Period]);
        self.columns.retire = Table::new([s.cohorts.len(), periods]);
        // Units counted by vintage retire by vintage.
        let cohorts = s.cohorts.iter().enumerate();
        for (e, cohort) in cohorts.filter(|(_, cohort)| !s.chips[cohort.chip.index()].by_vintage()) {
            for t in 0..(cohort.ends as usize).min(periods) {
                let bounds = (0.0, f64::from(cohort.units));
                let counted = self.counted(cohort.chip.index());
                let col = self.program.column(kind, key([e, t]), bounds, counted);
                self.columns.retire.set([e, t], col);
            }
        }

        let kind = self.kind("fleet", &[Chip, Site, Period]);
        self.columns.fleet = Table::new([chips, sites, periods]);
        for (c, r, t) in cells(chips, sites, periods) {
            let (chip, site) = (ChipId(c as u16), SiteId(r as u16));
            if self.sets.has_fleet(chip, site, t) {
                let bounds = (0.0, self.sets.unit_bound(chip, site, t));
                let col = self
                    .program
                    .column(kind, key([c, r, t]), bounds, Integrality::Continuous);
                self.columns.fleet.set([c, r, t], col);
            }
        }
    }

    fn jobs(&mut self) {
        use Labels::{Chip, Hour, Job, Period, Site};
        let (s, periods, hours) = (self.sets.scenario, self.sets.periods, self.sets.hours());
        let (jobs, chips, sites) = (s.jobs.len(), s.chips.len(), s.sites.len());
        let place = self.kind("place", &[Job, Chip, Site]);
        let cluster = self.kind("cluster", &[Job, Chip, Site, Period, Hour]);
        let train = self.kind("train", &[Job, Chip, Site, Period, Hour]);
        let short = self.kind("short", &[Job]);
        self.columns.place = Table::new([jobs, chips, sites]);
        self.columns.cluster = Table::new([jobs, chips, sites, periods, hours]);
        self.columns.train = Table::new([jobs, chips, sites, periods, hours]);
        self.columns.short = Table::new([jobs]);
        let runs = self.sets.training_runs();
        for run in &runs {
            let at = [run.job.index(), run.chip.index(), run.site.index()];
            if self.columns.place.get(at).is_none() {
                let col = self
                    .program
                    .column(place, key(at), (0.0, 1.0), Integrality::Integer);
                self.columns.place.set(at, col);
            }
        }
        for run in &runs {
            let at = [run.job.index(), run.chip.index(), run.site.index(), run.t, run.h];
            let col = self
                .program
                .column(cluster, key(at), (0.0, 1.0), Integrality::Integer);
            self.columns.cluster.set(at, col);
        }
        for run in &runs {
            let at = [run.job.index(), run.chip.index(), run.site.index(), run.t, run.h];
            let col = self
                .program
                .column(train, key(at), (0.0, run.most), Integrality::Continuous);
            self.columns.train.set(at, col);
        }
        for (j, job) in s.jobs.iter().enumerate() {
            let most = if job.unmet_penalty.is_some() {
                job.work.value()
            } else {
                0.0
            };
            let col = self
                .program
                .column(short, key([j]), (0.0, most), Integrality::Continuous);
            self.columns.short.set([j], col);
        }
    }

    fn volumes(&mut self) {
        use Labels::{Chip, Demand, Hour, Period, Scenario, Site, Workload};
        let (s, periods, hours) = (self.sets.scenario, self.sets.periods, self.sets.hours());
        let (chips, sites, works, lines) = (s.chips.len(), s.sites.len(), s.workloads.len(), s.demand.len());
        let assign = self.kind("assign", &[Chip, Site, Workload, Period, Hour, Scenario]);
        let serve = self.kind("serve", &[Site, Demand, Period, Hour, Scenario]);
        // Where a site can serve some line of the workload.
        let mut wanted = vec![false; sites * works * periods];
        for (r, d, t) in cells(sites, lines, periods) {
            let w = s.demand[d].workload.index();
            if self.serves(r, d, t) {
                wanted[(r * works + w) * periods + t] = true;
            }
        }
        self.columns.assign = Table::new([chips, sites, works, periods, hours]);
        for (c, r, w) in cells(chips, sites, works) {
            let (chip, site, work) = (ChipId(c as u16), SiteId(r as u16), WorkloadId(w as u16));
            for t in 0..periods {
                if wanted[(r * works + w) * periods + t] && self.sets.can_run(chip, site, work, t) {
                    for h in 0..hours {
                        let at = [c, r, w, t, h];
                        let bounds = (0.0, f64::INFINITY);
                        let col = self
                            .program
                            .column(assign, key(at), bounds, Integrality::Continuous);
                        self.columns.assign.set(at, col);
                    }
                }
            }
        }
        self.columns.serve = Table::new([sites, lines, periods, hours]);
        for (r, d, t) in cells(sites, lines, periods) {
            if !self.serves(r, d, t) {
                continue;
            }
            for h in 0..hours {
                let bounds = (0.0, self.sets.most_asked(DemandId(d as u16), t, h));
                if bounds.1 > 0.0 {
                    let at = [r, d, t, h];
                    let col = self
                        .program
                        .column(serve, key(at), bounds, Integrality::Continuous);
                    self.columns.serve.set(at, col);
                }
            }
        }

        let rent = self.kind("rent", &[Demand, Period, Hour, Scenario]);
        let unmet = self.kind("unmet", &[Demand, Period, Hour, Scenario]);
        self.columns.rent = Table::new([lines, periods, hours]);
        self.columns.unmet = Table::new([lines, periods, hours]);
        for (d, line) in s.demand.iter().enumerate() {
            let Some(offer) = &line.rent else { continue };
            for (t, h) in blocks(periods, hours) {
                let volume = self.sets.most_asked(DemandId(d as u16), t, h);
                let most = offer
                    .at_most
                    .as_ref()
                    .map_or(volume, |most| most[t].value().min(volume));
                if most > 0.0 {
                    let at = [d, t, h];
                    let col = self
                        .program
                        .column(rent, key(at), (0.0, most), Integrality::Continuous);
                    self.columns.rent.set(at, col);
                }
            }
        }
        for (d, line) in s.demand.iter().enumerate() {
            for (t, h) in blocks(periods, hours) {
                let most = (1.0 - line.service_floor) * self.sets.least_asked(DemandId(d as u16), t, h);
                if most > 0.0 {
                    let at = [d, t, h];
                    let col = self
                        .program
                        .column(unmet, key(at), (0.0, most), Integrality::Continuous);
                    self.columns.unmet.set(at, col);
                }
            }
        }
    }

    /// Whether `serve[r,d,t]` exists: an arc, some volume, and something at the site that could carry it.
    fn serves(&self, r: usize, d: usize, t: usize) -> bool {
        let line = &self.sets.scenario.demand[d];
        let site = SiteId(r as u16);
        line.volume[t].value() > 0.0
            && self.sets.arc(site, DemandId(d as u16))
            && self.sets.can_work(site, line.workload, t)
    }

    fn budgets(&mut self) {
        let s = self.sets.scenario;
        let kind = self.kind("carry", &[Labels::Budget, Labels::Window]);
        let windows = s.budgets.iter().map(|b| b.windows.len()).max().unwrap_or(0);
        self.columns.carry = Table::new([s.budgets.len(), windows]);
        for (b, budget) in s.budgets.iter().enumerate().filter(|(_, b)| b.carry_over > 0.0) {
            let most = budget.carry_limit.map_or(f64::INFINITY, MillionUsd::value);
            for w in 0..budget.windows.len().saturating_sub(1) {
                let col = self
                    .program
                    .column(kind, key([b, w]), (0.0, most), Integrality::Continuous);
                self.columns.carry.set([b, w], col);
            }
        }
    }
}

/// All blocks of all periods, in order.
fn blocks(periods: usize, hours: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..periods).flat_map(move |t| (0..hours).map(move |h| (t, h)))
}

/// All triples of indices, last fastest.
fn cells(a: usize, b: usize, c: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..a).flat_map(move |i| (0..b).flat_map(move |j| (0..c).map(move |k| (i, j, k))))
}
