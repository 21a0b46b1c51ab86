//! The limits that a planner owns: what they are called, what they say now, and how a scenario is edited to widen them.

use crate::report::numbers::significant;
use crate::scenario::*;
use serde::Serialize;

/// A limit that a planner owns and could move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// A budget, window by window.
    Budget(BudgetId),
    /// What the owners pay into the account, by period.
    Funding,
    /// Grid power of a site beyond its tranches, from a period on.
    Power(SiteId),
    /// Land of a site.
    Land(SiteId),
    /// Most halls of a design (position at the site).
    Halls(SiteId, u16),
    /// Halls that the contractor of a site starts in a period.
    Contractor(SiteId),
    /// Sites opened in a period.
    Openings,
    /// Supply of a chip, by period.
    Supply(ChipId),
    /// The window in which a chip is on sale, by the period that it would have to reach.
    Sale(ChipId),
    /// A supply pool, by period.
    Pool(PoolId),
    /// The volume of all lines in all periods.
    Demand,
    /// The service floor of a line.
    Floor(DemandId),
    /// A training job that must be done.
    Job(JobId),
    /// A quota or a cap of a rule, or the rule as such.
    Rule(RuleId),
    /// Where the data of a line must stay.
    Residency(DemandId),
    /// A cap on emissions, by the first period of its window.
    Carbon(u16),
    /// A cap on water, by the first period of its window.
    Water(u16),
    /// A limit of the planner's own, by the first period of its window.
    Own(u16),
    /// Share of demand kept after a loss.
    Resilience(u16),
    /// The date from which a site may be open.
    Earliest(SiteId),
    /// The date by which a site must be open.
    Commitment(SiteId),
}

/// Kinds of limits: whose desk they are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Budgets and funding.
    Money,
    /// Grid power.
    Power,
    /// Land, halls, contractors, openings.
    Building,
    /// Chips and pools.
    Supply,
    /// Volume of demand.
    Demand,
    /// Service floors.
    Service,
    /// Training jobs.
    Training,
    /// Rules and residency.
    Rules,
    /// Carbon and water.
    Environment,
    /// The planner's own limits.
    Own,
    /// Resilience.
    Resilience,
    /// Dates and commitments.
    Dates,
}

impl Kind {
    /// All kinds, in the order in which they are tried.
    pub const ALL: [Self; 12] = [
        Self::Money,
        Self::Power,
        Self::Building,
        Self::Supply,
        Self::Demand,
        Self::Service,
        Self::Training,
        Self::Rules,
        Self::Environment,
        Self::Own,
        Self::Resilience,
        Self::Dates,
    ];

    /// Words for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Power => "grid power",
            Self::Building => "building",
            Self::Supply => "chip supply",
            Self::Demand => "demand",
            Self::Service => "service floors",
            Self::Training => "training",
            Self::Rules => "rules",
            Self::Environment => "carbon and water",
            Self::Own => "own limits",
            Self::Resilience => "resilience",
            Self::Dates => "dates",
        }
    }
}

/// By how much a limit gives way, at a place of it: a period, a window or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// The limit.
    pub limit: Limit,
    /// Window of a budget, period of what goes by period, else 0.
    pub at: usize,
    /// How much, in the unit of the limit; shares are fractions. What is lifted as a whole moves by 1; infinite for a
    /// share of nothing, which only goes away as a whole.
    pub amount: f64,
}

