//! The reference page of the scenario format, written from the JSON Schema of the types: what the program reads
//! and what the page says cannot differ.

use super::{RawModel, RawScenario};
use schemars::JsonSchema;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The whole page, in Markdown: scenario files, then model files.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Reference of every key\n\n\
         This page is generated from the types that read the files (`buildout schema --markdown`).\n\
         `*` marks a key that must be written. How series, figures with provenance, imports and overrides work is\n\
         told in [how scenario files work](format.md); every value that is a figure may carry its source.\n",
    );
    page.push_str("\n## Scenario files\n");
    describe::<RawScenario>(&mut page);
    page.push_str("\n## Model files\n");
    describe::<RawModel>(&mut page);
    page
}

/// Appends the root type and every map type it uses, then the forms of text.
fn describe<T: JsonSchema>(page: &mut String) {
    let schema = schemars::schema_for!(T).to_value();
    let empty = serde_json::Map::new();
    let definitions = schema.get("$defs").and_then(Value::as_object).unwrap_or(&empty);

    let _ = writeln!(page, "\n### File\n\n{}", text(&schema));
    keys(page, &schema);
    let mut forms: BTreeMap<&str, &Value> = BTreeMap::new();
    for (name, definition) in definitions {
        if definition.get("properties").is_some() {
            let _ = writeln!(page, "\n### {}\n\n{}", heading(name), text(definition));
            keys(page, definition);
        } else if let Some(choices) = choices(definition) {
            let _ = writeln!(page, "\n### {}\n\n{}\n", heading(name), text(definition));
            for (word, meaning) in choices {
                let _ = writeln!(page, "- `{word}`: {meaning}");
            }
        } else if definition.get("format").is_some() {
            forms.insert(name, definition);
        }
    }
    if !forms.is_empty() {
        page.push_str("\n### Forms of text\n\n| form | is | for example |\n|---|---|---|\n");
        for (name, form) in forms {
            let example = form["examples"][0].as_str().unwrap_or_default();
            let meaning = text(form);
            let meaning = meaning.split(" such as ").next().unwrap_or_default();
            let _ = writeln!(page, "| {name} | {meaning} | `{example}` |");
        }
    }
}

/// The table of an object's keys.
fn keys(page: &mut String, object: &Value) {
    let Some(properties) = object.get("properties").and_then(Value::as_object) else {
        return;
    };
    let required: Vec<&str> = object
        .get("required")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    page.push_str("\n| key | is | meaning |\n|---|---|---|\n");
    for (key, property) in properties {
        let star = if required.contains(&key.as_str()) {
            " *"
        } else {
            ""
        };
        let _ = writeln!(
            page,
            "| `{key}`{star} | {} | {} |",
            shape(property).replace('|', "\\|"),
            text(property).replace('|', "\\|"),
        );
    }
}

/// What a property holds, in a few words.
fn shape(property: &Value) -> String {
    if let Some(reference) = property.get("$ref").and_then(Value::as_str) {
        return heading(reference.rsplit('/').next().unwrap_or(reference));
    }
    for union in ["anyOf", "oneOf"] {
        if let Some(branches) = property.get(union).and_then(Value::as_array) {
            let mut words: Vec<String> = branches
                .iter()
                .filter(|b| b.get("type").and_then(Value::as_str) != Some("null"))
                .map(shape)
                .collect();
            words.dedup();
            return words.join(" or ");
        }
    }
    if let Some(entries) = property.get("additionalProperties").filter(|v| v.is_object()) {
        return format!("map of {}", shape(entries));
    }
    let kinds: Vec<&str> = match property.get("type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect(),
        _ => vec![],
    };
    match kinds.as_slice() {
        ["array"] => format!(
            "list of {}",
            property.get("items").map_or_else(|| "values".into(), shape)
        ),
        ["string"] => property
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or("text")
            .to_owned(),
        ["boolean"] => "true or false".into(),
        ["integer"] => "whole number".into(),
        ["object"] => "map".into(),
        [] => "value".into(),
        several => several.join(" or "),
    }
}

/// The words of a string enumeration, if the definition is one.
fn choices(definition: &Value) -> Option<Vec<(String, String)>> {
    let branches = definition.get("oneOf").and_then(Value::as_array)?;
    let words: Vec<(String, String)> = branches
        .iter()
        .filter_map(|branch| Some((branch.get("const")?.as_str()?.to_owned(), text(branch))))
        .collect();
    (!words.is_empty()).then_some(words)
}

/// The description, on one line.
fn text(value: &Value) -> String {
    value
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A type name as a planner reads it: `RawSiteHall` is `site hall`.
///
/// Wrappers become words: `power-series-figure` is `power, by period`, `area-cap` is `area or unlimited`.
fn heading(name: &str) -> String {
    for (suffix, words) in [
        ("-figure", ""),
        ("-series", ", by period"),
        ("-cap", " or unlimited"),
    ] {
        if let Some(inner) = name.strip_suffix(suffix) {
            return heading(inner) + words;
        }
    }
    let mut words = String::new();
    for letter in name.strip_prefix("Raw").unwrap_or(name).chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
