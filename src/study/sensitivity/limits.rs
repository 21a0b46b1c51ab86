//! Limits moved: as the figure of the scenario that they are, else as the row of the program.

use crate::model::registry::row_info;
use crate::model::{self, Model};
use crate::program::{Col, Program, Row};
use crate::run::Question;
use crate::run::shadow::place;
use crate::scenario::*;
use crate::study::Answer;
use std::collections::HashMap;

/// The scenario or its program with a limit relaxed.
pub(super) enum Moved {
    /// A figure of the scenario.
    Figure(Box<Question>, Box<Model>),
    /// A row of the program. Its plans are not plans of the scenario.
    Row {
        /// The program before the row was moved: its optimum is that of the scenario.
        unmoved: Box<Program>,
        /// With the row moved.
        model: Box<Model>,
    },
}

/// The program with the row of a limit (kind of row, subject, label of the period) relaxed by an amount in its own unit.
/// What the scenario rules out for good stays out: chips where no hall can hold them have no row but only a bound. `None` if
/// the plan's prices do not say which side of the row binds.
pub(super) fn by_row(
    question: &Question,
    base: &Answer,
    limit: (&str, &str, &str),
    by: f64,
) -> Option<Moved> {
    let (family, _) = row_info(limit.0)?;
    let duals = base.duals.as_ref()?;
    let named = rows(&base.model.program, limit);
    let prices = named.iter().filter_map(|row| duals.row.get(row.index()));
    let dual = prices
        .copied()
        .reduce(|a, b| if a.abs() < b.abs() { b } else { a })?;
    let mut model = model::build_loose(&question.scenario, &question.model, &[family.name]);
    rule_out(&mut model.program, &base.model.program);
    let unmoved = Box::new(model.program.clone());
    let moving = rows(&model.program, limit);
    for row in &moving {
        let program = &mut model.program;
        if dual < 0.0 {
            program.row_upper[row.index()] += by;
        } else {
            program.row_lower[row.index()] -= by;
        }
    }
    let model = Box::new(model);
    (!moving.is_empty() && dual != 0.0).then_some(Moved::Row { unmoved, model })
}

/// Holds columns that another program lacks at their lower bounds, and those that it leaves no choice at their values there.
fn rule_out(program: &mut Program, known: &Program) {
    let columns = (0..known.columns() as u32).map(Col);
    let bounds: HashMap<String, (f64, f64)> = columns
        .map(|col| {
            let bounds = (known.col_lower[col.index()], known.col_upper[col.index()]);
            (known.column_name(col), bounds)
        })
        .collect();
    for col in (0..program.columns() as u32).map(Col) {
        let at = col.index();
        match bounds.get(&program.column_name(col)) {
            Some(&(lower, upper)) if lower == upper => {
                (program.col_lower[at], program.col_upper[at]) = (lower, upper);
            }
            Some(_) => {}
            None if program.col_lower[at].is_finite() => program.col_upper[at] = program.col_lower[at],
            None => {}
        }
    }
}

/// The rows with a name.
fn rows(program: &Program, (family, subject, period): (&str, &str, &str)) -> Vec<Row> {
    let rows = (0..program.defining_rows()).filter(|&row| {
        let named = &program.families[usize::from(program.row_family[row].0)];
        named.name == family && {
            let (of, when) = place(program, named, &program.row_key[row]);
            of == subject && when == period
        }
    });
    rows.map(|row| Row(row as u32)).collect()
}

