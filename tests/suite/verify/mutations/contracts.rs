//! Contracts, terms of leases, rented accelerators.

use super::Mutation;
use crate::verify::example::{BETA, SMALL};
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;

/// The orders of `small` under a contract.
fn contracted(s: &mut Scenario, p: &mut Plan) {
    s.budgets.clear();
    s.contracts = vec![testing::contract("frame", SMALL as u16, 1.0)];
    p.contracts.ordered = vec![p.ordered[SMALL].clone()];
    p.contracts.cancelled = vec![vec![0.0; 3]];
    p.contracts.tiers = vec![vec![0; 3]];
}

/// Two of the blocks at beta under an option.
fn optioned(s: &mut Scenario, p: &mut Plan) {
    s.budgets.clear();
    s.sites[BETA].leases[0].terms.option = Some(LeaseOption {
        fee: MillionUsd(0.0),
        blocks: 2,
        taken: Period(0),
        until: Period(2),
        price: MillionUsdPerMwYear(1.0),
    });
    p.leasing.options[BETA][0] = 1;
}

/// Units of `small` rented beside those in service.
fn renting(s: &mut Scenario, p: &mut Plan) {
    s.budgets.clear();
    s.rentals = vec![RentalOffer {
        at_most: Some(vec![2.0; 3]),
        term: 2,
        ..testing::rental("cloud", SMALL as u16, BETA as u16, 0.1)
    }];
    p.leasing.rentals = vec![vec![1.0, 1.0, 0.0]];
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "contract_orders.order_total",
        "units that arrive: 12 unit, 1 unit more than units that contracts deliver (11 unit)",
        |s, p| {
            contracted(s, p);
            p.contracts.ordered[0][0] = 11.0;
            s.chips[SMALL].loss = 0.0;
            s.contracts[0].loss = -1.0;
        },
    ),
    (
        "contract_orders.order_window",
        "12 units of frame arrive outside the window of the contract",
        |s, p| {
            contracted(s, p);
            s.contracts[0].window = Some((Period(1), Period(2)));
        },
    ),
    (
        "contract_orders.order_allocation",
        "units ordered: 12 unit, 2 unit more than allocation (10 unit)",
        |s, p| {
            contracted(s, p);
            s.contracts[0].allocation = Some(vec![10.0, 20.0, 20.0]);
        },
    ),
    (
        "contract_orders.order_least",
        "units ordered: 12 unit, 1 unit less than the least order (13 unit)",
        |s, p| {
            contracted(s, p);
            s.contracts[0].min_order = 13.0;
        },
    ),
    (
        "contract_orders.order_lots",
        "12 units of frame are no multiple of 9",
        |s, p| {
            contracted(s, p);
            s.contracts[0].multiple = 9;
        },
    ),
    (
        "contract_orders.order_cancel",
        "units cancelled: 2 unit, 2 unit more than units that can be cancelled (0 unit)",
        |s, p| {
            contracted(s, p);
            s.contracts[0].committed = vec![2.0, 0.0, 0.0];
            p.contracts.cancelled[0][0] = 2.0;
        },
    ),
    (
        "contract_tiers.tier_units",
        "an order of 12 units is said to reach price break 1 of frame",
        |s, p| {
            contracted(s, p);
            s.contracts[0].breaks = vec![PriceBreak {
                from: 15.0,
                price: vec![MillionUsd(0.5); 3],
            }];
            p.contracts.tiers[0] = vec![1, 0, 1];
        },
    ),
    (
        "lease_terms.lease_least",
        "1 blocks are signed; a signing has at least 2",
        |s, _| {
            s.sites[BETA].leases[0].terms.min_blocks = 2;
        },
    ),
    (
        "lease_terms.lease_option",
        "the option is taken for 3 blocks; it covers 2",
        |s, p| {
            optioned(s, p);
            p.leasing.options[BETA][0] = 3;
        },
    ),
    (
        "lease_terms.lease_call",
        "1 blocks exercise the option, only 0 are signed",
        |s, p| {
            optioned(s, p);
            p.leasing.exercised[BETA][0][0] = 1;
        },
    ),
    (
        "lease_terms.lease_extension",
        "blocks extended: 1 block, 1 block more than blocks whose term has just ended (0 block)",
        |s, p| {
            s.budgets.clear();
            s.sites[BETA].leases[0].terms.extension = Some(LeaseExtension {
                price: vec![MillionUsdPerMwYear(1.0); 3],
                term: 1,
            });
            p.leasing.extended[BETA][0][2] = 1;
        },
    ),
    (
        "accelerator_rental.rental_units",
        "units rented: 3 unit, 1 unit more than units on offer (2 unit)",
        |s, p| {
            renting(s, p);
            p.leasing.rentals[0][1] = 2.0;
        },
    ),
];
