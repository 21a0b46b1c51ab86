//! Chips counted by vintage: who may retire, move and arrive, and that nobody leaves who is not there.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::select::{self, Status};
use crate::plan::vintages::{Change, FleetChange, life};
use crate::scenario::{ChipId, Moves, Period, RuleEffect, SiteId};
use std::collections::BTreeMap;

const LIFE: Kind = kind("fleet_life", "fleet_life");
const RETIRE: Kind = kind("fleet_life", "early_retirement");
const MOVES: Kind = kind("fleet_moves", "fleet_moves");
const TRANSIT: Kind = kind("fleet_moves", "fleet_transit");
const ARRIVAL: Kind = kind("fleet_moves", "fleet_arrival");
const PERMITTED: Kind = kind("export_rules", "move_permission");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for change in &facts.plan.fleet_changes {
        in_life(checker, change);
        match change.change {
            Change::Retire => retirement(checker, change),
            Change::MoveIn => arrival(checker, change),
            Change::MoveOut => departure(checker, change),
        }
    }
    presence(checker);
    in_service(checker);
    transit(checker);
}

/// Chip, vintage and site of a change.
fn subject(checker: &Checker<'_>, change: &FleetChange) -> String {
    let scenario = checker.facts.scenario;
    let chip = &scenario.chips[usize::from(change.chip)].id;
    let site = &scenario.sites[usize::from(change.site)].id;
    let vintage = checker.facts.vintage_label(change.vintage);
    format!("{chip},{site},{vintage}")
}

/// Units change while they are in service: from their second period on, if their chip is counted by vintage.
fn in_life(checker: &mut Checker<'_>, change: &FleetChange) {
    let scenario = checker.facts.scenario;
    let chip = &scenario.chips[usize::from(change.chip)];
    let t = change.period.index();
    let served = life(chip, change.vintage, scenario.horizon.len());
    let later = i64::from(change.vintage) < t as i64;
    let who = subject(checker, change);
    checker.require(
        chip.by_vintage() && later && served.contains(&t),
        LIFE,
        || who.clone(),
        Some(change.period),
        || {
            format!(
                "{} of {who} outside the service of the units",
                change.change.name()
            )
        },
    );
}

fn retirement(checker: &mut Checker<'_>, change: &FleetChange) {
    let chip = &checker.facts.scenario.chips[usize::from(change.chip)];
    let who = subject(checker, change);
    checker.require(
        change.vintage < 0 || chip.ageing.early_retirement,
        RETIRE,
        || who.clone(),
        Some(change.period),
        || {
            format!(
                "units of {who} retire; {} is kept to the end of its life",
                chip.id
            )
        },
    );
}

/// Units arrive by moves where they could be deployed without a licence.
fn arrival(checker: &mut Checker<'_>, change: &FleetChange) {
    let facts = checker.facts;
    may_move(checker, change);
    let (c, r) = (ChipId(change.chip), SiteId(change.site));
    let who = subject(checker, change);
    let status = select::status(facts.scenario, c, r, change.period);
    checker.require(
        status == Status::Free,
        PERMITTED,
        || who.clone(),
        Some(change.period),
        || format!("units of {who} arrive by a move, where they may not be deployed without a licence"),
    );
}

/// Units leave for other sites where no rule in force forbids it.
fn departure(checker: &mut Checker<'_>, change: &FleetChange) {
    let facts = checker.facts;
    may_move(checker, change);
    let (c, r, t) = (ChipId(change.chip), SiteId(change.site), change.period);
    let ban = facts.scenario.rules.iter().find(|rule| {
        matches!(rule.effect, RuleEffect::NoMove)
            && select::in_force(facts.scenario, rule, t)
            && select::speaks_of(facts.scenario, rule, c, r)
    });
    let who = subject(checker, change);
    checker.require(
        ban.is_none(),
        PERMITTED,
        || who.clone(),
        Some(t),
        || {
            let rule = ban.map_or("", |rule| &rule.id);
            format!("units of {who} leave for another site, which {rule} forbids")
        },
    );
}

