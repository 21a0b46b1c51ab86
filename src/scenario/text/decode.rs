//! Strict decoding of a merged tree into a type, guided by the type's JSON Schema.

use super::schema::Schemas;
use super::walk::Walk;
use super::{Document, Node};
use crate::scenario::problem::{Problem, Problems};

/// Most problems told at once.
const MOST: usize = 20;

/// Why a text does not fit the format its type asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError {
    /// What was expected and what was found.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Checks scalars that carry a `format` in the JSON Schema of their type: `quantity:power`, `duration`,
/// `date`, `period` ...
pub trait FormatCheck {
    /// Checks one scalar against a format. Formats that are not known pass.
    ///
    /// # Errors
    /// The value does not fit.
    fn check(&self, format: &str, node: &Node) -> Result<(), FormatError>;
}

/// The merged tree as a value of type `T`.
///
/// # Errors
/// Everything that does not fit the JSON Schema of `T`, in the order written, at most 20 problems and then a
/// count: unknown and missing keys, wrong types, words not allowed, texts not in their format.
pub fn decode<T>(document: &Document, formats: &dyn FormatCheck) -> Result<T, Problems>
where
    T: serde::de::DeserializeOwned + schemars::JsonSchema + 'static,
{
    let schemas = Schemas::of::<T>();
    let mut walk = Walk::new(&schemas, formats);
    let json = walk.root(&document.root);
    let mut problems = walk.problems;
    if problems.is_empty() {
        // What the schema cannot say (ranges of integers, for one) is found here.
        match serde_json::from_value(json) {
            Ok(value) => return Ok(value),
            Err(error) => problems.push(Problem::error("", error.to_string())),
        }
    }
    if problems.len() > MOST {
        let more = problems.len() - MOST;
        problems.truncate(MOST);
        let s = if more == 1 { "" } else { "s" };
        problems.push(Problem {
            path: None,
            ..Problem::error("", format!("and {more} more problem{s}"))
        });
    }
    Err(document.problems(problems))
}
