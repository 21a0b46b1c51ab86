//! Why a scenario has no plan, in the planner's words.

use crate::model::registry;
use crate::program::{Program, Row};
use crate::solver::Conflict;
use std::collections::BTreeMap;

/// Most broken rows told of one family.
const ROWS: usize = 3;

/// The families that cannot all hold, each with what gives way in the smallest repair.
pub fn text(program: &Program, conflict: &Conflict) -> String {
    if conflict.families.is_empty() {
        return "No plan satisfies this scenario, but no set of rules could be named as the reason.\n".into();
    }
    let mut text = String::from("No plan satisfies this scenario. These rules cannot all hold:\n");
    for family in &conflict.families {
        let title = registry::row_info(family.family).map_or("", |(info, _)| info.title);
        text.push_str(&format!("  {}: {title}\n", family.family));
    }
    if !conflict.irreducible {
        text.push_str("Not each of them may be needed for the conflict: the time for finding out was up.\n");
    }
    let broken: Vec<_> = conflict
        .families
        .iter()
        .filter(|family| !family.rows.is_empty())
        .collect();
    if !broken.is_empty() {
        text.push_str("The smallest repair would break:\n");
    }
    let rows = by_name(
        program,
        broken.iter().flat_map(|family| family.rows.iter().take(ROWS)),
    );
    for family in broken {
        for (name, amount) in family.rows.iter().take(ROWS) {
            let told = match rows.get(name.as_str()) {
                Some(&row) => registry::violation(program, row, *amount),
                None => format!("{name} by {amount}"),
            };
            text.push_str(&format!("  {told}\n"));
        }
        if let Some(more) = family.rows.len().checked_sub(ROWS).filter(|more| *more > 0) {
            text.push_str(&format!("  and {more} more rows of {}\n", family.family));
        }
    }
    text
}

/// Rows by name, for the names asked for.
fn by_name<'a>(program: &Program, asked: impl Iterator<Item = &'a (String, f64)>) -> BTreeMap<&'a str, Row> {
    let mut rows: BTreeMap<&str, Option<Row>> = asked.map(|(name, _)| (name.as_str(), None)).collect();
    for row in (0..program.rows()).map(|row| Row(row as u32)) {
        if let Some(found) = rows.get_mut(program.row_name(row).as_str()) {
            *found = Some(row);
        }
    }
    rows.into_iter()
        .filter_map(|(name, row)| Some((name, row?)))
        .collect()
}
