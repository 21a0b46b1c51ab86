//! What limits are called and what they say now, for people.

use super::Limit;
use crate::report::numbers::significant;
use crate::scenario::*;

impl Limit {
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
            Self::Loans => {
                let limit = s.finance.debt.iter().flat_map(|debt| &debt.limit);
                let said = limit.zip(&s.horizon.labels);
                format!(
                    "loans: {}",
                    series(said.map(|(most, l)| (l.clone(), most.value())), "MUSD")
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
            Self::Blocks(r, b) => {
                let offer = &s.sites[r.index()].leases[usize::from(b)];
                let most = counted(f64::from(offer.max_blocks), "block");
                format!("leases at {}: at most {most} of {}", site(r), offer.id)
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
            Self::Allocation(l) => {
                let contract = &s.contracts[l.index()];
                let most = contract.allocation.iter().flatten().zip(&s.horizon.labels);
                format!(
                    "contract {}: {}",
                    contract.id,
                    series(most.map(|(n, l)| (l.clone(), *n)), "units")
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
            Self::Latency(w) => {
                let workload = &s.workloads[w.index()];
                let budget = workload.latency.map_or(0.0, |budget| budget.value());
                format!("latency of {}: at most {} ms", workload.id, significant(budget))
            }
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
            Self::Funding | Self::Loans => "MUSD".into(),
            Self::Power(_) => "MW".into(),
            Self::Land(_) => "ha".into(),
            Self::Halls(..) | Self::Contractor(_) => "halls".into(),
            Self::Openings => "sites".into(),
            Self::Blocks(..) => "blocks".into(),
            Self::Supply(_) | Self::Allocation(_) => "units".into(),
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
            Self::Latency(_) => "ms".into(),
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
pub(super) fn span(s: &Scenario, first: Period, last: Period) -> String {
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
    let said = |value: f64| match unit {
        "" => significant(value),
        "units" | "sites" => counted(value, unit.trim_end_matches('s')),
        unit => format!("{} {unit}", significant(value)),
    };
    let parts: Vec<String> = runs
        .iter()
        .take(SHOWN)
        .map(|(first, last, value)| match (runs.len(), first == last) {
            (1, _) => said(*value),
            (_, true) => format!("{} in {first}", said(*value)),
            (_, false) => {
                let end = last.rsplit(" to ").next().unwrap_or(last);
                let from = first.split(" to ").next().unwrap_or(first);
                format!("{} from {from} to {end}", said(*value))
            }
        })
        .collect();
    let more = if runs.len() > SHOWN { " ..." } else { "" };
    format!("{}{more}", parts.join(", "))
}

/// A share in percent without idle digits.
pub(super) fn share(value: f64) -> String {
    format!("{} %", significant(100.0 * value))
}

/// A number of things: `1 hall`, `2 halls`.
pub(super) fn counted(number: f64, singular: &str) -> String {
    let plural = if number == 1.0 { "" } else { "s" };
    format!("{} {singular}{plural}", significant(number))
}
