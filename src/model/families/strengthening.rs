//! Rows implied by the families at whole openings and halls, which close most of the gap of the relaxation.
//!
//! ```text
//! serve_open[r,d,t,h,s]   serve[r,d,t,h,s] <= D[d,t] f[d,h] open[r,l(r,t)]
//! serve_hall[r,d,t,h,s]   serve[r,d,t,h,s] <= D[d,t] f[d,h] sum_i in_use[r,i,t]
//! deploy_open[c,r,t]      deploy[c,r,t] <= U[c,r,t] open[r,l(r,t)]
//! deploy_hall[c,r,t]      deploy[c,r,t] <= U[c,r,t] sum_{i in F_c} in_use[r,i,t]
//! ```
//!
//! for candidate sites whose chips can only stand in their own halls: a site with leases or rented units works without
//! being open. Nothing runs in `t` without a hall in use, and the last hall that can be in use in `t` was started by
//! `l(r,t)`, the latest `t` minus build time over its designs, when its site had to be open. `in_use` counts halls, so
//! it is at least 1 where anything runs; `F_c` are the designs that can hold chip `c`. Workloads of which a site carries
//! a block of capacity without chips need no hall: for them `l(r,t) = t`, and there is no `serve_hall`.
//! Few of them are ever needed, so they come after `Program::begin_strengthening` and solvers may separate them.
//! Source: the strong formulation of facility location (Balinski 1965); measured in `model.md` section 4 and
//! `docs/performance.md`.

use crate::model::bounds::load;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, DemandId, SiteHall, SiteId};

/// Not a family of the model: named as one so that its rows have names and units.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "strengthening",
    title: "rows that strengthen the relaxation",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "serve_open",
            labels: &[
                Labels::Site,
                Labels::Demand,
                Labels::Period,
                Labels::Hour,
                Labels::Scenario,
            ],
            dual_unit: "MUSD/volume",
            violation: "{site} serves {by} of {demand} in {period} ({hour}) though it is not open ({scenario})",
        },
        RowInfo {
            name: "serve_hall",
            labels: &[
                Labels::Site,
                Labels::Demand,
                Labels::Period,
                Labels::Hour,
                Labels::Scenario,
            ],
            dual_unit: "MUSD/volume",
            violation: "{site} serves {by} of {demand} in {period} ({hour}) without a hall in use ({scenario})",
        },
        RowInfo {
            name: "deploy_open",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} are deployed at {site} in {period} though it is not open",
        },
        RowInfo {
            name: "deploy_hall",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} are deployed at {site} in {period} without a hall in use for them",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for r in SiteId::all(s.sites.len()) {
        if !needs_opening(b, r) {
            continue;
        }
        let committed = s.sites[r.index()]
            .committed
            .map_or(b.sets.periods, |from| from.index());
        for t in 0..b.sets.periods {
            let by = |started: usize| (started < committed).then_some(started);
            let started = last_start(b, r, t);
            serving(b, r, t, started, by);
            if let Some(started) = started {
                deploying(b, r, t, by(started));
            }
        }
    }
}

/// The last period in which a hall in use in `t` can have been started; `None` if no hall can be in use by then.
fn last_start(b: &Build<'_, '_>, r: SiteId, t: usize) -> Option<usize> {
    let site = &b.scenario().sites[r.index()];
    let lead = |hall: &SiteHall| match hall.construction.stages.get(hall.construction.last_stage()) {
        Some(stage) => usize::from(stage.lead_periods),
        None => usize::from(hall.build_periods),
    };
    site.halls
        .iter()
        .filter_map(|hall| t.checked_sub(lead(hall)))
        .max()
}

/// The least that a site must have to serve a line in `t`: have a hall, which was `started` by some period, and be open
/// then. `by` tells whether a site that is open in a period has decided to be.
fn serving(
    b: &mut Build<'_, '_>,
    r: SiteId,
    t: usize,
    started: Option<usize>,
    by: impl Fn(usize) -> Option<usize>,
) {
    let (s, columns) = (b.scenario(), b.columns);
    let site = &s.sites[r.index()];
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        let block = site.blocks.get(line.workload.index());
        let without_chips = block.is_some_and(|block| block.value() > 0.0);
        let open = match started {
            _ if without_chips => by(t),
            Some(started) => by(started),
            None => continue,
        };
        for h in s.hours.blocks() {
            let Some(serve) = columns.serve(r, d, t, h) else {
                continue;
            };
            let (most, key) = (b.sets.most_asked(d, t, h), key([r.index(), d.index(), t, h]));
            if let Some(open) = open {
                b.term(columns.open(r, open), -most);
                b.term(serve, 1.0);
                b.at_most(b.rows(0), key, 0.0);
            }
            if without_chips {
                continue;
            }
            for i in 0..site.halls.len() {
                for (halls, sign) in columns.in_use(site, r, i, t) {
                    b.term(halls, -sign * most);
                }
            }
            b.term(serve, 1.0);
            b.at_most(b.rows(1), key, 0.0);
        }
    }
}

