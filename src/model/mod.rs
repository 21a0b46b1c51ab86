//! From a [`Scenario`](crate::scenario::Scenario) to a [`Program`](crate::program::Program), and from
//! column values back to a [`Plan`](crate::plan::Plan).

#[doc(hidden)]
pub mod testing;
