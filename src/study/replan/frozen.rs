//! Which periods are past, and what of the old plan must stay.

use super::mapping::{self, Mapped};
use crate::model::Columns;
use crate::model::vintages::{Group, Strand};
use crate::plan::vintages::Change;
use crate::program::{Col, Program};
use crate::scenario::{ChipId, Scenario, SiteId};
use crate::study::commitment::{Item, decision};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Units below this are noise.
const NOISE: f64 = 1e-6;

/// Which decisions are past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Past {
    /// None.
    Nothing,
    /// Those in periods before this one, or that begin before this day.
    Until(String),
    /// Those in periods that are over on this day.
    Today(Date),
}

/// Number of periods of a scenario that are past.
///
/// # Errors
/// A period that the scenario does not have and that is no date either: what was expected.
pub fn periods(scenario: &Scenario, past: &Past) -> Result<usize, String> {
    let horizon = &scenario.horizon;
    let before = |day: Date| {
        let begun = |&t: &usize| mapping::day(horizon, t).is_some_and(|start| start < day);
        (0..horizon.len()).take_while(begun).count()
    };
    match past {
        Past::Nothing => Ok(0),
        Past::Today(today) => {
            let over = |&t: &usize| mapping::end(horizon, t).is_some_and(|end| end <= *today);
            Ok((0..horizon.len()).take_while(over).count())
        }
        Past::Until(text) => {
            if let Some(t) = horizon.labels.iter().position(|label| label == text) {
                return Ok(t);
            }
            text.parse::<Date>().map(before).map_err(|_| {
                let (first, last) = (horizon.labels.first(), horizon.labels.last());
                let name = |label: Option<&String>| label.map_or("", |label| label).to_owned();
                format!(
                    "`{text}` is neither a period of the scenario ({} to {}) nor a date such as 2028-01-01",
                    name(first),
                    name(last)
                )
            })
        }
    }
}

/// Fixes what the old plan has in past periods that its horizon covers. Bounds that the program has only because more
/// would be of no use give way; the check of the plan is what decides. Returns what has no column in the program, so that
/// it cannot be kept.
pub fn freeze(
    scenario: &Scenario,
    mapped: &Mapped,
    past: usize,
    columns: &Columns,
    program: &mut Program,
) -> Vec<String> {
    let mut impossible = Vec::new();
    let covered = |t: &usize| mapped.covered.get(*t) == Some(&true);
    let last = (0..past.min(mapped.covered.len())).rfind(covered);
    let Some(last) = last else {
        return impossible;
    };
    for approved in &mapped.approved {
        let decision = decision(scenario, columns, approved.item);
        for (t, col, value) in decision.values(&approved.quantity) {
            if t > last || (!decision.cumulative && mapped.covered.get(t) != Some(&true)) {
                continue;
            }
            match col {
                Some(col) => fix(program, col, value),
                None => impossible.push(format!(
                    "{} in {}",
                    approved.item.name(scenario).told(),
                    scenario.horizon.labels.get(t).map_or("", String::as_str)
                )),
            }
        }
    }
    let fleet = Fleet::new(mapped, last);
    for group in columns.vintages().sets.groups() {
        impossible.extend(fleet.freeze(scenario, columns, group, program));
    }
    impossible.extend(fleet.homeless(scenario, columns));
    impossible
}

fn fix(program: &mut Program, col: Col, value: f64) {
    program.col_lower[col.index()] = value;
    program.col_upper[col.index()] = value;
}

/// Chip, vintage and site.
type Place = (ChipId, i32, SiteId);

/// What the old plan does to units after their deployment, as far as it is past.
struct Fleet<'a> {
    mapped: &'a Mapped,
    last: usize,
    /// Units by place, period and what happens to them.
    shifts: BTreeMap<(Place, usize, Change), f64>,
    /// Units deployed, by chip and site: `[t]`.
    deployed: BTreeMap<(ChipId, SiteId), &'a [f64]>,
}

