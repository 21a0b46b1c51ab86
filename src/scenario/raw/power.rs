//! On-site generation as written.

use super::Label;
use super::quantity::{CarbonIntensity, EnergyPrice};
use super::series::Figure;
use schemars::JsonSchema;
use serde::Deserialize;

/// On-site generation (turbines, fuel cells) that bridges the time until grid power comes.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBridging {
    /// Price of its energy, in place of the site's energy price: `140 USD/MWh`.
    pub fuel_price: Figure<EnergyPrice>,
    /// Carbon intensity of its energy: `450 gCO2/kWh`. Default: 0 gCO2/kWh.
    pub carbon: Option<Figure<CarbonIntensity>>,
    /// Last period in which it may run: `2029H2`. Default: no limit.
    pub until: Option<Label>,
}
