//! Minimum commitments, options and extensions of leases.
//!
//! ```text
//! lease_least[r,b,t]       lease[r,b,t] >= least_b signed[r,b,t]
//! lease_most[r,b,t]        lease[r,b,t] <= (most_b + n_b) signed[r,b,t]
//! lease_call[r,b,t]        exercise[r,b,t] <= lease[r,b,t]
//! lease_option[r,b]        sum_t exercise[r,b,t] <= option[r,b] <= n_b
//! lease_extension[r,b,t]   extend[r,b,t] <= lease[r,b,t-term] + extend[r,b,t-term'_b]
//! ```
//!
//! The fee of the option is paid per block in the period in which it can be taken; a block that exercises it costs
//! the option's price instead of the offer's, for its term. A block whose term, or whose extension, ends with t - 1
//! may be kept for a term' at the extension's price of t. Source: `model.md` family 17.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

const AT: &[Labels] = &[Labels::Site, Labels::Lease, Labels::Period];

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "lease_terms",
    title: "minimum commitments, options and extensions of leases",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "lease_least",
            labels: AT,
            dual_unit: "MUSD/block",
            violation: "{by} blocks of {lease} at {site} too few are signed in {period} for one signing",
        },
        RowInfo {
            name: "lease_most",
            labels: AT,
            dual_unit: "MUSD/block",
            violation: "{by} blocks of {lease} at {site} are signed in {period} without a signing",
        },
        RowInfo {
            name: "lease_call",
            labels: AT,
            dual_unit: "MUSD/block",
            violation: "{by} blocks of {lease} at {site} more exercise the option in {period} than are signed",
        },
        RowInfo {
            name: "lease_option",
            labels: &[Labels::Site, Labels::Lease],
            dual_unit: "MUSD/block",
            violation: "{by} blocks of {lease} at {site} more are exercised than the option covers",
        },
        RowInfo {
            name: "lease_extension",
            labels: AT,
            dual_unit: "MUSD/block",
            violation: "{by} blocks of {lease} at {site} more are extended in {period} than end before it",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns, periods) = (b.scenario(), b.columns, b.sets.periods);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for (i, offer) in site.leases.iter().enumerate() {
            let slot = b.sets.lease_slots.at(r.index(), i);
            for t in 0..periods {
                let at = key([r.index(), slot, t]);
                let lease = columns.lease(r, i, t);
                if let Some(signed) = columns.lease_signed(r, i, t) {
                    b.term(lease, 1.0);
                    b.term(signed, -f64::from(offer.terms.min_blocks));
                    b.at_least(b.rows(0), at, 0.0);
                    b.term(lease, 1.0);
                    b.term(signed, -offer.most_blocks());
                    b.at_most(b.rows(1), at, 0.0);
                }
                if let Some(exercise) = columns.lease_exercise(r, i, t) {
                    b.term(lease, -1.0);
                    b.term(exercise, 1.0);
                    b.at_most(b.rows(2), at, 0.0);
                }
                let extended = columns.lease_extend(r, i, t);
                if let (Some(extended), Some(terms)) = (extended, &offer.terms.extension) {
                    let ended = t.checked_sub(usize::from(offer.term));
                    b.term(ended.and_then(|from| columns.lease(r, i, from)), -1.0);
                    b.term(extended, 1.0);
                    let ended = t.checked_sub(usize::from(terms.term));
                    b.term(ended.and_then(|from| columns.lease_extend(r, i, from)), -1.0);
                    b.at_most(b.rows(4), at, 0.0);
                }
            }
            if let Some(option) = columns.lease_option(r, i) {
                b.term(option, -1.0);
                for t in 0..periods {
                    b.term(columns.lease_exercise(r, i, t), 1.0);
                }
                b.at_most(b.rows(3), key([r.index(), slot]), 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::*;

    /// No halls; alpha leases blocks of 10 MW at 1 MUSD/MW and year, up to 2, 25 big (3 MUSD) in each.
    fn leased(volume: [f64; 3], term: u16) -> Scenario {
        let mut scenario = testing::base();
        scenario.sites[0].halls.clear();
        scenario.sites[1].halls.clear();
        scenario.sites[0].leases = vec![testing::lease("colo", term)];
        scenario.chips.remove(0);
        scenario.demand.truncate(1);
        scenario.demand[0].volume = volume.map(Volume).to_vec();
        scenario
    }

    #[test]
    fn a_signing_has_a_least_number_of_blocks() {
        let mut scenario = leased([125.0; 3], 3);
        assert_optimum(&scenario, 75.0 + 30.0);
        scenario.sites[0].leases[0].terms.min_blocks = 2;
        assert_optimum(&scenario, 75.0 + 60.0);
    }

    #[test]
    fn an_option_is_paid_for_and_called_at_its_price() {
        // The second and third block from the second year on; the offer has two and becomes dearer by 1.
        let mut scenario = leased([125.0, 375.0, 375.0], 3);
        let offer = &mut scenario.sites[0].leases[0];
        offer.price = [1.0, 2.0, 2.0].map(MillionUsdPerMwYear).to_vec();
        offer.terms.option = Some(LeaseOption {
            fee: MillionUsd(3.0),
            blocks: 1,
            taken: Period(0),
            until: Period(1),
            price: MillionUsdPerMwYear(1.5),
        });
        // Two from the first year on, before it becomes dearer; 3 + 30 under the option; 75 big.
        assert_optimum(&scenario, 60.0 + 33.0 + 225.0);
        // Not to be exercised after the first year: signed at once.
        let offer = &mut scenario.sites[0].leases[0];
        offer.terms.option.as_mut().unwrap().until = Period(0);
        assert_optimum(&scenario, 60.0 + 48.0 + 225.0);
    }

    #[test]
    fn a_lease_is_extended_at_its_own_price() {
        let mut scenario = leased([125.0; 3], 1);
        let offer = &mut scenario.sites[0].leases[0];
        offer.price = [1.0, 4.0, 4.0].map(MillionUsdPerMwYear).to_vec();
        offer.terms.extension = Some(LeaseExtension {
            price: [9.0, 2.0, 3.0].map(MillionUsdPerMwYear).to_vec(),
            term: 1,
        });
        assert_optimum(&scenario, 75.0 + 10.0 + 20.0 + 30.0);
        // An extension of two years at the price of its beginning.
        let offer = &mut scenario.sites[0].leases[0];
        offer.terms.extension.as_mut().unwrap().term = 2;
        assert_optimum(&scenario, 75.0 + 10.0 + 20.0 + 20.0);
    }
}
