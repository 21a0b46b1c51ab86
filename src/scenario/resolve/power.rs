//! Lead times and terms of power tranches.

use super::Resolver;
use crate::scenario::raw::{Label, RawTranche};
use crate::scenario::text::join;
use crate::scenario::types::{Bridging, TrancheTerms};
use crate::scenario::{MillionUsd, Period, UsdPerMwh};

impl<'a> Resolver<'a> {
    /// Whole periods from commitment to power: queue and lead time together.
    pub(super) fn tranche_lead(&mut self, base: &str, raw: &'a RawTranche) -> u16 {
        let alone = self.periods(self.field(base, "lead_time", Some(&raw.lead_time)));
        if self
            .periods(self.field(base, "queue_time", raw.queue_time.as_ref()))
            .is_none()
        {
            return alone.unwrap_or_default();
        }
        let queue = raw
            .queue_time
            .as_ref()
            .map_or(0.0, |queue| queue.value.parsed.number);
        let months = raw.lead_time.value.parsed.number.max(0.0) + queue.max(0.0);
        match self.calendar.whole_periods(months) {
            Ok(periods) => periods,
            Err(fault) => {
                self.fault(&join(base, "queue_time"), fault);
                0
            }
        }
    }

    pub(super) fn tranche_terms(&mut self, base: &str, raw: &'a RawTranche) -> TrancheTerms {
        let cost = self.money(self.field(base, "cost", raw.cost.as_ref()));
        let refund = self.share(self.field(base, "refund", raw.refund.as_ref()));
        let bridging = raw.bridging.as_ref().map(|bridging| {
            let base = join(base, "bridging");
            let price = self.money(self.field(&base, "fuel_price", Some(&bridging.fuel_price)));
            let carbon = self.plain(self.field(&base, "carbon", bridging.carbon.as_ref()));
            Bridging {
                fuel_price: UsdPerMwh(price.unwrap_or_default()),
                carbon: carbon.unwrap_or_default(),
                until: self.given_period(&base, "until", bridging.until.as_ref()),
            }
        });
        TrancheTerms {
            ramp: raw.ramp.iter().map(|share| share.parsed.number).collect(),
            take_or_pay: self.share(self.field(base, "take_or_pay", raw.take_or_pay.as_ref())),
            cost: MillionUsd(cost.unwrap_or_default()),
            refund: refund.unwrap_or_default(),
            committed: self.given_period(base, "committed", raw.committed.as_ref()),
            energised: self.given_period(base, "energised", raw.energised.as_ref()),
            bridging,
        }
    }

    /// The period of a label, if there is one.
    pub(super) fn given_period(&mut self, base: &str, key: &str, label: Option<&Label>) -> Option<Period> {
        label.map(|label| self.period(base, key, Some(label), Period(0)))
    }
}
