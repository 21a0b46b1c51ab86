//! Contracts, terms of leases and rentals that contradict themselves or can never be of use.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{BreakKind, Contract};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "contract-out-of-range",
        severity: Severity::Error,
        title: "Amounts of contracts, lease terms and rentals are not negative, shares at most 100 %, multiples at least 1",
        hint: "write an amount of 0 or more, and a share such as `30 %`",
        run: out_of_range,
    },
    Check {
        id: "contract-without-limit",
        severity: Severity::Error,
        title: "A contract with a least order, a cost per order, multiples or price breaks has a largest order",
        hint: "write its `allocation`, or the chip's `supply`",
        run: without_limit,
    },
    Check {
        id: "price-breaks-disordered",
        severity: Severity::Error,
        title: "Price breaks rise from above 0, and prices for whole orders fall with the size of the order",
        hint: "list the tiers by rising `from`; what grows dearer with size is `incremental`",
        run: breaks_disordered,
    },
    Check {
        id: "committed-over-supply",
        severity: Severity::Error,
        title: "Units committed before the horizon are within the chip's supply, and whole",
        hint: "raise the chip's `supply` in that period, or commit less",
        run: committed_over_supply,
    },
    Check {
        id: "contract-never-delivers",
        severity: Severity::Warning,
        title: "Every contract can deliver its least order in some period",
        hint: "check `from`, `until`, `lead_time`, `min_order` and `allocation`, or take it out",
        run: never_delivers,
    },
    Check {
        id: "lease-terms-impossible",
        severity: Severity::Warning,
        title: "Least signings and options of leases are within what is on offer",
        hint: "compare `min_blocks` with `max_blocks` and the option's blocks, and the option's `until` with `taken`",
        run: lease_terms_impossible,
    },
    Check {
        id: "rental-impossible",
        severity: Severity::Warning,
        title: "The rules let every rented chip be deployed at its site in some period",
        hint: "see the rules that deny it or ask for a licence, or take the offer out of `rentals`",
        run: rental_impossible,
    },
];

fn base(contract: &Contract) -> String {
    join("contracts", &contract.id)
}

fn lowest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}

fn out_of_range(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    let mut amount = |base: &str, key: &str, lowest: f64| {
        if lowest < 0.0 {
            findings.push(found(join(base, key), format!("`{key}` is negative: {lowest}")));
        }
    };
    for contract in &s.contracts {
        let base = base(contract);
        amount(
            &base,
            "price",
            lowest(contract.price.iter().map(|price| price.value())),
        );
        amount(&base, "order_cost", contract.order_cost.value());
        amount(&base, "min_order", contract.min_order);
        amount(&base, "committed", lowest(contract.committed.iter().copied()));
        amount(
            &base,
            "allocation",
            lowest(contract.allocation.iter().flatten().copied()),
        );
        let tiers = contract.breaks.iter().flat_map(|tier| &tier.price);
        amount(&base, "breaks", lowest(tiers.map(|price| price.value())));
    }
    for site in &s.sites {
        for lease in &site.leases {
            let base = join(&join(&join("sites", &site.id), "leases"), &lease.id);
            if let Some(option) = &lease.terms.option {
                amount(&base, "option", option.fee.value().min(option.price.value()));
            }
            if let Some(extension) = &lease.terms.extension {
                amount(
                    &base,
                    "extension",
                    lowest(extension.price.iter().map(|price| price.value())),
                );
            }
        }
    }
    for offer in &s.rentals {
        let base = join("rentals", &offer.id);
        amount(
            &base,
            "price",
            lowest(offer.price.iter().map(|price| price.value())),
        );
        amount(&base, "at_most", lowest(offer.at_most.iter().flatten().copied()));
    }
    for chip in &s.chips {
        let base = join("chip_catalogue", &chip.id);
        amount(&base, "hub_cost", chip.hub_terms.cost.value());
    }
    let mut share = |path: String, share: f64| {
        if !(0.0..=1.0).contains(&share) {
            let message = format!("a share of {} %; expected one from 0 % to 100 %", percent(share));
            findings.push(found(path, message));
        }
    };
    for chip in &s.chips {
        share(
            join(&join("chip_catalogue", &chip.id), "hub_loss"),
            chip.hub_terms.loss,
        );
    }
    for contract in &s.contracts {
        let base = base(contract);
        share(join(&base, "loss"), contract.loss);
        if let Some(prepay) = contract.prepay {
            share(join(&base, "prepay.share"), prepay.share);
        }
        if let Some(cancel) = contract.cancel {
            share(join(&base, "cancel.fee"), cancel.fee);
        }
    }
    for contract in s.contracts.iter().filter(|contract| contract.multiple == 0) {
        let path = join(&base(contract), "multiple");
        findings.push(found(path, "units cannot come in multiples of 0"));
    }
    findings
}

