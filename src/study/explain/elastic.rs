//! The elastic program: the scenario's program with every limit that the planner owns widened by a column of its own.
//!
//! It is built from the scenario with its limits taken out, so that no bound of a column and no big-M coefficient rests on
//! one of them; each is then put back as a row with a column that widens it, at the price of [`prices`]. Integers stay
//! whole. With all those columns at 0 it has a point exactly where the scenario has a plan.

mod columns;
mod loosened;
mod price;
mod rows;

use super::limit::{Kind, Limit, Move};
use crate::model::{self, Model};
use crate::program::{Col, Family, Integrality, KEY, Kind as ColumnKind, Program, Row};
use crate::scenario::{ModelSpec, Scenario};
use loosened::without_limits;
use std::collections::BTreeMap;

/// Families whose rows may be widened, so that bounds must not rest on them.
const LOOSE: [&str; 3] = ["power_tranche", "hall_construction", "chip_supply"];

/// Coefficient that lifts a row for good where nothing smaller is known.
const ENOUGH: f64 = 1e6;

/// Amounts below this share of what they widen are the solver's noise.
const NOISE: f64 = 1e-7;

/// A column that widens a limit.
struct Handle {
    limit: Limit,
    at: usize,
    col: Col,
    /// MUSD per unit.
    price: f64,
    /// Of what its amount is turned into a share: terms and a constant.
    whole: Option<(Vec<(Col, f64)>, f64)>,
}

/// A scenario's program with its limits widened at a price.
pub(super) struct Elastic {
    /// The model; its program has the columns that widen.
    pub model: Model,
    handles: Vec<Handle>,
}

impl Elastic {
    /// Builds it.
    pub fn new(s: &Scenario, spec: &ModelSpec) -> Self {
        let loose = without_limits(s, spec);
        let mut model = model::build_loose(&loose, spec, &LOOSE);
        model.program.cost.fill(0.0);
        model.program.offset = 0.0;
        let mut program = std::mem::take(&mut model.program);
        let kind = program.kind("widen", &[]);
        let family = program.family("widened", &[]);
        let mut maker = Maker {
            s,
            spec,
            model: &model,
            program,
            kind,
            family,
            handles: Vec::new(),
            known: BTreeMap::new(),
            terms: Vec::new(),
        };
        maker.rows();
        maker.halls();
        maker.supply();
        maker.allocations();
        maker.blocks();
        maker.loans();
        maker.sale();
        maker.floors();
        maker.permissions();
        maker.distances();
        maker.dates();
        let Maker {
            mut program,
            terms,
            handles,
            ..
        } = maker;
        program.add_terms(terms);
        model.program = program;
        Self { model, handles }
    }

    /// The limits that can be widened, each once, in order.
    pub fn limits(&self) -> Vec<Limit> {
        let mut limits: Vec<Limit> = self.handles.iter().map(|handle| handle.limit).collect();
        limits.sort();
        limits.dedup();
        limits
    }

    /// The program in which only some limits can be widened, at their prices or for nothing.
    pub fn program(&self, priced: bool, free: impl Fn(Limit) -> bool) -> Program {
        let mut program = self.model.program.clone();
        for handle in &self.handles {
            if !free(handle.limit) {
                program.col_upper[handle.col.index()] = 0.0;
            } else if priced {
                program.cost[handle.col.index()] = handle.price;
            }
        }
        program
    }

    /// The columns that widen each of some limits.
    pub fn columns(&self, limits: &[Limit]) -> Vec<Vec<Col>> {
        let of = |limit: &Limit| {
            let own = self.handles.iter().filter(|handle| handle.limit == *limit);
            own.map(|handle| handle.col).collect()
        };
        limits.iter().map(of).collect()
    }

    /// How limits are widened at a point, and at what price, largest first.
    pub fn moves(&self, values: &[f64]) -> Vec<(Move, f64)> {
        let mut moves: Vec<(Move, f64)> = Vec::new();
        for handle in &self.handles {
            let value = values.get(handle.col.index()).copied().unwrap_or_default();
            if value <= NOISE * self.size(handle) {
                continue;
            }
            let amount = match &handle.whole {
                None => value,
                Some((terms, constant)) => {
                    let whole: f64 = terms
                        .iter()
                        .map(|(col, amount)| amount * values[col.index()])
                        .sum();
                    let whole = whole + constant;
                    if whole > NOISE {
                        value / whole
                    } else {
                        f64::INFINITY
                    }
                }
            };
            let (limit, at) = (handle.limit, handle.at);
            moves.push((Move { limit, at, amount }, value * handle.price));
        }
        moves.sort_by(|a, b| b.1.total_cmp(&a.1));
        moves
    }

    fn size(&self, handle: &Handle) -> f64 {
        let upper = self.model.program.col_upper[handle.col.index()];
        if upper.is_finite() { upper } else { 1.0 }
    }
}

struct Maker<'a> {
    s: &'a Scenario,
    spec: &'a ModelSpec,
    model: &'a Model,
    program: Program,
    kind: ColumnKind,
    family: Family,
    handles: Vec<Handle>,
    known: BTreeMap<(Limit, usize), usize>,
    terms: Vec<(Row, Col, f64)>,
}

impl Maker<'_> {
    fn on(&self, family: &str) -> bool {
        !self.spec.off.iter().any(|off| off == family)
    }

    fn periods(&self) -> usize {
        self.s.horizon.len()
    }

    /// The column that widens a limit at a place; made when first asked for.
    fn widen(&mut self, limit: Limit, at: usize) -> Col {
        if let Some(&handle) = self.known.get(&(limit, at)) {
            return self.handles[handle].col;
        }
        let (price, most) = self.price(limit, at);
        let whole = matches!(
            limit,
            Limit::Halls(..)
                | Limit::Openings
                | Limit::Blocks(..)
                | Limit::Earliest(_)
                | Limit::Commitment(_)
                | Limit::Sale(_)
                | Limit::Latency(_)
        );
        let lifted = matches!(limit, Limit::Residency(_)) || self.is_lifted(limit);
        let integrality = if whole || lifted {
            Integrality::Integer
        } else {
            Integrality::Continuous
        };
        let most = if lifted { 1.0 } else { most };
        let col = self.program.column(self.kind, [0; KEY], (0.0, most), integrality);
        self.known.insert((limit, at), self.handles.len());
        let whole = self.share(limit, at);
        self.handles.push(Handle {
            limit,
            at,
            col,
            price,
            whole,
        });
        col
    }

    /// Adds a column that widens to a row.
    fn more(&mut self, row: Row, limit: Limit, at: usize, coefficient: f64) {
        if coefficient != 0.0 {
            let col = self.widen(limit, at);
            self.terms.push((row, col, coefficient));
        }
    }

    /// A row of our own: the terms are at most `most`.
    fn at_most(&mut self, terms: impl IntoIterator<Item = (Col, f64)>, most: f64) {
        let family = self.family;
        self.program
            .row(family, [0; KEY], (f64::NEG_INFINITY, most), terms);
    }

    /// Most that a column can be.
    fn upper(&self, col: Col) -> f64 {
        self.program.col_upper[col.index()].min(ENOUGH)
    }
}

/// Kinds of limits among some, in the order in which they are tried.
pub(super) fn kinds(limits: &[Limit]) -> Vec<Kind> {
    let present = |kind: &Kind| limits.iter().any(|limit| limit.kind() == *kind);
    Kind::ALL.into_iter().filter(present).collect()
}
