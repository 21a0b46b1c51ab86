//! How long a commitment can wait: it is moved later period by period in the finished plan, what hangs on it moves along
//! where it has to, all else stays as it is, and the plan is checked against every rule each time.

use crate::plan::Plan;
use crate::plan::verify::{TOLERANCE, Violation, verify};
use crate::scenario::{ChipId, ModelSpec, Period, Scenario, SiteId};
use crate::study::commitment::{Commitment, Item, arrived, put, series};

/// How long a commitment can wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Slack {
    /// Last period in which it still delivers when the plan needs it.
    pub last: Period,
    /// What stands against the period after; `None` if that is beyond the horizon.
    pub held_by: Option<Violation>,
}

/// Families that follow from when money is paid: what a later payment changes in them is settled anew, it is not a
/// reason to be on time.
const SETTLED_ANEW: [&str; 2] = ["tax", "incentives"];

/// Moves a commitment of a plan later until a rule breaks.
pub fn slack(scenario: &Scenario, spec: &ModelSpec, plan: &Plan, commitment: &Commitment) -> Slack {
    let mut spec = spec.clone();
    spec.off.extend(SETTLED_ANEW.map(str::to_owned));
    let from = commitment.period.index();
    // Tied to a period by their terms.
    let tied = matches!(
        commitment.item,
        Item::LeaseOption(..) | Item::LeaseExtension(..) | Item::Cancellation(_)
    );
    if tied {
        return Slack {
            last: commitment.period,
            held_by: None,
        };
    }
    let mut last = from;
    for to in from + 1..scenario.horizon.len() {
        let moved = moved(scenario, plan, commitment, to);
        let found = verify(scenario, &spec, &moved);
        if !found.accepted() {
            return Slack {
                last: Period(last as u16),
                held_by: telling(found.violations, from),
            };
        }
        last = to;
    }
    Slack {
        last: Period(last as u16),
        held_by: None,
    }
}

/// The violation that tells most: the earliest in time, from the commitment on.
fn telling(violations: Vec<Violation>, from: usize) -> Option<Violation> {
    let when = |violation: &Violation| violation.period.map_or(usize::MAX, Period::index).max(from);
    violations.into_iter().min_by_key(when)
}

/// The plan with a commitment moved to another period, and what hangs on it not before it is ready. Beyond the horizon it
/// is gone.
pub(super) fn moved(scenario: &Scenario, plan: &Plan, commitment: &Commitment, to: usize) -> Plan {
    let mut moved = plan.clone();
    let Commitment { item, period, .. } = *commitment;
    let mut row = series(scenario, plan, item);
    let quantity = row.get_mut(period.index()).map_or(0.0, std::mem::take);
    if let Some(place) = row.get_mut(to) {
        *place += quantity;
    }
    put(scenario, &mut moved, item, &row);
    match item {
        Item::SiteStage(r, _)
        | Item::Site(r)
        | Item::Power(r, _)
        | Item::Hall(r, _)
        | Item::HallStage(r, ..) => {
            follow(scenario, &mut moved, r);
        }
        Item::Chips(c) => deploy_as_they_come(scenario, &mut moved, c),
        Item::Contract(l) => {
            if let Some(contract) = scenario.contracts.get(l.index()) {
                deploy_as_they_come(scenario, &mut moved, contract.chip);
            }
        }
        Item::Agreement(r, p) => less_energy(&mut moved, (r.index(), p), quantity, period.index()..to),
        _ => {}
    }
    moved
}

