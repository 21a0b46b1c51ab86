//! Values that may differ by period, values that may be unlimited, and figures with provenance.
//!
//! In the JSON Schema a union (`anyOf`) lists its map forms so that the first one whose required keys are all
//! present is the one meant: a figure (`value`), a table reference (`csv`), then the map of periods.

use super::quantity::Growth;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value for each period.
#[derive(Debug, Clone, PartialEq)]
pub enum Series<Q> {
    /// The same in all periods.
    Constant(Q),
    /// Given for periods and ranges of periods.
    Periods(Given<Q>),
}

/// Values given for some periods, and what holds in the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<Q> {
    /// Period label or range (`2027H1`, `2027H1..`, `2027H1..2028H2`) and value, as written.
    pub entries: Vec<(String, Q)>,
    /// A period without a value has the last value before it.
    pub hold: bool,
    /// A period between two values has the straight line between them.
    pub interpolate: bool,
    /// A period after the last value has that value grown by this rate, compounding by time.
    pub growth: Option<Growth>,
}

impl<Q: DeserializeOwned> Series<Q> {
    fn from_map(map: Map<String, Value>) -> serde_json::Result<Self> {
        let mut given = Given {
            entries: Vec::new(),
            hold: false,
            interpolate: false,
            growth: None,
        };
        for (key, value) in map {
            match key.as_str() {
                "hold" => given.hold = serde_json::from_value(value)?,
                "interpolate" => given.interpolate = serde_json::from_value(value)?,
                "growth" => given.growth = Some(serde_json::from_value(value)?),
                _ => given.entries.push((key, serde_json::from_value(value)?)),
            }
        }
        Ok(Self::Periods(given))
    }
}

impl<'de, Q: DeserializeOwned> Deserialize<'de> for Series<Q> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(map) => Self::from_map(map),
            scalar => serde_json::from_value(scalar).map(Self::Constant),
        }
        .map_err(D::Error::custom)
    }
}

impl<Q: JsonSchema> JsonSchema for Series<Q> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}-series", Q::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let scalar = generator.subschema_for::<Q>();
        let growth = generator.subschema_for::<Growth>();
        json_schema!({
            "description": "The same in all periods, or by period.",
            "anyOf": [
                scalar,
                {
                    "type": "object",
                    "description": "A column of a CSV file whose first column is `period`.",
                    "properties": {
                        "csv": {"type": "string", "description": "File, relative to this one."},
                        "column": {"type": "string", "description": "Column with the values."},
                        "unit": {"type": "string", "description": "Unit of the column, if its cells are bare numbers."},
                        "hold": {"type": "boolean"},
                        "interpolate": {"type": "boolean"},
                        "growth": growth.clone(),
                    },
                    "required": ["csv", "column"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "description": "Values by period (`2027H1`) or range of periods (`2027H1..`, `2027H1..2028H2`).",
                    "properties": {
                        "hold": {"type": "boolean", "description": "A period without a value keeps the last one before it."},
                        "interpolate": {"type": "boolean", "description": "Straight line between the given values."},
                        "growth": growth,
                    },
                    "additionalProperties": scalar,
                },
            ],
        })
    }
}

/// A limit, or the word `unlimited`.
#[derive(Debug, Clone, PartialEq)]
pub enum Cap<T> {
    /// No limit, said in so many words.
    Unlimited,
    /// The limit.
    AtMost(T),
}

impl<T> Cap<T> {
    /// The limit, if there is one.
    pub fn at_most(&self) -> Option<&T> {
        match self {
            Self::Unlimited => None,
            Self::AtMost(limit) => Some(limit),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Cap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(word) if word == "unlimited" => Ok(Self::Unlimited),
            limit => serde_json::from_value(limit)
                .map(Self::AtMost)
                .map_err(D::Error::custom),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Cap<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}-or-unlimited", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let limit = generator.subschema_for::<T>();
        json_schema!({"anyOf": [{"const": "unlimited"}, limit]})
    }
}

