//! Necessary conditions that cost no solve: what must be served against what there can be.
//!
//! Each compares the least that is needed with the most that is possible, so a finding means that no plan
//! exists; silence proves nothing.

use super::facts::{Facts, fit_set, selects_chip, selects_site};
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{BudgetKind, Chip, DemandLine, Site, SiteHall, TrainingJob};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "floor-over-power",
        severity: Severity::Error,
        title: "Power and halls of the sites that may serve a market carry its service floors",
        hint: "lower the `service_floor`, allow `rent`, or give the sites more or earlier power and halls",
        run: floor_over_power,
    },
    Check {
        id: "floor-over-supply",
        severity: Severity::Error,
        title: "Chips that can arrive in time carry the service floors of every workload",
        hint: "lower the `service_floor`, allow `rent`, or raise the `supply` of chips that the rules permit",
        run: floor_over_supply,
    },
    Check {
        id: "commitments-over-budget",
        severity: Severity::Error,
        title: "Budgets pay for the sites that must be opened",
        hint: "raise the budget, carry more over, or commit fewer sites",
        run: commitments_over_budget,
    },
    Check {
        id: "job-impossible",
        severity: Severity::Error,
        title: "Chips and places for every training job that must be done can exist in its window",
        hint: "check the job's `chips`, `places`, `min_chips` and window, or give it an `unmet_penalty` instead",
        run: |facts| jobs(facts, true),
    },
    Check {
        id: "job-out-of-reach",
        severity: Severity::Warning,
        title: "Chips and places for every training job can exist in its window",
        hint: "check the job's `chips`, `places`, `min_chips` and window; as it is, its penalty will be paid",
        run: |facts| jobs(facts, false),
    },
];

/// Volume of a line that its own fleet must serve at the peak of a period.
fn own_floor(facts: &Facts<'_>, line: &DemandLine, t: usize) -> f64 {
    let volume = line.volume.get(t).map_or(0.0, |volume| volume.value());
    let rented = match &line.rent {
        None => 0.0,
        Some(rent) => rent
            .at_most
            .as_ref()
            .map_or(f64::INFINITY, |most| most.get(t).map_or(0.0, |most| most.value())),
    };
    let peak = facts
        .s
        .workloads
        .get(line.workload.index())
        .map_or(1.0, |workload| workload.peak);
    (volume * super::demand::least_asked(line, t) * line.service_floor - rented).max(0.0) * peak
}

/// Volume that one unit carries, failures counted.
fn carries(chip: &Chip, workload: usize) -> f64 {
    chip.throughput.get(workload).map_or(0.0, |volume| volume.value()) * chip.availability
}

/// Most IT power, in MW, that a site can have in a period: by grid and by halls, plus leases.
fn it_power(facts: &Facts<'_>, site: &Site, t: usize) -> f64 {
    if t < site.earliest.index() {
        return 0.0;
    }
    let ready = |tranche: &&crate::scenario::types::Tranche| {
        let ordered = tranche.earliest.max(site.earliest).index() + usize::from(tranche.lead_periods);
        tranche.terms.energised.map_or(ordered, |from| from.index()) <= t
    };
    let grid = site.power.get(t).map_or(0.0, |power| power.value())
        + site
            .tranches
            .iter()
            .filter(ready)
            .map(|tranche| tranche.capacity.value())
            .sum::<f64>();
    let counts: Vec<(&SiteHall, f64)> = site
        .halls
        .iter()
        .map(|hall| {
            let can_build = site.earliest.index() + usize::from(hall.build_periods) <= t;
            let count = if can_build {
                hall.max.map_or(f64::INFINITY, f64::from)
            } else {
                hall.possible(t)
            };
            (hall, count)
        })
        .collect();
    // A hall may be converted into any other.
    let all: f64 = counts.iter().map(|(_, count)| *count).sum();
    let halls: f64 = counts
        .into_iter()
        .map(|(hall, count)| {
            let convertible = !site.construction.retrofits.is_empty();
            let count = if convertible { all } else { count };
            let power = facts
                .s
                .halls
                .get(hall.design.index())
                .map_or(0.0, |design| design.it_power.value());
            if count > 0.0 {
                count * power * (1.0 - site.derating)
            } else {
                0.0
            }
        })
        .sum();
    let leased = |lease: &&crate::scenario::types::LeaseOffer| lease.earliest.index() <= t;
    let leases: f64 = site
        .leases
        .iter()
        .filter(leased)
        .map(|lease| lease.it_power.value() * lease.most_blocks())
        .sum();
    (grid * (1.0 - site.reserve_margin) / site.pue_hot).min(halls) + leases
}

