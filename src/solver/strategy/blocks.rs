//! Parts of a program: the columns of a few sites free, everything else as it is.
//!
//! Sites meet only in shared rows (demand, supply, budgets), so a few neighbouring sites with all other columns fixed
//! are a small program of their own, whatever the size of the whole. It is cut out of the whole, not passed with fixed
//! columns: its cost is its own size. Every point of a part is, with the fixed rest, a point of the whole.
//!
//! Which columns belong together is read off their keys: [`Program::unit`] names the label set (sites, in this product),
//! and columns without it (unmet volume, orders, stocks, money) are shared by all parts.

use super::dive::WHOLE;
use super::restrict::next_to;
use crate::program::{Col, Integrality, KEY, Program, Row};
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::polish::fixed_bounds;
use crate::solver::session::{Session, Watch};

/// A unit without place: columns shared by all.
const SHARED: u32 = u32::MAX;

/// Rows that hold more units than this say nothing about which of them are near each other.
const LOCAL: usize = 40;

/// What is left of a limit below this share of it is zero.
const NOISE: f64 = 1e-10;

/// Integers further than this from whole numbers are rounded and the rest solved again.
const EXACT: f64 = 1e-9;

/// The units of a program and how close they are.
pub struct Blocks {
    /// Unit of each column; [`SHARED`] for none.
    unit: Vec<u32>,
    /// Number of units.
    pub units: usize,
    /// `[a * units + b]`: how many rows `a` and `b` share, each divided by the units that it holds.
    closeness: Vec<f64>,
    /// Rows of each column, column by column; strengthening rows only where the root needed them.
    start: Vec<u32>,
    rows: Vec<u32>,
}

impl Blocks {
    /// Reads the units off a program of which the defining rows and `strengthening` are in use. `None` if it has
    /// fewer than two.
    pub fn new(program: &Program, strengthening: &[u32]) -> Option<Self> {
        let set = program.unit?.0;
        let units = program.labels[usize::from(set)].1.len();
        if units < 2 {
            return None;
        }
        let places: Vec<Option<usize>> = program
            .kinds
            .iter()
            .map(|kind| kind.sets.iter().position(|other| other.0 == set))
            .collect();
        let unit: Vec<u32> = (0..program.columns())
            .map(|col| match places[usize::from(program.col_kind[col].0)] {
                Some(place) => u32::from(program.col_key[col][place]),
                None => SHARED,
            })
            .collect();
        let used = || (0..program.defining_rows() as u32).chain(strengthening.iter().copied());
        let mut start = vec![0_u32; program.columns() + 1];
        for row in used() {
            for (col, _) in program.row_terms(Row(row)) {
                start[col.index() + 1] += 1;
            }
        }
        for col in 0..program.columns() {
            start[col + 1] += start[col];
        }
        let mut next = start.clone();
        let mut rows = vec![0; start.last().map_or(0, |&end| end as usize)];
        let mut closeness = vec![0.0; units * units];
        let mut here: Vec<u32> = Vec::new();
        for row in used() {
            here.clear();
            for (col, _) in program.row_terms(Row(row)) {
                rows[next[col.index()] as usize] = row;
                next[col.index()] += 1;
                let own = unit[col.index()];
                if own != SHARED && !here.contains(&own) && here.len() <= LOCAL {
                    here.push(own);
                }
            }
            if (2..=LOCAL).contains(&here.len()) {
                let share = 1.0 / here.len() as f64;
                for &a in &here {
                    for &b in &here {
                        closeness[a as usize * units + b as usize] += share;
                    }
                }
            }
        }
        Some(Self {
            unit,
            units,
            closeness,
            start,
            rows,
        })
    }

    /// Units from the closest to the farthest of one, itself first.
    pub fn around(&self, unit: usize) -> Vec<usize> {
        let close = &self.closeness[unit * self.units..(unit + 1) * self.units];
        let mut order: Vec<usize> = (0..self.units).collect();
        order.sort_by(|&a, &b| {
            let first = (b == unit).cmp(&(a == unit));
            first.then(close[b].total_cmp(&close[a])).then(a.cmp(&b))
        });
        order
    }

    /// Unit of a column; `None` for a shared one.
    pub fn unit_of(&self, col: usize) -> Option<usize> {
        Some(self.unit[col])
            .filter(|&unit| unit != SHARED)
            .map(|unit| unit as usize)
    }

    /// Units that a point puts to use.
    pub fn in_use(&self, program: &Program, point: &[f64]) -> Vec<bool> {
        let mut used = vec![false; self.units];
        for (col, &value) in point.iter().enumerate() {
            if program.integrality[col] != Integrality::Continuous
                && value.abs() > WHOLE
                && let Some(unit) = self.unit_of(col)
            {
                used[unit] = true;
            }
        }
        used
    }

