//! Units in service: deployed ones for their life, existing ones until their end or their retirement.
//!
//! ```text
//! fleet_balance[c,r,t]   fleet[t] - fleet[t-1] = deploy[t] - deploy[t-life]
//!                            - sum_{e: t < end_e} retire[e,t] - sum_{e: t = end_e} (units_e - sum_tau retire[e,tau])
//! cohort_retire[e]       sum_t retire[e,t] <= units_e
//! ```
//!
//! with `fleet[-1]` the units of all cohorts `e` of the chip at the site. Summed up this is
//!
//! ```text
//! fleet[t] = sum_{t-life < tau <= t} deploy[tau] + sum_{e: t < end_e} (units_e - sum_{tau <= t} retire[e,tau])
//! ```
//!
//! written with few nonzeros. Source: vintage balance, `model.md` family 7.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, CohortId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "fleet_balance",
    title: "units in service by age",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "fleet_balance",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "units of {chip} in service at {site} in {period} differ by {by} from those deployed",
        },
        RowInfo {
            name: "cohort_retire",
            labels: &[Labels::Cohort],
            dual_unit: "MUSD/unit",
            violation: "{by} units more are retired from {cohort} than there are",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns, periods) = (b.scenario(), b.columns, b.sets.periods);
    let mut cohorts: Vec<CohortId> = CohortId::all(s.cohorts.len())
        .filter(|e| s.cohorts[e.index()].ends > 0)
        .collect();
    let place = |e: &CohortId| (s.cohorts[e.index()].chip, s.cohorts[e.index()].site);
    cohorts.sort_by_key(place);
    let chips = ChipId::all(s.chips.len()).zip(&s.chips);
    for (c, chip) in chips.filter(|(_, chip)| !chip.by_vintage()) {
        for r in SiteId::all(s.sites.len()) {
            let first = cohorts.partition_point(|e| place(e) < (c, r));
            let here = &cohorts[first..cohorts.partition_point(|e| place(e) <= (c, r))];
            for t in 0..periods {
                let Some(fleet) = columns.fleet(c, r, t) else {
                    continue;
                };
                let life = chip.life.max(1) as usize;
                let mut constant = 0.0;
                b.term(t.checked_sub(life).and_then(|old| columns.deploy(c, r, old)), 1.0);
                b.term(columns.deploy(c, r, t), -1.0);
                for &e in here {
                    let cohort = &s.cohorts[e.index()];
                    let (units, ends) = (f64::from(cohort.units), cohort.ends as usize);
                    if t == 0 {
                        constant += units;
                    }
                    if t < ends {
                        b.term(columns.retire(e, t), 1.0);
                    } else if t == ends {
                        constant -= units;
                        for retired in 0..t {
                            b.term(columns.retire(e, retired), -1.0);
                        }
                    }
                }
                b.term(
                    t.checked_sub(1).and_then(|before| columns.fleet(c, r, before)),
                    -1.0,
                );
                b.term(fleet, 1.0);
                b.equal(b.rows(0), key([c.index(), r.index(), t]), constant);
            }
        }
    }
    for e in CohortId::all(s.cohorts.len()) {
        let cohort = &s.cohorts[e.index()];
        let ends = (cohort.ends as usize).min(periods);
        // In a single period the bound of the column says it.
        if ends > 1 && !s.chips[cohort.chip.index()].by_vintage() {
            for t in 0..ends {
                b.term(columns.retire(e, t), 1.0);
            }
            b.at_most(b.rows(1), key([e.index()]), f64::from(cohort.units));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, only_big};
    use crate::scenario::{ChipId, Cohort, MillionUsd, MillionUsdPerYear, SiteId};

    fn cohort(units: u32, ends: u16) -> Cohort {
        Cohort {
            site: SiteId(0),
            chip: ChipId(0),
            units,
            age: 1,
            ends,
        }
    }

    #[test]
    fn units_are_replaced_at_the_end_of_their_life() {
        let mut scenario = only_big();
        scenario.chips[0].life = 2;
        assert_optimum(&scenario, 18.0 + 18.0);
        scenario.chips[0].life = 1;
        assert_optimum(&scenario, 3.0 * 18.0);
    }

    #[test]
    fn existing_units_serve_until_their_end() {
        let mut scenario = only_big();
        // 4 of 6 are there for two years, 1 more for one year.
        scenario.cohorts = vec![cohort(4, 2), cohort(1, 1)];
        // 1 bought at once, 1 in the second year, 4 in the third.
        assert_optimum(&scenario, 18.0);
        scenario.chips[0].price = vec![MillionUsd(3.0), MillionUsd(3.0), MillionUsd(30.0)];
        // The six of the third year are bought while cheap.
        assert_optimum(&scenario, 18.0);
        scenario.cohorts = vec![cohort(6, 3)];
        assert_optimum(&scenario, 0.0);
    }

    #[test]
    fn existing_units_are_retired_when_they_cost_more_than_they_bring() {
        let mut scenario = only_big();
        scenario.chips[0].maintenance = MillionUsdPerYear(1.0);
        scenario.cohorts = vec![cohort(10, 3)];
        // Six are needed for three years, four are retired at once.
        assert_optimum(&scenario, 18.0);
        // An early end is no reason to keep the others.
        scenario.cohorts = vec![cohort(6, 3), cohort(4, 2)];
        assert_optimum(&scenario, 18.0);
    }
}
