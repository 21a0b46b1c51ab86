//! A plan as JSON: ids and period labels as in the scenario, zeros left out, order as in the scenario.
//! Reading back what was written gives the same plan, bit for bit.

mod reading;
mod sites;
mod vintages;

pub(super) use self::reading::{At, Ids};
use super::{JobRun, Plan, resilience, shape};
use crate::scenario::{Period, Scenario, contingencies};
use serde_json::{Map, Value, json};

/// Version of the format, its `format` key.
pub const FORMAT: u64 = 1;

/// Why a JSON value is not a plan of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct PlanJsonError {
    /// Where, as dotted keys.
    pub path: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A plan as JSON. Tables in another shape than the scenario's are cut or filled with zeros.
pub fn to_json(scenario: &Scenario, plan: &Plan) -> Value {
    let plan = shape::conform(scenario, plan);
    let label = |t: Period| Value::from(scenario.horizon.labels[t.index()].as_str());
    let sites = scenario.sites.iter().enumerate().map(|(r, site)| {
        let designs = site
            .halls
            .iter()
            .map(|hall| &scenario.halls[hall.design.index()].id);
        let halls = designs.zip(plan.halls_started[r].iter().map(|row| by_period(scenario, row)));
        let tranches = site.tranches.iter().zip(&plan.connected[r]);
        let tranches = tranches.filter_map(|(tranche, period)| period.map(|t| (&tranche.id, label(t))));
        let signed = plan.leased[r].iter().map(|row| by_period(scenario, row));
        let parts = [
            ("open_from", plan.opened[r].map_or(json!({}), label)),
            ("halls", object(halls)),
            ("tranches", object(tranches)),
            (
                "leases",
                object(site.leases.iter().map(|lease| &lease.id).zip(signed)),
            ),
        ];
        (
            &site.id,
            object(
                parts
                    .into_iter()
                    .chain(sites::parts(scenario, &plan, r))
                    .chain(plan.ppa.site_to_json(scenario, r))
                    .chain(plan.leasing.site_to_json(scenario, r)),
            ),
        )
    });
    let retirements = scenario.cohorts.iter().enumerate().filter_map(|(e, cohort)| {
        let units = units_by_period(scenario, &plan.retired[e]);
        (!is_empty(&units)).then(|| {
            json!({
                "cohort": e,
                "site": scenario.sites[cohort.site.index()].id,
                "chip": scenario.chips[cohort.chip.index()].id,
                "units": units,
            })
        })
    });
    let jobs = scenario.jobs.iter().zip(&plan.jobs).filter_map(|(job, run)| {
        let run = run.as_ref()?;
        let run = json!({
            "chip": scenario.chips[usize::from(run.chip)].id,
            "site": scenario.sites[usize::from(run.site)].id,
            "units": by_block(scenario, &run.units),
        });
        Some((&job.id, run))
    });
    let chip_ids = || scenario.chips.iter().map(|chip| &chip.id);
    let site_ids = || scenario.sites.iter().map(|site| &site.id);
    let workload_ids = || scenario.workloads.iter().map(|workload| &workload.id);
    let demand_ids = || scenario.demand.iter().map(|line| &line.id);
    let blocks = |row: &Vec<Vec<f64>>| by_block(scenario, row);
    let assigned = plan.assigned.iter().map(|sites| {
        let sites = sites
            .iter()
            .map(|workloads| object(workload_ids().zip(workloads.iter().map(blocks))));
        object(site_ids().zip(sites))
    });
    let deployed = plan
        .deployed
        .iter()
        .map(|sites| object(site_ids().zip(sites.iter().map(|units| units_by_period(scenario, units)))));
    let served = plan
        .served
        .iter()
        .map(|sites| object(site_ids().zip(sites.iter().map(blocks))));
    let prices = object(demand_ids().zip(plan.prices.iter().map(blocks)));
    let mut written = json!({
        "format": FORMAT,
        "scenario": scenario.name,
        "sites": object(sites),
        "orders": object(chip_ids().zip(plan.ordered.iter().map(|units| units_by_period(scenario, units)))),
        "hub": object(chip_ids().zip(plan.hub.iter().map(|units| by_period(scenario, units)))),
        "deployments": object(chip_ids().zip(deployed)),
        "retirements": retirements.collect::<Value>(),
        "assignments": object(chip_ids().zip(assigned)),
        "served": object(demand_ids().zip(served)),
        "rented": object(demand_ids().zip(plan.rented.iter().map(blocks))),
        "unmet": object(demand_ids().zip(plan.unmet.iter().map(blocks))),
        "jobs": object(jobs),
    });
    let ported = scenario.workloads.iter().zip(&plan.ported);
    let ported = object(ported.map(|(workload, ported)| {
        let stacks = workload.stacks.others.iter().zip(ported);
        let started = stacks.filter_map(|(other, period)| period.map(|t| (&other.stack, label(t))));
        (&workload.id, object(started))
    }));
    // Parts that most plans do not have are left out where they are empty.
    let parts = [
        ("prices", prices),
        ("licences", plan.licences.to_json(scenario)),
        ("fallbacks", resilience::to_json(scenario, &plan.fallbacks)),
        ("ported", ported),
        ("finance", plan.finance.to_json(scenario)),
        ("contracts", plan.contracts.to_json(scenario)),
        ("rentals", plan.leasing.rentals_to_json(scenario)),
    ];
    if let Some(members) = written.as_object_mut() {
        let some = parts.into_iter().filter(|(_, part)| !is_empty(part));
        members.extend(some.map(|(key, part)| (key.to_owned(), part)));
    }
    if !plan.fleet_changes.is_empty() {
        written["fleet_changes"] = vintages::to_json(scenario, &plan);
    }
    written
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}

