//! Plans that no one would choose. A search that is stopped, or content with a gap, may end with anything that the rows
//! allow: they must allow nothing that the plan cannot say, or that the ledger reads in another way.

use super::{draw, exact, same, scenarios, spec};
use buildout::generate::SplitMix64;
use buildout::model::{build, extract};
use buildout::plan::verify::verify;
use buildout::program::Integrality;
use buildout::solver::{self, Quiet, Strategy};
use std::sync::Arc;

#[test]
fn plans_at_random_prices_keep_the_rules_and_cost_what_the_model_says() {
    let mut found = 0;
    for seed in 0..2 * scenarios() {
        let (s, spec) = (draw::anything(seed), spec(seed));
        let mut model = build(&s, &spec);
        let costs = model.program.cost.clone();
        let mut random = SplitMix64::new(seed);
        for (cost, &kind) in model.program.cost.iter_mut().zip(&model.program.integrality) {
            // What is continuous could be unbounded at a negative price.
            if kind != Integrality::Continuous {
                *cost = f64::from(random.whole(0, 20)) - 10.0;
            }
        }
        let outcome = solver::solve(
            &model.program,
            &exact(Strategy::Whole),
            Arc::new(Quiet::default()),
        )
        .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let Some(values) = outcome.values else {
            continue;
        };
        found += 1;
        let plan = extract(&s, &model, &values);
        let checked = verify(&s, &spec, &plan);
        assert!(checked.accepted(), "seed {seed}: {:?}", checked.violations);
        let terms = costs.iter().zip(&values).map(|(cost, value)| cost * value);
        let objective = model.program.offset + terms.sum::<f64>();
        let off = checked.objective - objective;
        // Units that move and go at once are booked as gone from where they were.
        let may_move = s.chips.iter().any(|chip| chip.ageing.moves.is_some());
        assert!(
            same(objective, checked.objective)
                || (off > 0.0 && off <= checked.allowance)
                || (off < 0.0 && may_move),
            "seed {seed}: by the model {objective}, by the ledger {}",
            checked.objective
        );
    }
    assert!(found >= scenarios() / 2, "{found} plans");
}
