//! Software stacks: how much of a workload may run on chips of a stack that it was not written for.
//!
//! ```text
//! portability[w,q,t,h,s]     A <= f_wq S + (g_wq - f_wq) V port[w,q,t-lag]
//! ported_share[w,q,t,h,s]    A <= g_wq S                                       where g_wq < 1
//! port_step[w,q,t]           port[w,q,t-1] <= port[w,q,t]
//! porting_engineers[t]       sum_{w,q} e_wq (port[w,q,t] - port[w,q,t-max(lag,1)]) <= engineers_t
//!
//! A = sum_r sum_{c of stack q} v_cwt assign[c,r,w,t,h,s]      what the chips of the stack carry
//! S = peak_w sum_r sum_{d of w} serve[r,d,t,h,s]              what is served at the peak, V its upper bound
//! ```
//!
//! `f` is the share that runs on the second stack as it is, `g` the share once it is ported (project `port`). The
//! throughput `v` falls by the penalty of the stack in period `t`. Source: `model.md` family 13.

use crate::model::columns::{Labels, key, stack_label};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::program::Col;
use crate::scenario::{ChipId, DemandId, SecondStack, SiteId, WorkloadId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "portability",
    title: "software stacks and porting",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "portability",
            labels: SHARE,
            dual_unit: "MUSD/volume",
            violation: "{by} more of {workload} runs on {stack} in {period} ({hour}) ({scenario}) than is portable",
        },
        RowInfo {
            name: "ported_share",
            labels: SHARE,
            dual_unit: "MUSD/volume",
            violation: "{by} more of {workload} runs on {stack} in {period} ({hour}) ({scenario}) than can be ported",
        },
        RowInfo {
            name: "port_step",
            labels: &[Labels::Workload, Labels::Stack, Labels::Period],
            dual_unit: "MUSD/project",
            violation: "the port of {workload} to {stack} is undone in {period} (by {by} of a project)",
        },
        RowInfo {
            name: "porting_engineers",
            labels: &[Labels::Period],
            dual_unit: "MUSD/engineer",
            violation: "porting takes {by} engineers more than there are in {period}",
        },
    ],
    build,
};

const SHARE: &[Labels] = &[
    Labels::Workload,
    Labels::Stack,
    Labels::Period,
    Labels::Hour,
    Labels::Scenario,
];

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
        for (q, other) in workload.stacks.others.iter().enumerate() {
            for t in 0..b.sets.periods {
                s.hours.blocks().for_each(|h| shares(b, w, q, other, t, h));
                step(b, w, q, other, t);
            }
        }
    }
    engineers(b);
}

fn shares(b: &mut Build<'_, '_>, w: WorkloadId, q: usize, other: &SecondStack, t: usize, h: usize) {
    let (s, columns) = (b.scenario(), b.columns);
    let sites = || SiteId::all(s.sites.len());
    let mut carried: Vec<(Col, f64)> = Vec::new();
    for c in ChipId::all(s.chips.len()).filter(|c| s.chips[c.index()].stack == other.stack) {
        let volume = s.throughput(c, w, t).value();
        carried.extend(sites().filter_map(|r| Some((columns.assign(c, r, w, t, h)?, volume))));
    }
    if carried.is_empty() {
        return;
    }
    let lines = || DemandId::all(s.demand.len()).filter(|d| s.demand[d.index()].workload == w);
    let peak = s.workloads[w.index()].peak;
    let at = key([w.index(), stack_label(s, &other.stack), t, h]);
    let port = other.port.as_ref().and_then(|porting| {
        let started = t.checked_sub(usize::from(porting.lag))?;
        Some((columns.stacks.port(w, q, started)?, porting.share))
    });
    let ceiling = port.map(|(_, share)| share).filter(|share| *share < 1.0);
    for (kind, share) in [(0, Some(other.portable)), (1, ceiling)] {
        let Some(share) = share else { continue };
        if let (0, Some((col, ported))) = (kind, port) {
            let most: f64 = lines().map(|d| b.sets.most_asked(d, t, h)).sum();
            b.term(col, -(ported - share).max(0.0) * peak * most);
        }
        carried.iter().for_each(|&(col, volume)| b.term(col, volume));
        for d in lines() {
            for r in sites() {
                b.term(columns.serve(r, d, t, h), -share * peak);
            }
        }
        b.at_most(b.rows(kind), at, 0.0);
    }
}

