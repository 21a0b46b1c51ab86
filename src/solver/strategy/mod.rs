//! How to go about a solve.

pub mod whole;
