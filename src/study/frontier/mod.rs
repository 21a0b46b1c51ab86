//! The objective against a second goal, by epsilon-constraint.
//!
//! ```text
//! end 1    min cost;          then  min goal  with  cost <= the cost found
//! end 2    min goal;          then  min cost  with  goal <= the goal found
//! between  min cost           with  goal <= cap,   caps evenly spaced between the two ends
//! ```
//!
//! Each point is solved to the gap asked for, so that the ends and every point between them carry a bound: no plan within
//! the cap is better than that. The program stays the same from solve to solve but for one side and, at the ends, the
//! objective; caps go from tight to loose, so that every plan is a first plan of the next solve, and a bound of a looser
//! cap holds for every tighter one. Source: Haimes, Lasdon and Wismer (1971); ends in lexicographic order as in Mavrotas,
//! Applied Mathematics and Computation 213 (2009).

mod goal;

pub use goal::{Goal, Scope, Second, second};

use super::desk::proven;
use super::objective::{add_row, concluded, cost_of};
use super::{Change, Desk, Proven, StudyError, Subject};
use crate::model::{self, Model};
use crate::plan::Plan;
use crate::program::Row;
use crate::run::manifest::Sense;
use crate::run::{self, Question, Run};
use crate::solver::Status;
use serde::Serialize;
use std::time::Instant;

/// Goals that differ by less than this share are the same.
const SAME: f64 = 1e-6;

/// A point of the frontier.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// Most that the goal may be; `None` at the first end.
    pub cap: Option<f64>,
    /// Value of the goal in the plan.
    pub goal: f64,
    /// The objective within the cap.
    pub objective: Proven,
    /// How the solve ended.
    pub status: Status,
    /// How much worse the objective is than at the first end; positive is worse.
    pub premium: Change,
    /// What the step from the last point that is not dominated costs by unit of the goal, MUSD.
    pub musd_per_unit: Option<f64>,
    /// Number of the point (from 1) that is at least as good in both and better in one, if there is one.
    pub dominated_by: Option<usize>,
    /// Number of an earlier point with the same objective and goal, if there is one.
    pub same_as: Option<usize>,
    /// The question with the cap in it.
    #[serde(skip)]
    pub question: Question,
    /// The run, plan checked against the question with the cap.
    #[serde(skip)]
    pub run: Run,
}

/// A frontier: the points from the best objective to the best goal.
#[derive(Debug, Clone, Serialize)]
pub struct Frontier {
    /// The second goal.
    pub goal: Second,
    /// What is done with the objective.
    pub sense: Sense,
    /// The least that the goal can be, with its bound; `None` if the study was stopped before.
    pub least: Option<Proven>,
    /// Whether that is proven within the gap asked for.
    pub least_proven: bool,
    /// The points.
    pub points: Vec<Point>,
    /// Caps within which there is no plan, or none was found.
    pub without: Vec<Without>,
    /// Caps that were not reached before the study was stopped.
    pub unfinished: Vec<f64>,
}

/// A cap without a point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    /// The cap.
    pub cap: f64,
    /// How its solve ended.
    pub status: Status,
}

/// The study under way.
struct Tracer<'a> {
    desk: &'a mut Desk,
    subject: &'a Subject,
    second: &'a Second,
    /// The question with a cap that nothing reaches, and its model with a row for the objective.
    question: Question,
    model: Model,
    /// The row of the cap, what of the goal is constant, its upper side without a cap of ours.
    row: Row,
    constant: f64,
    open: f64,
    /// The row of the objective.
    cost_row: Row,
    goal_cost: Vec<f64>,
    of: usize,
}

