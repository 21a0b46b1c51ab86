//! The command line as scripts see it: exit codes, stdout and stderr, files.

mod calendar;
mod compare;
mod errors;
mod explain;
mod help;
mod interrupt;
mod replan;
mod report;
mod scripting;
mod slurm;
mod solve;
mod studies;
mod sweep;
mod terminal;
mod verbs;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own with the starter scenario in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// With `scenario.yaml` as `buildout init` writes it.
    fn new() -> Self {
        let desk = Self::empty();
        let init = desk.run(&["init"]);
        assert_eq!(code(&init), 0, "{}", stderr(&init));
        desk
    }

    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With `large.yaml` beside nothing else: a scenario that is not solved to the end within seconds.
    fn large() -> Self {
        let desk = Self::empty();
        let size = [
            "--sites=16",
            "--chips=6",
            "--periods=8",
            "--markets=10",
            "--workloads=3",
        ];
        let output = desk.run(&[&["generate", "--seed=1", "-o", "large.yaml"], &size[..]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        desk
    }

    /// With `tutorial.yaml` as shipped, solved into `old`.
    fn tutorial() -> Self {
        let desk = Self::empty();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
        std::fs::copy(shipped, desk.path("tutorial.yaml")).unwrap();
        let solve = ["solve", "tutorial.yaml", "-o", "old", "--threads", "1"];
        assert_eq!(code(&desk.run(&solve)), 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in this folder, with nothing of the caller's terminal in its environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_buildout"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Solves the starter scenario into `run`, one thread, and returns what was printed.
    fn solve(&self, more: &[&str]) -> Output {
        let solve = ["solve", "scenario.yaml", "-o", "run", "--threads", "1"];
        self.run(&[&solve, more].concat())
    }
}

/// Everything must be served from the first day, but nothing can be in service before the money is there.
const PROMISE: [&str; 4] = [
    "--set",
    "budget.capex.at_most=1 MUSD",
    "--set",
    "demand.city-chat.service_floor={$add: 100 %}",
];

/// Text of tables without what differs from one machine to the next: how long it took.
fn without_seconds(text: &str) -> String {
    let steady = text
        .lines()
        .map(|line| match line.strip_suffix(" in the solver") {
            Some(status) => {
                let before = status
                    .rsplit_once(", ")
                    .map_or(String::new(), |(before, _)| format!("{before}, "));
                format!("{before}(time) in the solver\n")
            }
            None => format!("{line}\n"),
        });
    steady.collect()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stdout(output)))
}

/// Names of the files below a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                names.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    names.sort();
    names
}
