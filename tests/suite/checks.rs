//! Semantic checks: one fixture each, with the exact message.
//!
//! A fixture imports `base.yaml`, which has no fault, and makes one. Its first line says what is found:
//! `# expect: message`. The named scenario `slip` applies the fault.

use buildout::scenario::problem::Problem;
use buildout::scenario::text::LoadOptions;
use buildout::scenario::{self, checks};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/checks")
}

/// All problems of a scenario file, errors and warnings.
fn problems(path: &Path, scenario: Option<&str>) -> Vec<Problem> {
    let options = LoadOptions {
        scenario: scenario.map(str::to_owned),
        sets: Vec::new(),
    };
    match scenario::load(path, &options) {
        Ok(loaded) => loaded.warnings.list,
        Err(problems) => problems.list,
    }
}

#[test]
fn every_check_has_a_fixture_that_triggers_it() {
    let mut wrong = Vec::new();
    for check in checks::all() {
        let path = folder().join(format!("{}.yaml", check.id));
        let Ok(text) = std::fs::read_to_string(&path) else {
            wrong.push(format!("{}: no fixture", check.id));
            continue;
        };
        let expected = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# expect: "))
            .unwrap_or_default();
        let problems = problems(&path, Some("slip"));
        let mine: Vec<&Problem> = problems
            .iter()
            .filter(|problem| problem.check == Some(check.id))
            .collect();
        match mine.as_slice() {
            [problem, ..] => {
                if problem.message != expected {
                    wrong.push(format!(
                        "{}: expected\n  {expected}\nfound\n  {}",
                        check.id, problem.message
                    ));
                }
                assert_eq!(problem.severity, check.severity, "{}", check.id);
                assert_eq!(problem.hint.as_deref(), Some(check.hint), "{}", check.id);
                assert!(
                    problem.path.is_some() && problem.origin.is_some(),
                    "{}: no place",
                    check.id
                );
            }
            [] => wrong.push(format!("{}: not triggered; found {problems:#?}", check.id)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fixture_belongs_to_a_check_and_checks_have_distinct_ids() {
    let ids: Vec<&str> = checks::all().map(|check| check.id).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len());
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(stem == "base" || distinct.contains(stem), "{stem}");
    }
}

#[test]
fn the_scenario_that_fixtures_start_from_has_no_fault() {
    let text = "schema: 1\nname: base\nimports: [base.yaml]\n";
    let loaded = scenario::load_str("base-check.yaml", text, &folder(), &LoadOptions::default()).unwrap();
    assert_eq!(loaded.warnings.list, Vec::new());
    assert_eq!(loaded.scenario.cohorts.len(), 1);
}

/// Runs `buildout validate` with arguments: exit code, stdout, stderr.
fn validate(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_buildout"))
        .arg("validate")
        .args(arguments)
        .env("NO_COLOR", "1")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn validate_tells_of_the_file_and_of_what_its_scenarios_add() {
    let file = "tests/fixtures/checks/pue-below-one.yaml";
    let (code, stdout, stderr) = validate(&[file]);
    assert_eq!(code, Some(2));
    assert_eq!(
        stdout,
        format!("{file}: ok\n{file}, scenario slip: failed, 1 error\n")
    );
    assert!(stderr.contains("home: PUE 0.9; expected 1 or more"), "{stderr}");
    assert!(
        stderr.contains("hint: PUE is total energy over IT energy"),
        "{stderr}"
    );

    let (code, stdout, _) = validate(&["--json", "tests/fixtures/checks/idle-carry-over.yaml"]);
    assert_eq!(code, Some(0), "warnings do not fail");
    let results: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(results[0]["problems"], serde_json::json!([]));
    let problem = &results[1]["problems"][0];
    assert_eq!(results[1]["scenario"], "slip");
    assert_eq!(problem["check"], "idle-carry-over");
    assert_eq!(problem["severity"], "warning");
    assert_eq!(problem["path"], "budget.capex.carry_over");
    assert!(
        problem["file"].as_str().unwrap().ends_with("base.yaml") && problem["line"].is_u64(),
        "{problem}"
    );
}

#[test]
fn validate_lists_the_checks() {
    let (code, stdout, _) = validate(&["--list", "--json"]);
    assert_eq!(code, Some(0));
    let listed: Vec<serde_json::Value> = serde_json::from_str(&stdout).unwrap();
    let ids: Vec<&str> = listed.iter().filter_map(|check| check["id"].as_str()).collect();
    assert_eq!(ids, checks::all().map(|check| check.id).collect::<Vec<_>>());
}
