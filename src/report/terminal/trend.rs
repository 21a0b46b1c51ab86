//! How the plan goes over time, at a glance.

use super::{View, section};
use crate::plan::ledger::Class;
use crate::plan::tables::{Cell, Table};
use crate::report::grid::{Grid, Page};
use crate::report::numbers::{NOTHING, percent, significant};
use crate::report::sparkline::sparkline;
use crate::scenario::WorkloadId;

/// A bar for each period: IT power built and in use, capital spent, the share of demand that is not served.
pub fn over_time(view: &View<'_>, page: Page) -> String {
    let horizon = &view.scenario.horizon;
    let periods = horizon.len();
    let (Some(first), Some(last)) = (horizon.labels.first(), horizon.labels.last()) else {
        return String::new();
    };
    if periods < 2 {
        return String::new();
    }
    let currency = view.currency();
    let spent: Vec<f64> = (view.ledger.by_period(Class::Capex).iter().enumerate())
        .map(|(t, &musd)| currency.paid(t, musd))
        .collect();
    let power = |columns: &[&str]| view.table("power").map(|table| sums(view, table, columns));
    let mut grid = Grid::new(["", "by period", "first", "highest", "last"], 2);
    let mut amounts = |name: String, values: Option<Vec<f64>>| {
        if let Some(values) = values.filter(|values| values.iter().any(|&value| value > 0.0)) {
            grid.row([vec![name, sparkline(&values)], ends(&values).map(told).to_vec()].concat());
        }
    };
    amounts("IT power there, MW".into(), power(&["hall_it", "leased_it"]));
    amounts("IT power used, MW".into(), power(&["it_used"]));
    amounts(format!("capital spent, {}", currency.code), Some(spent));
    for (w, workload) in WorkloadId::all(view.scenario.workloads.len()).zip(&view.scenario.workloads) {
        let shares = unmet(view, w);
        if shares.iter().any(|&share| share > 0.0) {
            let told = ends(&shares).map(|share| {
                if share == 0.0 {
                    NOTHING.into()
                } else {
                    percent(share)
                }
            });
            grid.row(
                [
                    vec![format!("unmet {}", workload.id), sparkline(&shares)],
                    told.to_vec(),
                ]
                .concat(),
            );
        }
    }
    if grid.rows.is_empty() {
        return String::new();
    }
    section(page, &format!("Over time: {first} to {last}"), &grid.render(page))
}

/// A value as a cell.
fn told(value: f64) -> String {
    if value == 0.0 {
        NOTHING.into()
    } else {
        significant(value)
    }
}

/// First, highest and last value.
fn ends(values: &[f64]) -> [f64; 3] {
    let end = |value: Option<&f64>| value.copied().unwrap_or(0.0);
    [
        end(values.first()),
        values.iter().copied().fold(0.0, f64::max),
        end(values.last()),
    ]
}

/// Sums of columns of a table by period, over all its other keys.
fn sums(view: &View<'_>, table: &Table, columns: &[&str]) -> Vec<f64> {
    let labels = &view.scenario.horizon.labels;
    let mut sums = vec![0.0; labels.len()];
    let Some(period) = table.keys.iter().position(|&key| key == "period") else {
        return sums;
    };
    let places: Vec<usize> = (0..table.values.len())
        .filter(|&place| columns.contains(&table.values[place]))
        .collect();
    for row in &table.rows {
        let t = row
            .keys
            .get(period)
            .and_then(|label| labels.iter().position(|other| other == label));
        let values = places.iter().filter_map(|&place| match row.values.get(place) {
            Some(Cell::Number(value)) => Some(*value),
            _ => None,
        });
        if let Some(sum) = t.and_then(|t| sums.get_mut(t)) {
            *sum += values.sum::<f64>();
        }
    }
    sums
}

/// Share of the volume of a workload that is not served, by period.
fn unmet(view: &View<'_>, w: WorkloadId) -> Vec<f64> {
    let scenario = view.scenario;
    let lines = || {
        let lines = scenario.demand.iter().zip(&view.plan.unmet);
        lines.filter(|(line, _)| line.workload == w)
    };
    let share = |t: usize| {
        let missing = lines().filter_map(|(_, unmet)| Some(scenario.hours.mean(unmet.get(t)?)));
        let volume = lines().filter_map(|(line, _)| Some(line.volume.get(t)?.value()));
        let (missing, volume): (f64, f64) = (missing.sum(), volume.sum());
        let share = if volume > 0.0 { missing / volume } else { 0.0 };
        // Below a millionth it is the solver's noise.
        if share > 1e-6 { share } else { 0.0 }
    };
    (0..scenario.horizon.len()).map(share).collect()
}
