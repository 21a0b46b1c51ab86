//! A share of demand is still served when any one thing is lost: a site, a grid zone, a jurisdiction, a vendor.
//!
//! Capacity is `cap_w = sum_{c,r} v_cw assign[c,r,w,t,h] + sum_r block_rw open[r,t]`. Pooled, for requirement `k` and
//! each of its losses `q`:
//!
//! ```text
//! resilience_largest[q,w,t,h]    cap_w(lost in q) <= reserve[k,w,t,h]
//! resilience_pool[k,w,t,h]       cap_w - reserve[k,w,t,h] + peak_w sum_d rent[d,t,h] >= beta_t peak_w sum_d V[d,t,h]
//! ```
//!
//! As copies, with chips and volumes dealt out anew over what is left (no columns for what is lost, training pauses):
//!
//! ```text
//! resilience_time[q,c,r,t,h]     sum_w fall_assign[q,c,r,w,t,h] <= availability_c (fleet[c,r,t] + rented[c,r,t])
//! resilience_capacity[q,r,w,t,h] peak_w sum_d fall_serve[q,r,d,t,h] <= sum_c v_cw fall_assign[q,c,r,w,t,h] + block_rw open[r,t]
//! resilience_keep[q,d,t,h]       sum_r fall_serve[q,r,d,t,h] + rent[d,t,h] >= beta_t V[d,t,h]
//! resilience_share[q,d,t,h]      sum_{r resident} fall_serve >= share sum_r fall_serve
//! ```
//!
//! `V` is the volume in the block of hours; of a line whose price is decided, what is sold. Source: `model.md` family 14.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::*;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "resilience",
    title: "demand still served when something is lost",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "resilience_largest",
            labels: &[
                Labels::Contingency,
                Labels::Workload,
                Labels::Period,
                Labels::Hour,
            ],
            dual_unit: "MUSD/volume",
            violation: "{contingency} takes {by} more of {workload} away in {period} ({hour}) than is held in reserve",
        },
        RowInfo {
            name: "resilience_pool",
            labels: &[
                Labels::Requirement,
                Labels::Workload,
                Labels::Period,
                Labels::Hour,
            ],
            dual_unit: "MUSD/volume",
            violation: "after the largest loss of {requirement}, {by} of {workload} is missing in {period} ({hour})",
        },
        RowInfo {
            name: "resilience_time",
            labels: &[
                Labels::Contingency,
                Labels::Chip,
                Labels::Site,
                Labels::Period,
                Labels::Hour,
            ],
            dual_unit: "MUSD/unit",
            violation: "without {contingency}, {by} units of {chip} at {site} more are at work than are left in {period} ({hour})",
        },
        RowInfo {
            name: "resilience_capacity",
            labels: &[
                Labels::Contingency,
                Labels::Site,
                Labels::Workload,
                Labels::Period,
                Labels::Hour,
            ],
            dual_unit: "MUSD/volume",
            violation: "without {contingency}, {site} serves {by} more of {workload} than its chips carry in {period} ({hour})",
        },
        RowInfo {
            name: "resilience_keep",
            labels: &[Labels::Contingency, Labels::Demand, Labels::Period, Labels::Hour],
            dual_unit: "MUSD/volume",
            violation: "without {contingency}, {by} too little of {demand} is served in {period} ({hour})",
        },
        RowInfo {
            name: "resilience_share",
            labels: &[Labels::Contingency, Labels::Demand, Labels::Period, Labels::Hour],
            dual_unit: "MUSD/volume",
            violation: "without {contingency}, {by} too little of {demand} is served from where its data must stay in {period} ({hour})",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    let blocks = |t: usize| s.hours.blocks().map(move |h| (t, h));
    for (k, requirement) in s.resilience.iter().enumerate() {
        let first = contingencies(&s.resilience[..k]).count();
        let kept = (0..b.sets.periods).filter(|&t| requirement.keep[t] > 0.0);
        for (t, h) in kept.flat_map(blocks) {
            match requirement.form {
                ResilienceForm::Pooled => pool(b, (k, requirement), first, (t, h)),
                ResilienceForm::Copies => {
                    for (q, loss) in (first..).zip(&requirement.losses) {
                        chips_left(b, (q, requirement), loss, (t, h));
                        lines_kept(b, (q, requirement), (t, h));
                    }
                }
            }
        }
    }
}

