//! Help, version, completions.

use super::*;

const VERBS: &[&str] = &[
    "sensitivity",
    "frontier",
    "alternatives",
    "solve",
    "sweep",
    "validate",
    "show",
    "report",
    "verify",
    "compare",
    "calendar",
    "replan",
    "export",
    "generate",
    "init",
    "scenario",
    "catalogue",
    "schema",
    "completions",
    "man",
];

#[test]
fn the_help_names_every_verb_and_exit_code() {
    let output = Desk::empty().run(&["--help"]);
    assert_eq!(code(&output), 0);
    insta::assert_snapshot!("help", stdout(&output));
}

#[test]
fn solve_explains_its_options() {
    let output = Desk::empty().run(&["solve", "--help"]);
    insta::assert_snapshot!("help-solve", stdout(&output));
}

#[test]
fn every_verb_has_help() {
    let desk = Desk::empty();
    for verb in VERBS {
        let output = desk.run(&[*verb, "--help"]);
        assert_eq!(code(&output), 0, "{verb}");
        assert!(
            stdout(&output).contains(&format!("Usage: buildout {verb}")),
            "{verb}"
        );
        assert!(stderr(&output).is_empty(), "{verb}");
    }
}

#[test]
fn verbs_that_print_data_print_json() {
    let desk = Desk::empty();
    for verb in [
        "solve",
        "validate",
        "show",
        "verify",
        "compare",
        "calendar",
        "replan",
        "catalogue",
        "schema",
        "sensitivity",
        "frontier",
        "alternatives",
    ] {
        let output = desk.run(&[verb, "--help"]);
        assert!(stdout(&output).contains("--json"), "{verb}");
    }
}

#[test]
fn without_a_verb_it_says_how() {
    let output = Desk::empty().run(&[]);
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).is_empty());
    assert!(stderr(&output).contains("Usage: buildout <COMMAND>"));
}

#[test]
fn the_version_is_the_package_s() {
    let output = Desk::empty().run(&["--version"]);
    assert_eq!(
        stdout(&output),
        format!("buildout {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_know_the_verbs() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = desk.run(&["completions", shell]);
        assert_eq!(code(&output), 0, "{shell}");
        for verb in VERBS {
            assert!(stdout(&output).contains(verb), "{shell} {verb}");
        }
    }
}
