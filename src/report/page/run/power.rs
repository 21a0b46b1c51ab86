//! Power and compute by site, chip and period against their limits.

use super::super::Section;
use super::super::chart::{Chart, Colour, Figure, Series, View};
use super::Planned;
use super::read::{Reader, coloured, folded, total};
use crate::plan::tables::{Row, Table};
use crate::report::numbers::{percent, short};
use crate::report::terminal;
use crate::scenario::{Chip, Scenario};

/// A run with its sites and chips ranked by what they draw.
pub(super) fn ranked(view: terminal::View<'_>) -> Planned<'_> {
    let periods = &view.scenario.horizon.labels;
    let table = |name: &str| view.tables.iter().find(|table| table.name == name);
    let ranking = |groups: Vec<(String, Vec<f64>)>| -> Vec<String> {
        let peak = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
        let mut groups = groups;
        groups.sort_by(|a, b| peak(&b.1).total_cmp(&peak(&a.1)));
        groups.into_iter().map(|(name, _)| name).collect()
    };
    let sites = table("power")
        .map(|table| used_by_site(table, periods))
        .unwrap_or_default();
    let chips = table("chips")
        .map(|table| {
            by_chip(view.scenario, table, periods, |chip| {
                (chip.power * chip.diversity).value()
            })
        })
        .unwrap_or_default();
    Planned {
        view,
        sites: ranking(sites),
        chips: ranking(chips),
    }
}

fn used_by_site(table: &Table, periods: &[String]) -> Vec<(String, Vec<f64>)> {
    let reader = Reader::new(table);
    reader.by_period(periods, |row| {
        Some((reader.key(row, "site"), reader.number(row, "it_used")?))
    })
}

/// Units in service of each chip, weighed.
fn by_chip(
    scenario: &Scenario,
    table: &Table,
    periods: &[String],
    weight: impl Fn(&Chip) -> f64,
) -> Vec<(String, Vec<f64>)> {
    in_service(scenario, table, periods, "chip", weight)
}

/// Units in service by chip or site, weighed by chip.
fn in_service(
    scenario: &Scenario,
    table: &Table,
    periods: &[String],
    by: &str,
    weight: impl Fn(&Chip) -> f64,
) -> Vec<(String, Vec<f64>)> {
    let reader = Reader::new(table);
    reader.by_period(periods, |row: &Row| {
        let id = reader.key(row, "chip");
        let chip = scenario.chips.iter().find(|chip| chip.id == id)?;
        Some((
            reader.key(row, by),
            reader.number(row, "in_service")? * weight(chip),
        ))
    })
}

/// Power in use, and the share of the usable grid power in use.
pub(super) fn power(run: &Planned<'_>) -> Section {
    let mut section = Section::new("power", "Power");
    section.chart(it_power(run));
    section.chart(grid(run));
    section
}

/// Stacked columns whose table keeps apart what the drawing puts together.
fn stack(
    label: &str,
    unit: &str,
    of: &str,
    periods: &[String],
    series: Vec<Series>,
    lines: Vec<Series>,
) -> View {
    let mut view = View::bars(label, unit, of, periods, series, lines);
    if let Figure::Bars { series, .. } = &mut view.figure {
        *series = folded(series);
    }
    view
}

fn it_power(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let table = run.table("power")?;
    let reader = Reader::new(table);
    let sites = used_by_site(table, periods);
    let standing = reader.by_period(periods, |row| {
        let halls = reader.number(row, "hall_it")?;
        Some(("", halls + reader.number(row, "leased_it")?))
    });
    let used = total(&sites, periods.len());
    let standing = total(&standing, periods.len());
    let limit = || {
        vec![Series::new(
            "IT power of halls and leases",
            standing.clone(),
            Colour::Limit,
        )]
    };
    let unit = table.rows.first()?.unit.as_str();
    let chips = run
        .table("chips")
        .map(|table| {
            by_chip(run.view.scenario, table, periods, |chip| {
                (chip.power * chip.diversity).value()
            })
        })
        .unwrap_or_default();
    let mut summary = over_time("IT power in use at the peak", unit, periods, &used);
    if let (Some(site), Some(all)) = (run.sites.first(), standing.last()) {
        summary.push_str(&format!(
            " The largest site is {site}. In the end halls and leases hold {} {unit}.",
            short(*all)
        ));
    }
    Some(Chart {
        id: "it-power".into(),
        title: "IT power in use, against what halls and leases hold".into(),
        summary,
        views: vec![
            stack(
                "By site",
                unit,
                "site",
                periods,
                coloured(&run.sites, sites),
                limit(),
            ),
            stack(
                "By chip",
                unit,
                "chip",
                periods,
                coloured(&run.chips, chips),
                limit(),
            ),
        ],
    })
}

/// How a quantity moves from the first period to the last.
pub(super) fn over_time(what: &str, unit: &str, periods: &[String], values: &[f64]) -> String {
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return String::new();
    };
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {unit}")
    };
    let label = |place: usize| periods.get(place).map_or("", String::as_str);
    let end = periods.len().saturating_sub(1);
    let peak = values
        .iter()
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |best, (place, &value)| {
            if value > best.1 { (place, value) } else { best }
        });
    if end == 0 {
        return format!("{what}: {}{unit} in {}.", short(*first), label(0));
    }
    let mut text = format!(
        "{what}: {}{unit} in {}, {}{unit} in {}",
        short(*first),
        label(0),
        short(*last),
        label(end)
    );
    if peak.1 > first.max(*last) {
        text.push_str(&format!(", at most {}{unit} in {}", short(peak.1), label(peak.0)));
    }
    text.push('.');
    text
}

