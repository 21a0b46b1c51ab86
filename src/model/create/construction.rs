//! Columns of construction: stages of sites and halls, conversions of halls.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::program::Integrality::Integer;
use crate::scenario::{SiteHall, SiteId};

impl Maker<'_, '_> {
    pub(super) fn construction(&mut self) {
        self.site_stages();
        self.hall_stages();
        self.retrofits();
    }

    fn site_stages(&mut self) {
        use Labels::{Period, Site, Stage};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let kind = self.kind("stage", &[Site, Stage, Period]);
        for (r, site) in s.sites.iter().enumerate() {
            for (k, stage) in site.construction.stages.iter().enumerate() {
                let slot = self.columns.construction.stage_slots.at(r, k);
                for t in 0..periods {
                    let begun = stage.finishes.is_some();
                    let due = stage.committed.is_some_and(|by| t >= by.index());
                    if !begun && !due && t < stage.earliest.index() {
                        continue;
                    }
                    let lower = if begun || due { 1.0 } else { 0.0 };
                    let col = self
                        .program
                        .column(kind, key([r, slot, t]), (lower, 1.0), Integer);
                    self.columns.construction.stage.set([slot, t], col);
                }
            }
        }
    }

    /// Later stages of halls; the first is the start of construction, which has its columns already.
    fn hall_stages(&mut self) {
        use Labels::{Hall, HallStage, Period, Site};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let kind = self.kind("entered", &[Site, Hall, HallStage, Period]);
        for (r, site) in s.sites.iter().enumerate() {
            for (i, hall) in site.halls.iter().enumerate() {
                let hall_slot = self.sets.hall_slots.at(r, i);
                let stages = &hall.construction.stages;
                for (k, stage) in stages.iter().enumerate().skip(1) {
                    let slot = self.columns.construction.hall_stage_slots.at(hall_slot, k);
                    let rest: usize = stages[k..]
                        .iter()
                        .map(|stage| usize::from(stage.lead_periods))
                        .sum();
                    let label = self.sets.hall_stage_label(&stage.id);
                    let mut last = None;
                    for t in 0..periods {
                        let most = self.most_entered(hall, hall_slot, k, t);
                        if most > 0.0 && t + rest < periods {
                            let at = key([r, hall.design.index(), label, t]);
                            last = Some(self.program.column(kind, at, (0.0, most), Integer));
                        }
                        if let Some(col) = last {
                            self.columns.construction.entered.set([slot, t], col);
                        }
                    }
                }
            }
        }
    }

    /// Most halls that can have entered their `k`-th stage by `t`.
    fn most_entered(&self, hall: &SiteHall, hall_slot: usize, k: usize, t: usize) -> f64 {
        let stages = &hall.construction.stages;
        let between = |from: usize| -> usize {
            stages[from..k]
                .iter()
                .map(|stage| usize::from(stage.lead_periods))
                .sum()
        };
        let new = t.checked_sub(between(0)).map_or(0.0, |started| {
            self.sets.halls_started[hall_slot * self.sets.periods + started]
        });
        let begun = hall.construction.in_work.iter().filter(|work| {
            let stage = usize::from(work.stage);
            stage < k && work.finishes.index() + between(stage + 1) <= t
        });
        new + begun.map(|work| f64::from(work.count)).sum::<f64>()
    }

    fn retrofits(&mut self) {
        use Labels::{Period, Retrofit, Site};
        let (sets, s) = (self.sets, self.sets.scenario);
        let kind = self.kind("retrofit", &[Site, Retrofit, Period]);
        for (r, site) in s.sites.iter().enumerate() {
            for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
                let slot = self.columns.construction.retrofit_slots.at(r, f);
                let mut last = None;
                for t in retrofit.earliest.index()..sets.periods {
                    let halls = 0..site.halls.len();
                    let all: f64 = halls.map(|i| sets.most_finished(SiteId(r as u16), i, t)).sum();
                    let most = retrofit.at_most.map_or(all, |most| all.min(f64::from(most)));
                    if most > 0.0 && t + usize::from(retrofit.downtime) < sets.periods {
                        last = Some(self.program.column(kind, key([r, slot, t]), (0.0, most), Integer));
                    }
                    if let Some(col) = last {
                        self.columns.construction.retrofit.set([slot, t], col);
                    }
                }
            }
        }
    }
}
