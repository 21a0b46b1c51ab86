//! How one program differs from the one before it.

use crate::program::{Col, Named, Program, Row};
use std::fmt;

/// How much differs between two programs of one shape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changed {
    /// Objective coefficients, with the constant.
    pub costs: usize,
    /// Columns with another lower or upper bound.
    pub column_bounds: usize,
    /// Rows with another lower or upper side.
    pub row_bounds: usize,
    /// Coefficients of rows.
    pub coefficients: usize,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} costs, {} column bounds, {} row sides, {} coefficients changed",
            self.costs, self.column_bounds, self.row_bounds, self.coefficients
        )
    }
}

/// Why a program has another shape than the one before: the first reason found, from labels to the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RebuildReason {
    /// A label (a site, a chip, a period ...) is new.
    LabelNew {
        /// Its set.
        set: String,
        /// The label.
        label: String,
    },
    /// A label is gone.
    LabelGone {
        /// Its set.
        set: String,
        /// The label.
        label: String,
    },
    /// The labels of a set are the same in another order.
    LabelsReordered {
        /// The set.
        set: String,
    },
    /// A kind of columns has another number of them, or appeared, or disappeared.
    Columns {
        /// The kind.
        kind: String,
        /// How many there were.
        before: usize,
        /// How many there are.
        now: usize,
    },
    /// A family of rows has another number of them, or appeared, or disappeared.
    Rows {
        /// The family.
        family: String,
        /// How many there were.
        before: usize,
        /// How many there are.
        now: usize,
    },
    /// As many columns, but not the same ones; or one that is whole now and was not before.
    OtherColumn(String),
    /// As many rows, but not the same ones.
    OtherRow(String),
    /// A row has terms on other columns.
    OtherTerms(String),
}

impl fmt::Display for RebuildReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LabelNew { set, label } => write!(f, "{set} {label} is new"),
            Self::LabelGone { set, label } => write!(f, "{set} {label} is gone"),
            Self::LabelsReordered { set } => write!(f, "the order of {set} differs"),
            Self::Columns { kind, before, now } => write!(f, "{now} columns {kind} against {before} before"),
            Self::Rows {
                family,
                before: 0,
                now,
            } => write!(f, "row family {family} appeared with {now} rows"),
            Self::Rows { family, now: 0, .. } => write!(f, "row family {family} disappeared"),
            Self::Rows { family, before, now } => write!(f, "{now} rows {family} against {before} before"),
            Self::OtherColumn(name) => {
                write!(f, "column {name} takes the place of another or changes its kind")
            }
            Self::OtherRow(name) => write!(f, "row {name} takes the place of another"),
            Self::OtherTerms(name) => write!(f, "row {name} has terms on other columns"),
        }
    }
}

/// The difference between two programs of one shape.
#[derive(Debug)]
pub struct Difference {
    /// How much differs.
    pub changed: Changed,
    /// First row with another coefficient.
    pub coefficient: Option<Row>,
}

/// Compares two programs.
///
/// # Errors
/// Why they are not of one shape.
pub fn between(old: &Program, new: &Program) -> Result<Difference, RebuildReason> {
    labels(old, new)?;
    columns(old, new)?;
    rows(old, new)?;
    let differ = |a: &[f64], b: &[f64]| a.iter().zip(b).filter(|(a, b)| a != b).count();
    let bounds = |lower: (&[f64], &[f64]), upper: (&[f64], &[f64])| {
        (0..lower.0.len())
            .filter(|&i| lower.0[i] != lower.1[i] || upper.0[i] != upper.1[i])
            .count()
    };
    let changed = Changed {
        costs: differ(&old.cost, &new.cost) + usize::from(old.offset != new.offset),
        column_bounds: bounds((&old.col_lower, &new.col_lower), (&old.col_upper, &new.col_upper)),
        row_bounds: bounds((&old.row_lower, &new.row_lower), (&old.row_upper, &new.row_upper)),
        coefficients: differ(&old.value, &new.value),
    };
    let first = old.value.iter().zip(&new.value).position(|(a, b)| a != b);
    let coefficient = first.map(|place| {
        let rows = new.start.partition_point(|&start| start as usize <= place);
        Row(rows.saturating_sub(1) as u32)
    });
    Ok(Difference { changed, coefficient })
}

