//! What is wrong with an input: the shared vocabulary of everything that reads a scenario.

mod render;

use std::sync::Arc;

pub use render::{brief, render};

/// A text file that was read, kept for snippets and hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as the planner would recognise it.
    pub path: String,
    /// Whole text.
    pub text: Arc<str>,
}

/// Where a key or value was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Origin {
    /// Position in [`Problems::files`].
    pub file: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Byte offset in the file.
    pub offset: u32,
    /// Length in bytes.
    pub length: u32,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth telling; the scenario is used all the same.
    Warning,
    /// The scenario cannot be used.
    Error,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Severity.
    pub severity: Severity,
    /// Id of the semantic check that found it, if one did.
    pub check: Option<&'static str>,
    /// Dotted path in the scenario, if known.
    pub path: Option<String>,
    /// Where it was written, if known.
    pub origin: Option<Origin>,
    /// What is wrong and what was expected.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// An error at a path.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            check: None,
            path: Some(path.into()),
            origin: None,
            message: message.into(),
            hint: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With the place where it was written.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }
}

/// Everything wrong with an input, with the files needed to show it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems {
    /// The problems, in the order found.
    pub list: Vec<Problem>,
    /// The files their origins point into.
    pub files: Vec<SourceFile>,
}

impl Problems {
    /// Whether any of them is an error.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|p| p.severity == Severity::Error)
    }
}
