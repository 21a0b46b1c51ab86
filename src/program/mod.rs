//! A solver-neutral sparse mixed-integer program, minimised, with typed names.
//!
//! Knows columns, rows, families and labels; nothing of chips, nothing of solvers. Rows are stored once,
//! row by row (CSR). Names are never stored: a column is a kind plus a key of small indices, and its name
//! (`open[MY-JHB,2027H1]`) is put together only when somebody exports or prints it.

pub mod lp;
pub mod mps;
pub mod names;
pub mod stats;

use std::ops::Range;

/// Most indices that a column or row key can have.
pub const KEY: usize = 6;

/// The indices of a column or row within its kind or family; unused places are 0.
pub type Key = [u16; KEY];

/// Position of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(pub u32);

/// Position of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub u32);

impl Col {
    /// As an index into column vectors.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Row {
    /// As an index into row vectors.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Kind of a column (`open`, `halls`, `deploy` ...): position in [`Program::kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u8);

/// Family of a row (`site_opening`, `hall_power` ...): position in [`Program::families`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Family(pub u8);

/// A set of labels that key indices point into: position in [`Program::labels`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelSet(pub u8);

/// Name and index sets of a column kind or a row family.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Name, as in `model.md`.
    pub name: &'static str,
    /// The label set of each place of the key, in order.
    pub sets: Vec<LabelSet>,
}

/// Integrality of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrality {
    /// Any value within its bounds.
    Continuous,
    /// Whole numbers; decides the structure of the plan (sites, halls, tranches, leases, jobs).
    Integer,
    /// Whole numbers in the plan, but relaxing it hardly moves the bound (chip counts).
    Relaxable,
}

/// A sparse mixed-integer program: minimise `cost . x + offset` within bounds and rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Program {
    /// Name, for exports.
    pub name: String,
    /// Label sets: name of the set and its labels.
    pub labels: Vec<(&'static str, Vec<String>)>,
    /// Column kinds.
    pub kinds: Vec<Named>,
    /// Row families.
    pub families: Vec<Named>,

    /// Kind of each column.
    pub col_kind: Vec<Kind>,
    /// Key of each column.
    pub col_key: Vec<Key>,
    /// Lower bound of each column.
    pub col_lower: Vec<f64>,
    /// Upper bound of each column (`f64::INFINITY` if none).
    pub col_upper: Vec<f64>,
    /// Objective coefficient of each column, in MUSD of present value.
    pub cost: Vec<f64>,
    /// Integrality of each column.
    pub integrality: Vec<Integrality>,
    /// Constant of the objective.
    pub offset: f64,

    /// Family of each row.
    pub row_family: Vec<Family>,
    /// Key of each row.
    pub row_key: Vec<Key>,
    /// Lower bound of each row (`f64::NEG_INFINITY` if none).
    pub row_lower: Vec<f64>,
    /// Upper bound of each row (`f64::INFINITY` if none).
    pub row_upper: Vec<f64>,
    /// Start of each row in `index` and `value`; one more entry than rows.
    pub start: Vec<u32>,
    /// Column of each nonzero.
    pub index: Vec<u32>,
    /// Coefficient of each nonzero.
    pub value: Vec<f64>,

    /// First strengthening row, if any: it and all later rows are implied by the rows before it at every
    /// point whose integers are whole. A solver may leave them out and add those that a relaxation breaks.
    pub strengthening: Option<u32>,

    /// The label set by which the program falls apart into parts that share few rows, if it has one.
    pub unit: Option<LabelSet>,

    /// The label set of the periods, if it has one.
    pub time: Option<LabelSet>,
}