    /// Number of units that have about so many columns.
    pub fn units_in(&self, columns: usize) -> usize {
        columns / self.unit.len().div_ceil(self.units).max(1)
    }

    /// Cuts out the part in which the columns of `free` units and the shared ones are free, the rest being at `point`.
    /// Shared integers need only be whole if `shared_whole`: beside fractional units they cannot be.
    pub fn part(&self, program: &Program, point: &[f64], free: &[usize], shared_whole: bool) -> Part {
        let mut member = vec![false; self.units];
        for &unit in free {
            member[unit] = true;
        }
        let is_free = |col: usize| self.unit[col] == SHARED || member[self.unit[col] as usize];
        let mut place = vec![u32::MAX; program.columns()];
        let mut columns = Vec::new();
        let mut part = Program::new("part");
        let kind = part.kind("x", &[]);
        let family = part.family("row", &[]);
        part.offset = program.offset;
        for col in 0..program.columns() {
            if !is_free(col) {
                part.offset += program.cost[col] * point[col];
                continue;
            }
            place[col] = columns.len() as u32;
            columns.push(col as u32);
            let bounds = (program.col_lower[col], program.col_upper[col]);
            let integrality = if self.unit[col] == SHARED && !shared_whole {
                Integrality::Continuous
            } else {
                program.integrality[col]
            };
            let own = part.column(kind, [0; KEY], bounds, integrality);
            part.add_cost(own, program.cost[col]);
        }
        let rows_of = |&col: &u32| {
            let col = col as usize;
            &self.rows[self.start[col] as usize..self.start[col + 1] as usize]
        };
        let mut touched: Vec<u32> = columns.iter().flat_map(rows_of).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for row in touched {
            let mut fixed = 0.0;
            // The least and the most that the part itself can add.
            let (mut least, mut most) = (0.0, 0.0);
            for (col, value) in program.row_terms(Row(row)) {
                match place[col.index()] {
                    u32::MAX => fixed += value * point[col.index()],
                    own => {
                        let ends = [program.col_lower[col.index()], program.col_upper[col.index()]]
                            .map(|end| value * end);
                        least += ends[0].min(ends[1]);
                        most += ends[0].max(ends[1]);
                        part.term(Col(own), value);
                    }
                }
            }
            // What the fixed rest leaves of a limit that it uses up is zero, not noise.
            let left = |limit: f64| match limit - fixed {
                left if limit.is_finite() && left.abs() <= NOISE * limit.abs().max(1.0) => 0.0,
                left => left,
            };
            // What the fixed rest takes too much of is not the part's to give back.
            let bounds = (
                left(program.row_lower[row as usize]).min(most),
                left(program.row_upper[row as usize]).max(least),
            );
            part.close_row(family, [0; KEY], bounds);
        }
        Part {
            columns,
            program: part,
        }
    }
}

/// A part of a program.
pub struct Part {
    /// Its columns within the whole.
    columns: Vec<u32>,
    /// The part as a program of its own.
    program: Program,
}

/// What becomes of an integer of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Make {
    /// It is free, and whole where the run asks for it.
    Whole,
    /// It is free and need not be whole.
    Relaxed,
    /// It is fixed.
    Fixed,
}

/// How closely a part is solved.
#[derive(Clone, Copy)]
pub struct Effort<'s> {
    /// Relative gap, of the objective of the whole.
    pub gap: f64,
    /// Nodes at most.
    pub nodes: i32,
    /// Seconds at most.
    pub seconds: f64,
    /// What makes the part useless, if anything does.
    pub unless: Option<&'s Signal<'s>>,
}

impl Part {
    /// Decides for each integer of the part, given its column of the whole, what becomes of it; what is fixed is fixed at
    /// the whole number nearest to a point.
    pub fn decide(&mut self, point: &[f64], become_of: impl Fn(usize, Integrality) -> Make) {
        let program = &mut self.program;
        for (own, &col) in self.columns.iter().enumerate() {
            let col = col as usize;
            let kind = program.integrality[own];
            if kind == Integrality::Continuous {
                continue;
            }
            match become_of(col, kind) {
                Make::Whole => {}
                Make::Relaxed => program.integrality[own] = Integrality::Continuous,
                Make::Fixed => {
                    let value = point[col]
                        .round()
                        .clamp(program.col_lower[own], program.col_upper[own]);
                    (program.col_lower[own], program.col_upper[own]) = (value, value);
                }
            }
        }
    }

    /// Holds the part's structural integers for which `agrees` holds, given the column of the whole, at a whole point.
    pub fn hold(&mut self, point: &[f64], agrees: impl Fn(usize) -> bool) {
        self.decide(point, |col, kind| {
            if kind == Integrality::Integer && agrees(col) {
                Make::Fixed
            } else {
                Make::Whole
            }
        });
    }

