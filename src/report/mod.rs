//! What the planner reads.

pub mod grid;
pub mod money;
pub mod numbers;
pub mod page;
pub mod size;
pub mod sparkline;
pub mod studies;
pub mod sweep;
pub mod terminal;
pub mod timetable;
