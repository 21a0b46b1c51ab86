//! The objective: net present cost, or negative net present profit, in MUSD.
//!
//! ```text
//! min-cost      sum_t delta_t (capex_t + opex_t + penalties_t + financing_t - income_t) - delta_end closing
//! max-profit    the same - sum_t delta_t revenue_t
//! ```
//!
//! with `delta_t` = (1 + wacc) ^ -(middle of t) and `delta_end` = (1 + wacc) ^ -(length of the horizon).

use super::cash::Cash;
use super::columns::Columns;
use crate::program::{Col, Program};
use crate::scenario::{ModelSpec, Objective, Scenario};

/// Puts the objective on the columns; constants go to the offset.
pub fn set(scenario: &Scenario, spec: &ModelSpec, columns: &Columns, program: &mut Program) {
    let cash = Cash::new(scenario, columns);
    for period in scenario.horizon.periods() {
        let (t, discount) = (period.index(), scenario.discount(period));
        let mut pay = |col: Option<Col>, amount: f64| match col {
            Some(col) => program.add_cost(col, discount * amount),
            None => program.offset += discount * amount,
        };
        cash.capex(t, None, &mut pay);
        cash.opex(t, None, &mut pay);
        cash.penalties(t, &mut pay);
        cash.financing(t, &mut pay);
        cash.income(t, None, &mut |col, amount| pay(col, -amount));
        if spec.objective == Objective::MaxProfit {
            cash.revenue(t, None, &mut |col, amount| pay(col, -amount));
        }
    }
    let discount = scenario.discount_at_end();
    cash.closing(&mut |col: Option<Col>, amount: f64| match col {
        Some(col) => program.add_cost(col, -discount * amount),
        None => program.offset -= discount * amount,
    });
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, only_big};
    use crate::scenario::{MillionUsd, MillionUsdPerYear, UsdPerMwh, Years};

    #[test]
    fn components_add_up_by_hand() {
        let mut scenario = only_big();
        // Six big for 30 units: 18 to buy, 1 each to install.
        scenario.chips[0].install_cost = MillionUsd(1.0);
        // 6 x 0.4 MW x 50 % x 1.2 x 8760 h x 100 USD/MWh = 1.26144 MUSD a year.
        scenario.chips[0].utilisation = 0.5;
        scenario.sites[0].pue = 1.2;
        scenario.sites[0].pue_hot = 1.2;
        scenario.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
        // 0.1 each to maintain, 2 for the site, 3 for its hall.
        scenario.chips[0].maintenance = MillionUsdPerYear(0.1);
        scenario.sites[0].fixed_cost = MillionUsdPerYear(2.0);
        scenario.halls[0].running_cost = MillionUsdPerYear(3.0);
        let yearly = 1.26144 + 0.6 + 5.0;
        assert_optimum(&scenario, 24.0 + 3.0 * yearly);
        // Discounted to the middle of each year.
        scenario.operator.wacc = 0.1;
        let factor = |middle: f64| 1.1_f64.powf(-middle);
        let years = factor(0.5) + factor(1.5) + factor(2.5);
        assert_optimum(&scenario, 24.0 * factor(0.5) + yearly * years);
        // Half-years: half the running cost each.
        scenario.operator.wacc = 0.0;
        scenario.horizon.length = vec![Years(0.5); 3];
        assert_optimum(&scenario, 24.0 + 1.5 * yearly);
    }

    #[test]
    fn a_hall_is_paid_by_its_profile_and_the_rest_at_the_end() {
        let mut scenario = only_big();
        scenario.sites[0].halls[0].existing = 0;
        scenario.halls[0].spend_profile = vec![0.25, 0.25, 0.25, 0.25];
        scenario.operator.wacc = 1.0;
        let factor = |middle: f64| 2.0_f64.powf(-middle);
        // 5 in the first and second year, 10 in the third; the chips at once.
        let hall = 5.0 * factor(0.5) + 5.0 * factor(1.5) + 10.0 * factor(2.5);
        assert_optimum(&scenario, hall + 18.0 * factor(0.5));
    }
}
