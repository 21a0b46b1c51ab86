//! The program in a folder of its own, as its users run it, and what it leaves behind.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own with the starter scenario in it.
pub struct Desk {
    /// Removed with everything in it.
    around: tempfile::TempDir,
    folder: PathBuf,
}

impl Desk {
    /// With `scenario.yaml` as `buildout init` writes it.
    pub fn new() -> Self {
        let desk = Self::empty();
        let init = desk.run(&["init"]);
        assert_eq!(code(&init), 0, "{}", stderr(&init));
        desk
    }

    pub fn empty() -> Self {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().to_owned();
        Self { around, folder }
    }

    /// In a folder of this name.
    pub fn named(folder: &str) -> Self {
        let desk = Self::empty();
        let folder = desk.around.path().join(folder);
        std::fs::create_dir(&folder).unwrap();
        Self { folder, ..desk }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder around it; the same but for a folder that was given a name.
    pub fn around(&self) -> &Path {
        self.around.path()
    }

    /// With `large.yaml` beside nothing else: a scenario that is not solved to the end within seconds.
    pub fn large() -> Self {
        Self::empty().with_large()
    }

    /// The same in this folder.
    pub fn with_large(self) -> Self {
        let size = [
            "--sites=16",
            "--chips=6",
            "--periods=8",
            "--markets=10",
            "--workloads=3",
        ];
        let output = self.run(&[&["generate", "--seed=1", "-o", "large.yaml"], &size[..]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        self
    }

    /// With `tutorial.yaml` as shipped, solved into `old`.
    pub fn tutorial() -> Self {
        let desk = Self::empty().with_tutorial("tutorial.yaml");
        let solve = ["solve", "tutorial.yaml", "-o", "old", "--threads", "1"];
        assert_eq!(code(&desk.run(&solve)), 0);
        desk
    }

    /// With the tutorial as shipped, under a name.
    pub fn with_tutorial(self, name: &str) -> Self {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
        std::fs::copy(shipped, self.path(name)).unwrap();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in this folder, with nothing of the caller's terminal in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_buildout"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Solves the starter scenario into `run`, one thread, and returns what was printed.
    pub fn solve(&self, more: &[&str]) -> Output {
        let solve = ["solve", "scenario.yaml", "-o", "run", "--threads", "1"];
        self.run(&[&solve, more].concat())
    }
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stdout(output)))
}

/// Settings with which the starter scenario has no plan: everything must be served from the first day, but nothing can be
/// in service before the money is there.
pub const PROMISE: [&str; 4] = [
    "--set",
    "budget.capex.at_most=1 MUSD",
    "--set",
    "demand.city-chat.service_floor={$add: 100 %}",
];

/// Names of the files below a folder, sorted.
pub fn files(folder: &Path) -> Vec<String> {
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
