//! What would be left of demand when something is lost.

use super::{Cell, Table};
use crate::plan::facts::Facts;
use crate::plan::verify::{at_stake, wanted};
use crate::scenario::{Contingency, DemandId, Period, ResilienceForm, WorkloadId, contingencies};

/// By requirement, loss and period: least share of demand that is still served, over lines (over workloads of a pool)
/// and blocks of hours.
pub(super) fn losses(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "resilience",
        "Share of demand still served when something is lost: as planned, and as asked for",
        &["requirement", "lost", "period"],
        &["kept_percent", "keep_percent"],
    );
    for (q, contingency) in contingencies(&facts.scenario.resilience).enumerate() {
        let of = contingency.of;
        for t in facts.periods().filter(|t| of.keep[t.index()] > 0.0) {
            let kept = match of.form {
                ResilienceForm::Pooled => pooled(facts, contingency, t),
                ResilienceForm::Copies => copied(facts, q, contingency, t),
            };
            table.push(
                [of.id.as_str(), &contingency.loss.id, facts.label(t)],
                [
                    kept.map_or(Cell::None, |share| Cell::Number(100.0 * share)),
                    Cell::Number(100.0 * of.keep[t.index()]),
                ],
                "%",
            );
        }
    }
    table
}

/// Least of some shares; none if there is nothing to keep.
fn least(shares: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let shares = shares.filter(|(_, volume)| *volume > 0.0);
    shares.map(|(kept, volume)| kept / volume).reduce(f64::min)
}

/// Of a pool: what is left of the capacity by this loss and what is rented, over the peak volume.
fn pooled(facts: &Facts<'_>, contingency: Contingency<'_>, t: Period) -> Option<f64> {
    let only = crate::scenario::Resilience {
        losses: vec![contingency.loss.clone()],
        ..contingency.of.clone()
    };
    let workloads = WorkloadId::all(facts.scenario.workloads.len());
    let blocks = workloads.flat_map(|w| facts.scenario.hours.blocks().map(move |h| (w, h)));
    least(blocks.map(|(w, h)| {
        let (total, lost) = at_stake(facts, &only, w, t, h, false);
        let lines = only.lines.iter();
        let lines = lines.filter(|d| facts.scenario.demand[d.index()].workload == w);
        let peak = facts.scenario.workloads[w.index()].peak;
        let (mut volume, mut rented) = (0.0, 0.0);
        for &d in lines {
            volume += peak * wanted(facts, d, t, h);
            rented += peak * facts.plan.rented[d.index()][t.index()][h];
        }
        (total - lost + rented, volume)
    }))
}

/// Of copies: what is dealt out anew and what is rented, over the volume, of the worst line.
fn copied(facts: &Facts<'_>, q: usize, contingency: Contingency<'_>, t: Period) -> Option<f64> {
    let fallback = &facts.plan.fallbacks[q];
    let lines = contingency.of.lines.iter();
    let blocks = lines.flat_map(|&d| facts.scenario.hours.blocks().map(move |h| (d, h)));
    least(blocks.map(|(d, h): (DemandId, usize)| {
        let served = fallback.served[d.index()].iter().map(|site| site[t.index()][h]);
        let kept = served.sum::<f64>() + facts.plan.rented[d.index()][t.index()][h];
        (kept, wanted(facts, d, t, h))
    }))
}