fn step(b: &mut Build<'_, '_>, w: WorkloadId, q: usize, other: &SecondStack, t: usize) {
    let port = |t| b.columns.stacks.port(w, q, t);
    if let (Some(before), Some(now)) = (t.checked_sub(1).and_then(port), port(t))
        && before != now
    {
        b.term(before, 1.0);
        b.term(now, -1.0);
        let stack = stack_label(b.scenario(), &other.stack);
        b.at_most(b.rows(2), key([w.index(), stack, t]), 0.0);
    }
}

fn engineers(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    let Some(limit) = &s.porting_engineers else {
        return;
    };
    for (t, &most) in limit.iter().enumerate() {
        for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
            for (q, other) in workload.stacks.others.iter().enumerate() {
                let Some(porting) = &other.port else { continue };
                let port = |t| b.columns.stacks.port(w, q, t);
                let (now, done) = (port(t), t.checked_sub(porting.busy()).and_then(port));
                if now != done {
                    b.term(now, porting.engineers);
                    b.term(done, -porting.engineers);
                }
            }
        }
        if !b.row_is_empty() {
            b.at_most(b.rows(3), key([t]), most);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base};
    use crate::scenario::{MillionUsd, Porting, Scenario, SecondStack, Stacks, Volume};

    /// `big` (5 for 3 MUSD) has another stack than `small` (1 for 1 MUSD), for which the workload was written. 30 units
    /// of demand take 6 big (18 MUSD) or 30 small (30).
    fn two_stacks(portable: f64, port: Option<Porting>) -> Scenario {
        let mut scenario = base();
        scenario.chips[1].stack = "cann".into();
        scenario.workloads[0].stacks = Stacks {
            home: Some("cuda".into()),
            others: vec![SecondStack {
                stack: "cann".into(),
                portable,
                port,
                penalty: vec![0.0; 3],
            }],
        };
        scenario
    }

    fn porting(cost: f64, engineers: f64) -> Porting {
        Porting {
            cost: vec![MillionUsd(cost); 3],
            engineers,
            lag: 0,
            share: 1.0,
        }
    }

    #[test]
    fn a_share_of_what_is_served_runs_on_the_second_stack() {
        assert_optimum(&two_stacks(0.0, None), 30.0);
        // 50 %: three big carry 15, 15 small the rest.
        assert_optimum(&two_stacks(0.5, None), 9.0 + 15.0);
        assert_optimum(&two_stacks(1.0, None), 18.0);
    }

    #[test]
    fn porting_lifts_the_share_where_it_pays() {
        assert_optimum(&two_stacks(0.0, Some(porting(5.0, 0.0))), 23.0);
        assert_optimum(&two_stacks(0.0, Some(porting(12.5, 0.0))), 30.0);
        // To two thirds: 4 big and 10 small.
        let partly = Porting {
            share: 2.0 / 3.0,
            ..porting(5.0, 0.0)
        };
        assert_optimum(&two_stacks(0.0, Some(partly)), 5.0 + 12.0 + 10.0);
        // A year of work: the small ones must serve the first year and are there then.
        let slow = Porting {
            lag: 1,
            ..porting(1.0, 0.0)
        };
        assert_optimum(&two_stacks(0.0, Some(slow)), 30.0);
    }

    #[test]
    fn engineers_limit_the_projects_at_work() {
        let mut scenario = two_stacks(0.0, Some(porting(5.0, 40.0)));
        scenario.porting_engineers = Some(vec![39.0, 40.0, 40.0]);
        // Too few in the first year, and in the second it is too late.
        assert_optimum(&scenario, 30.0);
        scenario.porting_engineers = Some(vec![40.0, 0.0, 0.0]);
        assert_optimum(&scenario, 23.0);
    }

    #[test]
    fn the_penalty_of_a_stack_shrinks_with_time() {
        // 40 % lost in the first year: a big carries 3, then 5. Ten are needed at once.
        let mut scenario = two_stacks(1.0, None);
        scenario.workloads[0].stacks.others[0].penalty = vec![0.4, 0.0, 0.0];
        scenario.chips.remove(0);
        assert_optimum(&scenario, 30.0);
        // With 18 in the first year six will do for both.
        for line in &mut scenario.demand {
            line.volume[0] = Volume(9.0);
        }
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn chips_of_other_stacks_cannot_run_it() {
        let mut scenario = two_stacks(1.0, None);
        scenario.chips[1].stack = "rocm".into();
        assert_optimum(&scenario, 30.0);
    }
}
