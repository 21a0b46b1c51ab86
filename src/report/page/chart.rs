//! Charts as data: what the page's script draws, and the same numbers as tables.

use super::Sheet;
use crate::report::grid::Grid;
use crate::report::numbers::{cell, column_decimals, grouped};
use serde::Serialize;

/// A chart with one or several views of its subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name in links: letters and hyphens, once in a page.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it shows, in words and numbers: for those who do not see the drawing, and for those in a hurry.
    pub summary: String,
    /// The views, the first one shown first. Never empty.
    pub views: Vec<View>,
}

/// One view of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// Label of the button that shows it.
    pub label: String,
    /// Unit of the values; may be empty.
    pub unit: String,
    /// What is drawn.
    pub figure: Figure,
    /// The numbers; drawn series that stand for several things are told apart here.
    #[serde(skip)]
    pub table: Sheet,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Columns, with limits as steps and totals as lines over them.
    Bars {
        /// Labels of the columns.
        x: Vec<String>,
        /// Whether the series stand on each other or side by side.
        stacked: bool,
        /// The series.
        series: Vec<Series>,
        /// Lines over them.
        lines: Vec<Series>,
    },
    /// Curves over a number.
    Curves {
        /// What the number is, with its unit.
        x: String,
        /// The curves.
        curves: Vec<Curve>,
    },
    /// From nothing to a total, step by step.
    Waterfall {
        /// The steps.
        steps: Vec<WaterfallStep>,
    },
    /// Bars over time.
    Gantt {
        /// Labels of the periods.
        x: Vec<String>,
        /// Labels of the rows.
        rows: Vec<String>,
        /// Kinds of bars, named in the legend.
        kinds: Vec<Series>,
        /// The bars.
        bars: Vec<GanttBar>,
    },
    /// Shares by row and column, 0 to 100.
    Heat {
        /// Labels of the columns.
        x: Vec<String>,
        /// Labels of the rows.
        rows: Vec<String>,
        /// By row and column; nothing where there is nothing to tell.
        values: Vec<Vec<Option<f64>>>,
        /// Whether a high share is good (demand met) or tight (a limit used).
        high_is_good: bool,
    },
    /// Places on a map, with a slider over the periods.
    Map {
        /// Labels of the periods.
        x: Vec<String>,
        /// The places.
        places: Vec<Place>,
    },
    /// How far a result swings with each input.
    Tornado {
        /// Result without any change.
        base: f64,
        /// The inputs, the widest swing first.
        swings: Vec<Swing>,
    },
    /// Bars to the right, one for each thing.
    Ranking {
        /// The bars, the longest first.
        bars: Vec<Bar>,
    },
}

/// A series over the columns of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// Value by column; nothing where there is none.
    pub values: Vec<Option<f64>>,
    /// Colour.
    pub colour: Colour,
}

/// Colours by meaning; the script knows them for light and dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// One of the distinct colours, from 0 on.
    Slot(usize),
    /// All that has no colour of its own.
    Other,
    /// As it should be.
    Good,
    /// Deserves attention.
    Warn,
    /// Missing.
    Bad,
    /// A limit.
    Limit,
    /// A total.
    Total,
}

/// A curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Name in the legend.
    pub name: String,
    /// Points from left to right.
    pub points: Vec<[f64; 2]>,
    /// What joins its points.
    pub join: Join,
    /// Colour.
    pub colour: Colour,
}

/// What joins the points of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Join {
    /// Nothing: points alone.
    None,
    /// Straight lines.
    Line,
    /// Each value holds until the next point.
    Step,
}

/// A step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaterfallStep {
    /// What it is.
    pub name: String,
    /// By how much it leads up (or down, if negative); for a total, where it stands.
    pub value: f64,
    /// Whether it is a total.
    pub total: bool,
}

/// A bar of a programme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GanttBar {
    /// Row.
    pub row: usize,
    /// First period.
    pub from: usize,
    /// Last period.
    pub to: usize,
    /// Place among the kinds.
    pub bar: usize,
    /// Words on it; may be empty.
    pub text: String,
    /// How strongly it is filled, 0 to 1.
    pub strength: f64,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Identifier, written beside it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// IT power that stands there, by period.
    pub capacity: Vec<f64>,
    /// IT power in use, by period.
    pub used: Vec<f64>,
}

/// What an input does to a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The input.
    pub name: String,
    /// Its low value, as written, and the result with it, if there is one.
    pub low: (String, Option<f64>),
    /// The same for its high value.
    pub high: (String, Option<f64>),
}

/// A bar of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// How long it is.
    pub value: f64,
}

/// Nothing, or a number with the decimals given.
fn told(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(String::new, |value| cell(value, decimals))
}

/// Series by row and columns of a chart, as a table.
pub(super) fn series_table(
    caption: &str,
    of: &str,
    x: &[String],
    series: &[Series],
    lines: &[Series],
) -> Sheet {
    let mut grid = Grid::new([of.to_owned()].into_iter().chain(x.iter().cloned()), 1);
    let all = || series.iter().chain(lines);
    let decimals = column_decimals(
        all()
            .flat_map(|series| series.values.iter().flatten().copied())
            .collect::<Vec<_>>(),
    );
    for line in all() {
        let cells = line.values.iter().map(|value| told(*value, decimals));
        grid.row([line.name.clone()].into_iter().chain(cells));
    }
    Sheet::new(caption, grid)
}

