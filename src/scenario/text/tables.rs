//! CSV files named from the YAML, written into the tree: the resolved scenario stands alone.

use super::{Document, Node, Value, load, parse, paths};
use crate::scenario::problem::{Origin, Problem, SourceFile};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Keys of a series in a table; a map with any other key is left to the strict reader.
const SERIES_KEYS: [&str; 6] = ["csv", "column", "unit", "hold", "interpolate", "growth"];

/// Replaces every `{csv: file, column: name}` by a map from the file's `period` column to that column, and
/// `latency: {csv: file}` by round-trip times from region to region.
pub(super) fn expand(document: &mut Document, problems: &mut Vec<Problem>) {
    let mut root = std::mem::replace(
        &mut document.root,
        Node {
            value: Value::Null,
            origin: Origin::default(),
        },
    );
    let mut tables = Tables {
        document,
        problems,
        read: BTreeMap::new(),
    };
    if let Value::Map(entries) = &mut root.value {
        for (key, _, node) in entries {
            match key.as_str() {
                // Paths and values of a sweep are not part of the scenario itself.
                "sweeps" => {}
                "latency" if sole_table(node).is_some() => tables.latency(node),
                _ => tables.visit(node, key),
            }
        }
    }
    document.root = root;
}

/// A table that was read: header, rows with where they were written.
struct Table {
    name: String,
    header: Vec<String>,
    rows: Vec<(Origin, Vec<String>)>,
}

struct Tables<'d> {
    document: &'d mut Document,
    problems: &'d mut Vec<Problem>,
    read: BTreeMap<PathBuf, Option<Table>>,
}

