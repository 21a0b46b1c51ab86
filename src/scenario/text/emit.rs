//! A tree as YAML: the resolved scenario that is hashed, saved and solved.

use super::{Node, Value, parse};
use std::fmt::Write;

/// The tree as block YAML. The same tree gives the same bytes, and reading them gives the same tree.
pub(super) fn to_yaml(root: &Node) -> String {
    let mut text = String::new();
    match &root.value {
        Value::Map(entries) if !entries.is_empty() => map(entries, 0, &mut text),
        Value::List(items) if !items.is_empty() => list(items, 0, &mut text),
        _ => {
            text.push_str(&inline(root));
            text.push('\n');
        }
    }
    text
}

fn map(entries: &[(String, super::Origin, Node)], indent: usize, text: &mut String) {
    for (key, _, node) in entries {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(&string(key));
        text.push(':');
        child(node, indent + 2, text);
    }
}

fn list(items: &[Node], indent: usize, text: &mut String) {
    for item in items {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push('-');
        child(item, indent + 2, text);
    }
}

/// What follows `key:` or `-`: a scalar on the same line, anything else on the next lines.
fn child(node: &Node, indent: usize, text: &mut String) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            text.push('\n');
            map(entries, indent, text);
        }
        Value::List(items) if !items.is_empty() => {
            text.push('\n');
            list(items, indent, text);
        }
        _ => {
            text.push(' ');
            text.push_str(&inline(node));
            text.push('\n');
        }
    }
}

/// A node on one line: flow style for lists and maps.
pub(super) fn inline(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(_, text) => text.clone(),
        Value::Text(text) => string(text),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries = entries
                .iter()
                .map(|(key, _, node)| format!("{}: {}", string(key), inline(node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Text as a YAML scalar, quoted unless it is certainly read back as the same text anywhere.
fn string(text: &str) -> String {
    let first = text
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let inner = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " _-./%+*()<>=;^:$".contains(c));
    let apart = text.contains(": ") || text.ends_with([':', ' ']);
    if first && inner && !apart && parse::is_text(text) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            ' '..='~' => quoted.push(c),
            c if c.is_alphanumeric() => quoted.push(c),
            c if u32::from(c) <= 0xff => {
                let _ = write!(quoted, "\\x{:02X}", u32::from(c));
            }
            c if u32::from(c) <= 0xffff => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}
