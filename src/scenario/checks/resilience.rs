//! Requirements of resilience that say nothing, or that nothing can keep.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "keep-out-of-range",
        severity: Severity::Error,
        title: "The share of demand to keep lies between 0 % and 100 %",
        hint: "for instance `keep: 90 %`",
        run: range,
    },
    Check {
        id: "resilience-without-effect",
        severity: Severity::Warning,
        title: "Every requirement of resilience speaks of some demand, some loss and some period",
        hint: "check its `demand`, `only` and `keep`",
        run: without_effect,
    },
    Check {
        id: "everything-lost-at-once",
        severity: Severity::Warning,
        title: "No loss takes everything away",
        hint: "add sites or chips outside of it, or name other losses with `only`: as it is, all that is kept must be rented",
        run: everything,
    },
];

fn range(facts: &Facts<'_>) -> Vec<Finding> {
    let requirements = facts.s.resilience.iter();
    let wrong = requirements.filter_map(|requirement| {
        let share = requirement
            .keep
            .iter()
            .find(|share| !(0.0..=1.0).contains(*share))?;
        Some(found(
            join(&join("resilience", &requirement.id), "keep"),
            format!("a share of {} %; expected 0 % to 100 %", percent(*share)),
        ))
    });
    wrong.collect()
}

fn without_effect(facts: &Facts<'_>) -> Vec<Finding> {
    let requirements = facts.s.resilience.iter();
    let idle = requirements.filter_map(|requirement| {
        let what = if requirement.lines.is_empty() {
            "no demand line"
        } else if requirement.losses.is_empty() {
            "no loss"
        } else if requirement.keep.iter().all(|&share| share <= 0.0) {
            "no period"
        } else {
            return None;
        };
        let path = join("resilience", &requirement.id);
        Some(found(path, format!("{} speaks of {what}", requirement.id)))
    });
    idle.collect()
}

fn everything(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for requirement in s.resilience.iter().filter(|r| !r.lines.is_empty()) {
        let all = requirement.losses.iter().find(|loss| {
            let blocks = s.sites.iter().flat_map(|site| &site.blocks);
            let blocks = blocks.clone().any(|block| block.value() > 0.0);
            loss.sites.len() == s.sites.len() || (loss.chips.len() == s.chips.len() && !blocks)
        });
        if let Some(loss) = all {
            findings.push(found(
                join("resilience", &requirement.id),
                format!("{}: with {} nothing is left", requirement.id, loss.id),
            ));
        }
    }
    findings
}
