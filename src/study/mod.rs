//! Studies: many questions about one scenario or run.

pub mod alternatives;
pub mod calendar;
pub mod commitment;
pub mod compare;
mod desk;
pub mod explain;
pub mod frontier;
pub mod indicators;
pub mod replan;
pub mod sensitivity;
pub mod slurm;
mod subject;
pub mod sweep;

pub use desk::{Answer, Change, Desk, Proven, Study, StudyError};
pub use subject::{Subject, SubjectError};