/// Share of the usable grid power in use on the hottest day.
fn grid(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let table = run.table("power")?;
    let reader = Reader::new(table);
    let mut rows: Vec<(String, Vec<Option<f64>>)> = Vec::new();
    for row in reader.rows() {
        let site = reader.key(row, "site");
        let Some(t) = periods
            .iter()
            .position(|label| label == reader.key(row, "period"))
        else {
            continue;
        };
        if rows.last().is_none_or(|(last, _)| last != site) {
            rows.push((site.to_owned(), vec![None; periods.len()]));
        }
        if let Some(cell) = rows.last_mut().and_then(|(_, values)| values.get_mut(t)) {
            *cell = reader.number(row, "utilisation_percent");
        }
    }
    rows.retain(|(_, values)| values.iter().flatten().any(|value| *value > 0.0));
    let tight = rows
        .iter()
        .filter(|(_, values)| values.iter().flatten().any(|value| *value >= 95.0));
    let tight: Vec<&str> = tight.map(|(site, _)| site.as_str()).collect();
    let summary = match tight.as_slice() {
        [] => "No site ever uses 95 % of the grid power that it may draw.".to_owned(),
        sites => format!(
            "95 % or more of the grid power is in use at some time at {} of {} sites: {}.",
            sites.len(),
            rows.len(),
            sites.join(", ")
        ),
    };
    if rows.is_empty() {
        return None;
    }
    Some(Chart {
        id: "grid-power".into(),
        title: "Share of the usable grid power in use on the hottest day".into(),
        summary,
        views: vec![View::heat("Grid power in use", "site", periods, rows, false)],
    })
}

/// Compute in service, and orders against supply.
pub(super) fn compute(run: &Planned<'_>) -> Section {
    let mut section = Section::new("compute", "Chips and compute");
    section.chart(in_compute(run));
    section.chart(caps(run));
    section.chart(deployed(run));
    section.chart(supply(run));
    section
}

fn in_compute(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let scenario = run.view.scenario;
    let table = run.table("chips").filter(|table| !table.rows.is_empty())?;
    let mtpp = |chip: &Chip| f64::from(chip.chips_per_unit) * chip.tpp * 1e-6;
    let chips = in_service(scenario, table, periods, "chip", mtpp);
    let sites = in_service(scenario, table, periods, "site", mtpp);
    let units = in_service(scenario, table, periods, "chip", |_| 1.0);
    let compute = total(&chips, periods.len());
    let summary = if compute.iter().any(|mtpp| *mtpp > 0.0) {
        let told = over_time("Compute in service", "MTPP", periods, &compute);
        format!("{told} MTPP: millions of total processing performance, the measure of export rules.")
    } else {
        over_time("Units in service", "", periods, &total(&units, periods.len()))
    };
    let mut views = vec![
        stack(
            "By chip",
            "MTPP",
            "chip",
            periods,
            coloured(&run.chips, chips),
            Vec::new(),
        ),
        stack(
            "By site",
            "MTPP",
            "site",
            periods,
            coloured(&run.sites, sites),
            Vec::new(),
        ),
        stack(
            "Units by chip",
            "units",
            "chip",
            periods,
            coloured(&run.chips, units),
            Vec::new(),
        ),
    ];
    // A scenario may leave out what its chips count for under export rules.
    views.retain(|view| matches!(&view.figure, Figure::Bars { series, .. } if !series.is_empty()));
    (!views.is_empty()).then(|| Chart {
        id: "compute-in-service".into(),
        title: "Chips in service".into(),
        summary,
        views,
    })
}

