//! Where the money comes from and goes to beside building and running, as written.

use super::quantity::{Amount, Duration, Growth, Share};
use super::rules::RawPlaceSelector;
use super::series::{Figure, Series};
use super::{Label, Map};
use schemars::JsonSchema;
use serde::Deserialize;

/// Cash, debt, taxes, incentives and what is left at the end.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFinance {
    /// The account from which everything is paid and into which everything is earned. Default: none, that is, there
    /// is always cash.
    pub cash: Option<RawCash>,
    /// Loans; they need an account (`cash`). Default: none.
    pub debt: Option<RawDebt>,
    /// Taxes on profit by id, one for each jurisdiction. Default: none.
    #[serde(default)]
    pub taxes: Map<RawTax>,
    /// Public support of investment by id. Default: none.
    #[serde(default)]
    pub incentives: Map<RawIncentive>,
    /// What chips, halls and sites are still worth at the end of the horizon. Default: nothing.
    #[serde(default)]
    pub terminal: RawTerminal,
}

/// The account. What is paid and earned in a period moves its balance; penalties do not.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCash {
    /// Balance at the start of the horizon: `200 MUSD`. Default: none.
    pub initial: Option<Figure<Amount>>,
    /// Paid in by the owners in each period, at no cost to the plan: `50 MUSD`. Default: none.
    pub funding: Option<Figure<Series<Amount>>>,
    /// Least balance at the end of each period: `20 MUSD`. Default: 0.
    pub floor: Option<Figure<Series<Amount>>>,
}

/// Loans that may be drawn and repaid in any period. What is owed at the end of the horizon is repaid then.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDebt {
    /// Owed at the start of the horizon: `80 MUSD`. Default: nothing.
    pub initial: Option<Figure<Amount>>,
    /// Most that may be owed at the end of each period: `300 MUSD`.
    pub limit: Figure<Series<Amount>>,
    /// Interest on what is owed, from payment to payment: `7 %/year`.
    pub interest: Figure<Series<Growth>>,
    /// What lenders ask for beside the limit. Default: nothing.
    #[serde(default)]
    pub covenant: RawCovenant,
}

/// What lenders ask for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCovenant {
    /// Most owed, as a multiple of the revenue of a year: `3`. Default: no such covenant.
    pub revenue_multiple: Option<Figure<f64>>,
    /// Most owed, as a share of all that was invested so far: `60 %`. Default: no such covenant.
    pub capex_share: Option<Figure<Share>>,
}

/// Tax on the profit made at some places: revenue and income less running cost and depreciation.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTax {
    /// Where profit is taxed: `{countries: [MY]}`. Default: everywhere; what belongs to no site counts only then.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// Rate by period: `24 %`. A period at 0 % is a tax holiday: neither its profit nor its loss counts. Default: the
    /// `tax` of the region, where all sites selected agree.
    pub rate: Option<Figure<Series<Share>>>,
    /// Time over which sites, halls and power are written off in equal parts: `20 years`. Default: 20 years.
    pub facilities: Option<Figure<Duration>>,
    /// Time over which chips and their installation are written off in equal parts: `5 years`. Default: 5 years.
    pub equipment: Option<Figure<Duration>>,
    /// Deducted in each period beside that, such as the write-off of what was bought earlier: `5 MUSD`. Default: none.
    pub deduction: Option<Figure<Series<Amount>>>,
    /// What becomes of losses: `carry_forward` (deducted later) or `lost`. Default: `carry_forward`.
    pub losses: Option<RawLosses>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// What becomes of losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawLosses {
    /// They are deducted from later profit.
    CarryForward,
    /// They are not.
    Lost,
}

/// Public support for those who invest enough. It is claimed as a whole or not at all.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawIncentive {
    /// Where investment counts: `{countries: [MY]}`. Default: everywhere.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// First period whose investment counts: `2027`. Default: the first period.
    pub from: Option<Label>,
    /// Last period whose investment counts: `2029`. Default: the last period.
    pub until: Option<Label>,
    /// Investment needed from `from` to `until`: `200 MUSD`. Default: none.
    pub minimum: Option<Figure<Amount>>,
    /// Paid once, in the period `until`: `30 MUSD`. Default: nothing.
    pub grant: Option<Figure<Amount>>,
    /// Part of the investment paid back. Default: none.
    pub rebate: Option<RawRebate>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Part of the investment that is paid back, in the period in which it is made.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRebate {
    /// Share of the investment of each period: `10 %`.
    pub share: Figure<Share>,
    /// Most paid back over all periods: `40 MUSD`.
    pub at_most: Figure<Amount>,
}

/// What is still worth something at the end of the horizon. It counts as income then.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTerminal {
    /// Share of a chip's price of the period of its deployment, for the part of its life that is left: `50 %`.
    /// Default: 0 %.
    pub chips: Option<Figure<Share>>,
    /// Share of a hall's cost, for the part of `hall_life` that is left: `80 %`. Default: 0 %.
    pub halls: Option<Figure<Share>>,
    /// Time over which a hall loses its value, from the start of construction on: `20 years`. Default: it does not.
    pub hall_life: Option<Figure<Duration>>,
    /// Share of a site's opening cost: `50 %`. Default: 0 %.
    pub sites: Option<Figure<Share>>,
}
