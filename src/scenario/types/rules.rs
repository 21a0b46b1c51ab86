//! Dated rules and what they select.

use super::{Scenario, Series};
use crate::scenario::ids::{ChipId, JobId, RuleId, SiteId, WorkloadId};
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
    /// A licence that can be applied for: once it is in hand, deployments may be put under it instead of under a
    /// `Grant`.
    Application(Application),
    /// What is deployed of the selected chips at the selected places may be at most a share of what is deployed
    /// of another selection.
    VolumeRatio {
        /// Chips that it is compared with.
        of_chips: ChipSelector,
        /// Places that it is compared with.
        of_places: PlaceSelector,
        /// The share, 0 or more.
        at_most: f64,
        /// What is counted.
        count: RatioCount,
        /// Over which time.
        each: RatioWindow,
    },
    /// A duty of a share of the price (of the period of deployment), paid at deployment.
    Duty {
        /// Share of the price.
        share: f64,
    },
    /// The chips, new or standing, may not do this work while the rule is in force.
    NoUse {
        /// Workloads that may not be run.
        workloads: Vec<WorkloadId>,
        /// Training jobs that may not be run.
        jobs: Vec<JobId>,
    },
}

/// A licence that can be applied for while the rule is in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Application {
    /// Cost of applying, by period of application.
    pub cost: Series<MillionUsd>,
    /// Periods from the application to the decision: applied for in t, in hand from t + lag.
    pub lag: u16,
    /// TPP that may be deployed under the licence over the horizon; `None`: not capped.
    pub quota: Option<MegaTpp>,
    /// Probability that it is granted: only this share of the quota is planned on.
    pub probability: f64,
    /// Share of the purchase value deployed under the licence that is lost if it is refused, charged to the
    /// objective with probability 1 - `probability`.
    pub weight: f64,
}

impl Application {
    /// Quota to plan on: the probability times the quota.
    pub fn expected_quota(&self) -> Option<MegaTpp> {
        self.quota.map(|quota| MegaTpp(self.probability * quota.value()))
    }

    /// Charge per MUSD of purchase value deployed under the licence.
    pub fn risk(&self) -> f64 {
        self.weight * (1.0 - self.probability)
    }
}

impl Rule {
    /// Whether a licence under this rule can be in hand in `t`: it is in force, and was `lag` periods before or
    /// earlier, when the application could be made. False for rules that are no application.
    pub fn obtainable(&self, t: usize) -> bool {
        let RuleEffect::Application(application) = &self.effect else {
            return false;
        };
        let in_force = self.active.get(t).copied().unwrap_or(false);
        let last = t.checked_sub(usize::from(application.lag));
        in_force && last.is_some_and(|last| self.active.iter().take(last + 1).any(|active| *active))
    }
}

impl Scenario {
    /// The rules that are licences to apply for, in order; plans number them like this.
    pub fn applications(&self) -> impl Iterator<Item = (RuleId, &Rule, &Application)> + Clone {
        RuleId::all(self.rules.len())
            .zip(&self.rules)
            .filter_map(|(k, rule)| match &rule.effect {
                RuleEffect::Application(application) => Some((k, rule, application)),
                _ => None,
            })
    }
}

/// What a volume ratio counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioCount {
    /// Chips.
    Chips,
    /// TPP.
    Tpp,
}

/// Over which time a volume ratio holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioWindow {
    /// In every period in force.
    Period,
    /// From the first period in force to every later one in force.
    ToDate,
    /// Over all periods in force together.
    Horizon,
}
