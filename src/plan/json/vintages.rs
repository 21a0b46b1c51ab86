//! Moves and early retirement of units counted by vintage, as a list.

use super::{At, Ids, PlanJsonError, plain};
use crate::plan::{Change, FleetChange, Plan};
use crate::scenario::{Period, Scenario};
use serde_json::{Value, json};

/// The changes of a plan. A vintage is the period `deployed`, or an `age` in periods before the horizon.
pub(super) fn to_json(scenario: &Scenario, plan: &Plan) -> Value {
    let label = |t: usize| scenario.horizon.labels[t].as_str();
    let change = |change: &FleetChange| {
        let mut written = json!({
            "chip": scenario.chips[usize::from(change.chip)].id,
            "site": scenario.sites[usize::from(change.site)].id,
            "period": label(change.period.index()),
            "change": change.change.name(),
            "units": plain(change.units),
        });
        match usize::try_from(change.vintage) {
            Ok(v) if v < scenario.horizon.len() => written["deployed"] = json!(label(v)),
            _ => written["age"] = json!(-i64::from(change.vintage)),
        }
        written
    };
    plan.fleet_changes.iter().map(change).collect()
}

/// Reads the list.
pub(super) fn read(
    scenario: &Scenario,
    ids: &Ids<'_>,
    at: &At<'_>,
) -> Result<Vec<FleetChange>, PlanJsonError> {
    let Some(list) = at.value.as_array() else {
        return Err(at.error("expected a list"));
    };
    let entries = list.iter().enumerate().map(|(i, value)| At {
        value,
        path: format!("{}[{i}]", at.path),
    });
    entries.map(|entry| entry.change(scenario, ids)).collect()
}

impl At<'_> {
    fn change(&self, scenario: &Scenario, ids: &Ids<'_>) -> Result<FleetChange, PlanJsonError> {
        let known = ["chip", "site", "period", "change", "units", "deployed", "age"];
        for (key, at) in self.members()? {
            if !known.contains(&key) {
                return Err(at.error("unknown key"));
            }
        }
        let chip = self.member("chip")?.id(&ids.chips, "chip")?;
        let written = self.member("change")?;
        let names = Change::ALL.map(Change::name);
        let change = Change::ALL[written.id(&names, "change")?];
        let vintage = match self.member("age") {
            Ok(at) => {
                let age = at.value.as_u64().filter(|&age| age <= u64::from(u16::MAX));
                -(age.ok_or_else(|| at.error("expected a whole number of periods"))? as i32)
            }
            Err(_) => i32::from(self.member("deployed")?.period(ids)?.0),
        };
        let units = self.member("units")?;
        let number = units
            .value
            .as_f64()
            .ok_or_else(|| units.error("expected a number"))?;
        if scenario.chips[chip].whole && number.fract() != 0.0 {
            return Err(units.error("expected a whole number"));
        }
        let period: Period = self.member("period")?.period(ids)?;
        Ok(FleetChange {
            chip: chip as u16,
            vintage,
            period,
            site: self.member("site")?.id(&ids.sites, "site")? as u16,
            change,
            units: number,
        })
    }
}
