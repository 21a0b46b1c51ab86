//! Units as planners write them: `40 MW`, `8.78 USD/W`, `45 %/year`.
//!
//! A quantity is a number and a unit. A unit is a product of factors separated by `/`, and every dimension
//! names the factors it wants in order; there is no general unit algebra, so a wrong unit can be told from a
//! misspelt one.

mod special;
mod tables;

use crate::scenario::text::closest;
use std::fmt;
use tables::{
    AREA, CARBON, CARBON_MASS, COMPUTE, DURATION, ENERGY, FLOP, Factor, MILLISECONDS, PERCENT, POWER,
    SECONDS, TIME, TOKENS, WATER, kind_of, parse_money_unit,
};

pub use special::{
    parse_amount, parse_exchange_rate, parse_supply, parse_volume_price, token_units, tokens_in,
};

/// Hours in a year, by convention.
pub const HOURS_PER_YEAR: f64 = 8760.0;
/// Seconds in a year of 8760 hours.
pub const SECONDS_PER_YEAR: f64 = 31_536_000.0;

/// Why a text is not the quantity wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnitError {
    /// What is wrong and what was expected.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl UnitError {
    /// An error without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A currency by its three-letter code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency in which everything is computed.
    pub const USD: Self = Self(*b"USD");

    /// Reads a code of three capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|&byte| write!(f, "{}", char::from(byte)))
    }
}

/// The dimension of a quantity: which unit factors it wants, in order.
pub struct Dimension {
    /// Name in the JSON Schema (`format`).
    pub format: &'static str,
    /// In words, with its article: `a power`.
    pub noun: &'static str,
    /// How one is written.
    pub example: &'static str,
    factors: &'static [Factor],
    /// Size of the product of the tables' base units in the dimension's base unit.
    scale: f64,
}

/// A number in base units and its currency, if money is part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The number: in the dimension's base unit, money in its own currency.
    pub number: f64,
    /// Currency of the money in it.
    pub currency: Option<Currency>,
}

