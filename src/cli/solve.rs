//! `buildout solve`: from a scenario to a verified plan.

use super::arguments::{ModelArgs, RunArgs, ScenarioArgs};
use super::progress::{LiveLine, stop_on_interrupt};
use super::show::run_json;
use super::{CliError, Context, Exit};
use crate::model;
use crate::program::stats::Stats;
use crate::report::page;
use crate::report::terminal::{self, View};
use crate::run::saved::Saved;
use crate::run::{self, Question, Run, saved};
use crate::solver::{Monitor, PREVIOUS_PLAN, Status};
use crate::study::replan::{self, Beginning, ReplanError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `solve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    run: RunArgs,
    /// Begin with the plan of this run, of the same scenario or another: it is the first one to improve on
    #[arg(long, value_name = "RUN", value_hint = clap::ValueHint::DirPath)]
    start: Option<PathBuf>,
    /// Print the size of the program and the range of its coefficients; solve nothing
    #[arg(long)]
    dry_run: bool,
    /// Solve the same program with a second, independent solver and compare
    #[arg(long)]
    second_opinion: bool,
    /// Print the run as JSON instead of tables
    #[arg(long)]
    json: bool,
}

/// Solves, verifies, writes the run directory and prints the headline tables.
///
/// # Errors
/// Bad input, a run directory that cannot be written, faults of the solver or the program.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupted = stop_on_interrupt(context);
    let mut question = args.scenario.question(&args.model, context)?;
    if args.dry_run {
        return dry_run(&args, &question, context);
    }
    let saved = match &args.start {
        Some(from) => Some((from, read_start(from, &mut question, context)?)),
        None => None,
    };
    let mut beginning = match &saved {
        Some((from, saved)) => Some(Beginning::new(&question, from, saved).map_err(cannot_begin)?),
        None => None,
    };
    let target = args.run.target(|| saved::directory_name(&question))?;
    let options = run::Options {
        solve: args.run.options(),
        second_opinion: args.second_opinion,
    };
    let live = Arc::new(LiveLine::new(context, run::sense(&question.model), interrupted));
    let monitor: Arc<dyn Monitor> = Arc::clone(&live) as Arc<dyn Monitor>;
    let solved = match &mut beginning {
        Some(beginning) => run::solve_amended(&question, &options, monitor, beginning),
        None => run::solve(&question, &options, monitor),
    };
    live.finish();
    let solved = solved?;
    if let Some(from) = &args.start
        && !solved
            .trajectory
            .iter()
            .any(|event| event.source == PREVIOUS_PLAN)
    {
        let from = from.display();
        context.say(&format!(
            "note: the plan of {from} does not fit this scenario, so the solve began with nothing"
        ));
    }
    let mut files =
        saved::files(&question, &solved).map_err(|error| CliError::Internal(error.to_string()))?;
    files.push((page::run::FILE.to_owned(), page_of(&question, &solved)?));
    target.write(&files)?;
    print(&args, &question, &solved, target.path(), context)?;
    if let Some(opinion) = &solved.second_opinion {
        context.say(opinion);
    }
    context.say(&format!("run written to {}", target.path().display()));
    Ok(exit(&solved))
}

/// The run whose plan a solve begins with, which becomes an input of its question.
fn read_start(from: &Path, question: &mut Question, context: &Context) -> Result<Saved, CliError> {
    let saved = context.read_run(from)?;
    replan::read_as_input(question, from);
    Ok(saved)
}

/// A run whose plan says nothing about the scenario.
fn cannot_begin(error: ReplanError) -> CliError {
    CliError::input(
        error.to_string(),
        "give --start a run with a plan of this scenario or one like it, or leave it out",
    )
}

/// The page of the run, for its directory.
pub(super) fn page_of(question: &Question, solved: &Run) -> Result<Vec<u8>, CliError> {
    let trajectory = saved::trajectory_csv(&solved.trajectory);
    let page = page::run::page(&page::run::Subject {
        scenario: &question.scenario,
        manifest: &solved.manifest,
        plan: solved.plan.as_ref(),
        explanation: solved.explanation.as_deref(),
        trajectory: Some(&trajectory),
        altered: &[],
        studies: &page::study::Studies::default(),
    });
    Ok(page.render()?.into_bytes())
}

/// Exit code of a finished run.
pub(super) fn exit(run: &Run) -> Exit {
    match (run.manifest.status, &run.plan) {
        (Status::Infeasible, _) => Exit::Infeasible,
        (Status::Optimal, Some(_)) => Exit::Done,
        (_, Some(_)) => Exit::StoppedWithPlan,
        (_, None) => Exit::StoppedWithoutPlan,
    }
}

fn print(
    args: &Args,
    question: &Question,
    solved: &Run,
    path: &Path,
    context: &Context,
) -> Result<(), CliError> {
    if args.json {
        let explanation = solved.explanation.as_deref();
        let run = run_json(path, &solved.manifest, solved.plan.as_ref(), explanation);
        return context.print_json(&run);
    }
    match (&solved.plan, &solved.explanation) {
        (Some(priced), _) => {
            let view = View {
                scenario: &question.scenario,
                manifest: &solved.manifest,
                plan: &priced.plan,
                ledger: &priced.ledger,
                tables: &priced.tables,
            };
            context.print(&terminal::render(&view, context.page()))?;
        }
        (None, Some(explanation)) => context.print(explanation)?,
        (None, None) => context.say("stopped before any plan was found"),
    }
    Ok(())
}

/// Size of the program and ranges of its coefficients.
fn dry_run(args: &Args, question: &Question, context: &Context) -> Result<Exit, CliError> {
    let model = model::build(&question.scenario, &question.model);
    let stats = Stats::of(&model.program);
    if args.json {
        context.print_json(&stats)?;
    } else {
        context.print(&crate::report::size::render(&stats, context.page()))?;
    }
    Ok(Exit::Done)
}
