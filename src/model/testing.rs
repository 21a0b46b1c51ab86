//! Tiny scenarios built in code, for tests: numbers small enough to check by hand.
//!
//! [`base`] is feasible and has every optional part switched off; a test changes the one thing it is
//! about. Years are whole, there is no discounting and no loss, so that costs add up on paper.

mod finance;
mod limits;

pub use finance::*;
pub use limits::*;

use super::{Model, build};
use crate::scenario::*;
#[cfg(test)]
use crate::solver::Status;
use crate::solver::{self, Outcome, Quiet, SolveOptions, SolverError};
use std::sync::Arc;

/// Number of periods of [`base`].
pub const PERIODS: usize = 3;

/// Two sites, two chips, three yearly periods, two markets, one workload.
///
/// - `alpha` is existing with one finished `air` hall (10 MW, 100 racks), `beta` is a candidate that costs
///   10 MUSD to open; both may have up to 3 halls at 20 MUSD, usable in the period in which they start.
/// - `small`: 0.1 MW, 1 rack, 1 MUSD, carries 1 unit of `chat`; `big`: 0.4 MW, 2 racks, 3 MUSD, carries 5.
/// - Demand is 10 and 20 units in every period, 50 MUSD per unit and year if unmet.
/// - Energy, maintenance, serving, fixed costs are 0; grid power is 40 MW everywhere.
pub fn base() -> Scenario {
    Scenario {
        name: "base".into(),
        description: "Two sites, two chips, three periods, two markets.".into(),
        money: Money {
            code: "MUSD".into(),
            usd: vec![1.0; PERIODS],
        },
        horizon: horizon(PERIODS),
        hours: HourBlocks::default(),
        operator: Operator {
            name: "Test".into(),
            headquarters: "CN".into(),
            wacc: 0.0,
        },
        halls: vec![hall("air", true, false)],
        sites: vec![
            Site {
                existing: true,
                halls: vec![SiteHall {
                    existing: 1,
                    ..site_hall(0)
                }],
                ..site("alpha", "AA")
            },
            Site {
                opening_cost: vec![MillionUsd(10.0); PERIODS],
                ..site("beta", "BB")
            },
        ],
        chips: vec![chip("small", 0.1, 1.0, 1.0, 1.0), chip("big", 0.4, 2.0, 3.0, 5.0)],
        pools: vec![],
        contracts: vec![],
        rentals: vec![],
        cohorts: vec![],
        workloads: vec![Workload {
            id: "chat".into(),
            name: "chat".into(),
            unit: "ktok/s".into(),
            latency: None,
            peak: 1.0,
            stacks: Stacks::default(),
        }],
        markets: vec![market("near", "AA"), market("far", "BB")],
        demand: vec![demand("near-chat", 0, 10.0), demand("far-chat", 1, 20.0)],
        jobs: vec![],
        rules: vec![],
        porting_engineers: None,
        resilience: vec![],
        budgets: vec![],
        environment: Environment::default(),
        finance: Finance::default(),
        limits: vec![],
        openings_per_period: None,
        figures: vec![],
    }
}

/// [`base`] with only `big` at 3 MUSD; the 30 units of demand take 6.
#[cfg(test)]
pub(crate) fn only_big() -> Scenario {
    let mut scenario = base();
    scenario.chips.remove(0);
    scenario
}

/// The model that minimises cost with every family on.
pub fn min_cost() -> ModelSpec {
    ModelSpec {
        name: "min-cost".into(),
        objective: Objective::MinCost,
        off: vec![],
    }
}

/// The same, maximising profit.
pub fn max_profit() -> ModelSpec {
    ModelSpec {
        name: "max-profit".into(),
        objective: Objective::MaxProfit,
        off: vec![],
    }
}

/// [`min_cost`] without one family.
pub fn without(family: &str) -> ModelSpec {
    ModelSpec {
        off: vec![family.into()],
        ..min_cost()
    }
}

/// Yearly periods `2027`, `2028` ...
pub fn horizon(periods: usize) -> Horizon {
    let year: Vec<i32> = (2027..).take(periods).collect();
    Horizon {
        labels: year.iter().map(i32::to_string).collect(),
        length: vec![Years(1.0); periods],
        start: year.iter().map(|y| format!("{y}-01-01")).collect(),
        year,
    }
}

/// Two blocks of hours: a quarter of the time `night`, the rest `day`.
pub fn night_and_day() -> HourBlocks {
    HourBlocks {
        labels: vec!["night".into(), "day".into()],
        share: vec![0.25, 0.75],
    }
}

/// A hall of 10 MW and 100 racks on 1 ha, paid when started.
pub fn hall(id: &str, air: bool, liquid: bool) -> HallDesign {
    HallDesign {
        id: id.into(),
        it_power: Megawatts(10.0),
        racks: 100.0,
        accepts: Accepts { air, liquid },
        rack_density: None,
        footprint: Hectares(1.0),
        spend_profile: vec![1.0],
        running_cost: MillionUsdPerYear(0.0),
    }
}

