//! Slurm's own programs: `sbatch` submits an array of tasks, `squeue` tells how they stand, `scancel` ends them.
//!
//! Nothing a planner writes goes through a shell. The batch script is fixed text; the command it runs reaches it as
//! arguments, one by one, as `sbatch SCRIPT ARGUMENT...` hands them on.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::ErrorKind::NotFound;
use std::path::Path;
use std::process::{Command, Stdio};

/// What every task runs: the program with the task's own part of the work. Its arguments are the number of parts, the
/// folder to run in, the program, and what follows `sweep --shard PART/PARTS`. Slurm reads `%` and `\` in a path of
/// `--output` as its own, so the script itself opens the log.
const SCRIPT: &str = r#"#!/bin/sh
# One task of `buildout sweep --engine slurm`.
exec >"task-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID.log" 2>&1
parts=$1
folder=$2
program=$3
shift 3
cd "$folder" && exec "$program" sweep --shard "$SLURM_ARRAY_TASK_ID/$parts" "$@"
"#;

/// Name of all arrays. A number that Slurm has given to something else since is not taken for ours.
const NAME: &str = "buildout-sweep";

/// File of the batch script.
const SCRIPT_FILE: &str = "task.sh";

/// What is asked of Slurm for every task. What is not asked for is as the cluster has it, or as `SBATCH_...` in the
/// environment says.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Partition.
    pub partition: Option<String>,
    /// Longest time of a task, in seconds.
    pub time: Option<f64>,
    /// Memory of a task as Slurm writes it: `4G`.
    pub memory: Option<String>,
    /// Processors of a task.
    pub processors: usize,
    /// Most tasks that run at the same time.
    pub at_once: Option<usize>,
}

/// Why Slurm did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SlurmError {
    /// One of its programs is not installed.
    #[error("there is no `{0}` on this machine, so nothing can be submitted to Slurm")]
    Missing(&'static str),
    /// One of its programs cannot be run.
    #[error("`{program}` cannot be run: {source}")]
    Unusable {
        /// Which one.
        program: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is installed, but does not know its cluster.
    #[error("Slurm cannot be used on this machine: {0}")]
    Unconfigured(String),
    /// One of its programs refused.
    #[error("`{program}` refused: {said}")]
    Refused {
        /// Which one.
        program: &'static str,
        /// What it said.
        said: String,
    },
    /// The folder of the tasks cannot be written.
    #[error("cannot write {path}: {source}")]
    File {
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// How a task stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// In the queue, and why it still is: `Resources`, `Priority`.
    Waiting(String),
    /// At work.
    Running,
    /// Ended by itself, with exit code 0.
    Done,
    /// Ended by somebody's `scancel`.
    Cancelled,
    /// Ended otherwise: `TIMEOUT`, `NODE_FAIL`, `FAILED NonZeroExitCode`.
    Died(String),
}

impl State {
    /// Of what `squeue` calls a state and a reason.
    fn of(state: &str, reason: &str) -> Self {
        let reason = if reason == "None" { "" } else { reason };
        match state {
            "COMPLETED" => Self::Done,
            "CANCELLED" => Self::Cancelled,
            "FAILED" | "TIMEOUT" | "NODE_FAIL" | "PREEMPTED" | "BOOT_FAIL" | "DEADLINE" | "OUT_OF_MEMORY"
            | "REVOKED" => Self::Died(format!("{state} {reason}").trim_end().to_owned()),
            "PENDING" | "REQUEUED" | "REQUEUE_FED" | "REQUEUE_HOLD" | "RESV_DEL_HOLD" | "SPECIAL_EXIT" => {
                Self::Waiting(reason.to_owned())
            }
            // RUNNING, COMPLETING, CONFIGURING, SUSPENDED and the like hold processors.
            _ => Self::Running,
        }
    }

    /// Whether nothing more is to come.
    pub fn is_over(&self) -> bool {
        !matches!(self, Self::Waiting(_) | Self::Running)
    }
}

/// An array of tasks that Slurm has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Slurm's number of it, and the cluster if it named one.
    pub id: String,
}

/// Whether Slurm can be asked at all: its program is installed and knows its cluster.
///
/// # Errors
/// Why not.
pub fn check() -> Result<(), SlurmError> {
    match run("sbatch", &["--version".into()]) {
        Err(SlurmError::Refused { said, .. }) => Err(SlurmError::Unconfigured(said)),
        other => other.map(drop),
    }
}

/// What the tasks of an array do.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Number of parts that the work is cut into.
    pub parts: usize,
    /// Which of them are tasks of the array, from 1 on.
    pub tasks: &'a [usize],
    /// Folder to run in.
    pub folder: &'a Path,
    /// The program; it is run as `PROGRAM sweep --shard PART/PARTS ARGUMENT...`.
    pub program: &'a Path,
    /// The arguments.
    pub arguments: &'a [OsString],
}