/// Traces the frontier with `between` points between the ends.
///
/// # Errors
/// Faults of the solver; no plan at all.
pub fn trace(
    desk: &mut Desk,
    subject: &Subject,
    second: &Second,
    between: usize,
) -> Result<Frontier, StudyError> {
    let mut tracer = Tracer::new(desk, subject, second, between)?;
    let mut first = tracer.first()?;
    let sense = first.run.manifest.sense;
    let mut frontier = Frontier {
        goal: second.clone(),
        sense,
        least: None,
        least_proven: false,
        points: Vec::new(),
        without: Vec::new(),
        unfinished: Vec::new(),
    };
    let mut found: Vec<Draft> = Vec::new();
    if !tracer.desk.interrupted()
        && let Some((least, closed, plan)) = tracer.least()?
    {
        frontier.least = Some(least);
        frontier.least_proven = closed;
        let span = first.goal - least.found;
        if span > SAME * first.goal.abs().max(1.0) {
            found.extend(tracer.last(least.found, plan)?);
            // From tight to loose.
            for step in (1..=between).rev() {
                let cap = first.goal - span * step_share(step, between);
                if tracer.desk.interrupted() {
                    frontier.unfinished.push(cap);
                    continue;
                }
                match tracer.within(cap, between + 1 - step)? {
                    Ok(draft) => found.push(draft),
                    Err(status) => frontier.without.push(Without { cap, status }),
                }
            }
        }
    }
    tracer.better_first(&mut first, &found)?;
    found.push(first);
    found.reverse();
    // A bound of a looser cap holds for a tighter one.
    let mut proven: Option<f64> = None;
    for draft in &mut found {
        let minimised = |value: f64| sense.of_minimised(value);
        let own = draft.objective.bound.map(minimised);
        proven = match (proven, own) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let plan = minimised(draft.objective.found);
        draft.objective.bound = proven.map(|bound| minimised(bound.min(plan)));
    }
    frontier.points = points(found, sense);
    Ok(frontier)
}

/// Share of the way from the first end to the second.
fn step_share(step: usize, between: usize) -> f64 {
    step as f64 / (between + 1) as f64
}

/// A point before it is compared with the others.
struct Draft {
    cap: Option<f64>,
    goal: f64,
    objective: Proven,
    status: Status,
    question: Question,
    run: Run,
}

impl<'a> Tracer<'a> {
    fn new(
        desk: &'a mut Desk,
        subject: &'a Subject,
        second: &'a Second,
        between: usize,
    ) -> Result<Self, StudyError> {
        let wide = second.limit.unwrap_or_else(|| second.far());
        let question = match second.limit {
            Some(_) => subject.question.clone(),
            None => subject.variant(&[second.cap(wide)])?,
        };
        let mut model = model::build(&question.scenario, &question.model);
        let Some(row) = second.row(&question, &model) else {
            return Err(StudyError::input(
                format!("no decision of this scenario changes {}", second.says),
                "weigh the objective against another goal",
            ));
        };
        let (terms, constant) = second.terms(&model, row, wide);
        let open = match second.limit {
            Some(limit) => limit - constant,
            None => f64::INFINITY,
        };
        let mut goal_cost = vec![0.0; model.program.columns()];
        for (col, amount) in terms {
            goal_cost[col.index()] = amount;
        }
        let cost_row = add_row(&mut model);
        // The new row stands behind all rows that define the program, so that the row of the cap keeps its place.
        model.program.row_upper[row.index()] = open;
        Ok(Self {
            desk,
            subject,
            second,
            question,
            model,
            row,
            constant,
            open,
            cost_row,
            goal_cost,
            of: between + 4,
        })
    }

    /// The model that minimises the goal instead of the objective.
    fn goal_model(&self) -> Model {
        let mut model = self.model.clone();
        model.program.cost.clone_from(&self.goal_cost);
        model.program.offset = self.constant;
        model
    }

    /// End 1: the best objective, and with it the least of the goal.
    fn first(&mut self) -> Result<Draft, StudyError> {
        self.desk.begins("the best objective", 0, self.of);
        let started = Instant::now();
        // Checked against the subject as it stands: no cap of ours is in it.
        let answer = self.desk.first(self.subject, self.model.clone(), started)?;
        let (Some(objective), Some(values)) = (answer.proven(), answer.values.as_ref()) else {
            return Err(match answer.status() {
                Status::Infeasible => StudyError::Infeasible,
                _ => StudyError::EmptyHanded,
            });
        };
        let minimised = cost_of(&self.model, values);
        let mut run = answer.run;
        if !self.desk.interrupted() {
            self.desk
                .begins(&format!("the least {} with it", self.second.name), 1, self.of);
            let mut model = self.goal_model();
            let slack = 1e-9 * minimised.abs().max(1.0);
            model.program.row_upper[self.cost_row.index()] = minimised + slack - self.model.program.offset;
            let (outcome, _) = self.desk.raw(&self.question, &model)?;
            if let Some(values) = &outcome.values {
                let plan = model::extract(&self.question.scenario, &self.model, values);
                self.adopt(&mut run, plan)?;
            }
        }
        let goal = match &run.plan {
            Some(plan) => self.goal_of(&self.question, &plan.plan)?,
            None => return Err(StudyError::EmptyHanded),
        };
        Ok(self.draft(None, goal, self.subject.question.clone(), run, objective))
    }

