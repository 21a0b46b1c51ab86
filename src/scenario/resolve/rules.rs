//! Selectors and dated rules.

use super::figures::Field;
use super::{Resolver, calendar};
use crate::scenario::raw::quantity::Quota;
use crate::scenario::raw::rules::{RawRatioCount, RawRatioWindow};
use crate::scenario::raw::{
    Cap, RawApplication, RawChipSelector, RawEffect, RawNoUse, RawPlaceSelector, RawRule, RawVolumeRatio,
};
use crate::scenario::text::join;
use crate::scenario::types::{
    Application, ChipSelector, PlaceSelector, RatioCount, RatioWindow, Rule, RuleEffect,
};
use crate::scenario::{ChipId, JobId, MegaTpp, MillionUsd, SiteId, WorkloadId};
use std::collections::HashMap;

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
            RawEffect::Application(application) => {
                RuleEffect::Application(self.application(&join(base, "application"), application))
            }
            RawEffect::VolumeRatio(ratio) => self.volume_ratio(&join(base, "volume_ratio"), ratio),
            RawEffect::Duty(share) => RuleEffect::Duty {
                share: self
                    .share(self.field(base, "duty", Some(share)))
                    .unwrap_or_default(),
            },
            RawEffect::NoUse(work) => self.no_use(&join(base, "no_use"), work),
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

    fn application(&mut self, base: &str, raw: &'a RawApplication) -> Application {
        let cost = self.money_series(self.field(base, "cost", raw.cost.as_ref()));
        let quota = self.field(base, "quota", raw.quota.as_ref());
        let most = self.take(&quota).and_then(Cap::at_most);
        Application {
            cost: cost
                .unwrap_or_else(|| self.zeros())
                .into_iter()
                .map(MillionUsd)
                .collect(),
            lag: self
                .periods(self.field(base, "lag", raw.lag.as_ref()))
                .unwrap_or_default(),
            quota: most.map(|most| self.quota(&quota.path, most)),
            probability: self
                .share(self.field(base, "probability", raw.probability.as_ref()))
                .unwrap_or(1.0),
            weight: self
                .share(self.field(base, "weight", raw.weight.as_ref()))
                .unwrap_or_default(),
        }
    }

    fn volume_ratio(&mut self, base: &str, raw: &'a RawVolumeRatio) -> RuleEffect {
        let of = join(base, "of");
        RuleEffect::VolumeRatio {
            of_chips: self.chip_selector(&join(&of, "chips"), &raw.of.chips),
            of_places: self.place_selector(&join(&of, "places"), &raw.of.places),
            at_most: self
                .share(self.field(base, "at_most", Some(&raw.at_most)))
                .unwrap_or_default(),
            count: match raw.count {
                Some(RawRatioCount::Tpp) => RatioCount::Tpp,
                Some(RawRatioCount::Chips) | None => RatioCount::Chips,
            },
            each: match raw.each {
                Some(RawRatioWindow::Period) => RatioWindow::Period,
                Some(RawRatioWindow::Horizon) => RatioWindow::Horizon,
                Some(RawRatioWindow::ToDate) | None => RatioWindow::ToDate,
            },
        }
    }

    fn no_use(&mut self, base: &str, raw: &RawNoUse) -> RuleEffect {
        let all = raw.workloads.is_none() && raw.jobs.is_none();
        let workloads = self.named(
            base,
            "workloads",
            "workload",
            raw.workloads.as_deref(),
            all,
            |this| &this.workloads,
        );
        let jobs = self.named(base, "jobs", "training job", raw.jobs.as_deref(), all, |this| {
            &this.jobs
        });
        RuleEffect::NoUse {
            workloads: workloads.into_iter().map(WorkloadId).collect(),
            jobs: jobs.into_iter().map(JobId).collect(),
        }
    }

    /// Positions of the names in a list, or of all names there are.
    fn named(
        &mut self,
        base: &str,
        key: &str,
        what: &str,
        names: Option<&[String]>,
        all: bool,
        known: impl for<'r> Fn(&'r Self) -> &'r HashMap<&'a str, u16>,
    ) -> Vec<u16> {
        let mut found: Vec<u16> = Vec::new();
        if all {
            found.extend(known(self).values());
        }
        for (index, name) in names.unwrap_or_default().iter().enumerate() {
            match known(self).get(name.as_str()).copied() {
                Some(position) => found.push(position),
                None => {
                    let mut list: Vec<&str> = known(self).keys().copied().collect();
                    list.sort_unstable();
                    let path = join(&join(base, key), &index.to_string());
                    self.unknown(&path, what, name, list.into_iter());
                }
            }
        }
        found.sort_unstable();
        found
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
