//! One run, from question to verified plan to files.
//!
//! [`solve`] is the whole pipeline: build, solve, extract, verify, price. The command line adds arguments
//! before it and tables after it; scripts and tests call it directly.

pub mod directory;
pub mod explanation;
pub mod manifest;
pub mod origins;
mod question;
pub mod saved;
mod second;
pub(crate) mod shadow;

pub use question::Question;

use crate::model::{self, Columns};
use crate::plan::Plan;
use crate::plan::ledger::Ledger;
use crate::plan::tables::{self, Table};
use crate::plan::verify::{Violation, verify};
use crate::program::Program;
use crate::scenario::{ModelSpec, Objective};
use crate::solver::{
    self, Event, Monitor, Outcome, Progress, Resolver, Reuse, Rounding, SolveOptions, SolverError, Status,
};
use crate::study::explain;
use manifest::{Manifest, Seconds, Sense, Versions, peak_rss_bytes, sha256};
use std::sync::Arc;
use std::time::Instant;

/// A finished run.
#[derive(Debug, Clone)]
pub struct Run {
    /// What `manifest.json` says.
    pub manifest: Manifest,
    /// The plan; `None` if there is none.
    pub plan: Option<Priced>,
    /// Why there can be no plan, if the scenario is infeasible: the families that cannot all hold.
    pub explanation: Option<String>,
    /// What the second solver said, if it was asked.
    pub second_opinion: Option<String>,
    /// Every better plan and every better bound on the way, in the model's own sense.
    pub trajectory: Vec<Event>,
    /// Solver log and own remarks, line by line.
    pub log: Vec<String>,
}

/// A verified plan with what follows from it.
#[derive(Debug, Clone)]
pub struct Priced {
    /// What was decided.
    pub plan: Plan,
    /// What it costs.
    pub ledger: Ledger,
    /// All tables.
    pub tables: Vec<Table>,
}

/// Why a run came to nothing. Infeasibility and limits are results, not errors.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The solver stack failed.
    #[error("the solver failed: {0}")]
    Solver(#[from] SolverError),
    /// The plan breaks the scenario's own rules: a fault of the program.
    #[error("the plan fails its own check: {} violations\n{}", .0.len(), listed(.0))]
    Unsound(Vec<String>),
    /// The second solver contradicts the first: one of them, or the program, is wrong.
    #[error("the second solver disagrees: {0}")]
    Disagreement(String),
    /// The ledger prices the plan differently from the solver: a fault of the program.
    #[error("the solver's objective is {solver} MUSD, but the plan's ledger adds up to {ledger} MUSD")]
    Mispriced {
        /// By the solver.
        solver: f64,
        /// By the ledger.
        ledger: f64,
    },
}

