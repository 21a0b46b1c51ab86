//! Units in service by vintage, for chips that age, may retire early or may move.
//!
//! ```text
//! fleet_life[c,r,v,t]    vintage[r,v,t] = vintage[r,v,t-1] + move_in[r,v,t] - retire_vintage[r,v,t]
//! fleet_sum[c,r,t]       fleet[c,r,t] = sum_v vintage[c,r,v,t]
//! ```
//!
//! for v < t < v + life, with `vintage[v,v]` the units deployed in `v` and `vintage[v,-1]` those that stood there
//! before the horizon. The first row is `<=` where units can leave for other sites (family `fleet_moves` counts
//! them) and where retirement is neither paid for nor charged: what is not there any more has retired. Data by age
//! `t - v` are coefficients of `vintage`. Source: vintage balance, `model.md` family 7.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::vintages::{Group, Strand};
use crate::scenario::{ChipId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "fleet_life",
    title: "units that age, retire early or move, by vintage",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "fleet_life",
            labels: &[Labels::Chip, Labels::Site, Labels::Vintage, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} of {vintage} more are in service at {site} in {period} than stayed or arrived",
        },
        RowInfo {
            name: "fleet_sum",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "units of {chip} in service at {site} in {period} differ by {by} from those of all vintages",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    let vintages = columns.vintages();
    for group in vintages.sets.groups() {
        for strand in vintages.sets.strands(group) {
            for t in strand.from..group.until {
                balance(b, group, strand, t);
            }
        }
    }
    for (c, _) in ChipId::all(s.chips.len())
        .zip(&s.chips)
        .filter(|(_, chip)| chip.by_vintage())
    {
        for r in SiteId::all(s.sites.len()) {
            for t in 0..b.sets.periods {
                let Some(fleet) = columns.fleet(c, r, t) else {
                    continue;
                };
                b.term(fleet, 1.0);
                for (units, ..) in columns.by_vintage(c, r, t) {
                    b.term(units, -1.0);
                }
                b.equal(b.rows(1), key([c.index(), r.index(), t]), 0.0);
            }
        }
    }
}

fn balance(b: &mut Build<'_, '_>, group: &Group, strand: &Strand, t: usize) {
    let vintages = b.columns.vintages();
    let (c, r) = (group.chip, strand.site);
    if strand.origin && group.vintage >= 0 && t == group.from {
        return; // deployed in this period
    }
    let existing = b.terms_of_change(group, strand, t);
    let at = key([c.index(), r.index(), vintages.sets.label(group.vintage), t]);
    let chip = &b.scenario().chips[c.index()];
    if group.retirement_is_free(chip) || b.may_leave(group, strand, t) {
        b.at_most(b.rows(0), at, existing);
    } else {
        b.equal(b.rows(0), at, existing);
    }
}

impl Build<'_, '_> {
    /// Adds the terms `vintage[t] - vintage[t-1] - move_in[t] + retire_vintage[t]` of a strand to the open row: minus
    /// the units that left for elsewhere. Returns the constant that stands for `vintage[-1]`.
    pub(super) fn terms_of_change(&mut self, group: &Group, strand: &Strand, t: usize) -> f64 {
        let vintages = self.columns.vintages();
        let before = t
            .checked_sub(1)
            .and_then(|before| vintages.units(group, strand, before));
        self.term(before, -1.0);
        self.term(vintages.units(group, strand, t), 1.0);
        self.term(vintages.move_in(group, strand, t), -1.0);
        self.term(vintages.retire(group, strand, t), 1.0);
        if t == 0 { strand.existing } else { 0.0 }
    }

    /// Whether units of a strand can leave for another site at the start of `t`.
    pub(super) fn may_leave(&self, group: &Group, strand: &Strand, t: usize) -> bool {
        self.sets.permissions.may_leave(group.chip, strand.site, t) && self.moves_start(group, t)
    }

