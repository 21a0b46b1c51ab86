//! Whole counts near a fractional point, for programs in which only counts are whole.
//!
//! Fleets are rounded vintage by vintage: a vintage keeps its counts at the sites until the point has left them by a
//! whole unit, so that rounding adds no moves of its own, and what one vintage is rounded up the next is rounded down.
//! Where the rounded fleet does not fit a limit, units leave service early, those first of which the point has less.

use super::Model;
use super::columns::VintageColumns;
use super::columns::vintages::cell;
use super::vintages::{Group, Strand};
use crate::program::{Col, Integrality, Program, Row};
use crate::scenario::{ChipId, Scenario, SiteId};
use crate::solver::Rounding;

/// A vintage at a site is counted anew once the point differs by this many units.
const BAND: f64 = 1.0;

/// Slack of a limit, relative to its size.
const SLACK: f64 = 1e-9;

/// How much an over-rounded unit counts against the time that it would still serve, when one has to go.
const OVER_ROUNDED: f64 = 10.0;

/// Rounds the counts of a model's vintages.
pub struct ByVintage<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its model.
    pub model: &'a Model,
}

impl Rounding for ByVintage<'_> {
    fn round(&self, values: &[f64]) -> Option<Vec<f64>> {
        let vintages = self.model.columns.vintages();
        let mut work = Work {
            scenario: self.scenario,
            model: self.model,
            vintages,
            values,
            counts: vec![0.0; vintages.sets.cells()],
            fleet: vec![0.0; self.scenario.chips.len() * self.scenario.sites.len() * self.periods()],
        };
        work.every_vintage();
        work.fit();
        work.point()
    }
}

impl ByVintage<'_> {
    fn periods(&self) -> usize {
        self.scenario.horizon.len()
    }
}

/// Whether a column counts the units of a chip in service at a site.
fn is_fleet(program: &Program, col: Col) -> bool {
    program.kinds[program.col_kind[col.index()].0 as usize].name == "fleet"
}

struct Work<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    vintages: &'a VintageColumns,
    values: &'a [f64],
    /// Whole units by strand cell.
    counts: Vec<f64>,
    /// Their sums: `[(c * sites + r) * periods + t]`.
    fleet: Vec<f64>,
}

