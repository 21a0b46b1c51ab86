//! Studies of a run on its page: the tornado and the shadow prices of `sensitivity --json`, the points of
//! `frontier --json`, the plans of `alternatives --json`.
//!
//! They are read from JSON, so that a page shows what was found at the time, and a file from elsewhere is an input like
//! any other: what is not understood is an error that names the file.

mod alternatives;

use super::chart::{Chart, Colour, Curve, Join, Swing, View};
use super::{Block, Section, Sheet};
use crate::report::grid::Grid;
use crate::report::numbers::{short, significant};
use serde::Deserialize;

/// Files in a run directory that are taken for studies of the run.
pub const FILES: [&str; 3] = ["sensitivity.json", "frontier.json", "alternatives.json"];

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
    alternatives: Vec<alternatives::Alternatives>,
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
    change: Option<Change>,
    note: Option<String>,
}

/// A change and the range in which it is proven to lie.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Change {
    found: f64,
    least: Option<f64>,
    most: Option<f64>,
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
    same_as: Option<usize>,
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
        let read = |verb: &str, error| wrong(format!("it is not what `{verb} --json` prints: {error}"));
        if value.get("points").is_some() {
            let found = serde_json::from_value(value).map_err(|error| read("frontier", error))?;
            self.frontiers.push(found);
        } else if value.get("plans").is_some() {
            let found = serde_json::from_value(value).map_err(|error| read("alternatives", error))?;
            self.alternatives.push(found);
        } else if value.get("tornado").is_some() || value.get("shadow_prices_at_fixed_integers").is_some() {
            let found: Sensitivity =
                serde_json::from_value(value).map_err(|error| read("sensitivity", error))?;
            self.tornado = found.tornado.or(self.tornado.take());
            self.prices.extend(found.prices);
        } else {
            return Err(wrong(
                "it is not what `sensitivity --json`, `frontier --json` or `alternatives --json` prints"
                    .into(),
            ));
        }
        Ok(())
    }

    /// The section of the page; without blocks if there is no study.
    pub(super) fn section(&self) -> Section {
        let mut section = Section::new("studies", "What it depends on");
        section.chart(self.tornado.as_ref().and_then(tornado));
        section
            .blocks
            .extend(self.tornado.iter().filter_map(changes).map(Block::Folded));
        if !self.prices.is_empty() {
            section.push(Block::Table(prices(&self.prices)));
        }
        section.blocks.extend(
            self.frontiers
                .iter()
                .enumerate()
                .filter_map(|(n, frontier)| Some(Block::Chart(frontier_chart(n, frontier)?))),
        );
        let alternatives = self.alternatives.iter().map(alternatives::sheet);
        section.blocks.extend(alternatives.map(Block::Table));
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

/// Changes by input with what is proven of them; `None` if the file does not tell any.
fn changes(found: &Tornado) -> Option<Sheet> {
    let header = ["input", "value", "change, MUSD", "at least", "at most", "note"];
    let mut grid = Grid::new(header, 2);
    let number = |value: Option<f64>| value.map_or_else(String::new, short);
    for bar in &found.bars {
        for side in [&bar.low, &bar.high] {
            let change = side.change.as_ref();
            grid.row([
                bar.input.path.clone(),
                side.value.clone(),
                number(change.map(|change| change.found)),
                number(change.and_then(|change| change.least)),
                number(change.and_then(|change| change.most)),
                side.note.clone().unwrap_or_default(),
            ]);
        }
    }
    let told = found
        .bars
        .iter()
        .any(|bar| bar.low.change.is_some() || bar.high.change.is_some());
    told.then(|| {
        Sheet::new(
            "Changes of the objective by input, and what is proven of them",
            grid,
        )
    })
}

fn prices(prices: &[Price]) -> Sheet {
    let header = [
        "limit",
        "of",
        "period",
        "limit + step",
        "MUSD a unit",
        "predicted, MUSD",
        "solved again, MUSD",
        "agrees",
    ];
    let mut grid = Grid::new(header, 3);
    for price in prices {
        let confirmed = price.confirmed.as_ref();
        // Budgets name their window.
        let (subject, period) = match price.subject.rsplit_once(',') {
            Some((budget, window)) if price.limit == "budget" => (budget, window),
            _ => (price.subject.as_str(), price.period.as_str()),
        };
        let step = format!(
            "{} + {} {}",
            significant(price.at_most),
            significant(price.step),
            price.unit
        );
        grid.row([
            price.limit.replace('_', " "),
            subject.replace(',', ", "),
            period.to_owned(),
            step.trim_end().to_owned(),
            short(price.musd_per_unit),
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
    let kept = found
        .points
        .iter()
        .filter(|point| point.dominated_by.is_none() && point.same_as.is_none());
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
    // Plans are drawn over their bounds, which they often are.
    let curves = vec![
        curve("proven bounds", bounds, Colour::Slot(1)),
        curve("plans", plans, Colour::Slot(0)),
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
        let alternatives = r#"{"differ": "chips", "best": {"found": 10.0, "bound": 9.0}, "at_worst": 10.1, "plans": [
            {"objective": 10.05, "worse": 0.005, "distance": 0.25, "differences": ["a: 1 units instead of 2"]}]}"#;
        studies.add("a.json", alternatives).unwrap();
        let section = studies.section();
        let [
            Block::Chart(tornado),
            Block::Chart(frontier),
            Block::Table(alternatives),
        ] = section.blocks.as_slice()
        else {
            panic!("two charts and a table");
        };
        assert_eq!(
            alternatives.grid.rows[1],
            [
                "1",
                "a: 1 units instead of 2",
                "10.05",
                "0.50 %",
                "25.0 % of the power bought"
            ]
        );
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
            (
                "{}",
                "`sensitivity --json`, `frontier --json` or `alternatives --json`",
            ),
            (r#"{"plans": []}"#, "`alternatives --json`"),
            (r#"{"points": 3}"#, "`frontier --json`"),
        ] {
            let error = studies.add("x.json", text).unwrap_err().to_string();
            assert!(error.starts_with("x.json: ") && error.contains(why), "{error}");
        }
    }
}
