//! What an earlier solve leaves for a later one of a program of the same shape: nothing of it is a bound.

use super::ffi::Basis;
use std::sync::Arc;

/// Where to start from.
#[derive(Debug, Clone, Default)]
pub struct Warm {
    /// Strengthening rows that the root needed, as row numbers of the program to solve, in the order of the basis.
    pub rows: Vec<u32>,
    /// Basis of the root with all defining rows and these.
    pub basis: Option<Arc<Basis>>,
    /// Plans, as values of the columns of the program to solve, the latest first. They may break its rows.
    pub plans: Vec<Arc<Vec<f64>>>,
}
