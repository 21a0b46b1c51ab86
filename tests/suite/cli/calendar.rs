//! `calendar`: what is committed when, and what waiting costs.

use super::*;
use buildout::run::{self, Question};
use buildout::scenario::text::LoadOptions;
use buildout::scenario::{Component, Period, SiteId};
use buildout::solver::Quiet;
use buildout::study::calendar::slack;
use buildout::study::commitment::{Commitment, Item, Kind, commitments as all_of, put, series};
use serde_json::Value;
use std::sync::Arc;

fn objective(desk: &Desk, run: &str) -> f64 {
    let manifest: Value = serde_json::from_str(&desk.read(&format!("{run}/manifest.json"))).unwrap();
    manifest["objective"].as_f64().unwrap()
}

fn commitments(output: &Output) -> Vec<Value> {
    assert_eq!(code(output), 0, "{}", stderr(output));
    json(output)["commitments"].as_array().unwrap().clone()
}

fn find<'a>(rows: &'a [Value], kind: &str, item: &str, period: &str) -> &'a Value {
    let same = |row: &&Value| row["kind"] == kind && row["item"] == item && row["period"] == period;
    rows.iter()
        .find(same)
        .unwrap_or_else(|| panic!("{kind} {item} {period}: {rows:?}"))
}

#[test]
fn the_table_says_what_is_due_when() {
    let desk = Desk::tutorial();
    let output = desk.run(&["calendar", "old", "--threads", "1"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("calendar", stdout(&output));
    assert!(
        stderr(&output).contains("delay 1 of 4: north open"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_delay_costs_what_the_scenario_costs_without_the_year() {
    let desk = Desk::tutorial();
    let rows = commitments(&desk.run(&["calendar", "old", "--json", "--threads", "1"]));
    let open = find(&rows, "site", "", "2027");
    let tutorial = desk.read("tutorial.yaml");
    desk.write(
        "late.yaml",
        &tutorial.replace(
            "opening_cost: 10 MUSD",
            "opening_cost: 10 MUSD\n    earliest: 2028",
        ),
    );
    assert_eq!(
        code(&desk.run(&["solve", "late.yaml", "-o", "late", "--threads", "1"])),
        0
    );
    let expected = objective(&desk, "late") - objective(&desk, "old");
    let cost = open["delay_cost"].as_f64().unwrap();
    assert!(
        expected > 1.0 && (cost - expected).abs() < 1e-3 * objective(&desk, "old"),
        "{cost} {expected}"
    );
    let (least, most) = (
        open["delay_cost_least"].as_f64().unwrap(),
        open["delay_cost_most"].as_f64().unwrap(),
    );
    assert!(0.0 < least && least <= cost && cost <= most, "{open}");
    // Liquid pods are ordered a year before they arrive; air pods have no lead time.
    assert_eq!(
        find(&rows, "chip_order", "liquid-pod", "2029")["date"],
        "2028-01-01"
    );
    assert_eq!(find(&rows, "chip_order", "air-pod", "2028")["date"], "2028-01-01");
    assert_eq!(find(&rows, "hall", "liquid-hall", "2027")["delivers"], "2028");
}

#[test]
fn what_is_committed_in_the_scenario_cannot_be_delayed() {
    let desk = Desk::tutorial();
    let tutorial = desk.read("tutorial.yaml");
    let eager = tutorial.replace(
        "{max: 2, cost: 30 MUSD}",
        "{max: 2, cost: 30 MUSD, committed: {2027: 1}}",
    );
    desk.write("eager.yaml", &eager);
    let solved = desk.run(&["solve", "eager.yaml", "-o", "eager", "--threads", "1"]);
    assert_eq!(code(&solved), 0, "{}", stderr(&solved));
    let rows = commitments(&desk.run(&["calendar", "eager", "--json", "--costs", "all", "--threads", "1"]));
    let hall = find(&rows, "hall", "liquid-hall", "2027");
    assert_eq!(hall["delay"], "committed", "{hall}");
    assert_eq!(hall["slack_periods"], 0, "{hall}");
}

#[test]
fn commitments_add_up_to_what_the_ledger_says() {
    let desk = Desk::new();
    let tutorial = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
    let mut seen = 0.0;
    for path in [tutorial, desk.path("scenario.yaml")] {
        let question = Question::load(&path, &LoadOptions::default(), Path::new("min-cost")).unwrap();
        let run = run::solve(&question, &run::Options::default(), Arc::new(Quiet::default())).unwrap();
        let priced = run.plan.unwrap();
        let all = all_of(&question.scenario, &priced.plan);
        for (component, kinds) in [
            (Component::Sites, &[Kind::Site][..]),
            (Component::Halls, &[Kind::Hall, Kind::HallStage]),
            (Component::Power, &[Kind::Power]),
            (Component::Chips, &[Kind::Chips, Kind::Contract]),
            (
                Component::Leases,
                &[Kind::Lease, Kind::LeaseOption, Kind::LeaseExtension],
            ),
            (Component::Installation, &[Kind::Deployment]),
        ] {
            let of = all
                .iter()
                .filter(|commitment| kinds.contains(&commitment.item.kind()));
            let committed: f64 = of.map(|commitment| commitment.money).sum();
            let paid = priced.ledger.total(component).amount;
            assert!(
                (committed - paid).abs() < 1e-6,
                "{component:?}: {committed} {paid}"
            );
            seen += paid;
        }
    }
    assert!(seen > 100.0, "{seen}");
}

#[test]
fn what_comes_too_early_has_slack_and_takes_along_what_hangs_on_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
    let options = LoadOptions {
        scenario: None,
        sets: vec![
            "demand.city-chat.volume={2027: 0 kuser, 2028: 0 kuser, 2029: 1000 kuser, 2030: 1000 kuser}"
                .into(),
            "demand.coast-chat.volume={2027: 0 kuser, 2028: 0 kuser, 2029: 200 kuser, 2030: 250 kuser}"
                .into(),
        ],
    };
    let question = Question::load(&path, &options, Path::new("min-cost")).unwrap();
    let run = run::solve(&question, &run::Options::default(), Arc::new(Quiet::default())).unwrap();
    let (scenario, mut plan) = (&question.scenario, run.plan.unwrap().plan);
    let north = SiteId(1);
    for item in [Item::Site(north), Item::Hall(north, 0)] {
        let halls: f64 = series(scenario, &plan, item).iter().sum();
        assert!(halls > 0.0, "{item:?}");
        // All of it in the first year, although nobody is served before the third.
        put(scenario, &mut plan, item, &[halls, 0.0, 0.0, 0.0]);
        let commitment = Commitment {
            item,
            period: Period(0),
            quantity: halls,
            money: 0.0,
        };
        let slack = slack(scenario, &question.model, &plan, &commitment);
        assert_eq!(slack.last, Period(1), "{item:?} {slack:?}");
        assert_eq!(slack.held_by.unwrap().period, Some(Period(2)));
    }
}

#[test]
fn it_comes_as_csv_and_as_a_calendar_file() {
    let desk = Desk::tutorial();
    let csv = desk.run(&["calendar", "old", "--no-costs", "--csv"]);
    assert_eq!(code(&csv), 0, "{}", stderr(&csv));
    assert!(stderr(&csv).is_empty(), "{}", stderr(&csv));
    let mut reader = csv::Reader::from_reader(csv.stdout.as_slice());
    assert_eq!(reader.headers().unwrap().iter().next(), Some("date"));
    assert_eq!(reader.records().filter(Result::is_ok).count(), 7);

    let ics = desk.run(&["calendar", "old", "--no-costs", "--ics"]);
    let text = stdout(&ics);
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"),
        "{text}"
    );
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 7);
    assert!(
        text.contains("DTSTART;VALUE=DATE:20270101\r\nSUMMARY:north: open\\, 1 site\r\n"),
        "{text}"
    );
    assert!(text.lines().all(|line| line.len() <= 76), "{text}");
    assert_eq!(
        ics.stdout,
        desk.run(&["calendar", "old", "--no-costs", "--ics"]).stdout
    );
}

#[test]
fn without_a_plan_there_is_no_calendar() {
    let desk = Desk::tutorial();
    let poor = "budget.capex.at_most={2027: 30 MUSD, 2028..2030: 60 MUSD}";
    let frozen = ["--from", "old", "--frozen-until", "2028", "-o", "never"];
    let solved = desk.run(&[&["replan", "tutorial.yaml", "--set", poor], &frozen[..]].concat());
    assert_eq!(code(&solved), 3, "{}", stderr(&solved));
    let output = desk.run(&["calendar", "never"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("never has no plan, so nothing is committed"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("hint: "), "{}", stderr(&output));
    let output = desk.run(&["calendar", "nowhere"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("nowhere is not a run directory"),
        "{}",
        stderr(&output)
    );
    let output = desk.run(&["calendar", "old", "--costs", "some"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("expected `first-year`, `all` or a number"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&desk.run(&["calendar", "old", "--json", "--csv"])), 2);
}
