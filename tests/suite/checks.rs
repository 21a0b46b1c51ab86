//! Semantic checks: one fixture each.
