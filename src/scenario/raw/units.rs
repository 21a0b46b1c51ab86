//! Units as planners write them: `40 MW`, `8.78 USD/W`, `45 %/year`.
//!
//! A quantity is a number and a unit. A unit is a product of factors separated by `/`, and every dimension
//! names the factors it wants in order; there is no general unit algebra, so a wrong unit can be told from a
//! misspelt one.

use crate::scenario::text::closest;
use std::fmt;

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

/// Units of one kind with their size in the base unit of that kind.
struct Table {
    what: &'static str,
    units: &'static [(&'static str, f64)],
}

const POWER: Table = Table {
    what: "power",
    units: &[("W", 1e-6), ("kW", 1e-3), ("MW", 1.0), ("GW", 1e3)],
};
const ENERGY: Table = Table {
    what: "energy",
    units: &[("kWh", 1e-3), ("MWh", 1.0), ("GWh", 1e3)],
};
/// Base: one year.
const TIME: Table = Table {
    what: "time",
    units: &[
        ("year", 1.0),
        ("quarter", 0.25),
        ("month", 1.0 / 12.0),
        ("week", 7.0 / 365.0),
        ("day", 1.0 / 365.0),
        ("hour", 1.0 / HOURS_PER_YEAR),
    ],
};
/// Base: one month, a twelfth of 365 days.
const DURATION: Table = Table {
    what: "duration",
    units: &[
        ("months", 1.0),
        ("month", 1.0),
        ("years", 12.0),
        ("year", 12.0),
        ("weeks", 7.0 * 12.0 / 365.0),
        ("week", 7.0 * 12.0 / 365.0),
        ("days", 12.0 / 365.0),
        ("day", 12.0 / 365.0),
    ],
};
/// Base: one second.
const SECONDS: Table = Table {
    what: "time",
    units: &[
        ("s", 1.0),
        ("minute", 60.0),
        ("hour", 3600.0),
        ("day", 86_400.0),
        ("year", SECONDS_PER_YEAR),
    ],
};
/// Base: one token.
const TOKENS: Table = Table {
    what: "tokens",
    units: &[
        ("tok", 1.0),
        ("ktok", 1e3),
        ("Mtok", 1e6),
        ("Gtok", 1e9),
        ("Ttok", 1e12),
    ],
};
/// Base: 1e15 floating-point operations.
const FLOP: Table = Table {
    what: "arithmetic",
    units: &[
        ("GFLOP", 1e-6),
        ("TFLOP", 1e-3),
        ("PFLOP", 1.0),
        ("EFLOP", 1e3),
        ("ZFLOP", 1e6),
        ("FLOP", 1e-15),
    ],
};
const AREA: Table = Table {
    what: "area",
    units: &[("ha", 1.0), ("m2", 1e-4), ("km2", 100.0)],
};
const MILLISECONDS: Table = Table {
    what: "time",
    units: &[("ms", 1.0), ("us", 1e-3), ("s", 1e3)],
};
const PERCENT: Table = Table {
    what: "share",
    units: &[("%", 0.01)],
};
const CARBON: Table = Table {
    what: "carbon",
    units: &[("gCO2", 1.0), ("kgCO2", 1e3)],
};

/// Every table, to say what a misplaced unit measures.
const TABLES: [&Table; 10] = [
    &POWER,
    &ENERGY,
    &TIME,
    &DURATION,
    &TOKENS,
    &FLOP,
    &AREA,
    &MILLISECONDS,
    &PERCENT,
    &CARBON,
];

impl Table {
    fn find(&self, unit: &str) -> Option<f64> {
        self.units
            .iter()
            .find(|(name, _)| *name == unit)
            .map(|&(_, factor)| factor)
    }

