//! The page of a sweep, from its table of all cases and its description.

use super::chart::{Chart, Colour, Curve, Join, View, tidy};
use super::{Badge, Block, Card, Page, Section, Sheet, Tone};
use crate::report::grid::Grid;
use crate::report::numbers::{column_decimals, gap, grouped, short, significant};
use crate::report::sweep::unmet_workload;
use crate::study::sweep::{DESCRIPTION, RESULTS_CSV};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A sweep whose files are not as a sweep writes them.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct SweepFileError {
    /// Which file.
    pub file: &'static str,
    /// What is wrong with it.
    pub message: String,
}

/// What `sweep.json` says, as far as the page shows it.
#[derive(Debug, Deserialize)]
struct Description {
    scenario: String,
    model: String,
    name: Option<String>,
    design: String,
    inputs: Vec<String>,
    cases: usize,
}

/// All cases: a column of texts by name, in the order of the file.
struct Cases {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Cases {
    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        let place = self.place(name);
        self.rows
            .iter()
            .map(move |row| place.and_then(|place| row.get(place)).map_or("", String::as_str))
    }

    fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
        self.texts(name).map(number).collect()
    }
}

/// The page of a sweep. The same files give the same bytes.
///
/// # Errors
/// A description or a table that is not as a sweep writes it.
pub fn page(description: &str, results: &str) -> Result<Page, SweepFileError> {
    let told: Description = serde_json::from_str(description).map_err(|error| SweepFileError {
        file: DESCRIPTION,
        message: error.to_string(),
    })?;
    let cases = read(results)?;
    let statuses = statuses(&cases);
    let name = told
        .name
        .as_deref()
        .map_or_else(String::new, |name| format!(" {name}"));
    let mut page = Page {
        title: format!("{}: sweep{name}", told.scenario),
        subtitle: format!(
            "{} cases of a {} design over {}, solved for {}.",
            told.cases,
            told.design,
            match told.inputs.as_slice() {
                [] => "named scenarios".to_owned(),
                inputs => inputs.join(", "),
            },
            told.model
        ),
        badges: statuses
            .iter()
            .map(|(status, count)| Badge {
                text: format!("{count} {status}"),
                tone: if *status == "optimal" {
                    Tone::Good
                } else {
                    Tone::Plain
                },
            })
            .collect(),
        footer: format!("Made by buildout {}.", env!("CARGO_PKG_VERSION")),
        ..Page::default()
    };
    if cases.rows.len() < told.cases {
        page.notices.push(format!(
            "{} of {} cases are in {RESULTS_CSV}: the sweep has not ended.",
            cases.rows.len(),
            told.cases
        ));
    }
    page.sections.extend([
        overview(&cases),
        effects(&cases, &told.inputs),
        without_plan(&cases),
        all_cases(&cases),
    ]);
    page.sections.retain(|section| !section.blocks.is_empty());
    Ok(page)
}

fn read(results: &str) -> Result<Cases, SweepFileError> {
    let wrong = |message: String| SweepFileError {
        file: RESULTS_CSV,
        message,
    };
    let mut reader = csv::Reader::from_reader(results.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .map_err(|error| wrong(error.to_string()))?
        .iter()
        .map(str::to_owned)
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        rows.push(record.iter().map(str::to_owned).collect());
    }
    let cases = Cases { names, rows };
    for needed in ["case", "status", "objective_musd"] {
        if cases.place(needed).is_none() {
            return Err(wrong(format!("it has no column {needed}")));
        }
    }
    Ok(cases)
}

/// How many cases ended how.
fn statuses(cases: &Cases) -> Vec<(&str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for status in cases.texts("status") {
        *counts.entry(status).or_default() += 1;
    }
    let order = ["optimal", "feasible", "infeasible", "unknown", "failed"];
    let known = order
        .iter()
        .filter_map(|status| Some((*status, *counts.get(status)?)));
    known.collect()
}

fn overview(cases: &Cases) -> Section {
    let mut section = Section::new("overview", "Overview");
    let mut found: Vec<f64> = cases.numbers("objective_musd").into_iter().flatten().collect();
    found.sort_by(f64::total_cmp);
    let mut cards = vec![Card::new("Cases", cases.rows.len().to_string(), "")];
    if let (Some(least), Some(most), Some(middle)) = (found.first(), found.last(), found.get(found.len() / 2))
    {
        let musd = |value: &f64| format!("{} MUSD", short(*value));
        let with_plan = format!("of {} cases with a plan", found.len());
        cards.push(Card::new("Least objective", musd(least), with_plan.clone()));
        cards.push(Card::new("Median objective", musd(middle), with_plan.clone()));
        cards.push(Card::new("Greatest objective", musd(most), with_plan));
    }
    let widest = cases
        .numbers("gap")
        .into_iter()
        .flatten()
        .fold(None, |most: Option<f64>, gap| {
            Some(most.map_or(gap, |most| most.max(gap)))
        });
    if let Some(widest) = widest {
        cards.push(Card::new("Widest gap", gap(widest), ""));
    }
    let seconds: f64 = cases.numbers("seconds").into_iter().flatten().sum();
    cards.push(Card::new(
        "Time of all cases",
        crate::report::numbers::seconds(seconds),
        "",
    ));
    section.push(Block::Cards(cards));
    section
}

