//! The elastic program: the scenario's program with every limit that the planner owns widened by a column of its own.
//!
//! It is built from the scenario with its limits taken out, so that no bound of a column and no big-M coefficient rests on
//! one of them; each is then put back as a row with a column that widens it, at the price of [`prices`]. Integers stay
//! whole. With all those columns at 0 it has a point exactly where the scenario has a plan.

use super::limit::{Kind, Limit, Move, SIDES};
use super::prices;
use crate::model::columns::Labels;
use crate::model::quantities::Selection;
use crate::model::rules::{Permissions, binds, places, selected};
use crate::model::{self, Model};
use crate::program::{Col, Family, Integrality, KEY, Key, Kind as ColumnKind, Program, Row};
use crate::scenario::*;
use std::collections::BTreeMap;

/// Families whose rows may be widened, so that bounds must not rest on them.
const LOOSE: [&str; 3] = ["power_tranche", "hall_construction", "chip_supply"];

/// Coefficient that lifts a row for good where nothing smaller is known.
const ENOUGH: f64 = 1e6;

/// Amounts below this share of what they widen are the solver's noise.
const NOISE: f64 = 1e-7;

/// A column that widens a limit.
struct Handle {
    limit: Limit,
    at: usize,
    col: Col,
    /// MUSD per unit.
    price: f64,
    /// Of what its amount is turned into a share: terms and a constant.
    whole: Option<(Vec<(Col, f64)>, f64)>,
}

/// A scenario's program with its limits widened at a price.
pub(super) struct Elastic {
    /// The model; its program has the columns that widen.
    pub model: Model,
    handles: Vec<Handle>,
}

impl Elastic {
    /// Builds it.
    pub fn new(s: &Scenario, spec: &ModelSpec) -> Self {
        let loose = without_limits(s, spec);
        let mut model = model::build_loose(&loose, spec, &LOOSE);
        model.program.cost.fill(0.0);
        model.program.offset = 0.0;
        let mut program = std::mem::take(&mut model.program);
        let kind = program.kind("widen", &[]);
        let family = program.family("widened", &[]);
        let mut maker = Maker {
            s,
            spec,
            model: &model,
            program,
            kind,
            family,
            handles: Vec::new(),
            known: BTreeMap::new(),
            terms: Vec::new(),
        };
        maker.rows();
        maker.halls();
        maker.supply();
        maker.sale();
        maker.floors();
        maker.permissions();
        maker.residency();
        maker.dates();
        let Maker {
            mut program,
            terms,
            handles,
            ..
        } = maker;
        program.add_terms(terms);
        model.program = program;
        Self { model, handles }
    }

    /// The limits that can be widened, each once, in order.
    pub fn limits(&self) -> Vec<Limit> {
        let mut limits: Vec<Limit> = self.handles.iter().map(|handle| handle.limit).collect();
        limits.sort();
        limits.dedup();
        limits
    }

    /// The program in which only some limits can be widened, at their prices or for nothing.
    pub fn program(&self, priced: bool, free: impl Fn(Limit) -> bool) -> Program {
        let mut program = self.model.program.clone();
        for handle in &self.handles {
            if !free(handle.limit) {
                program.col_upper[handle.col.index()] = 0.0;
            } else if priced {
                program.cost[handle.col.index()] = handle.price;
            }
        }
        program
    }

    /// How limits are widened at a point, and at what price, largest first.
    pub fn moves(&self, values: &[f64]) -> Vec<(Move, f64)> {
        let mut moves: Vec<(Move, f64)> = Vec::new();
        for handle in &self.handles {
            let value = values.get(handle.col.index()).copied().unwrap_or_default();
            if value <= NOISE * self.size(handle) {
                continue;
            }
            let amount = match &handle.whole {
                None => value,
                Some((terms, constant)) => {
                    let whole: f64 = terms
                        .iter()
                        .map(|(col, amount)| amount * values[col.index()])
                        .sum();
                    let whole = whole + constant;
                    if whole > NOISE {
                        value / whole
                    } else {
                        f64::INFINITY
                    }
                }
            };
            let (limit, at) = (handle.limit, handle.at);
            moves.push((Move { limit, at, amount }, value * handle.price));
        }
        moves.sort_by(|a, b| b.1.total_cmp(&a.1));
        moves
    }

