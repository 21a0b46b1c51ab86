//! `buildout sweep --engine slurm`: its options, and the command line of its tasks.

use super::arguments::{TimeLimit, time_limit};
use super::{Cli, CliError};
use crate::study::slurm::{Request, SlurmError};
use crate::study::sweep::{Array, ArrayError};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Command, CommandFactory, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// Most tasks where the planner does not say how many.
const TASKS: usize = 100;

/// Options of the verb that tasks do not share: where and how the whole is run, and what is said of it.
const OF_THE_WHOLE: [&str; 13] = [
    "engine",
    "slurm_tasks",
    "slurm_at_once",
    "slurm_partition",
    "slurm_time",
    "slurm_memory",
    "detach",
    "jobs",
    "shard",
    "resume",
    "overwrite",
    "output",
    "json",
];

/// Where cases are solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// In this process
    Local,
    /// As an array of tasks submitted to Slurm
    Slurm,
}

/// Options of the engine.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Where cases are solved")]
pub struct EngineArgs {
    /// Here, or as an array of tasks submitted to Slurm
    #[arg(long, value_enum, default_value_t = Engine::Local)]
    pub engine: Engine,
    /// Slurm: tasks that share the cases out [default: one a case, at most 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    slurm_tasks: Option<u32>,
    /// Slurm: most tasks at work at the same time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    slurm_at_once: Option<u32>,
    /// Slurm: partition
    #[arg(long, value_name = "NAME")]
    slurm_partition: Option<String>,
    /// Slurm: longest time of a task: 30min, 2h
    #[arg(long, value_name = "DURATION", value_parser = time_limit)]
    slurm_time: Option<TimeLimit>,
    /// Slurm: memory of a task: 2G
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    slurm_memory: Option<String>,
    /// Slurm: submit and do not wait; the same command with --resume waits and puts the rows together
    #[arg(long)]
    pub detach: bool,
}

/// Reads an amount of memory as Slurm does.
fn memory(text: &str) -> Result<String, String> {
    let number = text.trim_end_matches(['K', 'M', 'G', 'T']);
    let whole = number.parse::<u32>().is_ok_and(|number| number > 0);
    if whole && text.len() - number.len() <= 1 {
        Ok(text.to_owned())
    } else {
        Err("expected an amount of memory such as 2G or 800M".into())
    }
}

impl EngineArgs {
    /// Whether cases go to Slurm.
    ///
    /// # Errors
    /// Options of Slurm without it.
    pub fn is_slurm(&self) -> Result<bool, CliError> {
        let given = [
            ("--slurm-tasks", self.slurm_tasks.is_some()),
            ("--slurm-at-once", self.slurm_at_once.is_some()),
            ("--slurm-partition", self.slurm_partition.is_some()),
            ("--slurm-time", self.slurm_time.is_some()),
            ("--slurm-memory", self.slurm_memory.is_some()),
            ("--detach", self.detach),
        ];
        match (self.engine, given.iter().find(|(_, given)| *given)) {
            (Engine::Slurm, _) => Ok(true),
            (Engine::Local, None) => Ok(false),
            (Engine::Local, Some((option, _))) => Err(CliError::input(
                format!("{option} is for --engine slurm, but the cases are solved here"),
                format!("add --engine slurm, or leave {option} out"),
            )),
        }
    }

    /// The array of this process's sweep into `directory`: so many cases, so many of them at a time in a task with so
    /// many threads each.
    ///
    /// # Errors
    /// A system that does not tell the program's own place.
    pub fn array(
        &self,
        directory: &Path,
        cases: usize,
        jobs: usize,
        threads: usize,
    ) -> Result<Array, CliError> {
        let here = |error| CliError::io("read", Path::new("the working directory"), error);
        let folder = std::env::current_dir().map_err(here)?;
        let itself = |error| CliError::io("find", Path::new("the program's own file"), error);
        let tasks = self.slurm_tasks.map_or(TASKS, |tasks| tasks as usize);
        Ok(Array {
            request: Request {
                partition: self.slurm_partition.clone(),
                time: self.slurm_time.and_then(|limit| limit.0),
                memory: self.slurm_memory.clone(),
                processors: jobs.saturating_mul(threads),
                at_once: self.slurm_at_once.map(|tasks| tasks as usize),
            },
            tasks: tasks.min(cases).max(1),
            program: std::env::current_exe().map_err(itself)?,
            arguments: of_tasks(std::env::args_os(), jobs, &folder.join(directory)),
            folder,
            detach: self.detach,
        })
    }
}

