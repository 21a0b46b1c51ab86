//! How far apart two plans are, over the columns of a model: what a program maximises.
//!
//! ```text
//! |f - a|            f - a  where a is the least that f can be,  a - f  where it is the most,
//! else  u            u <= f - a + 2 (a - low) s,   u <= a - f + 2 (high - a) (1 - s),   s in {0, 1}
//! ```
//!
//! `a` is the value of `f` in a plan that is known.

use super::Differ;
use crate::model::Model;
use crate::model::quantities::Selection;
use crate::program::{Col, Integrality, KEY, Kind, Program};
use crate::scenario::{Period, PlaceSelector, Quantity, QuantityFilter, Scenario, SiteId};

/// A linear expression over columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Linear {
    terms: Vec<(Col, f64)>,
    constant: f64,
}

impl Linear {
    fn add(&mut self, scale: f64, other: &Self) {
        let scaled = other.terms.iter().map(|&(col, value)| (col, scale * value));
        self.terms.extend(scaled);
        self.constant += scale * other.constant;
    }

    fn value(&self, values: &[f64]) -> f64 {
        let terms = self.terms.iter();
        let sum: f64 = terms
            .map(|(col, amount)| amount * values.get(col.index()).copied().unwrap_or_default())
            .sum();
        sum + self.constant
    }

    /// Least and most by the bounds of its columns.
    fn range(&self, program: &Program) -> (f64, f64) {
        self.terms
            .iter()
            .fold((self.constant, self.constant), |(low, high), &(col, amount)| {
                let bounds = (program.col_lower[col.index()], program.col_upper[col.index()]);
                let (a, b) = (amount * bounds.0, amount * bounds.1);
                (low + a.min(b), high + a.max(b))
            })
    }
}

/// What is compared between plans.
#[derive(Debug, Clone)]
pub(super) struct Features {
    /// Each with its weight.
    amounts: Vec<(f64, Linear)>,
    /// Candidate sites: column of being open at the end, load at the end.
    sites: Vec<(Col, Linear)>,
    /// Load from which a site counts as used, MW.
    used: f64,
}

impl Features {
    /// Of a scenario; `total` is the size of the best plan that shares are of: load at the end or power deployed, MW.
    pub(super) fn new(differ: Differ, scenario: &Scenario, model: &Model, total: f64) -> Self {
        let mut features = Self {
            amounts: Vec::new(),
            sites: Vec::new(),
            used: (USED * total).max(SOMETHING),
        };
        // Moving a unit of load changes two sites (or two chips).
        let share = if total > 0.0 { 0.5 / total } else { 0.0 };
        match differ {
            Differ::Sites => features.by_site(scenario, model, share),
            Differ::Chips => features.by_chip(scenario, model, share),
            Differ::Timing => features.by_time(model),
        }
        features
    }

    fn by_site(&mut self, scenario: &Scenario, model: &Model, share: f64) {
        let last = scenario.horizon.len().saturating_sub(1);
        for (r, site) in SiteId::all(scenario.sites.len()).zip(&scenario.sites) {
            let filter = QuantityFilter {
                places: PlaceSelector {
                    sites: Some(vec![r]),
                    ..PlaceSelector::default()
                },
                ..QuantityFilter::default()
            };
            let mut load = Linear::default();
            let end = Period(last as u16);
            Selection::new(scenario, &model.columns, Quantity::ItUsed, &filter).window(
                (end, end),
                &mut |col, amount| match col {
                    Some(col) => load.terms.push((col, amount)),
                    None => load.constant += amount,
                },
            );
            if let Some(open) = model.columns.open(r, last).filter(|_| !site.existing) {
                self.sites.push((open, load.clone()));
            }
            self.amounts.push((share, load));
        }
    }

    fn by_chip(&mut self, scenario: &Scenario, model: &Model, share: f64) {
        let chips = crate::scenario::ChipId::all(scenario.chips.len()).zip(&scenario.chips);
        for (c, chip) in chips {
            let mut bought = Linear::default();
            for r in SiteId::all(scenario.sites.len()) {
                for t in 0..scenario.horizon.len() {
                    if let Some(col) = model.columns.deploy(c, r, t) {
                        bought.terms.push((col, chip.power.value()));
                    }
                }
            }
            self.amounts.push((share, bought));
        }
    }

    /// Everything that is cumulative over time: a step that is taken a period later differs in one column.
    fn by_time(&mut self, model: &Model) {
        let program = &model.program;
        for (col, kind) in program.col_kind.iter().enumerate() {
            let kind = program
                .kinds
                .get(usize::from(kind.0))
                .map_or("", |kind| kind.name);
            let free = program.col_lower[col] < program.col_upper[col];
            if free && ["open", "halls", "connect"].contains(&kind) {
                let one = Linear {
                    terms: vec![(Col(col as u32), 1.0)],
                    constant: 0.0,
                };
                self.amounts.push((1.0, one));
            }
        }
    }

    /// How far a point is from a plan: what [`Features::distance`] can be raised to.
    pub(super) fn between(&self, values: &[f64], plan: &[f64]) -> f64 {
        let amounts: f64 = self
            .amounts
            .iter()
            .map(|(weight, amount)| weight * (amount.value(values) - amount.value(plan)).abs())
            .sum();
        let at = |col: &Col| values.get(col.index()).copied().unwrap_or_default();
        let sites = self.sites.iter().map(|(open, load)| {
            if load.value(plan) >= self.used {
                1.0 - at(open)
            } else if load.value(values) >= self.used - 1e-9 {
                1.0
            } else {
                0.0
            }
        });
        amounts + sites.sum::<f64>()
    }

