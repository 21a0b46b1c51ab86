//! Where capacity stands, and what is built when.

use super::super::chart::{Chart, Colour, Figure, GanttBar, Place, Series, View};
use super::super::{Block, Section, Sheet};
use super::read::Reader;
use super::{Planned, sheet};
use crate::report::grid::Grid;
use crate::report::numbers::{cell, column_decimals, short};

/// The map, and the sites as a table.
pub(super) fn map(run: &Planned<'_>) -> Section {
    let mut section = Section::new("sites", "Sites");
    section.chart(map_chart(run));
    if let Some(table) = run.table("sites") {
        section.push(Block::Table(sheet(table, table.title)));
    }
    section
}

fn map_chart(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let table = run.table("power")?;
    let reader = Reader::new(table);
    let capacity = reader.by_period(periods, |row| {
        let halls = reader.number(row, "hall_it")?;
        Some((reader.key(row, "site"), halls + reader.number(row, "leased_it")?))
    });
    let used = reader.by_period(periods, |row| {
        Some((reader.key(row, "site"), reader.number(row, "it_used")?))
    });
    // The table leaves out where nothing stands and nothing could be drawn.
    let of = |groups: &[(String, Vec<f64>)], id: &str| {
        let found = groups.iter().find(|(site, _)| site == id);
        found.map_or_else(|| vec![0.0; periods.len()], |(_, values)| values.clone())
    };
    let sites = &run.view.scenario.sites;
    let places: Vec<Place> = sites
        .iter()
        .filter_map(|site| {
            let (latitude, longitude) = site.coordinates?;
            Some(Place {
                id: site.id.clone(),
                name: site.name.clone(),
                latitude,
                longitude,
                capacity: of(&capacity, &site.id),
                used: of(&used, &site.id),
            })
        })
        .collect();
    if places.is_empty() {
        return None;
    }
    let last = periods.len().checked_sub(1)?;
    let standing = |id: &str| of(&capacity, id).get(last).copied().unwrap_or(0.0);
    let mut largest: Vec<(&str, f64)> = sites
        .iter()
        .map(|site| (site.id.as_str(), standing(&site.id)))
        .filter(|(_, power)| *power > 0.0)
        .collect();
    largest.sort_by(|a, b| b.1.total_cmp(&a.1));
    let named = largest
        .iter()
        .take(3)
        .map(|(id, power)| format!("{id} ({} MW)", short(*power)));
    let mut summary = format!(
        "In {} capacity stands at {} of {} sites; the largest are {}.",
        periods.last()?,
        largest.len(),
        sites.len(),
        named.collect::<Vec<_>>().join(", ")
    );
    if largest.is_empty() {
        summary = format!("In {} no site has any capacity.", periods.last()?);
    }
    let unplaced: Vec<&str> = sites
        .iter()
        .filter(|site| site.coordinates.is_none())
        .map(|site| site.id.as_str())
        .collect();
    if !unplaced.is_empty() {
        summary.push_str(&format!(
            " Without coordinates, so not on the map: {}.",
            unplaced.join(", ")
        ));
    }
    let unit = table.rows.first().map_or("MW", |row| row.unit.as_str());
    let mut grid = Grid::new(
        ["site"]
            .into_iter()
            .map(str::to_owned)
            .chain(periods.iter().cloned()),
        1,
    );
    let decimals = column_decimals(
        capacity
            .iter()
            .flat_map(|(_, values)| values.iter().copied())
            .collect::<Vec<_>>(),
    );
    for site in sites {
        let cells = of(&capacity, &site.id)
            .into_iter()
            .map(|value| cell(value, decimals));
        grid.row([site.id.clone()].into_iter().chain(cells));
    }
    Some(Chart {
        id: "map".into(),
        title: "Capacity by site over time".into(),
        summary,
        views: vec![View {
            label: "Map".into(),
            unit: unit.into(),
            figure: Figure::Map {
                x: periods.to_vec(),
                places,
            },
            table: Sheet::new(format!("IT power of halls and leases by site, {unit}"), grid),
        }],
    })
}

/// Kinds of bars of the programme, in the order of its legend.
const KINDS: [(&str, Colour); 5] = [
    ("site open", Colour::Other),
    ("land and permits", Colour::Slot(5)),
    ("grid power ordered", Colour::Slot(1)),
    ("halls", Colour::Slot(0)),
    ("leases", Colour::Slot(2)),
];
const SITE: usize = 0;
const STAGE: usize = 1;
const TRANCHE: usize = 2;
const HALL: usize = 3;
const LEASE: usize = 4;

