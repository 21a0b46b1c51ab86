//! Columns of units counted by vintage.

use super::Maker;
use crate::model::columns::vintages::{Cells, cell};
use crate::model::columns::{Labels, VintageColumns, key};
use crate::model::vintages::Group;
use crate::program::Integrality;

impl Maker<'_, '_> {
    /// Creates no kind where no chip is counted by vintage.
    pub(super) fn vintages(&mut self) {
        use Labels::{Chip, Period, Site, Vintage};
        let sets = self.sets.vintages.clone();
        if sets.groups().is_empty() {
            return;
        }
        let mut columns = VintageColumns {
            vintage: Cells::new(sets.cells()),
            move_in: Cells::new(sets.cells()),
            retire: Cells::new(sets.cells()),
            move_out: Cells::new(sets.group_cells()),
            moves_may_pay: self.sets.moves_may_pay(),
            sets,
        };
        let vintage = self.kind("vintage", &[Chip, Site, Vintage, Period]);
        self.strands(&mut columns, |maker, columns, group, s| {
            let strand = columns.sets.strands(group)[s];
            let (c, r) = (group.chip, strand.site);
            for t in strand.from..group.until {
                let Some(cell) = cell(group, &strand, t) else {
                    continue;
                };
                let newly = strand.origin && group.vintage >= 0 && t == group.from;
                let col = match maker.columns.deploy(c, r, t).filter(|_| newly) {
                    Some(deploy) => deploy,
                    None => {
                        let at = [c.index(), r.index(), columns.sets.label(group.vintage), t];
                        let most = maker.sets.unit_bound(c, r, t);
                        let counted = maker.counted(c.index());
                        maker.program.column(vintage, key(at), (0.0, most), counted)
                    }
                };
                columns.vintage.set(cell, col);
            }
        });
        let move_in = self.kind("move_in", &[Chip, Site, Vintage, Period]);
        self.strands(&mut columns, |maker, columns, group, s| {
            let chip = &maker.sets.scenario.chips[group.chip.index()];
            let Some(moves) = chip.ageing.moves else { return };
            let (strand, downtime) = (columns.sets.strands(group)[s], usize::from(moves.downtime));
            // Units that arrive as they leave are whole because the vintages are, and no more than it takes.
            let integrality = if moves.counts_departures() || columns.moves_may_pay {
                maker.counted(group.chip.index())
            } else {
                Integrality::Continuous
            };
            for t in group.changes().skip(downtime) {
                let Some(cell) = cell(group, &strand, t) else {
                    continue;
                };
                if maker.sets.may_arrive(group, &strand, t) {
                    let at = [
                        group.chip.index(),
                        strand.site.index(),
                        columns.sets.label(group.vintage),
                        t,
                    ];
                    let most = maker.sets.unit_bound(group.chip, strand.site, t);
                    let col = maker.program.column(move_in, key(at), (0.0, most), integrality);
                    columns.move_in.set(cell, col);
                }
            }
        });
        let move_out = self.kind("move_out", &[Chip, Vintage, Period]);
        for group in columns.sets.groups().to_vec() {
            let chip = &self.sets.scenario.chips[group.chip.index()];
            let Some(moves) = chip.ageing.moves.filter(|moves| moves.counts_departures()) else {
                continue;
            };
            for t in group.changes() {
                let arrives = t + usize::from(moves.downtime);
                let mut strands = columns.sets.strands(&group).iter();
                if strands.any(|strand| columns.move_in(&group, strand, arrives).is_some()) {
                    let at = key([group.chip.index(), columns.sets.label(group.vintage), t]);
                    let bounds = (0.0, f64::INFINITY);
                    let counted = self.counted(group.chip.index());
                    let col = self.program.column(move_out, at, bounds, counted);
                    columns.move_out.set(group.first + t - group.from, col);
                }
            }
        }
        let retire = self.kind("retire_vintage", &[Chip, Site, Vintage, Period]);
        self.strands(&mut columns, |maker, columns, group, s| {
            let strand = columns.sets.strands(group)[s];
            let chip = &maker.sets.scenario.chips[group.chip.index()];
            for t in group.changes().filter(|_| group.retirement_is_priced(chip)) {
                let Some(cell) = cell(group, &strand, t) else {
                    continue;
                };
                let at = [
                    group.chip.index(),
                    strand.site.index(),
                    columns.sets.label(group.vintage),
                    t,
                ];
                let most = match t.checked_sub(1) {
                    Some(before) => maker.sets.unit_bound(group.chip, strand.site, before),
                    None => strand.existing,
                };
                let bounds = (0.0, most);
                let counted = maker.counted(group.chip.index());
                let col = maker.program.column(retire, key(at), bounds, counted);
                columns.retire.set(cell, col);
            }
        });
        self.columns.vintages = columns;
    }

    /// Visits the strands of all groups.
    fn strands(
        &mut self,
        columns: &mut VintageColumns,
        mut visit: impl FnMut(&mut Self, &mut VintageColumns, &Group, usize),
    ) {
        for g in 0..columns.sets.groups().len() {
            let group = columns.sets.groups()[g].clone();
            for s in 0..group.strands.len() {
                visit(self, columns, &group, s);
            }
        }
    }
}
