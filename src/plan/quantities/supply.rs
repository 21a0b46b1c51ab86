//! Orders under contracts, lease terms, rented accelerators, blocks of hours.

use crate::plan::facts::Facts;
use crate::plan::select;
use crate::scenario::*;

/// Units ordered or cancelled under contracts.
pub(super) fn contracts(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let plan = &facts.plan.contracts;
    let units = match quantity {
        Quantity::ContractOrdered => &plan.ordered,
        _ => &plan.cancelled,
    };
    let contracts = facts.scenario.contracts.iter().zip(units);
    let picked = contracts.filter(|(contract, _)| {
        filter.names(By::Contract, &contract.id) && select::chip(facts.scenario, &filter.chips, contract.chip)
    });
    picked.map(|(_, units)| units[t.index()]).sum()
}

/// Blocks of a lease offer for which an option is taken or exercised, or that are extended.
pub(super) fn lease_terms(
    facts: &Facts<'_>,
    quantity: Quantity,
    offer: &LeaseOffer,
    (r, b): (SiteId, usize),
    t: Period,
) -> f64 {
    let plan = &facts.plan.leasing;
    f64::from(match quantity {
        Quantity::LeaseOptions => match &offer.terms.option {
            Some(option) if option.taken == t => plan.options[r.index()][b],
            _ => 0,
        },
        Quantity::LeasesExercised => plan.exercised[r.index()][b][t.index()],
        _ => plan.extended[r.index()][b][t.index()],
    })
}

/// Units whose rental begins, or that are rented.
pub(super) fn rentals(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let mut sum = 0.0;
    for (offer, begun) in facts.scenario.rentals.iter().zip(&facts.plan.leasing.rentals) {
        let picked = filter.names(By::Rental, &offer.id)
            && select::chip(facts.scenario, &filter.chips, offer.chip)
            && select::place(facts.scenario, &filter.places, offer.site);
        if picked {
            let term = match quantity {
                Quantity::RentalsBegun => 1,
                _ => usize::from(offer.term.max(1)),
            };
            let before = (t.index() + 1).saturating_sub(term);
            sum += begun.iter().take(t.index() + 1).skip(before).sum::<f64>();
        }
    }
    sum
}

/// Mean over the blocks of hours that a filter selects.
fn mean(facts: &Facts<'_>, filter: &QuantityFilter, rate: impl Fn(usize) -> f64) -> f64 {
    let hours = &facts.scenario.hours;
    let (mut sum, mut time) = (0.0, 0.0);
    for h in hours
        .blocks()
        .filter(|&h| filter.names(By::Hour, &hours.labels[h]))
    {
        sum += hours.share[h] * rate(h);
        time += hours.share[h];
    }
    if time > 0.0 { sum / time } else { 0.0 }
}

/// Volume of a line, mean over blocks of hours, or of customers who have left.
pub(super) fn by_hours(
    facts: &Facts<'_>,
    quantity: Quantity,
    filter: &QuantityFilter,
    d: DemandId,
    t: Period,
) -> f64 {
    match quantity {
        Quantity::Lost => facts.lost(d, t) * facts.scenario.demand[d.index()].volume[t.index()].value(),
        Quantity::ServedHours => mean(facts, filter, |h| facts.served(d, t, h)),
        Quantity::RentedHours => mean(facts, filter, |h| facts.plan.rented[d.index()][t.index()][h]),
        _ => mean(facts, filter, |h| facts.plan.unmet[d.index()][t.index()][h]),
    }
}

/// Units that can work or are at work, mean over blocks of hours.
pub(super) fn work(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let scenario = facts.scenario;
    let mut sum = 0.0;
    for c in facts
        .chips()
        .filter(|&c| select::chip(scenario, &filter.chips, c))
    {
        for r in facts
            .sites()
            .filter(|&r| select::place(scenario, &filter.places, r))
        {
            sum += match quantity {
                Quantity::AvailableHours => facts.can_work(c, r, t),
                Quantity::InferenceHours => mean(facts, filter, |h| facts.at_work(c, r, t, h).0),
                _ => mean(facts, filter, |h| facts.at_work(c, r, t, h).1),
            };
        }
    }
    sum
}
