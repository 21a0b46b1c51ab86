//! Fleets by vintage, relaxed by interior point and rounded by the model, against the exact optimum.

use buildout::generate::SplitMix64;
use buildout::model::{ByVintage, build, extract, testing};
use buildout::plan::verify::verify;
use buildout::scenario::*;
use buildout::solver::{Quiet, SolveOptions, Strategy, solve, solve_with};
use std::sync::Arc;

/// Two existing sites, two chips that age, may retire early and move; no structure to decide.
fn scenario(seed: u64) -> Scenario {
    let mut rng = SplitMix64::new(seed);
    let mut s = testing::base();
    s.name = format!("vintages-{seed}");
    for site in &mut s.sites {
        site.existing = true;
        site.halls[0].existing = 10;
        site.halls[0].max = Some(10);
        site.power = vec![Megawatts(200.0); 3];
        site.land = None;
    }
    // Halls bind: 100 MW hold 250 of the big chips.
    for (chip, factor) in s.chips.iter_mut().zip([1.0, 3.0]) {
        chip.ageing = Ageing {
            maintenance: (0..3)
                .map(|age| MillionUsdPerYear(0.05 * factor * f64::from(1 + age)))
                .collect(),
            early_retirement: true,
            moves: Some(Moves {
                cost: MillionUsd(0.01 * factor),
                ..Moves::default()
            }),
            ..Ageing::default()
        };
        chip.supply = Some((0..3).map(|_| f64::from(rng.whole(0, 400))).collect());
    }
    for line in &mut s.demand {
        line.volume = (0..3).map(|_| Volume(f64::from(rng.whole(0, 1500)))).collect();
        line.serve_cost = vec![MillionUsdPerUnitYear(0.0), MillionUsdPerUnitYear(0.3)];
    }
    s.demand[1].serve_cost.reverse();
    s
}

#[test]
fn rounded_fleets_are_plans_next_to_the_optimum() {
    let spec = testing::min_cost();
    let mut lost = 0.0;
    for seed in 0..40 {
        let s = scenario(seed);
        let model = build(&s, &spec);
        let rounding = ByVintage {
            scenario: &s,
            model: &model,
        };
        // Content with whatever the rounding finds.
        let options = SolveOptions {
            gap: 1e3,
            strategy: Strategy::Interior,
            ..SolveOptions::default()
        };
        let quiet = Arc::new(Quiet::default());
        let rounded = solve_with(&model.program, &options, quiet.clone(), Some(&rounding)).unwrap();
        assert!(
            rounded
                .log
                .iter()
                .any(|line| line.contains("rounded by the model: plan")),
            "seed {seed}: {}",
            rounded.log.join("\n")
        );
        let plan = extract(&s, &model, &rounded.values.unwrap());
        let check = verify(&s, &spec, &plan);
        assert!(check.accepted(), "seed {seed}: {:?}", check.violations);
        let exact = SolveOptions {
            gap: 0.0,
            ..SolveOptions::default()
        };
        let best = solve(&model.program, &exact, quiet).unwrap().objective.unwrap();
        let (objective, bound) = (rounded.objective.unwrap(), rounded.best_bound.unwrap());
        let close = 1e-6 * best.abs().max(1.0);
        assert!(bound <= best + close, "seed {seed}: bound {bound} above {best}");
        assert!(objective >= best - close, "seed {seed}: {objective} under {best}");
        lost += (objective - best) / best.max(1.0);
    }
    // Counts of a hundred units or so: unmet demand worth half a unit now and then.
    assert!(
        lost / 40.0 < 0.05,
        "rounded plans cost {} more on average",
        lost / 40.0
    );
}
