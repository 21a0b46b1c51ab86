//! Leaf types: a text such as `40 MW`, read once, that remembers how it was written.

use super::units::{self, Dimension, Measured, UnitError};
use crate::scenario::text::{FormatCheck, FormatError, Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A kind of text with a form of its own: read by [`Leaf::read`], named by `format` in the JSON Schema.
pub trait Leaf {
    /// What the text means.
    type Parsed: Clone + fmt::Debug + PartialEq;
    /// Name of the form in the JSON Schema.
    const FORMAT: &'static str;
    /// In words, with its article: `a power`.
    const NOUN: &'static str;
    /// How one is written.
    const EXAMPLE: &'static str;
    /// Reads the text.
    ///
    /// # Errors
    /// The text has another form.
    fn read(text: &str) -> Result<Self::Parsed, UnitError>;
}

/// A text of a given form, with what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity<L: Leaf> {
    /// As written.
    pub text: String,
    /// What it means, in base units, money in its own currency.
    pub parsed: L::Parsed,
}

impl<L: Leaf> Quantity<L> {
    /// Reads a text.
    ///
    /// # Errors
    /// The text has another form.
    pub fn new(text: &str) -> Result<Self, UnitError> {
        Ok(Self {
            text: text.to_owned(),
            parsed: L::read(text)?,
        })
    }
}

impl<'de, L: Leaf> Deserialize<'de> for Quantity<L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeafVisitor<L>(PhantomData<L>);
        impl<L: Leaf> Visitor<'_> for LeafVisitor<L> {
            type Value = Quantity<L>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} such as `{}`", L::NOUN, L::EXAMPLE)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Quantity::new(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(LeafVisitor(PhantomData))
    }
}

impl<L: Leaf> JsonSchema for Quantity<L> {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed(L::FORMAT)
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": L::FORMAT,
            "description": format!("{} such as `{}`", L::NOUN, L::EXAMPLE),
            "examples": [L::EXAMPLE],
        })
    }
}