/// Puts off what happens at a site to when it can: opening after the stages, halls and tranches after the opening, stages
/// of halls after the stage before, and no power booked before it flows.
fn follow(scenario: &Scenario, plan: &mut Plan, r: SiteId) {
    let Some(site) = scenario.sites.get(r.index()) else {
        return;
    };
    let mut ready = 0;
    for (k, stage) in site.construction.stages.iter().enumerate() {
        if let Some(finishes) = stage.finishes {
            ready = finishes.index();
            continue;
        }
        let item = Item::SiteStage(r, k);
        ready = not_before(scenario, plan, item, ready) + usize::from(stage.lead_periods);
    }
    if !site.existing {
        ready = not_before(scenario, plan, Item::Site(r), ready);
    } else {
        ready = 0;
    }
    let mut ahead = ready;
    for (g, tranche) in site.tranches.iter().enumerate() {
        if tranche.terms.energised.is_some() {
            continue;
        }
        let bridging = tranche.terms.bridging.is_some();
        let earliest = if bridging { ready } else { ahead };
        let committed = not_before(scenario, plan, Item::Power(r, g), earliest);
        if !bridging {
            ahead = committed;
        }
        let flows = committed + usize::from(tranche.lead_periods);
        for table in [&mut plan.power.booked, &mut plan.power.bridge_energy] {
            let row = table.get_mut(r.index()).and_then(|rows| rows.get_mut(g));
            row.into_iter()
                .flatten()
                .take(flows)
                .for_each(|amount| *amount = 0.0);
        }
    }
    for (i, hall) in site.halls.iter().enumerate() {
        not_before(scenario, plan, Item::Hall(r, i), ready);
        let stages = &hall.construction.stages;
        for (k, before) in (1..stages.len()).zip(stages) {
            // Those in work before the horizon come first.
            let lead = usize::from(before.lead_periods);
            let mut available: Vec<usize> = Vec::new();
            for work in hall
                .construction
                .in_work
                .iter()
                .filter(|work| usize::from(work.stage) + 1 == k)
            {
                available.extend((0..work.count).map(|_| work.finishes.index()));
            }
            let earlier = if k == 1 {
                Item::Hall(r, i)
            } else {
                Item::HallStage(r, i, k - 1)
            };
            available.extend(times(&series(scenario, plan, earlier)).map(|t| t + lead));
            available.sort_unstable();
            let item = Item::HallStage(r, i, k);
            let planned = series(scenario, plan, item);
            let mut row = vec![0.0; planned.len()];
            for (entered, ready) in times(&planned).zip(available) {
                if let Some(place) = row.get_mut(entered.max(ready)) {
                    *place += 1.0;
                }
            }
            put(scenario, plan, item, &row);
        }
    }
}

/// The period of each one of a count by period, in order.
fn times(row: &[f64]) -> impl Iterator<Item = usize> + '_ {
    row.iter()
        .enumerate()
        .flat_map(|(t, &count)| std::iter::repeat_n(t, count.round().max(0.0) as usize))
}

/// Puts everything of an item that lies before `earliest` off to then, and returns the first period in which there is
/// any of it (or `earliest` if there is none). What would be beyond the horizon is lost; the check says so.
fn not_before(scenario: &Scenario, plan: &mut Plan, item: Item, earliest: usize) -> usize {
    let mut row = series(scenario, plan, item);
    let early: f64 = row.iter().take(earliest).sum();
    if early > 0.0 {
        row.iter_mut().take(earliest).for_each(|count| *count = 0.0);
        if let Some(place) = row.get_mut(earliest) {
            *place += early;
        }
        put(scenario, plan, item, &row);
    }
    row.iter().position(|&count| count > 0.0).unwrap_or(earliest)
}

/// Puts units into service no sooner than they have arrived: what is missing is deployed at the same sites when it comes.
fn deploy_as_they_come(scenario: &Scenario, plan: &mut Plan, c: ChipId) {
    let Some(chip) = scenario.chips.get(c.index()) else {
        return;
    };
    let sites = scenario.sites.len();
    let mut rows: Vec<Vec<f64>> = SiteId::all(sites)
        .map(|r| series(scenario, plan, Item::Deployment(c, r)))
        .collect();
    let mut before = 0.0;
    for t in 0..scenario.horizon.len() {
        let there = before + arrived(scenario, plan, c, t);
        let wanted: f64 = rows.iter().filter_map(|row| row.get(t)).sum();
        let mut missing = wanted - there;
        if missing > TOLERANCE {
            if chip.whole {
                missing = (missing - TOLERANCE).ceil();
            }
            for row in &mut rows {
                let Some(units) = row.get_mut(t) else { continue };
                let late = units.min(missing);
                *units -= late;
                missing -= late;
                if let Some(next) = row.get_mut(t + 1) {
                    *next += late;
                }
            }
        }
        let deployed: f64 = rows.iter().filter_map(|row| row.get(t)).sum();
        let left = if chip.hub {
            (there - deployed).max(0.0)
        } else {
            0.0
        };
        let years = scenario
            .horizon
            .length
            .get(t)
            .map_or(0.0, |length| length.value());
        before = left * (1.0 - chip.hub_terms.loss).powf(years);
    }
    for (r, row) in SiteId::all(sites).zip(&rows) {
        put(scenario, plan, Item::Deployment(c, r), row);
    }
}

/// Takes its share of the energy of an agreement away in the periods in which some of it is not signed yet.
fn less_energy(plan: &mut Plan, (r, p): (usize, usize), megawatts: f64, periods: std::ops::Range<usize>) {
    let signed = plan
        .ppa
        .signed
        .get(r)
        .and_then(|rows| rows.get(p))
        .cloned()
        .unwrap_or_default();
    for t in periods {
        let running: f64 = signed.iter().take(t + 1).sum();
        let left = running / (running + megawatts).max(f64::MIN_POSITIVE);
        for table in [&mut plan.ppa.energy, &mut plan.ppa.paid] {
            if let Some(energy) = table
                .get_mut(r)
                .and_then(|rows| rows.get_mut(p))
                .and_then(|row| row.get_mut(t))
            {
                *energy *= left;
            }
        }
    }
}