    /// Whether units of a group can be on their way from the start of `t`.
    pub(super) fn moves_start(&self, group: &Group, t: usize) -> bool {
        let vintages = self.columns.vintages();
        let mut strands = vintages.sets.strands(group).iter();
        vintages.move_out(group, t).is_some()
            || strands.any(|strand| {
                let moves = self.scenario().chips[group.chip.index()].ageing.moves;
                moves.is_some_and(|moves| !moves.counts_departures())
                    && vintages.move_in(group, strand, t).is_some()
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, assert_optimum_of, max_profit, only_big};
    use crate::scenario::*;

    fn cohort(units: u32, age: u16) -> Cohort {
        Cohort {
            site: SiteId(0),
            chip: ChipId(0),
            units,
            age,
            ends: 3 - age.min(3),
        }
    }

    #[test]
    fn maintenance_by_age_is_weighed_against_a_new_unit() {
        let mut scenario = only_big();
        // Six units for three years: kept they cost 0 + 1 + 5 each to maintain, 54 with their purchase.
        scenario.chips[0].ageing.maintenance = [0.0, 1.0, 5.0].map(MillionUsdPerYear).to_vec();
        assert_optimum(&scenario, 18.0 + 36.0);
        // Replaced after two years: 18 + 6 and 18.
        scenario.chips[0].ageing.early_retirement = true;
        assert_optimum(&scenario, 18.0 + 6.0 + 18.0);
        // Half of what is not depreciated (a third of 3 MUSD) is charged: 3 more. Still better than 30 to maintain.
        scenario.chips[0].ageing.write_off = 0.5;
        assert_optimum(&scenario, 18.0 + 6.0 + 18.0 + 3.0);
        // Sold for 20 % of 3 MUSD after two years.
        scenario.chips[0].ageing.resale = vec![0.0, 0.2];
        assert_optimum(&scenario, 18.0 + 6.0 + 18.0 + 3.0 - 3.6);
    }

    #[test]
    fn units_fail_and_draw_more_with_age() {
        let mut scenario = only_big();
        // 30 of demand over units of 5: 6 at once; in the second year each works half the time.
        scenario.chips[0].ageing.availability = vec![1.0, 0.5];
        scenario.chips[0].life = 2;
        // 6 new, then 3 more for the lost half; then 1.5 of those and 6 ended: 5 new (whole) for 28.5.
        scenario.demand[0].volume[2] = Volume(0.0);
        scenario.demand[1].volume[2] = Volume(0.0);
        assert_optimum(&scenario, 3.0 * 9.0);
        scenario.chips[0].ageing = Ageing {
            energy: vec![1.0, 1.5],
            ..Ageing::default()
        };
        // 6 x 0.4 MW x 8760 h x 100 USD/MWh = 2.1024 MUSD in the first year, half as much again in the second.
        scenario.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
        scenario.sites[0].power = vec![Megawatts(40.0); 3];
        scenario.sites.truncate(1);
        scenario
            .markets
            .iter_mut()
            .for_each(|market| market.latency.truncate(1));
        scenario
            .demand
            .iter_mut()
            .for_each(|line| line.serve_cost.truncate(1));
        assert_optimum(&scenario, 18.0 + 2.1024 * 2.5);
    }

    #[test]
    fn units_are_sold_at_the_end_of_their_life_and_existing_ones_may_retire() {
        let mut scenario = only_big();
        scenario.chips[0].life = 2;
        // After two years 10 % of 3 MUSD: six units bought at once are sold in the third year.
        scenario.chips[0].ageing.resale = vec![0.5, 0.1];
        assert_optimum(&scenario, 18.0 + 18.0 - 1.8);
        // Eight stand there after one year of service: two are sold at once for half the price, six a year later.
        scenario.cohorts = vec![cohort(8, 1)];
        scenario.cohorts[0].ends = 1;
        assert_optimum(&scenario, 18.0 - 3.0 - 1.8);
        assert_optimum_of(&scenario, &max_profit(), 18.0 - 3.0 - 1.8);
    }

    #[test]
    fn only_units_still_there_are_worth_something_at_the_end() {
        let mut scenario = only_big();
        scenario.chips[0].life = 4;
        scenario.finance.terminal.chips = 0.8;
        // Six for 18, kept: a quarter of their life is left, 80 % of 4.5 MUSD.
        scenario.chips[0].ageing.early_retirement = true;
        assert_optimum(&scenario, 18.0 - 3.6);
        // Demand ends after two years: sold then for 40 %, they are worth nothing at the end.
        scenario
            .demand
            .iter_mut()
            .for_each(|line| line.volume[2] = Volume(0.0));
        scenario.chips[0].ageing.resale = vec![0.5, 0.4, 0.0];
        assert_optimum(&scenario, 18.0 - 7.2);
    }
}
