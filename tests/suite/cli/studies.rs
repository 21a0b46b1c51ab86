//! `sensitivity` and `frontier`, and what they share with `alternatives`: numbers of the tutorial that are checked by hand, and
//! wrong inputs.

use super::*;
use serde_json::Value;

/// Intensities that make the north clean.
const CARBON: &str = "environment={$add: {grid_intensity: own, carbon: {intensity: {old-town: 600 gCO2/kWh, \
                      north: 100 gCO2/kWh, east: 600 gCO2/kWh}}}}";

/// A desk with the tutorial in it.
pub(super) fn tutorial() -> Desk {
    let desk = Desk::empty();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
    desk.write("tutorial.yaml", &std::fs::read_to_string(path).unwrap());
    desk
}

/// Runs a verb on the tutorial with one thread.
pub(super) fn ask(desk: &Desk, verb: &str, more: &[&str]) -> Output {
    desk.run(&[&[verb, "tutorial.yaml", "--threads", "1"], more].concat())
}

pub(super) fn near(value: &Value, expected: f64) -> bool {
    value
        .as_f64()
        .is_some_and(|value| (value - expected).abs() <= 1e-4 * expected.abs().max(1.0))
}

/// Exit code 2, the error and the hint.
fn refused(output: &Output) -> (String, String) {
    assert_eq!(code(output), 2, "{}", stderr(output));
    assert!(stdout(output).is_empty(), "{}", stdout(output));
    let text = stderr(output);
    let line = |start: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(start));
        found.unwrap_or_default().to_owned()
    };
    (line("error: "), line("hint: "))
}

#[test]
fn twenty_million_a_year_earlier_are_worth_what_the_tutorial_says() {
    // A third of 60 more in 2027 is the scenario head-start: 280.206 - 181.958 = 98.248.
    let output = ask(
        &tutorial(),
        "sensitivity",
        &["--step", "33.4%", "--top", "1", "--json"],
    );
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = json(&output);
    assert!(near(&found["base"]["found"], 280.206), "{found}");
    let prices = found["shadow_prices_at_fixed_integers"].as_array().unwrap();
    let budget = prices.iter().find(|price| price["limit"] == "budget").unwrap();
    assert_eq!(
        (&budget["subject"], &budget["unit"]),
        (&"capex,2027".into(), &"MUSD".into())
    );
    let saved = &budget["confirmed"]["saved"];
    assert!(near(&saved["found"], 98.248), "{budget}");
    assert_eq!(saved["distinguishable"], true);
    // What the price predicts is its step times the price; here another plan pays more.
    let predicted = budget["musd_per_unit"].as_f64().unwrap() * budget["step"].as_f64().unwrap();
    assert!(near(&budget["predicted"], predicted));
    assert_eq!(
        budget["confirmed"]["agrees"],
        (predicted - 98.248).abs() < 1e-3,
        "{budget}"
    );
}

/// One hall of 4 MW, one period. `home` and `abroad` do the same work; `abroad` is cheaper, but half of its price counts as
/// exposed to legal risk.
const HALL: &str = "
schema: 1
name: hall
periods: {start: 2027, count: 1}
operator: {name: Example Cloud, headquarters: SG, wacc: 0 %, existing_sites: [town]}
hall_designs:
  hall: {it_power: 4 MW, racks: 40, cooling: [air], build_time: 12 months}
sites:
  town:
    country: SG
    fixed_cost: 1 MUSD/year
    power: 20 MW
    pue: 1.25
    halls: {hall: {existing: 1, max: 1, cost: 20 MUSD}}
    energy_price: 80 USD/MWh
