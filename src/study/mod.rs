//! Studies: many questions about one scenario or run.

mod subject;

pub use subject::{Subject, SubjectError};
