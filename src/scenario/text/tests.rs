//! Merging, precedence and origins on small texts.

use super::*;

fn doc(text: &str, options: &LoadOptions) -> Document {
    load_str("test.yaml", text, Path::new(""), options).unwrap()
}

fn refused(text: &str, options: &LoadOptions) -> Vec<String> {
    let problems = load_str("test.yaml", text, Path::new(""), options).unwrap_err();
    problems
        .list
        .iter()
        .map(|p| format!("{} | {}", p.message, p.hint.clone().unwrap_or_default()))
        .collect()
}

fn set(argument: &str) -> LoadOptions {
    LoadOptions {
        scenario: None,
        sets: vec![argument.to_owned()],
    }
}

fn scenario(name: &str) -> LoadOptions {
    LoadOptions {
        scenario: Some(name.to_owned()),
        sets: Vec::new(),
    }
}

const FILE: &str = "\
sites:
  A: {power: 40 MW, template: gulf, tranches: [{id: t1, capacity: 60 MW}, {id: t2, capacity: 1 MW}]}
  B: {power: {2026H1: 1 MW, 2027H1..: 2 MW}, template: [gulf, hot]}
templates:
  gulf: {opening_cost: 40 MUSD, pue: 1.4, power: {2026H1..: 9 MW}, halls: {air: {max: 6}}}
  hot: {pue: 1.6, halls: {air: {existing: 1}, wet: {max: 2}}}
budget: {capex: {at_most: 200 MUSD}}
overrides:
  late: {sites.A.power: 0 MW, sites.A.tranches.t2.capacity: 5 MW}
  later: {sites.A.power: 1 MW, budget.opex: {$add: {at_most: 1 MUSD}}, budget.capex: {$remove: true}}
scenarios:
  stress: [late, later]
  mild: [late]
sweeps: {capex: {vary: {}}}
";

#[test]
fn templates_fill_in_and_series_are_taken_whole() {
    let d = doc(FILE, &LoadOptions::default());
    let text = |path: &str| d.find(path).and_then(Node::scalar);
    assert_eq!(text("sites.A.power"), Some("40 MW"));
    assert_eq!(text("sites.A.pue"), Some("1.4"));
    assert_eq!(text("sites.B.pue"), Some("1.6"));
    assert_eq!(d.find("sites.B.power").and_then(Node::entries).unwrap().len(), 2);
    assert_eq!(text("sites.B.halls.air.max"), Some("6"));
    assert_eq!(text("sites.B.halls.air.existing"), Some("1"));
    assert_eq!(d.find("sites.B.template"), None);
    for gone in ["templates", "overrides", "scenarios"] {
        assert_eq!(d.find(gone), None);
    }
    assert!(d.find("sweeps.capex").is_some());
    assert_eq!(d.listing.sweeps, ["capex"]);
    assert_eq!(
        d.listing.scenarios[0],
        ("stress".to_owned(), vec!["late".to_owned(), "later".to_owned()])
    );
}

#[test]
fn overrides_apply_in_order_and_settings_last() {
    let options = LoadOptions {
        sets: vec!["sites.A.tranches.0.capacity=7 MW".into()],
        ..scenario("stress")
    };
    let d = doc(FILE, &options);
    let text = |path: &str| d.find(path).and_then(Node::scalar);
    assert_eq!(text("sites.A.power"), Some("1 MW"));
    assert_eq!(text("sites.A.tranches.t2.capacity"), Some("5 MW"));
    assert_eq!(text("sites.A.tranches.t1.capacity"), Some("7 MW"));
    assert_eq!(text("budget.opex.at_most"), Some("1 MUSD"));
    assert_eq!(d.find("budget.capex"), None);
    assert!(d.warnings.list.is_empty());
}

#[test]
fn an_override_that_changes_nothing_is_a_warning() {
    let d = doc(FILE, &set("sites.A.power=40 MW"));
    assert_eq!(
        d.warnings.list[0].message,
        "--set: changes nothing: the value is the same without it"
    );
}

#[test]
fn unknown_names_and_paths_come_with_the_closest_match() {
    assert_eq!(
        refused(FILE, &scenario("stres")),
        ["there is no scenario `stres` in this file | did you mean `stress`? scenarios: stress, mild"]
    );
    assert_eq!(
        refused(FILE, &set("sites.A.powr=1 MW")),
        [
            "--set: `sites.A.powr` does not exist | did you mean `power`? there are: opening_cost, pue, power, \
          halls, tranches; to add a path, write `{$add: value}`"
        ]
    );
    assert_eq!(
        refused(FILE, &set("power")),
        ["a setting is written `path=value` | for example: --set budget.capex.at_most=\"300 MUSD\""]
    );
}
