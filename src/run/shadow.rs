//! Shadow prices: what one more unit of a limit would be worth.

use crate::plan::tables::{Cell, Table, rounded};
use crate::program::{Key, Named, Program};
use crate::solver::Duals;
use std::collections::BTreeMap;

/// Name of the table that takes the prices, and of its column for them.
pub(super) const TABLE: &str = "binding_limits";
/// The column that only a solve can fill.
pub(super) const COLUMN: &str = "dual_musd_per_unit";

/// Name of the table of rules, which takes them too.
const RULES: &str = "rules";

/// Smallest price that is worth telling, MUSD per unit.
const WORTH_TELLING: f64 = 1e-6;

/// Family, subject (ids separated by commas), period label.
type Limit = (String, String, String);

/// Fills the prices into the table of binding limits: MUSD of present value saved per further unit of the
/// limit, with the whole-number decisions as they are. What has no price keeps its empty cell. Prices are rounded as in
/// the file, which is where a run read back has them from: both are then ordered the same.
pub fn fill(tables: &mut [Table], program: &Program, duals: &Duals) {
    let prices = prices(program, duals);
    for table in tables.iter_mut().filter(|table| table.name == RULES) {
        fill_rules(table, &prices);
    }
    for table in tables.iter_mut().filter(|table| table.name == TABLE) {
        let Some(column) = table.values.iter().position(|name| *name == COLUMN) else {
            continue;
        };
        for row in &mut table.rows {
            if let [family, subject, period] = row.keys.as_slice()
                && let Some(&price) = prices.get(&(family.clone(), subject.clone(), period.clone()))
                && let Some(cell) = row.values.get_mut(column)
            {
                *cell = Cell::Number(rounded(price));
            }
        }
    }
}

/// The rows of the program behind an effect in the table of rules.
fn row_of(effect: &str) -> Option<&'static str> {
    match effect {
        "grant" => Some("licence_quota"),
        "application" => Some("application_quota"),
        "compute_cap" => Some("compute_cap"),
        "volume_ratio" => Some("volume_ratio"),
        "tpp_ratio" => Some("tpp_ratio"),
        "risk" => Some("risk_cap"),
        _ => None,
    }
}

/// Fills the prices into the table of rules. A limit over the whole horizon that the program keeps period by period is
/// worth the sum over the periods.
fn fill_rules(table: &mut Table, prices: &BTreeMap<Limit, f64>) {
    let place = |name: &str| table.values.iter().position(|value| *value == name);
    let (Some(effect), Some(column)) = (place("effect"), place(COLUMN)) else {
        return;
    };
    for row in &mut table.rows {
        let [rule, period] = row.keys.as_slice() else {
            continue;
        };
        let Some(Cell::Text(name)) = row.values.get(effect) else {
            continue;
        };
        let Some(name) = row_of(name) else { continue };
        let price: f64 = prices
            .iter()
            .filter(|((family, subject, when), _)| {
                family == name && subject == rule && (period.is_empty() || when == period)
            })
            .map(|(_, price)| price)
            .sum();
        if let Some(cell) = row.values.get_mut(column).filter(|_| price > 0.0) {
            *cell = Cell::Number(rounded(price));
        }
    }
}

/// Takes the prices over from a CSV file of the table, row by row; a file of another shape is left alone.
pub fn adopt(table: &mut Table, csv: &str) {
    let Some(column) = table.values.iter().position(|name| *name == COLUMN) else {
        return;
    };
    let field = table.keys.len() + column;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for (row, record) in table.rows.iter_mut().zip(reader.records()) {
        let price = record.ok().and_then(|record| record.get(field)?.parse().ok());
        if let (Some(cell), Some(price)) = (row.values.get_mut(column), price) {
            *cell = Cell::Number(price);
        }
    }
}

/// Prices of rows that limit from above, and of the supply of chips: it is an upper bound of their `order`
/// columns, so its price is their reduced cost.
fn prices(program: &Program, duals: &Duals) -> BTreeMap<Limit, f64> {
    let mut prices = BTreeMap::new();
    for (row, &dual) in duals.row.iter().enumerate().take(program.rows()) {
        let family = program.families.get(usize::from(program.row_family[row].0));
        let inequality = program.row_lower[row] < program.row_upper[row];
        if let Some(family) = family.filter(|_| inequality && dual.abs() > WORTH_TELLING) {
            let (subject, period) = place(program, family, &program.row_key[row]);
            prices.insert((family.name.into(), subject, period), dual.abs());
        }
    }
    for (col, &dual) in duals.column.iter().enumerate().take(program.columns()) {
        let kind = program.kinds.get(usize::from(program.col_kind[col].0));
        let held_back = dual < -WORTH_TELLING && program.col_upper[col].is_finite();
        if let Some(kind) = kind.filter(|kind| held_back && kind.name == "order") {
            let (subject, period) = place(program, kind, &program.col_key[col]);
            prices.insert(("chip_supply".into(), subject, period), -dual);
        }
    }
    prices
}

