//! How the plan was found, and what it rests on.

use super::super::chart::{Chart, Colour, Curve, Join, View, tidy};
use super::super::{Block, Card, Section, Sheet};
use super::{Planned, Subject, sheet};
use crate::report::grid::Grid;
use crate::report::numbers::{self, percent, short};
use crate::report::terminal::weightiest_assumptions;
use crate::run::manifest::{Manifest, Sense};
use crate::scenario::Flag;

/// Last line of the page.
pub(super) fn footer(manifest: &Manifest) -> String {
    format!(
        "Made by buildout {} with HiGHS {}. Scenario {}.",
        manifest.versions.buildout, manifest.versions.highs, manifest.scenario_hash
    )
}

/// Gap over time, size of the program, files read.
pub(super) fn section(subject: &Subject<'_>) -> Section {
    let mut section = Section::new("solve", "How it was solved");
    section.chart(
        subject
            .trajectory
            .and_then(|text| trajectory(text, subject.manifest)),
    );
    section.push(Block::Table(facts(subject.manifest)));
    if !subject.manifest.inputs.is_empty() {
        let mut grid = Grid::new(["file", "SHA-256"], 2);
        for input in &subject.manifest.inputs {
            grid.row([&input.file, &input.hash]);
        }
        section.push(Block::Folded(Sheet::new("Files read", grid)));
    }
    section
}

/// Least gap that is drawn, percent: below it tables say `<0.001 %`.
const LEAST_GAP: f64 = 0.001;

/// A line of the trajectory.
struct Event {
    seconds: f64,
    incumbent: Option<f64>,
    bound: Option<f64>,
}

fn events(text: &str) -> Vec<Event> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let number = |record: &csv::StringRecord, place| record.get(place)?.parse::<f64>().ok();
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    records
        .filter_map(|record| {
            let seconds = finite(number(&record, 0))?;
            Some(Event {
                seconds,
                incumbent: finite(number(&record, 1)),
                bound: finite(number(&record, 2)),
            })
        })
        .collect()
}

/// Incumbent and bound over time, and the gap between them.
fn trajectory(text: &str, manifest: &Manifest) -> Option<Chart> {
    let events = events(text);
    let end = events.last()?.seconds.max(manifest.seconds.solve);
    let curve = |name: &str, colour, value: &dyn Fn(&Event) -> Option<f64>| {
        let mut points: Vec<[f64; 2]> = events
            .iter()
            .filter_map(|event| Some([tidy(event.seconds), tidy(value(event)?)]))
            .collect();
        if let Some(last) = points.last().copied() {
            points.push([tidy(end), last[1]]);
        }
        Curve {
            name: name.into(),
            points,
            join: Join::Step,
            colour,
        }
    };
    let gap = |event: &Event| {
        let (incumbent, bound) = (event.incumbent?, event.bound?);
        (incumbent != 0.0).then(|| 100.0 * ((incumbent - bound) / incumbent).abs())
    };
    let (plan, bound) = match manifest.sense {
        Sense::Minimise => ("best plan", "no plan costs less"),
        Sense::Maximise => ("best plan", "no plan earns more"),
    };
    let values = vec![
        curve(plan, Colour::Slot(0), &|event| event.incumbent),
        curve(bound, Colour::Slot(1), &|event| event.bound),
    ];
    let share = curve("gap", Colour::Slot(0), &gap);
    let first = share.points.first().map(|point| point[1] / 100.0);
    let mut summary = format!(
        "{} better plans or bounds in {}.",
        events.len(),
        numbers::seconds(manifest.seconds.solve)
    );
    if let (Some(first), Some(last)) = (first, manifest.gap) {
        let (first, last) = (numbers::gap(first), numbers::gap(last));
        summary.push_str(&if first == last {
            format!(" The gap was {last} as soon as there were a plan and a bound.")
        } else {
            format!(" The gap fell from {first} to {last}.")
        });
    }
    let mut views = Vec::new();
    // A gap that is nothing from the first moment on is not worth a drawing.
    let worth = |point: &[f64; 2]| point[1] >= LEAST_GAP;
    if share.points.len() > 1 && share.points.iter().any(worth) {
        views.push(View::curves("Gap", "%", "seconds", vec![share]));
    }
    if values.iter().any(|curve| !curve.points.is_empty()) {
        views.push(View::curves("Plan and bound", "MUSD", "seconds", values));
    }
    if views.is_empty() {
        return None;
    }
    Some(Chart {
        id: "gap".into(),
        title: "Gap over time".into(),
        summary,
        views,
    })
}

/// The manifest for people.
fn facts(manifest: &Manifest) -> Sheet {
    let mut grid = Grid::new(["", "value"], 2);
    let mut line = |name: &str, value: String| grid.row([name.to_owned(), value]);
    let whole = |n: usize| numbers::grouped(n as f64, 0);
    let musd =
        |value: Option<f64>| value.map_or_else(|| "none".into(), |value| format!("{} MUSD", short(value)));
    line("objective", musd(manifest.objective));
    line("best bound", musd(manifest.best_bound));
    line("gap", manifest.gap.map_or_else(|| "unknown".into(), numbers::gap));
    line("columns", whole(manifest.columns));
    line("of them whole numbers", whole(manifest.integers));
    line("rows", whole(manifest.rows));
    line("nonzeros", whole(manifest.nonzeros));
    line("time in all", numbers::seconds(manifest.seconds.total));
    line("threads", whole(manifest.threads));
    line("seed", manifest.seed.to_string());
    if manifest.deterministic {
        line("seconds counted", "in work".into());
    }
    if !manifest.limits_hit.is_empty() {
        line("ended by", manifest.limits_hit.join(", "));
    }
    Sheet::new("The solve", grid)
}

/// What the plan rests on.
pub(super) fn assumptions(run: &Planned<'_>) -> Section {
    let mut section = Section::new("assumptions", "Assumptions and sources");
    let figures = &run.view.scenario.figures;
    if figures.is_empty() {
        return section;
    }
    let count = |flag| figures.iter().filter(|figure| figure.flag == flag).count();
    let card = |label: &str, flag, note: &str| {
        let n = count(flag);
        let share = percent(n as f64 / figures.len() as f64);
        Card::new(label, n.to_string(), format!("{share}: {note}"))
    };
    section.push(Block::Cards(vec![
        card("Verified figures", Flag::Verified, "seen in a stored source"),
        card("Recalled figures", Flag::Recalled, "from general knowledge"),
        card("Assumptions", Flag::Assumption, "chosen for modelling"),
    ]));
    let named = weightiest_assumptions(&run.view);
    if !named.is_empty() {
        let mut grid = Grid::new(["assumed, and in use", "value", "source"], 3);
        for figure in named {
            grid.row([&figure.path, &figure.value, &figure.source]);
        }
        section.push(Block::Table(Sheet::new(
            "Assumptions with most money behind them",
            grid,
        )));
    }
    if let Some(table) = run.table("assumptions") {
        section.push(Block::Folded(sheet(table, table.title)));
    }
    section
}
