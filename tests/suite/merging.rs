//! `scenario list`, `show` and `diff` as a planner sees them.

use std::path::Path;
use std::process::Command;

/// What a verb prints when it is run beside the fixtures.
fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_buildout"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad"))
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn list_names_scenarios_and_overrides() {
    assert_eq!(
        printed(&["scenario", "list", "override.yaml"]),
        "\
Scenarios
  scenario  overrides, in order
  -----------------------------
  broken    late
  idle      same

Overrides
  override  paths
  ---------------------------
  late      sites.nort.power
  same      sites.north.power
"
    );
    assert_eq!(
        printed(&["scenario", "list", "good.yaml"]),
        "The file has no named scenarios, overrides or sweeps.\n"
    );
}

#[test]
fn show_tells_where_each_value_came_from() {
    let text = printed(&[
        "scenario",
        "show",
        "override.yaml",
        "--origin",
        "--scenario",
        "idle",
        "--set",
        "name=other",
    ]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "schema: 1  # override.yaml:2",
            "name: other  # --set",
            "periods.start: 2027  # override.yaml:4"
        ]
    );
    assert!(lines.contains(&"sites.north.power: 20 MW  # override same, override.yaml:30"));
}

#[test]
fn the_text_shown_loads_to_itself() {
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("again.yaml");
    let text = printed(&["scenario", "show", "override.yaml", "--scenario", "idle"]);
    std::fs::write(&again, &text).unwrap();
    assert_eq!(printed(&["scenario", "show", again.to_str().unwrap()]), text);
}

#[test]
fn diff_prints_what_differs() {
    assert_eq!(
        printed(&["scenario", "diff", "good.yaml", "wrong-unit.yaml"]),
        "name: good -> wrong-unit\nsites.north.energy_price: 60 USD/MWh -> 60 USD/MW\n"
    );
    assert_eq!(
        printed(&["scenario", "diff", "override.yaml", "--scenario", "idle"]),
        "no differences\n"
    );
}
