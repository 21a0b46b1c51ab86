//! Plans as JSON.

use super::example::{self, BETA, FAR};
use buildout::plan::Plan;
use buildout::plan::json::{from_json, to_json};
use serde_json::{Value, json};

#[test]
fn a_plan_comes_back_bit_for_bit_through_text() {
    let scenario = example::scenario();
    let mut plan = example::plan(&scenario);
    // Numbers that a careless reader or writer would round.
    plan.served[FAR][BETA] = example::flat([0.1 + 0.2, 1.0 / 3.0, f64::MIN_POSITIVE]);
    plan.rented[FAR] = example::flat([1e300, 123_456_789.123_456_79, 5e-324]);
    let text = serde_json::to_string_pretty(&to_json(&scenario, &plan)).unwrap();
    let back = from_json(&scenario, &serde_json::from_str(&text).unwrap()).unwrap();
    assert_eq!(back, plan);
    assert_eq!(
        serde_json::to_string_pretty(&to_json(&scenario, &back)).unwrap(),
        text
    );
}

#[test]
fn nothing_decided_is_nearly_nothing_written() {
    let scenario = example::scenario();
    let plan = Plan::empty(&scenario);
    let value = to_json(&scenario, &plan);
    assert_eq!(
        value,
        json!({
            "format": 1, "scenario": "base", "sites": {"alpha": {"open_from": "2027"}}, "orders": {}, "hub": {},
            "deployments": {}, "retirements": [], "assignments": {}, "served": {}, "rented": {}, "unmet": {},
            "jobs": {}
        })
    );
    assert_eq!(from_json(&scenario, &value).unwrap(), plan);
}

#[test]
fn the_example_reads_well() {
    let scenario = example::scenario();
    let value = to_json(&scenario, &example::plan(&scenario));
    assert_eq!(
        value["sites"]["beta"],
        json!({
            "open_from": "2028", "halls": {"air": {"2028": 1}}, "tranches": {"t1": "2028"},
            "leases": {"colo": {"2028": 1}}
        })
    );
    assert_eq!(
        value["retirements"],
        json!([{"cohort": 0, "site": "alpha", "chip": "big", "units": {"2028": 1}}])
    );
    assert_eq!(
        value["jobs"],
        json!({"pretrain": {"chip": "small", "site": "beta", "units": {"2029": 2.0}}})
    );
}

#[test]
fn bad_json_is_refused_with_its_path() {
    let cases: [(&str, Value, &str); 12] = [
        ("", json!([]), "plan: expected an object"),
        ("/format", json!(2), "plan: expected \"format\": 1"),
        (
            "/scenario",
            json!("other"),
            "plan.scenario: the plan is of scenario \"other\", expected \"base\"",
        ),
        ("/surprise", json!(1), "plan.surprise: unknown key"),
        (
            "/sites",
            json!({"betta": {}}),
            "plan.sites.betta: the scenario has no site \"betta\"",
        ),
        (
            "/orders",
            json!({"small": {"2031": 1}}),
            "plan.orders.small.2031: the scenario has no period \"2031\"",
        ),
        (
            "/orders",
            json!({"small": {"2028": 1.5}}),
            "plan.orders.small.2028: expected a whole number from 0 to 4294967295",
        ),
        (
            "/orders",
            json!({"small": {"2028": -1}}),
            "plan.orders.small.2028: expected a whole number from 0 to 4294967295",
        ),
        (
            "/hub",
            json!({"small": {"2028": null}}),
            "plan.hub.small.2028: expected a number",
        ),
        (
            "/sites",
            json!({"beta": {"open_from": 2028}}),
            "plan.sites.beta.open_from: expected a text",
        ),
        (
            "/retirements",
            json!([{"cohort": 0, "site": "beta", "chip": "big", "units": {}}]),
            "plan.retirements[0]: cohort 0 is of chip big at site alpha",
        ),
        (
            "/jobs",
            json!({"pretrain": {"chip": "small"}}),
            "plan.jobs.pretrain: expected the key \"site\"",
        ),
    ];
    let scenario = example::scenario();
    for (place, value, message) in cases {
        let mut root = to_json(&scenario, &example::plan(&scenario));
        match place.strip_prefix('/') {
            Some(key) => root[key] = value,
            None => root = value,
        }
        let error = from_json(&scenario, &root).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_misspelt_id_gets_a_hint() {
    let scenario = example::scenario();
    let error = from_json(&scenario, &json!({"format": 1, "orders": {"smal": {}}})).unwrap_err();
    assert_eq!(error.hint.as_deref(), Some("did you mean \"small\"?"));
}
