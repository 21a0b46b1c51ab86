//! The shipped scenarios and the catalogue: they load, they are as large as they claim to be, and every figure says
//! where it comes from.

use buildout::scenario::text::{self, LoadOptions, Node, Value};
use std::path::{Path, PathBuf};

const SHIPPED: [&str; 5] = [
    "alibaba-cloud-global",
    "huawei-cloud-ascend",
    "tencent-cloud-global",
    "us-csp-gulf",
    "tutorial",
];

fn input(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("inputs")
        .join(name)
        .with_extension("yaml")
}

#[test]
fn every_named_scenario_applies_and_changes_something() {
    for name in SHIPPED {
        let document = load(name, None);
        assert!(
            !document.listing.scenarios.is_empty(),
            "{name} has no named scenario"
        );
        for (scenario, _) in &document.listing.scenarios {
            let changed = load(name, Some(scenario));
            assert!(
                changed.warnings.list.is_empty(),
                "{name} {scenario}: {:?}",
                changed.warnings.list
            );
            assert!(
                !changed.root.same(&document.root),
                "{name} {scenario} changes nothing"
            );
        }
    }
}

fn load(name: &str, scenario: Option<&str>) -> text::Document {
    let options = LoadOptions {
        scenario: scenario.map(str::to_owned),
        ..LoadOptions::default()
    };
    text::load(&input(name), &options).unwrap_or_else(|problems| panic!("{name}: {:?}", problems.list))
}

/// Keys of a catalogue section that are names, dates, counts or words and not figures.
const PLAIN: [(&str, &str, &[&str]); 4] = [
    (
        "catalogue/chips",
        "chip_catalogue",
        &[
            "name",
            "vendor",
            "origin",
            "stack",
            "unit",
            "chips_per_unit",
            "cooling",
            "released",
            "end_of_sale",
            "note",
        ],
    ),
    (
        "catalogue/regions",
        "regions",
        &[
            "name",
            "country",
            "coordinates",
            "groups",
            "bis_group",
            "presence",
            "note",
        ],
    ),
    (
        "catalogue/halls",
        "hall_designs",
        &["cooling", "spend_profile", "note"],
    ),
    (
        "catalogue/workloads",
        "workloads",
        &["name", "kind", "model", "unit", "note"],
    ),
];

#[test]
fn every_catalogue_figure_has_a_source_a_flag_and_a_date() {
    let mut figures = 0;
    for (file, section, plain) in PLAIN {
        let root = load(file, None).root;
        for (id, _, entry) in entries(root.get(section).unwrap()) {
            for (key, _, value) in entries(entry) {
                if plain.contains(&key.as_str()) || value.scalar() == Some("unlimited") {
                    continue;
                }
                let path = format!("{section}.{id}.{key}");
                // Throughput is a map of models.
                let of_models = matches!(key.as_str(), "prefill" | "decode");
                let values: Vec<&Node> = if of_models {
                    entries(value).iter().map(|(_, _, node)| node).collect()
                } else {
                    vec![value]
                };
                for value in values {
                    assert_figure(&path, value);
                    figures += 1;
                }
            }
        }
    }
    assert!(figures > 600, "only {figures} figures");
}

fn entries(node: &Node) -> &[(String, buildout::scenario::problem::Origin, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        other => panic!("not a map: {other:?}"),
    }
}

fn assert_figure(path: &str, value: &Node) {
    let word = |key| value.get(key).and_then(Node::scalar).unwrap_or("").trim();
    assert!(!word("value").is_empty(), "{path} is no figure");
    assert!(!word("source").is_empty(), "{path} has no source");
    assert!(
        ["verified", "recalled", "assumption"].contains(&word("flag")),
        "{path} has no flag"
    );
    assert_eq!(word("as_of"), "2026-11-22", "{path}");
    let invented = ["own", "general-knowledge"].contains(&word("source"));
    assert!(
        !(invented && word("flag") == "verified"),
        "{path}: verified by nothing"
    );
}

#[test]
fn every_source_key_is_explained_in_the_book() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/sources.md")).unwrap();
    for name in SHIPPED {
        let document = load(name, None);
        let mut sources = Vec::new();
        collect_sources(&document.root, &mut sources);
        for source in sources {
            // A rule's source has words after its keys, in brackets.
            let keys = source.split('(').next().unwrap_or("");
            for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                let known = page.contains(&format!("| {key} |")) || page.contains(&format!("`{key}`"));
                assert!(known, "{name}: source `{key}` is not in docs/src/sources.md");
            }
        }
    }
}

fn collect_sources<'n>(node: &'n Node, sources: &mut Vec<&'n str>) {
    match &node.value {
        Value::Map(map) => {
            for (key, _, value) in map {
                match value.scalar() {
                    Some(text) if key == "source" => sources.push(text),
                    _ => collect_sources(value, sources),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect_sources(item, sources)),
        _ => {}
    }
}

#[test]
fn every_latency_and_rule_has_its_source() {
    let mut rows =
        csv::Reader::from_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/catalogue/latency.csv"))
            .unwrap();
    assert_eq!(
        rows.headers().unwrap(),
        vec!["from_id", "to_id", "rtt_ms", "source", "confidence"]
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(
        rows.len(),
        29 * 28 / 2 + 29,
        "one row per pair and one within each place"
    );
    for row in &rows {
        assert!(!row[3].is_empty(), "{row:?}");
        assert!(["verified", "assumption"].contains(&&row[4]), "{row:?}");
    }
    for (id, _, rule) in entries(load("catalogue/rules", None).root.get("rules").unwrap()) {
        for key in ["title", "source", "from"] {
            assert!(
                rule.get(key).and_then(Node::scalar).is_some(),
                "{id} has no {key}"
            );
        }
    }
}
