//! Reading tidy tables into series.

use super::super::chart::{Colour, Series};
use crate::plan::tables::{Cell, Row, Table};

/// A tidy table, read by the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    table: &'a Table,
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        Self { table }
    }

    pub(super) fn rows(self) -> impl Iterator<Item = &'a Row> {
        self.table.rows.iter()
    }

    /// A key of a row; empty if the table has no such key.
    pub(super) fn key(self, row: &'a Row, name: &str) -> &'a str {
        let place = self.table.keys.iter().position(|key| *key == name);
        place
            .and_then(|place| row.keys.get(place))
            .map_or("", String::as_str)
    }

    fn cell(self, row: &'a Row, name: &str) -> Option<&'a Cell> {
        let place = self.table.values.iter().position(|value| *value == name)?;
        row.values.get(place)
    }

    /// A number of a row; nothing if it has none.
    pub(super) fn number(self, row: &'a Row, name: &str) -> Option<f64> {
        match self.cell(row, name)? {
            Cell::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// Words of a row; empty if it has none.
    pub(super) fn text(self, row: &'a Row, name: &str) -> &'a str {
        match self.cell(row, name) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// Sums over the rows by a group and period, groups in the order in which they come. `of` says to which group a row
    /// belongs and how much it counts; rows without a group are left out.
    pub(super) fn by_period<'g>(
        self,
        periods: &[String],
        of: impl Fn(&'a Row) -> Option<(&'g str, f64)>,
    ) -> Vec<(String, Vec<f64>)> {
        let mut groups: Vec<(String, Vec<f64>)> = Vec::new();
        for row in self.rows() {
            let period = self.key(row, "period");
            let Some(t) = periods.iter().position(|label| label == period) else {
                continue;
            };
            let Some((group, amount)) = of(row) else { continue };
            let place = groups.iter().position(|(name, _)| name == group);
            let place = place.unwrap_or_else(|| {
                groups.push((group.to_owned(), vec![0.0; periods.len()]));
                groups.len() - 1
            });
            if let Some(value) = groups.get_mut(place).and_then(|(_, values)| values.get_mut(t)) {
                *value += amount;
            }
        }
        groups
    }
}

/// How many things of a kind have a colour of their own.
pub(super) const COLOURS: usize = 9;

/// Series of things that keep their colour: the first [`COLOURS`] of the ranking.
pub(super) fn coloured(ranking: &[String], groups: Vec<(String, Vec<f64>)>) -> Vec<Series> {
    let rank = |name: &str| {
        ranking
            .iter()
            .position(|ranked| ranked == name)
            .unwrap_or(usize::MAX)
    };
    let mut series: Vec<Series> = groups
        .into_iter()
        .filter(|(_, values)| values.iter().any(|value| value.abs() > 1e-9))
        .map(|(name, values)| {
            let colour = match rank(&name) {
                rank if rank < COLOURS => Colour::Slot(rank),
                _ => Colour::Other,
            };
            Series::new(name, values, colour)
        })
        .collect();
    series.sort_by_key(|series| rank(&series.name));
    series
}

/// Series in the order of their size, the first ones in colours of their own.
pub(super) fn by_size(mut groups: Vec<(String, Vec<f64>)>) -> Vec<Series> {
    let size = |values: &[f64]| values.iter().map(|value| value.abs()).sum::<f64>();
    groups.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)));
    let ranking: Vec<String> = groups.iter().map(|(name, _)| name.clone()).collect();
    coloured(&ranking, groups)
}

/// The series as drawn: those without a colour of their own put together.
pub(super) fn folded(series: &[Series]) -> Vec<Series> {
    let (rest, mut drawn): (Vec<&Series>, Vec<&Series>) =
        series.iter().partition(|series| series.colour == Colour::Other);
    if let [only] = rest.as_slice() {
        drawn.push(only);
    }
    let mut drawn: Vec<Series> = drawn.into_iter().cloned().collect();
    if rest.len() > 1 {
        let columns = rest.iter().map(|series| series.values.len()).max().unwrap_or(0);
        let sum = |column: usize| -> f64 {
            let values = rest.iter().filter_map(|series| *series.values.get(column)?);
            values.sum()
        };
        let name = format!("{} others", rest.len());
        drawn.push(Series::new(name, (0..columns).map(sum).collect(), Colour::Other));
    }
    drawn
}

/// Sum over groups by column.
pub(super) fn total(groups: &[(String, Vec<f64>)], columns: usize) -> Vec<f64> {
    let at = |column: usize| groups.iter().filter_map(|(_, values)| values.get(column)).sum();
    (0..columns).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_beyond_the_colours_are_drawn_together() {
        let groups = (0..12)
            .map(|n| (format!("s{n}"), vec![f64::from(12 - n), 1.0]))
            .collect();
        let all = by_size(groups);
        assert_eq!(all.len(), 12);
        let drawn = folded(&all);
        assert_eq!(drawn.len(), COLOURS + 1);
        let others = drawn.last().unwrap();
        assert_eq!(others.name, "3 others");
        assert_eq!(others.values, [Some(6.0), Some(3.0)]);
        assert_eq!(folded(&all[..10])[9].name, "s9", "one alone keeps its name");
    }
}
