//! Limits that are bounds of columns, or that no column exists beyond: rows of our own.

use super::super::limit::Limit;
use super::Maker;
use super::loosened::{FARTHER, forbids, is_bought_freely};
use crate::model;
use crate::model::columns::Labels;
use crate::model::columns::leasing::last;
use crate::model::rules::{Permissions, places, selected};
use crate::program::Col;
use crate::scenario::*;
use std::collections::{BTreeMap, BTreeSet};

impl Maker<'_> {
    pub(super) fn halls(&mut self) {
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

    pub(super) fn supply(&mut self) {
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
    pub(super) fn sale(&mut self) {
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
    pub(super) fn floors(&mut self) {
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
    pub(super) fn permissions(&mut self) {
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

    /// Units under contracts beyond what is on offer.
    pub(super) fn allocations(&mut self) {
        for (l, contract) in ContractId::all(self.s.contracts.len()).zip(&self.s.contracts) {
            for (t, &most) in contract.allocation.iter().flatten().enumerate() {
                if let Some(order) = self.model.columns.contracts.order(l, t) {
                    let widen = self.widen(Limit::Allocation(l), t);
                    self.at_most([(order, 1.0), (widen, -1.0)], most);
                }
            }
        }
    }

    /// Blocks of lease offers beyond those on offer, in every period in which they run. As in `leases`, blocks that
    /// exercise an option do not count.
    pub(super) fn blocks(&mut self) {
        let model = self.model;
        for (r, site) in SiteId::all(self.s.sites.len()).zip(&self.s.sites) {
            for (b, offer) in site.leases.iter().enumerate() {
                for t in 0..self.periods() {
                    let running: Vec<Col> = model.columns.running(r, b, offer, t).collect();
                    if running.is_empty() {
                        continue;
                    }
                    let called =
                        last(offer.term, t).filter_map(|from| model.columns.lease_exercise(r, b, from));
                    let called = called.map(|col| (col, -1.0));
                    let widen = self.widen(Limit::Blocks(r, b as u16), 0);
                    let terms = running.into_iter().map(|col| (col, 1.0)).chain(called);
                    self.at_most(terms.chain([(widen, -1.0)]), f64::from(offer.max_blocks));
                }
            }
        }
    }

    /// Loans beyond their limit.
    pub(super) fn loans(&mut self) {
        let Some(debt) = &self.s.finance.debt else { return };
        for (t, most) in debt.limit.iter().enumerate() {
            if let Some(owed) = self
                .model
                .columns
                .finance
                .debt(t)
                .filter(|_| most.value().is_finite())
            {
                let widen = self.widen(Limit::Loans, t);
                self.at_most([(owed, 1.0), (widen, -1.0)], most.value());
            }
        }
    }

    /// Lines whose data must stay are served from elsewhere only if that is lifted, and from beyond their latency budget
    /// only if it reaches that far.
    pub(super) fn distances(&mut self) {
        if !self.on("residency_latency") {
            return;
        }
        let s = self.s;
        let outside: Vec<Option<Vec<bool>>> = s
            .demand
            .iter()
            .map(|line| {
                let rule = line.residency.as_ref().filter(|rule| rule.share >= 1.0)?;
                Some(
                    places(s, &rule.places)
                        .into_iter()
                        .map(|inside| !inside)
                        .collect(),
                )
            })
            .collect();
        // Every distance beyond the budget that some site has, in whole milliseconds.
        let mut steps: BTreeMap<WorkloadId, BTreeSet<usize>> = BTreeMap::new();
        for (d, line) in s.demand.iter().enumerate() {
            for r in 0..s.sites.len() {
                if let Some(reach) = self.beyond(d, r) {
                    steps.entry(line.workload).or_default().insert(reach);
                }
            }
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
            if let Some(reach) = self.beyond(usize::from(d), r) {
                let workload = s.demand[usize::from(d)].workload;
                let most = self.upper(col);
                let farther: Vec<usize> = steps
                    .get(&workload)
                    .into_iter()
                    .flat_map(|steps| steps.range(reach..))
                    .copied()
                    .collect();
                let granted: Vec<Col> = farther
                    .into_iter()
                    .map(|reach| self.widen(Limit::Latency(workload), reach))
                    .collect();
                let granted = granted.into_iter().map(|col| (col, -most));
                self.at_most(std::iter::once((col, 1.0)).chain(granted), 0.0);
            }
        }
    }

    /// Whole milliseconds that the latency budget of a line would have to reach for a site, if the site is beyond it but
    /// not too far.
    fn beyond(&self, d: usize, r: usize) -> Option<usize> {
        let line = self.s.demand.get(d)?;
        let budget = self.s.workloads[line.workload.index()].latency?.value();
        let time = self.s.markets[line.market.index()]
            .latency
            .get(r)
            .copied()??
            .value();
        (time > budget && time <= FARTHER * budget).then_some(time.ceil() as usize)
    }

    /// Sites open before their date, or not by the date to which they are committed, only if that is granted.
    pub(super) fn dates(&mut self) {
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
