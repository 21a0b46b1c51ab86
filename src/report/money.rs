//! Money in the currency that the scenario asks for.

use crate::plan::ledger::Flow;
use crate::scenario::Scenario;

/// Converts from MUSD, the money of the program, to the scenario's report currency.
#[derive(Debug, Clone, Copy)]
pub struct Currency<'a> {
    /// Code as printed, e.g. `MCNY`.
    pub code: &'a str,
    usd: &'a [f64],
}

impl<'a> Currency<'a> {
    /// The scenario's report currency.
    pub fn of(scenario: &'a Scenario) -> Self {
        Self {
            code: &scenario.money.code,
            usd: &scenario.money.usd,
        }
    }

    /// An amount paid in a period, at that period's rate.
    pub fn paid(&self, period: usize, musd: f64) -> f64 {
        musd / self.rate(period)
    }

    /// An amount of present value, at the rate of the first period.
    pub fn present(&self, musd: f64) -> f64 {
        musd / self.rate(0)
    }

    /// An undiscounted flow, at the rate of its period.
    pub fn flow(&self, flow: &Flow) -> f64 {
        self.paid(flow.period.index(), flow.amount)
    }

    fn rate(&self, period: usize) -> f64 {
        self.usd
            .get(period)
            .copied()
            .filter(|rate| *rate > 0.0)
            .unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_period_has_its_rate() {
        let currency = Currency {
            code: "MCNY",
            usd: &[0.125, 0.25],
        };
        assert_eq!(currency.paid(1, 2.0), 8.0);
        assert_eq!(currency.present(2.0), 16.0);
        assert_eq!(currency.paid(9, 2.0), 2.0);
    }
}
