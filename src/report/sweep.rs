//! A sweep on the terminal: how its cases ended, the best and the worst, the objective along what varies.

use super::grid::{Grid, Page};
use super::numbers::{NOTHING, cell, column_decimals, gap, short};
use super::sparkline::between;
use crate::run::manifest::Sense;
use crate::study::sweep::{CaseStatus, Outcome, Row, Sweep};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Most cases that are all shown.
const ALL: usize = 30;
/// Best and worst cases shown where not all are.
const ENDS: usize = 5;
/// Most reasons shown of cases without a plan.
const REASONS: usize = 8;
/// Most points of the line along an input.
const POINTS: usize = 60;
/// Longest cell of an input.
const LONGEST: usize = 24;
/// Indicators beside the objective: name in the row, heading.
const SHOWN: [(&str, &str); 5] = [
    ("capex_musd", "capex"),
    ("opex_musd", "opex"),
    ("it_power_peak_in_service_mw", "peak IT MW"),
    ("chips_deployed", "chips"),
    ("carbon_kt", "carbon kt"),
];

/// The sweep as text.
pub fn render(sweep: &Sweep, outcome: &Outcome, page: Page) -> String {
    let mut text = head(sweep, outcome, page);
    let mut solved: Vec<(usize, &Row)> = outcome
        .rows
        .iter()
        .filter(|(_, row)| row.objective.is_some())
        .map(|(&place, row)| (place, row))
        .collect();
    if outcome.rows.len() <= ALL {
        let all: Vec<(usize, &Row)> = outcome.rows.iter().map(|(&place, row)| (place, row)).collect();
        text.push_str(&section(page, "Cases", &table(sweep, &all).render(page)));
    } else if !solved.is_empty() {
        let order = |a: &(usize, &Row), b: &(usize, &Row)| match sweep.sense() {
            Sense::Minimise => a.1.objective.partial_cmp(&b.1.objective),
            Sense::Maximise => b.1.objective.partial_cmp(&a.1.objective),
        };
        solved.sort_by(|a, b| order(a, b).unwrap_or(std::cmp::Ordering::Equal));
        let best = solved.get(..ENDS).unwrap_or(&solved);
        text.push_str(&section(page, "Best cases", &table(sweep, best).render(page)));
        let worst = solved
            .get(solved.len().saturating_sub(ENDS).max(best.len())..)
            .unwrap_or_default();
        if !worst.is_empty() {
            text.push_str(&section(page, "Worst cases", &table(sweep, worst).render(page)));
        }
    }
    text.push_str(&along(sweep, outcome, page));
    text.push_str(&reasons(outcome, page));
    text
}

fn section(page: Page, title: &str, body: &str) -> String {
    format!("\n{}\n{body}", page.heading(title))
}

