//! Wrong arguments, closed pipes, full disks.

use super::*;
use std::io::{Read, Write};

#[test]
fn wrong_arguments_end_with_bad_input_and_say_what_was_expected() {
    let desk = Desk::new();
    for (arguments, expected) in [
        (&["solve"][..], "<SCENARIO>"),
        (&["solv"], "unrecognized subcommand"),
        (
            &["solve", "scenario.yaml", "--gap", "0.1"],
            "expected a percentage such as 0.1%",
        ),
        (
            &["solve", "scenario.yaml", "--time-limit", "60"],
            "expected a duration such as 60s",
        ),
        (
            &["solve", "scenario.yaml", "--threads", "0"],
            "0 is not in 1..=1024",
        ),
        (
            &["solve", "scenario.yaml", "--strategy", "luck"],
            "possible values: auto, whole, relax-repair",
        ),
        (
            &["solve", "scenario.yaml", "--model", "min-cots"],
            "did you mean `min-cost`?",
        ),
        (
            &["solve", "scenario.yaml", "--scenario", "late-gird"],
            "late-grid",
        ),
        (
            &["solve", "scenario.yaml", "--set", "sites.campus.peu=1.2"],
            "sites.campus.peu",
        ),
        (&["solve", "scenario.yaml", "--gap", "5"], "did you mean 5%?"),
        (&["solve", "scenario.yml"], "did you mean `scenario.yaml`?"),
        (&["solve", "."], "YAML files in it: scenario.yaml"),
        (&["catalogue"], "--from PATH"),
        (
            &["generate", "--correlation", "1"],
            "expected at least 0 and less than 1, found 1",
        ),
        (
            &["export", "scenario.yaml", "-o", "none/x.mps"],
            "there is no folder none",
        ),
        (&["solve", "scenario.yaml", "-o", ".."], "does not end in a name"),
        (&["solve", "absent.yaml"], "absent.yaml"),
        (
            &["show", "absent"],
            "absent is not a run directory: there is nothing of that name",
        ),
        (
            &["verify", "scenario.yaml"],
            "scenario.yaml is not a run directory: it is a file",
        ),
        (&["completions", "tcsh"], "possible values"),
    ] {
        let output = desk.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stdout(&output).is_empty(), "{arguments:?}");
        assert!(
            stderr(&output).contains(expected),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(!stderr(&output).contains("panicked"), "{arguments:?}");
    }
    assert_eq!(files(desk.folder()), ["scenario.yaml"]);
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    for arguments in [
        &["show", "run"][..],
        &["show", "run", "--json"],
        &["--help"],
        &["schema"],
        &["completions", "zsh"],
    ] {
        let mut child = desk
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?} {}", stderr(&output));
        assert!(stderr(&output).is_empty(), "{arguments:?} {}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command(&["show", "run"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).starts_with("error: cannot write stdout: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn problems_of_a_scenario_go_to_stderr_without_colour() {
    let desk = Desk::new();
    let text = desk
        .read("scenario.yaml")
        .replace("opening_cost:", "opning_cost:");
    desk.write("scenario.yaml", &text);
    let output = desk.solve(&[]);
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).is_empty());
    let told = stderr(&output);
    assert!(
        told.contains("opning_cost") && told.contains("scenario.yaml:"),
        "{told}"
    );
    assert!(
        told.contains("hint:") && told.contains("`opening_cost`"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'), "{told}");
    assert!(!desk.path("run").exists());
}

#[test]
fn a_scenario_is_not_read_from_a_device_or_a_folder() {
    let desk = Desk::new();
    let output = desk.run(&["solve", "."]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
    // Bytes that are no text.
    let mut file = std::fs::File::create(desk.path("bytes.yaml")).unwrap();
    file.write_all(&[0xff, 0xfe, 0x00, 0x80]).unwrap();
    let output = desk.run(&["validate", "bytes.yaml"]);
    assert_eq!(code(&output), 2);
    let mut none = Vec::new();
    std::io::empty().read_to_end(&mut none).unwrap();
    assert!(stderr(&output).contains("bytes.yaml"), "{}", stderr(&output));
}
