//! What changes with the age of a unit, and moves between sites, as written.

use super::quantity::{Amount, AmountPerYear, Duration, Growth, Share};
use super::series::Figure;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;
use std::borrow::Cow;

/// A value for each age of a unit.
#[derive(Debug, Clone, PartialEq)]
pub enum ByAge<Q> {
    /// By period of service: the first holds in the period of deployment, the last one from then on.
    Periods(Vec<Q>),
    /// From an age on, as written: `3 years`.
    From(Vec<(String, Q)>),
}

impl<'de, Q: DeserializeOwned> Deserialize<'de> for ByAge<Q> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |value| serde_json::from_value(value).map_err(D::Error::custom);
        match Value::deserialize(deserializer)? {
            Value::Array(list) => list
                .into_iter()
                .map(read)
                .collect::<Result<_, _>>()
                .map(Self::Periods),
            Value::Object(map) => {
                let entries = map.into_iter().map(|(age, value)| Ok((age, read(value)?)));
                entries.collect::<Result<_, _>>().map(Self::From)
            }
            scalar => Ok(Self::Periods(vec![read(scalar)?])),
        }
    }
}

impl<Q: JsonSchema> JsonSchema for ByAge<Q> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}-by-age", Q::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let scalar = generator.subschema_for::<Q>();
        json_schema!({
            "description": "The same at every age, by period of service, or from an age on.",
            "anyOf": [
                scalar.clone(),
                {
                    "type": "array",
                    "description": "By period of service; the first holds in the period of deployment, the last from then on.",
                    "items": scalar.clone(),
                    "minItems": 1,
                },
                {
                    "type": "object",
                    "description": "From an age on: `{0 years: 4 %/year, 3 years: 6 %/year}`.",
                    "additionalProperties": scalar,
                },
            ],
        })
    }
}

/// What changes with the age of a unit. A list is by period of service (the first entry holds in the period of
/// deployment, the last one from then on); a map is from an age on: `{0 years: 4 %/year, 3 years: 6 %/year}`.
/// Units of a chip with this section are counted by vintage.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAgeing {
    /// Maintenance per year by age, as a share of the price in the first period: `[4 %/year, 5 %/year, 8 %/year]`.
    /// Default: the chip's `maintenance` at every age.
    pub maintenance: Option<Figure<ByAge<Growth>>>,
    /// The same as an amount per unit: `[0.1 MUSD/year, 0.2 MUSD/year]`. Write at most one of the two.
    pub maintenance_cost: Option<Figure<ByAge<AmountPerYear>>>,
    /// Share of the time in which a unit works, by age: `{0 years: 97 %, 4 years: 92 %}`. Default: the chip's
    /// `availability` at every age.
    pub availability: Option<Figure<ByAge<Share>>>,
    /// Mean power over that of a new unit, by age: `[100 %, 103 %]`. Power and space of halls keep the nameplate.
    /// Default: 100 %.
    pub energy: Option<Figure<ByAge<Share>>>,
    /// Share of the list price at deployment for which a unit is sold after one, two, ... periods of service (in a
    /// map: after that time), when it is retired or at the end of its life: `[70 %, 45 %, 25 %, 0 %]`. Default: 0 %.
    pub resale: Option<Figure<ByAge<Share>>>,
    /// Whether units may be retired before the end of their life. Units of the existing fleet always may.
    /// Default: `false`.
    pub early_retirement: Option<bool>,
    /// Share of the value not yet depreciated (straight line over the life) that early retirement charges to the
    /// objective: `50 %`. Default: 0 %.
    pub write_off: Option<Figure<Share>>,
}

/// Moves of units in service to other sites. A unit may move to where it could be deployed without a licence, and
/// not from where a rule says `no_move`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMoves {
    /// Cost of a unit that arrives: `0.02 MUSD`.
    pub cost: Figure<Amount>,
    /// Time in which a unit is at neither site, in whole periods: `1 month`. Default: none.
    pub downtime: Option<Figure<Duration>>,
    /// Share of units lost on the way, in each vintage rounded to whole units: `1 %`. Default: 0 %.
    pub loss: Option<Figure<Share>>,
}
