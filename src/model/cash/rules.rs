//! Money that follows from dated rules: applications for licences, duties, the price of legal risk.

use super::{Cash, Entry, Spend};
use crate::model::rules::{binds, chips, places, selected};
use crate::scenario::{Application, ChipId, Component, Rule, RuleEffect, RuleId, SiteId};

impl<'a> Cash<'a> {
    /// Whether money for this chip is asked for.
    fn asks(&self, c: ChipId) -> bool {
        self.only.is_none_or(|(_, chips)| chips[c.index()])
    }

    /// Rules that bind the operator and are in force in `t`.
    fn rules_in_force(&self, t: usize) -> impl Iterator<Item = (RuleId, &'a Rule)> + use<'a> {
        let s = self.scenario;
        RuleId::all(s.rules.len())
            .zip(&s.rules)
            .filter(move |(_, rule)| binds(s, rule) && rule.active[t])
    }

    /// Cost of applications made in `t`: investment at no site.
    pub(super) fn applications(&self, t: usize, spend: &mut impl Spend) {
        for (k, rule) in self.rules_in_force(t) {
            let RuleEffect::Application(Application { cost, .. }) = &rule.effect else {
                continue;
            };
            let before = t
                .checked_sub(1)
                .and_then(|before| self.columns.licences.licence(k, before));
            let now = self
                .columns
                .licences
                .licence(k, t)
                .filter(|&now| Some(now) != before);
            if now.is_some() {
                let cost = self.part(Component::Licences, cost[t].value());
                spend(now, cost);
                if before.is_some() {
                    spend(before, -cost);
                }
            }
        }
    }

    /// Duty that rules ask for on what enters in `t` at the sites in scope.
    pub(super) fn rule_duties(&self, entry: Entry, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        let s = self.scenario;
        for (_, rule) in self.rules_in_force(t) {
            let RuleEffect::Duty { share } = rule.effect else {
                continue;
            };
            for (c, r) in selected(s, rule) {
                let counts = self.asks(c) && scope.is_none_or(|scope| scope[r.index()]);
                let duty = share * s.chips[c.index()].price[t].value();
                for units in self.entering(entry, c, r, t).filter(|_| counts) {
                    spend(Some(units), self.part(entry.duty(), duty));
                }
            }
        }
    }

    /// Price of the legal risk of what is deployed or moved in `t` at the sites in scope: exposure under risk rules, refusal of licences planned on.
    pub(super) fn legal_risk(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        let (s, columns) = (self.scenario, self.columns);
        for (k, rule) in self.rules_in_force(t) {
            match &rule.effect {
                RuleEffect::Risk { weight, price, .. } => {
                    let (chip_ok, site_ok) = (chips(s, &rule.chips), places(s, &rule.places));
                    for (c, chip) in self.chips().filter(|(c, _)| chip_ok[c.index()]) {
                        for (r, _) in self.sites(scope).filter(|(r, _)| site_ok[r.index()]) {
                            for units in columns.brought(c, r, t) {
                                let cost = price * weight * chip.price[t].value();
                                spend(Some(units), self.part(Component::Risk, cost));
                            }
                        }
                    }
                }
                RuleEffect::Application(application) => {
                    let inside = |r: SiteId| scope.is_none_or(|scope| scope[r.index()]);
                    for (c, r) in selected(s, rule)
                        .into_iter()
                        .filter(|&(c, r)| self.asks(c) && inside(r))
                    {
                        if let Some(under) = columns.licences.under(k, c, r, t) {
                            let price = s.chips[c.index()].price[t].value();
                            spend(
                                Some(under),
                                self.part(Component::Risk, application.risk() * price),
                            );
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
