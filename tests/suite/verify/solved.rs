//! Plans from the solver: the check accepts them at the solver's objective, and no change to them that it
//! accepts is better than the proven optimum.

use super::example::{self, BETA, BIG, FAR, SMALL};
use buildout::model::{extract, testing};
use buildout::plan::Plan;
use buildout::plan::json::{from_json, to_json};
use buildout::plan::verify::{TOLERANCE, verify};
use buildout::scenario::*;
use buildout::solver::Status;

/// Solves to the proven optimum, checks the plan, and returns it with its objective; none if infeasible.
pub fn optimum(scenario: &Scenario, spec: &ModelSpec) -> Option<(Plan, f64)> {
    let (model, outcome) = testing::solve(scenario, spec).unwrap();
    if outcome.status == Status::Infeasible {
        return None;
    }
    assert_eq!(outcome.status, Status::Optimal);
    let plan = extract(scenario, &model, &outcome.values.unwrap());
    let found = verify(scenario, spec, &plan);
    assert_eq!(found.violations, vec![]);
    let objective = outcome.objective.unwrap();
    assert!(
        (found.objective - objective).abs() <= 1e-6 * objective.abs().max(1.0),
        "ledger {}, solver {objective}",
        found.objective
    );
    Some((plan, objective))
}

/// A plan with one decision changed, and what was changed. Tables without a price of their own (how chips are
/// given to workloads and jobs, what waits in the hub) may change without changing the objective.
struct Change {
    what: String,
    priced: bool,
    plan: Plan,
}

/// Collects changes to copies of a plan.
struct Changes<'a> {
    plan: &'a Plan,
    all: Vec<Change>,
}

impl Changes<'_> {
    fn add(&mut self, what: String, priced: bool, change: impl FnOnce(&mut Plan)) {
        let mut plan = self.plan.clone();
        change(&mut plan);
        if plan != *self.plan {
            self.all.push(Change { what, priced, plan });
        }
    }

    /// One up and one down where a count is not zero.
    fn count(&mut self, what: &str, value: u32, at: impl Fn(&mut Plan) -> &mut u32) {
        if value > 0 {
            self.add(format!("{what} one up"), true, |plan| *at(plan) = value + 1);
            self.add(format!("{what} one down"), true, |plan| *at(plan) = value - 1);
        }
    }

    /// One unit up and down.
    fn units(&mut self, what: &str, value: f64, at: impl Fn(&mut Plan) -> &mut f64) {
        if value > 0.0 {
            self.add(format!("{what} one up"), true, |plan| *at(plan) += 1.0);
            self.add(format!("{what} one down"), true, |plan| *at(plan) -= 1.0);
        }
    }

    /// A tenth up and down where an amount is not zero.
    fn amount(&mut self, what: &str, priced: bool, value: f64, at: impl Fn(&mut Plan) -> &mut f64) {
        if value > 1e-3 {
            self.add(format!("{what} a tenth up"), priced, |plan| {
                *at(plan) = value * 1.1
            });
            self.add(format!("{what} a tenth down"), priced, |plan| {
                *at(plan) = value * 0.9
            });
        }
    }

    /// A period earlier, later, and never.
    fn date(&mut self, what: &str, date: Option<Period>, at: impl Fn(&mut Plan) -> &mut Option<Period>) {
        if let Some(t) = date {
            self.add(format!("{what} never"), true, |plan| *at(plan) = None);
            self.add(format!("{what} later"), true, |plan| {
                *at(plan) = Some(Period(t.0 + 1))
            });
            if let Some(earlier) = t.0.checked_sub(1) {
                self.add(format!("{what} earlier"), true, |plan| {
                    *at(plan) = Some(Period(earlier))
                });
            }
        }
    }
}

