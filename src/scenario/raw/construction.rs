//! Stages of sites and halls, halls in work and conversions of halls, as written.

use super::quantity::{Amount, AmountPerYear, Duration, Share};
use super::series::{Figure, Series};
use super::{Label, Map};
use schemars::JsonSchema;
use serde::Deserialize;

/// A stage of a site before it opens. The next stage starts when this one is complete, and the site opens when the
/// last one is; a site whose later stages are never started is abandoned.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSiteStage {
    /// Identifier within the site: `permit`.
    pub id: String,
    /// Time from start to completion: `12 months`. Default: none.
    pub lead_time: Option<Figure<Duration>>,
    /// Cost, by period of start: `2 MUSD`. Default: none.
    pub cost: Option<Figure<Series<Amount>>>,
    /// Share of the cost paid in each period from the start on: `[50 %, 50 %]`. Default: all at once.
    pub spend_profile: Option<Vec<Share>>,
    /// First period in which it can start: `2027H1`. Default: the first period.
    pub earliest: Option<Label>,
    /// Must be started by this period: `2027H2`. Default: never.
    pub committed: Option<Label>,
    /// Started and paid before the first period, complete from this period on: `2027H2`. Default: not started.
    pub finishes: Option<Label>,
    /// Cost from completion until the next stage starts or the site opens: `0.3 MUSD/year`. Default: none.
    pub idle_cost: Option<Figure<AmountPerYear>>,
    /// Received in the last period if the stage was started and the site is not open by then: `6 MUSD`. Default: none.
    pub salvage: Option<Figure<Amount>>,
}

/// A stage of the construction of a hall. The next stage of a hall starts when this one is complete, or later, or never.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHallStage {
    /// Identifier within the design: `fit-out`.
    pub id: String,
    /// Time from start to completion: `6 months`.
    pub lead_time: Figure<Duration>,
    /// Share of the hall's cost in the period in which the stage starts; all stages together: 100 %. `40 %`.
    pub share: Figure<Share>,
    /// Share of the stage's cost paid in each period from its start on: `[50 %, 50 %]`. Default: all at once.
    pub spend_profile: Option<Vec<Share>>,
    /// Guarding a hall that has completed this stage until the next one starts: `0.2 MUSD/year`. Default: none.
    pub idle_cost: Option<Figure<AmountPerYear>>,
}

/// Halls whose construction was begun and paid for before the first period.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawInWork {
    /// How many: `2`.
    pub count: u32,
    /// Stage they are in: `shell`; the stages after it are still to be decided and paid. Default: the last one.
    pub stage: Option<String>,
    /// That stage is complete from this period on: `2027H2`.
    pub finishes: Label,
}

/// A conversion of halls of one design into another, such as air cooling into liquid cooling. Both designs must be
/// listed in `halls` of the site (with `max: 0` where new ones cannot be built).
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRetrofit {
    /// Identifier within the site: `to-liquid`.
    pub id: String,
    /// Design before: `air-12`.
    pub from: String,
    /// Design after: `liquid-12`.
    pub to: String,
    /// Cost of converting one hall, by period of start: `18 MUSD`.
    pub cost: Figure<Series<Amount>>,
    /// Time in which a hall is neither: `6 months`. Default: none.
    pub downtime: Option<Figure<Duration>>,
    /// Most halls converted over the horizon: `4`. Default: all there are.
    pub at_most: Option<u32>,
    /// First period in which it can start: `2027H2`. Default: the first period.
    pub earliest: Option<Label>,
}

/// Number of new halls that must be started by a period, by period: `{2027H2: 2}`.
pub type CommittedHalls = Map<u32>;
