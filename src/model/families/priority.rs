//! Classes of service: the first is served before the second.
//!
//! ```text
//! priority[w,t,k,h,s]   sum_{d in k} unmet[d,t,h] / V_k <= sum_{d in k'} unmet[d,t,h] / V_k',   V = sum_d D[d,t] f[d,h]
//! ```
//!
//! for each workload, block of hours and class `k` with a next class `k'` that has volume then: the unmet share of a
//! class is at most that of the next one. Rows are multiplied by `V_k`. Source: proportional-fairness classes of
//! service as linear rows; own form.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{DemandId, WorkloadId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "priority",
    title: "classes of service in their order",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "priority",
        labels: &[
            Labels::Workload,
            Labels::Period,
            Labels::Priority,
            Labels::Hour,
            Labels::Scenario,
        ],
        dual_unit: "MUSD/volume",
        violation: "{by} of {workload} in class {priority} is left unmet before the next class in {period} ({hour}) ({scenario})",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    if b.sets.priorities.is_empty() {
        return;
    }
    let blocks = || (0..b.sets.periods).flat_map(|t| s.hours.blocks().map(move |h| (t, h)));
    for w in WorkloadId::all(s.workloads.len()) {
        let classes = b.sets.priorities.iter().map(|&class| -> Vec<DemandId> {
            let lines = DemandId::all(s.demand.len()).zip(&s.demand);
            let lines = lines.filter(|(_, line)| line.workload == w && line.side.priority == Some(class));
            lines.map(|(d, _)| d).collect()
        });
        let classes: Vec<_> = classes.collect();
        for (t, h) in blocks() {
            let volume = |lines: &[DemandId]| -> f64 {
                let volumes = lines.iter().map(|d| s.demand[d.index()].volume_in(t, h).value());
                volumes.sum()
            };
            let mut before: Option<(usize, f64)> = None;
            for (k, lines) in classes.iter().enumerate() {
                let wanted = volume(lines);
                if wanted <= 0.0 {
                    continue;
                }
                if let Some((first, ahead)) = before.replace((k, wanted)) {
                    for &d in &classes[first] {
                        b.term(columns.unmet(d, t, h), 1.0);
                    }
                    for &d in lines {
                        b.term(columns.unmet(d, t, h), -ahead / wanted);
                    }
                    b.at_most(b.rows(0), key([w.index(), t, first, h]), 0.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{MillionUsd, MillionUsdPerUnitYear as Price, Rent, Scenario, Volume};

    /// 10 and 20 units at 5 and 50 unmet; the near line may buy in at 1, up to 6 units, the far one nothing.
    fn scenario() -> Scenario {
        let mut s = testing::only_big();
        s.chips[0].price = vec![MillionUsd(1e4); 3];
        s.demand[0].unmet_penalty = vec![Price(5.0); 3];
        s.demand[0].rent = Some(Rent {
            price: vec![Price(1.0); 3],
            at_most: Some(vec![Volume(6.0); 3]),
        });
        s
    }

    #[test]
    fn a_later_class_waits_for_the_first() {
        let mut s = scenario();
        // Near 4 unmet at 5 and 6 bought at 1, far 20 unmet at 50.
        let free = 3.0 * (4.0 * 5.0 + 6.0 + 1000.0);
        assert_optimum(&s, free);
        s.demand[0].side.priority = Some(1);
        s.demand[1].side.priority = Some(2);
        assert_optimum(&s, free);
        // The other way round the near line gets nothing, as the far one has nothing.
        s.demand[0].side.priority = Some(3);
        assert_optimum(&s, 3.0 * (10.0 * 5.0 + 1000.0));
        // Half of the far line can be bought in at 60, ten more than it saves: worth it to serve half of the near one
        // only if that saves more.
        s.demand[1].rent = Some(Rent {
            price: vec![Price(60.0); 3],
            at_most: Some(vec![Volume(10.0); 3]),
        });
        assert_optimum(&s, 3.0 * (10.0 * 5.0 + 1000.0));
        s.demand[0].unmet_penalty = vec![Price(50.0); 3];
        // 1 % more of the far line, 0.2 units, costs 2; 1 % of the near one, 0.1 units, saves 4.9.
        assert_optimum(&s, 3.0 * (10.0 * 60.0 + 10.0 * 50.0 + 5.0 + 5.0 * 50.0));
    }
}
