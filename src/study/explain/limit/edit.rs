//! How a scenario is edited to widen a limit.

use super::{Limit, Move, SIDES};
use crate::scenario::*;

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
            Limit::Loans => {
                if let Some(most) = s.finance.debt.as_mut().and_then(|debt| debt.limit.get_mut(at)) {
                    most.0 += amount;
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
            Limit::Blocks(r, b) => {
                s.sites[r.index()].leases[usize::from(b)].max_blocks += amount.ceil() as u32;
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
            Limit::Allocation(l) => {
                let allocation = s.contracts[l.index()].allocation.as_mut();
                if let Some(most) = allocation.and_then(|allocation| allocation.get_mut(at)) {
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
            Limit::Latency(w) => {
                if let Some(budget) = &mut s.workloads[w.index()].latency {
                    budget.0 = budget.0.max(at as f64);
                }
            }
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
