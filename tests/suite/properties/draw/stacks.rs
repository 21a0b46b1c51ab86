//! Software stacks and porting.

use super::Draw;
use buildout::scenario::*;

/// A workload that was written for one stack and can run on another; sometimes chips of a third are left out.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for chip in &mut s.chips {
        chip.stack = draw.pick(&[
            "cuda".to_owned(),
            "cann".to_owned(),
            "cann".to_owned(),
            "rocm".to_owned(),
        ]);
    }
    if draw.chance(0.4) {
        s.porting_engineers = Some((0..draw.periods).map(|_| draw.quarters(0, 8)).collect());
    }
    let periods = draw.periods;
    for workload in &mut s.workloads {
        if !draw.chance(0.8) {
            continue;
        }
        let stacks: &[&str] = if draw.chance(0.3) {
            &["cann", "rocm"]
        } else {
            &["cann"]
        };
        workload.stacks = Stacks {
            home: Some("cuda".into()),
            others: stacks.iter().map(|stack| second(draw, stack, periods)).collect(),
        };
    }
}

fn second(draw: &mut Draw, stack: &str, periods: usize) -> SecondStack {
    SecondStack {
        stack: stack.into(),
        portable: draw.pick(&[0.0, 0.25, 0.5, 1.0]),
        port: draw.chance(0.7).then(|| Porting {
            cost: draw.series(MillionUsd, 0, 2),
            engineers: draw.quarters(0, 6),
            lag: u16::from(draw.chance(0.4)),
            share: draw.pick(&[1.0, 1.0, 0.75]),
        }),
        penalty: (0..periods).map(|_| draw.pick(&[0.0, 0.25, 0.5])).collect(),
    }
}
