//! `compare`: what it prints, what its data say, what it refuses.

use super::*;

/// A desk with the tutorial and runs of it, each with its arguments.
fn desk(runs: &[(&str, &[&str])]) -> Desk {
    let desk = Desk::empty();
    let tutorial = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
    std::fs::copy(tutorial, desk.path("plan.yaml")).unwrap();
    for (name, more) in runs {
        let output = desk.run(&[&["solve", "plan.yaml", "-o", name, "--threads", "1"], *more].concat());
        assert!([0, 3].contains(&code(&output)), "{}", stderr(&output));
    }
    desk
}

const HEAD_START: (&str, &[&str]) = ("head-start", &["--scenario", "head-start"]);
const BASE: (&str, &[&str]) = ("base", &[]);
/// Every year's demand of the city a tenth more, in one setting; another energy price at two sites.
const GROWTH: (&str, &[&str]) = (
    "growth",
    &[
        "--set",
        "demand.city-chat.volume={2027: 440 kuser, 2028: 660 kuser, 2029: 880 kuser, 2030: 1100 kuser}",
        "--set",
        "sites.old-town.energy_price=84 USD/MWh",
        "--set",
        "sites.east.energy_price=84 USD/MWh",
    ],
);

fn near(value: &serde_json::Value, expected: f64) {
    let value = value.as_f64().unwrap_or(f64::NAN);
    assert!((value - expected).abs() < 2e-3, "{value}, expected {expected}");
}

#[test]
fn the_tables_show_what_differs() {
    let desk = desk(&[BASE, HEAD_START, GROWTH]);
    let two = desk.run(&["compare", "base", "head-start"]);
    assert_eq!((code(&two), stderr(&two).as_str()), (0, ""));
    insta::assert_snapshot!("two", stdout(&two));
    let three = desk.run(&["compare", "base", "head-start", "growth", "--by", "period"]);
    insta::assert_snapshot!("three-by-period", stdout(&three));
    let narrow = desk
        .command(&["compare", "base", "growth", "--by", "site"])
        .env("COLUMNS", "72")
        .output();
    let narrow = stdout(&narrow.unwrap());
    assert!(narrow.lines().all(|line| line.chars().count() <= 72), "{narrow}");
    insta::assert_snapshot!("narrow-by-site", narrow);
}

#[test]
fn a_difference_that_is_proven_is_told_with_its_size() {
    // The tutorial derives both optima by hand: 280.206 and 181.958 MUSD.
    let desk = desk(&[BASE, HEAD_START]);
    let told = json(&desk.run(&["compare", "base", "head-start", "--json"]));
    let apart = &told["against_base"][0];
    near(&apart["objective"]["difference"], 181.958 - 280.206);
    near(&apart["objective"]["relative"], (181.958 - 280.206) / 280.206);
    assert_eq!(apart["objective"]["mark"], "larger");
    let range = &apart["objective"]["best_plans_differ_by"];
    let (least, most) = (
        range["at_least"].as_f64().unwrap(),
        range["at_most"].as_f64().unwrap(),
    );
    assert!(
        least <= -98.2479 && (-98.2481..0.0).contains(&most),
        "{least} {most}"
    );
    // The plan of the base stays within more money; the other one does not within less.
    assert_eq!(apart["base_plan_here"]["keeps_every_rule"], true);
    near(
        &apart["base_plan_here"]["worse_than_own_plan_by"],
        280.206 - 181.958,
    );
    assert_eq!(apart["plan_in_base"]["broken"]["budget"], 1);
    let change = &apart["inputs"][0];
    assert_eq!(change["path"], "budget.capex.at_most.2027");
    near(&change["factor"], 80.0 / 60.0);
    assert_eq!(apart["inputs"].as_array().unwrap().len(), 1);
}

#[test]
fn lines_add_up_and_agree_with_the_tables_of_the_runs() {
    let desk = desk(&[BASE, GROWTH]);
    for by in [&["--by", "site"][..], &["--by", "period"], &["--by", "chip"], &[]] {
        let told = json(&desk.run(&[&["compare", "base", "growth", "--json"], by].concat()));
        let sum = |topic: &str, run: &str| -> f64 {
            let lines = told["lines"].as_array().unwrap().iter();
            let net = lines.filter(|line| line["topic"] == topic && line["line"] == "net cost");
            net.map(|line| line["values"][run].as_f64().unwrap()).sum()
        };
        for run in ["base", "growth"] {
            let headline = desk.read(&format!("{run}/tables/headline.csv"));
            let total = headline
                .lines()
                .find(|line| line.starts_with("total,cost,"))
                .unwrap();
            let total: Vec<f64> = total.split(',').filter_map(|cell| cell.parse().ok()).collect();
            assert!((sum("spending", run) - total[0]).abs() < 1e-4, "{by:?} {run}");
            assert!((sum("cost", run) - total[1]).abs() < 1e-4, "{by:?} {run}");
        }
    }
}

