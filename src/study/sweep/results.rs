//! All rows of a sweep as one table: CSV for people and spreadsheets, Parquet for scripts.

use super::design::{Axis, Case};
use super::row::Row;
use indexmap::IndexMap;
use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;

/// A column with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name; the unit of an input in brackets, that of an indicator at its end.
    pub name: String,
    /// Values.
    pub values: Values,
}

/// Values of a column, one for each row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers.
    Numbers(Vec<Option<f64>>),
    /// Texts.
    Texts(Vec<Option<String>>),
}

/// The columns: which case, its inputs, how it ended, its indicators, how it was solved. An input whose values are
/// quantities of one unit is a column of numbers.
pub fn columns(axes: &[Axis], rows: &[(usize, &Case, &Row)]) -> Vec<Column> {
    let numbers = |name: &str, value: &dyn Fn(&Row) -> Option<f64>| Column {
        name: name.to_owned(),
        values: Values::Numbers(rows.iter().map(|(_, _, row)| value(row)).collect()),
    };
    let texts = |name: &str, value: &dyn Fn(&Row) -> Option<String>| Column {
        name: name.to_owned(),
        values: Values::Texts(rows.iter().map(|(_, _, row)| value(row)).collect()),
    };
    let mut all = vec![
        Column {
            name: "number".into(),
            values: Values::Numbers(
                rows.iter()
                    .map(|(number, ..)| Some(*number as f64 + 1.0))
                    .collect(),
            ),
        },
        texts("case", &|row| Some(row.case.clone())),
    ];
    if rows.iter().any(|(_, case, _)| case.scenario.is_some()) {
        let names = rows.iter().map(|(_, case, _)| case.scenario.clone());
        all.push(Column {
            name: "scenario".into(),
            values: Values::Texts(names.collect()),
        });
    }
    all.extend(
        axes.iter()
            .enumerate()
            .map(|(place, axis)| input(place, axis, rows)),
    );
    all.extend([
        texts("status", &|row| Some(row.status.name().into())),
        numbers("objective_musd", &|row| row.objective),
        numbers("best_bound_musd", &|row| row.best_bound),
        numbers("gap", &|row| row.gap),
    ]);
    let mut names: IndexMap<&str, ()> = IndexMap::new();
    for (_, _, row) in rows {
        names.extend(row.indicators.keys().map(|name| (name.as_str(), ())));
    }
    all.extend(
        names
            .keys()
            .map(|name| numbers(name, &|row| row.indicators.get(*name).copied())),
    );
    all.extend([
        numbers("seconds", &|row| Some(row.seconds)),
        texts("reuse", &|row| {
            Some(row.reuse.clone()).filter(|text| !text.is_empty())
        }),
        texts("message", &|row| row.message.clone()),
    ]);
    all
}

/// The column of one input.
fn input(place: usize, axis: &Axis, rows: &[(usize, &Case, &Row)]) -> Column {
    let level = |case: &Case| case.levels.get(place).cloned();
    let quantities: Option<Vec<(f64, String)>> = rows
        .iter()
        .map(|(_, case, _)| level(case).and_then(|level| level.number))
        .collect();
    match quantities {
        Some(all) if all.windows(2).all(|pair| matches!(pair, [a, b] if a.1 == b.1)) && !all.is_empty() => {
            let unit = all.first().map_or("", |(_, unit)| unit.as_str());
            let name = match unit {
                "" => axis.path.clone(),
                unit => format!("{} [{unit}]", axis.path),
            };
            Column {
                name,
                values: Values::Numbers(all.iter().map(|(number, _)| Some(*number)).collect()),
            }
        }
        _ => Column {
            name: axis.path.clone(),
            values: Values::Texts(
                rows.iter()
                    .map(|(_, case, _)| level(case).map(|level| level.shown))
                    .collect(),
            ),
        },
    }
}

/// As CSV with a header line; what is not there is empty.
///
/// # Errors
/// Never in practice: writing into memory.
pub fn to_csv(columns: &[Column]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| &column.name))?;
    let rows = columns.first().map_or(0, |column| match &column.values {
        Values::Numbers(values) => values.len(),
        Values::Texts(values) => values.len(),
    });
    for row in 0..rows {
        let cell = |column: &Column| match &column.values {
            Values::Numbers(values) => values.get(row).copied().flatten().map(|value| value.to_string()),
            Values::Texts(values) => values.get(row).cloned().flatten(),
        };
        writer.write_record(columns.iter().map(|column| cell(column).unwrap_or_default()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// As Parquet: one row group, numbers as DOUBLE, texts as UTF8, all optional, uncompressed.
///
/// # Errors
/// Never in practice: writing into memory.
pub fn to_parquet(columns: &[Column]) -> Result<Vec<u8>, ParquetError> {
    let field = |column: &Column| {
        let field = match &column.values {
            Values::Numbers(_) => Type::primitive_type_builder(&column.name, PhysicalType::DOUBLE),
            Values::Texts(_) => Type::primitive_type_builder(&column.name, PhysicalType::BYTE_ARRAY)
                .with_converted_type(ConvertedType::UTF8)
                .with_logical_type(Some(LogicalType::String)),
        };
        field.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let fields: Result<Vec<_>, _> = columns.iter().map(field).collect();
    let schema = Type::group_type_builder("sweep").with_fields(fields?).build()?;
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::default())?;
    let mut group = writer.next_row_group()?;
    for column in columns {
        let Some(mut into) = group.next_column()? else {
            break;
        };
        match &column.values {
            Values::Numbers(values) => {
                let there: Vec<f64> = values.iter().flatten().copied().collect();
                into.typed::<DoubleType>()
                    .write_batch(&there, Some(&levels(values)), None)?;
            }
            Values::Texts(values) => {
                let there: Vec<ByteArray> = values
                    .iter()
                    .flatten()
                    .map(|text| ByteArray::from(text.as_str()))
                    .collect();
                into.typed::<ByteArrayType>()
                    .write_batch(&there, Some(&levels(values)), None)?;
            }
        }
        into.close()?;
    }
    group.close()?;
    writer.into_inner()
}

/// Definition levels: 1 where there is a value.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn both_files_hold_the_same_values() {
        let columns = [
            Column {
                name: "price [MUSD]".into(),
                values: Values::Numbers(vec![Some(0.1), None, Some(3.0)]),
            },
            Column {
                name: "note".into(),
                values: Values::Texts(vec![Some("a, \"b\"".into()), Some("é".into()), None]),
            },
        ];
        let csv = String::from_utf8(to_csv(&columns).unwrap()).unwrap();
        assert_eq!(csv, "price [MUSD],note\n0.1,\"a, \"\"b\"\"\"\n,é\n3,\n");
        let bytes = to_parquet(&columns).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<String> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().to_string())
            .collect();
        assert_eq!(
            rows,
            [
                "{price [MUSD]: 0.1, note: \"a, \"b\"\"}",
                "{price [MUSD]: null, note: \"é\"}",
                "{price [MUSD]: 3.0, note: null}"
            ]
        );
    }
}
