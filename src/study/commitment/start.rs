//! Plans as first points of a solve: the whole numbers of what is decided. What follows from them is solved for.

use super::{Item, decision, series};
use crate::model::Columns;
use crate::plan::Plan;
use crate::program::{Col, Program};
use crate::scenario::{JobId, Scenario};

/// Values of all columns of a program with these quantities by period; everything else at its lower bound.
pub fn start<'a>(
    scenario: &Scenario,
    columns: &Columns,
    program: &Program,
    quantities: impl Iterator<Item = (Item, std::borrow::Cow<'a, [f64]>)>,
) -> Vec<f64> {
    let lower = program.col_lower.iter();
    let mut values: Vec<f64> = lower
        .map(|&lower| if lower.is_finite() { lower } else { 0.0 })
        .collect();
    for (item, row) in quantities {
        for (_, col, value) in decision(scenario, columns, item).values(&row) {
            set(&mut values, col, value);
        }
        for (t, &quantity) in row.iter().enumerate().filter(|(_, quantity)| **quantity > 0.0) {
            match item {
                Item::Contract(l) => {
                    let Some(contract) = scenario.contracts.get(l.index()) else {
                        continue;
                    };
                    let reached = super::series::reached(contract, quantity) as usize;
                    set(&mut values, columns.contracts.placed(l, t), 1.0);
                    set(&mut values, columns.contracts.tier(l, reached, t), 1.0);
                    let lots = quantity / f64::from(contract.multiple.max(1));
                    set(&mut values, columns.contracts.lots(l, t), lots);
                }
                Item::Lease(r, b) => set(&mut values, columns.lease_signed(r, b, t), 1.0),
                _ => {}
            }
        }
    }
    values
}

/// [`start`] of a plan of the scenario, with its training jobs, exercised options and claims.
pub fn start_of(scenario: &Scenario, columns: &Columns, program: &Program, plan: &Plan) -> Vec<f64> {
    let items = Item::all(scenario).into_iter();
    let quantities = items.map(|item| (item, series(scenario, plan, item).into()));
    let mut values = start(scenario, columns, program, quantities);
    for (j, run) in JobId::all(scenario.jobs.len()).zip(&plan.jobs) {
        let Some(run) = run else { continue };
        let (c, r) = (
            crate::scenario::ChipId(run.chip),
            crate::scenario::SiteId(run.site),
        );
        set(&mut values, columns.place(j, c, r), 1.0);
        for (t, blocks) in run.units.iter().enumerate() {
            for (h, _) in blocks.iter().enumerate().filter(|(_, units)| **units > 0.0) {
                set(&mut values, columns.cluster(j, c, r, t, h), 1.0);
            }
        }
    }
    for (r, offers) in plan.leasing.exercised.iter().enumerate() {
        for (b, row) in offers.iter().enumerate() {
            for (t, &blocks) in row.iter().enumerate() {
                let site = crate::scenario::SiteId(r as u16);
                set(&mut values, columns.lease_exercise(site, b, t), f64::from(blocks));
            }
        }
    }
    for (i, &claimed) in plan.finance.claimed.iter().enumerate() {
        set(
            &mut values,
            columns.finance.claim(i),
            f64::from(u8::from(claimed)),
        );
    }
    values
}

fn set(values: &mut [f64], col: Option<Col>, value: f64) {
    if let Some(place) = col.and_then(|col| values.get_mut(col.index())) {
        *place = value;
    }
}
