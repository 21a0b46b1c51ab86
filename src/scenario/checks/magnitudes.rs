//! Figures of an order of magnitude that suggests a wrong unit.

use super::facts::Facts;
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "hall-cost-unusual",
        severity: Severity::Warning,
        title: "Halls cost between 1 and 100 USD per watt of IT power",
        hint: "public figures lie between 4 and 20 USD/W; check the unit of `build_cost` or `cost`",
        run: hall_cost,
    },
    Check {
        id: "energy-price-unusual",
        severity: Severity::Warning,
        title: "Energy costs between 5 and 1000 USD/MWh",
        hint: "0.1 USD/kWh is 100 USD/MWh",
        run: energy_price,
    },
    Check {
        id: "chip-price-unusual",
        severity: Severity::Warning,
        title: "A chip costs between 100 USD and 1 MUSD",
        hint: "the price is that of a whole unit (server, rack, pod); check its unit and `chips_per_unit`",
        run: chip_price,
    },
    Check {
        id: "chip-power-unusual",
        severity: Severity::Warning,
        title: "A chip takes between 50 W and 20 kW, its share of the unit included",
        hint: "the power is that of a whole unit (server, rack, pod); check its unit and `chips_per_unit`",
        run: chip_power,
    },
];

/// The first value outside a range that is not zero (zero is a choice, not a slip of units).
fn outside(mut values: impl Iterator<Item = f64>, least: f64, most: f64) -> Option<f64> {
    values.find(|&value| value > 0.0 && !(least..=most).contains(&value))
}

fn hall_cost(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for hall in &site.halls {
            let Some(design) = facts.s.halls.get(hall.design.index()) else {
                continue;
            };
            let per_watt = hall
                .cost
                .iter()
                .map(|cost| cost.value() / design.it_power.value());
            if let Some(cost) = outside(per_watt, 1.0, 100.0) {
                let path = join(&join(&join("sites", &site.id), "halls"), &design.id);
                findings.push(found(
                    path,
                    format!(
                        "a hall {} at {} costs {cost:.2} USD per watt of IT power",
                        design.id, site.id
                    ),
                ));
            }
        }
    }
    findings
}

fn energy_price(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        if let Some(price) = outside(site.energy_price.iter().map(|price| price.value()), 5.0, 1000.0) {
            let path = join(&join("sites", &site.id), "energy_price");
            findings.push(found(
                path,
                format!("energy at {} costs {price:.2} USD/MWh", site.id),
            ));
        }
    }
    findings
}

fn chip_price(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for chip in &facts.s.chips {
        let per_chip = chip
            .price
            .iter()
            .map(|price| price.value() * 1e6 / f64::from(chip.chips_per_unit.max(1)));
        if let Some(price) = outside(per_chip, 100.0, 1e6) {
            let path = join(&join("chip_catalogue", &chip.id), "price");
            findings.push(found(
                path,
                format!("one chip of {} costs {price:.0} USD", chip.id),
            ));
        }
    }
    findings
}

fn chip_power(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for chip in &facts.s.chips {
        let watts = chip.power.value() * 1e6 / f64::from(chip.chips_per_unit.max(1));
        if let Some(watts) = outside(std::iter::once(watts), 50.0, 20_000.0) {
            let path = join(&join("chip_catalogue", &chip.id), "power");
            findings.push(found(path, format!("one chip of {} takes {watts:.0} W", chip.id)));
        }
    }
    findings
}
