//! Walks a tree along a JSON Schema: collects what does not fit and gives the tree as JSON.

use super::schema::{self, Schemas, Shape};
use super::{FormatCheck, Node, Value, paths, suggest};
use crate::scenario::problem::{Origin, Problem};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::rc::Rc;

/// One walk.
pub(super) struct Walk<'s> {
    schemas: &'s Schemas,
    formats: &'s dyn FormatCheck,
    /// What was found so far.
    pub(super) problems: Vec<Problem>,
    /// Alternatives of the schemas met so far, by address: a catalogue asks for the same ones again and again.
    alternatives: HashMap<*const Json, Rc<[&'s Json]>>,
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// Dotted path.
    path: &'p str,
    /// The key the value stands under: shown for lists and maps.
    key: Origin,
}

impl<'s> Walk<'s> {
    /// A walk along these schemas.
    pub(super) fn new(schemas: &'s Schemas, formats: &'s dyn FormatCheck) -> Self {
        Self {
            schemas,
            formats,
            problems: Vec::new(),
            alternatives: HashMap::new(),
        }
    }

    /// Walks a whole tree. The JSON is meaningful only if no problem was found.
    pub(super) fn root(&mut self, root: &Node) -> Json {
        let schemas = self.schemas;
        self.value(
            root,
            schemas.root(),
            Place {
                path: "",
                key: root.origin,
            },
        )
    }

    fn value(&mut self, node: &Node, schema: &'s Json, place: Place<'_>) -> Json {
        let schemas = self.schemas;
        let known = self.alternatives.entry(std::ptr::from_ref(schema));
        let alternatives = Rc::clone(known.or_insert_with(|| schemas.alternatives(schema).into()));
        let shaped = |shape: Shape| {
            alternatives
                .iter()
                .copied()
                .find(|one| schema::shape(one) == shape)
        };
        if shaped(Shape::Any).is_some() {
            return plain(node);
        }
        match &node.value {
            Value::Null => {
                let problem = Problem::error(place.path, "nothing is written here").hint(format!(
                    "expected {}; leave the key out if you mean its default",
                    either(&alternatives)
                ));
                self.problems.push(problem.at(node.origin));
                Json::Null
            }
            Value::List(items) => match shaped(Shape::List) {
                Some(list) => self.list(items, list, place),
                None => self.mismatch(node, &alternatives, place),
            },
            Value::Map(entries) => match meant(entries, &alternatives) {
                Some(map) => self.map(entries, map, &alternatives, place),
                None => self.mismatch(node, &alternatives, place),
            },
            Value::Bool(value) if shaped(Shape::Bool).is_some() => Json::Bool(*value),
            _ => self.scalar(node, &alternatives, place),
        }
    }

    fn mismatch(&mut self, node: &Node, alternatives: &[&Json], place: Place<'_>) -> Json {
        let block = matches!(node.value, Value::List(_) | Value::Map(_));
        let message = format!("expected {}, but this is {}", either(alternatives), node.kind());
        let mut problem = Problem::error(place.path, message).at(if block { place.key } else { node.origin });
        let keys: Vec<&str> = alternatives
            .iter()
            .filter_map(|one| schema::properties(one))
            .flat_map(|properties| properties.keys().map(String::as_str))
            .collect();
        if !block && !keys.is_empty() {
            problem = problem.hint(format!("its keys are: {}", suggest::names(keys)));
        }
        self.problems.push(problem);
        Json::Null
    }

