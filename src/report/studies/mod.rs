//! Studies on the terminal.

mod alternatives;
mod bars;
mod frontier;
mod scatter;
mod sensitivity;

pub use alternatives::alternatives;
pub use frontier::{csv as frontier_csv, frontier};
pub use sensitivity::{base, prices, regression, tornado, tornado_csv};

use super::grid::Page;
use super::numbers::{self, significant};
use crate::study::Change;

/// What stands before a change that the gaps do not tell from none.
const UNSURE: &str = "~ ";

/// A change with its sign; marked if the gaps leave it in doubt.
fn signed(value: f64, sure: bool) -> String {
    let text = significant(value.abs());
    let sign = match text.as_str() {
        "0" => "",
        _ if value > 0.0 => "+",
        _ => "-",
    };
    let mark = if sure || sign.is_empty() { "" } else { UNSURE };
    format!("{mark}{sign}{text}")
}

/// A change as [`signed`].
fn change(change: &Change, scale: impl Fn(f64) -> f64) -> String {
    signed(scale(change.found), change.distinguishable)
}

/// A heading, what follows it, and an empty line.
fn section(page: Page, title: &str, body: &str) -> String {
    format!("{}\n{body}", page.heading(title))
}

/// A gap, if there is one.
fn gap(gap: Option<f64>) -> String {
    gap.map_or("unknown".into(), numbers::gap)
}