impl Job {
    /// Submits an array. Script and output of its tasks go to `folder`. The nodes must see all paths as they are here.
    ///
    /// # Errors
    /// A folder that cannot be written, and whatever Slurm refuses.
    pub fn submit(request: &Request, work: &Work<'_>, folder: &Path) -> Result<Self, SlurmError> {
        let file = |path: &Path| {
            let path = path.display().to_string();
            move |source| SlurmError::File { path, source }
        };
        std::fs::create_dir_all(folder).map_err(file(folder))?;
        let folder = folder.canonicalize().map_err(file(folder))?;
        let script = folder.join(SCRIPT_FILE);
        std::fs::write(&script, SCRIPT).map_err(file(&script))?;
        let mut arguments: Vec<OsString> = vec![
            "--parsable".into(),
            format!("--job-name={NAME}").into(),
            format!("--array={}", array(work.tasks, request.at_once)).into(),
            format!("--cpus-per-task={}", request.processors.max(1)).into(),
            "--output=/dev/null".into(),
            "--input=/dev/null".into(),
            "--export=ALL".into(),
        ];
        let mut chdir = OsString::from("--chdir=");
        chdir.push(&folder);
        arguments.push(chdir);
        if let Some(partition) = &request.partition {
            arguments.push(format!("--partition={partition}").into());
        }
        if let Some(seconds) = request.time {
            arguments.push(format!("--time={}", clock(seconds)).into());
        }
        if let Some(memory) = &request.memory {
            arguments.push(format!("--mem={memory}").into());
        }
        arguments.push(script.into());
        arguments.push(work.parts.to_string().into());
        arguments.push(work.folder.into());
        arguments.push(work.program.into());
        arguments.extend_from_slice(work.arguments);
        let said = run("sbatch", &arguments)?;
        match said.lines().last().map(str::trim) {
            Some(id) if id.starts_with(|c: char| c.is_ascii_digit()) => Ok(Self { id: id.to_owned() }),
            _ => Err(SlurmError::Refused {
                program: "sbatch",
                said: format!("it named no job, but `{}`", said.trim()),
            }),
        }
    }

    /// How its tasks stand. Slurm forgets a task some minutes after its end: what is not among them is over.
    ///
    /// # Errors
    /// Slurm does not answer at present.
    pub fn states(&self) -> Result<BTreeMap<usize, State>, SlurmError> {
        let asked = ["--noheader", "--array", "--states=all", "--format=%K|%T|%r"];
        match run("squeue", &self.arguments(&asked, "--jobs=")) {
            Ok(said) => Ok(states(&said)),
            Err(SlurmError::Refused { said, .. }) if said.contains("Invalid job id") => Ok(BTreeMap::new()),
            Err(error) => Err(error),
        }
    }

    /// Ends all its tasks. One that has ended already is no error.
    ///
    /// # Errors
    /// Slurm does not answer at present.
    pub fn cancel(&self) -> Result<(), SlurmError> {
        match run("scancel", &self.arguments(&["--full"], "")) {
            Err(SlurmError::Refused { said, .. }) if said.contains("Invalid job id") => Ok(()),
            other => other.map(drop),
        }
    }

    /// Output of a task, as a file name in the folder it was submitted from.
    pub fn log(&self, task: usize) -> String {
        format!("task-{}-{task}.log", self.number())
    }

    fn number(&self) -> &str {
        self.id.split(';').next().unwrap_or(&self.id)
    }

