//! The contest as an ordinary scenario.
//!
//! A time-step is a year, so that a figure per step is a figure per year; a unit of the contest's money is a dollar.
//! A site is open and has one finished hall with as many rack positions as it has slots. A generation is a
//! chip that takes its slots as racks and carries its own workload; a latency class is a market that only the sites
//! of the class can reach. A unit of energy is a watt drawn around the year; halls and
//! grids are so large that power never limits.

use super::case::{CLASSES, Case, WORKING};
use std::fmt::Write as _;

/// Calendar year of the first time-step.
pub const FIRST_YEAR: usize = 2001;

/// Energy of a watt drawn for a year, MWh.
const MWH: f64 = 8.76e-3;

/// Largest error of revenue in the optimisation.
const TOLERANCE: &str = "0.01 %";

/// Demand by line and step, a column for each line, for `demand.csv`.
pub fn demand_csv(case: &Case) -> String {
    let mut out = String::from("period");
    for line in &case.lines {
        let _ = write!(out, ",{}", line_id(case, line.class, line.generation));
    }
    out.push('\n');
    for t in 0..case.steps {
        let _ = write!(out, "{}", FIRST_YEAR + t);
        for line in &case.lines {
            let _ = write!(out, ",{}", line.demand[t]);
        }
        out.push('\n');
    }
    out
}

/// Identifier of a demand line.
pub fn line_id(case: &Case, class: usize, generation: usize) -> String {
    format!("{}-{}", CLASSES[class], case.generations[generation].id)
}

/// The scenario, which reads its volumes from `demand.csv` beside it.
pub fn yaml(case: &Case, seed: u32) -> String {
    let mut out = format!(
        "schema: 1\nname: tech-arena-{seed}\n\
         description: Fleet of servers with age, moves, retirement and price response.\n\
         periods: {{start: {FIRST_YEAR}, count: {}}}\n",
        case.steps
    );
    // Writing to a string cannot fail.
    let _ = places(case, &mut out);
    let _ = chips(case, &mut out);
    let _ = demand(case, &mut out);
    out
}

fn places(case: &Case, out: &mut String) -> std::fmt::Result {
    let sites: Vec<&str> = case.sites.iter().map(|site| site.id.as_str()).collect();
    writeln!(
        out,
        "operator: {{headquarters: US, wacc: 0 %, existing_sites: [{}]}}",
        sites.join(", ")
    )?;
    writeln!(out, "hall_designs:")?;
    for site in &case.sites {
        writeln!(
            out,
            "  {}-hall: {{it_power: 1000 MW, racks: {}, cooling: [air], build_time: 0 months}}",
            site.id, site.slots
        )?;
    }
    writeln!(out, "sites:")?;
    for site in &case.sites {
        writeln!(
            out,
            "  {0}: {{country: US, power: 1000 MW, pue: 1, energy_price: {1} USD/MWh, \
             halls: {{{0}-hall: {{existing: 1, max: 1, cost: 0 MUSD}}}}}}",
            site.id,
            site.energy_cost / MWH
        )?;
    }
    Ok(())
}

fn chips(case: &Case, out: &mut String) -> std::fmt::Result {
    let ids: Vec<&str> = case.generations.iter().map(|g| g.id.as_str()).collect();
    writeln!(out, "chips: {{use: [{}]}}\nchip_catalogue:", ids.join(", "))?;
    for g in &case.generations {
        let (first, last) = (FIRST_YEAR + g.window.0 - 1, FIRST_YEAR + g.window.1);
        writeln!(
            out,
            "  {0}:\n    name: {0}\n    vendor: contest\n    origin: US\n    unit: server\n    chips_per_unit: 1\n    \
             power: {1} W\n    utilisation: 100 %\n    racks: {2}\n    cooling: air\n    price: {3} USD\n    \
             released: {first}-01-01\n    end_of_sale: {last}-01-01\n    life: {4} years\n    \
             availability: {5} %\n    supply: unlimited\n    throughput: {{{0}: {6} unit}}",
            g.id,
            g.energy,
            g.slots,
            g.price,
            g.life,
            100.0 * WORKING,
            g.capacity,
        )?;
        let fees: Vec<String> = (1..=g.life)
            .map(|age| format!("{} USD/year", g.maintenance_at(age)))
            .collect();
        writeln!(
            out,
            "    ageing: {{early_retirement: true, maintenance_cost: [{}]}}\n    moves: {{cost: {} USD}}",
            fees.join(", "),
            g.move_cost
        )?;
    }
    Ok(())
}

fn demand(case: &Case, out: &mut String) -> std::fmt::Result {
    writeln!(out, "workloads:")?;
    for g in &case.generations {
        writeln!(out, "  {}: {{kind: capacity, unit: unit, latency: 1 ms}}", g.id)?;
    }
    writeln!(out, "markets:")?;
    for class in CLASSES {
        let near: Vec<String> = case
            .sites
            .iter()
            .filter(|site| site.class == class)
            .map(|site| format!("{}: 0 ms", site.id))
            .collect();
        writeln!(
            out,
            "  {class}: {{country: US, latency: {{{}}}}}",
            near.join(", ")
        )?;
    }
    writeln!(out, "demand:")?;
    for line in &case.lines {
        let id = line_id(case, line.class, line.generation);
        writeln!(
            out,
            "  {id}:\n    market: {}\n    workload: {}\n    volume: {{csv: demand.csv, column: {id}, unit: unit}}\n    \
             unmet_penalty: 0 USD/unit/year\n    revenue: {} USD/unit/year\n    \
             price_response: {{elasticity: {}, tolerance: {TOLERANCE}}}",
            CLASSES[line.class], case.generations[line.generation].id, line.price, line.elasticity
        )?;
    }
    Ok(())
}
