//! Rules, selectors and budgets as written.

use super::quantity::{Amount, Duration, Quota, Share};
use super::series::{Cap, Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// Selects chips. An absent part selects all; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChipSelector {
    /// Any of these ids of the catalogue: `[CM384]`.
    pub ids: Option<Vec<String>>,
    /// Any of these vendors: `[Huawei]`.
    pub vendors: Option<Vec<String>>,
    /// Any of these origins: `[US]`.
    pub origins: Option<Vec<String>>,
    /// TPP of one chip at least this: `4800`.
    pub tpp_at_least: Option<f64>,
    /// TPP of one chip below this: `4800`.
    pub tpp_below: Option<f64>,
}

/// Selects sites. An absent part selects all; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPlaceSelector {
    /// Any of these sites: `[MY-JHB]`.
    pub sites: Option<Vec<String>>,
    /// Any of these jurisdictions: `[MY, TH]`.
    pub countries: Option<Vec<String>>,
    /// In any of these groups: `[gulf]`.
    pub groups: Option<Vec<String>>,
    /// None of these jurisdictions: `[CN]`. Default: none.
    #[serde(default)]
    pub not_countries: Vec<String>,
    /// In none of these groups. Default: none.
    #[serde(default)]
    pub not_groups: Vec<String>,
}

/// A dated rule with its source. Rules bind new deployments while in force; a cap on installed compute counts
/// everything in service.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// One sentence for people. Default: the id.
    pub title: Option<String>,
    /// Source key or words: `E12`. Default: empty.
    pub source: Option<String>,
    /// In force from this date on: `2026-05-31`. Default: always was.
    pub from: Option<String>,
    /// Not in force from this date on: `2029-01-01`. Default: open end.
    pub until: Option<String>,
    /// Headquarters of the owners it binds: `[CN, MO]`. Default: everyone.
    pub owners: Option<Vec<String>>,
    /// Chips it speaks of. Default: all.
    #[serde(default)]
    pub chips: RawChipSelector,
    /// Places it speaks of. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// What it says: `denied`, `licence`, `no_move`, `{grant: {quota: 300 MTPP}}`, `{application: {cost: 1 MUSD}}`,
    /// `{compute_cap: 790 MTPP}`, `{volume_ratio: {of: {places: {countries: [US]}}, at_most: 50 %}}`, `{duty: 25 %}`,
    /// `{no_use: {workloads: [r1-chat]}}` or `{risk: {weight: 30 %, at_most: 50 MUSD, price: 10 %}}`.
    pub effect: RawEffect,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawEffect {
    /// May not be deployed.
    Denied,
    /// May be deployed only under a grant in force for the same chip and place.
    Licence,
    /// Units in service may not leave for other sites: a ban on re-export.
    NoMove,
    /// A licence in hand.
    Grant(RawGrant),
    /// A licence that can be applied for while the rule is in force.
    Application(RawApplication),
    /// Most TPP in service over all places selected, in TPP or in chips: `790 MTPP`, `60400 A100-80`.
    ComputeCap(Figure<Quota>),
    /// A share of another selection that the deployments selected, and arrivals by moves, may reach at most.
    VolumeRatio(RawVolumeRatio),
    /// Duty paid at deployment and on arrival by a move, as a share of the price: `25 %`.
    Duty(Figure<Share>),
    /// Work that the chips, new or standing, may not do.
    NoUse(RawNoUse),
    /// Exposure to legal risk of what is deployed or arrives by a move.
    Risk(RawRisk),
}

/// A licence in hand.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGrant {
    /// Most TPP deployed under the grant over the whole horizon, in TPP or in chips: `300 MTPP`,
    /// `60400 A100-80`. Default: no cap.
    pub quota: Option<Figure<Cap<Quota>>>,
}

