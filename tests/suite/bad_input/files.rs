//! Files that cannot be read, import each other or are no scenarios.

use super::*;

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