impl Program {
    /// An empty program.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            start: vec![0],
            ..Self::default()
        }
    }

    /// Adds a label set.
    pub fn label_set(&mut self, name: &'static str, labels: Vec<String>) -> LabelSet {
        self.labels.push((name, labels));
        LabelSet((self.labels.len() - 1) as u8)
    }

    /// Adds a column kind.
    pub fn kind(&mut self, name: &'static str, sets: &[LabelSet]) -> Kind {
        self.kinds.push(Named {
            name,
            sets: sets.to_vec(),
        });
        Kind((self.kinds.len() - 1) as u8)
    }

    /// Adds a row family.
    pub fn family(&mut self, name: &'static str, sets: &[LabelSet]) -> Family {
        self.families.push(Named {
            name,
            sets: sets.to_vec(),
        });
        Family((self.families.len() - 1) as u8)
    }

    /// Adds a column with zero cost.
    pub fn column(&mut self, kind: Kind, key: Key, bounds: (f64, f64), integrality: Integrality) -> Col {
        let col = Col(self.col_kind.len() as u32);
        self.col_kind.push(kind);
        self.col_key.push(key);
        self.col_lower.push(bounds.0);
        self.col_upper.push(bounds.1);
        self.cost.push(0.0);
        self.integrality.push(integrality);
        col
    }

    /// Adds to the objective coefficient of a column.
    pub fn add_cost(&mut self, col: Col, amount: f64) {
        self.cost[col.index()] += amount;
    }

    /// Starts a row; terms follow by [`Program::term`], [`Program::close_row`] ends it.
    pub fn term(&mut self, col: Col, value: f64) {
        if value != 0.0 {
            self.index.push(col.0);
            self.value.push(value);
        }
    }

    /// Closes the row whose terms have been added since the last close. Terms on the same column are
    /// added up. A row without terms is kept: `0 >= 1` is how an impossible demand shows.
    pub fn close_row(&mut self, family: Family, key: Key, bounds: (f64, f64)) -> Row {
        self.merge_open_row();
        let row = Row(self.row_family.len() as u32);
        self.row_family.push(family);
        self.row_key.push(key);
        self.row_lower.push(bounds.0);
        self.row_upper.push(bounds.1);
        self.start.push(self.index.len() as u32);
        row
    }

    /// Declares that all rows from here on only strengthen the relaxation, see [`Program::strengthening`].
    /// The first call counts.
    pub fn begin_strengthening(&mut self) {
        let first = self.rows() as u32;
        self.strengthening.get_or_insert(first);
    }

    /// Number of rows that define the program, that is without the strengthening rows behind them.
    pub fn defining_rows(&self) -> usize {
        self.strengthening.map_or(self.rows(), |first| first as usize)
    }

    /// Adds a whole row at once.
    pub fn row(
        &mut self,
        family: Family,
        key: Key,
        bounds: (f64, f64),
        terms: impl IntoIterator<Item = (Col, f64)>,
    ) -> Row {
        for (col, value) in terms {
            self.term(col, value);
        }
        self.close_row(family, key, bounds)
    }

    /// Adds a row to a program that is built: before its strengthening rows, which stay behind all rows that define it.
    pub fn insert_row(
        &mut self,
        family: Family,
        key: Key,
        bounds: (f64, f64),
        terms: impl IntoIterator<Item = (Col, f64)>,
    ) -> Row {
        let at = self.defining_rows();
        let from = self.start[at] as usize;
        let (index, value) = (self.index.split_off(from), self.value.split_off(from));
        let start = self.start.split_off(at + 1);
        let (families, keys) = (self.row_family.split_off(at), self.row_key.split_off(at));
        let (lower, upper) = (self.row_lower.split_off(at), self.row_upper.split_off(at));
        let row = self.row(family, key, bounds, terms);
        let shift = (self.index.len() - from) as u32;
        self.index.extend(index);
        self.value.extend(value);
        self.start.extend(start.into_iter().map(|place| place + shift));
        self.row_family.extend(families);
        self.row_key.extend(keys);
        self.row_lower.extend(lower);
        self.row_upper.extend(upper);
        if let Some(first) = &mut self.strengthening {
            *first += 1;
        }
        row
    }

    /// Adds terms to rows that are closed: `(row, column, coefficient)`.
    pub fn add_terms(&mut self, mut terms: Vec<(Row, Col, f64)>) {
        terms.sort_by_key(|&(row, _, _)| row);
        let old = std::mem::replace(self, Self::new(self.name.clone()));
        let mut terms = terms.into_iter().peekable();
        for row in 0..old.rows() {
            let row = Row(row as u32);
            for (col, value) in old.row_terms(row) {
                self.term(col, value);
            }
            while let Some((_, col, value)) = terms.next_if(|&(at, _, _)| at == row) {
                self.term(col, value);
            }
            self.merge_open_row();
            self.start.push(self.index.len() as u32);
        }
        let (start, index, value) = (
            std::mem::take(&mut self.start),
            std::mem::take(&mut self.index),
            std::mem::take(&mut self.value),
        );
        *self = Self {
            start,
            index,
            value,
            ..old
        };
    }

    /// Sorts the open row by column, adds up duplicates and drops those that cancel.
    fn merge_open_row(&mut self) {
        let from = self.start.last().copied().unwrap_or(0) as usize;
        if self.index[from..].windows(2).all(|w| w[0] < w[1]) {
            return;
        }
        let mut terms: Vec<(u32, f64)> = self.index[from..]
            .iter()
            .copied()
            .zip(self.value[from..].iter().copied())
            .collect();
        terms.sort_by_key(|&(col, _)| col);
        self.index.truncate(from);
        self.value.truncate(from);
        for same in terms.chunk_by(|a, b| a.0 == b.0) {
            let sum = same.iter().map(|&(_, value)| value).sum::<f64>();
            self.term(Col(same[0].0), sum);
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.col_kind.len()
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.row_family.len()
    }

    /// Number of nonzeros.
    pub fn nonzeros(&self) -> usize {
        self.index.len()
    }

    /// Number of columns that must be whole in the plan.
    pub fn integers(&self) -> usize {
        self.integrality
            .iter()
            .filter(|i| !matches!(i, Integrality::Continuous))
            .count()
    }

    /// The nonzeros of a row.
    pub fn row_terms(&self, row: Row) -> impl Iterator<Item = (Col, f64)> + '_ {
        let range = self.row_range(row);
        self.index[range.clone()]
            .iter()
            .zip(&self.value[range])
            .map(|(&col, &value)| (Col(col), value))
    }

    /// Positions of a row's nonzeros in `index` and `value`.
    pub fn row_range(&self, row: Row) -> Range<usize> {
        self.start[row.index()] as usize..self.start[row.index() + 1] as usize
    }

    /// Name of a column, e.g. `open[MY-JHB,2027H1]`.
    pub fn column_name(&self, col: Col) -> String {
        let named = &self.kinds[self.col_kind[col.index()].0 as usize];
        self.name_of(named, &self.col_key[col.index()])
    }

    /// Name of a row, e.g. `hall_power[MY-JHB,liquid,2027H1]`.
    pub fn row_name(&self, row: Row) -> String {
        let named = &self.families[self.row_family[row.index()].0 as usize];
        self.name_of(named, &self.row_key[row.index()])
    }

    fn name_of(&self, named: &Named, key: &Key) -> String {
        let mut name = String::from(named.name);
        for (place, set) in named.sets.iter().enumerate() {
            name.push(if place == 0 { '[' } else { ',' });
            let labels = &self.labels[set.0 as usize].1;
            match labels.get(key[place] as usize) {
                Some(label) => name.push_str(label),
                None => name.push('?'),
            }
        }
        if !named.sets.is_empty() {
            name.push(']');
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_adds_up_its_duplicates_in_column_order() {
        let mut program = Program::new("t");
        let sites = program.label_set("site", vec!["a".into(), "b".into()]);
        let kind = program.kind("open", &[sites]);
        let family = program.family("cap", &[sites]);
        let a = program.column(kind, [0, 0, 0, 0, 0, 0], (0.0, 1.0), Integrality::Integer);
        let b = program.column(kind, [1, 0, 0, 0, 0, 0], (0.0, 1.0), Integrality::Integer);
        let row = program.row(
            family,
            [1, 0, 0, 0, 0, 0],
            (f64::NEG_INFINITY, 4.0),
            [(b, 1.0), (a, 2.0), (b, 3.0)],
        );
        assert_eq!(
            program.row_terms(row).collect::<Vec<_>>(),
            vec![(a, 2.0), (b, 4.0)]
        );
        assert_eq!(program.row_name(row), "cap[b]");
        let row = program.row(family, [0; KEY], (0.0, 1.0), [(b, 2.0), (a, 1.0), (b, -2.0)]);
        assert_eq!(program.row_terms(row).collect::<Vec<_>>(), vec![(a, 1.0)]);
        assert_eq!(program.column_name(a), "open[a]");
    }

    #[test]
    fn a_row_that_comes_late_stands_before_the_strengthening_rows() {
        let mut program = Program::new("t");
        let kind = program.kind("x", &[]);
        let family = program.family("first", &[]);
        let x = program.column(kind, [0; KEY], (0.0, 1.0), Integrality::Integer);
        let y = program.column(kind, [0; KEY], (0.0, 1.0), Integrality::Integer);
        program.row(family, [0; KEY], (0.0, 1.0), [(x, 1.0)]);
        program.begin_strengthening();
        program.row(family, [0; KEY], (0.0, 2.0), [(x, 5.0), (y, 6.0)]);
        let late = program.family("late", &[]);
        let row = program.insert_row(late, [0; KEY], (0.0, 3.0), [(y, 2.0), (x, 1.0)]);
        assert_eq!((row, program.rows(), program.defining_rows()), (Row(1), 3, 2));
        let terms = |row| program.row_terms(Row(row)).collect::<Vec<_>>();
        assert_eq!(terms(0), [(x, 1.0)]);
        assert_eq!(terms(1), [(x, 1.0), (y, 2.0)]);
        assert_eq!(terms(2), [(x, 5.0), (y, 6.0)]);
        assert_eq!(program.row_upper, [1.0, 3.0, 2.0]);
        assert_eq!(program.row_name(row), "late");
    }

    #[test]
    fn rows_are_added_ahead_of_those_that_strengthen() {
        let mut program = Program::new("t");
        let (kind, family) = (program.kind("x", &[]), program.family("f", &[]));
        let new = |program: &mut Program| program.column(kind, [0; KEY], (0.0, 1.0), Integrality::Integer);
        let (a, b) = (new(&mut program), new(&mut program));
        program.row(family, [0; KEY], (0.0, 1.0), [(a, 1.0)]);
        program.begin_strengthening();
        program.row(family, [1; KEY], (0.0, 2.0), [(b, 1.0)]);
        program.insert_row(family, [2; KEY], (3.0, 4.0), [(b, 5.0), (a, 1.0)]);
        assert_eq!((program.rows(), program.defining_rows()), (3, 2));
        let terms = |program: &Program, row| program.row_terms(Row(row)).collect::<Vec<_>>();
        assert_eq!(terms(&program, 0), [(a, 1.0)]);
        assert_eq!(terms(&program, 1), [(a, 1.0), (b, 5.0)]);
        assert_eq!(terms(&program, 2), [(b, 1.0)]);
        assert_eq!(program.row_upper, [1.0, 4.0, 2.0]);
        program.add_terms(vec![(Row(2), a, 2.0), (Row(0), b, 3.0), (Row(0), a, 1.0)]);
        assert_eq!(terms(&program, 0), [(a, 2.0), (b, 3.0)]);
        assert_eq!(terms(&program, 1), [(a, 1.0), (b, 5.0)]);
        assert_eq!(terms(&program, 2), [(a, 2.0), (b, 1.0)]);
        assert_eq!((program.row_key[1], program.defining_rows()), ([2; KEY], 2));
    }
}