/// The scenario with one limit relaxed by an amount in the limit's own unit: `family` is the name of its rows,
/// `subject` the ids of what is limited, separated by commas, `period` a label. `None` if the limit is not one figure of
/// the scenario but follows from decisions or from several figures.
pub(super) fn relaxed(
    scenario: &Scenario,
    family: &str,
    subject: &str,
    period: &str,
    by: f64,
) -> Option<Scenario> {
    let mut moved = scenario.clone();
    let labels = &scenario.horizon.labels;
    let at = |label: &str| labels.iter().position(|known| known == label);
    match family {
        "budget" => {
            let (id, first) = subject.split_once(',')?;
            let first = at(first)?;
            let budget = moved.budgets.iter_mut().find(|budget| budget.id == id)?;
            // The amount is in the budget's currency.
            let amount = by / budget.currency.first();
            let mut windows = budget.windows.iter_mut();
            let window = windows.find(|window| window.first.index() == first)?;
            window.at_most.0 += amount;
        }
        "grid_power" => {
            let t = at(period)?;
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            let usable = 1.0 - site.reserve_margin;
            if usable <= 0.0 {
                return None;
            }
            site.power.get_mut(t)?.0 += by / usable;
        }
        "land" => {
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            site.land.as_mut()?.0 += by;
        }
        "contractor" => {
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            *site.contractor.as_mut()? += by;
        }
        "chip_supply" => {
            let t = at(period)?;
            let chip = moved.chips.iter_mut().find(|chip| chip.id == subject)?;
            *chip.supply.as_mut()?.get_mut(t)? += by;
        }
        "supply_pool" => {
            let t = at(period)?;
            let pool = moved.pools.iter_mut().find(|pool| pool.id == subject)?;
            *pool.at_most.get_mut(t)? += by;
        }
        "openings_per_period" => {
            *moved.openings_per_period.as_mut()?.get_mut(at(period)?)? += by;
        }
        "compute_cap" | "licence_quota" | "risk_cap" => {
            let rule = moved.rules.iter_mut().find(|rule| rule.id == subject)?;
            match (family, &mut rule.effect) {
                // A cap of every period: relaxed in all of them.
                ("compute_cap", RuleEffect::ComputeCap { at_most }) => at_most.0 += by,
                ("licence_quota", RuleEffect::Grant { quota: Some(quota) }) => quota.0 += by,
                (
                    "risk_cap",
                    RuleEffect::Risk {
                        at_most: Some(at_most),
                        ..
                    },
                ) => at_most.0 += by,
                _ => return None,
            }
        }
        "carbon_cap" => {
            let first = at(period)?;
            let caps = &mut moved.environment.carbon_caps;
            let cap = caps.iter_mut().find(|cap| cap.id == subject)?;
            let mut windows = cap.windows.iter_mut();
            windows.find(|window| window.first.index() == first)?.at_most.0 += by;
        }
        "water_cap" => {
            let first = at(period)?;
            let caps = &mut moved.environment.water_caps;
            let cap = caps.iter_mut().find(|cap| cap.id == subject)?;
            let mut windows = cap.windows.iter_mut();
            windows.find(|window| window.first.index() == first)?.at_most.0 += by;
        }
        "limit_at_most" => {
            let first = at(period)?;
            let limit = moved.limits.iter_mut().find(|limit| limit.id == subject)?;
            if limit.share_of.is_some() {
                return None;
            }
            let mut windows = limit.windows.iter_mut();
            let window = windows.find(|window| window.first.index() == first)?;
            *window.at_most.as_mut()? += by;
        }
        _ => return None,
    }
    Some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{base, capex_budget};

    #[test]
    fn one_figure_moves_and_nothing_else() {
        let mut scenario = base();
        scenario.budgets = vec![capex_budget(12.0)];
        let id = scenario.budgets[0].id.clone();
        let moved = relaxed(&scenario, "budget", &format!("{id},2028"), "", 3.0).unwrap();
        assert_eq!(moved.budgets[0].windows[1].at_most, MillionUsd(15.0));
        assert_eq!(moved.budgets[0].windows[0].at_most, MillionUsd(12.0));
        let moved = relaxed(&scenario, "grid_power", "alpha", "2029", 4.0).unwrap();
        assert_eq!(moved.sites[0].power[2], Megawatts(44.0));
        for (family, subject) in [
            ("hall_power", "alpha"),
            ("grid_power", "nowhere"),
            ("land", "alpha"),
        ] {
            assert_eq!(relaxed(&scenario, family, subject, "2029", 1.0), None, "{family}");
        }
    }
}
