//! Power-purchase agreements.

use super::{Table, percent};
use crate::plan::facts::Facts;
use crate::scenario::Scenario;

/// Whether any is on offer.
pub(super) fn any(scenario: &Scenario) -> bool {
    let mut sites = scenario.sites.iter();
    sites.any(|site| !site.environment.ppas.is_empty())
}

/// Agreements by period in which they run.
pub(super) fn ppas(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "ppas",
        "Power-purchase agreements: MW signed and running, energy delivered, paid for and used",
        &["site", "ppa", "period"],
        &[
            "signed",
            "running",
            "delivered_gwh",
            "paid_gwh",
            "used_gwh",
            "of_site_energy_percent",
        ],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (p, offer) in site.environment.ppas.iter().enumerate() {
            for t in facts.periods() {
                let running = facts.contracted(r, p, t).value();
                if running <= 0.0 {
                    continue;
                }
                let plan = &facts.plan.ppa;
                let [signed, used, paid] =
                    [&plan.signed, &plan.energy, &plan.paid].map(|table| table[r.index()][p][t.index()]);
                table.push(
                    [&site.id, &offer.id, facts.label(t)],
                    [
                        signed.into(),
                        running.into(),
                        (facts.contracted_energy(r, p, t).value() / 1000.0).into(),
                        paid.into(),
                        used.into(),
                        percent(1000.0 * used, facts.site_energy(r, t).value()),
                    ],
                    "MW",
                );
            }
        }
    }
    table
}