    /// Adds to a program what is needed to say how far a point is from `plan`, and returns that distance. The columns
    /// added can be lower than the distance, never higher.
    pub(super) fn distance(&self, program: &mut Program, kinds: &Kinds, plan: &[f64]) -> Linear {
        let mut distance = Linear::default();
        for (weight, amount) in &self.amounts {
            distance.add(*weight, &absolute(program, kinds, amount, plan));
        }
        for (open, load) in &self.sites {
            if load.value(plan) >= self.used {
                // Used in that plan: counts when closed.
                distance.constant += 1.0;
                distance.terms.push((*open, -1.0));
            } else {
                // Not used in that plan: counts when it carries load.
                let on = program.column(kinds.on, [0; KEY], (0.0, 1.0), Integrality::Integer);
                let mut row = vec![(on, self.used)];
                row.extend(load.terms.iter().map(|&(col, amount)| (col, -amount)));
                let most = load.constant;
                program.insert_row(kinds.link, [0; KEY], (f64::NEG_INFINITY, most), row);
                distance.terms.push((on, 1.0));
            }
        }
        distance
    }
}

/// Share of the load of the best plan from which a site counts as used.
const USED: f64 = 0.01;

/// Load from which a site counts as used where the best plan has none, MW.
const SOMETHING: f64 = 1e-3;

/// Kinds of columns and families of rows that distances add.
pub(super) struct Kinds {
    apart: Kind,
    side: Kind,
    on: Kind,
    least: Kind,
    link: crate::program::Family,
    far: crate::program::Family,
}

impl Kinds {
    /// Adds them to a program.
    pub(super) fn new(program: &mut Program) -> Self {
        Self {
            apart: program.kind("apart", &[]),
            side: program.kind("side", &[]),
            on: program.kind("on", &[]),
            least: program.kind("least_distance", &[]),
            link: program.family("distance_link", &[]),
            far: program.family("distance", &[]),
        }
    }

    /// A column that is no larger than any of the distances.
    pub(super) fn least_of(&self, program: &mut Program, distances: &[Linear]) -> Col {
        let least = program.column(
            self.least,
            [0; KEY],
            (0.0, f64::INFINITY),
            Integrality::Continuous,
        );
        for distance in distances {
            let terms = distance.terms.iter().map(|&(col, amount)| (col, -amount));
            let row: Vec<(Col, f64)> = terms.chain([(least, 1.0)]).collect();
            program.insert_row(self.far, [0; KEY], (f64::NEG_INFINITY, distance.constant), row);
        }
        least
    }
}

/// `|amount - its value in the plan|`, or something that can be raised to it and no further.
fn absolute(program: &mut Program, kinds: &Kinds, amount: &Linear, plan: &[f64]) -> Linear {
    let (low, high) = amount.range(program);
    let known = amount.value(plan);
    let noise = 1e-9 * known.abs().max(1.0);
    let mut linear = Linear::default();
    if high - low <= noise {
        return linear;
    }
    if known <= low + noise {
        linear.add(1.0, amount);
        linear.constant -= known;
        return linear;
    }
    if known >= high - noise {
        linear.add(-1.0, amount);
        linear.constant += known;
        return linear;
    }
    let apart = program.column(
        kinds.apart,
        [0; KEY],
        (0.0, (known - low).max(high - known)),
        Integrality::Continuous,
    );
    let side = program.column(kinds.side, [0; KEY], (0.0, 1.0), Integrality::Integer);
    let scaled = |scale: f64| amount.terms.iter().map(move |&(col, value)| (col, scale * value));
    // apart - f - 2 (known - low) side <= constant - known
    let above: Vec<(Col, f64)> = scaled(-1.0)
        .chain([(apart, 1.0), (side, -2.0 * (known - low))])
        .collect();
    let most = amount.constant - known;
    program.insert_row(kinds.link, [0; KEY], (f64::NEG_INFINITY, most), above);
    // apart + f + 2 (high - known) side <= known - constant + 2 (high - known)
    let span = 2.0 * (high - known);
    let below: Vec<(Col, f64)> = scaled(1.0).chain([(apart, 1.0), (side, span)]).collect();
    let most = known - amount.constant + span;
    program.insert_row(kinds.link, [0; KEY], (f64::NEG_INFINITY, most), below);
    linear.terms.push((apart, 1.0));
    linear
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::{Quiet, SolveOptions, solve};
    use std::sync::Arc;

    /// Largest distance from `known` of one column between 0 and 10 that is at most `cap`.
    fn farthest(known: f64, cap: f64) -> f64 {
        let mut program = Program::new("t");
        let kind = program.kind("x", &[]);
        let family = program.family("cap", &[]);
        let x = program.column(kind, [0; KEY], (0.0, 10.0), Integrality::Continuous);
        program.row(family, [0; KEY], (f64::NEG_INFINITY, cap), [(x, 1.0)]);
        program.begin_strengthening();
        let kinds = Kinds::new(&mut program);
        let amount = Linear {
            terms: vec![(x, 1.0)],
            constant: 0.0,
        };
        let distance = absolute(&mut program, &kinds, &amount, &[known]);
        let least = kinds.least_of(&mut program, &[distance]);
        program.cost[least.index()] = -1.0;
        let outcome = solve(&program, &SolveOptions::default(), Arc::new(Quiet::default())).unwrap();
        -outcome.objective.unwrap()
    }

    #[test]
    fn the_distance_of_an_amount_is_its_absolute_difference() {
        // From 0 up to the cap, from 10 down to 0, from 3 up to 9 or down to 0.
        for (known, cap, expected) in [
            (0.0, 8.0, 8.0),
            (10.0, 10.0, 10.0),
            (3.0, 9.0, 6.0),
            (3.0, 5.0, 3.0),
        ] {
            let found = farthest(known, cap);
            assert!((found - expected).abs() < 1e-6, "{known} {cap}: {found}");
        }
    }
}
