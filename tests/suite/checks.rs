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