impl Limit {
    /// Its kind.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Budget(_) | Self::Funding => Kind::Money,
            Self::Power(_) => Kind::Power,
            Self::Land(_) | Self::Halls(..) | Self::Contractor(_) | Self::Openings => Kind::Building,
            Self::Supply(_) | Self::Pool(_) => Kind::Supply,
            Self::Demand => Kind::Demand,
            Self::Floor(_) => Kind::Service,
            Self::Job(_) => Kind::Training,
            Self::Rule(_) | Self::Residency(_) => Kind::Rules,
            Self::Carbon(_) | Self::Water(_) => Kind::Environment,
            Self::Own(_) => Kind::Own,
            Self::Resilience(_) => Kind::Resilience,
            Self::Sale(_) | Self::Earliest(_) | Self::Commitment(_) => Kind::Dates,
        }
    }

    /// Name and what it says now, for people.
    pub fn told(self, s: &Scenario) -> String {
        let site = |r: SiteId| s.sites[r.index()].id.as_str();
        let label = |t: Period| s.horizon.labels[t.index()].as_str();
        match self {
            Self::Budget(b) => {
                let budget = &s.budgets[b.index()];
                let (unit, rate) = (budget.currency.unit(), budget.currency.first());
                let windows = budget.windows.iter().filter(|w| w.at_most.value().is_finite());
                let said = windows.map(|w| (span(s, w.first, w.last), w.at_most.value() * rate));
                format!("budget {}: {}", budget.id, series(said, &unit))
            }
            Self::Funding => {
                let funding = s.finance.cash.iter().flat_map(|cash| &cash.funding);
                let said = funding.zip(&s.horizon.labels);
                format!(
                    "funding of the account: {}",
                    series(said.map(|(f, l)| (l.clone(), f.value())), "MUSD")
                )
            }
            Self::Power(r) => {
                let place = &s.sites[r.index()];
                let power = place.power.iter().zip(&s.horizon.labels);
                let said = series(power.map(|(p, l)| (l.clone(), p.value())), "MW");
                let ordered: f64 = place
                    .tranches
                    .iter()
                    .map(|tranche| tranche.capacity.value())
                    .sum();
                let more = if ordered > 0.0 {
                    format!(", and {} MW in tranches", significant(ordered))
                } else {
                    String::new()
                };
                format!("grid power at {}: {said}{more}", site(r))
            }
            Self::Land(r) => {
                let land = s.sites[r.index()].land.map_or(0.0, |land| land.value());
                format!("land at {}: {} ha", site(r), significant(land))
            }
            Self::Halls(r, i) => {
                let hall = &s.sites[r.index()].halls[usize::from(i)];
                let design = &s.halls[hall.design.index()].id;
                let most = hall.max.unwrap_or_default();
                format!("halls at {}: at most {most} {design}", site(r))
            }
            Self::Contractor(r) => {
                let most = s.sites[r.index()].contractor.unwrap_or_default();
                format!(
                    "contractor at {}: {} started a period",
                    site(r),
                    counted(most, "hall")
                )
            }
            Self::Openings => {
                let most = s.openings_per_period.iter().flatten().zip(&s.horizon.labels);
                let said = most.filter(|(most, _)| most.is_finite());
                format!(
                    "sites opened: {}",
                    series(said.map(|(m, l)| (l.clone(), *m)), "sites")
                )
            }
            Self::Supply(c) => {
                let chip = &s.chips[c.index()];
                let supply = chip.supply.iter().flatten().zip(&s.horizon.labels);
                format!(
                    "supply of {}: {}",
                    chip.id,
                    series(supply.map(|(n, l)| (l.clone(), *n)), "units")
                )
            }
            Self::Sale(c) => {
                let chip = &s.chips[c.index()];
                let (first, last) = chip.available.unwrap_or((Period(0), Period(0)));
                format!("{} arrives in {}", chip.id, span(s, first, last))
            }
            Self::Pool(p) => {
                let pool = &s.pools[p.index()];
                let most = pool.at_most.iter().zip(&s.horizon.labels);
                let said = most.filter(|(most, _)| most.is_finite());
                format!(
                    "supply pool {}: {}",
                    pool.id,
                    series(said.map(|(m, l)| (l.clone(), *m)), "")
                )
            }
            Self::Demand => "demand as forecast".into(),
            Self::Floor(d) => {
                let line = &s.demand[d.index()];
                format!("service floor of {}: {}", line.id, share(line.service_floor))
            }
            Self::Job(j) => {
                let job = &s.jobs[j.index()];
                let work = significant(job.work.value());
                format!(
                    "training job {}: {work} ZFLOP from {} to {}",
                    job.id,
                    label(job.start),
                    label(job.deadline)
                )
            }
            Self::Rule(k) => {
                let rule = &s.rules[k.index()];
                format!("rule {}: {}", rule.id, rule_said(rule))
            }
            Self::Residency(d) => format!("residency of {}", s.demand[d.index()].id),
            Self::Carbon(k) => {
                let cap = &s.environment.carbon_caps[usize::from(k)];
                let said = cap
                    .windows
                    .iter()
                    .map(|w| (span(s, w.first, w.last), w.at_most.value()));
                format!("carbon cap {}: {}", cap.id, series(said, "ktCO2"))
            }
            Self::Water(k) => {
                let cap = &s.environment.water_caps[usize::from(k)];
                let said = cap
                    .windows
                    .iter()
                    .map(|w| (span(s, w.first, w.last), w.at_most.value()));
                format!("water cap {}: {}", cap.id, series(said, "ML"))
            }
            Self::Own(l) => {
                let limit = &s.limits[usize::from(l)];
                let unit = own_unit(limit);
                let side = |name: &str, value: fn(&LimitWindow) -> Option<f64>| {
                    let said = limit
                        .windows
                        .iter()
                        .filter_map(|w| Some((span(s, w.first, w.last), value(w)?)));
                    let said: Vec<_> = said.collect();
                    (!said.is_empty()).then(|| format!("{name} {}", shares(said, limit, &unit)))
                };
                let most = side("at most", |w| w.at_most);
                let sides: Vec<String> = most.into_iter().chain(side("at least", |w| w.at_least)).collect();
                format!(
                    "limit {}: {} {}",
                    limit.id,
                    limit.quantity.name(),
                    sides.join(", ")
                )
            }
            Self::Resilience(k) => {
                let requirement = &s.resilience[usize::from(k)];
                let keep = requirement.keep.iter().zip(&s.horizon.labels);
                let said = series(keep.map(|(k, l)| (l.clone(), 100.0 * k)), "%");
                format!("resilience {}: {said} of demand kept", requirement.id)
            }
            Self::Earliest(r) => format!(
                "{} may open from {} on",
                site(r),
                label(s.sites[r.index()].earliest)
            ),
            Self::Commitment(r) => {
                let by = s.sites[r.index()].committed.map_or("", label);
                format!("{} must be open by {by}", site(r))
            }
        }
    }

    /// Unit of its amounts.
    pub fn unit(self, s: &Scenario) -> String {
        match self {
            Self::Budget(b) => s.budgets[b.index()].currency.unit(),
            Self::Funding => "MUSD".into(),
            Self::Power(_) => "MW".into(),
            Self::Land(_) => "ha".into(),
            Self::Halls(..) | Self::Contractor(_) => "halls".into(),
            Self::Openings => "sites".into(),
            Self::Supply(_) => "units".into(),
            Self::Pool(_) => String::new(),
            Self::Demand | Self::Floor(_) | Self::Resilience(_) => "%".into(),
            Self::Job(_) => "ZFLOP".into(),
            Self::Rule(k) => match &s.rules[k.index()].effect {
                RuleEffect::Grant { .. } | RuleEffect::ComputeCap { .. } | RuleEffect::Application(_) => {
                    "MTPP".into()
                }
                RuleEffect::Risk { .. } => "MUSD".into(),
                _ => "rule".into(),
            },
            Self::Residency(_) => "rule".into(),
            Self::Carbon(_) => "ktCO2".into(),
            Self::Water(_) => "ML".into(),
            Self::Own(l) => own_unit(&s.limits[usize::from(l)]),
            Self::Earliest(_) | Self::Sale(_) => "date".into(),
            Self::Commitment(_) => "commitment".into(),
        }
    }
}

