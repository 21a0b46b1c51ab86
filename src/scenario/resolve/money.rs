//! Currencies: dated exchange rates, and the currency of the reports.

use super::{Fault, Resolver, series};
use crate::scenario::raw::units::{Currency, Measured};
use crate::scenario::text::{join, names};
use crate::scenario::types::Money;
use std::collections::BTreeMap;

/// Units of each currency per USD by period. USD itself needs no rate.
#[derive(Debug, Clone, Default)]
pub(super) struct Rates(BTreeMap<Currency, Vec<f64>>);

impl Rates {
    /// An amount in USD, by the rate of a period.
    ///
    /// # Errors
    /// The currency has no rate.
    pub(super) fn usd(&self, money: Measured, period: usize) -> Result<f64, Fault> {
        let Some(currency) = money.currency.filter(|&currency| currency != Currency::USD) else {
            return Ok(money.number);
        };
        match self.0.get(&currency).and_then(|rates| rates.get(period)) {
            Some(rate) => Ok(money.number / rate),
            None => Err(self.unknown(currency)),
        }
    }

    /// Units of a currency per USD by period; none for USD and for a currency without rates.
    pub(super) fn per_usd(&self, currency: Currency) -> Option<&[f64]> {
        self.0.get(&currency).map(Vec::as_slice)
    }

    fn unknown(&self, currency: Currency) -> Fault {
        let mut known = vec!["USD".to_owned()];
        known.extend(self.0.keys().map(Currency::to_string));
        Fault::new(format!(
            "no exchange rate for the currency {currency}; known: {}",
            names(known.iter().map(String::as_str))
        ))
        .hint(format!(
            "add it: `fx: {{{currency}: 7.17 per USD}}` with its own rate"
        ))
    }
}

impl Resolver<'_> {
    /// Reads `fx`.
    pub(super) fn exchange_rates(&mut self) {
        let raw = self.raw;
        for (code, figure) in &raw.fx {
            let path = join("fx", code);
            let Some(currency) = Currency::parse(code) else {
                self.error(
                    &path,
                    format!("`{code}` is not a currency; expected three capital letters such as `CNY`"),
                );
                continue;
            };
            if currency == Currency::USD {
                self.error(&path, "rates are per US dollar; USD itself has none");
                continue;
            }
            if let Some(rates) =
                self.series_by(self.field("fx", code, Some(figure)), |_, rate, _| Ok(rate.parsed))
            {
                // Growth can make a rate vanish; a rate of zero would make every amount infinite.
                if rates.iter().any(|&rate| rate <= 0.0 || !rate.is_finite()) {
                    self.error(&path, "an exchange rate must stay positive in every period");
                } else {
                    self.rates.0.insert(currency, rates);
                }
            }
        }
    }

    /// The currency of the reports.
    pub(super) fn report_currency(&mut self) -> Money {
        let code = self.raw.money.clone().unwrap_or_else(|| "MUSD".to_owned());
        let currency = code.strip_prefix('M').and_then(Currency::parse);
        let Some(currency) = currency else {
            self.error(
                "money",
                format!("`{code}` is not a report currency; expected `M` and a currency such as `MUSD`"),
            );
            return Money {
                code,
                usd: vec![1.0; self.calendar.len()],
            };
        };
        let one = Measured {
            number: 1.0,
            currency: Some(currency),
        };
        let usd: Result<Vec<f64>, Fault> = (0..self.calendar.len()).map(|t| self.rates.usd(one, t)).collect();
        let usd = usd.unwrap_or_else(|fault| {
            self.fault("money", fault);
            vec![1.0; self.calendar.len()]
        });
        Money { code, usd }
    }

    /// One native amount per period, without converting: to see whether a planner's series changes.
    pub(super) fn native<L>(
        &self,
        series: &crate::scenario::raw::Series<crate::scenario::raw::Quantity<L>>,
    ) -> Vec<f64>
    where
        L: crate::scenario::raw::quantity::Leaf<Parsed = Measured>,
    {
        series::expand(&self.calendar, series, &mut |quantity, _| {
            Ok(quantity.parsed.number)
        })
        .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_convert_by_the_rate_of_their_period() {
        let cny = Currency::parse("CNY").unwrap();
        let rates = Rates(BTreeMap::from([(cny, vec![8.0, 4.0])]));
        let amount = Measured {
            number: 400.0,
            currency: Some(cny),
        };
        assert_eq!(rates.usd(amount, 0), Ok(50.0));
        assert_eq!(rates.usd(amount, 1), Ok(100.0));
        let usd = Measured {
            number: 3.0,
            currency: Some(Currency::USD),
        };
        assert_eq!(rates.usd(usd, 1), Ok(3.0));
        let eur = Measured {
            number: 3.0,
            currency: Currency::parse("EUR"),
        };
        assert_eq!(
            rates.usd(eur, 0).unwrap_err().message,
            "no exchange rate for the currency EUR; known: USD, CNY"
        );
    }
}
