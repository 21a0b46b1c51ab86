//! Units counted by vintage: in service, moved, retired.

use super::{Add, Selection, some};
use crate::model::vintages::Group;
use crate::scenario::*;

impl Selection<'_> {
    /// Units of cohorts that are not counted by vintage retired in `t`.
    pub(super) fn cohorts_retired(&self, t: usize, add: &mut impl Add) {
        let cohorts = &self.scenario.cohorts;
        for (e, cohort) in CohortId::all(cohorts.len()).zip(cohorts) {
            if self.chips[cohort.chip.index()] {
                some(self.columns.retire(e, t), 1.0, add);
            }
        }
    }

    pub(super) fn vintages(&self, t: usize, add: &mut impl Add) {
        let vintages = self.columns.vintages();
        for group in vintages
            .sets
            .groups()
            .iter()
            .filter(|group| self.of_vintage(group))
        {
            let moves = self.scenario.chips[group.chip.index()].ageing.moves;
            let counted = moves.is_some_and(|moves| moves.counts_departures());
            let changes = group.changes().contains(&t);
            match self.quantity {
                Quantity::VintageInService | Quantity::VintageMovedIn => {
                    let strands = vintages.sets.strands(group).iter();
                    for strand in strands.filter(|strand| self.sites[strand.site.index()]) {
                        if self.quantity == Quantity::VintageInService {
                            some(vintages.units(group, strand, t), 1.0, add);
                        } else if counted {
                            some(vintages.move_in(group, strand, t), 1.0, add);
                        }
                    }
                }
                Quantity::VintageMovedOut if counted => some(vintages.move_out(group, t), 1.0, add),
                Quantity::VintageRetired | Quantity::Retired if changes => {
                    self.gone(group, t, counted, add);
                }
                _ => {}
            }
        }
    }

    /// Units of a vintage that are nowhere any more in `t` and not on their way either.
    fn gone(&self, group: &Group, t: usize, counted: bool, add: &mut impl Add) {
        let vintages = self.columns.vintages();
        for strand in vintages.sets.strands(group) {
            match t.checked_sub(1) {
                Some(before) => some(vintages.units(group, strand, before), 1.0, add),
                None => add(None, strand.existing),
            }
            some(vintages.units(group, strand, t), -1.0, add);
            if counted {
                some(vintages.move_in(group, strand, t), 1.0, add);
            }
        }
        if counted {
            some(vintages.move_out(group, t), -1.0, add);
        }
    }

    fn of_vintage(&self, group: &Group) -> bool {
        let inside = usize::try_from(group.vintage).ok();
        let label = inside.and_then(|v| self.scenario.horizon.labels.get(v));
        self.chips[group.chip.index()]
            && match label {
                Some(label) => self.filter.names(By::Vintage, label),
                None => self.filter.names(By::Vintage, &group.vintage.to_string()),
            }
    }
}