#[test]
fn changes_of_one_kind_are_one_change_with_their_origin() {
    let desk = desk(&[BASE, GROWTH, HEAD_START]);
    let told = json(&desk.run(&["compare", "base", "growth", "head-start", "--json"]));
    let inputs = told["against_base"][0]["inputs"].as_array().unwrap();
    let paths: Vec<&str> = inputs
        .iter()
        .filter_map(|change| change["path"].as_str())
        .collect();
    assert_eq!(paths, ["sites.*.energy_price", "demand.city-chat.volume"]);
    assert_eq!(inputs[0]["names"], serde_json::json!(["old-town", "east"]));
    assert_eq!(inputs[0]["to_origins"], serde_json::json!(["--set"]));
    near(&inputs[1]["factor"], 1.1);
    assert_eq!(inputs[1]["values"].as_array().unwrap().len(), 4);
    let origins = &told["against_base"][1]["inputs"][0]["to_origins"][0];
    let origin = origins.as_str().unwrap();
    assert!(
        origin.starts_with("override more-money-at-once, plan.yaml:"),
        "{origin}"
    );
}

#[test]
fn csv_is_tidy() {
    let desk = desk(&[BASE, HEAD_START]);
    let output = desk.run(&["compare", "base", "head-start", "--csv", "--by", "site"]);
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<&str> = vec![
        "topic", "line", "of", "site", "chip", "period", "run", "value", "unit",
    ];
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), header);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    // Every key has one row per run.
    let mut keys = std::collections::BTreeMap::new();
    for row in &rows {
        let key: Vec<&str> = row.iter().take(6).collect();
        *keys.entry(key).or_insert(0) += 1;
    }
    assert!(keys.len() > 20 && keys.values().all(|&count| count == 2));
    let opens = rows
        .iter()
        .find(|row| row.get(0) == Some("sites") && row.get(3) == Some("north"));
    assert_eq!(opens.and_then(|row| row.get(7)), Some("2027"));
    assert_eq!(
        code(&desk.run(&["compare", "base", "head-start", "--csv", "--json"])),
        2
    );
}

#[test]
fn plans_of_one_question_are_not_distinguishable() {
    // Half of the optimum is proven of the second run: its plan is no worse than the first one's.
    let desk = desk(&[BASE, ("again", &["--seed", "7", "--gap", "50%"])]);
    let told = json(&desk.run(&["compare", "base", "again", "--json"]));
    let apart = &told["against_base"][0];
    assert_eq!(apart["inputs"], serde_json::json!([]));
    assert_eq!(apart["objective"]["mark"], "not_distinguishable");
    let lines = told["lines"].as_array().unwrap().iter();
    for line in lines {
        let difference = &line["differences"]["again"];
        if !difference.is_null() && line["topic"] == "cost" {
            assert_eq!(difference["mark"], "not_distinguishable", "{line}");
        }
    }
}

