//! Licence applications of a plan.

use super::Reader;
use crate::plan::Plan;
use crate::scenario::{ChipId, SiteId};

impl Reader<'_> {
    pub(super) fn licences(&self, plan: &mut Plan) {
        let columns = &self.model.columns.licences;
        let licences = &mut plan.licences;
        let places = licences.applied.iter_mut().zip(&mut licences.under);
        for ((k, _, _), (applied, under)) in self.scenario.applications().zip(places) {
            *applied = self.first(|t| columns.licence(k, t));
            for (c, sites) in ChipId::all(self.scenario.chips.len()).zip(under) {
                for (r, row) in SiteId::all(self.scenario.sites.len()).zip(sites) {
                    for (t, units) in row.iter_mut().enumerate() {
                        *units = self.amount(columns.under(k, c, r, t));
                    }
                }
            }
        }
    }
}
