//! Plans nearly as good as the best that differ from each other as much as possible.
//!
//! ```text
//! max  d      d <= distance(x, plan k)   for the best plan and every alternative so far
//!             objective(x) <= objective of the best plan + tolerance
//! then        min objective(x)   with  d >= the distance found
//! or          min objective(x)   without something that the best plan has, if none was found in time
//! ```
//!
//! Source: modelling to generate alternatives - Brill, Chang and Hopkins, "Modeling to generate alternatives: the HSJ
//! approach", Management Science 28 (1982), here with the smallest distance to all plans so far maximised instead of what
//! was used being minimised; DeCarolis, Energy Economics 33 (2011), for capacity planning. The second solve keeps an
//! alternative from spending the tolerance on nothing.

mod distance;
mod without;
mod words;

use super::objective::{add_row, concluded, cost_of};
use super::{Answer, Desk, Proven, StudyError, Subject};
use crate::model::Model;
use crate::program::{Col, Row};
use crate::run::manifest::Sense;
use crate::run::{self, Priced, Run};
use crate::solver::{Outcome, Status};
use distance::{Features, Kinds};
use serde::{Deserialize, Serialize};

/// In what alternatives are to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differ {
    /// Where: candidate sites used in one plan only, and the share of the load at the end that differs by site.
    Sites,
    /// On what: the share of the power bought over the horizon that differs by chip.
    Chips,
    /// When: periods by which sites open, halls start and power is committed earlier or later, added up.
    Timing,
}

impl Differ {
    /// Differences smaller than this are none.
    pub fn least(self) -> f64 {
        match self {
            Self::Sites | Self::Chips => 0.05,
            Self::Timing => 1.0,
        }
    }

    /// A distance in words.
    pub fn says(self, distance: f64) -> String {
        use crate::report::numbers::percent;
        match self {
            Self::Sites => {
                // The share is below 1 wherever plans are of one size.
                let sites = distance.floor();
                let noun = if sites == 1.0 { "site" } else { "sites" };
                match sites {
                    0.0 => format!("{} of the load", percent(distance)),
                    _ if distance - sites < 5e-4 => format!("{sites} {noun}"),
                    _ => format!("{sites} {noun} and {} of the load", percent(distance - sites)),
                }
            }
            Self::Chips => format!("{} of the power bought", percent(distance)),
            Self::Timing => {
                // Steps are whole: what lies between is a bound.
                let periods = (distance + 1e-6).floor();
                let noun = if periods == 1.0 { "period" } else { "periods" };
                format!("{periods} {noun}")
            }
        }
    }
}

/// Things left out in search of one alternative, at most, after the search for the most different plan has come to nothing.
const WITHOUT: usize = 4;

/// How different an alternative need not be proven to be the most different: it may miss that by this share.
const DISTANCE_GAP: f64 = 0.05;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// Most by which the objective may be worse than that of the best plan found, as a share of it.
    pub within: f64,
    /// Alternatives wanted.
    pub count: usize,
    /// In what they are to differ.
    pub differ: Differ,
    /// Whether only to leave out what the best plan has, not to look for the most different plan first.
    pub quick: bool,
}

/// A plan beside the best.
#[derive(Debug, Clone, Serialize)]
pub struct Alternative {
    /// Its objective, MUSD.
    pub objective: f64,
    /// How much worse that is than the best plan, as a share of it.
    pub worse: f64,
    /// Distance to the nearest of the best plan and the alternatives before it.
    pub distance: f64,
    /// No plan within the tolerance is farther than this from all of them; `None` if that is not proven.
    pub distance_at_most: Option<f64>,
    /// Distances to the best plan and to each alternative before it.
    pub distances: Vec<f64>,
    /// What it has otherwise than the best plan.
    pub differences: Vec<String>,
    /// Whether no cheaper plan is as different, within the gap; otherwise the solve for it was stopped.
    pub cheapest: bool,
    /// The run, plan checked.
    #[serde(skip)]
    pub run: Run,
}

/// Why there are no more.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "end")]
pub enum End {
    /// As many as were asked for.
    Enough,
    /// No plan within the tolerance differs from all of these by as much as counts: proven.
    NoMore {
        /// The most by which one could differ.
        distance_at_most: f64,
    },
    /// All that the best plan has was left out, one thing after another; the most different plan was not asked for.
    TriedAll,
    /// A limit came before another one was found or excluded.
    Stopped,
}

