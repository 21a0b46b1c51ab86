//! The JSON Schema of a type as the strict reader sees it: references followed, unions flattened.

use serde_json::{Map, Value as Json};
use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A schema with its definitions.
pub(super) struct Schemas {
    root: Json,
}

/// What a schema without unions accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Any value.
    Any,
    /// Only words of a list (`enum`, `const`).
    Word,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// Text, perhaps with a `format`.
    Text,
    /// A list.
    List,
    /// A map: fixed keys, free keys or both.
    Map,
}

impl Schemas {
    /// The schema of a type, generated once.
    pub(super) fn of<T: schemars::JsonSchema + 'static>() -> Arc<Self> {
        static KNOWN: Mutex<BTreeMap<TypeId, Arc<Schemas>>> = Mutex::new(BTreeMap::new());
        // Nothing between lock and unlock leaves the map half-changed.
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let generate = || {
            Arc::new(Self {
                root: schemars::schema_for!(T).to_value(),
            })
        };
        Arc::clone(known.entry(TypeId::of::<T>()).or_insert_with(generate))
    }

    /// The schema of the whole value.
    pub(super) fn root(&self) -> &Json {
        &self.root
    }

    /// Follows `$ref` to the schema it names.
    fn resolve<'s>(&'s self, mut schema: &'s Json) -> &'s Json {
        // Generated references do not form circles; a bound costs nothing.
        for _ in 0..32 {
            let Some(reference) = schema.get("$ref").and_then(Json::as_str) else {
                break;
            };
            let Some(target) = reference
                .strip_prefix('#')
                .and_then(|pointer| self.root.pointer(&decoded(pointer)))
            else {
                break;
            };
            schema = target;
        }
        schema
    }

    /// The alternatives of a schema in order; one if it is no union.
    pub(super) fn alternatives<'s>(&'s self, schema: &'s Json) -> Vec<&'s Json> {
        let mut list = Vec::new();
        self.collect(schema, &mut list, 0);
        list
    }

    fn collect<'s>(&'s self, schema: &'s Json, list: &mut Vec<&'s Json>, depth: usize) {
        let schema = self.resolve(schema);
        let union = schema
            .get("anyOf")
            .or_else(|| schema.get("oneOf"))
            .and_then(Json::as_array);
        match union {
            Some(parts) if depth < 32 => parts.iter().for_each(|part| self.collect(part, list, depth + 1)),
            _ => list.push(schema),
        }
    }
}

/// A JSON pointer out of the fragment of a reference: `%7E` and the like decoded.
fn decoded(pointer: &str) -> String {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) if byte == b'%' => {
                bytes.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What an alternative accepts. A list of types (`["string", "null"]`) counts by its first.
pub(super) fn shape(schema: &Json) -> Shape {
    if schema.get("const").is_some() || schema.get("enum").is_some() {
        return Shape::Word;
    }
    let kind = match schema.get("type") {
        Some(Json::Array(kinds)) => kinds.first().and_then(Json::as_str),
        kind => kind.and_then(Json::as_str),
    };
    match kind {
        Some("null") => Shape::Null,
        Some("boolean") => Shape::Bool,
        Some("integer") => Shape::Integer,
        Some("number") => Shape::Number,
        Some("string") => Shape::Text,
        Some("array") => Shape::List,
        Some("object") => Shape::Map,
        _ if schema.get("properties").is_some() => Shape::Map,
        _ => Shape::Any,
    }
}

/// Words of a `const` or `enum`.
pub(super) fn words(schema: &Json) -> Vec<&str> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(word), _) => word.as_str().into_iter().collect(),
        (None, Some(Json::Array(words))) => words.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Fixed keys of a map with their schemas, in the order of the type.
pub(super) fn properties(schema: &Json) -> Option<&Map<String, Json>> {
    schema.get("properties")?.as_object()
}

/// Keys that must be there.
pub(super) fn required(schema: &Json) -> Vec<&str> {
    let list = schema.get("required").and_then(Json::as_array);
    list.into_iter().flatten().filter_map(Json::as_str).collect()
}

/// Schema of the values under free keys; `None`: only the fixed keys are allowed.
pub(super) fn free(schema: &Json) -> Option<&Json> {
    match schema.get("additionalProperties") {
        Some(Json::Bool(false)) => None,
        Some(other) => Some(other),
        None if properties(schema).is_none() => Some(&Json::Bool(true)),
        None => None,
    }
}

/// What a value of this schema is, in words for messages.
pub(super) fn expectation(schema: &Json) -> String {
    let described = || schema.get("description").and_then(Json::as_str);
    match shape(schema) {
        Shape::Any => "any value".to_owned(),
        Shape::Word => {
            let words: Vec<String> = words(schema).iter().map(|word| format!("`{word}`")).collect();
            words.join(" or ")
        }
        Shape::Null => "nothing".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        // Texts with a format describe themselves: "a power such as `40 MW`".
        Shape::Text if schema.get("format").is_some() => described().unwrap_or("text").to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::List => "a list".to_owned(),
        Shape::Map => "a map".to_owned(),
    }
}
