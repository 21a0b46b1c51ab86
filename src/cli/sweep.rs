//! `buildout sweep`: many cases of one scenario, one row each.

use super::arguments::{ModelArgs, TimeLimit, cores, percentage, time_limit};
use super::progress::{CaseBar, stop_on_interrupt_saying};
use super::slurm::EngineArgs;
use super::{CliError, Context, Exit};
use crate::report::grid::Grid;
use crate::report::sweep::render;
use crate::run::directory::DirectoryError;
use crate::run::saved::MANIFEST;
use crate::run::solve_again;
use crate::scenario::text::LoadOptions;
use crate::solver::SolveOptions;
use crate::study::sweep::{
    CaseStatus, Design, Kind, Options, Outcome, RESULTS_CSV, Resolved, Shard, Store, Sweep, Watch,
};
use clap::ValueEnum;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `sweep`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Values: `200,300,400 MUSD`, a range `6 %..10 % step 2 %` or `6 %..10 % in 5`, factors on what \
    is there `*0.5..*1.5 in 11`. Draws (--design lhs or monte-carlo) take ranges without steps, too, and a peak: \
    `low..likely..high`.\n\
    A case that is in the sweep directory already is not solved again, so the same command goes on after a stop. \
    Exit codes: 0 every case has its row, whatever came of it, 4 stopped before that, 6 a fault of the program in a case."
)]
pub struct Args {
    /// Scenario file (YAML), or a run directory
    #[arg(value_name = "SCENARIO")]
    path: PathBuf,
    /// Sweep of the file's `sweeps` block
    #[arg(value_name = "NAME", conflicts_with_all = ["vary", "scenarios"])]
    name: Option<String>,
    /// Vary one input; several are combined; `*` in a path stands for any letters of one step
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// Repeat every case for these named scenarios; `base` is the file as it stands
    #[arg(long, value_name = "A,B", value_delimiter = ',', conflicts_with = "scenario")]
    scenarios: Vec<String>,
    /// How cases are chosen from the values [default: grid, or the file's]
    #[arg(long, value_enum)]
    design: Option<KindArg>,
    /// Number of draws
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    samples: Option<u32>,
    /// Seed of the draws [default: 0, or the file's]
    #[arg(long, value_name = "N")]
    sample_seed: Option<u64>,
    /// Named scenario of the file that everything is applied to
    #[arg(long = "scenario", value_name = "NAME")]
    scenario: Option<String>,
    /// Set one value for all cases; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    #[command(flatten)]
    model: ModelArgs,
    /// Stop each case after this long with the plan found so far: 60s, 5min, 2h or none
    #[arg(long, value_name = "DURATION", default_value = "300s", value_parser = time_limit, allow_negative_numbers = true)]
    time_limit: TimeLimit,
    /// Stop each case when its plan is proven to be within this much of the best
    #[arg(long, value_name = "PERCENT", default_value = "0.1%", value_parser = percentage, allow_negative_numbers = true)]
    gap: f64,
    /// Threads for the solver in each case
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: u16,
    /// Random seed of the solver
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=2_147_483_647))]
    seed: u32,
    /// Cases solved at the same time [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Solve every case from nothing instead of from its neighbour
    #[arg(long)]
    cold: bool,
    /// Only this part of the cases, such as 2/8; parts may share the directory
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Only this case, by its name; may be repeated
    #[arg(long, value_name = "CASE")]
    only_case: Vec<String>,
    /// Go on with a sweep that must be there already
    #[arg(long, conflicts_with = "overwrite")]
    resume: bool,
    /// Solve cases again that are there
    #[arg(long)]
    overwrite: bool,
    /// Solve nothing: put the rows together that are there
    #[arg(long, conflicts_with_all = ["overwrite", "shard"])]
    collect: bool,
    /// List the cases with their names; solve nothing
    #[arg(long)]
    dry_run: bool,
    /// Sweep directory [default: solutions/<scenario>-sweep-<name or hash8>]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print the rows as JSON instead of tables
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

/// How cases are chosen from the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Every combination
    Grid,
    /// The first values together, then the second, and so on
    List,
    /// Latin hypercube
    Lhs,
    /// Independent draws
    MonteCarlo,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Grid => Self::Grid,
            KindArg::List => Self::List,
            KindArg::Lhs => Self::Lhs,
            KindArg::MonteCarlo => Self::MonteCarlo,
        }
    }
}

/// Reads `2/8`.
fn shard(text: &str) -> Result<Shard, String> {
    let expected = "expected a part and the number of parts, such as 2/8";
    let numbers = text.split_once('/').and_then(|(part, of)| {
        let number = |text: &str| text.trim().parse::<usize>().ok();
        Some((number(part)?, number(of)?))
    });
    let (part, of) = numbers.ok_or_else(|| expected.to_owned())?;
    Shard::new(part, of).ok_or_else(|| format!("{expected}; the part goes from 1 to {of}"))
}