/// What a rule says, in a few words.
fn rule_said(rule: &Rule) -> String {
    match &rule.effect {
        RuleEffect::Grant { quota: Some(quota) } => format!("quota of {} MTPP", significant(quota.value())),
        RuleEffect::Application(application) => {
            let quota = application.expected_quota().map_or(0.0, |quota| quota.value());
            format!("expected quota of {} MTPP", significant(quota))
        }
        RuleEffect::ComputeCap { at_most } => {
            format!("at most {} MTPP in service", significant(at_most.value()))
        }
        RuleEffect::Risk {
            at_most: Some(most), ..
        } => format!("exposure of at most {} MUSD", significant(most.value())),
        _ => rule.title.clone(),
    }
}

/// Unit of a limit's values; `%` for shares.
fn own_unit(limit: &CustomLimit) -> String {
    match limit.share_of {
        Some(_) => "%".into(),
        None => limit.quantity.unit().name().to_owned(),
    }
}

/// Values of a limit with its windows; shares in percent.
fn shares(said: Vec<(String, f64)>, limit: &CustomLimit, unit: &str) -> String {
    let factor = if limit.share_of.is_some() { 100.0 } else { 1.0 };
    series(
        said.into_iter().map(|(label, value)| (label, factor * value)),
        unit,
    )
}

