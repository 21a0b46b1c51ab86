//! Money that depends on the age of units, and the cost of moves.

use super::{Cash, Spend};
use crate::model::vintages::{Group, Strand};
use crate::program::Col;
use crate::scenario::{Chip, ChipId, Component, SiteId};

/// How units come to a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// They are deployed there.
    Deployed,
    /// They arrive from another site.
    Moved,
}

impl Entry {
    /// What duty on them is booked as.
    pub(super) const fn duty(self) -> Component {
        match self {
            Self::Deployed => Component::ImportDuty,
            Self::Moved => Component::MoveDuty,
        }
    }
}

impl<'a> Cash<'a> {
    /// Columns of the units of a chip that come to a site in `t` in one way.
    pub(super) fn entering(&self, entry: Entry, c: ChipId, r: SiteId, t: usize) -> impl Iterator<Item = Col> {
        let columns = self.columns;
        let deployed = columns.deploy(c, r, t).filter(|_| entry == Entry::Deployed);
        let moved = (entry == Entry::Moved).then(|| columns.arrivals(c, r, t));
        deployed.into_iter().chain(moved.into_iter().flatten())
    }

    /// Strands of all vintages at the sites in scope that have a cell in `t`.
    fn strands<'b>(
        &self,
        t: usize,
        scope: Option<&'b [bool]>,
    ) -> impl Iterator<Item = (&'a Chip, &'a Group, &'a Strand)> + use<'a, 'b> {
        let (columns, scenario, only) = (self.columns, self.scenario, self.only);
        let sets = &columns.vintages().sets;
        let groups = sets
            .groups()
            .iter()
            .filter(move |group| only.is_none_or(|(_, chips)| chips[group.chip.index()]))
            .filter(move |group| group.from <= t && t < group.until);
        groups.flat_map(move |group| {
            let chip = &scenario.chips[group.chip.index()];
            let strands = sets.strands(group).iter();
            let inside = move |r: SiteId| scope.is_none_or(|scope| scope[r.index()]);
            strands
                .filter(move |strand| strand.from <= t && inside(strand.site))
                .map(move |strand| (chip, group, strand))
        })
    }

    /// Cost of units that arrive by moves and the duties on them, an investment at the site where they arrive.
    pub(super) fn moves(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for (chip, group, strand) in self.strands(t, scope) {
            if let (Some(moves), Some(col)) = (
                chip.ageing.moves,
                self.columns.vintages().move_in(group, strand, t),
            ) {
                spend(Some(col), self.part(Component::Moves, moves.cost.value()));
            }
        }
        self.rule_duties(Entry::Moved, t, scope, spend);
        self.duties(Entry::Moved, t, scope, spend);
    }

    /// Maintenance by age, and energy of old units beyond that of new ones.
    pub(super) fn ageing(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for (chip, group, strand) in self.strands(t, scope) {
            let Some(units) = self.columns.vintages().units(group, strand, t) else {
                continue;
            };
            let age = group.age(t);
            if !chip.ageing.maintenance.is_empty() {
                let cost = chip.maintenance_at(age) * self.length(t);
                spend(Some(units), self.part(Component::Maintenance, cost.value()));
            }
            let more = chip.energy_at(age) - 1.0;
            if more != 0.0 {
                let site = &self.scenario.sites[strand.site.index()];
                let cost = self.energy(chip, site, t).value() * more;
                spend(Some(units), self.part(Component::Energy, cost));
            }
        }
    }

    /// Sale of units that retire at the start of `t`, early or at the end of their life (positive).
    pub(super) fn resale(&self, t: usize, scope: Option<&[bool]>, earn: &mut impl Spend) {
        let vintages = self.columns.vintages();
        for (chip, group, strand) in self.strands(t, scope) {
            let price = chip.resale_after(group.vintage, group.age(t));
            if let Some(retired) = vintages.retire(group, strand, t) {
                earn(Some(retired), self.part(Component::Resale, price.value()));
            }
        }
        let Some(before) = t.checked_sub(1) else { return };
        for (chip, group, strand) in self
            .strands(before, scope)
            .filter(|(_, group, _)| group.until == t)
        {
            let price = chip.resale_after(group.vintage, group.age(t)).value();
            if let Some(units) = vintages.units(group, strand, before).filter(|_| price != 0.0) {
                earn(Some(units), self.part(Component::Resale, price));
            }
        }
    }

    /// Value written off by early retirement.
    pub(super) fn write_off(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for (chip, group, strand) in self.strands(t, scope) {
            if let Some(retired) = self.columns.vintages().retire(group, strand, t) {
                let loss = chip.write_off_after(group.vintage, group.age(t));
                spend(Some(retired), self.part(Component::WriteOff, loss.value()));
            }
        }
    }
}
