//! A fleet of many vintages: 7 chips at 4 sites over 168 periods, each unit in service for 96 at most.

use buildout::model::{build, testing};
use buildout::plan::ledger::Ledger;
use buildout::plan::verify::verify;
use buildout::plan::{Change, FleetChange, Plan, json, tables};
use buildout::scenario::*;
use std::time::Instant;

const PERIODS: usize = 168;
const SITES: usize = 4;
const CHIPS: usize = 7;
/// Periods in which each chip is sold.
const WINDOW: usize = 60;

/// Maintenance rises with age, units may retire and move at any time.
fn scenario() -> Scenario {
    let mut s = testing::base();
    s.horizon = testing::horizon(PERIODS);
    s.money.usd = vec![1.0; PERIODS];
    s.sites = (0..SITES)
        .map(|r| Site {
            existing: true,
            opening_cost: vec![MillionUsd(0.0); PERIODS],
            power: vec![Megawatts(40.0); PERIODS],
            energy_price: vec![UsdPerMwh(50.0 + r as f64); PERIODS],
            halls: vec![SiteHall {
                existing: 3,
                cost: vec![MillionUsd(20.0); PERIODS],
                ..testing::site_hall(0)
            }],
            ..testing::site(&format!("s{r}"), "AA")
        })
        .collect();
    s.chips = (0..CHIPS)
        .map(|c| {
            let mut chip = testing::chip(&format!("c{c}"), 0.1, 1.0, 1.0, 5.0);
            let first = c * (PERIODS - WINDOW) / (CHIPS - 1);
            chip.price = vec![MillionUsd(1.0); PERIODS];
            chip.available = Some((Period(first as u16), Period((first + WINDOW - 1) as u16)));
            chip.life = 96;
            let age = |x: usize| {
                let share = 1.5 * x as f64 / 96.0;
                MillionUsdPerYear(0.1 * (1.0 + share * share.log2()))
            };
            chip.ageing = Ageing {
                maintenance: (1..=96).map(age).collect(),
                early_retirement: true,
                moves: Some(Moves {
                    cost: MillionUsd(0.001),
                    ..Moves::default()
                }),
                ..Ageing::default()
            };
            chip
        })
        .collect();
    s.markets.truncate(1);
    s.markets[0].latency = vec![Some(Milliseconds(1.0)); SITES];
    s.demand.truncate(1);
    let line = &mut s.demand[0];
    line.volume = vec![Volume(500.0); PERIODS];
    for series in [&mut line.unmet_penalty, &mut line.revenue] {
        *series = vec![MillionUsdPerUnitYear(1.0); PERIODS];
    }
    line.serve_cost = vec![MillionUsdPerUnitYear(0.0); SITES];
    s
}

/// One unit of every chip deployed at every site in every period of sale, moved on at half its life, retired at 90.
fn plan(s: &Scenario) -> Plan {
    let mut plan = Plan::empty(s);
    plan.unmet[0] = vec![vec![500.0]; PERIODS];
    for (c, chip) in s.chips.iter().enumerate() {
        let Some((first, last)) = chip.available else {
            continue;
        };
        for v in first.index()..=last.index() {
            plan.ordered[c][v] = SITES as f64;
            for r in 0..SITES {
                plan.deployed[c][r][v] = 1.0;
                let mut change = |after: usize, site: usize, change: Change| {
                    if v + after < PERIODS {
                        plan.fleet_changes.push(FleetChange {
                            chip: c as u16,
                            vintage: v as i32,
                            period: Period((v + after) as u16),
                            site: site as u16,
                            change,
                            units: 1.0,
                        });
                    }
                };
                change(48, r, Change::MoveOut);
                change(48, (r + 1) % SITES, Change::MoveIn);
                change(90, r, Change::Retire);
            }
        }
    }
    plan
}

#[test]
fn a_large_fleet_is_built_and_its_plan_checked_in_seconds() {
    let s = scenario();
    let start = Instant::now();
    let model = build(&s, &testing::max_profit());
    let built = start.elapsed();
    // Vintages and arrivals by chip, site, vintage and age; one balance each, and one for the moves of a vintage.
    let size = (
        model.program.columns(),
        model.program.rows(),
        model.program.nonzeros(),
    );
    let plan = plan(&s);
    let start = Instant::now();
    let verification = verify(&s, &testing::max_profit(), &plan);
    let verified = start.elapsed();
    let start = Instant::now();
    let ledger = Ledger::new(&s, &plan);
    let written = json::to_json(&s, &plan);
    assert_eq!(json::from_json(&s, &written).unwrap(), plan);
    let tables = tables::all(&s, &plan, &ledger);
    let reported = start.elapsed();
    assert!(verification.accepted(), "{:?}", verification.violations.first());
    assert!(
        tables
            .iter()
            .any(|table| table.name == "vintages" && table.rows.len() > 3000)
    );
    // Sparse in vintages, sites and ages; the seconds leave room for a slow build on a busy machine.
    assert!(
        size.0 < 300_000 && size.1 < 200_000 && size.2 < 900_000,
        "{size:?}"
    );
    for (step, time) in [("build", built), ("verify", verified), ("report", reported)] {
        assert!(time.as_secs() < 20, "{step}: {time:?}");
    }
}
