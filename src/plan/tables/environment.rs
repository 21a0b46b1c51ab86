//! Energy, emissions, water, and the caps on them.

use super::{Table, percent};
use crate::plan::facts::Facts;
use crate::plan::verify;
use crate::scenario::KiloTonnes;

/// Energy, emissions and water by site and period.
pub(super) fn environment(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "environment",
        "Energy, emissions (of the energy bought; embodied in what is deployed and started) and water",
        &["site", "period"],
        &[
            "it_energy_gwh",
            "energy_gwh",
            "operational",
            "embodied",
            "water_ml",
        ],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        let known = !site.environment.grid_intensity.is_empty();
        for t in facts.periods() {
            let (it, all) = (facts.it_energy(r, t), facts.site_energy(r, t));
            let embodied = facts.embodied_carbon(r, t).value();
            if it.value() > 0.0 || embodied > 0.0 {
                table.push(
                    [&site.id, facts.label(t)],
                    [
                        (it.value() * 1e-3).into(),
                        (all.value() * 1e-3).into(),
                        known.then(|| facts.operational_carbon(r, t).value()).into(),
                        embodied.into(),
                        facts.water(r, t).value().into(),
                    ],
                    KiloTonnes::UNIT,
                );
            }
        }
    }
    table
}

/// Emissions against their caps.
pub(super) fn carbon_caps(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "carbon_caps",
        "Emissions against caps: limit, what was banked before, what is left",
        &["cap", "first", "last"],
        &["emitted", "limit", "available", "left", "used_percent"],
    );
    for cap in &facts.scenario.environment.carbon_caps {
        for row in verify::carbon_windows(facts, cap) {
            let window = row.window;
            table.push(
                [&cap.id, facts.label(window.first), facts.label(window.last)],
                [
                    row.emitted.into(),
                    window.at_most.value().into(),
                    row.available.into(),
                    row.banked.into(),
                    percent(row.emitted, row.available),
                ],
                KiloTonnes::UNIT,
            );
        }
    }
    table
}