/// Solves the cases that are not there yet, writes their rows, prints a summary.
///
/// # Errors
/// Bad input, a sweep directory that cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let interrupt = stop_on_interrupt_saying(
        context,
        "stopping; every case that is done is kept, and the same command goes on from there; once more to stop at once",
    );
    let slurm = args.engine.is_slurm()?;
    if slurm && args.shard.is_some() {
        return Err(CliError::input(
            "--shard and --engine slurm exclude each other: every task gets a part of its own",
            "--slurm-tasks N says how many parts there are; --only-case CASE solves single cases",
        ));
    }
    let sweep = load(&args)?;
    context.warn(&sweep.base().warnings, &args.path);
    if args.dry_run {
        return dry_run(&args, &sweep, context);
    }
    let store = Store::at(&directory(&args, &sweep));
    if (args.resume || args.collect) && !store.exists() {
        return Err(CliError::input(
            format!("there is no sweep in {}", store.directory().display()),
            "leave --resume or --collect out to begin it, or give its directory with -o",
        ));
    }
    let options = Options {
        solve: SolveOptions {
            time_limit: args.time_limit.0,
            gap: args.gap,
            threads: usize::from(args.threads),
            seed: args.seed,
            ..SolveOptions::default()
        },
        jobs: args
            .jobs
            .map_or_else(|| if slurm { 1 } else { cores() }, usize::from),
        shard: args.shard.unwrap_or(Shard::WHOLE),
        only: args.only_case.clone(),
        overwrite: args.overwrite,
        collect: args.collect,
        cold: args.cold,
    };
    let bar = CaseBar::new(context, sweep.sense());
    let outcome = if slurm && !args.collect {
        let threads = usize::from(args.threads);
        let array = args
            .engine
            .array(store.directory(), sweep.cases.len(), options.jobs, threads)?;
        sweep
            .run_on_slurm(&store, &options, &array, &bar, &interrupt)
            .map_err(CliError::from)
    } else {
        sweep
            .run(&store, &options, &solve_again, &bar as &dyn Watch, &interrupt)
            .map_err(CliError::from)
    };
    bar.finish();
    let outcome = outcome?;
    if outcome.asked == 0 && !args.only_case.is_empty() {
        return Err(CliError::input(
            format!("the sweep has no case {}", args.only_case.join(", ")),
            "`buildout sweep ... --dry-run` lists the cases with their names",
        ));
    }
    print(&args, &sweep, &store, &outcome, context)?;
    finish(&options, args.engine.detach, &store, outcome, context)
}

/// The scenario with its design.
fn load(args: &Args) -> Result<Sweep, CliError> {
    let options = LoadOptions {
        scenario: args.scenario.clone(),
        sets: args.sets.clone(),
    };
    if args.name.is_none() && args.vary.is_empty() && args.scenarios.is_empty() {
        return Err(nothing_to_vary(args));
    }
    if let Some(name) = args.name.as_ref().filter(|_| args.path.join(MANIFEST).is_file()) {
        return Err(CliError::input(
            format!(
                "{} is a run, which keeps no sweeps: there is no `{name}` in it",
                args.path.display()
            ),
            "name the scenario file instead of the run, or give --vary PATH=VALUES",
        ));
    }
    let sweep = Sweep::load(&args.path, &options, &args.model.model, |document| {
        let mut design = match &args.name {
            Some(name) => Design::named(document, name)?,
            None => Design::of_arguments(&args.vary, &args.scenarios, document)?,
        };
        if let Some(kind) = args.design {
            design.kind = kind.into();
        }
        design.samples = args.samples.map(|count| count as usize).or(design.samples);
        design.seed = args.sample_seed.unwrap_or(design.seed);
        Ok(design)
    })?;
    Ok(sweep)
}

/// Neither a sweep nor anything that varies: tells what the file has.
fn nothing_to_vary(args: &Args) -> CliError {
    let known: Vec<String> = match crate::scenario::text::load(&args.path, &LoadOptions::default()) {
        Ok(document) => document
            .listing
            .sweeps
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
        Err(problems) => return problems.into(),
    };
    let hint = match known.as_slice() {
        [] => "give --vary \"budget.capex.at_most=200,300,400 MUSD\", or write a sweep under `sweeps`".into(),
        names => format!(
            "sweeps of this file: {}; or give --vary PATH=VALUES",
            names.join(", ")
        ),
    };
    CliError::input("the sweep varies nothing: it has no case", hint)
}

fn directory(args: &Args, sweep: &Sweep) -> PathBuf {
    match &args.output {
        Some(path) => path.clone(),
        None => {
            let plain = args.sets.is_empty()
                && args.scenario.is_none()
                && args.design.is_none()
                && args.samples.is_none()
                && args.sample_seed.is_none()
                && args.model.model.as_os_str() == "min-cost";
            PathBuf::from("solutions").join(sweep.directory_name(!plain))
        }
    }
}