impl<'a> Fleet<'a> {
    fn new(mapped: &'a Mapped, last: usize) -> Self {
        let mut shifts = BTreeMap::new();
        for shift in mapped.shifts.iter().filter(|shift| shift.period <= last) {
            let place = (shift.chip, shift.vintage, shift.site);
            *shifts.entry((place, shift.period, shift.change)).or_default() += shift.units;
        }
        let deployed = mapped.approved.iter().filter_map(|approved| match approved.item {
            Item::Deployment(c, r) => Some(((c, r), approved.quantity.as_slice())),
            _ => None,
        });
        Self {
            mapped,
            last,
            shifts,
            deployed: deployed.collect(),
        }
    }

    fn covered(&self, t: usize) -> bool {
        self.mapped.covered.get(t) == Some(&true)
    }

    fn of(&self, place: Place, t: usize, change: Change) -> f64 {
        self.shifts.get(&(place, t, change)).copied().unwrap_or(0.0)
    }

    /// Fixes the units of a vintage in every past period at every site, those that arrive, leave and retire. Returns
    /// what cannot be.
    fn freeze(
        &self,
        scenario: &Scenario,
        columns: &Columns,
        group: &Group,
        program: &mut Program,
    ) -> Vec<String> {
        let mut impossible = Vec::new();
        let vintages = columns.vintages();
        // Units that the old plan says nothing about are free.
        if usize::try_from(group.vintage).is_ok_and(|deployed| !self.covered(deployed)) {
            return impossible;
        }
        let past = || group.changes().filter(|&t| t <= self.last);
        for strand in vintages.sets.strands(group) {
            let place = (group.chip, group.vintage, strand.site);
            let mut units = self.at_first(group, strand);
            for t in past() {
                units += self.of(place, t, Change::MoveIn)
                    - self.of(place, t, Change::MoveOut)
                    - self.of(place, t, Change::Retire);
                if !self.covered(t) {
                    continue;
                }
                let values = [
                    (vintages.units(group, strand, t), units),
                    (
                        vintages.move_in(group, strand, t),
                        self.of(place, t, Change::MoveIn),
                    ),
                    (
                        vintages.retire(group, strand, t),
                        self.of(place, t, Change::Retire),
                    ),
                ];
                for (col, value) in values {
                    if let Some(col) = col {
                        fix(program, col, value.max(0.0));
                    }
                }
                if units < -NOISE || (values[0].0.is_none() && units > NOISE) {
                    impossible.push(self.told(scenario, place, t));
                }
            }
        }
        for t in past().filter(|&t| self.covered(t)) {
            if let Some(col) = vintages.move_out(group, t) {
                let sites = SiteId::all(scenario.sites.len());
                let left = sites.map(|r| self.of((group.chip, group.vintage, r), t, Change::MoveOut));
                fix(program, col, left.sum());
            }
        }
        impossible
    }

    /// Units of a vintage at a site before anything happens to them.
    fn at_first(&self, group: &Group, strand: &Strand) -> f64 {
        match usize::try_from(group.vintage) {
            Ok(deployed) => {
                let row = self.deployed.get(&(group.chip, strand.site));
                row.and_then(|row| row.get(deployed)).copied().unwrap_or(0.0)
            }
            Err(_) => strand.existing,
        }
    }

    /// What happens in the past to units that the program does not have where it happens.
    fn homeless(&self, scenario: &Scenario, columns: &Columns) -> Vec<String> {
        let sets = &columns.vintages().sets;
        let has = |&(c, vintage, r): &Place| {
            let mut groups = sets.of(c).iter().filter(|group| group.vintage == vintage);
            groups.any(|group| sets.strand(group, r).is_some())
        };
        self.shifts
            .iter()
            .filter(|((place, t, _), units)| **units > NOISE && self.covered(*t) && !has(place))
            .map(|((place, t, _), _)| self.told(scenario, *place, *t))
            .collect()
    }

