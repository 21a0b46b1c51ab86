//! The contest's own scoring, from the two files of decisions alone.

use super::case::{CLASSES, Case, WORKING};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One action on one server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// From 1.
    pub time_step: usize,
    /// Site: where the server is bought, moved to or dismissed.
    pub datacenter_id: String,
    /// Generation.
    pub server_generation: String,
    /// Server.
    pub server_id: String,
    /// `buy`, `move` or `dismiss`; a server without an action is held.
    pub action: String,
}

/// One price, which holds until it is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// From 1.
    pub time_step: usize,
    /// Latency class.
    pub latency_sensitivity: String,
    /// Generation.
    pub server_generation: String,
    /// Price of a unit of demand.
    pub price: f64,
}

struct Server {
    generation: usize,
    site: usize,
    bought: usize,
}

/// Replays the decisions and adds up the score: sum over time-steps of revenue less cost.
///
/// # Errors
/// A sentence that names the decision that breaks a rule of the contest.
pub fn score(case: &Case, decisions: &Path, prices: &Path) -> Result<f64, String> {
    let decisions: Vec<Decision> = rows(decisions)?;
    let prices: Vec<Price> = rows(prices)?;
    let mut fleet: BTreeMap<String, Server> = BTreeMap::new();
    let mut price: Vec<f64> = case.lines.iter().map(|line| line.price).collect();
    let (mut next, mut next_price, mut score) = (0, 0, 0.0);
    for step in 1..=case.steps {
        let mut moved = 0.0;
        while let Some(decision) = decisions.get(next).filter(|d| d.time_step == step) {
            moved += act(case, &mut fleet, decision)?;
            next += 1;
        }
        while let Some(row) = prices.get(next_price).filter(|p| p.time_step == step) {
            let found = case.lines.iter().position(|line| {
                CLASSES[line.class] == row.latency_sensitivity
                    && case.generations[line.generation].id == row.server_generation
            });
            let line = found.ok_or_else(|| format!("price of an unknown line in time-step {step}"))?;
            price[line] = row.price;
            next_price += 1;
        }
        fleet.retain(|_, server| step - server.bought < case.generations[server.generation].life);
        score += earned(case, &fleet, &price, step) - spent(case, &fleet, step)? - moved;
    }
    if next < decisions.len() || next_price < prices.len() {
        return Err("rows must be in the order of time-steps, none after the last".into());
    }
    Ok(score)
}

/// Carries out one action; returns what a move costs.
fn act(case: &Case, fleet: &mut BTreeMap<String, Server>, decision: &Decision) -> Result<f64, String> {
    let wrong = |why: &str| {
        Err(format!(
            "time-step {}, {} {}: {why}",
            decision.time_step, decision.action, decision.server_id
        ))
    };
    let Some(site) = case.sites.iter().position(|s| s.id == decision.datacenter_id) else {
        return wrong("unknown site");
    };
    let Some(g) = case
        .generations
        .iter()
        .position(|g| g.id == decision.server_generation)
    else {
        return wrong("unknown generation");
    };
    match decision.action.as_str() {
        "buy" => {
            let (first, last) = case.generations[g].window;
            if decision.time_step < first || decision.time_step > last {
                return wrong("not on sale");
            }
            let server = Server {
                generation: g,
                site,
                bought: decision.time_step,
            };
            match fleet.insert(decision.server_id.clone(), server) {
                None => Ok(0.0),
                Some(_) => wrong("bought twice"),
            }
        }
        "move" => match fleet.get_mut(&decision.server_id) {
            Some(server) if server.site != site => {
                server.site = site;
                Ok(case.generations[g].move_cost)
            }
            Some(_) => wrong("already there"),
            None => wrong("no such server"),
        },
        "dismiss" => match fleet.remove(&decision.server_id) {
            Some(_) => Ok(0.0),
            None => wrong("no such server"),
        },
        _ => wrong("unknown action"),
    }
}

/// Revenue of a time-step.
fn earned(case: &Case, fleet: &BTreeMap<String, Server>, price: &[f64], step: usize) -> f64 {
    let mut capacity = vec![vec![0.0; case.generations.len()]; CLASSES.len()];
    for server in fleet.values() {
        if let Some(class) = case.class_of(server.site) {
            capacity[class][server.generation] += case.generations[server.generation].capacity;
        }
    }
    case.lines
        .iter()
        .zip(price)
        .map(|(line, &price)| {
            let most = WORKING * capacity[line.class][line.generation];
            price * most.min(line.at(step - 1, price))
        })
        .sum()
}

/// Purchase, energy and maintenance of a time-step; slots are checked.
fn spent(case: &Case, fleet: &BTreeMap<String, Server>, step: usize) -> Result<f64, String> {
    let mut slots = vec![0.0; case.sites.len()];
    let mut cost = 0.0;
    for server in fleet.values() {
        let generation = &case.generations[server.generation];
        slots[server.site] += generation.slots;
        cost += generation.energy * case.sites[server.site].energy_cost
            + generation.maintenance_at(step - server.bought + 1);
        if server.bought == step {
            cost += generation.price;
        }
    }
    for (site, used) in case.sites.iter().zip(slots) {
        if used > site.slots {
            return Err(format!(
                "time-step {step}: {} uses {used} slots of {}",
                site.id, site.slots
            ));
        }
    }
    Ok(cost)
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, String> {
    csv::Reader::from_path(path)
        .and_then(|mut reader| reader.deserialize().collect())
        .map_err(|error| format!("{}: {error}", path.display()))
}
