//! Power charged by use: what is booked of a tranche, at least the share that must be paid.
//!
//! ```text
//! booked_most[r,g,t]    booked[r,g,t] <= cap_g usable[r,g,t]
//! booked_least[r,g,t]   booked[r,g,t] >= share_g cap_g usable[r,g,t]
//! ```
//!
//! for tranches whose take-or-pay share is below 100 %. `usable` is the part of the tranche that its ramp lets flow,
//! a sum over `connect`. `booked` stands for the tranche in `grid_power` (after the reserve margin), so that its least
//! cost is the charge on the greater of what is drawn and what must be paid.
//! Source: `model.md` family 3.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "take_or_pay",
    title: "power charged by use",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "booked_most",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/MW",
            violation: "{by} MW more are booked of {tranche} at {site} than it gives in {period}",
        },
        RowInfo {
            name: "booked_least",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/MW",
            violation: "{by} MW less are paid of {tranche} at {site} than agreed in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for (g, tranche) in site.tranches.iter().enumerate() {
            let Some(floor) = tranche.terms.floor() else {
                continue;
            };
            let key_of = |t| key([r.index(), b.sets.tranche_slots.at(r.index(), g), t]);
            for t in 0..b.sets.periods {
                let Some(booked) = columns.booked(r, g, t) else {
                    continue;
                };
                let capacity = tranche.capacity.value();
                for (col, share) in columns.usable(r, g, tranche, t) {
                    b.term(col, -capacity * share);
                }
                b.term(booked, 1.0);
                b.at_most(b.rows(0), key_of(t), 0.0);
                if floor > 0.0 {
                    for (col, share) in columns.usable(r, g, tranche, t) {
                        b.term(col, -floor * capacity * share);
                    }
                    b.term(booked, 1.0);
                    b.at_least(b.rows(1), key_of(t), 0.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, only_big};
    use crate::scenario::{Megawatts, MillionUsd, MillionUsdPerMwYear, Period, Scenario};

    /// Six big of 0.4 MW for 30 units; 1.4 MW from the grid, a tranche of 4 MW at 1 MUSD/MW/year.
    fn charged(floor: Option<f64>, ramp: &[f64]) -> Scenario {
        let mut s = only_big();
        s.sites[1].halls[0].max = Some(0);
        s.sites[0].power = vec![Megawatts(1.4); 3];
        let mut tranche = testing::tranche("t1", 4.0, 0);
        tranche.charge = MillionUsdPerMwYear(1.0);
        tranche.terms.take_or_pay = floor;
        tranche.terms.ramp = ramp.to_vec();
        s.sites[0].tranches = vec![tranche];
        s
    }

    #[test]
    fn the_charge_is_on_use_or_on_the_agreed_share() {
        assert_optimum(&charged(None, &[]), 18.0 + 3.0 * 4.0);
        // 1 MW is drawn, half of 4 MW must be paid.
        assert_optimum(&charged(Some(0.5), &[]), 18.0 + 3.0 * 2.0);
        assert_optimum(&charged(Some(0.1), &[]), 18.0 + 3.0 * 1.0);
        // 10 % of all power in reserve: (2.4 - 0.9 x 1.4) / 0.9 MW have to be booked.
        let mut s = charged(Some(0.1), &[]);
        s.sites[0].reserve_margin = 0.1;
        assert_optimum(&s, 18.0 + 3.0 * (2.4 / 0.9 - 1.4));
    }

    #[test]
    fn a_ramp_gives_power_step_by_step() {
        // 0.4, 0.8, then 4 MW: 4, 5 and 6 units work and draw 0.2, 0.6 and 1 MW of it.
        let s = charged(Some(0.0), &[0.1, 0.2]);
        assert_optimum(&s, 18.0 + 0.2 + 0.6 + 1.0 + (10.0 + 5.0) * 50.0);
        // Charged in full, the ramp is charged for what it gives.
        let s = charged(None, &[0.1, 0.2]);
        assert_optimum(&s, 18.0 + 0.4 + 0.8 + 4.0 + (10.0 + 5.0) * 50.0);
    }

    #[test]
    fn what_was_ordered_before_the_horizon_is_charged_but_not_paid_again() {
        let mut s = charged(Some(0.5), &[]);
        s.sites[0].tranches[0].deposit = MillionUsd(9.0);
        s.sites[0].tranches[0].terms.energised = Some(Period(1));
        // Power and charge from the second year on, no deposit; 3 units in the first year.
        assert_optimum(&s, 18.0 + 2.0 * 2.0 + 15.0 * 50.0);
    }

    #[test]
    fn a_deposit_comes_back_at_energisation_and_a_commitment_is_kept() {
        let mut s = charged(Some(0.0), &[]);
        let tranche = &mut s.sites[0].tranches[0];
        tranche.deposit = MillionUsd(9.0);
        tranche.lead_periods = 1;
        tranche.terms.refund = 0.5;
        tranche.terms.cost = MillionUsd(1.0);
        assert_optimum(&s, 18.0 + 9.0 + 1.0 - 4.5 + 2.0 + 15.0 * 50.0);
        // Nothing to serve, but the commitment stands: deposit and cost, the refund comes within the horizon.
        s.demand.clear();
        s.sites[0].tranches[0].terms.committed = Some(Period(1));
        assert_optimum(&s, 9.0 + 1.0 - 4.5);
    }
}
