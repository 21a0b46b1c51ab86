//! `buildout explain`: why a scenario has no plan, and why a plan has what it has.

use super::arguments::{ModelArgs, SolverArgs};
use super::progress::{LiveLine, stop_on_interrupt};
use super::{CliError, Context, Exit};
use crate::report::money::Currency;
use crate::report::numbers::{self, short};
use crate::run::manifest::Sense;
use crate::run::{self, Question};
use crate::scenario::text::LoadOptions;
use crate::solver::{Monitor, SolveOptions, Status, Strategy};
use crate::study::Subject;
use crate::study::explain::{
    self, Answer, Answered, Ask, AskError, Base, Bench, Start, Wish, binding_json, binding_text, denying, has,
};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file (YAML) or run directory
    #[arg(value_name = "SCENARIO|RUN")]
    path: PathBuf,
    /// Named scenario of the file to apply: a list of overrides
    #[arg(long = "scenario", value_name = "NAME")]
    name: Option<String>,
    /// Set one value, over everything else; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    model: ModelArgs,
    /// Why the plan has it: what would leaving it out cost? May be repeated
    #[arg(long, value_name = "KIND=NAME[@PERIOD]")]
    why: Vec<String>,
    /// Why the plan has it not: what would having it cost? May be repeated
    #[arg(long, value_name = "KIND=NAME[@PERIOD]")]
    why_not: Vec<String>,
    /// Have it, together with everything else forced and forbidden
    #[arg(long, value_name = "KIND=NAME[@PERIOD]")]
    force: Vec<String>,
    /// Leave it out, together with everything else forced and forbidden
    #[arg(long, value_name = "KIND=NAME[@PERIOD]")]
    forbid: Vec<String>,
    /// Least number of units, halls or blocks that --why-not and --force ask for
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    at_least: u32,
    #[command(flatten)]
    solver: SolverArgs,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// A question: how it was asked, and what is wished of each thing.
type Asked = (String, Vec<(Ask, Wish)>);

/// Explains.
///
/// # Errors
/// Bad input, faults of the solver or the program.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupted = stop_on_interrupt(context);
    let loading = LoadOptions {
        scenario: args.name.clone(),
        sets: args.sets.clone(),
    };
    let subject = Subject::load_to_explain(&args.path, &loading, &args.model.model)?;
    let question = &subject.question;
    let asked = questions(&args, question)?;
    let options = args.solver.options(Strategy::Auto);
    let live = Arc::new(LiveLine::new(context, run::sense(&question.model), interrupted));
    let monitor: Arc<dyn Monitor> = Arc::clone(&live) as Arc<dyn Monitor>;
    let explained = explain(&args, &subject, asked, &options, monitor);
    live.finish();
    let (printed, exit) = explained?;
    match printed {
        Printed::Text(told) => context.print(&told(context))?,
        Printed::Json(value) => context.print_json(&value)?,
        Printed::Talk(said) => context.say(said),
    }
    Ok(exit)
}

