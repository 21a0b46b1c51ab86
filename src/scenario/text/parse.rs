//! YAML events to [`Node`]s with origins, within a budget that a hostile file cannot exceed.

use super::{Node, Value};
use crate::scenario::problem::{Origin, Problem};
use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span, StrInput};
use std::collections::HashMap;

/// Deepest nesting of lists and maps.
pub(super) const MAX_DEPTH: usize = 64;
/// Most values in one file.
const MAX_NODES: usize = 2_000_000;
/// Most memory that aliases (`*name`) may copy, in bytes.
const MAX_ALIAS_BYTES: usize = 32 << 20;
/// Longest key in characters. Ids are far shorter.
const MAX_KEY: usize = 100;

/// Parses one YAML document. `file` goes into the origins.
///
/// # Errors
/// A syntax error, something the format does not use (tags, merge keys, several documents), or a file
/// beyond the budget gives one problem; duplicate keys are collected and given together.
pub(super) fn parse(text: &str, file: u32) -> Result<Node, Vec<Problem>> {
    let options: Options = serde_yaml::granit_parser::options! { emit_comments: false };
    let mut reader = Reader {
        events: Parser::new_from_str_with_options(text, options),
        file,
        anchors: HashMap::new(),
        nodes: 0,
        alias_bytes: 0,
        duplicates: Vec::new(),
    };
    match reader.document() {
        Ok(node) if reader.duplicates.is_empty() => Ok(node),
        Ok(_) => Err(reader.duplicates),
        Err(problem) => {
            let mut list = reader.duplicates;
            list.push(*problem);
            Err(list)
        }
    }
}

