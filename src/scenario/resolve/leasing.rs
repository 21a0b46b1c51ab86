//! Minimum commitments, options and extensions of leases, and rented accelerators.

use super::{Fault, Resolver};
use crate::scenario::raw::leasing::RawRental;
use crate::scenario::raw::quantity::PricePer;
use crate::scenario::raw::{Cap, Map, RawLease};
use crate::scenario::text::join;
use crate::scenario::types::{LeaseExtension, LeaseOption, LeaseTerms, RentalOffer};
use crate::scenario::{ChipId, MillionUsd, MillionUsdPerMwYear, MillionUsdPerYear, Period, SiteId};

impl<'a> Resolver<'a> {
    pub(super) fn lease_terms(&mut self, base: &str, raw: &'a RawLease) -> LeaseTerms {
        let last = u16::try_from(self.calendar.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let option = raw.option.as_ref().map(|option| {
            let base = join(base, "option");
            let fee = self.money(self.field(&base, "fee", Some(&option.fee)));
            let price = self.money(self.field(&base, "price", Some(&option.price)));
            LeaseOption {
                fee: MillionUsd(fee.unwrap_or_default()),
                blocks: option.blocks,
                taken: self.period(&base, "taken", option.taken.as_ref(), Period(0)),
                until: self.period(&base, "until", Some(&option.until), Period(last)),
                price: MillionUsdPerMwYear(price.unwrap_or_default()),
            }
        });
        let extension = raw.extension.as_ref().map(|extension| {
            let base = join(base, "extension");
            let price = self.money_series(self.field(&base, "price", Some(&extension.price)));
            let term = self.periods(self.field(&base, "term", Some(&extension.term)));
            LeaseExtension {
                price: price
                    .unwrap_or_else(|| self.zeros())
                    .into_iter()
                    .map(MillionUsdPerMwYear)
                    .collect(),
                term: term.unwrap_or(1).max(1),
            }
        });
        LeaseTerms {
            min_blocks: raw.min_blocks.unwrap_or(0),
            committed: self.committed_blocks(&join(base, "committed"), &raw.committed),
            option,
            extension,
        }
    }

    /// Least blocks signed in each period; empty where nothing is committed.
    fn committed_blocks(&mut self, base: &str, raw: &'a Map<u32>) -> Vec<u32> {
        if raw.is_empty() {
            return Vec::new();
        }
        let mut least = vec![0; self.calendar.len()];
        for (label, &blocks) in raw {
            match self.calendar.period(label) {
                Ok(t) => least[t.index()] = blocks,
                Err(fault) => self.fault(&join(base, label), fault),
            }
        }
        least
    }

    pub(super) fn rentals(&mut self) -> Vec<RentalOffer> {
        let raw = self.raw;
        let mut offers = Vec::new();
        for (id, offer) in &raw.rentals {
            let base = join("rentals", id);
            let Some(site) = self.site(&join(&base, "site"), &offer.site) else {
                continue;
            };
            match self.chips.get(offer.chip.as_str()) {
                Some(&chip) => offers.push(self.rental(id, &base, offer, ChipId(chip), SiteId(site))),
                None if raw.chip_catalogue.contains_key(&offer.chip) => {}
                None => {
                    let known = raw.chip_catalogue.keys().map(String::as_str);
                    self.unknown(&join(&base, "chip"), "chip", &offer.chip, known);
                }
            }
        }
        offers
    }

    fn rental(
        &mut self,
        id: &str,
        base: &str,
        raw: &'a RawRental,
        chip: ChipId,
        site: SiteId,
    ) -> RentalOffer {
        let entry = self.raw.chip_catalogue.get(&raw.chip);
        let set = self.raw.chips.set.get(&raw.chip);
        let chips_per_unit = set
            .and_then(|set| set.chips_per_unit)
            .or(entry.and_then(|entry| entry.chips_per_unit));
        let chips_per_unit = f64::from(chips_per_unit.unwrap_or(1));
        let price = self.series_by(self.field(base, "price", Some(&raw.price)), |this, price, t| {
            Ok(this.rates.usd(price.parsed.money, t)?
                * per_unit_year(&price.text, &price.parsed, chips_per_unit)?)
        });
        let at_most = self.field(base, "at_most", raw.at_most.as_ref());
        let path = at_most.path.clone();
        let at_most = self.take(&at_most).and_then(Cap::at_most);
        let at_most = at_most.map(|series| self.counts(&path, series));
        let term = self.periods(self.field(base, "term", raw.term.as_ref()));
        RentalOffer {
            id: id.to_owned(),
            chip,
            site,
            price: price
                .unwrap_or_else(|| self.zeros())
                .into_iter()
                .map(MillionUsdPerYear)
                .collect(),
            at_most,
            term: term.unwrap_or(1).max(1),
        }
    }
}

/// How many of what a price is per make a unit for a year.
fn per_unit_year(text: &str, price: &PricePer, chips_per_unit: f64) -> Result<f64, Fault> {
    let each = match price.per.as_str() {
        "unit" => 1.0,
        "chip" => chips_per_unit,
        _ => {
            return Err(Fault::new(format!(
                "`{text}` is per neither unit nor chip; expected a price such as `2.4 USD/chip/hour`"
            )));
        }
    };
    match price.years {
        Some(years) if years > 0.0 => Ok(each / years),
        _ => Err(Fault::new(format!(
            "`{text}` says not per which time; expected a price such as `2.4 USD/chip/hour`"
        ))),
    }
}
