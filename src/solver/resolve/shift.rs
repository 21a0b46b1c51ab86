//! How far the optimum moves from one program to another, proven without closing either gap.
//!
//! Two gaps blur a small move: all that they prove is that it lies between `bound' - plan` and `plan' - bound`. More is
//! known where the plans of one program are plans of the other as well. With costs `c` before and `c'` after,
//!
//! ```text
//! plans after are plans before    v' - v >= min (c' - c) x   over plans after  with  c' x <= plan'
//! plans before are plans after    v' - v <= max (c' - c) x   over plans before with  c x  <= plan
//! ```
//!
//! because the best plan on one side is a plan of the other side, at the other side's cost, and is no dearer than the plan
//! found. Minimum and maximum are taken over the linear relaxation with the strengthening rows that the last root needed, which
//! can only make the range wider. Where no cost changes, both say which way the optimum can move.

use super::difference;
use crate::program::{Col, KEY, Program, Row};
use crate::solver::session::{Session, Watch};
use crate::solver::{Monitor, Resolver, SolverError, ffi};
use highs::HighsModelStatus;
use std::sync::Arc;

/// A program with what is known of its optimum, minimised.
#[derive(Debug, Clone, Copy)]
pub struct Known<'p> {
    /// The program.
    pub program: &'p Program,
    /// Objective of the best plan found.
    pub plan: f64,
    /// No plan is better than this; minus infinity if nothing is proven.
    pub bound: f64,
}

/// Share of a row's side by which it may be missed: rounding of the sums.
const ROUNDING: f64 = 1e-9;

/// HiGHS's number of the primal simplex method: a new objective leaves the old optimum feasible.
const PRIMAL_SIMPLEX: i32 = 4;

impl Resolver {
    /// The least and the most that the optimum moves from one program to another; infinite where nothing is proven. Rows and
    /// basis of the last solve are used if it was of the same shape.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn shift(
        &self,
        before: &Known<'_>,
        after: &Known<'_>,
        monitor: &Arc<dyn Monitor>,
    ) -> Result<(f64, f64), SolverError> {
        let (mut least, mut most) = (after.bound - before.plan, after.plan - before.bound);
        let (old, new) = (before.program, after.program);
        if difference::between(old, new).is_err() {
            return Ok((least, most));
        }
        let extra = new.offset - old.offset;
        let dearer: Vec<f64> = new
            .cost
            .iter()
            .zip(&old.cost)
            .map(|(new, old)| new - old)
            .collect();
        if are_plans_of(new, old)
            && let Some(low) = self.least(new, &dearer, after.plan, monitor)?
        {
            least = least.max(extra + low);
        }
        if are_plans_of(old, new) {
            let cheaper: Vec<f64> = dearer.iter().map(|amount| 0.0 - amount).collect();
            if let Some(low) = self.least(old, &cheaper, before.plan, monitor)? {
                most = most.min(extra - low);
            }
        }
        Ok((least, most))
    }

    /// A number that `weights . x` is never below for plans of a program that cost no more than `cap`; `None` if none was
    /// found in the time given.
    fn least(
        &self,
        program: &Program,
        weights: &[f64],
        cap: f64,
        monitor: &Arc<dyn Monitor>,
    ) -> Result<Option<f64>, SolverError> {
        if weights.iter().all(|weight| *weight == 0.0) {
            return Ok(Some(0.0));
        }
        let mut near = program.clone();
        let family = near.family("near_best", &[]);
        let costs = program.cost.iter().enumerate().filter(|(_, cost)| **cost != 0.0);
        let terms: Vec<(Col, f64)> = costs.map(|(col, &cost)| (Col(col as u32), cost)).collect();
        let most = cap - program.offset + ROUNDING * cap.abs().max(1.0);
        let row = near.row(family, [0; KEY], (f64::NEG_INFINITY, most), terms);
        near.cost = weights.to_vec();
        near.offset = 0.0;
        let last = self
            .last
            .as_ref()
            .filter(|last| difference::between(&last.program, program).is_ok());
        ffi::on_own_thread(|| {
            let session = Session::new(&near, &self.options, Arc::clone(monitor));
            let mut highs = session.highs()?;
            highs.set("simplex_strategy", PRIMAL_SIMPLEX)?;
            highs.pass(&near, near.defining_rows(), |_| false)?;
            if let Some(last) = last {
                highs.add_rows(&near, &last.warm.rows)?;
            }
            if row.index() >= near.defining_rows() {
                highs.add_rows(&near, &[row.0])?;
            }
            if let Some(basis) = last.and_then(|last| last.warm.basis.as_ref()) {
                highs.start_from_basis(basis)?;
            }
            let watch = Watch::relaxation(&session, "range of the change");
            let ran = highs.run(watch.seconds(), &watch)?;
            let solved = ran.status == HighsModelStatus::Optimal;
            let bound = ran.bound.filter(|bound| solved && bound.is_finite());
            Ok(bound.map(|bound| bound - ROUNDING * bound.abs()))
        })
    }
}

