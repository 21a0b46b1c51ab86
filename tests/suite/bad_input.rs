//! Bad input: one fixture each, the exact message asserted.

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
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("No plan satisfies this scenario. These rules cannot all hold:")
    );
    let rules = lines.take_while(|line| line.starts_with("  "));
    let families: Vec<&str> = rules.filter_map(|line| line.trim().split(':').next()).collect();
    assert_eq!(families, ["demand_balance", "budget"]);
    assert!(families.iter().all(|family| said.contains(family)), "{said}");
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
fn duplicate_id_across_imports() {
    assert_eq!(
        refused(&["duplicate-id.yaml"]),
        "\
error: `chip_catalogue.pod` is defined in two files: 11 of its keys are in both
   ,-[parts/chips-b.yaml:2:9]
 1 | chip_catalogue:
 2 |   pod: {vendor: Example, origin: US, unit: pod, chips_per_unit: 8, power: 100 kW, racks: 1, cooling: air, price: 4 MUSD,
   :         ^^^|^^
   :            `-- chip_catalogue.pod
 3 |     life: 5 years, supply: unlimited, throughput: {chat: 10 kuser}}
   `----
hint: it is also defined at parts/chips-a.yaml:2:9; keep one of them
"
    );
}

#[test]
fn import_cycle() {
    assert_eq!(
        refused(&["cycle.yaml"]),
        "\
error: the imports go in a circle: cycle.yaml -> parts/cycle-b.yaml -> parts/cycle-c.yaml -> cycle.yaml
   ,-[parts/cycle-c.yaml:1:11]
 1 | imports: [../cycle.yaml]
   :           ^^^^^^|^^^^^^
   :                 `-- imports.0
 2 | pools: {}
   `----
hint: move what both files need into a third file
"
    );
}

#[test]
fn unreadable_import() {
    assert_eq!(
        refused(&["unreadable-import.yaml"]),
        "\
error: cannot read `parts/no-such-file.yaml`: there is no such file
   ,-[unreadable-import.yaml:4:11]
 3 | name: unreadable-import
 4 | imports: [parts/no-such-file.yaml]
   :           ^^^^^^^^^^^|^^^^^^^^^^^
   :                      `-- imports.0
 5 | periods: {start: 2027, count: 2}
   `----
"
    );
    assert_eq!(
        refused(&["import-folder.yaml"]),
        "\
error: cannot read `parts`: it is a folder, not a file
   ,-[import-folder.yaml:4:11]
 3 | name: import-folder
 4 | imports: [parts]
   :           ^^|^^
   :             `-- imports.0
 5 | periods: {start: 2027, count: 2}
   `----
"
    );
}

#[test]
fn yaml_bomb() {
    assert_eq!(
        refused(&["bomb.yaml"]),
        "\
error: aliases expand to more than 32 MB
   ,-[bomb.yaml:7:30]
 6 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
 7 | a5: &a5 [*a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4]
   :                              ^^^
 8 | a6: &a6 [*a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5]
   `----
hint: the file looks like a YAML bomb; write the values out or use `templates`
"
    );
}

#[test]
fn file_of_200_mb() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("huge.yaml")).unwrap();
    file.set_len(200 << 20).unwrap();
    assert_eq!(
        refused_in(folder.path(), &["scenario", "show", "huge.yaml"]),
        "\
error: cannot read `huge.yaml`: it has 200 MB, and a scenario file has at most 16 MB
hint: long series belong in CSV files named from the YAML
"
    );
}

#[test]
fn files_that_are_no_scenarios() {
    assert_eq!(
        refused(&["nothing.yaml"]),
        "error: cannot read `nothing.yaml`: there is no such file\nhint: `buildout init` writes a commented starter \
         scenario\n"
    );
    assert_eq!(
        refused(&["parts"]),
        "error: cannot read `parts`: it is a folder, not a file\nhint: YAML files in it: chips-a.yaml, chips-b.yaml, \
         cycle-b.yaml, cycle-c.yaml\n"
    );
    assert_eq!(
        refused(&["not-text.yaml"]),
        "error: cannot read `not-text.yaml`: line 2 is not UTF-8 text (byte 19)\n"
    );
    assert_eq!(
        refused(&["syntax.yaml"]),
        "\
error: not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'
   ,-[syntax.yaml:5:1]
 4 | sites: {north: {power: 20 MW}
 5 | demand: {}
   : ^
   `----
"
    );
    assert_eq!(
        refused(&["duplicate-key.yaml"]),
        "\
error: the key `north` is given twice in one map
   ,-[duplicate-key.yaml:7:3]
 6 |   south: {power: 20 MW}
 7 |   north: {power: 30 MW}
   :   ^^|^^
   :     `-- north
   `----
hint: it is first given on line 5, column 3
"
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