/// An object without its empty members.
pub(super) fn object<K: ToString>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    let entries = entries.into_iter().filter(|(_, value)| !is_empty(value));
    Value::Object(entries.map(|(key, value)| (key.to_string(), value)).collect())
}

/// The nonzero entries of a series by period label.
pub(super) fn by_period<T: Copy + Default + PartialEq + Into<Value>>(
    scenario: &Scenario,
    series: &[T],
) -> Value {
    let nonzero = scenario
        .horizon
        .labels
        .iter()
        .zip(series)
        .filter(|(_, value)| **value != T::default());
    object(nonzero.map(|(label, &value)| (label, value.into())))
}

/// A number of units, whole ones without decimals.
fn plain(units: f64) -> Value {
    match units as u64 {
        whole if whole as f64 == units => Value::from(whole),
        _ => Value::from(units),
    }
}

/// The same for units of chips: whole ones without decimals.
pub(super) fn units_by_period(scenario: &Scenario, units: &[f64]) -> Value {
    let labels = scenario.horizon.labels.iter().zip(units);
    let nonzero = labels.filter(|(_, units)| **units != 0.0);
    object(nonzero.map(|(label, &units)| (label, plain(units))))
}

/// Amounts by period and block of hours. With one block, the number stands for it.
pub(super) fn by_block(scenario: &Scenario, series: &[Vec<f64>]) -> Value {
    let blocks = |amounts: &Vec<f64>| match amounts[..] {
        [0.0] => json!({}),
        [amount] => amount.into(),
        _ => {
            let labelled = scenario.hours.labels.iter().zip(amounts);
            let nonzero = labelled.filter(|(_, amount)| **amount != 0.0);
            object(nonzero.map(|(label, &amount)| (label, amount.into())))
        }
    };
    object(scenario.horizon.labels.iter().zip(series.iter().map(blocks)))
}

/// Reads a plan of the scenario.
///
/// # Errors
/// An unknown key, id or period label, a value of the wrong type, another format or scenario.
pub fn from_json(scenario: &Scenario, value: &Value) -> Result<Plan, PlanJsonError> {
    let ids = Ids::new(scenario);
    let mut plan = Plan::empty(scenario);
    // What the file leaves out was not decided: existing sites, too, are open only if it says so.
    plan.opened.fill(None);
    let root = At {
        value,
        path: "plan".to_owned(),
    };
    let mut format = None;
    for (key, at) in root.members()? {
        match key {
            "format" => format = at.value.as_u64(),
            "scenario" => {
                let name = at.text()?;
                if name != scenario.name {
                    let message = format!(
                        "the plan is of scenario \"{name}\", expected \"{}\"",
                        scenario.name
                    );
                    return Err(at.error(message));
                }
            }
            "sites" => at.each(&ids.sites, "site", |r, at| {
                read_site(scenario, &ids, &mut plan, r, &at)
            })?,
            "orders" => at.each(&ids.chips, "chip", |c, at| {
                at.chip_units(&ids, scenario.chips[c].whole, &mut plan.ordered[c])
            })?,
            "hub" => at.each(&ids.chips, "chip", |c, at| at.amounts(&ids, &mut plan.hub[c]))?,
            "deployments" => at.each(&ids.chips, "chip", |c, at| {
                at.each(&ids.sites, "site", |r, at| {
                    at.chip_units(&ids, scenario.chips[c].whole, &mut plan.deployed[c][r])
                })
            })?,
            "fleet_changes" => plan.fleet_changes = vintages::read(scenario, &ids, &at)?,
            "retirements" => read_retirements(scenario, &ids, &mut plan, &at)?,
            "assignments" => at.each(&ids.chips, "chip", |c, at| {
                at.each(&ids.sites, "site", |r, at| {
                    at.each(&ids.workloads, "workload", |w, at| {
                        at.blocks(&ids, &mut plan.assigned[c][r][w])
                    })
                })
            })?,
            "served" => at.each(&ids.demand, "demand line", |d, at| {
                at.each(&ids.sites, "site", |r, at| {
                    at.blocks(&ids, &mut plan.served[d][r])
                })
            })?,
            "rented" => at.each(&ids.demand, "demand line", |d, at| {
                at.blocks(&ids, &mut plan.rented[d])
            })?,
            "prices" => at.each(&ids.demand, "demand line", |d, at| {
                if plan.prices[d].is_empty() {
                    return Err(at.error("the volume of this line does not answer to a price"));
                }
                at.blocks(&ids, &mut plan.prices[d])
            })?,
            "fallbacks" => {
                let labels: Vec<String> = contingencies(&scenario.resilience).map(|q| q.label()).collect();
                resilience::read(&ids, &labels, &mut plan.fallbacks, &at)?;
            }
            "unmet" => at.each(&ids.demand, "demand line", |d, at| {
                at.blocks(&ids, &mut plan.unmet[d])
            })?,
            "licences" => plan.licences.read(scenario, &ids, &at)?,
            "ported" => at.each(&ids.workloads, "workload", |w, at| {
                let others = scenario.workloads[w].stacks.others.iter();
                let stacks: Vec<&str> = others.map(|other| other.stack.as_str()).collect();
                at.each(&stacks, "further stack of the workload", |q, at| {
                    plan.ported[w][q] = Some(at.period(&ids)?);
                    Ok(())
                })
            })?,
            "contracts" => plan.contracts.read(scenario, &ids, &at)?,
            "rentals" => plan.leasing.read_rentals(scenario, &ids, &at)?,
            "jobs" => at.each(&ids.jobs, "training job", |j, at| {
                plan.jobs[j] = Some(read_run(scenario, &ids, &at)?);
                Ok(())
            })?,
            "finance" => plan.finance.read(scenario, &ids, &at)?,
            _ => return Err(at.error("unknown key")),
        }
    }
    match format {
        Some(FORMAT) => Ok(plan),
        _ => Err(root.error(format!("expected \"format\": {FORMAT}"))),
    }
}

