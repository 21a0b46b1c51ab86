//! What a plan costs, builds, buys, serves and emits, as lines that two plans can be laid side by side by.

use crate::plan::Plan;
use crate::plan::ledger::{Class, Component, Ledger};
use crate::plan::tables::{Cell, Table};
use crate::scenario::{MegaTpp, Scenario};
use indexmap::IndexMap;

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

/// Values by period before they are put together.
struct Series {
    over: Over,
    unit: String,
    values: Vec<f64>,
    present: Vec<f64>,
}

struct Sheet<'a> {
    scenario: &'a Scenario,
    tables: &'a [Table],
    by: By,
    series: IndexMap<Key, Series>,
}

/// Where a number belongs before the split is chosen.
#[derive(Clone, Copy, Default)]
struct At<'a> {
    of: &'a str,
    site: &'a str,
    chip: &'a str,
    period: usize,
}

impl<'a> Sheet<'a> {
    /// Adds a number to the line that it belongs to under the chosen split.
    fn add(&mut self, topic: Topic, line: &str, over: Over, unit: &str, at: At<'_>, value: f64) {
        self.add_money(topic, line, (over, unit), at, (value, 0.0));
    }

    fn add_money(
        &mut self,
        topic: Topic,
        line: &str,
        (over, unit): (Over, &str),
        at: At<'_>,
        (value, present): (f64, f64),
    ) {
        let site = if self.by == By::Site { at.site } else { "" };
        // Units of different chips do not add up.
        let by_chip = self.by == By::Chip || topic == Topic::Chips;
        let chip = if by_chip { at.chip } else { "" };
        let periods = self.scenario.horizon.len();
        let key = Key {
            topic,
            line: line.to_owned(),
            of: at.of.to_owned(),
            site: site.to_owned(),
            chip: chip.to_owned(),
            period: String::new(),
        };
        let series = self.series.entry(key).or_insert_with(|| Series {
            over,
            unit: unit.to_owned(),
            values: vec![0.0; periods],
            present: vec![0.0; periods],
        });
        if let Some(sum) = series.values.get_mut(at.period) {
            *sum += value;
        }
        if let Some(sum) = series.present.get_mut(at.period) {
            *sum += present;
        }
    }

    fn period(&self, label: &str) -> usize {
        let labels = &self.scenario.horizon.labels;
        labels
            .iter()
            .position(|known| known == label)
            .unwrap_or(usize::MAX)
    }

    /// Rows of a table; none if the plan has no such table.
    fn table(&self, name: &str) -> Option<&'a Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Adds a column of a table to a line.
    fn column(&mut self, table: &str, column: &str, (topic, line, over): (Topic, &str, Over), unit: &str) {
        let Some(table) = self.table(table) else { return };
        let split = match self.by {
            By::Site => "site",
            By::Chip => "chip",
            By::Total | By::Period => "period",
        };
        if !table.keys.contains(&split) {
            return;
        }
        let Some(place) = table.values.iter().position(|name| *name == column) else {
            return;
        };
        for row in &table.rows {
            let key = |name: &str| {
                let at = table.keys.iter().position(|key| *key == name);
                at.and_then(|at| row.keys.get(at)).map_or("", String::as_str)
            };
            let Some(Cell::Number(value)) = row.values.get(place) else {
                continue;
            };
            let at = At {
                of: "",
                site: key("site"),
                chip: key("chip"),
                period: self.period(key("period")),
            };
            let unit = if unit.is_empty() { row.unit.as_str() } else { unit };
            self.add(topic, line, over, unit, at, *value);
        }
    }