/// The best plan and those beside it.
#[derive(Debug, Clone, Serialize)]
pub struct Alternatives {
    /// In what the plans differ.
    pub differ: Differ,
    /// What is done with the objective.
    pub sense: Sense,
    /// The best plan.
    pub best: Proven,
    /// Objective of the plan that was the best before the search found a better one, if it did.
    pub before: Option<f64>,
    /// The objective that an alternative may have at worst.
    pub at_worst: f64,
    /// The alternatives in the order in which they were found.
    pub plans: Vec<Alternative>,
    /// Why there are no more.
    #[serde(flatten)]
    pub end: End,
    /// The run of the best plan.
    #[serde(skip)]
    pub run: Run,
}

/// Looks for alternatives.
///
/// # Errors
/// Faults of the solver; no plan at all.
pub fn alternatives(desk: &mut Desk, subject: &Subject, asked: &Asked) -> Result<Alternatives, StudyError> {
    let steps = 2 * asked.count + 1;
    desk.begins("the best plan", 0, steps);
    let base = desk.base(subject)?;
    let (Some(best), Some(values), Some(plan)) = (base.proven(), base.values.clone(), base.plan().cloned())
    else {
        return Err(StudyError::EmptyHanded);
    };
    let sense = base.run.manifest.sense;
    let mut search = Search::new(subject, &base, values, plan, *asked);
    let mut run = base.run;
    let mut plans: Vec<Alternative> = Vec::new();
    let mut end = End::Enough;
    let mut restarts = 0;
    while plans.len() < asked.count {
        match search.next(desk, subject, steps)? {
            Ok((alternative, _)) if !search.is_better(&alternative) => plans.push(alternative),
            // A better plan than the best one takes its place. What was found before stays if it is near enough still.
            Ok(_) if restarts == RESTARTS => {
                end = End::Stopped;
                break;
            }
            Ok((better, values)) => {
                restarts += 1;
                run = better.run.clone();
                plans = search.restart(subject, better, values, std::mem::take(&mut plans));
            }
            Err(why) => {
                end = why;
                break;
            }
        }
    }
    let (_, plan) = &search.known[0];
    let found = sense.of_minimised(plan.ledger.objective(&subject.question.model));
    Ok(Alternatives {
        differ: asked.differ,
        sense,
        best: Proven {
            found,
            bound: run.manifest.best_bound,
        },
        before: (restarts > 0).then_some(best.found),
        at_worst: found + sense.of_minimised(asked.within * found.abs()),
        plans,
        end,
        run,
    })
}

/// Better plans than the best one that the search begins anew from, at most: where there are more, the best plan deserves
/// more time.
const RESTARTS: usize = 8;

/// What is compared between plans where this one is the best.
fn features(subject: &Subject, model: &Model, best: &Priced, differ: Differ) -> Features {
    let scenario = &subject.question.scenario;
    let total = words::size(differ, scenario, best);
    Features::new(differ, scenario, model, total)
}

/// Objectives that differ by less than this share are the same.
const SAME: f64 = 1e-6;

/// The search under way.
struct Search {
    asked: Asked,
    /// The model with a row that holds the objective.
    model: Model,
    row: Row,
    /// Bound of the scenario, minimised.
    bound: Option<f64>,
    features: Features,
    /// Column values and plans so far, the best first.
    known: Vec<(Vec<f64>, Priced)>,
    /// What was left out of the best plan already.
    left_out: Vec<String>,
}

impl Search {
    fn new(subject: &Subject, base: &Answer, values: Vec<f64>, plan: Priced, asked: Asked) -> Self {
        let mut model = base.model.clone();
        let row = add_row(&mut model);
        let sense = base.run.manifest.sense;
        let bound = base.run.manifest.best_bound;
        let mut search = Self {
            asked,
            features: features(subject, &model, &plan, asked.differ),
            model,
            row,
            bound: bound.map(|bound| sense.of_minimised(bound)),
            known: vec![(values, plan)],
            left_out: Vec::new(),
        };
        search.hold();
        search
    }

