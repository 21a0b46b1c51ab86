//! The columns of the model and where to find them: flat tables from indices to columns.

/// Index tables of the columns.
#[derive(Debug, Clone, Default)]
pub struct Columns {}
