//! Numbers of a plan by line and period, and how they are put together.

use super::{By, Entry, Key, Lines, Over, Topic};
use crate::plan::tables::{Cell, Table};
use crate::scenario::Scenario;
use indexmap::IndexMap;

/// Values by period before they are put together.
pub(super) struct Series {
    over: Over,
    unit: String,
    values: Vec<f64>,
    present: Vec<f64>,
}

/// The numbers of a plan under the chosen split.
pub(super) struct Sheet<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) tables: &'a [Table],
    pub(super) by: By,
    pub(super) series: IndexMap<Key, Series>,
}

/// Where a number belongs before the split is chosen.
#[derive(Clone, Copy, Default)]
pub(super) struct At<'a> {
    pub(super) of: &'a str,
    pub(super) site: &'a str,
    pub(super) chip: &'a str,
    pub(super) period: usize,
}

impl<'a> Sheet<'a> {
    /// Adds a number to the line that it belongs to under the chosen split.
    pub(super) fn add(&mut self, topic: Topic, line: &str, over: Over, unit: &str, at: At<'_>, value: f64) {
        self.add_money(topic, line, (over, unit), at, (value, 0.0));
    }

    pub(super) fn add_money(
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

    pub(super) fn period(&self, label: &str) -> usize {
        let labels = &self.scenario.horizon.labels;
        labels
            .iter()
            .position(|known| known == label)
            .unwrap_or(usize::MAX)
    }

    /// Rows of a table; none if the plan has no such table.
    pub(super) fn table(&self, name: &str) -> Option<&'a Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Adds a column of a table to a line.
    pub(super) fn column(
        &mut self,
        table: &str,
        column: &str,
        (topic, line, over): (Topic, &str, Over),
        unit: &str,
    ) {
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

    /// The lines, put together over the periods unless they are split by them.
    pub(super) fn reduced(self) -> Lines {
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
