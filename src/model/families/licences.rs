//! Licences that can be applied for: the application is a decision with a cost, a lag and a probability.
//!
//! ```text
//! licence_step[k,t]          licence[k,t-1] <= licence[k,t]
//! licence_cover[c,r,t]       sum_k under[k,c,r,t] = deploy[c,r,t]       where a licence is needed and none is granted
//!                            sum_k under[k,c,r,t] <= deploy[c,r,t]      where one is granted: the rest draws on the grant
//! licence_held[k,c,r,t]      under[k,c,r,t] <= M licence[k,t-lag_k]     licences without a quota, chips without TPP
//! application_quota[k,t]     sum_{tau <= t} TPP_c under[k,c,r,tau] <= p_k quota_k licence[k,t-lag_k]
//! ```
//!
//! `p` is the probability that the licence is granted: its expected quota is planned on. `M` is the most that can be
//! deployed. What may be lost if it is refused is charged to the objective (`cash/rules.rs`). Source: `model.md`
//! family 12.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::{selected, unit_tpp};
use crate::program::Col;
use crate::scenario::{Application, ChipId, RuleId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "licences",
    title: "licences that can be applied for",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "licence_step",
            labels: &[Labels::Rule, Labels::Period],
            dual_unit: "MUSD/licence",
            violation: "{rule} is given back in {period} (by {by} of a licence)",
        },
        RowInfo {
            name: "licence_cover",
            labels: &[Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} deployed at {site} in {period} are under no licence, or under too many",
        },
        RowInfo {
            name: "licence_held",
            labels: &[Labels::Rule, Labels::Chip, Labels::Site, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} are deployed at {site} in {period} before {rule} is in hand",
        },
        RowInfo {
            name: "application_quota",
            labels: &[Labels::Rule, Labels::Period],
            dual_unit: "MUSD/MTPP",
            violation: "deployments up to {period} exceed the expected quota of {rule} by {by} MTPP",
        },
    ],
    build,
};

/// Most units under a licence in one cell where nothing else bounds them.
const MOST_UNITS: f64 = 1e6;

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (k, rule, application) in s.applications() {
        step(b, k);
        let cells = selected(s, rule);
        held(b, k, application, &cells);
        quota(b, k, application, &cells);
    }
    if s.applications().next().is_some() {
        cover(b);
    }
}

fn step(b: &mut Build<'_, '_>, k: RuleId) {
    for t in 1..b.sets.periods {
        let at = |t| b.columns.licences.licence(k, t);
        if let (Some(before), Some(now)) = (at(t - 1), at(t))
            && before != now
        {
            b.term(before, 1.0);
            b.term(now, -1.0);
            b.at_most(b.rows(0), key([k.index(), t]), 0.0);
        }
    }
}

fn cover(b: &mut Build<'_, '_>) {
    let (s, sets, columns) = (b.scenario(), b.sets, b.columns);
    for c in ChipId::all(s.chips.len()) {
        for r in SiteId::all(s.sites.len()) {
            for t in 0..sets.periods {
                let under = RuleId::all(s.rules.len()).filter_map(|k| columns.licences.under(k, c, r, t));
                let under: Vec<Col> = under.collect();
                if under.is_empty() {
                    continue;
                }
                b.term(columns.deploy(c, r, t), -1.0);
                under.into_iter().for_each(|col| b.term(col, 1.0));
                let at = key([c.index(), r.index(), t]);
                if sets.permissions.granted(c, r, t) {
                    b.at_most(b.rows(1), at, 0.0);
                } else {
                    b.equal(b.rows(1), at, 0.0);
                }
            }
        }
    }
}

fn held(b: &mut Build<'_, '_>, k: RuleId, application: &Application, cells: &[(ChipId, SiteId)]) {
    for &(c, r) in cells {
        let counted = application.quota.is_some() && unit_tpp(&b.scenario().chips[c.index()]) > 0.0;
        for t in (0..b.sets.periods).filter(|_| !counted) {
            if let Some(under) = b.columns.licences.under(k, c, r, t) {
                let most = b.sets.deploy_bound(c, r, t).min(MOST_UNITS);
                b.term(b.columns.licences.in_hand(k, application.lag, t), -most);
                b.term(under, 1.0);
                b.at_most(b.rows(2), key([k.index(), c.index(), r.index(), t]), 0.0);
            }
        }
    }
}

