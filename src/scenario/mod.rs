//! From what the planner wrote to a resolved, checked [`Scenario`].

pub mod checks;
pub mod ids;
pub mod problem;
pub mod quantity;
pub mod raw;
pub mod resolve;
pub mod text;
pub mod types;

pub use ids::*;
pub use quantity::*;
pub use types::*;
