//! `buildout frontier`: the objective against a second goal.

use super::progress::stop_on_interrupt;
use super::studies::{CsvArgs, Live, StudyArgs, target, write_study};
use super::{CliError, Context, Exit};
use crate::report::studies;
use crate::solver::Status;
use crate::study::frontier::{self, Frontier, Goal, Scope};
use std::path::PathBuf;

/// Arguments of `frontier`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file or run directory
    #[arg(value_name = "SCENARIO|RUN")]
    path: PathBuf,
    /// What the objective is weighed against: `carbon`, `risk`, `unmet`, `capex`, or a quantity of the tables such as
    /// `power.it_used`
    #[arg(long, value_name = "GOAL", default_value = "carbon")]
    goal: Goal,
    /// Points between the two ends
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=100))]
    points: u16,
    /// With `--goal risk`: the rule, where there are several
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
    /// With `--goal unmet`: only this workload; may be repeated
    #[arg(long = "workload", value_name = "NAME")]
    workloads: Vec<String>,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    csv: CsvArgs,
    /// Write a run directory for every point into this new directory, with frontier.csv and frontier.json
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Traces the frontier, prints it, writes what is asked for.
///
/// # Errors
/// Bad input, a goal that the scenario has no data for, faults of the solver.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupted = stop_on_interrupt(context);
    args.csv.check()?;
    let target = args.output.as_deref().map(target).transpose()?;
    let subject = args.study.subject(&args.path, context)?;
    let scope = Scope {
        rule: args.rule.clone(),
        workloads: args.workloads.clone(),
    };
    let second = frontier::second(&subject, args.goal, &scope)?;
    let live = Live::new(context, &subject, args.study.options(), interrupted);
    let traced = live.study(&args.path, args.json, context, |desk| {
        frontier::trace(desk, &subject, &second, usize::from(args.points))
    })?;
    let found = match traced {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    if args.json {
        context.print_json(&found)?;
    } else {
        let text = studies::frontier(&subject.question.scenario, &found, context.page());
        context.print(&text)?;
    }
    let csv = || studies::frontier_csv(&found);
    args.csv.write(csv, context)?;
    if let Some(target) = target {
        let table = csv().map_err(|error| CliError::Internal(error.to_string()))?;
        let points = found.points.iter().enumerate();
        write_study(
            &target,
            ("frontier.json", &found),
            vec![("frontier.csv".to_owned(), table)],
            points.map(|(place, point)| (format!("point-{:02}", place + 1), &point.question, &point.run)),
            context,
        )?;
    }
    Ok(exit(&found))
}

/// Done only if every solve was brought to its end.
fn exit(found: &Frontier) -> Exit {
    let proven = found.least_proven
        && found.unfinished.is_empty()
        && found.without.iter().all(|cap| cap.status == Status::Infeasible)
        && found.points.iter().all(|point| point.status == Status::Optimal);
    if proven { Exit::Done } else { Exit::StoppedWithPlan }
}
