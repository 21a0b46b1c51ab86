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
    assert_eq!(d.listing.sweeps, [("capex".to_owned(), vec![])]);
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
fn factors_multiply_what_is_written_wherever_the_path_leads() {
    let options = LoadOptions {
        sets: vec!["sites.*.power={$times: 0.5}".into(), "budget.*.at_most=*2".into()],
        ..LoadOptions::default()
    };
    let d = doc(FILE, &options);
    let text = |path: &str| d.find(path).and_then(Node::scalar);
    assert_eq!(text("sites.A.power"), Some("20 MW"));
    let before = doc(FILE, &LoadOptions::default());
    assert_eq!(text("sites.B.power.2026H1"), Some("0.5 MW"));
    assert_eq!(text("sites.B.power.2027H1.."), Some("1 MW"));
    assert_eq!(text("budget.capex.at_most"), Some("400 MUSD"));
    assert_eq!(d.origin_of("sites.A.power").unwrap(), "--set");
    // In two steps it is the same text.
    assert!(before.with(&options.sets).unwrap().root.same(&d.root));
    assert_eq!(
        refused(FILE, &set("sites.*.powr={$times: 0.5}")),
        [
            "--set: `sites.*.powr` does not exist | did you mean `power`? there are: opening_cost, pue, power, \
          halls, tranches; to add a path, write `{$add: value}`"
        ]
    );
    for (setting, message) in [
        (
            "sites.A={$times: 2}",
            "`sites.A` cannot be multiplied: it is a map, but not a series by period",
        ),
        (
            "sites.A.power={$times: -1}",
            "`$times` takes a factor that is not negative",
        ),
        (
            "sites.A.tranches={$times: 2}",
            "`sites.A.tranches` cannot be multiplied: it is a list",
        ),
    ] {
        let told = refused(FILE, &set(setting));
        assert!(told[0].contains(message), "{told:?}");
    }
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

#[test]
fn every_value_says_where_it_came_from() {
    let d = doc(
        FILE,
        &LoadOptions {
            sets: vec!["budget.capex.at_most=300 MUSD".into()],
            ..scenario("mild")
        },
    );
    let origin = |path: &str| d.origin_of(path).unwrap();
    assert_eq!(origin("sites.A.power"), "override late, test.yaml:9");
    assert_eq!(origin("sites.B.pue"), "template hot, test.yaml:6");
    assert_eq!(origin("sites.B.power.2027H1.."), "test.yaml:3");
    assert_eq!(origin("budget.capex.at_most"), "--set");
    assert_eq!(d.origin_of("budget.capex.no"), None);
    let leaves = d.origins();
    assert_eq!(leaves[0].path, "sites.A.opening_cost");
    assert_eq!(leaves[0].value, "40 MUSD");
    assert!(
        leaves
            .iter()
            .any(|leaf| leaf.path == "sites.B.power.\"2027H1..\"")
    );
    assert!(leaves.iter().all(|leaf| d.find(&leaf.path).is_some()));
}

#[test]
fn documents_differ_where_values_do() {
    let (base, mild) = (doc(FILE, &LoadOptions::default()), doc(FILE, &scenario("mild")));
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        base.diff(&mild),
        [
            ("sites.A.power".to_owned(), some("40 MW"), some("0 MW")),
            (
                "sites.A.tranches.t2.capacity".to_owned(),
                some("1 MW"),
                some("5 MW")
            ),
        ]
    );
    assert_eq!(base.diff(&base), []);
    let more = doc(FILE, &set("limits={$add: {openings_per_period: 2}}"));
    assert_eq!(
        base.diff(&more),
        [("limits.openings_per_period".to_owned(), None, some("2"))]
    );
}

#[test]
fn the_resolved_text_loads_to_the_same_tree() {
    let text = "\
a: {n: 1e3, t: '1e3', yes: true, 'true': 'true', none: ~, e: {}, l: [], norway: NO, q: \"x: y\"}
\"key: 1\": [-1, [1, 2], {id: a, v: '#x'}, '', ' s ', \"tab\\t\", \"\\u200b\", \"\u{e9}\"]
2027H1..: |
  two
  lines
";
    let first = doc(text, &LoadOptions::default());
    let again = doc(&first.to_yaml(), &LoadOptions::default());
    assert!(first.root.same(&again.root), "{}", first.to_yaml());
    assert_eq!(first.hash(), again.hash());
    assert_eq!(first.hash().len(), 64);
    assert!(first.to_yaml().starts_with("a:\n  n: 1e3\n  t: \"1e3\"\n"));
}

