//! A frontier as a table, a plot and CSV.

use super::scatter::{mark, scatter};
use super::{UNSURE, change, gap, section};
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{NOTHING, short, significant};
use crate::run::manifest::Sense;
use crate::scenario::Scenario;
use crate::solver::Status;
use crate::study::frontier::{Frontier, Point};

fn objective(sense: Sense) -> &'static str {
    match sense {
        Sense::Minimise => "cost",
        Sense::Maximise => "profit",
    }
}

/// The whole frontier.
pub fn frontier(scenario: &Scenario, frontier: &Frontier, page: Page) -> String {
    let currency = Currency::of(scenario);
    let (goal, what) = (&frontier.goal, objective(frontier.sense));
    let amount = |value: f64| short(currency.present(value));
    let header = [
        "#".to_owned(),
        format!("{} {}", goal.name, goal.unit),
        format!("{what} {}", currency.code),
        match frontier.sense {
            Sense::Minimise => "no less than".to_owned(),
            Sense::Maximise => "no more than".to_owned(),
        },
        "gap".to_owned(),
        "worse by".to_owned(),
        format!("{} per {}", currency.code, goal.unit),
        String::new(),
    ];
    let mut grid = Grid::new(header, 1);
    for (place, point) in frontier.points.iter().enumerate() {
        grid.row([
            mark(place + 1).to_string(),
            significant(point.goal),
            amount(point.objective.found),
            point.objective.bound.map_or_else(String::new, amount),
            gap(point.objective.gap()),
            if place == 0 {
                NOTHING.to_owned()
            } else {
                change(&point.premium, |value| currency.present(value))
            },
            point.musd_per_unit.map_or_else(
                || NOTHING.to_owned(),
                |slope| significant(currency.present(slope)),
            ),
            remark(point),
        ]);
    }
    let mut text = grid.render(page);
    text.push_str(&page.wrap(&ends(frontier)));
    for note in &goal.notes {
        text.push_str(&page.wrap(&page.alert(&format!("note: {note}"))));
    }
    for without in &frontier.without {
        let why = match without.status {
            Status::Infeasible => "no plan is within this cap",
            _ => "stopped before a plan within this cap was found",
        };
        text.push_str(&page.wrap(&format!("{} {}: {why}", significant(without.cap), goal.unit)));
    }
    if !frontier.unfinished.is_empty() {
        let caps: Vec<String> = frontier.unfinished.iter().map(|cap| significant(*cap)).collect();
        text.push_str(&page.wrap(&page.alert(&format!("stopped before: {} {}", caps.join(", "), goal.unit))));
    }
    let points: Vec<(f64, f64)> = frontier
        .points
        .iter()
        .map(|point| (point.goal, currency.present(point.objective.found)))
        .collect();
    let plot = scatter(
        &points,
        &format!("{} {}", goal.name, goal.unit),
        &format!("{what} {}", currency.code),
        page,
    );
    if !plot.is_empty() {
        text.push('\n');
        text.push_str(&plot);
    }
    let title = format!("{}: {what} against {}", scenario.name, goal.says);
    section(page, &title, &text)
}

/// What is proven of the ends, and what the columns mean.
fn ends(frontier: &Frontier) -> String {
    let goal = &frontier.goal;
    let mut text = match frontier.least {
        Some(least) => {
            if frontier.least_proven {
                format!(
                    "No plan at any price has less than {} {}: proven.",
                    significant(least.found),
                    goal.unit
                )
            } else if let Some(bound) = least.bound {
                format!(
                    "The least found at any price is {} {}; less than {} is proven impossible.",
                    significant(least.found),
                    goal.unit,
                    significant(bound)
                )
            } else {
                format!(
                    "The least found at any price is {} {}.",
                    significant(least.found),
                    goal.unit
                )
            }
        }
        None => format!("How little {} there can be was not found out.", goal.name),
    };
    if frontier.points.len() == 1 && frontier.least.is_some() && frontier.unfinished.is_empty() {
        let best_is_proven = frontier.points[0].status == Status::Optimal;
        text.push_str(match (frontier.least_proven, best_is_proven) {
            (true, true) => " The best plan has the least already: there is nothing to trade.",
            (true, false) => {
                " The best plan found has the least already, but its solve was stopped: with more time (--time-limit) a better \
                 one may have more of it."
            }
            (false, _) => " No plan with less was found in the time given: it is open whether there is something to trade.",
        });
    } else {
        text.push_str(&format!(
            " Each point is the best plan with no more {} than its own; {UNSURE}the gaps do not tell it from the first.",
            goal.name
        ));
    }
    text
}

fn remark(point: &Point) -> String {
    match (point.same_as, point.dominated_by, point.status) {
        (Some(other), _, _) => format!("as {}", mark(other)),
        (None, Some(other), _) => format!("dominated by {}", mark(other)),
        (None, None, Status::Optimal) => String::new(),
        (None, None, _) => "stopped by a limit".into(),
    }
}

/// The points as CSV.
///
/// # Errors
/// Never in practice: writing to memory.
pub fn csv(frontier: &Frontier) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "point",
        "goal",
        "cap",
        "value",
        "value_unit",
        "status",
        "objective",
        "best_bound",
        "gap",
        "premium",
        "distinguishable",
        "musd_per_unit",
        "dominated_by",
        "same_as",
        "unit",
    ])?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let place = |value: Option<usize>| value.map_or_else(String::new, |value| value.to_string());
    for (index, point) in frontier.points.iter().enumerate() {
        let status = serde_json::to_value(point.status).unwrap_or_default();
        writer.write_record([
            &(index + 1).to_string(),
            &frontier.goal.name,
            &number(point.cap),
            &point.goal.to_string(),
            &frontier.goal.unit,
            status.as_str().unwrap_or_default(),
            &point.objective.found.to_string(),
            &number(point.objective.bound),
            &number(point.objective.gap()),
            &point.premium.found.to_string(),
            &point.premium.distinguishable.to_string(),
            &number(point.musd_per_unit),
            &place(point.dominated_by),
            &place(point.same_as),
            "MUSD",
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
