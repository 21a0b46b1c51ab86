//! Shadow prices: what one more unit of a limit would be worth.

use crate::plan::tables::{Cell, Table};
use crate::program::{Key, Named, Program};
use crate::solver::Duals;

/// Families that are limits from outside, as against rows that define quantities or keep books: only of
/// these does it make sense to ask what more would be worth.
const LIMITS: [&str; 12] = [
    "site_opening",
    "hall_construction",
    "grid_power",
    "hall_power",
    "hall_space",
    "chip_supply",
    "leases",
    "licence_quota",
    "compute_cap",
    "risk",
    "budget",
    "residency_latency",
];

/// Smallest price that is worth telling, MUSD per unit.
const WORTH_TELLING: f64 = 1e-6;

/// Shadow prices of the program's limits as a tidy table: MUSD of present value saved per further unit of
/// the limit, with the whole-number decisions as they are. The supply of a chip is an upper bound of its
/// `order` columns, so its price is their reduced cost.
pub fn table(program: &Program, duals: &Duals) -> Table {
    let mut table = Table::new(
        "shadow_prices",
        "What one more unit of a limit would save",
        &["family", "subject", "period"],
        &["worth"],
    );
    for (row, &dual) in duals.row.iter().enumerate().take(program.rows()) {
        let family = program.families.get(usize::from(program.row_family[row].0));
        let Some(family) = family.filter(|family| LIMITS.contains(&family.name)) else {
            continue;
        };
        if program.row_lower[row] < program.row_upper[row] {
            push(
                &mut table,
                program,
                family.name,
                family,
                &program.row_key[row],
                dual,
            );
        }
    }
    for (col, &dual) in duals.column.iter().enumerate().take(program.columns()) {
        let kind = program.kinds.get(usize::from(program.col_kind[col].0));
        let Some(kind) = kind.filter(|kind| kind.name == "order") else {
            continue;
        };
        // A reduced cost below zero: the upper bound holds the column back.
        if program.col_upper[col].is_finite() && dual < 0.0 {
            push(
                &mut table,
                program,
                "chip_supply",
                kind,
                &program.col_key[col],
                dual,
            );
        }
    }
    table
}

fn push(table: &mut Table, program: &Program, family: &str, named: &Named, key: &Key, dual: f64) {
    if dual.abs() <= WORTH_TELLING {
        return;
    }
    let mut subject: Vec<&str> = Vec::new();
    let mut period = "";
    for (set, &place) in named.sets.iter().zip(key) {
        match program.labels.get(usize::from(set.0)) {
            Some(("period", labels)) => period = labels.get(usize::from(place)).map_or("", String::as_str),
            Some((_, labels)) => subject.extend(labels.get(usize::from(place)).map(String::as_str)),
            None => {}
        }
    }
    table.push(
        [family, &subject.join(","), period],
        [Cell::from(dual.abs())],
        "MUSD/unit",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Integrality;

    #[test]
    fn limits_have_prices_and_books_have_none() {
        let mut program = Program::new("t");
        let chips = program.label_set("chip", vec!["a".into(), "b".into()]);
        let periods = program.label_set("period", vec!["2027".into(), "2028".into()]);
        let order = program.kind("order", &[chips, periods]);
        let power = program.family("grid_power", &[periods]);
        let balance = program.family("demand_balance", &[periods]);
        let col = program.column(order, [1, 1, 0, 0, 0], (0.0, 5.0), Integrality::Relaxable);
        program.row(power, [1, 0, 0, 0, 0], (f64::NEG_INFINITY, 4.0), [(col, 1.0)]);
        program.row(balance, [1, 0, 0, 0, 0], (4.0, 4.0), [(col, 1.0)]);
        let duals = Duals {
            row: vec![-0.25, 7.0],
            column: vec![-2.0],
        };
        assert_eq!(
            table(&program, &duals).to_csv(),
            "family,subject,period,worth,unit\ngrid_power,,2028,0.25,MUSD/unit\n\
             chip_supply,b,2028,2,MUSD/unit\n"
        );
    }
}
