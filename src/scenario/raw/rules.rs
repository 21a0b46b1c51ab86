//! Rules, selectors and budgets as written.

use super::quantity::{Amount, Quota, Share};
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
    /// What it says: `denied`, `licence`, `no_move`, `{grant: {quota: 300 MTPP}}`, `{compute_cap: 790 MTPP}` or
    /// `{risk: {weight: 30 %, at_most: 50 MUSD, price: 10 %}}`.
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
    /// Most TPP in service over all places selected, in TPP or in chips: `790 MTPP`, `60400 A100-80`.
    ComputeCap(Figure<Quota>),
    /// Exposure to legal risk.
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
