//! One tidy table.

use super::csv_text;
use serde_json::{Map, Value};
use std::iter;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number in the row's unit (or in the unit that the column's name ends with).
    Number(f64),
    /// Words: a period label, an id.
    Text(String),
    /// Nothing to say: unlimited, never, unknown.
    None,
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl Cell {
    /// As written in CSV: numbers plain with at most six decimals, nothing as an empty field.
    pub fn plain(&self) -> String {
        match self {
            Self::Number(value) => plain_number(*value),
            Self::Text(text) => text.clone(),
            Self::None => String::new(),
        }
    }

    /// As written in JSON: numbers with at most six decimals.
    pub fn json(&self) -> Value {
        match self {
            Self::Number(value) => number_value(*value),
            Self::Text(text) => Value::from(text.as_str()),
            Self::None => Value::Null,
        }
    }
}

/// Rounded to six decimals (1 USD, 1 W), as files have it: below that a solver's noise begins.
pub(crate) fn rounded(value: f64) -> f64 {
    let scaled = (value * 1e6).round() / 1e6;
    // A rounding to nothing keeps no sign; a value too large to scale keeps itself.
    if scaled == 0.0 {
        0.0
    } else if scaled.is_finite() {
        scaled
    } else {
        value
    }
}

fn plain_number(value: f64) -> String {
    if value.is_finite() {
        rounded(value).to_string()
    } else {
        String::new()
    }
}

fn number_value(value: f64) -> Value {
    let value = rounded(value);
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::from(value as i64);
    }
    Value::from(value)
}

/// One row: keys, values in the order of [`Table::values`], and the unit of the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Keys in the order of [`Table::keys`].
    pub keys: Vec<String>,
    /// Values in the order of [`Table::values`].
    pub values: Vec<Cell>,
    /// Unit of every number whose column does not name its own (`..._percent`); empty if there is none.
    pub unit: String,
}

/// A tidy table: one row per combination of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name, also the name of its CSV file.
    pub name: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Key columns.
    pub keys: Vec<&'static str>,
    /// Value columns.
    pub values: Vec<&'static str>,
    /// Rows, ordered by key as the scenario orders them.
    pub rows: Vec<Row>,
}

impl Table {
    pub(crate) fn new(
        name: &'static str,
        title: &'static str,
        keys: &[&'static str],
        values: &[&'static str],
    ) -> Self {
        Self {
            name,
            title,
            keys: keys.to_vec(),
            values: values.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn push<const K: usize, const V: usize>(
        &mut self,
        keys: [&str; K],
        values: [Cell; V],
        unit: &str,
    ) {
        debug_assert_eq!((K, V), (self.keys.len(), self.values.len()), "{}", self.name);
        self.rows.push(Row {
            keys: keys.map(str::to_owned).to_vec(),
            values: values.to_vec(),
            unit: unit.to_owned(),
        });
    }

    /// Names of all columns as in the CSV file: keys, values, `unit`.
    pub fn header(&self) -> Vec<&'static str> {
        self.keys
            .iter()
            .chain(&self.values)
            .copied()
            .chain(["unit"])
            .collect()
    }

    /// As CSV with a header line.
    pub fn to_csv(&self) -> String {
        let header = self.header().into_iter().map(str::to_owned).collect();
        let rows = self.rows.iter().map(|row| {
            let values = row.values.iter().map(Cell::plain);
            row.keys
                .iter()
                .cloned()
                .chain(values)
                .chain([row.unit.clone()])
                .collect()
        });
        csv_text(iter::once(header).chain(rows).collect::<Vec<Vec<String>>>())
    }

    /// As a JSON list of objects, one per row, with the CSV's column names.
    pub fn to_json(&self) -> Value {
        let object = |row: &Row| {
            let keys = row.keys.iter().map(|key| Value::from(key.as_str()));
            let cells = keys
                .chain(row.values.iter().map(Cell::json))
                .chain([Value::from(row.unit.as_str())]);
            let entries = self.header().into_iter().map(str::to_owned).zip(cells);
            Value::Object(entries.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("t", "T", &["site"], &["value", "note"]);
        table.push(["a"], [Cell::from(0.1 + 0.2), Cell::from("x, \"y\"")], "MW");
        table.push(["b"], [Cell::from(-1e-9), Cell::None], "MW");
        table.push(["c"], [Cell::from(1200.0), Cell::from(f64::NAN)], "");
        table
    }

    #[test]
    fn csv_has_keys_first_plain_numbers_and_a_unit_column() {
        assert_eq!(
            table().to_csv(),
            "site,value,note,unit\na,0.3,\"x, \"\"y\"\"\",MW\nb,0,,MW\nc,1200,,\n"
        );
    }

    #[test]
    fn json_says_the_same() {
        assert_eq!(
            table().to_json().to_string(),
            r#"[{"site":"a","value":0.3,"note":"x, \"y\"","unit":"MW"},{"site":"b","value":0,"note":null,"unit":"MW"},{"site":"c","value":1200,"note":null,"unit":""}]"#
        );
    }
}
