//! Units counted by vintage.

use super::Table;
use crate::plan::facts::Facts;
use crate::plan::vintages::Change;
use std::collections::BTreeMap;

/// Vintages by chip, site and period, where something happens to them: what arrives, leaves and retires at the start
/// of the period, and what is in service then.
pub(super) fn vintages(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "vintages",
        "Units counted by vintage: moves between sites, early retirement, units in service where they change",
        &["chip", "site", "deployed", "period"],
        &["moved_in", "moved_out", "retired", "in_service"],
    );
    let mut changes: BTreeMap<(u16, i32, u16, usize), [f64; 3]> = BTreeMap::new();
    for change in &facts.plan.fleet_changes {
        let at = (change.chip, change.vintage, change.site, change.period.index());
        let kind = Change::ALL.iter().position(|kind| *kind == change.change);
        if let Some(amount) = kind.and_then(|kind| changes.entry(at).or_default().get_mut(kind)) {
            *amount += change.units;
        }
    }
    for run in facts.runs() {
        let chip = &facts.scenario.chips[run.chip.index()].id;
        let site = &facts.scenario.sites[run.site.index()].id;
        let deployed = facts.vintage_label(run.vintage);
        let mut before = 0.0;
        for (t, units) in run.units() {
            let change = changes.get(&(run.chip.0, run.vintage, run.site.0, t));
            if change.is_some() || units != before {
                let [arrived, left, retired] = change.copied().unwrap_or_default();
                let period = &facts.scenario.horizon.labels[t];
                table.push(
                    [chip, site, &deployed, period],
                    [arrived.into(), left.into(), retired.into(), units.into()],
                    "unit",
                );
            }
            before = units;
        }
    }
    table
}
