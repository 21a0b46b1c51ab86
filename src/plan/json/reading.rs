//! Values of a plan with their path, and the ids that they name.

use super::PlanJsonError;
use crate::scenario::{Period, Scenario};
use serde_json::Value;

/// The ids of the scenario by position.
pub(in crate::plan) struct Ids<'a> {
    pub periods: Vec<&'a str>,
    pub(super) hours: Vec<&'a str>,
    pub sites: Vec<&'a str>,
    pub chips: Vec<&'a str>,
    pub workloads: Vec<&'a str>,
    pub demand: Vec<&'a str>,
    pub jobs: Vec<&'a str>,
}

impl<'a> Ids<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        Self {
            periods: scenario.horizon.labels.iter().map(String::as_str).collect(),
            hours: scenario.hours.labels.iter().map(String::as_str).collect(),
            sites: scenario.sites.iter().map(|site| site.id.as_str()).collect(),
            chips: scenario.chips.iter().map(|chip| chip.id.as_str()).collect(),
            workloads: scenario
                .workloads
                .iter()
                .map(|workload| workload.id.as_str())
                .collect(),
            demand: scenario.demand.iter().map(|line| line.id.as_str()).collect(),
            jobs: scenario.jobs.iter().map(|job| job.id.as_str()).collect(),
        }
    }
}

/// A value with its path.
pub(in crate::plan) struct At<'v> {
    pub(in crate::plan) value: &'v Value,
    pub(super) path: String,
}

impl<'v> At<'v> {
    pub(in crate::plan) fn error(&self, message: impl Into<String>) -> PlanJsonError {
        PlanJsonError {
            path: self.path.clone(),
            message: message.into(),
            hint: None,
        }
    }

    pub(in crate::plan) fn members(
        &self,
    ) -> Result<impl Iterator<Item = (&'v str, At<'v>)> + use<'v>, PlanJsonError> {
        let Some(map) = self.value.as_object() else {
            return Err(self.error("expected an object"));
        };
        let path = self.path.clone();
        Ok(map.iter().map(move |(key, value)| {
            let path = format!("{path}.{key}");
            (key.as_str(), At { value, path })
        }))
    }

    pub(in crate::plan) fn member(&self, key: &str) -> Result<At<'v>, PlanJsonError> {
        match self.value.get(key) {
            Some(value) => Ok(At {
                value,
                path: format!("{}.{key}", self.path),
            }),
            None => Err(self.error(format!("expected the key \"{key}\""))),
        }
    }

    /// Visits the members of an object whose keys are ids.
    pub(in crate::plan) fn each(
        &self,
        ids: &[&str],
        what: &str,
        mut visit: impl FnMut(usize, At<'v>) -> Result<(), PlanJsonError>,
    ) -> Result<(), PlanJsonError> {
        for (key, at) in self.members()? {
            let i = at.position(key, ids, what)?;
            visit(i, at)?;
        }
        Ok(())
    }

    pub(in crate::plan) fn position(
        &self,
        id: &str,
        ids: &[&str],
        what: &str,
    ) -> Result<usize, PlanJsonError> {
        ids.iter().position(|known| *known == id).ok_or_else(|| {
            let closest = ids
                .iter()
                .map(|known| (strsim::jaro_winkler(known, id), known))
                .filter(|(likeness, _)| *likeness > 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            PlanJsonError {
                hint: closest.map(|(_, known)| format!("did you mean \"{known}\"?")),
                ..self.error(format!("the scenario has no {what} \"{id}\""))
            }
        })
    }

    pub(in crate::plan) fn text(&self) -> Result<&'v str, PlanJsonError> {
        self.value.as_str().ok_or_else(|| self.error("expected a text"))
    }

    pub(in crate::plan) fn id(&self, ids: &[&str], what: &str) -> Result<usize, PlanJsonError> {
        self.position(self.text()?, ids, what)
    }

    pub(in crate::plan) fn period(&self, ids: &Ids<'_>) -> Result<Period, PlanJsonError> {
        self.id(&ids.periods, "period").map(|t| Period(t as u16))
    }

    /// Whole numbers by period label into a series.
    pub(in crate::plan) fn units(&self, ids: &Ids<'_>, series: &mut [u32]) -> Result<(), PlanJsonError> {
        self.each(&ids.periods, "period", |t, at| {
            series[t] = at.count()?;
            Ok(())
        })
    }

    pub(in crate::plan) fn count(&self) -> Result<u32, PlanJsonError> {
        let count = self.value.as_u64().and_then(|count| u32::try_from(count).ok());
        count.ok_or_else(|| self.error("expected a whole number from 0 to 4294967295"))
    }

    /// Units of a chip by period label into a series: whole numbers, unless the chip comes in any amount.
    pub(in crate::plan) fn chip_units(
        &self,
        ids: &Ids<'_>,
        whole: bool,
        series: &mut [f64],
    ) -> Result<(), PlanJsonError> {
        if !whole {
            return self.amounts(ids, series);
        }
        let mut units = vec![0; series.len()];
        self.units(ids, &mut units)?;
        for (place, units) in series.iter_mut().zip(units) {
            *place = f64::from(units);
        }
        Ok(())
    }

    /// Numbers by period label into a series.
    pub(in crate::plan) fn amounts(&self, ids: &Ids<'_>, series: &mut [f64]) -> Result<(), PlanJsonError> {
        self.each(&ids.periods, "period", |t, at| {
            series[t] = at.amount()?;
            Ok(())
        })
    }

    /// Numbers by period label, or by period and block label if there are several blocks, into a series.
    pub(in crate::plan) fn blocks(
        &self,
        ids: &Ids<'_>,
        series: &mut [Vec<f64>],
    ) -> Result<(), PlanJsonError> {
        self.each(&ids.periods, "period", |t, at| {
            if let [only] = &mut series[t][..] {
                *only = at.amount()?;
                return Ok(());
            }
            at.each(&ids.hours, "block of hours", |h, at| {
                series[t][h] = at.amount()?;
                Ok(())
            })
        })
    }

    pub(in crate::plan) fn amount(&self) -> Result<f64, PlanJsonError> {
        self.value.as_f64().ok_or_else(|| self.error("expected a number"))
    }
}