fn labels(old: &Program, new: &Program) -> Result<(), RebuildReason> {
    for (set, labels) in &new.labels {
        let Some((_, before)) = old.labels.iter().find(|(name, _)| name == set) else {
            continue;
        };
        if before == labels {
            continue;
        }
        let set = (*set).to_owned();
        if let Some(label) = labels.iter().find(|label| !before.contains(label)) {
            let label = label.clone();
            return Err(RebuildReason::LabelNew { set, label });
        }
        if let Some(label) = before.iter().find(|label| !labels.contains(label)) {
            let label = label.clone();
            return Err(RebuildReason::LabelGone { set, label });
        }
        return Err(RebuildReason::LabelsReordered { set });
    }
    Ok(())
}

fn columns(old: &Program, new: &Program) -> Result<(), RebuildReason> {
    let counted = |program: &Program| count(&program.kinds, program.col_kind.iter().map(|kind| kind.0));
    if let Some((kind, before, now)) = first_difference(counted(old), counted(new)) {
        return Err(RebuildReason::Columns { kind, before, now });
    }
    let same = |col: usize| {
        let name = |program: &Program| program.kinds[usize::from(program.col_kind[col].0)].name;
        name(old) == name(new)
            && old.col_key[col] == new.col_key[col]
            && old.integrality[col] == new.integrality[col]
    };
    match (0..new.columns()).find(|&col| !same(col)) {
        Some(col) => Err(RebuildReason::OtherColumn(new.column_name(Col(col as u32)))),
        None => Ok(()),
    }
}

fn rows(old: &Program, new: &Program) -> Result<(), RebuildReason> {
    let counted = |program: &Program| {
        count(
            &program.families,
            program.row_family.iter().map(|family| family.0),
        )
    };
    if let Some((family, before, now)) = first_difference(counted(old), counted(new)) {
        return Err(RebuildReason::Rows { family, before, now });
    }
    for row in 0..new.rows() {
        let name = |program: &Program| program.families[usize::from(program.row_family[row].0)].name;
        let place = Row(row as u32);
        if name(old) != name(new)
            || old.row_key[row] != new.row_key[row]
            || (row < old.defining_rows()) != (row < new.defining_rows())
        {
            return Err(RebuildReason::OtherRow(new.row_name(place)));
        }
        if old.index[old.row_range(place)] != new.index[new.row_range(place)] {
            return Err(RebuildReason::OtherTerms(new.row_name(place)));
        }
    }
    Ok(())
}

/// How many members each name has, in the order of the names.
fn count(named: &[Named], members: impl Iterator<Item = u8>) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = named.iter().map(|named| (named.name, 0)).collect();
    for member in members {
        if let Some((_, count)) = counts.get_mut(usize::from(member)) {
            *count += 1;
        }
    }
    counts
}

/// First name with another count, the old and the new one; a name that is not there counts as none.
fn first_difference(
    old: Vec<(&'static str, usize)>,
    new: Vec<(&'static str, usize)>,
) -> Option<(String, usize, usize)> {
    let of = |counts: &[(&str, usize)], name: &str| -> usize {
        let same = counts.iter().filter(|(other, _)| *other == name);
        same.map(|(_, count)| count).sum()
    };
    let names = new.iter().chain(&old).map(|(name, _)| *name);
    let mut counted = names.map(|name| (name, of(&old, name), of(&new, name)));
    let found = counted.find(|(_, before, now)| before != now);
    found.map(|(name, before, now)| (name.to_owned(), before, now))
}
