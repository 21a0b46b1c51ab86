//! Chips and pools that can never be of use.

use super::facts::{Facts, selects_chip};
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::{join, names};
use crate::scenario::types::Chip;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "chip-never-available",
        severity: Severity::Warning,
        title: "Every chip that may be bought can arrive in some period",
        hint: "check `released`, `lead_time` and `end_of_sale` against the horizon, or take it out of `chips.use`",
        run: never_available,
    },
    Check {
        id: "chip-without-work",
        severity: Severity::Warning,
        title: "Every chip can run some workload or training job",
        hint: "give it `prefill` and `decode` speeds of the workload's model, `throughput`, or a training speed",
        run: without_work,
    },
    Check {
        id: "chip-without-room",
        severity: Severity::Warning,
        title: "Every chip that may be bought fits some hall or lease",
        hint: "compare its `cooling` and power per rack with the hall designs of the sites",
        run: without_room,
    },
    Check {
        id: "chip-not-permitted",
        severity: Severity::Warning,
        title: "The rules let every chip that may be bought be deployed somewhere",
        hint: "see the rules that deny it or ask for a licence; a `grant` lifts a licence",
        run: not_permitted,
    },
];

fn base(id: &str) -> String {
    join("chip_catalogue", id)
}

/// Whether a chip is among those that may be bought at all (not only standing in the fleet).
fn bought(chip: &Chip) -> bool {
    chip.supply
        .as_ref()
        .is_none_or(|supply| supply.iter().any(|&units| units > 0.0))
}

fn never_available(facts: &Facts<'_>) -> Vec<Finding> {
    let in_fleet = |index: usize| facts.s.cohorts.iter().any(|cohort| cohort.chip.index() == index);
    let chips = facts.s.chips.iter().enumerate();
    chips
        .filter(|(index, chip)| chip.available.is_none() && !in_fleet(*index))
        .map(|(_, chip)| {
            found(
                base(&chip.id),
                format!("no unit of {} can arrive within the horizon", chip.id),
            )
        })
        .collect()
}

fn without_work(facts: &Facts<'_>) -> Vec<Finding> {
    let trains = |index: usize, chip: &crate::scenario::types::Chip| {
        chip.training.is_some()
            && facts
                .s
                .jobs
                .iter()
                .any(|job| selects_chip(&job.chips, index, chip))
    };
    let chips = facts.s.chips.iter().enumerate();
    chips
        .filter(|(index, chip)| {
            chip.throughput.iter().all(|volume| volume.value() <= 0.0) && !trains(*index, chip)
        })
        .map(|(_, chip)| {
            found(
                base(&chip.id),
                format!("{} can run none of the workloads and training jobs", chip.id),
            )
        })
        .collect()
}

fn without_room(facts: &Facts<'_>) -> Vec<Finding> {
    let chips = facts.s.chips.iter().enumerate();
    let roomless = |index: usize| !(0..facts.s.sites.len()).any(|site| facts.fits(index, site));
    chips
        .filter(|(index, chip)| bought(chip) && roomless(*index))
        .map(|(_, chip)| {
            let density = chip.power.value() * 1e3 / chip.racks;
            let message = format!(
                "no hall or lease of any site can hold {} ({density:.1} kW per rack)",
                chip.id
            );
            found(base(&chip.id), message)
        })
        .collect()
}

/// One finding for all of them: a whole vendor is often shut out at once.
fn not_permitted(facts: &Facts<'_>) -> Vec<Finding> {
    let denied = |index: usize, chip: &Chip| {
        let Some((first, last)) = chip.available else {
            return false;
        };
        let at =
            |site: usize| (first.index()..=last.index()).any(|period| facts.permitted(index, site, period));
        !(0..facts.s.sites.len()).any(at)
    };
    let chips = facts
        .s
        .chips
        .iter()
        .enumerate()
        .filter(|(index, chip)| denied(*index, chip));
    let ids: Vec<&str> = chips.map(|(_, chip)| chip.id.as_str()).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    vec![found(
        "chips.use",
        format!("the rules permit at no site and in no period: {}", names(ids)),
    )]
}