/// The command line of a task, after `sweep --shard I/N`: that of the sweep, as it was written, but for what concerns the
/// whole.
fn of_tasks(line: impl IntoIterator<Item = OsString>, jobs: usize, output: &Path) -> Vec<OsString> {
    let mut all = vec![OsString::from(format!("--jobs={jobs}")), "--resume".into()];
    all.push(option("output", output.as_os_str()));
    let command = Cli::command();
    let verb = command.find_subcommand("sweep");
    let matches = command.clone().try_get_matches_from(line);
    if let (Some(verb), Ok(matches)) = (verb, &matches)
        && let Some(matches) = matches.subcommand_matches("sweep")
    {
        all.extend(written(verb, matches));
    }
    all
}

/// What was written on a command line, by the definition of its verb; options first.
fn written(verb: &Command, matches: &ArgMatches) -> Vec<OsString> {
    let (mut options, mut others) = (Vec::new(), vec![OsString::from("--")]);
    for argument in verb.get_arguments() {
        let id = argument.get_id().as_str();
        // Help and version are no values.
        let known = matches!(
            argument.get_action(),
            ArgAction::Set | ArgAction::Append | ArgAction::SetTrue
        );
        if !known || OF_THE_WHOLE.contains(&id) || matches.value_source(id) != Some(ValueSource::CommandLine)
        {
            continue;
        }
        let values = matches.get_raw(id).into_iter().flatten();
        match (argument.get_long(), argument.get_action()) {
            (Some(long), ArgAction::SetTrue) => options.push(format!("--{long}").into()),
            (Some(long), _) => options.extend(values.map(|value| option(long, value))),
            (None, _) => others.extend(values.map(OsStr::to_owned)),
        }
    }
    options.extend(others);
    options
}

/// `--name=value`, so that a value may begin with a dash.
fn option(name: &str, value: &OsStr) -> OsString {
    let mut text = OsString::from(format!("--{name}="));
    text.push(value);
    text
}

impl From<ArrayError> for CliError {
    fn from(error: ArrayError) -> Self {
        match error {
            ArrayError::Directory(error) => error.into(),
            ArrayError::Slurm(SlurmError::Missing(_)) => Self::input(
                error.to_string(),
                "run it where jobs are submitted (Debian: slurm-client), or leave out --engine slurm",
            ),
            ArrayError::Slurm(SlurmError::Unconfigured(_)) => Self::input(
                error.to_string(),
                "run it where jobs are submitted, or let SLURM_CONF name the cluster's slurm.conf",
            ),
            ArrayError::Slurm(SlurmError::Refused { program, .. }) => Self::input(
                error.to_string(),
                match program {
                    "sbatch" => {
                        "`sinfo` shows partitions and limits; SBATCH_ACCOUNT and the like are passed on"
                    }
                    _ => "cases that are done are kept; the same command goes on once Slurm answers",
                },
            ),
            ArrayError::Slurm(_) => Self::Input {
                message: error.to_string(),
                hint: None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_asked_what_the_sweep_was_asked() {
        let line = [
            "buildout",
            "sweep",
            "--engine",
            "slurm",
            "--slurm-tasks=3",
            "--slurm-time",
            "1h",
            "it's \"$(x)\".yaml",
            "--vary",
            "budget.capex.at_most=*0.5..*1.5 in 3",
            "--vary=sites.a.power=1,2 MW",
            "--set=--odd=-1",
            "--scenarios",
            "base,head start",
            "--gap",
            "0.70 %",
            "-j4",
            "--cold",
            "--json",
            "-o",
            "x",
            "--overwrite",
            "--detach",
        ];
        let asked = of_tasks(line.map(OsString::from), 2, Path::new("/a b/x"));
        let expected = [
            "--jobs=2",
            "--resume",
            "--output=/a b/x",
            "--vary=budget.capex.at_most=*0.5..*1.5 in 3",
            "--vary=sites.a.power=1,2 MW",
            "--scenarios=base",
            "--scenarios=head start",
            "--set=--odd=-1",
            "--gap=0.70 %",
            "--cold",
            "--",
            "it's \"$(x)\".yaml",
        ];
        assert_eq!(asked, expected);
        let again = ["buildout", "sweep", "--shard", "1/2"]
            .map(OsString::from)
            .into_iter()
            .chain(asked);
        assert!(Cli::command().try_get_matches_from(again).is_ok());
    }

    #[test]
    fn memory_is_an_amount() {
        assert_eq!(memory("2G"), Ok("2G".into()));
        assert_eq!(memory("800"), Ok("800".into()));
        for wrong in ["", "G", "0", "2GB", "2 G", "-1M", "1.5G"] {
            assert!(memory(wrong).is_err(), "{wrong}");
        }
    }
}
