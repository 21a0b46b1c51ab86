//! Which families of rows a scenario without plan would break, in the planner's words.

use crate::model::registry;
use crate::program::{Program, Row};
use crate::report::numbers::significant;
use crate::scenario::Scenario;
use crate::solver::Conflict;

/// Most lines told of one family.
const LINES: usize = 5;

/// The families that cannot all hold, then what gives way in the smallest repair, family by family.
pub fn families(scenario: &Scenario, program: &Program, conflict: &Conflict) -> String {
    if conflict.families.is_empty() {
        return "No set of rules could be named as the reason.\n".into();
    }
    let mut text = String::from("These rules cannot all hold:\n");
    let families = by_family(conflict);
    for Broken { name, title, .. } in &families {
        text.push_str(&format!("  {name}: {title}\n"));
    }
    if !conflict.irreducible {
        text.push_str("Not each of them may be needed for the conflict: the time for finding out was up.\n");
    }
    if families.iter().any(|family| !family.rows.is_empty()) {
        text.push_str("The smallest repair would break:\n");
    }
    for Broken { name, rows, .. } in families.iter().filter(|family| !family.rows.is_empty()) {
        text.push_str(&format!("  {name}\n"));
        let shown = match rows.len() {
            rows if rows > LINES => LINES - 1,
            rows => rows,
        };
        for &(row, amount) in rows.iter().take(shown) {
            text.push_str(&format!("    {}\n", sentence(scenario, program, row, amount)));
        }
        if rows.len() > shown {
            text.push_str(&format!("    and {} more of the kind\n", rows.len() - shown));
        }
    }
    text
}

/// An explanation in one line: the rules that cannot all hold, and the first sentence of the smallest repair.
pub fn brief(text: &str) -> String {
    let (mut families, mut broken) = (Vec::new(), None);
    for line in text.lines() {
        match line.strip_prefix("    ") {
            Some(sentence) => broken = broken.or(Some(sentence)),
            None => families.extend(line.strip_prefix("  ").and_then(|line| line.split_once(": "))),
        }
    }
    let names: Vec<&str> = families.iter().map(|(name, _)| *name).collect();
    let named = match names.as_slice() {
        [] => return text.lines().next().unwrap_or_default().to_owned(),
        [only] => format!("{only} cannot hold"),
        [rest @ .., last] => format!("{} and {last} cannot all hold", rest.join(", ")),
    };
    match broken {
        Some(sentence) => format!("{named}; nearest: {sentence}"),
        None => named,
    }
}

/// A family of the register with the broken rows of all its kinds.
struct Broken {
    name: &'static str,
    title: &'static str,
    rows: Vec<(Row, f64)>,
}

/// The families of a conflict, in its order.
fn by_family(conflict: &Conflict) -> Vec<Broken> {
    let mut families: Vec<Broken> = Vec::new();
    for kind in &conflict.families {
        let (name, title) = registry::row_info(kind.family)
            .map_or((kind.family, ""), |(family, _)| (family.name, family.title));
        match families.iter_mut().find(|family| family.name == name) {
            Some(family) => family.rows.extend(&kind.rows),
            None => families.push(Broken {
                name,
                title,
                rows: kind.rows.clone(),
            }),
        }
    }
    families
}

/// The sentence that says how a row is broken, by `amount` in the unit of its right-hand side. The demand
/// scenario is named only where there are several.
pub fn sentence(scenario: &Scenario, program: &Program, row: Row, amount: f64) -> String {
    let amount = significant(amount);
    let named = program
        .row_family
        .get(row.index())
        .and_then(|family| program.families.get(usize::from(family.0)));
    let Some((named, (_, info))) = named.and_then(|named| Some((named, registry::row_info(named.name)?)))
    else {
        return format!("{} is broken by {amount}", program.row_name(row));
    };
    let mut text = info.violation.to_owned();
    let mut unit = None;
    for (set, place) in named.sets.iter().zip(program.row_key[row.index()]) {
        let place = usize::from(place);
        let Some((name, labels)) = program.labels.get(usize::from(set.0)) else {
            continue;
        };
        if *name == "scenario" && labels.len() == 1 {
            text = text.replace(" ({scenario})", "");
        }
        if let Some(label) = labels.get(place) {
            text = text.replacen(&format!("{{{name}}}"), label, 1);
        }
        let workload = match *name {
            "demand" => scenario.demand.get(place).map(|line| line.workload),
            "workload" => Some(crate::scenario::WorkloadId(place as u16)),
            _ => None,
        };
        unit = unit.or_else(|| Some(scenario.workloads.get(workload?.index())?.unit.as_str()));
    }
    let amount = match unit {
        Some(unit) => format!("{amount} {unit}"),
        None => amount,
    };
    // Named above if there are several blocks of hours.
    text.replace(" ({hour})", "").replace("{by}", &amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_in_one_line() {
        let text = "No plan satisfies this scenario. These rules cannot all hold:\n  budget: Budgets\n  \
                    demand_balance: Demand\nThe smallest repair would break:\n  budget\n    capex is exceeded by 4\n";
        assert_eq!(
            brief(text),
            "budget and demand_balance cannot all hold; nearest: capex is exceeded by 4"
        );
        let unnamed = "No plan satisfies this scenario, but no set of rules could be named as the reason.\n";
        assert_eq!(brief(unnamed), unnamed.trim_end());
    }
}
