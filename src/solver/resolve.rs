//! Solving one program after another, each from what the one before has left.
//!
//! A change of a budget, a price, a demand or a supply figure leaves the shape of the program as it is: the same
//! columns, the same rows, the same places in the matrix. Then the last root's basis is a start for the new root by
//! simplex, the strengthening rows that it needed are most of those that the new one needs, and the plans found so far
//! are first plans once their integers are tried. Where the shape differs, only the plans are carried over, column by
//! column by name.
//!
//! Why bounds stay valid: no bound, no node and no proof is carried over, and neither is any number of the old
//! program. A strengthening row is re-used as a *row number of the new program*, with the coefficients and sides that it
//! has there, and every strengthening row of a program holds for all its plans; which of them a relaxation contains
//! decides how tight its bound is, not whether it is one. A basis is only where the simplex method starts: the bound is
//! the optimum of a linear program of the new program. A plan counts only after the rest around its integers was solved
//! for in the new program and our own rows have accepted it. So the worst that a bad start can do is to take time.

mod difference;
mod shift;

pub use difference::{Changed, RebuildReason};
pub use shift::Known;

use super::session::Session;
use super::strategy::previous;
use super::warm::Warm;
use super::{Monitor, Outcome, Rounding, SolveOptions, SolverError, ffi};
use crate::program::{Col, Program};
use difference::Difference;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Plans kept at most: in a sweep the best start is often not the latest plan, but that of a neighbour some cases ago.
const PLANS: usize = 16;

/// What of the last solve was used for a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reuse {
    /// Nothing: it is the first.
    Cold,
    /// Rows, basis and plans: the matrix is the same.
    InPlace {
        /// What differs.
        changed: Changed,
    },
    /// Rows, basis and plans: the matrix has other numbers in the same places.
    Restarted {
        /// What differs.
        changed: Changed,
        /// First row with another coefficient.
        row: String,
    },
    /// Plans only, by the names of columns: the shape differs.
    Rebuilt(RebuildReason),
}

impl fmt::Display for Reuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cold => write!(f, "first solve: nothing to start from"),
            Self::InPlace { changed } => write!(f, "same matrix, {changed}: rows, basis and plans re-used"),
            Self::Restarted { changed, row } => {
                write!(
                    f,
                    "same shape, {changed} (first in {row}): rows, basis and plans re-used"
                )
            }
            Self::Rebuilt(reason) => write!(f, "built anew, only plans re-used: {reason}"),
        }
    }
}

/// Solves programs one after another, each from what the one before has left.
///
/// ```
/// # use buildout::model::testing::{base, min_cost};
/// # use buildout::{model, solver};
/// use buildout::solver::{Quiet, Resolver, Reuse, SolveOptions};
/// use std::sync::Arc;
///
/// # fn main() -> Result<(), solver::SolverError> {
/// let mut resolver = Resolver::new(SolveOptions::default());
/// let mut scenario = base();
/// for factor in [1.0, 1.1, 1.2] {
///     for volume in scenario.demand.iter_mut().flat_map(|line| &mut line.volume) {
///         volume.0 *= factor;
///     }
///     let program = model::build(&scenario, &min_cost()).program;
///     let (outcome, reuse) = resolver.solve(program, Arc::new(Quiet::default()), None)?;
///     println!("{:?}: {reuse}", outcome.objective);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Resolver {
    options: SolveOptions,
    last: Option<Last>,
}

/// What the last solve has left.
#[derive(Debug)]
struct Last {
    program: Program,
    warm: Warm,
}

impl Resolver {
    /// Without anything to start from.
    pub fn new(options: SolveOptions) -> Self {
        Self { options, last: None }
    }

    /// How it solves.
    pub fn options(&self) -> &SolveOptions {
        &self.options
    }

