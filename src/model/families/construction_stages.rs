//! Sites and halls are built in stages, each decided on its own.
//!
//! ```text
//! stage_step[r,k,t]          stage[r,k,t] >= stage[r,k,t-1]
//! stage_order[r,k,t]         stage[r,k,t] <= stage[r,k-1,t-lead_k-1]                         k after the first
//! stage_open[r,t]            open[r,t] <= stage[r,K,t-lead_K]                                K the last stage
//! hall_stage_step[r,h,k,t]   entered[r,h,k,t] >= entered[r,h,k,t-1]
//! hall_stage[r,h,k,t]        entered[r,h,k,t] <= entered[r,h,k-1,t-lead_k-1] + begun[r,h,k-1,t]
//! stage_contractor[r,k,t]    sum_h (entered[r,h,k,t] - entered[r,h,k,t-1]) <= contractors_r,k
//! ```
//!
//! `stage` is 1 if a stage of the site (land, permit) has started by t, `entered` counts the halls that entered a stage
//! (shell, fit-out, commissioning) by t; entering the first is `halls`. `begun` are halls in work before the horizon whose
//! stage is complete by t. A stage may follow late or never: then what is complete waits at its idle cost. Stages
//! started before the horizon are bounds, not rows.
//! Source: `model.md` families 1 and 2; cumulative counts as in dynamic facility location.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{Site, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "construction_stages",
    title: "stages of sites and halls",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "stage_step",
            labels: &[Labels::Site, Labels::Stage, Labels::Period],
            dual_unit: "MUSD/stage",
            violation: "{stage} of {site} is given back in {period} (by {by})",
        },
        RowInfo {
            name: "stage_order",
            labels: &[Labels::Site, Labels::Stage, Labels::Period],
            dual_unit: "MUSD/stage",
            violation: "{stage} of {site} starts in {period} before the stage ahead of it is complete (by {by})",
        },
        RowInfo {
            name: "stage_open",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/site",
            violation: "{site} is open in {period} before its last stage is complete (by {by} of a site)",
        },
        RowInfo {
            name: "hall_stage_step",
            labels: &[Labels::Site, Labels::Hall, Labels::HallStage, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{by} {hall} halls of {site} leave {hall_stage} again in {period}",
        },
        RowInfo {
            name: "hall_stage",
            labels: &[Labels::Site, Labels::Hall, Labels::HallStage, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{by} {hall} halls of {site} enter {hall_stage} by {period} without the stage before it",
        },
        RowInfo {
            name: "stage_contractor",
            labels: &[Labels::Site, Labels::HallStage, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{by} halls more enter {hall_stage} at {site} in {period} than its contractor can take",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        site_stages(b, r, site);
        hall_stages(b, r, site);
        contractors(b, r, site);
    }
}

fn site_stages(b: &mut Build<'_, '_>, r: SiteId, site: &Site) {
    let columns = &b.columns.construction;
    let stages = &site.construction.stages;
    for k in (0..stages.len()).filter(|&k| stages[k].finishes.is_none()) {
        let key_of = |t| key([r.index(), columns.stage_slots.at(r.index(), k), t]);
        for t in 0..b.sets.periods {
            let Some(now) = columns.stage(r, k, t) else {
                continue;
            };
            if let Some(before) = t.checked_sub(1).and_then(|t| columns.stage(r, k, t)) {
                b.term(before, -1.0);
                b.term(now, 1.0);
                b.at_least(b.rows(0), key_of(t), 0.0);
            }
            if let Some(ahead) = k.checked_sub(1) {
                b.term(columns.complete(site, r, ahead, t), -1.0);
                b.term(now, 1.0);
                b.at_most(b.rows(1), key_of(t), 0.0);
            }
        }
    }
    if let Some(last) = stages.len().checked_sub(1) {
        for t in 0..b.sets.periods {
            b.term(b.columns.open(r, t), 1.0);
            b.term(columns.complete(site, r, last, t), -1.0);
            b.at_most(b.rows(2), key([r.index(), t]), 0.0);
        }
    }
}

fn hall_stages(b: &mut Build<'_, '_>, r: SiteId, site: &Site) {
    let columns = b.columns;
    for (i, hall) in site.halls.iter().enumerate() {
        for (k, stage) in hall.construction.stages.iter().enumerate().skip(1) {
            let label = b.sets.hall_stage_label(&stage.id);
            let mut before = None;
            for t in 0..b.sets.periods {
                let now = columns.entered(r, i, k, t);
                if now.is_none() || now == before {
                    continue;
                }
                let key = key([r.index(), hall.design.index(), label, t]);
                if before.is_some() {
                    b.term(before, -1.0);
                    b.term(now, 1.0);
                    b.at_least(b.rows(3), key, 0.0);
                }
                b.term(columns.handed_over(r, i, hall, k - 1, t), -1.0);
                b.term(now, 1.0);
                b.at_most(b.rows(4), key, hall.construction.handed_over(k - 1, t));
                before = now;
            }
        }
    }
}

fn contractors(b: &mut Build<'_, '_>, r: SiteId, site: &Site) {
    let columns = b.columns;
    for (id, most) in &site.construction.contractors {
        let label = b.sets.hall_stage_label(id);
        for t in 0..b.sets.periods {
            for (i, hall) in site.halls.iter().enumerate() {
                let stages = hall.construction.stages.iter().enumerate();
                for (k, _) in stages.filter(|(_, stage)| stage.id == *id) {
                    let before = t.checked_sub(1).and_then(|t| columns.entered(r, i, k, t));
                    let now = columns.entered(r, i, k, t).filter(|&now| Some(now) != before);
                    if now.is_some() {
                        b.term(before, -1.0);
                        b.term(now, 1.0);
                    }
                }
            }
            if !b.row_is_empty() {
                b.at_most(b.rows(5), key([r.index(), label, t]), *most);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, only_big};
    use crate::scenario::*;

    fn stage(id: &str, lead_periods: u16, cost: f64) -> SiteStage {
        SiteStage {
            cost: vec![MillionUsd(cost); 3],
            lead_periods,
            ..testing::site_stage(id)
        }
    }

    /// Only beta, for 10 MUSD, with one hall for 20 and six big for 18; 30 units unmet for a year cost 1500.
    fn new_site(stages: Vec<SiteStage>) -> Scenario {
        let mut s = only_big();
        s.sites[0].halls[0].max = Some(0);
        s.sites[0].halls[0].existing = 0;
        s.sites[1].construction.stages = stages;
        s
    }

    #[test]
    fn a_site_opens_when_its_last_stage_is_complete() {
        assert_optimum(&new_site(vec![]), 48.0);
        let s = new_site(vec![stage("land", 0, 4.0), stage("permit", 1, 2.0)]);
        assert_optimum(&s, 48.0 + 6.0 + 1500.0);
        let mut s = new_site(vec![stage("land", 1, 4.0), stage("permit", 1, 2.0)]);
        assert_optimum(&s, 48.0 + 6.0 + 3000.0);
        // The land was bought before the horizon.
        s.sites[1].construction.stages[0].finishes = Some(Period(0));
        assert_optimum(&s, 48.0 + 2.0 + 1500.0);
        // Land and permit stand ready and wait for a year for the market to appear.
        s.sites[1].construction.stages[1].finishes = Some(Period(0));
        s.sites[1].construction.stages[1].idle_cost = MillionUsdPerYear(0.5);
        s.demand.iter_mut().for_each(|line| line.volume[0] = Volume(0.0));
        s.sites[1].opening_cost[0] = MillionUsd(20.0);
        assert_optimum(&s, 48.0 + 0.5);
    }

    #[test]
    fn an_abandoned_site_is_sold() {
        let mut s = new_site(vec![stage("land", 0, 4.0), stage("permit", 1, 2.0)]);
        s.demand.clear();
        assert_optimum(&s, 0.0);
        // The land must be bought; it waits three years at 0.25 and is sold for 3.
        let land = &mut s.sites[1].construction.stages[0];
        land.committed = Some(Period(0));
        land.idle_cost = MillionUsdPerYear(0.25);
        land.salvage = MillionUsd(3.0);
        assert_optimum(&s, 4.0 + 0.75 - 3.0);
        // Half of the price falls due in the second year.
        s.operator.wacc = 1.0;
        s.sites[1].construction.stages[0].spend_profile = vec![0.5, 0.5];
        let at = |middle: f64| 2.0_f64.powf(-middle);
        let wait = 0.25 * (at(0.5) + at(1.5) + at(2.5));
        assert_optimum(&s, 2.0 * at(0.5) + 2.0 * at(1.5) + wait - 3.0 * at(2.5));
    }

    /// Only alpha without halls; shell for 60 % of 20 MUSD and fit-out for 40 %, each within its period.
    fn staged() -> Scenario {
        let mut s = only_big();
        s.sites[1].halls[0].max = Some(0);
        let hall = &mut s.sites[0].halls[0];
        hall.existing = 0;
        hall.construction.stages = vec![
            testing::hall_stage("shell", 0, 0.6),
            testing::hall_stage("fit-out", 1, 0.4),
        ];
        hall.build_periods = 1;
        s
    }

    #[test]
    fn a_hall_passes_through_its_stages_and_is_paid_stage_by_stage() {
        let mut s = staged();
        assert_optimum(&s, 38.0 + 1500.0);
        // The fit-out of a hall entered in the second year costs twice as much.
        s.sites[0].halls[0].cost = vec![MillionUsd(20.0), MillionUsd(40.0), MillionUsd(40.0)];
        s.sites[0].halls[0].construction.stages[0].lead_periods = 1;
        s.sites[0].halls[0].build_periods = 2;
        assert_optimum(&s, 12.0 + 16.0 + 18.0 + 3000.0);
    }

    #[test]
    fn a_shell_begun_before_the_horizon_is_guarded_until_it_is_fitted_out() {
        let mut s = staged();
        let hall = &mut s.sites[0].halls[0];
        hall.max = Some(1);
        hall.construction.in_work = vec![InWork {
            count: 1,
            stage: 0,
            finishes: Period(0),
        }];
        hall.construction.stages[0].idle_cost = MillionUsdPerYear(0.5);
        assert_optimum(&s, 8.0 + 18.0 + 1500.0);
        // Nothing to serve: the shell is left as it is.
        s.demand.clear();
        assert_optimum(&s, 1.5);
    }

    #[test]
    fn a_contractor_limits_the_halls_that_enter_a_stage() {
        let mut s = staged();
        s.sites[0].halls[0].construction.stages[1].lead_periods = 0;
        s.sites[0].halls[0].build_periods = 0;
        // 250 units need two halls and 50 big.
        s.demand.truncate(1);
        s.demand[0].volume = vec![Volume(250.0); 3];
        assert_optimum(&s, 40.0 + 150.0);
        s.sites[0].construction.contractors = vec![("fit-out".into(), 1.0)];
        assert_optimum(&s, 40.0 + 150.0 + 125.0 * 50.0);
    }

    #[test]
    fn committed_halls_are_started_even_if_they_serve_nothing() {
        let mut s = staged();
        s.demand.clear();
        s.sites[0].halls[0].construction.committed = vec![0.0, 0.0, 2.0];
        // Two shells in the last year, too late for a fit-out.
        assert_optimum(&s, 24.0);
    }
}
