//! Money that follows from dated rules: applications for licences, duties, the price of legal risk.

use super::{Cash, Entry, Spend};
use crate::model::rules::{binds, chips, places, selected};
use crate::scenario::{Application, Rule, RuleEffect, RuleId};

impl<'a> Cash<'a> {
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
                spend(now, cost[t].value());
                if before.is_some() {
                    spend(before, -cost[t].value());
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
                let counts = scope.is_none_or(|scope| scope[r.index()]);
                for units in self.entering(entry, c, r, t).filter(|_| counts) {
                    spend(Some(units), share * s.chips[c.index()].price[t].value());
                }
            }
        }
    }

    /// Price of the legal risk of what is deployed or moved in `t`: exposure under risk rules, refusal of licences planned on.
    pub(super) fn legal_risk(&self, t: usize, spend: &mut impl Spend) {
        let (s, columns) = (self.scenario, self.columns);
        for (k, rule) in self.rules_in_force(t) {
            match &rule.effect {
                RuleEffect::Risk { weight, price, .. } => {
                    let (chip_ok, site_ok) = (chips(s, &rule.chips), places(s, &rule.places));
                    for (c, chip) in self.chips().filter(|(c, _)| chip_ok[c.index()]) {
                        for (r, _) in self.sites(Some(&site_ok)) {
                            for units in columns.brought(c, r, t) {
                                spend(Some(units), price * weight * chip.price[t].value());
                            }
                        }
                    }
                }
                RuleEffect::Application(application) => {
                    for (c, r) in selected(s, rule) {
                        if let Some(under) = columns.licences.under(k, c, r, t) {
                            let price = s.chips[c.index()].price[t].value();
                            spend(Some(under), application.risk() * price);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}