/// First and last period.
fn span(s: &Scenario, first: Period, last: Period) -> String {
    let label = |t: Period| s.horizon.labels[t.index()].clone();
    if first == last {
        label(first)
    } else {
        format!("{} to {}", label(first), label(last))
    }
}

/// Values over time in a few words: the first two that differ, in runs of the same.
fn series(values: impl Iterator<Item = (String, f64)>, unit: &str) -> String {
    const SHOWN: usize = 4;
    let mut runs: Vec<(String, String, f64)> = Vec::new();
    for (label, value) in values {
        match runs.last_mut() {
            Some((_, last, same)) if *same == value => *last = label,
            _ => runs.push((label.clone(), label, value)),
        }
    }
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {unit}")
    };
    let parts: Vec<String> = runs
        .iter()
        .take(SHOWN)
        .map(|(first, last, value)| match (runs.len(), first == last) {
            (1, _) => format!("{}{unit}", significant(*value)),
            (_, true) => format!("{}{unit} in {first}", significant(*value)),
            (_, false) => {
                let end = last.rsplit(" to ").next().unwrap_or(last);
                let from = first.split(" to ").next().unwrap_or(first);
                format!("{}{unit} from {from} to {end}", significant(*value))
            }
        })
        .collect();
    let more = if runs.len() > SHOWN { " ..." } else { "" };
    format!("{}{more}", parts.join(", "))
}

/// Where the time of a move stands in its sentence.
const WHEN: &str = "{when}";

impl Move {
    /// What the planner would have to grant: `+12 MW of grid power at MY-JHB from 2027H2 on`.
    pub fn told(&self, s: &Scenario) -> String {
        self.sentence(s).replace(WHEN, &self.when(s))
    }

    /// Period or window of what goes by them.
    fn when(&self, s: &Scenario) -> String {
        let caps = |windows: &[CapWindow<f64>]| -> Option<String> {
            let window = windows.iter().find(|window| window.first.index() == self.at)?;
            Some(span(s, window.first, window.last))
        };
        let window = match self.limit {
            Limit::Budget(b) => {
                let window = s.budgets[b.index()].windows.get(self.at);
                window.map(|window| span(s, window.first, window.last))
            }
            Limit::Carbon(k) => caps(&bare(&s.environment.carbon_caps[usize::from(k)].windows, |q| {
                q.value()
            })),
            Limit::Water(k) => caps(&bare(&s.environment.water_caps[usize::from(k)].windows, |q| {
                q.value()
            })),
            Limit::Own(l) => {
                let mut windows = s.limits[usize::from(l)].windows.iter();
                let window = windows.find(|window| window.first.index() == self.at % SIDES);
                window.map(|window| span(s, window.first, window.last))
            }
            _ => s.horizon.labels.get(self.at).cloned(),
        };
        window.unwrap_or_default()
    }