    /// A plan within a cap that is better than that of the first end, whose solve was stopped before it found it, is a plan
    /// of the first end as well.
    fn better_first(&self, first: &mut Draft, others: &[Draft]) -> Result<(), StudyError> {
        let sense = first.run.manifest.sense;
        let cost = |draft: &Draft| sense.of_minimised(draft.objective.found);
        let Some(best) = others.iter().min_by(|a, b| cost(a).total_cmp(&cost(b))) else {
            return Ok(());
        };
        let Some(plan) = best
            .run
            .plan
            .as_ref()
            .filter(|_| cost(best) < cost(first) - SAME * cost(first).abs())
        else {
            return Ok(());
        };
        let found = best.objective.found;
        first.run.plan = Some(run::price(&self.subject.question, plan.plan.clone(), None)?);
        first.goal = best.goal;
        first.objective.found = found;
        let manifest = &mut first.run.manifest;
        manifest.objective = Some(found);
        manifest.gap = first.objective.gap();
        if manifest.gap.is_some_and(|gap| gap <= self.desk.options().gap) {
            manifest.status = Status::Optimal;
        }
        first.status = manifest.status;
        Ok(())
    }

    /// Value of the goal in a plan, as the tables of a question with a cap in it say.
    fn goal_of(&self, question: &Question, plan: &Plan) -> Result<f64, StudyError> {
        let priced = run::price(question, plan.clone(), None)?;
        self.second.value(&priced).ok_or_else(|| {
            StudyError::input(
                format!("{} is not in the tables of the plan", self.second.says),
                "weigh the objective against another goal",
            )
        })
    }

    /// Puts a plan into a run if its objective is no worse and its goal better.
    fn adopt(&self, run: &mut Run, plan: Plan) -> Result<(), StudyError> {
        let Some(known) = &run.plan else { return Ok(()) };
        let better = self.goal_of(&self.question, &plan)? < self.goal_of(&self.question, &known.plan)?;
        let priced = run::price(&self.subject.question, plan, None)?;
        let sense = run.manifest.sense;
        let value = priced.ledger.objective(&self.question.model);
        let before = known.ledger.objective(&self.question.model);
        if better && value - before <= SAME * before.abs().max(1.0) {
            let objective = sense.of_minimised(value);
            run.manifest.objective = Some(objective);
            run.manifest.gap = run
                .manifest
                .best_bound
                .map(|bound| (objective - bound).abs() / objective.abs().max(1e-9));
            run.plan = Some(priced);
        }
        Ok(())
    }

    /// The least that the goal can be, whether that is proven within the gap, and a plan that has it.
    fn least(&mut self) -> Result<Option<(Proven, bool, Vec<f64>)>, StudyError> {
        self.desk.begins(
            &format!("the least {} at any price", self.second.name),
            2,
            self.of,
        );
        let model = self.goal_model();
        let (outcome, _) = self.desk.raw(&self.question, &model)?;
        let least = proven(&outcome, Sense::Minimise);
        let (Some(least), Some(values)) = (least, outcome.values) else {
            return Ok(None);
        };
        let plan = model::extract(&self.question.scenario, &self.model, &values);
        let priced = run::price(&self.question, plan, None)?;
        // By the plan's own tables, which round nothing away.
        let found = self.second.value(&priced).unwrap_or(least.found);
        let closed = outcome.status == Status::Optimal;
        Ok(Some((Proven { found, ..least }, closed, values)))
    }

    /// End 2: the best objective with the least of the goal.
    fn last(&mut self, least: f64, plan: Vec<f64>) -> Result<Option<Draft>, StudyError> {
        // What rounding takes away from a cap must not make it impossible.
        let cap = least + SAME * least.abs().max(1e-3);
        if !self.desk.interrupted()
            && let Ok(draft) = self.within(cap, 0)?
        {
            return Ok(Some(draft));
        }
        // The plan that proves the end is there, though perhaps not the cheapest with it.
        let question = self.subject.variant(&[self.second.cap(cap)])?;
        let run = concluded(self.desk, &question, &self.model, &plan, None, None)?;
        let Some(priced) = &run.plan else { return Ok(None) };
        let goal = self.goal_of(&question, &priced.plan)?;
        let objective = Proven {
            found: run.manifest.objective.unwrap_or_default(),
            bound: None,
        };
        Ok(Some(self.draft(Some(cap), goal, question, run, objective)))
    }

