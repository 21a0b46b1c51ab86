//! The planner's own limits that contradict themselves or speak of nothing.

use super::facts::{Facts, selects_chip, selects_site};
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{By, CustomLimit, QuantityFilter};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "limits-cross",
        severity: Severity::Error,
        title: "The lower side of a limit is not above its upper side, and breaking it is not paid for",
        hint: "make `at_least` at most `at_most`, and `violation_cost` 0 or more",
        run: cross,
    },
    Check {
        id: "limit-raised-for-nothing",
        severity: Severity::Error,
        title: "What a limit asks to be high is not raised by orders of nothing, moves of nobody or prices that keep all away",
        hint: "name the `components` that are meant, without orders, moves, their duty and legal risk; limit what is served",
        run: raised_for_nothing,
    },
    Check {
        id: "limit-selects-nothing",
        severity: Severity::Warning,
        title: "The filter of a limit selects some chip in use and some site",
        hint: "check the ids, vendors, countries and groups it names",
        run: selects_nothing,
    },
    Check {
        id: "limit-never",
        severity: Severity::Warning,
        title: "A limit holds in some period",
        hint: "`from` is the first period and `to` the last one in which it holds",
        run: never,
    },
];

/// A limit with the path of its entry: its id stands for its position in the list.
fn limits<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (String, &'a CustomLimit)> {
    let limits = facts.s.limits.iter();
    limits.map(|limit| (limit.id.clone(), limit))
}

fn path(id: &str, key: &str) -> String {
    join(&join("limits", id), key)
}

fn cross(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, limit) in limits(facts) {
        let crossing = limit.windows.iter().find_map(|window| {
            let (least, most) = window.at_least.zip(window.at_most)?;
            (least > most).then_some((window.first, least, most))
        });
        if let Some((first, least, most)) = crossing {
            let message = format!(
                "{id} asks for at least {least} and at most {most} in {}",
                facts.label(first.index())
            );
            findings.push(found(path(&id, "at_least"), message));
        }
        if limit.violation_cost.is_some_and(|cost| cost < 0.0) {
            let message = format!("breaking {id} would earn money");
            findings.push(found(path(&id, "violation_cost"), message));
        }
    }
    findings
}

fn raised_for_nothing(facts: &Facts<'_>) -> Vec<Finding> {
    let raised = limits(facts).filter_map(|(id, limit)| {
        let what = limit.raised_for_nothing(facts.s)?;
        let message = format!("{id} asks for much of {what}");
        Some(found(path(&id, "quantity"), message))
    });
    raised.collect()
}

fn selects_nothing(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let chips = |filter: &QuantityFilter| {
        let mut all = s.chips.iter().enumerate();
        all.any(|(index, chip)| selects_chip(&filter.chips, index, chip))
    };
    let sites = |filter: &QuantityFilter| {
        let mut all = s.sites.iter().enumerate();
        all.any(|(index, site)| selects_site(&filter.places, index, site))
    };
    let mut findings = Vec::new();
    for (id, limit) in limits(facts) {
        let by = limit.quantity.by();
        if by.contains(&By::Chip) && !chips(&limit.filter) {
            findings.push(found(
                path(&id, "filter"),
                format!("{id} selects none of the chips in use"),
            ));
        } else if by.contains(&By::Place) && !sites(&limit.filter) {
            findings.push(found(
                path(&id, "filter"),
                format!("{id} selects none of the sites"),
            ));
        }
    }
    findings
}

fn never(facts: &Facts<'_>) -> Vec<Finding> {
    let idle = limits(facts).filter(|(_, limit)| limit.windows.is_empty());
    idle.map(|(id, _)| found(path(&id, "from"), format!("{id} holds in no period")))
        .collect()
}
