//! What a unit of every limit is priced at, and how far it can give way.

use super::super::limit::{Limit, SIDES};
use super::super::prices;
use super::Maker;
use super::loosened::{more_blocks, more_units};
use crate::model::quantities::Selection;
use crate::program::Col;
use crate::scenario::*;

impl Maker<'_> {
    /// Whether a rule can only be lifted as a whole.
    pub(super) fn is_lifted(&self, limit: Limit) -> bool {
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
    pub(super) fn price(&self, limit: Limit, at: usize) -> (f64, f64) {
        let s = self.s;
        let free = f64::INFINITY;
        match limit {
            Limit::Budget(_) | Limit::Funding | Limit::Loans => (prices::MONEY.musd, free),
            // A little dearer the earlier, so that it comes no earlier than it must.
            Limit::Power(_) => {
                let earlier = self.periods().saturating_sub(at) as f64;
                (prices::POWER.musd * (1.0 + 0.01 * earlier), free)
            }
            Limit::Land(_) => (prices::LAND.musd, free),
            Limit::Halls(..) => (prices::HALL.musd, free),
            Limit::Contractor(_) => (prices::CONTRACTOR.musd, free),
            Limit::Openings => (prices::OPENING.musd, free),
            Limit::Blocks(r, b) => {
                let offer = &s.sites[r.index()].leases[usize::from(b)];
                let size = offer.it_power.value();
                (prices::LEASE.musd * size.max(1e-3), f64::from(more_blocks(offer)))
            }
            Limit::Allocation(l) => {
                let contract = &s.contracts[l.index()];
                let price = contract.price.get(at).map_or(0.0, |price| price.value());
                (prices::SUPPLY.musd * price.max(1e-3), more_units(contract))
            }
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
            Limit::Latency(w) => {
                let budget = s.workloads[w.index()]
                    .latency
                    .map_or(0.0, |budget| budget.value());
                (prices::LATENCY.musd * (at as f64 - budget).max(0.0), 1.0)
            }
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
    pub(super) fn share(&self, limit: Limit, at: usize) -> Option<(Vec<(Col, f64)>, f64)> {
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
}