    fn names(&self) -> Vec<String> {
        self.units.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// One factor of a unit.
#[derive(Clone, Copy)]
enum Factor {
    /// An amount of money: `USD`, `kCNY`, `MUSD`, `BUSD`. Base: one million of the currency.
    Money,
    /// A unit of a table.
    Of(&'static Table),
}

impl Factor {
    fn what(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Of(table) => table.what,
        }
    }

    fn names(self) -> Vec<String> {
        match self {
            Self::Money => ["USD", "kUSD", "MUSD", "BUSD"].map(str::to_owned).to_vec(),
            Self::Of(table) => table.names(),
        }
    }
}

/// `MUSD` is a million (1.0) of USD; any three-letter code, with `k`, `M`, `B` or no prefix.
fn parse_money_unit(unit: &str) -> Option<(f64, Currency)> {
    if let Some(currency) = Currency::parse(unit) {
        return Some((1e-6, currency));
    }
    let (prefix, code) = unit.split_at_checked(1)?;
    let factor = match prefix {
        "k" => 1e-3,
        "M" => 1.0,
        "B" => 1e3,
        _ => return None,
    };
    Some((factor, Currency::parse(code)?))
}

/// What kind of thing a unit factor measures, if any.
fn kind_of(unit: &str) -> Option<&'static str> {
    if let Some(table) = TABLES.iter().find(|table| table.find(unit).is_some()) {
        return Some(table.what);
    }
    parse_money_unit(unit).map(|_| "money")
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

/// Money per unit of a workload: `30 USD/Mtok`, `0.4 MUSD/server/year`, `2 USD/PFLOP/s/hour`.
///
/// Returns the money (million of the currency), what it is per, and the time in years it is per, if any.
///
/// # Errors
/// Not money per something.
pub fn parse_volume_price(text: &str) -> Result<(Measured, String, Option<f64>), UnitError> {
    const EXPECTED: &str = "expected money per tokens such as `30 USD/Mtok`, or money per unit and time such as `0.4 MUSD/server/year`";
    let wrong = |what: &str| UnitError::new(format!("`{text}` {what}; {EXPECTED}"));
    let (number, unit) = split_number(text).ok_or_else(|| wrong("is not a price"))?;
    if unit.is_empty() {
        return Err(wrong("has no unit"));
    }
    let (money, per) = unit
        .split_once('/')
        .ok_or_else(|| wrong("does not say per what"))?;
    let (factor, currency) =
        parse_money_unit(money.trim()).ok_or_else(|| unknown_unit(text, money.trim(), Factor::Money))?;
    // The last factor is a time only if something is left before it: in `USD/day` a day would be the unit.
    let (per, time) = match per.rsplit_once('/') {
        Some((before, last)) => match TIME.find(last.trim()) {
            Some(years) => (before, Some(years)),
            None => (per, None),
        },
        None => (per, None),
    };
    if per.trim().is_empty() {
        return Err(wrong("does not say per what"));
    }
    Ok((
        Measured {
            number: number * factor,
            currency: Some(currency),
        },
        per.trim().to_owned(),
        time,
    ))
}

/// Tokens in one of a unit such as `Mtok`.
pub fn tokens_in(unit: &str) -> Option<f64> {
    TOKENS.find(unit)
}

/// Names of the units of tokens, for messages.
pub fn token_units() -> String {
    TOKENS.names().join(", ")
}

/// Units (of what is bought) or chips per time: `2000 unit/year`, `100000 chip/year`.
///
/// Returns the number per year and whether it counts chips.
///
/// # Errors
/// Not a number of units or chips per time.
pub fn parse_supply(text: &str) -> Result<(f64, bool), UnitError> {
    let wrong = |what: &str| {
        UnitError::new(format!(
            "`{text}` {what}; expected units or chips per time such as `2000 unit/year` or `100000 chip/year`"
        ))
    };
    let (number, unit) = split_number(text).ok_or_else(|| wrong("is not a number"))?;
    let (item, time) = unit
        .split_once('/')
        .ok_or_else(|| wrong("says not per which time"))?;
    let chips = match item.trim() {
        "unit" | "units" => false,
        "chip" | "chips" => true,
        _ => return Err(wrong("counts neither units nor chips")),
    };
    let time = time.trim();
    let years = TIME
        .find(time)
        .ok_or_else(|| unknown_unit(text, time, Factor::Of(&TIME)))?;
    Ok((number / years, chips))
}

/// Units of a currency per USD: `7.17 per USD`.
///
/// # Errors
/// Anything else, or a rate that is not positive.
pub fn parse_exchange_rate(text: &str) -> Result<f64, UnitError> {
    match split_number(text) {
        Some((number, "per USD")) if number > 0.0 => Ok(number),
        _ => Err(UnitError::new(format!(
            "`{text}` is not an exchange rate; expected the currency's units per US dollar such as `7.17 per USD`"
        ))),
    }
}

/// A number and any unit: volumes of workloads, quotas in chip equivalents.
///
/// # Errors
/// No number, or no unit.
pub fn parse_amount(text: &str, noun: &str, example: &str) -> Result<(f64, String), UnitError> {
    match split_number(text) {
        Some((number, unit)) if !unit.is_empty() => Ok((number, unit.to_owned())),
        Some(_) => Err(UnitError::new(format!(
            "`{text}` has no unit; expected {noun} such as `{example}`"
        ))),
        None => Err(UnitError::new(format!(
            "`{text}` is not {noun} such as `{example}`"
        ))),
    }
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
