//! Parts that tie sites, chips and periods together: existing units, pools, rules, budgets, training.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

impl Draw {
    /// Parts that tie sites, chips and periods together.
    pub(super) fn couplings(&mut self, s: &mut Scenario) {
        if s.sites.len() == 2 && self.chance(0.15) {
            s.sites[1].requires = vec![SiteId(0)];
        }
        if self.chance(0.15) {
            s.openings_per_period = Some(vec![1.0; self.periods]);
        }
        if s.sites[0].existing && self.chance(0.6) {
            let cohort = self.cohort(s);
            s.cohorts.push(cohort);
        }
        if self.chance(0.2) {
            s.pools.push(SupplyPool {
                id: "pool".into(),
                members: (0..s.chips.len())
                    .map(|c| (ChipId(c as u16), self.quarters(1, 2)))
                    .collect(),
                at_most: (0..self.periods).map(|_| self.quarters(1, 4)).collect(),
            });
        }
        if self.chance(0.45) {
            self.rules(s);
        }
        if self.chance(0.4) {
            let budget = self.budget();
            s.budgets.push(budget);
        }
        if self.chance(0.2) {
            let job = self.job(s);
            s.jobs.push(job);
        }
    }

    fn cohort(&mut self, s: &mut Scenario) -> Cohort {
        // What stands must fit what stands: air-cooled units small enough for the finished halls and the grid.
        let chip = &mut s.chips[0];
        chip.power = Megawatts(2.0);
        chip.racks = 20.0;
        chip.cooling = Cooling::Either;
        s.sites[0].power = vec![Megawatts(12.0); self.periods];
        Cohort {
            site: SiteId(0),
            chip: ChipId(0),
            units: self.rng.whole(1, 2),
            age: 1,
            ends: self.rng.whole(1, self.periods as u32) as u16,
        }
    }

    fn rules(&mut self, s: &mut Scenario) {
        let chips = ChipSelector {
            origins: self.chance(0.6).then(|| vec!["US".to_owned()]),
            tpp_at_least: self.chance(0.3).then_some(4800.0),
            ..ChipSelector::default()
        };
        let places = PlaceSelector {
            jurisdictions: self.chance(0.5).then(|| vec!["AA".to_owned()]),
            ..PlaceSelector::default()
        };
        let effect = match self.rng.whole(0, 4) {
            0 => RuleEffect::Denied,
            1 | 2 => RuleEffect::Licence,
            3 => RuleEffect::ComputeCap {
                at_most: MegaTpp(self.quarters(0, 4) * 0.02),
            },
            _ => RuleEffect::Risk {
                weight: 0.3,
                at_most: self.chance(0.5).then(|| MillionUsd(self.quarters(0, 3))),
                price: 0.25,
            },
        };
        let mut rule = testing::rule("rule", effect.clone());
        rule.active = (0..self.periods).map(|_| self.rng.chance(0.8)).collect();
        rule.owners = self
            .chance(0.3)
            .then(|| vec![self.pick(&["CN".to_owned(), "US".to_owned()])]);
        rule.chips = chips.clone();
        rule.places = places;
        s.rules.push(rule);
        if effect == RuleEffect::Licence && self.chance(0.7) {
            let quota = self.chance(0.7).then(|| MegaTpp(self.quarters(0, 4) * 0.01));
            let mut grant = testing::rule("grant", RuleEffect::Grant { quota });
            grant.active = vec![true; self.periods];
            grant.chips = chips;
            s.rules.push(grant);
        }
    }

    fn budget(&mut self) -> Budget {
        let kind = self.pick(&[
            BudgetKind::Capex,
            BudgetKind::Capex,
            BudgetKind::Opex,
            BudgetKind::Total,
        ]);
        let mut budget = testing::capex_budget(0.0);
        budget.kind = kind;
        let level = if kind == BudgetKind::Opex {
            (1, 10)
        } else {
            (4, 40)
        };
        budget.windows = (0..self.periods as u16)
            .map(|t| BudgetWindow {
                first: Period(t),
                last: Period(t),
                at_most: MillionUsd(self.quarters(level.0, level.1)),
            })
            .collect();
        if self.chance(0.3) {
            budget.windows = vec![BudgetWindow {
                first: Period(0),
                last: Period(self.periods as u16 - 1),
                at_most: MillionUsd(self.quarters(level.0, 2 * level.1)),
            }];
        }
        budget.carry_over = self.pick(&[0.0, 0.5, 1.0]);
        budget.carry_limit = self.chance(0.3).then(|| MillionUsd(self.quarters(0, 5)));
        if self.chance(0.3) {
            budget.places.jurisdictions = Some(vec!["AA".into()]);
        }
        budget
    }

    fn job(&mut self, s: &mut Scenario) -> TrainingJob {
        for chip in &mut s.chips {
            chip.training = self
                .rng
                .chance(0.8)
                .then(|| PetaFlops(self.rng.uniform(0.1, 0.4)));
        }
        let start = if self.chance(0.3) { 1 } else { 0 };
        TrainingJob {
            id: "job".into(),
            work: ZettaFlop(self.quarters(4, 20)),
            start: Period(start),
            deadline: Period(self.rng.whole(u32::from(start), self.periods as u32 - 1) as u16),
            min_chips: self.pick(&[0.0, 1.0, 2.0, 10.0]),
            chips: ChipSelector::default(),
            places: PlaceSelector::default(),
            unmet_penalty: (!self.chance(0.2)).then(|| MillionUsd(self.quarters(2, 30))),
            revenue: MillionUsd(self.quarters(0, 10)),
        }
    }
}