    /// The sentence with a place for the time.
    fn sentence(&self, s: &Scenario) -> String {
        let site = |r: SiteId| s.sites[r.index()].id.as_str();
        let amount = significant(self.amount);
        let unit = self.limit.unit(s);
        let count = |singular: &str| counted(self.amount, singular);
        match self.limit {
            Limit::Budget(b) => {
                let budget = &s.budgets[b.index()];
                let amount = significant(self.amount * budget.currency.first());
                format!("+{amount} {unit} in the budget {} for {WHEN}", budget.id)
            }
            Limit::Funding => format!("+{amount} MUSD of funding in {WHEN}"),
            Limit::Power(r) => format!("+{amount} MW of grid power at {} from {WHEN} on", site(r)),
            Limit::Land(r) => format!("+{amount} ha of land at {}", site(r)),
            Limit::Halls(r, i) => {
                let hall = &s.sites[r.index()].halls[usize::from(i)];
                let design = &s.halls[hall.design.index()].id;
                let most = f64::from(hall.max.unwrap_or_default());
                let new = significant(most + self.amount);
                format!("at most {new} {design} at {} instead of {most}", site(r))
            }
            Limit::Contractor(r) => {
                let most = s.sites[r.index()].contractor.unwrap_or_default();
                let (new, old) = (counted(most + self.amount, "hall"), significant(most));
                format!("{new} started a period at {} instead of {old}", site(r))
            }
            Limit::Openings => format!("+{} opened in {WHEN}", count("site")),
            Limit::Supply(c) => format!("+{} of {} in {WHEN}", count("unit"), s.chips[c.index()].id),
            Limit::Pool(p) => format!("+{amount} in the supply pool {} in {WHEN}", s.pools[p.index()].id),
            Limit::Sale(c) => format!("{} on sale in {WHEN} already, or still", s.chips[c.index()].id),
            Limit::Demand => format!("{} less demand, all lines and periods", share(self.amount)),
            Limit::Floor(d) => {
                let line = &s.demand[d.index()];
                let (old, new) = (line.service_floor, (line.service_floor - self.amount).max(0.0));
                format!(
                    "service floor of {} down from {} to {}",
                    line.id,
                    share(old),
                    share(new)
                )
            }
            Limit::Job(j) => {
                let job = &s.jobs[j.index()];
                if self.amount >= job.work.value() {
                    format!("without the training job {}", job.id)
                } else {
                    let all = significant(job.work.value());
                    format!("{amount} of {all} ZFLOP less in the training job {}", job.id)
                }
            }
            Limit::Rule(k) => {
                let rule = &s.rules[k.index()];
                match unit.as_str() {
                    "rule" => format!("without the rule {} ({})", rule.id, rule.title),
                    unit => format!("+{amount} {unit} under the rule {}", rule.id),
                }
            }
            Limit::Residency(d) => format!("without the residency of {}", s.demand[d.index()].id),
            Limit::Carbon(k) => {
                let cap = &s.environment.carbon_caps[usize::from(k)];
                format!("+{amount} ktCO2 in the cap {} for {WHEN}", cap.id)
            }
            Limit::Water(k) => {
                let cap = &s.environment.water_caps[usize::from(k)];
                format!("+{amount} ML in the cap {} for {WHEN}", cap.id)
            }
            Limit::Own(l) => self.own(&s.limits[usize::from(l)], &unit),
            Limit::Resilience(k) => {
                let requirement = &s.resilience[usize::from(k)];
                let points = significant(100.0 * self.amount);
                format!("{points} percentage points less kept under {}", requirement.id)
            }
            Limit::Earliest(r) => {
                let now = &s.horizon.labels[s.sites[r.index()].earliest.index()];
                format!("{} open from {WHEN} on instead of {now}", site(r))
            }
            Limit::Commitment(r) => {
                let by = s.sites[r.index()].committed;
                let by = by.map_or("", |by| s.horizon.labels[by.index()].as_str());
                format!("without the commitment to open {} by {by}", site(r))
            }
        }
    }

