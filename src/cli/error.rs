//! Exit codes and the errors that lead to them.

use crate::report::page::PageError;
use crate::run::RunError;
use crate::run::directory::DirectoryError;
use crate::run::saved::{NotARun, SavedError};
use crate::scenario::problem::Problems;
use crate::study::compare::CompareError;
use crate::study::{StudyError, SubjectError};

use std::path::Path;
use std::process::ExitCode;

/// How a verb ended. The numbers are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; for `solve`: optimal within the gap.
    Done = 0,
    /// The arguments, the scenario or the run given cannot be used.
    BadInput = 2,
    /// No plan satisfies the scenario; the explanation was written.
    Infeasible = 3,
    /// Stopped by a limit or Ctrl-C with a verified plan, or with a part of what a study was to tell.
    StoppedWithPlan = 4,
    /// Stopped by a limit or Ctrl-C without a plan.
    StoppedWithoutPlan = 5,
    /// A fault of the program itself.
    Internal = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a verb could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Problems in scenario files, shown with file, line, column and snippet.
    #[error("the scenario cannot be used")]
    Problems(Problems),
    /// Any other input that cannot be used: a path, an option, a run directory.
    #[error("{message}")]
    Input {
        /// What is wrong and what was expected.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// `read`, `write`, `create`.
        action: &'static str,
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A run directory cannot be read or written.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The solver failed, or the plan failed its check.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A fault of the program itself, such as a plan that fails its own check.
    #[error("internal error: {0}")]
    Internal(String),
}

impl CliError {
    /// Bad input with a hint.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Input {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }

    /// A file that cannot be read, written or created.
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Io {
            action,
            path: path.display().to_string(),
            source,
        }
    }

    /// What to do about it, if there is something.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Input { hint, .. } => hint.as_deref(),
            Self::Directory(DirectoryError::Exists { .. }) => {
                Some("--overwrite replaces it, -o DIR writes elsewhere")
            }
            Self::Directory(DirectoryError::NotARun { .. } | DirectoryError::NoName { .. }) => {
                Some("-o DIR writes elsewhere")
            }
            _ => None,
        }
    }

    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Problems(_) | Self::Input { .. } | Self::Io { .. } | Self::Directory(_) => Exit::BadInput,
            Self::Run(_) | Self::Internal(_) => Exit::Internal,
        }
    }
}

impl From<SubjectError> for CliError {
    fn from(error: SubjectError) -> Self {
        match error {
            SubjectError::Scenario(problems) => Self::Problems(problems),
            SubjectError::Run(error) => error.into(),
            SubjectError::Resolved(..) => Self::input(error.to_string(), "give the scenario file instead"),
        }
    }
}

impl From<CompareError> for CliError {
    fn from(error: CompareError) -> Self {
        let hint = match &error {
            CompareError::TooFew(_) => {
                "give two or more run directories, the base first; `buildout show RUN` prints one"
            }
            CompareError::Twice { .. } => "give each run once",
            CompareError::Tampered { .. } => {
                "solve the scenario again; `buildout verify RUN` names everything that is not as the run wrote it"
            }
            CompareError::Horizons { .. } => {
                "compare runs over the same periods; `buildout scenario diff FILE FILE` compares any two scenarios"
            }
            CompareError::Run { .. } => {
                return match error {
                    // The rules that a plan breaks do not name the run.
                    CompareError::Run {
                        path,
                        source: source @ SavedError::Plan(_),
                    } => Self::input(
                        format!("{path}: {source}"),
                        "the plan is not as the run wrote it; solve again",
                    ),
                    CompareError::Run { source, .. } => source.into(),
                    other => Self::Internal(other.to_string()),
                };
            }
        };
        Self::input(error.to_string(), hint)
    }
}

impl From<StudyError> for CliError {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Input { message, hint } => Self::input(message, hint),
            StudyError::Scenario(problems) => Self::Problems(problems),
            StudyError::Run(error) => Self::Run(error),
            // Verbs tell these as results.
            StudyError::Infeasible | StudyError::EmptyHanded => Self::Input {
                message: error.to_string(),
                hint: None,
            },
        }
    }
}

impl From<SavedError> for CliError {
    /// A run directory is input like any other: whatever is wrong with it, the program is not at fault.
    fn from(error: SavedError) -> Self {
        match error {
            SavedError::File(error) => Self::Directory(error),
            SavedError::Scenario(problems) => Self::Problems(problems),
            SavedError::NotARun { why, .. } => Self::input(
                error.to_string(),
                match why {
                    NotARun::Sweep => {
                        "`buildout report DIR` makes the page of a sweep; its rows are in results.csv"
                    }
                    NotARun::File | NotARun::Nothing | NotARun::Other => {
                        "`buildout solve SCENARIO -o DIR` writes one; without -o it is solutions/<scenario>-<hash8>"
                    }
                },
            ),
            SavedError::Malformed { .. } => Self::input(
                error.to_string(),
                "the file is not as a run wrote it; solve the scenario again",
            ),
            SavedError::Plan(_) => Self::Input {
                message: error.to_string(),
                hint: None,
            },
        }
    }
}

impl From<PageError> for CliError {
    /// Pages are made of a fixed template and of data that has a JSON form: the program is at fault.
    fn from(error: PageError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<Problems> for CliError {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}
