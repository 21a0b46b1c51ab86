//! Demand that nothing can serve, or that is not worth serving.

use super::facts::Facts;
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{Chip, DemandLine, Site};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "no-demand",
        severity: Severity::Warning,
        title: "There is demand or a training job",
        hint: "add `demand` or `jobs`; without any the best plan is to do nothing",
        run: |facts| {
            let none = facts.s.demand.is_empty() && facts.s.jobs.is_empty();
            Vec::from_iter(none.then(|| found("name", "there is neither demand nor a training job")))
        },
    },
    Check {
        id: "demand-unservable",
        severity: Severity::Error,
        title: "Demand that must be served can be served from some site or bought in",
        hint: "relax the workload's `latency`, the `residency` or the `service_floor`, or add `rent`",
        run: |facts| unreachable(facts, true),
    },
    Check {
        id: "demand-without-site",
        severity: Severity::Warning,
        title: "Some site may serve every demand line",
        hint: "relax the workload's `latency` or the `residency`, or add a nearer site; otherwise it stays unmet or bought in",
        run: |facts| unreachable(facts, false),
    },
    Check {
        id: "demand-without-chip",
        severity: Severity::Warning,
        title: "Some chip or raw capacity can run every workload that is in demand",
        hint: "give a chip in use a throughput for it, or take such a chip into `chips.use`",
        run: without_chip,
    },
    Check {
        id: "not-worth-serving",
        severity: Severity::Warning,
        title: "Leaving demand unmet is not cheaper than the cheapest way to serve it",
        hint: "check the unit of `unmet_penalty` (and of `revenue`), or accept that this line will stay unmet",
        run: not_worth_serving,
    },
];

/// Largest volume that must be served and cannot be bought in.
fn forced(line: &DemandLine) -> f64 {
    let forced = |t: usize, volume: f64| {
        let floor = volume * line.service_floor * least_asked(line, t);
        match &line.rent {
            None => floor,
            Some(rent) => match &rent.at_most {
                None => 0.0,
                Some(at_most) => floor - at_most.get(t).map_or(0.0, |most| most.value()),
            },
        }
    };
    line.volume
        .iter()
        .enumerate()
        .map(|(t, volume)| forced(t, volume.value()))
        .fold(0.0, f64::max)
}

/// Share of a line's volume that is asked for in `t` at its highest price; no more than all of it, as at the price given.
pub(super) fn least_asked(line: &DemandLine, t: usize) -> f64 {
    let base = line.revenue.get(t).map_or(0.0, |price| price.value());
    let highest = line.side.price.as_ref().and_then(|response| {
        let highest = response.most.get(t)?.value();
        Some(1.0 + response.elasticity * (highest / base - 1.0))
    });
    highest.filter(|_| base > 0.0).unwrap_or(1.0).clamp(0.0, 1.0)
}

fn unreachable(facts: &Facts<'_>, must: bool) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for (index, line) in s.demand.iter().enumerate() {
        let reachable = (0..s.sites.len()).any(|site| facts.serves(index, site));
        let wanted = line.volume.iter().any(|volume| volume.value() > 0.0);
        if reachable || !wanted || (forced(line) > 1e-9) != must {
            continue;
        }
        let consequence = if must {
            format!("{:.0} % of it must be served", line.service_floor * 100.0)
        } else {
            "it can only stay unmet or be bought in".to_owned()
        };
        let message = format!(
            "no site may serve {}: {}; {consequence}",
            line.id,
            reason(facts, line)
        );
        findings.push(found(join("demand", &line.id), message));
    }
    findings
}

/// Why no site may serve a line.
fn reason(facts: &Facts<'_>, line: &DemandLine) -> String {
    let s = facts.s;
    let (market, workload) = (
        s.markets.get(line.market.index()),
        s.workloads.get(line.workload.index()),
    );
    let (Some(market), Some(budget)) = (market, workload.and_then(|workload| workload.latency)) else {
        return "none lies where its data may be".to_owned();
    };
    let known = market
        .latency
        .iter()
        .zip(&s.sites)
        .filter_map(|(time, site)| Some((time.as_ref()?.value(), site)));
    let Some((nearest, site)) = known.min_by(|a, b| a.0.total_cmp(&b.0)) else {
        return format!("no round-trip time from {} to any site is known", market.id);
    };
    if nearest > budget.value() {
        format!(
            "the nearest to {}, {}, is {nearest} ms away, and at most {} ms are allowed",
            market.id,
            site.id,
            budget.value()
        )
    } else {
        "those near enough lie where its data may not be".to_owned()
    }
}

