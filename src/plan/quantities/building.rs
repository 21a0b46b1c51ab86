//! Stages of halls, conversions, use of power tranches.

use crate::plan::facts::Facts;
use crate::scenario::*;

/// Halls that enter a stage, or wait for the next one.
pub(super) fn hall_stages(
    facts: &Facts<'_>,
    quantity: Quantity,
    filter: &QuantityFilter,
    r: SiteId,
    t: Period,
) -> f64 {
    let mut sum = 0.0;
    for (i, hall) in facts.scenario.sites[r.index()].halls.iter().enumerate() {
        let of_design = filter.halls.as_ref().is_none_or(|ids| ids.contains(&hall.design));
        let stages = hall.construction.stages.iter().enumerate();
        for (k, _) in stages.filter(|(_, stage)| of_design && filter.names(By::Stage, &stage.id)) {
            if quantity == Quantity::HallStagesEntered {
                let entered = match k {
                    0 => facts.plan.halls_started[r.index()][i][t.index()],
                    _ => facts.plan.construction.entered[r.index()][i][k][t.index()],
                };
                sum += f64::from(entered);
            } else if k + 1 < hall.construction.stages.len() {
                sum += facts.handed_over(r, i, k, t) - facts.entered(r, i, k + 1, t);
            }
        }
    }
    sum
}

/// Halls whose conversion starts, or is under way.
pub(super) fn retrofits(
    facts: &Facts<'_>,
    quantity: Quantity,
    filter: &QuantityFilter,
    r: SiteId,
    t: Period,
) -> f64 {
    let mut sum = 0.0;
    let retrofits = facts.scenario.sites[r.index()].construction.retrofits.iter();
    for (f, retrofit) in retrofits
        .enumerate()
        .filter(|(_, retrofit)| filter.names(By::Retrofit, &retrofit.id))
    {
        let started = &facts.plan.construction.retrofits[r.index()][f];
        let first = match quantity {
            Quantity::RetrofitsStarted => t.index(),
            _ => (t.index() + 1).saturating_sub(usize::from(retrofit.downtime)),
        };
        let halls = started.iter().take(t.index() + 1).skip(first);
        sum += halls.map(|&halls| f64::from(halls)).sum::<f64>();
    }
    sum
}

/// Power of tranches, or what they generate.
pub(super) fn tranche_use(
    facts: &Facts<'_>,
    quantity: Quantity,
    filter: &QuantityFilter,
    r: SiteId,
    t: Period,
) -> f64 {
    let tranches = facts.scenario.sites[r.index()].tranches.iter().enumerate();
    let picked = tranches.filter(|(_, tranche)| filter.names(By::Tranche, &tranche.id));
    picked
        .map(|(g, _)| match quantity {
            Quantity::Generated => facts.plan.power.bridge_energy[r.index()][g][t.index()],
            Quantity::TrancheUsable => facts.ramped(r, g, t).value(),
            _ => facts.drawable(r, g, t).value(),
        })
        .sum()
}

/// Power or energy of power-purchase agreements.
pub(super) fn agreements(
    facts: &Facts<'_>,
    quantity: Quantity,
    filter: &QuantityFilter,
    r: SiteId,
    t: Period,
) -> f64 {
    let plan = &facts.plan.ppa;
    let of = |table: &[Vec<Vec<f64>>], p: usize| table[r.index()][p][t.index()];
    let offers = facts.scenario.sites[r.index()]
        .environment
        .ppas
        .iter()
        .enumerate();
    let picked = offers.filter(|(_, offer)| filter.names(By::Ppa, &offer.id));
    picked
        .map(|(p, _)| match quantity {
            Quantity::PpaSigned => of(&plan.signed, p),
            Quantity::PpaDelivered => facts.contracted_energy(r, p, t).value() / 1000.0,
            Quantity::PpaPaid => of(&plan.paid, p),
            Quantity::PpaUsed => of(&plan.energy, p),
            _ => facts.contracted(r, p, t).value(),
        })
        .sum()
}
