//! Chips at work carry the workloads.
//!
//! ```text
//! chip_time[c,r,t,h]             sum_w assign[c,r,w,t,h] + sum_j train[j,c,r,t,h] <= availability_c (fleet[c,r,t] + rented[c,r,t])
//! workload_capacity[r,w,t,h,s]   peak_w sum_{d of w} serve[r,d,t,h] <= sum_c v_cw assign[c,r,w,t,h] + block_rw open[r,t]
//! ```
//!
//! `v` is the volume that one unit carries. For token workloads it comes from the catalogue as
//! 1 / (input ratio / prefill rate + 1 / decode rate) per chip, the additive form that reproduces DeepSeek's
//! published fleet (`model.md` family 8).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, DemandId, JobId, SiteId, WorkloadId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "workload_capacity",
    title: "chips at work carry the workloads",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "chip_time",
            labels: &[Labels::Chip, Labels::Site, Labels::Period, Labels::Hour],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} at {site} more are at work than are available in {period} ({hour})",
        },
        RowInfo {
            name: "workload_capacity",
            labels: &[
                Labels::Site,
                Labels::Workload,
                Labels::Period,
                Labels::Hour,
                Labels::Scenario,
            ],
            dual_unit: "MUSD/volume",
            violation: "{site} serves {by} more of {workload} than its chips carry in {period} ({hour}) ({scenario})",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns, periods) = (b.scenario(), b.columns, b.sets.periods);
    for c in ChipId::all(s.chips.len()) {
        for r in SiteId::all(s.sites.len()) {
            for t in 0..periods {
                if !b.sets.has_units(c, r, t) {
                    continue;
                }
                for h in s.hours.blocks() {
                    let train = || JobId::all(s.jobs.len()).filter_map(|j| columns.train(j, c, r, t, h));
                    let assign =
                        || WorkloadId::all(s.workloads.len()).filter_map(|w| columns.assign(c, r, w, t, h));
                    if train().chain(assign()).next().is_some() {
                        b.less_working(c, r, t);
                        for work in train().chain(assign()) {
                            b.term(work, 1.0);
                        }
                        b.at_most(b.rows(0), key([c.index(), r.index(), t, h]), 0.0);
                    }
                }
            }
        }
    }
    for w in WorkloadId::all(s.workloads.len()) {
        let lines: Vec<DemandId> = DemandId::all(s.demand.len())
            .filter(|d| s.demand[d.index()].workload == w)
            .collect();
        let peak = s.workloads[w.index()].peak;
        for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
            let block = site.blocks.get(w.index()).map_or(0.0, |block| block.value());
            for (t, h) in (0..periods).flat_map(|t| s.hours.blocks().map(move |h| (t, h))) {
                let serve = || lines.iter().filter_map(|&d| columns.serve(r, d, t, h));
                if serve().next().is_none() {
                    continue;
                }
                if !site.existing {
                    b.term(columns.open(r, t), -block);
                }
                for c in ChipId::all(s.chips.len()) {
                    b.term(columns.assign(c, r, w, t, h), -s.throughput(c, w, t).value());
                }
                for volume in serve() {
                    b.term(volume, peak);
                }
                let rhs = if site.existing { block } else { 0.0 };
                b.at_most(b.rows(1), key([r.index(), w.index(), t, h]), rhs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, only_big};
    use crate::scenario::{DemandLine, MillionUsd, Volume, WorkloadId};

    #[test]
    fn availability_and_peak_take_more_units() {
        let mut scenario = only_big();
        // 6 units of 5 carry 30; at 80 % availability 7.5, whole 8.
        scenario.chips[0].availability = 0.8;
        assert_optimum(&scenario, 24.0);
        // Peak 1.2 over the mean: 36 / 4 = 9.
        scenario.workloads[0].peak = 1.2;
        assert_optimum(&scenario, 27.0);
    }

    #[test]
    fn workloads_share_the_units() {
        let mut scenario = only_big();
        scenario.workloads.push(scenario.workloads[0].clone());
        scenario.workloads[1].id = "video".into();
        scenario.chips[0].throughput.push(Volume(2.0));
        scenario
            .sites
            .iter_mut()
            .for_each(|site| site.blocks.push(Volume(0.0)));
        scenario.demand[1] = DemandLine {
            workload: WorkloadId(1),
            ..scenario.demand[1].clone()
        };
        // 10 chat take 2 units, 20 video 10.
        assert_optimum(&scenario, 36.0);
        scenario.demand[0].volume = vec![Volume(7.5); 3];
        scenario.demand[1].volume = vec![Volume(3.0); 3];
        // 1.5 and 1.5: three units, one of them shared.
        assert_optimum(&scenario, 9.0);
    }

    #[test]
    fn raw_blocks_serve_without_chips_once_the_site_is_open() {
        let mut scenario = base();
        scenario.chips.clear();
        scenario.sites[0].blocks = vec![Volume(12.0)];
        scenario.sites[1].blocks = vec![Volume(100.0)];
        scenario.sites[1].opening_cost = vec![MillionUsd(500.0); 3];
        // Opening beta at 500 is cheaper than 18 unmet for three years at 50.
        assert_optimum(&scenario, 500.0);
        scenario.sites[1].opening_cost = vec![MillionUsd(3000.0); 3];
        assert_optimum(&scenario, 18.0 * 3.0 * 50.0);
    }
}
