//! Token arithmetic: published speeds of chips to workload volumes, token prices to prices of volume.

use super::Fault;
use crate::scenario::raw::quantity::{Counted, PricePer};
use crate::scenario::raw::units::{SECONDS_PER_YEAR, TOKEN_SPEED_DIMENSION, token_units, tokens_in};

/// The unit of every inference workload.
pub(super) const TOKEN_UNIT: &str = "ktok/s";
/// Tokens per second in that unit.
const TOKENS_PER_SECOND: f64 = 1e3;

/// What a workload's volume is counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum VolumeUnit {
    /// Output tokens, in thousands per second.
    Tokens,
    /// A unit of the planner's own.
    Own(String),
}

impl VolumeUnit {
    /// A volume in the workload's unit.
    ///
    /// # Errors
    /// Another unit.
    pub(super) fn volume(&self, text: &str, counted: &Counted) -> Result<f64, Fault> {
        match self {
            Self::Tokens => Ok(TOKEN_SPEED_DIMENSION.parse(text)?.number / TOKENS_PER_SECOND),
            Self::Own(unit) if *unit == counted.unit => Ok(counted.number),
            Self::Own(unit) => Err(
                Fault::new(format!("`{text}`: this workload is counted in `{unit}`"))
                    .hint(format!("write `{} {unit}`", counted.number)),
            ),
        }
    }

    /// Factor from a price as written to a price of one unit of volume for a year.
    ///
    /// For tokens: a unit of volume held for a year is `1e3 tok/s * 31,536,000 s` tokens.
    ///
    /// # Errors
    /// A price per something else.
    pub(super) fn price_factor(&self, text: &str, price: &PricePer) -> Result<f64, Fault> {
        let (unit, expected) = match self {
            Self::Tokens => (
                TOKEN_UNIT,
                format!("money per tokens ({}) such as `30 USD/Mtok`", token_units()),
            ),
            Self::Own(unit) => (
                unit.as_str(),
                format!("money per {unit} and time such as `0.4 MUSD/{unit}/year`"),
            ),
        };
        match (tokens_in(&price.per), price.years) {
            (Some(tokens), None) if *self == Self::Tokens => {
                Ok(TOKENS_PER_SECOND * SECONDS_PER_YEAR / tokens)
            }
            (_, Some(years)) if price.per == unit => Ok(1.0 / years),
            (_, None) if price.per == unit => Err(Fault::new(format!(
                "`{text}` does not say per which time; expected {expected}"
            ))
            .hint(format!("write `{text}/year`"))),
            _ => Err(Fault::new(format!(
                "`{text}` does not fit this workload; expected {expected}"
            ))),
        }
    }
}

/// Output of one chip in thousand tokens per second when prefill and decode share it:
/// `1 / (input_ratio / prefill + 1 / decode)`, both speeds in tokens per second.
///
/// `None` if a speed that is needed is not known.
pub(super) fn chip_output(input_ratio: f64, prefill: Option<f64>, decode: Option<f64>) -> Option<f64> {
    let decode_time = 1.0 / decode.filter(|&speed| speed > 0.0)?;
    let prefill_time = if input_ratio > 0.0 {
        input_ratio / prefill.filter(|&speed| speed > 0.0)?
    } else {
        0.0
    };
    Some(1.0 / (prefill_time + decode_time) / TOKENS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::raw::quantity::{RawVolume, VolumePrice};

    #[test]
    fn the_published_deepseek_day_needs_its_published_fleet() {
        // 608e9 input and 168e9 output tokens a day on nodes of 8 H800 at 9,213 / 1,850 tok/s per chip: DeepSeek
        // reports a mean of 226.75 nodes.
        let (input, output) = (608e9, 168e9);
        let per_chip = chip_output(input / output, Some(9213.0), Some(1850.0)).unwrap();
        let volume = output / 86_400.0 / 1e3;
        let nodes = volume / per_chip / 8.0;
        assert!((nodes - 226.9).abs() < 0.1, "{nodes}");
    }

    #[test]
    fn decode_only_needs_no_prefill_speed() {
        assert_eq!(chip_output(0.0, None, Some(2000.0)), Some(2.0));
        assert_eq!(chip_output(3.6, None, Some(2000.0)), None);
        assert_eq!(chip_output(3.6, Some(9000.0), None), None);
    }

    fn volume(unit: &VolumeUnit, text: &str) -> Result<f64, Fault> {
        unit.volume(text, &RawVolume::new(text).unwrap().parsed)
    }

    #[test]
    fn volumes_convert_to_thousand_tokens_per_second() {
        let tokens = VolumeUnit::Tokens;
        assert!((volume(&tokens, "1.2 Gtok/s").unwrap() - 1.2e6).abs() < 1e-6);
        assert!((volume(&tokens, "86.4 Gtok/day").unwrap() - 1000.0).abs() < 1e-9);
        assert_eq!(volume(&VolumeUnit::Own("server".into()), "5 server"), Ok(5.0));
        let fault = volume(&VolumeUnit::Own("server".into()), "5 GPU").unwrap_err();
        assert_eq!(fault.message, "`5 GPU`: this workload is counted in `server`");
    }

    fn price(unit: &VolumeUnit, text: &str) -> Result<f64, Fault> {
        let price = VolumePrice::new(text).unwrap().parsed;
        unit.price_factor(text, &price)
            .map(|factor| price.money.number * factor)
    }

    #[test]
    fn token_prices_become_prices_of_volume() {
        // 30 USD per million tokens: 31,536 million tokens a year per thousand tokens a second.
        let yearly = price(&VolumeUnit::Tokens, "30 USD/Mtok").unwrap();
        assert!((yearly - 30.0 * 31_536e-6).abs() < 1e-12, "{yearly}");
        assert!((price(&VolumeUnit::Tokens, "2 MUSD/ktok/s/year").unwrap() - 2.0).abs() < 1e-12);
        let server = VolumeUnit::Own("server".into());
        assert!((price(&server, "2 USD/server/hour").unwrap() - 0.01752).abs() < 1e-12);
        assert!(price(&server, "2 USD/Mtok").is_err());
        assert_eq!(
            price(&server, "2 USD/server").unwrap_err().hint.as_deref(),
            Some("write `2 USD/server/year`")
        );
        assert!(price(&VolumeUnit::Tokens, "2 USD/server/hour").is_err());
    }
}