/// What is printed in the end.
enum Printed<'a> {
    Text(Box<dyn FnOnce(&Context) -> String + 'a>),
    Json(Value),
    Talk(&'static str),
}

fn explain<'a>(
    args: &Args,
    subject: &'a Subject,
    asked: Vec<Asked>,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<(Printed<'a>, Exit), CliError> {
    let question = &subject.question;
    let mut bench = Bench::new(question, options, Arc::clone(&monitor));
    let as_it_was = args.sets.is_empty();
    let start = match subject.saved.as_ref().filter(|_| as_it_was) {
        Some(saved) => match (&saved.plan, saved.manifest.status) {
            (Some(priced), known) => {
                let bound = saved.manifest.best_bound;
                bench = bench.with_plan(priced.clone(), bound);
                Start::Plan(known)
            }
            (None, Status::Infeasible) => Start::Infeasible,
            (None, _) if !asked.is_empty() => {
                return Err(no_plan("this run was stopped before any plan was found"));
            }
            (None, _) => bench.start()?,
        },
        None if !explain::arithmetic(question).is_empty() => Start::Infeasible,
        None => bench.start()?,
    };
    let status = match start {
        Start::Plan(status) => status,
        Start::Infeasible if !asked.is_empty() => return Err(no_plan("no plan satisfies this scenario")),
        Start::Infeasible => {
            let found = explain::infeasible(question, &[], options, monitor)?;
            let exit = match (found.tells(), found.interrupted) {
                (false, _) => Exit::StoppedWithoutPlan,
                (true, true) => Exit::StoppedWithPlan,
                (true, false) => Exit::Done,
            };
            let printed = if args.json {
                Printed::Json(explain::text::infeasible_json(question, &found))
            } else {
                Printed::Text(Box::new(move |context| {
                    explain::text::infeasible(question, &found, context.page())
                }))
            };
            return Ok((printed, exit));
        }
        Start::Unknown => {
            return Ok((
                Printed::Talk("stopped before it was known whether there is a plan"),
                Exit::StoppedWithoutPlan,
            ));
        }
    };
    let Some(base) = bench.base().cloned() else {
        return Err(CliError::Internal("a plan without a plan to compare with".into()));
    };
    check(&args.why, &args.why_not, question, &base)?;
    let mut answers = Vec::new();
    for one in asked {
        let answered = explain::answer(&mut bench, question, one, options, Arc::clone(&monitor))?;
        answers.extend(answered);
    }
    let unknown = answers
        .iter()
        .filter(|answered| matches!(answered.answer, Answer::Unknown))
        .count();
    let exit = match unknown {
        0 => Exit::Done,
        all if all == answers.len() => Exit::StoppedWithoutPlan,
        _ => Exit::StoppedWithPlan,
    };
    let printed = if args.json {
        Printed::Json(plan_json(question, &base, status, &answers))
    } else {
        Printed::Text(Box::new(move |context| {
            plan_text(question, &base, status, &answers, context)
        }))
    };
    Ok((printed, exit))
}

fn no_plan(why: &str) -> CliError {
    CliError::input(
        format!("{why}, so there is nothing to ask about"),
        "`buildout explain` without --why, --why-not, --force and --forbid tells what would give it a plan",
    )
}

impl From<AskError> for CliError {
    fn from(error: AskError) -> Self {
        Self::input(error.message, error.hint)
    }
}

/// The questions on the command line.
fn questions(args: &Args, question: &Question) -> Result<Vec<Asked>, CliError> {
    let s = &question.scenario;
    let least = Wish::With(f64::from(args.at_least));
    let mut asked: Vec<Asked> = Vec::new();
    for text in &args.why {
        asked.push((
            format!("--why {text}"),
            vec![(Ask::parse(text, s)?, Wish::Without)],
        ));
    }
    for text in &args.why_not {
        asked.push((format!("--why-not {text}"), vec![(Ask::parse(text, s)?, least)]));
    }
    let (mut names, mut wishes) = (Vec::new(), Vec::new());
    for text in &args.force {
        let ask = Ask::parse(text, s)?;
        if let Some(rules) = denying(&ask, s, &question.model) {
            return Err(CliError::input(
                format!("--force {text}: {rules}"),
                "no plan may do that; take the rule out of the scenario to see what it costs",
            ));
        }
        names.push(format!("--force {text}"));
        wishes.push((ask, least));
    }
    for text in &args.forbid {
        let ask = Ask::parse(text, s)?;
        if let Some(forced) = args
            .force
            .iter()
            .zip(&wishes)
            .find(|(_, (forced, _))| ask.rules_out(forced))
        {
            return Err(CliError::input(
                format!("--force {} and --forbid {text} contradict each other", forced.0),
                "leave one of them out, or give them different periods",
            ));
        }
        names.push(format!("--forbid {text}"));
        wishes.push((ask, Wish::Without));
    }
    if !wishes.is_empty() {
        asked.push((names.join(" "), wishes));
    }
    Ok(asked)
}

/// Asking why something is there makes sense only if it is.
fn check(why: &[String], why_not: &[String], question: &Question, base: &Base) -> Result<(), CliError> {
    let s = &question.scenario;
    for text in why {
        let ask = Ask::parse(text, s)?;
        if !has(&ask, s, &base.priced.plan) {
            return Err(CliError::input(
                format!("the plan has nothing of {}", ask.told(s)),
                format!("--why-not {text} tells what having it would cost"),
            ));
        }
    }
    for text in why_not {
        let ask = Ask::parse(text, s)?;
        if has(&ask, s, &base.priced.plan) {
            return Err(CliError::input(
                format!("the plan has {}", ask.told(s)),
                format!(
                    "--why {text} tells what leaving it out would cost; --force with --at-least asks for more of it"
                ),
            ));
        }
    }
    Ok(())
}

fn plan_text(
    question: &Question,
    base: &Base,
    status: Status,
    answers: &[Answered],
    context: &Context,
) -> String {
    let page = context.page();
    let currency = Currency::of(&question.scenario);
    let sense = run::sense(&question.model);
    let money = |musd: f64| short(currency.present(sense.of_minimised(musd)));
    let verb = match sense {
        Sense::Minimise => "costs",
        Sense::Maximise => "earns",
    };
    let gap = base.best_bound.map_or("unknown".into(), |bound| {
        numbers::gap((base.objective - bound).abs() / base.objective.abs().max(1e-9))
    });
    let stopped = if status == Status::Feasible {
        ", stopped before the gap was reached"
    } else {
        ""
    };
    let mut text = format!(
        "{}  the plan {verb} {} {} of present value, gap {gap}{stopped}\n\n",
        page.heading(&question.scenario.name),
        money(base.objective),
        currency.code
    );
    if answers.is_empty() {
        text.push_str(&binding_text(question, &base.priced.tables, page));
        return text;
    }
    let told: Vec<String> = answers
        .iter()
        .map(|answered| answered.text(question, page))
        .collect();
    text.push_str(&told.join("\n"));
    text
}

fn plan_json(question: &Question, base: &Base, status: Status, answers: &[Answered]) -> Value {
    let sense = run::sense(&question.model);
    let answers: Vec<Value> = answers.iter().map(|answered| answered.json(question)).collect();
    json!({
        "status": status,
        "objective_musd": sense.of_minimised(base.objective),
        "best_bound_musd": base.best_bound.map(|bound| sense.of_minimised(bound)),
        "binding": binding_json(&base.priced.tables),
        "answers": answers,
    })
}
