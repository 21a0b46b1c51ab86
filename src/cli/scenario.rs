//! `buildout scenario`: what a file offers, what it says after merging, and how two of them differ.

use super::{CliError, Context, Exit};
use crate::report::grid::{Grid, Page};
use crate::scenario::text::{self, Document, LoadOptions};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Arguments of `scenario`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do with them
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with the named scenarios of a file.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// List the named scenarios of a file, its overrides and its sweeps
    List {
        /// Scenario file (YAML)
        #[arg(value_name = "SCENARIO")]
        path: PathBuf,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the merged scenario: imports, templates, overrides and settings applied
    Show {
        /// Which scenario
        #[command(flatten)]
        scenario: super::ScenarioArgs,
        /// One line per value, with the file and line that won
        #[arg(long)]
        origin: bool,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print what differs between two files, or between named scenarios of one file
    #[command(
        after_help = "With one file: `diff FILE --scenario A` compares the file itself with scenario A, \
        `diff FILE --scenario A --scenario B` compares A with B.\n\
        With two files a named scenario applies to both, two apply one each."
    )]
    Diff {
        /// One or two scenario files (YAML)
        #[arg(value_name = "SCENARIO", num_args = 1..=2, required = true)]
        paths: Vec<PathBuf>,
        /// Named scenario to apply; may be given twice
        #[arg(long = "scenario", value_name = "NAME")]
        names: Vec<String>,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs the verb.
///
/// # Errors
/// Files that cannot be loaded, unknown names.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    match args.action {
        Action::List { path, json } => list(&path, json, context)?,
        Action::Show {
            scenario,
            origin,
            json,
        } => {
            let document = text::load(&scenario.path, &scenario.load_options())?;
            context.show_problems(&document.warnings);
            show(&document, origin, json, context)?;
        }
        Action::Diff { paths, names, json } => diff(&paths, &names, json, context)?,
    }
    Ok(Exit::Done)
}

fn list(path: &Path, as_json: bool, context: &Context) -> Result<(), CliError> {
    let listing = text::load(path, &LoadOptions::default())?.listing;
    if as_json {
        let named = |list: &[(String, Vec<String>)], inner: &str| -> Vec<serde_json::Value> {
            list.iter()
                .map(|(name, members)| json!({"name": name, inner: members}))
                .collect()
        };
        return context.print_json(&json!({
            "scenarios": named(&listing.scenarios, "overrides"),
            "overrides": named(&listing.overrides, "paths"),
            "sweeps": named(&listing.sweeps, "varies"),
        }));
    }
    let page = Page {
        width: context.width,
        colour: context.colour,
    };
    let mut blocks = Vec::new();
    let mut block = |title: &str, header: [&str; 2], rows: &[(String, Vec<String>)]| {
        if !rows.is_empty() {
            let mut grid = Grid::new(header, 2);
            for (name, members) in rows {
                let mut name = name.as_str();
                for member in members {
                    grid.row([name, member]);
                    name = "";
                }
                if members.is_empty() {
                    grid.row([name, "(changes nothing)"]);
                }
            }
            blocks.push(format!("{}\n{}", page.heading(title), grid.render(page)));
        }
    };
    block(
        "Scenarios",
        ["scenario", "overrides, in order"],
        &listing.scenarios,
    );
    block("Overrides", ["override", "paths"], &listing.overrides);
    block("Sweeps", ["sweep", "varies"], &listing.sweeps);
    if blocks.is_empty() {
        blocks.push("The file has no named scenarios, overrides or sweeps.\n".to_owned());
    }
    context.print(&blocks.join("\n"))
}

fn show(document: &Document, origin: bool, as_json: bool, context: &Context) -> Result<(), CliError> {
    match (origin, as_json) {
        (false, false) => context.print(&document.to_yaml()),
        (false, true) => context.print_json(&document.to_json()),
        (true, false) => {
            let lines = document.origins().into_iter();
            let text: String = lines
                .map(|leaf| format!("{}: {}  # {}\n", leaf.path, leaf.value, leaf.origin))
                .collect();
            context.print(&text)
        }
        (true, true) => {
            let leaves: Vec<serde_json::Value> = document
                .origins()
                .into_iter()
                .map(|leaf| json!({"path": leaf.path, "value": leaf.value, "origin": leaf.origin}))
                .collect();
            context.print_json(&leaves)
        }
    }
}

fn diff(paths: &[PathBuf], names: &[String], as_json: bool, context: &Context) -> Result<(), CliError> {
    let (first, second) = match (paths, names) {
        ([file], [name]) => ((file, None), (file, Some(name))),
        ([file], [from, to]) => ((file, Some(from)), (file, Some(to))),
        ([one, two], []) => ((one, None), (two, None)),
        ([one, two], [name]) => ((one, Some(name)), (two, Some(name))),
        ([one, two], [from, to]) => ((one, Some(from)), (two, Some(to))),
        _ => {
            return Err(CliError::input(
                "two scenarios are needed to compare",
                "give two files, or one file and --scenario once or twice",
            ));
        }
    };
    let load = |(path, name): (&PathBuf, Option<&String>)| {
        text::load(
            path,
            &LoadOptions {
                scenario: name.cloned(),
                sets: Vec::new(),
            },
        )
    };
    let differences = load(first)?.diff(&load(second)?);
    if as_json {
        let list: Vec<serde_json::Value> = differences
            .into_iter()
            .map(|(path, from, to)| json!({"path": path, "from": from, "to": to}))
            .collect();
        return context.print_json(&list);
    }
    let mut text = String::new();
    for (path, from, to) in differences {
        let side = |value: Option<String>| value.unwrap_or_else(|| "(none)".to_owned());
        text.push_str(&format!("{path}: {} -> {}\n", side(from), side(to)));
    }
    if text.is_empty() {
        text.push_str("no differences\n");
    }
    context.print(&text)
}