/// Up to 3 halls of a design, none existing, 20 MUSD each, usable at once.
pub fn site_hall(design: u16) -> SiteHall {
    SiteHall {
        design: HallId(design),
        existing: 0,
        max: Some(3),
        cost: vec![MillionUsd(20.0); PERIODS],
        build_periods: 0,
        construction: HallConstruction::default(),
    }
}

/// A candidate site with 40 MW and one kind of hall (design 0); everything else is free or absent.
pub fn site(id: &str, jurisdiction: &str) -> Site {
    Site {
        id: id.into(),
        name: id.into(),
        jurisdiction: jurisdiction.into(),
        grid_zone: jurisdiction.into(),
        groups: vec![],
        coordinates: None,
        existing: false,
        earliest: Period(0),
        committed: None,
        opening_cost: vec![MillionUsd(0.0); PERIODS],
        fixed_cost: MillionUsdPerYear(0.0),
        requires: vec![],
        land: None,
        halls: vec![site_hall(0)],
        contractor: None,
        power: vec![Megawatts(40.0); PERIODS],
        tranches: vec![],
        reserve_margin: 0.0,
        energy_price: vec![UsdPerMwh(0.0); PERIODS],
        pue: 1.0,
        pue_hot: 1.0,
        derating: 0.0,
        blocks: vec![Volume(0.0)],
        customs: Customs::default(),
        leases: vec![],
        construction: SiteConstruction::default(),
        environment: SiteEnvironment::default(),
    }
}

/// An air-cooled chip for one workload: power in MW, racks, price in MUSD, volume carried by a unit.
pub fn chip(id: &str, power: f64, racks: f64, price: f64, volume: f64) -> Chip {
    Chip {
        id: id.into(),
        name: id.into(),
        vendor: "Acme".into(),
        origin: "US".into(),
        stack: "cuda".into(),
        chips_per_unit: 1,
        power: Megawatts(power),
        diversity: 1.0,
        utilisation: 1.0,
        whole: true,
        racks,
        cooling: Cooling::Air,
        tpp: 1000.0,
        price: vec![MillionUsd(price); PERIODS],
        install_cost: MillionUsd(0.0),
        maintenance: MillionUsdPerYear(0.0),
        supply: None,
        available: Some((Period(0), Period(PERIODS as u16 - 1))),
        lead_time: Years(0.0),
        hub: false,
        hub_terms: HubTerms::default(),
        loss: 0.0,
        life: PERIODS as u16,
        ageing: Ageing::default(),
        availability: 1.0,
        throughput: vec![Volume(volume)],
        training: None,
    }
}

/// A market 10 ms from each of two sites.
pub fn market(id: &str, jurisdiction: &str) -> Market {
    Market {
        id: id.into(),
        name: id.into(),
        jurisdiction: jurisdiction.into(),
        coordinates: None,
        latency: vec![Some(Milliseconds(10.0)); 2],
        profile: Profile::default(),
    }
}

/// A demand line for workload 0 with the same volume in every period, served from two sites for nothing.
pub fn demand(id: &str, market: u16, volume: f64) -> DemandLine {
    DemandLine {
        id: id.into(),
        market: MarketId(market),
        workload: WorkloadId(0),
        volume: vec![Volume(volume); PERIODS],
        profile: Profile::default(),
        unmet_penalty: vec![MillionUsdPerUnitYear(50.0); PERIODS],
        revenue: vec![MillionUsdPerUnitYear(0.0); PERIODS],
        rent: None,
        service_floor: 0.0,
        residency: None,
        serve_cost: vec![MillionUsdPerUnitYear(0.0); 2],
        side: DemandSide::default(),
    }
}

/// A lease offer of 10 MW and 100 air-cooled racks per block at 1 MUSD/MW/year, up to 2 blocks.
pub fn lease(id: &str, term: u16) -> LeaseOffer {
    LeaseOffer {
        id: id.into(),
        it_power: Megawatts(10.0),
        racks: 100.0,
        accepts: Accepts {
            air: true,
            liquid: false,
        },
        price: vec![MillionUsdPerMwYear(1.0); PERIODS],
        escalator: 0.0,
        term,
        max_blocks: 2,
        earliest: Period(0),
        terms: LeaseTerms::default(),
    }
}

/// A power-purchase agreement at 50 USD/MWh that delivers half of its power, without carbon and without anything that
/// must be taken.
pub fn ppa(id: &str, capacity: f64) -> PpaOffer {
    PpaOffer {
        id: id.into(),
        capacity: Megawatts(capacity),
        output: 0.5,
        price: vec![UsdPerMwh(50.0); PERIODS],
        intensity: GramsPerKwh(0.0),
        take: 0.0,
        earliest: Period(0),
        term: PERIODS as u16,
    }
}