/// Labels of a key: those of periods apart from the rest.
pub(crate) fn place(program: &Program, named: &Named, key: &Key) -> (String, String) {
    let mut subject: Vec<&str> = Vec::new();
    let mut period = "";
    for (set, &place) in named.sets.iter().zip(key) {
        match program.labels.get(usize::from(set.0)) {
            Some(("period", labels)) => period = labels.get(usize::from(place)).map_or("", String::as_str),
            Some((_, labels)) => subject.extend(labels.get(usize::from(place)).map(String::as_str)),
            None => {}
        }
    }
    (subject.join(","), period.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Integrality;

    #[test]
    fn binding_limits_get_their_prices() {
        let mut program = Program::new("t");
        let chips = program.label_set("chip", vec!["a".into(), "b".into()]);
        let periods = program.label_set("period", vec!["2027".into(), "2028".into()]);
        let order = program.kind("order", &[chips, periods]);
        let power = program.family("grid_power", &[periods]);
        let balance = program.family("demand_balance", &[periods]);
        let col = program.column(order, [1, 1, 0, 0, 0, 0], (0.0, 5.0), Integrality::Relaxable);
        program.row(power, [1, 0, 0, 0, 0, 0], (f64::NEG_INFINITY, 4.0), [(col, 1.0)]);
        program.row(balance, [1, 0, 0, 0, 0, 0], (4.0, 4.0), [(col, 1.0)]);
        let duals = Duals {
            row: vec![-0.25, 7.0],
            column: vec![-2.0],
        };
        let mut table = Table::new(TABLE, "", &["family", "subject", "period"], &["used", COLUMN]);
        for (family, subject, period) in [
            ("grid_power", "", "2028"),
            ("chip_supply", "b", "2028"),
            ("land", "x", "2027"),
        ] {
            table.push([family, subject, period], [Cell::from(4.0), Cell::None], "");
        }
        let mut tables = [table];
        fill(&mut tables, &program, &duals);
        let filled: Vec<&Cell> = tables[0].rows.iter().map(|row| &row.values[1]).collect();
        assert_eq!(filled, [&Cell::Number(0.25), &Cell::Number(2.0), &Cell::None]);
    }

    #[test]
    fn prices_are_the_same_when_read_back() {
        let mut program = Program::new("t");
        let periods = program.label_set("period", vec!["2027".into(), "2028".into()]);
        let order = program.kind("order", &[periods]);
        let power = program.family("grid_power", &[periods]);
        let col = program.column(order, Key::default(), (0.0, 5.0), Integrality::Relaxable);
        let mut table = Table::new(TABLE, "", &["family", "subject", "period"], &["used", COLUMN]);
        for (place, period) in [(0, "2027"), (1, "2028")] {
            let mut key = Key::default();
            key[0] = place;
            program.row(power, key, (f64::NEG_INFINITY, 4.0), [(col, 1.0)]);
            table.push(["grid_power", "", period], [Cell::from(4.0), Cell::None], "");
        }
        let duals = Duals {
            row: vec![-0.024_000_000_1, -0.024_000_000_2],
            column: vec![0.0],
        };
        let mut read_back = table.clone();
        let mut filled = [table];
        fill(&mut filled, &program, &duals);
        adopt(&mut read_back, &filled[0].to_csv());
        let prices = |table: &Table| [table.rows[0].values[1].clone(), table.rows[1].values[1].clone()];
        assert_eq!(prices(&filled[0]), [const { Cell::Number(0.024) }; 2]);
        assert_eq!(prices(&filled[0]), prices(&read_back));
    }

    #[test]
    fn rules_get_the_price_of_their_rows() {
        let mut program = Program::new("t");
        let rules = program.label_set("rule", vec!["a".into(), "b".into()]);
        let periods = program.label_set("period", vec!["2027".into(), "2028".into()]);
        let under = program.kind("under", &[rules, periods]);
        let quota = program.family("application_quota", &[rules, periods]);
        let cap = program.family("compute_cap", &[rules, periods]);
        let col = program.column(under, Key::default(), (0.0, 5.0), Integrality::Continuous);
        let at = |rule, period| {
            let mut key = Key::default();
            (key[0], key[1]) = (rule, period);
            key
        };
        for (family, key) in [
            (quota, at(0, 0)),
            (quota, at(0, 1)),
            (cap, at(1, 0)),
            (cap, at(1, 1)),
        ] {
            program.row(family, key, (f64::NEG_INFINITY, 0.0), [(col, 1.0)]);
        }
        let duals = Duals {
            row: vec![-0.5, -0.25, -3.0, 0.0],
            column: vec![0.0],
        };
        let mut table = Table::new(RULES, "", &["rule", "period"], &["effect", COLUMN]);
        for (rule, period, effect) in [
            ("a", "", "application"),
            ("b", "2027", "compute_cap"),
            ("b", "2028", "compute_cap"),
            ("b", "", "duty"),
        ] {
            table.push([rule, period], [Cell::from(effect), Cell::None], "");
        }
        let mut tables = [table];
        fill(&mut tables, &program, &duals);
        let filled: Vec<&Cell> = tables[0].rows.iter().map(|row| &row.values[1]).collect();
        let price = Cell::Number;
        assert_eq!(filled, [&price(0.75), &price(3.0), &Cell::None, &Cell::None]);
    }
}