fn quota(b: &mut Build<'_, '_>, k: RuleId, application: &Application, cells: &[(ChipId, SiteId)]) {
    let Some(quota) = application
        .expected_quota()
        .filter(|quota| quota.value().is_finite())
    else {
        return;
    };
    let mut drawn: Vec<(Col, f64)> = Vec::new();
    let mut most = 0.0;
    for t in 0..b.sets.periods {
        let before = drawn.len();
        for &(c, r) in cells {
            if let Some(under) = b.columns.licences.under(k, c, r, t) {
                let tpp = unit_tpp(&b.scenario().chips[c.index()]);
                drawn.push((under, tpp));
                most += tpp * b.sets.deploy_bound(c, r, t);
            }
        }
        if drawn.len() > before {
            b.term(
                b.columns.licences.in_hand(k, application.lag, t),
                -quota.value().min(most),
            );
            drawn.iter().for_each(|&(col, tpp)| b.term(col, tpp));
            b.at_most(b.rows(3), key([k.index(), t]), 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, rule};
    use crate::scenario::{Application, ChipSelector, MegaTpp, MillionUsd, Rule, RuleEffect, Scenario};

    /// `big` (10,000 TPP, 5 for 3 MUSD) needs a licence; 30 units of demand take 6 big (18 MUSD) or 30 small (30).
    fn licensed(application: Application) -> Scenario {
        let strong = ChipSelector {
            tpp_at_least: Some(4800.0),
            ..ChipSelector::default()
        };
        let mut scenario = base();
        scenario.chips[1].tpp = 10_000.0;
        scenario.rules = [RuleEffect::Licence, RuleEffect::Application(application)]
            .into_iter()
            .zip(["asked", "applied"])
            .map(|(effect, id)| Rule {
                chips: strong.clone(),
                ..rule(id, effect)
            })
            .collect();
        scenario
    }

    fn application(cost: f64, quota: Option<f64>) -> Application {
        Application {
            cost: vec![MillionUsd(cost); 3],
            quota: quota.map(MegaTpp),
            probability: 1.0,
            ..Application::default()
        }
    }

    #[test]
    fn a_licence_is_applied_for_where_it_pays() {
        assert_optimum(&licensed(application(2.0, None)), 20.0);
        assert_optimum(&licensed(application(12.5, None)), 30.0);
        // Cheaper later, but then it is of no use.
        let mut scenario = licensed(application(12.5, None));
        if let RuleEffect::Application(application) = &mut scenario.rules[1].effect {
            application.cost[2] = MillionUsd(0.0);
        }
        assert_optimum(&scenario, 30.0);
    }

    #[test]
    fn the_expected_quota_is_planned_on_and_a_refusal_priced() {
        // 0.08 MTPP with 50 %: four big, 10 small.
        let even = |weight| Application {
            probability: 0.5,
            weight,
            ..application(1.0, Some(0.08))
        };
        assert_optimum(&licensed(even(0.0)), 1.0 + 12.0 + 10.0);
        // 20 % of the 12 MUSD are lost with 50 %.
        assert_optimum(&licensed(even(0.2)), 1.0 + 12.0 + 10.0 + 1.2);
    }

    #[test]
    fn it_comes_with_a_lag() {
        // In hand in the second year: 30 small serve from the first.
        let late = Application {
            lag: 1,
            ..application(0.0, None)
        };
        assert_optimum(&licensed(late.clone()), 30.0);
        // Without demand in the first year the big ones come in time.
        let mut scenario = licensed(late);
        for line in &mut scenario.demand {
            line.volume[0] = crate::scenario::Volume(0.0);
        }
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn deployments_are_shared_between_a_grant_and_licences() {
        // 0.02 MTPP granted and twice 0.02 to apply for at 1 and 4 MUSD: each two big, which save 10 - 6.
        let mut scenario = licensed(application(1.0, Some(0.02)));
        let quota = Some(MegaTpp(0.02));
        scenario.rules.push(rule("grant", RuleEffect::Grant { quota }));
        assert_optimum(&scenario, 12.0 + 1.0 + 10.0);
        let mut second = scenario.rules[1].clone();
        second.id = "second".into();
        second.effect = RuleEffect::Application(application(3.5, Some(0.02)));
        scenario.rules.push(second);
        assert_optimum(&scenario, 18.0 + 1.0 + 3.5);
    }
}
