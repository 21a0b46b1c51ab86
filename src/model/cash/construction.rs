//! Cash flows of stages and conversions.

use super::{Cash, Spend};
use crate::program::Col;
use crate::scenario::{Component, HallStage, MillionUsd, Site, SiteHall, SiteId};

impl Cash<'_> {
    /// Investment in the stages of site `r` and the conversions of its halls in `t`.
    pub(super) fn stages(&self, t: usize, (r, site): (SiteId, &Site), spend: &mut impl Spend) {
        let columns = &self.columns.construction;
        for (k, stage) in site.construction.stages.iter().enumerate() {
            if stage.finishes.is_some() {
                continue;
            }
            for started in 0..=t {
                let share = self.spend_share(&stage.spend_profile, started, t);
                let cost = self.part(Component::SiteStages, share * stage.cost[started].value());
                self.grown(|t| columns.stage(r, k, t), started, cost, spend);
            }
        }
        for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
            let cost = self.part(Component::Retrofit, retrofit.cost[t].value());
            self.grown(|t| columns.retrofit(r, f, t), t, cost, spend);
        }
    }

    /// Investment in halls of a design with stages in `t`: each stage by its own profile, at the cost of a hall in the
    /// period in which the stage starts.
    pub(super) fn hall_stages(
        &self,
        t: usize,
        (r, i): (SiteId, usize),
        hall: &SiteHall,
        spend: &mut impl Spend,
    ) {
        for (k, stage) in hall.construction.stages.iter().enumerate() {
            for started in 0..=t {
                let share = stage.share * self.spend_share(&stage.spend_profile, started, t);
                let cost = self.part(Component::Halls, share * hall.cost[started].value());
                self.grown(|t| self.columns.entered(r, i, k, t), started, cost, spend);
            }
        }
    }

    /// Waiting in `t`: stages complete whose successor has not started, of site `r` and of its halls.
    pub(super) fn waiting(&self, t: usize, (r, site): (SiteId, &Site), spend: &mut impl Spend) {
        let (columns, length) = (&self.columns.construction, self.length(t));
        for (k, stage) in site.construction.stages.iter().enumerate() {
            let cost = self.part(Component::Waiting, (stage.idle_cost * length).value());
            let last = k + 1 == site.construction.stages.len();
            let next = if last {
                self.columns.open(r, t)
            } else {
                columns.stage(r, k + 1, t)
            };
            wait((0.0, columns.complete(site, r, k, t)), next, cost, spend);
        }
        for (i, hall) in site.halls.iter().enumerate() {
            let stages = &hall.construction.stages;
            for (k, HallStage { idle_cost, .. }) in
                stages.iter().enumerate().take(stages.len().saturating_sub(1))
            {
                let done = self.columns.handed_over(r, i, hall, k, t);
                let begun = hall.construction.handed_over(k, t);
                let next = self.columns.entered(r, i, k + 1, t);
                let cost = self.part(Component::Waiting, (*idle_cost * length).value());
                wait((begun, done), next, cost, spend);
            }
        }
    }

    /// Money for stages of sites that never opened, received in the last period.
    pub(super) fn salvage(&self, t: usize, (r, site): (SiteId, &Site), earn: &mut impl Spend) {
        if t + 1 != self.scenario.horizon.len() {
            return;
        }
        for (k, stage) in site.construction.stages.iter().enumerate() {
            if stage.salvage != MillionUsd::ZERO {
                let salvage = self.part(Component::Salvage, stage.salvage.value());
                earn(self.columns.construction.stage(r, k, t), salvage);
                earn(self.columns.open(r, t), -salvage);
            }
        }
    }

    /// Pays for the growth of a cumulative column in `t`.
    pub(super) fn grown(
        &self,
        by: impl Fn(usize) -> Option<Col>,
        t: usize,
        amount: f64,
        spend: &mut impl Spend,
    ) {
        let before = t.checked_sub(1).and_then(&by);
        let now = by(t).filter(|&now| Some(now) != before);
        if now.is_some() && amount != 0.0 {
            spend(now, amount);
            if before.is_some() {
                spend(before, -amount);
            }
        }
    }
}

/// Cost of what is done (a number and a column) and not yet taken on by the next stage.
fn wait((begun, done): (f64, Option<Col>), next: Option<Col>, cost: f64, spend: &mut impl Spend) {
    if cost == 0.0 {
        return;
    }
    spend(None, begun * cost);
    for (col, sign) in [(done, 1.0), (next, -1.0)] {
        if col.is_some() {
            spend(col, sign * cost);
        }
    }
}
