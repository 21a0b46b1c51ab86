//! What a commitment binds the planner to pay.

use super::Item;
use crate::plan::Plan;
use crate::plan::ledger::price_of;
use crate::scenario::{LeaseOffer, Period, Scenario, SiteId};

/// What a quantity of an item decided in `t` commits to pay, MUSD undiscounted: the whole price of what is built or
/// bought, whenever it falls due; the rent of a lease over its term and the least that a power-purchase agreement takes,
/// as far as they lie within the horizon. Running costs (energy, capacity charges, maintenance) are not counted.
pub fn money(scenario: &Scenario, plan: &Plan, item: Item, t: usize, quantity: f64) -> f64 {
    musd(scenario, plan, item, t, quantity).unwrap_or(0.0)
}

fn musd(s: &Scenario, plan: &Plan, item: Item, t: usize, quantity: f64) -> Option<f64> {
    let site = |r: SiteId| s.sites.get(r.index());
    let each = match item {
        Item::SiteStage(r, k) => site(r)?.construction.stages.get(k)?.cost.get(t)?.value(),
        Item::Site(r) => site(r)?.opening_cost.get(t)?.value(),
        Item::Power(r, g) => {
            let tranche = site(r)?.tranches.get(g)?;
            (tranche.deposit + tranche.terms.cost).value()
        }
        Item::Hall(r, i) => {
            let hall = site(r)?.halls.get(i)?;
            let share = hall.construction.stages.first().map_or(1.0, |stage| stage.share);
            share * hall.cost.get(t)?.value()
        }
        Item::HallStage(r, i, k) => {
            let hall = site(r)?.halls.get(i)?;
            hall.construction.stages.get(k)?.share * hall.cost.get(t)?.value()
        }
        Item::Conversion(r, f) => site(r)?.construction.retrofits.get(f)?.cost.get(t)?.value(),
        Item::Lease(r, b) => {
            let offer = site(r)?.leases.get(b)?;
            let called = plan.leasing.exercised.get(r.index())?.get(b)?.get(t)?;
            let called = f64::from(*called).min(quantity);
            let price = offer.price.get(t)?.value();
            let at_option = offer
                .terms
                .option
                .as_ref()
                .map_or(0.0, |option| option.price.value());
            let weighed = price * (quantity - called) + at_option * called;
            return Some(weighed * rent(s, offer, t, offer.term));
        }
        Item::LeaseOption(r, b) => site(r)?.leases.get(b)?.terms.option.as_ref()?.fee.value(),
        Item::LeaseExtension(r, b) => {
            let offer = site(r)?.leases.get(b)?;
            let extension = offer.terms.extension.as_ref()?;
            extension.price.get(t)?.value() * rent(s, offer, t, extension.term)
        }
        Item::Agreement(r, p) => {
            let offer = site(r)?.environment.ppas.get(p)?;
            let years = |later: usize| s.horizon.length.get(later).copied();
            let taken = within(s, t, offer.term)
                .filter_map(|later| Some(offer.price.get(later)?.value() * offer.energy(years(later)?)));
            // USD/MWh times GWh is 1,000 USD.
            offer.take * taken.sum::<f64>() * 1e-3
        }
        Item::Chips(c) => s.chips.get(c.index())?.price.get(t)?.value(),
        Item::Contract(l) => {
            let contract = s.contracts.get(l.index())?;
            let price = price_of(contract, quantity, Period(u16::try_from(t).ok()?));
            return Some((price + contract.order_cost).value());
        }
        Item::Cancellation(l) => {
            let contract = s.contracts.get(l.index())?;
            contract.cancel?.fee * contract.price.get(t)?.value()
        }
        Item::Rental(n) => {
            let offer = s.rentals.get(n.index())?;
            let years = within(s, t, offer.term.max(1)).filter_map(|later| s.horizon.length.get(later));
            offer.price.get(t)?.value() * years.map(|length| length.value()).sum::<f64>()
        }
        Item::Licence(a, _) => {
            let (_, _, application) = s.applications().nth(a)?;
            application.cost.get(t)?.value()
        }
        Item::Port(w, q) => {
            let other = s.workloads.get(w.index())?.stacks.others.get(q)?;
            other.port.as_ref()?.cost.get(t)?.value()
        }
        Item::Deployment(c, _) => s.chips.get(c.index())?.install_cost.value(),
        Item::Retirement(_) => 0.0,
    };
    Some(each * quantity)
}

/// The periods of a term from `t` on that lie within the horizon.
fn within(s: &Scenario, t: usize, term: u16) -> std::ops::Range<usize> {
    t..s.horizon.len().min(t + usize::from(term))
}

/// Rent over a term for a price of one, as the ledger pays it: MW times years, escalated.
fn rent(s: &Scenario, offer: &LeaseOffer, t: usize, term: u16) -> f64 {
    let (mut since, mut sum) = (0.0, 0.0);
    for length in within(s, t, term).filter_map(|later| s.horizon.length.get(later)) {
        sum += length.value() * (1.0 + offer.escalator).powf(since);
        since += length.value();
    }
    offer.it_power.value() * sum
}
