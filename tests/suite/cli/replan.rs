//! `replan`: a new scenario from an old plan.

use super::*;
use serde_json::Value;

/// More demand from the second year on.
const MORE: &str =
    "demand.city-chat.volume={2027: 400 kuser, 2028: 900 kuser, 2029: 1200 kuser, 2030: 1500 kuser}";
/// Less money in the first year.
const POORER: &str = "budget.capex.at_most={2027: 50 MUSD, 2028..2030: 60 MUSD}";

fn replan(desk: &Desk, more: &[&str]) -> Output {
    let replan = [
        "replan",
        "tutorial.yaml",
        "--from",
        "old",
        "-o",
        "new",
        "--overwrite",
        "--threads",
        "1",
    ];
    desk.run(&[&replan, more].concat())
}

fn of(changes: &Value, fate: &str) -> Vec<Value> {
    let rows = changes["changes"].as_array().unwrap().iter();
    rows.filter(|row| row["change"] == fate).cloned().collect()
}

#[test]
fn the_same_scenario_keeps_everything() {
    let desk = Desk::tutorial();
    let output = replan(&desk, &["--json", "--change-cost", "1%"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let result = json(&output);
    for fate in ["moved", "dropped", "added"] {
        assert!(of(&result, fate).is_empty(), "{result}");
    }
    assert_eq!(of(&result, "kept").len(), 13);
    assert_eq!(result["replan"]["charged_musd"], 0.0);
    // Both within the gap of 0.1 %.
    let old: Value = serde_json::from_str(&desk.read("old/manifest.json")).unwrap();
    let (old, new) = (&old["objective"], &result["manifest"]["objective"]);
    assert!(
        (old.as_f64().unwrap() - new.as_f64().unwrap()).abs() < 0.3,
        "{old} {new}"
    );
}

#[test]
fn the_past_stays_and_the_rest_is_planned_anew() {
    let desk = Desk::tutorial();
    let output = replan(&desk, &["--set", MORE, "--frozen-until", "2028"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("replan", without_seconds(&stdout(&output)));
    // It is a run like any other.
    assert_eq!(code(&desk.run(&["verify", "new"])), 0);
    assert_eq!(code(&desk.run(&["show", "new"])), 0);
    assert!(desk.read("new/report.html").contains("</html>"));
    assert!(
        desk.read("new/changes.csv")
            .starts_with("site,kind,item,change,from,to,quantity,committed,reason,unit\n")
    );
    let asked: Value = serde_json::from_str(&desk.read("new/replan.json")).unwrap();
    assert_eq!(asked["frozen_periods"], serde_json::json!(["2027"]));
    let manifest: Value = serde_json::from_str(&desk.read("new/manifest.json")).unwrap();
    assert!(
        manifest["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|input| input["file"] == "old/solution.json")
    );
    // A day in the second year says the same; one in the first leaves everything open.
    let by_day = replan(&desk, &["--set", MORE, "--today", "2028-02-29", "--json"]);
    assert_eq!(
        json(&by_day)["replan"]["frozen_periods"],
        serde_json::json!(["2027"])
    );
    let by_day = replan(&desk, &["--set", MORE, "--frozen-until", "2027-12-31", "--json"]);
    assert_eq!(
        json(&by_day)["replan"]["frozen_periods"],
        serde_json::json!(["2027"])
    );
    let by_day = replan(&desk, &["--set", MORE, "--today", "2027-12-31", "--json"]);
    assert_eq!(json(&by_day)["replan"]["frozen_periods"], serde_json::json!([]));
}

#[test]
fn a_price_on_change_keeps_more_of_the_old_plan() {
    let desk = Desk::tutorial();
    let result = |price: &str| {
        let output = replan(
            &desk,
            &["--set", POORER, "--change-cost", price, "--gap", "0%", "--json"],
        );
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(code(&desk.run(&["verify", "new"])), 0);
        json(&output)
    };
    let (free, dear) = (result("0%"), result("1000%"));
    let money = |result: &Value| -> f64 {
        let away = [of(result, "moved"), of(result, "dropped")].concat();
        let commitments = away.iter().filter(|row| row["kind"] != "deployment");
        commitments.map(|row| row["committed"].as_f64().unwrap()).sum()
    };
    let objective = |result: &Value| result["manifest"]["objective"].as_f64().unwrap();
    assert!(money(&dear) < money(&free), "{} {}", money(&dear), money(&free));
    assert!(objective(&dear) >= objective(&free) - 1e-6);
    // One air pod of 10 MUSD cannot be paid in 2027: ten times its money is charged, and not part of the cost.
    assert_eq!(money(&dear), 10.0);
    assert!((dear["replan"]["charged_musd"].as_f64().unwrap() - 100.0).abs() < 1e-6);
    assert_eq!(free["replan"]["charged_musd"], 0.0);
}

#[test]
fn what_the_new_scenario_lacks_falls_away_unless_it_is_past() {
    let desk = Desk::tutorial();
    let tutorial = desk.read("tutorial.yaml");
    desk.write("tutorial.yaml", &tutorial.replace("north", "nord"));
    let output = replan(&desk, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let note = "note: the new scenario does not have north open, north start hall liquid-hall";
    assert!(stderr(&output).contains(note), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("not in the new scenario"),
        "{}",
        stdout(&output)
    );
    let output = replan(&desk, &["--frozen-until", "2028"]);
    assert_eq!(code(&output), 2);
    let error =
        "error: the frozen past cannot be kept in the new scenario: it no longer has north open in 2027";
    assert!(
        stderr(&output).contains(error) && stderr(&output).contains("hint: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_past_that_the_new_limits_forbid_is_infeasible() {
    let desk = Desk::tutorial();
    let poor = "budget.capex.at_most={2027: 30 MUSD, 2028..2030: 60 MUSD}";
    let output = replan(&desk, &["--set", poor, "--frozen-until", "2028"]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("budget"), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("hint: the frozen past may be the reason"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_solve_begins_with_the_plan_of_a_run() {
    let desk = Desk::tutorial();
    let solve = |more: &[&str]| {
        let begin = [
            "solve",
            "tutorial.yaml",
            "--start",
            "old",
            "-o",
            "new",
            "--threads",
            "1",
        ];
        desk.run(&[&begin, more].concat())
    };
    // The first row of the trajectory, after its header.
    let first = || {
        desk.read("new/trajectory.csv")
            .lines()
            .nth(1)
            .unwrap_or_default()
            .to_owned()
    };

    let output = solve(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(first().ends_with("previous plan"), "{}", first());
    let objective = |run: &str| {
        let manifest: Value = serde_json::from_str(&desk.read(&format!("{run}/manifest.json"))).unwrap();
        manifest["objective"].as_f64().unwrap()
    };
    assert!(objective("new") <= objective("old") + 1e-6);

    // Of another scenario: more demand, and what was planned still fits.
    let output = solve(&["--set", MORE, "--overwrite"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(first().ends_with("previous plan"), "{}", first());
    assert!(!stderr(&output).contains("does not fit"), "{}", stderr(&output));
    let manifest: Value = serde_json::from_str(&desk.read("new/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    assert!(
        inputs.iter().any(|input| input["file"] == "old/solution.json"),
        "{inputs:?}"
    );
    assert_eq!(code(&desk.run(&["verify", "new"])), 0);

    // Less money than the old plan spends at once.
    let output = solve(&["--set", POORER, "--overwrite"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(!first().ends_with("previous plan"), "{}", first());
    assert!(
        stderr(&output).contains("note: the plan of old does not fit this scenario"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn plans_with_nothing_in_common_are_refused() {
    let desk = Desk::tutorial();
    let tutorial = desk.read("tutorial.yaml");
    let far = tutorial
        .replace("2030", "2050")
        .replace("2029", "2049")
        .replace("2028", "2048")
        .replace("2027", "2047");
    desk.write("far.yaml", &far);
    let cases: [(&[&str], &str); 6] = [
        (
            &["far.yaml", "--from", "old"],
            "(2027 to 2030) and the new scenario (2047 to 2050) have no period in common",
        ),
        (
            &["tutorial.yaml", "--from", "nowhere"],
            "nowhere is not a run directory",
        ),
        (
            &["tutorial.yaml", "--from", "old", "--frozen-until", "soon"],
            "`soon` is neither a period of the scenario (2027 to 2030) nor a date",
        ),
        (
            &["tutorial.yaml", "--from", "old", "--today", "soon"],
            "expected a date such as 2028-01-31",
        ),
        (
            &["tutorial.yaml", "--from", "old", "--change-cost", "5"],
            "expected a percentage from 0% on",
        ),
        (
            &[
                "tutorial.yaml",
                "--from",
                "old",
                "--today",
                "2028-01-01",
                "--frozen-until",
                "2028",
            ],
            "cannot be used with",
        ),
    ];
    for (arguments, message) in cases {
        let output = desk.run(&[&["replan", "-o", "new"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(message),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(!desk.path("new").exists());
    }
    let begin = desk.run(&["solve", "far.yaml", "--start", "old", "-o", "new"]);
    assert_eq!(code(&begin), 2, "{}", stderr(&begin));
    assert!(
        stderr(&begin).contains("hint: give --start a run with a plan"),
        "{}",
        stderr(&begin)
    );
    assert!(!desk.path("new").exists());
    // An existing run is not replaced without being told to.
    let again = ["replan", "tutorial.yaml", "--from", "old", "-o", "old"];
    assert_eq!(code(&desk.run(&again)), 2);
}

#[test]
fn a_later_horizon_says_what_falls_away() {
    let desk = Desk::tutorial();
    let tutorial = desk.read("tutorial.yaml");
    let later = tutorial
        .replace("start: 2027, count: 4", "start: 2028, count: 3")
        .replace("2027: 24 MUSD, ", "")
        .replace("2027: 400 kuser, ", "")
        .replace("2027: 0 kuser, ", "")
        .replace("2027: 60 MUSD, ", "")
        .replace("2027: 80 MUSD, ", "");
    desk.write("tutorial.yaml", &later);
    let output = replan(&desk, &["--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let note = "note: decided before the new horizon, to be written into it as existing or begun: north open in 2027";
    assert!(stderr(&output).contains(note), "{}", stderr(&output));
    let result = json(&output);
    let lost = of(&result, "dropped");
    let opening = lost
        .iter()
        .find(|row| row["kind"] == "site" && row["site"] == "north")
        .unwrap();
    assert_eq!(opening["reason"], "before the new horizon");
}
