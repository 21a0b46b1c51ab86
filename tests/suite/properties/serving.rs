//! The continuous rest: with sites, halls and fleet given, who is served from where, as a linear program
//! written straight from the scenario and solved by microlp.

mod lost;

use super::structure::fleet;
use buildout::plan::{JobRun, Plan};
use buildout::scenario::*;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

/// Where and when a training job runs: chip, site and the blocks of hours, period by period, in which it is at work.
pub type JobChoice = Option<(usize, usize, Vec<bool>)>;

/// What is given to the linear program.
pub struct Given<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The model: decides whether revenue counts.
    pub spec: &'a ModelSpec,
    /// `[t][chip][site]`: units in service.
    pub fleet: Vec<Vec<Vec<f64>>>,
    /// `[t][site]`: open.
    pub open: Vec<Vec<bool>>,
    /// `[job]`.
    pub jobs: Vec<JobChoice>,
    /// `[budget][window]`: what the whole-number decisions spend; empty if no budget counts running costs.
    pub spent: Vec<Vec<f64>>,
}

struct Columns {
    vars: ProblemVariables,
    rows: Vec<good_lp::Constraint>,
    cost: Expression,
    /// `[budget][window]`: running costs of serving and renting.
    spend: Vec<Vec<Expression>>,
    /// Chip, site, workload, period, block of hours, column; so the others.
    assign: Vec<(usize, usize, usize, usize, usize, Variable)>,
    serve: Vec<(usize, usize, usize, usize, Variable)>,
    rent: Vec<(usize, usize, usize, Variable)>,
    unmet: Vec<(usize, usize, usize, Variable)>,
    /// Job, period, block of hours, column.
    train: Vec<(usize, usize, usize, Variable)>,
    /// What is dealt out anew when something is lost.
    dealt: lost::Dealt,
}

impl<'a> Given<'a> {
    /// The fleet and openings of a plan.
    pub fn of(scenario: &'a Scenario, spec: &'a ModelSpec, plan: &Plan, jobs: Vec<JobChoice>) -> Self {
        let periods = 0..scenario.horizon.len();
        let units = |t: usize| {
            (0..scenario.chips.len())
                .map(|c| {
                    (0..scenario.sites.len())
                        .map(|r| fleet(scenario, plan, c, r, t))
                        .collect()
                })
                .collect()
        };
        let open = |t: usize| {
            plan.opened
                .iter()
                .map(|o| o.is_some_and(|o| o.index() <= t))
                .collect()
        };
        Self {
            scenario,
            spec,
            fleet: periods.clone().map(units).collect(),
            open: periods.map(open).collect(),
            jobs,
            spent: vec![],
        }
    }

    /// Least present cost of serving in the given periods, penalties included and (under `max_profit`) revenue
    /// deducted; `None` if the floors, jobs or budgets cannot be kept. Writes the optimum into `plan` if given.
    pub fn solve(&self, periods: &[usize], plan: Option<&mut Plan>) -> Option<f64> {
        let s = self.scenario;
        let mut m = Columns {
            vars: ProblemVariables::new(),
            rows: vec![],
            cost: Expression::from(0.0),
            spend: s
                .budgets
                .iter()
                .map(|b| vec![Expression::from(0.0); b.windows.len()])
                .collect(),
            assign: vec![],
            serve: vec![],
            rent: vec![],
            unmet: vec![],
            train: vec![],
            dealt: lost::Dealt::default(),
        };
        let blocks = || {
            periods
                .iter()
                .flat_map(|&t| s.hours.blocks().map(move |h| (t, h)))
        };
        for (t, h) in blocks() {
            self.demand(&mut m, t, h);
        }
        let idle = self.training(&mut m, periods)?;
        for (t, h) in blocks() {
            self.capacity(&mut m, t, h);
            self.losses(&mut m, t, h);
        }
        if !self.spent.is_empty() {
            self.budgets(&mut m);
        }
        let Columns {
            vars,
            rows,
            cost,
            assign,
            serve,
            rent,
            unmet,
            train,
            dealt,
            ..
        } = m;
        let mut problem = vars.minimise(cost.clone()).using(microlp);
        for row in rows {
            problem = problem.with(row);
        }
        let solution = problem.solve().ok()?;
        if let Some(plan) = plan {
            for (c, r, w, t, h, x) in assign {
                plan.assigned[c][r][w][t][h] = solution.value(x);
            }
            for (d, r, t, h, x) in serve {
                plan.served[d][r][t][h] = solution.value(x);
            }
            for (d, t, h, x) in rent {
                plan.rented[d][t][h] = solution.value(x);
            }
            dealt.write(&solution, plan);
            for (d, t, h, x) in unmet {
                plan.unmet[d][t][h] = solution.value(x);
            }
            for (j, choice) in self.jobs.iter().enumerate() {
                plan.jobs[j] = choice.as_ref().map(|(c, r, _)| JobRun {
                    chip: *c as u16,
                    site: *r as u16,
                    units: vec![vec![0.0; s.hours.len()]; s.horizon.len()],
                });
            }
            for (j, t, h, x) in train {
                if let Some(run) = &mut plan.jobs[j] {
                    run.units[t][h] = solution.value(x);
                }
            }
        }
        Some(solution.eval(cost) + idle)
    }

