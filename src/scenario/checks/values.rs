//! Values outside the range in which they mean anything.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use super::{construction, rules, stacks};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "negative-value",
        severity: Severity::Error,
        title: "Capacities, volumes, prices and costs are not negative",
        hint: "write an amount of 0 or more; what earns money belongs in `revenue`",
        run: negative,
    },
    Check {
        id: "not-positive",
        severity: Severity::Error,
        title: "Sizes of blocks, halls and units, exchange volumes and peaks are above zero",
        hint: "a size of zero would make the thing free or endless",
        run: not_positive,
    },
    Check {
        id: "share-out-of-range",
        severity: Severity::Error,
        title: "Shares lie between 0 % and 100 %",
        hint: "a share is written `9 %`, not `0.09 %` or `900 %`",
        run: shares,
    },
    Check {
        id: "pue-below-one",
        severity: Severity::Error,
        title: "A PUE is at least 1: a site buys no less energy than its IT uses",
        hint: "PUE is total energy over IT energy; typical values are 1.1 to 1.6",
        run: |facts| {
            pue(
                facts,
                |pue, _| pue < 1.0,
                |pue, _| format!("PUE {pue}; expected 1 or more"),
            )
        },
    },
    Check {
        id: "pue-hot-below-mean",
        severity: Severity::Error,
        title: "The PUE of the hottest day is not below the mean PUE",
        hint: "raise `pue_hot`, or leave it out to use `pue`",
        run: |facts| {
            pue(
                facts,
                |pue, hot| hot < pue,
                |pue, hot| format!("PUE {hot} on the hottest day is below the mean PUE {pue}"),
            )
        },
    },
    Check {
        id: "spend-profile-sum",
        severity: Severity::Error,
        title: "The spend profile of a hall design adds up to 100 %",
        hint: "for two periods: `spend_profile: [50 %, 50 %]`",
        run: spend_profile,
    },
    Check {
        id: "discount-rate-unusual",
        severity: Severity::Warning,
        title: "The discount rate lies between 0 % and 50 % a year",
        hint: "`wacc` is the nominal rate per year: `9 %`",
        run: |facts| {
            let wacc = facts.s.operator.wacc;
            let usual = (0.0..=0.5).contains(&wacc);
            Vec::from_iter((!usual).then(|| {
                found(
                    "operator.wacc",
                    format!("a discount rate of {} % a year", percent(wacc)),
                )
            }))
        },
    },
];

/// A value of the scenario with its path and unit; series give their lowest value.
struct Value {
    path: String,
    lowest: f64,
    unit: &'static str,
}

fn lowest<T: Copy>(series: &[T], value: fn(T) -> f64) -> f64 {
    series.iter().map(|&x| value(x)).fold(f64::INFINITY, f64::min)
}

/// Takes a share: base path, key, share.
pub(super) type Shares<'a> = dyn FnMut(&str, &str, f64) + 'a;

/// Takes a number that must be above zero: base path, key, number, unit.
pub(super) type Positive<'a> = dyn FnMut(&str, &str, f64, &str) + 'a;

/// Collects values under a base path.
pub(super) struct Values(Vec<Value>);

impl Values {
    pub(super) fn add(&mut self, base: &str, key: &str, lowest: f64, unit: &'static str) {
        if lowest < 0.0 {
            self.0.push(Value {
                path: join(base, key),
                lowest,
                unit,
            });
        }
    }
}

