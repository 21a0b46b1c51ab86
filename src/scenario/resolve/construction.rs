//! Stages of sites and halls, halls in work, commitments, conversions.

use super::Resolver;
use crate::scenario::raw::construction::CommittedHalls;
use crate::scenario::raw::{
    RawHallDesign, RawHallStage, RawInWork, RawRetrofit, RawSite, RawSiteHall, RawSiteStage, Share,
};
use crate::scenario::text::join;
use crate::scenario::types::{HallConstruction, HallStage, InWork, Retrofit, SiteConstruction, SiteStage};
use crate::scenario::{MillionUsd, MillionUsdPerYear, Period};

/// Shares by period from the start on; all at once if none are written.
fn profile(shares: Option<&Vec<Share>>) -> Vec<f64> {
    match shares {
        Some(shares) if !shares.is_empty() => shares.iter().map(|share| share.parsed.number).collect(),
        _ => vec![1.0],
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn site_construction(&mut self, base: &str, raw: &'a RawSite) -> SiteConstruction {
        let stages = join(base, "stages");
        self.distinct(&stages, raw.stages.iter().map(|stage| stage.id.as_str()));
        let retrofits = join(base, "retrofits");
        self.distinct(
            &retrofits,
            raw.retrofits.iter().map(|retrofit| retrofit.id.as_str()),
        );
        let contractors = raw.contractors.iter().map(|(id, most)| (id.clone(), *most));
        let contractors = contractors.collect();
        let at = |list: &str, index: usize| join(list, &index.to_string());
        let stages = raw
            .stages
            .iter()
            .enumerate()
            .map(|(index, stage)| self.site_stage(&at(&stages, index), stage))
            .collect();
        let retrofits = raw
            .retrofits
            .iter()
            .enumerate()
            .filter_map(|(index, retrofit)| self.retrofit(&at(&retrofits, index), raw, retrofit))
            .collect();
        SiteConstruction {
            stages,
            contractors,
            retrofits,
        }
    }

    fn site_stage(&mut self, base: &str, raw: &'a RawSiteStage) -> SiteStage {
        let lead = self.periods(self.field(base, "lead_time", raw.lead_time.as_ref()));
        let cost = self.money_series(self.field(base, "cost", raw.cost.as_ref()));
        let idle = self.money(self.field(base, "idle_cost", raw.idle_cost.as_ref()));
        let salvage = self.money(self.field(base, "salvage", raw.salvage.as_ref()));
        SiteStage {
            id: raw.id.clone(),
            lead_periods: lead.unwrap_or_default(),
            earliest: self.period(base, "earliest", raw.earliest.as_ref(), Period(0)),
            committed: self.given_period(base, "committed", raw.committed.as_ref()),
            finishes: self.given_period(base, "finishes", raw.finishes.as_ref()),
            cost: cost
                .unwrap_or_else(|| self.zeros())
                .into_iter()
                .map(MillionUsd)
                .collect(),
            spend_profile: profile(raw.spend_profile.as_ref()),
            idle_cost: MillionUsdPerYear(idle.unwrap_or_default()),
            salvage: MillionUsd(salvage.unwrap_or_default()),
        }
    }

    /// The stages of a design at a site: the site's, or else the design's.
    pub(super) fn hall_construction(
        &mut self,
        base: &str,
        id: &str,
        hall: &'a RawSiteHall,
        design: &'a RawHallDesign,
    ) -> HallConstruction {
        let design_base = join("hall_designs", id);
        let (stage_base, raw) = if hall.stages.is_empty() {
            (&design_base[..], &design.stages)
        } else {
            (base, &hall.stages)
        };
        let list = join(stage_base, "stages");
        self.distinct(&list, raw.iter().map(|stage| stage.id.as_str()));
        let mut stages = Vec::new();
        for (index, stage) in raw.iter().enumerate() {
            let stage = self.hall_stage(&join(&list, &index.to_string()), stage);
            stages.push(stage);
        }
        if !stages.is_empty() {
            let own = !hall.stages.is_empty();
            let times = [
                (base, "build_time", hall.build_time.is_some()),
                (&design_base, "build_time", !own && design.build_time.is_some()),
                (
                    &design_base,
                    "spend_profile",
                    !own && design.spend_profile.is_some(),
                ),
            ];
            for (base, key, _) in times.into_iter().filter(|(_, _, given)| *given) {
                let message = format!("`{key}` and `stages` contradict each other: the stages say it");
                self.error(&join(base, key), message);
            }
        }
        let in_work = hall
            .in_work
            .iter()
            .enumerate()
            .filter_map(|(index, work)| {
                self.in_work(&join(&join(base, "in_work"), &index.to_string()), work, &stages)
            })
            .collect();
        HallConstruction {
            in_work,
            committed: self.committed_halls(&join(base, "committed"), &hall.committed),
            stages,
        }
    }

    fn hall_stage(&mut self, base: &str, raw: &'a RawHallStage) -> HallStage {
        let lead = self.periods(self.field(base, "lead_time", Some(&raw.lead_time)));
        let share = self.share(self.field(base, "share", Some(&raw.share)));
        let idle = self.money(self.field(base, "idle_cost", raw.idle_cost.as_ref()));
        HallStage {
            id: raw.id.clone(),
            lead_periods: lead.unwrap_or_default(),
            share: share.unwrap_or_default(),
            spend_profile: profile(raw.spend_profile.as_ref()),
            idle_cost: MillionUsdPerYear(idle.unwrap_or_default()),
        }
    }

    fn in_work(&mut self, base: &str, raw: &'a RawInWork, stages: &[HallStage]) -> Option<InWork> {
        let stage = match &raw.stage {
            None => stages.len().saturating_sub(1),
            Some(id) => match stages.iter().position(|stage| stage.id == *id) {
                Some(stage) => stage,
                None => {
                    let known = stages.iter().map(|stage| stage.id.as_str());
                    self.unknown(&join(base, "stage"), "stage", id, known);
                    return None;
                }
            },
        };
        Some(InWork {
            count: raw.count,
            stage: stage as u16,
            finishes: self.period(base, "finishes", Some(&raw.finishes), Period(0)),
        })
    }

    /// Least number of halls started by each period; empty where nothing is committed.
    fn committed_halls(&mut self, base: &str, raw: &'a CommittedHalls) -> Vec<f64> {
        if raw.is_empty() {
            return Vec::new();
        }
        let mut least = self.zeros();
        for (label, &count) in raw {
            match self.calendar.period(label) {
                Ok(from) => least
                    .iter_mut()
                    .skip(from.index())
                    .for_each(|least| *least = least.max(f64::from(count))),
                Err(fault) => self.fault(&join(base, label), fault),
            }
        }
        least
    }

    fn retrofit(&mut self, base: &str, site: &'a RawSite, raw: &'a RawRetrofit) -> Option<Retrofit> {
        let designs = &self.raw.hall_designs;
        let mut position = |key: &str, id: &str| {
            let listed = site.halls.keys().filter(|hall| designs.contains_key(*hall));
            let found = listed.clone().position(|hall| hall == id);
            if found.is_none() {
                let known = listed.map(String::as_str);
                self.unknown(&join(base, key), "hall design of the site", id, known);
            }
            found
        };
        let (from, to) = (position("from", &raw.from)?, position("to", &raw.to)?);
        let cost = self.money_series(self.field(base, "cost", Some(&raw.cost)));
        let downtime = self.periods(self.field(base, "downtime", raw.downtime.as_ref()));
        Some(Retrofit {
            id: raw.id.clone(),
            from: from as u16,
            to: to as u16,
            cost: cost
                .unwrap_or_else(|| self.zeros())
                .into_iter()
                .map(MillionUsd)
                .collect(),
            downtime: downtime.unwrap_or_default(),
            at_most: raw.at_most,
            earliest: self.period(base, "earliest", raw.earliest.as_ref(), Period(0)),
        })
    }
}