/// Indicators of a plan: the columns between the gap and the time.
fn indicators(cases: &Cases) -> Vec<String> {
    let (Some(gap), Some(seconds)) = (cases.place("gap"), cases.place("seconds")) else {
        return Vec::new();
    };
    cases.names.iter().take(seconds).skip(gap + 1).cloned().collect()
}

/// Results that are drawn over every input, if they are there and differ.
const DRAWN: [(&str, &str); 6] = [
    ("objective_musd", "Objective, MUSD"),
    ("capex_musd", "Invested, MUSD"),
    ("opex_musd", "Running cost, MUSD"),
    ("it_power_peak_in_service_mw", "IT power at the peak, MW"),
    ("chips_deployed", "Chips put in service"),
    ("carbon_kt", "Emissions, kt"),
];

/// A chart for every input of numbers.
fn effects(cases: &Cases, inputs: &[String]) -> Section {
    let mut section = Section::new("effects", "Results by input");
    let columns = cases.names.iter().filter(|name| {
        inputs.iter().any(|input| {
            *name == input
                || name
                    .strip_prefix(input.as_str())
                    .is_some_and(|rest| rest.starts_with(" ["))
        })
    });
    let columns: Vec<&String> = columns.collect();
    for (number, column) in columns.iter().enumerate() {
        let others: Vec<&str> = columns
            .iter()
            .filter(|other| *other != column)
            .map(|other| other.as_str())
            .collect();
        section.chart(effect(cases, number, column, &others));
    }
    section
}

/// Most values of another input for which each has a curve of its own.
const CURVES: usize = 8;

/// Groups of cases that make a curve each, with its name: by the other input, if there is one with few values.
fn groups(cases: &Cases, label: &str, others: &[&str]) -> Vec<(String, Vec<bool>)> {
    let all = || vec![(label.to_owned(), vec![true; cases.rows.len()])];
    let [other] = others else { return all() };
    let mut values: Vec<&str> = Vec::new();
    for text in cases.texts(other) {
        if !values.contains(&text) {
            values.push(text);
        }
    }
    if values.len() > CURVES {
        return all();
    }
    let of = |value: &str| cases.texts(other).map(|text| text == value).collect();
    values
        .into_iter()
        .map(|value| (format!("{other}: {value}"), of(value)))
        .collect()
}

fn effect(cases: &Cases, number: usize, column: &str, others: &[&str]) -> Option<Chart> {
    let alone = others.is_empty();
    let inputs = cases.numbers(column);
    let drawn = DRAWN
        .iter()
        .map(|(name, label)| ((*name).to_owned(), (*label).to_owned()))
        .chain(indicators(cases).into_iter().filter_map(|name| {
            let workload = unmet_workload(&name)?;
            Some((name, format!("Unmet {workload}, %")))
        }));
    let views: Vec<View> = drawn
        .filter_map(|(name, label)| {
            let results = cases.numbers(&name);
            let first = results.iter().flatten().next()?;
            // A result that is the same in every case tells nothing.
            results.iter().flatten().any(|result| result != first).then(|| {
                let grouped = groups(cases, &label, others);
                let curves = grouped.into_iter().enumerate().map(|(slot, (name, ours))| {
                    let pairs = inputs.iter().zip(&results).zip(ours).filter(|(_, ours)| *ours);
                    let mut points: Vec<[f64; 2]> = pairs
                        .filter_map(|((input, result), _)| Some([(*input)?, tidy((*result)?)]))
                        .collect();
                    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
                    let single = points
                        .windows(2)
                        .all(|pair| matches!(pair, [a, b] if a[0] < b[0]));
                    Curve {
                        name,
                        points,
                        join: if single { Join::Line } else { Join::None },
                        colour: Colour::Slot(slot),
                    }
                });
                let curves: Vec<Curve> = curves.filter(|curve| !curve.points.is_empty()).collect();
                let (short, unit) = label.split_once(", ").unwrap_or((&label, ""));
                View::curves(short, unit, column, curves)
            })
        })
        .collect();
    let objective = cases.numbers("objective_musd");
    let mut pairs: Vec<(f64, f64)> = inputs
        .iter()
        .zip(objective)
        .filter_map(|(input, result)| Some(((*input)?, result?)))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (low, high) = (pairs.first()?, pairs.last()?);
    if views.is_empty() || low.0 == high.0 {
        return None;
    }
    let mean = |at: f64| {
        let there: Vec<f64> = pairs
            .iter()
            .filter(|pair| pair.0 == at)
            .map(|pair| pair.1)
            .collect();
        there.iter().sum::<f64>() / there.len() as f64
    };
    Some(Chart {
        id: format!("effect-{}", number + 1),
        title: format!("By {column}"),
        summary: format!(
            "{} cases with a plan. The objective is {} MUSD at {} and {} MUSD at {}{}.",
            pairs.len(),
            short(mean(low.0)),
            significant(low.0),
            short(mean(high.0)),
            significant(high.0),
            if alone {
                ""
            } else {
                ", on average over the other inputs"
            }
        ),
        views,
    })
}

