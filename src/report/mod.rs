//! What the planner reads.

pub mod grid;
pub mod numbers;
pub mod timetable;
