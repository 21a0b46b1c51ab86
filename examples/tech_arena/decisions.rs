//! A plan in the contest's own form: actions on single servers, and prices.

use super::case::{CLASSES, Case, WORKING};
use super::replay::{Decision, Price};
use buildout::plan::{Change, FleetChange, Plan};
use buildout::scenario::Scenario;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// How far under the price that clears a whole volume the price is set, relative: truncation must not lose a unit.
const UNDER: f64 = 1e-12;

/// Servers of one generation and one time-step of purchase, by site.
type Servers = BTreeMap<(u16, i32), Vec<Vec<String>>>;

/// Writes the actions and the prices of a plan.
///
/// # Errors
/// A sentence that says what does not fit the contest or could not be written.
pub fn write(
    case: &Case,
    scenario: &Scenario,
    plan: &Plan,
    decisions: &Path,
    prices: &Path,
) -> Result<(), String> {
    if scenario.sites.len() != case.sites.len() || scenario.chips.len() != case.generations.len() {
        return Err("the scenario is not the contest's".into());
    }
    let mut changes: BTreeMap<usize, Vec<&FleetChange>> = BTreeMap::new();
    for change in &plan.fleet_changes {
        changes.entry(change.period.index()).or_default().push(change);
    }
    let (mut servers, mut actions, mut set) = (Servers::new(), Vec::new(), Vec::new());
    let mut current: Vec<f64> = case.lines.iter().map(|line| line.price).collect();
    for t in 0..case.steps {
        // Servers at the end of their life are dropped without an action.
        servers.retain(|(g, bought), _| t as i32 - bought < case.generations[usize::from(*g)].life as i32);
        let changes = changes.get(&t).map_or(&[][..], Vec::as_slice);
        change(case, t, changes, &mut servers, &mut actions)?;
        buy(case, plan, t, &mut servers, &mut actions);
        price(case, plan, t, &servers, &mut current, &mut set);
    }
    rows(decisions, &actions)?;
    rows(prices, &set)
}

/// One action.
fn action(case: &Case, t: usize, what: &str, site: usize, generation: u16, server: &str) -> Decision {
    Decision {
        time_step: t + 1,
        datacenter_id: case.sites[site].id.clone(),
        server_generation: case.generations[usize::from(generation)].id.clone(),
        server_id: server.to_owned(),
        action: what.to_owned(),
    }
}

/// Dismissals and moves of a time-step.
fn change(
    case: &Case,
    t: usize,
    changes: &[&FleetChange],
    servers: &mut Servers,
    actions: &mut Vec<Decision>,
) -> Result<(), String> {
    let mut moving: BTreeMap<(u16, i32), Vec<String>> = BTreeMap::new();
    let gone = |change: &FleetChange| format!("time-step {}: no server left for {change:?}", t + 1);
    for change in changes.iter().filter(|change| change.change != Change::MoveIn) {
        let sites = servers
            .get_mut(&(change.chip, change.vintage))
            .ok_or_else(|| gone(change))?;
        for _ in 0..change.units.round() as usize {
            let server = sites[usize::from(change.site)]
                .pop()
                .ok_or_else(|| gone(change))?;
            if change.change == Change::Retire {
                actions.push(action(
                    case,
                    t,
                    "dismiss",
                    usize::from(change.site),
                    change.chip,
                    &server,
                ));
            } else {
                moving
                    .entry((change.chip, change.vintage))
                    .or_default()
                    .push(server);
            }
        }
    }
    for change in changes.iter().filter(|change| change.change == Change::MoveIn) {
        let cohort = (change.chip, change.vintage);
        for _ in 0..change.units.round() as usize {
            let server = moving
                .get_mut(&cohort)
                .and_then(Vec::pop)
                .ok_or_else(|| gone(change))?;
            actions.push(action(
                case,
                t,
                "move",
                usize::from(change.site),
                change.chip,
                &server,
            ));
            let sites = servers.get_mut(&cohort).ok_or_else(|| gone(change))?;
            sites[usize::from(change.site)].push(server);
        }
    }
    Ok(())
}

/// Purchases of a time-step.
fn buy(case: &Case, plan: &Plan, t: usize, servers: &mut Servers, actions: &mut Vec<Decision>) {
    for (g, sites) in (0..).zip(&plan.deployed) {
        let mut bought = 0;
        for (site, units) in sites.iter().enumerate() {
            for _ in 0..units[t].round() as usize {
                bought += 1;
                let server = format!("{}-{}-{bought}", case.generations[usize::from(g)].id, t + 1);
                actions.push(action(case, t, "buy", site, g, &server));
                let cohort = servers.entry((g, t as i32));
                cohort.or_insert_with(|| vec![Vec::new(); case.sites.len()])[site].push(server);
            }
        }
    }
}

/// Prices of a time-step: those at which a whole volume nearest the plan's is asked for, written where they change.
fn price(case: &Case, plan: &Plan, t: usize, servers: &Servers, current: &mut [f64], set: &mut Vec<Price>) {
    let mut capacity = vec![vec![0.0; case.generations.len()]; CLASSES.len()];
    for ((g, _), sites) in servers {
        for (site, here) in sites.iter().enumerate() {
            if let Some(class) = case.class_of(site) {
                capacity[class][usize::from(*g)] +=
                    here.len() as f64 * case.generations[usize::from(*g)].capacity;
            }
        }
    }
    for (d, line) in case.lines.iter().enumerate() {
        let most = WORKING * capacity[line.class][line.generation];
        let sold: f64 = plan.served[d].iter().flat_map(|site| &site[t]).sum();
        if line.demand[t] <= 0.0 || most <= 0.0 {
            continue;
        }
        let best = [sold.floor(), sold.ceil()]
            .into_iter()
            .map(|volume| {
                let mut price = line.price_for(t, volume).max(0.0);
                if line.at(t, price) < volume {
                    price *= 1.0 - UNDER;
                }
                (price * most.min(line.at(t, price)), price)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, price)) = best.filter(|best| best.1 != current[d]) {
            current[d] = price;
            set.push(Price {
                time_step: t + 1,
                latency_sensitivity: CLASSES[line.class].to_owned(),
                server_generation: case.generations[line.generation].id.clone(),
                price,
            });
        }
    }
}

fn rows<T: Serialize>(path: &Path, rows: &[T]) -> Result<(), String> {
    let failed = |error: csv::Error| format!("cannot write {}: {error}", path.display());
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    for row in rows {
        writer.serialize(row).map_err(failed)?;
    }
    writer.flush().map_err(|error| failed(error.into()))
}
