//! Arguments that several verbs share, and how their values are read.

use super::{CliError, Context};
use crate::run::Question;
use crate::run::directory::Target;
use crate::scenario::text::LoadOptions;
use crate::solver::{SolveOptions, Strategy};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which scenario, and what to change in it.
#[derive(Debug, Clone, Args)]
pub struct ScenarioArgs {
    /// Scenario file (YAML)
    #[arg(value_name = "SCENARIO", value_hint = clap::ValueHint::FilePath)]
    pub path: PathBuf,
    /// Named scenario of the file to apply: a list of overrides
    #[arg(long = "scenario", value_name = "NAME")]
    pub name: Option<String>,
    /// Set one value, over everything else; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}

impl ScenarioArgs {
    /// As options for loading.
    pub fn load_options(&self) -> LoadOptions {
        LoadOptions {
            scenario: self.name.clone(),
            sets: self.sets.clone(),
        }
    }

    /// Reads the scenario and the model and shows the warnings.
    ///
    /// # Errors
    /// Everything wrong with either.
    pub fn question(&self, model: &ModelArgs, context: &Context) -> Result<Question, CliError> {
        let question = Question::load(&self.path, &self.load_options(), &model.model)?;
        context.warn(&question.warnings, &self.path);
        Ok(question)
    }
}

/// What to optimise.
#[derive(Debug, Clone, Args)]
pub struct ModelArgs {
    /// Model: `min-cost`, `max-profit` or a model file (YAML)
    #[arg(long = "model", value_name = "MODEL", default_value = "min-cost", value_hint = clap::ValueHint::FilePath)]
    pub model: PathBuf,
}

/// How long and how closely to solve.
#[derive(Debug, Clone, Args)]
pub struct SolverArgs {
    /// Stop after this long with the plan found so far: 60s, 5min, 2h or none
    #[arg(long, value_name = "DURATION", default_value = "300s", value_parser = time_limit, allow_negative_numbers = true)]
    pub time_limit: TimeLimit,
    /// Stop when the plan is proven to be within this much of the best
    #[arg(long, value_name = "PERCENT", default_value = "0.1%", value_parser = percentage, allow_negative_numbers = true)]
    pub gap: f64,
    /// Threads for the solver [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Random seed of the solver
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=2_147_483_647))]
    pub seed: u32,
}

impl SolverArgs {
    /// As options of the solver.
    pub fn options(&self, strategy: Strategy) -> SolveOptions {
        SolveOptions {
            time_limit: self.time_limit.0,
            gap: self.gap,
            threads: self.threads.map_or_else(cores, usize::from),
            seed: self.seed,
            strategy,
            ..SolveOptions::default()
        }
    }
}

/// How to solve a run, and where to write it.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    #[command(flatten)]
    solver: SolverArgs,
    /// How to go about it
    #[arg(long, value_enum, default_value_t = StrategyArg::Auto)]
    strategy: StrategyArg,
    /// Count seconds in work done, not by the clock: the same input, seed and threads give the same plan on any machine
    #[arg(long)]
    deterministic: bool,
    /// Run directory to write [default: solutions/<scenario>-<hash8>]
    #[arg(short, long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    output: Option<PathBuf>,
    /// Replace the run directory if it exists
    #[arg(long)]
    overwrite: bool,
}

impl RunArgs {
    /// As options of the solver.
    pub fn options(&self) -> SolveOptions {
        SolveOptions {
            deterministic: self.deterministic,
            ..self.solver.options(self.strategy.into())
        }
    }

    /// The directory to write, found usable before a long solve; `name` is that below `solutions` if none was given.
    ///
    /// # Errors
    /// A directory that exists, or that cannot be written.
    pub fn target(&self, name: impl FnOnce() -> String) -> Result<Target, CliError> {
        let path = match &self.output {
            Some(path) => path.clone(),
            None => PathBuf::from("solutions").join(name()),
        };
        Ok(Target::check(&path, self.overwrite)?)
    }
}

/// How to go about solving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrategyArg {
    /// By size
    Auto,
    /// The whole program at once
    Whole,
    /// Bound with chip counts relaxed, then make them whole
    RelaxRepair,
    /// The same, a few sites at a time
    Decompose,
}

impl From<StrategyArg> for Strategy {
    fn from(strategy: StrategyArg) -> Self {
        match strategy {
            StrategyArg::Auto => Self::Auto,
            StrategyArg::Whole => Self::Whole,
            StrategyArg::RelaxRepair => Self::RelaxRepair,
            StrategyArg::Decompose => Self::Decompose,
        }
    }
}

/// All cores, or one if the system does not tell.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads a percentage such as `0.1%` or `2 %` as a fraction.
///
/// # Errors
/// A sentence that says what was expected.
pub fn percentage(text: &str) -> Result<f64, String> {
    let expected = "expected a percentage such as 0.1%";
    let text = text.trim();
    let Some(number) = text.strip_suffix('%') else {
        return Err(format!("{expected}{}", completed(text, "%")));
    };
    match number.trim().parse::<f64>() {
        Ok(value) if (0.0..=100.0).contains(&value) => Ok(value / 100.0),
        _ => Err(format!("{expected}, from 0% to 100%")),
    }
}

/// A question whether a bare number was meant with a unit; nothing for other texts.
fn completed(number: &str, unit: &str) -> String {
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => format!("; did you mean {number}{unit}?"),
        _ => String::new(),
    }
}

/// Reads a duration such as `60s`, `5 min` or `2h` in seconds; `none` is no limit.
///
/// # Errors
/// A sentence that says what was expected.
pub fn time_limit(text: &str) -> Result<TimeLimit, String> {
    let expected = "expected a duration such as 60s, 5min or 2h, or none";
    let text = text.trim();
    if text == "none" {
        return Ok(TimeLimit(None));
    }
    let split = text
        .find(|c: char| c.is_ascii_alphabetic())
        .ok_or_else(|| format!("{expected}{}", completed(text, "s")))?;
    let (number, unit) = text.split_at(split);
    let factor = match unit {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(expected.into()),
    };
    match number.trim().parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(TimeLimit(Some(value * factor))),
        _ => Err(expected.into()),
    }
}

/// A time limit in seconds; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeLimit(pub Option<f64>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_need_their_sign() {
        assert_eq!(percentage("2 %"), Ok(0.02));
        assert_eq!(percentage("0%"), Ok(0.0));
        assert_eq!(
            percentage("0.001").unwrap_err(),
            "expected a percentage such as 0.1%; did you mean 0.001%?"
        );
        assert!(percentage("-1%").is_err());
        assert!(percentage("NaN%").is_err());
    }

    #[test]
    fn time_limits_need_their_unit() {
        assert_eq!(time_limit("60s"), Ok(TimeLimit(Some(60.0))));
        assert_eq!(time_limit("1.5 min"), Ok(TimeLimit(Some(90.0))));
        assert_eq!(time_limit("2h"), Ok(TimeLimit(Some(7200.0))));
        assert_eq!(time_limit("none"), Ok(TimeLimit(None)));
        assert!(time_limit("60").unwrap_err().ends_with("; did you mean 60s?"));
        for wrong in ["60", "s", "0s", "-1s", "1 day", "inf s"] {
            assert!(time_limit(wrong).is_err(), "{wrong}");
        }
    }
}
