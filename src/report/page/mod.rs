//! Pages: one self-contained HTML file per run, comparison or sweep that works without a network.
//!
//! A page is a list of sections, a section a list of blocks: text, cards, charts, tables. [`Page::render`] puts them
//! into the template with the style sheet, the script and, for charts, Apache ECharts. Every chart carries a summary in
//! words and its numbers as a table; the page can be read without the drawings.
//!
//! Nothing that a scenario says can become markup or script: text is escaped, data is JSON without `<`, `>` and `&`,
//! and the page's content security policy lets only its own scripts run and nothing reach the network.

mod chart;
mod escape;
mod render;
pub mod run;
mod sheet;
pub mod study;
pub mod sweep;

pub use chart::{
    Bar, Chart, Colour, Curve, Figure, GanttBar, Join, Place, Series, Swing, View, WaterfallStep,
};
pub use render::PageError;
pub use sheet::Sheet;

use serde::Serialize;

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Heading, also the title of the browser's window.
    pub title: String,
    /// Line under the heading.
    pub subtitle: String,
    /// How it stands, in a few words each.
    pub badges: Vec<Badge>,
    /// What the reader must know before anything else.
    pub notices: Vec<String>,
    /// The body.
    pub sections: Vec<Section>,
    /// Last line: what made the page.
    pub footer: String,
}

/// A few words on how something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub tone: Tone,
}

/// How something is meant. Never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// As it should be.
    Good,
    /// Deserves attention.
    Warn,
    /// Neither.
    Plain,
}

/// A section with a heading and an entry in the navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Name in links: letters and hyphens.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// Content.
    pub blocks: Vec<Block>,
}

impl Section {
    /// An empty section.
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a chart if there is something to draw.
    pub fn chart(&mut self, chart: Option<Chart>) {
        self.blocks.extend(chart.map(Block::Chart));
    }
}

/// Part of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Lines that keep their form.
    Verbatim(String),
    /// Figures at a glance.
    Cards(Vec<Card>),
    /// A chart.
    Chart(Chart),
    /// A table in full view.
    Table(Sheet),
    /// A table behind a line that opens it.
    Folded(Sheet),
}

/// One figure at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// What it is.
    pub label: String,
    /// The figure with its unit.
    pub value: String,
    /// What else to know; may be empty.
    pub note: String,
}

impl Card {
    /// A card.
    pub fn new(label: impl Into<String>, value: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            note: note.into(),
        }
    }
}
