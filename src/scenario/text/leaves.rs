//! What a document says value by value: where each came from, and how two documents differ.

use super::{Document, Node, Value, apply, emit, paths};
use crate::scenario::problem::Origin;
use std::collections::BTreeMap;

/// One value of a document and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Dotted path.
    pub path: String,
    /// The value as YAML; empty lists and maps count as values.
    pub value: String,
    /// The winning file and line, with what put it there if it was not the file itself:
    /// `override late-grid, plan.yaml:31`, `template campus, plan.yaml:7`, `--set`.
    pub origin: String,
}

/// How one path differs between two documents: its value in each, `None` where it has none.
pub type Difference = (String, Option<String>, Option<String>);

impl Document {
    /// Where the value at a path was written; `None` if there is no such path.
    pub fn origin_of(&self, path: &str) -> Option<String> {
        Some(self.describe(self.find(path)?.origin))
    }

    /// Every value in the order of the resolved text.
    pub fn origins(&self) -> Vec<Leaf> {
        let mut list = Vec::new();
        each_leaf(&self.root, String::new(), &mut |path, node| {
            list.push(Leaf {
                path,
                value: emit::inline(node),
                origin: self.describe(node.origin),
            });
        });
        list
    }

    /// Paths whose values differ: first those of this document in its order, then those only the other has.
    /// Where one of the two has a value and the other a map or list, the latter counts by its own paths.
    pub fn diff(&self, other: &Self) -> Vec<Difference> {
        let (ours, theirs) = (values(&self.root), values(&other.root));
        let index = |list: &[(String, String)]| list.iter().cloned().collect::<BTreeMap<_, _>>();
        let (known, wanted) = (index(&ours), index(&theirs));
        let mut differences = Vec::new();
        for (path, value) in ours {
            let new = wanted.get(&path);
            if new != Some(&value) {
                differences.push((path, Some(value), new.cloned()));
            }
        }
        let added = theirs.into_iter().filter(|(path, _)| !known.contains_key(path));
        differences.extend(added.map(|(path, value)| (path, None, Some(value))));
        differences
    }

    /// Where every value was written, in as few lines as say it, in the order of the resolved text: path and origin as
    /// in [`Leaf`]. A list or map whose values were all written at one place is one line. `name` gives the name of a
    /// file as it is to be told.
    pub fn places(&self, name: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
        let mut list = Vec::new();
        if let Some(origin) = self.collect_places(&self.root, "", name, &mut list) {
            list.push((String::new(), origin));
        }
        list
    }

    /// The one origin of all values of a node; if there are several, those of its children are added to the list.
    fn collect_places(
        &self,
        node: &Node,
        path: &str,
        name: &dyn Fn(&str) -> String,
        list: &mut Vec<(String, String)>,
    ) -> Option<String> {
        let children: Vec<(String, &Node)> = match &node.value {
            Value::Map(entries) => entries
                .iter()
                .map(|(key, _, inner)| (paths::join(path, key), inner))
                .collect(),
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (paths::join(path, &paths::element(items, index, item)), item))
                .collect(),
            _ => Vec::new(),
        };
        if children.is_empty() {
            return Some(self.describe_as(node.origin, name));
        }
        let before = list.len();
        let mut told = Vec::with_capacity(children.len());
        for (path, inner) in &children {
            let origin = self.collect_places(inner, path, name, list);
            // The line of a child stands before those of the next one.
            if let Some(origin) = &origin {
                list.push((path.clone(), origin.clone()));
            }
            told.push(origin);
        }
        let first = told.first().cloned().flatten()?;
        let all_one = told.iter().all(|origin| origin.as_ref() == Some(&first));
        all_one.then(|| {
            list.truncate(before);
            first
        })
    }

    fn describe(&self, origin: Origin) -> String {
        self.describe_as(origin, &str::to_owned)
    }

    fn describe_as(&self, origin: Origin, name: &dyn Fn(&str) -> String) -> String {
        let place = || {
            let file = self
                .files
                .get(origin.file as usize)
                .map_or("", |file| file.path.as_str());
            format!("{}:{}", name(file), origin.line)
        };
        match self.layers.get(&origin).map(String::as_str) {
            Some(apply::SETTING) => apply::SETTING.to_owned(),
            Some(layer) => format!("{layer}, {}", place()),
            None => place(),
        }
    }
}

fn values(root: &Node) -> Vec<(String, String)> {
    let mut list = Vec::new();
    each_leaf(root, String::new(), &mut |path, node| {
        list.push((path, emit::inline(node)))
    });
    list
}

/// Visits scalars and empty lists and maps with their paths.
fn each_leaf(node: &Node, path: String, visit: &mut impl FnMut(String, &Node)) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for (key, _, inner) in entries {
                each_leaf(inner, paths::join(&path, key), visit);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                each_leaf(
                    item,
                    paths::join(&path, &paths::element(items, index, item)),
                    visit,
                );
            }
        }
        _ => visit(path, node),
    }
}
