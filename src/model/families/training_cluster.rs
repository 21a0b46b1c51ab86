//! A training job runs on one chip type at one site, with enough units at once, inside its window.
//!
//! ```text
//! job_place[j]              sum_{c,r} place[j,c,r] <= 1
//! job_cluster[j,c,r,t,h]    cluster[j,c,r,t,h] <= place[j,c,r]
//! job_least[j,c,r,t,h]      train[j,c,r,t,h] >= K_jc cluster[j,c,r,t,h]
//! job_most[j,c,r,t,h]       train[j,c,r,t,h] <= M_jcrth cluster[j,c,r,t,h]
//! job_work[j]               sum_{c,r,t,h} v_c L_t share_h train[j,c,r,t,h] + short[j] >= W_j
//! ```
//!
//! `K` is the least number of chips over the chips per unit, `M` the most units that can be available there or that
//! the whole work could use in the block of hours, `v` the useful speed of a unit, `L` the length of the period, `share` the block's part of it, `W` the work
//! in ZFLOP (1 PFLOP/s for a year is 31.536 ZFLOP). `chip_time` (workload_capacity) keeps inference and training
//! apart. Source: `model.md` family 11.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, JobId, SiteId};

/// Key of the rows of a place and time.
const RUN: &[Labels] = &[
    Labels::Job,
    Labels::Chip,
    Labels::Site,
    Labels::Period,
    Labels::Hour,
];

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "training_cluster",
    title: "training jobs on one cluster",
    hardness: Hardness::Soft("unmet_penalty of the job, unless it is required"),
    rows: &[
        RowInfo {
            name: "job_place",
            labels: &[Labels::Job],
            dual_unit: "MUSD/place",
            violation: "{job} runs at {by} places too many",
        },
        RowInfo {
            name: "job_cluster",
            labels: RUN,
            dual_unit: "MUSD/cluster",
            violation: "{job} runs on {chip} at {site} in {period} ({hour}) though that is not its place (by {by})",
        },
        RowInfo {
            name: "job_least",
            labels: RUN,
            dual_unit: "MUSD/unit",
            violation: "{job} has {by} units of {chip} too few at {site} in {period} ({hour})",
        },
        RowInfo {
            name: "job_most",
            labels: RUN,
            dual_unit: "MUSD/unit",
            violation: "{job} has {by} units of {chip} at {site} in {period} ({hour}) though it does not run there",
        },
        RowInfo {
            name: "job_work",
            labels: &[Labels::Job],
            dual_unit: "MUSD/ZFLOP",
            violation: "{by} ZFLOP of {job} are neither done nor written off by its deadline",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    let runs = b.sets.training_runs();
    let [place_rows, cluster_rows, least, most, work] = [0, 1, 2, 3, 4].map(|kind| b.rows(kind));
    for j in JobId::all(s.jobs.len()) {
        for c in ChipId::all(s.chips.len()) {
            for r in SiteId::all(s.sites.len()) {
                b.term(columns.place(j, c, r), 1.0);
            }
        }
        b.at_most(place_rows, key([j.index()]), 1.0);
    }
    for run in &runs {
        let (j, c, r, t, h) = (run.job, run.chip, run.site, run.t, run.h);
        let key = key([j.index(), c.index(), r.index(), t, h]);
        let cluster = columns.cluster(j, c, r, t, h);
        let train = columns.train(j, c, r, t, h);
        b.term(columns.place(j, c, r), -1.0);
        b.term(cluster, 1.0);
        b.at_most(cluster_rows, key, 0.0);
        if run.least > 0.0 {
            b.term(cluster, -run.least);
            b.term(train, 1.0);
            b.at_least(least, key, 0.0);
        }
        b.term(cluster, -run.most);
        b.term(train, 1.0);
        b.at_most(most, key, 0.0);
    }
    for (j, job) in JobId::all(s.jobs.len()).zip(&s.jobs) {
        for run in runs.iter().filter(|run| run.job == j) {
            let speed = s.chips[run.chip.index()].training.unwrap_or_default();
            let work_of_a_unit = speed * s.block_length(run.t, run.h);
            b.term(
                columns.train(j, run.chip, run.site, run.t, run.h),
                work_of_a_unit.value(),
            );
        }
        b.term(columns.short(j), 1.0);
        b.at_least(work, key([j.index()]), job.work.value());
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, assert_optimum_of, base};
    use crate::scenario::{
        ChipSelector, MillionUsd, Period, PetaFlops, PlaceSelector, Profile, Scenario, TrainingJob, Volume,
        ZettaFlop,
    };

    /// No demand; a job of 10 unit-years on `big`, which trains 1 PFLOP/s (31.536 ZFLOP a year).
    fn training() -> Scenario {
        let mut scenario = base();
        scenario.demand.clear();
        scenario.chips.remove(0);
        scenario.chips[0].training = Some(PetaFlops(1.0));
        scenario.jobs = vec![TrainingJob {
            id: "job".into(),
            work: ZettaFlop(315.36),
            start: Period(0),
            deadline: Period(1),
            min_chips: 0.0,
            chips: ChipSelector::default(),
            places: PlaceSelector::default(),
            unmet_penalty: None,
            revenue: MillionUsd(0.0),
        }];
        scenario
    }

    #[test]
    fn work_is_done_in_the_window_by_enough_units_at_once() {
        let mut scenario = training();
        // Five units for two years.
        assert_optimum(&scenario, 15.0);
        scenario.jobs[0].deadline = Period(0);
        assert_optimum(&scenario, 30.0);
        scenario.jobs[0].deadline = Period(2);
        // 3.33 units for three years: four.
        assert_optimum(&scenario, 12.0);
        scenario.jobs[0].min_chips = 7.0;
        assert_optimum(&scenario, 21.0);
    }

    #[test]
    fn a_job_that_does_not_pay_is_left_undone_in_part() {
        let mut scenario = training();
        scenario.jobs[0].unmet_penalty = Some(MillionUsd(10.0));
        // A unit does 2 of 10 unit-years and saves 2 for 3: not worth it.
        assert_optimum(&scenario, 10.0);
        scenario.jobs[0].revenue = MillionUsd(10.0);
        // With revenue it saves 4 for 3: the whole job, 10 - 15.
        assert_optimum_of(&scenario, &testing::max_profit(), 5.0);
    }

    #[test]
    fn one_place_must_hold_the_whole_cluster() {
        let mut scenario = training();
        scenario.jobs[0].unmet_penalty = Some(MillionUsd(120.0));
        scenario.jobs[0].min_chips = 30.0;
        // alpha's hall holds 25 units, so a second one is built for the 30 that the cluster needs.
        assert_optimum(&scenario, 20.0 + 90.0);
        scenario.sites[0].halls[0].max = Some(1);
        scenario.sites[1].halls[0].max = Some(1);
        // 25 at each of two sites are no cluster of 30.
        assert_optimum(&scenario, 120.0);
    }

    #[test]
    fn training_fills_the_nights() {
        let mut scenario = training();
        scenario.hours = testing::night_and_day();
        scenario.demand = base().demand;
        scenario.demand.truncate(1);
        scenario.demand[0].volume = vec![Volume(15.0); 3];
        // Nothing at night, 20 by day: four units, idle for a quarter of the time.
        scenario.demand[0].profile = Profile(vec![0.0, 4.0 / 3.0]);
        // Two unit-years in two years, by four units at once: the nights are enough.
        scenario.jobs[0].work = ZettaFlop(2.0 * 31.536);
        scenario.jobs[0].min_chips = 4.0;
        assert_optimum(&scenario, 12.0);
        // Half a unit-year more: a fifth unit, at work in the same nights.
        scenario.jobs[0].work = ZettaFlop(2.5 * 31.536);
        assert_optimum(&scenario, 15.0);
        // By day no four units are free, so without nights the job takes units of its own.
        scenario.demand[0].profile = Profile::default();
        assert_optimum(&scenario, 3.0 * 7.0);
    }
}