/// What was swept, and how the cases ended.
fn head(sweep: &Sweep, outcome: &Outcome, page: Page) -> String {
    let design = &sweep.design;
    let name = design
        .name
        .as_ref()
        .map(|name| format!(", sweep {name}"))
        .unwrap_or_default();
    let mut over: Vec<&str> = design.axes.iter().map(|axis| axis.path.as_str()).collect();
    if design.scenarios.len() > 1 {
        over.push("scenarios");
    }
    let mut text = format!(
        "{}{name}  {}, {} over {}\n",
        page.heading(&sweep.base().scenario.name),
        counted(outcome.asked, "case"),
        design.kind.name(),
        over.join(", "),
    );
    let mut parts = Vec::new();
    for status in CaseStatus::ALL {
        let count = outcome.rows.values().filter(|row| row.status == status).count();
        if count > 0 {
            let part = format!("{count} {}", status.name());
            parts.push(match status {
                CaseStatus::Optimal => page.good(&part),
                _ => page.alert(&part),
            });
        }
    }
    if outcome.missing() > 0 {
        parts.push(page.alert(&format!("{} not solved", outcome.missing())));
    }
    text.push_str(&parts.join(", "));
    text.push('\n');
    let solved = || {
        outcome
            .rows
            .iter()
            .filter_map(|(&place, row)| Some((place, row.objective?)))
    };
    let lowest = solved().min_by(|a, b| a.1.total_cmp(&b.1));
    let highest = solved().max_by(|a, b| a.1.total_cmp(&b.1));
    if let (Some((low, least)), Some((high, most))) = (lowest, highest) {
        let what = match sweep.sense() {
            Sense::Minimise => "Net present cost",
            Sense::Maximise => "Net present profit",
        };
        text.push_str(&format!(
            "{what} from {} MUSD (no {}) to {} MUSD (no {})\n",
            page.heading(&short(least)),
            low + 1,
            page.heading(&short(most)),
            high + 1
        ));
    }
    text
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Cases as a table: number, inputs, status, objective, gap, indicators.
fn table(sweep: &Sweep, rows: &[(usize, &Row)]) -> Grid {
    let axes = &sweep.design.axes;
    let scenarios = sweep.design.scenarios.len() > 1;
    let mut header = vec!["no".to_owned()];
    header.extend(scenarios.then(|| "scenario".to_owned()));
    header.extend(axes.iter().map(|axis| cut(&heading(&axis.path, sweep))));
    header.push("status".into());
    let keys = header.len();
    header.push(match sweep.sense() {
        Sense::Minimise => "cost MUSD".into(),
        Sense::Maximise => "profit MUSD".into(),
    });
    header.push("gap".into());
    let indicators: Vec<(&str, &str)> = SHOWN
        .into_iter()
        .filter(|(name, _)| rows.iter().any(|(_, row)| row.indicators.contains_key(*name)))
        .collect();
    header.extend(indicators.iter().map(|(_, title)| (*title).to_owned()));
    let unmet = unmet_shares(rows.iter().map(|(_, row)| &row.indicators));
    header.extend(unmet.iter().map(|(title, _)| title.clone()));
    let decimals = |value: &dyn Fn(&Row) -> Option<f64>| {
        let values: Vec<f64> = rows.iter().filter_map(|(_, row)| value(row)).collect();
        column_decimals(values)
    };
    let objective = decimals(&|row| row.objective);
    let each: Vec<usize> = indicators
        .iter()
        .map(|(name, _)| decimals(&|row| row.indicators.get(*name).copied()))
        .collect();
    let missed: Vec<usize> = unmet
        .iter()
        .map(|(_, names)| decimals(&|row| largest(row, names)))
        .collect();
    let mut grid = Grid::new(header, keys);
    for (place, row) in rows {
        let mut cells = vec![(place + 1).to_string()];
        cells.extend(scenarios.then(|| row.scenario.clone().unwrap_or_else(|| "base".into())));
        cells.extend(
            axes.iter()
                .map(|axis| cut(row.inputs.get(&axis.path).map_or("", String::as_str))),
        );
        cells.push(row.status.name().into());
        let number =
            |value: Option<f64>, decimals| value.map_or(String::new(), |value| cell(value, decimals));
        cells.push(number(row.objective, objective));
        cells.push(row.gap.map_or(String::new(), gap));
        for ((name, _), decimals) in indicators.iter().zip(&each) {
            cells.push(number(row.indicators.get(*name).copied(), *decimals));
        }
        for ((_, names), decimals) in unmet.iter().zip(&missed) {
            cells.push(number(largest(row, names), *decimals));
        }
        grid.row(cells);
    }
    grid
}

/// The end of a path that tells it from the other inputs' paths.
fn heading(path: &str, sweep: &Sweep) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let others = || {
        sweep
            .design
            .axes
            .iter()
            .map(|axis| axis.path.as_str())
            .filter(|other| *other != path)
    };
    let ends = (1..=steps.len()).map(|count| steps[steps.len() - count..].join("."));
    let mut telling =
        ends.filter(|end| !end.starts_with('*') && others().all(|other| !other.ends_with(end.as_str())));
    // A last step such as `at_most` says little alone.
    let last = telling.next().unwrap_or_else(|| path.to_owned());
    if last.contains('.') {
        last
    } else {
        telling.next().unwrap_or(last)
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 3).collect();
    format!("{start}...")
}

/// The workload whose unmet share an indicator tells, in words.
pub(super) fn unmet_workload(indicator: &str) -> Option<String> {
    let name = indicator.strip_prefix("unmet_")?.strip_suffix("_percent")?;
    Some(name.replace('_', " "))
}

/// Workloads whose unmet shares have columns of their own; of more than these the largest share is told.
const WORKLOADS: usize = 3;

