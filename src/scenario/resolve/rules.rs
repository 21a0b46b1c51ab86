//! Selectors and dated rules.

use super::figures::Field;
use super::{Resolver, calendar};
use crate::scenario::raw::quantity::Quota;
use crate::scenario::raw::{Cap, RawChipSelector, RawEffect, RawPlaceSelector, RawRule};
use crate::scenario::text::join;
use crate::scenario::types::{ChipSelector, PlaceSelector, Rule, RuleEffect};
use crate::scenario::{ChipId, MegaTpp, MillionUsd, SiteId};

impl<'a> Resolver<'a> {
    /// Chips of the catalogue that are not in use are passed over.
    pub(super) fn chip_selector(&mut self, base: &str, raw: &RawChipSelector) -> ChipSelector {
        let ids = raw.ids.as_ref().map(|ids| {
            let mut found = Vec::new();
            for (index, id) in ids.iter().enumerate() {
                match self.chips.get(id.as_str()) {
                    Some(&chip) => found.push(ChipId(chip)),
                    None if self.raw.chip_catalogue.contains_key(id) => {}
                    None => {
                        let path = join(&join(base, "ids"), &index.to_string());
                        self.unknown(
                            &path,
                            "chip",
                            id,
                            self.raw.chip_catalogue.keys().map(String::as_str),
                        );
                    }
                }
            }
            found
        });
        ChipSelector {
            ids,
            vendors: raw.vendors.clone(),
            origins: raw.origins.clone(),
            tpp_at_least: raw.tpp_at_least,
            tpp_below: raw.tpp_below,
        }
    }

    /// Regions of the catalogue that are not sites of the question are passed over.
    pub(super) fn place_selector(&mut self, base: &str, raw: &RawPlaceSelector) -> PlaceSelector {
        let sites = raw.sites.as_ref().map(|sites| {
            let mut found = Vec::new();
            for (index, id) in sites.iter().enumerate() {
                if !self.sites.contains_key(id.as_str()) && self.raw.regions.contains_key(id) {
                    continue;
                }
                let path = join(&join(base, "sites"), &index.to_string());
                found.extend(self.site(&path, id).map(SiteId));
            }
            found
        });
        PlaceSelector {
            sites,
            jurisdictions: raw.countries.clone(),
            groups: raw.groups.clone(),
            not_jurisdictions: raw.not_countries.clone(),
            not_groups: raw.not_groups.clone(),
        }
    }

    pub(super) fn rules(&mut self) -> Vec<Rule> {
        let raw = self.raw;
        raw.rules.iter().map(|(id, rule)| self.rule(id, rule)).collect()
    }

    fn rule(&mut self, id: &str, raw: &'a RawRule) -> Rule {
        let base = join("rules", id);
        let from = self.rule_date(&base, "from", raw.from.as_deref());
        let until = self.rule_date(&base, "until", raw.until.as_deref());
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            self.error(&join(&base, "until"), "the rule ends before it begins");
        }
        let in_force = |day: &jiff::civil::Date| {
            from.is_none_or(|from| from <= *day) && until.is_none_or(|until| *day < until)
        };
        Rule {
            id: id.to_owned(),
            title: raw.title.clone().unwrap_or_else(|| id.to_owned()),
            source: raw.source.clone().unwrap_or_default(),
            from: from.map(|date| date.to_string()),
            until: until.map(|date| date.to_string()),
            active: self.calendar.days().iter().map(in_force).collect(),
            owners: raw.owners.clone(),
            chips: self.chip_selector(&join(&base, "chips"), &raw.chips),
            places: self.place_selector(&join(&base, "places"), &raw.places),
            effect: self.effect(&join(&base, "effect"), &raw.effect),
        }
    }

    fn rule_date(&mut self, base: &str, key: &str, text: Option<&str>) -> Option<jiff::civil::Date> {
        match calendar::parse_date(text?) {
            Ok(date) => Some(date),
            Err(fault) => {
                self.fault(&join(base, key), fault);
                None
            }
        }
    }

    fn effect(&mut self, base: &str, raw: &'a RawEffect) -> RuleEffect {
        match raw {
            RawEffect::Denied => RuleEffect::Denied,
            RawEffect::Licence => RuleEffect::Licence,
            RawEffect::NoMove => RuleEffect::NoMove,
            RawEffect::Grant(grant) => {
                let base = join(base, "grant");
                let field = self.field(&base, "quota", grant.quota.as_ref());
                let quota = self.take(&field).and_then(Cap::at_most);
                RuleEffect::Grant {
                    quota: quota.map(|quota| self.quota(&field.path, quota)),
                }
            }
            RawEffect::ComputeCap(figure) => {
                let field: Field<'a, Quota> = self.field(base, "compute_cap", Some(figure));
                let at_most = self.take(&field).map(|quota| self.quota(&field.path, quota));
                RuleEffect::ComputeCap {
                    at_most: at_most.unwrap_or_default(),
                }
            }
            RawEffect::Risk(risk) => {
                let base = join(base, "risk");
                let field = self.field(&base, "at_most", risk.at_most.as_ref());
                let at_most = self.take(&field).and_then(Cap::at_most);
                RuleEffect::Risk {
                    weight: self
                        .share(self.field(&base, "weight", Some(&risk.weight)))
                        .unwrap_or_default(),
                    at_most: at_most.map(|amount| MillionUsd(self.usd_now(&field.path, amount.parsed))),
                    price: self
                        .share(self.field(&base, "price", risk.price.as_ref()))
                        .unwrap_or_default(),
                }
            }
        }
    }

    /// A quota in millions of TPP, from TPP or from a number of chips of the catalogue.
    fn quota(&mut self, path: &str, quota: &Quota) -> MegaTpp {
        let raw = self.raw;
        let counted = &quota.parsed;
        let million = match counted.unit.as_str() {
            "TPP" => 1e-6,
            "kTPP" => 1e-3,
            "MTPP" => 1.0,
            chip => {
                let tpp = |of: Option<&crate::scenario::raw::RawChip>| {
                    of.and_then(|chip| chip.tpp.as_ref()).map(|tpp| tpp.value)
                };
                let known = tpp(raw.chips.set.get(chip)).or_else(|| tpp(raw.chip_catalogue.get(chip)));
                known.map(|tpp| tpp * 1e-6).unwrap_or_else(|| {
                    if raw.chip_catalogue.contains_key(chip) {
                        self.error(
                            path,
                            format!("`{}`: the catalogue has no `tpp` for {chip}", quota.text),
                        );
                    } else {
                        let known = ["MTPP"]
                            .into_iter()
                            .chain(raw.chip_catalogue.keys().map(String::as_str));
                        self.unknown(path, "unit or chip", chip, known);
                    }
                    0.0
                })
            }
        };
        MegaTpp(counted.number * million)
    }
}