    fn own(&self, limit: &CustomLimit, unit: &str) -> String {
        let window = limit
            .windows
            .iter()
            .find(|window| window.first.index() == self.at % SIDES);
        let (side, old) = match window {
            Some(window) if self.at < SIDES => ("at most", window.at_most),
            Some(window) => ("at least", window.at_least),
            None => ("", None),
        };
        let old = old.unwrap_or_default();
        if !self.amount.is_finite() {
            return format!("without the limit {} for {WHEN}", limit.id);
        }
        let new = if self.at < SIDES {
            old + self.amount
        } else {
            old - self.amount
        };
        let factor = if limit.share_of.is_some() { 100.0 } else { 1.0 };
        let (new, old) = (significant(factor * new), significant(factor * old));
        format!(
            "limit {}: {side} {new} {unit} instead of {old} for {WHEN}",
            limit.id
        )
    }
}

/// Moves as sentences; those that differ by nothing but their time are put together.
pub fn told(moves: &[Move], s: &Scenario) -> Vec<String> {
    const SHOWN: usize = 4;
    let mut sentences: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    for step in moves {
        let (sentence, when) = (step.sentence(s), (step.at, step.when(s)));
        match sentences
            .iter_mut()
            .find(|(known, _)| *known == sentence && known.contains(WHEN))
        {
            Some((_, whens)) => whens.push(when),
            None => sentences.push((sentence, vec![when])),
        }
    }
    let whens = |mut whens: Vec<(usize, String)>| {
        whens.sort();
        let labels: Vec<String> = whens.into_iter().map(|(_, label)| label).collect();
        match labels.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first, .., last] if labels.len() > SHOWN => {
                format!("each of {} from {first} to {last}", labels.len())
            }
            [first @ .., last] => format!("each of {} and {last}", first.join(", ")),
        }
    };
    sentences
        .into_iter()
        .map(|(sentence, when)| sentence.replace(WHEN, &whens(when)))
        .collect()
}

/// Windows with bare numbers.
fn bare<Q: Copy>(windows: &[CapWindow<Q>], value: impl Fn(Q) -> f64) -> Vec<CapWindow<f64>> {
    let bare = |window: &CapWindow<Q>| CapWindow {
        first: window.first,
        last: window.last,
        at_most: value(window.at_most),
    };
    windows.iter().map(bare).collect()
}

/// A share in percent without idle digits.
fn share(value: f64) -> String {
    format!("{} %", significant(100.0 * value))
}

/// A number of things: `1 hall`, `2 halls`.
fn counted(number: f64, singular: &str) -> String {
    let plural = if number == 1.0 { "" } else { "s" };
    format!("{} {singular}{plural}", significant(number))
}

/// Places of a limit of the planner's own: the first period of the window for its upper side, that plus this for its
/// lower one.
pub const SIDES: usize = 1 << 16;

