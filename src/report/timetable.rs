//! Values by period: a row per thing, a column per period - or per year, where periods do not fit.

use super::grid::{Grid, Page};
use super::numbers::{cell, column_decimals, percent};
use crate::scenario::Horizon;

/// How the values of a row are put together over several periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Added up (things that happen: halls started, money spent). Has a total.
    Sum,
    /// The value at the end (things that are).
    Last,
    /// The largest (shares of a limit).
    Peak,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeRow {
    /// Key cells.
    pub keys: Vec<String>,
    /// One value per period.
    pub values: Vec<f64>,
}

/// A table of values by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    /// Headings of the key columns.
    pub keys: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<TimeRow>,
    /// How values are put together.
    pub over: Over,
    /// Whether values are shares, printed in per cent.
    pub share: bool,
    /// Whether a last row adds the rows up.
    pub total: bool,
}

impl Timetable {
    /// An empty table.
    pub fn new(keys: &[&'static str], over: Over) -> Self {
        Self {
            keys: keys.to_vec(),
            rows: Vec::new(),
            over,
            share: false,
            total: false,
        }
    }

    /// Adds a row unless all its values are zero.
    pub fn row<S: Into<String>>(&mut self, keys: impl IntoIterator<Item = S>, values: Vec<f64>) {
        if values.iter().any(|&value| value != 0.0) {
            self.rows.push(TimeRow {
                keys: keys.into_iter().map(Into::into).collect(),
                values,
            });
        }
    }

    /// As text: by period if that fits the page, else by calendar year, cut into blocks if need be.
    pub fn render(&self, horizon: &Horizon, page: Page) -> String {
        let by_period = self.grid(
            horizon.labels.clone(),
            &(0..horizon.len()).map(|t| t..t + 1).collect::<Vec<_>>(),
        );
        if by_period.width() <= page.width {
            return by_period.render(page);
        }
        let years = years(horizon);
        if years.len() == horizon.len() {
            return by_period.render(page);
        }
        let (labels, ranges): (Vec<_>, Vec<_>) = years.into_iter().unzip();
        self.grid(labels, &ranges).render(page)
    }

    fn put_together(&self, values: &[f64]) -> f64 {
        match self.over {
            Over::Sum => values.iter().sum(),
            Over::Last => values.last().copied().unwrap_or(0.0),
            Over::Peak => values.iter().copied().fold(0.0, f64::max),
        }
    }

    fn grid(&self, labels: Vec<String>, ranges: &[std::ops::Range<usize>]) -> Grid {
        let mut rows: Vec<(Vec<String>, Vec<f64>)> = self
            .rows
            .iter()
            .map(|row| {
                let slices = ranges
                    .iter()
                    .map(|range| row.values.get(range.clone()).unwrap_or(&[]));
                (
                    row.keys.clone(),
                    slices.map(|slice| self.put_together(slice)).collect(),
                )
            })
            .collect();
        if self.total && rows.len() > 1 {
            let sums = (0..ranges.len())
                .map(|column| rows.iter().filter_map(|(_, values)| values.get(column)).sum())
                .collect();
            let mut keys = vec![String::new(); self.keys.len()];
            if let Some(first) = keys.first_mut() {
                *first = "total".into();
            }
            rows.push((keys, sums));
        }
        let with_total = self.over == Over::Sum;
        let mut header: Vec<String> = self.keys.iter().map(|&key| key.into()).collect();
        header.extend(labels);
        if with_total {
            header.push("total".into());
        }
        let mut grid = Grid::new(header, self.keys.len());
        let decimals = column_decimals(rows.iter().flat_map(|(_, values)| values.iter().copied()));
        let show = |value: f64| {
            if self.share && value != 0.0 {
                percent(value)
            } else {
                cell(value, decimals)
            }
        };
        for (keys, values) in rows {
            let sum = with_total.then(|| show(values.iter().sum()));
            grid.row(keys.into_iter().chain(values.into_iter().map(show)).chain(sum));
        }
        grid.total = self.total && self.rows.len() > 1;
        grid
    }
}

/// Calendar years of the horizon: label and the periods in it.
fn years(horizon: &Horizon) -> Vec<(String, std::ops::Range<usize>)> {
    let mut years: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (t, year) in horizon.year.iter().enumerate() {
        let label = year.to_string();
        match years.last_mut() {
            Some((last, range)) if *last == label => range.end = t + 1,
            _ => years.push((label, t..t + 1)),
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Years;

    fn horizon() -> Horizon {
        Horizon {
            labels: ["2027H1", "2027H2", "2028H1", "2028H2"]
                .map(String::from)
                .to_vec(),
            length: vec![Years(0.5); 4],
            year: vec![2027, 2027, 2028, 2028],
            start: ["2027-01-01", "2027-07-01", "2028-01-01", "2028-07-01"]
                .map(String::from)
                .to_vec(),
        }
    }

    #[test]
    fn periods_give_way_to_years_on_a_narrow_page() {
        let mut table = Timetable::new(&["site"], Over::Sum);
        table.total = true;
        table.row(["a"], vec![1.0, 2.0, 0.0, 4.0]);
        table.row(["b"], vec![0.0, 0.0, 8.0, 0.0]);
        table.row(["idle"], vec![0.0; 4]);
        let wide = table.render(
            &horizon(),
            Page {
                width: 80,
                colour: false,
            },
        );
        assert!(wide.contains("2027H2") && !wide.contains("idle"), "{wide}");
        assert!(
            wide.contains("total       1       2       8       4     15"),
            "{wide}"
        );
        let narrow = table.render(
            &horizon(),
            Page {
                width: 30,
                colour: false,
            },
        );
        assert!(
            !narrow.contains("2027H2") && narrow.contains("total     3    12     15"),
            "{narrow}"
        );
    }

    #[test]
    fn stocks_take_the_last_and_shares_the_peak() {
        let mut stock = Timetable::new(&["site"], Over::Last);
        stock.row(["a"], vec![1.0, 2.0, 3.0, 5.0]);
        let page = Page {
            width: 30,
            colour: false,
        };
        assert!(
            stock.render(&horizon(), page).ends_with("a        2     5\n"),
            "{}",
            stock.render(&horizon(), page)
        );
        let mut share = Timetable::new(&["site"], Over::Peak);
        share.share = true;
        share.row(["a"], vec![0.5, 0.25, 0.0, 1.0]);
        let text = share.render(&horizon(), page);
        assert!(
            text.contains("50.0 %") && text.contains("100 %") && !text.contains("25.0 %"),
            "{text}"
        );
    }
}
