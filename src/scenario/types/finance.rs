//! Where the money comes from and goes to beside building and running.

use super::{Chip, PlaceSelector, Series, Site};
use crate::scenario::ids::Period;
use crate::scenario::quantity::{MillionUsd, Years};

/// Cash, debt, taxes, incentives and what is left at the end. Empty: money is there when it is needed, and nothing
/// is taxed, supported or worth anything after the horizon.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finance {
    /// The account; `None`: there is always cash.
    pub cash: Option<CashAccount>,
    /// Loans; only with an account.
    pub debt: Option<Debt>,
    /// Taxes on profit.
    pub taxes: Vec<Tax>,
    /// Public support of investment.
    pub incentives: Vec<Incentive>,
    /// Worth at the end of the horizon.
    pub terminal: Terminal,
}

/// The account from which everything is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct CashAccount {
    /// Balance at the start of the horizon.
    pub initial: MillionUsd,
    /// Paid in by the owners in each period.
    pub funding: Series<MillionUsd>,
    /// Least balance at the end of each period.
    pub floor: Series<MillionUsd>,
}

/// Loans, drawn and repaid in the middle of periods as everything is paid. What is owed after the last period is
/// repaid at the end of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Debt {
    /// Owed at the start of the horizon.
    pub initial: MillionUsd,
    /// Most owed after each period.
    pub limit: Series<MillionUsd>,
    /// Interest per year, as a fraction, by the period in which it is paid.
    pub interest: Series<f64>,
    /// Most owed over the revenue of a year; `None`: no such covenant.
    pub revenue_multiple: Option<f64>,
    /// Most owed over all that was invested so far; `None`: no such covenant.
    pub capex_share: Option<f64>,
}

/// A tax on the profit made at some places.
#[derive(Debug, Clone, PartialEq)]
pub struct Tax {
    /// Identifier.
    pub id: String,
    /// Where. A selector that matches every site counts everything; a narrower one only what belongs to its sites,
    /// and chips at the price of the period in which they are deployed there.
    pub places: PlaceSelector,
    /// Rate, as a fraction; 0 is a holiday, in which neither profit nor loss counts.
    pub rate: Series<f64>,
    /// Time over which sites, halls and power are written off.
    pub facilities: Years,
    /// Time over which chips and their installation are written off.
    pub equipment: Years,
    /// Deducted in each period beside that.
    pub deduction: Series<MillionUsd>,
    /// Whether losses are deducted from later profit.
    pub carry_forward: bool,
}

/// Public support for those who invest enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Incentive {
    /// Identifier.
    pub id: String,
    /// Where investment counts; as [`Tax::places`].
    pub places: PlaceSelector,
    /// First period whose investment counts.
    pub from: Period,
    /// Last period whose investment counts, in which the grant is paid.
    pub until: Period,
    /// Investment needed in that time.
    pub minimum: MillionUsd,
    /// Paid once.
    pub grant: MillionUsd,
    /// Share of the investment of a period that is paid back in it.
    pub rebate: f64,
    /// Most paid back in that way.
    pub rebate_at_most: MillionUsd,
}

/// Worth at the end of the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Terminal {
    /// Share of a chip's price of the period of its deployment, for the part of its life that is left.
    pub chips: f64,
    /// Share of a hall's cost, for the part of its life that is left.
    pub halls: f64,
    /// Time over which a hall loses its value, from the start of construction on; `None`: it does not.
    pub hall_life: Option<Years>,
    /// Share of a site's opening cost.
    pub sites: f64,
}

/// What customs take at a site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Customs {
    /// Share of the price of an imported chip by the period of its deployment or arrival by a move; empty: nothing.
    pub duty: Series<f64>,
}

impl Site {
    /// Import duty on a chip deployed here in `t`, as a share of its price: nothing on a chip of the site's own
    /// jurisdiction.
    pub fn import_duty(&self, chip: &Chip, t: Period) -> f64 {
        if chip.origin == self.jurisdiction {
            return 0.0;
        }
        self.customs.duty.get(t.index()).copied().unwrap_or(0.0)
    }
}