fn read_site(
    scenario: &Scenario,
    ids: &Ids<'_>,
    plan: &mut Plan,
    r: usize,
    at: &At<'_>,
) -> Result<(), PlanJsonError> {
    let site = &scenario.sites[r];
    let leases: Vec<&str> = site.leases.iter().map(|lease| lease.id.as_str()).collect();
    for (key, at) in at.members()? {
        match key {
            "open_from" => plan.opened[r] = Some(at.period(ids)?),
            "halls" => {
                let designs: Vec<&str> = site
                    .halls
                    .iter()
                    .map(|hall| scenario.halls[hall.design.index()].id.as_str())
                    .collect();
                at.each(&designs, "hall design at this site", |k, at| {
                    at.units(ids, &mut plan.halls_started[r][k])
                })?;
            }
            "tranches" => {
                let tranches: Vec<&str> = site.tranches.iter().map(|tranche| tranche.id.as_str()).collect();
                at.each(&tranches, "tranche at this site", |g, at| {
                    plan.connected[r][g] = Some(at.period(ids)?);
                    Ok(())
                })?;
            }
            "leases" => {
                at.each(&leases, "lease offer at this site", |b, at| {
                    at.units(ids, &mut plan.leased[r][b])
                })?;
            }
            _ if plan.leasing.read_site(ids, (r, &leases), key, &at)? => {}
            _ if plan.ppa.read_site(ids, (r, site), key, &at)? => {}
            _ => sites::read(scenario, ids, plan, r, (key, &at))?,
        }
    }
    Ok(())
}

fn read_retirements(
    scenario: &Scenario,
    ids: &Ids<'_>,
    plan: &mut Plan,
    at: &At<'_>,
) -> Result<(), PlanJsonError> {
    let Some(list) = at.value.as_array() else {
        return Err(at.error("expected a list"));
    };
    for (i, value) in list.iter().enumerate() {
        let entry = At {
            value,
            path: format!("{}[{i}]", at.path),
        };
        let number = entry.member("cohort")?;
        let e = number.value.as_u64().and_then(|n| usize::try_from(n).ok());
        let Some((e, cohort)) = e.and_then(|e| scenario.cohorts.get(e).map(|cohort| (e, cohort))) else {
            let count = scenario.cohorts.len();
            return Err(number.error(format!("expected a cohort number below {count}")));
        };
        let chip = entry.member("chip")?.id(&ids.chips, "chip")?;
        let site = entry.member("site")?.id(&ids.sites, "site")?;
        if (chip, site) != (cohort.chip.index(), cohort.site.index()) {
            let (chip, site) = (ids.chips[cohort.chip.index()], ids.sites[cohort.site.index()]);
            return Err(entry.error(format!("cohort {e} is of chip {chip} at site {site}")));
        }
        let whole = scenario.chips[chip].whole;
        entry
            .member("units")?
            .chip_units(ids, whole, &mut plan.retired[e])?;
    }
    Ok(())
}

fn read_run(scenario: &Scenario, ids: &Ids<'_>, at: &At<'_>) -> Result<JobRun, PlanJsonError> {
    let mut units = vec![vec![0.0; scenario.hours.len()]; scenario.horizon.len()];
    let chip = at.member("chip")?.id(&ids.chips, "chip")?;
    let site = at.member("site")?.id(&ids.sites, "site")?;
    at.member("units")?.blocks(ids, &mut units)?;
    Ok(JobRun {
        chip: chip as u16,
        site: site as u16,
        units,
    })
}
