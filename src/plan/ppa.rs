//! Power-purchase agreements in a plan.

use super::json::{At, Ids, PlanJsonError, by_period, object};
use super::shape::{Noted, Shaped};
use crate::scenario::{Scenario, Site};
use serde_json::Value;

/// What was decided about power-purchase agreements.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PpaPlan {
    /// `[site][offer][t]`: MW signed in t.
    pub signed: Vec<Vec<Vec<f64>>>,
    /// `[site][offer][t]`: energy used, GWh.
    pub energy: Vec<Vec<Vec<f64>>>,
    /// `[site][offer][t]`: energy paid for, GWh.
    pub paid: Vec<Vec<Vec<f64>>>,
}

fn offers(site: &Site) -> impl Iterator<Item = &str> {
    site.environment.ppas.iter().map(|offer| offer.id.as_str())
}

impl PpaPlan {
    /// Nothing, in the scenario's shape.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let len = scenario.horizon.len();
        let sites = scenario.sites.iter();
        let none: Vec<Vec<Vec<f64>>> = sites
            .map(|site| vec![vec![0.0; len]; site.environment.ppas.len()])
            .collect();
        Self {
            signed: none.clone(),
            energy: none.clone(),
            paid: none,
        }
    }

    /// Tables by name in JSON.
    fn tables(&self) -> [(&'static str, &Vec<Vec<Vec<f64>>>); 3] {
        [
            ("ppa_signed", &self.signed),
            ("ppa_energy", &self.energy),
            ("ppa_paid", &self.paid),
        ]
    }

    /// Differences in shape, table by table.
    pub(super) fn misshapes(&self, like: &Self, note: &mut dyn Noted) {
        for ((name, table), (_, like)) in self.tables().into_iter().zip(like.tables()) {
            note(name, table.difference(like));
        }
    }

    /// Itself in the shape of `like`.
    pub(super) fn fitted(&self, like: &Self) -> Self {
        Self {
            signed: self.signed.fitted(&like.signed),
            energy: self.energy.fitted(&like.energy),
            paid: self.paid.fitted(&like.paid),
        }
    }

    /// Every number, with its table and position.
    pub(super) fn values(&self, mut visit: impl FnMut(&'static str, &[usize], f64)) {
        for (name, table) in self.tables() {
            for (r, rows) in table.iter().enumerate() {
                for (p, row) in rows.iter().enumerate() {
                    for (t, &value) in row.iter().enumerate() {
                        visit(name, &[r, p, t], value);
                    }
                }
            }
        }
    }

    /// The members of a site.
    pub(super) fn site_to_json(&self, scenario: &Scenario, r: usize) -> [(&'static str, Value); 3] {
        self.tables().map(|(name, table)| {
            let rows = table[r].iter().map(|row| by_period(scenario, row));
            (name, object(offers(&scenario.sites[r]).zip(rows)))
        })
    }

    /// Reads one of a site's tables; `false` if the key names none of them.
    pub(super) fn read_site(
        &mut self,
        ids: &Ids<'_>,
        (r, site): (usize, &Site),
        key: &str,
        at: &At<'_>,
    ) -> Result<bool, PlanJsonError> {
        let table = match key {
            "ppa_signed" => &mut self.signed[r],
            "ppa_energy" => &mut self.energy[r],
            "ppa_paid" => &mut self.paid[r],
            _ => return Ok(false),
        };
        let offers: Vec<&str> = offers(site).collect();
        at.each(&offers, "power-purchase agreement at this site", |p, at| {
            at.amounts(ids, &mut table[p])
        })?;
        Ok(true)
    }
}