#[test]
fn a_run_without_a_plan_is_compared_by_its_inputs() {
    let none = [
        "--set",
        "budget={$add: {opex: {each: period, at_most: 0.1 MUSD}}}",
    ];
    let desk = desk(&[BASE, ("none", &none)]);
    let output = desk.run(&["compare", "base", "none"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(
        text.contains("none has no plan (its scenario is infeasible): only its inputs are compared"),
        "{text}"
    );
    assert!(
        text.contains("budget.opex: added") && !text.contains("Cost"),
        "{text}"
    );
}

#[test]
fn other_goals_are_told_and_not_compared() {
    let desk = desk(&[BASE, ("profit", &["--model", "max-profit"])]);
    let output = desk.run(&["compare", "base", "profit"]);
    let text = stdout(&output);
    assert!(text.contains("their objectives are not"), "{text}");
    let told = json(&desk.run(&["compare", "base", "profit", "--json"]));
    assert!(told["against_base"][0]["objective"].is_null());
}

/// What `compare` says on stderr when it refuses.
fn refused(desk: &Desk, runs: &[&str]) -> String {
    let output = desk.run(&[&["compare"], runs].concat());
    assert_eq!(code(&output), 2, "{}", stdout(&output));
    assert!(stdout(&output).is_empty());
    stderr(&output)
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let desk = desk(&[BASE, ("shorter", &["--set", "periods.count=3"])]);
    assert_eq!(
        refused(&desk, &["base"]),
        "error: one run is nothing to compare\n\
         hint: give two or more run directories, the base first; `buildout show RUN` prints one\n"
    );
    assert!(
        refused(&desk, &["base", "./base"]).starts_with("error: base and ./base are the same run\nhint: ")
    );
    assert!(refused(&desk, &["base", "shorter"]).starts_with(
        "error: base plans 2027 to 2030 in 4 periods of 12 months from 2027-01-01, shorter plans 2027 to 2029 in 3 \
         periods of 12 months from 2027-01-01: their periods are not the same\nhint: "
    ));
    assert!(refused(&desk, &["base", "plan.yaml"]).starts_with("error: plan.yaml is not a run directory"));
    assert!(refused(&desk, &[]).contains("<RUN>..."));
}

#[test]
fn altered_and_missing_files_are_named() {
    let desk = desk(&[BASE, HEAD_START]);
    let scenario = desk.read("head-start/scenario.resolved.yaml");
    desk.write(
        "head-start/scenario.resolved.yaml",
        &scenario.replace("80 MUSD", "81 MUSD"),
    );
    let told = refused(&desk, &["base", "head-start"]);
    assert!(
        told.starts_with(
            "error: head-start: scenario.resolved.yaml is not the file that was solved: its hash differs from the manifest's ("
        ),
        "{told}"
    );
    assert!(
        told.contains("... instead of ") && told.contains("hint: "),
        "{told}"
    );
    desk.write("head-start/scenario.resolved.yaml", &scenario);

    // Tables and origins only tell of the run; they are worked out anew or left out.
    std::fs::remove_file(desk.path("head-start/tables/power.csv")).unwrap();
    std::fs::remove_file(desk.path("head-start/origins.csv")).unwrap();
    let output = desk.run(&["compare", "base", "head-start"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        stderr(&output),
        "warning: head-start: tables/power.csv is missing or cannot be read\n"
    );
    assert!(
        stdout(&output).contains("by scenario.resolved.yaml:"),
        "{}",
        stdout(&output)
    );
    desk.write("head-start/origins.csv", "path,origin\nsites.west,plan.yaml:3\n");
    let output = desk.run(&["compare", "base", "head-start"]);
    assert!(
        stderr(&output).contains("origins.csv does not belong to scenario.resolved.yaml"),
        "{}",
        stderr(&output)
    );

    let solution = desk.read("head-start/solution.json");
    desk.write("head-start/solution.json", "{");
    assert!(refused(&desk, &["base", "head-start"]).starts_with("error: head-start/solution.json: "));
    let mut fewer: serde_json::Value = serde_json::from_str(&solution).unwrap();
    fewer["plan"]["orders"] = serde_json::json!({});
    desk.write("head-start/solution.json", &fewer.to_string());
    assert!(
        refused(&desk, &["base", "head-start"])
            .starts_with("error: head-start: the plan fails its own check: ")
    );
    std::fs::remove_file(desk.path("head-start/solution.json")).unwrap();
    assert!(
        refused(&desk, &["base", "head-start"]).starts_with("error: cannot read head-start/solution.json: ")
    );
}

#[test]
fn a_comparison_is_a_page() {
    let desk = desk(&[BASE, HEAD_START, GROWTH]);
    let output = desk.run(&["compare", "base", "head-start", "growth", "-o", "page.html"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output), "page written to page.html\n");
    assert!(stdout(&output).is_empty());
    let page = desk.read("page.html");
    assert!(page.starts_with("<!doctype html>"));
    // Numbers and words of the tables: objectives, an input with its origin, a proof, a chart's summary.
    for told in [
        "head-start, growth compared with base",
        "head-start: -35.1 %, larger than the gaps",
        "<td>280.2",
        "override more-money-at-once, plan.yaml:93",
        "4 values times 1.1 (+10 %): 400, 600, 800, 1000 kuser -&gt; 440, 660, 880, 1100 kuser",
        "The plan of base under the inputs of head-start keeps every rule and costs 280.2 MUSD",
        "From 280.2 to 182.0 MUSD in head-start, most of it by unmet demand (penalty) (-100.0).",
        "id=\"capacity-over-time\"",
        "Chips, by site",
    ] {
        assert!(page.contains(told), "{told}");
    }
    // The same by `report`, under a name of its own; nothing is replaced unasked.
    assert_eq!(code(&desk.run(&["report", "base", "head-start", "growth"])), 0);
    assert_eq!(desk.read("base-compared.html"), page);
    let again = desk.run(&["compare", "base", "growth", "-o", "page.html"]);
    assert_eq!(code(&again), 2);
    assert!(stderr(&again).starts_with("error: page.html exists already\nhint: "));
    assert_eq!(
        code(&desk.run(&["compare", "base", "growth", "-o", "page.html", "--overwrite"])),
        0
    );
    assert_eq!(
        code(&desk.run(&["compare", "base", "growth", "-o", "p.html", "--json"])),
        2
    );
    assert_eq!(code(&desk.run(&["report", "base", "./base"])), 2);
}
