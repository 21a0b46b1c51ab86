//! `buildout sensitivity`: what the result depends on.

use super::arguments::percentage;
use super::progress::stop_on_interrupt;
use super::studies::{CsvArgs, Live, StudyArgs};
use super::{CliError, Context, Exit};
use crate::report::studies;
use crate::solver::{Status, within};
use crate::study::sensitivity::{
    self, Input, Price, Range, Regression, Samples, Side, Tornado, catalogue_ranges, from_csv, input,
};
use crate::study::{Answer, Desk, StudyError, Subject};
use clap::ValueEnum;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Arguments of `sensitivity`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file or run directory
    #[arg(value_name = "SCENARIO|RUN", required_unless_present = "from_sweep")]
    path: Option<PathBuf>,
    /// Confirm this many shadow prices by solving again with the limit relaxed
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=1000))]
    top: u16,
    /// By how much a limit is relaxed for that
    #[arg(long, value_name = "PERCENT", default_value = "5%", value_parser = percentage, allow_negative_numbers = true)]
    step: f64,
    /// Vary this input from low to high, one at a time; may be repeated
    #[arg(long = "input", value_name = "PATH")]
    inputs: Vec<String>,
    /// Vary every figure that has a low and a high of its own
    #[arg(long = "inputs", value_enum, value_name = "WHICH")]
    which: Option<Which>,
    /// Low and high of inputs that have none of their own: `±20%` or `-10%..30%`
    #[arg(long, value_name = "RANGE", allow_hyphen_values = true)]
    range: Option<Range>,
    /// Also solve this many cases with all inputs drawn at once, and rank the inputs by regression
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    samples: Option<u32>,
    /// Rank the inputs of a sweep by regression over its results instead of solving
    #[arg(long, value_name = "FILE", conflicts_with_all = ["path", "which", "samples", "range"])]
    from_sweep: Option<PathBuf>,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    csv: CsvArgs,
    /// Print as JSON instead of tables
    #[arg(long)]
    json: bool,
}

/// Sets of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// Every figure with a low and a high of its own
    AllCatalogueRanges,
}

/// Everything that was found out.
struct Found {
    base: Answer,
    prices: Vec<Price>,
    tornado: Option<Tornado>,
    regression: Option<(Samples, Regression)>,
    stopped: bool,
}

/// Solves what is asked for and prints it.
///
/// # Errors
/// Bad input, faults of the solver.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupted = stop_on_interrupt(context);
    let Some(path) = &args.path else {
        return over_sweep(&args, context);
    };
    args.csv.check()?;
    let subject = args.study.subject(path, context)?;
    let inputs = inputs(&args, &subject)?;
    let live = Live::new(context, &subject, args.study.options(), interrupted);
    let studied = live.study(path, args.json, context, |desk| {
        study(&args, &subject, &inputs, desk)
    })?;
    let found = match studied {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    print(&args, &subject, &found, context)?;
    if let Some(tornado) = &found.tornado {
        args.csv.write(|| studies::tornado_csv(tornado), context)?;
    }
    Ok(if found.is_proven(args.study.options().gap) {
        Exit::Done
    } else {
        Exit::StoppedWithPlan
    })
}

impl Found {
    /// Whether every solve came to its end.
    fn is_proven(&self, gap: f64) -> bool {
        let ended = |side: &Side| !matches!(side.status, Some(Status::Feasible | Status::Unknown));
        let mut bars = self.tornado.iter().flat_map(|tornado| &tornado.bars);
        let mut confirmed = self.prices.iter().filter_map(|price| price.confirmed.as_ref());
        self.base.status() == Status::Optimal
            && !self.stopped
            && bars.all(|bar| ended(&bar.low) && ended(&bar.high))
            && confirmed.all(|found| {
                let value = found.objective;
                value.bound.is_some_and(|bound| {
                    let width = (value.found - bound).abs();
                    within(value.found.abs(), value.found.abs() - width, gap)
                })
            })
            && self.regression.iter().all(|(samples, _)| samples.stopped == 0)
    }
}