fn negative(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut values = Values(Vec::new());
    for hall in &s.halls {
        let base = join("hall_designs", &hall.id);
        values.add(&base, "footprint", hall.footprint.value(), "ha");
        values.add(&base, "running_cost", hall.running_cost.value(), "MUSD/year");
    }
    for site in &s.sites {
        site_values(site, &mut values);
        construction::negative(facts, site, &mut values);
        for hall in &site.halls {
            let id = s
                .halls
                .get(hall.design.index())
                .map_or("", |design| design.id.as_str());
            let base = join(&join(&join("sites", &site.id), "halls"), id);
            values.add(&base, "cost", lowest(&hall.cost, |x| x.value()), "MUSD");
        }
    }
    for chip in &s.chips {
        let base = join("chip_catalogue", &chip.id);
        values.add(&base, "price", lowest(&chip.price, |x| x.value()), "MUSD");
        values.add(&base, "install_cost", chip.install_cost.value(), "MUSD");
        values.add(&base, "maintenance", chip.maintenance.value(), "MUSD/year");
        values.add(&base, "tpp", chip.tpp, "TPP");
        values.add(
            &base,
            "training_speed",
            chip.training.map_or(0.0, |speed| speed.value()),
            "PFLOP/s",
        );
        values.add(
            &base,
            "supply",
            chip.supply.as_deref().map_or(0.0, |supply| lowest(supply, |x| x)),
            "units",
        );
        values.add(
            &base,
            "throughput",
            lowest(&chip.throughput, |x| x.value()),
            "of a workload",
        );
    }
    for pool in &s.pools {
        let base = join("pools", &pool.id);
        values.add(&base, "at_most", lowest(&pool.at_most, |x| x), "per period");
        values.add(
            &base,
            "members",
            pool.members.iter().map(|(_, amount)| *amount).fold(0.0, f64::min),
            "per unit",
        );
    }
    demand_values(facts, &mut values);
    for budget in &s.budgets {
        let base = join("budget", &budget.id);
        let least = budget
            .windows
            .iter()
            .map(|window| window.at_most.value())
            .fold(f64::INFINITY, f64::min);
        values.add(&base, "at_most", least, "MUSD");
        values.add(
            &base,
            "carry_limit",
            budget.carry_limit.map_or(0.0, |limit| limit.value()),
            "MUSD",
        );
    }
    if let Some(openings) = &s.openings_per_period {
        values.add("limits", "openings_per_period", lowest(openings, |x| x), "sites");
    }
    values
        .0
        .into_iter()
        .map(|v| {
            found(
                v.path,
                format!("{} {} is negative; expected 0 or more", v.lowest, v.unit),
            )
        })
        .collect()
}

fn site_values(site: &crate::scenario::types::Site, values: &mut Values) {
    let base = join("sites", &site.id);
    values.add(
        &base,
        "opening_cost",
        lowest(&site.opening_cost, |x| x.value()),
        "MUSD",
    );
    values.add(&base, "fixed_cost", site.fixed_cost.value(), "MUSD/year");
    values.add(&base, "land", site.land.map_or(0.0, |land| land.value()), "ha");
    values.add(&base, "contractor", site.contractor.unwrap_or(0.0), "halls");
    values.add(&base, "power", lowest(&site.power, |x| x.value()), "MW");
    values.add(
        &base,
        "energy_price",
        lowest(&site.energy_price, |x| x.value()),
        "USD/MWh",
    );
    values.add(
        &base,
        "blocks",
        lowest(&site.blocks, |x| x.value()),
        "of a workload",
    );
    for tranche in &site.tranches {
        let base = join(&join(&base, "tranches"), &tranche.id);
        values.add(&base, "deposit", tranche.deposit.value(), "MUSD");
        values.add(&base, "charge", tranche.charge.value(), "MUSD/MW/year");
        construction::negative_terms(&base, tranche, values);
    }
    for lease in &site.leases {
        let base = join(&join(&base, "leases"), &lease.id);
        values.add(
            &base,
            "price",
            lowest(&lease.price, |x| x.value()),
            "MUSD/MW/year",
        );
        values.add(&base, "racks", lease.racks, "racks");
    }
}

fn demand_values(facts: &Facts<'_>, values: &mut Values) {
    let s = facts.s;
    for line in &s.demand {
        let base = join("demand", &line.id);
        values.add(
            &base,
            "volume",
            lowest(&line.volume, |x| x.value()),
            "of the workload's unit",
        );
        values.add(
            &base,
            "unmet_penalty",
            lowest(&line.unmet_penalty, |x| x.value()),
            "MUSD/unit/year",
        );
        values.add(
            &base,
            "revenue",
            lowest(&line.revenue, |x| x.value()),
            "MUSD/unit/year",
        );
        values.add(
            &base,
            "serve_cost",
            lowest(&line.serve_cost, |x| x.value()),
            "MUSD/unit/year",
        );
        if let Some(rent) = &line.rent {
            values.add(
                &join(&base, "rent"),
                "price",
                lowest(&rent.price, |x| x.value()),
                "MUSD/unit/year",
            );
            let most = rent
                .at_most
                .as_deref()
                .map_or(0.0, |most| lowest(most, |x| x.value()));
            values.add(&join(&base, "rent"), "at_most", most, "of the workload's unit");
        }
    }
    for market in &s.markets {
        let times = market.latency.iter().flatten().map(|time| time.value());
        values.add(
            &join("markets", &market.id),
            "latency",
            times.fold(0.0, f64::min),
            "ms",
        );
    }
    for job in &s.jobs {
        let base = join("jobs", &job.id);
        values.add(&base, "min_chips", job.min_chips, "chips");
        values.add(
            &base,
            "unmet_penalty",
            job.unmet_penalty.map_or(0.0, |penalty| penalty.value()),
            "MUSD",
        );
        values.add(&base, "revenue", job.revenue.value(), "MUSD");
    }
    let mut add =
        |base: &str, key: &str, lowest: f64, unit: &'static str| values.add(base, key, lowest, unit);
    stacks::amounts(facts, &mut add);
    rules::amounts(facts, &mut add);
}

