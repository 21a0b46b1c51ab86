//! Dated rules and what they select.

use crate::scenario::ids::{ChipId, SiteId};
use crate::scenario::quantity::{MegaTpp, MillionUsd};

/// Selects chips. An absent part matches everything; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChipSelector {
    /// Any of these ids.
    pub ids: Option<Vec<ChipId>>,
    /// Any of these vendors.
    pub vendors: Option<Vec<String>>,
    /// Any of these origins.
    pub origins: Option<Vec<String>>,
    /// TPP of a chip at least this.
    pub tpp_at_least: Option<f64>,
    /// TPP of a chip below this.
    pub tpp_below: Option<f64>,
}

/// Selects sites. An absent part matches everything; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceSelector {
    /// Any of these sites.
    pub sites: Option<Vec<SiteId>>,
    /// Any of these jurisdictions.
    pub jurisdictions: Option<Vec<String>>,
    /// In any of these groups.
    pub groups: Option<Vec<String>>,
    /// None of these jurisdictions.
    pub not_jurisdictions: Vec<String>,
    /// In none of these groups.
    pub not_groups: Vec<String>,
}

/// A dated rule with its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Identifier.
    pub id: String,
    /// One sentence for people.
    pub title: String,
    /// Source key.
    pub source: String,
    /// In force from this date, `YYYY-MM-DD`; `None`: always was.
    pub from: Option<String>,
    /// Not in force from this date on; `None`: open end.
    pub until: Option<String>,
    /// For each period whether it is in force: its first day lies in [from, until).
    pub active: Vec<bool>,
    /// Headquarters of the owners it binds; `None` binds everyone.
    pub owners: Option<Vec<String>>,
    /// Chips it speaks of.
    pub chips: ChipSelector,
    /// Places it speaks of.
    pub places: PlaceSelector,
    /// What it says.
    pub effect: RuleEffect,
}

/// What a rule says about new deployments of the chips at the places while in force.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleEffect {
    /// May not be deployed.
    Denied,
    /// May be deployed only under a `Grant` in force for the same chip, place and owner.
    Licence,
    /// Units in service may not leave the places for other sites (re-export).
    NoMove,
    /// A licence in hand: lifts `Licence`. Units deployed under it over the whole horizon are capped
    /// when `quota` is given (sum of chips times TPP).
    Grant {
        /// Cap on the TPP deployed under the grant.
        quota: Option<MegaTpp>,
    },
    /// Cap on the TPP in service (existing fleet included) in every period in force.
    ComputeCap {
        /// The cap, over all selected places together.
        at_most: MegaTpp,
    },
    /// Exposure to legal risk: `weight` times the purchase value (at the price of the period of deployment)
    /// of the selected units, counted at deployment.
    Risk {
        /// Exposure per MUSD of deployed value.
        weight: f64,
        /// Cap on the cumulative exposure; `None`: not capped.
        at_most: Option<MillionUsd>,
        /// Price put on one MUSD of exposure, charged to the objective at deployment.
        price: f64,
    },
}
