//! Where commitments are in the program.

use super::{Item, series};
use crate::model::Columns;
use crate::program::Col;
use crate::scenario::Scenario;

/// The columns of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Column by period: `[t]`; none where it cannot be decided (or, for counts by period, is of no use).
    pub columns: Vec<Option<Col>>,
    /// Whether a column counts what was decided by the end of its period; otherwise what is decided in it. Cumulative
    /// columns after the last period in which a decision is of use are the last one.
    pub cumulative: bool,
}

/// The columns of an item in a program built from the scenario.
pub fn decision(scenario: &Scenario, columns: &Columns, item: Item) -> Decision {
    let column = |t: usize| match item {
        Item::SiteStage(r, k) => columns.construction.stage(r, k, t),
        Item::Site(r) => columns.open(r, t),
        Item::Power(r, g) => columns.connect(r, g, t),
        Item::Hall(r, i) => columns.halls(r, i, t),
        Item::HallStage(r, i, k) => columns.entered(r, i, k, t),
        Item::Conversion(r, f) => columns.construction.retrofit(r, f, t),
        Item::Lease(r, b) => columns.lease(r, b, t),
        Item::LeaseOption(r, b) => {
            let taken = series::taken(scenario, item) == Some(t);
            columns.lease_option(r, b).filter(|_| taken)
        }
        Item::LeaseExtension(r, b) => columns.lease_extend(r, b, t),
        Item::Agreement(r, p) => columns.ppa.signed(r, p, t),
        Item::Chips(c) => columns.order(c, t),
        Item::Contract(l) => columns.contracts.order(l, t),
        Item::Cancellation(l) => columns.contracts.cancel(l, t),
        Item::Rental(n) => columns.rental(n, t),
        Item::Licence(_, k) => columns.licences.licence(k, t),
        Item::Port(w, q) => columns.stacks.port(w, q, t),
        Item::Deployment(c, r) => columns.deploy(c, r, t),
        Item::Retirement(e) => columns.retire(e, t),
    };
    Decision {
        columns: (0..scenario.horizon.len()).map(column).collect(),
        cumulative: matches!(
            item,
            Item::SiteStage(..)
                | Item::Site(_)
                | Item::Power(..)
                | Item::Hall(..)
                | Item::HallStage(..)
                | Item::Conversion(..)
                | Item::Licence(..)
                | Item::Port(..)
        ),
    }
}

impl Decision {
    /// Values of the columns for quantities by period; once for each column, with the period that it speaks of. `None`
    /// where a quantity has no column.
    pub fn values(&self, quantities: &[f64]) -> Vec<(usize, Option<Col>, f64)> {
        let mut sum = 0.0;
        let mut values = Vec::new();
        let mut before = None;
        for (t, (&col, &quantity)) in self.columns.iter().zip(quantities).enumerate() {
            sum += quantity;
            let value = if self.cumulative { sum } else { quantity };
            // A cumulative column is of the first period in which it appears; what is decided later has none.
            if self.cumulative && col == before && col.is_some() {
                if quantity > 0.0 {
                    values.push((t, None, quantity));
                }
                continue;
            }
            if col.is_some() || value > 0.0 {
                values.push((t, col, value));
            }
            before = col;
        }
        values
    }
}
