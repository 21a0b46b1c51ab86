//! The command line as scripts see it: exit codes, stdout and stderr, files.

mod alternatives;
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

use crate::desk::{Desk, PROMISE, code, files, json, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
