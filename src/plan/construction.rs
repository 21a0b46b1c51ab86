//! Stages of sites and halls and conversions of halls in a plan.

use super::shape::{Noted, Shaped, late};
use crate::scenario::{Period, Scenario};

/// What was decided about construction beyond openings and starts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConstructionPlan {
    /// `[site][stage]`: period in which the stage is started; period 0 for those started before the horizon.
    pub stages: Vec<Vec<Option<Period>>>,
    /// `[site][position in Site::halls][stage][t]`: halls that enter the stage in t. The row of the first stage stays
    /// 0: it is the start of the hall.
    pub entered: Vec<Vec<Vec<Vec<u32>>>>,
    /// `[site][conversion][t]`: halls whose conversion starts in t.
    pub retrofits: Vec<Vec<Vec<u32>>>,
}

impl ConstructionPlan {
    /// Nothing started, in the scenario's shape.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let (sites, len) = (&scenario.sites, scenario.horizon.len());
        let begun = sites.iter().map(|site| {
            let stages = site.construction.stages.iter();
            stages.map(|stage| stage.finishes.map(|_| Period(0))).collect()
        });
        let entered = sites.iter().map(|site| {
            let halls = site.halls.iter();
            halls
                .map(|hall| vec![vec![0; len]; hall.construction.stages.len()])
                .collect()
        });
        let retrofits = sites
            .iter()
            .map(|site| vec![vec![0; len]; site.construction.retrofits.len()]);
        Self {
            stages: begun.collect(),
            entered: entered.collect(),
            retrofits: retrofits.collect(),
        }
    }

    /// Differences in shape, table by table.
    pub(super) fn misshapes(&self, scenario: &Scenario, like: &Self, note: &mut dyn Noted) {
        note("stages", self.stages.difference(&like.stages));
        note("hall_stages", self.entered.difference(&like.entered));
        note("retrofits", self.retrofits.difference(&like.retrofits));
        note("stages", late(scenario, self.stages.iter().flatten()));
    }

    /// Itself in the shape of `like`.
    pub(super) fn fitted(&self, scenario: &Scenario, like: &Self) -> Self {
        let mut stages = self.stages.fitted(&like.stages);
        let len = scenario.horizon.len();
        for started in stages.iter_mut().flatten() {
            *started = started.filter(|t| t.index() < len);
        }
        Self {
            stages,
            entered: self.entered.fitted(&like.entered),
            retrofits: self.retrofits.fitted(&like.retrofits),
        }
    }
}
