//! The cheapest repairs of an infeasible scenario, each confirmed by a solve of the scenario with its limits moved.

use super::desk::{Cheapest, Desk, Found, Repaired};
use super::elastic::kinds;
use super::limit::{Kind, Limit, Move};
use crate::run::RunError;
use crate::scenario::Scenario;
use std::collections::BTreeSet;

/// Repairs that widen what the cheapest one leaves alone.
const OTHERS: usize = 2;

/// Share of demand that is all of it: to want nothing is no repair where there is another.
const ALL: f64 = 0.9995;

/// Factors by which amounts grow until the repaired scenario has a plan.
const GROWTH: [f64; 4] = [1.0, 1.01, 1.05, 1.25];

/// A repair: limits that give way, and by how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// What sets it apart.
    pub title: String,
    /// The kind of limit that it moves, if it is one kind alone.
    pub kind: Option<Kind>,
    /// The moves, dearest first, amounts rounded up to three digits.
    pub moves: Vec<Move>,
    /// Price for comparison, MUSD.
    pub price: f64,
    /// Whether no cheaper one of its sort exists within the gap.
    pub proven: bool,
    /// Objective of the plan found for the repaired scenario, and its bound; MUSD of present value.
    pub objective: f64,
    /// The same for the bound.
    pub best_bound: Option<f64>,
}

/// Repairs found, and what went missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repairs {
    /// The repairs, cheapest first.
    pub list: Vec<Repair>,
    /// Kinds of limits of which no widening is enough alone.
    pub not_enough: Vec<Kind>,
    /// Sentences about repairs that were left out.
    pub remarks: Vec<String>,
}

/// The cheapest mix, the cheapest of every kind alone, and mixes without what the cheapest one moves most.
pub(super) fn search(desk: &Desk<'_>) -> Result<Repairs, RunError> {
    let mut search = Search {
        desk,
        repairs: Repairs::default(),
        in_doubt: false,
    };
    desk.phase("looking for the cheapest repair");
    let widened: Vec<Limit> = match desk.cheapest(|_| true)? {
        Cheapest::Found(found) if found.moves.is_empty() => {
            let remark = "The program has a plan as it stands: nothing has to give way.";
            search.repairs.remarks.push(remark.into());
            return Ok(search.repairs);
        }
        Cheapest::Found(found) => {
            let widened = found.moves.iter().map(|(step, _)| step.limit).collect();
            search.add("cheapest".into(), *found)?;
            widened
        }
        Cheapest::None => return Ok(search.repairs),
        Cheapest::Unknown => Vec::new(),
    };
    // Where the cheapest is of one kind, that is the cheapest of the kind.
    let own: BTreeSet<Kind> = widened.iter().map(|limit| limit.kind()).collect();
    for kind in kinds(&desk.elastic.limits()) {
        if own.len() != 1 || !own.contains(&kind) {
            search.of_kind(kind)?;
        }
    }
    for limit in widened.into_iter().take(OTHERS) {
        search.without(limit)?;
    }
    let Search {
        mut repairs,
        in_doubt,
        ..
    } = search;
    if in_doubt {
        repairs
            .remarks
            .push("The time was up: there may be other and cheaper repairs.".into());
    }
    repairs.list.sort_by(|a, b| a.price.total_cmp(&b.price));
    Ok(repairs)
}

struct Search<'a, 'q> {
    desk: &'a Desk<'q>,
    repairs: Repairs,
    /// Whether the time was up somewhere.
    in_doubt: bool,
}

impl Search<'_, '_> {
    /// Repairs by one kind of limit alone.
    fn of_kind(&mut self, kind: Kind) -> Result<(), RunError> {
        self.desk.phase("looking for repairs of one kind");
        match self.desk.cheapest(|limit| limit.kind() == kind)? {
            Cheapest::Found(found) if wants_nothing(&found.moves) => self.repairs.not_enough.push(kind),
            Cheapest::Found(found) => self.add(format!("{} alone", kind.title()), *found)?,
            Cheapest::None => self.repairs.not_enough.push(kind),
            Cheapest::Unknown => self.in_doubt = true,
        }
        Ok(())
    }

    /// Repairs that leave one limit as it is.
    fn without(&mut self, limit: Limit) -> Result<(), RunError> {
        self.desk.phase("looking for other repairs");
        match self.desk.cheapest(|other| other != limit)? {
            Cheapest::Found(found) => {
                let told = limit.told(self.desk.scenario());
                let name = told.split(':').next().unwrap_or_default();
                self.add(format!("with the {name} as now"), *found)
            }
            Cheapest::None => Ok(()),
            Cheapest::Unknown => {
                self.in_doubt = true;
                Ok(())
            }
        }
    }