/// Compute that rules cap, against the caps: a view for each rule.
fn caps(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let reader = Reader::new(run.table("rules")?);
    let capped = |row: &&Row| reader.text(row, "effect") == "compute_cap";
    let of = |value: &'static str| {
        let rows = reader.rows().filter(capped);
        let mut rules: Vec<(&str, Vec<Option<f64>>)> = Vec::new();
        for row in rows {
            let rule = reader.key(row, "rule");
            if rules.last().is_none_or(|(last, _)| *last != rule) {
                rules.push((rule, vec![None; periods.len()]));
            }
            let t = periods
                .iter()
                .position(|label| label == reader.key(row, "period"));
            if let Some(cell) = t.and_then(|t| rules.last_mut()?.1.get_mut(t)) {
                *cell = reader.number(row, value);
            }
        }
        rules
    };
    let unit = &reader.rows().find(capped)?.unit;
    let series = |name: &str, values, colour| Series {
        name: name.into(),
        values,
        colour,
    };
    let views = of("used")
        .into_iter()
        .zip(of("limit"))
        .map(|((rule, used), (_, limit))| {
            View::bars(
                rule,
                unit,
                "compute",
                periods,
                vec![series("under the cap", used, Colour::Slot(0))],
                vec![series("cap", limit, Colour::Limit)],
            )
        });
    let views: Vec<View> = views.collect();
    let names: Vec<&str> = views.iter().map(|view| view.label.as_str()).collect();
    let mut summary = format!("Rules that cap compute in service: {}.", names.join(", "));
    let tightest = reader
        .rows()
        .filter(capped)
        .filter_map(|row| {
            let (used, limit) = (reader.number(row, "used")?, reader.number(row, "limit")?);
            (limit > 0.0).then(|| (used / limit, reader.key(row, "rule"), reader.key(row, "period")))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((share, rule, period)) = tightest {
        summary.push_str(&format!(
            " The tightest is {rule} in {period}: {} of it is used.",
            percent(share)
        ));
    }
    Some(Chart {
        id: "compute-caps".into(),
        title: "Compute that rules cap".into(),
        summary,
        views,
    })
}

/// Units put in service.
fn deployed(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let reader = Reader::new(run.table("chips")?);
    let by = |key: &'static str| {
        reader.by_period(periods, |row| {
            Some((reader.key(row, key), reader.number(row, "deployed")?))
        })
    };
    let (chips, sites) = (by("chip"), by("site"));
    let all = total(&chips, periods.len());
    if all.iter().all(|units| *units <= 0.0) {
        return None;
    }
    Some(Chart {
        id: "deployed".into(),
        title: "Units put in service".into(),
        summary: format!(
            "{} units in all. {}",
            short(all.iter().sum()),
            over_time("Units put in service", "", periods, &all)
        ),
        views: vec![
            stack(
                "By chip",
                "units",
                "chip",
                periods,
                coloured(&run.chips, chips),
                Vec::new(),
            ),
            stack(
                "By site",
                "units",
                "site",
                periods,
                coloured(&run.sites, sites),
                Vec::new(),
            ),
        ],
    })
}

/// Orders as a share of what can be ordered, for chips whose supply is limited.
fn supply(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let reader = Reader::new(run.table("orders")?);
    let ordered = reader.by_period(periods, |row| {
        Some((reader.key(row, "chip"), reader.number(row, "ordered")?))
    });
    let mut rows = Vec::new();
    for (id, units) in ordered {
        let chip = run.view.scenario.chips.iter().find(|chip| chip.id == id);
        let Some(supply) = chip.and_then(|chip| chip.supply.as_ref()) else {
            continue;
        };
        let share = units
            .iter()
            .zip(supply)
            .map(|(units, supply)| (*supply > 0.0).then(|| 100.0 * units / supply));
        rows.push((id, share.collect::<Vec<_>>()));
    }
    if rows.is_empty() {
        return None;
    }
    let short_of: Vec<&str> = rows
        .iter()
        .filter(|(_, shares)| shares.iter().flatten().any(|share| *share >= 99.9))
        .map(|(id, _)| id.as_str())
        .collect();
    let summary = match short_of.as_slice() {
        [] => "No chip is ever ordered up to its supply.".to_owned(),
        chips => format!("Supply is used up at some time for {}.", chips.join(", ")),
    };
    Some(Chart {
        id: "supply".into(),
        title: "Orders as a share of supply".into(),
        summary,
        views: vec![View::heat("Supply used", "chip", periods, rows, false)],
    })
}
