//! Export as named free-format MPS, which every solver reads.
//!
//! All rows are written, strengthening rows too. The same program gives the same bytes. The constant of the
//! objective is the right-hand side of the objective row with the sign turned, as is usual.

use super::names::for_mps;
use super::{Col, Integrality, Program, Row};
use std::io::{self, Write};

/// Name of the objective row.
const OBJECTIVE: &str = "objective";

/// Writes the program.
///
/// # Errors
/// Those of the writer.
pub fn write(program: &Program, out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<String> = (0..program.rows() as u32)
        .map(|row| for_mps(&program.row_name(Row(row))))
        .collect();
    writeln!(out, "NAME {}", for_mps(&program.name))?;
    writeln!(out, "ROWS\n N {OBJECTIVE}")?;
    for (row, name) in rows.iter().enumerate() {
        writeln!(out, " {} {name}", sense(program, row))?;
    }
    columns(program, &rows, out)?;
    writeln!(out, "RHS")?;
    if program.offset != 0.0 {
        writeln!(out, " rhs {OBJECTIVE} {}", -program.offset)?;
    }
    for (row, name) in rows.iter().enumerate() {
        let rhs = match sense(program, row) {
            'N' => 0.0,
            'G' => program.row_lower[row],
            _ => program.row_upper[row],
        };
        if rhs != 0.0 {
            writeln!(out, " rhs {name} {rhs}")?;
        }
    }
    writeln!(out, "RANGES")?;
    for (row, name) in rows.iter().enumerate() {
        let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
        if lower.is_finite() && upper.is_finite() && lower != upper {
            writeln!(out, " range {name} {}", upper - lower)?;
        }
    }
    bounds(program, out)?;
    writeln!(out, "ENDATA")
}

/// Letter of a row: `N` free, `E` equal, `G` at least, `L` at most (with a range if both sides are finite).
fn sense(program: &Program, row: usize) -> char {
    let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
    match (lower.is_finite(), upper.is_finite()) {
        (false, false) => 'N',
        (true, false) => 'G',
        (false, true) => 'L',
        (true, true) if lower == upper => 'E',
        (true, true) => 'L',
    }
}

/// The matrix column by column, whole columns between markers.
fn columns(program: &Program, rows: &[String], out: &mut impl Write) -> io::Result<()> {
    let by_column = by_column(program);
    writeln!(out, "COLUMNS")?;
    let mut whole = false;
    let mut markers = 0;
    for col in 0..program.columns() {
        let is_whole = program.integrality[col] != Integrality::Continuous;
        if is_whole != whole {
            let word = if is_whole { "INTORG" } else { "INTEND" };
            writeln!(out, " marker{markers} 'MARKER' '{word}'")?;
            markers += 1;
            whole = is_whole;
        }
        let name = for_mps(&program.column_name(Col(col as u32)));
        let entries = &by_column.entries[by_column.start[col]..by_column.start[col + 1]];
        // A column in no row and at no cost must still appear once.
        if program.cost[col] != 0.0 || entries.is_empty() {
            writeln!(out, " {name} {OBJECTIVE} {}", program.cost[col])?;
        }
        for &(row, value) in entries {
            writeln!(out, " {name} {} {value}", rows[row as usize])?;
        }
    }
    if whole {
        writeln!(out, " marker{markers} 'MARKER' 'INTEND'")?;
    }
    Ok(())
}

/// Bounds; those of whole columns always in full, because readers disagree on their default.
fn bounds(program: &Program, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "BOUNDS")?;
    for col in 0..program.columns() {
        let (lower, upper) = (program.col_lower[col], program.col_upper[col]);
        let whole = program.integrality[col] != Integrality::Continuous;
        let name = for_mps(&program.column_name(Col(col as u32)));
        if lower == upper {
            writeln!(out, " FX bound {name} {lower}")?;
            continue;
        }
        match (lower.is_finite(), upper.is_finite()) {
            (false, false) => writeln!(out, " FR bound {name}")?,
            (false, true) => writeln!(out, " MI bound {name}\n UP bound {name} {upper}")?,
            (true, finite) => {
                // A negative upper bound alone would make some readers drop the lower bound of 0.
                if lower != 0.0 || whole || upper < 0.0 {
                    writeln!(out, " LO bound {name} {lower}")?;
                }
                if finite {
                    writeln!(out, " UP bound {name} {upper}")?;
                } else if whole {
                    writeln!(out, " PL bound {name}")?;
                }
            }
        }
    }
    Ok(())
}

/// The matrix column by column: `entries[start[c]..start[c + 1]]` are the (row, coefficient) of column `c`.
struct ByColumn {
    start: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

fn by_column(program: &Program) -> ByColumn {
    let mut start = vec![0_usize; program.columns() + 1];
    for &col in &program.index {
        start[col as usize + 1] += 1;
    }
    for col in 0..program.columns() {
        start[col + 1] += start[col];
    }
    let mut next = start.clone();
    let mut entries = vec![(0, 0.0); program.nonzeros()];
    for row in 0..program.rows() as u32 {
        for (col, value) in program.row_terms(Row(row)) {
            let place = &mut next[col.index()];
            entries[*place] = (row, value);
            *place += 1;
        }
    }
    ByColumn { start, entries }
}
