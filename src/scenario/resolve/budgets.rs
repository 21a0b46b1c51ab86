//! Budgets: windows over the horizon.

use super::Resolver;
use crate::scenario::MillionUsd;
use crate::scenario::raw::rules::RawBudgetKind;
use crate::scenario::raw::units::{Currency, Measured};
use crate::scenario::raw::{Cap, RawBudget, Series};
use crate::scenario::text::join;
use crate::scenario::types::{Budget, BudgetCurrency, BudgetKind, BudgetWindow};

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
        let currency = self.budget_currency(base, raw);
        let windows = self.windows(base, raw)?;
        Some(Budget {
            id: id.to_owned(),
            kind,
            places,
            currency,
            windows,
            carry_over,
            carry_limit,
        })
    }

    /// The currency of the limits, which must be one.
    fn budget_currency(&mut self, base: &str, raw: &RawBudget) -> BudgetCurrency {
        let amounts: Vec<Measured> = match raw.at_most.value.at_most() {
            None => Vec::new(),
            Some(Series::Constant(amount)) => vec![amount.parsed],
            Some(Series::Periods(given)) => given.entries.iter().map(|(_, amount)| amount.parsed).collect(),
        };
        let mut currencies = amounts
            .iter()
            .map(|amount| amount.currency.unwrap_or(Currency::USD));
        let currency = currencies.next().unwrap_or(Currency::USD);
        if let Some(other) = currencies.find(|&other| other != currency) {
            let message = format!("limits in {currency} and in {other}; a budget is in one currency");
            self.error(&join(base, "at_most"), message);
        }
        BudgetCurrency {
            code: currency.to_string(),
            per_usd: self
                .rates
                .per_usd(currency)
                .map(<[f64]>::to_vec)
                .unwrap_or_default(),
        }
    }

    /// `None` if the budget is unlimited.
    fn windows(&mut self, base: &str, raw: &'a RawBudget) -> Option<Vec<BudgetWindow>> {
        let field = self.field(base, "at_most", Some(&raw.at_most));
        let series = self.take(&field)?.at_most()?;
        // In its own currency a limit stays what it is: spending converts by dated rates.
        let limits = self.expand(&field.path, series, &mut |this, amount, _| {
            this.rates.usd(amount.parsed, 0)
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
