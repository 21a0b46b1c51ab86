//! `template: name` in an entity: the template fills in what the entity does not say.

use super::{Document, Node, Value, paths, suggest};
use crate::scenario::problem::Problem;
use std::collections::BTreeMap;

/// Replaces `template` in every entity (a map directly below a top-level map) by the named templates, later
/// ones over earlier ones and the entity over all. Maps are merged key by key, except those that are one
/// value (a series by period, a figure with its source): these are taken whole.
pub(super) fn expand(document: &mut Document, templates: Option<&Node>, problems: &mut Vec<Problem>) {
    let mut named: BTreeMap<&str, &Node> = BTreeMap::new();
    match templates.map(|node| (node, &node.value)) {
        None | Some((_, Value::Null)) => {}
        Some((_, Value::Map(entries))) => {
            for (name, origin, node) in entries {
                let path = paths::join("templates", name);
                match node.entries() {
                    Some(_) if node.get("template").is_some() => problems.push(
                        Problem::error(path, "a template cannot use another template")
                            .at(*origin)
                            .hint("list both in the entity: `template: [a, b]`"),
                    ),
                    Some(_) => {
                        named.insert(name, node);
                    }
                    None => problems.push(
                        Problem::error(path, format!("a template is a map, but this is {}", node.kind()))
                            .at(*origin),
                    ),
                }
            }
        }
        Some((node, _)) => {
            let message = format!("`templates` is a map of names, but this is {}", node.kind());
            problems.push(Problem::error("templates", message).at(node.origin));
        }
    }
    let periods = labels(&document.root);
    let Value::Map(sections) = &mut document.root.value else {
        return;
    };
    for (section, _, node) in sections {
        let Value::Map(entities) = &mut node.value else {
            continue;
        };
        for (id, _, entity) in entities {
            let path = paths::join(&paths::join(section, id), "template");
            let Value::Map(entries) = &mut entity.value else {
                continue;
            };
            let Some(index) = entries.iter().position(|(key, _, _)| key == "template") else {
                continue;
            };
            let wanted = entries.remove(index).2;
            let mut base = Vec::new();
            for (name, origin) in wanted_names(&wanted, &path, problems) {
                let Some(template) = named.get(name.as_str()) else {
                    let known: Vec<&str> = named.keys().copied().collect();
                    problems.push(
                        Problem::error(&path, format!("there is no template `{name}`"))
                            .at(origin)
                            .hint(suggest::hint(&name, "templates", &known)),
                    );
                    continue;
                };
                let label = format!("template {name}");
                template.each(&mut |node| {
                    document.layers.insert(node.origin, label.clone());
                });
                overlay(&mut base, template.entries().unwrap_or_default(), &periods);
            }
            overlay(&mut base, entries, &periods);
            *entries = base;
        }
    }
}

fn wanted_names(
    wanted: &Node,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(String, crate::scenario::problem::Origin)> {
    let items = match &wanted.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(wanted),
    };
    let mut names = Vec::new();
    for item in items {
        match item.scalar() {
            Some(name) => names.push((name.to_owned(), item.origin)),
            None => problems.push(
                Problem::error(
                    path,
                    format!("the name of a template was expected, but this is {}", item.kind()),
                )
                .at(item.origin),
            ),
        }
    }
    names
}

/// Lays entries over others: new keys are added, maps merged, values replaced.
fn overlay(
    base: &mut Vec<(String, crate::scenario::problem::Origin, Node)>,
    over: &[(String, crate::scenario::problem::Origin, Node)],
    periods: &[String],
) {
    for (key, origin, node) in over {
        let Some((_, place, existing)) = base.iter_mut().find(|(k, _, _)| k == key) else {
            base.push((key.clone(), *origin, node.clone()));
            continue;
        };
        match (&mut existing.value, &node.value) {
            (Value::Map(old), Value::Map(new)) if !is_value(old, periods) && !is_value(new, periods) => {
                overlay(old, new, periods);
            }
            _ => {
                *place = *origin;
                *existing = node.clone();
            }
        }
    }
}

/// Whether a map is one value: a figure with its source, or a series by period.
fn is_value(entries: &[(String, crate::scenario::problem::Origin, Node)], periods: &[String]) -> bool {
    const WORDS: [&str; 5] = ["value", "csv", "hold", "interpolate", "growth"];
    entries.iter().any(|(key, _, _)| {
        WORDS.contains(&key.as_str())
            || periods.contains(key)
            || key.contains("..")
            || key
                .get(..4)
                .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Period labels the scenario lists itself (others begin with a year).
fn labels(root: &Node) -> Vec<String> {
    match root
        .get("periods")
        .and_then(|periods| periods.get("labels"))
        .map(|node| &node.value)
    {
        Some(Value::List(items)) => items.iter().filter_map(Node::scalar).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