#[test]
fn tables_are_written_into_the_tree() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("volumes.csv", "period,sea,gulf\n2027H1,1.5,2\n2027H2,3,\n");
    write(
        "rtt.csv",
        "from_id,to_id,rtt_ms,source,confidence\nA,B,10,\"R1, row 2\",verified\nA,C,20,,\n",
    );
    let load = |text: &str| load_str("t.yaml", text, folder.path(), &LoadOptions::default());
    let d = load(
        "demand: {x: {volume: {csv: volumes.csv, column: sea, unit: ktok/s, hold: true}}}\nlatency: {csv: rtt.csv}\n",
    )
    .unwrap();
    assert_eq!(
        d.to_yaml(),
        "demand:\n  x:\n    volume:\n      2027H1: 1.5 ktok/s\n      2027H2: 3 ktok/s\n      hold: true\n\
         latency:\n  A:\n    B:\n      value: 10 ms\n      source: \"R1, row 2\"\n      flag: verified\n\
         \x20   C:\n      value: 20 ms\n"
    );
    assert!(
        d.origin_of("demand.x.volume.2027H2")
            .unwrap()
            .ends_with("volumes.csv:3")
    );
    let told = |text: &str| {
        load(text)
            .unwrap_err()
            .list
            .iter()
            .map(|p| p.message.clone())
            .collect::<Vec<_>>()
    };
    assert!(
        told("a: {b: {csv: volumes.csv, column: gulf}}")[0]
            .ends_with("volumes.csv` has no value for `gulf` here")
    );
    assert!(told("a: {b: {csv: volumes.csv, column: gul}}")[0].ends_with("volumes.csv` has no column `gul`"));
    assert!(told("a: {b: {csv: none.csv, column: gulf}}")[0].ends_with("none.csv`: there is no such file"));
}

mod decoding {
    use super::*;
    use crate::scenario::raw::RawScenario;
    use schemars::JsonSchema;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        /// A name for people.
        name: String,
        #[serde(default)]
        count: Option<u8>,
        #[serde(default)]
        share: Option<f64>,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        place: Option<[f64; 2]>,
        #[serde(default)]
        effect: Option<Effect>,
    }

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Capex,
        Opex,
    }

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "snake_case")]
    enum Effect {
        Denied,
        Cap(f64),
    }

    struct NoFormats;
    impl FormatCheck for NoFormats {
        fn check(&self, _: &str, _: &Node) -> Result<(), FormatError> {
            Ok(())
        }
    }

    fn sample(text: &str) -> Result<Sample, Vec<String>> {
        decode(&doc(text, &LoadOptions::default()), &NoFormats).map_err(|problems| {
            let told = |p: &Problem| {
                let origin = p.origin.unwrap_or_default();
                let hint = p.hint.clone().unwrap_or_default();
                format!("{}:{} {} | {hint}", origin.line, origin.column, p.message)
            };
            problems.list.iter().map(told).collect()
        })
    }

    #[test]
    fn what_fits_is_decoded() {
        let text = "{name: a, count: 2e1, share: 3, kind: opex, place: [1.5, -2], effect: {cap: 2}}";
        let expected = Sample {
            name: "a".into(),
            count: Some(20),
            share: Some(3.0),
            kind: Some(Kind::Opex),
            place: Some([1.5, -2.0]),
            effect: Some(Effect::Cap(2.0)),
        };
        assert_eq!(sample(text), Ok(expected));
        assert_eq!(
            sample("{name: a, effect: denied}").unwrap().effect,
            Some(Effect::Denied)
        );
    }

    #[test]
    fn everything_that_does_not_fit_is_told_at_once() {
        let text = "\
nam: a
count: 1.5
share: x
kind: capx
place: [1]
effect: {cup: 2}
";
        assert_eq!(
            sample(text).unwrap_err(),
            [
                "1:1 unknown key `nam` | did you mean `name`? allowed keys: name, count, share, kind, place, effect",
                "2:8 expected a whole number, but this is 1.5 | ",
                "3:8 expected a number, but this is text | ",
                "4:7 `capx` is not one of the words allowed here | did you mean `capex`? allowed: capex, opex",
                "5:1 expected a list of 2 values, but this has 1 | ",
                "6:10 unknown key `cup` in `effect` | did you mean `cap`? allowed keys: cap",
            ]
        );
        assert_eq!(
            sample("{count: 300, name: 7, kind:, place: {a: 1}, effect: cap}").unwrap_err(),
            [
                "1:9 expected a number of at most 255, but this is 300 | ",
                "1:20 expected text, but this is a number | if you mean the text, quote it: \"7\"",
                "1:23 nothing is written here | expected `capex` or `opex`; leave the key out if you mean its default",
                "1:30 expected a list, but this is a map | ",
                "1:53 `cap` is not one of the words allowed here | `cap` needs a value: `{cap: ...}`",
            ]
        );
        assert_eq!(
            sample("count: 1").unwrap_err(),
            ["1:1 the key `name` is missing | `name`: A name for people."]
        );
    }

    #[test]
    fn at_most_twenty_are_told() {
        let text: String = (0..30).map(|i| format!("x{i}: 1\n")).collect();
        let told = sample(&text).unwrap_err();
        assert_eq!(told.len(), 21);
        assert_eq!(told[20], "0:0 and 11 more problems | ");
    }

    #[test]
    fn the_tutorial_fits_the_format() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
        let document = load(&path, &LoadOptions::default()).unwrap();
        if let Err(problems) = decode::<RawScenario>(&document, &NoFormats) {
            panic!("{}", crate::scenario::problem::render(&problems, false));
        }
    }
}
