//! Columns of what happens when something is lost.

use super::{Maker, blocks, cells};
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::{ChipId, DemandId, ResilienceForm, SiteId, WorkloadId, contingencies};

impl Maker<'_, '_> {
    /// The largest loss of pooled requirements; chips and volumes dealt out anew for the others.
    pub(super) fn resilience(&mut self) {
        if self.sets.scenario.resilience.is_empty() || !self.sets.switches.resilience {
            return;
        }
        self.reserves();
        self.copies();
    }

    fn reserves(&mut self) {
        use Labels::{Hour, Period, Requirement, Workload};
        let (s, periods, hours) = (self.sets.scenario, self.sets.periods, self.sets.hours());
        let kind = self.kind("reserve", &[Requirement, Workload, Period, Hour]);
        let mut reserve = Table::new([s.resilience.len(), s.workloads.len(), periods, hours]);
        for (k, requirement) in s.resilience.iter().enumerate() {
            if requirement.form != ResilienceForm::Pooled {
                continue;
            }
            for w in WorkloadId::all(s.workloads.len()) {
                let of_workload = |d: &DemandId| s.demand[d.index()].workload == w;
                for (t, h) in blocks(periods, hours) {
                    if requirement.keep[t] > 0.0 && requirement.lines.iter().any(of_workload) {
                        let at = [k, w.index(), t, h];
                        let bounds = (0.0, f64::INFINITY);
                        let col = self
                            .program
                            .column(kind, key(at), bounds, Integrality::Continuous);
                        reserve.set(at, col);
                    }
                }
            }
        }
        self.columns.resilience.reserve = reserve;
    }

    fn copies(&mut self) {
        use Labels::{Chip, Contingency, Demand, Hour, Period, Site, Workload};
        let (s, periods, hours) = (self.sets.scenario, self.sets.periods, self.sets.hours());
        let (sites, chips, works, lines) = (s.sites.len(), s.chips.len(), s.workloads.len(), s.demand.len());
        let assign = self.kind("fall_assign", &[Contingency, Chip, Site, Workload, Period, Hour]);
        let serve = self.kind("fall_serve", &[Contingency, Site, Demand, Period, Hour]);
        let count = contingencies(&s.resilience).count();
        let mut assigned = Table::new([count, chips, sites, works, periods, hours]);
        let mut served = Table::new([count, sites, lines, periods, hours]);
        for (q, contingency) in contingencies(&s.resilience).enumerate() {
            let when: Vec<(usize, usize)> = blocks(periods, hours)
                .filter(|&(t, _)| contingency.copies_in(t))
                .collect();
            let wanted = |w: usize| {
                let mut lines = contingency.of.lines.iter();
                lines.any(|d| s.demand[d.index()].workload.index() == w)
            };
            for (c, r, w) in cells(chips, sites, works).filter(|&(.., w)| wanted(w)) {
                let (c, r, w) = (ChipId(c as u16), SiteId(r as u16), WorkloadId(w as u16));
                for &(t, h) in when.iter().filter(|_| contingency.loss.spares(c, r)) {
                    if self.columns.assign(c, r, w, t, h).is_some() {
                        let at = [q, c.index(), r.index(), w.index(), t, h];
                        let bounds = (0.0, f64::INFINITY);
                        let col = self
                            .program
                            .column(assign, key(at), bounds, Integrality::Continuous);
                        assigned.set(at, col);
                    }
                }
            }
        }
        for (q, contingency) in contingencies(&s.resilience).enumerate() {
            for r in SiteId::all(sites).filter(|&r| contingency.loss.spares_site(r)) {
                for &d in &contingency.of.lines {
                    for (t, h) in blocks(periods, hours).filter(|&(t, _)| contingency.copies_in(t)) {
                        let Some(normal) = self.columns.serve(r, d, t, h) else {
                            continue;
                        };
                        let at = [q, r.index(), d.index(), t, h];
                        let bounds = (0.0, self.program.col_upper[normal.index()]);
                        let col = self
                            .program
                            .column(serve, key(at), bounds, Integrality::Continuous);
                        served.set(at, col);
                    }
                }
            }
        }
        self.columns.resilience.assign = assigned;
        self.columns.resilience.serve = served;
    }
}
