//! `buildout calendar`: what must be committed by when, and what a delay costs.

use super::arguments::SolverArgs;
use super::progress::{LiveLine, stop_on_interrupt};
use super::{CliError, Context, Exit};
use crate::run;
use crate::run::manifest::Sense;
use crate::solver::{Monitor, Strategy};
use crate::study::calendar::{self, Costs, Watch, ics};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Arguments of `calendar`.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("time_limit", |arg| arg.default_value("60s").help("Stop each of these solves after this long: 60s, 5min, 2h or none")),
    after_help = "The last moment is found by moving a commitment later in the finished plan, all else as it is, until a \
    rule of the scenario breaks. The cost of a delay is found by solving again with the commitment not before the next \
    period."
)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN", value_hint = clap::ValueHint::DirPath)]
    run: PathBuf,
    /// Commitments whose delay is priced by a new solve: `first-year` (the ten dearest of it), `all`, or how many of
    /// the dearest
    #[arg(long, value_name = "WHICH", default_value = "first-year", value_parser = which)]
    costs: Costs,
    /// Solve nothing: dates and last moments only
    #[arg(long, conflicts_with = "costs")]
    no_costs: bool,
    #[command(flatten)]
    solver: SolverArgs,
    /// Print as JSON
    #[arg(long, group = "form")]
    json: bool,
    /// Print as CSV
    #[arg(long, group = "form")]
    csv: bool,
    /// Print as an iCalendar file, to be imported into a calendar
    #[arg(long, group = "form")]
    ics: bool,
}

/// Reads which delays are to be priced.
fn which(text: &str) -> Result<Costs, String> {
    match text {
        "first-year" => Ok(Costs::FirstYear),
        "all" => Ok(Costs::Everything),
        number => number
            .parse()
            .map(Costs::Dearest)
            .map_err(|_| "expected `first-year`, `all` or a number such as 5".into()),
    }
}

/// Prints the commitments of a run's plan by date.
///
/// # Errors
/// A run that cannot be read or has no plan; faults of the solver.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let saved = context.read_run(&args.run)?;
    let Some(priced) = &saved.plan else {
        return Err(CliError::input(
            format!("{} has no plan, so nothing is committed", args.run.display()),
            "`buildout show RUN` tells why; calendar needs a run that ended with a plan",
        ));
    };
    let costs = if args.no_costs { Costs::Nothing } else { args.costs };
    let interrupted = if costs == Costs::Nothing {
        Arc::default()
    } else {
        stop_on_interrupt(context)
    };
    let mut watch = Watching {
        context,
        sense: run::sense(&saved.question.model),
        interrupted,
        live: None,
    };
    let options = args.solver.options(Strategy::Auto);
    let calendar = calendar::calendar(&saved, priced, costs, &options, &mut watch);
    watch.finish();
    let stopped = watch.interrupted.load(Ordering::Relaxed);
    let calendar = calendar?;
    let table = calendar::table(&calendar);
    if args.json {
        context.print_json(&json!({
            "run": args.run.display().to_string(),
            "scenario": calendar.scenario,
            "currency": calendar.currency,
            "commitments": table.to_json(),
        }))?;
    } else if args.csv {
        context.print(&table.to_csv())?;
    } else if args.ics {
        context.print(&ics::render(&calendar))?;
    } else {
        context.print(&calendar::render(&calendar, context.page()))?;
    }
    Ok(if stopped {
        Exit::StoppedWithPlan
    } else {
        Exit::Done
    })
}

/// Shows which delay is being solved.
struct Watching<'a> {
    context: &'a Context,
    sense: Sense,
    interrupted: Arc<AtomicBool>,
    live: Option<Arc<LiveLine>>,
}

impl Watching<'_> {
    fn finish(&mut self) {
        if let Some(live) = self.live.take() {
            live.finish();
        }
    }
}

impl Watch for Watching<'_> {
    fn delay(&mut self, number: usize, count: usize, what: &str) -> Option<Arc<dyn Monitor>> {
        self.finish();
        if self.interrupted.load(Ordering::Relaxed) {
            return None;
        }
        self.context.say(&format!("delay {number} of {count}: {what}"));
        let live = Arc::new(LiveLine::new(
            self.context,
            self.sense,
            Arc::clone(&self.interrupted),
        ));
        self.live = Some(Arc::clone(&live));
        Some(live)
    }
}