    fn list(&mut self, items: &[Node], schema: &'s Json, place: Place<'_>) -> Json {
        let bound = |name: &str| schema.get(name).and_then(Json::as_u64);
        let count = items.len() as u64;
        if bound("minItems").is_some_and(|least| count < least)
            || bound("maxItems").is_some_and(|most| count > most)
        {
            let wanted = match (bound("minItems"), bound("maxItems")) {
                (Some(least), Some(most)) if least == most => format!("{least}"),
                (Some(least), Some(most)) => format!("{least} to {most}"),
                (Some(least), None) => format!("at least {least}"),
                (None, most) => format!("at most {}", most.unwrap_or(0)),
            };
            let message = format!("expected a list of {wanted} values, but this has {count}");
            self.problems
                .push(Problem::error(place.path, message).at(place.key));
        }
        let each = schema.get("items");
        let fixed = schema.get("prefixItems").and_then(Json::as_array);
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = paths::join(place.path, &paths::element(items, index, item));
            let schema = fixed.and_then(|fixed| fixed.get(index)).or(each);
            list.push(match schema {
                Some(schema) => self.value(
                    item,
                    schema,
                    Place {
                        path: &path,
                        key: item.origin,
                    },
                ),
                None => plain(item),
            });
        }
        Json::Array(list)
    }

    fn map(
        &mut self,
        entries: &[(String, Origin, Node)],
        schema: &'s Json,
        alternatives: &[&'s Json],
        place: Place<'_>,
    ) -> Json {
        let fixed = schema::properties(schema);
        let free = schema::free(schema);
        let mut unknown = Vec::new();
        let mut json = Map::new();
        for (key, origin, node) in entries {
            let path = paths::join(place.path, key);
            let inner = fixed.and_then(|fixed| fixed.get(key)).or(free);
            match inner {
                Some(schema) => {
                    let value = self.value(
                        node,
                        schema,
                        Place {
                            path: &path,
                            key: *origin,
                        },
                    );
                    json.insert(key.clone(), value);
                }
                None => {
                    unknown.push(key.as_str());
                    self.problems
                        .push(unknown_key(key, place.path, alternatives).at(*origin));
                }
            }
        }
        for key in schema::required(schema) {
            let written = entries.iter().any(|(name, _, _)| name == key);
            // A misspelt key was told already.
            let misspelt = unknown.iter().any(|name| suggest::closest(name, [key]).is_some());
            if !written && !misspelt {
                let problem = missing(key, place.path, fixed.and_then(|fixed| fixed.get(key)));
                self.problems.push(problem.at(place.key));
            }
        }
        Json::Object(json)
    }

    fn scalar(&mut self, node: &Node, alternatives: &[&'s Json], place: Place<'_>) -> Json {
        let text = node.scalar().unwrap_or_default();
        let mut best: Option<Problem> = None;
        let mut all_words = Vec::new();
        for schema in alternatives {
            let problem = match schema::shape(schema) {
                Shape::Word => {
                    let words = schema::words(schema);
                    if words.contains(&text) {
                        return Json::String(text.to_owned());
                    }
                    all_words.extend(words);
                    continue;
                }
                Shape::Integer | Shape::Number => match (number(node, schema), &node.value) {
                    (Ok(number), _) => return Json::Number(number),
                    (Err(message), Value::Number(..)) => Some(Problem::error(place.path, message)),
                    (Err(_), _) => None,
                },
                Shape::Text => match self.text(node, schema, place.path) {
                    Ok(text) => return Json::String(text),
                    Err(problem) => Some(*problem),
                },
                _ => None,
            };
            best = best.or(problem);
        }
        let problem = match best {
            // A number is not a word misspelt.
            Some(problem) if all_words.is_empty() || matches!(node.value, Value::Number(..)) => problem,
            Some(problem) => {
                let word = format!("or write the word {}", quoted(&all_words));
                let hint = match (&problem.hint, suggest::closest(text, all_words.iter().copied())) {
                    (_, Some(near)) => format!("did you mean `{near}`?"),
                    (Some(hint), None) => format!("{hint}; {word}"),
                    (None, None) => word,
                };
                problem.hint(hint)
            }
            None if !all_words.is_empty() => {
                let message = format!("`{text}` is not one of the words allowed here");
                let hint = if tags(alternatives).any(|tag| tag == text) {
                    format!("`{text}` needs a value: `{{{text}: ...}}`")
                } else {
                    all_words.extend(tags(alternatives));
                    suggest::hint(text, "allowed", &all_words)
                };
                Problem::error(place.path, message).hint(hint)
            }
            None => {
                self.mismatch(node, alternatives, place);
                return Json::Null;
            }
        };
        self.problems.push(problem.at(node.origin));
        Json::Null
    }

    /// A scalar where the schema wants text.
    fn text(&self, node: &Node, schema: &Json, path: &str) -> Result<String, Box<Problem>> {
        let text = node.scalar().unwrap_or_default();
        match schema.get("format").and_then(Json::as_str) {
            Some(format) => match self.formats.check(format, node) {
                Ok(()) => Ok(text.to_owned()),
                Err(error) => Err(Box::new(Problem {
                    hint: error.hint,
                    ..Problem::error(path, error.message)
                })),
            },
            None if matches!(node.value, Value::Text(_)) => Ok(text.to_owned()),
            None => {
                let message = format!("expected text, but this is {}", node.kind());
                Err(Box::new(
                    Problem::error(path, message).hint(format!("if you mean the text, quote it: \"{text}\"")),
                ))
            }
        }
    }
}

/// The map alternative that a planner meant: the first whose required keys are all there; failing that, the one
/// to which most of the keys written belong; failing that, the one with free keys.
fn meant<'s>(entries: &[(String, Origin, Node)], alternatives: &[&'s Json]) -> Option<&'s Json> {
    let mut best: Option<((bool, usize, bool), &'s Json)> = None;
    for schema in alternatives
        .iter()
        .copied()
        .filter(|one| schema::shape(one) == Shape::Map)
    {
        let has = |key: &str| entries.iter().any(|(name, _, _)| name == key);
        let required = schema::required(schema);
        let complete = !required.is_empty() && required.iter().all(|key| has(key));
        let known = schema::properties(schema).map_or(0, |fixed| fixed.keys().filter(|key| has(key)).count());
        let score = if complete {
            (true, 0, false)
        } else {
            (false, known, schema::free(schema).is_some())
        };
        if best.is_none_or(|(other, _)| score > other) {
            best = Some((score, schema));
        }
    }
    best.map(|(_, schema)| schema)
}