fn without_limit(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let endless = |contract: &&Contract| {
        let structured = contract.min_order > 0.0
            || contract.order_cost.value() != 0.0
            || contract.multiple > 1
            || !contract.breaks.is_empty();
        let supplied = s
            .chips
            .get(contract.chip.index())
            .is_some_and(|chip| chip.supply.is_some());
        let pooled = s
            .pools
            .iter()
            .flat_map(|pool| &pool.members)
            .any(|(c, amount)| *c == contract.chip && *amount > 0.0);
        structured && contract.allocation.is_none() && !supplied && !pooled
    };
    let contracts = s.contracts.iter().filter(endless);
    contracts
        .map(|contract| {
            let message = format!(
                "an order under {} could be of any size: neither contract nor chip has a limit",
                contract.id
            );
            found(base(contract), message)
        })
        .collect()
}

fn breaks_disordered(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for contract in &facts.s.contracts {
        let path = join(&base(contract), "breaks");
        let mut from = 0.0;
        let mut price = &contract.price;
        for tier in &contract.breaks {
            if tier.from <= from {
                let message = format!("the break at {} units follows one at {from}", tier.from);
                findings.push(found(path.clone(), message));
                break;
            }
            let dearer = tier.price.iter().zip(price).any(|(here, before)| here > before);
            if contract.break_kind == BreakKind::AllUnits && dearer {
                let message = format!("the price for whole orders rises at {} units", tier.from);
                findings.push(found(path.clone(), message));
                break;
            }
            (from, price) = (tier.from, &tier.price);
        }
    }
    findings
}

fn committed_over_supply(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let mut findings = Vec::new();
    for contract in &s.contracts {
        let Some(chip) = s.chips.get(contract.chip.index()) else {
            continue;
        };
        let path = join(&base(contract), "committed");
        for (t, &units) in contract.committed.iter().enumerate() {
            let of_chip = s.contracts.iter().filter(|other| other.chip == contract.chip);
            let all: f64 = of_chip.filter_map(|other| other.committed.get(t)).sum();
            let most = chip.supply.as_ref().and_then(|supply| supply.get(t)).copied();
            if units > 0.0 && most.is_some_and(|most| all > most + 1e-9) {
                let message = format!(
                    "{all} units of {} are committed for {}, its supply is {}",
                    chip.id,
                    facts.label(t),
                    most.unwrap_or_default()
                );
                findings.push(found(path.clone(), message));
            }
            if chip.whole && units.fract() != 0.0 {
                let message = format!("{units} units of {} are committed; its units are whole", chip.id);
                findings.push(found(path.clone(), message));
            }
        }
    }
    findings
}

fn never_delivers(facts: &Facts<'_>) -> Vec<Finding> {
    let idle = |contract: &&Contract| {
        let lot = f64::from(contract.multiple.max(1));
        let least = (contract.min_order.max(1e-9) / lot).ceil() * lot;
        let ordered = (0..facts.periods).any(|t| contract.most(t) >= least - 1e-9);
        !ordered && contract.committed.iter().all(|units| *units <= 0.0)
    };
    let contracts = facts.s.contracts.iter().filter(idle);
    contracts
        .map(|contract| {
            let message = format!("no order under {} can arrive within the horizon", contract.id);
            found(base(contract), message)
        })
        .collect()
}

fn lease_terms_impossible(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for lease in &site.leases {
            let base = join(&join(&join("sites", &site.id), "leases"), &lease.id);
            let (least, most) = (lease.terms.min_blocks, lease.most_blocks());
            if f64::from(least) > most {
                let message = format!(
                    "a signing of {} has at least {least} blocks, {most} are on offer",
                    lease.id
                );
                findings.push(found(join(&base, "min_blocks"), message));
            }
            if let Some(option) = &lease.terms.option
                && option.until < option.taken.max(lease.earliest)
            {
                let message = format!("the option of {} ends before it begins", lease.id);
                findings.push(found(join(&base, "option"), message));
            }
        }
    }
    findings
}

fn rental_impossible(facts: &Facts<'_>) -> Vec<Finding> {
    let offers = facts.s.rentals.iter().filter(|offer| {
        let begins = |t| offer.most(t) > 0.0 && facts.permitted(offer.chip.index(), offer.site.index(), t);
        !(0..facts.periods).any(begins)
    });
    offers
        .map(|offer| {
            let message = format!("no unit of {} can be rented in any period", offer.id);
            found(join("rentals", &offer.id), message)
        })
        .collect()
}
