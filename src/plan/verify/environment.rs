//! Caps on emissions, with banking, and on water.

use super::{Checker, Kind, Limit, kind};
use crate::plan::facts::Facts;
use crate::plan::select;
use crate::scenario::{CapWindow, CarbonCap, KiloTonnes, Megalitres, PlaceSelector, SiteId};

const CARBON: Kind = kind("carbon", "carbon_cap");
const WATER: Kind = kind("water", "water_cap");

/// A window of a cap on emissions, ktCO2.
pub(crate) struct CarbonWindow {
    /// The window.
    pub window: CapWindow<KiloTonnes>,
    /// What the cap counts in it.
    pub emitted: f64,
    /// Own limit and what was banked before.
    pub available: f64,
    /// What is left for the next window, before the share that moves on.
    pub banked: f64,
}

pub(super) fn check(checker: &mut Checker<'_>) {
    // Without the balance of the fleet the plan does not say who uses energy.
    if checker.fleet_is_known() {
        let facts = checker.facts;
        for cap in &facts.scenario.environment.carbon_caps {
            carbon(checker, cap);
        }
        water(checker);
    }
}

fn places<'a>(facts: &'a Facts<'_>, selector: &'a PlaceSelector) -> impl Iterator<Item = SiteId> + 'a {
    facts
        .sites()
        .filter(|&r| select::place(facts.scenario, selector, r))
}

/// Emissions by window of a cap. As much as possible is banked, which is never worse than banking less.
pub(crate) fn carbon_windows(facts: &Facts<'_>, cap: &CarbonCap) -> Vec<CarbonWindow> {
    let most = cap.bank_limit.map_or(f64::INFINITY, KiloTonnes::value);
    let mut banked = 0.0;
    let windows = cap.windows.iter().map(|window| {
        let inside = facts.periods().filter(|&t| window.first <= t && t <= window.last);
        let emitted = inside.map(|t| {
            let sites = places(facts, &cap.places);
            sites
                .map(|r| facts.emissions(cap.scope, r, t).value())
                .sum::<f64>()
        });
        let emitted: f64 = emitted.sum();
        let available = window.at_most.value() + cap.banking * banked;
        banked = (available - emitted).clamp(0.0, most.max(0.0));
        CarbonWindow {
            window: *window,
            emitted,
            available,
            banked,
        }
    });
    windows.collect()
}

fn carbon(checker: &mut Checker<'_>, cap: &CarbonCap) {
    for row in carbon_windows(checker.facts, cap) {
        let limit = Limit {
            kind: CARBON,
            period: Some(row.window.first),
            what: "emissions from this period on",
            limit: "the cap with what was banked",
            unit: KiloTonnes::UNIT,
        };
        checker.at_most(&limit, || cap.id.clone(), row.emitted, row.available);
    }
}

fn water(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for cap in &facts.scenario.environment.water_caps {
        for window in &cap.windows {
            let inside = facts.periods().filter(|&t| window.first <= t && t <= window.last);
            let used = inside.map(|t| {
                let sites = places(facts, &cap.places);
                sites.map(|r| facts.water(r, t).value()).sum::<f64>()
            });
            let limit = Limit {
                kind: WATER,
                period: Some(window.first),
                what: "water used from this period on",
                limit: "the cap of the zone",
                unit: Megalitres::UNIT,
            };
            checker.at_most(&limit, || cap.id.clone(), used.sum(), window.at_most.value());
        }
    }
}
