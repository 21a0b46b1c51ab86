//! The fleet fits the finished halls and the leases: power, racks and cooling.
//!
//! ```text
//! hall_power[r,U,t]   sum_{c: F_c in U} P_c fleet[c,r,t]     <= sum_{h in U} it_h finished[r,h,t] + sum_{b in U} it_b active[r,b,t]
//! hall_space[r,U,t]   sum_{c: F_c in U} racks_c fleet[c,r,t] <= sum_{h in U} racks_h finished[r,h,t] + sum_{b in U} racks_b active[r,b,t]
//! ```
//!
//! for every class `U`, a union of the fit sets `F_c` of the chips (`fit.rs`: cooling and rack density), that is
//! spanned by chips which can be there in t. `P` is nameplate times diversity, `it` the hall's IT power after the
//! site's derating, `finished[t]` = existing + halls[t - build periods].
//! Source: `model.md` family 4; Hall's theorem for the classes.

use crate::model::bounds::{hall_power, load};
use crate::model::columns::{Labels, key};
use crate::model::fit::{Class, inside};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "hall_capacity",
    title: "power, racks and cooling of halls",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "hall_power",
            labels: &[Labels::Site, Labels::Class, Labels::Period],
            dual_unit: "MUSD/MW",
            violation: "chips at {site} that need {class} halls draw {by} MW more than these can feed in {period}",
        },
        RowInfo {
            name: "hall_space",
            labels: &[Labels::Site, Labels::Class, Labels::Period],
            dual_unit: "MUSD/rack",
            violation: "chips at {site} that need {class} halls take {by} racks more than these have in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let sets = b.sets;
    for r in SiteId::all(sets.scenario.sites.len()) {
        for class in &sets.fit.classes[r.index()] {
            let members: Vec<ChipId> = ChipId::all(sets.scenario.chips.len())
                .zip(&sets.fit.chip[r.index()])
                .filter(|(_, set)| !set.is_empty() && inside(set, &class.options))
                .map(|(c, _)| c)
                .collect();
            for t in 0..sets.periods {
                if spanned(b, r, class, &members, t) {
                    rows(b, r, class, &members, t);
                }
            }
        }
    }
}

/// Whether the members present in `t` need all options of the class; otherwise a smaller class says more.
fn spanned(b: &Build<'_, '_>, r: SiteId, class: &Class, members: &[ChipId], t: usize) -> bool {
    let fit = &b.sets.fit.chip[r.index()];
    class.options.iter().all(|option| {
        members
            .iter()
            .any(|&c| b.columns.fleet(c, r, t).is_some() && fit[c.index()].contains(option))
    })
}

fn rows(b: &mut Build<'_, '_>, r: SiteId, class: &Class, members: &[ChipId], t: usize) {
    let (s, columns) = (b.scenario(), b.columns);
    let site = &s.sites[r.index()];
    let key = key([r.index(), class.label as usize, t]);
    let has_racks = members.iter().any(|c| s.chips[c.index()].racks > 0.0);
    for (kind, racks) in [(0, false), (1, true)] {
        if racks && !has_racks {
            continue;
        }
        let mut existing = 0.0;
        let halls = class
            .options
            .iter()
            .map(|&option| option as usize)
            .filter(|&i| i < site.halls.len());
        for i in halls {
            let hall = &site.halls[i];
            let one = if racks {
                s.halls[hall.design.index()].racks
            } else {
                hall_power(s, site, i)
            };
            existing += one * hall.standing(t);
            for (halls, sign) in columns.in_use(site, r, i, t) {
                b.term(halls, -sign * one);
            }
        }
        let first_lease = class
            .options
            .partition_point(|&option| (option as usize) < site.halls.len());
        for &option in &class.options[first_lease..] {
            let i = option as usize - site.halls.len();
            let offer = &site.leases[i];
            let one = if racks {
                offer.racks
            } else {
                offer.it_power.value()
            };
            for signed in columns.running(r, i, offer, t) {
                b.term(signed, -one);
            }
        }
        for &c in members {
            let chip = &s.chips[c.index()];
            b.term(
                columns.fleet(c, r, t),
                if racks { chip.racks } else { load(chip) },
            );
        }
        b.at_most(b.rows(kind), key, existing);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{Accepts, Cooling, Megawatts, Scenario, SiteHall, Volume};

    /// Only alpha with its one air hall of 10 MW and 100 racks, demand for `volume`.
    fn one_hall(volume: f64) -> Scenario {
        let mut scenario = testing::base();
        scenario.sites[0].halls[0].max = Some(1);
        scenario.sites[1].halls[0].max = Some(0);
        scenario.demand.truncate(1);
        scenario.demand[0].volume = vec![Volume(volume); 3];
        scenario
    }

    #[test]
    fn power_binds_dense_chips_and_racks_bind_light_ones() {
        // 25 big fill 10 MW and 50 racks.
        let mut scenario = one_hall(125.0);
        assert_optimum(&scenario, 75.0);
        // Half of the power lost to the climate: 12 big in 4.8 MW, 2 small in the other 0.2 MW.
        scenario.sites[0].derating = 0.5;
        assert_optimum(&scenario, 36.0 + 2.0 + 63.0 * 3.0 * 50.0);
        // 100 small fill 100 racks with all their 10 MW.
        let mut scenario = one_hall(125.0);
        scenario.chips.remove(1);
        assert_optimum(&scenario, 100.0 + 25.0 * 3.0 * 50.0);
        scenario.halls[0].racks = 60.0;
        assert_optimum(&scenario, 60.0 + 65.0 * 3.0 * 50.0);
    }

    #[test]
    fn liquid_chips_need_a_liquid_hall_and_air_halls_do_not_help_them() {
        let mut scenario = one_hall(100.0);
        scenario.halls.push(testing::hall("wet", false, true));
        scenario.chips[1].cooling = Cooling::Liquid;
        // No liquid hall: 100 small.
        assert_optimum(&scenario, 100.0);
        scenario.sites[0].halls.push(SiteHall {
            max: Some(1),
            ..testing::site_hall(1)
        });
        // A liquid hall for 20 and 20 big for 60 are cheaper.
        assert_optimum(&scenario, 80.0);
        // Chips of both kinds in both halls: 100 small + 25 big.
        scenario.demand[0].volume = vec![Volume(225.0); 3];
        assert_optimum(&scenario, 20.0 + 75.0 + 100.0);
    }

    #[test]
    fn a_chip_sold_in_both_forms_shares_the_halls_of_both() {
        let mut scenario = one_hall(175.0);
        scenario.halls[0].it_power = Megawatts(10.0);
        scenario.halls[0].accepts = Accepts {
            air: true,
            liquid: false,
        };
        scenario.halls.push(testing::hall("wet", false, true));
        scenario.sites[0].halls.push(SiteHall {
            max: Some(1),
            ..testing::site_hall(1)
        });
        scenario.chips[1].cooling = Cooling::Either;
        // 35 big take 14 MW of 20 MW.
        assert_optimum(&scenario, 20.0 + 105.0);
    }
}
