//! Stages of sites and halls, halls in work before the horizon, conversions of halls.

use super::Series;
use crate::scenario::ids::Period;
use crate::scenario::quantity::{MillionUsd, MillionUsdPerYear};

/// What happens at a site before it opens, who builds there, and which halls can be converted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteConstruction {
    /// Stages before opening, in this order; none: the site opens at once.
    pub stages: Vec<SiteStage>,
    /// At most this many halls enter the named stage per period, over all designs.
    pub contractors: Vec<(String, f64)>,
    /// Conversions of halls from one design to another.
    pub retrofits: Vec<Retrofit>,
}

/// A stage of a site before it opens: land, permit ...
#[derive(Debug, Clone, PartialEq)]
pub struct SiteStage {
    /// Identifier within the site.
    pub id: String,
    /// Whole periods from start to completion: started in t, complete from t + this on.
    pub lead_periods: u16,
    /// First period in which it can start.
    pub earliest: Period,
    /// Must be started by this period (a commitment already made).
    pub committed: Option<Period>,
    /// Started and paid before the horizon; complete from this period on.
    pub finishes: Option<Period>,
    /// Cost, if started in period t.
    pub cost: Series<MillionUsd>,
    /// Share of the cost paid in each period from the start on; sums to 1. What would fall after the horizon is
    /// paid in the last period.
    pub spend_profile: Vec<f64>,
    /// Cost per year from completion until the next stage starts or the site opens.
    pub idle_cost: MillionUsdPerYear,
    /// Received in the last period if the stage was started and the site is not open by then.
    pub salvage: MillionUsd,
}

/// Stages of the halls of one design at one site, and what has been decided about them already.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HallConstruction {
    /// Stages of construction, in this order; none: a hall is built in one go.
    pub stages: Vec<HallStage>,
    /// Halls started and paid for before the horizon.
    pub in_work: Vec<InWork>,
    /// Least number of new halls started by t (commitments already made); empty is none.
    pub committed: Vec<f64>,
}

/// A stage of the construction of a hall: shell, fit-out, commissioning.
#[derive(Debug, Clone, PartialEq)]
pub struct HallStage {
    /// Identifier within the design.
    pub id: String,
    /// Whole periods from its start to its completion.
    pub lead_periods: u16,
    /// Share of the hall's cost; the shares of all stages sum to 1.
    pub share: f64,
    /// Share of the stage's cost paid in each period from its start on; sums to 1.
    pub spend_profile: Vec<f64>,
    /// Cost per year of a hall that has completed this stage and not begun the next.
    pub idle_cost: MillionUsdPerYear,
}

/// Halls whose construction began before the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InWork {
    /// How many.
    pub count: u32,
    /// Stage they are in, as an index; the last one where the design has no stages.
    pub stage: u16,
    /// The stage is complete from this period on.
    pub finishes: Period,
}

/// A conversion of halls of one design into halls of another at the same site.
#[derive(Debug, Clone, PartialEq)]
pub struct Retrofit {
    /// Identifier within the site.
    pub id: String,
    /// Design before, as a position in `Site::halls`.
    pub from: u16,
    /// Design after, as a position in `Site::halls`.
    pub to: u16,
    /// Cost of converting one hall, paid in the period in which it starts.
    pub cost: Series<MillionUsd>,
    /// Whole periods in which a hall is neither.
    pub downtime: u16,
    /// Most halls converted over the horizon; `None` is all there are.
    pub at_most: Option<u32>,
    /// First period in which it can start.
    pub earliest: Period,
}

impl HallConstruction {
    /// Halls in work before the horizon.
    pub fn in_work_total(&self) -> f64 {
        self.in_work.iter().map(|work| f64::from(work.count)).sum()
    }

    /// Halls whose stage `stage` was begun before the horizon and is complete by `t`.
    pub fn handed_over(&self, stage: usize, t: usize) -> f64 {
        let done = |work: &&InWork| usize::from(work.stage) == stage && work.finishes.index() <= t;
        self.in_work
            .iter()
            .filter(done)
            .map(|work| f64::from(work.count))
            .sum()
    }

    /// Least number of new halls started by `t`.
    pub fn due(&self, t: usize) -> f64 {
        self.committed.get(t).copied().unwrap_or(0.0)
    }

    /// Period in which the last commitment falls due, if there is any.
    pub fn due_until(&self) -> Option<usize> {
        let last = self.committed.last()?;
        self.committed.iter().position(|due| due == last)
    }

    /// Index of the last stage; 0 where the design has none.
    pub fn last_stage(&self) -> usize {
        self.stages.len().saturating_sub(1)
    }
}
