//! What a plan does when something is lost.

use super::json::{At, Ids, PlanJsonError, by_block, object};
use super::shape::Shaped;
use crate::scenario::{ResilienceForm, Scenario, contingencies};
use serde_json::Value;

/// Chips and volumes dealt out anew after a loss. Tables are empty where the requirement is a pool.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fallback {
    /// `[chip][site][workload][t][h]`: units given to a workload; 0 in periods that the requirement does not speak of.
    pub assigned: Vec<Vec<Vec<Vec<Vec<f64>>>>>,
    /// `[demand line][site][t][h]`: mean volume served.
    pub served: Vec<Vec<Vec<Vec<f64>>>>,
}

/// One for every contingency, in the order of `scenario::contingencies`, with nothing dealt out.
pub(super) fn none(scenario: &Scenario) -> Vec<Fallback> {
    let amounts = vec![vec![0.0; scenario.hours.len()]; scenario.horizon.len()];
    let (sites, workloads) = (scenario.sites.len(), scenario.workloads.len());
    let empty = |form: ResilienceForm| match form {
        ResilienceForm::Pooled => Fallback::default(),
        ResilienceForm::Copies => Fallback {
            assigned: vec![vec![vec![amounts.clone(); workloads]; sites]; scenario.chips.len()],
            served: vec![vec![amounts.clone(); sites]; scenario.demand.len()],
        },
    };
    let contingencies = contingencies(&scenario.resilience);
    contingencies
        .map(|contingency| empty(contingency.of.form))
        .collect()
}

impl Shaped for Fallback {
    fn difference(&self, like: &Self) -> Option<String> {
        let assigned = self.assigned.difference(&like.assigned);
        assigned
            .map(|rest| format!(".assigned{rest}"))
            .or_else(|| Some(format!(".served{}", self.served.difference(&like.served)?)))
    }

    fn fitted(&self, like: &Self) -> Self {
        Self {
            assigned: self.assigned.fitted(&like.assigned),
            served: self.served.fitted(&like.served),
        }
    }
}

/// By contingency, those with nothing dealt out left out.
pub(super) fn to_json(scenario: &Scenario, fallbacks: &[Fallback]) -> Value {
    let blocks = |row: &Vec<Vec<f64>>| by_block(scenario, row);
    let sites = || scenario.sites.iter().map(|site| &site.id);
    let workloads = || scenario.workloads.iter().map(|workload| &workload.id);
    let one = |fallback: &Fallback| {
        let assigned = fallback.assigned.iter().map(|by_site| {
            let by_site = by_site
                .iter()
                .map(|rows| object(workloads().zip(rows.iter().map(blocks))));
            object(sites().zip(by_site))
        });
        let served = fallback.served.iter();
        let served = served.map(|rows| object(sites().zip(rows.iter().map(blocks))));
        let chips = scenario.chips.iter().map(|chip| &chip.id);
        let lines = scenario.demand.iter().map(|line| &line.id);
        object([
            ("assignments", object(chips.zip(assigned))),
            ("served", object(lines.zip(served))),
        ])
    };
    let labels = contingencies(&scenario.resilience).map(|contingency| contingency.label());
    object(labels.zip(fallbacks.iter().map(one)))
}

/// Reads what [`to_json`] wrote.
pub(super) fn read(
    ids: &Ids<'_>,
    labels: &[String],
    fallbacks: &mut [Fallback],
    at: &At<'_>,
) -> Result<(), PlanJsonError> {
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    at.each(&labels, "contingency", |q, at| {
        let fallback = &mut fallbacks[q];
        if fallback.served.is_empty() {
            return Err(at.error("the requirement is a pool and deals nothing out anew"));
        }
        for (key, at) in at.members()? {
            match key {
                "assignments" => at.each(&ids.chips, "chip", |c, at| {
                    at.each(&ids.sites, "site", |r, at| {
                        at.each(&ids.workloads, "workload", |w, at| {
                            at.blocks(ids, &mut fallback.assigned[c][r][w])
                        })
                    })
                })?,
                "served" => at.each(&ids.demand, "demand line", |d, at| {
                    at.each(&ids.sites, "site", |r, at| {
                        at.blocks(ids, &mut fallback.served[d][r])
                    })
                })?,
                _ => return Err(at.error("unknown key")),
            }
        }
        Ok(())
    })
}