/// Rows of a pooled requirement whose losses are numbered from `first` on.
fn pool(b: &mut Build<'_, '_>, (k, of): (usize, &Resilience), first: usize, (t, h): (usize, usize)) {
    let (s, columns) = (b.scenario(), b.columns);
    for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
        let Some(reserve) = columns.resilience.reserve(k, w, t, h) else {
            continue;
        };
        for (q, loss) in (first..).zip(&of.losses) {
            capacity(b, w, (t, h), |c, r| !loss.spares(c, r), |r| !loss.spares_site(r));
            b.term(reserve, -1.0);
            b.at_most(b.rows(0), key([q, w.index(), t, h]), 0.0);
        }
        capacity(b, w, (t, h), |_, _| true, |_| true);
        b.term(reserve, -1.0);
        let mut needed = 0.0;
        for &d in of.lines.iter().filter(|d| s.demand[d.index()].workload == w) {
            b.term(columns.rent(d, t, h), workload.peak);
            needed += wanted(b, d, (t, h), of.keep[t] * workload.peak);
        }
        b.at_least(b.rows(1), key([k, w.index(), t, h]), needed);
    }
}

/// Adds the capacity given to a workload by chips and at sites of choice.
fn capacity(
    b: &mut Build<'_, '_>,
    w: WorkloadId,
    (t, h): (usize, usize),
    chips: impl Fn(ChipId, SiteId) -> bool,
    sites: impl Fn(SiteId) -> bool,
) {
    let (s, columns) = (b.scenario(), b.columns);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        if sites(r) {
            b.term(columns.open(r, t), site.blocks[w.index()].value());
        }
        for c in ChipId::all(s.chips.len()) {
            if chips(c, r) {
                b.term(columns.assign(c, r, w, t, h), s.throughput(c, w, t).value());
            }
        }
    }
}

/// `share` of the volume wanted: subtracted as far as it is decided, returned as far as it is given.
fn wanted(b: &mut Build<'_, '_>, d: DemandId, (t, h): (usize, usize), share: f64) -> f64 {
    let (s, columns) = (b.scenario(), b.columns);
    let line = &s.demand[d.index()];
    if line.side.price.is_none() {
        return share * line.volume_in(t, h).value();
    }
    let served = SiteId::all(s.sites.len()).map(|r| columns.serve(r, d, t, h));
    for sold in served.chain([columns.rent(d, t, h)]) {
        b.term(sold, -share);
    }
    0.0
}

/// What chips and sites that are left do after a loss.
fn chips_left(b: &mut Build<'_, '_>, (q, of): (usize, &Resilience), loss: &Loss, (t, h): (usize, usize)) {
    let (s, columns) = (b.scenario(), b.columns);
    let fall = &columns.resilience;
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for c in ChipId::all(s.chips.len()) {
            let assign = || WorkloadId::all(s.workloads.len()).filter_map(|w| fall.assign(q, c, r, w, t, h));
            if assign().next().is_some() {
                b.less_working(c, r, t);
                assign().for_each(|units| b.term(units, 1.0));
                b.at_most(b.rows(2), key([q, c.index(), r.index(), t, h]), 0.0);
            }
        }
        for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
            let lines = || of.lines.iter().filter(|d| s.demand[d.index()].workload == w);
            let serve = || lines().filter_map(|&d| fall.serve(q, r, d, t, h));
            if serve().next().is_none() || !loss.spares_site(r) {
                continue;
            }
            b.term(columns.open(r, t), -site.blocks[w.index()].value());
            for c in ChipId::all(s.chips.len()) {
                let carries = s.throughput(c, w, t).value();
                b.term(fall.assign(q, c, r, w, t, h), -carries);
            }
            serve().for_each(|volume| b.term(volume, workload.peak));
            b.at_most(b.rows(3), key([q, r.index(), w.index(), t, h]), 0.0);
        }
    }
}

