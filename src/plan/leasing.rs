//! What was decided on the terms of leases, and which accelerators were rented.

use super::json::{At, Ids, PlanJsonError, by_period, object};
use super::shape::Shaped;
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// Options, extensions and rentals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeasingPlan {
    /// `[site][lease offer]`: blocks for which the option is taken.
    pub options: Vec<Vec<u32>>,
    /// `[site][lease offer][t]`: blocks among those signed in t that exercise the option.
    pub exercised: Vec<Vec<Vec<u32>>>,
    /// `[site][lease offer][t]`: blocks whose term ended with t - 1 and that are extended.
    pub extended: Vec<Vec<Vec<u32>>>,
    /// `[rental offer][t]`: units whose rental begins in t.
    pub rentals: Vec<Vec<f64>>,
}

impl LeasingPlan {
    /// Nothing decided.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let t = scenario.horizon.len();
        let offers = || scenario.sites.iter().map(|site| site.leases.len());
        let blocks: Vec<Vec<Vec<u32>>> = offers().map(|count| vec![vec![0; t]; count]).collect();
        Self {
            options: offers().map(|count| vec![0; count]).collect(),
            exercised: blocks.clone(),
            extended: blocks,
            rentals: vec![vec![0.0; t]; scenario.rentals.len()],
        }
    }

    /// The first difference in shape of each table.
    pub(super) fn differences(&self, like: &Self) -> [(&'static str, Option<String>); 4] {
        [
            ("leasing.options", self.options.difference(&like.options)),
            ("leasing.exercised", self.exercised.difference(&like.exercised)),
            ("leasing.extended", self.extended.difference(&like.extended)),
            ("leasing.rentals", self.rentals.difference(&like.rentals)),
        ]
    }

    /// Itself in the shape of another.
    pub(super) fn fitted(&self, like: &Self) -> Self {
        Self {
            options: self.options.fitted(&like.options),
            exercised: self.exercised.fitted(&like.exercised),
            extended: self.extended.fitted(&like.extended),
            rentals: self.rentals.fitted(&like.rentals),
        }
    }

    /// Every number that is not whole by its type, with its table and place.
    pub(super) fn each(&self, visit: &mut impl FnMut(&'static str, &[usize], f64)) {
        for (n, row) in self.rentals.iter().enumerate() {
            for (t, &units) in row.iter().enumerate() {
                visit("leasing.rentals", &[n, t], units);
            }
        }
    }

    /// The decisions on a site's leases.
    pub(super) fn site_to_json(&self, scenario: &Scenario, r: usize) -> [(&'static str, Value); 3] {
        let leases = || scenario.sites[r].leases.iter().map(|lease| &lease.id);
        let series = |table: &[Vec<u32>]| {
            let rows = table.iter().map(|row| by_period(scenario, row));
            object(leases().zip(rows))
        };
        let options = leases().zip(&self.options[r]).filter(|(_, blocks)| **blocks > 0);
        [
            ("lease_options", object(options.map(|(id, &n)| (id, json!(n))))),
            ("lease_options_exercised", series(&self.exercised[r])),
            ("leases_extended", series(&self.extended[r])),
        ]
    }

    /// Reads one of a site's tables; `false` if the key names none of them.
    pub(super) fn read_site(
        &mut self,
        ids: &Ids<'_>,
        (r, leases): (usize, &[&str]),
        key: &str,
        at: &At<'_>,
    ) -> Result<bool, PlanJsonError> {
        let what = "lease offer at this site";
        match key {
            "lease_options" => at.each(leases, what, |b, at| {
                self.options[r][b] = at.count()?;
                Ok(())
            })?,
            "lease_options_exercised" => {
                at.each(leases, what, |b, at| at.units(ids, &mut self.exercised[r][b]))?;
            }
            "leases_extended" => at.each(leases, what, |b, at| at.units(ids, &mut self.extended[r][b]))?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn rentals_to_json(&self, scenario: &Scenario) -> Value {
        let offers = scenario.rentals.iter().map(|offer| &offer.id);
        object(offers.zip(self.rentals.iter().map(|row| by_period(scenario, row))))
    }

    pub(super) fn read_rentals(
        &mut self,
        scenario: &Scenario,
        ids: &Ids<'_>,
        at: &At<'_>,
    ) -> Result<(), PlanJsonError> {
        let names: Vec<&str> = scenario.rentals.iter().map(|n| n.id.as_str()).collect();
        at.each(&names, "rental offer", |n, at| {
            at.amounts(ids, &mut self.rentals[n])
        })
    }
}
