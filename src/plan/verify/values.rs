//! Numbers that no plan can have: NaN, infinities, negative amounts, broken units.

use super::{Checker, Kind, TOLERANCE, kind};
use crate::plan::Plan;
use crate::scenario::ChipId;

/// Numbers that no plan can have.
const VALUES: Kind = kind("plan", "values");

/// Every continuous number of a plan, with the position of its table entry. The block of hours is named only if there
/// are several.
fn each(plan: &Plan, mut visit: impl FnMut(&'static str, &[usize], f64)) {
    for (name, table) in [
        ("hub", &plan.hub),
        ("ordered", &plan.ordered),
        ("retired", &plan.retired),
    ] {
        for (i, row) in table.iter().enumerate() {
            for (t, &value) in row.iter().enumerate() {
                visit(name, &[i, t], value);
            }
        }
    }
    for (c, sites) in plan.deployed.iter().enumerate() {
        for (r, row) in sites.iter().enumerate() {
            for (t, &value) in row.iter().enumerate() {
                visit("deployed", &[c, r, t], value);
            }
        }
    }
    for (k, chips) in plan.licences.under.iter().enumerate() {
        for (c, sites) in chips.iter().enumerate() {
            for (r, row) in sites.iter().enumerate() {
                for (t, &value) in row.iter().enumerate() {
                    visit("licences.under", &[k, c, r, t], value);
                }
            }
        }
    }
    for (i, change) in plan.fleet_changes.iter().enumerate() {
        visit("fleet_changes", &[i], change.units);
    }
    plan.power.values(&mut visit);
    plan.ppa.values(&mut visit);
    plan.finance.amounts(&mut visit);
    plan.contracts.each(&mut visit);
    plan.leasing.each(&mut visit);
    let mut blocks = |name, place: &[usize], row: &[Vec<f64>]| {
        let mut at = [place, &[0, 0]].concat();
        for (t, blocks) in row.iter().enumerate() {
            for (h, &value) in blocks.iter().enumerate() {
                (at[place.len()], at[place.len() + 1]) = (t, h);
                let named = at.len() - usize::from(blocks.len() == 1);
                visit(name, &at[..named], value);
            }
        }
    };
    for (name, table) in [
        ("rented", &plan.rented),
        ("unmet", &plan.unmet),
        ("prices", &plan.prices),
    ] {
        for (d, row) in table.iter().enumerate() {
            blocks(name, &[d], row);
        }
    }
    for (d, sites) in plan.served.iter().enumerate() {
        for (r, row) in sites.iter().enumerate() {
            blocks("served", &[d, r], row);
        }
    }
    for (c, sites) in plan.assigned.iter().enumerate() {
        for (r, workloads) in sites.iter().enumerate() {
            for (w, row) in workloads.iter().enumerate() {
                blocks("assigned", &[c, r, w], row);
            }
        }
    }
    for (q, fallback) in plan.fallbacks.iter().enumerate() {
        for (d, sites) in fallback.served.iter().enumerate() {
            for (r, row) in sites.iter().enumerate() {
                blocks("fallbacks.served", &[q, d, r], row);
            }
        }
        for (c, sites) in fallback.assigned.iter().enumerate() {
            for (r, workloads) in sites.iter().enumerate() {
                for (w, row) in workloads.iter().enumerate() {
                    blocks("fallbacks.assigned", &[q, c, r, w], row);
                }
            }
        }
    }
    for (j, run) in plan.jobs.iter().enumerate() {
        if let Some(run) = run {
            blocks("jobs", &[j], &run.units);
        }
    }
}

/// Reports bad numbers; false if any is not finite, after which nothing else can be compared.
pub(super) fn check(checker: &mut Checker<'_>) -> bool {
    let facts = checker.facts;
    let mut finite = true;
    each(&facts.plan, |table, place, value| {
        checker.checked += 1;
        if value.is_finite() && value >= -TOLERANCE {
            return;
        }
        finite &= value.is_finite();
        let place: Vec<String> = place.iter().map(usize::to_string).collect();
        let message = if value.is_finite() {
            format!(
                "{table}[{}] is {value}; amounts cannot be negative",
                place.join("][")
            )
        } else {
            format!("{table}[{}] is {value}, which is not a number", place.join("]["))
        };
        let amount = if value.is_finite() { -value } else { f64::INFINITY };
        checker.refuse(VALUES, table, None, message, amount);
    });
    whole_units(checker);
    finite
}

/// Units of chips are whole, unless the chip comes in any amount.
fn whole_units(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let broken = |checker: &mut Checker<'_>, table: &'static str, c: ChipId, units: f64| {
        let chip = &facts.scenario.chips[c.index()];
        checker.require(
            !chip.whole || units.fract() == 0.0,
            VALUES,
            || table.to_owned(),
            None,
            || {
                format!(
                    "{table} holds {units} units of {}; units of it are whole",
                    chip.id
                )
            },
        );
    };
    for c in facts.chips() {
        for &units in &facts.plan.ordered[c.index()] {
            broken(checker, "ordered", c, units);
        }
        for &units in facts.plan.deployed[c.index()].iter().flatten() {
            broken(checker, "deployed", c, units);
        }
    }
    for change in &facts.plan.fleet_changes {
        broken(checker, "fleet_changes", ChipId(change.chip), change.units);
    }
    for (contract, decided) in facts.scenario.contracts.iter().zip(&facts.plan.contracts.ordered) {
        for &units in decided {
            broken(checker, "contracts.ordered", contract.chip, units);
        }
    }
    for (cohort, retired) in facts.scenario.cohorts.iter().zip(&facts.plan.retired) {
        for &units in retired {
            broken(checker, "retired", cohort.chip, units);
        }
    }
}