chips: {use: [home, abroad]}
chip_catalogue:
  home:
    name: Home
    vendor: Example
    origin: SG
    unit: pod
    chips_per_unit: 100
    power: 1 MW
    utilisation: 100 %
    racks: 1
    cooling: air
    price: 10 MUSD
    released: 2026-01-01
    life: 5 years
    supply: unlimited
    throughput: {chat: 100 kuser}
  abroad:
    name: Abroad
    vendor: Example
    origin: CN
    unit: pod
    chips_per_unit: 100
    power: 1 MW
    utilisation: 100 %
    racks: 1
    cooling: air
    price: 4 MUSD
    released: 2026-01-01
    life: 5 years
    supply: unlimited
    throughput: {chat: 100 kuser}
workloads:
  chat: {name: Chat users in thousands, kind: capacity, unit: kuser, latency: 50 ms, peak: 1}
markets:
  city: {name: City, country: SG, latency: {town: 5 ms}}
demand:
  city-chat: {market: city, workload: chat, volume: 500 kuser, unmet_penalty: 0.5 MUSD/kuser/year}
rules:
  scrutiny:
    title: Chips from abroad are looked at
    source: invented
    from: 2026-01-01
    chips: {origins: [CN]}
    effect: {risk: {weight: 50 %}}
";

/// A desk with that hall in it.
fn hall() -> Desk {
    let desk = Desk::empty();
    desk.write("hall.yaml", HALL);
    desk
}