/// A licence that can be applied for: deployments that need one may then be put under it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawApplication {
    /// Cost of applying, by period of application: `2 MUSD`. Default: none.
    pub cost: Option<Figure<Series<Amount>>>,
    /// Time from the application to the decision: `6 months`. Default: none.
    pub lag: Option<Figure<Duration>>,
    /// Most TPP deployed under the licence over the whole horizon, in TPP or in chips: `300 MTPP`,
    /// `60400 A100-80`. Default: no cap.
    pub quota: Option<Figure<Cap<Quota>>>,
    /// Probability that it is granted; this share of the quota is planned on: `60 %`. Default: 100 %.
    pub probability: Option<Figure<Share>>,
    /// Share of the purchase value deployed under the licence that is lost if it is refused; charged to the
    /// objective with the probability of a refusal: `30 %`. Default: 0 %.
    pub weight: Option<Figure<Share>>,
}

/// What is deployed or arrives by moves of one selection may be at most a share of what is deployed of another.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawVolumeRatio {
    /// What it is compared with: `{places: {countries: [US]}}`. Default: all deployments.
    #[serde(default)]
    pub of: RawSelection,
    /// The share: `50 %`.
    pub at_most: Figure<Share>,
    /// What is counted, `chips` or `tpp`. Default: `chips`.
    pub count: Option<RawRatioCount>,
    /// Over which time, among the periods in force: each `period`, the running total `to_date`, or the `horizon`.
    /// Default: `to_date`.
    pub each: Option<RawRatioWindow>,
}

/// Chips at places.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSelection {
    /// Chips. Default: all.
    #[serde(default)]
    pub chips: RawChipSelector,
    /// Places. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
}

/// What a volume ratio counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawRatioCount {
    /// Chips.
    Chips,
    /// TPP.
    Tpp,
}

/// Over which time a volume ratio holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawRatioWindow {
    /// In each period.
    Period,
    /// From the first period in force to each later one.
    ToDate,
    /// Over all periods in force together.
    Horizon,
}

/// Work that chips may not do. Without either list they may do none at all.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNoUse {
    /// Workloads: `[r1-chat]`. Default: none, or all if `jobs` is left out too.
    pub workloads: Option<Vec<String>>,
    /// Training jobs: `[frontier]`. Default: none, or all if `workloads` is left out too.
    pub jobs: Option<Vec<String>>,
}

/// Exposure to legal risk: weight times the purchase value of what is deployed.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRisk {
    /// Exposure per money of deployed value: `30 %`.
    pub weight: Figure<Share>,
    /// Most exposure over the horizon: `50 MUSD`. Default: not capped.
    pub at_most: Option<Figure<Cap<Amount>>>,
    /// Charge on the objective per money of exposure: `10 %`. Default: 0 %.
    pub price: Option<Figure<Share>>,
}

/// What a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawBudgetKind {
    /// Site openings, halls, power deposits, chips, installation.
    Capex,
    /// Energy, maintenance, fixed costs, charges, leases, rent, serving.
    Opex,
    /// Both.
    Total,
}

/// Over which time a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawWindow {
    /// Each period.
    Period,
    /// Each calendar year.
    Year,
    /// The whole horizon.
    Horizon,
}

/// A limit on spending, undiscounted.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBudget {
    /// What is counted. Default: the budget's id, if that is `capex`, `opex` or `total`.
    pub kind: Option<RawBudgetKind>,
    /// Over which time `at_most` counts: `period`, `year` or `horizon`.
    pub each: RawWindow,
    /// Limit of each window: `400 MUSD` or `unlimited`. By period, the value in the first period of a window counts.
    /// In another currency (`2900 MCNY`) spending counts by the exchange rate of its period.
    pub at_most: Figure<Cap<Series<Amount>>>,
    /// Share of what is left in a window that moves to the next: `100 %`. Default: 0 %.
    pub carry_over: Option<Figure<Share>>,
    /// Most that moves to the next window: `100 MUSD`. Default: unlimited.
    pub carry_limit: Option<Figure<Cap<Amount>>>,
    /// Only spending at these sites. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// Anything worth saying.
    pub note: Option<String>,
}
