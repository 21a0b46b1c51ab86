//! Counting by vintage is another way to count: where age makes no difference it changes nothing.

use super::{draw, same, scenarios, spec};
use buildout::model::build;
use buildout::scenario::Scenario;
use buildout::solver::{self, SecondStatus};

/// Least cost by the second solver, if it has a proof; the inner value is none where no plan is possible.
fn optimum(seed: u64, s: &Scenario) -> Option<Option<f64>> {
    let program = build(s, &spec(seed)).program;
    let found = solver::second_opinion(&program, super::SECONDS).ok()?;
    match found.status {
        SecondStatus::Optimal => Some(found.objective),
        SecondStatus::Infeasible => Some(None),
        _ => None,
    }
}

#[test]
fn where_age_makes_no_difference_counting_by_vintage_changes_nothing() {
    let mut compared = 0;
    for seed in 0..scenarios() {
        let plain = draw::scenario(seed);
        let mut counted = plain.clone();
        for chip in &mut counted.chips {
            chip.ageing.availability = vec![chip.availability];
        }
        for cohort in &mut counted.cohorts {
            let life = counted.chips[cohort.chip.index()].life;
            cohort.age = life.saturating_sub(cohort.ends);
        }
        // An existing unit of a chip that lasts for less than it still has to go is none of its vintages.
        if counted.cohorts.iter().any(|cohort| cohort.age == 0) {
            continue;
        }
        let (Some(plain), Some(by_vintage)) = (optimum(seed, &plain), optimum(seed, &counted)) else {
            continue;
        };
        match (plain, by_vintage) {
            (Some(a), Some(b)) => assert!(same(a, b), "seed {seed}: {a}, by vintage {b}"),
            (a, b) => assert_eq!(a, b, "seed {seed}"),
        }
        compared += 1;
    }
    assert!(
        compared >= scenarios() / 2,
        "{compared} of {} compared",
        scenarios()
    );
}
