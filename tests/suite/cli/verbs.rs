//! `show`, `verify`, `init` and the verbs that print.

use super::*;

/// A desk with a solved run.
fn solved() -> Desk {
    let desk = Desk::new();
    let output = desk.solve(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    desk
}

#[test]
fn one_table_is_shown_whole_or_as_json() {
    let desk = solved();
    let text = stdout(&desk.run(&["show", "run", "--table", "power"]));
    assert!(
        text.contains("utilisation_percent") && text.contains("2029H2"),
        "{text}"
    );
    let rows = json(&desk.run(&["show", "run", "--table", "power", "--json"]));
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), desk.read("run/tables/power.csv").lines().count() - 1);
    assert_eq!(rows[0]["site"], "home");
    let run = json(&desk.run(&["show", "run", "--json"]));
    assert_eq!(run["manifest"]["status"], "optimal");
    assert_eq!(run["tables"]["power"].as_array().unwrap(), rows);
}

#[test]
fn an_unknown_table_is_answered_with_the_names() {
    let output = solved().run(&["show", "run", "--table", "powr"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output)
            .starts_with("error: unknown table `powr`\nhint: did you mean `power`? There are: headline,"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_run_is_verified_anew() {
    let desk = solved();
    let output = desk.run(&["verify", "run"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("verified: "), "{}", stdout(&output));
    let result = json(&desk.run(&["verify", "run", "--json"]));
    assert_eq!(
        (&result["verified"], &result["problems"]),
        (&true.into(), &serde_json::json!([]))
    );
    // The run stands when its input changes afterwards; that is only told.
    desk.write("scenario.yaml", "schema: 1\n");
    let output = desk.run(&["verify", "run"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        stderr(&output),
        "note: scenario.yaml has changed since this run\n"
    );
}

/// Changes a file of a run and returns what `verify` says: exit code and problems.
fn verify_after(file: &str, change: impl Fn(&str) -> Option<String>) -> (i32, String) {
    let desk = solved();
    let path = desk.path("run").join(file);
    match change(&std::fs::read_to_string(&path).unwrap()) {
        Some(text) => std::fs::write(&path, text).unwrap(),
        None => std::fs::remove_file(&path).unwrap(),
    }
    let output = desk.run(&["verify", "run"]);
    (code(&output), stdout(&output) + &stderr(&output))
}

#[test]
fn an_altered_plan_is_found() {
    // One unit less deployed in the first period: demand that was served no longer can be.
    let (code, told) = verify_after("solution.json", |text| {
        let mut solution: serde_json::Value = serde_json::from_str(text).unwrap();
        let units = solution["plan"]["deployments"]["air-server"]["home"]["2027H1"]
            .as_u64()
            .unwrap();
        solution["plan"]["deployments"]["air-server"]["home"]["2027H1"] = (units - 1).into();
        Some(solution.to_string())
    });
    assert_eq!(code, 2);
    assert!(
        told.starts_with("not verified\n  chip_time air-server,home 2027H1: "),
        "{told}"
    );
}

#[test]
fn a_better_story_in_the_manifest_is_found() {
    let (code, told) = verify_after("manifest.json", |text| {
        let mut manifest: serde_json::Value = serde_json::from_str(text).unwrap();
        manifest["objective"] = 1.0.into();
        Some(manifest.to_string())
    });
    assert_eq!(code, 2);
    assert!(
        told.contains("solution.json is not the plan of the manifest"),
        "{told}"
    );
}

#[test]
fn an_altered_scenario_is_found() {
    let (code, told) = verify_after("scenario.resolved.yaml", |text| Some(format!("{text}# a note\n")));
    assert_eq!(code, 2);
    assert!(
        told.contains("scenario.resolved.yaml is not the file that was solved"),
        "{told}"
    );
}

#[test]
fn altered_and_missing_tables_are_found() {
    let (code, told) = verify_after("tables/chips.csv", |text| Some(text.replace("2027H1", "2027H2")));
    assert_eq!(code, 2);
    assert_eq!(
        told,
        "not verified\n  tables/chips.csv is not what the plan gives\n"
    );
    let (code, told) = verify_after("tables/chips.csv", |_| None);
    assert_eq!(code, 2);
    assert_eq!(
        told,
        "not verified\n  tables/chips.csv is missing or cannot be read\n"
    );
}

#[test]
fn missing_and_broken_files_are_named() {
    let (code, told) = verify_after("manifest.json", |_| None);
    assert_eq!(code, 2);
    assert!(
        told.starts_with("error: run is not a run directory: it has no manifest.json\nhint: "),
        "{told}"
    );
    for file in ["scenario.resolved.yaml", "solution.json"] {
        let (code, told) = verify_after(file, |_| None);
        assert_eq!(code, 2, "{file}");
        assert!(
            told.starts_with(&format!("error: cannot read run/{file}: ")),
            "{told}"
        );
    }
    for file in ["manifest.json", "solution.json"] {
        let (code, told) = verify_after(file, |_| Some("{".into()));
        assert_eq!(code, 2, "{file}");
        assert!(told.starts_with(&format!("error: run/{file}: ")), "{told}");
    }
}

#[test]
fn the_starter_is_valid_and_never_overwritten() {
    let desk = Desk::new();
    assert_eq!(code(&desk.run(&["validate", "scenario.yaml"])), 0);
    let before = desk.read("scenario.yaml");
    let output = desk.run(&["init"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("exists already"), "{}", stderr(&output));
    assert_eq!(desk.read("scenario.yaml"), before);
    assert_eq!(code(&desk.run(&["init", "deep/folder/mine.yaml"])), 0);
    assert_eq!(desk.read("deep/folder/mine.yaml"), before);
}

#[test]
fn data_verbs_print_json_that_parses() {
    let desk = Desk::new();
    for arguments in [
        &["validate", "scenario.yaml", "--json"][..],
        &["scenario", "list", "scenario.yaml", "--json"],
        &["scenario", "show", "scenario.yaml", "--json"],
        &[
            "scenario",
            "diff",
            "scenario.yaml",
            "--scenario",
            "late-grid",
            "--json",
        ],
        &["schema"],
    ] {
        let output = desk.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?} {}", stderr(&output));
        assert!(!json(&output).is_null(), "{arguments:?}");
        assert!(stderr(&output).is_empty(), "{arguments:?} {}", stderr(&output));
    }
}

#[test]
fn the_program_is_exported_for_other_solvers() {
    let desk = Desk::new();
    for (format, word) in [("mps", "ENDATA"), ("lp", "end")] {
        let output = desk.run(&["export", "scenario.yaml", "--format", format]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let text = stdout(&output).to_lowercase();
        assert!(
            text.contains("open[campus,2027h1]") || text.contains("open"),
            "{format}"
        );
        assert!(text.contains(&word.to_lowercase()), "{format}");
    }
}
