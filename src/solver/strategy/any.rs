//! Any plan at all, where budgets and supply leave so little room that no part has a whole point beside what is fixed.
//!
//! Without costs there is nothing to weigh: branch and bound ends at its first point, and dives for one undisturbed.

use super::root::Root;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::accept;
use crate::solver::session::{Session, Watch};

/// Searches for so many `seconds` at most and offers the plan found, which is returned. It may be a dear one.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn plan(session: &Session<'_>, root: &Root, seconds: f64) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let free: Vec<(u32, f64)> = (0..program.columns() as u32).map(|col| (col, 0.0)).collect();
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, &root.rows)?;
    highs.change_costs(&free)?;
    let watch = Watch::neither(session, "any plan").at_most(seconds);
    let ran = highs.run(watch.seconds(), &watch)?;
    let Some(point) = ran.point else {
        session.remark("no plan without regard to costs in time");
        return Ok(None);
    };
    let polished = accept(session, &point.columns)?;
    let values = polished.as_ref().map(|polished| polished.values.clone());
    if let Some(polished) = polished {
        session.offer(polished, "any plan");
    }
    session.told("a search without regard to costs");
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Size, scenario};
    use crate::model::build;
    use crate::model::testing::min_cost;
    use crate::program::Program;
    use crate::solver::polish::offer_nothing;
    use crate::solver::strategy::plans::{self, Shared};
    use crate::solver::strategy::root::{self, Ended};
    use crate::solver::{Quiet, SolveOptions, Strategy, ffi, solve};
    use std::sync::Arc;

    const SIZE: Size = Size {
        sites: 3,
        chips: 2,
        periods: 3,
        markets: 2,
        workloads: 2,
    };

    fn program(seed: u64) -> Program {
        build(&scenario(&SIZE, seed).unwrap(), &min_cost()).program
    }

    fn exactly() -> SolveOptions {
        SolveOptions {
            gap: 1e-9,
            strategy: Strategy::Whole,
            ..SolveOptions::default()
        }
    }

    fn optimum(program: &Program) -> f64 {
        let optimum = solve(program, &exactly(), Arc::new(Quiet::default())).unwrap();
        optimum.objective.unwrap()
    }

    #[test]
    fn any_plan_is_one_and_its_free_objective_no_bound() {
        for seed in 1..=4 {
            let program = program(seed);
            let (exact, optimum) = (exactly(), optimum(&program));
            ffi::on_own_thread(|| {
                let session = Session::new(&program, &exact, Arc::new(Quiet::default()));
                let Ended::Solved(root) = root::solve(&session)? else {
                    panic!("seed {seed}: no root");
                };
                assert_eq!(plan(&session, &root, 0.0)?, None, "seed {seed}: in no time");
                let values = plan(&session, &root, f64::INFINITY)?;
                assert_eq!(session.values(), values, "seed {seed}");
                let objective = session.objective().unwrap();
                assert!(
                    objective >= optimum * (1.0 - 1e-6),
                    "seed {seed}: {objective} below {optimum}"
                );
                assert_eq!(session.bound(), Some(root.bound), "seed {seed}");
                Ok(())
            })
            .unwrap();
        }
    }

    #[test]
    fn a_giant_program_whose_root_is_too_rough_has_its_plan_grown_and_searched() {
        for seed in 1..=2 {
            let program = program(seed);
            let optimum = optimum(&program);
            let options = SolveOptions {
                gap: 1e-6,
                first_order: (0, 0),
                ..SolveOptions::default()
            };
            ffi::on_own_thread(|| {
                let session = Session::new(&program, &options, Arc::new(Quiet::default()));
                offer_nothing(&session)?;
                let nothing = session.objective().unwrap();
                let rough = Root {
                    bound: f64::NEG_INFINITY,
                    basis: None,
                    values: vec![0.0; program.columns()],
                    rows: Vec::new(),
                    slack: 1.0,
                };
                let shared = Shared::new(session.clock());
                assert!(plans::search(&session, &rough, &shared, Strategy::Auto)?);
                let objective = session.objective().unwrap();
                assert!(
                    (optimum * (1.0 - 1e-6)..nothing).contains(&objective),
                    "seed {seed}: {objective} not from {optimum} to {nothing}"
                );
                assert_eq!(session.bound(), None, "seed {seed}");
                Ok(())
            })
            .unwrap();
        }
    }
}
