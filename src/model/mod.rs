//! From a [`Scenario`] to a [`Program`], and from column values back to a [`Plan`](crate::plan::Plan).
//!
//! ```text
//! Scenario -> sets (bounds, fit, rules) -> columns (create) -> families (registry) -> objective
//! ```

pub mod bounds;
pub mod cash;
pub mod columns;
mod create;
pub mod emissions;
pub mod energy;
mod extract;
pub mod families;
pub mod fit;
mod objective;
pub mod price;
pub mod quantities;
pub mod registry;
mod rounding;
pub mod rules;
pub mod sets;
pub mod table;
#[doc(hidden)]
pub mod testing;
pub mod vintages;

pub use columns::Columns;
pub use extract::extract;
pub use rounding::ByVintage;

use crate::program::Program;
use crate::scenario::{ModelSpec, Scenario};
use registry::Build;
use sets::Sets;

/// A scenario as a mixed-integer program.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The program.
    pub program: Program,
    /// Where its columns are.
    pub columns: Columns,
}

/// The program of a scenario without strengthening rows, with bounds and big-M coefficients that do not rest on the
/// families in `loose`: their rows are there, but may be widened without any bound of a column standing in the way.
pub fn build_loose(scenario: &Scenario, spec: &ModelSpec, loose: &[&str]) -> Model {
    let mut bounds = spec.clone();
    bounds.off.extend(loose.iter().map(|family| (*family).to_owned()));
    let mut program = Program::new(scenario.name.clone());
    let sets = Sets::bounded(scenario, spec, sets::Switches::new(&bounds));
    let columns = create::create(&sets, &mut program);
    objective::set(scenario, spec, &columns, &mut program);
    let mut build = Build::new(&sets, &columns, &mut program);
    families(spec, &mut build);
    Model { program, columns }
}

/// Adds the rows of the families that are not switched off.
fn families(spec: &ModelSpec, build: &mut Build<'_, '_>) {
    for family in registry::families() {
        if !spec.off.iter().any(|off| off == family.name) {
            build.run(family);
        }
    }
}

/// Builds the program of a scenario: minimise net present cost (or negative profit) in MUSD. Families named in
/// `spec.off` are left out, and do not shape bounds or index sets either.
pub fn build(scenario: &Scenario, spec: &ModelSpec) -> Model {
    build_with(scenario, spec, |_, _| {})
}

/// [`build`] with bounds, columns and rows of a study, added when the columns are there and before the families: what
/// they read from bounds is then what the study has made of them.
pub fn build_with(
    scenario: &Scenario,
    spec: &ModelSpec,
    amend: impl FnOnce(&Columns, &mut Program),
) -> Model {
    let mut program = Program::new(scenario.name.clone());
    let sets = Sets::new(scenario, spec);
    let columns = create::create(&sets, &mut program);
    objective::set(scenario, spec, &columns, &mut program);
    amend(&columns, &mut program);
    let mut build = Build::new(&sets, &columns, &mut program);
    families(spec, &mut build);
    build.program.begin_strengthening();
    build.run(registry::strengthening());
    Model { program, columns }
}