/// Cases without a plan, with why.
fn without_plan(cases: &Cases) -> Section {
    let mut section = Section::new("without-plan", "Cases without a plan");
    let messages: Vec<&str> = cases.texts("message").collect();
    let mut grid = Grid::new(["case", "status", "why"], 3);
    let mut count = 0;
    for ((case, status), message) in cases.texts("case").zip(cases.texts("status")).zip(messages) {
        if !matches!(status, "optimal" | "feasible") {
            grid.row([case, status, message]);
            count += 1;
        }
    }
    if count > 0 {
        section.push(Block::Table(Sheet::new("Cases without a plan, and why", grid)));
    }
    section
}

/// Every case with all its columns.
fn all_cases(cases: &Cases) -> Section {
    let mut section = Section::new("cases", "All cases");
    let decimals: Vec<Option<usize>> = cases
        .names
        .iter()
        .map(|name| {
            let numbers = cases.numbers(name);
            let whole = cases
                .texts(name)
                .zip(&numbers)
                .all(|(text, number)| text.is_empty() || number.is_some());
            (whole && name != "case")
                .then(|| column_decimals(numbers.into_iter().flatten().collect::<Vec<_>>()))
        })
        .collect();
    let mut grid = Grid::new(cases.names.iter().cloned(), 1);
    for row in &cases.rows {
        let cells = row
            .iter()
            .zip(&decimals)
            .map(|(text, decimals)| match (decimals, text.parse::<f64>()) {
                (Some(decimals), Ok(value)) => grouped(value, *decimals),
                _ => text.clone(),
            });
        grid.row(cells);
    }
    section.push(Block::Text(format!(
        "As in {RESULTS_CSV}, rounded for reading; the same columns are in results.parquet."
    )));
    section.push(Block::Folded(Sheet::new(
        "Every case: inputs, how it ended, figures of its plan",
        grid,
    )));
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIBED: &str = r#"{"format": 1, "scenario": "s", "model": "min-cost", "name": "money", "design": "grid",
        "samples": null, "seed": 0, "scenarios": [null], "inputs": ["budget"], "cases": 3}"#;
    const TABLE: &str = "number,case,budget [MUSD],status,objective_musd,best_bound_musd,gap,capex_musd,seconds,reuse,message\n\
        1,a,100,infeasible,,,,,0.1,,\"budget, demand\"\n2,b,200,optimal,50,49,0.02,150,0.2,basis,\n3,c,300,optimal,40,40,0,190,0.2,basis,\n";

    #[test]
    fn a_sweep_has_a_curve_for_its_input_and_names_what_has_no_plan() {
        let page = page(DESCRIBED, TABLE).unwrap();
        let ids: Vec<&str> = page.sections.iter().map(|section| section.id).collect();
        assert_eq!(ids, ["overview", "effects", "without-plan", "cases"]);
        let Some(Block::Chart(chart)) = page.sections[1].blocks.first() else {
            panic!("a chart");
        };
        assert_eq!(
            chart.summary,
            "2 cases with a plan. The objective is 50 MUSD at 200 and 40 MUSD at 300."
        );
        assert_eq!(chart.views.len(), 2, "objective and investment");
        let html = page.render().unwrap();
        assert!(html.contains("budget, demand") && html.contains("1 infeasible"));
        assert!(!html.contains("has not ended"));
    }

    #[test]
    fn files_of_another_kind_are_named() {
        assert!(
            page("{}", TABLE)
                .unwrap_err()
                .to_string()
                .starts_with("sweep.json: ")
        );
        let error = page(DESCRIBED, "a,b\n1,2\n").unwrap_err().to_string();
        assert_eq!(error, "results.csv: it has no column case");
        let short = TABLE
            .lines()
            .take(3)
            .map(|line| format!("{line}\n"))
            .collect::<String>();
        let page = page(DESCRIBED, &short).unwrap();
        assert!(page.notices[0].contains("2 of 3 cases"), "{:?}", page.notices);
    }
}
