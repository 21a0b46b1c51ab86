//! The shell example of `docs/scripting/`.

use super::*;

#[cfg(unix)]
#[test]
fn the_shell_example_prints_what_budgets_come_to() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let sweep = folder.path().join("a sweep");
    let run = || {
        Command::new("sh")
            .arg("docs/scripting/budgets.sh")
            .arg("inputs/tutorial.yaml")
            .arg(&sweep)
            .current_dir(root)
            .env("BUILDOUT", env!("CARGO_BIN_EXE_buildout"))
            .output()
            .unwrap()
    };
    let output = run();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("budgets", stdout(&output));
    // The second time nothing is left to do.
    let again = run();
    assert_eq!(
        (code(&again), stdout(&again)),
        (0, stdout(&output)),
        "{}",
        stderr(&again)
    );
    assert!(
        stderr(&again).contains("11 of 11 cases were there already"),
        "{}",
        stderr(&again)
    );
}

#[test]
fn a_scenario_that_is_not_there_ends_the_shell_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("sh")
        .args(["docs/scripting/budgets.sh", "no such.yaml"])
        .current_dir(root)
        .env("BUILDOUT", env!("CARGO_BIN_EXE_buildout"))
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).is_empty(), "{}", stdout(&output));
    assert!(stderr(&output).contains("no such.yaml"), "{}", stderr(&output));
}
