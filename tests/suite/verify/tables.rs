//! The example's tables.

use super::example::{self, ALPHA, BETA};
use buildout::model::{build, testing};
use buildout::plan::Plan;
use buildout::plan::json::{from_json, to_json};
use buildout::plan::ledger::Ledger;
use buildout::plan::tables::{Table, all};
use buildout::program::Row;
use buildout::scenario::*;
use std::collections::BTreeSet;

fn tables() -> Vec<Table> {
    let mut scenario = example::scenario();
    scenario.figures = vec![Figure {
        path: "chips.small.price".into(),
        value: "1 MUSD".into(),
        source: "R1".into(),
        flag: Flag::Assumption,
        as_of: None,
        range: Some(("0.8 MUSD".into(), "1.2 MUSD".into())),
    }];
    let plan = example::plan(&scenario);
    all(&scenario, &plan, &Ledger::new(&scenario, &plan))
}

/// Every table of the example as CSV, one after the other.
#[test]
fn tables_are_as_approved() {
    let text: Vec<String> = tables()
        .iter()
        .map(|table| format!("# {}\n{}", table.name, table.to_csv()))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn every_row_fits_its_header() {
    for table in tables() {
        assert!(table.header().ends_with(&["unit"]), "{}", table.name);
        for row in &table.rows {
            assert_eq!(row.keys.len(), table.keys.len(), "{}", table.name);
            assert_eq!(row.values.len(), table.values.len(), "{}", table.name);
        }
        let mut keys: Vec<_> = table.rows.iter().map(|row| &row.keys).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(
            keys.len(),
            table.rows.len(),
            "{}: keys are not unique",
            table.name
        );
        assert_eq!(table.to_json().as_array().unwrap().len(), table.rows.len());
        assert_eq!(table.to_csv().lines().count(), table.rows.len() + 1);
    }
}

#[test]
fn a_damaged_plan_still_has_tables() {
    let scenario = example::scenario();
    let plan = Plan::default();
    let names: Vec<&str> = all(&scenario, &plan, &Ledger::new(&scenario, &plan))
        .iter()
        .map(|t| t.name)
        .collect();
    let expected: Vec<&str> = tables().iter().map(|t| t.name).collect();
    assert_eq!(names, expected);
}

/// The rows of `binding_limits` as constraint, subject, period, used, unit.
#[test]
fn limits_that_are_used_up_are_listed() {
    let mut scenario = example::scenario();
    scenario.sites[ALPHA].power = vec![Megawatts(4.16); 3];
    scenario.halls[0].racks = 18.0;
    scenario.chips[0].supply = Some(vec![12.0, 12.0, 18.0]);
    scenario.sites[BETA].contractor = Some(1.0);
    scenario.budgets[0].windows[2].at_most = MillionUsd(44.4 - 12.25 + 0.01);
    scenario.rules[3].effect = RuleEffect::Grant {
        quota: Some(MegaTpp(0.03)),
    };
    let plan = example::plan(&scenario);
    let tables = all(&scenario, &plan, &Ledger::new(&scenario, &plan));
    let binding = tables
        .iter()
        .find(|table| table.name == "binding_limits")
        .unwrap();
    // Their names are those of the model's rows, so that dual values find them.
    let program = build(&scenario, &testing::min_cost()).program;
    let names: BTreeSet<String> = (0..program.rows())
        .map(|row| program.row_name(Row(row as u32)))
        .collect();
    for row in binding.rows.iter().filter(|row| row.keys[0] != "chip_supply") {
        let places: Vec<&str> = row.keys[1..]
            .iter()
            .map(String::as_str)
            .filter(|key| !key.is_empty())
            .collect();
        let name = format!("{}[{}]", row.keys[0], places.join(","));
        assert!(names.contains(&name), "{name}");
    }
    let rows: Vec<String> = binding
        .rows
        .iter()
        .map(|row| format!("{} {} {}", row.keys.join(" "), row.values[0].plain(), row.unit))
        .collect();
    assert_eq!(
        rows,
        [
            "contractor beta 2028 1 hall",
            "grid_power alpha 2027 4.16 MW",
            "hall_space alpha,air 2027 18 rack",
            "chip_supply small 2027 12 unit",
            "chip_supply small 2029 18 unit",
            "licence_quota grant  0.03 MTPP",
            "budget capex,2029  44.4 MUSD",
        ]
    );
}

/// Rows of a table as text, keys and values.
fn rows(tables: &[Table], name: &str) -> String {
    let table = tables.iter().find(|table| table.name == name).unwrap();
    table.to_csv().lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[test]
fn agreements_have_a_table_and_come_back_through_text() {
    let mut s = example::scenario();
    assert!(tables().iter().all(|table| table.name != "ppas"));
    s.sites[BETA].environment.ppas = vec![PpaOffer {
        term: 2,
        ..testing::ppa("sun", 2.0)
    }];
    let mut plan = Plan::empty(&s);
    plan.ppa.signed[BETA][0] = vec![1.0, 0.5, 0.0];
    plan.ppa.paid[BETA][0] = vec![4.0, 5.0, 0.0];
    plan.ppa.energy[BETA][0] = vec![0.0, 3.0, 0.0];
    // Half of its power all year: 4.38 GWh for one MW.
    assert_eq!(
        rows(&all(&s, &plan, &Ledger::new(&s, &plan)), "ppas"),
        "beta,sun,2027,1,1,4.38,4,0,,MW\nbeta,sun,2028,0.5,1.5,6.57,5,3,,MW\nbeta,sun,2029,0,0.5,2.19,0,0,,MW"
    );
    assert_eq!(from_json(&s, &to_json(&s, &plan)).unwrap(), plan);
}

#[test]
fn stages_conversions_and_bookings_have_tables_where_there_are_any() {
    let mut s = example::scenario();
    assert!(tables().iter().all(|table| table.name != "stages"));
    s.sites[BETA].construction.stages = vec![testing::site_stage("permit")];
    s.sites[BETA].construction.stages[0].lead_periods = 1;
    s.sites[BETA].halls[0].construction.stages = vec![
        testing::hall_stage("shell", 0, 0.6),
        testing::hall_stage("fit-out", 0, 0.4),
    ];
    s.halls.push(testing::hall("wet", false, true));
    s.sites[ALPHA].halls.push(testing::site_hall(1));
    s.sites[ALPHA].construction.retrofits = vec![testing::retrofit(0, 1, 1.0)];
    s.sites[ALPHA].construction.retrofits[0].downtime = 1;
    s.sites[BETA].tranches[0].terms.take_or_pay = Some(0.5);
    s.sites[BETA].tranches[0].terms.ramp = vec![0.8];
    let mut plan = Plan::empty(&s);
    plan.opened[BETA] = Some(Period(1));
    plan.construction.stages[BETA] = vec![Some(Period(0))];
    plan.halls_started[BETA][0] = vec![0, 2, 0];
    plan.construction.entered[BETA][0][1] = vec![0, 0, 1];
    plan.construction.retrofits[ALPHA][0] = vec![0, 1, 0];
    plan.connected[BETA][0] = Some(Period(1));
    plan.power.booked[BETA][0] = vec![0.0, 0.0, 3.0];
    let tables = all(&s, &plan, &Ledger::new(&s, &plan));
    assert_eq!(rows(&tables, "stages"), "beta,permit,2027,2028,0,yes,MUSD");
    assert_eq!(
        rows(&tables, "hall_stages"),
        "beta,air,shell,2028,2,2,hall\nbeta,air,shell,2029,0,1,hall\nbeta,air,fit-out,2029,1,0,hall"
    );
    assert_eq!(rows(&tables, "retrofits"), "alpha,0-to-1,2028,air,wet,1,1,hall");
    assert_eq!(rows(&tables, "tranche_use"), "beta,t1,2029,4,3,0,,MW");
}
