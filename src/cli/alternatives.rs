//! `buildout alternatives`: plans nearly as good as the best that differ from it.

use super::arguments::percentage;
use super::progress::stop_on_interrupt;
use super::studies::{Live, StudyArgs, target, write_study};
use super::{CliError, Context, Exit};
use crate::report::studies;
use crate::solver::Status;
use crate::study::alternatives::{self, Asked, Differ, End};
use clap::ValueEnum;
use std::path::PathBuf;

/// Arguments of `alternatives`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file or run directory
    #[arg(value_name = "SCENARIO|RUN")]
    path: PathBuf,
    /// How much worse than the best plan found an alternative may be
    #[arg(long, value_name = "PERCENT", default_value = "1%", value_parser = percentage, allow_negative_numbers = true)]
    within: f64,
    /// Alternatives wanted
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    count: u16,
    /// In what they are to differ
    #[arg(long, value_enum, default_value_t = DifferArg::Sites)]
    differ: DifferArg,
    /// Only leave out, one after another, what the best plan has (a site, a chip, a step when it is taken): quick for
    /// large scenarios; without it the plan that differs most is looked for first
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    study: StudyArgs,
    /// Write a run directory for the best plan and every alternative into this new directory
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print as JSON instead of tables
    #[arg(long)]
    json: bool,
}

/// In what alternatives are to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DifferArg {
    /// Where: sites used, share of the load that differs by site
    Sites,
    /// On what: share of the power bought that differs by chip
    Chips,
    /// When: periods by which sites, halls and power come earlier or later
    Timing,
}

impl From<DifferArg> for Differ {
    fn from(differ: DifferArg) -> Self {
        match differ {
            DifferArg::Sites => Self::Sites,
            DifferArg::Chips => Self::Chips,
            DifferArg::Timing => Self::Timing,
        }
    }
}

/// Looks for alternatives, prints them, writes their runs.
///
/// # Errors
/// Bad input, faults of the solver.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupted = stop_on_interrupt(context);
    let target = args.output.as_deref().map(target).transpose()?;
    let subject = args.study.subject(&args.path, context)?;
    let asked = Asked {
        within: args.within,
        count: usize::from(args.count),
        differ: args.differ.into(),
        quick: args.quick,
    };
    let live = Live::new(context, &subject, args.study.options(), interrupted);
    let looked = live.study(&args.path, args.json, context, |desk| {
        alternatives::alternatives(desk, &subject, &asked)
    })?;
    let found = match looked {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    if args.json {
        context.print_json(&found)?;
    } else {
        let text = studies::alternatives(&subject.question.scenario, &asked, &found, context.page());
        context.print(&text)?;
    }
    if let Some(target) = target {
        let plans = found.plans.iter().enumerate();
        let plans = plans.map(|(place, plan)| (format!("plan-{:02}", place + 1), &plan.run));
        let all = std::iter::once(("best".to_owned(), &found.run)).chain(plans);
        write_study(
            &target,
            ("alternatives.json", &found),
            Vec::new(),
            all.map(|(name, run)| (name, &subject.question, run)),
            context,
        )?;
    }
    let proven = found.run.manifest.status == Status::Optimal && found.end != End::Stopped;
    Ok(if proven { Exit::Done } else { Exit::StoppedWithPlan })
}