/// Whether every plan of the first program is one of the second, two of one shape: seen row by row, so that a `false`
/// proves nothing. What both cost is left aside.
fn are_plans_of(inner: &Program, outer: &Program) -> bool {
    let bounds = (0..inner.columns()).all(|col| {
        outer.col_lower[col] <= inner.col_lower[col] && inner.col_upper[col] <= outer.col_upper[col]
    });
    bounds
        && (0..inner.defining_rows()).all(|row| {
            let (lower, upper) = (outer.row_lower[row], outer.row_upper[row]);
            let noise = |side: f64| ROUNDING * side.abs().max(1.0);
            // What the outer row has more than the inner one, at least and at most.
            let (less, more) = surplus(inner, outer, Row(row as u32));
            (upper == f64::INFINITY || inner.row_upper[row] + more <= upper + noise(upper))
                && (lower == f64::NEG_INFINITY || inner.row_lower[row] + less >= lower - noise(lower))
        })
}

/// Range of `(outer row - inner row) . x` over the bounds of the inner columns.
fn surplus(inner: &Program, outer: &Program, row: Row) -> (f64, f64) {
    let (mut less, mut more) = (0.0, 0.0);
    for place in inner.row_range(row) {
        let amount = outer.value[place] - inner.value[place];
        if amount != 0.0 {
            let col = inner.index[place] as usize;
            let (a, b) = (amount * inner.col_lower[col], amount * inner.col_upper[col]);
            less += a.min(b);
            more += a.max(b);
        }
    }
    (less, more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Integrality;
    use crate::solver::{Quiet, SolveOptions};

    /// `min price x + 3 y,  x + y >= 4,  x <= supply,  y whole`: x for what there is of it.
    fn program(price: f64, supply: f64, need: f64) -> Program {
        let mut program = Program::new("t");
        let (x, y) = (program.kind("x", &[]), program.kind("y", &[]));
        let x = program.column(x, [0; KEY], (0.0, supply), Integrality::Continuous);
        let y = program.column(y, [0; KEY], (0.0, 10.0), Integrality::Integer);
        program.add_cost(x, price);
        program.add_cost(y, 3.0);
        let family = program.family("need", &[]);
        program.row(family, [0; KEY], (need, f64::INFINITY), [(x, 1.0), (y, 1.0)]);
        program
    }

    fn shift(before: &Program, plans: (f64, f64), after: &Program, new: (f64, f64)) -> (f64, f64) {
        let monitor: Arc<dyn Monitor> = Arc::new(Quiet::default());
        let known = |program, (plan, bound)| Known { program, plan, bound };
        Resolver::new(SolveOptions::default())
            .shift(&known(before, plans), &known(after, new), &monitor)
            .unwrap()
    }

    #[test]
    fn a_price_moves_the_optimum_by_what_is_bought_at_it() {
        // x = 2, y = 2 for 2 + 6 = 8, and for 4 + 6 = 10 at twice the price; no better plans are known, and bounds of 5.
        let (cheap, dear) = (program(1.0, 2.0, 4.0), program(2.0, 2.0, 4.0));
        let (least, most) = shift(&cheap, (8.0, 5.0), &dear, (10.0, 5.0));
        // Of plans for 10 or less every one buys 2 of x, for no plan buys less for that.
        assert!(
            (least - 2.0).abs() < 1e-6 && (most - 2.0).abs() < 1e-6,
            "{least} {most}"
        );
        let (least, most) = shift(&dear, (10.0, 5.0), &cheap, (8.0, 5.0));
        assert!(
            (least + 2.0).abs() < 1e-6 && (most + 2.0).abs() < 1e-6,
            "{least} {most}"
        );
    }

    #[test]
    fn a_limit_moves_the_optimum_one_way() {
        let (tight, wide) = (program(1.0, 2.0, 4.0), program(1.0, 3.0, 4.0));
        assert_eq!(shift(&tight, (8.0, 5.0), &wide, (6.0, 5.0)), (-3.0, 0.0));
        assert_eq!(shift(&wide, (6.0, 5.0), &tight, (8.0, 5.0)), (0.0, 3.0));
        // So does a need; and with both moved nothing is known beyond the gaps.
        let more = program(1.0, 2.0, 5.0);
        assert_eq!(shift(&tight, (8.0, 5.0), &more, (11.0, 5.0)), (0.0, 6.0));
        let both = program(1.0, 3.0, 5.0);
        assert_eq!(shift(&tight, (8.0, 5.0), &both, (9.0, 5.0)), (-3.0, 4.0));
    }
}
