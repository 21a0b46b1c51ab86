//! Bad input: one fixture each, the exact message asserted.

mod files;

use buildout::scenario::text::LoadOptions;
use buildout::scenario::{self, problem::render};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

/// Runs the program in a folder, without colour.
fn buildout(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_buildout"))
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

/// What the program says about bad input: exit code 2, nothing on stdout.
fn refused_in(folder: &Path, arguments: &[&str]) -> String {
    let output = buildout(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    said
}

/// The same for a fixture that cannot be loaded.
fn refused(arguments: &[&str]) -> String {
    refused_in(&fixtures(), &[&["scenario", "show"], arguments].concat())
}

/// What loading a fixture says, with names as in the fixture's folder.
fn said(name: &str) -> String {
    let text = std::fs::read_to_string(fixtures().join(name)).unwrap();
    match scenario::load_str(name, &text, &fixtures(), &LoadOptions::default()) {
        Ok(loaded) => render(&loaded.warnings, false),
        Err(problems) => render(&problems, false),
    }
}

#[test]
fn the_fixture_that_the_others_spoil_is_good() {
    assert_eq!(said("good.yaml"), "");
}

/// What is expected, with every key that a site may have.
fn with_site_keys(expected: &str) -> String {
    let schema = schemars::schema_for!(buildout::scenario::raw::RawSite).to_value();
    let keys = schema["properties"].as_object().unwrap().keys();
    let keys: Vec<&str> = keys.map(String::as_str).collect();
    expected.replace("SITE_KEYS", &keys.join(", "))
}

#[test]
fn typo_in_a_key() {
    assert_eq!(
        said("typo.yaml"),
        with_site_keys(
            "\
error: unknown key `openning_cost` in `sites.north`
    ,-[typo.yaml:11:5]
 10 |     country: SG
 11 |     openning_cost: 10 MUSD
    :     ^^^^^^|^^^^^^
    :           `-- sites.north.openning_cost
 12 |     power: 20 MW
    `----
hint: did you mean `opening_cost`? allowed keys: SITE_KEYS
"
        )
    );
}

#[test]
fn wrong_unit() {
    assert_eq!(
        said("wrong-unit.yaml"),
        "\
error: `60 USD/MW` is money per power, not an energy price (money per energy) such as `95 USD/MWh`
    ,-[wrong-unit.yaml:13:19]
 12 |     power: 20 MW
 13 |     energy_price: 60 USD/MW
    :                   ^^^^|^^^^
    :                       `-- sites.north.energy_price
 14 |     pue: 1.3
    `----
hint: `MW` is power; energy is `MWh`
"
    );
    assert_eq!(
        said("bare-number.yaml"),
        "\
error: the bare number 20 has no unit; expected a power such as `40 MW`
    ,-[bare-number.yaml:12:12]
 11 |     opening_cost: 10 MUSD
 12 |     power: 20
    :            ^|
    :             `-- sites.north.power
 13 |     energy_price: 60 USD/MWh
    `----
"
    );
}

#[test]
fn missing_period_in_a_series() {
    assert_eq!(
        said("missing-period.yaml"),
        "\
error: no value for 2028
    ,-[missing-period.yaml:25:45]
 24 | demand:
 25 |   city-chat: {market: city, workload: chat, volume: {2027: 100 kuser}, unmet_penalty: 1 MUSD/kuser/year}
    :                                             ^^^|^^
    :                                                `-- demand.city-chat.volume
 26 | budget:
    `----
hint: give every period, or add `hold: true`, `interpolate: true` or `growth: 5 %/year`
"
    );
}

#[test]
fn unknown_chip() {
    assert_eq!(
        said("unknown-chip.yaml"),
        "\
error: unknown chip `pods`
    ,-[unknown-chip.yaml:16:15]
 15 |     halls: {air: {max: 2, cost: 30 MUSD}}
 16 | chips: {use: [pods]}
    :               ^^|^
    :                 `-- chips.use.0
 17 | chip_catalogue:
    `----
hint: did you mean `pod`? chips: pod
"
    );
}

#[test]
fn budget_in_an_unknown_currency() {
    assert_eq!(
        said("unknown-currency.yaml"),
        "\
error: no exchange rate for the currency EUR; known: USD
    ,-[unknown-currency.yaml:27:34]
 26 | budget:
 27 |   capex: {each: period, at_most: 100 MEUR}
    :                                  ^^^^|^^^
    :                                      `-- budget.capex.at_most
    `----
hint: add it: `fx: {EUR: 7.17 per USD}` with its own rate
"
    );
}

#[test]
fn negative_capacity() {
    assert_eq!(
        said("negative-capacity.yaml"),
        "\
error: -4 MW; expected more than 0 [not-positive]
   ,-[negative-capacity.yaml:7:19]
 6 | hall_designs:
 7 |   air: {it_power: -4 MW, racks: 40, cooling: [air], build_time: 12 months}
   :                   ^^|^^
   :                     `-- hall_designs.air.it_power
 8 | sites:
   `----
hint: a size of zero would make the thing free or endless
"
    );
}

#[test]
fn demand_no_site_may_serve() {
    assert_eq!(
        said("demand-out-of-reach.yaml"),
        "\
warning: no site may serve city-chat: the nearest to city, north, is 80 ms away, and at most 50 ms are allowed; \
it can only stay unmet or be bought in [demand-without-site]
    ,-[demand-out-of-reach.yaml:25:3]
 24 | demand:
 25 |   city-chat: {market: city, workload: chat, volume: 100 kuser, unmet_penalty: 1 MUSD/kuser/year}
    :   ^^^^|^^^^
    :       `-- demand.city-chat
 26 | budget:
    `----
hint: relax the workload's `latency` or the `residency`, or add a nearer site; otherwise it stays unmet or bought in
"
    );
}

/// Runs `solve` on a fixture into a folder of its own; what it says on stderr and the run directory.
fn solve_into(folder: &Path, fixture: &str, output: &str) -> Output {
    let fixture = fixtures().join(fixture);
    buildout(folder, &["solve", fixture.to_str().unwrap(), "-o", output])
}

#[test]
fn output_folder_that_exists() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    std::fs::write(folder.path().join("taken/notes.txt"), "mine").unwrap();
    let output = solve_into(folder.path(), "good.yaml", "taken");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: taken exists already\nhint: --overwrite replaces it, -o DIR writes elsewhere\n"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("taken/notes.txt")).unwrap(),
        "mine"
    );
}

