//! Export in the CPLEX LP format, for reading by eye.
//!
//! All rows are written, strengthening rows too; a row with two sides is written as two, the second with
//! `_lower` behind its name. The same program gives the same bytes.

use super::names::for_lp;
use super::{Col, Integrality, Program, Row};
use std::io::{self, Write};

/// Terms on one line; readers limit the length of a line.
const TERMS_PER_LINE: usize = 4;

/// Writes the program.
///
/// # Errors
/// Those of the writer.
pub fn write(program: &Program, out: &mut impl Write) -> io::Result<()> {
    let names: Vec<String> = (0..program.columns() as u32)
        .map(|col| for_lp(&program.column_name(Col(col))))
        .collect();
    writeln!(out, "\\ {}", for_lp(&program.name))?;
    write!(out, "Minimize\n objective:")?;
    let costs = program
        .cost
        .iter()
        .enumerate()
        .filter(|(_, cost)| **cost != 0.0)
        .map(|(col, &cost)| (col, cost));
    terms(costs, &names, out)?;
    if program.offset != 0.0 {
        write!(out, " {}", signed(program.offset))?;
    }
    writeln!(out, "\nSubject To")?;
    for row in 0..program.rows() {
        let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
        if !lower.is_finite() && !upper.is_finite() {
            continue;
        }
        let handle = Row(row as u32);
        let name = for_lp(&program.row_name(handle));
        if lower == upper {
            write_row(program, handle, &names, (&name, "=", upper), out)?;
            continue;
        }
        if upper.is_finite() {
            write_row(program, handle, &names, (&name, "<=", upper), out)?;
        }
        if lower.is_finite() {
            // Readers disagree on rows with two sides, so such a row is written as two.
            let suffix = if upper.is_finite() { "_lower" } else { "" };
            write_row(
                program,
                handle,
                &names,
                (&format!("{name}{suffix}"), ">=", lower),
                out,
            )?;
        }
    }
    bounds(program, &names, out)?;
    if program.integers() > 0 {
        writeln!(out, "General")?;
        for (col, name) in names.iter().enumerate() {
            if program.integrality[col] != Integrality::Continuous {
                writeln!(out, " {name}")?;
            }
        }
    }
    writeln!(out, "End")
}

/// Writes one side of a row: name, relation and right-hand side.
fn write_row(
    program: &Program,
    row: Row,
    names: &[String],
    (name, relation, side): (&str, &str, f64),
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, " {name}:")?;
    if program.row_range(row).is_empty() {
        // The format knows no empty row; `0 x` says the same.
        terms((0..names.len().min(1)).map(|col| (col, 0.0)), names, out)?;
    } else {
        let entries = program.row_terms(row).map(|(col, value)| (col.index(), value));
        terms(entries, names, out)?;
    }
    writeln!(out, " {relation} {side}")
}

fn terms(
    terms: impl Iterator<Item = (usize, f64)>,
    names: &[String],
    out: &mut impl Write,
) -> io::Result<()> {
    for (place, (col, value)) in terms.enumerate() {
        if place > 0 && place % TERMS_PER_LINE == 0 {
            write!(out, "\n  ")?;
        }
        write!(out, " {} {}", signed(value), names[col])?;
    }
    Ok(())
}

/// A number with its sign apart: `- 3.5`.
fn signed(value: f64) -> String {
    let sign = if value.is_sign_negative() { '-' } else { '+' };
    format!("{sign} {}", value.abs())
}

fn bounds(program: &Program, names: &[String], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "Bounds")?;
    for (col, name) in names.iter().enumerate() {
        let (lower, upper) = (program.col_lower[col], program.col_upper[col]);
        if lower == upper {
            writeln!(out, " {name} = {lower}")?;
        } else if !lower.is_finite() && !upper.is_finite() {
            writeln!(out, " {name} free")?;
        } else {
            let low = if lower.is_finite() {
                lower.to_string()
            } else {
                "-inf".into()
            };
            let high = if upper.is_finite() {
                upper.to_string()
            } else {
                "+inf".into()
            };
            writeln!(out, " {low} <= {name} <= {high}")?;
        }
    }
    Ok(())
}
