//! All integration tests in one binary: HiGHS is linked once.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod cfl;
mod checks;
mod cli;
mod desk;
mod docs;
mod explain;
mod families;
mod hostile;
mod lanes;
mod merging;
mod properties;
mod quantities;
mod resolve;
mod rounding;
mod scenarios;
mod services;
mod solver;
mod sweep;
mod tech_arena;
mod verify;
mod vintages_size;
