//! Strict decoding of a merged tree into a type.

use super::{Document, Node, Value};
use crate::scenario::problem::{Problem, Problems};

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
    /// Checks one value against a format. Formats that are not known pass.
    ///
    /// # Errors
    /// The value does not fit.
    fn check(&self, format: &str, node: &Node) -> Result<(), FormatError>;
}

/// The merged tree as a value of type `T`.
///
/// # Errors
/// Everything that does not fit the JSON Schema of `T`, at most 20 problems and then a count.
pub fn decode<T>(document: &Document, _formats: &dyn FormatCheck) -> Result<T, Problems>
where
    T: serde::de::DeserializeOwned + schemars::JsonSchema,
{
    serde_json::from_value(plain(&document.root))
        .map_err(|error| document.problems(vec![Problem::error("", error.to_string())]))
}

/// The tree as JSON, each scalar by its own kind.
fn plain(node: &Node) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(x, _) => serde_json::Number::from_f64(*x).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Map(entries) => Json::Object(entries.iter().map(|(k, _, v)| (k.clone(), plain(v))).collect()),
    }
}