impl Work<'_> {
    fn program(&self) -> &Program {
        &self.model.program
    }

    fn place(&self, c: ChipId, r: SiteId, t: usize) -> usize {
        (c.index() * self.scenario.sites.len() + r.index()) * self.scenario.horizon.len() + t
    }

    /// Units of a strand in `t` at the fractional point.
    fn value(&self, group: &Group, strand: &Strand, t: usize) -> f64 {
        let units = self.vintages.units(group, strand, t);
        units.map_or(0.0, |col| self.values[col.index()])
    }

    /// Rounds every vintage, oldest first.
    fn every_vintage(&mut self) {
        // What has been rounded away so far.
        let mut owed = vec![0.0; self.fleet.len()];
        for group in self.vintages.sets.groups() {
            self.vintage(group, &mut owed);
        }
    }

    fn vintage(&mut self, group: &Group, owed: &mut [f64]) {
        let strands = self.vintages.sets.strands(group);
        let chip = &self.scenario.chips[group.chip.index()];
        let mut count: Vec<f64> = strands.iter().map(|strand| strand.existing).collect();
        let mut target = vec![0.0; strands.len()];
        for t in group.from..group.until {
            let newly = group.vintage >= 0 && t == group.from;
            let before = count.clone();
            let (mut wanted, mut debt) = (0.0, 0.0);
            for (i, strand) in strands.iter().enumerate() {
                let units = self.vintages.units(group, strand, t);
                let value = self.value(group, strand, t);
                let due = owed[self.place(group.chip, strand.site, t)];
                wanted += value;
                debt += due;
                // A strand that holds none and is to hold none owes nothing.
                target[i] = if units.is_some() {
                    value + due.clamp(-0.5, 0.5)
                } else {
                    0.0
                };
            }
            let there: f64 = before.iter().sum();
            let total = (wanted + debt.clamp(-0.5, 0.5)).round().max(0.0);
            let total = match (newly, group.may_retire(chip)) {
                (true, _) => total,
                (false, true) => total.min(there),
                (false, false) => there,
            };
            for (i, strand) in strands.iter().enumerate() {
                let here = self.vintages.units(group, strand, t).is_some();
                let grows = newly || self.vintages.move_in(group, strand, t).is_some();
                count[i] = if !here {
                    0.0
                } else if newly {
                    target[i].floor().max(0.0)
                } else if (before[i] - target[i]).abs() <= BAND {
                    before[i]
                } else {
                    target[i]
                        .round()
                        .max(0.0)
                        .min(if grows { f64::INFINITY } else { before[i] })
                };
            }
            self.settle(group, t, total, &target, (&before, &mut count), newly);
            for (strand, &units) in strands.iter().zip(&count) {
                let place = self.place(group.chip, strand.site, t);
                let value = self.value(group, strand, t);
                owed[place] += value - units;
                self.fleet[place] += units;
                if let Some(cell) = cell(group, strand, t) {
                    self.counts[cell] = units;
                }
            }
        }
    }

    /// Adds or takes single units until the vintage has `total` of them, where that brings it nearest its target.
    fn settle(
        &self,
        group: &Group,
        t: usize,
        total: f64,
        target: &[f64],
        (before, count): (&[f64], &mut [f64]),
        newly: bool,
    ) {
        let strands = self.vintages.sets.strands(group);
        let grows = |i: usize, units: f64| {
            let strand = &strands[i];
            self.vintages
                .units(group, strand, t)
                .is_some_and(|col| units + 1.0 <= self.program().col_upper[col.index()])
                && (newly || units < before[i] || self.vintages.move_in(group, strand, t).is_some())
        };
        loop {
            let sum: f64 = count.iter().sum();
            let short = |&i: &usize, count: &[f64]| target[i] - count[i];
            let next = if sum < total {
                let able = (0..count.len()).filter(|&i| grows(i, count[i]));
                able.max_by(|a, b| short(a, count).total_cmp(&short(b, count)))
                    .map(|i| (i, 1.0))
            } else if sum > total {
                let able = (0..count.len()).filter(|&i| count[i] >= 1.0);
                able.min_by(|a, b| short(a, count).total_cmp(&short(b, count)))
                    .map(|i| (i, -1.0))
            } else {
                None
            };
            let Some((i, step)) = next else { return };
            count[i] += step;
        }
    }

    /// Takes units out of service where the rounded fleet is more than a limit allows.
    fn fit(&mut self) {
        let program = &self.model.program;
        let is_fleet = |col: Col| is_fleet(program, col);
        let rows: Vec<Row> = (0..program.defining_rows() as u32)
            .map(Row)
            .filter(|&row| {
                program.row_upper[row.index()].is_finite()
                    && program
                        .row_terms(row)
                        .all(|(col, a)| is_fleet(col) && a > 0.0 || self.is_fixed(col))
                    && program.row_terms(row).any(|(col, _)| is_fleet(col))
            })
            .collect();
        for row in rows {
            let upper = program.row_upper[row.index()];
            let terms: Vec<(Col, f64)> = program.row_terms(row).collect();
            loop {
                let used: f64 = terms
                    .iter()
                    .map(|&(col, a)| a * self.fleet_or_bound(col, is_fleet(col)))
                    .sum();
                if used <= upper + SLACK * upper.abs().max(1.0) {
                    break;
                }
                let fleets = terms
                    .iter()
                    .filter(|&&(col, _)| is_fleet(col))
                    .map(|&(col, _)| program.col_key[col.index()]);
                let Some((g, s, t)) =
                    self.least_missed(fleets.map(|key| (ChipId(key[0]), SiteId(key[1]), key[2] as usize)))
                else {
                    break;
                };
                self.drop_one(g, s, t);
            }
        }
    }

    fn is_fixed(&self, col: Col) -> bool {
        self.program().col_lower[col.index()] >= self.program().col_upper[col.index()]
    }

    fn fleet_or_bound(&self, col: Col, is_fleet: bool) -> f64 {
        let key = self.program().col_key[col.index()];
        if is_fleet {
            self.fleet[self.place(ChipId(key[0]), SiteId(key[1]), key[2] as usize)]
        } else {
            self.program().col_lower[col.index()]
        }
    }

    /// The vintage of which one unit is missed least: group, strand within it, and the period.
    fn least_missed(
        &self,
        fleets: impl Iterator<Item = (ChipId, SiteId, usize)>,
    ) -> Option<(usize, usize, usize)> {
        let groups = self.vintages.sets.groups();
        let mut best: Option<(f64, (usize, usize, usize))> = None;
        for (c, r, t) in fleets {
            for (g, group) in groups.iter().enumerate().filter(|(_, group)| group.chip == c) {
                if !group.may_retire(&self.scenario.chips[c.index()]) {
                    continue;
                }
                for (s, strand) in self.vintages.sets.strands(group).iter().enumerate() {
                    let Some(cell) =
                        cell(group, strand, t).filter(|&cell| strand.site == r && self.counts[cell] >= 1.0)
                    else {
                        continue;
                    };
                    let value = self.value(group, strand, t);
                    let score = OVER_ROUNDED * (self.counts[cell] - value) / (group.until - t) as f64;
                    if best.is_none_or(|(least, _)| score > least) {
                        best = Some((score, (g, s, t)));
                    }
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// Takes one unit out of service from `t` on: it stays at its site while that holds units of its vintage, and is
    /// counted where most of them are after that.
    fn drop_one(&mut self, g: usize, s: usize, t: usize) {
        let group = self.vintages.sets.groups()[g].clone();
        let strands = self.vintages.sets.strands(&group);
        let mut at = s;
        for later in t..group.until {
            let units = |i: usize| cell(&group, &strands[i], later).map_or(0.0, |cell| self.counts[cell]);
            if units(at) < 1.0 {
                let most = (0..strands.len()).max_by(|&a, &b| units(a).total_cmp(&units(b)));
                let Some(most) = most.filter(|&i| units(i) >= 1.0) else {
                    return;
                };
                at = most;
            }
            if let Some(cell) = cell(&group, &strands[at], later) {
                self.counts[cell] -= 1.0;
                let place = self.place(group.chip, strands[at].site, later);
                self.fleet[place] -= 1.0;
            }
        }
    }

    /// All whole columns from the counts; `None` if there is one that the counts say nothing about.
    fn point(&self) -> Option<Vec<f64>> {
        let (program, columns) = (self.program(), &self.model.columns);
        let mut point = self.values.to_vec();
        let mut known = vec![false; point.len()];
        let mut set = |col: Option<Col>, value: f64| {
            if let Some(col) = col {
                point[col.index()] = value;
                known[col.index()] = true;
            }
        };
        let mut deployed = vec![0.0; self.scenario.chips.len() * self.scenario.horizon.len()];
        for group in self.vintages.sets.groups() {
            for strand in self.vintages.sets.strands(group) {
                let mut before = strand.existing;
                for t in strand.from..group.until {
                    let Some(cell) = cell(group, strand, t) else {
                        continue;
                    };
                    let units = self.counts[cell];
                    set(self.vintages.units(group, strand, t), units);
                    if group.vintage >= 0 && t == group.from {
                        deployed[group.chip.index() * self.scenario.horizon.len() + t] += units;
                    } else {
                        set(self.vintages.move_in(group, strand, t), (units - before).max(0.0));
                    }
                    before = units;
                }
            }
        }
        for (c, chip) in ChipId::all(self.scenario.chips.len()).zip(&self.scenario.chips) {
            for t in 0..self.scenario.horizon.len() {
                let units = deployed[c.index() * self.scenario.horizon.len() + t];
                set(
                    columns.order(c, t),
                    (units / (1.0 - chip.loss) - SLACK).ceil().max(0.0),
                );
            }
        }
        let free = |col: usize| {
            program.integrality[col] != Integrality::Continuous && !self.is_fixed(Col(col as u32))
        };
        (0..point.len())
            .all(|col| known[col] || !free(col))
            .then_some(point)
    }
}
