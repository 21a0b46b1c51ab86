//! Money of supply contracts and of the hub.

use super::{Cash, Spend};
use crate::model::bounds::contracts::tiers;
use crate::scenario::{ChipId, Component, Contract, ContractId, MillionUsd};

/// Share of the price that is paid ahead of arrival, and how many periods.
fn prepaid(contract: &Contract) -> (f64, u16) {
    let prepay = contract.prepay.filter(|prepay| prepay.ahead > 0);
    prepay.map_or((0.0, 0), |prepay| (prepay.share, prepay.ahead))
}

impl Cash<'_> {
    /// Investment in `t` under contracts: units at their price, part of it ahead of arrival, orders placed, fees of
    /// cancelled units.
    pub(super) fn contracts(&self, t: usize, spend: &mut impl Spend) {
        let contracts = &self.scenario.contracts;
        for (l, contract) in ContractId::all(contracts.len()).zip(contracts) {
            if self.only.is_some_and(|(_, chips)| !chips[contract.chip.index()]) {
                continue;
            }
            for arrival in 0..self.scenario.horizon.len() {
                let due = |ahead: u16| arrival.saturating_sub(usize::from(ahead));
                let (share, ahead) = prepaid(contract);
                let mut paid = 0.0;
                if due(ahead) == t {
                    paid += share;
                }
                if arrival == t {
                    paid += 1.0 - share;
                }
                if paid > 0.0 {
                    self.units(l, contract, arrival, paid, spend);
                }
                self.committed(l, contract, arrival, t, spend);
            }
            if let Some(placed) = self.columns.contracts.placed(l, t) {
                spend(
                    Some(placed),
                    self.part(Component::Orders, contract.order_cost.value()),
                );
            }
        }
    }

    /// A share of the price of newly ordered units.
    fn units(&self, l: ContractId, contract: &Contract, arrival: usize, share: f64, spend: &mut impl Spend) {
        let columns = &self.columns.contracts;
        let share = self.part(Component::Chips, share);
        let list = contract.price[arrival].value();
        if contract.breaks.is_empty() {
            if let Some(units) = columns.order(l, arrival) {
                spend(Some(units), share * list);
            }
            return;
        }
        for q in 0..tiers(contract) {
            let tier = q.checked_sub(1).and_then(|q| contract.breaks.get(q));
            let price = tier.map_or(list, |tier| tier.price[arrival].value());
            if let Some(band) = columns.band(l, q, arrival) {
                spend(Some(band), share * price);
            }
        }
    }

    /// What committed units cost in `t`: prepayments that fall into the horizon, the rest on arrival. Of a cancelled
    /// unit what falls due after the cancellation is saved, and the fee is paid.
    fn committed(
        &self,
        l: ContractId,
        contract: &Contract,
        arrival: usize,
        t: usize,
        spend: &mut impl Spend,
    ) {
        let units = contract.committed[arrival];
        if units <= 0.0 {
            return;
        }
        let price = contract.price[arrival].value();
        let cancel = self.columns.contracts.cancel(l, arrival);
        let notice = contract.cancel.map_or(0, |terms| usize::from(terms.notice));
        let cancelled = arrival.checked_sub(notice);
        let (share, ahead) = prepaid(contract);
        let mut pay = |share: f64, saved: bool| {
            let share = self.part(Component::Chips, share);
            spend(None, share * price * units);
            if let Some(cancel) = cancel.filter(|_| saved) {
                spend(Some(cancel), -share * price);
            }
        };
        let due = arrival.checked_sub(usize::from(ahead));
        if share > 0.0 && due == Some(t) {
            pay(share, cancelled < due);
        }
        // The rest is due on arrival, after any cancellation: a unit that does not arrive is not paid.
        if arrival == t {
            pay(1.0 - share, true);
        }
        if let (Some(terms), Some(cancel)) = (contract.cancel, cancel)
            && cancelled == Some(t)
        {
            spend(
                Some(cancel),
                self.part(Component::Cancellation, terms.fee * price),
            );
        }
    }

    /// Cost in `t` of units waiting in hubs.
    pub(super) fn hubs(&self, t: usize, spend: &mut impl Spend) {
        for (c, chip) in self.chips() {
            let cost: MillionUsd = chip.hub_terms.cost * self.length(t);
            if let Some(hub) = self.columns.hub(c, t).filter(|_| cost.value() != 0.0) {
                spend(Some(hub), self.part(Component::Hub, cost.value()));
            }
        }
    }

    /// Whether a chip is bought under contracts.
    pub(super) fn contracted(&self, c: ChipId) -> bool {
        self.scenario.contracts.iter().any(|contract| contract.chip == c)
    }
}
