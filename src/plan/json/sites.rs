//! Stages, conversions, bookings and bridging energy of a site as JSON.

use super::{At, Ids, PlanJsonError, by_period, object};
use crate::plan::Plan;
use crate::scenario::{Scenario, Site};
use serde_json::Value;

/// Designs of a site with the ids of their stages.
fn designs<'a>(scenario: &'a Scenario, site: &'a Site) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> {
    site.halls.iter().map(|hall| {
        let stages = hall.construction.stages.iter().map(|stage| stage.id.as_str());
        (scenario.halls[hall.design.index()].id.as_str(), stages.collect())
    })
}

/// The members of a site; those without content are empty objects.
pub(super) fn parts(scenario: &Scenario, plan: &Plan, r: usize) -> [(&'static str, Value); 5] {
    let site = &scenario.sites[r];
    let label = |t: crate::scenario::Period| Value::from(scenario.horizon.labels[t.index()].as_str());
    let stages = site.construction.stages.iter().zip(&plan.construction.stages[r]);
    let stages = stages.filter_map(|(stage, started)| started.map(|t| (&stage.id, label(t))));
    let entered = designs(scenario, site).zip(&plan.construction.entered[r]);
    let entered = entered.map(|((design, ids), rows)| {
        let rows = rows.iter().map(|row| by_period(scenario, row));
        (design, object(ids.into_iter().zip(rows)))
    });
    let retrofits = site
        .construction
        .retrofits
        .iter()
        .zip(&plan.construction.retrofits[r]);
    let retrofits = retrofits.map(|(retrofit, row)| (&retrofit.id, by_period(scenario, row)));
    let by_tranche = |rows: &[Vec<f64>]| {
        let rows = rows.iter().map(|row| by_period(scenario, row));
        object(site.tranches.iter().map(|tranche| &tranche.id).zip(rows))
    };
    [
        ("stages", object(stages)),
        ("hall_stages", object(entered)),
        ("retrofits", object(retrofits)),
        ("booked", by_tranche(&plan.power.booked[r])),
        ("bridge_energy", by_tranche(&plan.power.bridge_energy[r])),
    ]
}

/// Reads a member of a site.
pub(super) fn read(
    scenario: &Scenario,
    ids: &Ids<'_>,
    plan: &mut Plan,
    r: usize,
    (key, at): (&str, &At<'_>),
) -> Result<(), PlanJsonError> {
    let site = &scenario.sites[r];
    let construction = &mut plan.construction;
    let tranches: Vec<&str> = site.tranches.iter().map(|tranche| tranche.id.as_str()).collect();
    match key {
        "stages" => {
            let stages = site.construction.stages.iter().map(|stage| stage.id.as_str());
            at.each(&stages.collect::<Vec<_>>(), "stage at this site", |k, at| {
                construction.stages[r][k] = Some(at.period(ids)?);
                Ok(())
            })
        }
        "hall_stages" => {
            let (designs, stages): (Vec<&str>, Vec<Vec<&str>>) = designs(scenario, site).unzip();
            at.each(&designs, "hall design at this site", |i, at| {
                at.each(&stages[i], "stage of this design", |k, at| {
                    at.units(ids, &mut construction.entered[r][i][k])
                })
            })
        }
        "retrofits" => {
            let retrofits = site
                .construction
                .retrofits
                .iter()
                .map(|retrofit| retrofit.id.as_str());
            at.each(
                &retrofits.collect::<Vec<_>>(),
                "conversion at this site",
                |f, at| at.units(ids, &mut construction.retrofits[r][f]),
            )
        }
        "booked" => at.each(&tranches, "tranche at this site", |g, at| {
            at.amounts(ids, &mut plan.power.booked[r][g])
        }),
        "bridge_energy" => at.each(&tranches, "tranche at this site", |g, at| {
            at.amounts(ids, &mut plan.power.bridge_energy[r][g])
        }),
        _ => Err(at.error("unknown key")),
    }
}