#[test]
fn output_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "mine").unwrap();
    let output = solve_into(folder.path(), "good.yaml", "file/run");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: cannot create file: not a directory\n"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("file")).unwrap(),
        "mine"
    );
}

#[test]
fn infeasible_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let output = solve_into(folder.path(), "infeasible.yaml", "run");
    let said = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    let text = std::fs::read_to_string(folder.path().join("run/explanation.txt")).unwrap();
    assert_eq!(
        text,
        "\
No plan satisfies this scenario.
These limits cannot all be kept; without any one of them the rest can:
  budget capex: 1 MUSD
  service floor of city-chat: 100 %
`buildout explain` with the same arguments tells what would give it one.
"
    );
    assert!(said.contains(&text), "{said}");
    // What was written is a whole run, only without a plan.
    assert!(folder.path().join("run/manifest.json").is_file());
    assert!(!folder.path().join("run/solution.json").exists());
}

#[test]
fn several_problems_are_told_at_once() {
    assert_eq!(
        said("several.yaml"),
        with_site_keys(
            "\
error: unknown key `opening_costs` in `sites.north`
    ,-[several.yaml:11:5]
 10 |     country: SG
 11 |     opening_costs: 10 MUSD
    :     ^^^^^^|^^^^^^
    :           `-- sites.north.opening_costs
 12 |     power: 20 MW
    `----
hint: did you mean `opening_cost`? allowed keys: SITE_KEYS

error: `60 EUR` is money, not an energy price (money per energy) such as `95 USD/MWh`
    ,-[several.yaml:13:19]
 12 |     power: 20 MW
 13 |     energy_price: 60 EUR
    :                   ^^^|^^
    :                      `-- sites.north.energy_price
 14 |     pue: 1.3
    `----
hint: add `/` and one of kWh, MWh, GWh

error: expected a whole number, but this is 2.5
    ,-[several.yaml:15:24]
 14 |     pue: 1.3
 15 |     halls: {air: {max: 2.5, cost: 30 MUSD}}
    :                        ^|^
    :                         `-- sites.north.halls.air.max
 16 | chips: {use: [pod]}
    `----

error: `quarter` is not one of the words allowed here
    ,-[several.yaml:25:17]
 24 | budget:
 25 |   capex: {each: quarter, at_most: 100 MUSD}
    :                 ^^^|^^^
    :                    `-- budget.capex.each
 26 | demand: []
    `----
hint: allowed: period, year, horizon

error: expected a map, but this is a list
    ,-[several.yaml:26:1]
 25 |   capex: {each: quarter, at_most: 100 MUSD}
 26 | demand: []
    : ^^^|^^
    :    `-- demand
    `----
"
        )
    );
}

#[test]
fn overrides_that_do_not_fit() {
    assert_eq!(
        refused(&["override.yaml", "--scenario", "broken"]),
        "\
error: override late: `sites.nort` does not exist (in `sites.nort.power`)
    ,-[override.yaml:29:10]
 28 | overrides:
 29 |   late: {sites.nort.power: 0 MW}
    :          ^^^^^^^^|^^^^^^^
    :                  `-- sites.nort.power
 30 |   same: {sites.north.power: 20 MW}
    `----
hint: did you mean `north`? there are: north; to add a path, write `{$add: value}`
"
    );
    assert_eq!(
        refused(&["override.yaml", "--scenario", "brokn"]),
        "\
error: there is no scenario `brokn` in this file
hint: did you mean `broken`? scenarios: broken, idle
"
    );
    assert_eq!(
        refused(&["good.yaml", "--set", "budget.capx.at_most=300 MUSD"]),
        "\
error: --set: `budget.capx` does not exist (in `budget.capx.at_most`)
   ,-[--set:1:1]
 1 | budget.capx.at_most=300 MUSD
   : ^^^^^^^^^|^^^^^^^^^
   :          `-- budget.capx.at_most
   `----
hint: did you mean `capex`? there are: capex; to add a path, write `{$add: value}`
"
    );
    assert_eq!(
        refused_in(
            &fixtures(),
            &["solve", "good.yaml", "--dry-run", "--set", "budget.capex=300"]
        ),
        "\
error: expected a map, but this is a number
   ,-[--set:1:14]
 1 | budget.capex=300
   :              ^|^
   :               `-- budget.capex
   `----
hint: its keys are: kind, each, at_most, carry_over, carry_limit, places, note
"
    );
    let output = buildout(
        &fixtures(),
        &["scenario", "show", "override.yaml", "--scenario", "idle"],
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "\
warning: override same: changes nothing: the value is the same without it
    ,-[override.yaml:30:10]
 29 |   late: {sites.nort.power: 0 MW}
 30 |   same: {sites.north.power: 20 MW}
    :          ^^^^^^^^|^^^^^^^^
    :                  `-- sites.north.power
 31 | scenarios:
    `----
"
    );
}