    fn told(&self, scenario: &Scenario, (c, _, r): Place, t: usize) -> String {
        let id = |id: Option<&String>| id.map_or("", String::as_str).to_owned();
        format!(
            "moving or retiring {} at {} in {}",
            id(scenario.chips.get(c.index()).map(|chip| &chip.id)),
            id(scenario.sites.get(r.index()).map(|site| &site.id)),
            id(scenario.horizon.labels.get(t))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{min_cost, only_big, solve as solved};
    use crate::model::{build_with, extract};
    use crate::scenario::*;
    use crate::solver::{Quiet, SolveOptions, solve};
    use std::sync::Arc;

    /// Demand of 30 in each market and year, on six `big` of 3 MUSD; each site reaches its own market only, and what is
    /// not served costs 50 a unit and year.
    fn near_only(alpha: [f64; 3], beta: [f64; 3]) -> Scenario {
        let mut scenario = only_big();
        scenario.workloads[0].latency = Some(Milliseconds(5.0));
        scenario.markets[0].latency = vec![Some(Milliseconds(1.0)), None];
        scenario.markets[1].latency = vec![None, Some(Milliseconds(1.0))];
        scenario.demand[0].volume = alpha.map(Volume).to_vec();
        scenario.demand[1].volume = beta.map(Volume).to_vec();
        scenario
    }

    /// Least cost of a new scenario from the best plan of an old one, its first two years frozen; what cannot be.
    fn replanned(old: &Scenario, new: &Scenario) -> (f64, Vec<String>) {
        let (model, outcome) = solved(old, &min_cost()).unwrap();
        let plan = extract(old, &model, &outcome.values.unwrap());
        let mapped = mapping::map(old, &plan, new).unwrap();
        let mut impossible = Vec::new();
        let model = build_with(new, &min_cost(), |columns, program| {
            impossible = freeze(new, &mapped, 2, columns, program);
        });
        let exact = SolveOptions {
            gap: 0.0,
            ..SolveOptions::default()
        };
        let outcome = solve(&model.program, &exact, Arc::new(Quiet::default())).unwrap();
        (outcome.objective.unwrap_or(f64::INFINITY), impossible)
    }

    #[test]
    fn units_that_have_moved_have_moved() {
        let moving = |mut scenario: Scenario| {
            scenario.chips[0].ageing.moves = Some(Moves {
                cost: MillionUsd(0.5),
                ..Moves::default()
            });
            scenario
        };
        // 30 for beta, six units for 18; in the second year they follow demand to beta for 0.5 each.
        let old = moving(near_only([30.0, 0.0, 0.0], [0.0, 30.0, 30.0]));
        let (cost, impossible) = replanned(&old, &old);
        assert!((cost - (30.0 + 18.0 + 3.0)).abs() < 1e-6, "{cost}");
        assert!(impossible.is_empty(), "{impossible:?}");
        // Now nobody at beta wants them. They were there in the second year all the same, when 30 at alpha went
        // without, and go back in the third.
        let new = moving(near_only([30.0; 3], [0.0; 3]));
        let (cost, impossible) = replanned(&old, &new);
        assert!((cost - (30.0 + 18.0 + 3.0 + 1500.0 + 3.0)).abs() < 1e-6, "{cost}");
        assert!(impossible.is_empty());
        // Units that no longer may move cannot have moved.
        let fixed = near_only([30.0; 3], [0.0; 3]);
        let (_, impossible) = replanned(&old, &fixed);
        assert_eq!(
            impossible,
            [
                "moving or retiring big at alpha in 2028",
                "moving or retiring big at beta in 2028"
            ]
        );
    }

    #[test]
    fn units_that_have_retired_are_gone() {
        let ageing = |mut scenario: Scenario, resale: &[f64]| {
            scenario.chips[0].ageing.early_retirement = true;
            scenario.chips[0].maintenance = MillionUsdPerYear(0.1);
            scenario.chips[0].ageing.resale = resale.to_vec();
            scenario
        };
        for resale in [&[][..], &[0.0, 0.0]] {
            // Six units for 18, and 0.1 a year each while they are kept: one year.
            let old = ageing(near_only([30.0, 0.0, 0.0], [0.0; 3]), resale);
            let (cost, _) = replanned(&old, &old);
            assert!((cost - 18.6).abs() < 1e-6, "{resale:?}: {cost}");
            // Demand stays now. In the second year there is nobody to serve it; six new ones come in the third.
            let new = ageing(near_only([30.0; 3], [0.0; 3]), resale);
            let (cost, impossible) = replanned(&old, &new);
            assert!((cost - (18.6 + 1500.0 + 18.6)).abs() < 1e-6, "{resale:?}: {cost}");
            assert!(impossible.is_empty());
        }
    }
}