/// The cases, in the order of solving, of the part asked for.
fn dry_run(args: &Args, sweep: &Sweep, context: &Context) -> Result<Exit, CliError> {
    let order = sweep.order();
    let mine = args.shard.unwrap_or(Shard::WHOLE).of(&order);
    let listed: Vec<(usize, Resolved)> = mine
        .iter()
        .filter_map(|&place| Some((place, sweep.resolve(sweep.cases.get(place)?))))
        .filter(|(_, resolved)| args.only_case.is_empty() || args.only_case.contains(&resolved.case))
        .collect();
    if args.json {
        let rows = listed.iter().map(|(place, resolved)| {
            let case = sweep.cases.get(*place);
            let inputs = case
                .into_iter()
                .flat_map(|case| sweep.design.axes.iter().zip(&case.levels));
            let inputs: serde_json::Map<_, _> = inputs
                .map(|(axis, level)| (axis.path.clone(), json!(level.shown)))
                .collect();
            json!({
                "number": place + 1,
                "case": resolved.case,
                "scenario": case.and_then(|case| case.scenario.clone()),
                "inputs": inputs,
                "usable": resolved.question.is_ok(),
            })
        });
        context.print_json(&rows.collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let mut header = vec!["no".to_owned(), "case".to_owned()];
    let scenarios = sweep.design.scenarios.len() > 1;
    header.extend(scenarios.then(|| "scenario".to_owned()));
    header.extend(sweep.design.axes.iter().map(|axis| axis.path.clone()));
    let keys = header.len();
    let mut grid = Grid::new(header, keys);
    for (place, resolved) in &listed {
        let Some(case) = sweep.cases.get(*place) else {
            continue;
        };
        let mut cells = vec![(place + 1).to_string(), resolved.case.clone()];
        cells.extend(scenarios.then(|| case.scenario.clone().unwrap_or_else(|| "base".into())));
        cells.extend(case.levels.iter().map(|level| level.shown.clone()));
        grid.row(cells);
    }
    context.print(&grid.render(context.page()))?;
    Ok(Exit::Done)
}

fn print(
    args: &Args,
    sweep: &Sweep,
    store: &Store,
    outcome: &Outcome,
    context: &Context,
) -> Result<(), CliError> {
    if !args.json {
        return context.print(&render(sweep, outcome, context.page()));
    }
    let rows = outcome.rows.iter().map(|(place, row)| {
        let mut value = serde_json::to_value(row)?;
        if let Some(map) = value.as_object_mut() {
            map.insert("number".into(), json!(place + 1));
        }
        Ok(value)
    });
    let rows: Result<Vec<_>, serde_json::Error> = rows.collect();
    let rows = rows.map_err(|error| CliError::Internal(error.to_string()))?;
    context.print_json(&json!({
        "sweep": store.directory().display().to_string(),
        "design": sweep.description(),
        "asked": outcome.asked,
        "there": outcome.there,
        "missing": outcome.missing(),
        "rows": rows,
    }))
}

/// Says where the rows are and what is still to do.
fn finish(
    options: &Options,
    detached: bool,
    store: &Store,
    outcome: Outcome,
    context: &Context,
) -> Result<Exit, CliError> {
    let directory = store.directory().display();
    if outcome.there > 0 && !options.collect {
        context.say(&format!(
            "{} of {} cases were there already",
            outcome.there, outcome.asked
        ));
    }
    let missing = outcome.missing();
    let faults = outcome.rows.values().filter(|row| row.fault).count();
    let failed = outcome
        .rows
        .values()
        .filter(|row| row.status == CaseStatus::Failed && !row.is_lost())
        .count();
    if failed > faults {
        context.say(&format!(
            "{} cases could not be solved as their input stands",
            failed - faults
        ));
    }
    if let Some(error) = outcome.unwritten {
        return Err(unwritten(error, outcome.rescued, missing));
    }
    if options.shard.is_part() || !options.only.is_empty() {
        context.say(&format!(
            "cases written to {directory}; the same sweep with --collect puts all rows together"
        ));
    } else {
        context.say(&format!("rows written to {directory}/{RESULTS_CSV} and .parquet"));
    }
    let lost = outcome.rows.values().filter(|row| row.is_lost()).count();
    if lost > 0 {
        context.say(&format!(
            "{lost} cases lost their task; the same command computes them again"
        ));
    }
    if detached && missing > 0 {
        context.say(&format!(
            "{missing} cases are with Slurm; the same command with --resume waits for them"
        ));
        return Ok(Exit::Done);
    }
    if missing > 0 {
        let how = if options.collect {
            "without --collect solves them"
        } else {
            "goes on with them"
        };
        context.say(&format!("{missing} cases are not solved; the same command {how}"));
    }
    Ok(match (faults, missing + lost) {
        (1.., _) => Exit::Internal,
        (_, 0) => Exit::Done,
        (..) => Exit::StoppedWithPlan,
    })
}

/// A full or unwritable disk: what could not be written, where it is now, how to go on.
fn unwritten(error: DirectoryError, rescued: Option<PathBuf>, missing: usize) -> CliError {
    let kept = match rescued {
        Some(folder) => format!(
            "the cases that could not be written are in {0}; make room and copy {0}/cases/* to the sweep's `cases`",
            folder.display()
        ),
        None => "make room".into(),
    };
    let left = match missing {
        0 => String::new(),
        _ => format!("; {missing} cases were not begun"),
    };
    CliError::input(
        format!("{error}{left}"),
        format!("{kept}; then the same command goes on"),
    )
}
