//! What to optimise.

/// What to optimise: a file in `models/`.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSpec {
    /// Identifier.
    pub name: String,
    /// Objective.
    pub objective: Objective,
    /// Families switched off by name (for what-if questions and tests); empty as shipped.
    pub off: Vec<String>,
}

/// Objective of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Net present cost, priced unmet demand included, revenue left out.
    MinCost,
    /// Net present profit: revenue minus the same costs.
    MaxProfit,
}