/// Every nonzero decision, up and down.
fn changes(plan: &Plan) -> Vec<Change> {
    let mut all = Changes {
        plan,
        all: Vec::new(),
    };
    for (r, &date) in plan.opened.iter().enumerate() {
        all.date(&format!("opened {r}"), date, |p| &mut p.opened[r]);
    }
    for (r, tranches) in plan.connected.iter().enumerate() {
        for (g, &date) in tranches.iter().enumerate() {
            all.date(&format!("connected {r} {g}"), date, |p| &mut p.connected[r][g]);
        }
    }
    for (r, halls) in plan.halls_started.iter().enumerate() {
        for (k, row) in halls.iter().enumerate() {
            for (t, &n) in row.iter().enumerate() {
                all.count(&format!("halls {r} {k} {t}"), n, |p| {
                    &mut p.halls_started[r][k][t]
                });
            }
        }
    }
    for (r, leases) in plan.leased.iter().enumerate() {
        for (b, row) in leases.iter().enumerate() {
            for (t, &n) in row.iter().enumerate() {
                all.count(&format!("leased {r} {b} {t}"), n, |p| &mut p.leased[r][b][t]);
            }
        }
    }
    for (c, row) in plan.ordered.iter().enumerate() {
        for (t, &n) in row.iter().enumerate() {
            all.units(&format!("ordered {c} {t}"), n, |p| &mut p.ordered[c][t]);
            let hub = plan.hub[c][t];
            all.amount(&format!("hub {c} {t}"), false, hub, |p| &mut p.hub[c][t]);
        }
    }
    for (c, sites) in plan.deployed.iter().enumerate() {
        for (r, row) in sites.iter().enumerate() {
            for (t, &n) in row.iter().enumerate() {
                all.units(&format!("deployed {c} {r} {t}"), n, |p| &mut p.deployed[c][r][t]);
                for (w, given) in plan.assigned[c][r].iter().enumerate() {
                    let what = format!("assigned {c} {r} {w} {t}");
                    all.amount(&what, false, given[t][0], |p| &mut p.assigned[c][r][w][t][0]);
                }
            }
        }
    }
    for (e, row) in plan.retired.iter().enumerate() {
        for (t, &n) in row.iter().enumerate() {
            all.units(&format!("retired {e} {t}"), n, |p| &mut p.retired[e][t]);
        }
    }
    for (d, sites) in plan.served.iter().enumerate() {
        for (r, row) in sites.iter().enumerate() {
            for (t, v) in row.iter().enumerate() {
                all.amount(&format!("served {d} {r} {t}"), true, v[0], |p| {
                    &mut p.served[d][r][t][0]
                });
            }
        }
        for t in 0..plan.unmet[d].len() {
            let (unmet, rented) = (plan.unmet[d][t][0], plan.rented[d][t][0]);
            all.amount(&format!("unmet {d} {t}"), true, unmet, |p| &mut p.unmet[d][t][0]);
            all.amount(&format!("rented {d} {t}"), true, rented, |p| {
                &mut p.rented[d][t][0]
            });
        }
    }
    for (j, run) in plan.jobs.iter().enumerate() {
        let Some(run) = run else { continue };
        all.add(format!("job {j} does not run"), true, |p| p.jobs[j] = None);
        for (t, units) in run.units.iter().enumerate() {
            let what = format!("job {j} {t}");
            all.amount(&what, false, units[0], |p| {
                &mut p.jobs[j].as_mut().unwrap().units[t][0]
            });
        }
    }
    all.all
}

/// The example with room for choices: nothing is fixed by existing capacity alone.
fn open_question() -> Scenario {
    let mut scenario = example::scenario();
    scenario.chips[BIG].available = Some((Period(0), Period(2)));
    scenario.chips[BIG].supply = Some(vec![2.0, 1.0, 1.0]);
    scenario.jobs[0].unmet_penalty = Some(MillionUsd(80.0));
    scenario
}

/// A question in which every kind of decision is worth taking.
pub fn every_decision() -> Scenario {
    let mut scenario = open_question();
    // 2.6 MW, 26 racks and one hall at alpha: the rest has to go to beta, with its tranche and its lease.
    scenario.sites[0].halls[0].max = Some(1);
    scenario.halls[0].it_power = Megawatts(2.0);
    scenario.sites[BETA].power = vec![Megawatts(0.0); 3];
    scenario.sites[BETA].tranches[0].lead_periods = 0;
    scenario.sites[BETA].halls[0].build_periods = 0;
    scenario.sites[BETA].leases[0].it_power = Megawatts(0.5);
    scenario.budgets[0]
        .windows
        .iter_mut()
        .for_each(|window| window.at_most = MillionUsd(60.0));
    // Old units that are dear to keep are retired.
    scenario.cohorts.push(Cohort {
        site: SiteId(0),
        chip: ChipId(SMALL as u16),
        units: 3,
        age: 1,
        ends: 3,
    });
    scenario.chips[SMALL].maintenance = MillionUsdPerYear(0.05);
    scenario.rules.truncate(2);
    scenario.demand[FAR].revenue = vec![MillionUsdPerUnitYear(4.0); 3];
    scenario
}

#[test]
fn optima_are_accepted_at_the_solvers_objective() {
    for (name, scenario) in [
        ("base", testing::base()),
        ("example", example::scenario()),
        ("open", open_question()),
        ("every", every_decision()),
    ] {
        for spec in [testing::min_cost(), testing::max_profit()] {
            let (plan, objective) = optimum(&scenario, &spec).expect(name);
            if name == "example" {
                // No plan of the same scenario is better than the optimum.
                let by_hand = verify(&scenario, &spec, &example::plan(&scenario)).objective;
                assert!(
                    objective <= by_hand + 1e-6 * by_hand.abs(),
                    "{objective} > {by_hand}"
                );
            }
            let text = to_json(&scenario, &plan).to_string();
            let back = from_json(&scenario, &serde_json::from_str(&text).unwrap()).unwrap();
            assert_eq!(back, plan, "{name}");
        }
    }
}

#[test]
fn every_change_is_rejected_or_priced_and_never_better() {
    let spec = testing::min_cost();
    let mut rejected = 0;
    let mut legal = 0;
    for scenario in [testing::base(), open_question(), every_decision()] {
        let (plan, optimum) = optimum(&scenario, &spec).unwrap();
        for change in changes(&plan) {
            let found = verify(&scenario, &spec, &change.plan);
            if !found.accepted() {
                rejected += 1;
                continue;
            }
            legal += 1;
            let slack = 10.0 * TOLERANCE * optimum.abs().max(1.0);
            let better = optimum - found.objective;
            assert!(better <= slack, "{}: better by {better} MUSD", change.what);
            assert!(
                !change.priced || better < -slack,
                "{}: accepted at the same objective {}",
                change.what,
                found.objective
            );
        }
    }
    assert!(
        rejected > 100,
        "only {rejected} changes were rejected, {legal} accepted"
    );
}
