//! The tables that a planner reads on the terminal: headline first, then what is built, bought, spent,
//! used up and missing, and what it all rests on.

mod assumptions;
mod building;
mod headline;
mod limits;
mod spending;
mod trend;

pub use assumptions::most_important as weightiest_assumptions;
pub use headline::title as component_title;
pub use limits::{BindingLimit, binding_limits};

pub use headline::title;
pub use limits::binding;

use super::grid::Page;
use super::money::Currency;
use crate::plan::Plan;
use crate::plan::ledger::Ledger;
use crate::plan::tables::Table;
use crate::run::manifest::Manifest;
use crate::scenario::Scenario;

/// Everything about a run that is printed.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The question.
    pub scenario: &'a Scenario,
    /// How the solve went.
    pub manifest: &'a Manifest,
    /// What was decided.
    pub plan: &'a Plan,
    /// What it costs.
    pub ledger: &'a Ledger,
    /// The plan's tidy tables.
    pub tables: &'a [Table],
}

impl View<'_> {
    fn currency(&self) -> Currency<'_> {
        Currency::of(self.scenario)
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

/// All sections, separated by empty lines.
pub fn render(view: &View<'_>, page: Page) -> String {
    let sections = [
        headline::status(view, page),
        trend::over_time(view, page),
        headline::components(view, page),
        headline::demand(view, page),
        building::programme(view, page),
        building::chips(view, page),
        building::training(view, page),
        spending::budgets(view, page),
        limits::power(view, page),
        limits::unmet(view, page),
        limits::binding(view.scenario, view.tables, page),
        assumptions::section_text(view, page),
    ];
    let shown: Vec<String> = sections.into_iter().filter(|text| !text.is_empty()).collect();
    shown.join("\n")
}

/// The headline alone: scenario, status, objective, bound, gap.
pub fn status(view: &View<'_>, page: Page) -> String {
    headline::status(view, page)
}

/// A section: heading, body.
fn section(page: Page, title: &str, body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("{}\n{body}", page.heading(title))
}
