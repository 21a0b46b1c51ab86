//! `buildout catalogue`: chips, regions, round-trip times and rules with the source of every figure.

use super::{CliError, Context, Exit};
use crate::report::grid::{Grid, Page};
use crate::scenario::text::{self, LoadOptions, Node, closest, join, names};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Arguments of `catalogue`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to print; without it, how many entries there are
    #[arg(value_enum)]
    pub kind: Option<Kind>,
    /// Only the entries with these ids
    #[arg(value_name = "ID", requires = "kind")]
    pub ids: Vec<String>,
    /// Scenario or catalogue file (YAML), or a folder of them
    #[arg(long, value_name = "PATH", default_value = "inputs/catalogue")]
    pub from: PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// A part of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Chip products
    Chips,
    /// Regions
    Regions,
    /// Round-trip times between regions
    Latency,
    /// Export and house rules
    Rules,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Chips, Self::Regions, Self::Latency, Self::Rules];

    /// Key in a scenario file.
    fn key(self) -> &'static str {
        match self {
            Self::Chips => "chip_catalogue",
            Self::Regions => "regions",
            Self::Latency => "latency",
            Self::Rules => "rules",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Chips => "chips",
            other => other.key(),
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// Files that cannot be read, unknown ids.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let mut entries: Vec<(Kind, String, Node)> = Vec::new();
    for file in files(&args.from)? {
        let document = text::load(&file, &LoadOptions::default())?;
        for kind in Kind::ALL {
            let found = document
                .root
                .get(kind.key())
                .and_then(Node::entries)
                .unwrap_or_default();
            entries.extend(found.iter().map(|(id, _, node)| (kind, id.clone(), node.clone())));
        }
    }
    if let Some(kind) = args.kind {
        entries.retain(|(other, _, _)| *other == kind);
        select(&mut entries, &args.ids, kind)?;
    }
    if args.json {
        context.print_json(&as_json(&entries))?;
        return Ok(Exit::Done);
    }
    let page = Page {
        width: context.width,
        colour: context.colour,
    };
    let grid = if args.kind.is_some() {
        facts(&entries)
    } else {
        counts(&entries)
    };
    context.print(&grid.render(page))?;
    Ok(Exit::Done)
}

/// The file itself, or the YAML files of a folder by name.
fn files(from: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !from.exists() {
        return Err(CliError::input(
            format!("there is no {}", from.display()),
            "the catalogue is the folder inputs/catalogue of the program's sources: run there, or give a catalogue \
             or scenario file, or a folder of them, with --from PATH",
        ));
    }
    if !from.is_dir() {
        return Ok(vec![from.to_owned()]);
    }
    let read = std::fs::read_dir(from).map_err(|error| CliError::io("read", from, error))?;
    let mut files = Vec::new();
    for entry in read {
        let path = entry.map_err(|error| CliError::io("read", from, error))?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(CliError::input(
            format!("the folder {} has no YAML files", from.display()),
            "name a scenario or a catalogue with `--from PATH`",
        ));
    }
    files.sort();
    Ok(files)
}

fn select(entries: &mut Vec<(Kind, String, Node)>, ids: &[String], kind: Kind) -> Result<(), CliError> {
    if ids.is_empty() {
        return Ok(());
    }
    let known: Vec<&str> = entries.iter().map(|(_, id, _)| id.as_str()).collect();
    if let Some(unknown) = ids.iter().find(|id| !known.contains(&id.as_str())) {
        let near = closest(unknown, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        return Err(CliError::input(
            format!("unknown entry `{unknown}` of {}", kind.name()),
            format!("{}entries: {}", near.unwrap_or_default(), names(known)),
        ));
    }
    entries.retain(|(_, id, _)| ids.contains(id));
    Ok(())
}

fn counts(entries: &[(Kind, String, Node)]) -> Grid {
    let mut grid = Grid::new(
        [
            "catalogue",
            "entries",
            "figures",
            "verified",
            "recalled",
            "assumption",
        ],
        1,
    );
    for kind in Kind::ALL {
        let mut rows = Vec::new();
        let mine = entries.iter().filter(|(other, _, _)| *other == kind);
        let count = mine.map(|(_, _, node)| flatten("", node, &mut rows)).count();
        let flagged = |flag: &str| rows.iter().filter(|row| row.flag == flag).count();
        let figures = rows.iter().filter(|row| !row.flag.is_empty()).count();
        let numbers = [
            count,
            figures,
            flagged("verified"),
            flagged("recalled"),
            flagged("assumption"),
        ];
        grid.row(std::iter::once(kind.name().to_owned()).chain(numbers.map(|number| number.to_string())));
    }
    grid
}

/// One fact of an entry.
struct Fact {
    name: String,
    value: String,
    flag: String,
    source: String,
}

/// The facts of an entry: figures with their provenance, anything else as it stands.
fn flatten(base: &str, node: &Node, facts: &mut Vec<Fact>) {
    let word = |key: &str| {
        node.get(key)
            .and_then(Node::scalar)
            .unwrap_or_default()
            .to_owned()
    };
    match (node.entries(), node.get("value")) {
        (Some(_), Some(value)) => {
            let range = match (word("low"), word("high")) {
                (low, high) if low.is_empty() || high.is_empty() => String::new(),
                (low, high) => format!(" ({low} to {high})"),
            };
            let value = written(value) + &range;
            facts.push(Fact {
                name: base.to_owned(),
                value,
                flag: word("flag"),
                source: word("source"),
            });
        }
        (Some(entries), None) => {
            for (key, _, child) in entries {
                flatten(&join(base, key), child, facts);
            }
        }
        (None, _) => {
            facts.push(Fact {
                name: base.to_owned(),
                value: written(node),
                flag: String::new(),
                source: String::new(),
            });
        }
    }
}

/// A value in one line.
fn written(node: &Node) -> String {
    use crate::scenario::text::Value;
    match &node.value {
        Value::List(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, _, value)| format!("{key}: {}", written(value)))
                .collect();
            entries.join(", ")
        }
        _ => node.scalar().unwrap_or_default().to_owned(),
    }
}

fn facts(entries: &[(Kind, String, Node)]) -> Grid {
    let mut grid = Grid::new(["id", "fact", "flag", "source", "value"], 5);
    for (_, id, node) in entries {
        let mut rows = Vec::new();
        flatten("", node, &mut rows);
        for fact in rows {
            grid.row([id.clone(), fact.name, fact.flag, fact.source, fact.value]);
        }
    }
    grid
}

/// By kind and id, as written, every fact with its provenance where it has one.
fn as_json(entries: &[(Kind, String, Node)]) -> Value {
    let mut kinds = Map::new();
    for (kind, id, node) in entries {
        let mut facts = Vec::new();
        flatten("", node, &mut facts);
        let of_kind = kinds
            .entry(kind.name())
            .or_insert_with(|| Value::Object(Map::new()));
        let facts = facts.into_iter().map(|fact| {
            let word = |text: String| {
                if text.is_empty() {
                    Value::Null
                } else {
                    Value::String(text)
                }
            };
            (
                fact.name,
                json!({"value": fact.value, "flag": word(fact.flag), "source": word(fact.source)}),
            )
        });
        if let Value::Object(map) = of_kind {
            map.insert(id.clone(), Value::Object(facts.collect()));
        }
    }
    Value::Object(kinds)
}