/// Least IT power, in MW, for one unit of a line's volume at the sites that may serve it.
fn least_power(facts: &Facts<'_>, index: usize, line: &DemandLine, t: usize) -> Option<f64> {
    let mut least: Option<f64> = None;
    for (c, chip) in facts.s.chips.iter().enumerate() {
        let volume = carries(chip, line.workload.index());
        let there = |site: usize| facts.serves(index, site) && facts.can_be_at(c, site, t);
        if volume > 0.0 && (0..facts.s.sites.len()).any(there) {
            let power = chip.power.value() * chip.diversity / volume;
            least = Some(least.map_or(power, |least| least.min(power)));
        }
    }
    least
}

fn floor_over_power(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    let markets = s
        .markets
        .iter()
        .enumerate()
        .map(|(m, market)| (Some(m), join("markets", &market.id), market.id.as_str()));
    for (market, path, name) in markets.chain([(None, "demand".to_owned(), "all markets together")]) {
        let lines: Vec<(usize, &DemandLine)> = s
            .demand
            .iter()
            .enumerate()
            .filter(|(_, line)| market.is_none_or(|m| line.market.index() == m))
            .collect();
        let sites: Vec<(usize, &Site)> = s
            .sites
            .iter()
            .enumerate()
            .filter(|(r, _)| lines.iter().any(|(d, _)| facts.serves(*d, *r)))
            .collect();
        let short = (0..facts.periods)
            .find_map(|t| power_gap(facts, &lines, &sites, t).map(|(need, most)| (t, need, most)));
        if let Some((t, need, most)) = short {
            let (label, count) = (facts.label(t), sites.len());
            let message = if need.is_finite() {
                format!(
                    "{name} needs {need:.2} MW of IT power in {label} for its service floors, with the most power-efficient \
                     chips permitted; the sites that may serve it ({count}) can have at most {most:.2} MW"
                )
            } else {
                format!(
                    "{name} has service floors in {label}, but no permitted chip can stand at the sites that may serve it ({count})"
                )
            };
            findings.push(found(path, message));
        }
    }
    // The sum over all markets says nothing new where one of them is short already.
    if findings.len() > 1 {
        findings.retain(|finding| finding.path != "demand");
    }
    findings
}

/// Power needed and the most there can be, if that is too little.
fn power_gap(
    facts: &Facts<'_>,
    lines: &[(usize, &DemandLine)],
    sites: &[(usize, &Site)],
    t: usize,
) -> Option<(f64, f64)> {
    if sites.is_empty() {
        return None; // `demand-unservable` says it.
    }
    let mut need = 0.0;
    let workloads = facts.s.workloads.len();
    for workload in 0..workloads {
        let of_workload = || lines.iter().filter(|(_, line)| line.workload.index() == workload);
        let blocks: f64 = sites
            .iter()
            .filter(|(_, site)| t >= site.earliest.index())
            .map(|(_, site)| site.blocks.get(workload).map_or(0.0, |block| block.value()))
            .sum();
        let rented = rented(facts, workload, t, |r| sites.iter().any(|(site, _)| *site == r));
        let floor: f64 = of_workload().map(|(_, line)| own_floor(facts, line, t)).sum();
        let volume = floor - blocks - rented;
        if volume <= 1e-9 {
            continue;
        }
        // The best chip of any of the lines: a lower bound for each of them.
        let powers = of_workload().filter_map(|(index, line)| least_power(facts, *index, line, t));
        let least = powers.fold(f64::INFINITY, f64::min);
        need += volume * least;
    }
    let most: f64 = sites.iter().map(|(_, site)| it_power(facts, site, t)).sum();
    (need > most * (1.0 + 1e-9) + 1e-9).then_some((need, most))
}

