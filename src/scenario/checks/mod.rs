//! Semantic checks: what resolves, but cannot work or is probably a slip.

use super::problem::Problem;
use super::text::Document;
use super::types::Scenario;

/// Runs all checks; each problem is placed where the value it speaks of was written.
pub fn run(_scenario: &Scenario, _document: &Document) -> Vec<Problem> {
    Vec::new()
}
