//! `buildout replan`: a new scenario planned from an old plan.

use super::arguments::{RunArgs, ScenarioArgs};
use super::progress::{LiveLine, stop_on_interrupt};
use super::show::run_json;
use super::solve::{exit, page_of};
use super::{CliError, Context, Exit};
use crate::report::numbers::significant;
use crate::report::page;
use crate::report::terminal::{self, View};
use crate::run::saved::Saved;
use crate::run::{self, Question};
use crate::solver::Monitor;
use crate::study::replan::{Past, Replan, ReplanError, Replanned, Terms, changes};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `replan`.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("output", |arg| arg.help("Run directory to write [default: solutions/<scenario>-<hash8>-replan-<hash4>]")),
    after_help = "The past is what the old plan decided before a period; it stays. From then on --change-cost puts a \
    price on everything that is moved or dropped: a share of the money that it commits. What is added costs what it \
    costs anyway. The price steers the solve and is not part of the plan's cost."
)]
pub struct Args {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Run directory with the old plan
    #[arg(long, value_name = "RUN", value_hint = clap::ValueHint::DirPath)]
    from: PathBuf,
    /// Keep what the old plan decided before this period or date
    #[arg(long, value_name = "PERIOD|DATE")]
    frozen_until: Option<String>,
    /// Keep what the old plan decided in periods that are over on this day
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "frozen_until")]
    today: Option<jiff::civil::Date>,
    /// Price of what is moved or dropped, as a share of the money that it commits
    #[arg(long, value_name = "PERCENT", default_value = "0%", value_parser = share, allow_negative_numbers = true)]
    change_cost: f64,
    /// Model: `min-cost`, `max-profit` or a model file (YAML) [default: that of the old run]
    #[arg(long, value_name = "MODEL", value_hint = clap::ValueHint::FilePath)]
    model: Option<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    /// Print the run and the changes as JSON
    #[arg(long)]
    json: bool,
}

fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse()
        .map_err(|_| "expected a date such as 2028-01-31".into())
}

/// Reads a percentage of any size.
fn share(text: &str) -> Result<f64, String> {
    let expected = "expected a percentage from 0% on, such as 5%";
    let number = text.trim().strip_suffix('%').ok_or(expected)?;
    match number.trim().parse::<f64>() {
        Ok(value) if value >= 0.0 && value.is_finite() => Ok(value / 100.0),
        _ => Err(expected.into()),
    }
}

/// Plans a scenario anew from the plan of a run, writes the run directory and prints what has changed.
///
/// # Errors
/// Bad input, an old plan that has nothing in common with the scenario, a past that it has no place for; a run directory
/// that cannot be written; faults of the solver or the program.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let saved = context.read_run(&args.from)?;
    let question = question(&args, &saved, context)?;
    let past = match (&args.frozen_until, args.today) {
        (Some(until), _) => Past::Until(until.clone()),
        (None, Some(today)) => Past::Today(today),
        (None, None) => Past::Nothing,
    };
    let terms = Terms {
        past,
        change_cost: args.change_cost,
    };
    let replan = Replan::new(question, &args.from, &saved, terms)?;
    for note in &replan.notes {
        context.say(&format!("note: {note}"));
    }
    let target = args.run.target(|| replan.directory_name())?;
    let interrupted = stop_on_interrupt(context);
    let live = Arc::new(LiveLine::new(
        context,
        run::sense(&replan.question.model),
        interrupted,
    ));
    let options = run::Options {
        solve: args.run.options(),
        second_opinion: false,
    };
    let solved = replan.solve(&options, Arc::clone(&live) as Arc<dyn Monitor>);
    live.finish();
    let solved = solved?;
    let mut files = replan
        .files(&solved)
        .map_err(|error| CliError::Internal(error.to_string()))?;
    files.push((
        page::run::FILE.to_owned(),
        page_of(&replan.question, &solved.run)?,
    ));
    target.write(&files)?;
    print(&args, &replan, &solved, target.path(), context)?;
    context.say(&format!("run written to {}", target.path().display()));
    Ok(exit(&solved.run))
}

/// The new question, under the model asked for or that of the old run.
fn question(args: &Args, saved: &Saved, context: &Context) -> Result<Question, CliError> {
    let options = args.scenario.load_options();
    let question = match &args.model {
        Some(model) => Question::load(&args.scenario.path, &options, model)?,
        None => {
            let mut question = Question::of_scenario(&args.scenario.path, &options)?;
            question.model = saved.question.model.clone();
            question
        }
    };
    context.warn(&question.warnings, &args.scenario.path);
    Ok(question)
}

fn print(
    args: &Args,
    replan: &Replan,
    solved: &Replanned,
    path: &Path,
    context: &Context,
) -> Result<(), CliError> {
    let run = &solved.run;
    if args.json {
        let mut json = run_json(path, &run.manifest, run.plan.as_ref(), run.explanation.as_deref());
        if let Some(members) = json.as_object_mut() {
            members.insert("replan".into(), replan.asked(solved));
            members.insert("changes".into(), replan.table(solved).to_json());
        }
        return context.print_json(&json);
    }
    let Some(priced) = &run.plan else {
        match &run.explanation {
            Some(explanation) => context.print(explanation)?,
            None => context.say("stopped before any plan was found"),
        }
        if replan.past > 0 {
            context
                .say("hint: the frozen past may be the reason; an earlier --frozen-until leaves more open");
        }
        return Ok(());
    };
    let view = View {
        scenario: &replan.question.scenario,
        manifest: &run.manifest,
        plan: &priced.plan,
        ledger: &priced.ledger,
        tables: &priced.tables,
    };
    let page = context.page();
    let mut text = terminal::status(&view, page);
    let labels = &replan.question.scenario.horizon.labels;
    if let Some(last) = replan.past.checked_sub(1).and_then(|last| labels.get(last)) {
        text.push_str(&format!("Past and kept: everything to the end of {last}\n"));
    }
    if args.change_cost > 0.0 {
        text.push_str(&format!(
            "Price of changes {} % of their money: {} MUSD, not part of the cost\n",
            significant(args.change_cost * 100.0),
            significant(solved.charged)
        ));
    }
    text.push('\n');
    text.push_str(&changes::render(&solved.changes, replan.currency(), page));
    context.print(&text)
}

impl From<ReplanError> for CliError {
    fn from(error: ReplanError) -> Self {
        let hint = match &error {
            ReplanError::Run(_) => None,
            ReplanError::NoPlan(_) => Some("give --from a run that ended with a plan"),
            ReplanError::NothingInCommon { .. } | ReplanError::Foreign(_) => {
                Some("plan the new scenario with `buildout solve`; there is nothing to start from")
            }
            ReplanError::Period(_) => Some("--frozen-until takes a period label or a date, --today a date"),
            ReplanError::Past(_) => {
                Some("keep it in the new scenario, or leave more open with an earlier --frozen-until")
            }
        };
        match (error, hint) {
            (ReplanError::Run(error), _) => error.into(),
            (error, Some(hint)) => Self::input(error.to_string(), hint),
            (error, None) => Self::Internal(error.to_string()),
        }
    }
}