impl Move {
    /// Edits a scenario accordingly.
    pub fn apply(&self, s: &mut Scenario) {
        let (at, amount) = (self.at, self.amount);
        match self.limit {
            Limit::Budget(b) => {
                if let Some(window) = s.budgets[b.index()].windows.get_mut(at) {
                    window.at_most.0 += amount;
                }
            }
            Limit::Funding => {
                if let Some(funding) = s.finance.cash.as_mut().and_then(|cash| cash.funding.get_mut(at)) {
                    funding.0 += amount;
                }
            }
            Limit::Power(r) => {
                let power = s.sites[r.index()].power.iter_mut().skip(at);
                power.for_each(|power| power.0 += amount);
            }
            Limit::Land(r) => {
                if let Some(land) = &mut s.sites[r.index()].land {
                    land.0 += amount;
                }
            }
            Limit::Halls(r, i) => {
                if let Some(max) = &mut s.sites[r.index()].halls[usize::from(i)].max {
                    *max += amount.ceil() as u32;
                }
            }
            Limit::Contractor(r) => {
                if let Some(most) = &mut s.sites[r.index()].contractor {
                    *most += amount;
                }
            }
            Limit::Openings => {
                if let Some(most) = s.openings_per_period.as_mut().and_then(|most| most.get_mut(at)) {
                    *most += amount;
                }
            }
            Limit::Supply(c) => {
                if let Some(supply) = s.chips[c.index()]
                    .supply
                    .as_mut()
                    .and_then(|supply| supply.get_mut(at))
                {
                    *supply += amount;
                }
            }
            Limit::Sale(c) => {
                if let Some((first, last)) = &mut s.chips[c.index()].available {
                    *first = Period(first.0.min(at as u16));
                    *last = Period(last.0.max(at as u16));
                }
            }
            Limit::Pool(p) => {
                if let Some(most) = s.pools[p.index()].at_most.get_mut(at) {
                    *most += amount;
                }
            }
            Limit::Demand => {
                let volumes = s.demand.iter_mut().flat_map(|line| &mut line.volume);
                volumes.for_each(|volume| volume.0 *= (1.0 - amount).max(0.0));
            }
            Limit::Floor(d) => {
                let floor = &mut s.demand[d.index()].service_floor;
                *floor = (*floor - amount).max(0.0);
            }
            Limit::Job(j) => {
                let work = &mut s.jobs[j.index()].work;
                work.0 = (work.0 - amount).max(0.0);
            }
            Limit::Rule(k) => self.rule(&mut s.rules[k.index()]),
            Limit::Residency(d) => s.demand[d.index()].residency = None,
            Limit::Carbon(k) => {
                let windows = &mut s.environment.carbon_caps[usize::from(k)].windows;
                let window = windows.iter_mut().find(|window| window.first.index() == at);
                window.into_iter().for_each(|window| window.at_most.0 += amount);
            }
            Limit::Water(k) => {
                let windows = &mut s.environment.water_caps[usize::from(k)].windows;
                let window = windows.iter_mut().find(|window| window.first.index() == at);
                window.into_iter().for_each(|window| window.at_most.0 += amount);
            }
            Limit::Own(l) => {
                let windows = &mut s.limits[usize::from(l)].windows;
                for window in windows
                    .iter_mut()
                    .filter(|window| window.first.index() == at % SIDES)
                {
                    let widened = |value: f64| Some(value).filter(|value| value.is_finite());
                    if at < SIDES {
                        window.at_most = window.at_most.and_then(|most| widened(most + amount));
                    } else {
                        window.at_least = window.at_least.and_then(|least| widened(least - amount));
                    }
                }
            }
            Limit::Resilience(k) => {
                let keep = &mut s.resilience[usize::from(k)].keep;
                keep.iter_mut().for_each(|keep| *keep = (*keep - amount).max(0.0));
            }
            Limit::Earliest(r) => s.sites[r.index()].earliest = Period(at as u16),
            Limit::Commitment(r) => s.sites[r.index()].committed = None,
        }
    }

    fn rule(&self, rule: &mut Rule) {
        match &mut rule.effect {
            RuleEffect::Grant { quota: Some(quota) } => quota.0 += self.amount,
            RuleEffect::ComputeCap { at_most } => at_most.0 += self.amount,
            RuleEffect::Risk {
                at_most: Some(at_most),
                ..
            } => at_most.0 += self.amount,
            RuleEffect::Application(application) => {
                let probability = application.probability;
                if let Some(quota) = application.quota.as_mut().filter(|_| probability > 0.0) {
                    quota.0 += self.amount / probability;
                }
            }
            _ => rule.active.fill(false),
        }
    }
}
