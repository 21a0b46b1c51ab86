//! Volume ratios: what is brought of one selection may be at most a share of what is deployed of another.
//!
//! ```text
//! volume_ratio[k,t]    sum n_c (deploy[c,r,tau] + sum_v move_in[c,r,v,tau]) over the selection
//!                          <= share_k sum n_c deploy[c,r,tau] over the other
//! tpp_ratio[k,t]       the same with the TPP of a unit in millions for n_c
//! ```
//!
//! with `n` the chips of a unit, over the periods `tau` in which rule `k` is in force: period `t` alone, up to `t`, or
//! all of them (`t` is then the last one). What arrives by moves counts like what is deployed where it is limited, but not
//! where it is compared with: units that go round would make room for others. Source: `model.md` family 12; the case-by-case rule of January 2026 asks for
//! such a ratio (E8, E10).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::{binds, pairs, unit_tpp};
use crate::scenario::{Chip, RatioCount, RatioWindow, RuleEffect, RuleId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "volume_ratio",
    title: "ratios of what is brought to places",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "volume_ratio",
            labels: &[Labels::Rule, Labels::Period],
            dual_unit: "MUSD/chip",
            violation: "{by} chips too many are deployed or moved in by {period} for the share that {rule} allows",
        },
        RowInfo {
            name: "tpp_ratio",
            labels: &[Labels::Rule, Labels::Period],
            dual_unit: "MUSD/MTPP",
            violation: "{by} MTPP too many are deployed or moved in by {period} for the share that {rule} allows",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (k, rule) in RuleId::all(s.rules.len())
        .zip(&s.rules)
        .filter(|(_, rule)| binds(s, rule))
    {
        let RuleEffect::VolumeRatio {
            of_chips,
            of_places,
            at_most,
            count,
            each,
        } = &rule.effect
        else {
            continue;
        };
        let own = pairs(s, &rule.chips, &rule.places);
        let other = pairs(s, of_chips, of_places);
        let (kind, amount): (u8, fn(&Chip) -> f64) = match count {
            RatioCount::Chips => (0, |chip| f64::from(chip.chips_per_unit)),
            RatioCount::Tpp => (1, unit_tpp),
        };
        let active: Vec<usize> = (0..b.sets.periods).filter(|&t| rule.active[t]).collect();
        for (i, &t) in active.iter().enumerate() {
            let window = match each {
                RatioWindow::Period => &active[i..=i],
                RatioWindow::ToDate => &active[..=i],
                RatioWindow::Horizon if i + 1 == active.len() => &active[..],
                RatioWindow::Horizon => continue,
            };
            for &tau in window {
                for &(c, r) in &own {
                    for units in b.columns.brought(c, r, tau) {
                        b.term(Some(units), amount(&s.chips[c.index()]));
                    }
                }
                for &(c, r) in &other {
                    b.term(
                        b.columns.deploy(c, r, tau),
                        -at_most * amount(&s.chips[c.index()]),
                    );
                }
            }
            if !b.row_is_empty() {
                b.at_most(b.rows(kind), key([k.index(), t]), 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, rule};
    use crate::scenario::{
        ChipId, ChipSelector, PlaceSelector, RatioCount, RatioWindow, Rule, RuleEffect, Scenario, SiteId,
    };

    /// `big` carries 5 for 3 MUSD, `small` 1 for 1 MUSD; 30 units of demand take 6 big (18 MUSD). The number of big may
    /// be at most a share of the number of small.
    fn with_ratio(share: f64, count: RatioCount, each: RatioWindow) -> Scenario {
        let only = |c| ChipSelector {
            ids: Some(vec![ChipId(c)]),
            ..ChipSelector::default()
        };
        let ratio = RuleEffect::VolumeRatio {
            of_chips: only(0),
            of_places: PlaceSelector::default(),
            at_most: share,
            count,
            each,
        };
        let mut scenario = base();
        scenario.rules = vec![Rule {
            chips: only(1),
            ..rule("ratio", ratio)
        }];
        scenario
    }

    #[test]
    fn half_as_many_of_one_chip_as_of_another() {
        // 4 big and 10 small carry 30 for 22; 5 big would need 10 small as well, 3 big 15 small.
        let mut scenario = with_ratio(0.5, RatioCount::Chips, RatioWindow::ToDate);
        assert_optimum(&scenario, 22.0);
        // Eight chips to a unit of big: 1 big needs 16 small, which leaves 9 for them; 25 small and 1 big cost 28.
        scenario.chips[1].chips_per_unit = 8;
        assert_optimum(&scenario, 28.0);
    }

    #[test]
    fn tpp_counts_instead_of_chips() {
        // A big counts 3 of a small: share 150 % of the TPP is 50 % of the units.
        let mut scenario = with_ratio(1.5, RatioCount::Tpp, RatioWindow::Horizon);
        scenario.chips[1].tpp = 3000.0;
        assert_optimum(&scenario, 22.0);
    }

    #[test]
    fn a_period_looks_at_itself_and_the_running_total_back() {
        // Units last one year: 30 a year for three years. Small ones are for sale in the first year only.
        let scenario = |each| {
            let mut s = with_ratio(1.0, RatioCount::Chips, each);
            s.chips.iter_mut().for_each(|chip| chip.life = 1);
            s.chips[0].supply = Some(vec![100.0, 0.0, 0.0]);
            s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
            s
        };
        // Six big in the second and third year, b in the first: 12 + b small then. 3 big and 15 small carry 30.
        assert_optimum(&scenario(RatioWindow::ToDate), 60.0);
        assert_optimum(&scenario(RatioWindow::Horizon), 60.0);
        let mut alone = scenario(RatioWindow::Period);
        let solved = crate::model::testing::solve(&alone, &crate::model::testing::min_cost()).unwrap();
        assert_eq!(solved.1.status, crate::solver::Status::Infeasible);
        // In force in the first year only: 5 big and 5 small, then 6 a year.
        alone.rules[0].active = vec![true, false, false];
        assert_optimum(&alone, 20.0 + 36.0);
        alone.rules[0].places.sites = Some(vec![SiteId(1)]);
        assert_optimum(&alone, 54.0);
    }
}
