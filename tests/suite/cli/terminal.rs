//! What verbs print on terminals of any width, with and without colour; JSON, manual pages, completions.

use super::*;
use serde_json::Value;

const WIDTHS: [usize; 5] = [40, 60, 80, 120, 200];

/// The catalogue as shipped.
const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/catalogue");

/// Verbs that print tables, on the tutorial and its run.
const TABLES: &[&[&str]] = &[
    &["show", "old"],
    &["show", "old", "--table", "cash_flows"],
    &["calendar", "old", "--no-costs"],
    &[
        "replan",
        "tutorial.yaml",
        "--scenario",
        "head-start",
        "--from",
        "old",
        "-o",
        "new",
        "--overwrite",
    ],
    &["solve", "tutorial.yaml", "--dry-run"],
    &["validate", "--list"],
    &["validate", "tutorial.yaml"],
    &["scenario", "list", "tutorial.yaml"],
    &["catalogue", "--from", CATALOGUE],
    &["catalogue", "chips", "H20-96", "--from", CATALOGUE],
];

/// Prints at a width, seconds made the same everywhere.
fn printed(desk: &Desk, arguments: &[&str], width: usize) -> String {
    let output = desk
        .command(arguments)
        .env("COLUMNS", width.to_string())
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

#[test]
fn nothing_is_wider_than_the_page() {
    let desk = Desk::tutorial();
    for arguments in TABLES {
        for width in WIDTHS {
            let text = printed(&desk, arguments, width);
            assert!(
                !text.contains('\u{1b}'),
                "{arguments:?}: colour where there is no terminal"
            );
            for line in text.lines() {
                // A word can be longer than the page: it stands alone on its line, or behind its key.
                let words = line.split_whitespace().count();
                assert!(
                    line.chars().count() <= width || words <= 2,
                    "{arguments:?} at {width}: {line}\n{text}"
                );
            }
        }
    }
}

#[test]
fn tables_read_well_at_every_width() {
    let desk = Desk::tutorial();
    for width in WIDTHS {
        insta::assert_snapshot!(
            format!("show-{width}"),
            without_seconds(&printed(&desk, &["show", "old"], width))
        );
    }
    for width in [40, 60, 80] {
        let calendar = printed(&desk, &["calendar", "old", "--no-costs"], width);
        insta::assert_snapshot!(format!("calendar-{width}"), calendar);
    }
    insta::assert_snapshot!("validate-list-80", printed(&desk, &["validate", "--list"], 80));
    insta::assert_snapshot!(
        "catalogue-80",
        printed(&desk, &["catalogue", "chips", "H20-96", "--from", CATALOGUE], 80)
    );
}

#[test]
fn verbs_that_print_data_print_it_as_json() {
    let desk = Desk::tutorial();
    let cases: [&[&str]; 12] = [
        &["solve", "tutorial.yaml", "-o", "again"],
        &["solve", "tutorial.yaml", "--dry-run"],
        &["replan", "tutorial.yaml", "--from", "old", "-o", "new"],
        &["show", "old"],
        &["show", "old", "--table", "spend"],
        &["verify", "old"],
        &["calendar", "old", "--no-costs"],
        &["validate", "tutorial.yaml"],
        &["validate", "--list"],
        &["scenario", "list", "tutorial.yaml"],
        &["catalogue", "chips", "H20-96", "--from", CATALOGUE],
        &["schema"],
    ];
    for arguments in cases {
        let output = desk.run(&[arguments, &["--json"]].concat());
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        assert!(
            matches!(json(&output), Value::Object(_) | Value::Array(_)),
            "{arguments:?}"
        );
    }
}

/// Verbs as the help lists them.
fn verbs(desk: &Desk) -> Vec<String> {
    let help = stdout(&desk.run(&["--help"]));
    let lines = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    let words = lines.filter_map(|line| line.split_whitespace().next());
    words.filter(|verb| *verb != "help").map(str::to_owned).collect()
}

#[test]
fn every_verb_that_prints_data_has_json() {
    // These write files or texts in a form of their own.
    const OTHERS: [&str; 7] = [
        "export",
        "generate",
        "init",
        "completions",
        "man",
        "report",
        "scenario",
    ];
    let desk = Desk::empty();
    for verb in verbs(&desk)
        .iter()
        .filter(|verb| !OTHERS.contains(&verb.as_str()))
    {
        let help = stdout(&desk.run(&[verb, "--help"]));
        assert!(help.contains("--json"), "{verb}: {help}");
    }
    for action in ["list", "show", "diff"] {
        assert!(
            stdout(&desk.run(&["scenario", action, "--help"])).contains("--json"),
            "{action}"
        );
    }
}

#[test]
fn every_verb_is_in_the_documentation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let verbs = verbs(&Desk::empty());
    let readme = read("README.md");
    for verb in &verbs {
        assert!(
            readme.contains(&format!("`{verb}`")) || readme.contains(&format!("buildout {verb} ")),
            "README lacks {verb}"
        );
    }
    let page = read("docs/verbs.md");
    for verb in &verbs {
        assert!(
            page.contains(&format!("| `{verb}` |")),
            "docs/verbs.md lacks {verb}"
        );
    }
}

