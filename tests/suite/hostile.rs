//! Hostile input: random, damaged and extreme texts are refused or taken, and never panic.

use buildout::scenario::text::{self, LoadOptions};
use buildout::scenario::{self, problem::render};
use proptest::prelude::*;
use std::path::Path;

/// Reads a text as far as it goes; whatever is wrong must be sayable.
fn survive(text: &str) {
    let problems = match text::load_str(
        "fuzz.yaml",
        text,
        Path::new("/nonexistent"),
        &LoadOptions::default(),
    ) {
        Ok(document) => {
            let again = text::load_str(
                "fuzz.yaml",
                &document.to_yaml(),
                Path::new(""),
                &LoadOptions::default(),
            );
            assert!(again.unwrap().root.same(&document.root), "{}", document.to_yaml());
            match scenario::load_str("fuzz.yaml", text, Path::new(""), &LoadOptions::default()) {
                Ok(_) => return,
                Err(problems) => problems,
            }
        }
        Err(problems) => problems,
    };
    assert!(problems.any_error());
    assert!(!render(&problems, false).is_empty());
}

/// Every value of the tutorial replaced by hostile values: each is refused or taken, none panics.
#[test]
fn hostile_values_never_panic() {
    const HOSTILE: [&str; 30] = [
        "",
        "null",
        "true",
        "-1",
        "0",
        "1e308",
        "1e-320",
        "4294967296",
        "18446744073709551616",
        "9999",
        "-2147483648",
        "nan",
        ".inf",
        "x",
        "\u{e9}",
        "[]",
        "{}",
        "[x]",
        "{a: 1}",
        "{value: 1}",
        "{value: {value: 1 MW}}",
        "unlimited",
        "0 MW",
        "-1 MW",
        "1e308 MUSD",
        "1e300 %",
        "-5 %",
        "1000000 years",
        "0 months",
        "{2026..: 1 MW, hold: true}",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let text = include_str!("../../inputs/tutorial.yaml");
    let document = text::load_str("tutorial.yaml", text, &folder, &LoadOptions::default()).unwrap();
    let mut paths: Vec<String> = document.origins().into_iter().map(|leaf| leaf.path).collect();
    // The maps and lists above the values too.
    paths.extend(
        paths
            .clone()
            .iter()
            .filter_map(|path| Some(path.rsplit_once('.')?.0.to_owned())),
    );
    paths.sort();
    paths.dedup();
    for (index, path) in paths.iter().enumerate() {
        // A quarter of the values each, taken in turn: the whole product takes a minute.
        for value in HOSTILE.iter().skip(index % 4).step_by(4) {
            let sets = vec![format!("{path}={value}")];
            let options = LoadOptions { scenario: None, sets };
            if let Err(problems) = scenario::load_str("tutorial.yaml", text, &folder, &options) {
                assert!(problems.any_error(), "{path}={value}");
                assert!(!render(&problems, false).is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_never_panics(text in "[ -~\\n\\t\u{e9}\u{200b}\u{1f600}]{0,200}") {
        survive(&text);
    }

    #[test]
    fn random_yaml_signs_never_panic(text in "[-a&*!|>'\"%@`{}\\[\\]:,?#. \\n0-9$~<=]{0,80}") {
        survive(&text);
    }

    #[test]
    fn damaged_scenarios_never_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, "[-a&*:{}\\[\\]\" \\n0-9]{0,4}"), 1..4),
    ) {
        let mut text: Vec<char> = include_str!("../fixtures/bad/good.yaml").chars().collect();
        for (at, length, put) in cuts {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        survive(&text.into_iter().collect::<String>());
    }

    #[test]
    fn random_settings_never_panic(setting in "[a-z.\"$={}\\[\\]:0-9 ]{0,40}") {
        let options = LoadOptions { scenario: None, sets: vec![setting] };
        let text = include_str!("../fixtures/bad/good.yaml");
        if let Err(problems) = text::load_str("good.yaml", text, Path::new(""), &options) {
            assert!(!render(&problems, false).is_empty());
        }
    }
}
