//! What dated rules allow: status of deployments, licence quotas, caps on installed compute, legal risk.
//!
//! A deployment that is denied, or needs a licence and has no grant, has no column (`rules.rs`). Rows:
//!
//! ```text
//! licence_quota[k]    sum TPP_c deploy[c,r,t] <= quota_k    over (c,r,t) selected by grant k, k in force, licence needed
//! compute_cap[k,t]    sum TPP_c fleet[c,r,t] <= cap_k       over (c,r) selected by k, all in service, k in force in t
//! risk_cap[k]         sum w_k price[c,t] (deploy[c,r,t] + sum_v move_in[c,r,v,t]) <= cap_k   selected by k, in force
//! ```
//!
//! with the TPP of a unit in millions (chips per unit x TPP x 1e-6). Rules are data with a source, never code; they
//! bind new deployments, a compute cap binds everything in service. Source: `model.md` family 12; TPP: ECCN 3A090.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::{binds, selected, unit_tpp};
use crate::scenario::{ChipId, Rule, RuleEffect, RuleId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "export_rules",
    title: "export rules, licences, compute caps and legal risk",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "licence_quota",
            labels: &[Labels::Rule],
            dual_unit: "MUSD/MTPP",
            violation: "deployments under {rule} exceed its quota by {by} MTPP",
        },
        RowInfo {
            name: "compute_cap",
            labels: &[Labels::Rule, Labels::Period],
            dual_unit: "MUSD/MTPP",
            violation: "compute in service exceeds the cap of {rule} by {by} MTPP in {period}",
        },
        RowInfo {
            name: "risk_cap",
            labels: &[Labels::Rule],
            dual_unit: "MUSD/MUSD",
            violation: "exposure under {rule} exceeds its cap by {by} MUSD",
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
        match rule.effect {
            RuleEffect::Grant { quota: Some(quota) } if quota.value().is_finite() => {
                let sets = b.sets;
                deployments(b, rule, |c, r, t| {
                    let needed = sets.permissions.licensed(c, r, t);
                    if needed {
                        unit_tpp(&s.chips[c.index()])
                    } else {
                        0.0
                    }
                });
                under_other_licences(b, rule);
                limit(b, 0, k, quota.value());
            }
            RuleEffect::ComputeCap { at_most } if at_most.value().is_finite() => {
                compute_cap(b, k, rule, at_most.value());
            }
            RuleEffect::Risk {
                weight,
                at_most: Some(at_most),
                ..
            } if at_most.value().is_finite() => {
                exposure(b, rule, weight);
                limit(b, 2, k, at_most.value());
            }
            _ => {}
        }
    }
}

/// Closes the open row as a limit over the whole horizon, if anything is limited.
fn limit(b: &mut Build<'_, '_>, kind: u8, k: RuleId, most: f64) {
    if !b.row_is_empty() {
        b.at_most(b.rows(kind), key([k.index()]), most);
    }
}

/// Adds the selected deployments while the rule is in force, each with its coefficient.
fn deployments(b: &mut Build<'_, '_>, rule: &Rule, coefficient: impl Fn(ChipId, SiteId, usize) -> f64) {
    for (c, r) in selected(b.scenario(), rule) {
        for (t, _) in rule.active.iter().enumerate().filter(|(_, active)| **active) {
            b.term(b.columns.deploy(c, r, t), coefficient(c, r, t));
        }
    }
}

/// Adds the exposure of what is deployed or moved in while the rule is in force.
fn exposure(b: &mut Build<'_, '_>, rule: &Rule, weight: f64) {
    let s = b.scenario();
    for (c, r) in selected(s, rule) {
        for (t, _) in rule.active.iter().enumerate().filter(|(_, active)| **active) {
            for units in b.columns.brought(c, r, t) {
                b.term(Some(units), weight * s.chips[c.index()].price[t].value());
            }
        }
    }
}

/// Takes off what is deployed under licences applied for: it draws on their quota instead.
fn under_other_licences(b: &mut Build<'_, '_>, grant: &Rule) {
    let s = b.scenario();
    let cells = selected(s, grant);
    for (k, _, _) in s.applications() {
        for &(c, r) in &cells {
            for t in (0..b.sets.periods).filter(|&t| grant.active[t]) {
                let tpp = unit_tpp(&s.chips[c.index()]);
                b.term(b.columns.licences.under(k, c, r, t), -tpp);
            }
        }
    }
}

