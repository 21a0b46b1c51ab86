//! What a plan costs, builds, buys, serves and emits, as lines that two plans can be laid side by side by.

mod counted;
mod sheet;

use crate::plan::Plan;
use crate::plan::ledger::Ledger;
use crate::plan::tables::{Cell, Table};
use crate::scenario::Scenario;
use indexmap::IndexMap;
use sheet::Sheet;

/// By what the lines of a comparison are split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Not at all: over the whole horizon, all sites.
    #[default]
    Total,
    /// By period.
    Period,
    /// By site.
    Site,
    /// By chip.
    Chip,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Money in present value, MUSD: adds up to the objective.
    Cost,
    /// Money as it is paid, MUSD undiscounted.
    Spending,
    /// When sites open.
    Sites,
    /// Power, halls and leases.
    Capacity,
    /// Units ordered and in service.
    Chips,
    /// Volume wanted, served and missing; training.
    Demand,
    /// Energy, emissions and water.
    Carbon,
}

impl Topic {
    /// All topics in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Cost,
        Self::Spending,
        Self::Sites,
        Self::Capacity,
        Self::Chips,
        Self::Demand,
        Self::Carbon,
    ];

    /// Name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Spending => "spending",
            Self::Sites => "sites",
            Self::Capacity => "capacity",
            Self::Chips => "chips",
            Self::Demand => "demand",
            Self::Carbon => "carbon",
        }
    }

    /// Whether its lines are money.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Cost | Self::Spending)
    }
}

/// How the values of a line are put together over the periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Added up: what happens.
    Sum,
    /// The largest: what stands.
    Peak,
    /// The mean, weighted by the length of the periods: what flows.
    Mean,
}

/// What identifies a line. Empty parts are "all of them".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// What it is about.
    pub topic: Topic,
    /// What is counted: `capex`, `halls started`.
    pub line: String,
    /// Of what: a component of money, a workload, a line of demand, a job.
    pub of: String,
    /// Where.
    pub site: String,
    /// On or of which chip.
    pub chip: String,
    /// When.
    pub period: String,
}

/// The value of a line in one plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// A number in the unit of the line, or words.
    pub value: Cell,
    /// For money: its present value, MUSD.
    pub present: Option<f64>,
    /// Unit of the number.
    pub unit: String,
    /// How periods are put together.
    pub over: Over,
}

/// The lines of a plan in the order of reports.
pub type Lines = IndexMap<Key, Entry>;

/// Name of the line that adds up a class of money; its components are told under the same name.
pub const ALL: &str = "";
/// Name of the line of all costs less what is received.
pub const NET_COST: &str = "net cost";
/// Name of the line of units ordered.
pub const ORDERED: &str = "ordered";
/// Name of the line of units in service.
pub const IN_SERVICE: &str = "in service";
/// Name of the lines of what is unmet of one line of demand.
pub const UNMET_OF_LINE: &str = "unmet of line";
/// Name of the line of units deployed.
pub const DEPLOYED: &str = "put in service";

/// All lines of a plan. Money is MUSD, what is received counts negative in costs.
pub fn lines(scenario: &Scenario, plan: &Plan, ledger: &Ledger, tables: &[Table], by: By) -> Lines {
    let mut sheet = Sheet {
        scenario,
        tables,
        by,
        series: IndexMap::new(),
    };
    sheet.money(ledger);
    sheet.capacity();
    sheet.chips();
    sheet.demand();
    sheet.carbon();
    let mut lines = sheet.reduced();
    if matches!(by, By::Total | By::Site) {
        opening(scenario, plan, &mut lines);
    }
    lines.sort_by(|a, _, b, _| a.topic.cmp(&b.topic));
    lines
}

/// When each site opens.
fn opening(scenario: &Scenario, plan: &Plan, lines: &mut Lines) {
    for (site, opened) in scenario.sites.iter().zip(&plan.opened) {
        let when = opened.and_then(|t| scenario.horizon.labels.get(t.index()));
        let value = match (site.existing, when) {
            (true, _) => "existing",
            (false, Some(label)) => label.as_str(),
            (false, None) => "not opened",
        };
        let key = Key {
            topic: Topic::Sites,
            line: "opens".into(),
            of: String::new(),
            site: site.id.clone(),
            chip: String::new(),
            period: String::new(),
        };
        let entry = Entry {
            value: value.into(),
            present: None,
            unit: String::new(),
            over: Over::Sum,
        };
        lines.insert(key, entry);
    }
}
