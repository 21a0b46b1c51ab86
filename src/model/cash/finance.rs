//! Customs, incentives, loans and taxes, and what is left at the end.

use super::{Cash, Entry, Spend};
use crate::scenario::{Component, Period, Years};

impl Cash<'_> {
    /// Import duty on what enters in `t` at the sites in scope.
    pub(super) fn duties(&self, entry: Entry, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for (r, site) in self
            .sites(scope)
            .filter(|(_, site)| !site.customs.duty.is_empty())
        {
            for (c, chip) in self.chips() {
                let duty = site.import_duty(chip, Period(t as u16)) * chip.price[t].value();
                let duty = self.part(entry.duty(), duty);
                for units in self.entering(entry, c, r, t).filter(|_| duty != 0.0) {
                    spend(Some(units), duty);
                }
            }
        }
    }

    /// What new chips, halls and sites are worth at the end of the horizon.
    pub(super) fn terminal_value(&self, scope: Option<&[bool]>, earn: &mut impl Spend) {
        let terminal = &self.scenario.finance.terminal;
        let periods = self.scenario.horizon.len();
        let end = self
            .starts
            .last()
            .map_or(0.0, |last| last + self.length(periods - 1).value());
        for (r, site) in self.sites(scope) {
            for t in 0..periods {
                for (c, chip) in self.chips().filter(|_| terminal.chips != 0.0) {
                    let life = f64::from(chip.life);
                    let left = (t as f64 + life - periods as f64).max(0.0) / life;
                    let units = self.columns.left_at_end(chip, c, r, t, periods);
                    if let Some(units) = units.filter(|_| left > 0.0) {
                        let worth = terminal.chips * left * chip.price[t].value();
                        earn(Some(units), self.part(Component::TerminalValue, worth));
                    }
                }
                let age = end - self.starts[t];
                let left = terminal
                    .hall_life
                    .map_or(1.0, |life| (1.0 - age / life.value()).max(0.0));
                for (i, hall) in site.halls.iter().enumerate() {
                    let worth = terminal.halls * left * hall.cost[t].value();
                    let worth = self.general_part(Component::TerminalValue, worth);
                    let stages = &hall.construction.stages;
                    for k in 0..stages.len().max(1) {
                        let share = stages.get(k).map_or(1.0, |stage| stage.share);
                        self.grown(|t| self.columns.entered(r, i, k, t), t, share * worth, earn);
                    }
                }
                if !site.existing {
                    let worth = terminal.sites * site.opening_cost[t].value();
                    let worth = self.general_part(Component::TerminalValue, worth);
                    self.grown(|t| self.columns.open(r, t), t, worth, earn);
                }
            }
        }
    }
}

impl Cash<'_> {
    /// Grants and rebates received in `t`. They belong to no site.
    pub(super) fn incentives(&self, t: usize, earn: &mut impl Spend) {
        for (i, incentive) in self.scenario.finance.incentives.iter().enumerate() {
            let claim = self.columns.finance.claim(i);
            if incentive.until.index() == t && claim.is_some() {
                earn(claim, self.part(Component::Incentives, incentive.grant.value()));
            }
            if let Some(rebate) = self.columns.finance.rebate(i, t) {
                earn(Some(rebate), self.part(Component::Incentives, 1.0));
            }
        }
    }

    /// Loans repaid less drawn in `t`, with the interest since they were last changed.
    pub(super) fn loans(&self, t: usize, spend: &mut impl Spend) {
        let Some(debt) = &self.scenario.finance.debt else {
            return;
        };
        let before = t.checked_sub(1);
        let waited = self.length(t).value() + before.map_or(0.0, |before| self.length(before).value());
        let interest = self.part(Component::Interest, debt.interest[t] * waited / 2.0);
        let due = self.part(Component::Loans, 1.0) + interest;
        match before {
            Some(before) => spend(self.columns.finance.debt(before), due),
            None => spend(None, due * debt.initial.value()),
        }
        spend(self.columns.finance.debt(t), self.part(Component::Loans, -1.0));
    }

    /// Loans repaid at the end of the horizon, with the interest since the middle of the last period.
    pub(super) fn settlement(&self, spend: &mut impl Spend) {
        let last = self.scenario.horizon.len().checked_sub(1);
        if let (Some(debt), Some(last)) = (&self.scenario.finance.debt, last) {
            let due = 1.0 + debt.interest[last] * self.length(last).value() / 2.0;
            spend(
                self.columns.finance.debt(last),
                self.part(Component::Settlement, due),
            );
        }
    }

    /// Taxes on the profit of `t`.
    pub(super) fn taxes(&self, t: usize, spend: &mut impl Spend) {
        for (k, tax) in self.scenario.finance.taxes.iter().enumerate() {
            if let Some(taxed) = self.columns.finance.taxed(k, t) {
                spend(Some(taxed), self.part(Component::Tax, tax.rate[t]));
            }
        }
    }

    /// Share of an investment of period `made` that is written off in `t`, in equal parts over a time from the start
    /// of `made` on.
    pub fn written_off(&self, made: usize, t: usize, over: Years) -> f64 {
        let (from, until) = (self.starts[made], self.starts[made] + over.value());
        let (start, end) = (self.starts[t], self.starts[t] + self.length(t).value());
        if over.value() <= 0.0 {
            return f64::from(u8::from(made == t));
        }
        (end.min(until) - start.max(from)).max(0.0) / over.value()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, only_big};
    use crate::scenario::{Customs, MillionUsd, Terminal, Years};

    #[test]
    fn duty_is_paid_where_chips_are_imported() {
        let mut scenario = only_big();
        scenario.sites[0].customs = Customs {
            duty: vec![0.25, 0.5, 0.5],
        };
        // Six at 3 MUSD and a quarter of it.
        assert_optimum(&scenario, 18.0 * 1.25);
        // Chips of the site's own jurisdiction are no imports.
        scenario.chips[0].origin = "AA".into();
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn what_has_life_left_is_worth_something_at_the_end() {
        let mut scenario = only_big();
        scenario.chips[0].life = 4;
        scenario.finance.terminal.chips = 0.8;
        // Six for 18 at once; a quarter of their life is left: 80 % of 4.5.
        assert_optimum(&scenario, 18.0 - 3.6);
        // At the end of the horizon, not in the middle of its last year.
        scenario.operator.wacc = 1.0;
        assert_optimum(&scenario, 18.0 * 2.0_f64.powf(-0.5) - 3.6 / 8.0);
    }

    #[test]
    fn halls_lose_value_with_age_and_sites_do_not() {
        let mut scenario = base();
        scenario.finance.terminal = Terminal {
            chips: 0.0,
            halls: 0.5,
            hall_life: Some(Years(6.0)),
            sites: 0.9,
        };
        // Only beta, which costs 10 to open; its hall of 20 is 3 of 6 years old at the end: 5 of it are left.
        scenario.sites.remove(0);
        scenario
            .markets
            .iter_mut()
            .for_each(|market| market.latency.truncate(1));
        scenario
            .demand
            .iter_mut()
            .for_each(|line| line.serve_cost.truncate(1));
        scenario.chips.remove(0);
        assert_optimum(&scenario, 10.0 + 20.0 + 18.0 - 5.0 - 9.0);
        // Without a life it keeps its worth.
        scenario.finance.terminal.hall_life = None;
        scenario.sites[0].opening_cost = vec![MillionUsd(0.0); 3];
        assert_optimum(&scenario, 20.0 + 18.0 - 10.0);
    }
}
