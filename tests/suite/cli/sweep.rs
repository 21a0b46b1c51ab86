//! `buildout sweep`: rows whatever happens, and nothing that was computed is lost.

mod survival;

use super::*;
use std::collections::BTreeMap;

const TUTORIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/tutorial.yaml");
/// A grid of six budgets and two volumes of the tutorial.
const GRID: [&str; 4] = [
    "--vary",
    "budget.capex.at_most=*0.5..*1.5 in 6",
    "--vary",
    "demand.*.volume=*1,*1.1",
];

fn sweep(desk: &Desk, scenario: &str, more: &[&str]) -> Output {
    desk.run(&[&["sweep", scenario, "-o", "sweep"], more].concat())
}

/// The files of all cases with their content.
fn cases(desk: &Desk) -> BTreeMap<String, String> {
    let folder = desk.path("sweep/cases");
    let names = files(&folder).into_iter();
    names
        .map(|name| (name.clone(), desk.read(&format!("sweep/cases/{name}"))))
        .collect()
}

/// Rows of `results.csv` by header.
fn rows(desk: &Desk) -> Vec<BTreeMap<String, String>> {
    let text = desk.read("sweep/results.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn column(rows: &[BTreeMap<String, String>], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].parse().unwrap()).collect()
}

/// A desk with the tutorial and sweeps in a file beside it.
fn with_sweeps(sweeps: &str) -> Desk {
    let desk = Desk::empty();
    desk.write(
        "s.yaml",
        &format!("schema: 1\nimports: [{TUTORIAL}]\nsweeps:\n{sweeps}"),
    );
    desk
}

#[test]
fn a_grid_gives_one_row_for_every_combination_and_solves_none_twice() {
    let desk = Desk::empty();
    let first = sweep(&desk, TUTORIAL, &GRID);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    let written = rows(&desk);
    assert_eq!(written.len(), 12);
    assert_eq!(
        column(&written, "number"),
        (1..=12).map(f64::from).collect::<Vec<_>>()
    );
    let budgets = column(&written, "budget.capex.at_most [times]");
    let volumes = column(&written, "demand.*.volume [times]");
    assert_eq!(
        (budgets[0], budgets[2], volumes[0], volumes[1]),
        (0.5, 0.7, 1.0, 1.1)
    );
    let cost = column(&written, "objective_musd");
    // More money never costs more, and more volume is never served for less.
    assert!(
        cost.chunks(2)
            .zip(cost.chunks(2).skip(1))
            .all(|(a, b)| b[0] <= a[0] + 0.5 && b[1] <= a[1] + 0.5)
    );
    assert!(cost.chunks(2).all(|pair| pair[0] < pair[1]));
    // A case is what `solve` makes of the same settings.
    let sets = [
        "--set",
        "budget.capex.at_most={$times: 0.7}",
        "--set",
        "demand.*.volume={$times: 1.1}",
    ];
    let solved = desk.run(&[&["solve", TUTORIAL, "-o", "run", "--json"], &sets[..]].concat());
    let manifest = &json(&solved)["manifest"];
    let (a, b) = (manifest["objective"].as_f64().unwrap(), cost[3]);
    assert!((a - b).abs() <= 2e-3 * b, "{a} {b}");

    let before = cases(&desk);
    let again = sweep(&desk, TUTORIAL, &GRID);
    assert_eq!(code(&again), 0);
    assert!(
        stderr(&again).contains("12 of 12 cases were there already"),
        "{}",
        stderr(&again)
    );
    assert_eq!(stdout(&again), stdout(&first));
    assert_eq!(cases(&desk), before);
    // One more budget: two more cases.
    let mut more = GRID;
    more[1] = "budget.capex.at_most=*0.5,*0.7,*0.9,*1.1,*1.3,*1.5,*1.7";
    let more = sweep(&desk, TUTORIAL, &more);
    assert!(
        stderr(&more).contains("12 of 14 cases were there already"),
        "{}",
        stderr(&more)
    );
}

#[test]
fn the_summary_reads_well() {
    let desk = Desk::empty();
    let output = sweep(&desk, TUTORIAL, &GRID);
    insta::with_settings!({snapshot_path => "snapshots", prepend_module_to_snapshot => true}, {
        insta::assert_snapshot!("sweep", stdout(&output));
    });
}

#[test]
fn bad_and_infeasible_cases_are_rows() {
    let desk =
        with_sweeps("  bad:\n    vary: {sites.north.pue: [1.25, 0.5, 1.1], operator.wacc: [0 %, 5 %]}\n");
    let output = sweep(&desk, "s.yaml", &["bad", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let printed = json(&output);
    let rows = printed["rows"].as_array().unwrap();
    let statuses: Vec<&str> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(
        statuses,
        ["optimal", "optimal", "failed", "failed", "optimal", "optimal"]
    );
    assert!(
        rows[2]["message"].as_str().unwrap().contains("sites.north.pue"),
        "{}",
        rows[2]
    );
    assert_eq!(rows[2]["fault"], false);
    assert!(stderr(&output).contains("2 cases could not be solved as their input stands"));

    let desk = Desk::empty();
    desk.write("s.yaml", include_str!("../../fixtures/bad/infeasible.yaml"));
    let output = sweep(&desk, "s.yaml", &["--vary", "operator.wacc=5 %, 6 %", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let row = &json(&output)["rows"][0];
    assert_eq!(row["status"], "infeasible", "{row}");
    assert!(row["message"].as_str().unwrap().contains("cannot"), "{row}");
    assert_eq!(row["objective"], serde_json::Value::Null);
}

#[test]
fn limited_cases_are_rows_and_are_solved_again_when_more_time_is_given() {
    let desk = Desk::large();
    let vary = ["--vary", "operator.wacc=8 %,9 %", "--json"];
    let short = sweep(
        &desk,
        "large.yaml",
        &[&vary[..], &["--time-limit", "0.1s"]].concat(),
    );
    assert_eq!(code(&short), 0, "{}", stderr(&short));
    for row in json(&short)["rows"].as_array().unwrap() {
        assert!(
            ["unknown", "feasible"].contains(&row["status"].as_str().unwrap()),
            "{row}"
        );
        assert_eq!(row["limits_hit"], serde_json::json!(["time"]));
        assert!(
            row["message"].as_str().unwrap().contains("limit of time"),
            "{row}"
        );
    }
    let shorter = sweep(
        &desk,
        "large.yaml",
        &[&vary[..], &["--time-limit", "0.05s"]].concat(),
    );
    assert_eq!(json(&shorter)["there"], 2);
    let longer = sweep(
        &desk,
        "large.yaml",
        &[&vary[..], &["--time-limit", "0.2s"]].concat(),
    );
    assert_eq!(json(&longer)["there"], 0);
}

#[test]
fn designs_come_from_the_file_and_draws_repeat() {
    let desk = with_sweeps(
        "  pairs: {design: list, vary: {operator.wacc: [1 %, 2 %], budget.capex.at_most: [50, 60 MUSD]}}\n  \
         drawn: {design: lhs, count: 5, seed: 3, vary: {budget.capex.at_most: times 0.8..1.2, operator.wacc: 0 %..5 %}}\n  \
         worlds: {scenarios: [base, head-start], vary: {operator.wacc: 1 %..2 % step 1 %}}\n",
    );
    let listed = |arguments: &[&str]| {
        let output = desk.run(&[&["sweep", "s.yaml"], arguments, &["--dry-run", "--json"]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        json(&output)
    };
    let pairs = listed(&["pairs"]);
    assert_eq!(pairs.as_array().unwrap().len(), 2);
    let inputs = serde_json::json!({"operator.wacc": "2 %", "budget.capex.at_most": "60 MUSD"});
    assert_eq!(pairs[1]["inputs"], inputs);
    let drawn = listed(&["drawn"]);
    assert_eq!(drawn, listed(&["drawn"]));
    assert_ne!(drawn, listed(&["drawn", "--sample-seed", "4"]));
    // Each fifth of a range holds one draw.
    let mut fifths: Vec<usize> = drawn
        .as_array()
        .unwrap()
        .iter()
        .map(|case| {
            let text = case["inputs"]["operator.wacc"].as_str().unwrap();
            text.trim_end_matches(" %").parse::<f64>().unwrap() as usize
        })
        .collect();
    fifths.sort_unstable();
    assert_eq!(fifths, [0, 1, 2, 3, 4]);
    let worlds = listed(&["worlds"]);
    let scenarios: Vec<&serde_json::Value> = worlds
        .as_array()
        .unwrap()
        .iter()
        .map(|case| &case["scenario"])
        .collect();
    assert_eq!(
        scenarios,
        [
            &serde_json::Value::Null,
            &serde_json::Value::Null,
            &"head-start".into(),
            &"head-start".into()
        ]
    );
    assert_eq!(
        listed(&["drawn", "--design", "monte-carlo", "--samples", "7"])
            .as_array()
            .unwrap()
            .len(),
        7
    );
}

#[test]
fn parts_share_a_directory() {
    let desk = Desk::empty();
    let mut names: Vec<String> = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let output = sweep(&desk, TUTORIAL, &[&GRID[..], &["--shard", part]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(!desk.path("sweep/results.csv").exists());
        assert!(stderr(&output).contains("--collect"), "{}", stderr(&output));
        names.push(format!("{} cases", cases(&desk).len()));
    }
    assert_eq!(names, ["4 cases", "8 cases", "12 cases"]);
    let before = cases(&desk);
    let collected = sweep(&desk, TUTORIAL, &[&GRID[..], &["--collect"]].concat());
    assert_eq!(code(&collected), 0, "{}", stderr(&collected));
    assert_eq!(rows(&desk).len(), 12);
    assert_eq!(cases(&desk), before);
    // A case alone, by its name; without it, --collect tells what is missing.
    let name = before.keys().next().unwrap().clone();
    std::fs::remove_file(desk.path(&format!("sweep/cases/{name}"))).unwrap();
    let collected = sweep(&desk, TUTORIAL, &[&GRID[..], &["--collect"]].concat());
    assert_eq!(code(&collected), 4);
    assert!(
        stderr(&collected).contains("1 cases are not solved"),
        "{}",
        stderr(&collected)
    );
    let case = name.trim_end_matches(".json");
    let only = sweep(&desk, TUTORIAL, &[&GRID[..], &["--only-case", case]].concat());
    assert_eq!(code(&only), 0, "{}", stderr(&only));
    assert_eq!(cases(&desk).len(), 12);
    let none = sweep(&desk, TUTORIAL, &[&GRID[..], &["--only-case", "0000"]].concat());
    assert_eq!(code(&none), 2);
    assert!(stderr(&none).contains("the sweep has no case 0000"));
}

#[test]
fn rows_do_not_depend_on_when_a_worker_was_ready() {
    let run = || {
        let desk = Desk::empty();
        let output = sweep(&desk, TUTORIAL, &[&GRID[..], &["--jobs", "2", "--json"]].concat());
        let mut rows = json(&output)["rows"].clone();
        for row in rows.as_array_mut().unwrap() {
            row["seconds"] = 0.into();
        }
        rows
    };
    assert_eq!(run(), run());
}

#[test]
fn bad_input_is_told_before_anything_is_solved() {
    let desk = with_sweeps(
        "  capex: {vary: {budget.capex.at_most: [50, 60 MUSD]}}\n  lost: {vary: {budget.capx.at_most: [50, 60 MUSD]}}\n  \
         empty: {vary: {}}\n  uneven: {design: list, vary: {operator.wacc: [1 %, 2 %], name: [a]}}\n  \
         odd: {vary: {operator.wacc: 5 %..1 %}}\n  drawn: {design: lhs, vary: {operator.wacc: 1 %..5 %}}\n",
    );
    let vary = |values: &'static str| ["--vary", values];
    for (arguments, told) in [
        (
            &["capx"][..],
            &["there is no sweep `capx`", "did you mean `capex`", "lost, empty"][..],
        ),
        (&[][..], &["varies nothing", "sweeps of this file: capex"][..]),
        (
            &["lost"],
            &[
                "`budget.capx` does not exist",
                "did you mean `capex`?",
                "s.yaml:5",
            ],
        ),
        (&["empty"], &["varies nothing", "s.yaml:6"]),
        (&["uneven"], &["as many values", "name has 1", "s.yaml:7"]),
        (&["odd"], &["does not rise", "s.yaml:8"]),
        (&["drawn"], &["needs a number of cases", "--samples 100"]),
        (
            &vary("operator.wac=1 %"),
            &["`operator.wac` does not exist", "did you mean `wacc`?"],
        ),
        (&vary("operator.wacc=1..5 step 0"), &["must be above 0"]),
        (
            &vary("operator.wacc=1 %..5 %"),
            &["needs the values between", "--design lhs"],
        ),
        (&vary("operator.wacc"), &["has no values"]),
        (&vary("operator.wacc=1,2,3"), &["operator.wacc", "%"]),
        (
            &["--vary", "operator.wacc=1 %,2 %", "--shard", "3/2"],
            &["such as 2/8", "from 1 to 2"],
        ),
        (
            &["--vary", "operator.wacc=1 %,2 %", "--shard", "0/2"],
            &["from 1 to 2"],
        ),
        (
            &["--scenarios", "base,head-stat"],
            &["there is no scenario `head-stat`", "did you mean `head-start`?"],
        ),
        (
            &["capex", "--resume"],
            &["there is no sweep in", "leave --resume"],
        ),
        (
            &vary("budget.capex.at_most=1 MUSD..1e6 MUSD step 1 MUSD"),
            &["more than 100000 values"],
        ),
    ] {
        let output = sweep(&desk, "s.yaml", arguments);
        let text = stderr(&output);
        assert_eq!(code(&output), 2, "{arguments:?}: {text}");
        for words in told {
            assert!(text.contains(words), "{arguments:?}: {text}");
        }
        assert!(!desk.path("sweep").exists(), "{arguments:?}");
    }
}

#[test]
fn sweeps_are_no_part_of_the_scenario() {
    let desk = with_sweeps("  capex: {vary: {budget.capex.at_most: [50, 60 MUSD]}}\n");
    desk.write("t.yaml", &format!("schema: 1\nimports: [{TUTORIAL}]\n"));
    for (scenario, run) in [("s.yaml", "with"), ("t.yaml", "without")] {
        assert_eq!(code(&desk.run(&["solve", scenario, "-o", run])), 0);
    }
    let resolved = desk.read("with/scenario.resolved.yaml");
    assert_eq!(resolved, desk.read("without/scenario.resolved.yaml"));
    assert!(!resolved.contains("sweeps"));
    // So a run has none.
    let output = sweep(&desk, "with", &["capex"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output),
        "error: with is a run, which keeps no sweeps: there is no `capex` in it\n\
         hint: name the scenario file instead of the run, or give --vary PATH=VALUES\n"
    );
    let output = sweep(&desk, "with", &["--vary", "budget.capex.at_most=50,60 MUSD"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    // Nor is a sweep a run.
    let output = desk.run(&["show", "sweep"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output),
        "error: sweep is not a run directory: it is a sweep\n\
         hint: `buildout report DIR` makes the page of a sweep; its rows are in results.csv\n"
    );
}

#[test]
fn shipped_sweeps_do_what_they_say() {
    let desk = Desk::empty();
    let budget = sweep(&desk, TUTORIAL, &["budget"]);
    assert_eq!(code(&budget), 0, "{}", stderr(&budget));
    let rows = rows(&desk);
    let times: Vec<f64> = column(&rows, "budget.capex.at_most [times]");
    assert_eq!(times, [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0]);
    let costs = column(&rows, "objective_musd");
    assert!(
        costs.windows(2).all(|pair| pair[1] <= pair[0] + 0.01),
        "{costs:?}"
    );
    assert!(costs[0] > 2.0 * costs[6], "money must matter: {costs:?}");
    let listed = json(&desk.run(&["scenario", "list", TUTORIAL, "--json"]));
    assert_eq!(
        listed["sweeps"][1],
        serde_json::json!({"name": "growth", "varies": ["budget.capex.at_most", "demand.*.volume"]})
    );
    let gulf = concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/us-csp-gulf.yaml");
    for (scenario, name, count) in [
        (TUTORIAL, "growth", 25),
        (TUTORIAL, "luck", 40),
        (gulf, "budget", 7),
        (gulf, "licences", 6),
        (gulf, "demand", 16),
    ] {
        let listed = desk.run(&["sweep", scenario, name, "--dry-run", "--json"]);
        assert_eq!(code(&listed), 0, "{name}: {}", stderr(&listed));
        let listed = json(&listed);
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), count, "{name}");
        assert!(listed.iter().all(|case| case["usable"] == true), "{name}");
    }
}

#[test]
fn validate_tells_of_sweeps_that_cannot_be_run() {
    let desk = with_sweeps("  good: {vary: {operator.wacc: [1 %, 2 %]}}\n");
    let output = desk.run(&["validate", "s.yaml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let desk = with_sweeps(
        "  lost: {vary: {budget.capx.at_most: [50, 60 MUSD]}}\n  odd: {vary: {operator.wacc: 5 %..1 %}}\n",
    );
    let output = desk.run(&["validate", "s.yaml"]);
    assert_eq!(code(&output), 2, "{}", stdout(&output));
    for words in [
        "`budget.capx` does not exist",
        "s.yaml:4",
        "does not rise",
        "s.yaml:5",
    ] {
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    assert_eq!(stdout(&output).lines().next(), Some("s.yaml: failed, 2 errors"));
}
