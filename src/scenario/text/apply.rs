//! Templates, overrides of the chosen scenario, `--set`.

use super::edit::{self, Edit};
use super::{Document, Listing, LoadOptions, Node, Value, parse, suggest, tables, templates};
use crate::scenario::problem::{Origin, Problem, Problems, SourceFile};

/// Name of the source of a setting, in place of a file name.
pub(super) const SETTING: &str = "--set";

/// Applies everything above the files, in order of precedence.
pub(super) fn apply(mut document: Document, options: &LoadOptions) -> Result<Document, Problems> {
    let mut problems = Vec::new();
    let mut take = |key: &str| take(&mut document.root, key);
    let (templates, overrides, scenarios) = (take("templates"), take("overrides"), take("scenarios"));
    templates::expand(&mut document, templates.as_ref(), &mut problems);
    tables::expand(&mut document, &mut problems);
    document.listing = listing(
        &document.root,
        overrides.as_ref(),
        scenarios.as_ref(),
        &mut problems,
    );
    let mut edits = Vec::new();
    if let Some(name) = &options.scenario {
        match chosen(name, &document.listing) {
            Ok(list) => edits.extend(list.iter().flat_map(|name| of_override(name, overrides.as_ref()))),
            Err(problem) => problems.push(*problem),
        }
    }
    change(document, edits, &options.sets, problems)
}

/// Applies settings, each `path=value`, over a document that is complete already.
///
/// # Errors
/// Settings that cannot be read or applied.
pub(super) fn set(document: Document, sets: &[String]) -> Result<Document, Problems> {
    change(document, Vec::new(), sets, Vec::new())
}

/// The document with edits, then settings. Fails with the problems so far and those found on the way.
fn change(
    mut document: Document,
    mut edits: Vec<Edit>,
    sets: &[String],
    mut problems: Vec<Problem>,
) -> Result<Document, Problems> {
    for argument in sets {
        match setting(argument, &mut document) {
            Ok(edit) => edits.push(edit),
            Err(list) => problems.extend(list),
        }
    }
    for edit in edits {
        match edit::apply(&mut document, edit) {
            Ok(warning) => document.warnings.list.extend(warning),
            Err(problem) => problems.push(*problem),
        }
    }
    // Overrides may bring tables of their own.
    tables::expand(&mut document, &mut problems);
    document.warnings.files = document.files.clone();
    if problems.is_empty() {
        Ok(document)
    } else {
        Err(document.problems(problems))
    }
}

/// Removes a key of the root.
fn take(root: &mut Node, key: &str) -> Option<Node> {
    let Value::Map(entries) = &mut root.value else {
        return None;
    };
    let index = entries.iter().position(|(name, _, _)| name == key)?;
    Some(entries.remove(index).2)
}

/// What there is to choose from, with every reference from a scenario to an override checked.
fn listing(
    root: &Node,
    overrides: Option<&Node>,
    scenarios: Option<&Node>,
    problems: &mut Vec<Problem>,
) -> Listing {
    let mut listing = Listing::default();
    for (name, _, node) in section("overrides", overrides, problems) {
        match node.entries() {
            Some(entries) => {
                listing.overrides.push((
                    name.clone(),
                    entries.iter().map(|(path, _, _)| path.clone()).collect(),
                ));
            }
            None => problems.push(
                Problem::error(
                    format!("overrides.{name}"),
                    format!(
                        "an override is a map from paths to values, but this is {}",
                        node.kind()
                    ),
                )
                .at(node.origin),
            ),
        }
    }
    let known: Vec<String> = listing.overrides.iter().map(|(name, _)| name.clone()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for (name, _, node) in section("scenarios", scenarios, problems) {
        let path = format!("scenarios.{name}");
        let Value::List(items) = &node.value else {
            let message = format!(
                "a scenario is a list of names of overrides, but this is {}",
                node.kind()
            );
            problems.push(Problem::error(path, message).at(node.origin));
            continue;
        };
        let mut list = Vec::new();
        for item in items {
            match item.scalar() {
                Some(text) if known.contains(&text) => list.push(text.to_owned()),
                Some(text) => problems.push(
                    Problem::error(&path, format!("there is no override `{text}`"))
                        .at(item.origin)
                        .hint(suggest::hint(text, "overrides", &known)),
                ),
                None => problems.push(
                    Problem::error(
                        &path,
                        format!(
                            "the name of an override was expected, but this is {}",
                            item.kind()
                        ),
                    )
                    .at(item.origin),
                ),
            }
        }
        listing.scenarios.push((name.clone(), list));
    }
    if let Some(sweeps) = root.get("sweeps").and_then(Node::entries) {
        let of = |sweep: &Node| {
            let inputs = sweep.get("vary").and_then(Node::entries).unwrap_or_default();
            let mut varies: Vec<String> = inputs.iter().map(|(path, _, _)| path.clone()).collect();
            if let Some(Value::List(names)) = sweep.get("scenarios").map(|list| &list.value) {
                let names: Vec<&str> = names.iter().filter_map(Node::scalar).collect();
                varies.push(format!("scenarios {}", names.join(", ")));
            }
            varies
        };
        listing.sweeps = sweeps
            .iter()
            .map(|(name, _, sweep)| (name.clone(), of(sweep)))
            .collect();
    }
    listing
}

/// Entries of a top-level map of names; anything else is a problem.
fn section<'n>(
    name: &str,
    node: Option<&'n Node>,
    problems: &mut Vec<Problem>,
) -> &'n [(String, Origin, Node)] {
    match node.map(|node| (node, &node.value)) {
        None | Some((_, Value::Null)) => &[],
        Some((_, Value::Map(entries))) => entries,
        Some((node, _)) => {
            let message = format!("`{name}` is a map of names, but this is {}", node.kind());
            problems.push(Problem::error(name, message).at(node.origin));
            &[]
        }
    }
}