impl View {
    /// Stacked columns with their table.
    pub fn bars(
        label: &str,
        unit: &str,
        of: &str,
        x: &[String],
        series: Vec<Series>,
        lines: Vec<Series>,
    ) -> Self {
        let caption = if unit.is_empty() {
            label.to_owned()
        } else {
            format!("{label}, {unit}")
        };
        Self {
            label: label.into(),
            unit: unit.into(),
            table: series_table(&caption, of, x, &series, &lines),
            figure: Figure::Bars {
                x: x.to_vec(),
                stacked: true,
                series,
                lines,
            },
        }
    }

    /// The same with the series side by side.
    #[must_use]
    pub fn side_by_side(mut self) -> Self {
        if let Figure::Bars { stacked, .. } = &mut self.figure {
            *stacked = false;
        }
        self
    }

    /// Shares in percent with their table.
    pub fn heat(
        label: &str,
        of: &str,
        x: &[String],
        rows: Vec<(String, Vec<Option<f64>>)>,
        high_is_good: bool,
    ) -> Self {
        let mut grid = Grid::new([of.to_owned()].into_iter().chain(x.iter().cloned()), 1);
        for (name, values) in &rows {
            let cells = values
                .iter()
                .map(|value| value.map_or_else(String::new, |value| grouped(value, 1)));
            grid.row([name.clone()].into_iter().chain(cells));
        }
        let (rows, values) = rows.into_iter().unzip();
        Self {
            label: label.into(),
            unit: "%".into(),
            table: Sheet::new(format!("{label}, %"), grid),
            figure: Figure::Heat {
                x: x.to_vec(),
                rows,
                values,
                high_is_good,
            },
        }
    }

    /// A waterfall with its table.
    pub fn waterfall(label: &str, unit: &str, steps: Vec<WaterfallStep>) -> Self {
        let decimals = column_decimals(steps.iter().map(|step| step.value).collect::<Vec<_>>());
        let mut grid = Grid::new(["part", unit], 1);
        for step in &steps {
            let cells = [step.name.clone(), grouped(step.value, decimals)];
            if step.total {
                grid.total_row(cells);
            } else {
                grid.row(cells);
            }
        }
        Self {
            label: label.into(),
            unit: unit.into(),
            table: Sheet::new(format!("{label}, {unit}"), grid),
            figure: Figure::Waterfall { steps },
        }
    }

    /// What inputs do to a result, with their table.
    pub fn tornado(label: &str, unit: &str, base: f64, mut swings: Vec<Swing>) -> Self {
        // From the least to the most of both ends and the base, as in the study itself.
        let width = |swing: &Swing| {
            let ends = [swing.low.1, swing.high.1].into_iter().flatten();
            let (low, high) = ends.fold((base, base), |(low, high), end| (end.min(low), end.max(high)));
            high - low
        };
        swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
        let ends = swings.iter().flat_map(|swing| [swing.low.1, swing.high.1]);
        let decimals = column_decimals(ends.flatten().chain([base]).collect::<Vec<_>>());
        let mut grid = Grid::new(["input", "low", "result at low", "high", "result at high"], 1);
        let result = |value: Option<f64>| value.map_or("none".into(), |value| grouped(value, decimals));
        for swing in &swings {
            grid.row([
                swing.name.clone(),
                swing.low.0.clone(),
                result(swing.low.1),
                swing.high.0.clone(),
                result(swing.high.1),
            ]);
        }
        Self {
            label: label.into(),
            unit: unit.into(),
            table: Sheet::new(
                format!("{label}, {unit}; without a change {}", grouped(base, decimals)),
                grid,
            ),
            figure: Figure::Tornado { base, swings },
        }
    }

    /// Curves with their points as a table.
    pub fn curves(label: &str, unit: &str, x: &str, curves: Vec<Curve>) -> Self {
        let across = curves
            .iter()
            .flat_map(|curve| curve.points.iter().map(|point| point[0]));
        let x_decimals = column_decimals(across.collect::<Vec<_>>());
        let up = curves
            .iter()
            .flat_map(|curve| curve.points.iter().map(|point| point[1]));
        let y_decimals = column_decimals(up.collect::<Vec<_>>());
        let value = if unit.is_empty() { "value" } else { unit };
        let mut grid = Grid::new(["curve", x, value], 1);
        for curve in &curves {
            for point in &curve.points {
                grid.row([
                    curve.name.clone(),
                    grouped(point[0], x_decimals),
                    grouped(point[1], y_decimals),
                ]);
            }
        }
        Self {
            label: label.into(),
            unit: unit.into(),
            table: Sheet::new(label, grid),
            figure: Figure::Curves { x: x.into(), curves },
        }
    }
}

impl Series {
    /// A series with a value in every column.
    pub fn new(name: impl Into<String>, values: Vec<f64>, colour: Colour) -> Self {
        Self {
            name: name.into(),
            values: values.into_iter().map(|value| Some(tidy(value))).collect(),
            colour,
        }
    }

    /// The sum of its values.
    pub fn sum(&self) -> f64 {
        self.values.iter().flatten().sum()
    }
}

/// As the tables: six decimals, below which the solver's noise begins.
pub(super) fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded + 0.0 } else { value }
}
