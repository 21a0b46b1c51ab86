//! Rows implied by the families at whole openings, which close most of the gap of the relaxation.
//!
//! ```text
//! serve_open[r,d,t,h,s]   serve[r,d,t,h,s] <= D[d,t] f[d,h] open[r,t]
//! deploy_open[c,r,t]      deploy[c,r,t] <= U[c,r,t] open[r,t]
//! ```
//!
//! for candidate sites whose chips can only stand in their own halls: a site with leases or rented units works without being open.
//! Few of them are ever needed, so they come after `Program::begin_strengthening` and solvers may separate them.
//! Source: the strong formulation of facility location (Balinski 1965); measured in `model.md` section 4.

use crate::model::bounds::load;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, DemandId, SiteId};

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
            name: "deploy_open",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} are deployed at {site} in {period} though it is not open",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for r in SiteId::all(s.sites.len()) {
        if !needs_opening(b, r) {
            continue;
        }
        let committed = s.sites[r.index()]
            .committed
            .map_or(b.sets.periods, |from| from.index());
        for d in DemandId::all(s.demand.len()) {
            for t in 0..committed.min(b.sets.periods) {
                for h in s.hours.blocks() {
                    if let Some(serve) = columns.serve(r, d, t, h) {
                        b.term(columns.open(r, t), -b.sets.most_asked(d, t, h));
                        b.term(serve, 1.0);
                        b.at_most(b.rows(0), key([r.index(), d.index(), t, h]), 0.0);
                    }
                }
            }
        }
        for c in ChipId::all(s.chips.len()) {
            for t in 0..committed {
                let most = b.sets.deploy_bound(c, r, t);
                if let Some(deploy) = columns.deploy(c, r, t).filter(|_| most.is_finite()) {
                    b.term(columns.open(r, t), -most);
                    b.term(deploy, 1.0);
                    b.at_most(b.rows(1), key([c.index(), r.index(), t]), 0.0);
                }
            }
        }
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

    #[test]
    fn strengthening_rows_come_last_and_only_for_candidates() {
        let model = build(&testing::base(), &testing::min_cost());
        let program = &model.program;
        let names: Vec<String> = (program.defining_rows()..program.rows())
            .map(|row| program.row_name(crate::program::Row(row as u32)))
            .collect();
        // beta: 2 lines x 3 periods and 2 chips x 3 periods.
        assert_eq!(names.len(), 12);
        assert!(names.contains(&"serve_open[beta,far-chat,2028,base]".to_string()));
        assert!(names.contains(&"deploy_open[big,beta,2027]".to_string()));
        assert!(!names.iter().any(|name| name.contains("alpha")));
    }

    #[test]
    fn a_site_with_leases_may_serve_without_being_open() {
        let mut scenario = testing::base();
        scenario.sites[1].leases = vec![testing::lease("colo", 1)];
        let model = build(&scenario, &testing::min_cost());
        assert_eq!(model.program.defining_rows(), model.program.rows());
    }
}