    /// Holds the objective within the tolerance of the best plan.
    fn hold(&mut self) {
        let cost = cost_of(&self.model, &self.known[0].0);
        // The row is without the constant of the objective.
        let at_worst = cost + self.asked.within * cost.abs() + 1e-9 * cost.abs().max(1.0);
        self.model.program.row_upper[self.row.index()] = at_worst - self.model.program.offset;
    }

    /// Whether a plan is better than the best one, beyond rounding.
    fn is_better(&self, alternative: &Alternative) -> bool {
        alternative.worse < -SAME
    }

    /// Begins anew from a better plan; returns those that are alternatives to it as well.
    fn restart(
        &mut self,
        subject: &Subject,
        better: Alternative,
        values: Vec<f64>,
        plans: Vec<Alternative>,
    ) -> Vec<Alternative> {
        let Some(plan) = better.run.plan else {
            return plans;
        };
        self.features = features(subject, &self.model, &plan, self.asked.differ);
        let before = std::mem::replace(&mut self.known, vec![(values, plan)]);
        self.hold();
        self.left_out.clear();
        let mut kept = Vec::new();
        for (mut alternative, (values, plan)) in plans.into_iter().zip(before.into_iter().skip(1)) {
            self.place(subject, &mut alternative, &values, &plan);
            let within = alternative.worse <= self.asked.within + SAME;
            if within && alternative.distance >= self.asked.differ.least() - 1e-6 {
                // What was proven of the distance was so for other plans.
                alternative.distance_at_most = None;
                kept.push(alternative);
                self.known.push((values, plan));
            }
        }
        kept
    }

    /// Says where a plan stands among those that are known.
    fn place(&self, subject: &Subject, alternative: &mut Alternative, values: &[f64], plan: &Priced) {
        let question = &subject.question;
        let (_, best) = &self.known[0];
        let objective = plan.ledger.objective(&question.model);
        let reference = best.ledger.objective(&question.model);
        let between = |(known, _): &(Vec<f64>, Priced)| self.features.between(values, known);
        alternative.distances = self.known.iter().map(between).collect();
        alternative.distance = alternative
            .distances
            .iter()
            .copied()
            .fold(f64::INFINITY, f64::min);
        alternative.objective = run::sense(&question.model).of_minimised(objective);
        alternative.worse = (objective - reference) / reference.abs().max(1e-9);
        alternative.differences = words::differences(self.asked.differ, &question.scenario, best, plan);
    }

    /// The model with columns for the distance to every plan so far, and the column that is the smallest of them.
    fn with_distances(&self) -> (Model, Col) {
        let mut model = self.model.clone();
        let program = &mut model.program;
        let kinds = Kinds::new(program);
        let distances: Vec<_> = self
            .known
            .iter()
            .map(|(values, _)| self.features.distance(program, &kinds, values))
            .collect();
        let least = kinds.least_of(program, &distances);
        (model, least)
    }

    /// The next alternative with its column values, or why there is none. It is known from then on, unless it is better than
    /// the best plan.
    fn next(
        &mut self,
        desk: &mut Desk,
        subject: &Subject,
        steps: usize,
    ) -> Result<Result<(Alternative, Vec<f64>), End>, StudyError> {
        if desk.interrupted() {
            return Ok(Err(End::Stopped));
        }
        if self.asked.quick {
            return self.without(desk, subject, steps, None);
        }
        let question = &subject.question;
        let number = self.known.len();
        desk.begins(
            &format!("alternative {number}, as different as can be"),
            2 * number - 1,
            steps,
        );
        let (mut model, least) = self.with_distances();
        let nothing = vec![0.0; model.program.columns()];
        let cost = std::mem::replace(&mut model.program.cost, nothing);
        let offset = std::mem::take(&mut model.program.offset);
        model.program.cost[least.index()] = -1.0;
        let gap = desk.options().gap.max(DISTANCE_GAP);
        let (far, _) = desk.raw_to(gap, question, &model)?;
        let at_most = far.best_bound.map(|bound| 0.0 - bound);
        let wanted = self.asked.differ.least() - 1e-6;
        if let Some(most) = at_most.filter(|most| *most < wanted) {
            return Ok(Err(End::NoMore {
                distance_at_most: most.max(0.0),
            }));
        }
        let found = far.objective.map_or(0.0, |value| 0.0 - value);
        let Some(first) = far.values.filter(|_| found >= wanted) else {
            return match at_most.filter(|_| far.status == Status::Optimal) {
                Some(distance_at_most) => Ok(Err(End::NoMore { distance_at_most })),
                None => {
                    let next = self.without(desk, subject, steps, at_most)?;
                    Ok(next.map_err(|_| End::Stopped))
                }
            };
        };
        // The cheapest that is as different.
        model.program.cost = cost;
        model.program.offset = offset;
        model.program.col_lower[least.index()] = found - 1e-6 * found.max(1.0);
        let mut cheapest = Found {
            values: first,
            distance_at_most: at_most,
            cheapest: false,
            told: None,
        };
        if !desk.interrupted() {
            desk.begins(
                &format!("alternative {number}, at the least cost"),
                2 * number,
                steps,
            );
            let (outcome, _) = desk.raw(question, &model)?;
            cheapest.cheapest = outcome.status == Status::Optimal;
            if let Some(values) = outcome.values.clone() {
                cheapest.values = values;
            }
            cheapest.told = Some(outcome);
        }
        let judged = self.judged(desk, subject, cheapest)?;
        Ok(judged.ok_or(End::Stopped))
    }