/// Columns for the shares of demand that are not served: title and indicators. None where all is served.
fn unmet_shares<'a>(
    indicators: impl Iterator<Item = &'a IndexMap<String, f64>>,
) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<String> = Vec::new();
    let mut missed = false;
    for of_row in indicators {
        for (name, share) in of_row {
            if unmet_workload(name).is_some() {
                missed |= *share > 1e-6;
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
    }
    match names.len() {
        _ if !missed => Vec::new(),
        1 => vec![("unmet %".to_owned(), names)],
        2..=WORKLOADS => names
            .into_iter()
            .map(|name| {
                let workload = unmet_workload(&name).unwrap_or_default();
                (format!("unmet {workload} %"), vec![name])
            })
            .collect(),
        _ => vec![("most unmet %".to_owned(), names)],
    }
}

/// The largest of some indicators.
fn largest(row: &Row, names: &[String]) -> Option<f64> {
    let values = names.iter().filter_map(|name| row.indicators.get(name).copied());
    values.reduce(f64::max)
}

/// The objective along the first input that is a number.
fn along(sweep: &Sweep, outcome: &Outcome, page: Page) -> String {
    let mut text = String::new();
    for (place, axis) in sweep.design.axes.iter().enumerate() {
        let number = |case: usize| sweep.cases.get(case)?.levels.get(place)?.number.clone();
        let mut at: BTreeMap<u64, (f64, String, Option<f64>)> = BTreeMap::new();
        for (&case, row) in &outcome.rows {
            let Some((value, unit)) = number(case) else {
                continue;
            };
            let entry = at.entry(ordered(value)).or_insert((value, unit, None));
            entry.2 = match (entry.2, row.objective) {
                (Some(known), Some(new)) if !Row::better(sweep.sense(), new, known) => Some(known),
                (known, new) => new.or(known),
            };
        }
        let points: Vec<(f64, Option<f64>)> = at.values().map(|(value, _, best)| (*value, *best)).collect();
        let (Some(first), Some(last)) = (at.values().next(), at.values().next_back()) else {
            continue;
        };
        let objectives: Vec<f64> = points.iter().filter_map(|(_, best)| *best).collect();
        if points.len() < 3 || objectives.len() < 2 {
            continue;
        }
        let low = objectives.iter().copied().fold(f64::INFINITY, f64::min);
        let high = objectives.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let what = match sweep.sense() {
            Sense::Minimise => "Least cost",
            Sense::Maximise => "Most profit",
        };
        let line = between(&binned(
            &points,
            POINTS.min(page.width.saturating_sub(4)),
            sweep.sense(),
        ));
        let end = |(value, unit, _): &(f64, String, Option<f64>)| match unit.as_str() {
            "" => short(*value),
            "times" => format!("times {value}"),
            unit => format!("{} {unit}", short(*value)),
        };
        text.push_str(&section(page, &format!("{what} along {}", axis.path), ""));
        text.push_str(&format!("  {line}\n"));
        text.push_str(&page.wrap(&format!(
            "{} to {}; the line goes from {} to {} MUSD",
            end(first),
            end(last),
            short(low),
            short(high)
        )));
        if outcome.rows.values().any(|row| row.objective.is_none()) {
            text.push_str(&page.wrap(&format!("{NOTHING} no plan")));
        }
        break;
    }
    text
}

/// The bits of a number in an order that is that of numbers.
fn ordered(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

/// At most so many points: the best of each of equal parts of the way.
fn binned(points: &[(f64, Option<f64>)], most: usize, sense: Sense) -> Vec<Option<f64>> {
    if points.len() <= most {
        return points.iter().map(|(_, best)| *best).collect();
    }
    let low = points.first().map_or(0.0, |point| point.0);
    let span = points.last().map_or(1.0, |point| point.0) - low;
    let mut bins: Vec<Option<f64>> = vec![None; most.max(1)];
    for (value, best) in points {
        let place = ((value - low) / span * bins.len() as f64) as usize;
        let place = place.min(bins.len() - 1);
        if let (Some(bin), Some(new)) = (bins.get_mut(place), best) {
            *bin = match *bin {
                Some(known) if !Row::better(sense, *new, known) => Some(known),
                _ => Some(*new),
            };
        }
    }
    bins
}

/// Why cases have no plan, or none within the gap, the most frequent first.
fn reasons(outcome: &Outcome, page: Page) -> String {
    let mut reasons: BTreeMap<(CaseStatus, &str), Vec<usize>> = BTreeMap::new();
    for (&place, row) in &outcome.rows {
        if let Some(message) = &row.message {
            reasons.entry((row.status, message)).or_default().push(place + 1);
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<_> = reasons.into_iter().collect();
    sorted.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    let mut text = section(page, "Cases that did not end well", "");
    for ((status, message), places) in sorted.iter().take(REASONS) {
        let mut numbers: Vec<String> = places.iter().take(ENDS).map(usize::to_string).collect();
        if places.len() > ENDS {
            numbers.push(format!("and {} more", places.len() - ENDS));
        }
        text.push_str(&page.wrap(&format!(
            "{}, no {}: {message}",
            status.name(),
            numbers.join(", ")
        )));
    }
    if sorted.len() > REASONS {
        text.push_str(&format!(
            "  {} {} more reasons\n",
            NOTHING,
            sorted.len() - REASONS
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_a_few_workloads_has_its_unmet_share_and_of_many_the_largest_is_told() {
        let row = |shares: &[(&str, f64)]| -> IndexMap<String, f64> {
            let named = shares
                .iter()
                .map(|(workload, share)| (format!("unmet_{workload}_percent"), *share));
            named.chain([("capex_musd".to_owned(), 7.0)]).collect()
        };
        let titles = |rows: &[IndexMap<String, f64>]| -> Vec<String> {
            unmet_shares(rows.iter())
                .into_iter()
                .map(|(title, _)| title)
                .collect()
        };
        assert!(titles(&[row(&[("chat", 0.0), ("batch", 0.0)])]).is_empty());
        assert_eq!(
            titles(&[row(&[("chat", 0.0)]), row(&[("chat", 1.5)])]),
            ["unmet %"]
        );
        assert_eq!(
            titles(&[row(&[("r1_chat", 0.0), ("batch", 3.0)])]),
            ["unmet r1 chat %", "unmet batch %"]
        );
        let many = row(&[("a", 0.0), ("b", 4.0), ("c", 2.0), ("d", 1.0)]);
        let shares = unmet_shares([&many].into_iter());
        assert_eq!(shares.len(), 1);
        assert_eq!(shares[0].0, "most unmet %");
        assert_eq!(
            shares[0].1.iter().map(|name| many[name]).reduce(f64::max),
            Some(4.0)
        );
    }
}
