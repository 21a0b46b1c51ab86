//! Budgets: windows over the horizon.

use super::Resolver;
use crate::scenario::MillionUsd;
use crate::scenario::raw::rules::RawBudgetKind;
use crate::scenario::raw::{Cap, RawBudget};
use crate::scenario::text::join;
use crate::scenario::types::{Budget, BudgetKind, BudgetWindow};

impl<'a> Resolver<'a> {
    /// Budgets with a limit; those written `unlimited` bind nothing and are left out.
    pub(super) fn budgets(&mut self) -> Vec<Budget> {
        let raw = self.raw;
        if !raw.budget.is_empty() && !raw.budgets.is_empty() {
            self.error(
                "budgets",
                "`budget` and `budgets` are the same map; write one of the two",
            );
        }
        let written = |base: &'static str, map: &'a crate::scenario::raw::Map<RawBudget>| {
            map.iter().map(move |(id, budget)| (base, id, budget))
        };
        let all: Vec<_> = written("budget", &raw.budget)
            .chain(written("budgets", &raw.budgets))
            .collect();
        all.into_iter()
            .filter_map(|(base, id, budget)| self.budget(&join(base, id), id, budget))
            .collect()
    }

    fn budget(&mut self, base: &str, id: &str, raw: &'a RawBudget) -> Option<Budget> {
        let kind = match (raw.kind, id) {
            (Some(RawBudgetKind::Capex), _) | (None, "capex") => BudgetKind::Capex,
            (Some(RawBudgetKind::Opex), _) | (None, "opex") => BudgetKind::Opex,
            (Some(RawBudgetKind::Total), _) | (None, "total") => BudgetKind::Total,
            (None, _) => {
                self.missing(&self.field::<f64>(base, "kind", None), "capex");
                BudgetKind::Total
            }
        };
        let limit = self.field(base, "carry_limit", raw.carry_limit.as_ref());
        let carry_limit = self.take(&limit).and_then(Cap::at_most);
        let carry_limit = carry_limit.map(|amount| MillionUsd(self.usd_now(&limit.path, amount.parsed)));
        let carry_over = self
            .share(self.field(base, "carry_over", raw.carry_over.as_ref()))
            .unwrap_or_default();
        let places = self.place_selector(&join(base, "places"), &raw.places);
        let windows = self.windows(base, raw)?;
        Some(Budget {
            id: id.to_owned(),
            kind,
            places,
            windows,
            carry_over,
            carry_limit,
        })
    }

    /// `None` if the budget is unlimited.
    fn windows(&mut self, base: &str, raw: &'a RawBudget) -> Option<Vec<BudgetWindow>> {
        let field = self.field(base, "at_most", Some(&raw.at_most));
        let series = self.take(&field)?.at_most()?;
        let limits = self.expand(&field.path, series, &mut |this, amount, t| {
            this.rates.usd(amount.parsed, t)
        });
        let written = self.native(series);
        let windows = self.windows_of(&field.path, raw.each, &limits, &written, "the budget");
        let window = |(first, last, limit)| BudgetWindow {
            first,
            last,
            at_most: MillionUsd(limit),
        };
        Some(windows.into_iter().map(window).collect())
    }
}
