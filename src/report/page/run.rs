//! The page of one run.

mod demand;
mod headline;
mod limits;
mod money;
mod places;
mod power;
mod read;
mod solve;

use super::study::Studies;
use super::{Block, Page, Section, Sheet};
use crate::plan::tables::Table;
use crate::report::grid::Grid;
use crate::report::terminal;
use crate::run::Priced;
use crate::run::manifest::Manifest;
use crate::run::saved::Saved;
use crate::scenario::Scenario;

/// Name of the page in a run directory.
pub const FILE: &str = "report.html";

/// Everything that the page of a run is made of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The question.
    pub scenario: &'a Scenario,
    /// How the solve went.
    pub manifest: &'a Manifest,
    /// The plan with what follows from it, if there is one.
    pub plan: Option<&'a Priced>,
    /// Why there can be no plan, if there can be none.
    pub explanation: Option<&'a str>,
    /// Text of `trajectory.csv`; `None` if the file is not there.
    pub trajectory: Option<&'a str>,
    /// What is not as the run wrote it, one sentence per file.
    pub altered: &'a [String],
    /// What else was found out about it.
    pub studies: &'a Studies,
}

impl<'a> Subject<'a> {
    /// A run as read back from its directory.
    pub fn of_saved(saved: &'a Saved, studies: &'a Studies) -> Self {
        Self {
            scenario: &saved.question.scenario,
            manifest: &saved.manifest,
            plan: saved.plan.as_ref(),
            explanation: saved.explanation.as_deref(),
            trajectory: saved.trajectory.as_deref(),
            altered: &saved.altered,
            studies,
        }
    }
}

/// A run with a plan.
pub(super) struct Planned<'a> {
    view: terminal::View<'a>,
    /// Sites by peak IT power in use, the largest first: each keeps its colour over all charts.
    sites: Vec<String>,
    /// Chips by peak IT power in use, the largest first.
    chips: Vec<String>,
}

impl Planned<'_> {
    fn periods(&self) -> &[String] {
        &self.view.scenario.horizon.labels
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.view.tables.iter().find(|table| table.name == name)
    }
}

/// The page of a run. The same run gives the same bytes.
pub fn page(subject: &Subject<'_>) -> Page {
    let scenario = subject.scenario;
    let mut page = Page {
        title: scenario.name.clone(),
        subtitle: headline::subtitle(scenario),
        badges: headline::badges(subject.manifest),
        notices: subject.altered.to_vec(),
        sections: Vec::new(),
        footer: solve::footer(subject.manifest),
    };
    match subject.plan {
        Some(priced) => {
            let planned = power::ranked(terminal::View {
                scenario,
                manifest: subject.manifest,
                plan: &priced.plan,
                ledger: &priced.ledger,
                tables: &priced.tables,
            });
            page.sections.extend([
                headline::section(&planned),
                places::map(&planned),
                places::programme(&planned),
                power::power(&planned),
                power::compute(&planned),
                demand::section(&planned),
                money::section(&planned),
                limits::section(&planned),
                subject.studies.section(),
                solve::section(subject),
                solve::assumptions(&planned),
                tables(&priced.tables),
            ]);
        }
        None => page.sections.extend([no_plan(subject), solve::section(subject)]),
    }
    page.sections.retain(|section| !section.blocks.is_empty());
    page
}

/// Why there is no plan.
fn no_plan(subject: &Subject<'_>) -> Section {
    let mut section = Section::new("no-plan", "No plan");
    match subject.explanation {
        Some(text) => section.push(Block::Verbatim(text.trim_end().to_owned())),
        None => section.push(Block::Text(
            "This run was stopped before any plan was found. More time may find one.".into(),
        )),
    }
    section
}

/// Every table of the plan.
fn tables(tables: &[Table]) -> Section {
    let mut section = Section::new("tables", "All tables");
    section.push(Block::Text(
        "The same tables as in the run directory, rounded for reading; the CSV files have six decimals."
            .into(),
    ));
    let shown = tables.iter().filter(|table| !table.rows.is_empty());
    section
        .blocks
        .extend(shown.map(|table| Block::Folded(sheet(table, table.title))));
    section
}

/// A tidy table for the page.
fn sheet(table: &Table, caption: &str) -> Sheet {
    Sheet::new(caption, Grid::of_table(table))
}
