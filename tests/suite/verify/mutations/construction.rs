//! Stages, conversions of halls, power charged by use, on-site generation.

use super::Mutation;
use crate::verify::example::{ALPHA, BETA};
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;

/// Land and permit of beta, started and complete in time.
fn site_stages(s: &mut Scenario, p: &mut Plan) {
    s.sites[BETA].construction.stages = vec![testing::site_stage("land"), testing::site_stage("permit")];
    p.construction.stages[BETA] = vec![Some(Period(0)), Some(Period(1))];
}

/// Shell and fit-out of beta's hall, entered in time.
fn hall_stages(s: &mut Scenario, p: &mut Plan) {
    s.sites[BETA].halls[0].construction.stages = vec![
        testing::hall_stage("shell", 0, 0.6),
        testing::hall_stage("fit-out", 1, 0.4),
    ];
    p.construction.entered[BETA][0] = vec![vec![0, 0, 0], vec![0, 1, 0]];
}

/// Halls of alpha may become halls of a second design; `converted` do in the last year.
fn retrofit(s: &mut Scenario, p: &mut Plan, converted: u32) {
    s.halls.push(testing::hall("wet", false, true));
    s.sites[ALPHA].halls.push(testing::site_hall(1));
    s.sites[ALPHA].construction.retrofits = vec![testing::retrofit(0, 1, 1.0)];
    p.halls_started[ALPHA].push(vec![0; 3]);
    p.construction.entered[ALPHA].push(vec![]);
    p.construction.retrofits[ALPHA] = vec![vec![0, 0, converted]];
}

/// Beta's tranche is charged by use, half of it in any case.
fn booked(s: &mut Scenario, p: &mut Plan, megawatts: f64) {
    s.sites[BETA].tranches[0].terms.take_or_pay = Some(0.5);
    p.power.booked[BETA][0][2] = megawatts;
}

/// Beta's tranche is a set of turbines.
fn turbines(s: &mut Scenario) {
    s.sites[BETA].tranches[0].terms.bridging = Some(Bridging {
        fuel_price: UsdPerMwh(150.0),
        carbon: 450.0,
        until: None,
    });
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "construction_stages.stage_open",
        "beta opens before its stage permit is complete",
        |s, p| {
            site_stages(s, p);
            s.sites[BETA].construction.stages[1].lead_periods = 1;
        },
    ),
    (
        "construction_stages.stage_order",
        "permit of beta starts in 2028, before the stage ahead of it is complete",
        |s, p| {
            site_stages(s, p);
            s.sites[BETA].construction.stages[0].lead_periods = 2;
        },
    ),
    (
        "construction_stages.stage_earliest",
        "land of beta starts in 2027, its earliest period is 2028",
        |s, p| {
            site_stages(s, p);
            s.sites[BETA].construction.stages[0].earliest = Period(1);
        },
    ),
    (
        "construction_stages.stage_earliest",
        "permit of beta is committed by 2027, the plan starts it in 2028",
        |s, p| {
            site_stages(s, p);
            s.sites[BETA].construction.stages[1].committed = Some(Period(0));
        },
    ),
    (
        "construction_stages.stage_earliest",
        "permit of beta began before the horizon, the plan starts it in 2028",
        |s, p| {
            site_stages(s, p);
            s.sites[BETA].construction.stages[1].finishes = Some(Period(1));
        },
    ),
    (
        "construction_stages.hall_stage",
        "halls that entered the stage: 2 hall, 1 hall more than halls that completed the stage before (1 hall)",
        |s, p| {
            hall_stages(s, p);
            p.construction.entered[BETA][0][1][1] = 2;
        },
    ),
    (
        "construction_stages.hall_stage",
        "the first stage of air at beta is the start of its halls",
        |s, p| {
            hall_stages(s, p);
            p.construction.entered[BETA][0][0][1] = 1;
        },
    ),
    (
        "construction_stages.stage_contractor",
        "halls that enter the stage: 1 hall, 1 hall more than contractor's halls per period (0 hall)",
        |s, p| {
            hall_stages(s, p);
            s.sites[BETA].construction.contractors = vec![("fit-out".into(), 0.0)];
        },
    ),
    (
        "hall_construction.committed_halls",
        "halls started so far: 1 hall, 1 hall less than halls committed (2 hall)",
        |s, _| s.sites[BETA].halls[0].construction.committed = vec![0.0, 2.0, 2.0],
    ),
    (
        "leases.committed_blocks",
        "1 blocks of lease colo are signed, 2 are committed",
        |s, _| s.sites[BETA].leases[0].terms.committed = vec![0, 2, 0],
    ),
    (
        "power_tranche.committed_tranche",
        "tranche t1 of beta is committed by 2027",
        |s, _| s.sites[BETA].tranches[0].terms.committed = Some(Period(0)),
    ),
    (
        "power_tranche.committed_tranche",
        "tranche t1 of beta was ordered before the horizon",
        |s, _| s.sites[BETA].tranches[0].terms.energised = Some(Period(0)),
    ),
    (
        "retrofit.retrofit_stock",
        "halls whose conversion has started: 3 hall, 1 hall more than halls of the design finished so far (2 hall)",
        |s, p| retrofit(s, p, 3),
    ),
    (
        "retrofit.retrofit_limit",
        "halls converted: 2 hall, 1 hall more than halls that may be converted (1 hall)",
        |s, p| {
            retrofit(s, p, 2);
            s.sites[ALPHA].construction.retrofits[0].at_most = Some(1);
        },
    ),
    (
        "retrofit.retrofit_limit",
        "0-to-1 of alpha starts before 2029",
        |s, p| {
            retrofit(s, p, 0);
            p.construction.retrofits[ALPHA][0][1] = 1;
            s.sites[ALPHA].construction.retrofits[0].earliest = Period(2);
            // Nobody is left in the hall.
            s.sites[ALPHA].halls[0].existing = 2;
        },
    ),
    (
        "take_or_pay.booked_most",
        "power booked: 6 MW, 1 MW more than power that the tranche gives (5 MW)",
        |s, p| booked(s, p, 6.0),
    ),
    (
        "take_or_pay.booked_most",
        "power booked: 1 MW, 1 MW more than bookings of a tranche that is charged in full (0 MW)",
        |_, p| p.power.booked[BETA][0][2] = 1.0,
    ),
    (
        "take_or_pay.booked_least",
        "power booked: 2 MW, 0.5 MW less than share of it that must be paid (2.5 MW)",
        |s, p| booked(s, p, 2.0),
    ),
    (
        "site_energy.site_energy",
        "energy from other sources than the grid: 20 GWh, 3.1808 GWh more than energy of the site (16.8192 GWh)",
        |s, p| {
            turbines(s);
            p.power.bridge_energy[BETA][0][2] = 20.0;
        },
    ),
    (
        "site_energy.bridge_output",
        "energy of on-site generation: 1 GWh, 1 GWh more than what it can deliver (0 GWh)",
        |s, p| {
            turbines(s);
            p.power.bridge_energy[BETA][0][1] = 1.0;
        },
    ),
    (
        "site_energy.grid_energy",
        "energy bought: 16.8192 GWh, 8.0592 GWh more than what the grid can deliver (8.76 GWh)",
        |s, _| {
            turbines(s);
            let beta = &mut s.sites[BETA];
            beta.reserve_margin = 0.0;
            beta.power = vec![Megawatts(40.0), Megawatts(40.0), Megawatts(1.0)];
            beta.leases[0].term = 1;
            beta.tranches[0].capacity = Megawatts(2.0);
        },
    ),
];