/// Most units of a chip in service in a period: those bought before the horizon and all that can arrive within
/// its life. `None` is unlimited.
fn most_units(facts: &Facts<'_>, c: usize, t: usize) -> Option<f64> {
    let chip = facts.s.chips.get(c)?;
    let standing: f64 = facts
        .s
        .cohorts
        .iter()
        .filter(|cohort| cohort.chip.index() == c && usize::from(cohort.ends) > t)
        .map(|cohort| f64::from(cohort.units))
        .sum();
    let Some((first, last)) = chip.available else {
        return Some(standing);
    };
    let somewhere =
        |period: usize| (0..facts.s.sites.len()).any(|r| facts.fits(c, r) && facts.permitted(c, r, period));
    // Units may wait in a hub, so those that arrived before the life began may still be young.
    let born = if chip.hub {
        0
    } else {
        (t + 1).saturating_sub(usize::from(chip.life))
    };
    let window = born.max(first.index())..=t.min(last.index());
    if !(first.index().max(born)..=t).any(somewhere) {
        return Some(standing);
    }
    let supply = chip.supply.as_ref();
    let arriving = supply.map(|supply| supply.get(window).map_or(0.0, |units| units.iter().sum::<f64>()));
    arriving.map(|units| standing + units * (1.0 - least_loss(facts, c, chip)))
}

/// Least share lost of the units of a chip, by its contracts if it has any.
fn least_loss(facts: &Facts<'_>, c: usize, chip: &Chip) -> f64 {
    let contracts = facts.s.contracts.iter().filter(|l| l.chip.index() == c);
    contracts.map(|l| l.loss).fold(chip.loss, f64::min)
}

/// Most volume that rented units carry at some of the sites in a period.
fn rented(facts: &Facts<'_>, workload: usize, t: usize, at: impl Fn(usize) -> bool) -> f64 {
    let offers = facts.s.rentals.iter().filter(|offer| at(offer.site.index()));
    let carried = offers.filter_map(|offer| {
        let chip = facts.s.chips.get(offer.chip.index())?;
        let volume = carries(chip, workload);
        (volume > 0.0).then(|| offer.most(t) * volume)
    });
    carried.filter(|volume| *volume > 0.0).sum()
}

fn floor_over_supply(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for (w, workload) in s.workloads.iter().enumerate() {
        let lines = || {
            s.demand
                .iter()
                .enumerate()
                .filter(|(_, line)| line.workload.index() == w)
        };
        for t in 0..facts.periods {
            let need: f64 = lines().map(|(_, line)| own_floor(facts, line, t)).sum();
            let blocks: f64 = s
                .sites
                .iter()
                .filter_map(|site| site.blocks.get(w))
                .map(|block| block.value())
                .sum();
            let useful =
                |c: usize, chip: &Chip| carries(chip, w) > 0.0 && most_units(facts, c, t) != Some(0.0);
            let mut most = blocks + rented(facts, w, t, |_| true);
            for (c, chip) in s.chips.iter().enumerate().filter(|(c, chip)| useful(*c, chip)) {
                most += most_units(facts, c, t).map_or(f64::INFINITY, |units| units * carries(chip, w));
            }
            if need > most * (1.0 + 1e-9) + 1e-9 {
                let message = format!(
                    "{} needs {need:.3} {} in {} for its service floors; the chips that can be in service by then carry at most {most:.3}",
                    workload.id,
                    workload.unit,
                    facts.label(t)
                );
                findings.push(found(join("workloads", &workload.id), message));
                break;
            }
        }
    }
    findings
}

