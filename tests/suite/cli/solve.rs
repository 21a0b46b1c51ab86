//! `solve` and the run directory.

use super::*;

#[test]
fn a_plan_is_printed_as_tables() {
    let desk = Desk::new();
    let output = desk.solve(&["--gap", "0%"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("tables", without_seconds(&stdout(&output)));
    assert!(
        stderr(&output).ends_with("run written to run\n"),
        "{}",
        stderr(&output)
    );
    // The run shows the same, also on a page too narrow for half-years.
    let shown = desk.run(&["show", "run"]);
    assert_eq!(stdout(&shown), stdout(&output));
    let narrow = desk
        .command(&["show", "run"])
        .env("COLUMNS", "64")
        .output()
        .unwrap();
    insta::assert_snapshot!("tables-narrow", without_seconds(&stdout(&narrow)));
    assert!(stdout(&narrow).lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn profit_is_maximised_on_request() {
    let desk = Desk::new();
    let output = desk.solve(&["--model", "max-profit", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let run = json(&output);
    assert_eq!(run["manifest"]["sense"], "maximise");
    let objective = run["manifest"]["objective"].as_f64().unwrap();
    let bound = run["manifest"]["best_bound"].as_f64().unwrap();
    assert!(
        objective > 0.0 && bound >= objective - 1e-6 * objective,
        "{objective} {bound}"
    );
    let shown = stdout(&desk.run(&["show", "run"]));
    assert!(shown.contains("no plan earns more than"), "{shown}");
}

#[test]
fn a_run_directory_is_complete() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let tables = [
        "assumptions",
        "binding_limits",
        "budgets",
        "cash_flows",
        "chips",
        "demand",
        "halls",
        "headline",
        "jobs",
        "leases",
        "orders",
        "power",
        "racks",
        "rules",
        "served",
        "sites",
        "spend",
        "training",
        "tranches",
        "workload_capacity",
    ];
    let mut expected: Vec<String> = tables.iter().map(|name| format!("tables/{name}.csv")).collect();
    expected.extend(
        [
            "manifest.json",
            "origins.csv",
            "report.html",
            "scenario.resolved.yaml",
            "solution.json",
            "solver.log",
            "trajectory.csv",
        ]
        .map(String::from),
    );
    expected.sort();
    assert_eq!(files(&desk.path("run")), expected);
    // Nothing else is left beside the scenario and the run.
    assert_eq!(std::fs::read_dir(desk.folder()).unwrap().count(), 2);

    let manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    let keys: Vec<&String> = manifest.as_object().unwrap().keys().collect();
    assert_eq!(keys, crate::docs::MANIFEST_KEYS);
    let seconds: Vec<&String> = manifest["seconds"].as_object().unwrap().keys().collect();
    assert_eq!(seconds, ["load", "build", "solve", "verify", "total"]);
    assert_eq!(manifest["status"], "optimal");
    assert_eq!(manifest["verified"], true);
    assert_eq!(manifest["threads"], 1);
    assert_eq!(manifest["inputs"][0]["file"], "scenario.yaml");
    assert_eq!(manifest["limits_hit"], serde_json::json!([]));
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    assert_eq!(
        code(&desk.run(&["solve", "scenario.yaml", "-o", "again", "--threads", "1"])),
        0
    );
    for name in files(&desk.path("run")) {
        // These tell how long things took.
        let times = ["manifest.json", "report.html", "solver.log", "trajectory.csv"];
        if !times.contains(&name.as_str()) {
            assert_eq!(
                desk.read(&format!("run/{name}")),
                desk.read(&format!("again/{name}")),
                "{name}"
            );
        }
    }
}

#[test]
fn the_default_directory_is_named_after_the_question() {
    let desk = Desk::new();
    for more in [
        &[][..],
        &["--scenario", "late-grid"],
        &["--set", "sites.campus.pue=1.2"],
        &["--model", "max-profit"],
    ] {
        let arguments = [&["solve", "scenario.yaml", "--threads", "1"], more].concat();
        assert_eq!(code(&desk.run(&arguments)), 0, "{more:?}");
    }
    let runs: Vec<_> = std::fs::read_dir(desk.path("solutions")).unwrap().collect();
    assert_eq!(runs.len(), 4, "four questions, four runs");
    for run in runs {
        let name = run.unwrap().file_name().into_string().unwrap();
        let digits = name.strip_prefix("my-plan-").unwrap();
        assert!(
            digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()),
            "{name}"
        );
    }
}

#[test]
fn settings_and_named_scenarios_change_the_plan() {
    let desk = Desk::new();
    let objective = |more: &[&str]| {
        let arguments = [
            &[
                "solve",
                "scenario.yaml",
                "--threads",
                "1",
                "--overwrite",
                "-o",
                "run",
                "--json",
            ],
            more,
        ]
        .concat();
        json(&desk.run(&arguments))["manifest"]["objective"]
            .as_f64()
            .unwrap()
    };
    let base = objective(&[]);
    assert!(objective(&["--scenario", "late-grid"]) > base + 1.0);
    assert!(objective(&["--set", "budget.capex.at_most=unlimited"]) < base - 1.0);
}

#[test]
fn an_existing_run_is_kept_unless_told_otherwise() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let before = desk.read("run/solver.log");
    let output = desk.solve(&["--seed", "1"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output),
        "error: run exists already\nhint: --overwrite replaces it, -o DIR writes elsewhere\n"
    );
    assert_eq!(desk.read("run/solver.log"), before);
    assert_eq!(code(&desk.solve(&["--seed", "1", "--overwrite"])), 0);
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    assert_eq!(manifest["seed"], 1);
}

#[test]
fn counted_in_work_two_runs_are_the_same_byte_for_byte() {
    let desk = Desk::new();
    let run = || {
        let output = desk.run(&[
            "solve",
            "scenario.yaml",
            "-o",
            "run",
            "--overwrite",
            "--threads",
            "2",
            "--strategy",
            "relax-repair",
            "--deterministic",
        ]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let mut manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
        assert_eq!(manifest["deterministic"], true);
        manifest["seconds"].take();
        manifest["peak_rss_bytes"].take();
        let files = [
            "run/solution.json",
            "run/trajectory.csv",
            "run/tables/headline.csv",
        ];
        (manifest, files.map(|file| desk.read(file)))
    };
    assert_eq!(run(), run());
}

#[test]
fn overwrite_spares_folders_that_are_no_runs() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("run")).unwrap();
    desk.write("run/precious.txt", "x");
    let output = desk.solve(&["--overwrite"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("is not a run directory"),
        "{}",
        stderr(&output)
    );
    assert_eq!(desk.read("run/precious.txt"), "x");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_solve() {
    let desk = Desk::new();
    desk.write("file", "");
    let output = desk.run(&["solve", "scenario.yaml", "-o", "file/run"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).starts_with("error: cannot create file"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).is_empty());
}

#[test]
fn warnings_take_a_line_each() {
    let desk = Desk::new();
    let output = desk.solve(&["--dry-run", "--set", "operator.wacc=60 %"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        stderr(&output),
        "warning: --set:1: a discount rate of 60 % a year\n"
    );
    // One site cannot serve many markets in time.
    let far = desk.run(&["generate", "--sites=1", "--markets=12", "-o", "far.yaml"]);
    assert_eq!(code(&far), 0);
    let output = desk.run(&["solve", "far.yaml", "--dry-run"]);
    let said = stderr(&output);
    let lines: Vec<&str> = said.lines().collect();
    let (last, first) = lines.split_last().unwrap();
    assert_eq!(first.len(), 5, "{said}");
    assert!(
        first.iter().all(|line| line.starts_with("warning: far.yaml:")),
        "{said}"
    );
    assert!(
        last.ends_with(" more; `buildout validate far.yaml` shows all"),
        "{last}"
    );
}

#[test]
fn a_dry_run_measures_and_writes_nothing() {
    let desk = Desk::new();
    let output = desk.solve(&["--dry-run"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for word in ["columns", "nonzeros", "hall_power", "deploy", "right-hand side"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
    let sizes = json(&desk.solve(&["--dry-run", "--json"]));
    assert!(sizes["columns"].as_u64().unwrap() > 50);
    assert_eq!(files(desk.folder()), ["scenario.yaml"]);
}

#[test]
fn a_time_limit_ends_with_a_code_of_its_own() {
    let desk = Desk::large();
    let output = desk.run(&[
        "solve",
        "large.yaml",
        "--time-limit",
        "1s",
        "--gap",
        "0%",
        "-o",
        "run",
    ]);
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    assert_eq!(
        manifest["limits_hit"],
        serde_json::json!(["time"]),
        "{}",
        stderr(&output)
    );
    let has_plan = !manifest["objective"].is_null();
    assert_eq!(code(&output), if has_plan { 4 } else { 5 });
    assert_eq!(manifest["verified"], has_plan);
    assert_eq!(manifest["status"], if has_plan { "feasible" } else { "unknown" });
    assert_eq!(code(&desk.run(&["verify", "run"])), 0);
    assert_eq!(code(&desk.run(&["show", "run"])), 0);
}

#[test]
fn an_infeasible_scenario_is_explained() {
    let desk = Desk::new();
    let output = desk.solve(&PROMISE);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let told = stdout(&output);
    assert_eq!(
        told,
        "No plan satisfies this scenario.\n\
         These limits cannot all be kept; without any one of them the rest can:\n  \
         budget capex: 1 MUSD\n  \
         service floor of city-chat: 100 %\n\
         `buildout explain` with the same arguments tells what would give it one.\n"
    );
    let expected = [
        "explanation.txt",
        "manifest.json",
        "model.json",
        "origins.csv",
        "report.html",
        "scenario.resolved.yaml",
        "solver.log",
        "trajectory.csv",
    ];
    assert_eq!(files(&desk.path("run")), expected);
    assert_eq!(desk.read("run/explanation.txt"), stdout(&output));
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    assert_eq!(
        (&manifest["status"], &manifest["verified"]),
        (&"infeasible".into(), &false.into())
    );
    assert!(manifest["objective"].is_null() && manifest["best_bound"].is_null() && manifest["gap"].is_null());
    assert_eq!(stdout(&desk.run(&["show", "run"])), stdout(&output));
    assert_eq!(code(&desk.run(&["verify", "run"])), 0);
    assert_eq!(code(&desk.run(&["show", "run", "--table", "power"])), 2);
}

#[test]
fn a_second_solver_is_asked_on_request() {
    let desk = Desk::new();
    let smaller = [
        "--set",
        "periods.count=2",
        "--set",
        "sites.campus.halls.air-hall.max=1",
        "--second-opinion",
    ];
    let output = desk.solve(&smaller);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("second opinion: microlp agrees, its optimum is"),
        "{}",
        stderr(&output)
    );
    assert!(
        desk.read("run/solver.log")
            .contains("second opinion: microlp agrees")
    );
}
