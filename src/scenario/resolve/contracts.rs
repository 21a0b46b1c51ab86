//! Supply contracts.

use super::Resolver;
use crate::scenario::raw::Cap;
use crate::scenario::raw::contracts::{RawBreakKind, RawBreaks, RawContract};
use crate::scenario::text::join;
use crate::scenario::types::{BreakKind, Cancellation, Chip, Contract, Prepay, PriceBreak};
use crate::scenario::{ChipId, MillionUsd, Period};

/// When a chip is on sale, in months from the start of the horizon, and how long it takes to arrive.
#[derive(Clone, Copy)]
pub(super) struct OnSale {
    pub released: Option<f64>,
    pub ended: Option<f64>,
    pub lead: f64,
}

impl<'a> Resolver<'a> {
    /// First and last period in which units of a chip can arrive under any of its contracts; `None` outside: it has
    /// no contract.
    pub(super) fn contract_windows(&mut self, chip: &str, sale: OnSale) -> Option<Option<(Period, Period)>> {
        let raw = self.raw;
        let mut hull: Option<(usize, usize)> = None;
        let mut any = false;
        for (id, contract) in raw.contracts.iter().filter(|(_, contract)| contract.chip == chip) {
            any = true;
            let window = self.contract_window(&join("contracts", id), contract, sale);
            if let Some(window) = window {
                self.windows.insert(id, window);
            }
            let committed = contract
                .committed
                .keys()
                .filter_map(|label| self.calendar.period(label).ok());
            let committed = committed.map(|t| (t.index(), t.index()));
            for (first, last) in window.into_iter().chain(committed) {
                let (from, until) = hull.unwrap_or((first, last));
                hull = Some((from.min(first), until.max(last)));
            }
        }
        let period = |t: usize| u16::try_from(t).ok().map(Period);
        any.then(|| hull.and_then(|(first, last)| period(first).zip(period(last))))
    }

    fn contract_window(&mut self, base: &str, raw: &'a RawContract, sale: OnSale) -> Option<(usize, usize)> {
        let mut wait = 0.0;
        for (key, figure, default) in [
            ("lead_time", &raw.lead_time, sale.lead),
            ("delay", &raw.delay, 0.0),
        ] {
            let months = self.plain(self.field(base, key, figure.as_ref()));
            if months.is_some_and(|months| months < 0.0) {
                let message = "the time is negative; expected a duration such as `30 weeks`";
                self.error(&join(base, key), message);
            }
            wait += months.unwrap_or(default).max(0.0);
        }
        let released = sale
            .released
            .map_or(0, |released| self.calendar.first_from(released + wait));
        let from = self.given_period(base, "from", raw.from.as_ref());
        let until = self.given_period(base, "until", raw.until.as_ref());
        let arrival = |this: &Self, t: Period| {
            let placed = this.calendar.period_span(t.index()).start;
            this.calendar.first_from(placed + wait)
        };
        let first = from.map_or(0, |from| arrival(self, from)).max(released);
        let end = match until {
            Some(until) => arrival(self, until).saturating_add(1).min(self.calendar.len()),
            None => sale
                .ended
                .map_or(self.calendar.len(), |ended| self.calendar.first_from(ended)),
        };
        (first < end).then(|| (first, end - 1))
    }

    pub(super) fn contracts(&mut self, chips: &[Chip]) -> Vec<Contract> {
        let raw = self.raw;
        let mut contracts = Vec::new();
        for (id, contract) in &raw.contracts {
            let base = join("contracts", id);
            let used = raw.chips.used.contains(&contract.chip);
            match self.chips.get(contract.chip.as_str()) {
                Some(&index) if used => {
                    if let Some(chip) = chips.get(usize::from(index)) {
                        contracts.push(self.contract(id, &base, contract, ChipId(index), chip));
                    }
                }
                _ if raw.chip_catalogue.contains_key(&contract.chip) => {}
                _ => {
                    let known = raw.chip_catalogue.keys().map(String::as_str);
                    self.unknown(&join(&base, "chip"), "chip", &contract.chip, known);
                }
            }
        }
        contracts
    }

