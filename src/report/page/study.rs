//! Studies of a run on its page: the tornado and the shadow prices of `sensitivity --json`, the points of
//! `frontier --json`.
//!
//! They are read from JSON, so that a page shows what was found at the time, and a file from elsewhere is an input like
//! any other: what is not understood is an error that names the file.

use super::chart::{Chart, Colour, Curve, Join, Swing, View};
use super::{Block, Section, Sheet};
use crate::report::grid::Grid;
use crate::report::numbers::short;
use serde::Deserialize;

/// Files in a run directory that are taken for studies of the run.
pub const FILES: [&str; 2] = ["sensitivity.json", "frontier.json"];

/// A study that is no study.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct StudyFileError {
    /// Which file.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

/// What was found out about a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Studies {
    tornado: Option<Tornado>,
    prices: Vec<Price>,
    frontiers: Vec<Frontier>,
}

/// A value with its bound.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Proven {
    found: f64,
    bound: Option<f64>,
}

/// The output of `sensitivity --json`, as far as the page shows it.
#[derive(Debug, Deserialize)]
struct Sensitivity {
    #[serde(default, rename = "shadow_prices_at_fixed_integers")]
    prices: Vec<Price>,
    tornado: Option<Tornado>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Tornado {
    base: Proven,
    bars: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Bar {
    input: Input,
    low: Side,
    high: Side,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Input {
    path: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Side {
    value: String,
    objective: Option<Proven>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Price {
    limit: String,
    subject: String,
    period: String,
    at_most: f64,
    unit: String,
    musd_per_unit: f64,
    step: f64,
    predicted: f64,
    confirmed: Option<Confirmation>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Confirmation {
    saved: Saved,
    agrees: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Saved {
    found: f64,
}

/// The output of `frontier --json`, as far as the page shows it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Frontier {
    goal: Goal,
    points: Vec<Point>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Goal {
    says: String,
    unit: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Point {
    goal: f64,
    objective: Proven,
    dominated_by: Option<usize>,
}

impl Studies {
    /// Adds a study from its JSON.
    ///
    /// # Errors
    /// A text that is neither study.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), StudyFileError> {
        let wrong = |message: String| StudyFileError {
            file: file.into(),
            message,
        };
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| wrong(format!("it is not JSON: {error}")))?;
        if value.get("points").is_some() {
            let frontier: Frontier = serde_json::from_value(value)
                .map_err(|error| wrong(format!("it is not what `frontier --json` prints: {error}")))?;
            self.frontiers.push(frontier);
        } else if value.get("tornado").is_some() || value.get("shadow_prices_at_fixed_integers").is_some() {
            let found: Sensitivity = serde_json::from_value(value)
                .map_err(|error| wrong(format!("it is not what `sensitivity --json` prints: {error}")))?;
            self.tornado = found.tornado.or(self.tornado.take());
            self.prices.extend(found.prices);
        } else {
            return Err(wrong(
                "it is neither what `sensitivity --json` nor what `frontier --json` prints".into(),
            ));
        }
        Ok(())
    }

    /// The section of the page; without blocks if there is no study.
    pub(super) fn section(&self) -> Section {
        let mut section = Section::new("studies", "What it depends on");
        section.chart(self.tornado.as_ref().and_then(tornado));
        if !self.prices.is_empty() {
            section.push(Block::Table(prices(&self.prices)));
        }
        section.blocks.extend(
            self.frontiers
                .iter()
                .enumerate()
                .filter_map(|(n, frontier)| Some(Block::Chart(frontier_chart(n, frontier)?))),
        );
        section
    }
}

/// Most inputs drawn.
const DRAWN: usize = 20;

fn tornado(found: &Tornado) -> Option<Chart> {
    let end = |side: &Side| (side.value.clone(), side.objective.map(|value| value.found));
    let swings: Vec<Swing> = found
        .bars
        .iter()
        .map(|bar| Swing {
            name: bar.input.path.clone(),
            low: end(&bar.low),
            high: end(&bar.high),
        })
        .collect();
    let base = found.base.found;
    let count = swings.len();
    let mut view = View::tornado("Objective", "MUSD", base, swings);
    let super::Figure::Tornado { swings, .. } = &mut view.figure else {
        return None;
    };
    let widest = swings.first()?;
    let ends = [&widest.low, &widest.high].map(|(value, result)| {
        let result = result.map_or("no plan".into(), |result| format!("{} MUSD", short(result)));
        format!("{result} at {value}")
    });
    let summary = format!(
        "Each of {count} inputs moved alone from its low to its high value; as it is, the objective is {} MUSD. The \
         widest swing is that of {}: {}.",
        short(base),
        widest.name,
        ends.join(", ")
    );
    swings.truncate(DRAWN);
    Some(Chart {
        id: "tornado".into(),
        title: "Inputs that move the result most".into(),
        summary,
        views: vec![view],
    })
}

fn prices(prices: &[Price]) -> Sheet {
    let header = [
        "limit",
        "of",
        "period",
        "at most",
        "unit",
        "one more saves, MUSD",
        "step",
        "predicted, MUSD",
        "solved again, MUSD",
        "agrees",
    ];
    let mut grid = Grid::new(header, 3);
    for price in prices {
        let confirmed = price.confirmed.as_ref();
        grid.row([
            price.limit.replace('_', " "),
            price.subject.replace(',', ", "),
            price.period.clone(),
            short(price.at_most),
            price.unit.clone(),
            short(price.musd_per_unit),
            short(price.step),
            short(price.predicted),
            confirmed.map_or_else(String::new, |found| short(found.saved.found)),
            confirmed
                .map_or("", |found| if found.agrees { "yes" } else { "no" })
                .into(),
        ]);
    }
    Sheet::new(
        "Shadow prices at fixed integers, and what a solve with the limit moved says",
        grid,
    )
}

fn frontier_chart(number: usize, found: &Frontier) -> Option<Chart> {
    let kept = found.points.iter().filter(|point| point.dominated_by.is_none());
    let mut plans: Vec<[f64; 2]> = kept
        .clone()
        .map(|point| [point.goal, point.objective.found])
        .collect();
    let mut bounds: Vec<[f64; 2]> = kept
        .filter_map(|point| Some([point.goal, point.objective.bound?]))
        .collect();
    for points in [&mut plans, &mut bounds] {
        points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    }
    let (tight, loose) = (plans.first()?, plans.last()?);
    let summary = format!(
        "{} plans, from {} MUSD at {} {unit} to {} MUSD at {} {unit}. No plan lies below the bounds.",
        plans.len(),
        short(loose[1]),
        short(loose[0]),
        short(tight[1]),
        short(tight[0]),
        unit = found.goal.unit,
    );
    let curve = |name: &str, points, colour| Curve {
        name: name.into(),
        points,
        join: Join::Line,
        colour,
    };
    let across = format!("{}, {}", found.goal.says, found.goal.unit);
    let curves = vec![
        curve("plans", plans, Colour::Slot(0)),
        curve("proven bounds", bounds, Colour::Slot(1)),
    ];
    Some(Chart {
        id: format!("frontier-{}", number + 1),
        title: format!("Objective against {}", found.goal.says),
        summary,
        views: vec![View::curves("Frontier", "MUSD", &across, curves)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn studies_are_told_apart_by_what_they_say() {
        let mut studies = Studies::default();
        let sensitivity = r#"{"tornado": {"base": {"found": 10.0, "bound": 9.0}, "sense": "minimise", "bars": [
            {"input": {"path": "a"}, "low": {"value": "1", "objective": {"found": 9.5, "bound": null}},
             "high": {"value": "2", "objective": null}},
            {"input": {"path": "b"}, "low": {"value": "1", "objective": {"found": 7.0, "bound": null}},
             "high": {"value": "2", "objective": {"found": 12.0, "bound": null}}}]}}"#;
        studies.add("s.json", sensitivity).unwrap();
        let frontier = r#"{"goal": {"says": "emissions", "unit": "kt"}, "points": [
            {"goal": 5.0, "objective": {"found": 10.0, "bound": 9.0}, "dominated_by": null},
            {"goal": 2.0, "objective": {"found": 14.0, "bound": 13.0}, "dominated_by": null},
            {"goal": 4.0, "objective": {"found": 15.0, "bound": 9.0}, "dominated_by": 2}]}"#;
        studies.add("f.json", frontier).unwrap();
        let section = studies.section();
        let [Block::Chart(tornado), Block::Chart(frontier)] = section.blocks.as_slice() else {
            panic!("two charts");
        };
        assert!(
            tornado
                .summary
                .contains("The widest swing is that of b: 7 MUSD at 1, 12 MUSD at 2."),
            "{}",
            tornado.summary
        );
        assert!(
            frontier
                .summary
                .starts_with("2 plans, from 10 MUSD at 5 kt to 14 MUSD at 2 kt."),
            "{}",
            frontier.summary
        );
        for (text, why) in [
            ("{", "not JSON"),
            ("{}", "neither"),
            (r#"{"points": 3}"#, "`frontier --json`"),
        ] {
            let error = studies.add("x.json", text).unwrap_err().to_string();
            assert!(error.starts_with("x.json: ") && error.contains(why), "{error}");
        }
    }
}
