//! Sites, halls, power, racks and leases.

use super::{Table, percent};
use crate::plan::facts::Facts;
use crate::plan::ledger::{Class, Ledger};
use crate::scenario::{Megawatts, MillionUsd, Period, SiteId};

/// Which sites open when, what is built there and what it costs.
pub(super) fn sites(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "sites",
        "Sites: open from, halls built, units deployed, capital and running cost (undiscounted)",
        &["site"],
        &[
            "jurisdiction",
            "status",
            "open_from",
            "halls_built",
            "units_deployed",
            "capex",
            "opex",
        ],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        let opened = facts.plan.opened[r.index()];
        let leases = facts.plan.leased[r.index()]
            .iter()
            .flatten()
            .any(|&blocks| blocks > 0);
        let status = match (site.existing, opened) {
            (true, _) => "existing",
            (false, Some(_)) => "opened",
            (false, None) if leases => "leased only",
            (false, None) => "not opened",
        };
        let halls: f64 = facts.plan.halls_started[r.index()]
            .iter()
            .flatten()
            .map(|&n| f64::from(n))
            .sum();
        let deployed = facts.plan.deployed.iter().flat_map(|sites| &sites[r.index()]);
        let spend = |class: Class| {
            ledger
                .sum(|flow| flow.site == Some(r) && flow.component.class() == class)
                .amount
        };
        table.push(
            [&site.id],
            [
                site.jurisdiction.as_str().into(),
                status.into(),
                opened.map(|t| facts.label(t)).into(),
                halls.into(),
                deployed.sum::<f64>().into(),
                spend(Class::Capex).into(),
                spend(Class::Opex).into(),
            ],
            MillionUsd::UNIT,
        );
    }
    table
}

/// Halls started and in use.
pub(super) fn halls(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "halls",
        "Halls by design: started in the period, in use (existing ones included)",
        &["site", "design", "period"],
        &["started", "in_use"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (k, hall) in site.halls.iter().enumerate() {
            let design = &facts.scenario.halls[hall.design.index()].id;
            for t in facts.periods() {
                let started = f64::from(facts.plan.halls_started[r.index()][k][t.index()]);
                let in_use = facts.finished(r, k, t);
                if started > 0.0 || in_use > 0.0 {
                    let keys = [&site.id, design, facts.label(t)];
                    table.push(keys, [started.into(), in_use.into()], "hall");
                }
            }
        }
    }
    table
}

/// Power tranches committed.
pub(super) fn tranches(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "tranches",
        "Grid power ordered: committed in, energised from, capacity",
        &["site", "tranche"],
        &["committed", "energised", "capacity"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (g, tranche) in site.tranches.iter().enumerate() {
            let Some(t) = facts.plan.connected[r.index()][g] else {
                continue;
            };
            let energised = facts.periods().find(|&t| facts.energised(r, g, t));
            table.push(
                [&site.id, &tranche.id],
                [
                    facts.label(t).into(),
                    energised.map(|t| facts.label(t)).into(),
                    tranche.capacity.value().into(),
                ],
                Megawatts::UNIT,
            );
        }
    }
    table
}

/// IT power of the finished halls of a site, after derating.
fn hall_power(facts: &Facts<'_>, r: SiteId, t: Period) -> f64 {
    let site = &facts.scenario.sites[r.index()];
    let halls = site.halls.iter().enumerate().map(|(k, hall)| {
        let design = &facts.scenario.halls[hall.design.index()];
        design.it_power.value() * (1.0 - site.derating) * facts.finished(r, k, t)
    });
    halls.sum()
}

/// Grid power and IT power, used and stranded.
///
/// Usable is what could be drawn if all of it were booked, on-site generation included. Grid power used is what the fleet
/// needs on the hottest day beyond what leases feed. Stranded grid power finds no finished hall; stranded hall power finds no grid power.
pub(super) fn power(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "power",
        "Power: usable and used at the grid, IT power in halls and leases, stranded for want of the other",
        &["site", "period"],
        &[
            "grid_usable",
            "grid_used",
            "utilisation_percent",
            "hall_it",
            "leased_it",
            "it_used",
            "stranded_grid",
            "stranded_hall_it",
        ],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for t in facts.periods() {
            let usable = facts.bookable_grid(r, t).value();
            let hall_it = hall_power(facts, r, t);
            let leased = facts.leased_power(r, t).value();
            let it_used = facts.peak_it_power(r, t).value();
            if usable == 0.0 && hall_it == 0.0 && leased == 0.0 && it_used == 0.0 {
                continue;
            }
            let grid_used = site.pue_hot * (it_used - leased).max(0.0);
            table.push(
                [&site.id, facts.label(t)],
                [
                    usable.into(),
                    grid_used.into(),
                    percent(grid_used, usable),
                    hall_it.into(),
                    leased.into(),
                    it_used.into(),
                    (usable - site.pue_hot * hall_it).max(0.0).into(),
                    (hall_it - usable / site.pue_hot).max(0.0).into(),
                ],
                Megawatts::UNIT,
            );
        }
    }
    table
}

/// Rack positions, used and stranded. Stranded racks are free, but the IT power left would not feed them
/// at the mean density of the fleet.
pub(super) fn racks(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "racks",
        "Rack positions in halls and leases: used, free, free but without power",
        &["site", "period"],
        &["racks", "used", "utilisation_percent", "free", "stranded"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for t in facts.periods() {
            let halls =
                site.halls.iter().enumerate().map(|(k, hall)| {
                    facts.scenario.halls[hall.design.index()].racks * facts.finished(r, k, t)
                });
            let leases = site
                .leases
                .iter()
                .enumerate()
                .map(|(b, lease)| lease.racks * facts.active(r, b, t));
            let all: f64 = halls.chain(leases).sum();
            if all == 0.0 {
                continue;
            }
            let used = facts.racks_used(r, t);
            let power_used = facts.peak_it_power(r, t).value();
            let power_left = hall_power(facts, r, t) + facts.leased_power(r, t).value() - power_used;
            let free = all - used;
            let stranded = (power_used > 0.0 && used > 0.0)
                .then(|| (free - power_left.max(0.0) * used / power_used).max(0.0));
            table.push(
                [&site.id, facts.label(t)],
                [
                    all.into(),
                    used.into(),
                    percent(used, all),
                    free.into(),
                    stranded.into(),
                ],
                "rack",
            );
        }
    }
    table
}

/// Leases signed and running.
pub(super) fn leases(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "leases",
        "Leases: blocks signed in the period, blocks running, their IT power",
        &["site", "lease", "period"],
        &["signed", "running", "it_power_mw"],
    );
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (b, lease) in site.leases.iter().enumerate() {
            for t in facts.periods() {
                let signed = f64::from(facts.plan.leased[r.index()][b][t.index()]);
                let running = facts.active(r, b, t);
                if signed > 0.0 || running > 0.0 {
                    table.push(
                        [&site.id, &lease.id, facts.label(t)],
                        [
                            signed.into(),
                            running.into(),
                            (lease.it_power.value() * running).into(),
                        ],
                        "block",
                    );
                }
            }
        }
    }
    table
}
