//! Options and extensions of leases, and rented accelerators, as written.

use super::Label;
use super::quantity::{Amount, CapacityPrice, Duration, VolumePrice};
use super::series::{Cap, Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// The right, bought once, to sign further blocks at a fixed price.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLeaseOption {
    /// Fee of a block that can be called, paid when the option is taken: `0.4 MUSD`.
    pub fee: Figure<Amount>,
    /// Most blocks under the option, beside `max_blocks`: `4`.
    pub blocks: u32,
    /// Period in which the option is taken or left: `2027H1`. Default: the first period.
    pub taken: Option<Label>,
    /// Last period in which it can be exercised: `2029H1`.
    pub until: Label,
    /// Price of IT power under the option: `105 USD/kW/month`.
    pub price: Figure<CapacityPrice>,
}

/// The right to keep blocks whose term has ended, time after time.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLeaseExtension {
    /// Price of IT power, by period in which the extension begins: `120 USD/kW/month`.
    pub price: Figure<Series<CapacityPrice>>,
    /// Length of an extension: `12 months`.
    pub term: Figure<Duration>,
}

/// Accelerators that somebody else owns, houses and powers, rented by the unit near one of the sites.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRental {
    /// What is rented, an id of the catalogue: `H20-96`. An offer of a chip that is not used is passed over.
    pub chip: String,
    /// Site near which they stand: its latencies, jurisdiction and rules hold. It need not be open.
    pub site: String,
    /// Price, energy and room included, by the period in which the rental begins: `2.4 USD/chip/hour`,
    /// `19 USD/unit/hour`.
    pub price: Figure<Series<VolumePrice>>,
    /// Most units rented at a time: `200`. Default: unlimited.
    pub at_most: Option<Figure<Cap<Series<f64>>>>,
    /// How long a unit is rented: `1 year`. Default: one period.
    pub term: Option<Figure<Duration>>,
    /// Anything worth saying.
    pub note: Option<String>,
}