impl Tables<'_> {
    fn visit(&mut self, node: &mut Node, path: &str) {
        match &mut node.value {
            Value::List(items) => {
                for index in 0..items.len() {
                    let step = items
                        .get(index)
                        .map(|item| paths::element(items, index, item))
                        .unwrap_or_default();
                    if let Some(item) = items.get_mut(index) {
                        self.visit(item, &paths::join(path, &step));
                    }
                }
            }
            Value::Map(entries) => {
                let only = |(key, _, _): &(String, Origin, Node)| SERIES_KEYS.contains(&key.as_str());
                let text = |wanted: &str| {
                    let entry = entries.iter().find(|(key, _, _)| key == wanted)?;
                    Some((entry.2.scalar()?.to_owned(), entry.2.origin))
                };
                match (text("csv"), text("column")) {
                    (Some(file), Some(column)) if entries.iter().all(only) => {
                        let unit = text("unit").map(|(unit, _)| unit);
                        let series = self.series(&file, &column, unit.as_deref(), path);
                        entries.retain(|(key, _, _)| !["csv", "column", "unit"].contains(&key.as_str()));
                        entries.splice(0..0, series);
                    }
                    _ => {
                        for (key, _, inner) in entries {
                            self.visit(inner, &paths::join(path, key));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Period and value of each row.
    fn series(
        &mut self,
        (file, place): &(String, Origin),
        (column, column_place): &(String, Origin),
        unit: Option<&str>,
        path: &str,
    ) -> Vec<(String, Origin, Node)> {
        let mut found = Vec::new();
        let mut wrong = Vec::new();
        if let Some(table) = self.table(file, *place, path) {
            let name = &table.name;
            if table.header.first().map(String::as_str) != Some("period") {
                let message = format!("the first column of `{name}` must be `period`");
                wrong.push(Problem::error(path, message).at(*place));
            }
            let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
            match header.iter().position(|title| title == column) {
                Some(index) => {
                    for (origin, row) in &table.rows {
                        let period = row.first().cloned().unwrap_or_default();
                        let cell = row.get(index).map_or("", String::as_str);
                        if cell.is_empty() || period.is_empty() {
                            let message = format!("`{name}` has no value for `{column}` here");
                            wrong.push(Problem::error(path, message).at(*origin));
                        } else if found
                            .iter()
                            .any(|(other, _, _): &(String, _, _)| *other == period)
                        {
                            let message = format!("`{name}` gives the period `{period}` twice");
                            wrong.push(Problem::error(path, message).at(*origin));
                        } else {
                            found.push((period, *origin, value(cell, unit, *origin)));
                        }
                    }
                }
                None => wrong.push(
                    Problem::error(path, format!("`{name}` has no column `{column}`"))
                        .at(*column_place)
                        .hint(super::suggest::hint(column, "columns", &header)),
                ),
            }
        }
        self.problems.extend(wrong);
        found
    }

    /// Round-trip times by region and region, each with its source.
    fn latency(&mut self, node: &mut Node) {
        let Some((file, place)) = sole_table(node) else {
            return;
        };
        let mut wrong = Vec::new();
        let mut pairs: Vec<(String, Origin, Node)> = Vec::new();
        // Position of each region in `pairs`.
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        if let Some(table) = self.table(&file, place, "latency") {
            let column = |title: &str| table.header.iter().position(|other| other == title);
            let (from, to, rtt) = (column("from_id"), column("to_id"), column("rtt_ms"));
            let (Some(from), Some(to), Some(rtt)) = (from, to, rtt) else {
                let message = format!("`{}` needs the columns from_id, to_id and rtt_ms", table.name);
                self.problems.push(Problem::error("latency", message).at(place));
                return;
            };
            let (source, confidence) = (column("source"), column("confidence"));
            for (origin, row) in &table.rows {
                let cell = |index: usize| row.get(index).map_or("", String::as_str);
                let text = |text: &str| Node {
                    value: Value::Text(text.to_owned()),
                    origin: *origin,
                };
                let mut figure = vec![("value".to_owned(), *origin, value(cell(rtt), Some("ms"), *origin))];
                for (key, index) in [("source", source), ("flag", confidence)] {
                    let written = index.map_or("", cell);
                    if !written.is_empty() {
                        figure.push((key.to_owned(), *origin, text(written)));
                    }
                }
                let figure = Node {
                    value: Value::Map(figure),
                    origin: *origin,
                };
                let index = *known.entry(cell(from).to_owned()).or_insert_with(|| {
                    pairs.push((
                        cell(from).to_owned(),
                        *origin,
                        Node {
                            value: Value::Map(Vec::new()),
                            origin: *origin,
                        },
                    ));
                    pairs.len() - 1
                });
                let Some((
                    _,
                    _,
                    Node {
                        value: Value::Map(targets),
                        ..
                    },
                )) = pairs.get_mut(index)
                else {
                    continue;
                };
                if targets.iter().any(|(other, _, _)| other == cell(to)) {
                    let message = format!("the pair {} and {} is given twice", cell(from), cell(to));
                    wrong.push(Problem::error("latency", message).at(*origin));
                } else {
                    targets.push((cell(to).to_owned(), *origin, figure));
                }
            }
            node.value = Value::Map(pairs);
        }
        self.problems.extend(wrong);
    }

    /// Reads a table once; `None` after a problem was added.
    fn table(&mut self, name: &str, place: Origin, path: &str) -> Option<&Table> {
        let file = self.document.directory(place).join(name);
        if !self.read.contains_key(&file) {
            let table = match self.parse(&file) {
                Ok(table) => Some(table),
                Err(problem) => {
                    let origin = problem.origin.unwrap_or(place);
                    self.problems.push(
                        Problem {
                            path: Some(path.to_owned()),
                            ..*problem
                        }
                        .at(origin),
                    );
                    None
                }
            };
            self.read.insert(file.clone(), table);
        }
        self.read.get(&file)?.as_ref()
    }

    fn parse(&mut self, path: &std::path::Path) -> Result<Table, Box<Problem>> {
        let text = load::read(path)?;
        let name = path.display().to_string();
        let file = u32::try_from(self.document.files.len()).unwrap_or(u32::MAX);
        self.document.files.push(SourceFile {
            path: name.clone(),
            text: text.as_str().into(),
        });
        self.document
            .directories
            .push(path.parent().map_or_else(PathBuf::new, PathBuf::from));
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let place = |position: Option<&csv::Position>| {
            let offset = position.map_or(0, csv::Position::byte);
            let line = usize::try_from(offset).ok().and_then(|offset| text.get(offset..));
            Origin {
                file,
                line: position.map_or(1, |position| small(position.line())),
                column: 1,
                offset: small(offset),
                length: small(line.and_then(|rest| rest.lines().next()).map_or(0, str::len) as u64),
            }
        };
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let fail = |error: &csv::Error| {
            let message = format!("`{name}` is not a table: {error}");
            Box::new(Problem::error("", message).at(place(error.position())))
        };
        let header = reader
            .headers()
            .map_err(|error| fail(&error))?
            .iter()
            .map(str::to_owned)
            .collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| fail(&error))?;
            rows.push((
                place(record.position()),
                record.iter().map(str::to_owned).collect(),
            ));
        }
        Ok(Table { name, header, rows })
    }
}

/// The file of a map that is only `{csv: file}`.
fn sole_table(node: &Node) -> Option<(String, Origin)> {
    match node.entries()? {
        [(key, _, file)] if key == "csv" => Some((file.scalar()?.to_owned(), file.origin)),
        _ => None,
    }
}

/// A cell as a value; a bare number takes the unit of its column.
fn value(cell: &str, unit: Option<&str>, origin: Origin) -> Node {
    let value = match (parse::plain_scalar(cell), unit) {
        (Value::Number(_, text), Some(unit)) => Value::Text(format!("{text} {unit}")),
        (value, _) => value,
    };
    Node { value, origin }
}
