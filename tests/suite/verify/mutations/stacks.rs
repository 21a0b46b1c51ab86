//! Software stacks.

use super::Mutation;
use buildout::plan::Plan;
use buildout::scenario::*;

/// The workload was written for another stack than that of the chips.
fn second_stack(s: &mut Scenario, p: &mut Plan, portable: f64, port: Option<Porting>) {
    p.ported = vec![vec![port.as_ref().map(|_| Period(0))]];
    s.workloads[0].stacks = Stacks {
        home: Some("rocm".into()),
        others: vec![SecondStack {
            stack: "cuda".into(),
            portable,
            port,
            penalty: vec![0.0; 3],
        }],
    };
}

fn porting(share: f64) -> Option<Porting> {
    Some(Porting {
        cost: vec![MillionUsd(0.0); 3],
        engineers: 30.0,
        lag: 0,
        share,
    })
}

/// The mutations.
pub const MUTATIONS: &[Mutation] = &[
    (
        "portability.portability",
        "peak volume carried by the second stack: 28 ktok/s, 15.5 ktok/s more than the share that may run there (12.5 ktok/s)",
        |s, p| second_stack(s, p, 0.5, None),
    ),
    (
        "portability.portability",
        "peak volume carried by the second stack: 28 ktok/s, 9.25 ktok/s more than the share that may run there (18.75 ktok/s)",
        |s, p| second_stack(s, p, 0.5, porting(0.75)),
    ),
    (
        "portability.port_step",
        "chat cannot be ported to cuda",
        |s, p| {
            second_stack(s, p, 1.0, None);
            p.ported[0][0] = Some(Period(1));
        },
    ),
    (
        "portability.porting_engineers",
        "engineers at work on porting: 30 engineer, 10 engineer more than engineers there are (20 engineer)",
        |s, p| {
            second_stack(s, p, 0.0, porting(1.0));
            s.porting_engineers = Some(vec![20.0; 3]);
        },
    ),
];