    /// Branch and bound on the part with chip counts relaxed. Returns `around`, a point of the whole, with the part's
    /// columns replaced; `None` if nothing was found. Starts from `start`, a point whose structure is whole, if there
    /// is one.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn structure(
        &self,
        session: &Session<'_>,
        start: Option<&[f64]>,
        around: &[f64],
        effort: Effort<'_>,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let start = start.map(|point| self.of(point));
        let structural = |kind| kind == Integrality::Integer;
        let found = run(session, &self.program, start.as_deref(), effort, structural)?;
        let found = self.exact(session, found, effort, structural)?;
        Ok(found.map(|values| self.put(around, &values, structural)))
    }

    /// Branch and bound on the part with chip counts relaxed, each structural integer next to its value in the part's own
    /// relaxation (relaxation-enforced neighbourhood). As [`Self::structure`].
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn near_relaxed(
        &self,
        session: &Session<'_>,
        around: &[f64],
        effort: Effort<'_>,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let Some(relaxed) = run(session, &self.program, None, effort, |_| false)? else {
            return Ok(None);
        };
        let mut program = self.program.clone();
        let bounds = (program.col_lower.clone(), program.col_upper.clone());
        (program.col_lower, program.col_upper) = next_to(&program, &bounds, &relaxed, |col| {
            match program.integrality[col] {
                Integrality::Integer => 0.0,
                _ => f64::INFINITY,
            }
        });
        let near = Self {
            columns: self.columns.clone(),
            program,
        };
        near.structure(session, None, around, effort)
    }

    /// Branch and bound on the part with everything whole that has not been decided otherwise. As [`Self::structure`].
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn whole(
        &self,
        session: &Session<'_>,
        start: Option<&[f64]>,
        around: &[f64],
        effort: Effort<'_>,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let start = start.map(|point| self.of(point));
        let whole = |kind| kind != Integrality::Continuous;
        let found = run(session, &self.program, start.as_deref(), effort, whole)?;
        let found = self.exact(session, found, effort, whole)?;
        Ok(found.map(|values| self.put(around, &values, whole)))
    }

    /// Solves again around rounded integers where some are whole only within the solver's tolerance.
    fn exact(
        &self,
        session: &Session<'_>,
        found: Option<Vec<f64>>,
        effort: Effort<'_>,
        whole: impl Fn(Integrality) -> bool,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let Some(found) = found else {
            return Ok(None);
        };
        let off = |(kind, value): (&Integrality, &f64)| whole(*kind) && (value - value.round()).abs() > EXACT;
        if !self.program.integrality.iter().zip(&found).any(off) {
            return Ok(Some(found));
        }
        run(session, &self.fixed(&found, whole), None, effort, |_| false)
    }

    fn of(&self, point: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|&col| point[col as usize]).collect()
    }

    /// A point of the whole with the part's columns replaced, those for which `whole` holds exactly whole.
    fn put(&self, around: &[f64], values: &[f64], whole: impl Fn(Integrality) -> bool) -> Vec<f64> {
        let program = &self.program;
        let mut point = around.to_vec();
        for (own, (&col, &value)) in self.columns.iter().zip(values).enumerate() {
            let value = if whole(program.integrality[own]) {
                value.round()
            } else {
                value
            };
            // Adding zero turns -0 into 0.
            point[col as usize] = value.clamp(program.col_lower[own], program.col_upper[own]) + 0.0;
        }
        point
    }

    /// The part with some integers fixed at the whole numbers nearest to a point.
    fn fixed(&self, point: &[f64], which: impl Fn(Integrality) -> bool) -> Program {
        let mut program = self.program.clone();
        (program.col_lower, program.col_upper) = fixed_bounds(&program, point, which);
        program
    }
}

fn run(
    session: &Session<'_>,
    program: &Program,
    start: Option<&[f64]>,
    effort: Effort<'_>,
    whole: impl Fn(Integrality) -> bool,
) -> Result<Option<Vec<f64>>, SolverError> {
    let mut highs = session.highs()?;
    // The objective of a part has the fixed rest in its offset, so that a relative gap is one of the whole.
    highs.set("mip_rel_gap", effort.gap)?;
    highs.set("mip_max_nodes", effort.nodes)?;
    highs.pass(program, program.rows(), whole)?;
    highs.choose_method(program)?;
    if let Some(start) = start {
        highs.start_from(start)?;
    }
    let watch = Watch::neither(session, "parts").at_most(effort.seconds);
    let watch = match effort.unless {
        Some(useless) => watch.unless(useless),
        None => watch,
    };
    match highs.run(watch.seconds(), &watch) {
        Ok(ran) => Ok(ran.point.map(|point| point.columns)),
        // A part that HiGHS cannot solve is one in which nothing better was found.
        Err(error) => {
            session.remark(format!("a part of {} columns: {error}", program.columns()));
            Ok(None)
        }
    }
}
