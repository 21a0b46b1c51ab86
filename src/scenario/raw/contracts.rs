//! Supply contracts as written.

use super::quantity::{Amount, Duration, Share, SupplyRate};
use super::series::{Cap, Figure, Series};
use super::{Label, Map};
use schemars::JsonSchema;
use serde::Deserialize;

/// A supply contract for one chip. A chip with contracts is bought under them alone; its own price stays the list
/// price, and its own supply caps all contracts together.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContract {
    /// What is bought, an id of the catalogue: `CM384`. A contract for a chip that is not used is passed over.
    pub chip: String,
    /// Price of a unit, by period of arrival: `7.8 MUSD`. Default: the chip's price.
    pub price: Option<Figure<Series<Amount>>>,
    /// Volume discounts within an order. Default: none.
    pub breaks: Option<RawBreaks>,
    /// Most newly ordered units that arrive: `400 unit/year`. Default: unlimited, that is, only the chip's supply
    /// limits.
    pub allocation: Option<Figure<Cap<Series<SupplyRate>>>>,
    /// First period in which an order can be placed: `2027H1`. Default: before the horizon, once the chip is released.
    pub from: Option<Label>,
    /// Last period in which an order can be placed: `2028H2`. Default: up to the chip's end of sale.
    pub until: Option<Label>,
    /// Time from order to arrival: `30 weeks`. Default: the chip's.
    pub lead_time: Option<Figure<Duration>>,
    /// Delay to be expected on top: `2 months`. Default: none.
    pub delay: Option<Figure<Duration>>,
    /// Least units of an order: `10`. An order is what arrives in one period. Default: none.
    pub min_order: Option<Figure<f64>>,
    /// Cost of placing an order, whatever its size (qualification, logistics): `2 MUSD`. Paid on arrival. Default: none.
    pub order_cost: Option<Figure<Amount>>,
    /// Units come in multiples of this (a pod of 8 servers): `8`. Default: 1.
    pub multiple: Option<u32>,
    /// Part of the price paid before arrival. Default: none.
    pub prepay: Option<RawPrepay>,
    /// Units ordered before the first period, by period of arrival: `{2027H1: 40}`. What was prepaid before the
    /// horizon is not paid again. Default: none.
    #[serde(default)]
    pub committed: Map<f64>,
    /// Terms on which committed units can be cancelled. Default: they cannot.
    pub cancel: Option<RawCancel>,
    /// Share of units lost or dead on arrival: `1 %`. Default: the chip's.
    pub loss: Option<Figure<Share>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Volume discounts within an order.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBreaks {
    /// `all_units`: the price of the break reached holds for the whole order. `incremental`: each price holds for the
    /// units from its break on.
    pub kind: RawBreakKind,
    /// The breaks, by rising number: `[{from: 20, discount: 5 %}, {from: 50, discount: 9 %}]`.
    pub tiers: Vec<RawBreak>,
}

/// How price breaks are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawBreakKind {
    /// One price for the whole order.
    AllUnits,
    /// A price for each band of units.
    Incremental,
}

/// One price break: `price` or `discount`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBreak {
    /// Units per order from which it holds: `20`.
    pub from: Figure<f64>,
    /// Price of a unit by period of arrival: `7.4 MUSD`.
    pub price: Option<Figure<Series<Amount>>>,
    /// Discount on the contract's price: `5 %`.
    pub discount: Option<Figure<Share>>,
}

/// Part of the price paid before arrival.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPrepay {
    /// Share of the price: `30 %`.
    pub share: Figure<Share>,
    /// How long before arrival: `12 months`.
    pub ahead: Figure<Duration>,
}

/// Terms of cancelling committed units.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCancel {
    /// Fee as a share of the price, on top of what was prepaid by then: `20 %`.
    pub fee: Figure<Share>,
    /// How long before arrival it must be cancelled: `6 months`. The fee is paid then. Default: none.
    pub notice: Option<Figure<Duration>>,
}