    /// The cheapest plan without something that the best one has, the first that is within the tolerance and differs from all so
    /// far. The search for cheap plans is the better one, and none is kept back by a limit on the objective: what it finds is
    /// judged afterwards.
    fn without(
        &mut self,
        desk: &mut Desk,
        subject: &Subject,
        steps: usize,
        distance_at_most: Option<f64>,
    ) -> Result<Result<(Alternative, Vec<f64>), End>, StudyError> {
        let question = &subject.question;
        let number = self.known.len();
        let (best, _) = &self.known[0];
        let mut parts = without::parts(self.asked.differ, &question.scenario, &self.model, best);
        parts.retain(|part| !self.left_out.contains(&part.name));
        parts.truncate(if self.asked.quick { usize::MAX } else { WITHOUT });
        for part in parts {
            if desk.interrupted() {
                return Ok(Err(End::Stopped));
            }
            self.left_out.push(part.name.clone());
            let name = &part.name;
            desk.begins(
                &format!("alternative {number}, without {name}"),
                2 * number,
                steps,
            );
            let mut model = self.model.clone();
            model.program.row_upper[self.row.index()] = f64::INFINITY;
            for col in part.cols {
                model.program.col_upper[col.index()] = 0.0;
            }
            let (outcome, _) = desk.raw(question, &model)?;
            let Some(values) = outcome.values.clone() else {
                continue;
            };
            let found = Found {
                values,
                distance_at_most,
                cheapest: false,
                told: Some(outcome),
            };
            if let Some(judged) = self.judged(desk, subject, found)? {
                return Ok(Ok(judged));
            }
        }
        Ok(Err(End::TriedAll))
    }

    /// A point as an alternative, known from then on unless it is better than the best plan. `None` if it is too dear or too
    /// near to a plan that is known.
    fn judged(
        &mut self,
        desk: &Desk,
        subject: &Subject,
        found: Found,
    ) -> Result<Option<(Alternative, Vec<f64>)>, StudyError> {
        let values = found.values;
        // Its bound is that of the subject.
        let run = concluded(
            desk,
            &subject.question,
            &self.model,
            &values,
            self.bound,
            found.told,
        )?;
        let Some(plan) = run.plan.clone() else {
            return Ok(None);
        };
        let mut alternative = Alternative {
            objective: 0.0,
            worse: 0.0,
            distance: 0.0,
            distance_at_most: found.distance_at_most,
            differences: Vec::new(),
            distances: Vec::new(),
            cheapest: found.cheapest,
            run,
        };
        self.place(subject, &mut alternative, &values, &plan);
        let is_near = alternative.distance < self.asked.differ.least() - 1e-6;
        if is_near || alternative.worse > self.asked.within + SAME {
            return Ok(None);
        }
        if !self.is_better(&alternative) {
            self.known.push((values.clone(), plan));
        }
        Ok(Some((alternative, values)))
    }
}

/// A point that may be an alternative.
struct Found {
    values: Vec<f64>,
    distance_at_most: Option<f64>,
    cheapest: bool,
    told: Option<Outcome>,
}