/// How strongly a bar is filled while something is still being built.
const BUILDING: f64 = 0.16;

/// Rows and bars under construction.
struct Programme<'a> {
    periods: &'a [String],
    rows: Vec<String>,
    bars: Vec<GanttBar>,
    /// Site, item, and what happens when.
    told: Vec<[String; 4]>,
}

impl Programme<'_> {
    fn at(&self, label: &str) -> Option<usize> {
        self.periods.iter().position(|period| period == label)
    }

    fn bar(&mut self, bar: usize, from: usize, to: usize, text: String, strength: f64) {
        let row = self.rows.len().saturating_sub(1);
        self.bars.push(GanttBar {
            row,
            from,
            to,
            bar,
            text,
            strength,
        });
    }

    /// What is started and what is in use by period: bars of the same level are one bar.
    fn levels(&mut self, kind: usize, started: &[f64], in_use: &[f64]) {
        let most = in_use.iter().copied().fold(0.0, f64::max);
        let first = started.iter().position(|n| *n > 0.0);
        let used = in_use.iter().position(|n| *n > 0.0);
        if let Some(first) = first {
            let until = used.unwrap_or(in_use.len());
            if first < until {
                let n = started.iter().take(until).sum::<f64>();
                self.bar(kind, first, until - 1, format!("+{}", short(n)), BUILDING);
            }
        }
        let mut from = used.unwrap_or(in_use.len());
        while let Some(&level) = in_use.get(from) {
            let same = in_use
                .iter()
                .skip(from)
                .take_while(|next| **next == level)
                .count();
            if level > 0.0 {
                let strength = 0.4 + 0.6 * level / most;
                self.bar(kind, from, from + same - 1, short(level), strength);
            }
            from += same.max(1);
        }
    }
}

/// What is opened, ordered, built and leased, over time.
pub(super) fn programme(run: &Planned<'_>) -> Section {
    let mut section = Section::new("programme", "Build programme");
    section.chart(gantt(run));
    section
}

fn gantt(run: &Planned<'_>) -> Option<Chart> {
    let periods = run.periods();
    let last = periods.len().checked_sub(1)?;
    let mut programme = Programme {
        periods,
        rows: Vec::new(),
        bars: Vec::new(),
        told: Vec::new(),
    };
    let sites = Reader::new(run.table("sites")?);
    let (mut opened, mut halls_started, mut tranches_ordered) = (0, 0.0, 0);
    for site in sites.rows() {
        let id = sites.key(site, "site");
        let status = sites.text(site, "status");
        if let Some(from) = programme
            .at(sites.text(site, "open_from"))
            .filter(|_| status == "opened")
        {
            opened += 1;
            programme.rows.push(format!("{id}  open"));
            programme.bar(SITE, from, last, String::new(), 0.8);
            programme
                .told
                .push([id.into(), "site".into(), "opens".into(), periods[from].clone()]);
        }
        stages(run, id, &mut programme);
        tranches_ordered += tranches(run, id, &mut programme);
        halls_started += halls(run, id, &mut programme);
        leases(run, id, &mut programme);
    }
    if programme.rows.is_empty() {
        return None;
    }
    let kinds = KINDS.iter().map(|(name, colour)| Series {
        name: (*name).into(),
        values: Vec::new(),
        colour: *colour,
    });
    let mut grid = Grid::new(["site", "item", "what", "when"], 4);
    for line in &programme.told {
        grid.row(line.clone());
    }
    let many = |n: f64, what: &str| format!("{} {what}{}", short(n), if n == 1.0 { "" } else { "s" });
    let summary = format!(
        "{} opened, {} of grid power ordered, {} started. Outlined bars are under construction or waiting for power; \
         numbers on filled bars are halls or blocks in use.",
        many(f64::from(opened), "site"),
        many(f64::from(tranches_ordered), "tranche"),
        many(halls_started, "hall"),
    );
    // Only the kinds that occur.
    let kinds: Vec<Series> = kinds.collect();
    let used: Vec<usize> = (0..kinds.len())
        .filter(|kind| programme.bars.iter().any(|bar| bar.bar == *kind))
        .collect();
    for bar in &mut programme.bars {
        bar.bar = used.iter().position(|kind| *kind == bar.bar).unwrap_or(0);
    }
    Some(Chart {
        id: "gantt".into(),
        title: "What is opened, ordered, built and leased".into(),
        summary,
        views: vec![View {
            label: "Programme".into(),
            unit: String::new(),
            figure: Figure::Gantt {
                x: periods.to_vec(),
                rows: programme.rows,
                kinds: kinds
                    .into_iter()
                    .enumerate()
                    .filter(|(place, _)| used.contains(place))
                    .map(|(_, kind)| kind)
                    .collect(),
                bars: programme.bars,
            },
            table: Sheet::new("Build programme", grid),
        }],
    })
}

