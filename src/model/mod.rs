//! From a [`Scenario`] to a [`Program`], and from column values back to a [`Plan`].

pub mod columns;
#[doc(hidden)]
pub mod testing;

pub use columns::Columns;

use crate::plan::Plan;
use crate::program::Program;
use crate::scenario::{ModelSpec, Scenario};

/// A scenario as a mixed-integer program.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The program.
    pub program: Program,
    /// Where its columns are.
    pub columns: Columns,
}

/// Builds the program of a scenario: minimise net present cost (or negative profit) in MUSD.
pub fn build(scenario: &Scenario, _spec: &ModelSpec) -> Model {
    Model {
        program: Program::new(scenario.name.clone()),
        columns: Columns::default(),
    }
}

/// Reads a plan from column values (integers already whole, as in `solver::Outcome::values`).
pub fn extract(scenario: &Scenario, _model: &Model, _values: &[f64]) -> Plan {
    Plan::empty(scenario)
}
