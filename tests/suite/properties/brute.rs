//! Brute force: every combination of whole-number decisions, the rest by linear programming.
//!
//! Shares nothing with the program that HiGHS gets: a combination is possible if `verify` accepts it, and costs
//! what the ledger says.

use super::serving::{Given, JobChoice};
use super::structure::{SiteChoice, amounts, choices, put, vectors};
use buildout::plan::Plan;
use buildout::plan::ledger::{Class, Ledger};
use buildout::plan::verify::verify;
use buildout::scenario::*;
use std::collections::HashMap;

/// Most combinations tried; scenarios with more are passed over.
const MOST: usize = 400_000;

/// Families that hold or fail at one site alone, and fail no less when other sites do something too.
const AT_ONE_SITE: [&str; 5] = [
    "hall_construction",
    "power_tranche",
    "leases",
    "hall_capacity",
    "fleet_balance",
];

/// What brute force found.
pub enum Found {
    /// More combinations than it is willing to try.
    TooMany,
    /// No combination is possible.
    Nothing,
    /// The best plan and its objective.
    Best(Box<Plan>, f64),
}

/// The best plan of a scenario.
pub fn solve(s: &Scenario, spec: &ModelSpec) -> Found {
    let alone = |plan: &Plan| {
        verify(s, spec, plan)
            .violations
            .iter()
            .all(|v| !AT_ONE_SITE.contains(&v.family))
    };
    let mut sites: Vec<Vec<SiteChoice>> = (0..s.sites.len()).map(|r| choices(s, r, &alone)).collect();
    for list in &mut sites {
        list.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
    let jobs = job_choices(s);
    let combinations = sites.iter().map(Vec::len).product::<usize>() * jobs.len();
    if combinations > MOST {
        return Found::TooMany;
    }
    let mut search = Search {
        scenario: s,
        spec,
        nothing: Ledger::new(s, &Plan::empty(s))
            .sum(|flow| matches!(flow.component.class(), Class::Capex | Class::Opex))
            .present,
        floor: 0.0,
        memo: HashMap::new(),
        best: None,
    };
    let Some(floor) = search.least_serving_cost() else {
        return Found::Nothing;
    };
    search.floor = floor;
    for combination in vectors(&sites.iter().map(|list| list.len() as u32 - 1).collect::<Vec<_>>()) {
        let picks: Vec<&SiteChoice> = combination
            .iter()
            .zip(&sites)
            .map(|(&i, list)| &list[i as usize])
            .collect();
        search.orders(&picks, &jobs);
    }
    match search.best {
        Some((plan, objective)) => Found::Best(Box::new(plan), objective),
        None => Found::Nothing,
    }
}

struct Search<'a> {
    scenario: &'a Scenario,
    spec: &'a ModelSpec,
    /// Present cost of the plan that does nothing and owes nothing for demand and jobs.
    nothing: f64,
    /// Serving costs at least this, whatever is built.
    floor: f64,
    /// Cost of serving one period by period, fleet and openings.
    memo: HashMap<String, Option<f64>>,
    best: Option<(Plan, f64)>,
}