fn not_positive(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    let mut check = |base: &str, key: &str, value: f64, unit: &str| {
        if value <= 0.0 {
            findings.push(found(
                join(base, key),
                format!("{value} {unit}; expected more than 0"),
            ));
        }
    };
    for hall in &s.halls {
        let base = join("hall_designs", &hall.id);
        check(&base, "it_power", hall.it_power.value(), "MW");
        check(&base, "racks", hall.racks, "racks");
        check(
            &base,
            "rack_density",
            hall.rack_density.map_or(1.0, |density| density.value()),
            "MW",
        );
    }
    for site in &s.sites {
        construction::positive(facts, site, &mut check);
        for tranche in &site.tranches {
            let base = join(&join(&join("sites", &site.id), "tranches"), &tranche.id);
            check(&base, "capacity", tranche.capacity.value(), "MW");
        }
        for lease in &site.leases {
            let base = join(&join(&join("sites", &site.id), "leases"), &lease.id);
            check(&base, "block", lease.it_power.value(), "MW");
        }
    }
    for chip in &s.chips {
        let base = join("chip_catalogue", &chip.id);
        check(&base, "power", chip.power.value(), "MW");
        check(&base, "racks", chip.racks, "racks");
        check(&base, "chips_per_unit", f64::from(chip.chips_per_unit), "chips");
        check(&base, "diversity", chip.diversity, "of nameplate power");
        check(&base, "availability", chip.availability, "of the time");
    }
    for workload in &s.workloads {
        check(
            &join("workloads", &workload.id),
            "peak",
            workload.peak,
            "times the mean",
        );
    }
    for job in &s.jobs {
        check(&join("jobs", &job.id), "work", job.work.value(), "ZFLOP");
    }
    findings
}

fn shares(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    let mut check = |base: &str, key: &str, share: f64| {
        if !(0.0..=1.0).contains(&share) {
            findings.push(found(
                join(base, key),
                format!("a share of {} %; expected 0 % to 100 %", percent(share)),
            ));
        }
    };
    for site in &s.sites {
        let base = join("sites", &site.id);
        check(&base, "reserve_margin", site.reserve_margin);
        check(&base, "derating", site.derating);
        construction::shares(facts, site, &mut check);
    }
    for chip in &s.chips {
        let base = join("chip_catalogue", &chip.id);
        check(&base, "diversity", chip.diversity);
        check(&base, "utilisation", chip.utilisation);
        check(&base, "loss", chip.loss);
        check(&base, "availability", chip.availability);
    }
    for line in &s.demand {
        let base = join("demand", &line.id);
        check(&base, "service_floor", line.service_floor);
        check(
            &join(&base, "residency"),
            "share",
            line.residency.as_ref().map_or(1.0, |residency| residency.share),
        );
        if let Some(churn) = line.side.churn {
            check(&join(&base, "churn"), "leave", churn.leave);
            check(&join(&base, "churn"), "back", churn.back);
        }
    }
    for budget in &s.budgets {
        check(&join("budget", &budget.id), "carry_over", budget.carry_over);
    }
    stacks::shares(facts, &mut check);
    rules::shares(facts, &mut check);
    findings
}

fn pue(facts: &Facts<'_>, wrong: fn(f64, f64) -> bool, message: fn(f64, f64) -> String) -> Vec<Finding> {
    let sites = facts.s.sites.iter().filter(|site| wrong(site.pue, site.pue_hot));
    sites
        .map(|site| {
            found(
                join(&join("sites", &site.id), "pue"),
                format!("{}: {}", site.id, message(site.pue, site.pue_hot)),
            )
        })
        .collect()
}

fn spend_profile(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hall in &facts.s.halls {
        let sum: f64 = hall.spend_profile.iter().sum();
        let negative = hall.spend_profile.iter().any(|&share| share < 0.0);
        if (sum - 1.0).abs() > 1e-6 || negative {
            let path = join(&join("hall_designs", &hall.id), "spend_profile");
            let message = if negative {
                "a part is negative".to_owned()
            } else {
                format!("the parts add up to {} %", percent(sum))
            };
            findings.push(found(
                path,
                format!("{message}; expected 100 % in parts of 0 % or more"),
            ));
        }
    }
    findings
}