/// Violations one a line, the first twenty.
fn listed(violations: &[String]) -> String {
    let lines = violations
        .iter()
        .take(20)
        .map(|violation| format!("  {violation}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A violation in one sentence: family, ids, period, what is wrong.
fn told(violation: &Violation, labels: &[String]) -> String {
    let period = violation.period.and_then(|t| labels.get(t.index()));
    let place: Vec<&str> = [violation.row, &violation.subject]
        .into_iter()
        .chain(period.map(String::as_str))
        .filter(|part| !part.is_empty())
        .collect();
    format!("{}: {}", place.join(" "), violation.message)
}

/// Largest relative difference between the solver's objective and the ledger's. Both sum the same
/// products in different orders from values that the solver holds to 1e-6 at most.
const SAME_OBJECTIVE: f64 = 1e-6;

/// Longest time for the second solver where the solve itself has no limit.
const SECOND_OPINION_SECONDS: f64 = 300.0;

/// Longest time for telling why there is no plan.
const EXPLAINING_SECONDS: f64 = 60.0;

/// How to run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How to solve.
    pub solve: SolveOptions,
    /// Whether a second, independent solver is asked as well, within the same time limit.
    pub second_opinion: bool,
}

/// What a study adds to the program of a question.
pub trait Amendment {
    /// Changes bounds, adds columns and rows, see [`model::build_with`].
    fn amend(&mut self, columns: &Columns, program: &mut Program);
    /// What the columns added cost at the point found, MUSD of present value. It steers the solve, but is not part of the
    /// plan's objective.
    fn price(&mut self, values: &[f64]) -> f64;
    /// A plan to start from, as values of the columns; it may break rows.
    fn start(&mut self) -> Option<Vec<f64>> {
        None
    }
    /// Whether nothing is added: then `explain` asks the same question.
    fn is_nothing(&self) -> bool {
        false
    }
}

/// Adds nothing.
struct Nothing;

impl Amendment for Nothing {
    fn amend(&mut self, _: &Columns, _: &mut Program) {}
    fn price(&mut self, _: &[f64]) -> f64 {
        0.0
    }
    fn is_nothing(&self) -> bool {
        true
    }
}

/// Solves a question and checks the plan.
///
/// # Errors
/// Faults of the solver or of the program; never because there is no plan.
pub fn solve(question: &Question, options: &Options, monitor: Arc<dyn Monitor>) -> Result<Run, RunError> {
    solve_amended(question, options, monitor, &mut Nothing)
}

/// [`solve`] with what a study adds. The objective of the run is that of the plan, without what the additions cost; its
/// bound holds for all plans that the additions cost no more.
///
/// # Errors
/// As [`solve`]; a plan that breaks a rule although the program allowed it, which additions can bring about.
pub fn solve_amended(
    question: &Question,
    options: &Options,
    monitor: Arc<dyn Monitor>,
    amendment: &mut dyn Amendment,
) -> Result<Run, RunError> {
    run(
        question,
        options,
        Arc::clone(&monitor),
        amendment,
        |program, rounding, start| match start {
            None => solver::solve_with(program, &options.solve, monitor, Some(rounding)),
            Some(start) => {
                let mut resolver = Resolver::new(options.solve.clone());
                resolver.start_from(program, vec![start]);
                let (outcome, _) = resolver.solve(program.clone(), monitor, Some(rounding))?;
                Ok(outcome)
            }
        },
    )
}

/// [`solve`] from what the resolver's last solve has left; also tells what that was. The resolver's options are those of
/// the solve.
///
/// # Errors
/// As [`solve`].
pub fn solve_again(
    question: &Question,
    monitor: Arc<dyn Monitor>,
    resolver: &mut Resolver,
) -> Result<(Run, Reuse), RunError> {
    let options = Options {
        solve: resolver.options().clone(),
        second_opinion: false,
    };
    let mut reuse = Reuse::Cold;
    let run = run(
        question,
        &options,
        Arc::clone(&monitor),
        &mut Nothing,
        |program, rounding, _| {
            let (outcome, from) = resolver.solve(program.clone(), monitor, Some(rounding))?;
            reuse = from;
            Ok(outcome)
        },
    )?;
    Ok((run, reuse))
}

/// The whole of [`solve`] around the solver.
fn run(
    question: &Question,
    options: &Options,
    monitor: Arc<dyn Monitor>,
    amendment: &mut dyn Amendment,
    solve: impl FnOnce(&Program, &dyn Rounding, Option<Vec<f64>>) -> Result<Outcome, SolverError>,
) -> Result<Run, RunError> {
    let started = Instant::now();
    let phase = |phase| {
        monitor.progress(&Progress {
            phase,
            elapsed: started.elapsed().as_secs_f64(),
            incumbent: None,
            bound: None,
        });
    };
    phase("building the program");
    let model = model::build_with(&question.scenario, &question.model, |columns, program| {
        amendment.amend(columns, program);
    });
    let seconds = Seconds {
        load: question.load_seconds,
        build: started.elapsed().as_secs_f64(),
        ..Seconds::default()
    };
    phase("solving");
    let rounding = model::ByVintage {
        scenario: &question.scenario,
        model: &model,
    };
    let mut outcome = solve(&model.program, &rounding, amendment.start())?;
    let explanation = match outcome.status {
        Status::Infeasible => {
            phase("looking for the reason");
            let limited = SolveOptions {
                time_limit: Some(
                    options
                        .solve
                        .time_limit
                        .unwrap_or(EXPLAINING_SECONDS)
                        .min(EXPLAINING_SECONDS),
                ),
                ..options.solve.clone()
            };
            let found = explain::conflict(
                question,
                &[],
                Some(&model.program),
                &limited,
                Arc::clone(&monitor),
            )?;
            Some(explain::text::after_solve(
                question,
                &found,
                amendment.is_nothing(),
            ))
        }
        _ => None,
    };
    let second_opinion = if options.second_opinion {
        phase("asking a second solver");
        let limit = options.solve.time_limit.unwrap_or(SECOND_OPINION_SECONDS);
        Some(second::compare(&model.program, &outcome, limit)?)
    } else {
        None
    };
    outcome.log.extend(second_opinion.clone());
    if let Some(values) = &outcome.values {
        let price = amendment.price(values);
        without(&mut outcome, price);
    }
    phase("checking the plan");
    let mut run = conclude(question, &options.solve, &model, outcome, seconds)?;
    run.manifest.seconds.total = question.load_seconds + started.elapsed().as_secs_f64();
    run.manifest.seconds = run.manifest.seconds.rounded();
    Ok(Run {
        explanation,
        second_opinion,
        ..run
    })
}

/// What the solver returned as a run: the plan checked, priced and told what one unit more of its limits is worth. It is
/// without an explanation.
///
/// # Errors
/// As [`price`].
pub fn conclude(
    question: &Question,
    options: &SolveOptions,
    model: &model::Model,
    mut outcome: Outcome,
    mut seconds: Seconds,
) -> Result<Run, RunError> {
    let checking = Instant::now();
    let plan = match &outcome.values {
        Some(values) => {
            let plan = model::extract(&question.scenario, model, values);
            let mut priced = price(question, plan, outcome.claim())?;
            let own = priced.ledger.objective(&question.model);
            let is_cheaper = outcome.objective.is_some_and(|solver| own < solver - apart(own));
            if is_cheaper || priced.ledger.allowance(&question.model) > 0.0 {
                // The plan's own price, not the solver's estimate; its bound holds for both.
                outcome.objective = Some(own);
            }
            if let Some(duals) = &outcome.duals {
                shadow::fill(&mut priced.tables, &model.program, duals);
            }
            Some(priced)
        }
        None => None,
    };
    seconds.solve = outcome.seconds;
    seconds.verify = checking.elapsed().as_secs_f64();
    seconds.total = seconds.load + seconds.build + seconds.solve + seconds.verify;
    Ok(Run {
        manifest: manifest_of(
            question,
            options,
            &model.program,
            &outcome,
            plan.is_some(),
            seconds,
        ),
        plan,
        explanation: None,
        second_opinion: None,
        trajectory: in_sense(&outcome.trajectory, sense(&question.model)),
        log: outcome.log,
    })
}

/// Takes what additions cost off an outcome.
fn without(outcome: &mut Outcome, price: f64) {
    let events = outcome.trajectory.iter_mut();
    let amounts = events.flat_map(|event| [&mut event.incumbent, &mut event.bound]);
    let amounts = amounts.chain([&mut outcome.objective, &mut outcome.best_bound]);
    for amount in amounts.flatten() {
        *amount -= price;
    }
}

/// Distance up to which an objective of the solver and one of the ledger are the same, MUSD.
fn apart(objective: f64) -> f64 {
    SAME_OBJECTIVE * objective.abs().max(1.0)
}

/// Checks a plan and works out its ledger and tables. What the solver claims, an objective and a bound, is compared if
/// given: the plan may cost less than the solver believed (units that move and go at once are booked as gone from where
/// they were), but never more, and never less than the solver's bound.
///
/// # Errors
/// [`RunError::Unsound`] and [`RunError::Mispriced`].
pub fn price(question: &Question, plan: Plan, claim: Option<(f64, Option<f64>)>) -> Result<Priced, RunError> {
    let verification = verify(&question.scenario, &question.model, &plan);
    if !verification.accepted() {
        let labels = &question.scenario.horizon.labels;
        let told = verification
            .violations
            .iter()
            .map(|violation| told(violation, labels));
        return Err(RunError::Unsound(told.collect()));
    }
    if let Some((solver, bound)) = claim {
        let ledger = verification.objective;
        let least = bound.filter(|bound| bound.is_finite()).unwrap_or(solver);
        let same = apart(solver.abs().max(ledger.abs()));
        // Written so that NaN fails.
        let agree = least.min(solver) - ledger <= same && ledger - solver <= same + verification.allowance;
        if !agree {
            return Err(RunError::Mispriced { solver, ledger });
        }
    }
    let ledger = Ledger::new(&question.scenario, &plan);
    Ok(Priced {
        tables: tables::all(&question.scenario, &plan, &ledger),
        plan,
        ledger,
    })
}

/// Direction in which a model reads its objective.
pub fn sense(model: &ModelSpec) -> Sense {
    match model.objective {
        Objective::MinCost => Sense::Minimise,
        Objective::MaxProfit => Sense::Maximise,
    }
}

fn in_sense(trajectory: &[Event], sense: Sense) -> Vec<Event> {
    let event = |event: &Event| Event {
        incumbent: event.incumbent.map(|value| sense.of_minimised(value)),
        bound: event.bound.map(|value| sense.of_minimised(value)),
        ..*event
    };
    trajectory.iter().map(event).collect()
}

fn manifest_of(
    question: &Question,
    options: &SolveOptions,
    program: &Program,
    outcome: &Outcome,
    verified: bool,
    seconds: Seconds,
) -> Manifest {
    let sense = sense(&question.model);
    let finite = |value: Option<f64>| value.filter(|v| v.is_finite()).map(|v| sense.of_minimised(v));
    Manifest {
        status: outcome.status,
        objective: finite(outcome.objective),
        best_bound: finite(outcome.best_bound),
        gap: outcome.gap().filter(|gap| gap.is_finite()),
        sense,
        columns: program.columns(),
        rows: program.rows(),
        nonzeros: program.nonzeros(),
        integers: program.integers(),
        seconds: seconds.rounded(),
        peak_rss_bytes: peak_rss_bytes(),
        threads: options.threads,
        seed: options.seed,
        deterministic: options.deterministic,
        versions: Versions::of_this_build(),
        scenario_hash: sha256(question.resolved.as_bytes()),
        inputs: question.inputs.clone(),
        limits_hit: outcome.limits_hit.clone(),
        verified,
    }
}

impl Run {
    /// Whether the solve ended without a plan and without a proof that there is none.
    pub fn is_empty_handed(&self) -> bool {
        self.plan.is_none() && self.manifest.status != Status::Infeasible
    }
}
