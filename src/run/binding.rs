//! Binding limits: what stands in the way of a better plan, and what more of it would be worth.

use crate::plan::tables::{Cell, Table};
use crate::program::{Key, Named, Program};
use crate::solver::Duals;

/// Families that are limits from outside, as against rows that define quantities or keep books: only these
/// answer the question "what would more of it be worth".
const LIMITS: [&str; 13] = [
    "site_limit",
    "hall_construction",
    "land",
    "contractor",
    "grid_power",
    "hall_power",
    "hall_space",
    "chip_supply",
    "supply_pool",
    "licence_quota",
    "compute_cap",
    "risk",
    "budget",
];

/// Nearness to a limit, relative to it, that counts as binding.
const NEAR: f64 = 1e-6;

/// Smallest dual that is worth telling, MUSD per unit.
const WORTH_TELLING: f64 = 1e-6;

/// The limits that the plan stands at, as a tidy table; also the supply of chips, which is a bound on
/// `order` columns. `worth` is what one more unit of the limit would save (in MUSD of present value, with
/// the whole-number decisions as they are); empty where the solver gave no dual.
pub fn table(program: &Program, values: &[f64], duals: Option<&Duals>) -> Table {
    let mut table = Table::new(
        "binding_limits",
        "Limits that the plan stands at",
        &["limit", "item", "period"],
        &["used", "at_most", "worth_musd"],
    );
    for row in 0..program.rows() {
        let Some(family) = program.families.get(usize::from(program.row_family[row].0)) else {
            continue;
        };
        let limit = program.row_upper[row];
        if !limit.is_finite() || program.row_lower[row] == limit || !LIMITS.contains(&family.name) {
            continue;
        }
        let terms = program.row_terms(crate::program::Row(row as u32));
        let used: f64 = terms
            .map(|(col, value)| value * values.get(col.index()).copied().unwrap_or(0.0))
            .sum();
        let dual = duals.and_then(|duals| duals.row.get(row)).copied();
        let idle = used == 0.0 && limit == 0.0;
        push(&mut table, program, family, &program.row_key[row], (used, limit), dual, idle);
    }
    for (col, &used) in values.iter().enumerate().take(program.columns()) {
        let Some(kind) = program.kinds.get(usize::from(program.col_kind[col].0)) else {
            continue;
        };
        let limit = program.col_upper[col];
        if kind.name != "order" || !limit.is_finite() || limit == 0.0 {
            continue;
        }
        let dual = duals.and_then(|duals| duals.column.get(col)).copied();
        push(&mut table, program, kind, &program.col_key[col], (used, limit), dual, false);
    }
    table
}

fn push(
    table: &mut Table,
    program: &Program,
    named: &Named,
    key: &Key,
    (used, limit): (f64, f64),
    dual: Option<f64>,
    idle: bool,
) {
    let binding = used >= limit - NEAR * limit.abs().max(1.0);
    // Lowering the minimised objective is what relaxing a limit is worth.
    let worth = dual.map(|dual| (-dual).max(0.0)).filter(|worth| *worth > WORTH_TELLING);
    if !binding || (idle && worth.is_none()) {
        return;
    }
    let mut item = Vec::new();
    let mut period = "";
    for (place, set) in named.sets.iter().enumerate() {
        let label_set = program.labels.get(usize::from(set.0));
        let label = label_set.and_then(|(_, labels)| labels.get(usize::from(*key.get(place)?)));
        match (label_set, label) {
            (Some(("period", _)), Some(label)) => period = label,
            (_, Some(label)) => item.push(label.as_str()),
            _ => {}
        }
    }
    let name = if named.name == "order" { "chip_supply" } else { named.name };
    table.push(
        [name, &item.join(" "), period],
        [Cell::from(used), Cell::from(limit), Cell::from(worth)],
        "",
    );
}