    fn arguments(&self, first: &[&str], option: &str) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = first.iter().map(OsString::from).collect();
        if let Some((_, cluster)) = self.id.split_once(';') {
            arguments.push(format!("--clusters={cluster}").into());
        }
        arguments.push(format!("--name={NAME}").into());
        arguments.push(format!("{option}{}", self.number()).into());
        arguments
    }
}

/// Runs one of Slurm's programs and returns what it printed.
fn run(program: &'static str, arguments: &[OsString]) -> Result<String, SlurmError> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // Ctrl-C is meant for the sweep, not for a question to Slurm that happens to be under way.
        command.process_group(0);
    }
    let output = command.output().map_err(|source| match source.kind() {
        NotFound => SlurmError::Missing(program),
        _ => SlurmError::Unusable { program, source },
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said
        .lines()
        .map(|line| line.trim_start_matches(&format!("{program}: ")))
        .map(|line| line.trim_start_matches("error: ").trim_start_matches("fatal: "))
        .filter(|line| !line.is_empty())
        .collect();
    Err(SlurmError::Refused {
        program,
        said: match lines.is_empty() {
            true => output.status.to_string(),
            false => lines.join("; "),
        },
    })
}

/// What `squeue --format=%K|%T|%r` printed, by task.
fn states(said: &str) -> BTreeMap<usize, State> {
    let state = |line: &str| {
        let mut words = line.trim().splitn(3, '|');
        let task = words.next()?.parse().ok()?;
        Some((task, State::of(words.next()?, words.next()?)))
    };
    said.lines().filter_map(state).collect()
}

/// Numbers as `sbatch --array` takes them: `1-3,7%4`.
fn array(tasks: &[usize], at_once: Option<usize>) -> String {
    let mut text = String::new();
    let mut rest = tasks;
    while let Some(&first) = rest.first() {
        let length = rest
            .iter()
            .zip(first..)
            .take_while(|(task, expected)| **task == *expected)
            .count();
        if !text.is_empty() {
            text.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{first}");
        if length > 1 {
            let _ = write!(text, "-{}", first + length - 1);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if let Some(at_once) = at_once {
        let _ = write!(text, "%{at_once}");
    }
    text
}

/// Seconds as `hours:minutes:seconds`, rounded up.
fn clock(seconds: f64) -> String {
    let whole = seconds.ceil().max(1.0) as u64;
    format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_named_in_ranges() {
        assert_eq!(array(&[1, 2, 3, 7, 9, 10], None), "1-3,7,9-10");
        assert_eq!(array(&[4], Some(2)), "4%2");
        assert_eq!(array(&[], None), "");
    }

    #[test]
    fn times_are_rounded_up_to_seconds() {
        assert_eq!(clock(60.0), "0:01:00");
        assert_eq!(clock(90_061.5), "25:01:02");
        assert_eq!(clock(0.2), "0:00:01");
    }

    #[test]
    fn states_are_read_task_by_task() {
        let said = "1|COMPLETED|None\n2|RUNNING|None\n3|CANCELLED|None\n4|FAILED|NonZeroExitCode\n\
            5|TIMEOUT|TimeLimit\n6|PENDING|Resources\n7|COMPLETING|None\n8|OUT_OF_MEMORY|OutOfMemory\nsqueue says something else\n";
        let expected = [
            (1, State::Done),
            (2, State::Running),
            (3, State::Cancelled),
            (4, State::Died("FAILED NonZeroExitCode".into())),
            (5, State::Died("TIMEOUT TimeLimit".into())),
            (6, State::Waiting("Resources".into())),
            (7, State::Running),
            (8, State::Died("OUT_OF_MEMORY OutOfMemory".into())),
        ];
        assert_eq!(states(said), BTreeMap::from(expected));
    }

    #[test]
    fn a_job_of_a_named_cluster_is_asked_for_there() {
        let job = Job {
            id: "12;north".into(),
        };
        let arguments = job.arguments(&["--noheader"], "--jobs=");
        assert_eq!(
            arguments,
            [
                "--noheader",
                "--clusters=north",
                "--name=buildout-sweep",
                "--jobs=12"
            ]
        );
        assert_eq!(job.log(3), "task-12-3.log");
    }
}
