//! How to go about a solve.

mod any;
mod blocks;
mod dive;
mod first_order;
mod growing;
pub mod interior;
mod lanes;
mod plans;
pub mod previous;
pub mod relax_repair;
mod restrict;
mod root;
mod rounding;
mod structure;
mod tree;
pub mod whole;

pub use first_order::FIRST_ORDER;

use super::Strategy;
use crate::program::{Integrality, Program};

/// Structural integers up to which a program is small.
const SMALL_STRUCTURE: usize = 100;

/// Nonzeros up to which a program is small.
const SMALL_NONZEROS: usize = 3_000;

/// Columns up to which the whole structure near the root's point is searched at once, and all chip counts made whole.
const AT_ONCE: usize = 20_000;

/// Nonzeros from which a program without structure is large.
const LARGE_NONZEROS: usize = 200_000;

/// Number of structural integers that are not decided by their bounds.
fn structural(program: &Program) -> usize {
    let bounds = program.col_lower.iter().zip(&program.col_upper);
    let columns = program.integrality.iter().zip(bounds);
    columns
        .filter(|(kind, (lower, upper))| **kind == Integrality::Integer && lower < upper)
        .count()
}

/// The strategy for a program, and why.
pub fn choose(program: &Program, asked: Strategy) -> (Strategy, String) {
    if asked != Strategy::Auto {
        return (asked, format!("strategy {asked:?} as asked for"));
    }
    let structural = structural(program);
    let nonzeros = program.nonzeros();
    let size = format!("{structural} structural integers, {nonzeros} nonzeros");
    if structural <= SMALL_STRUCTURE && nonzeros <= SMALL_NONZEROS {
        (Strategy::Whole, format!("{size}: small enough to solve whole"))
    } else if structural <= SMALL_STRUCTURE && nonzeros >= LARGE_NONZEROS {
        (
            Strategy::Interior,
            format!("{size}: counts only; interior point, rounded"),
        )
    } else if program.columns() <= AT_ONCE {
        (
            Strategy::RelaxRepair,
            format!("{size}: bound with chip counts relaxed, then repair"),
        )
    } else {
        (
            Strategy::Decompose,
            format!("{size}: bound with chip counts relaxed, plans a few sites at a time"),
        )
    }
}
