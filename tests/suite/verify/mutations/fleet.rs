//! Chips that age, retire early and move.

use super::Mutation;
use crate::verify::example::{ALPHA, BETA, BIG, SMALL};
use buildout::model::testing;
use buildout::plan::{Change, FleetChange, Plan};
use buildout::scenario::*;

/// A change of old big units (a year of service before the horizon) in 2028.
fn change(change: Change, site: usize, units: f64) -> FleetChange {
    FleetChange {
        chip: BIG as u16,
        vintage: -1,
        period: Period(1),
        site: site as u16,
        change,
        units,
    }
}

/// Big units are counted by vintage and may move: the plan of the example in those terms.
fn by_vintage(s: &mut Scenario, p: &mut Plan) {
    s.chips[BIG].ageing.moves = Some(Moves::default());
    p.retired[0] = vec![0.0; 3];
    p.fleet_changes = vec![change(Change::Retire, ALPHA, 1.0)];
}

/// One of them leaves alpha and comes back at once.
fn round_trip(p: &mut Plan) {
    let trip = [Change::MoveIn, Change::MoveOut].map(|kind| change(kind, ALPHA, 1.0));
    p.fleet_changes.extend(trip);
}

/// A rule on big units.
fn of_big(effect: RuleEffect) -> Rule {
    Rule {
        chips: ChipSelector {
            ids: Some(vec![ChipId(BIG as u16)]),
            ..ChipSelector::default()
        },
        ..testing::rule("big", effect)
    }
}

pub(super) const MUTATIONS: &[Mutation] = &[
    (
        "fleet_balance.cohort_retire",
        "1 units of big at alpha are retired beside their vintages",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes.clear();
            p.retired[0][1] = 1.0;
        },
    ),
    (
        "fleet_life.fleet_life",
        "retire of big,alpha,-1 outside the service of the units",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes[0].period = Period(2);
        },
    ),
    (
        "fleet_life.fleet_life",
        "1 units more leave or retire than there are",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes.push(change(Change::Retire, BETA, 1.0));
        },
    ),
    (
        "fleet_life.early_retirement",
        "units of small,alpha,2027 retire; small is kept to the end of its life",
        |s, p| {
            s.chips[SMALL].ageing.resale = vec![0.5];
            s.chips[SMALL].price = vec![MillionUsd(0.0); 3];
            p.deployed[SMALL][ALPHA][0] = 11.0;
            p.hub[SMALL] = vec![1.0, 1.0, 0.0];
            p.ordered[SMALL][2] = 19.0;
            p.fleet_changes = vec![FleetChange {
                chip: SMALL as u16,
                vintage: 0,
                ..change(Change::Retire, ALPHA, 1.0)
            }];
        },
    ),
    (
        "fleet_moves.fleet_moves",
        "units of big,alpha,-1 move; big does not",
        |s, p| {
            by_vintage(s, p);
            round_trip(p);
            s.chips[BIG].ageing.moves = None;
            s.chips[BIG].ageing.early_retirement = true;
        },
    ),
    (
        "fleet_moves.fleet_transit",
        "units that arrive: 0 unit, 1 unit less than units that left, less the loss (1 unit)",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes[0].change = Change::MoveOut;
        },
    ),
    (
        "fleet_moves.fleet_transit",
        "units that arrive: 1 unit, 1 unit more than units that left, less the loss (0 unit)",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes.push(change(Change::MoveIn, ALPHA, 1.0));
        },
    ),
    (
        "export_rules.move_permission",
        "units of big,alpha,-1 leave for another site, which stay forbids",
        |s, p| {
            by_vintage(s, p);
            round_trip(p);
            s.rules.push(testing::rule("stay", RuleEffect::NoMove));
        },
    ),
    (
        "export_rules.move_permission",
        "units of big,alpha,-1 arrive by a move, where they may not be deployed without a licence",
        |s, p| {
            by_vintage(s, p);
            round_trip(p);
            s.rules[2].chips = ChipSelector::default();
        },
    ),
    (
        "fleet_moves.fleet_arrival",
        "units that arrive: 5 unit, 2 unit more than units in service (3 unit)",
        |s, p| {
            by_vintage(s, p);
            let trip = [Change::MoveIn, Change::MoveOut].map(|kind| change(kind, ALPHA, 5.0));
            p.fleet_changes.extend(trip);
        },
    ),
    (
        "volume_ratio.volume_ratio",
        "deployments and arrivals selected: 1 chip, 1 chip more than the share of what they are compared with (0 chip)",
        |s, p| {
            by_vintage(s, p);
            round_trip(p);
            s.rules.push(of_big(RuleEffect::VolumeRatio {
                of_chips: ChipSelector::default(),
                of_places: PlaceSelector::default(),
                at_most: 0.0,
                count: RatioCount::Chips,
                each: RatioWindow::ToDate,
            }));
        },
    ),
    (
        "export_rules.risk_cap",
        "exposure to legal risk: 1.5 MUSD, 1.5 MUSD more than the cap (0 MUSD)",
        |s, p| {
            by_vintage(s, p);
            round_trip(p);
            s.rules.push(of_big(RuleEffect::Risk {
                weight: 0.5,
                at_most: Some(MillionUsd(0.0)),
                price: 0.0,
            }));
        },
    ),
    (
        "plan.values",
        "fleet_changes[0] is -1; amounts cannot be negative",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes[0].units = -1.0;
        },
    ),
    (
        "plan.values",
        "fleet_changes holds 0.5 units of big; units of it are whole",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes[0].units = 0.5;
        },
    ),
    (
        "plan.shape",
        "fleet_changes[0] names a chip, a site or a period that the scenario does not have",
        |s, p| {
            by_vintage(s, p);
            p.fleet_changes[0].site = 9;
        },
    ),
];
