//! Changes of the fleet from the columns by vintage.

use super::Reader;
use crate::model::rules::Permissions;
use crate::model::vintages::{Group, Strand};
use crate::plan::{Change, FleetChange, Plan};
use crate::scenario::Period;

/// Units of a chip that comes in any amount below which nothing has happened.
const NOISE: f64 = 1e-9;

/// What happens at one site at the start of a period.
#[derive(Clone, Copy, Default)]
struct Event {
    arrived: f64,
    left: f64,
    retired: f64,
}

impl Reader<'_> {
    pub(super) fn vintages(&self, plan: &mut Plan) {
        let groups = self.model.columns.vintages().sets.groups();
        if groups.is_empty() {
            return;
        }
        let permissions = Permissions::new(self.scenario, false);
        for group in groups {
            for t in group.changes() {
                self.changes(group, t, &permissions, plan);
            }
        }
    }

    fn changes(&self, group: &Group, t: usize, permissions: &Permissions, plan: &mut Plan) {
        let vintages = self.model.columns.vintages();
        let strands = vintages.sets.strands(group);
        let moves = self.scenario.chips[group.chip.index()].ageing.moves;
        let counted = moves.is_some_and(|moves| moves.counts_departures());
        // Without downtime and loss only what a site gains has to have arrived.
        let as_said = counted || vintages.moves_may_pay;
        let units = |col| self.units_of(group.chip, col);
        let event = |strand: &Strand| {
            let before = match t.checked_sub(1) {
                Some(before) => units(vintages.units(group, strand, before)),
                None => strand.existing,
            };
            let now = units(vintages.units(group, strand, t));
            let arrived = match moves {
                Some(_) if as_said => units(vintages.move_in(group, strand, t)),
                Some(_) => (now - before).max(0.0),
                None => 0.0,
            };
            Event {
                arrived,
                left: 0.0,
                retired: (before + arrived - now).max(0.0),
            }
        };
        let mut events: Vec<Event> = strands.iter().map(event).collect();
        let mut leaving = if counted {
            units(vintages.move_out(group, t))
        } else {
            events.iter().map(|event| event.arrived).sum()
        };
        // Whoever is gone has moved as far as units are on their way, first from where they may; the rest has retired.
        let mut order: Vec<usize> = (0..strands.len()).collect();
        order.sort_by_key(|&i| {
            let bound = !permissions.may_leave(group.chip, strands[i].site, t);
            (bound, events[i].arrived > 0.0)
        });
        for i in order {
            let event = &mut events[i];
            let retired = match vintages.retire(group, &strands[i], t) {
                Some(col) => units(Some(col)).min(event.retired),
                None => 0.0,
            };
            event.left = leaving.min(event.retired - retired);
            event.retired -= event.left;
            leaving -= event.left;
        }
        for (strand, event) in strands.iter().zip(events) {
            let amounts = [event.arrived, event.left, event.retired];
            for (change, units) in Change::ALL.into_iter().zip(amounts) {
                if units > NOISE {
                    plan.fleet_changes.push(FleetChange {
                        chip: group.chip.0,
                        vintage: group.vintage,
                        period: Period(t as u16),
                        site: strand.site.0,
                        change,
                        units,
                    });
                }
            }
        }
    }
}