fn compute_cap(b: &mut Build<'_, '_>, k: RuleId, rule: &Rule, cap: f64) {
    let s = b.scenario();
    let pairs = selected(s, rule);
    for (t, _) in rule.active.iter().enumerate().filter(|(_, active)| **active) {
        for &(c, r) in &pairs {
            b.term(b.columns.fleet(c, r, t), unit_tpp(&s.chips[c.index()]));
        }
        if !b.row_is_empty() {
            b.at_most(b.rows(1), key([k.index(), t]), cap);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, capex_budget, rule};
    use crate::scenario::{
        ChipId, ChipSelector, Cohort, MegaTpp, MillionUsd, PlaceSelector, Rule, RuleEffect, Scenario, SiteId,
        WorkloadId,
    };

    /// `small` has 1,000 TPP a unit, `big` 10,000; 30 units of demand take 30 small (30 MUSD) or 6 big (18 MUSD).
    fn two_chips() -> Scenario {
        let mut scenario = base();
        scenario.chips[1].tpp = 10_000.0;
        scenario
    }

    fn strong() -> ChipSelector {
        ChipSelector {
            tpp_at_least: Some(4800.0),
            ..ChipSelector::default()
        }
    }

    #[test]
    fn a_denied_chip_is_not_deployed_and_one_in_place_stays() {
        let mut scenario = two_chips();
        scenario.rules = vec![Rule {
            chips: strong(),
            ..rule("ban", RuleEffect::Denied)
        }];
        assert_optimum(&scenario, 30.0);
        scenario.cohorts = vec![Cohort {
            site: SiteId(0),
            chip: ChipId(1),
            units: 4,
            age: 1,
            ends: 3,
        }];
        // The four that are there carry 20.
        assert_optimum(&scenario, 10.0);
        // From the second year on only: 2 more big in the first.
        scenario.rules[0].active[0] = false;
        assert_optimum(&scenario, 6.0);
    }

    #[test]
    fn a_grant_lifts_the_licence_up_to_its_quota() {
        let mut scenario = two_chips();
        scenario.rules = vec![Rule {
            chips: strong(),
            ..rule("licence", RuleEffect::Licence)
        }];
        assert_optimum(&scenario, 30.0);
        // 0.04 MTPP are 4 big; 10 small for the rest.
        let quota = Some(MegaTpp(0.04));
        scenario.rules.push(rule("grant", RuleEffect::Grant { quota }));
        assert_optimum(&scenario, 12.0 + 10.0);
        // A grant for beta only is of no use at alpha.
        scenario.rules[1].places = PlaceSelector {
            sites: Some(vec![SiteId(1)]),
            ..PlaceSelector::default()
        };
        assert_optimum(&scenario, 30.0);
    }

    #[test]
    fn a_compute_cap_counts_everything_in_service() {
        let mut scenario = two_chips();
        // 0.045 MTPP: 2 big (0.02) and 20 small (0.02) carry 30; 3 big and 15 small would carry 30 with 0.045.
        let at_most = MegaTpp(0.045);
        scenario.rules = vec![rule("cap", RuleEffect::ComputeCap { at_most })];
        assert_optimum(&scenario, 9.0 + 15.0);
        scenario.rules[0].owners = Some(vec!["US".into()]);
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn a_duty_is_paid_on_deployment() {
        let mut scenario = two_chips();
        scenario.rules = vec![Rule {
            chips: strong(),
            ..rule("tariff", RuleEffect::Duty { share: 0.25 })
        }];
        // Six big at 3.75.
        assert_optimum(&scenario, 22.5);
        // At 100 % a big costs 6 for 5: thirty small are cheaper.
        scenario.rules[0].effect = RuleEffect::Duty { share: 1.0 };
        assert_optimum(&scenario, 30.0);
        // A budget of 22 a year counts the duty: 5 big and 3 small (21.75) in the first year, which leave 2 unmet,
        // and 2 small in the second.
        scenario.rules[0].effect = RuleEffect::Duty { share: 0.25 };
        scenario.budgets = vec![capex_budget(22.0)];
        assert_optimum(&scenario, 21.75 + 100.0 + 2.0);
    }

    #[test]
    fn what_chips_may_not_do_others_do() {
        let mut scenario = two_chips();
        let ban = RuleEffect::NoUse {
            workloads: vec![WorkloadId(0)],
            jobs: vec![],
        };
        scenario.rules = vec![Rule {
            chips: strong(),
            ..rule("end-user", ban)
        }];
        assert_optimum(&scenario, 30.0);
        // From the second year on only: 6 big would serve one year, so that small ones are bought at once.
        scenario.rules[0].active[0] = false;
        assert_optimum(&scenario, 30.0);
        // At alpha only: the big ones stand at beta, which opens for 10 and builds a hall for 20.
        scenario.rules[0].active[0] = true;
        scenario.rules[0].places.sites = Some(vec![SiteId(0)]);
        scenario.sites[1].opening_cost = vec![MillionUsd(1.0); 3];
        scenario.sites[1].halls[0].existing = 1;
        assert_optimum(&scenario, 19.0);
    }

    #[test]
    fn risk_is_capped_and_priced() {
        let mut scenario = two_chips();
        let risk = |at_most, price| RuleEffect::Risk {
            weight: 0.5,
            at_most,
            price,
        };
        scenario.rules = vec![Rule {
            chips: strong(),
            ..rule("risk", risk(Some(MillionUsd(6.0)), 0.0))
        }];
        // 1.5 of exposure per big: four, and 10 small.
        assert_optimum(&scenario, 12.0 + 10.0);
        // 10 % of the exposure of 9 for six big.
        scenario.rules[0].effect = risk(None, 0.1);
        assert_optimum(&scenario, 18.0 + 0.9);
        // At 200 % a big costs 6 and small ones are cheaper.
        scenario.rules[0].effect = risk(None, 2.0);
        assert_optimum(&scenario, 30.0);
    }
}
