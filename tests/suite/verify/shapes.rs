//! Plans whose tables do not have the scenario's shape are reported as such, whatever they hold.

use super::example::{self, BETA, BIG, FAR, NEAR, SMALL};
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::plan::verify::verify;

#[test]
fn an_empty_plan_of_the_wrong_shape_never_panics() {
    let scenario = example::scenario();
    let found = verify(&scenario, &testing::min_cost(), &Plan::default());
    assert!(found.violations.iter().all(|v| v.row == "shape"));
    assert_eq!(found.violations.len(), 26);
    assert!(found.objective.is_finite());
}

/// Takes the last entry of a table away, or doubles it.
fn resize<T: Clone>(table: &mut Vec<T>, longer: bool) {
    match table.last().cloned() {
        Some(last) if longer => table.push(last),
        _ => table.truncate(table.len().saturating_sub(1)),
    }
}

#[test]
fn a_table_of_any_wrong_shape_is_reported_and_nothing_else() {
    let resizes: &[fn(&mut Plan, bool)] = &[
        |p, l| resize(&mut p.opened, l),
        |p, l| resize(&mut p.halls_started, l),
        |p, l| resize(&mut p.halls_started[BETA], l),
        |p, l| resize(&mut p.halls_started[BETA][0], l),
        |p, l| resize(&mut p.connected, l),
        |p, l| resize(&mut p.connected[BETA], l),
        |p, l| resize(&mut p.leased[BETA][0], l),
        |p, l| resize(&mut p.construction.stages, l),
        |p, l| resize(&mut p.construction.entered, l),
        |p, l| resize(&mut p.construction.retrofits, l),
        |p, l| resize(&mut p.power.booked[BETA], l),
        |p, l| resize(&mut p.power.bridge_energy, l),
        |p, l| resize(&mut p.ppa.signed, l),
        |p, l| resize(&mut p.ppa.energy, l),
        |p, l| resize(&mut p.ppa.paid, l),
        |p, l| resize(&mut p.ordered, l),
        |p, l| resize(&mut p.ordered[BIG], l),
        |p, l| resize(&mut p.hub, l),
        |p, l| resize(&mut p.hub[SMALL], l),
        |p, l| resize(&mut p.deployed[SMALL], l),
        |p, l| resize(&mut p.deployed[SMALL][BETA], l),
        |p, l| resize(&mut p.retired, l),
        |p, l| resize(&mut p.retired[0], l),
        |p, l| resize(&mut p.assigned[SMALL][BETA], l),
        |p, l| resize(&mut p.assigned[SMALL][BETA][0], l),
        |p, l| resize(&mut p.served, l),
        |p, l| resize(&mut p.served[NEAR], l),
        |p, l| resize(&mut p.served[FAR][BETA], l),
        |p, l| resize(&mut p.assigned[SMALL][BETA][0][1], l),
        |p, l| resize(&mut p.rented[FAR], l),
        |p, l| resize(&mut p.rented[FAR][2], l),
        |p, l| resize(&mut p.unmet, l),
        |p, l| resize(&mut p.prices, l),
        |p, l| resize(&mut p.jobs, l),
        |p, l| resize(&mut p.jobs[0].as_mut().unwrap().units, l),
        |p, l| resize(&mut p.jobs[0].as_mut().unwrap().units[0], l),
    ];
    let scenario = example::scenario();
    for (i, change) in resizes.iter().enumerate() {
        for longer in [false, true] {
            let mut plan = example::plan(&scenario);
            change(&mut plan, longer);
            let found = verify(&scenario, &testing::min_cost(), &plan);
            let rows: Vec<&str> = found.violations.iter().map(|v| v.row).collect();
            assert_eq!(rows, ["shape"], "{i} {longer}");
        }
    }
}