    fn contract(
        &mut self,
        id: &'a str,
        base: &str,
        raw: &'a RawContract,
        index: ChipId,
        chip: &Chip,
    ) -> Contract {
        let window = self.windows.get(id).copied();
        let price = self.money_series(self.field(base, "price", raw.price.as_ref()));
        let price: Vec<MillionUsd> = match price {
            Some(price) => price.into_iter().map(MillionUsd).collect(),
            None => chip.price.clone(),
        };
        let (break_kind, breaks) = match &raw.breaks {
            Some(breaks) => self.breaks(&join(base, "breaks"), breaks, &price),
            None => (BreakKind::AllUnits, Vec::new()),
        };
        let order_cost = self.money(self.field(base, "order_cost", raw.order_cost.as_ref()));
        let prepay = raw.prepay.as_ref().map(|prepay| {
            let base = join(base, "prepay");
            Prepay {
                share: self
                    .share(self.field(&base, "share", Some(&prepay.share)))
                    .unwrap_or_default(),
                ahead: self
                    .periods(self.field(&base, "ahead", Some(&prepay.ahead)))
                    .unwrap_or_default(),
            }
        });
        let cancel = raw.cancel.as_ref().map(|cancel| {
            let base = join(base, "cancel");
            Cancellation {
                fee: self
                    .share(self.field(&base, "fee", Some(&cancel.fee)))
                    .unwrap_or_default(),
                notice: self
                    .periods(self.field(&base, "notice", cancel.notice.as_ref()))
                    .unwrap_or_default(),
            }
        });
        Contract {
            id: id.to_owned(),
            chip: index,
            break_kind,
            breaks,
            window: window.and_then(|(first, last)| {
                Some((
                    Period(u16::try_from(first).ok()?),
                    Period(u16::try_from(last).ok()?),
                ))
            }),
            allocation: self.allocation(base, raw, chip.chips_per_unit),
            min_order: self
                .number(self.field(base, "min_order", raw.min_order.as_ref()))
                .unwrap_or_default(),
            order_cost: MillionUsd(order_cost.unwrap_or_default()),
            multiple: raw.multiple.unwrap_or(1),
            prepay,
            committed: self.committed_units(base, raw),
            cancel,
            loss: self
                .share(self.field(base, "loss", raw.loss.as_ref()))
                .unwrap_or(chip.loss),
            price,
        }
    }

    fn breaks(
        &mut self,
        base: &str,
        raw: &'a RawBreaks,
        list: &[MillionUsd],
    ) -> (BreakKind, Vec<PriceBreak>) {
        let kind = match raw.kind {
            RawBreakKind::AllUnits => BreakKind::AllUnits,
            RawBreakKind::Incremental => BreakKind::Incremental,
        };
        let tiers = join(base, "tiers");
        let mut breaks = Vec::new();
        for (position, tier) in raw.tiers.iter().enumerate() {
            let base = join(&tiers, &position.to_string());
            let from = self.number(self.field(&base, "from", Some(&tier.from)));
            let price = self.money_series(self.field(&base, "price", tier.price.as_ref()));
            let discount = self.share(self.field(&base, "discount", tier.discount.as_ref()));
            let price = match (price, discount) {
                (Some(price), None) => price.into_iter().map(MillionUsd).collect(),
                (None, Some(discount)) => list.iter().map(|&price| price * (1.0 - discount)).collect(),
                _ => {
                    self.error(&base, "expected either `price` or `discount`");
                    list.to_vec()
                }
            };
            breaks.push(PriceBreak {
                from: from.unwrap_or_default(),
                price,
            });
        }
        (kind, breaks)
    }

    fn allocation(&mut self, base: &str, raw: &'a RawContract, chips_per_unit: u32) -> Option<Vec<f64>> {
        let field = self.field(base, "allocation", raw.allocation.as_ref());
        let path = field.path.clone();
        let series = self.take(&field).and_then(Cap::at_most)?;
        let per_unit = f64::from(chips_per_unit.max(1));
        Some(self.expand(&path, series, &mut |this, rate, _| {
            Ok(this.arrivals(rate.parsed, per_unit))
        }))
    }

    fn committed_units(&mut self, base: &str, raw: &'a RawContract) -> Vec<f64> {
        let mut units = self.zeros();
        for (label, &count) in &raw.committed {
            match self.calendar.period(label) {
                Ok(t) => {
                    if let Some(place) = units.get_mut(t.index()) {
                        *place += count;
                    }
                }
                Err(fault) => self.fault(&join(&join(base, "committed"), label), fault),
            }
        }
        units
    }
}
