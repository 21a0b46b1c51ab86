//! Rented accelerators: no more than are on offer.
//!
//! ```text
//! rental_units[n,t]   rented[n,t] = sum_{t-term < tau <= t} rental[n,tau] <= most[n,t]
//! ```
//!
//! `rental[n,t]` units of a chip begin in t and are paid, and work, for a term. They add to the units of the chip at
//! the offer's site (`chip_time`), take no hall, power or energy of the operator, and need no open site. They begin
//! only where the rules let the chip be deployed freely or under a grant; quotas and caps of installed compute count owned units alone.
//! Source: `model.md` family 17 (leases); whole units are not asked for, a rental is a mean over the period.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::RentalId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "accelerator_rental",
    title: "rented accelerators",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "rental_units",
        labels: &[Labels::Rental, Labels::Period],
        dual_unit: "MUSD/unit",
        violation: "{by} units of {rental} more than on offer are rented in {period}",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (n, offer) in RentalId::all(s.rentals.len()).zip(&s.rentals) {
        for t in 0..b.sets.periods {
            let most = offer.most(t);
            if most.is_finite() && columns.rented(n, offer.term, t).next().is_some() {
                for begun in columns.rented(n, offer.term, t) {
                    b.term(begun, 1.0);
                }
                b.at_most(b.rows(0), key([n.index(), t]), most);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, only_big, rental};
    use crate::scenario::*;

    #[test]
    fn rented_units_serve_where_that_is_cheaper_than_buying() {
        let mut scenario = only_big();
        // Six at 0.9 a year for three years against 3 each.
        scenario.rentals = vec![rental("cloud", 0, 1, 0.9)];
        assert_optimum(&scenario, 6.0 * 2.7);
        // Four on offer, two bought.
        scenario.rentals[0].at_most = Some(vec![4.0; 3]);
        assert_optimum(&scenario, 4.0 * 2.7 + 6.0);
        // Rented for two years at a time: the third year would have to be paid twice.
        scenario.rentals[0].at_most = None;
        scenario.rentals[0].term = 2;
        assert_optimum(&scenario, 6.0 * 2.7);
        scenario.rentals[0].price = [0.9, 2.0, 0.9].map(MillionUsdPerYear).to_vec();
        assert_optimum(&scenario, 6.0 * 2.7);
        scenario.rentals[0].price = [0.9, 2.0, 2.0].map(MillionUsdPerYear).to_vec();
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn units_are_not_rented_where_they_could_not_be_deployed() {
        let mut scenario = only_big();
        scenario.rentals = vec![rental("cloud", 0, 1, 0.1)];
        scenario.rules = vec![Rule {
            places: PlaceSelector {
                sites: Some(vec![SiteId(1)]),
                ..PlaceSelector::default()
            },
            ..testing::rule("denied", RuleEffect::Denied)
        }];
        assert_optimum(&scenario, 18.0);
        scenario.rentals[0].site = SiteId(0);
        assert_optimum(&scenario, 6.0 * 0.3);
    }
}
