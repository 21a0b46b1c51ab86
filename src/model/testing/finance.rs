//! Accounts, loans, taxes and incentives.

use super::*;

/// An account with this balance at the start and so much paid in each period, MUSD; it must not fall below 0.
pub fn account(initial: f64, funding: f64) -> CashAccount {
    CashAccount {
        initial: MillionUsd(initial),
        funding: vec![MillionUsd(funding); PERIODS],
        floor: vec![MillionUsd(0.0); PERIODS],
    }
}

/// Loans up to a limit in MUSD at an interest per year, without covenants.
pub fn debt(limit: f64, interest: f64) -> Debt {
    Debt {
        initial: MillionUsd(0.0),
        limit: vec![MillionUsd(limit); PERIODS],
        interest: vec![interest; PERIODS],
        revenue_multiple: None,
        capex_share: None,
    }
}

/// A tax at a rate on all profit that carries losses forward; everything is written off over ten years.
pub fn tax(id: &str, rate: f64) -> Tax {
    Tax {
        id: id.into(),
        places: PlaceSelector::default(),
        rate: vec![rate; PERIODS],
        facilities: Years(10.0),
        equipment: Years(10.0),
        deduction: vec![MillionUsd(0.0); PERIODS],
        carry_forward: true,
    }
}

/// A grant for a minimum investment in all periods and everywhere, both MUSD.
pub fn incentive(id: &str, minimum: f64, grant: f64) -> Incentive {
    Incentive {
        id: id.into(),
        places: PlaceSelector::default(),
        from: Period(0),
        until: Period(PERIODS as u16 - 1),
        minimum: MillionUsd(minimum),
        grant: MillionUsd(grant),
        rebate: 0.0,
        rebate_at_most: MillionUsd(0.0),
    }
}
