//! Columns of construction: stages of sites and halls, conversions of halls.

use super::Columns;
use crate::model::sets::Slots;
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{Scenario, Site, SiteHall, SiteId};

/// Where the columns of stages and conversions are.
#[derive(Debug, Clone, Default)]
pub struct ConstructionColumns {
    /// Stages of all sites, numbered through.
    pub(in crate::model) stage_slots: Slots,
    pub(in crate::model) stage: Table<2>,
    /// Stages of all hall designs at all sites, numbered through by hall slot.
    pub(in crate::model) hall_stage_slots: Slots,
    pub(in crate::model) entered: Table<2>,
    /// Conversions of all sites, numbered through.
    pub(in crate::model) retrofit_slots: Slots,
    pub(in crate::model) retrofit: Table<2>,
}

impl ConstructionColumns {
    /// Without columns.
    pub fn new(scenario: &Scenario) -> Self {
        let (sites, periods) = (&scenario.sites, scenario.horizon.len());
        let stage_slots = Slots::new(sites.iter().map(|site| site.construction.stages.len()));
        let halls = sites.iter().flat_map(|site| &site.halls);
        let hall_stage_slots = Slots::new(halls.map(|hall| hall.construction.stages.len()));
        let retrofit_slots = Slots::new(sites.iter().map(|site| site.construction.retrofits.len()));
        Self {
            stage: Table::new([stage_slots.len(), periods]),
            stage_slots,
            entered: Table::new([hall_stage_slots.len(), periods]),
            hall_stage_slots,
            retrofit: Table::new([retrofit_slots.len(), periods]),
            retrofit_slots,
        }
    }

    /// `stage[r,k,t]`: the `k`-th stage of site `r` started by `t`.
    pub fn stage(&self, r: SiteId, k: usize, t: usize) -> Option<Col> {
        self.stage.get([self.stage_slots.at(r.index(), k), t])
    }

    /// Column that is 1 if the `k`-th stage of site `r` is complete in `t`; none if it cannot be.
    pub fn complete(&self, site: &Site, r: SiteId, k: usize, t: usize) -> Option<Col> {
        let stage = site.construction.stages.get(k)?;
        match stage.finishes {
            Some(finishes) if t >= finishes.index() => self.stage(r, k, t),
            Some(_) => None,
            None => self.stage(r, k, t.checked_sub(stage.lead_periods.into())?),
        }
    }

    /// `retrofit[r,f,t]`: halls of site `r` whose `f`-th conversion started by `t`.
    pub fn retrofit(&self, r: SiteId, f: usize, t: usize) -> Option<Col> {
        self.retrofit.get([self.retrofit_slots.at(r.index(), f), t])
    }
}

impl Columns {
    /// Halls of the `i`-th design of site `r` that entered their `k`-th stage by `t`, those in work before the horizon
    /// not counted. The first stage is the start of construction.
    pub fn entered(&self, r: SiteId, i: usize, k: usize, t: usize) -> Option<Col> {
        if k == 0 {
            return self.halls(r, i, t);
        }
        let slots = &self.construction.hall_stage_slots;
        let slot = slots.at(self.hall_slots.at(r.index(), i), k);
        self.construction.entered.get([slot, t])
    }

    /// Column of the new halls of the `i`-th design of site `r` that completed their `k`-th stage by `t`.
    pub fn handed_over(&self, r: SiteId, i: usize, hall: &SiteHall, k: usize, t: usize) -> Option<Col> {
        let lead = match hall.construction.stages.get(k) {
            Some(stage) => stage.lead_periods,
            None => hall.build_periods,
        };
        self.entered(r, i, k, t.checked_sub(lead.into())?)
    }

    /// Terms of the halls of the `i`-th design of site `r` in use in `t`, beside those that stand there anyway: new
    /// ones finished, less those whose conversion started, and those converted into the design.
    pub fn in_use<'a>(
        &'a self,
        site: &'a Site,
        r: SiteId,
        i: usize,
        t: usize,
    ) -> impl Iterator<Item = (Col, f64)> + use<'a> {
        let hall = site.halls.get(i);
        let finished = hall.and_then(|hall| self.handed_over(r, i, hall, hall.construction.last_stage(), t));
        finished
            .map(|col| (col, 1.0))
            .into_iter()
            .chain(self.converted_into(site, r, i, t).map(|col| (col, 1.0)))
            .chain(self.taken_out(site, r, i, t).map(|col| (col, -1.0)))
    }

    /// Columns of the halls converted into the `i`-th design of site `r` by `t`.
    pub fn converted_into<'a>(
        &'a self,
        site: &'a Site,
        r: SiteId,
        i: usize,
        t: usize,
    ) -> impl Iterator<Item = Col> + use<'a> {
        let retrofits = site.construction.retrofits.iter().enumerate();
        retrofits
            .filter(move |(_, retrofit)| usize::from(retrofit.to) == i)
            .filter_map(move |(f, retrofit)| {
                self.construction
                    .retrofit(r, f, t.checked_sub(retrofit.downtime.into())?)
            })
    }

    /// Columns of the halls of the `i`-th design of site `r` whose conversion into another started by `t`.
    pub fn taken_out<'a>(
        &'a self,
        site: &'a Site,
        r: SiteId,
        i: usize,
        t: usize,
    ) -> impl Iterator<Item = Col> + use<'a> {
        let retrofits = site.construction.retrofits.iter().enumerate();
        retrofits
            .filter(move |(_, retrofit)| usize::from(retrofit.from) == i)
            .filter_map(move |(f, _)| self.construction.retrofit(r, f, t))
    }
}
