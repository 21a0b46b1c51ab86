//! Cases of chips that age, retire early and move.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

pub(super) const CASES: &[Case] = &[
    Case {
        family: "fleet_life",
        binding: || {
            let mut s = one_line(30.0);
            s.chips[0].life = 3;
            s.chips[0].ageing = Ageing {
                maintenance: vec![MillionUsdPerYear(0.0), MillionUsdPerYear(2.0)],
                availability: vec![1.0, 0.9],
                energy: vec![1.0, 1.1],
                resale: vec![0.5, 0.1],
                early_retirement: true,
                write_off: 0.2,
                moves: None,
            };
            s.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
            s.cohorts = vec![Cohort {
                site: SiteId(0),
                chip: ChipId(0),
                units: 4,
                age: 2,
                ends: 1,
            }];
            s
        },
        squeeze: |s| {
            s.chips[0].supply = Some(vec![2.0, 0.0, 0.0]);
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "fleet_moves",
        binding: || {
            let mut s = one_line(30.0);
            s.chips[0].available = Some((Period(0), Period(0)));
            s.chips[0].ageing.moves = Some(Moves {
                cost: MillionUsd(0.5),
                downtime: 1,
                loss: 0.1,
            });
            s.sites[1].existing = true;
            // Near alpha first, near beta later.
            s.demand.push(testing::demand("far-chat", 1, 0.0));
            s.demand[0].volume = vec![Volume(30.0), Volume(0.0), Volume(0.0)];
            s.demand[1].volume = vec![Volume(0.0), Volume(0.0), Volume(40.0)];
            s.workloads[0].latency = Some(Milliseconds(5.0));
            s.markets[0].latency = vec![Some(Milliseconds(1.0)), None];
            s.markets[1].latency = vec![None, Some(Milliseconds(1.0))];
            s.rules = vec![Rule {
                active: vec![true, false, true],
                ..testing::rule("stay", RuleEffect::NoMove)
            }];
            // Met by the purchases; spending on moves could serve it as well.
            s.limits = vec![testing::limit(Quantity::SpendCapex, None, Some(1.0))];
            s.limits[0].windows.truncate(1);
            s
        },
        squeeze: |s| {
            s.chips[0].supply = Some(vec![6.0, 0.0, 0.0]);
            s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
        },
    },
];