fn may_move(checker: &mut Checker<'_>, change: &FleetChange) {
    let chip = &checker.facts.scenario.chips[usize::from(change.chip)];
    let who = subject(checker, change);
    checker.require(
        chip.ageing.moves.is_some(),
        MOVES,
        || who.clone(),
        Some(change.period),
        || format!("units of {who} move; {} does not", chip.id),
    );
}

/// No more units leave or retire than there are.
fn presence(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for run in facts.runs() {
        let missing = (run.from..)
            .zip(&run.counts)
            .find(|(_, units)| **units < -TOLERANCE);
        let (t, units) = missing.map_or((run.from, 0.0), |(t, units)| (t, *units));
        let chip = &facts.scenario.chips[run.chip.index()].id;
        let site = &facts.scenario.sites[run.site.index()].id;
        let who = || format!("{chip},{site},{}", facts.vintage_label(run.vintage));
        checker.require(missing.is_none(), LIFE, who, Some(Period(t as u16)), || {
            format!("{} units more leave or retire than there are", number(-units))
        });
    }
}

/// Units that arrive without downtime and loss are in service where they arrive: they cannot go on at once.
fn in_service(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let mut arrived: BTreeMap<(ChipId, i32, SiteId, Period), f64> = BTreeMap::new();
    for change in &facts.plan.fleet_changes {
        let chip = &facts.scenario.chips[usize::from(change.chip)];
        let at_once = chip.ageing.moves.is_some_and(|moves| !moves.counts_departures());
        if change.change == Change::MoveIn && at_once {
            let at = (
                ChipId(change.chip),
                change.vintage,
                SiteId(change.site),
                change.period,
            );
            *arrived.entry(at).or_default() += change.units;
        }
    }
    for ((c, vintage, r, t), units) in arrived {
        let runs = facts.runs();
        let run = runs.binary_search_by_key(&(c, vintage, r), |run| (run.chip, run.vintage, run.site));
        let run = run.ok().map(|i| &runs[i]);
        let there = run.and_then(|run| run.counts.get(t.index().checked_sub(run.from)?));
        let (chip, site) = (
            &facts.scenario.chips[c.index()].id,
            &facts.scenario.sites[r.index()].id,
        );
        let limit = Limit {
            kind: ARRIVAL,
            period: Some(t),
            what: "units that arrive",
            limit: "units in service",
            unit: "unit",
        };
        let who = || format!("{chip},{site},{}", facts.vintage_label(vintage));
        checker.within(&limit, who, units, there.copied().unwrap_or(0.0).max(0.0));
    }
}

/// Who leaves arrives after the downtime, less the loss.
fn transit(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    // (left, arrived) by chip, vintage and period of departure.
    let mut moved: BTreeMap<(u16, i32, i64), (f64, f64)> = BTreeMap::new();
    let moves = |c: u16| -> Moves {
        let chip = &facts.scenario.chips[usize::from(c)];
        chip.ageing.moves.unwrap_or_default()
    };
    for change in &facts.plan.fleet_changes {
        let (t, downtime) = (i64::from(change.period.0), i64::from(moves(change.chip).downtime));
        let (departure, left, arrived) = match change.change {
            Change::MoveOut => (t, change.units, 0.0),
            Change::MoveIn => (t - downtime, 0.0, change.units),
            Change::Retire => continue,
        };
        let sums = moved.entry((change.chip, change.vintage, departure)).or_default();
        *sums = (sums.0 + left, sums.1 + arrived);
    }
    for ((c, vintage, t), (left, arrived)) in moved {
        let chip = &facts.scenario.chips[usize::from(c)];
        let moves = moves(c);
        let expected = (1.0 - moves.loss) * left;
        let who = || format!("{},{}", chip.id, facts.vintage_label(vintage));
        let limit = Limit {
            kind: TRANSIT,
            period: u16::try_from(t).ok().map(Period),
            what: "units that arrive",
            limit: "units that left, less the loss",
            unit: "unit",
        };
        checker.within(&limit, who, arrived, expected);
        // Only whole units arrive: less than one is lost by rounding.
        let least = if chip.whole && moves.loss > 0.0 {
            (expected + TOLERANCE).floor()
        } else {
            expected
        };
        checker.at_least(&limit, who, arrived, least);
    }
}
