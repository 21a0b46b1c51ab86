//! Leased blocks: at most so many at any time.
//!
//! ```text
//! lease_blocks[r,b,t]   active[r,b,t] = sum_{t-term < tau <= t} lease[r,b,tau] <= most_b
//! ```
//!
//! where extensions (`lease_terms`) run for their own term and count like signings, and blocks that exercise an option
//! do not count. A block signed in t is paid and usable in t .. t + term - 1, whether or not the site is open; the price is that
//! of the period of signing, escalated by the whole time since. Source: `model.md` family 17.

use crate::model::columns::leasing::last;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "leases",
    title: "leased blocks",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "lease_blocks",
        labels: &[Labels::Site, Labels::Lease, Labels::Period],
        dual_unit: "MUSD/block",
        violation: "{by} blocks of {lease} at {site} more than on offer run in {period}",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for (i, offer) in site.leases.iter().enumerate() {
            let slot = b.sets.lease_slots.at(r.index(), i);
            for t in 0..b.sets.periods {
                // A single signing is bounded by its column, unless an option widens that bound.
                let many = if offer.terms.option.is_some() { 0 } else { 1 };
                if columns.running(r, i, offer, t).count() > many {
                    for signed in columns.running(r, i, offer, t) {
                        b.term(signed, 1.0);
                    }
                    for from in last(offer.term, t) {
                        b.term(columns.lease_exercise(r, i, from), -1.0);
                    }
                    let most = f64::from(offer.max_blocks);
                    b.at_most(b.rows(0), key([r.index(), slot, t]), most);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{Period, Scenario, Volume};

    /// No halls at all; alpha leases blocks of 10 MW, 25 big each.
    fn leased(term: u16) -> Scenario {
        let mut scenario = testing::base();
        scenario.sites[0].halls.clear();
        scenario.sites[1].halls.clear();
        scenario.sites[0].leases = vec![testing::lease("colo", term)];
        scenario.chips.remove(0);
        scenario.demand.truncate(1);
        scenario.demand[0].volume = vec![Volume(125.0), Volume(250.0), Volume(250.0)];
        scenario
    }

    #[test]
    fn a_lease_is_paid_for_its_term_and_escalates() {
        let mut scenario = leased(3);
        // 10 MUSD a year for the first block, 20 for both later; 50 big.
        assert_optimum(&scenario, 10.0 + 20.0 + 20.0 + 150.0);
        scenario.sites[0].leases[0].escalator = 0.1;
        // The first block 10, 11, 12.1; the second, signed a year later, 10, 11.
        assert_optimum(&scenario, 33.1 + 21.0 + 150.0);
    }

    #[test]
    fn no_more_blocks_run_than_are_on_offer() {
        let mut scenario = leased(2);
        scenario.sites[0].leases[0].max_blocks = 1;
        // One block a year: 125 units short in the second and third.
        assert_optimum(&scenario, 30.0 + 75.0 + 2.0 * 125.0 * 50.0);
        scenario.sites[0].leases[0].earliest = Period(2);
        assert_optimum(&scenario, 10.0 + 75.0 + (125.0 + 250.0 + 125.0) * 50.0);
    }
}
