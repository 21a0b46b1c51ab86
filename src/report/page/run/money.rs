//! Spending by period, budgets, the account.

use super::super::Section;
use super::super::chart::{Chart, Colour, Figure, Series, View};
use super::Planned;
use super::power::over_time;
use super::read::{Reader, by_size, folded, total};
use crate::plan::tables::Row;
use crate::report::numbers::{percent, short};
use crate::report::terminal::component_title;
use crate::scenario::Component;

/// Spending, budgets, cash.
pub(super) fn section(run: &Planned<'_>) -> Section {
    let mut section = Section::new("money", "Money");
    section.chart(spending(run));
    section.chart(budgets(run));
    section.chart(cash(run));
    section
}

fn spending(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let table = run.table("spend")?;
    let reader = Reader::new(table);
    let unit = table.rows.first()?.unit.as_str();
    let of = |class: &str| {
        reader.by_period(periods, |row| {
            let title = Component::named(reader.key(row, "component")).map(component_title)?;
            Some((
                title,
                reader
                    .number(row, "amount")
                    .filter(|_| reader.text(row, "class") == class)?,
            ))
        })
    };
    let mut views = Vec::new();
    let mut told = Vec::new();
    for (class, label) in [
        ("capex", "Invested"),
        ("opex", "Running cost"),
        ("revenue", "Revenue"),
        ("penalty", "Penalties"),
    ] {
        let groups = of(class);
        let all = total(&groups, periods.len());
        if all.iter().all(|amount| *amount == 0.0) {
            continue;
        }
        if class != "penalty" || told.is_empty() {
            told.push(over_time(label, unit, periods, &all));
        }
        let mut view = View::bars(label, unit, "component", periods, by_size(groups), Vec::new());
        if let Figure::Bars { series, .. } = &mut view.figure {
            *series = folded(series);
        }
        views.push(view);
    }
    if views.is_empty() {
        return None;
    }
    Some(Chart {
        id: "spending".into(),
        title: "Money by component and period, undiscounted".into(),
        summary: told.join(" "),
        views,
    })
}

fn budgets(run: &Planned<'_>) -> Option<Chart> {
    let reader = Reader::new(run.table("budgets")?);
    let mut views: Vec<View> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut tightest: Option<(f64, String)> = None;
    for row in reader.rows() {
        let budget = reader.key(row, "budget");
        if !names.contains(&budget) {
            names.push(budget);
        }
        // A window without any money has no share of it to tell.
        let Some(share) = reader.number(row, "used_percent") else {
            continue;
        };
        if tightest.as_ref().is_none_or(|(most, _)| share > *most) {
            tightest = Some((share, format!("{budget}, {}", window(reader, row))));
        }
    }
    for name in names {
        let rows: Vec<&Row> = reader
            .rows()
            .filter(|row| reader.key(row, "budget") == name)
            .collect();
        let windows: Vec<String> = rows.iter().map(|row| window(reader, row)).collect();
        let of = |column: &str| {
            rows.iter()
                .map(|row| reader.number(row, column))
                .collect::<Vec<_>>()
        };
        let series = |name: &str, values, colour| Series {
            name: name.into(),
            values,
            colour,
        };
        views.push(View::bars(
            name,
            rows.first().map_or("", |row| row.unit.as_str()),
            "amount",
            &windows,
            vec![series("spent", of("spend"), Colour::Slot(0))],
            vec![series(
                "limit with what was carried in",
                of("available"),
                Colour::Limit,
            )],
        ));
    }
    if views.is_empty() {
        return None;
    }
    let summary = match tightest {
        Some((share, place)) => format!(
            "The tightest window is {place}: {} of it is spent.",
            percent(share / 100.0)
        ),
        None => "No window has any money to spend.".into(),
    };
    Some(Chart {
        id: "budgets".into(),
        title: "Spending against budgets".into(),
        summary,
        views,
    })
}

/// First and last period of a window.
fn window<'a>(reader: Reader<'a>, row: &'a Row) -> String {
    let (first, last) = (reader.key(row, "first"), reader.key(row, "last"));
    if first == last {
        first.to_owned()
    } else {
        format!("{first} to {last}")
    }
}

fn cash(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let table = run.table("cash").filter(|table| !table.rows.is_empty())?;
    let reader = Reader::new(table);
    let of = |column: &'static str, sign: f64| {
        let sums = reader.by_period(periods, |row| Some(("", sign * reader.number(row, column)?)));
        sums.into_iter()
            .next()
            .map_or_else(Vec::new, |(_, values)| values)
    };
    let series: Vec<Series> = [
        ("paid in by the owners", "funding", 1.0, Colour::Slot(4)),
        ("earned", "earned", 1.0, Colour::Slot(2)),
        ("loans drawn less repaid", "drawn", 1.0, Colour::Slot(5)),
        ("invested", "capex", -1.0, Colour::Slot(0)),
        ("running cost", "opex", -1.0, Colour::Slot(1)),
        ("interest and tax", "interest_and_tax", -1.0, Colour::Slot(3)),
    ]
    .into_iter()
    .map(|(name, column, sign, colour)| Series::new(name, of(column, sign), colour))
    .filter(|series| series.values.iter().flatten().any(|value| *value != 0.0))
    .collect();
    let balance = of("balance", 1.0);
    let lowest = balance.iter().copied().fold(f64::INFINITY, f64::min);
    let unit = table.rows.first()?.unit.as_str();
    let lines = vec![
        Series::new("balance at the end", balance.clone(), Colour::Total),
        Series::new("least balance allowed", of("floor", 1.0), Colour::Limit),
    ];
    Some(Chart {
        id: "cash".into(),
        title: "Cash in and out, and what is left".into(),
        summary: format!(
            "{} The lowest balance is {} {unit}.",
            over_time("Balance", unit, periods, &balance),
            short(lowest)
        ),
        views: vec![View::bars("Cash", unit, "flow", periods, series, lines)],
    })
}