impl Search<'_> {
    fn beaten(&self, cost: f64) -> bool {
        self.best.as_ref().is_some_and(|(_, best)| cost >= best - 1e-9)
    }

    /// Serving with more of everything than any plan can have; `None` if even that breaks a floor.
    fn least_serving_cost(&self) -> Option<f64> {
        let s = self.scenario;
        let mut given = Given::of(s, self.spec, &Plan::empty(s), vec![]);
        given
            .fleet
            .iter_mut()
            .flatten()
            .flatten()
            .for_each(|units| *units = 1e3);
        given.open.iter_mut().flatten().for_each(|open| *open = true);
        let earned: f64 = s
            .jobs
            .iter()
            .map(|job| s.discount(job.deadline) * job.revenue.value())
            .sum();
        let periods: Vec<usize> = (0..s.horizon.len()).collect();
        Some(given.solve(&periods, None)? - earned)
    }

    /// Every way to order what is deployed.
    fn orders(&mut self, picks: &[&SiteChoice], jobs: &[Vec<JobChoice>]) {
        let s = self.scenario;
        let built = self.nothing + picks.iter().map(|pick| pick.cost).sum::<f64>();
        if self.beaten(built + self.floor) {
            return;
        }
        let periods = s.horizon.len();
        let mut structure = Plan::empty(s);
        for (r, pick) in picks.iter().enumerate() {
            put(&mut structure, r, pick, &s.cohorts);
        }
        let mut plans = vec![structure.clone()];
        for (c, chip) in s.chips.iter().enumerate() {
            let needed: Vec<u32> = (0..periods)
                .map(|t| structure.deployed[c].iter().map(|site| site[t] as u32).sum())
                .collect();
            let supply: Vec<u32> = chip.supply.iter().flatten().map(|&units| units as u32).collect();
            let left = |order: &[u32]| -> Option<Vec<f64>> {
                let mut stock = 0.0;
                (0..periods)
                    .map(|t| {
                        stock += (1.0 - chip.loss) * f64::from(order[t]) - f64::from(needed[t]);
                        let kept = (stock > -1e-9).then_some(stock.max(0.0));
                        if !chip.hub {
                            stock = 0.0;
                        }
                        kept.map(|kept| if chip.hub { kept } else { 0.0 })
                    })
                    .collect()
            };
            // Without a hub the smallest order that covers the need is the best one.
            let fits = |order: &Vec<u32>| left(order).is_some();
            let smallest = |order: &Vec<u32>| {
                let spare = |t: usize| {
                    order[t] > 0 && {
                        let mut less = order.clone();
                        less[t] -= 1;
                        fits(&less)
                    }
                };
                fits(order) && !(0..periods).any(spare)
            };
            let orders: Vec<Vec<u32>> = vectors(&supply).into_iter().filter(smallest).collect();
            plans = plans
                .iter()
                .flat_map(|plan| {
                    orders.iter().filter_map(|order| {
                        let mut plan = plan.clone();
                        plan.hub[c] = left(order)?;
                        plan.ordered[c] = amounts(order);
                        Some(plan)
                    })
                })
                .collect();
        }
        for plan in plans {
            self.jobs(&plan, built, jobs);
        }
    }

    /// Every way to place the training jobs.
    fn jobs(&mut self, plan: &Plan, built: f64, jobs: &[Vec<JobChoice>]) {
        let s = self.scenario;
        let bought: f64 = (0..s.chips.len())
            .flat_map(|c| s.horizon.periods().map(move |t| (c, t)))
            .map(|(c, t)| plan.ordered[c][t.index()] * s.chips[c].price[t.index()].value() * s.discount(t))
            .sum();
        for choice in jobs {
            if self.beaten(built + bought + self.floor) {
                return;
            }
            self.serve(plan, built + bought, choice);
        }
    }

    fn serve(&mut self, plan: &Plan, cost: f64, jobs: &[JobChoice]) {
        let s = self.scenario;
        let mut given = Given::of(s, self.spec, plan, jobs.to_vec());
        let all: Vec<usize> = (0..s.horizon.len()).collect();
        let parts: Vec<Vec<usize>> = if jobs.is_empty() {
            all.iter().map(|&t| vec![t]).collect()
        } else {
            vec![all.clone()]
        };
        let mut serving = 0.0;
        for part in parts {
            let key = format!(
                "{part:?} {:?} {:?} {jobs:?}",
                part.iter().map(|&t| &given.fleet[t]).collect::<Vec<_>>(),
                part.iter().map(|&t| &given.open[t]).collect::<Vec<_>>()
            );
            let known = *self.memo.entry(key).or_insert_with(|| given.solve(&part, None));
            let Some(part) = known else { return };
            serving += part;
        }
        if self.beaten(cost + serving) {
            return;
        }
        if s.budgets.iter().any(|budget| budget.kind != BudgetKind::Capex) {
            let ledger = Ledger::new(s, plan);
            given.spent = ledger
                .budgets()
                .iter()
                .map(|b| b.iter().map(|w| w.spend).collect())
                .collect();
        }
        let mut plan = plan.clone();
        let Some(serving) = given.solve(&all, Some(&mut plan)) else {
            return;
        };
        if self.beaten(cost + serving) || !verify(s, self.spec, &plan).accepted() {
            return;
        }
        let objective = Ledger::new(s, &plan).objective(self.spec);
        assert!(
            (objective - cost - serving).abs() <= 1e-6 * objective.abs().max(1.0),
            "{}: ledger {objective}, by parts {}",
            s.name,
            cost + serving
        );
        self.best = Some((plan, objective));
    }
}

/// Every way to place all jobs: nowhere, or on a chip at a site in some of the blocks of hours of its window.
fn job_choices(s: &Scenario) -> Vec<Vec<JobChoice>> {
    let mut all = vec![vec![]];
    for job in &s.jobs {
        let mut choices: Vec<JobChoice> = vec![None];
        let window: Vec<u32> = s
            .horizon
            .periods()
            .map(|t| u32::from(job.start <= t && t <= job.deadline))
            .flat_map(|may| vec![may; s.hours.len()])
            .collect();
        for c in (0..s.chips.len()).filter(|&c| s.chips[c].training.is_some()) {
            for r in 0..s.sites.len() {
                for active in vectors(&window).into_iter().filter(|v| v.contains(&1)) {
                    choices.push(Some((c, r, active.iter().map(|&on| on == 1).collect())));
                }
            }
        }
        all = all
            .into_iter()
            .flat_map(|head: Vec<JobChoice>| {
                choices
                    .iter()
                    .map(move |choice| [head.clone(), vec![choice.clone()]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    all
}
