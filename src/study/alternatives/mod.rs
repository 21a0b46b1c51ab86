//! Plans nearly as good as the best that differ from each other as much as possible.
//!
//! ```text
//! max  d      d <= distance(x, plan k)   for the best plan and every alternative so far
//!             objective(x) <= objective of the best plan + tolerance
//! then        min objective(x)   with  d >= the distance found
//! ```
//!
//! Source: modelling to generate alternatives - Brill, Chang and Hopkins, "Modeling to generate alternatives: the HSJ
//! approach", Management Science 28 (1982), here with the smallest distance to all plans so far maximised instead of what
//! was used being minimised; DeCarolis, Energy Economics 33 (2011), for capacity planning. The second solve keeps an
//! alternative from spending the tolerance on nothing.

mod distance;
mod words;

use super::frontier::{add_objective_row, cost_of};
use super::{Answer, Desk, Proven, StudyError, Subject};
use crate::model::Model;
use crate::program::Col;
use crate::run::manifest::{Seconds, Sense};
use crate::run::{self, Priced, Run};
use crate::solver::{Outcome, Status};
use distance::{Features, Kinds};
use serde::Serialize;

/// In what alternatives are to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    /// A limit came before another one was found or excluded.
    Stopped,
}

/// The best plan and those beside it.
#[derive(Debug, Clone, Serialize)]
pub struct Alternatives {
    /// What is done with the objective.
    pub sense: Sense,
    /// The best plan.
    pub best: Proven,
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
    let base = desk.base(&subject.question)?;
    let (Some(best), Some(values), Some(plan)) = (base.proven(), base.values.clone(), base.plan().cloned())
    else {
        return Err(StudyError::EmptyHanded);
    };
    let sense = base.run.manifest.sense;
    let mut search = Search::new(subject, &base, values, plan, *asked);
    let mut plans = Vec::new();
    let mut end = End::Enough;
    while plans.len() < asked.count {
        match search.next(desk, subject, steps)? {
            Ok(alternative) => plans.push(alternative),
            Err(why) => {
                end = why;
                break;
            }
        }
    }
    Ok(Alternatives {
        sense,
        best,
        at_worst: best.found + sense.of_minimised(asked.within * best.found.abs()),
        plans,
        end,
        run: base.run,
    })
}

/// The search under way.
struct Search {
    asked: Asked,
    /// The model with a row that holds the objective.
    model: Model,
    /// Bound of the scenario, minimised.
    bound: Option<f64>,
    features: Features,
    /// Column values and plans so far, the best first.
    known: Vec<(Vec<f64>, Priced)>,
}

impl Search {
    fn new(subject: &Subject, base: &Answer, values: Vec<f64>, plan: Priced, asked: Asked) -> Self {
        let scenario = &subject.question.scenario;
        let total = words::size(asked.differ, scenario, &plan);
        let features = Features::new(asked.differ, scenario, &base.model, total);
        let mut model = base.model.clone();
        let row = add_objective_row(&mut model);
        let cost = cost_of(&model, &values);
        // The row is without the constant of the objective.
        let at_worst = cost + asked.within * cost.abs() + 1e-9 * cost.abs().max(1.0);
        model.program.row_upper[row.index()] = at_worst - model.program.offset;
        let sense = base.run.manifest.sense;
        Self {
            asked,
            model,
            bound: base
                .run
                .manifest
                .best_bound
                .map(|bound| sense.of_minimised(bound)),
            features,
            known: vec![(values, plan)],
        }
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

    /// The next alternative, or why there is none.
    fn next(
        &mut self,
        desk: &mut Desk,
        subject: &Subject,
        steps: usize,
    ) -> Result<Result<Alternative, End>, StudyError> {
        if desk.interrupted() {
            return Ok(Err(End::Stopped));
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
            return Ok(Err(match at_most {
                Some(most) if far.status == Status::Optimal => End::NoMore {
                    distance_at_most: most,
                },
                _ => End::Stopped,
            }));
        };
        // The cheapest that is as different.
        model.program.cost = cost;
        model.program.offset = offset;
        model.program.col_lower[least.index()] = found - 1e-6 * found.max(1.0);
        let mut values = first;
        let mut cheapest = false;
        let mut told = None;
        if !desk.interrupted() {
            desk.begins(
                &format!("alternative {number}, at the least cost"),
                2 * number,
                steps,
            );
            let (outcome, _) = desk.raw(question, &model)?;
            cheapest = outcome.status == Status::Optimal;
            if let Some(better) = &outcome.values {
                values.clone_from(better);
            }
            told = Some(outcome);
        }
        let run = self.run(desk, subject, &values, told)?;
        let Some(plan) = run.plan.clone() else {
            return Ok(Err(End::Stopped));
        };
        let distances: Vec<f64> = self
            .known
            .iter()
            .map(|(known, _)| self.features.between(&values, known))
            .collect();
        let (_, best) = &self.known[0];
        let objective = plan.ledger.objective(&question.model);
        let reference = best.ledger.objective(&question.model);
        let alternative = Alternative {
            objective: run.manifest.sense.of_minimised(objective),
            worse: (objective - reference) / reference.abs().max(1e-9),
            distance: distances.iter().copied().fold(f64::INFINITY, f64::min),
            distance_at_most: at_most,
            differences: words::differences(self.asked.differ, &question.scenario, best, &plan),
            distances,
            cheapest,
            run,
        };
        self.known.push((values, plan));
        Ok(Ok(alternative))
    }

    /// An alternative as a run of the subject: its bound is that of the subject.
    fn run(
        &self,
        desk: &Desk,
        subject: &Subject,
        values: &[f64],
        told: Option<Outcome>,
    ) -> Result<Run, StudyError> {
        let objective = cost_of(&self.model, values);
        let options = desk.options();
        let closed = self
            .bound
            .is_some_and(|bound| objective - bound <= options.gap * objective.abs());
        let outcome = Outcome {
            status: if closed { Status::Optimal } else { Status::Feasible },
            values: Some(values.to_vec()),
            objective: Some(objective),
            best_bound: self.bound.map(|bound| bound.min(objective)),
            duals: None,
            limits_hit: Vec::new(),
            strategy: options.strategy,
            seconds: told.as_ref().map_or(0.0, |told| told.seconds),
            trajectory: Vec::new(),
            log: told.map(|told| told.log).unwrap_or_default(),
        };
        let question = &subject.question;
        Ok(run::conclude(
            question,
            options,
            &self.model,
            outcome,
            Seconds::default(),
        )?)
    }
}
