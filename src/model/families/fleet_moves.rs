//! Moves of units in service to other sites.
//!
//! ```text
//! fleet_moves[c,v,t]     sum_{r in L} (vintage[r,t-1] + move_in[r,t] - retire_vintage[r,t] - vintage[r,t]) = move_out[t]
//! fleet_transit[c,v,t]   sum_r move_in[r,t] = (1 - loss) move_out[t - downtime]
//! fleet_arrival[c,r,v,t] move_in[r,t] <= vintage[r,t]
//! ```
//!
//! L are the sites that units may leave in `t`: where no rule says `no_move`. Departures are counted over all sites
//! together, so that a move needs no column for each pair. Without downtime and loss `move_out[t]` is
//! `sum_r move_in[r,t]` and the second row is not needed; with loss it holds down to the next whole unit. The first row
//! is `>=` where retirement is neither paid for nor charged. Nothing but the money for a move keeps units from arriving
//! that go at once: only where spending may pay by itself (limits and covenants on investment) the third row forbids it.
//! Source: `model.md` family 7, moves through a hub.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::vintages::Group;
use crate::scenario::Moves;

/// Less than a whole unit may be lost by rounding.
const LESS_THAN_ONE: f64 = 1.0 - 1e-4;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "fleet_moves",
    title: "moves of units between sites",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "fleet_moves",
            labels: &[Labels::Chip, Labels::Vintage, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} of {vintage} more are in service or on their way in {period} than there were",
        },
        RowInfo {
            name: "fleet_transit",
            labels: &[Labels::Chip, Labels::Vintage, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "units of {chip} of {vintage} that arrive in {period} differ by {by} from those that left",
        },
        RowInfo {
            name: "fleet_arrival",
            labels: &[Labels::Chip, Labels::Site, Labels::Vintage, Labels::Period],
            dual_unit: "MUSD/unit",
            violation: "{by} units of {chip} of {vintage} that arrive at {site} in {period} are not in service there",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for group in columns.vintages().sets.groups() {
        let Some(moves) = s.chips[group.chip.index()].ageing.moves else {
            continue;
        };
        for t in group.changes() {
            if b.moves_start(group, t) {
                departures(b, group, &moves, t);
            }
        }
        if moves.counts_departures() {
            for t in group.changes() {
                arrivals(b, group, &moves, t);
            }
        }
        if columns.vintages().moves_may_pay {
            in_service(b, group);
        }
    }
}

/// Units that left their site and have not retired are on their way.
fn departures(b: &mut Build<'_, '_>, group: &Group, moves: &Moves, t: usize) {
    let vintages = b.columns.vintages();
    let mut existing = 0.0;
    for strand in vintages.sets.strands(group) {
        if b.sets.permissions.may_leave(group.chip, strand.site, t) {
            existing += b.terms_of_change(group, strand, t);
        }
        if !moves.counts_departures() {
            b.term(vintages.move_in(group, strand, t), 1.0);
        }
    }
    b.term(vintages.move_out(group, t), 1.0);
    let at = key([group.chip.index(), vintages.sets.label(group.vintage), t]);
    if group.retirement_is_free(&b.scenario().chips[group.chip.index()]) {
        b.at_most(b.rows(0), at, existing);
    } else {
        b.equal(b.rows(0), at, existing);
    }
}

/// Units that arrive left `downtime` periods ago.
fn arrivals(b: &mut Build<'_, '_>, group: &Group, moves: &Moves, t: usize) {
    let vintages = b.columns.vintages();
    for strand in vintages.sets.strands(group) {
        b.term(vintages.move_in(group, strand, t), 1.0);
    }
    if b.row_is_empty() {
        return;
    }
    let left = t.checked_sub(usize::from(moves.downtime));
    b.term(
        left.and_then(|left| vintages.move_out(group, left)),
        moves.loss - 1.0,
    );
    let at = key([group.chip.index(), vintages.sets.label(group.vintage), t]);
    let whole = b.scenario().chips[group.chip.index()].whole;
    let lost = if whole && moves.loss > 0.0 {
        LESS_THAN_ONE
    } else {
        0.0
    };
    b.program.close_row(b.rows(1), at, (-lost, 0.0));
}

/// Units that arrive are in service there.
fn in_service(b: &mut Build<'_, '_>, group: &Group) {
    let vintages = b.columns.vintages();
    for strand in vintages.sets.strands(group) {
        for t in group.changes() {
            let Some(arrived) = vintages.move_in(group, strand, t) else {
                continue;
            };
            b.term(Some(arrived), 1.0);
            b.term(vintages.units(group, strand, t), -1.0);
            let at = [
                group.chip.index(),
                strand.site.index(),
                vintages.sets.label(group.vintage),
                t,
            ];
            b.at_most(b.rows(2), key(at), 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, incentive, limit, only_big, rule};
    use crate::scenario::*;

    /// Demand of 30 near alpha in the first year and near beta later; each site reaches its own market only.
    fn wandering() -> Scenario {
        let mut scenario = only_big();
        scenario.workloads[0].latency = Some(Milliseconds(5.0));
        scenario.markets[0].latency = vec![Some(Milliseconds(1.0)), None];
        scenario.markets[1].latency = vec![None, Some(Milliseconds(1.0))];
        scenario.demand[0].volume = [30.0, 0.0, 0.0].map(Volume).to_vec();
        scenario.demand[1].volume = [0.0, 30.0, 30.0].map(Volume).to_vec();
        // beta: 10 to open and 20 for its hall; six units for 18, once at each site unless they move.
        scenario.chips[0].ageing.moves = Some(Moves {
            cost: MillionUsd(0.5),
            ..Moves::default()
        });
        scenario
    }

    #[test]
    fn units_follow_demand_if_moving_is_cheaper_than_buying() {
        let mut scenario = wandering();
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0);
        if let Some(moves) = &mut scenario.chips[0].ageing.moves {
            moves.cost = MillionUsd(4.0);
        }
        assert_optimum(&scenario, 30.0 + 18.0 + 18.0);
    }

    #[test]
    fn downtime_and_loss_cost_service() {
        let mut scenario = wandering();
        scenario.demand[1].unmet_penalty = vec![MillionUsdPerUnitYear(0.01); 3];
        scenario.demand[1].volume[1] = Volume(0.0);
        scenario.demand[1].volume[2] = Volume(30.0);
        scenario.demand[1].unmet_penalty[2] = MillionUsdPerUnitYear(50.0);
        scenario.chips[0].ageing.moves = Some(Moves {
            cost: MillionUsd(0.5),
            downtime: 1,
            loss: 0.0,
        });
        // Under way in the second year, when nobody needs them.
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0);
        // One in ten is lost: of six 5.4 arrive, that is five; one more is bought.
        scenario.chips[0].ageing.moves = Some(Moves {
            cost: MillionUsd(0.5),
            downtime: 1,
            loss: 0.1,
        });
        assert_optimum(&scenario, 30.0 + 18.0 + 2.5 + 3.0);
        // Two years on the way: too late.
        scenario.chips[0].ageing.moves = Some(Moves {
            cost: MillionUsd(0.5),
            downtime: 2,
            loss: 0.0,
        });
        assert_optimum(&scenario, 30.0 + 18.0 + 18.0);
    }

    #[test]
    fn a_ban_on_re_export_and_a_licence_at_the_target_keep_units_where_they_are() {
        let mut scenario = wandering();
        let places = |jurisdiction: &str| PlaceSelector {
            jurisdictions: Some(vec![jurisdiction.into()]),
            ..PlaceSelector::default()
        };
        scenario.rules = vec![Rule {
            places: places("AA"),
            ..rule("stay", RuleEffect::NoMove)
        }];
        assert_optimum(&scenario, 30.0 + 18.0 + 18.0);
        // In force in the third year only: they leave before.
        scenario.rules[0].active = vec![false, false, true];
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0);
        // Under a licence units are deployed, but not brought by moves.
        scenario.rules = vec![
            Rule {
                places: places("BB"),
                ..rule("licence", RuleEffect::Licence)
            },
            rule("grant", RuleEffect::Grant { quota: None }),
        ];
        assert_optimum(&scenario, 30.0 + 18.0 + 18.0);
    }

    /// A rule on what comes to beta.
    fn at_beta(effect: RuleEffect) -> Vec<Rule> {
        vec![Rule {
            places: PlaceSelector {
                sites: Some(vec![SiteId(1)]),
                ..PlaceSelector::default()
            },
            ..rule("beta", effect)
        }]
    }

    #[test]
    fn duties_are_paid_on_arrival_at_the_price_of_that_period() {
        let mut scenario = wandering();
        scenario.chips[0].price = [3.0, 2.5, 2.5].map(MillionUsd).to_vec();
        // Six arrive in the second year: 20 % of 2.5 each beside 0.5 for the move; new ones would cost 3 each.
        scenario.sites[1].customs.duty = vec![0.2; 3];
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 3.0);
        // A duty of a rule comes on top.
        scenario.rules = at_beta(RuleEffect::Duty { share: 0.1 });
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 4.5);
        // None on chips of the place itself.
        scenario.chips[0].origin = "BB".into();
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 1.5);
    }

    #[test]
    fn duties_on_arrivals_are_no_investment_that_support_counts() {
        let mut scenario = wandering();
        scenario.sites[1].customs.duty = vec![0.2; 3];
        // 30 for beta and 18 for the chips; the duty of 3.6 does not lift it to 51.
        scenario.finance.incentives = vec![incentive("grant", 51.0, 2.0)];
        scenario.finance.incentives[0].until = Period(2);
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 3.6);
        scenario.finance.incentives[0].minimum = MillionUsd(48.0);
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 3.6 - 2.0);
    }

    #[test]
    fn arrivals_are_exposed_to_legal_risk() {
        let risk = |at_most, price| RuleEffect::Risk {
            weight: 0.5,
            at_most,
            price,
        };
        let mut scenario = wandering();
        // Half of 3 for each of six, at 10 %.
        scenario.rules = at_beta(risk(None, 0.1));
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0 + 0.9);
        // Five keep to a cap of 8: 5 a year of demand at beta stay unmet for two years.
        scenario.rules = at_beta(risk(Some(MillionUsd(8.0)), 0.0));
        assert_optimum(&scenario, 30.0 + 18.0 + 2.5 + 500.0);
    }

    #[test]
    fn arrivals_count_against_a_volume_ratio_but_make_no_room_under_it() {
        let ratio = |share, place: u16| RuleEffect::VolumeRatio {
            of_chips: ChipSelector::default(),
            of_places: PlaceSelector {
                sites: Some(vec![SiteId(place)]),
                ..PlaceSelector::default()
            },
            at_most: share,
            count: RatioCount::Chips,
            each: RatioWindow::ToDate,
        };
        let mut scenario = wandering();
        scenario.rules = at_beta(ratio(1.0, 0));
        assert_optimum(&scenario, 30.0 + 18.0 + 3.0);
        // Nine in ten: six at beta ask for seven deployed at alpha.
        scenario.rules = at_beta(ratio(0.9, 0));
        assert_optimum(&scenario, 30.0 + 21.0 + 3.0);
        // As many as are deployed at beta itself: each that arrives would ask for one more new one.
        scenario.rules = at_beta(ratio(1.0, 1));
        assert_optimum(&scenario, 30.0 + 18.0 + 18.0);
    }

    /// Demand moves from alpha to beta, where a hall stands, in the third year; whoever is not needed may go.
    fn free_to_go() -> Scenario {
        let mut scenario = wandering();
        scenario.sites[1].existing = true;
        scenario.sites[1].halls[0].existing = 1;
        scenario.demand[0].volume = [30.0, 30.0, 0.0].map(Volume).to_vec();
        scenario.demand[1].volume = [0.0, 0.0, 30.0].map(Volume).to_vec();
        scenario.chips[0].ageing.early_retirement = true;
        scenario
    }

    #[test]
    fn nobody_moves_who_is_not_there_where_investing_is_asked_for() {
        let mut scenario = free_to_go();
        assert_optimum(&scenario, 18.0 + 3.0);
        // At least 5 in the third year: five moves and a new unit, not ten moves of six units.
        scenario.limits = vec![limit(Quantity::SpendCapex, None, Some(5.0))];
        scenario.limits[0]
            .windows
            .retain(|window| window.first == Period(2));
        assert_optimum(&scenario, 18.0 + 5.5);
    }

    #[test]
    fn existing_units_move_at_once() {
        let mut scenario = wandering();
        scenario.cohorts = vec![Cohort {
            site: SiteId(0),
            chip: ChipId(0),
            units: 6,
            age: 1,
            ends: 2,
        }];
        scenario.demand[1].volume = [30.0, 30.0, 0.0].map(Volume).to_vec();
        scenario.demand[0].volume = vec![Volume(0.0); 3];
        assert_optimum(&scenario, 30.0 + 3.0);
    }
}
