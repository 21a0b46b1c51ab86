//! Licences applied for, and what is deployed under them.

use super::json::{At, Ids, PlanJsonError, by_period, object};
use super::shape::{Shaped, late};
use crate::scenario::{ChipId, Period, Scenario, SiteId};
use serde_json::{Value, json};

/// Licence applications of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Licences {
    /// `[application]`: period in which the licence is applied for, in the order of `Scenario::applications`.
    pub applied: Vec<Option<Period>>,
    /// `[application][chip][site][t]`: units deployed under the licence.
    pub under: Vec<Vec<Vec<Vec<f64>>>>,
}

impl Licences {
    /// Nothing applied for.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let cells = vec![vec![vec![0.0; scenario.horizon.len()]; scenario.sites.len()]; scenario.chips.len()];
        let count = scenario.applications().count();
        Self {
            applied: vec![None; count],
            under: vec![cells; count],
        }
    }

    /// Units deployed under any licence applied for.
    pub fn units(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        let cell = |chips: &Vec<Vec<Vec<f64>>>| chips.get(c.index())?.get(r.index())?.get(t.index()).copied();
        self.under.iter().filter_map(cell).sum()
    }

    /// Units deployed under the `a`-th licence: chip, site, period, units.
    pub fn each(&self, a: usize) -> impl Iterator<Item = (ChipId, SiteId, Period, f64)> + '_ {
        let chips = self.under.get(a).into_iter().flatten();
        chips.zip(0..).flat_map(|(sites, c)| {
            sites.iter().zip(0..).flat_map(move |(row, r)| {
                row.iter()
                    .zip(0..)
                    .map(move |(&units, t)| (ChipId(c), SiteId(r), Period(t), units))
            })
        })
    }

    /// Differences from the scenario's shape, by table.
    pub(super) fn differences(
        &self,
        scenario: &Scenario,
        like: &Self,
    ) -> [(&'static str, Option<String>); 3] {
        [
            ("licences.applied", self.applied.difference(&like.applied)),
            ("licences.under", self.under.difference(&like.under)),
            ("licences.applied", late(scenario, self.applied.iter())),
        ]
    }

    /// Itself in the scenario's shape.
    pub(super) fn fitted(&self, scenario: &Scenario, like: &Self) -> Self {
        let len = scenario.horizon.len();
        let mut applied = self.applied.fitted(&like.applied);
        applied
            .iter_mut()
            .for_each(|period| *period = period.filter(|t| t.index() < len));
        Self {
            applied,
            under: self.under.fitted(&like.under),
        }
    }

    /// As JSON by rule, those not applied for left out.
    pub(super) fn to_json(&self, scenario: &Scenario) -> Value {
        let label = |t: Period| Value::from(scenario.horizon.labels[t.index()].as_str());
        let licences = scenario.applications().zip(self.applied.iter().zip(&self.under));
        object(licences.map(|((_, rule, _), (applied, under))| {
            let chips = scenario.chips.iter().zip(under).map(|(chip, sites)| {
                let rows = sites.iter().map(|row| by_period(scenario, row));
                (
                    &chip.id,
                    object(scenario.sites.iter().map(|site| &site.id).zip(rows)),
                )
            });
            let parts = [
                ("applied", applied.map_or(json!({}), label)),
                ("under", object(chips)),
            ];
            (&rule.id, object(parts))
        }))
    }

    pub(super) fn read(
        &mut self,
        scenario: &Scenario,
        ids: &Ids<'_>,
        at: &At<'_>,
    ) -> Result<(), PlanJsonError> {
        let rules: Vec<&str> = scenario
            .applications()
            .map(|(_, rule, _)| rule.id.as_str())
            .collect();
        at.each(&rules, "licence to apply for", |a, at| {
            for (key, at) in at.members()? {
                match key {
                    "applied" => self.applied[a] = Some(at.period(ids)?),
                    "under" => at.each(&ids.chips, "chip", |c, at| {
                        at.each(&ids.sites, "site", |r, at| {
                            at.amounts(ids, &mut self.under[a][c][r])
                        })
                    })?,
                    _ => return Err(at.error("unknown key")),
                }
            }
            Ok(())
        })
    }
}