#[test]
fn the_power_of_a_hall_is_worth_the_pod_that_it_would_feed() {
    // A fifth pod costs 4 and 1.25 MW x 8760 h x 80 USD = 0.876 of energy, and serves 100 kuser at 0.5: 45.124 a MW.
    let desk = hall();
    let ask = |step: &str, more: &[&str]| {
        let fixed = ["sensitivity", "hall.yaml", "--threads", "1", "--step", step];
        desk.run(&[&fixed[..], more].concat())
    };
    let output = ask("25%", &["--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = json(&output);
    let prices = found["shadow_prices_at_fixed_integers"].as_array().unwrap();
    let power = prices
        .iter()
        .find(|price| price["limit"] == "hall_power")
        .unwrap();
    assert!(
        near(&power["musd_per_unit"], 45.124) && near(&power["predicted"], 45.124),
        "{power}"
    );
    let confirmed = &power["confirmed"];
    assert!(near(&confirmed["saved"]["found"], 45.124), "{power}");
    assert_eq!(
        (&confirmed["agrees"], &confirmed["moved"]),
        (&true.into(), &"row".into())
    );
    // Half a pod is no pod.
    let output = ask("12.5%", &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("hall_power", stdout(&output));
}

#[test]
fn exposure_to_legal_risk_is_weighed_as_by_hand() {
    // Four pods and 100 kuser unserved: 50, energy 3.504, the site 1. From abroad for 16, exposed with 8; at home for 40.
    // Between, one pod after the other costs 6 more and is 2 less exposed.
    let desk = hall();
    let trace = |more: &[&str]| {
        let fixed = [
            "frontier",
            "hall.yaml",
            "--goal",
            "risk",
            "--threads",
            "1",
            "--json",
        ];
        let output = desk.run(&[&fixed[..], more].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let found = json(&output);
        let points = found["points"].as_array().unwrap().clone();
        let of = |point: &Value, key: &str| match key {
            "goal" => point["goal"].as_f64().unwrap(),
            _ => point["objective"][key].as_f64().unwrap(),
        };
        assert_eq!(found["least_proven"], true);
        points
            .iter()
            .map(|point| {
                let cost = of(point, "found");
                assert!((cost - of(point, "bound")).abs() < 0.1, "{point}");
                (
                    (of(point, "goal") * 1e3).round() / 1e3,
                    (cost * 1e3).round() / 1e3,
                )
            })
            .collect::<Vec<_>>()
    };
    let all = [
        (8.0, 70.504),
        (6.0, 76.504),
        (4.0, 82.504),
        (2.0, 88.504),
        (0.0, 94.504),
    ];
    assert_eq!(trace(&["--points", "3", "-o", "risk"]), all);
    for place in 1..=5 {
        let run = format!("risk/point-{place:02}");
        assert_eq!(code(&desk.run(&["verify", &run])), 0, "{run}");
    }
    // A limit on exposure that the scenario has already: three from abroad at the most.
    let limit = "rules.scrutiny.effect.risk.at_most={$add: 7 MUSD}";
    assert_eq!(
        trace(&["--points", "2", "--set", limit, "--rule", "scrutiny"]),
        all[1..]
    );
    let output = desk.run(&["frontier", "hall.yaml", "--goal", "risk", "--rule", "scrutny"]);
    let (error, hint) = refused(&output);
    assert_eq!(error, "there is no rule `scrutny` with legal risk in force");
    assert!(hint.contains("scrutiny"), "{hint}");
}

#[test]
fn five_pods_make_the_swing_of_their_price() {
    let desk = tutorial();
    let arguments = [
        "--top",
        "0",
        "--input",
        "chip_catalogue.air-pod.price=8 MUSD..10 MUSD",
        "--input",
        "demand.city-chat.revenue",
        "--range",
        "±20%",
        "--csv",
        "tornado.csv",
    ];
    let output = ask(&desk, "sensitivity", &[&arguments[..], &["--json"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = json(&output);
    let bars = found["tornado"]["bars"].as_array().unwrap();
    // Five air pods at 2 less each; at 10 nothing changes, and revenue is no cost.
    assert_eq!(bars[0]["input"]["path"], "chip_catalogue.air-pod.price");
    assert!(near(&bars[0]["low"]["change"]["found"], -10.0), "{found}");
    assert_eq!(bars[0]["high"]["note"], "leaves the question as it is");
    assert!(near(&bars[1]["swing"], 0.0));
    assert_eq!(desk.read("tornado.csv").lines().count(), 5);
    // Not replaced unasked, and that is told before anything is solved.
    let (error, hint) = refused(&ask(&desk, "sensitivity", &arguments));
    assert_eq!(error, "tornado.csv exists already");
    assert_eq!(hint, "give another name, or --overwrite to replace it");
}

#[test]
fn the_report_of_a_sensitivity_reads_well() {
    let output = ask(
        &tutorial(),
        "sensitivity",
        &[
            "--step",
            "20%",
            "--input",
            "budget.capex.at_most",
            "--input",
            "chip_catalogue.air-pod.price",
            "--range",
            "±20%",
            "--samples",
            "20",
        ],
    );
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("sensitivity", stdout(&output));
}

#[test]
fn a_sweep_is_ranked_without_solving() {
    let desk = Desk::empty();
    let mut text = "case,budget.capex.at_most,operator.wacc,status,objective,best_bound\n".to_owned();
    for i in 0..25_u32 {
        let (a, b) = (f64::from(i % 5), f64::from(i / 5));
        let cost = 100.0 + 3.0 * a + 4.0 * b;
        text.push_str(&format!("{i},{a} MUSD,{b} %,optimal,{cost},{cost}\n"));
    }
    desk.write("results.csv", &text);
    let found = json(&desk.run(&["sensitivity", "--from-sweep", "results.csv", "--json"]));
    let effects = &found["regression"]["result"]["effects"];
    assert_eq!(effects[0]["input"], "operator.wacc");
    assert!(
        near(&effects[0]["share"], 0.64) && near(&effects[1]["share"], 0.36),
        "{found}"
    );
    assert_eq!(found["regression"]["trusted"], true);
    // A folder is a sweep directory.
    assert_eq!(code(&desk.run(&["sensitivity", "--from-sweep", "."])), 0);
    let (error, _) = refused(&desk.run(&["sensitivity", "--from-sweep", "results.csv", "--input", "wacc"]));
    assert_eq!(error, "the results have no input `wacc`");
}

#[test]
fn inputs_that_cannot_be_varied_are_refused() {
    let desk = tutorial();
    let told = |more: &[&str]| refused(&ask(&desk, "sensitivity", more));
    let (error, hint) = told(&["--input", "sites.north.energy_prise", "--range", "20%"]);
    assert_eq!(
        error,
        "there is no input `sites.north.energy_prise` in the scenario"
    );
    assert!(
        hint.starts_with("did you mean `sites.north.energy_price`? "),
        "{hint}"
    );
    let (error, hint) = told(&["--input", "sites.north.energy_price"]);
    assert_eq!(error, "`sites.north.energy_price` has no low and high of its own");
    assert!(hint.starts_with("say how far to vary it: --range ±20%"), "{hint}");
    let (error, _) = told(&["--inputs", "all-catalogue-ranges"]);
    assert_eq!(error, "no figure of the scenario has a low and a high of its own");
    let (error, _) = told(&["--samples", "10"]);
    assert_eq!(error, "--samples needs inputs to vary");
    let output = ask(&desk, "sensitivity", &["--range", "20"]);
    assert!(
        stderr(&output).contains("expected a range such as ±20%"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_ends_of_cost_against_capex_are_those_of_the_tutorial() {
    let desk = tutorial();
    let output = ask(
        &desk,
        "frontier",
        &["--goal", "capex", "--points", "3", "-o", "front", "--json"],
    );
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = json(&output);
    let points = found["points"].as_array().unwrap();
    assert_eq!(points.len(), 5);
    // Best: capex 156 for 280.206. Least: nothing is built, 3350 kuser-years go unserved at 0.5, one site at 1 a year.
    assert!(near(&points[0]["goal"], 156.0) && near(&points[0]["objective"]["found"], 280.206));
    assert!(near(&points[4]["goal"], 0.0) && near(&points[4]["objective"]["found"], 1679.0));
    for (point, next) in points.iter().zip(&points[1..]) {
        let value = |point: &Value, key: &str| point[key].as_f64().unwrap();
        assert!(value(next, "goal") < value(point, "goal") + 1e-9);
        assert!(value(&next["objective"], "found") > value(&point["objective"], "found") - 1e-9);
        assert!(next["objective"]["bound"].as_f64() >= point["objective"]["bound"].as_f64());
        let cap = next["cap"].as_f64().unwrap();
        assert!(value(next, "goal") <= cap + 1e-6 * cap.max(1.0));
    }
    assert_eq!(found["least_proven"], true);
    // Every point is a run that stands on its own, its cap in its scenario.
    for place in 1..=5 {
        let run = format!("front/point-{place:02}");
        let output = desk.run(&["verify", &run]);
        assert_eq!(code(&output), 0, "{run}: {}", stdout(&output));
        let capped = desk
            .read(&format!("{run}/scenario.resolved.yaml"))
            .contains("id: frontier");
        assert_eq!(capped, place > 1, "{run}");
    }
    assert_eq!(desk.read("front/frontier.csv").lines().count(), 6);
    let (error, hint) = refused(&ask(&desk, "frontier", &["--goal", "capex", "-o", "front"]));
    assert_eq!(error, "front exists already");
    assert!(hint.starts_with("-o DIR writes elsewhere"), "{hint}");
}

#[test]
fn carbon_is_counted_as_by_hand() {
    let desk = tutorial();
    let output = ask(&desk, "frontier", &["--points", "2", "--set", CARBON]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("frontier", stdout(&output));
    let found = json(&ask(
        &desk,
        "frontier",
        &["--points", "0", "--set", CARBON, "--json"],
    ));
    // 14 pod-years in old-town at 1.25 MW x 8760 h x 600 g, 9 in the north at 100 g: 91.98 + 9.855 kt.
    assert!(near(&found["points"][0]["goal"], 101.835), "{found}");
    assert!(near(&found["points"][1]["goal"], 0.0), "{found}");
    assert_eq!(
        found["goal"]["notes"],
        serde_json::json!(["embodied emissions are not counted: the scenario gives none"])
    );
}

#[test]
fn a_goal_without_data_is_refused_and_not_taken_for_zero() {
    let desk = tutorial();
    let told = |more: &[&str]| refused(&ask(&desk, "frontier", more));
    let (error, hint) = told(&["--goal", "carbon"]);
    assert!(
        error.starts_with("the scenario does not say what is emitted"),
        "{error}"
    );
    assert!(hint.contains("grid_intensity"), "{hint}");
    let (error, _) = told(&["--goal", "risk"]);
    assert_eq!(
        error,
        "the scenario has no rule with exposure to legal risk in force"
    );
    let (error, _) = told(&["--goal", "environment.water_ml"]);
    assert_eq!(error, "the scenario does not say how much water cooling takes");
    let (error, hint) = told(&["--goal", "unmet", "--workload", "chta"]);
    assert_eq!(error, "there is no workload `chta`");
    assert!(hint.starts_with("did you mean `chat`?"), "{hint}");
    let output = ask(&desk, "frontier", &["--goal", "carbn"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("did you mean carbon?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn where_nothing_can_be_traded_there_is_one_point() {
    // 200 kuser go unserved in 2027 whatever is paid: 50 on average.
    let output = ask(&tutorial(), "frontier", &["--goal", "unmet"]);
    assert_eq!(code(&output), 0);
    assert!(
        stdout(&output).contains("The best plan has the least already"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_run_is_a_subject_too() {
    let desk = tutorial();
    let output = ask(&desk, "solve", &["-o", "run"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for verb in ["sensitivity", "frontier", "alternatives"] {
        let goal: &[&str] = if verb == "frontier" {
            &["--goal", "capex", "--points", "0"]
        } else {
            &[]
        };
        let output = desk.run(&[&[verb, "run", "--threads", "1", "--json"], goal].concat());
        assert_eq!(code(&output), 0, "{verb}: {}", stderr(&output));
        let (error, _) = refused(&desk.run(&[&[verb, "run", "--scenario", "head-start"], goal].concat()));
        assert!(
            error.contains("its scenario is already resolved"),
            "{verb}: {error}"
        );
    }
}

#[test]
fn the_study_of_a_run_starts_from_its_plan_and_its_bound() {
    let desk = Desk::large();
    let limits = |seconds| ["--threads", "1", "--gap", "0%", "--time-limit", seconds];
    let solve = desk.run(&[&["solve", "large.yaml", "-o", "run"], &limits("8s")[..]].concat());
    assert_eq!(code(&solve), 4, "{}", stderr(&solve));
    let manifest: Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    let output = desk.run(
        &[
            &["sensitivity", "run", "--top", "0", "--json"],
            &limits("0.3s")[..],
        ]
        .concat(),
    );
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    let base = &json(&output)["base"];
    let same = |a: &Value, b: &Value| (a.as_f64().unwrap(), b.as_f64().unwrap());
    let (found, known) = same(&base["found"], &manifest["objective"]);
    assert!(found <= known * (1.0 + 1e-6), "{found} {known}");
    let (bound, known) = same(&base["bound"], &manifest["best_bound"]);
    assert!(bound >= known * (1.0 - 1e-9), "{bound} {known}");
}

#[test]
fn an_infeasible_scenario_has_nothing_to_study() {
    let desk = tutorial();
    // Everybody must be served, and 60 are not enough for that in the first year.
    let set = "demand.city-chat.service_floor={$add: 100 %}";
    for verb in ["sensitivity", "frontier", "alternatives"] {
        let goal: &[&str] = if verb == "frontier" {
            &["--goal", "capex"]
        } else {
            &[]
        };
        let output = ask(&desk, verb, &[&["--set", set, "--json"], goal].concat());
        assert_eq!(code(&output), 3, "{verb}: {}", stderr(&output));
        assert_eq!(json(&output)["status"], "infeasible", "{verb}");
        assert!(
            stderr(&output).contains("no plan satisfies the scenario"),
            "{verb}"
        );
    }
}
