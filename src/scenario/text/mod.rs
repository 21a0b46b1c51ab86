//! YAML text to one merged tree in which every value knows the file and line it came from:
//! imports, templates, overrides in order, `--set`.

use super::problem::{Origin, Problems, SourceFile};

/// A value of the merged tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written (for a map entry: the value, not the key).
    pub origin: Origin,
}

/// Shape of a value. Scalars keep their text: `1e3` and `1000` are told apart until a type asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A plain number.
    Number(f64, String),
    /// Any other scalar.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order written: key, where the key was written, value.
    Map(Vec<(String, Origin, Node)>),
}

/// What to apply over the file.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Named scenario (a list of overrides) to apply.
    pub scenario: Option<String>,
    /// `path=value` settings, applied last.
    pub sets: Vec<String>,
}

/// A merged scenario text.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The merged tree; `imports`, `templates`, `overrides`, `scenarios` already applied.
    pub root: Node,
    /// Files read; origins point into this.
    pub files: Vec<SourceFile>,
    /// Warnings so far.
    pub warnings: Problems,
}
