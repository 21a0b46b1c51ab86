//! Carbon and water: caps on what is not known, caps on nothing, values out of range.

use super::facts::{Facts, selects_site};
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{CarbonScope, PlaceSelector};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "carbon-unknown",
        severity: Severity::Error,
        title: "What caps and prices on the emissions of energy count is known",
        hint: "write `grid_intensity: ember`, `google` or `own` under `environment`",
        run: carbon_unknown,
    },
    Check {
        id: "water-unknown",
        severity: Severity::Warning,
        title: "Every site of a water zone with a cap uses water",
        hint: "write the litres per kWh of IT energy under `environment.water.use`, or take the site out of the zone",
        run: water_unknown,
    },
    Check {
        id: "environment-negative",
        severity: Severity::Error,
        title: "Intensities, emissions, prices and amounts of water are not negative",
        hint: "write an amount of 0 or more",
        run: negative,
    },
    Check {
        id: "environment-share",
        severity: Severity::Error,
        title: "Shares that are banked lie between 0 % and 100 %",
        hint: "a share is written `90 %`",
        run: shares,
    },
    Check {
        id: "cap-selects-nothing",
        severity: Severity::Warning,
        title: "Every cap and price on emissions or water speaks of some site",
        hint: "check the sites, countries and groups it names",
        run: selects_nothing,
    },
];

const CARBON: &str = "environment.carbon";
const WATER: &str = "environment.water";

/// Every cap and price with its path, its places and what it counts.
fn carbon<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (String, &'a PlaceSelector, CarbonScope)> {
    let environment = &facts.s.environment;
    let caps = environment.carbon_caps.iter();
    let caps = caps.map(|cap| (join(&join(CARBON, "caps"), &cap.id), &cap.places, cap.scope));
    let prices = environment.carbon_prices.iter();
    caps.chain(prices.map(|price| {
        let path = join(&join(CARBON, "prices"), &price.id);
        (path, &price.places, price.scope)
    }))
}

fn water<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (String, &'a PlaceSelector)> {
    let caps = facts.s.environment.water_caps.iter();
    caps.map(|cap| (join(&join(WATER, "caps"), &cap.id), &cap.places))
}

fn carbon_unknown(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.s.environment.grid.is_some() {
        return Vec::new();
    }
    let wrong = carbon(facts).filter(|(_, _, scope)| scope.operational());
    wrong
        .map(|(path, _, _)| {
            let message = "emissions of energy count, but the carbon intensity of the grids is not said";
            found(path, message)
        })
        .collect()
}

fn water_unknown(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, places) in water(facts) {
        for (index, site) in facts.s.sites.iter().enumerate() {
            if selects_site(places, index, site) && site.environment.water_use.value() == 0.0 {
                findings.push(found(&path, format!("{} is capped, but uses no water", site.id)));
            }
        }
    }
    findings
}

fn negative(facts: &Facts<'_>) -> Vec<Finding> {
    let environment = &facts.s.environment;
    let mut findings = Vec::new();
    let mut note = |path: String, values: &mut dyn Iterator<Item = f64>, unit: &str| {
        for value in values {
            if value < 0.0 {
                findings.push(found(path, format!("{value} {unit} is negative")));
                return;
            }
        }
    };
    for site in &facts.s.sites {
        let base = join("sites", &site.id);
        let grid = &site.environment.grid_intensity;
        note(base.clone(), &mut grid.iter().map(|x| x.value()), "gCO2/kWh");
        let used = site.environment.water_use.value();
        note(
            join(&join(WATER, "use"), &site.id),
            &mut [used].into_iter(),
            "L/kWh",
        );
        for (index, ppa) in site.environment.ppas.iter().enumerate() {
            let base = join(&join(&base, "ppas"), &index.to_string());
            let power = ppa.capacity.value();
            note(join(&base, "capacity"), &mut [power].into_iter(), "MW");
            note(
                join(&base, "price"),
                &mut ppa.price.iter().map(|x| x.value()),
                "USD/MWh",
            );
            let intensity = ppa.intensity.value();
            note(join(&base, "intensity"), &mut [intensity].into_iter(), "gCO2/kWh");
        }
    }
    let embodied = join(CARBON, "embodied");
    let chips = &mut environment.embodied_chips.iter().map(|x| x.value());
    note(join(&embodied, "chips"), chips, "ktCO2");
    let halls = &mut environment.embodied_halls.iter().map(|x| x.value());
    note(join(&embodied, "halls"), halls, "ktCO2");
    for cap in &environment.carbon_caps {
        let base = join(&join(CARBON, "caps"), &cap.id);
        let limits = &mut cap.windows.iter().map(|window| window.at_most.value());
        note(join(&base, "at_most"), limits, "ktCO2");
        let bank = &mut cap.bank_limit.iter().map(|limit| limit.value());
        note(join(&base, "bank_limit"), bank, "ktCO2");
    }
    for price in &environment.carbon_prices {
        let path = join(&join(&join(CARBON, "prices"), &price.id), "price");
        note(path, &mut price.price.iter().map(|x| x.value()), "MUSD/ktCO2");
    }
    for cap in &environment.water_caps {
        let path = join(&join(&join(WATER, "caps"), &cap.id), "at_most");
        note(
            path,
            &mut cap.windows.iter().map(|window| window.at_most.value()),
            "ML",
        );
    }
    findings
}

fn shares(facts: &Facts<'_>) -> Vec<Finding> {
    let mut shares = Vec::new();
    for cap in &facts.s.environment.carbon_caps {
        let path = join(&join(&join(CARBON, "caps"), &cap.id), "banking");
        shares.push((path, cap.banking));
    }
    for site in &facts.s.sites {
        for (index, ppa) in site.environment.ppas.iter().enumerate() {
            let base = join(&join(&join("sites", &site.id), "ppas"), &index.to_string());
            shares.push((join(&base, "output"), ppa.output));
            shares.push((join(&base, "take"), ppa.take));
        }
    }
    let wrong = shares
        .into_iter()
        .filter(|(_, share)| !(0.0..=1.0).contains(share));
    wrong
        .map(|(path, share)| found(path, format!("a share of {} %", percent(share))))
        .collect()
}

fn selects_nothing(facts: &Facts<'_>) -> Vec<Finding> {
    let all = carbon(facts).map(|(path, places, _)| (path, places));
    let idle = all.chain(water(facts)).filter(|(_, places)| {
        let mut sites = facts.s.sites.iter().enumerate();
        !sites.any(|(index, site)| selects_site(places, index, site))
    });
    idle.map(|(path, _)| found(path, "no site is counted")).collect()
}
