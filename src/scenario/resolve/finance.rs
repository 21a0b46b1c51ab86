//! Cash, debt, taxes, incentives, customs and what is left at the end.

use super::Resolver;
use super::figures::Field;
use crate::scenario::checks::selects_site;
use crate::scenario::raw::finance::{RawCash, RawDebt, RawIncentive, RawLosses, RawTax, RawTerminal};
use crate::scenario::raw::quantity::ShareLeaf;
use crate::scenario::raw::{Figure, Quantity, RawSite, Series};
use crate::scenario::text::join;
use crate::scenario::types::{
    CashAccount, Customs, Debt, Finance, Incentive, PlaceSelector, Site, Tax, Terminal,
};
use crate::scenario::{MillionUsd, Period, Years};

/// Months over which facilities and equipment are written off, unless the planner says otherwise.
const FACILITIES: f64 = 240.0;
const EQUIPMENT: f64 = 60.0;

impl<'a> Resolver<'a> {
    pub(super) fn finance(&mut self, sites: &[Site]) -> Finance {
        let raw = &self.raw.finance;
        let debt = raw.debt.as_ref().map(|debt| self.debt(debt));
        if debt.is_some() && raw.cash.is_none() {
            self.error(
                "finance.debt",
                "loans need an account to be paid into: add `finance.cash`",
            );
        }
        Finance {
            cash: raw.cash.as_ref().map(|cash| self.cash_account(cash)),
            debt,
            taxes: (raw.taxes.iter())
                .map(|(id, tax)| self.tax(id, tax, sites))
                .collect(),
            incentives: (raw.incentives.iter())
                .map(|(id, incentive)| self.incentive(id, incentive))
                .collect(),
            terminal: self.terminal(&raw.terminal),
        }
    }

    /// What customs take at a site.
    pub(super) fn customs(&mut self, base: &str, raw: &'a RawSite) -> Customs {
        let duty = self.plain_series(self.field(base, "import_duty", raw.import_duty.as_ref()));
        Customs {
            duty: duty.unwrap_or_default(),
        }
    }

    fn amounts(
        &mut self,
        base: &str,
        key: &str,
        value: Option<&'a Figure<Series<crate::scenario::raw::quantity::Amount>>>,
    ) -> Vec<MillionUsd> {
        let amounts = self.money_series(self.field(base, key, value));
        let amounts = amounts.unwrap_or_else(|| self.zeros());
        amounts.into_iter().map(MillionUsd).collect()
    }

    fn amount(
        &mut self,
        base: &str,
        key: &str,
        value: Option<&'a Figure<crate::scenario::raw::quantity::Amount>>,
    ) -> MillionUsd {
        MillionUsd(self.money(self.field(base, key, value)).unwrap_or_default())
    }

    fn fraction(
        &mut self,
        base: &str,
        key: &str,
        value: Option<&'a Figure<Quantity<ShareLeaf>>>,
    ) -> Option<f64> {
        self.share(self.field(base, key, value))
    }

    fn cash_account(&mut self, raw: &'a RawCash) -> CashAccount {
        let base = "finance.cash";
        CashAccount {
            initial: self.amount(base, "initial", raw.initial.as_ref()),
            funding: self.amounts(base, "funding", raw.funding.as_ref()),
            floor: self.amounts(base, "floor", raw.floor.as_ref()),
        }
    }

    fn debt(&mut self, raw: &'a RawDebt) -> Debt {
        let base = "finance.debt";
        let covenant = join(base, "covenant");
        let interest = self.plain_series(self.field(base, "interest", Some(&raw.interest)));
        let multiple = raw.covenant.revenue_multiple.as_ref();
        Debt {
            initial: self.amount(base, "initial", raw.initial.as_ref()),
            limit: self.amounts(base, "limit", Some(&raw.limit)),
            interest: interest.unwrap_or_else(|| self.zeros()),
            revenue_multiple: self.number(self.field(&covenant, "revenue_multiple", multiple)),
            capex_share: self.fraction(&covenant, "capex_share", raw.covenant.capex_share.as_ref()),
        }
    }