/// Problems are boxed on the way up: they are large and rare.
type Fallible<T> = Result<T, Box<Problem>>;

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    file: u32,
    /// Finished anchored nodes with the memory a copy takes.
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    alias_bytes: usize,
    duplicates: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Fallible<Node> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_none() => {}
                Event::DocumentStart(..) => {
                    return Err(self.refuse(&span, "a second YAML document starts here").into());
                }
                other if root.is_none() => root = Some(self.node(other, &span, 0)?.0),
                _ => {
                    return Err(self
                        .refuse(&span, "unexpected YAML after the end of the document")
                        .into());
                }
            }
        }
        root.ok_or_else(|| {
            let empty = Problem::error("", "the file is empty").at(self.origin(&Span::default()));
            Box::new(empty.hint(super::load::STARTER))
        })
    }

    fn next(&mut self) -> Fallible<Option<(Event<'t>, Span)>> {
        match self.events.next_event() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(error)) => Err(Box::new(self.syntax(&error))),
        }
    }

    /// A node from its first event; with it the memory that a copy takes.
    fn node(&mut self, event: Event<'t>, span: &Span, depth: usize) -> Fallible<(Node, usize)> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self
                .refuse(span, &format!("the file has more than {MAX_NODES} values"))
                .into());
        }
        if depth > MAX_DEPTH {
            return Err(self
                .refuse(span, &format!("nested more than {MAX_DEPTH} deep"))
                .into());
        }
        let origin = self.origin(span);
        let (value, anchor, tagged, size) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let size = text.len();
                (scalar(&text, style), anchor, tag.is_some(), size)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let (items, size) = self.list(depth)?;
                (Value::List(items), anchor, tag.is_some(), size)
            }
            Event::MappingStart(_, anchor, tag) => {
                let (entries, size) = self.map(depth)?;
                (Value::Map(entries), anchor, tag.is_some(), size)
            }
            Event::Alias(id) => return self.alias(id, span),
            _ => return Err(self.refuse(span, "unexpected YAML here").into()),
        };
        if tagged {
            return Err(self
                .refuse(span, "YAML tags (`!name`) are not part of the format")
                .into());
        }
        let size = size + std::mem::size_of::<Node>();
        let node = Node { value, origin };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        Ok((node, size))
    }

    fn alias(&mut self, id: usize, span: &Span) -> Fallible<(Node, usize)> {
        let Some(size) = self.anchors.get(&id).map(|(_, size)| *size) else {
            return Err(self
                .refuse(span, "this alias stands inside the value it refers to")
                .into());
        };
        self.alias_bytes = self.alias_bytes.saturating_add(size);
        if self.alias_bytes > MAX_ALIAS_BYTES {
            let message = format!("aliases expand to more than {} MB", MAX_ALIAS_BYTES >> 20);
            return Err(Box::new(self.refuse(span, &message).hint(
                "the file looks like a YAML bomb; write the values out or use `templates`",
            )));
        }
        match self.anchors.get(&id) {
            Some((node, size)) => Ok((node.clone(), *size)),
            None => Err(self.refuse(span, "unknown alias").into()),
        }
    }

    fn list(&mut self, depth: usize) -> Fallible<(Vec<Node>, usize)> {
        let (mut items, mut size) = (Vec::new(), 0);
        while let Some((event, span)) = self.next()? {
            if event == Event::SequenceEnd {
                break;
            }
            let (item, bytes) = self.node(event, &span, depth + 1)?;
            size += bytes;
            items.push(item);
        }
        Ok((items, size))
    }

    #[allow(clippy::type_complexity)]
    fn map(&mut self, depth: usize) -> Fallible<(Vec<(String, Origin, Node)>, usize)> {
        let mut entries: Vec<(String, Origin, Node)> = Vec::new();
        let mut seen: HashMap<String, Origin> = HashMap::new();
        let mut size = 0;
        while let Some((event, span)) = self.next()? {
            if event == Event::MappingEnd {
                break;
            }
            let key_origin = self.origin(&span);
            let key = self.key(&event, &span)?;
            let Some((event, span)) = self.next()? else { break };
            let (mut node, bytes) = self.node(event, &span, depth + 1)?;
            if node.value == Value::Null && node.origin.length == 0 {
                // Nothing was written: the key is the place to show.
                node.origin = key_origin;
            }
            if let Some(first) = seen.get(&key) {
                self.duplicates.push(
                    Problem::error(&key, format!("the key `{key}` is given twice in one map"))
                        .at(key_origin)
                        .hint(format!(
                            "it is first given on line {}, column {}",
                            first.line, first.column
                        )),
                );
                continue;
            }
            size += bytes + key.len() + std::mem::size_of::<(String, Origin)>();
            seen.insert(key.clone(), key_origin);
            entries.push((key, key_origin, node));
        }
        Ok((entries, size))
    }

    fn key(&self, event: &Event<'t>, span: &Span) -> Fallible<String> {
        let Event::Scalar(text, style, _, tag) = event else {
            return Err(self.refuse(span, "a key must be plain text").into());
        };
        if tag.is_some() {
            return Err(self
                .refuse(span, "YAML tags (`!name`) are not part of the format")
                .into());
        }
        if text.is_empty() {
            return Err(self.refuse(span, "a key must not be empty").into());
        }
        if text == "<<" && *style == ScalarStyle::Plain {
            return Err(Box::new(
                self.refuse(span, "YAML merge keys (`<<`) are not part of the format")
                    .hint("name the common part under `templates` and write `template: name`"),
            ));
        }
        if text.chars().count() > MAX_KEY {
            return Err(self
                .refuse(span, &format!("a key has at most {MAX_KEY} characters"))
                .into());
        }
        Ok(text.to_string())
    }

    fn origin(&self, span: &Span) -> Origin {
        let start = span.start.byte_offset().unwrap_or(0);
        let end = span.end.byte_offset().unwrap_or(start);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Origin {
            file: self.file,
            line: small(span.start.line().max(1)),
            column: small(span.start.col() + 1),
            offset: small(start),
            length: small(end.saturating_sub(start)),
        }
    }

    fn refuse(&self, span: &Span, message: &str) -> Problem {
        Problem {
            path: None,
            ..Problem::error("", message).at(self.origin(span))
        }
    }

    fn syntax(&self, error: &ScanError) -> Problem {
        let span = Span::empty(*error.marker());
        self.refuse(&span, &format!("not valid YAML: {}", error.info()))
    }
}

/// What a scalar is by the YAML 1.2 core schema, narrowed: numbers are decimal and finite, only quoted or
/// unmistakable text stays text (`NO` is Norway, not false).
fn scalar(text: &str, style: ScalarStyle) -> Value {
    match style {
        ScalarStyle::Plain => plain_scalar(text),
        _ => Value::Text(text.to_owned()),
    }
}

/// What an unquoted scalar is.
pub(super) fn plain_scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(value) => Value::Number(value, text.to_owned()),
            None => Value::Text(text.to_owned()),
        },
    }
}

/// Whether an unquoted scalar is read as text.
pub(super) fn is_text(text: &str) -> bool {
    matches!(plain_scalar(text), Value::Text(_))
}

/// A decimal number: sign, digits, point, exponent. Rust would also take `inf` and `nan`.
fn number(text: &str) -> Option<f64> {
    let plausible = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    if !plausible || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}