/// The same for deploying chips: a hall that can hold them.
fn deploying(b: &mut Build<'_, '_>, r: SiteId, t: usize, open: Option<usize>) {
    let (sets, columns) = (b.sets, b.columns);
    let site = &b.scenario().sites[r.index()];
    for c in ChipId::all(b.scenario().chips.len()) {
        let most = sets.deploy_bound(c, r, t);
        let Some(deploy) = columns.deploy(c, r, t).filter(|_| most.is_finite()) else {
            continue;
        };
        let key = key([c.index(), r.index(), t]);
        if let Some(open) = open {
            b.term(columns.open(r, open), -most);
            b.term(deploy, 1.0);
            b.at_most(b.rows(2), key, 0.0);
        }
        for &option in &sets.fit.chip[r.index()][c.index()] {
            for (halls, sign) in columns.in_use(site, r, option as usize, t) {
                b.term(halls, -sign * most);
            }
        }
        b.term(deploy, 1.0);
        b.at_most(b.rows(3), key, 0.0);
    }
}

/// Whether the families let nothing run at a site that is not open: it is a candidate without leases and halls of its
/// own, every chip draws power, and the families that tie power to opening are on.
fn needs_opening(b: &Build<'_, '_>, r: SiteId) -> bool {
    let site = &b.scenario().sites[r.index()];
    let switches = &b.sets.switches;
    let present = |c: ChipId| (0..b.sets.periods).any(|t| b.sets.has_fleet(c, r, t));
    !site.existing
        && site.leases.is_empty()
        && site.halls.iter().all(|hall| hall.begun() == 0.0)
        && (switches.construction_stages || site.halls.iter().all(|hall| hall.construction.stages.is_empty()))
        && (switches.retrofit || site.construction.retrofits.is_empty())
        && b.scenario().rentals.iter().all(|offer| offer.site != r)
        && switches.workload_capacity
        && switches.power_tranche
        && switches.hall_capacity
        && switches.hall_construction
        && switches.fleet_balance
        && ChipId::all(b.scenario().chips.len())
            .zip(&b.scenario().chips)
            .all(|(c, chip)| load(chip) > 0.0 || !present(c))
}

#[cfg(test)]
mod tests {
    use crate::model::{build, testing};
    use crate::program::Row;
    use crate::scenario::Volume;

    #[test]
    fn strengthening_rows_come_last_and_only_for_candidates() {
        let model = build(&testing::base(), &testing::min_cost());
        let program = &model.program;
        let names: Vec<String> = (program.defining_rows()..program.rows())
            .map(|row| program.row_name(Row(row as u32)))
            .collect();
        // beta: 2 lines x 3 periods and 2 chips x 3 periods, each for the opening and for the hall.
        assert_eq!(names.len(), 24);
        for name in [
            "serve_open[beta,far-chat,2028,base]",
            "serve_hall[beta,far-chat,2028,base]",
            "deploy_open[big,beta,2027]",
            "deploy_hall[big,beta,2027]",
        ] {
            assert!(names.contains(&name.to_string()), "{name}");
        }
        assert!(!names.iter().any(|name| name.contains("alpha")));
    }

    #[test]
    fn a_site_has_to_be_open_when_its_last_hall_in_use_was_started() {
        let mut scenario = testing::base();
        scenario.sites[1].halls[0].build_periods = 1;
        let program = build(&scenario, &testing::min_cost()).program;
        let terms = |name: &str| -> Vec<String> {
            let mut rows = (program.defining_rows() as u32..program.rows() as u32).map(Row);
            let row = rows.find(|&row| program.row_name(row) == name).unwrap();
            program
                .row_terms(row)
                .map(|(col, _)| program.column_name(col))
                .collect()
        };
        assert_eq!(
            terms("serve_open[beta,far-chat,2028,base]"),
            ["open[beta,2027]", "serve[beta,far-chat,2028,base]"]
        );
        assert_eq!(
            terms("serve_hall[beta,far-chat,2028,base]"),
            ["halls[beta,air,2027]", "serve[beta,far-chat,2028,base]"]
        );
        // What a site carries without chips needs no hall.
        scenario.sites[1].blocks = vec![Volume(5.0); scenario.workloads.len()];
        let model = build(&scenario, &testing::min_cost());
        let names: Vec<String> = (model.program.defining_rows()..model.program.rows())
            .map(|row| model.program.row_name(Row(row as u32)))
            .collect();
        assert!(names.contains(&"serve_open[beta,far-chat,2028,base]".to_string()));
        assert!(!names.iter().any(|name| name.starts_with("serve_hall")));
    }

    #[test]
    fn a_site_with_leases_may_serve_without_being_open() {
        let mut scenario = testing::base();
        scenario.sites[1].leases = vec![testing::lease("colo", 1)];
        let model = build(&scenario, &testing::min_cost());
        assert_eq!(model.program.defining_rows(), model.program.rows());
    }
}