fn chosen<'l>(name: &str, listing: &'l Listing) -> Result<&'l [String], Box<Problem>> {
    if let Some((_, overrides)) = listing.scenarios.iter().find(|(known, _)| known == name) {
        return Ok(overrides);
    }
    let known: Vec<&str> = listing.scenarios.iter().map(|(name, _)| name.as_str()).collect();
    let problem = Problem {
        path: None,
        ..Problem::error("", format!("there is no scenario `{name}` in this file"))
    };
    Err(Box::new(problem.hint(suggest::hint(name, "scenarios", &known))))
}

fn of_override(name: &str, overrides: Option<&Node>) -> Vec<Edit> {
    let entries = overrides
        .and_then(|node| node.get(name))
        .and_then(Node::entries)
        .unwrap_or_default();
    let label = format!("override {name}");
    entries
        .iter()
        .map(|(path, origin, value)| Edit {
            path: path.clone(),
            origin: *origin,
            value: value.clone(),
            label: label.clone(),
        })
        .collect()
}

/// One `path=value`. The argument becomes a file of its own, so that messages can point into it.
fn setting(argument: &str, document: &mut Document) -> Result<Edit, Vec<Problem>> {
    let file = u32::try_from(document.files.len()).unwrap_or(u32::MAX);
    let directory = document.directories.first().cloned().unwrap_or_default();
    document.files.push(SourceFile {
        path: SETTING.to_owned(),
        text: argument.into(),
    });
    document.directories.push(directory);
    let length = u32::try_from(argument.len()).unwrap_or(u32::MAX);
    let origin = Origin {
        file,
        line: 1,
        column: 1,
        offset: 0,
        length,
    };
    let mut quoted = false;
    let equals = argument.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '=' && !quoted
    });
    let Some((path, text)) = equals.and_then(|(at, _)| Some((argument.get(..at)?, argument.get(at + 1..)?)))
    else {
        let problem = Problem::error("", "a setting is written `path=value`").at(origin);
        return Err(vec![
            Problem {
                path: None,
                ..problem
            }
            .hint("for example: --set budget.capex.at_most=\"300 MUSD\""),
        ]);
    };
    let bytes = u32::try_from(path.len() + 1).unwrap_or(u32::MAX);
    let characters = u32::try_from(path.chars().count() + 1).unwrap_or(u32::MAX);
    let shift = |origin: &mut Origin| {
        origin.offset = origin.offset.saturating_add(bytes);
        if origin.line == 1 {
            origin.column = origin.column.saturating_add(characters);
        }
    };
    // No text at all sets the value to nothing.
    let factor = factor(text);
    let parsed = match &factor {
        Some(times) => parse::parse(times, file),
        None if text.trim().is_empty() => parse::parse("null", file),
        None => parse::parse(text, file),
    };
    match parsed {
        Ok(mut value) => {
            value.visit_origins(&mut |place| match factor {
                // Places within a text that nobody has written.
                Some(_) => *place = origin,
                None => shift(place),
            });
            let origin = Origin {
                length: bytes.saturating_sub(1),
                ..origin
            };
            Ok(Edit {
                path: path.trim().to_owned(),
                origin,
                value,
                label: SETTING.to_owned(),
            })
        }
        Err(mut list) => {
            list.iter_mut()
                .filter_map(|problem| problem.origin.as_mut())
                .for_each(shift);
            Err(list)
        }
    }
}

/// `*0.8` is short for `{$times: 0.8}`: in YAML it would be an alias, for which a setting has no use.
fn factor(text: &str) -> Option<String> {
    let number: f64 = text.trim().strip_prefix('*')?.trim().parse().ok()?;
    number.is_finite().then(|| format!("{{$times: {number}}}"))
}