fn commitments_over_budget(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for budget in s.budgets.iter().filter(|budget| budget.kind != BudgetKind::Opex) {
        let counted = |index: usize, site: &Site| selects_site(&budget.places, index, site);
        for window in &budget.windows {
            let t = window.last.index();
            let due = s.sites.iter().enumerate().filter(|(index, site)| {
                !site.existing && site.committed.is_some_and(|by| by.index() <= t) && counted(*index, site)
            });
            let cheapest = |site: &Site| {
                let by = site.committed.map_or(0, |by| by.index());
                let costs = site.opening_cost.get(site.earliest.index()..=by);
                costs.map_or(0.0, |costs| {
                    costs
                        .iter()
                        .map(|cost| cost.value())
                        .fold(f64::INFINITY, f64::min)
                })
            };
            let need: f64 = due.map(|(_, site)| cheapest(site)).sum();
            // Spending may fall in any window so far: more than their sum can never have been spent.
            let money: f64 = budget
                .windows
                .iter()
                .filter(|w| w.last <= window.last)
                .map(|w| w.at_most.value())
                .sum();
            if need > money * (1.0 + 1e-9) + 1e-9 {
                let message = format!(
                    "the sites that must be open by {} cost at least {need:.2} MUSD; the budget {} allows {money:.2} MUSD until then",
                    facts.label(t),
                    budget.id
                );
                findings.push(found(join(&join("budget", &budget.id), "at_most"), message));
                break;
            }
        }
    }
    findings
}

fn jobs(facts: &Facts<'_>, must: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for job in facts
        .s
        .jobs
        .iter()
        .filter(|job| job.unmet_penalty.is_none() == must)
    {
        if let Some(reason) = job_obstacle(facts, job) {
            findings.push(found(
                join("jobs", &job.id),
                format!("the job {} cannot be done: {reason}", job.id),
            ));
        }
    }
    findings
}

/// Why a job cannot be done on any one chip at any one site.
fn job_obstacle(facts: &Facts<'_>, job: &TrainingJob) -> Option<String> {
    let s = facts.s;
    let sites = || {
        s.sites
            .iter()
            .enumerate()
            .filter(|(index, site)| selects_site(&job.places, *index, site))
    };
    let chips = || {
        s.chips
            .iter()
            .enumerate()
            .filter(|(index, chip)| selects_chip(&job.chips, *index, chip) && chip.training.is_some())
    };
    if sites().next().is_none() {
        return Some("it may run at none of the sites".to_owned());
    }
    if chips().next().is_none() {
        return Some("none of the chips in use that it may run on can train".to_owned());
    }
    let (mut most_chips, mut most_work) = (0.0_f64, 0.0_f64);
    for (c, chip) in chips() {
        for (r, site) in sites() {
            let (mut work, mut at_once) = (0.0, 0.0_f64);
            for t in job.start.index()..=job.deadline.index() {
                let units = units_at(facts, c, chip, (r, site), t);
                at_once = at_once.max(units * f64::from(chip.chips_per_unit));
                let years = s.horizon.length.get(t).map_or(0.0, |length| length.value());
                work += chip.training.map_or(0.0, |speed| speed.value()) * 31.536 * years * units;
            }
            (most_chips, most_work) = (most_chips.max(at_once), most_work.max(work));
        }
    }
    if most_chips < job.min_chips * (1.0 - 1e-9) {
        return Some(format!(
            "it needs {:.0} chips of one kind at one site at once; at most {most_chips:.0} can work in its window",
            job.min_chips
        ));
    }
    if most_work < job.work.value() * (1.0 - 1e-9) {
        return Some(format!(
            "it has {:.1} ZFLOP to do; one kind of chip at one site can do at most {most_work:.1} in its window",
            job.work.value()
        ));
    }
    None
}

/// Most working units of a chip at a site in a period, by supply and by power.
fn units_at(facts: &Facts<'_>, c: usize, chip: &Chip, (r, site): (usize, &Site), t: usize) -> f64 {
    if !facts.can_be_at(c, r, t) {
        return 0.0;
    }
    let offers = facts.s.rentals.iter();
    let here = offers.filter(|offer| (offer.chip.index(), offer.site.index()) == (c, r));
    let rented: f64 = here.map(|offer| offer.most(t)).sum();
    let own = if fit_set(facts.s, chip, site).contains(&true) {
        let by_power = it_power(facts, site, t) / (chip.power.value() * chip.diversity);
        by_power.min(most_units(facts, c, t).unwrap_or(f64::INFINITY))
    } else {
        0.0
    };
    (own + rented) * chip.availability
}