fn stages(run: &Planned<'_>, id: &str, programme: &mut Programme<'_>) {
    let Some(table) = run.table("stages") else { return };
    let reader = Reader::new(table);
    for row in reader.rows().filter(|row| reader.key(row, "site") == id) {
        let (started, complete) = (reader.text(row, "started"), reader.text(row, "complete"));
        let Some(from) = programme.at(started) else {
            continue;
        };
        let stage = reader.key(row, "stage");
        let to = programme
            .at(complete)
            .map_or(from, |to| to.saturating_sub(1).max(from));
        programme.rows.push(format!("{id}  {stage}"));
        programme.bar(STAGE, from, to, String::new(), 0.7);
        let when = if complete.is_empty() {
            started.to_owned()
        } else {
            format!("{started}, complete {complete}")
        };
        programme
            .told
            .push([id.into(), stage.into(), "started".into(), when]);
    }
}

fn tranches(run: &Planned<'_>, id: &str, programme: &mut Programme<'_>) -> u16 {
    let Some(table) = run.table("tranches") else {
        return 0;
    };
    let reader = Reader::new(table);
    let mut ordered = 0;
    for row in reader.rows().filter(|row| reader.key(row, "site") == id) {
        let (committed, energised) = (reader.text(row, "committed"), reader.text(row, "energised"));
        let Some(from) = programme.at(committed) else {
            continue;
        };
        ordered += 1;
        let size = reader.number(row, "capacity");
        let text = size.map_or_else(
            || "size unknown".into(),
            |size| format!("{} {}", short(size), row.unit),
        );
        let tranche = reader.key(row, "tranche");
        programme.rows.push(format!("{id}  power {tranche}"));
        let live = programme.at(energised);
        let until = live.unwrap_or(programme.periods.len());
        if from < until {
            programme.bar(TRANCHE, from, until - 1, String::new(), BUILDING);
        }
        if let Some(live) = live {
            programme.bar(TRANCHE, live, programme.periods.len() - 1, text.clone(), 0.85);
        }
        let when = match live {
            Some(_) => format!("{committed}, energised {energised}"),
            None => format!("{committed}, energised after the horizon"),
        };
        programme
            .told
            .push([id.into(), format!("{tranche} ({text})"), "ordered".into(), when]);
    }
    ordered
}

fn halls(run: &Planned<'_>, id: &str, programme: &mut Programme<'_>) -> f64 {
    let Some(table) = run.table("halls") else {
        return 0.0;
    };
    counted(
        run,
        table,
        id,
        ("design", "started", "in_use"),
        HALL,
        "hall",
        programme,
    )
}

fn leases(run: &Planned<'_>, id: &str, programme: &mut Programme<'_>) {
    if let Some(table) = run.table("leases") {
        counted(
            run,
            table,
            id,
            ("lease", "signed", "running"),
            LEASE,
            "lease",
            programme,
        );
    }
}

/// Rows of things that are counted: what is begun and what is in use by period. Only things of which any is begun.
fn counted(
    run: &Planned<'_>,
    table: &crate::plan::tables::Table,
    id: &str,
    (item, begun, in_use): (&'static str, &'static str, &'static str),
    kind: usize,
    word: &str,
    programme: &mut Programme<'_>,
) -> f64 {
    let reader = Reader::new(table);
    let of = |value: &'static str| {
        reader.by_period(run.periods(), |row| {
            (reader.key(row, "site") == id)
                .then(|| Some((reader.key(row, item), reader.number(row, value)?)))?
        })
    };
    let mut all = 0.0;
    for ((name, begun), (_, used)) in of(begun).into_iter().zip(of(in_use)) {
        let sum: f64 = begun.iter().sum();
        if sum <= 0.0 {
            continue;
        }
        all += sum;
        programme.rows.push(format!("{id}  {word} {name}"));
        programme.levels(kind, &begun, &used);
        for (period, n) in run.periods().iter().zip(&begun).filter(|(_, n)| **n > 0.0) {
            let what = if word == "hall" { "started" } else { "signed" };
            programme.told.push([
                id.into(),
                format!("{word} {name}"),
                format!("{} {what}", short(*n)),
                period.clone(),
            ]);
        }
    }
    all
}
