//! Units counted by vintage: in service, moved, retired.

use crate::plan::facts::Facts;
use crate::plan::select;
use crate::plan::vintages::Change;
use crate::scenario::*;

/// Units in service, or what happens to them.
pub(super) fn vintages(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let scenario = facts.scenario;
    let picked = |c: ChipId, vintage: i32| {
        select::chip(scenario, &filter.chips, c) && filter.names(By::Vintage, &facts.vintage_label(vintage))
    };
    let place = |r: SiteId| select::place(scenario, &filter.places, r);
    let kind = match quantity {
        Quantity::VintageInService => {
            let runs = facts.runs().iter();
            let runs = runs.filter(|run| picked(run.chip, run.vintage) && place(run.site));
            return runs
                .flat_map(|run| run.units().filter(|(at, _)| *at == t.index()))
                .map(|(_, units)| units)
                .sum();
        }
        Quantity::VintageMovedIn => Change::MoveIn,
        Quantity::VintageMovedOut => Change::MoveOut,
        _ => Change::Retire,
    };
    let slow = |c: ChipId| {
        let moves = scenario.chips[c.index()].ageing.moves;
        moves.is_some_and(|moves| moves.counts_departures())
    };
    let changes = facts.plan.fleet_changes.iter().filter(|change| {
        let c = ChipId(change.chip);
        let counts = kind == Change::Retire || slow(c);
        change.change == kind
            && change.period == t
            && counts
            && picked(c, change.vintage)
            && place(SiteId(change.site))
    });
    let changed: f64 = changes.map(|change| change.units).sum();
    if quantity != Quantity::Retired {
        return changed;
    }
    let cohorts = scenario.cohorts.iter().zip(&facts.plan.retired);
    let cohorts = cohorts.filter(|(cohort, _)| select::chip(scenario, &filter.chips, cohort.chip));
    changed + cohorts.map(|(_, units)| units[t.index()]).sum::<f64>()
}