    fn money(&mut self, ledger: &Ledger) {
        let scenario = self.scenario;
        // All lines first, so that they stand in the order of reports.
        for flow in ledger.flows() {
            let class = flow.component.class();
            let sign = if class == Class::Revenue {
                1.0
            } else {
                class.in_net_cost()
            };
            let site = flow
                .site
                .and_then(|r| scenario.sites.get(r.index()))
                .map_or("", |site| site.id.as_str());
            let chip = flow
                .chip
                .and_then(|c| scenario.chips.get(c.index()))
                .map_or("", |chip| chip.id.as_str());
            let at = |of| At {
                of,
                site,
                chip,
                period: flow.period.index(),
            };
            let (amount, present) = (sign * flow.amount, sign * flow.present);
            let unit = (Over::Sum, "MUSD");
            for (topic, value) in [(Topic::Cost, present), (Topic::Spending, amount)] {
                let money = (value, present);
                self.add_money(topic, class.name(), unit, at(flow.component.name()), money);
                self.add_money(topic, class.name(), unit, at(ALL), money);
                if class != Class::Revenue {
                    self.add_money(topic, NET_COST, unit, at(ALL), money);
                }
            }
        }
        self.series.sort_by(|a, _, b, _| rank(a).cmp(&rank(b)));
    }

    fn capacity(&mut self) {
        let line = |line, over| (Topic::Capacity, line, over);
        self.column("power", "hall_it", line("IT power of halls", Over::Peak), "MW");
        self.column("power", "leased_it", line("IT power leased", Over::Peak), "MW");
        self.column("power", "it_used", line("IT power in use", Over::Peak), "MW");
        self.column(
            "power",
            "grid_usable",
            line("grid power usable", Over::Peak),
            "MW",
        );
        self.column("power", "grid_used", line("grid power in use", Over::Peak), "MW");
        self.column("halls", "started", line("halls started", Over::Sum), "hall");
        self.column(
            "leases",
            "signed",
            line("lease blocks signed", Over::Sum),
            "block",
        );
        // Tranches name their period in a column of its own.
        if let Some(tranches) = self.table("tranches").filter(|_| self.by != By::Chip) {
            for row in &tranches.rows {
                if let ([site, _], [Cell::Text(when), _, Cell::Number(capacity)]) =
                    (row.keys.as_slice(), row.values.as_slice())
                {
                    let at = At {
                        site,
                        period: self.period(when),
                        ..At::default()
                    };
                    let line = "grid power committed";
                    self.add(Topic::Capacity, line, Over::Sum, "MW", at, *capacity);
                }
            }
        }
    }

    fn chips(&mut self) {
        self.column("orders", "ordered", (Topic::Chips, ORDERED, Over::Sum), "unit");
        let line = |line, over| (Topic::Chips, line, over);
        self.column("chips", "deployed", line(DEPLOYED, Over::Sum), "unit");
        self.column("chips", "in_service", line(IN_SERVICE, Over::Peak), "unit");
        let Some(chips) = self.table("chips") else { return };
        let scenario = self.scenario;
        for row in &chips.rows {
            let ([chip, site, period], [_, _, Cell::Number(units)]) =
                (row.keys.as_slice(), row.values.as_slice())
            else {
                continue;
            };
            let Some(c) = scenario.chips.iter().find(|known| known.id == *chip) else {
                continue;
            };
            let at = At {
                of: "",
                site,
                chip,
                period: self.period(period),
            };
            let tpp = units * f64::from(c.chips_per_unit) * c.tpp * 1e-6;
            self.add(
                Topic::Capacity,
                "compute in service",
                Over::Peak,
                MegaTpp::UNIT,
                at,
                tpp,
            );
        }
    }

