//! What is still served when something is lost.

use super::Mutation;
use crate::verify::example::{ALPHA, BETA, FAR, SMALL};
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;

/// In 2029 half of the far line, 10 units, must still be served when alpha is lost. Beta's small units do it.
fn without_alpha(s: &mut Scenario, p: &mut Plan, form: ResilienceForm) {
    let mut requirement = testing::resilience(s, Against::Site, form, 0.0);
    requirement.losses.truncate(1);
    requirement.lines = vec![DemandId(1)];
    requirement.keep = vec![0.0, 0.0, 0.5];
    s.resilience = vec![requirement];
    p.fallbacks = Plan::empty(s).fallbacks;
    if form == ResilienceForm::Copies {
        p.fallbacks[0].assigned[SMALL][BETA][0][2][0] = 10.0;
        p.fallbacks[0].served[FAR][BETA][2][0] = 10.0;
    }
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "resilience.resilience_pool",
        "peak volume to keep: 20 ktok/s, 2 ktok/s more than capacity after the largest loss (18 ktok/s)",
        |s, p| {
            without_alpha(s, p, ResilienceForm::Pooled);
            s.resilience[0].keep[2] = 1.0;
        },
    ),
    (
        "resilience.resilience_keep",
        "volume kept after the loss: 9 ktok/s, 1 ktok/s less than the share asked for (10 ktok/s)",
        |s, p| {
            without_alpha(s, p, ResilienceForm::Copies);
            p.fallbacks[0].served[FAR][BETA][2][0] = 9.0;
        },
    ),
    (
        "resilience.resilience_capacity",
        "peak volume served after the loss: 10 ktok/s, 1 ktok/s more than capacity (9 ktok/s)",
        |s, p| {
            without_alpha(s, p, ResilienceForm::Copies);
            p.fallbacks[0].assigned[SMALL][BETA][0][2][0] = 9.0;
        },
    ),
    (
        "resilience.resilience_time",
        "units at work after the loss: 21 unit, 1 unit more than units in service and available (20 unit)",
        |s, p| {
            without_alpha(s, p, ResilienceForm::Copies);
            p.fallbacks[0].assigned[SMALL][BETA][0][2][0] = 21.0;
        },
    ),
    (
        "resilience.resilience_lost",
        "1 units of small are at work though they are lost",
        |s, p| {
            without_alpha(s, p, ResilienceForm::Copies);
            p.fallbacks[0].assigned[SMALL][ALPHA][0][2][0] = 1.0;
        },
    ),
];