/// The inputs asked for.
fn inputs(args: &Args, subject: &Subject) -> Result<Vec<Input>, CliError> {
    let document = subject.document();
    let mut inputs = Vec::new();
    for path in &args.inputs {
        inputs.push(input(document, path, args.range)?);
    }
    if args.which.is_some() {
        let own = catalogue_ranges(document, &subject.question.scenario);
        if own.is_empty() && inputs.is_empty() {
            return Err(CliError::input(
                "no figure of the scenario has a low and a high of its own",
                "name inputs: --input PATH --range ±20%",
            ));
        }
        inputs.extend(own);
    }
    let mut known = std::collections::BTreeSet::new();
    inputs.retain(|input| known.insert(input.path.clone()));
    let without = |asked: bool, what: &str| {
        (asked && inputs.is_empty()).then(|| {
            CliError::input(
                format!("{what} needs inputs to vary"),
                "name them: --input PATH, or --inputs all-catalogue-ranges",
            )
        })
    };
    let missing = without(args.samples.is_some(), "--samples")
        .or_else(|| without(args.csv.csv.is_some(), "--csv"))
        .or_else(|| without(args.range.is_some(), "--range"));
    match missing {
        Some(error) => Err(error),
        None => Ok(inputs),
    }
}

fn study(args: &Args, subject: &Subject, inputs: &[Input], desk: &mut Desk) -> Result<Found, StudyError> {
    desk.begins("the scenario as it stands", 0, 1);
    let base = desk.base(subject)?;
    let top = usize::from(args.top);
    let prices = sensitivity::prices(desk, &subject.question, &base, args.step, top)?;
    let tornado = match inputs {
        [] => None,
        inputs => Some(sensitivity::tornado(desk, subject, &base, inputs)?),
    };
    let regression = match args.samples {
        Some(cases) => {
            let seed = u64::from(args.study.solver.seed);
            // What changes nothing one at a time would only cost samples.
            let idle = |input: &&Input| {
                let mut bars = tornado.iter().flat_map(|tornado| &tornado.bars);
                bars.any(|bar| bar.is_idle() && bar.input.path == input.path)
            };
            let varied: Vec<Input> = inputs.iter().filter(|input| !idle(input)).cloned().collect();
            let samples = sensitivity::sampled(desk, subject, &varied, cases as usize, seed)?;
            let found = regressed(&samples);
            Some((samples, found))
        }
        None => None,
    };
    Ok(Found {
        base,
        prices,
        tornado,
        regression,
        stopped: desk.interrupted(),
    })
}

fn regressed(samples: &Samples) -> Regression {
    sensitivity::regression(&samples.names, &samples.rows, &samples.results, samples.noise)
}

fn print(args: &Args, subject: &Subject, found: &Found, context: &Context) -> Result<(), CliError> {
    let question = &subject.question;
    let manifest = &found.base.run.manifest;
    if args.json {
        let regression = found.regression.as_ref().map(regression_json);
        return context.print_json(&json!({
            "scenario": question.scenario.name,
            "status": manifest.status,
            "sense": manifest.sense,
            "base": found.base.proven(),
            "step": args.step,
            "shadow_prices_at_fixed_integers": found.prices,
            "tornado": found.tornado,
            "regression": regression,
            "stopped": found.stopped,
        }));
    }
    let page = context.page();
    let mut sections = Vec::new();
    if let Some(value) = found.base.proven() {
        sections.push(studies::base(question, value, manifest.sense, page));
    }
    sections.push(studies::prices(question, &found.prices, page));
    if let Some(tornado) = &found.tornado {
        sections.push(studies::tornado(question, tornado, page));
    }
    if let Some((samples, regression)) = &found.regression {
        sections.push(studies::regression(samples, regression, page));
    }
    context.print(&sections.join("\n"))
}

fn regression_json((samples, regression): &(Samples, Regression)) -> serde_json::Value {
    json!({
        "inputs": samples.names,
        "left_out": samples.left_out,
        "result": regression,
        "trusted": regression.doubts.is_empty(),
        "doubts": regression.doubts.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// Regression over the results of a sweep: nothing is solved.
fn over_sweep(args: &Args, context: &Context) -> Result<Exit, CliError> {
    let Some(path) = &args.from_sweep else {
        return Err(CliError::Internal("neither a scenario nor a sweep".into()));
    };
    let file = if path.is_dir() {
        path.join("results.csv")
    } else {
        path.clone()
    };
    let samples = from_csv(&read(&file)?, &args.inputs)?;
    let found = regressed(&samples);
    let both = (samples, found);
    if args.json {
        context.print_json(&json!({"regression": regression_json(&both)}))?;
    } else {
        context.print(&studies::regression(&both.0, &both.1, context.page()))?;
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| CliError::io("read", path, error))
}
