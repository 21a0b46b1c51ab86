//! The documentation says what the code does.

use buildout::model::registry::{Hardness, families, strengthening};
use buildout::model::testing;
use buildout::plan::ledger::Ledger;
use buildout::plan::{self, Plan};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Keys of `manifest.json`, in order.
pub(crate) const MANIFEST_KEYS: [&str; 18] = [
    "status",
    "objective",
    "best_bound",
    "gap",
    "sense",
    "columns",
    "rows",
    "nonzeros",
    "integers",
    "seconds",
    "peak_rss_bytes",
    "threads",
    "seed",
    "versions",
    "scenario_hash",
    "inputs",
    "limits_hit",
    "verified",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a generated page with the file; `UPDATE_DOCS=1` writes it instead.
fn assert_page(path: &Path, generated: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, generated).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == generated,
        "{} is out of date; run: UPDATE_DOCS=1 cargo test --test suite docs::",
        path.display()
    );
}

#[test]
fn the_format_reference_is_what_the_types_say() {
    assert_page(
        &root().join("docs/format-reference.md"),
        &buildout::scenario::raw::reference::markdown(),
    );
}

/// The overview of all families, from the registry.
fn families_page() -> String {
    let mut page = String::from(
        "# The families of constraints\n\n\
         A family is a group of rows with one meaning, one file in `src/model/families/`. This page is generated from\n\
         the registry; every family has a page with its formula, its source and an example checked by hand.\n\
         Families can be switched off in a model file for a what-if question: `families: {off: [budget]}`.\n\n\
         | family | says | rows and the unit of their dual | kind |\n|---|---|---|---|\n",
    );
    for family in families().iter().chain([strengthening()]) {
        let rows: Vec<String> = family
            .rows
            .iter()
            .map(|row| format!("`{}` ({})", row.name, row.dual_unit))
            .collect();
        let kind = match family.hardness {
            Hardness::Hard => "hard".to_owned(),
            Hardness::Soft(price) => format!("soft: {price}"),
        };
        let page_of = root().join("docs").join(family.docs());
        let name = if page_of.is_file() {
            format!("[{}]({})", family.name, family.docs())
        } else {
            family.name.to_owned()
        };
        let _ = writeln!(
            page,
            "| {name} | {} | {} | {kind} |",
            family.title,
            rows.join(", ")
        );
    }
    page
}

#[test]
fn the_families_page_is_what_the_registry_says() {
    assert_page(&root().join("docs/families.md"), &families_page());
}

/// What is modelled: every family with its formula and the tests that check it by hand.
fn modelled_page() -> String {
    let mut page = String::from(
        "# What is modelled\n\n\
         Every family of the model with the first row of its formula and the tests with numbers small enough to check\n\
         on paper. This page is generated. Beside these tests every family has a golden program\n\
         (`tests/golden/families/`), a scenario that it alone makes infeasible (`tests/fixtures/infeasible/`), a price\n\
         confirmed by solving again (`tests/suite/families/prices.rs`), and a part in the random scenarios on which\n\
         HiGHS, a second solver and the ledger must agree (`tests/suite/properties.rs`).\n\n\
         | family | formula | checked by hand |\n|---|---|---|\n",
    );
    for family in families().iter().chain([strengthening()]) {
        let text = std::fs::read_to_string(root().join("docs").join(family.docs())).unwrap();
        // The first row of the formula, which may run over several lines.
        let lines = text.lines().skip_while(|line| *line != "```text").skip(1);
        let mut words: Vec<&str> = Vec::new();
        for line in lines.take_while(|line| *line != "```") {
            words.extend(line.split_whitespace());
            if line.contains(['=', '<', '>']) {
                break;
            }
        }
        let formula = words.join(" ");
        assert!(
            formula.contains(['=', '<', '>']),
            "{} starts with no formula: {formula}",
            family.docs()
        );
        let tests = tests_of(family.name);
        assert!(!tests.is_empty(), "{} has no test by hand", family.name);
        let _ = writeln!(
            page,
            "| [{}]({}) | `{}` | {} |",
            family.name,
            family.docs(),
            formula.replace('|', "\\|"),
            tests.join("; ")
        );
    }
    page
}

/// Names of the tests in the file of a family, as sentences.
fn tests_of(family: &str) -> Vec<String> {
    let file = root()
        .join("src/model/families")
        .join(family)
        .with_extension("rs");
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[test]")
        .filter_map(|pair| pair[1].strip_prefix("fn ")?.split('(').next())
        .map(|name| name.replace('_', " "))
        .collect()
}

#[test]
fn the_page_of_what_is_modelled_is_up_to_date() {
    assert_page(&root().join("docs/modelled.md"), &modelled_page());
}

#[test]
fn the_files_page_names_every_table_and_manifest_key() {
    let page = std::fs::read_to_string(root().join("docs/files.md")).unwrap();
    let scenario = testing::base();
    let plan = Plan::empty(&scenario);
    for table in plan::tables::all(&scenario, &plan, &Ledger::new(&scenario, &plan)) {
        assert!(
            page.contains(&format!("`{}`", table.name)),
            "docs/files.md lacks table {}",
            table.name
        );
    }
    for key in MANIFEST_KEYS {
        assert!(
            page.contains(&format!("`{key}`")),
            "docs/files.md lacks manifest key {key}"
        );
    }
}

#[test]
fn every_page_is_in_the_summary_and_every_link_has_a_page() {
    let source = root().join("docs");
    let summary = std::fs::read_to_string(source.join("SUMMARY.md")).unwrap();
    let mut pages = vec![];
    for folder in ["", "families"] {
        for entry in std::fs::read_dir(source.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") && name != "SUMMARY.md" {
                pages.push(Path::new(folder).join(name).to_str().unwrap().to_owned());
            }
        }
    }
    for page in &pages {
        assert!(
            summary.contains(&format!("({page})")),
            "{page} is not in docs/SUMMARY.md"
        );
        let text = std::fs::read_to_string(source.join(page)).unwrap();
        let folder = source.join(page);
        let folder = folder.parent().unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if target.ends_with(".md") && !target.contains("://") {
                assert!(
                    folder.join(target).is_file(),
                    "{page} links to {target}, which does not exist"
                );
            }
        }
    }
}

#[test]
fn every_dependency_has_its_line_of_reason() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let page = std::fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let mut section = "";
    let mut seen = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if matches!(section, "[dependencies]" | "[dev-dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
            && !line.starts_with('#')
        {
            assert!(
                page.contains(&format!("`{name}`")),
                "docs/dependencies.md lacks {name}"
            );
            seen += 1;
        }
    }
    assert!(seen > 10, "the manifest lists dependencies");
}
