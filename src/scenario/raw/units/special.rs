//! Quantities whose meaning depends on their place: prices of volume, supply, exchange rates, counted things.

use super::tables::{Factor, TIME, TOKENS, parse_money_unit};
use super::{Measured, UnitError, split_number, unknown_unit};

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
