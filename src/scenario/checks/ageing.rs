//! What changes with the age of units, and moves between sites.

use super::facts::{Facts, selects_chip};
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{Chip, RuleEffect};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "ageing-out-of-range",
        severity: Severity::Error,
        title: "Values by age mean something at every age",
        hint: "shares lie between 0 % and 100 %, costs at 0 or more, energy above 0 %, the loss of a move below 100 %",
        run: |facts| by_chip(facts, out_of_range),
    },
    Check {
        id: "ageing-beyond-life",
        severity: Severity::Warning,
        title: "No value is given for an age that units never reach",
        hint: "a list by age has one entry for each period of service; check `life` and the length of the periods",
        run: |facts| by_chip(facts, beyond_life),
    },
    Check {
        id: "moves-impossible",
        severity: Severity::Warning,
        title: "A chip that may move fits at two sites, and its life is longer than a move",
        hint: "check the cooling and rack density of the halls, `downtime` and `life`",
        run: impossible,
    },
    Check {
        id: "no-move-without-moves",
        severity: Severity::Warning,
        title: "A ban on moves selects a chip that may move",
        hint: "give a chip `moves: {cost: ...}`; without it no unit ever moves",
        run: idle_ban,
    },
];

fn by_chip(facts: &Facts<'_>, find: fn(&Chip) -> Vec<(&'static str, String)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for chip in &facts.s.chips {
        let base = join("chip_catalogue", &chip.id);
        let place = |(key, message): (&str, String)| found(join(&base, key), message);
        findings.extend(find(chip).into_iter().map(place));
    }
    findings
}

fn out_of_range(chip: &Chip) -> Vec<(&'static str, String)> {
    let ageing = &chip.ageing;
    let mut wrong = Vec::new();
    let mut check = |key, values: &[f64], good: fn(f64) -> bool| {
        if let Some(value) = values.iter().find(|value| !good(**value)) {
            wrong.push((key, format!("{} % at some age", percent(*value))));
        }
    };
    let share = |value| (0.0..=1.0).contains(&value);
    check("ageing.availability", &ageing.availability, share);
    check("ageing.energy", &ageing.energy, |value| value > 0.0);
    check("ageing.resale", &ageing.resale, share);
    if !share(ageing.write_off) {
        wrong.push((
            "ageing.write_off",
            format!("a share of {} %", percent(ageing.write_off)),
        ));
    }
    let costs = ageing.maintenance.iter().map(|cost| cost.value());
    let lowest = costs.fold(0.0, f64::min);
    if lowest < 0.0 {
        wrong.push((
            "ageing",
            format!("maintenance of {lowest} MUSD a year at some age"),
        ));
    }
    if let Some(moves) = ageing.moves {
        if moves.cost.value() < 0.0 {
            wrong.push(("moves.cost", format!("a cost of {} MUSD", moves.cost.value())));
        }
        if !(0.0..1.0).contains(&moves.loss) {
            wrong.push(("moves.loss", format!("a loss of {} %", percent(moves.loss))));
        }
    }
    wrong
}

fn beyond_life(chip: &Chip) -> Vec<(&'static str, String)> {
    let ageing = &chip.ageing;
    let lists = [
        ("ageing", ageing.maintenance.len()),
        ("ageing.availability", ageing.availability.len()),
        ("ageing.energy", ageing.energy.len()),
        ("ageing.resale", ageing.resale.len()),
    ];
    let too_long = lists
        .into_iter()
        .filter(|(_, ages)| *ages > usize::from(chip.life));
    too_long
        .map(|(key, ages)| {
            let life = chip.life;
            (
                key,
                format!("values for {ages} periods of service; units serve {life}"),
            )
        })
        .collect()
}

fn impossible(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, chip) in facts.s.chips.iter().enumerate() {
        let Some(moves) = chip.ageing.moves else { continue };
        let path = join(&join("chip_catalogue", &chip.id), "moves");
        let sites = (0..facts.s.sites.len())
            .filter(|&site| facts.fits(index, site))
            .count();
        if sites < 2 {
            findings.push(found(
                path,
                format!("{} fits at {sites} site: it cannot move", chip.id),
            ));
        } else if chip.life <= moves.downtime + 1 {
            let (life, downtime) = (chip.life, moves.downtime);
            findings.push(found(
                path,
                format!(
                    "{} serves {life} periods and is {downtime} under way: it cannot move",
                    chip.id
                ),
            ));
        }
    }
    findings
}

fn idle_ban(facts: &Facts<'_>) -> Vec<Finding> {
    let bans = facts
        .s
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, RuleEffect::NoMove));
    let idle = bans.filter(|rule| {
        let mut chips = facts.s.chips.iter().enumerate();
        !chips.any(|(index, chip)| chip.ageing.moves.is_some() && selects_chip(&rule.chips, index, chip))
    });
    idle.map(|rule| {
        let message = format!("{} forbids moves, but no chip it selects may move", rule.id);
        found(join("rules", &rule.id), message)
    })
    .collect()
}