    fn size(&self, handle: &Handle) -> f64 {
        let upper = self.model.program.col_upper[handle.col.index()];
        if upper.is_finite() { upper } else { 1.0 }
    }
}

/// The scenario without the limits that [`Maker`] puts back.
fn without_limits(s: &Scenario, spec: &ModelSpec) -> Scenario {
    let on = |family: &str| !spec.off.iter().any(|off| off == family);
    let mut loose = s.clone();
    for site in &mut loose.sites {
        if !site.existing {
            site.earliest = Period(0);
            site.committed = None;
        }
        if on("hall_construction") {
            site.halls.iter_mut().for_each(|hall| hall.max = None);
        }
    }
    for (c, chip) in ChipId::all(s.chips.len()).zip(&mut loose.chips) {
        if is_bought_freely(s, c) {
            chip.supply = None;
            if let (Some(window), Some(last)) = (&mut chip.available, s.horizon.len().checked_sub(1)) {
                *window = (Period(0), Period(last as u16));
            }
        }
    }
    for pool in &mut loose.pools {
        let largest = pool.members.iter().map(|(_, amount)| *amount).fold(0.0, f64::max);
        pool.at_most.iter_mut().for_each(|most| *most += ENOUGH * largest);
    }
    for line in &mut loose.demand {
        line.service_floor = 0.0;
        if on("residency_latency") && line.residency.as_ref().is_some_and(|rule| rule.share >= 1.0) {
            line.residency = None;
        }
    }
    for (k, rule) in RuleId::all(s.rules.len()).zip(&mut loose.rules) {
        if forbids(s, spec, k) {
            rule.active.fill(false);
        }
    }
    loose
}

/// Whether a chip is bought without contracts.
fn is_bought_freely(s: &Scenario, c: ChipId) -> bool {
    s.contracts.iter().all(|contract| contract.chip != c)
}

/// Whether a rule keeps chips away and nothing else: a denial, or a licence that nobody can have.
fn forbids(s: &Scenario, spec: &ModelSpec, k: RuleId) -> bool {
    let rule = &s.rules[k.index()];
    if !binds(s, rule) || spec.off.iter().any(|off| off == "export_rules") {
        return false;
    }
    let licensing = |other: &&Rule| {
        let lifts = matches!(
            other.effect,
            RuleEffect::Grant { .. } | RuleEffect::Application(_)
        );
        lifts && binds(s, other)
    };
    match rule.effect {
        RuleEffect::Denied => true,
        RuleEffect::Licence => {
            let own = selected(s, rule);
            let mut lifting = s.rules.iter().filter(licensing);
            !lifting.any(|other| selected(s, other).iter().any(|cell| own.contains(cell)))
        }
        _ => false,
    }
}

struct Maker<'a> {
    s: &'a Scenario,
    spec: &'a ModelSpec,
    model: &'a Model,
    program: Program,
    kind: ColumnKind,
    family: Family,
    handles: Vec<Handle>,
    known: BTreeMap<(Limit, usize), usize>,
    terms: Vec<(Row, Col, f64)>,
}

