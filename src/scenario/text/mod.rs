//! YAML text to one merged tree in which every value knows the file and line it came from:
//! imports, templates, overrides in order, `--set`.
//!
//! [`load`] reads and merges; [`decode`] turns the merged tree into typed values, guided by the JSON Schema
//! of the type, and reports everything that does not fit at once. Precedence, weakest first: imports and the
//! file (which may not repeat each other), templates, the entity, overrides in the order listed by the
//! chosen scenario, `--set` in the order given.

mod apply;
mod decode;
mod edit;
mod emit;
mod leaves;
mod load;
mod parse;
mod paths;
mod scale;
mod schema;
mod suggest;
mod tables;
mod templates;
mod walk;

use super::problem::{Origin, Problem, Problems, SourceFile};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use decode::{FormatCheck, FormatError, decode};
pub use leaves::{Difference, Leaf};
pub use load::{load, load_str};
pub use paths::{join, split};
pub use scale::{measured, rounded};
pub use suggest::{closest, hint, names};

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
    /// A plain number: its value and its text.
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

/// What a file offers to choose from; kept for `buildout scenario list`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listing {
    /// Named scenarios with the overrides each applies, in the order written.
    pub scenarios: Vec<(String, Vec<String>)>,
    /// Overrides with the paths each touches, in the order written.
    pub overrides: Vec<(String, Vec<String>)>,
    /// Sweeps with what each varies - inputs, and named scenarios -, in the order written.
    pub sweeps: Vec<(String, Vec<String>)>,
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
    /// Scenarios, overrides and sweeps the file offers.
    pub listing: Listing,
    /// For each file of `files`, the folder its relative paths start from.
    directories: Vec<PathBuf>,
    /// Values that came from a template, an override or `--set`: which one.
    layers: BTreeMap<Origin, String>,
}

impl Node {
    /// The entries, if it is a map.
    pub fn entries(&self) -> Option<&[(String, Origin, Node)]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?
            .iter()
            .find(|(k, _, _)| k == key)
            .map(|(_, _, node)| node)
    }

    /// The text of a scalar as written (`None` for `null`, lists and maps).
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Number(_, text) | Value::Text(text) => Some(text),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether two trees hold the same values; places do not count, the order of keys and the text of
    /// numbers do.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Value::Map(a), Value::Map(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((j, _, a), (k, _, b))| j == k && a.same(b))
            }
            (a, b) => a == b,
        }
    }

    /// Levels of lists and maps, 0 for a scalar.
    fn depth(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|(_, _, node)| node.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Calls `action` for this node and all below it.
    fn each(&self, action: &mut impl FnMut(&Self)) {
        action(self);
        match &self.value {
            Value::List(items) => items.iter().for_each(|item| item.each(action)),
            Value::Map(entries) => entries.iter().for_each(|(_, _, node)| node.each(action)),
            _ => {}
        }
    }

    /// Calls `action` for the origin of every key and value.
    fn visit_origins(&mut self, action: &mut impl FnMut(&mut Origin)) {
        action(&mut self.origin);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.visit_origins(action)),
            Value::Map(entries) => {
                for (_, key, node) in entries {
                    action(key);
                    node.visit_origins(action);
                }
            }
            _ => {}
        }
    }

    /// Kind of value in words for messages: `a number`, `a list` ...
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(..) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

impl Document {
    /// Problems with the files needed to show them.
    pub fn problems(&self, list: Vec<Problem>) -> Problems {
        Problems {
            list,
            files: self.files.clone(),
        }
    }

    /// Drops the sweeps: they are many questions about the scenario, none of them part of this one. So a file that gets
    /// another sweep is still the same scenario. Their names stay in the listing.
    pub(in crate::scenario) fn forget_sweeps(&mut self) {
        if let Value::Map(entries) = &mut self.root.value {
            entries.retain(|(key, _, _)| key != "sweeps");
        }
    }

    /// The resolved text: YAML that needs no other file. The same tree gives the same bytes, and loading them
    /// gives the same tree.
    pub fn to_yaml(&self) -> String {
        emit::to_yaml(&self.root)
    }

    /// SHA-256 of [`Document::to_yaml`] in hexadecimal.
    pub fn hash(&self) -> String {
        Sha256::digest(self.to_yaml().as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The resolved tree as JSON, numbers as numbers and texts with their units.
    pub fn to_json(&self) -> serde_json::Value {
        walk::plain(&self.root)
    }

    /// The files read, without the arguments of `--set`.
    pub fn inputs(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.path != apply::SETTING)
    }

    /// The node at a dotted path; list elements by `id` or index, keys with dots in double quotes.
    pub fn find(&self, path: &str) -> Option<&Node> {
        paths::find(&self.root, &paths::split(path).ok()?)
    }

    /// An error at a path, with the place where the value (or the nearest map above it) was written.
    pub fn error(&self, path: &str, message: impl Into<String>) -> Problem {
        let problem = Problem::error(path, message);
        match self.nearest(path) {
            Some(origin) => problem.at(origin),
            None => problem,
        }
    }

    /// Where the value at a path, or the nearest value above it, was written. For a map or list below a
    /// key that is the key.
    fn nearest(&self, path: &str) -> Option<Origin> {
        let mut node = &self.root;
        let mut found = None;
        for step in paths::split(path).ok()? {
            let Some(index) = paths::child(node, &step) else {
                break;
            };
            let (place, next) = match &node.value {
                Value::Map(entries) => entries.get(index).map(|(_, key, node)| (*key, node))?,
                Value::List(items) => items.get(index).map(|item| (item.origin, item))?,
                _ => break,
            };
            found = Some(if matches!(next.value, Value::Map(_) | Value::List(_)) {
                place
            } else {
                next.origin
            });
            node = next;
        }
        found
    }

    /// The document with settings, each `path=value`, over everything else; as if they had been among the
    /// [`LoadOptions`], but without reading any file again.
    ///
    /// # Errors
    /// Settings that cannot be read or applied.
    pub fn with(&self, sets: &[String]) -> Result<Self, Problems> {
        apply::set(self.clone(), sets)
    }

    /// Folder that relative paths written at `origin` (CSV files) start from.
    pub fn directory(&self, origin: Origin) -> &Path {
        self.directories
            .get(origin.file as usize)
            .map_or(Path::new(""), PathBuf::as_path)
    }
}

/// A value as YAML on one line.
pub fn flow(node: &Node) -> String {
    emit::inline(node)
}

#[cfg(test)]
mod tests;
