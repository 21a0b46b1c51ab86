//! Sections of their own: hours, rules, jobs, resilience, environment, money, limits.

use super::Part;
use crate::generate::text::{COUNTRIES, Draw, UNMET, VENDORS};
use std::fmt::{self, Write};

impl Draw<'_> {
    /// Sections before the sites.
    pub(in crate::generate) fn head_parts(&self, out: &mut String) -> fmt::Result {
        if self.has(Part::Hours) {
            writeln!(out, "hours: {{blocks: {{{}}}}}", Self::blocks())?;
        }
        Ok(())
    }

    /// Rules beside the denials, inside the section `rules`.
    pub(in crate::generate) fn rule_parts(&self, out: &mut String) -> fmt::Result {
        let country = |i: usize| COUNTRIES[i % self.size.sites.min(COUNTRIES.len())];
        let mut rng = self.part_rng(Part::Rules, 0, 0);
        let newest = self.chip(self.size.chips - 1);
        writeln!(
            out,
            "  ask-first: {{title: The newest chip needs a licence in one jurisdiction, source: synthetic, \
             chips: {{ids: [{newest}]}}, places: {{countries: [{}]}}, effect: licence}}",
            country(0)
        )?;
        writeln!(
            out,
            "  ask-first-application: {{title: That licence can be applied for, source: synthetic, \
             chips: {{ids: [{newest}]}}, places: {{countries: [{}]}}, \
             effect: {{application: {{cost: 1 MUSD, lag: 6 months, quota: {:.0} MTPP, probability: 70 %, weight: 20 %}}}}}}",
            country(0),
            rng.uniform(20.0, 80.0)
        )?;
        writeln!(
            out,
            "  installed: {{title: Installed compute of one jurisdiction, source: synthetic, \
             places: {{countries: [{}]}}, effect: {{compute_cap: {:.0} MTPP}}}}",
            country(1),
            rng.uniform(100.0, 300.0)
        )?;
        writeln!(
            out,
            "  half: {{title: One vendor's chips abroad up to half of its others, source: synthetic, \
             chips: {{vendors: [{}]}}, places: {{countries: [{}]}}, \
             effect: {{volume_ratio: {{of: {{chips: {{vendors: [{}]}}}}, at_most: 50 %}}}}}}",
            VENDORS[0],
            country(2),
            VENDORS[0]
        )?;
        writeln!(
            out,
            "  duty: {{title: Duty on one vendor's chips in one jurisdiction, source: synthetic, \
             chips: {{vendors: [{}]}}, places: {{countries: [{}]}}, effect: {{duty: 25 %}}}}",
            self.vendor(1),
            country(3)
        )?;
        writeln!(
            out,
            "  no-use: {{title: The oldest chip may not do the first workload in one jurisdiction, source: synthetic, \
             chips: {{ids: [{}]}}, places: {{countries: [{}]}}, effect: {{no_use: {{workloads: [{}]}}}}}}",
            self.chip(0),
            country(0),
            self.workload(0)
        )?;
        if self.has(Part::Ageing) {
            writeln!(
                out,
                "  no-re-export: {{title: No re-export from one jurisdiction, source: synthetic, \
                 places: {{countries: [{}]}}, effect: no_move}}",
                country(1)
            )?;
        }
        Ok(())
    }

    /// Sections after the budget.
    pub(in crate::generate) fn whole_parts(&self, out: &mut String) -> fmt::Result {
        if self.has(Part::Contracts) {
            self.contracts(out)?;
        }
        if self.has(Part::Leases) {
            self.rentals(out)?;
        }
        if self.has(Part::Stacks) {
            writeln!(out, "\nporting: {{engineers: 60}}")?;
        }
        if self.has(Part::Training) {
            self.jobs(out)?;
        }
        if self.has(Part::Resilience) {
            self.resilience(out)?;
        }
        if self.has(Part::Environment) {
            self.environment(out)?;
        }
        if self.has(Part::Money) {
            self.money(out)?;
        }
        if self.has(Part::Limits) {
            self.limits(out)?;
        }
        Ok(())
    }

    fn jobs(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "\njobs:")?;
        for j in 0..2 {
            let mut rng = self.part_rng(Part::Training, 0, j);
            writeln!(
                out,
                "  model-{}: {{work: {:.2}e24 FLOP, start: {}, deadline: {}, min_chips: {}, unmet_penalty: {:.0} MUSD, \
                 revenue: {:.0} MUSD}}",
                j + 1,
                rng.uniform(1.0, 4.0),
                self.period_after(1.0 + j as f64),
                self.period_after(2.5 + j as f64),
                rng.whole(8, 32) * 32,
                rng.uniform(60.0, 150.0),
                rng.uniform(60.0, 150.0),
            )?;
        }
        Ok(())
    }

    fn resilience(&self, out: &mut String) -> fmt::Result {
        let from = self.period_after(2.0);
        let before = if from == self.period(0) {
            String::new()
        } else {
            format!("{}: 0 %, hold: true, ", self.period(0))
        };
        let keep = |share: u32| match before.as_str() {
            "" => format!("{share} %"),
            before => format!("{{{before}{from}: {share} %}}"),
        };
        writeln!(out, "\nresilience:")?;
        writeln!(out, "  site: {{against: site, keep: {}, form: pooled}}", keep(30))?;
        writeln!(
            out,
            "  grid: {{against: grid_zone, keep: {}, form: pooled}}",
            keep(20)
        )?;
        writeln!(
            out,
            "  vendor: {{against: vendor, keep: {}, form: pooled, demand: {{workloads: [{}]}}}}",
            keep(20),
            self.workload(0)
        )
    }

    fn environment(&self, out: &mut String) -> fmt::Result {
        writeln!(
            out,
            "\nenvironment:\n  grid_intensity: own\n  grid_trend: -3 %/year\n  carbon:\n    intensity:"
        )?;
        for r in 0..self.size.sites {
            let mut rng = self.part_rng(Part::Environment, 1, r);
            writeln!(
                out,
                "      {}: {:.0} gCO2/kWh",
                self.site(r),
                rng.uniform(80.0, 700.0)
            )?;
        }
        // A unit of volume is about 100 kW: 900 MWh and, at 400 g, 400 t a year with overhead.
        let emitted = 0.4 * self.last_volume();
        writeln!(
            out,
            "    caps: {{all: {{each: period, at_most: {:.1} ktCO2, banking: 100 %}}}}",
            0.8 * emitted * self.months() / 12.0
        )?;
        writeln!(
            out,
            "    prices: {{levy: {{price: 25 USD/tCO2, places: {{countries: [{}]}}}}}}",
            COUNTRIES[0]
        )?;
        let chips: Vec<String> = (0..self.size.chips)
            .map(|c| format!("{}: 60 tCO2", self.chip(c)))
            .collect();
        writeln!(
            out,
            "    embodied: {{chips: {{{}}}, halls: {{air: 9 ktCO2, liquid: 10 ktCO2}}}}",
            chips.join(", ")
        )?;
        writeln!(
            out,
            "  water:\n    use: {{default: 1.6 L/kWh}}\n    caps: {{basin: {{places: {{countries: [{}]}}, each: year, at_most: {:.0} ML}}}}",
            COUNTRIES[0],
            0.2 * self.last_volume() + 50.0
        )
    }

    fn money(&self, out: &mut String) -> fmt::Result {
        let value = UNMET * self.last_volume();
        writeln!(out, "\nfinance:")?;
        writeln!(
            out,
            "  cash: {{initial: {:.1} MUSD, funding: {:.1} MUSD, floor: 10 MUSD}}",
            0.2 * value,
            0.6 * value * self.months() / 12.0
        )?;
        writeln!(
            out,
            "  debt: {{limit: {:.1} MUSD, interest: 7 %/year, covenant: {{capex_share: 60 %}}}}",
            0.3 * value
        )?;
        writeln!(out, "  taxes:")?;
        // Revenue at a price to be decided belongs to no site.
        let taxed = if self.has(Part::Response) { 0 } else { 2 };
        if taxed == 0 {
            writeln!(out, "    everywhere: {{rate: 20 %}}")?;
        }
        for country in COUNTRIES.iter().take(self.size.sites.min(taxed)) {
            writeln!(
                out,
                "    {country}: {{places: {{countries: [{country}]}}, rate: 20 %}}"
            )?;
        }
        writeln!(
            out,
            "  incentives: {{pioneer: {{places: {{countries: [{}]}}, minimum: {:.1} MUSD, grant: 8 MUSD, \
             rebate: {{share: 5 %, at_most: 20 MUSD}}}}}}",
            COUNTRIES[0],
            0.05 * value
        )?;
        writeln!(
            out,
            "  terminal: {{chips: 40 %, halls: 60 %, hall_life: 20 years, sites: 50 %}}"
        )
    }

    fn limits(&self, out: &mut String) -> fmt::Result {
        let power = 0.1 * self.last_volume();
        writeln!(out, "\nlimits:")?;
        writeln!(
            out,
            "  - {{id: one-country, quantity: power.it_used, filter: {{places: {{countries: [{}]}}}}, each: period, \
             at_most: {:.1} MW}}",
            COUNTRIES[0],
            0.4 * power
        )?;
        writeln!(
            out,
            "  - {{id: not-one-vendor, quantity: chips.deployed, filter: {{chips: {{vendors: [{}]}}}}, each: horizon, \
             at_most: 60 %, share_of: {{}}, violation_cost: 0.5 MUSD/unit}}",
            VENDORS[0]
        )
    }
}
