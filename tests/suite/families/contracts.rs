//! Contracts, terms of leases, rented accelerators.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

pub const CASES: &[Case] = &[
    Case {
        family: "contract_orders",
        binding: || {
            let mut s = one_line(30.0);
            s.contracts = vec![
                Contract {
                    allocation: Some(vec![5.0; 3]),
                    min_order: 2.0,
                    order_cost: MillionUsd(0.5),
                    multiple: 4,
                    prepay: Some(Prepay { share: 0.3, ahead: 1 }),
                    ..testing::contract("frame", 0, 2.0)
                },
                Contract {
                    allocation: Some(vec![5.0; 3]),
                    multiple: 4,
                    committed: vec![0.0, 2.0, 0.0],
                    cancel: Some(Cancellation { fee: 0.2, notice: 1 }),
                    loss: 0.1,
                    ..testing::contract("spot", 0, 3.0)
                },
            ];
            s
        },
        // Lots of four make eight of the ten on offer; ten units are needed.
        squeeze: |s| {
            s.contracts.iter_mut().for_each(|contract| contract.loss = 0.0);
            s.demand[0].volume = vec![Volume(48.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "contract_tiers",
        binding: || {
            let mut s = one_line(30.0);
            let tier = |from: f64, price: f64| PriceBreak {
                from,
                price: vec![MillionUsd(price); 3],
            };
            s.contracts = vec![
                Contract {
                    allocation: Some(vec![4.0; 3]),
                    breaks: vec![tier(2.0, 2.5), tier(4.0, 2.0)],
                    ..testing::contract("frame", 0, 3.0)
                },
                Contract {
                    allocation: Some(vec![9.0; 3]),
                    break_kind: BreakKind::Incremental,
                    breaks: vec![tier(3.0, 1.5)],
                    ..testing::contract("spot", 0, 3.0)
                },
            ];
            s
        },
        squeeze: |s| {
            s.budgets = vec![testing::capex_budget(9.0)];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "lease_terms",
        binding: || {
            let mut s = one_line(200.0);
            for site in &mut s.sites {
                site.halls.clear();
            }
            s.sites[0].leases = vec![LeaseOffer {
                max_blocks: 1,
                terms: LeaseTerms {
                    min_blocks: 2,
                    committed: vec![],
                    option: Some(LeaseOption {
                        fee: MillionUsd(1.0),
                        blocks: 2,
                        taken: Period(0),
                        until: Period(1),
                        price: MillionUsdPerMwYear(0.9),
                    }),
                    extension: Some(LeaseExtension {
                        price: vec![MillionUsdPerMwYear(0.8); 3],
                        term: 1,
                    }),
                },
                ..testing::lease("colo", 1)
            }];
            s
        },
        squeeze: |s| {
            s.sites[0].leases[0].terms.min_blocks = 4;
            s.chips[0].life = 2;
            s.demand[0].volume = vec![Volume(200.0), Volume(200.0), Volume(100.0)];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "accelerator_rental",
        binding: || {
            let mut s = one_line(30.0);
            s.rentals = vec![RentalOffer {
                at_most: Some(vec![4.0, 5.0, 5.0]),
                term: 2,
                ..testing::rental("cloud", 0, 1, 0.5)
            }];
            s
        },
        // Four from the first year run on in the second: eight without a cap, six are needed.
        squeeze: |s| {
            s.chips[0].available = None;
            s.demand[0].volume = vec![Volume(20.0), Volume(30.0), Volume(25.0)];
            s.demand[0].service_floor = 1.0;
        },
    },
];