macro_rules! dimensions {
    ($($(#[$doc:meta])* $name:ident: $format:literal, $noun:literal, $example:literal, [$($factor:expr),*], $scale:expr;)*) => {
        $($(#[$doc])* pub const $name: Dimension = Dimension {
            format: $format, noun: $noun, example: $example, factors: &[$($factor),*], scale: $scale,
        };)*
        /// Every plain dimension, for the format reference.
        pub const DIMENSIONS: &[&Dimension] = &[$(&$name),*];
    };
}

dimensions! {
    /// Electric power. Base: MW.
    POWER_DIMENSION: "power", "a power", "40 MW", [Factor::Of(&POWER)], 1.0;
    /// Money. Base: million.
    MONEY_DIMENSION: "money", "an amount of money", "25 MUSD", [Factor::Money], 1.0;
    /// Money per time. Base: million a year.
    MONEY_RATE_DIMENSION: "money-rate", "money per time", "3 MUSD/year", [Factor::Money, Factor::Of(&TIME)], 1.0;
    /// Money per power. Base: million per MW, which is one per W.
    POWER_COST_DIMENSION: "power-cost", "money per power", "8.78 USD/W", [Factor::Money, Factor::Of(&POWER)], 1.0;
    /// Money per power and time. Base: million per MW and year.
    CAPACITY_PRICE_DIMENSION: "capacity-price", "money per power and time", "110 USD/kW/month",
        [Factor::Money, Factor::Of(&POWER), Factor::Of(&TIME)], 1.0;
    /// Energy price. Base: one unit of money per MWh.
    ENERGY_PRICE_DIMENSION: "energy-price", "an energy price", "95 USD/MWh", [Factor::Money, Factor::Of(&ENERGY)], 1e6;
    /// Carbon per energy. Base: g per kWh.
    CARBON_DIMENSION: "carbon-intensity", "a carbon intensity", "604 gCO2/kWh",
        [Factor::Of(&CARBON), Factor::Of(&ENERGY)], 1e-3;
    /// Energy. Base: GWh.
    ENERGY_DIMENSION: "energy", "an amount of energy", "40 GWh", [Factor::Of(&ENERGY)], 1e-3;
    /// Compute. Base: million TPP.
    COMPUTE_DIMENSION: "compute", "an amount of compute", "300 MTPP", [Factor::Of(&COMPUTE)], 1.0;
    /// Emissions. Base: thousand tonnes.
    CARBON_MASS_DIMENSION: "carbon-mass", "an amount of emissions", "120 ktCO2", [Factor::Of(&CARBON_MASS)], 1.0;
    /// Price of emissions. Base: million per thousand tonnes.
    CARBON_PRICE_DIMENSION: "carbon-price", "a price of emissions", "45 USD/tCO2",
        [Factor::Money, Factor::Of(&CARBON_MASS)], 1.0;
    /// Water. Base: million litres.
    WATER_DIMENSION: "water", "an amount of water", "900 ML", [Factor::Of(&WATER)], 1.0;
    /// Water per energy. Base: litres per kWh.
    WATER_USE_DIMENSION: "water-use", "water per energy", "1.8 L/kWh",
        [Factor::Of(&WATER), Factor::Of(&ENERGY)], 1e3;
    /// Land. Base: ha.
    AREA_DIMENSION: "area", "an area", "20 ha", [Factor::Of(&AREA)], 1.0;
    /// Round-trip time. Base: ms.
    LATENCY_DIMENSION: "round-trip-time", "a round-trip time", "150 ms", [Factor::Of(&MILLISECONDS)], 1.0;
    /// Duration. Base: month.
    DURATION_DIMENSION: "duration", "a duration", "18 months", [Factor::Of(&DURATION)], 1.0;
    /// Share. Base: fraction.
    SHARE_DIMENSION: "share", "a share", "9 %", [Factor::Of(&PERCENT)], 1.0;
    /// Growth. Base: fraction per year.
    GROWTH_DIMENSION: "growth", "a growth rate", "45 %/year", [Factor::Of(&PERCENT), Factor::Of(&TIME)], 1.0;
    /// Token speed. Base: token per second.
    TOKEN_SPEED_DIMENSION: "token-speed", "a token speed", "1943 tok/s", [Factor::Of(&TOKENS), Factor::Of(&SECONDS)], 1.0;
    /// Arithmetic speed. Base: PFLOP/s.
    FLOP_SPEED_DIMENSION: "compute-speed", "a computing speed", "752 TFLOP/s", [Factor::Of(&FLOP), Factor::Of(&SECONDS)], 1.0;
    /// Arithmetic work. Base: ZFLOP.
    WORK_DIMENSION: "work", "an amount of arithmetic", "3.3e24 FLOP", [Factor::Of(&FLOP)], 1e-6;
}

impl Dimension {
    /// The units that may stand in each place: `W, kW, MW, GW per hour, ...`.
    pub fn allowed(&self) -> String {
        let places: Vec<String> = self
            .factors
            .iter()
            .map(|factor| factor.names().join(", "))
            .collect();
        places.join(" / ")
    }

    /// Reads `number unit`.
    ///
    /// # Errors
    /// Not a number, no unit, a unit of another dimension, an unknown unit.
    pub fn parse(&self, text: &str) -> Result<Measured, UnitError> {
        let (number, unit) = split_number(text).ok_or_else(|| {
            UnitError::new(format!(
                "`{text}` is not {} such as `{}`",
                self.noun, self.example
            ))
        })?;
        let mut measured = Measured {
            number: number * self.scale,
            currency: None,
        };
        if unit.is_empty() {
            return Err(UnitError::new(format!(
                "`{text}` has no unit; expected {} such as `{}`",
                self.noun, self.example
            ))
            .hint(format!("units: {}", self.allowed())));
        }
        let parts: Vec<&str> = unit.split('/').map(str::trim).collect();
        for (place, part) in parts.iter().enumerate() {
            let Some(&factor) = self.factors.get(place) else {
                return Err(self.mismatch(text, &parts));
            };
            let size = match factor {
                Factor::Money => parse_money_unit(part).map(|(size, currency)| {
                    measured.currency = Some(currency);
                    size
                }),
                Factor::Of(table) => table.find(part),
            };
            match size {
                Some(size) if place == 0 => measured.number *= size,
                Some(size) => measured.number /= size,
                None if kind_of(part).is_some() => return Err(self.mismatch(text, &parts)),
                None => return Err(unknown_unit(text, part, factor)),
            }
        }
        if parts.len() < self.factors.len() {
            return Err(self.mismatch(text, &parts));
        }
        Ok(measured)
    }

    /// The units are known, but measure something else.
    fn mismatch(&self, text: &str, parts: &[&str]) -> UnitError {
        let kinds: Vec<&str> = parts
            .iter()
            .map(|part| kind_of(part).unwrap_or("something else"))
            .collect();
        let wanted: Vec<&str> = self.factors.iter().map(|factor| factor.what()).collect();
        UnitError::new(format!(
            "`{text}` is {}, not {} ({}) such as `{}`",
            kinds.join(" per "),
            self.noun,
            wanted.join(" per "),
            self.example
        ))
        .hint(self.mismatch_hint(parts))
    }

    fn mismatch_hint(&self, parts: &[&str]) -> String {
        for (part, factor) in parts.iter().zip(self.factors) {
            let kind = kind_of(part).unwrap_or("something else");
            if kind != factor.what() {
                return match (kind, factor.what()) {
                    ("power", "energy") => format!("`{part}` is power; energy is `{part}h`"),
                    ("energy", "power") => {
                        format!("`{part}` is energy; power is `{}`", part.trim_end_matches('h'))
                    }
                    (_, what) => format!("write {what} as one of {}", factor.names().join(", ")),
                };
            }
        }
        match self.factors.get(parts.len()) {
            Some(missing) => format!("add `/` and one of {}", missing.names().join(", ")),
            None => format!("units: {}", self.allowed()),
        }
    }
}

fn unknown_unit(text: &str, part: &str, factor: Factor) -> UnitError {
    let names = factor.names();
    let error = UnitError::new(format!(
        "`{text}`: unknown unit `{part}`; expected {}: {}",
        factor.what(),
        names.join(", ")
    ));
    match closest(part, names.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error,
    }
}

/// Splits `40 MW` into 40 and `MW`. `None` if there is no finite number in front.
pub fn split_number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    end = digits(end);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(sign);
        if exponent > sign {
            end = exponent;
        }
    }
    let number: f64 = text.get(..end)?.parse().ok()?;
    let unit = text.get(end..)?.trim_start();
    number.is_finite().then_some((number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(dimension: &Dimension, text: &str) -> f64 {
        dimension.parse(text).unwrap().number
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs().max(1.0)
    }

    #[test]
    fn every_example_is_read() {
        for dimension in DIMENSIONS {
            assert!(dimension.parse(dimension.example).is_ok(), "{}", dimension.format);
        }
    }

    #[test]
    fn units_convert_to_the_base_unit() {
        assert!(close(number(&POWER_DIMENSION, "1.5 GW"), 1500.0));
        assert!(close(number(&POWER_DIMENSION, "559 kW"), 0.559));
        assert!(close(number(&MONEY_DIMENSION, "380 BCNY"), 380_000.0));
        assert!(close(number(&MONEY_DIMENSION, "20000 USD"), 0.02));
        assert!(close(number(&POWER_COST_DIMENSION, "8.78 USD/W"), 8.78));
        // 110 USD a kW a month: 110,000 USD a MW a month, 1.32 million a year.
        assert!(close(number(&CAPACITY_PRICE_DIMENSION, "110 USD/kW/month"), 1.32));
        assert!(close(number(&ENERGY_PRICE_DIMENSION, "0.108 USD/kWh"), 108.0));
        assert!(close(number(&ENERGY_PRICE_DIMENSION, "108 USD/MWh"), 108.0));
        assert!(close(number(&DURATION_DIMENSION, "2 years"), 24.0));
        assert!(close(number(&DURATION_DIMENSION, "365 days"), 12.0));
        assert!(close(number(&SHARE_DIMENSION, "9 %"), 0.09));
        assert!(close(number(&SHARE_DIMENSION, "9%"), 0.09));
        assert!(close(number(&GROWTH_DIMENSION, "-7 %/year"), -0.07));
        assert!(close(number(&WORK_DIMENSION, "3.3e24 FLOP"), 3300.0));
        assert!(close(number(&FLOP_SPEED_DIMENSION, "752 TFLOP/s"), 0.752));
        assert!(close(number(&TOKEN_SPEED_DIMENSION, "1.2 ktok/s"), 1200.0));
        assert!(close(number(&CARBON_DIMENSION, "604 gCO2/kWh"), 604.0));
        assert_eq!(parse_supply("100 unit/month").unwrap(), (1200.0, false));
        assert_eq!(parse_supply("100000 chip/year").unwrap(), (100_000.0, true));
        assert_eq!(parse_exchange_rate("7.17 per USD").unwrap(), 7.17);
    }

    #[test]
    fn money_keeps_its_currency() {
        let parsed = MONEY_DIMENSION.parse("400 MCNY").unwrap();
        assert_eq!((parsed.number, parsed.currency), (400.0, Currency::parse("CNY")));
    }

    #[test]
    fn power_for_energy_is_refused_with_a_hint() {
        let error = ENERGY_PRICE_DIMENSION.parse("95 USD/MW").unwrap_err();
        assert_eq!(
            error.message,
            "`95 USD/MW` is money per power, not an energy price (money per energy) such as `95 USD/MWh`"
        );
        assert_eq!(error.hint.as_deref(), Some("`MW` is power; energy is `MWh`"));
    }

    #[test]
    fn an_unknown_unit_names_the_closest() {
        let error = POWER_DIMENSION.parse("40 mw").unwrap_err();
        assert_eq!(
            error.message,
            "`40 mw`: unknown unit `mw`; expected power: W, kW, MW, GW"
        );
        assert_eq!(error.hint.as_deref(), Some("did you mean `MW`?"));
    }

    #[test]
    fn a_missing_unit_or_factor_is_said() {
        assert_eq!(
            POWER_DIMENSION.parse("40").unwrap_err().message,
            "`40` has no unit; expected a power such as `40 MW`"
        );
        let error = CAPACITY_PRICE_DIMENSION.parse("110 USD/kW").unwrap_err();
        assert!(
            error
                .message
                .contains("is money per power, not money per power and time"),
            "{error}"
        );
        assert!(error.hint.unwrap().starts_with("add `/` and one of year, "));
    }

    #[test]
    fn strange_text_is_refused_and_never_panics() {
        for text in [
            "",
            " ",
            "-",
            ".",
            "e",
            "1e",
            "MW",
            "\u{fc}ber",
            "1e999 MW",
            "nan MW",
            "inf MW",
            "1 /",
            "1 //",
            "1,000 MW",
        ] {
            assert!(POWER_DIMENSION.parse(text).is_err(), "{text}");
            assert!(parse_volume_price(text).is_err(), "{text}");
            assert!(parse_supply(text).is_err(), "{text}");
            assert!(parse_exchange_rate(text).is_err(), "{text}");
        }
    }
}