    /// The best objective within a cap; the status of the solve if there is no plan.
    fn within(&mut self, cap: f64, number: usize) -> Result<Result<Draft, Status>, StudyError> {
        let said = format!("{} at most {cap:.4} {}", self.second.name, self.second.unit);
        self.desk.begins(&said, 3 + number, self.of);
        let started = Instant::now();
        let question = self.subject.variant(&[self.second.cap(cap)])?;
        let mut model = self.model.clone();
        model.program.row_upper[self.row.index()] = (cap - self.constant).min(self.open);
        let answer = self.desk.solve(&question, model, started)?;
        match (answer.proven(), answer.plan()) {
            (Some(objective), Some(plan)) => {
                let goal = self.goal_of(&question, &plan.plan)?;
                Ok(Ok(self.draft(Some(cap), goal, question, answer.run, objective)))
            }
            _ => Ok(Err(answer.status())),
        }
    }

    fn draft(&self, cap: Option<f64>, goal: f64, question: Question, run: Run, objective: Proven) -> Draft {
        Draft {
            cap,
            goal,
            objective: Proven {
                found: run.manifest.objective.unwrap_or(objective.found),
                ..objective
            },
            status: run.manifest.status,
            question,
            run,
        }
    }
}

/// Compares the points with each other.
fn points(drafts: Vec<Draft>, sense: Sense) -> Vec<Point> {
    let worth: Vec<(f64, f64)> = drafts
        .iter()
        .map(|draft| (sense.of_minimised(draft.objective.found), draft.goal))
        .collect();
    let objectives: Vec<Proven> = drafts.iter().map(|draft| draft.objective).collect();
    let mut points: Vec<Point> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for (place, draft) in drafts.into_iter().enumerate() {
        let same_as = (0..place)
            .find(|&other| same(worth[other], worth[place]))
            .map(|other| other + 1);
        let dominated_by = (0..worth.len())
            .find(|&other| dominates(worth[other], worth[place]))
            .map(|other| other + 1);
        let premium = match sense {
            Sense::Minimise => Change::between(objectives[0], draft.objective),
            Sense::Maximise => Change::between(draft.objective, objectives[0]),
        };
        let mut musd_per_unit = None;
        if same_as.is_none() && dominated_by.is_none() {
            if let Some((cost, goal)) = last {
                let step = goal - worth[place].1;
                musd_per_unit = (step > 0.0).then(|| (worth[place].0 - cost) / step);
            }
            last = Some(worth[place]);
        }
        points.push(Point {
            cap: draft.cap,
            goal: draft.goal,
            objective: draft.objective,
            status: draft.status,
            premium,
            musd_per_unit,
            dominated_by,
            same_as,
            question: draft.question,
            run: draft.run,
        });
    }
    points
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs()).max(1.0)
}

fn same(a: (f64, f64), b: (f64, f64)) -> bool {
    near(a.0, b.0) && near(a.1, b.1)
}

/// Whether the first is no worse in both, and better in one.
fn dominates(a: (f64, f64), b: (f64, f64)) -> bool {
    let no_worse = |a: f64, b: f64| a <= b || near(a, b);
    no_worse(a.0, b.0) && no_worse(a.1, b.1) && !same(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_dominated_by_one_that_is_better_in_one_and_no_worse_in_the_other() {
        assert!(dominates((1.0, 2.0), (1.0, 3.0)));
        assert!(dominates((0.5, 2.0), (1.0, 2.0)));
        assert!(!dominates((1.0, 2.0), (1.0, 2.0)));
        assert!(!dominates((0.5, 3.0), (1.0, 2.0)));
        // Rounding is no difference.
        assert!(!dominates((1.0 - 1e-9, 2.0), (1.0, 2.0)));
    }

    #[test]
    fn caps_are_evenly_spaced() {
        let shares: Vec<f64> = (1..=3).map(|step| step_share(step, 3)).collect();
        assert_eq!(shares, [0.25, 0.5, 0.75]);
    }
}
