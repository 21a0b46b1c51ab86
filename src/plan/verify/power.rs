//! What is booked of power tranches, and energy of on-site generation.

use super::{Checker, Kind, Limit, kind};
use crate::scenario::{Megawatts, SiteId};

const BOOKED_MOST: Kind = kind("take_or_pay", "booked_most");
const BOOKED_LEAST: Kind = kind("take_or_pay", "booked_least");
const SITE_ENERGY: Kind = kind("site_energy", "site_energy");
const GRID_ENERGY: Kind = kind("site_energy", "grid_energy");
const BRIDGE_OUTPUT: Kind = kind("site_energy", "bridge_output");

pub(super) fn check(checker: &mut Checker<'_>) {
    for r in checker.facts.sites() {
        bookings(checker, r);
        energy(checker, r);
    }
}

fn bookings(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (g, tranche) in site.tranches.iter().enumerate() {
        let floor = tranche.terms.take_or_pay.filter(|&share| share < 1.0);
        for t in facts.periods() {
            let booked = facts.plan.power.booked[r.index()][g][t.index()];
            let usable = facts.ramped(r, g, t).value();
            let limit = |kind, limit| Limit {
                kind,
                period: Some(t),
                what: "power booked",
                limit,
                unit: Megawatts::UNIT,
            };
            let subject = || format!("{},{}", site.id, tranche.id);
            match floor {
                Some(share) => {
                    let most = limit(BOOKED_MOST, "power that the tranche gives");
                    checker.at_most(&most, subject, booked, usable);
                    let least = limit(BOOKED_LEAST, "share of it that must be paid");
                    checker.at_least(&least, subject, booked, share * usable);
                }
                None => {
                    let none = limit(BOOKED_MOST, "bookings of a tranche that is charged in full");
                    checker.within(&none, subject, booked, 0.0);
                }
            }
        }
    }
}

fn energy(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for t in facts.periods() {
        let hours = facts.scenario.horizon.length[t.index()].hours();
        let gwh = |power: Megawatts| (power * hours).value() / 1000.0;
        let limit = |kind, what, limit| Limit {
            kind,
            period: Some(t),
            what,
            limit,
            unit: "GWh",
        };
        let (mut delivered, mut any) = (0.0, false);
        for (g, tranche) in site.tranches.iter().enumerate() {
            let energy = facts.plan.power.bridge_energy[r.index()][g][t.index()];
            let bridging = tranche.terms.bridging.is_some();
            any |= bridging;
            delivered += energy;
            let most = if bridging {
                gwh(facts.drawable(r, g, t))
            } else {
                0.0
            };
            let output = limit(
                BRIDGE_OUTPUT,
                "energy of on-site generation",
                "what it can deliver",
            );
            checker.at_most(&output, || format!("{},{}", site.id, tranche.id), energy, most);
        }
        let used = facts.plan.ppa.energy[r.index()].iter();
        let used: f64 = used.map(|row| row[t.index()]).sum();
        let other = any || !site.environment.ppas.is_empty();
        if !other || !checker.fleet_is_known() {
            continue;
        }
        let needed = facts.site_energy(r, t).value() / 1000.0;
        let subject = || site.id.clone();
        let all = limit(
            SITE_ENERGY,
            "energy from other sources than the grid",
            "energy of the site",
        );
        checker.within(&all, subject, delivered + used, needed);
        if !any {
            continue;
        }
        // The landlord of leased halls feeds them.
        let landlord = gwh(facts.leased_power(r, t) * site.pue);
        let grid = gwh(facts.usable_grid_alone(r, t)) + landlord;
        let bought = limit(GRID_ENERGY, "energy bought", "what the grid can deliver");
        checker.at_most(&bought, subject, needed - delivered, grid);
    }
}
