//! Blocks of hours and profiles of demand.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{DemandLine, Profile};

/// Largest difference of a sum of shares from 100 %.
const TOLERANCE: f64 = 1e-6;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "hour-shares-sum",
        severity: Severity::Error,
        title: "The blocks of hours add up to 100 % of the time",
        hint: "for nights of eight hours: `blocks: {night: 33.333333 %, day: 66.666667 %}`",
        run: shares,
    },
    Check {
        id: "profile-mean",
        severity: Severity::Error,
        title: "Profiles over the blocks of hours have a mean of 100 %",
        hint: "the mean weights each block by its share of the time: 40 % at 55 % and 60 % at 130 % is 100 %",
        run: profiles,
    },
];

fn shares(facts: &Facts<'_>) -> Vec<Finding> {
    let share = &facts.s.hours.share;
    let sum: f64 = share.iter().sum();
    let message = if share.iter().any(|&share| share <= 0.0) {
        "a block takes no time".to_owned()
    } else if (sum - 1.0).abs() > TOLERANCE {
        format!("the blocks add up to {} %", percent(sum))
    } else {
        return Vec::new();
    };
    vec![found(
        "hours.blocks",
        format!("{message}; expected 100 % in blocks of more than 0 %"),
    )]
}

fn profiles(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let fault = |base: &str, id: &str, profile: &Profile| {
        let mean = s.hours.mean(&profile.0);
        let message = if profile.0.iter().any(|&factor| factor < 0.0) {
            "a block has a negative volume".to_owned()
        } else if !profile.0.is_empty() && (mean - 1.0).abs() > TOLERANCE {
            format!("the profile has a mean of {} %", percent(mean))
        } else {
            return None;
        };
        Some(found(
            join(&join(base, id), "profile"),
            format!("{id}: {message}; expected 100 % and no block below 0 %"),
        ))
    };
    let markets = s.markets.iter();
    let markets = markets.filter_map(|market| fault("markets", &market.id, &market.profile));
    // A line that takes over its market's profile is not told again.
    let own = |line: &&DemandLine| {
        let market = s.markets.get(line.market.index());
        market.is_none_or(|market| market.profile != line.profile)
    };
    let lines = s.demand.iter().filter(own);
    let lines = lines.filter_map(|line| fault("demand", &line.id, &line.profile));
    markets.chain(lines).collect()
}