/// A number of the wanted kind and range, as JSON.
fn number(node: &Node, schema: &Json) -> Result<serde_json::Number, String> {
    let Value::Number(value, text) = &node.value else {
        return Err(String::new());
    };
    let whole = schema::shape(schema) == Shape::Integer;
    if whole && value.fract() != 0.0 {
        return Err(format!("expected a whole number, but this is {text}"));
    }
    let bound = |name: &str| schema.get(name).and_then(Json::as_f64);
    if let Some(least) = bound("minimum").filter(|least| value < least) {
        return Err(format!(
            "expected a number of at least {least}, but this is {text}"
        ));
    }
    let most = match schema.get("format").and_then(Json::as_str) {
        Some("uint8") => Some(f64::from(u8::MAX)),
        Some("uint16") => Some(f64::from(u16::MAX)),
        Some("int32") => Some(f64::from(i32::MAX)),
        Some("uint32") => Some(f64::from(u32::MAX)),
        // The next double below 2^64: beyond it the cast would not be exact.
        _ if whole => Some(9_007_199_254_740_992.0),
        _ => None,
    };
    if let Some(most) = bound("maximum").or(most).filter(|most| value > most) {
        return Err(format!("expected a number of at most {most}, but this is {text}"));
    }
    match (whole, *value < 0.0) {
        #[allow(clippy::cast_possible_truncation)]
        (true, true) => Ok(serde_json::Number::from(*value as i64)),
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (true, false) => Ok(serde_json::Number::from(*value as u64)),
        (false, _) => {
            serde_json::Number::from_f64(*value).ok_or_else(|| format!("`{text}` is not a finite number"))
        }
    }
}

/// Words of a union that carry a value: maps with one key.
fn tags<'s>(alternatives: &[&'s Json]) -> impl Iterator<Item = &'s str> {
    alternatives
        .iter()
        .filter_map(|schema| match schema::required(schema).as_slice() {
            [tag] if schema::properties(schema).is_some_and(|fixed| fixed.len() == 1) => Some(*tag),
            _ => None,
        })
}

fn unknown_key(key: &str, path: &str, alternatives: &[&Json]) -> Problem {
    let mut allowed: Vec<&str> = Vec::new();
    for name in alternatives
        .iter()
        .filter_map(|schema| schema::properties(schema))
        .flat_map(Map::keys)
    {
        if !allowed.contains(&name.as_str()) {
            allowed.push(name);
        }
    }
    Problem::error(
        paths::join(path, key),
        format!("unknown key `{key}`{}", within(path)),
    )
    .hint(suggest::hint(key, "allowed keys", &allowed))
}

fn missing(key: &str, path: &str, schema: Option<&Json>) -> Problem {
    let problem = Problem::error(
        paths::join(path, key),
        format!("the key `{key}` is missing{}", within(path)),
    );
    match schema
        .and_then(|schema| schema.get("description"))
        .and_then(Json::as_str)
    {
        Some(description) => problem.hint(format!("`{key}`: {}", description.replace('\n', " "))),
        None => problem,
    }
}

fn within(path: &str) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!(" in `{path}`")
    }
}

/// What would be accepted, in words, without repetition.
fn either(alternatives: &[&Json]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for schema in alternatives
        .iter()
        .filter(|one| schema::shape(one) != Shape::Null)
    {
        let part = schema::expectation(schema);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(" or ")
}

fn quoted(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}

/// A tree as JSON, each scalar by its own kind.
pub(super) fn plain(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(value, text) => match text.parse::<i64>() {
            Ok(whole) => Json::Number(whole.into()),
            Err(_) => serde_json::Number::from_f64(*value).map_or(Json::Null, Json::Number),
        },
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, _, node)| (key.clone(), plain(node)))
                .collect(),
        ),
    }
}
