//! Studies: many questions about one scenario or run.

pub mod alternatives;
pub mod calendar;
mod change;
pub mod commitment;
pub mod compare;
mod desk;
pub mod explain;
pub mod frontier;
pub mod indicators;
mod objective;
pub mod replan;
pub mod sensitivity;
pub mod slurm;
mod subject;
pub mod sweep;

pub use change::{Change, Proven};
pub use desk::{Answer, Desk, Study, StudyError};
pub use subject::{Subject, SubjectError};