fn without_chip(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for (index, workload) in s.workloads.iter().enumerate() {
        let wanted = s
            .demand
            .iter()
            .any(|line| line.workload.index() == index && line.volume.iter().any(|v| v.value() > 0.0));
        let carried = |volumes: &Vec<crate::scenario::Volume>| {
            volumes.get(index).is_some_and(|volume| volume.value() > 0.0)
        };
        let runs = s.chips.iter().any(|chip| carried(&chip.throughput))
            || s.sites.iter().any(|site| carried(&site.blocks));
        if wanted && !runs {
            findings.push(found(
                join("workloads", &workload.id),
                format!("no chip in use and no site can run {}", workload.id),
            ));
        }
    }
    findings
}

/// Least cost in MUSD of one unit of volume for a year on a chip at a site: its cheapest price spread over its
/// life (nothing for units that stand there already), maintenance and energy.
fn unit_cost(chip: &Chip, site: &Site, throughput: f64, stands: bool, years: f64) -> f64 {
    let price = chip
        .price
        .iter()
        .map(|price| price.value())
        .fold(f64::INFINITY, f64::min);
    let life = f64::from(chip.life) * years;
    let bought = if stands {
        0.0
    } else {
        (price + chip.install_cost.value()) / life
    };
    let energy = site
        .energy_price
        .iter()
        .map(|price| price.value())
        .fold(f64::INFINITY, f64::min);
    let energy = energy * chip.power.value() * chip.utilisation * site.pue * 8760.0 * 1e-6;
    (bought + chip.maintenance.value() + energy) / (throughput * chip.availability)
}

fn not_worth_serving(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let years = s.horizon.length.first().map_or(1.0, |length| length.value());
    let mut findings = Vec::new();
    for (index, line) in s.demand.iter().enumerate() {
        let Some(workload) = s.workloads.get(line.workload.index()) else {
            continue;
        };
        let mut cheapest = f64::INFINITY;
        for (r, site) in s
            .sites
            .iter()
            .enumerate()
            .filter(|(r, _)| facts.serves(index, *r))
        {
            if site
                .blocks
                .get(line.workload.index())
                .is_some_and(|block| block.value() > 0.0)
            {
                cheapest = 0.0;
            }
            for (c, chip) in s.chips.iter().enumerate() {
                let throughput = chip
                    .throughput
                    .get(line.workload.index())
                    .map_or(0.0, |volume| volume.value());
                if throughput > 0.0 && facts.can_be_at(c, r, facts.periods.saturating_sub(1)) {
                    let stands = s
                        .cohorts
                        .iter()
                        .any(|cohort| cohort.chip.index() == c && cohort.site.index() == r);
                    let serve = line.serve_cost.get(r).map_or(0.0, |cost| cost.value());
                    cheapest = cheapest
                        .min(unit_cost(chip, site, throughput, stands, years) * workload.peak + serve);
                }
            }
        }
        let worth = line
            .unmet_penalty
            .iter()
            .zip(&line.revenue)
            .map(|(penalty, revenue)| penalty.value() + revenue.value());
        let highest = line.side.price.iter().flat_map(|response| &response.most);
        let worth = worth.chain(highest.map(|price| price.value()));
        let worth = worth.fold(0.0, f64::max);
        if cheapest.is_finite() && worth < cheapest && line.service_floor < 1.0 {
            findings.push(found(
                join(&join("demand", &line.id), "unmet_penalty"),
                format!(
                    "serving {} is worth at most {worth:.4} MUSD per {} and year, and costs at least {cheapest:.4}",
                    line.id, workload.unit
                ),
            ));
        }
    }
    findings
}
