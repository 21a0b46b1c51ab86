//! `alternatives`: plans of the tutorial that are found by hand.

use super::studies::{ask, near, tutorial};
use super::*;

#[test]
fn the_second_best_of_the_tutorial_is_found() {
    let desk = tutorial();
    let output = ask(
        &desk,
        "alternatives",
        &["--within", "1%", "--differ", "chips", "-o", "plans"],
    );
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("alternatives", stdout(&output));
    for run in ["plans/best", "plans/plan-01"] {
        assert_eq!(code(&desk.run(&["verify", run])), 0, "{run}");
    }
    // Three air and four liquid pods: 280.206 + 0.496. 2 MW fewer of one, 1 more of the other, of 8: 18.75 %.
    let found = json(&ask(
        &desk,
        "alternatives",
        &["--within", "1%", "--differ", "chips", "--json"],
    ));
    let plans = found["plans"].as_array().unwrap();
    assert_eq!((plans.len(), &found["end"]), (1, &"no_more".into()));
    assert!(near(&plans[0]["objective"], 280.702), "{found}");
    assert!(near(&plans[0]["distance"], 0.1875), "{found}");
    assert_eq!(
        plans[0]["differences"],
        serde_json::json!([
            "air-pod: 3 units instead of 5",
            "liquid-pod: 4 units instead of 3"
        ])
    );
}

#[test]
fn alternatives_are_found_by_leaving_out_what_the_best_plan_has() {
    let desk = tutorial();
    let quick = |differ: &str, within: &str, count: &str| {
        let asked = [
            "--differ", differ, "--within", within, "--count", count, "--quick", "--json",
        ];
        json(&ask(&desk, "alternatives", &asked))
    };
    // Not to open the north would more than double the cost; without new chips in the old town it carries more.
    let found = quick("sites", "100%", "3");
    let plans = found["plans"].as_array().unwrap();
    assert_eq!((plans.len(), &found["end"]), (1, &"tried_all".into()), "{found}");
    let first = plans[0]["differences"].to_string();
    assert!(first.contains("old-town: 0 MW of load instead of 4"), "{first}");
    // No chip can be left out for 1 %; for half of the cost each can.
    let found = quick("chips", "1%", "1");
    assert_eq!(
        (&found["plans"], &found["end"]),
        (&serde_json::json!([]), &"tried_all".into())
    );
    let found = quick("chips", "50%", "2");
    let plans = found["plans"].as_array().unwrap();
    let left_out: Vec<String> = plans.iter().map(|plan| plan["differences"].to_string()).collect();
    assert!(
        left_out[0].contains("air-pod: 0 units instead of 5"),
        "{left_out:?}"
    );
    assert!(
        left_out[1].contains("liquid-pod: 0 units instead of 3"),
        "{left_out:?}"
    );
    assert!(plans[0]["distance_at_most"].is_null(), "{found}");
    // The north opens a year later, and its hall starts a year later.
    let found = quick("timing", "50%", "1");
    assert!(
        found["plans"][0]["distance"].as_f64().unwrap() >= 1.0 - 1e-6,
        "{found}"
    );
}

#[test]
fn alternatives_differ_from_each_other_and_stay_within_the_tolerance() {
    let desk = tutorial();
    for differ in ["sites", "timing"] {
        let found = json(&ask(
            &desk,
            "alternatives",
            &["--within", "5%", "--differ", differ, "--count", "2", "--json"],
        ));
        let plans = found["plans"].as_array().unwrap();
        assert!(!plans.is_empty(), "{differ}");
        let least = if differ == "timing" { 1.0 } else { 0.05 };
        for plan in plans {
            assert!(
                plan["objective"].as_f64().unwrap() <= 280.206 * 1.05 + 1e-3,
                "{plan}"
            );
            for distance in plan["distances"].as_array().unwrap() {
                assert!(distance.as_f64().unwrap() >= least - 1e-6, "{plan}");
            }
        }
    }
    // Nothing at all within nothing.
    let output = ask(&desk, "alternatives", &["--within", "0%"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stdout(&output)
            .contains("No other plan within the tolerance differs by 5.0 % of the load or more: proven"),
        "{}",
        stdout(&output)
    );
}