impl Maker<'_> {
    fn on(&self, family: &str) -> bool {
        !self.spec.off.iter().any(|off| off == family)
    }

    fn periods(&self) -> usize {
        self.s.horizon.len()
    }

    /// The column that widens a limit at a place; made when first asked for.
    fn widen(&mut self, limit: Limit, at: usize) -> Col {
        if let Some(&handle) = self.known.get(&(limit, at)) {
            return self.handles[handle].col;
        }
        let (price, most) = self.price(limit, at);
        let whole = matches!(
            limit,
            Limit::Halls(..) | Limit::Openings | Limit::Earliest(_) | Limit::Commitment(_) | Limit::Sale(_)
        );
        let lifted = matches!(limit, Limit::Residency(_)) || self.is_lifted(limit);
        let integrality = if whole || lifted {
            Integrality::Integer
        } else {
            Integrality::Continuous
        };
        let most = if lifted { 1.0 } else { most };
        let col = self.program.column(self.kind, [0; KEY], (0.0, most), integrality);
        self.known.insert((limit, at), self.handles.len());
        let whole = self.share(limit, at);
        self.handles.push(Handle {
            limit,
            at,
            col,
            price,
            whole,
        });
        col
    }

    /// Whether a rule can only be lifted as a whole.
    fn is_lifted(&self, limit: Limit) -> bool {
        let Limit::Rule(k) = limit else { return false };
        !matches!(
            self.s.rules[k.index()].effect,
            RuleEffect::Grant { .. }
                | RuleEffect::ComputeCap { .. }
                | RuleEffect::Risk { .. }
                | RuleEffect::Application(_)
        )
    }

    /// Price of a unit, MUSD, and most units.
    fn price(&self, limit: Limit, at: usize) -> (f64, f64) {
        let s = self.s;
        let free = f64::INFINITY;
        match limit {
            Limit::Budget(_) | Limit::Funding => (prices::MONEY.musd, free),
            // A little dearer the earlier, so that it comes no earlier than it must.
            Limit::Power(_) => {
                let earlier = self.periods().saturating_sub(at) as f64;
                (prices::POWER.musd * (1.0 + 0.01 * earlier), free)
            }
            Limit::Land(_) => (prices::LAND.musd, free),
            Limit::Halls(..) => (prices::HALL.musd, free),
            Limit::Contractor(_) => (prices::CONTRACTOR.musd, free),
            Limit::Openings => (prices::OPENING.musd, free),
            Limit::Supply(c) => {
                let price = s.chips[c.index()]
                    .price
                    .get(at)
                    .map_or(0.0, |price| price.value());
                (prices::SUPPLY.musd * price.max(1e-3), free)
            }
            Limit::Pool(p) => {
                let worth = |&(c, amount): &(ChipId, f64)| {
                    let price = s.chips[c.index()]
                        .price
                        .get(at)
                        .map_or(0.0, |price| price.value());
                    if amount > 0.0 { price / amount } else { 0.0 }
                };
                let largest = s.pools[p.index()].members.iter().map(worth).fold(0.0, f64::max);
                (prices::SUPPLY.musd * largest.max(1e-3), free)
            }
            Limit::Demand => (s.demand.iter().map(|line| self.worth(line)).sum(), 1.0),
            Limit::Floor(d) => {
                let line = &s.demand[d.index()];
                (self.worth(line), line.service_floor)
            }
            Limit::Job(j) => {
                let job = &s.jobs[j.index()];
                let work = job.work.value();
                let worth = job.revenue.value().max(prices::JOB.musd);
                (if work > 0.0 { worth / work } else { 0.0 }, work)
            }
            Limit::Rule(k) => match s.rules[k.index()].effect {
                RuleEffect::Risk { .. } => (prices::MONEY.musd, free),
                _ if self.is_lifted(limit) => (prices::RULE.musd, 1.0),
                _ => (prices::QUOTA.musd, free),
            },
            Limit::Residency(_) => (prices::RULE.musd, 1.0),
            Limit::Carbon(_) => (prices::CARBON.musd, free),
            Limit::Water(_) => (prices::WATER.musd, free),
            Limit::Own(l) => {
                let limit = &s.limits[usize::from(l)];
                let window = limit
                    .windows
                    .iter()
                    .find(|window| window.first.index() == at % SIDES);
                let value = window.and_then(|w| if at < SIDES { w.at_most } else { w.at_least });
                let value = value.unwrap_or_default().abs();
                let size = if limit.share_of.is_none() && value > 0.0 {
                    value
                } else {
                    1.0
                };
                (100.0 * prices::LIMIT.musd / size, free)
            }
            Limit::Resilience(k) => {
                let keep = s.resilience[usize::from(k)]
                    .keep
                    .iter()
                    .copied()
                    .fold(0.0, f64::max);
                (100.0 * prices::RESILIENCE.musd, keep)
            }
            Limit::Earliest(r) => {
                let earliest = s.sites[r.index()].earliest.index();
                let years = s.horizon.length[at..earliest].iter().map(|length| length.value());
                (prices::DATE.musd * years.sum::<f64>(), 1.0)
            }
            Limit::Sale(c) => {
                let (first, last) = match s.chips[c.index()].available {
                    Some((first, last)) => (first.index(), last.index()),
                    None => (0, self.periods().saturating_sub(1)),
                };
                let beyond = if at < first { at..first } else { last + 1..at + 1 };
                let years = s.horizon.length[beyond].iter().map(|length| length.value());
                (prices::DATE.musd * years.sum::<f64>(), 1.0)
            }
            Limit::Commitment(_) => (prices::COMMITMENT.musd, 1.0),
        }
    }

    /// What the whole of a demand line is worth over the horizon: its penalty, or its revenue if that is higher.
    fn worth(&self, line: &DemandLine) -> f64 {
        let mut worth = 0.0;
        for (t, length) in self.s.horizon.length.iter().enumerate() {
            let penalty = line.unmet_penalty.get(t).map_or(0.0, |penalty| penalty.value());
            let revenue = line.revenue.get(t).map_or(0.0, |revenue| revenue.value());
            let volume = line.volume.get(t).map_or(0.0, |volume| volume.value());
            worth += penalty.max(revenue) * volume * length.value();
        }
        if worth > 0.0 { worth } else { prices::LINE.musd }
    }

    /// Of what a limit's excess is a share, if it is one.
    fn share(&self, limit: Limit, at: usize) -> Option<(Vec<(Col, f64)>, f64)> {
        let Limit::Own(l) = limit else { return None };
        let limit = &self.s.limits[usize::from(l)];
        let of = limit.share_of.as_ref()?;
        let window = limit
            .windows
            .iter()
            .find(|window| window.first.index() == at % SIDES)?;
        let (mut terms, mut constant) = (Vec::new(), 0.0);
        let whole = Selection::new(self.s, &self.model.columns, of.quantity, &of.filter);
        whole.window((window.first, window.last), &mut |col, amount| match col {
            Some(col) => terms.push((col, amount)),
            None => constant += amount,
        });
        Some((terms, constant))
    }

    /// Puts columns that widen into the rows that are there.
    fn rows(&mut self) {
        let losses: Vec<usize> = contingencies(&self.s.resilience)
            .map(|loss| loss.requirement)
            .collect();
        for row in 0..self.program.rows() {
            let name = self.program.families[usize::from(self.program.row_family[row].0)].name;
            let key = self.program.row_key[row];
            self.widen_row(Row(row as u32), name, key, &losses);
        }
    }

    fn widen_row(&mut self, row: Row, name: &str, key: Key, losses: &[usize]) {
        let s = self.s;
        let [first, second, third] = [key[0], key[1], key[2]];
        let t = usize::from(second);
        match name {
            "budget" => self.more(row, Limit::Budget(BudgetId(first)), t, -1.0),
            "cash_balance" => self.more(row, Limit::Funding, usize::from(first), -1.0),
            "grid_power" => {
                let usable = 1.0 - s.sites[usize::from(first)].reserve_margin;
                for from in 0..=t {
                    self.more(row, Limit::Power(SiteId(first)), from, -usable);
                }
            }
            "land" => self.more(row, Limit::Land(SiteId(first)), 0, -1.0),
            "contractor" => self.more(row, Limit::Contractor(SiteId(first)), 0, -1.0),
            "openings_per_period" => self.more(row, Limit::Openings, usize::from(first), -1.0),
            "supply_pool" => {
                let pool = &s.pools[usize::from(first)];
                self.program.row_upper[row.index()] = pool.at_most[t];
                self.more(row, Limit::Pool(PoolId(first)), t, -1.0);
            }
            "licence_quota" | "application_quota" | "compute_cap" | "risk_cap" => {
                self.more(row, Limit::Rule(RuleId(first)), 0, -1.0);
            }
            "volume_ratio" | "tpp_ratio" => self.more(row, Limit::Rule(RuleId(first)), 0, -ENOUGH),
            "residency_share" => {
                let volume = s.demand[usize::from(first)].volume[t].value();
                self.more(
                    row,
                    Limit::Residency(DemandId(first)),
                    0,
                    ENOUGH.min(100.0 * volume),
                );
            }
            "carbon_cap" => self.more(row, Limit::Carbon(first), t, -1.0),
            "water_cap" => self.more(row, Limit::Water(first), t, -1.0),
            "limit_at_most" if s.limits[usize::from(first)].violation_cost.is_none() => {
                self.more(row, Limit::Own(first), t, -1.0);
            }
            "limit_at_least" if s.limits[usize::from(first)].violation_cost.is_none() => {
                self.more(row, Limit::Own(first), SIDES + t, 1.0);
            }
            "job_work" if s.jobs[usize::from(first)].unmet_penalty.is_none() => {
                self.more(row, Limit::Job(JobId(first)), 0, 1.0);
            }
            "resilience_pool" => {
                let h = usize::from(key[3]);
                let workload = WorkloadId(second);
                let peak = s.workloads[workload.index()].peak;
                let of = &s.resilience[usize::from(first)];
                let volumes = of.lines.iter().map(|d| &s.demand[d.index()]);
                let own = volumes.filter(|line| line.workload == workload && line.side.price.is_none());
                let volume: f64 = own
                    .map(|line| line.volume_in(usize::from(third), h).value())
                    .sum();
                self.more(row, Limit::Resilience(first), 0, peak * volume);
            }
            "resilience_keep" => {
                let h = usize::from(key[3]);
                let line = &s.demand[t];
                if line.side.price.is_none() {
                    let requirement = losses[usize::from(first)] as u16;
                    let volume = line.volume_in(usize::from(third), h).value();
                    self.more(row, Limit::Resilience(requirement), 0, volume);
                }
            }
            "demand_balance" => {
                let line = &s.demand[usize::from(first)];
                // A line that is served from one place is served whole.
                if line.side.placement == Placement::Split {
                    let volume = line.volume_in(t, usize::from(third)).value();
                    self.more(row, Limit::Demand, 0, volume);
                }
            }
            _ => {}
        }
    }

    /// Adds a column that widens to a row.
    fn more(&mut self, row: Row, limit: Limit, at: usize, coefficient: f64) {
        if coefficient != 0.0 {
            let col = self.widen(limit, at);
            self.terms.push((row, col, coefficient));
        }
    }

    /// A row of our own: the terms are at most `most`.
    fn at_most(&mut self, terms: impl IntoIterator<Item = (Col, f64)>, most: f64) {
        let family = self.family;
        self.program
            .row(family, [0; KEY], (f64::NEG_INFINITY, most), terms);
    }

    fn halls(&mut self) {
        if !self.on("hall_construction") {
            return;
        }
        let last = self.periods().saturating_sub(1);
        for (r, site) in SiteId::all(self.s.sites.len()).zip(&self.s.sites) {
            for (i, hall) in site.halls.iter().enumerate() {
                let (Some(max), Some(halls)) = (hall.max, self.model.columns.halls(r, i, last)) else {
                    continue;
                };
                let widen = self.widen(Limit::Halls(r, i as u16), 0);
                self.at_most([(halls, 1.0), (widen, -1.0)], f64::from(max) - hall.begun());
            }
        }
    }

    fn supply(&mut self) {
        for (c, chip) in ChipId::all(self.s.chips.len()).zip(&self.s.chips) {
            let Some(supply) = chip.supply.as_ref().filter(|_| is_bought_freely(self.s, c)) else {
                continue;
            };
            for (t, &most) in supply.iter().enumerate() {
                if let Some(order) = self.model.columns.order(c, t).filter(|_| most.is_finite()) {
                    let widen = self.widen(Limit::Supply(c), t);
                    // Bounds of whole numbers are rounded down.
                    let most = if chip.whole {
                        model::bounds::whole(most)
                    } else {
                        most
                    };
                    self.at_most([(order, 1.0), (widen, -1.0)], most);
                }
            }
        }
    }

    /// Units arrive outside the window of sale only if it is extended that far.
    fn sale(&mut self) {
        for (c, chip) in ChipId::all(self.s.chips.len()).zip(&self.s.chips) {
            let Some((first, last)) = chip.available.filter(|_| is_bought_freely(self.s, c)) else {
                continue;
            };
            for t in (0..self.periods()).filter(|&t| t < first.index() || t > last.index()) {
                let Some(order) = self.model.columns.order(c, t) else {
                    continue;
                };
                // Extended to `t` or beyond it.
                let reach = if t < first.index() {
                    0..t + 1
                } else {
                    t..self.periods()
                };
                let most = self.upper(order);
                let reached: Vec<Col> = reach.map(|to| self.widen(Limit::Sale(c), to)).collect();
                let reached = reached.into_iter().map(|col| (col, -most));
                self.at_most(std::iter::once((order, 1.0)).chain(reached), 0.0);
            }
        }
    }

    /// `unmet <= (1 - floor) D (1 - less demand) + less floor D`.
    fn floors(&mut self) {
        for (d, line) in DemandId::all(self.s.demand.len()).zip(&self.s.demand) {
            if line.service_floor <= 0.0 {
                continue;
            }
            for t in 0..self.periods() {
                for h in self.s.hours.blocks() {
                    let Some(unmet) = self.model.columns.unmet(d, t, h) else {
                        continue;
                    };
                    // The column goes up to the least that is asked for.
                    let asked = self.program.col_upper[unmet.index()];
                    let allowed = (1.0 - line.service_floor) * asked;
                    let widen = self.widen(Limit::Floor(d), 0);
                    let mut terms = vec![(unmet, 1.0), (widen, -asked)];
                    if line.side.placement == Placement::Split {
                        terms.push((self.widen(Limit::Demand, 0), allowed));
                    }
                    self.at_most(terms, allowed);
                }
            }
        }
    }

    /// Chips come to where a rule forbids them only if every such rule is lifted.
    fn permissions(&mut self) {
        let s = self.s;
        let rules: Vec<RuleId> = RuleId::all(s.rules.len())
            .filter(|&k| forbids(s, self.spec, k))
            .collect();
        if rules.is_empty() {
            return;
        }
        let permitted = Permissions::new(s, false);
        for k in rules {
            for (c, r) in selected(s, &s.rules[k.index()]) {
                let active = s.rules[k.index()].active.iter().enumerate();
                for (t, _) in active.filter(|(t, active)| **active && !permitted.allowed(c, r, *t)) {
                    let brought: Vec<Col> = self.model.columns.brought(c, r, t).collect();
                    for col in brought {
                        let most = self.upper(col);
                        let lift = self.widen(Limit::Rule(k), 0);
                        self.at_most([(col, 1.0), (lift, -most)], 0.0);
                    }
                }
            }
        }
    }

    fn upper(&self, col: Col) -> f64 {
        self.program.col_upper[col.index()].min(ENOUGH)
    }

    /// Lines whose data must stay are served from elsewhere only if that is lifted.
    fn residency(&mut self) {
        if !self.on("residency_latency") {
            return;
        }
        let outside: Vec<Option<Vec<bool>>> = self
            .s
            .demand
            .iter()
            .map(|line| {
                let rule = line.residency.as_ref().filter(|rule| rule.share >= 1.0)?;
                Some(
                    places(self.s, &rule.places)
                        .into_iter()
                        .map(|inside| !inside)
                        .collect(),
                )
            })
            .collect();
        if outside.iter().all(Option::is_none) {
            return;
        }
        for col in 0..self.program.columns() as u32 {
            let col = Col(col);
            let kind = &self.program.kinds[usize::from(self.program.col_kind[col.index()].0)];
            let place = |set: Labels| kind.sets.iter().position(|known| *known == set.set());
            let (Some(site), Some(line)) = (place(Labels::Site), place(Labels::Demand)) else {
                continue;
            };
            let key = self.program.col_key[col.index()];
            let (r, d) = (usize::from(key[site]), key[line]);
            let bound = outside.get(usize::from(d)).and_then(Option::as_ref);
            if bound.and_then(|outside| outside.get(r)).copied().unwrap_or(false) {
                let most = self.upper(col);
                let lift = self.widen(Limit::Residency(DemandId(d)), 0);
                self.at_most([(col, 1.0), (lift, -most)], 0.0);
            }
        }
    }

    /// Sites open before their date, or not by the date to which they are committed, only if that is granted.
    fn dates(&mut self) {
        for (r, site) in SiteId::all(self.s.sites.len()).zip(&self.s.sites) {
            if site.existing {
                continue;
            }
            for t in 0..site.earliest.index().min(self.periods()) {
                if let Some(open) = self.model.columns.open(r, t) {
                    let granted: Vec<Col> =
                        (0..=t).map(|from| self.widen(Limit::Earliest(r), from)).collect();
                    let granted = granted.into_iter().map(|col| (col, -1.0));
                    self.at_most(std::iter::once((open, 1.0)).chain(granted), 0.0);
                }
            }
            let due = site
                .committed
                .and_then(|by| self.model.columns.open(r, by.index()));
            if let Some(open) = due {
                let given_up = self.widen(Limit::Commitment(r), 0);
                self.at_most([(open, -1.0), (given_up, -1.0)], -1.0);
            }
        }
    }
}

/// Kinds of limits among some, in the order in which they are tried.
pub(super) fn kinds(limits: &[Limit]) -> Vec<Kind> {
    let present = |kind: &Kind| limits.iter().any(|limit| limit.kind() == *kind);
    Kind::ALL.into_iter().filter(present).collect()
}