    /// Years of a block of hours.
    fn years(&self, t: usize, h: usize) -> f64 {
        self.scenario.horizon.length[t].value() * self.scenario.hours.share[h]
    }

    fn demand(&self, m: &mut Columns, t: usize, h: usize) {
        let s = self.scenario;
        let years = self.years(t, h);
        let weight = s.discount(Period(t as u16)) * years;
        for (d, line) in s.demand.iter().enumerate() {
            let volume = line.volume[t].value() * line.profile.0.get(h).unwrap_or(&1.0);
            let revenue = match self.spec.objective {
                Objective::MinCost => 0.0,
                Objective::MaxProfit => line.revenue[t].value(),
            };
            let mut all = Expression::from(0.0);
            let (mut inside, mut served) = (Expression::from(0.0), Expression::from(0.0));
            for r in 0..s.sites.len() {
                if !reaches(s, line, r) {
                    continue;
                }
                let x = m.vars.add(variable().min(0.0).max(volume));
                m.serve.push((d, r, t, h, x));
                m.cost += weight * (line.serve_cost[r].value() - revenue) * x;
                self.charge(m, t, Some(r), line.serve_cost[r].value() * years, x);
                all += x;
                served += x;
                if line
                    .residency
                    .as_ref()
                    .is_some_and(|rule| covers(s, &rule.places, r))
                {
                    inside += x;
                }
            }
            if let Some(rule) = &line.residency {
                m.rows.push(constraint!(inside >= rule.share * served));
            }
            if let Some(rent) = &line.rent {
                let most = rent
                    .at_most
                    .as_ref()
                    .map_or(volume, |cap| cap[t].value().min(volume));
                let x = m.vars.add(variable().min(0.0).max(most));
                m.rent.push((d, t, h, x));
                m.cost += weight * (rent.price[t].value() - revenue) * x;
                self.charge(m, t, None, rent.price[t].value() * years, x);
                all += x;
            }
            let x = m
                .vars
                .add(variable().min(0.0).max((1.0 - line.service_floor) * volume));
            m.unmet.push((d, t, h, x));
            m.cost += weight * line.unmet_penalty[t].value() * x;
            all += x;
            m.rows.push(constraint!(all == volume));
        }
    }

    /// Adds a running cost to the windows of the budgets that count it.
    fn charge(&self, m: &mut Columns, t: usize, site: Option<usize>, amount: f64, x: Variable) {
        let s = self.scenario;
        for (b, budget) in s.budgets.iter().enumerate() {
            let everywhere = (0..s.sites.len()).all(|r| covers(s, &budget.places, r));
            let here = site.map_or(everywhere, |r| covers(s, &budget.places, r));
            if budget.kind == BudgetKind::Capex || !here {
                continue;
            }
            for (w, window) in budget.windows.iter().enumerate() {
                if window.first.index() <= t && t <= window.last.index() {
                    m.spend[b][w] += amount * x;
                }
            }
        }
    }

