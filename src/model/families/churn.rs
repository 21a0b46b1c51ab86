//! Customers who are not served leave.
//!
//! ```text
//! churn_loss[d,t]   lost[d,t] / D[d,t] = (1 - b)^(t-u-1) ((1 - b - a) lost[d,u] + a sum_h w_h unmet[d,u,h]) / D[d,u]
//! churn[d,t,h,s]    unmet[d,t,h] >= f[d,h] lost[d,t]
//! ```
//!
//! `u` is the last period before `t` with demand, `a` the share of those unmet and not lost before who leave (`leave`),
//! `b` the share of the lost who come back in a period, `w` the share of the year of a block of hours, `f` the line's
//! profile. What is lost is unmet and pays the penalty, so that losing customers never pays.
//! Source: share of customers retained as a linear recursion (Dwyer 1997, customer migration); own form.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::DemandId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "churn",
    title: "customers who are not served leave",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "churn_loss",
            labels: &[Labels::Demand, Labels::Period],
            dual_unit: "MUSD/volume",
            violation: "the volume of {demand} lost before {period} is off what was unmet by {by}",
        },
        RowInfo {
            name: "churn",
            labels: &[Labels::Demand, Labels::Period, Labels::Hour, Labels::Scenario],
            dual_unit: "MUSD/volume",
            violation: "{by} of {demand} is served in {period} ({hour}) to customers who have left ({scenario})",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        let Some(churn) = line.side.churn else { continue };
        let mut before = None;
        for (t, volume) in line.volume.iter().enumerate().filter(|(_, v)| v.value() > 0.0) {
            let Some((u, base)) = before.replace((t, *volume)) else {
                continue;
            };
            let lost = columns.demand_side.lost(d, t);
            let kept = (1.0 - churn.back).powi((t - u - 1) as i32) * (*volume / base);
            b.term(lost, 1.0);
            b.term(
                columns.demand_side.lost(d, u),
                -kept * (1.0 - churn.back - churn.leave),
            );
            for h in s.hours.blocks() {
                b.term(columns.unmet(d, u, h), -kept * churn.leave * s.hours.share[h]);
            }
            b.equal(b.rows(0), key([d.index(), t]), 0.0);
            for h in s.hours.blocks().filter(|&h| line.profile.factor(h) > 0.0) {
                b.term(lost, -line.profile.factor(h));
                b.term(columns.unmet(d, t, h), 1.0);
                b.at_least(b.rows(1), key([d.index(), t, h]), 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{
        Churn, HourBlocks, MillionUsd, MillionUsdPerUnitYear as Price, Profile, Rent, Scenario, Volume,
    };

    /// Ten units, at 50 a unit and year unmet; chips too dear in the first year, bought-in capacity at 60 then and 1
    /// later.
    fn scenario(leave: f64, back: f64) -> Scenario {
        let mut s = testing::only_big();
        s.demand.truncate(1);
        s.chips[0].price = vec![MillionUsd(1e4); 3];
        s.demand[0].rent = Some(Rent {
            price: vec![Price(60.0), Price(1.0), Price(1.0)],
            at_most: None,
        });
        s.demand[0].side.churn = Some(Churn { leave, back });
        s
    }

    #[test]
    fn those_who_leave_stay_unmet_and_penalised() {
        // Without churn nothing is served in the first year: 500, then 10 a year.
        assert_optimum(&scenario(0.0, 0.0), 520.0);
        // A tenth leaves: 1 unmet at 50 and 9 at 1 in both years after; serving the first year would cost 100 more
        // and save 98.
        assert_optimum(&scenario(0.1, 0.0), 500.0 + 2.0 * 59.0);
        // Three tenths would cost 3 x 49 x 2 = 294 to lose, so the first year is served at 600.
        assert_optimum(&scenario(0.3, 0.0), 620.0);
        // Of the tenth lost half is back after a year: one unit unmet, then half a unit.
        assert_optimum(&scenario(0.1, 0.5), 500.0 + 59.0 + 10.0 + 0.5 * 49.0);
    }

    #[test]
    fn shares_carry_over_growth_gaps_and_hours() {
        let mut s = scenario(0.1, 0.5);
        // Nothing is wanted in the second year, twice as much in the third: of the tenth lost half is back.
        s.demand[0].volume = vec![Volume(10.0), Volume(0.0), Volume(20.0)];
        assert_optimum(&s, 500.0 + 20.0 + 49.0);
        // The same in two blocks of hours.
        s.hours = HourBlocks {
            labels: vec!["night".into(), "day".into()],
            share: vec![0.25, 0.75],
        };
        s.demand[0].profile = Profile(vec![0.4, 1.2]);
        assert_optimum(&s, 500.0 + 20.0 + 49.0);
    }
}