    fn tax(&mut self, id: &str, raw: &'a RawTax, sites: &[Site]) -> Tax {
        let base = join("finance.taxes", id);
        let places = self.place_selector(&join(&base, "places"), &raw.places);
        let rate = self.field(&base, "rate", raw.rate.as_ref());
        let rate = match self.plain_series(rate) {
            Some(rate) => rate,
            None => self.regional_rate(&base, &places, sites),
        };
        let facilities = self.plain(self.field(&base, "facilities", raw.facilities.as_ref()));
        let equipment = self.plain(self.field(&base, "equipment", raw.equipment.as_ref()));
        Tax {
            id: id.to_owned(),
            places,
            rate,
            facilities: Years(facilities.unwrap_or(FACILITIES) / 12.0),
            equipment: Years(equipment.unwrap_or(EQUIPMENT) / 12.0),
            deduction: self.amounts(&base, "deduction", raw.deduction.as_ref()),
            carry_forward: raw.losses != Some(RawLosses::Lost),
        }
    }

    /// The rate of the region of the sites selected, where they agree.
    fn regional_rate(&mut self, base: &str, places: &PlaceSelector, sites: &[Site]) -> Vec<f64> {
        let raw = self.raw;
        let mut rates: Vec<Option<f64>> = Vec::new();
        let mut shown = None;
        for (index, (id, site)) in raw.sites.iter().enumerate() {
            let selected = |resolved: &Site| selects_site(places, index, resolved);
            if !sites.get(index).is_some_and(selected) {
                continue;
            }
            let region = site.region.as_deref().unwrap_or(id);
            let tax = raw.regions.get(region).and_then(|region| region.tax.as_ref());
            rates.push(tax.map(|tax| tax.value.parsed.number));
            shown = shown.or(tax.map(|tax| (join("regions", region), tax)));
        }
        let first = rates.first().copied().flatten();
        if let (Some(rate), Some((region, tax)), true) =
            (first, shown, rates.iter().all(|rate| *rate == first))
        {
            let field = Field {
                path: join(&region, "tax"),
                shown: join(base, "rate"),
                value: Some(tax),
            };
            self.take(&field);
            return vec![rate; self.calendar.len()];
        }
        self.missing(&self.field::<f64>(base, "rate", None), "24 %");
        self.zeros()
    }

    fn incentive(&mut self, id: &str, raw: &'a RawIncentive) -> Incentive {
        let base = join("finance.incentives", id);
        let last = Period((self.calendar.len() as u16).saturating_sub(1));
        let from = self.period(&base, "from", raw.from.as_ref(), Period(0));
        let until = self.period(&base, "until", raw.until.as_ref(), last);
        if until < from {
            self.error(&join(&base, "until"), "the incentive ends before it begins");
        }
        let rebate = join(&base, "rebate");
        let written = raw.rebate.as_ref();
        Incentive {
            id: id.to_owned(),
            places: self.place_selector(&join(&base, "places"), &raw.places),
            from,
            until,
            minimum: self.amount(&base, "minimum", raw.minimum.as_ref()),
            grant: self.amount(&base, "grant", raw.grant.as_ref()),
            rebate: (self.fraction(&rebate, "share", written.map(|rebate| &rebate.share)))
                .unwrap_or_default(),
            rebate_at_most: self.amount(&rebate, "at_most", written.map(|rebate| &rebate.at_most)),
        }
    }

    fn terminal(&mut self, raw: &'a RawTerminal) -> Terminal {
        let base = "finance.terminal";
        let life = self.plain(self.field(base, "hall_life", raw.hall_life.as_ref()));
        let mut share = |key, value| self.fraction(base, key, value).unwrap_or_default();
        Terminal {
            chips: share("chips", raw.chips.as_ref()),
            halls: share("halls", raw.halls.as_ref()),
            sites: share("sites", raw.sites.as_ref()),
            hall_life: life.map(|months| Years(months / 12.0)),
        }
    }
}