    fn capacity(&self, m: &mut Columns, t: usize, h: usize) {
        let s = self.scenario;
        for r in 0..s.sites.len() {
            let mut carried: Vec<Expression> = s
                .workloads
                .iter()
                .enumerate()
                .map(|(w, _)| {
                    if self.open[t][r] {
                        s.sites[r].blocks[w].value().into()
                    } else {
                        0.0.into()
                    }
                })
                .collect();
            for (c, chip) in s.chips.iter().enumerate() {
                let working = chip.availability * self.fleet[t][c][r];
                let mut used = Expression::from(0.0);
                for (w, carried) in carried.iter_mut().enumerate() {
                    let x = m.vars.add(variable().min(0.0));
                    m.assign.push((c, r, w, t, h, x));
                    *carried += chip.throughput[w].value() * x;
                    used += x;
                }
                for (j, u, block, x) in &m.train {
                    let here = self.jobs[*j]
                        .as_ref()
                        .is_some_and(|(jc, jr, _)| (*jc, *jr) == (c, r));
                    if (*u, *block) == (t, h) && here {
                        used += *x;
                    }
                }
                m.rows.push(constraint!(used <= working));
            }
            for (w, carried) in carried.into_iter().enumerate() {
                let load: Expression = m
                    .serve
                    .iter()
                    .filter(|(d, place, u, block, _)| {
                        (*place, *u, *block) == (r, t, h) && s.demand[*d].workload.index() == w
                    })
                    .map(|(.., x)| s.workloads[w].peak * *x)
                    .sum();
                m.rows.push(constraint!(load <= carried));
            }
        }
    }

    /// Training columns and rows; the present cost of jobs that do not run at all, `None` if one of them must.
    fn training(&self, m: &mut Columns, periods: &[usize]) -> Option<f64> {
        let s = self.scenario;
        let mut idle = 0.0;
        for (j, (job, choice)) in s.jobs.iter().zip(&self.jobs).enumerate() {
            let earned = match self.spec.objective {
                Objective::MinCost => 0.0,
                Objective::MaxProfit => job.revenue.value(),
            };
            let discount = s.discount(job.deadline);
            let loss = job.unmet_penalty.map_or(0.0, |p| p.value()) + earned;
            idle -= discount * earned;
            let Some((c, _, active)) = choice else {
                job.unmet_penalty?;
                idle += discount * loss;
                continue;
            };
            let work = job.work.value();
            let most = if job.unmet_penalty.is_some() { work } else { 0.0 };
            let short = m.vars.add(variable().min(0.0).max(most));
            m.cost += discount * loss / work * short;
            let mut done = Expression::from(short);
            let chip = &s.chips[*c];
            let speed = chip.training.map_or(0.0, |speed| speed.value());
            let blocks = periods
                .iter()
                .flat_map(|&t| s.hours.blocks().map(move |h| (t, h)));
            for (t, h) in blocks.filter(|&(t, h)| active[t * s.hours.len() + h]) {
                let least = job.min_chips / f64::from(chip.chips_per_unit);
                let x = m.vars.add(variable().min(least));
                m.train.push((j, t, h, x));
                done += speed * self.years(t, h) * 31.536 * x;
            }
            m.rows.push(constraint!(done >= work));
        }
        Some(idle)
    }

    fn budgets(&self, m: &mut Columns) {
        for (b, budget) in self.scenario.budgets.iter().enumerate() {
            let mut carried = Expression::from(0.0);
            for (w, window) in budget.windows.iter().enumerate() {
                let most = budget.carry_limit.map_or(f64::INFINITY, |limit| limit.value());
                let carry = m.vars.add(variable().min(0.0).max(most));
                let spend = m.spend[b][w].clone() + self.spent[b][w] + carry;
                m.rows
                    .push(constraint!(spend <= window.at_most.value() + carried));
                carried = budget.carry_over * carry;
            }
        }
    }
}

/// Whether a line may be served from a site.
pub fn reaches(s: &Scenario, line: &DemandLine, r: usize) -> bool {
    let near = match (
        s.workloads[line.workload.index()].latency,
        s.markets[line.market.index()].latency[r],
    ) {
        (None, _) => true,
        (Some(budget), Some(latency)) => latency.value() <= budget.value(),
        (Some(_), None) => false,
    };
    let resident = |rule: &Residency| rule.share < 1.0 || covers(s, &rule.places, r);
    near && line.residency.as_ref().is_none_or(resident)
}

/// Selectors as far as they are drawn: by jurisdiction.
pub fn covers(s: &Scenario, places: &PlaceSelector, r: usize) -> bool {
    places
        .jurisdictions
        .as_ref()
        .is_none_or(|list| list.contains(&s.sites[r].jurisdiction))
}