macro_rules! plain {
    ($($(#[$doc:meta])* $marker:ident, $name:ident = $dimension:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $marker;
        impl Leaf for $marker {
            type Parsed = Measured;
            const FORMAT: &'static str = units::$dimension.format;
            const NOUN: &'static str = units::$dimension.noun;
            const EXAMPLE: &'static str = units::$dimension.example;
            fn read(text: &str) -> Result<Measured, UnitError> {
                const DIMENSION: &Dimension = &units::$dimension;
                DIMENSION.parse(text)
            }
        }
        $(#[$doc])*
        pub type $name = Quantity<$marker>;
    )*};
}

plain! {
    /// Electric power, MW.
    PowerLeaf, Power = POWER_DIMENSION;
    /// Money, million of its currency.
    MoneyLeaf, Amount = MONEY_DIMENSION;
    /// Money per year, million of its currency.
    MoneyRateLeaf, AmountPerYear = MONEY_RATE_DIMENSION;
    /// Money per MW, million of its currency.
    PowerCostLeaf, PowerCost = POWER_COST_DIMENSION;
    /// Money per MW and year, million of its currency.
    CapacityPriceLeaf, CapacityPrice = CAPACITY_PRICE_DIMENSION;
    /// Money per MWh, in its currency.
    EnergyPriceLeaf, EnergyPrice = ENERGY_PRICE_DIMENSION;
    /// Carbon per energy, g/kWh.
    CarbonLeaf, CarbonIntensity = CARBON_DIMENSION;
    /// Emissions, thousand tonnes.
    CarbonMassLeaf, CarbonAmount = CARBON_MASS_DIMENSION;
    /// Price of emissions, million of its currency per thousand tonnes.
    CarbonPriceLeaf, CarbonRate = CARBON_PRICE_DIMENSION;
    /// Water, million litres.
    WaterLeaf, WaterAmount = WATER_DIMENSION;
    /// Water per energy, litres per kWh.
    WaterUseLeaf, WaterRate = WATER_USE_DIMENSION;
    /// Land, ha.
    AreaLeaf, Area = AREA_DIMENSION;
    /// Round-trip time, ms.
    LatencyLeaf, RoundTrip = LATENCY_DIMENSION;
    /// Duration, months.
    DurationLeaf, Duration = DURATION_DIMENSION;
    /// Share, as a fraction.
    ShareLeaf, Share = SHARE_DIMENSION;
    /// Growth, as a fraction per year.
    GrowthLeaf, Growth = GROWTH_DIMENSION;
    /// Token speed, tokens per second.
    TokenSpeedLeaf, TokenSpeed = TOKEN_SPEED_DIMENSION;
    /// Arithmetic speed, PFLOP/s.
    FlopSpeedLeaf, FlopSpeed = FLOP_SPEED_DIMENSION;
    /// Arithmetic work, ZFLOP.
    WorkLeaf, Work = WORK_DIMENSION;
}

macro_rules! special {
    ($($(#[$doc:meta])* $marker:ident, $name:ident: $parsed:ty, $format:literal, $noun:literal, $example:literal, $read:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq)]
            pub struct $marker;
            impl Leaf for $marker {
                type Parsed = $parsed;
                const FORMAT: &'static str = $format;
                const NOUN: &'static str = $noun;
                const EXAMPLE: &'static str = $example;
                fn read(text: &str) -> Result<$parsed, UnitError> {
                    $read(text)
                }
            }
            $(#[$doc])*
            pub type $name = Quantity<$marker>;
        )*
    };
}

/// Money per unit of a workload, before the workload's unit is known.
#[derive(Debug, Clone, PartialEq)]
pub struct PricePer {
    /// Million of the currency.
    pub money: Measured,
    /// The unit it is per: `Mtok`, `server`.
    pub per: String,
    /// The time it is per, in years, if any.
    pub years: Option<f64>,
}

/// A number with a unit that only its place gives a meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The number.
    pub number: f64,
    /// The unit as written.
    pub unit: String,
}

/// Arrivals per year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerYear {
    /// Number per year.
    pub number: f64,
    /// Whether it counts chips; otherwise units (servers, racks, pods).
    pub chips: bool,
}

special! {
    /// Volume of a workload, in tokens per time or in the workload's own unit.
    VolumeLeaf, RawVolume: Counted, "volume", "a volume", "12 ktok/s", |text| {
        units::parse_amount(text, Self::NOUN, Self::EXAMPLE).map(|(number, unit)| Counted { number, unit })
    };
    /// Limit in the unit of its quantity.
    LimitLeaf, LimitAmount: Counted, "limit", "a limit in the unit of its quantity", "40 MW", |text| {
        units::parse_amount(text, Self::NOUN, Self::EXAMPLE).map(|(number, unit)| Counted { number, unit })
    };
    /// Quota in TPP or in chips of the catalogue.
    QuotaLeaf, Quota: Counted, "tpp-quota", "a quota in TPP or in chips", "300 MTPP", |text| {
        units::parse_amount(text, Self::NOUN, Self::EXAMPLE).map(|(number, unit)| Counted { number, unit })
    };
    /// Price of a workload's volume.
    VolumePriceLeaf, VolumePrice: PricePer, "volume-price", "a price of a workload's volume", "30 USD/Mtok", |text| {
        units::parse_volume_price(text).map(|(money, per, years)| PricePer { money, per, years })
    };
    /// Units or chips per year.
    SupplyLeaf, SupplyRate: PerYear, "supply", "a supply", "2000 unit/year", |text| {
        units::parse_supply(text).map(|(number, chips)| PerYear { number, chips })
    };
    /// Units of a currency per USD.
    ExchangeLeaf, ExchangeRate: f64, "exchange-rate", "an exchange rate", "7.17 per USD", units::parse_exchange_rate;
}

/// A form of text that the JSON Schema names with `format`: what the strict reader needs of it.
pub struct Format {
    /// Value of `format` in the JSON Schema.
    pub name: &'static str,
    /// In words, with its article: `a power`.
    pub noun: &'static str,
    /// How one is written.
    pub example: &'static str,
    /// Says what is wrong with a text, if anything.
    pub check: fn(&str) -> Result<(), UnitError>,
}

const fn format_of<L: Leaf>() -> Format {
    Format {
        name: L::FORMAT,
        noun: L::NOUN,
        example: L::EXAMPLE,
        check: |text| L::read(text).map(|_| ()),
    }
}

/// Every form of quantity.
pub const FORMATS: &[Format] = &[
    format_of::<PowerLeaf>(),
    format_of::<MoneyLeaf>(),
    format_of::<MoneyRateLeaf>(),
    format_of::<PowerCostLeaf>(),
    format_of::<CapacityPriceLeaf>(),
    format_of::<EnergyPriceLeaf>(),
    format_of::<CarbonLeaf>(),
    format_of::<CarbonMassLeaf>(),
    format_of::<CarbonPriceLeaf>(),
    format_of::<WaterLeaf>(),
    format_of::<WaterUseLeaf>(),
    format_of::<AreaLeaf>(),
    format_of::<LatencyLeaf>(),
    format_of::<DurationLeaf>(),
    format_of::<ShareLeaf>(),
    format_of::<GrowthLeaf>(),
    format_of::<TokenSpeedLeaf>(),
    format_of::<FlopSpeedLeaf>(),
    format_of::<WorkLeaf>(),
    format_of::<VolumeLeaf>(),
    format_of::<LimitLeaf>(),
    format_of::<QuotaLeaf>(),
    format_of::<VolumePriceLeaf>(),
    format_of::<SupplyLeaf>(),
    format_of::<ExchangeLeaf>(),
];

/// Checks texts against the forms of [`FORMATS`] while a file is decoded.
pub struct Formats;

impl FormatCheck for Formats {
    fn check(&self, format: &str, node: &Node) -> Result<(), FormatError> {
        let Some(format) = format_named(format) else {
            return Ok(());
        };
        match &node.value {
            Value::Text(text) => (format.check)(text).map_err(|error| FormatError {
                message: error.message,
                hint: error.hint,
            }),
            Value::Number(_, text) => Err(FormatError {
                message: format!(
                    "the bare number {text} has no unit; expected {} such as `{}`",
                    format.noun, format.example
                ),
                hint: None,
            }),
            _ => Err(FormatError {
                message: format!(
                    "expected {} such as `{}`, found {}",
                    format.noun,
                    format.example,
                    node.kind()
                ),
                hint: None,
            }),
        }
    }
}

/// The form with this name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_its_own_example_and_is_found_by_name() {
        for format in FORMATS {
            assert!((format.check)(format.example).is_ok(), "{}", format.name);
            assert!((format.check)("?").is_err(), "{}", format.name);
            assert_eq!(format_named(format.name).unwrap().noun, format.noun);
        }
    }

    #[test]
    fn a_bare_number_is_refused_with_an_example() {
        let error = serde_json::from_str::<Power>("40").unwrap_err().to_string();
        assert!(error.contains("expected a power such as `40 MW`"), "{error}");
    }

    #[test]
    fn a_quantity_remembers_how_it_was_written() {
        let power: Power = serde_json::from_str("\"559 kW\"").unwrap();
        assert_eq!((power.text.as_str(), power.parsed.number), ("559 kW", 0.559));
    }
}
