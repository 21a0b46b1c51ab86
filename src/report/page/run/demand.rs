//! Demand served and unmet, by period and by market.

use super::super::Section;
use super::super::chart::{Chart, Colour, Series, View};
use super::Planned;
use super::read::Reader;
use crate::report::numbers::percent;
use crate::scenario::WorkloadId;

/// Series of every chart of demand.
const PARTS: [(&str, &str, Colour); 3] = [
    ("own sites", "served", Colour::Good),
    ("rented", "rented", Colour::Warn),
    ("unmet", "unmet", Colour::Bad),
];

/// Demand over time, by market, by line.
pub(super) fn section(run: &Planned<'_>) -> Section {
    let mut section = Section::new("demand", "Demand");
    section.chart(over_time(run));
    section.chart(by_market(run));
    section.chart(by_line(run));
    section
}

/// A workload's identifier, unit and lines.
fn workloads<'a>(run: &'a Planned<'_>) -> impl Iterator<Item = (&'a str, &'a str, Vec<&'a str>)> {
    let scenario = run.view.scenario;
    let all = WorkloadId::all(scenario.workloads.len()).zip(&scenario.workloads);
    all.filter_map(|(w, workload)| {
        let lines = scenario.demand.iter().filter(|line| line.workload == w);
        let lines: Vec<&str> = lines.map(|line| line.id.as_str()).collect();
        (!lines.is_empty()).then_some((workload.id.as_str(), workload.unit.as_str(), lines))
    })
}

/// Volumes of all periods, times their length in years: of the lines given, or of all.
fn volume(run: &Planned<'_>, lines: Option<&[&str]>, column: &str) -> f64 {
    let Some(table) = run.table("demand") else {
        return 0.0;
    };
    let reader = Reader::new(table);
    let horizon = &run.view.scenario.horizon;
    let counted = reader
        .rows()
        .filter(|row| lines.is_none_or(|lines| lines.contains(&reader.key(row, "demand"))));
    let volumes = counted.filter_map(|row| {
        let t = horizon
            .labels
            .iter()
            .position(|label| label == reader.key(row, "period"))?;
        Some(reader.number(row, column)? * horizon.length.get(t)?.value())
    });
    volumes.sum()
}

fn over_time(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let reader = Reader::new(run.table("demand")?);
    let mut views = Vec::new();
    let mut told = Vec::new();
    for (id, unit, lines) in workloads(run) {
        let series = PARTS.map(|(name, column, colour)| {
            let sums = reader.by_period(periods, |row| {
                let ours = lines.contains(&reader.key(row, "demand"));
                Some(("", reader.number(row, column).filter(|_| ours)?))
            });
            let values = sums
                .into_iter()
                .next()
                .map_or_else(|| vec![0.0; periods.len()], |(_, values)| values);
            Series::new(name, values, colour)
        });
        let asked = volume(run, Some(&lines), "volume");
        if asked > 0.0 {
            let unmet = volume(run, Some(&lines), "unmet");
            told.push(format!("{id} {}", percent(1.0 - unmet / asked)));
        }
        views.push(View::bars(
            id,
            unit,
            "met by",
            periods,
            series.to_vec(),
            Vec::new(),
        ));
    }
    if views.is_empty() {
        return None;
    }
    Some(Chart {
        id: "demand-over-time".into(),
        title: "Demand served from own sites, rented and unmet".into(),
        summary: format!("Share of the volume met over the horizon: {}.", told.join(", ")),
        views,
    })
}

fn by_market(run: &Planned<'_>) -> Option<Chart> {
    let scenario = run.view.scenario;
    let years: f64 = scenario.horizon.length.iter().map(|length| length.value()).sum();
    let mut views = Vec::new();
    let mut worst: Option<(f64, String)> = None;
    for (id, unit, lines) in workloads(run) {
        let mut markets: Vec<(String, Vec<&str>)> = Vec::new();
        for line in scenario
            .demand
            .iter()
            .filter(|line| lines.contains(&line.id.as_str()))
        {
            let market = scenario
                .markets
                .get(line.market.index())
                .map_or("", |market| market.id.as_str());
            match markets.iter_mut().find(|(known, _)| known == market) {
                Some((_, lines)) => lines.push(&line.id),
                None => markets.push((market.to_owned(), vec![&line.id])),
            }
        }
        for (market, lines) in &markets {
            let asked = volume(run, Some(lines), "volume");
            let unmet = volume(run, Some(lines), "unmet") / asked;
            if asked > 0.0 && unmet > 1e-6 && worst.as_ref().is_none_or(|(share, _)| unmet > *share) {
                worst = Some((unmet, format!("{id} in {market}")));
            }
        }
        let labels: Vec<String> = markets.iter().map(|(market, _)| market.clone()).collect();
        let series = PARTS.map(|(name, column, colour)| {
            let values = markets
                .iter()
                .map(|(_, lines)| volume(run, Some(lines), column) / years);
            Series::new(name, values.collect(), colour)
        });
        views.push(View::bars(
            id,
            unit,
            "met by",
            &labels,
            series.to_vec(),
            Vec::new(),
        ));
    }
    if views.is_empty() || scenario.markets.len() < 2 {
        return None;
    }
    let summary = match worst {
        Some((share, place)) => format!(
            "Mean volume over the horizon. Least is met of {place}, where {} is unmet.",
            percent(share)
        ),
        None => "Mean volume over the horizon. Every market is met in full.".into(),
    };
    Some(Chart {
        id: "demand-by-market".into(),
        title: "Demand by market".into(),
        summary,
        views,
    })
}

fn by_line(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let reader = Reader::new(run.table("demand")?);
    let mut views = Vec::new();
    let (mut full, mut all) = (0, 0);
    for (id, _, lines) in workloads(run) {
        let mut rows: Vec<(String, Vec<Option<f64>>)> = lines
            .iter()
            .map(|line| ((*line).to_owned(), vec![None; periods.len()]))
            .collect();
        for row in reader.rows() {
            let line = reader.key(row, "demand");
            let t = periods
                .iter()
                .position(|label| label == reader.key(row, "period"));
            let values = rows.iter_mut().find(|(known, _)| known == line);
            if let (Some(t), Some((_, values))) = (t, values)
                && let Some(cell) = values.get_mut(t)
            {
                *cell = reader.number(row, "met_percent");
            }
        }
        all += rows.len();
        let met = |values: &[Option<f64>]| values.iter().flatten().all(|share| *share >= 99.95);
        full += rows.iter().filter(|(_, values)| met(values)).count();
        views.push(View::heat(id, "demand line", periods, rows, true));
    }
    if views.is_empty() {
        return None;
    }
    Some(Chart {
        id: "demand-by-line".into(),
        title: "Share of each demand line that is met".into(),
        summary: format!("{full} of {all} lines are met in full in every period."),
        views,
    })
}
