//! Completions in zsh and fish, and manual pages as `man` shows them. Bash is on every machine and is tested always.

use crate::desk::{Desk, code, files, stderr, stdout};
use std::process::{Command, Output};

/// Types a line and a tabulator into a zsh of its own and waits for what should stand there then.
const ZSH: &str = r#"
zmodload zsh/zpty
zpty shell 'TERM=dumb zsh -f -i'
zpty -w shell 'PS1=; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; print lo""aded'
zpty -r -m shell line '*loaded*'
zpty -w -n shell "$1"$'\t'
zpty -r -m shell line "*$2*"
"#;

/// Longest time that a shell takes for a completion, in the words of `timeout`.
const PATIENCE: &str = "60";

fn assert_there(program: &str) {
    let there = Command::new(program).arg("--version").output().is_ok();
    assert!(there, "no {program}: run `make test-all`");
}

fn completions(desk: &Desk, shell: &str, file: &str) {
    let script = desk.run(&["completions", shell]);
    assert_eq!(code(&script), 0);
    desk.write(file, &stdout(&script));
}

fn run(desk: &Desk, program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(desk.folder());
    command.output().unwrap()
}

#[test]
#[ignore = "skipped: no zsh: `make test-all` installs it"]
fn zsh_completes_verbs_and_values() {
    assert_there("zsh");
    let desk = Desk::empty();
    completions(&desk, "zsh", "_buildout");
    for (typed, expected) in [
        ("buildout repl", "buildout replan "),
        ("buildout completions fi", "buildout completions fish "),
        ("buildout calendar --no-c", "--no-costs"),
        ("buildout solve --strategy rel", "--strategy relax-repair "),
    ] {
        let output = run(
            &desk,
            "timeout",
            &[PATIENCE, "zsh", "-f", "-c", ZSH, "zsh", typed, expected],
        );
        assert_eq!(code(&output), 0, "{typed}: {}", stderr(&output));
    }
}

#[test]
#[ignore = "skipped: no fish: `make test-all` installs it"]
fn fish_completes_verbs_and_values() {
    assert_there("fish");
    let desk = Desk::empty();
    completions(&desk, "fish", "buildout.fish");
    for (typed, expected) in [
        ("buildout repl", vec!["replan"]),
        ("buildout calendar --no-c", vec!["--no-costs"]),
        (
            "buildout solve --strategy ",
            vec!["auto", "decompose", "relax-repair", "whole"],
        ),
    ] {
        let script = "source buildout.fish; complete -C $argv[1]";
        let output = run(&desk, "fish", &["--no-config", "-c", script, typed]);
        assert_eq!(code(&output), 0, "{typed}: {}", stderr(&output));
        let told = stdout(&output);
        // Every word is followed by what it means.
        let words = told
            .lines()
            .map(|line| line.split('\t').next().unwrap_or_default());
        assert_eq!(words.collect::<Vec<_>>(), expected, "{typed}");
    }
}

#[test]
#[ignore = "skipped: no man: `make test-all` installs it"]
fn man_shows_every_page_without_a_warning() {
    assert_there("man");
    let desk = Desk::empty();
    assert_eq!(code(&desk.run(&["man", "-o", "man1"])), 0);
    let pages = files(&desk.path("man1"));
    assert!(pages.len() > 20, "{pages:?}");
    for page in &pages {
        let path = format!("man1/{page}");
        let mut command = Command::new("man");
        command
            .args(["--warnings=all", "--encoding=UTF-8", "--local-file", &path])
            .env("MANWIDTH", "80")
            .env("LC_ALL", "C.UTF-8")
            .current_dir(desk.folder());
        let output = command.output().unwrap();
        assert_eq!(code(&output), 0, "{page}: {}", stderr(&output));
        assert_eq!(stderr(&output), "", "{page}");
        let shown = stdout(&output);
        assert!(shown.contains("SYNOPSIS"), "{page}: {shown}");
    }
}