    /// Has the next solve start from these plans alone, as values of the columns of a program; rows and basis of the last
    /// solve stay. Plans may break rows: their whole numbers are tried.
    pub fn start_from(&mut self, program: &Program, plans: Vec<Vec<f64>>) {
        let plans = plans.into_iter().map(Arc::new).collect();
        match &mut self.last {
            Some(last) => last.warm.plans = plans,
            None => {
                self.last = Some(Last {
                    program: program.clone(),
                    warm: Warm {
                        plans,
                        ..Warm::default()
                    },
                });
            }
        }
    }

    /// Solves with other options from now on.
    pub fn set_options(&mut self, options: SolveOptions) {
        self.options = options;
    }

    /// Solves a program from what the last solve has left. The outcome is as good as that of a cold solve: within
    /// the gap asked for, with a bound that holds; among plans within the gap it may be another one.
    ///
    /// # Errors
    /// As [`super::solve`]; what was left before stays.
    pub fn solve(
        &mut self,
        program: Program,
        monitor: Arc<dyn Monitor>,
        rounding: Option<&dyn Rounding>,
    ) -> Result<(Outcome, Reuse), SolverError> {
        let (reuse, warm) = match &self.last {
            None => (Reuse::Cold, Warm::default()),
            Some(last) => last.carried(&program),
        };
        let (mut outcome, root) =
            super::solve_from(&program, &self.options, monitor, rounding, warm.clone())?;
        outcome.log.insert(0, format!("buildout      0.0 s  {reuse}"));
        let mut warm = match root {
            Some(root) => Warm {
                plans: warm.plans,
                ..root
            },
            None => warm,
        };
        if let Some(values) = &outcome.values {
            warm.plans.retain(|plan| **plan != *values);
            warm.plans.insert(0, Arc::new(values.clone()));
            warm.plans.truncate(PLANS);
        }
        self.last = Some(Last { program, warm });
        Ok((outcome, reuse))
    }

    /// The best of the most promising plans of earlier solves in another program, with its objective: their whole numbers
    /// are kept, the rest is solved for, and our own rows have accepted the result. What is left for the next solve stays
    /// as it is.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn retry(
        &self,
        program: &Program,
        monitor: Arc<dyn Monitor>,
    ) -> Result<Option<(f64, Vec<f64>)>, SolverError> {
        let Some(last) = &self.last else {
            return Ok(None);
        };
        let (_, warm) = last.carried(program);
        ffi::on_own_thread(|| {
            let session = Session::new(program, &self.options, monitor).warmed(warm);
            let best = previous::best(&session)?;
            Ok(best.map(|plan| (plan.objective, plan.values)))
        })
    }
}

impl Last {
    /// What there is to start a new program from.
    fn carried(&self, program: &Program) -> (Reuse, Warm) {
        let Difference { changed, coefficient } = match difference::between(&self.program, program) {
            Ok(difference) => difference,
            Err(reason) => return (Reuse::Rebuilt(reason), self.plans_by_name(program)),
        };
        let reuse = match coefficient {
            None => Reuse::InPlace { changed },
            Some(row) => Reuse::Restarted {
                changed,
                row: program.row_name(row),
            },
        };
        (reuse, self.warm.clone())
    }

    /// Plans with their values at the columns of the same name; columns that are new are at their lower bounds.
    fn plans_by_name(&self, program: &Program) -> Warm {
        let names = |program: &Program| -> Vec<String> {
            let columns = 0..program.columns() as u32;
            columns.map(|col| program.column_name(Col(col))).collect()
        };
        let old: HashMap<String, usize> = names(&self.program).into_iter().zip(0..).collect();
        let from: Vec<Option<usize>> = names(program).iter().map(|name| old.get(name).copied()).collect();
        let carry = |plan: &Arc<Vec<f64>>| {
            let value = |(col, from): (usize, &Option<usize>)| match from {
                Some(from) => plan[*from],
                None => program.col_lower[col].max(f64::MIN),
            };
            Arc::new(from.iter().enumerate().map(value).collect())
        };
        Warm {
            plans: self.warm.plans.iter().map(carry).collect(),
            ..Warm::default()
        }
    }
}