    /// Adds a repair once it is confirmed, unless it is there already.
    fn add(&mut self, title: String, mut found: Found) -> Result<(), RunError> {
        if wants_nothing(&found.moves) && !self.repairs.list.is_empty() {
            return Ok(());
        }
        let price: f64 = found.moves.iter().map(|(_, price)| price).sum();
        let exact = in_order(&found.moves);
        for growth in GROWTH {
            let grown = |step: &Move| rounded(step, growth, self.desk.scenario());
            let moves: Vec<Move> = exact.iter().map(grown).collect();
            if self.repairs.list.iter().any(|known| known.moves == moves) {
                return Ok(());
            }
            self.desk.phase("confirming a repair");
            match self.desk.repaired(&moves, &mut found.resolver)? {
                Some(Some(Repaired {
                    objective,
                    best_bound,
                })) => {
                    let mut kinds: BTreeSet<Kind> = moves.iter().map(|step| step.limit.kind()).collect();
                    let first = kinds.pop_first();
                    self.repairs.list.push(Repair {
                        title,
                        kind: first.filter(|_| kinds.is_empty()),
                        moves,
                        price,
                        proven: found.proven,
                        objective,
                        best_bound,
                    });
                    return Ok(());
                }
                Some(None) => {}
                None => {
                    self.in_doubt = true;
                    break;
                }
            }
        }
        let remark = format!("A repair ({title}) could not be confirmed and is left out.");
        self.repairs.remarks.push(remark);
        Ok(())
    }
}

/// Whether a repair takes all of the demand away.
fn wants_nothing(moves: &[(Move, f64)]) -> bool {
    let mut moves = moves.iter();
    moves.any(|(step, _)| step.limit == Limit::Demand && step.amount > ALL)
}

/// Moves with those of the same limit together, in the order of time; limits by their dearest move.
fn in_order(found: &[(Move, f64)]) -> Vec<Move> {
    let mut limits: Vec<Limit> = Vec::new();
    for (step, _) in found {
        if !limits.contains(&step.limit) {
            limits.push(step.limit);
        }
    }
    let mut ordered: Vec<Move> = found.iter().map(|(step, _)| *step).collect();
    ordered.sort_by_key(|step| (limits.iter().position(|limit| *limit == step.limit), step.at));
    ordered
}

/// A move with an amount that a planner would say: rounded up to three digits, shares to a tenth of a per cent, things
/// to whole ones.
fn rounded(step: &Move, growth: f64, s: &Scenario) -> Move {
    // What is a hair above a round number is that number.
    let up = |value: f64, unit: f64| (value / unit - 1e-6).ceil() * unit;
    let amount = step.amount * growth;
    let amount = match step.limit {
        Limit::Earliest(_)
        | Limit::Commitment(_)
        | Limit::Sale(_)
        | Limit::Residency(_)
        | Limit::Latency(_) => step.amount,
        Limit::Demand => up(amount, 1e-3).min(1.0),
        Limit::Floor(d) => up(amount, 1e-3).min(s.demand[d.index()].service_floor),
        Limit::Resilience(_) => up(amount, 1e-3).min(1.0),
        Limit::Job(j) => {
            let work = s.jobs[j.index()].work.value();
            let rounded = up(amount, digits(amount));
            // All but a hair of it is all of it.
            if rounded > work * (1.0 - 1e-6) {
                work
            } else {
                rounded
            }
        }
        Limit::Halls(..) | Limit::Openings | Limit::Contractor(_) | Limit::Blocks(..) => up(amount, 1.0),
        Limit::Supply(c) if s.chips[c.index()].whole => up(amount, 1.0),
        Limit::Allocation(l) if s.chips[s.contracts[l.index()].chip.index()].whole => up(amount, 1.0),
        _ if amount.is_finite() => up(amount, digits(amount)),
        _ => amount,
    };
    Move { amount, ..*step }
}

/// The last of three digits of a number.
fn digits(value: f64) -> f64 {
    10f64.powf(value.abs().max(1e-9).log10().floor() - 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::base;
    use crate::scenario::{BudgetId, ChipId};

    #[test]
    fn amounts_are_rounded_up_to_what_a_planner_would_say() {
        let amount = |limit, amount| {
            let step = Move { limit, at: 0, amount };
            rounded(&step, 1.0, &base()).amount
        };
        let money = |value| amount(Limit::Budget(BudgetId(0)), value);
        assert!((money(10.000_000_1) - 10.0).abs() < 1e-9);
        assert!((money(10.01) - 10.1).abs() < 1e-9);
        assert!((money(1234.5) - 1240.0).abs() < 1e-9);
        assert!((money(0.012_31) - 0.0124).abs() < 1e-9);
        assert_eq!(amount(Limit::Supply(ChipId(0)), 1.2), 2.0);
        assert!((amount(Limit::Demand, 2.0 / 3.0) - 0.667).abs() < 1e-9);
    }
}
