//! Stages of sites and halls, conversions, on-site generation.

use super::Table;
use crate::plan::facts::Facts;
use crate::scenario::{MegawattHours, Scenario};

/// Whether any site or hall is built in stages, or converted.
pub(super) fn any(scenario: &Scenario) -> bool {
    let staged = |site: &crate::scenario::Site| {
        let construction = &site.construction;
        !construction.stages.is_empty()
            || !construction.retrofits.is_empty()
            || site.halls.iter().any(|hall| !hall.construction.stages.is_empty())
    };
    scenario.sites.iter().any(staged)
}

/// Whether any site has tranches that are charged by use or generate power.
pub(super) fn any_terms(scenario: &Scenario) -> bool {
    let mut tranches = scenario.sites.iter().flat_map(|site| &site.tranches);
    tranches.any(|tranche| tranche.terms.bridging.is_some() || tranche.terms.floor().is_some())
}

/// Stages of sites before they open.
pub(super) fn stages(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "stages",
        "Stages of sites: started in, complete from, cost, whether the site opens in the end",
        &["site", "stage"],
        &["started", "complete", "cost", "site_opens"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (k, stage) in site.construction.stages.iter().enumerate() {
            let Some(started) = facts.plan.construction.stages[r.index()][k] else {
                continue;
            };
            let before = stage.finishes.is_some();
            let complete = facts.periods().find(|&t| facts.stage_complete(r, k, t));
            let cost = if before {
                0.0
            } else {
                stage.cost[started.index()].value()
            };
            table.push(
                [&site.id, &stage.id],
                [
                    if before {
                        "before the horizon"
                    } else {
                        facts.label(started)
                    }
                    .into(),
                    complete.map(|t| facts.label(t)).into(),
                    cost.into(),
                    if facts.plan.opened[r.index()].is_some() {
                        "yes"
                    } else {
                        "no"
                    }
                    .into(),
                ],
                "MUSD",
            );
        }
    }
    table
}

/// Halls by stage.
pub(super) fn hall_stages(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "hall_stages",
        "Halls by stage of construction: entered in the period, complete and waiting for the next stage",
        &["site", "design", "stage", "period"],
        &["entered", "waiting"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (i, hall) in site.halls.iter().enumerate() {
            let design = &facts.scenario.halls[hall.design.index()].id;
            let stages = &hall.construction.stages;
            for (k, stage) in stages.iter().enumerate() {
                for t in facts.periods() {
                    let entered = match k {
                        0 => facts.plan.halls_started[r.index()][i][t.index()],
                        _ => facts.plan.construction.entered[r.index()][i][k][t.index()],
                    };
                    let waiting = if k + 1 < stages.len() {
                        facts.handed_over(r, i, k, t) - facts.entered(r, i, k + 1, t)
                    } else {
                        0.0
                    };
                    if entered > 0 || waiting > 0.0 {
                        let keys = [&site.id, design, &stage.id, facts.label(t)];
                        table.push(keys, [f64::from(entered).into(), waiting.into()], "hall");
                    }
                }
            }
        }
    }
    table
}

/// Conversions of halls.
pub(super) fn retrofits(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "retrofits",
        "Conversions of halls: designs before and after, halls whose conversion starts in the period, halls in work",
        &["site", "retrofit", "period"],
        &["from", "to", "started", "in_work"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        let design = |position: u16| {
            let hall = site.halls.get(usize::from(position));
            hall.map_or("", |hall| facts.scenario.halls[hall.design.index()].id.as_str())
        };
        for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
            for t in facts.periods() {
                let started = facts.plan.construction.retrofits[r.index()][f][t.index()];
                let done = match t.0.checked_sub(retrofit.downtime) {
                    Some(before) => facts.converted(r, f, crate::scenario::Period(before)),
                    None => 0.0,
                };
                let in_work = facts.converted(r, f, t) - done;
                if started > 0 || in_work > 0.0 {
                    table.push(
                        [&site.id, &retrofit.id, facts.label(t)],
                        [
                            design(retrofit.from).into(),
                            design(retrofit.to).into(),
                            f64::from(started).into(),
                            in_work.into(),
                        ],
                        "hall",
                    );
                }
            }
        }
    }
    table
}

/// Use of power tranches by period.
pub(super) fn tranche_use(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "tranche_use",
        "Power tranches by period: MW that can flow, MW that may be drawn and are charged, energy generated on site",
        &["site", "tranche", "period"],
        &["usable", "charged", "generated_gwh", "of_site_energy_percent"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (g, tranche) in site.tranches.iter().enumerate() {
            for t in facts.periods().filter(|&t| facts.energised(r, g, t)) {
                let generated = facts.plan.power.bridge_energy[r.index()][g][t.index()];
                let MegawattHours(needed) = facts.site_energy(r, t);
                table.push(
                    [&site.id, &tranche.id, facts.label(t)],
                    [
                        facts.ramped(r, g, t).value().into(),
                        facts.drawable(r, g, t).value().into(),
                        generated.into(),
                        super::percent(1000.0 * generated, needed),
                    ],
                    "MW",
                );
            }
        }
    }
    table
}