#[test]
fn every_verb_has_a_manual_page() {
    let desk = Desk::empty();
    let overview = stdout(&desk.run(&["man"]));
    assert!(overview.contains(".TH buildout 1"), "{overview}");
    let solve = stdout(&desk.run(&["man", "solve"]));
    assert!(
        solve.contains(".TH buildout-solve 1") && solve.contains("\\-\\-time\\-limit"),
        "{solve}"
    );
    let output = desk.run(&["man", "-o", "man1"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let pages = files(&desk.path("man1"));
    for verb in verbs(&desk) {
        assert!(
            overview.contains(&format!("buildout\\-{verb}(1)")),
            "{verb}: {overview}"
        );
        assert!(pages.contains(&format!("buildout-{verb}.1")), "{verb}: {pages:?}");
    }
    assert!(
        pages.contains(&"buildout-scenario-diff.1".to_owned()),
        "{pages:?}"
    );
    // Pages are replaced only when asked.
    assert_eq!(code(&desk.run(&["man", "-o", "man1"])), 2);
    assert_eq!(code(&desk.run(&["man", "-o", "man1", "--overwrite"])), 0);
    let output = desk.run(&["man", "slove"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("error: there is no verb `slove`\nhint: did you mean `solve`?"),
        "{}",
        stderr(&output)
    );
    let output = desk.run(&["man", "solve", "more"]);
    assert!(
        stderr(&output).contains("hint: `solve` has no actions of its own"),
        "{}",
        stderr(&output)
    );
}

/// What bash offers for the last of these words.
#[cfg(unix)]
fn offered(desk: &Desk, words: &[&str]) -> String {
    let line: String = words.iter().map(|word| format!(" '{word}'")).collect();
    let (last, before) = (words.len() - 1, words.len().saturating_sub(2));
    let script = format!(
        "source ./buildout.bash; COMP_WORDS=({line}); COMP_CWORD={last}; \
         _buildout buildout \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{before}]}}\"; echo \"${{COMPREPLY[*]}}\""
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(desk.folder())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[cfg(unix)]
#[test]
fn completions_offer_the_values_of_options() {
    let desk = Desk::empty();
    let script = desk.run(&["completions", "bash"]);
    assert_eq!(code(&script), 0);
    desk.write("buildout.bash", &stdout(&script));
    assert_eq!(offered(&desk, &["buildout", "repl"]), "replan");
    assert_eq!(offered(&desk, &["buildout", "calendar", "--no"]), "--no-costs");
    assert_eq!(
        offered(&desk, &["buildout", "solve", "--strategy", ""]),
        "auto whole relax-repair decompose"
    );
    assert_eq!(offered(&desk, &["buildout", "export", "--format", "m"]), "mps");
    assert_eq!(offered(&desk, &["buildout", "completions", "f"]), "fish");
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let text = stdout(&desk.run(&["completions", shell]));
        for word in
            ["--frozen-until", "--no-costs"].map(|word| if shell == "fish" { &word[2..] } else { word })
        {
            assert!(text.contains(word), "{shell} lacks {word}");
        }
        assert!(
            text.contains("relax-repair") || ["elvish", "powershell"].contains(&shell),
            "{shell}"
        );
    }
}
