//! Studies: many questions about one scenario or run.

pub mod calendar;
pub mod commitment;
pub mod compare;
pub mod explain;
pub mod indicators;
pub mod replan;
pub mod slurm;
mod subject;
pub mod sweep;

pub use subject::{Subject, SubjectError};