/// A stage of a site that takes no time and costs nothing.
pub fn site_stage(id: &str) -> SiteStage {
    SiteStage {
        id: id.into(),
        lead_periods: 0,
        earliest: Period(0),
        committed: None,
        finishes: None,
        cost: vec![MillionUsd(0.0); PERIODS],
        spend_profile: vec![1.0],
        idle_cost: MillionUsdPerYear(0.0),
        salvage: MillionUsd(0.0),
    }
}

/// A stage of a hall for a share of its cost, paid when it starts.
pub fn hall_stage(id: &str, lead_periods: u16, share: f64) -> HallStage {
    HallStage {
        id: id.into(),
        lead_periods,
        share,
        spend_profile: vec![1.0],
        idle_cost: MillionUsdPerYear(0.0),
    }
}

/// A conversion of halls between two positions in the list of a site, without downtime.
pub fn retrofit(from: u16, to: u16, cost: f64) -> Retrofit {
    Retrofit {
        id: format!("{from}-to-{to}"),
        from,
        to,
        cost: vec![MillionUsd(cost); PERIODS],
        downtime: 0,
        at_most: None,
        earliest: Period(0),
    }
}

/// A contract for a chip at a price, without further terms, for every period of [`base`].
pub fn contract(id: &str, chip: u16, price: f64) -> Contract {
    Contract {
        id: id.into(),
        chip: ChipId(chip),
        price: vec![MillionUsd(price); PERIODS],
        break_kind: BreakKind::AllUnits,
        breaks: vec![],
        window: Some((Period(0), Period(PERIODS as u16 - 1))),
        allocation: None,
        min_order: 0.0,
        order_cost: MillionUsd(0.0),
        multiple: 1,
        prepay: None,
        committed: vec![0.0; PERIODS],
        cancel: None,
        loss: 0.0,
    }
}

/// Any number of units of a chip rented near a site for a period at a time.
pub fn rental(id: &str, chip: u16, site: u16, price: f64) -> RentalOffer {
    RentalOffer {
        id: id.into(),
        chip: ChipId(chip),
        site: SiteId(site),
        price: vec![MillionUsdPerYear(price); PERIODS],
        at_most: None,
        term: 1,
    }
}

/// A tranche of grid power without deposit or charge.
pub fn tranche(id: &str, capacity: f64, lead_periods: u16) -> Tranche {
    Tranche {
        id: id.into(),
        capacity: Megawatts(capacity),
        lead_periods,
        earliest: Period(0),
        deposit: MillionUsd(0.0),
        charge: MillionUsdPerMwYear(0.0),
        terms: TrancheTerms::default(),
    }
}

/// [`only_big`] that pays nothing for what is not served and earns for what is, MUSD per unit and year.
#[cfg(test)]
pub(crate) fn earning(revenue: f64) -> Scenario {
    let mut scenario = only_big();
    for line in &mut scenario.demand {
        line.unmet_penalty = vec![MillionUsdPerUnitYear(0.0); PERIODS];
        line.revenue = vec![MillionUsdPerUnitYear(revenue); PERIODS];
    }
    scenario
}

/// Solves a scenario to the proven optimum.
///
/// # Errors
/// Failures of the solver stack.
pub fn solve(scenario: &Scenario, spec: &ModelSpec) -> Result<(Model, Outcome), SolverError> {
    let model = build(scenario, spec);
    let options = SolveOptions {
        gap: 0.0,
        ..SolveOptions::default()
    };
    let outcome = solver::solve(&model.program, &options, Arc::new(Quiet::default()))?;
    Ok((model, outcome))
}

/// Asserts the least cost of a scenario, MUSD, and that the plan behind it passes the independent check with the
/// same objective.
#[cfg(test)]
pub fn assert_optimum(scenario: &Scenario, cost: f64) {
    assert_optimum_of(scenario, &min_cost(), cost);
}

/// The same for the largest profit.
#[cfg(test)]
pub(crate) fn assert_profit(scenario: &Scenario, profit: f64) {
    assert_optimum_of(scenario, &max_profit(), -profit);
}

/// The same for any model file.
#[cfg(test)]
pub fn assert_optimum_of(scenario: &Scenario, spec: &ModelSpec, objective: f64) {
    let (model, outcome) = solve(scenario, spec).unwrap();
    assert_eq!(outcome.status, Status::Optimal);
    let found = outcome.objective.unwrap();
    assert!(
        (found - objective).abs() < 1e-6,
        "optimum {found}, expected {objective}"
    );
    let plan = crate::model::extract(scenario, &model, &outcome.values.unwrap());
    let check = crate::plan::verify::verify(scenario, spec, &plan);
    assert!(check.accepted(), "{:#?}", check.violations);
    assert!(
        (check.objective - objective).abs() < 1e-6,
        "ledger {}, expected {objective}",
        check.objective
    );
}