/// What is served of each line after a loss, and where.
fn lines_kept(b: &mut Build<'_, '_>, (q, of): (usize, &Resilience), (t, h): (usize, usize)) {
    let (s, columns) = (b.scenario(), b.columns);
    for &d in &of.lines {
        let serve = |r| Some((r, columns.resilience.serve(q, r, d, t, h)?));
        let serve = || SiteId::all(s.sites.len()).filter_map(serve);
        let row = key([q, d.index(), t, h]);
        serve().for_each(|(_, volume)| b.term(volume, 1.0));
        b.term(columns.rent(d, t, h), 1.0);
        let needed = wanted(b, d, (t, h), of.keep[t]);
        b.at_least(b.rows(4), row, needed);
        let Some(rule) = s.demand[d.index()]
            .residency
            .as_ref()
            .filter(|_| b.sets.switches.residency_latency)
        else {
            continue;
        };
        let inside = places(s, &rule.places);
        if serve().any(|(r, _)| !inside[r.index()]) {
            for (r, volume) in serve() {
                let own = if inside[r.index()] { 1.0 } else { 0.0 };
                b.term(volume, own - rule.share);
            }
            b.at_least(b.rows(5), row, 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, base, only_big, resilience};
    use crate::plan::json::{from_json, to_json};
    use crate::scenario::*;

    const FORMS: [ResilienceForm; 2] = [ResilienceForm::Pooled, ResilienceForm::Copies];

    #[test]
    fn half_of_demand_survives_the_loss_of_any_site() {
        for form in FORMS {
            let mut scenario = only_big();
            scenario.resilience = vec![resilience(&scenario, Against::Site, form, 0.5)];
            // 30 units need six; with three at each site 15 are left. Beta opens for 10 and builds for 20.
            assert_optimum(&scenario, 18.0 + 30.0);
            scenario.resilience[0].keep = vec![1.0; 3];
            assert_optimum(&scenario, 36.0 + 30.0);
            // Both sites in one grid zone: nothing but what is rented would be left.
            scenario.sites[1].grid_zone = scenario.sites[0].grid_zone.clone();
            scenario.demand.truncate(1);
            scenario.demand[0].rent = Some(Rent {
                price: vec![MillionUsdPerUnitYear(20.0); 3],
                at_most: None,
            });
            scenario.resilience = vec![resilience(&scenario, Against::GridZone, form, 0.4)];
            // 4 of 10 rented, 6 served by two units.
            assert_optimum(&scenario, 4.0 * 20.0 * 3.0 + 6.0);
        }
    }

    #[test]
    fn no_vendor_is_the_only_one() {
        for form in FORMS {
            let mut scenario = base();
            scenario.chips[1].vendor = "Other".into();
            scenario.resilience = vec![resilience(&scenario, Against::Vendor, form, 0.5)];
            // 15 units of volume by each: 15 small at 1 and three big at 3.
            assert_optimum(&scenario, 15.0 + 9.0);
        }
    }

    #[test]
    fn copies_know_where_a_line_may_be_served() {
        let mut scenario = only_big();
        scenario.sites[1].existing = true;
        scenario.sites[1].halls[0].existing = 1;
        // The near line, 10 units, reaches alpha only; the far one, 20 units, both.
        scenario.workloads[0].latency = Some(Milliseconds(10.0));
        scenario.markets[0].latency[1] = None;
        scenario.resilience = vec![resilience(&scenario, Against::Site, ResilienceForm::Copies, 1.0)];
        scenario.resilience[0].lines = vec![DemandId(1)];
        // Without beta, alpha serves 20 of the far line and lets the near one go; without alpha, beta serves 20.
        assert_optimum(&scenario, 4.0 * 3.0 + 4.0 * 3.0);
        // A pool counts all that works for the workload: 20 must be left of 40, four units at each site too.
        scenario.resilience[0].form = ResilienceForm::Pooled;
        assert_optimum(&scenario, 24.0);
        // Both lines to be kept in full: without alpha the near line cannot be, which only copies see.
        scenario.resilience[0].lines = vec![DemandId(0), DemandId(1)];
        assert_optimum(&scenario, 36.0);
        scenario.resilience[0].form = ResilienceForm::Copies;
        let (_, outcome) = testing::solve(&scenario, &testing::min_cost()).unwrap();
        assert_eq!(outcome.status, crate::solver::Status::Infeasible);
    }

    #[test]
    fn training_pauses_after_a_loss_and_the_plan_comes_back_from_json() {
        let mut scenario = only_big();
        scenario.chips[0].training = Some(PetaFlops(1.0));
        scenario.jobs = vec![TrainingJob {
            id: "job".into(),
            work: ZettaFlop(6.0 * 3.0 * 31.536),
            start: Period(0),
            deadline: Period(2),
            min_chips: 0.0,
            chips: ChipSelector::default(),
            places: PlaceSelector::default(),
            unmet_penalty: None,
            revenue: MillionUsd(0.0),
        }];
        // Six units serve, six train; the twelve stand six and six, so that each site carries all demand alone.
        scenario.resilience = vec![resilience(&scenario, Against::Site, ResilienceForm::Copies, 1.0)];
        assert_optimum(&scenario, 36.0 + 30.0);
        let (model, outcome) = testing::solve(&scenario, &testing::min_cost()).unwrap();
        let plan = crate::model::extract(&scenario, &model, &outcome.values.unwrap());
        assert!(plan.fallbacks[0].served[1][1][0][0] > 19.9);
        assert_eq!(from_json(&scenario, &to_json(&scenario, &plan)).unwrap(), plan);
    }
}