/// A value, plain or with its provenance.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<T> {
    /// The value.
    pub value: T,
    /// Where it comes from, if the planner said.
    pub provenance: Option<Box<Provenance>>,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// The value as written.
    pub written: String,
    /// Lowest plausible value, as written.
    pub low: Option<String>,
    /// Highest plausible value, as written.
    pub high: Option<String>,
    /// Source key or words.
    pub source: Option<String>,
    /// `verified`, `recalled` or `assumption`.
    pub flag: Option<RawFlag>,
    /// Date of the figure.
    pub as_of: Option<String>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawFlag {
    /// Seen in a stored source.
    Verified,
    /// From general knowledge.
    Recalled,
    /// Chosen for modelling.
    Assumption,
}

/// A figure as written when it has a provenance.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFigure {
    value: Value,
    low: Option<Value>,
    high: Option<Value>,
    source: Option<String>,
    flag: Option<RawFlag>,
    as_of: Option<String>,
    note: Option<String>,
}

/// A scalar as a planner would read it; a map in flow style.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => {
            let entries: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", written(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Figure<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let figure = match value {
            Value::Object(ref map) if map.contains_key("value") => {
                let figure: WrittenFigure = serde_json::from_value(value).map_err(D::Error::custom)?;
                let provenance = Provenance {
                    written: written(&figure.value),
                    low: figure.low.as_ref().map(written),
                    high: figure.high.as_ref().map(written),
                    source: figure.source,
                    flag: figure.flag,
                    as_of: figure.as_of,
                    note: figure.note,
                };
                let value = serde_json::from_value(figure.value).map_err(D::Error::custom)?;
                Self {
                    value,
                    provenance: Some(Box::new(provenance)),
                }
            }
            plain => {
                let value = serde_json::from_value(plain).map_err(D::Error::custom)?;
                Self {
                    value,
                    provenance: None,
                }
            }
        };
        Ok(figure)
    }
}

impl<T: JsonSchema> JsonSchema for Figure<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}-figure", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let plain = generator.subschema_for::<T>();
        let flag = generator.subschema_for::<RawFlag>();
        json_schema!({
            "anyOf": [
                {
                    "type": "object",
                    "description": "The value with its provenance.",
                    "properties": {
                        "value": plain.clone(),
                        "low": plain.clone(),
                        "high": plain.clone(),
                        "source": {"type": "string", "description": "Source key (as in the list of sources) or words."},
                        "flag": flag,
                        "as_of": {"type": "string", "description": "Date of the figure, `2026-11-22`."},
                        "note": {"type": "string", "description": "Anything worth saying."},
                    },
                    "required": ["value"],
                    "additionalProperties": false,
                },
                plain,
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantity::Power;
    use super::*;

    #[test]
    fn a_series_is_a_scalar_or_a_map_with_opt_in_words() {
        let constant: Series<Power> = serde_json::from_str("\"40 MW\"").unwrap();
        assert!(matches!(constant, Series::Constant(power) if power.parsed.number == 40.0));
        let Series::Periods(given) =
            serde_json::from_str::<Series<Power>>(r#"{"2027H1": "40 MW", "growth": "45 %/year"}"#).unwrap()
        else {
            panic!("a map is a series by period");
        };
        assert_eq!(given.entries.len(), 1);
        assert_eq!(given.growth.unwrap().parsed.number, 0.45);
        assert!(!given.hold && !given.interpolate);
    }

    #[test]
    fn a_figure_keeps_what_was_written() {
        let text = r#"{"value": {"2027H1..": "8 MW"}, "low": "5 MW", "source": "R8", "flag": "verified"}"#;
        let figure: Figure<Series<Power>> = serde_json::from_str(text).unwrap();
        let provenance = figure.provenance.unwrap();
        assert_eq!(provenance.written, "{2027H1..: 8 MW}");
        assert_eq!(provenance.low.as_deref(), Some("5 MW"));
        assert_eq!(provenance.flag, Some(RawFlag::Verified));
        assert!(serde_json::from_str::<Figure<Power>>(r#"{"value": "8 MW", "sauce": "R8"}"#).is_err());
    }

    #[test]
    fn unlimited_is_a_word_and_not_a_missing_value() {
        assert_eq!(
            serde_json::from_str::<Cap<Power>>("\"unlimited\"").unwrap(),
            Cap::Unlimited
        );
        assert!(serde_json::from_str::<Cap<Power>>("null").is_err());
    }
}
