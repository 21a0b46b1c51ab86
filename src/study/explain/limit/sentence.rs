//! What a planner would have to grant, in sentences.

use super::named::{counted, share, span};
use super::{Limit, Move, SIDES};
use crate::report::numbers::significant;
use crate::scenario::*;

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
            Limit::Latency(_) => None,
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
            Limit::Loans => format!("+{amount} MUSD of loans in {WHEN}"),
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
            Limit::Blocks(r, b) => {
                let offer = &s.sites[r.index()].leases[usize::from(b)];
                let most = f64::from(offer.max_blocks);
                let (new, old) = (counted(most + self.amount, "block"), significant(most));
                format!("{new} of {} at {} instead of {old}", offer.id, site(r))
            }
            Limit::Supply(c) => format!("+{} of {} in {WHEN}", count("unit"), s.chips[c.index()].id),
            Limit::Pool(p) => format!("+{amount} in the supply pool {} in {WHEN}", s.pools[p.index()].id),
            Limit::Allocation(l) => {
                let contract = &s.contracts[l.index()];
                format!("+{} under the contract {} in {WHEN}", count("unit"), contract.id)
            }
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
            Limit::Latency(w) => {
                let workload = &s.workloads[w.index()];
                let old = workload.latency.map_or(0.0, |budget| budget.value());
                let (new, old) = (self.at, significant(old));
                format!("latency of {}: at most {new} ms instead of {old}", workload.id)
            }
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