    fn demand(&mut self) {
        let scenario = self.scenario;
        if let Some(demand) = self
            .table("demand")
            .filter(|_| self.by != By::Site && self.by != By::Chip)
        {
            for row in &demand.rows {
                let ([line, period], [volume, served, rented, unmet, _]) =
                    (row.keys.as_slice(), row.values.as_slice())
                else {
                    continue;
                };
                let workload = workload_of(scenario, line);
                let period = self.period(period);
                let columns = [
                    ("wanted", volume, workload),
                    ("served from own sites", served, workload),
                    ("rented", rented, workload),
                    ("unmet", unmet, workload),
                    (UNMET_OF_LINE, unmet, line.as_str()),
                ];
                for (name, cell, of) in columns {
                    if let Cell::Number(value) = cell {
                        let at = At {
                            of,
                            period,
                            ..At::default()
                        };
                        self.add(Topic::Demand, name, Over::Mean, &row.unit, at, *value);
                    }
                }
            }
        }
        if let Some(served) = self.table("served").filter(|_| self.by == By::Site) {
            for row in &served.rows {
                if let ([line, site, period], [Cell::Number(volume)]) =
                    (row.keys.as_slice(), row.values.as_slice())
                {
                    let at = At {
                        of: workload_of(scenario, line),
                        site,
                        period: self.period(period),
                        ..At::default()
                    };
                    self.add(Topic::Demand, "served", Over::Mean, &row.unit, at, *volume);
                }
            }
        }
        let (Some(jobs), Some(training)) = (self.table("jobs"), self.table("training")) else {
            return;
        };
        for row in &training.rows {
            let ([job, period], [_, Cell::Number(work)]) = (row.keys.as_slice(), row.values.as_slice())
            else {
                continue;
            };
            let place = jobs.rows.iter().find(|row| row.keys.first() == Some(job));
            let place = place.map_or(&[][..], |row| row.values.as_slice());
            let word = |at: usize| match place.get(at) {
                Some(Cell::Text(word)) => word.as_str(),
                _ => "",
            };
            let at = At {
                of: job,
                site: word(1),
                chip: word(0),
                period: self.period(period),
            };
            self.add(Topic::Demand, "training done", Over::Sum, "ZFLOP", at, *work);
        }
    }

    fn carbon(&mut self) {
        let line = |line| (Topic::Carbon, line, Over::Sum);
        self.column("environment", "energy_gwh", line("energy"), "GWh");
        self.column("environment", "operational", line("emissions of operation"), "");
        self.column("environment", "embodied", line("embodied emissions"), "");
        self.column("environment", "operational", line("emissions"), "");
        self.column("environment", "embodied", line("emissions"), "");
        self.column("environment", "water_ml", line("water"), "ML");
    }

    /// The lines, put together over the periods unless they are split by them.
    fn reduced(self) -> Lines {
        let horizon = &self.scenario.horizon;
        let mut lines = Lines::new();
        for (key, series) in self.series {
            let entry = |value: f64, present: f64| Entry {
                value: Cell::Number(value),
                present: key.topic.is_money().then_some(present),
                unit: series.unit.clone(),
                over: series.over,
            };
            if self.by == By::Period {
                for ((label, &value), &present) in
                    horizon.labels.iter().zip(&series.values).zip(&series.present)
                {
                    let period = label.clone();
                    lines.insert(
                        Key {
                            period,
                            ..key.clone()
                        },
                        entry(value, present),
                    );
                }
                continue;
            }
            let weighted = || {
                let years = horizon.length.iter().map(|length| length.value());
                let span: f64 = years.clone().sum();
                let sum: f64 = years
                    .zip(&series.values)
                    .map(|(years, value)| years * value)
                    .sum();
                if span > 0.0 { sum / span } else { 0.0 }
            };
            let value = match series.over {
                Over::Sum => series.values.iter().sum(),
                Over::Peak => series.values.iter().copied().fold(0.0, f64::max),
                Over::Mean => weighted(),
            };
            lines.insert(key.clone(), entry(value, series.present.iter().sum()));
        }
        lines
    }
}

/// Place of a line of money in reports: class, then its sum, then its components.
fn rank(key: &Key) -> (Topic, usize, usize) {
    let class = Class::ALL.iter().position(|class| class.name() == key.line);
    let component = Component::named(&key.of);
    let place = component.and_then(|one| Component::ALL.iter().position(|other| *other == one));
    (
        key.topic,
        class.unwrap_or(Class::ALL.len()),
        place.map_or(0, |place| place + 1),
    )
}

fn workload_of<'a>(scenario: &'a Scenario, line: &str) -> &'a str {
    let line = scenario.demand.iter().find(|known| known.id == line);
    let workload = line.and_then(|line| scenario.workloads.get(line.workload.index()));
    workload.map_or("", |workload| workload.id.as_str())
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
