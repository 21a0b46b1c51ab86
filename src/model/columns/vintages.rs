//! Columns by vintage.

use super::Columns;
use crate::model::vintages::{Group, Strand, Vintages};
use crate::program::Col;
use crate::scenario::{Chip, ChipId, SiteId};

/// Marks a cell without a column.
const ABSENT: u32 = u32::MAX;

/// Columns by the cells of a flat array.
#[derive(Debug, Clone, Default)]
pub(in crate::model) struct Cells(Vec<u32>);

impl Cells {
    pub(in crate::model) fn new(count: usize) -> Self {
        Self(vec![ABSENT; count])
    }

    pub(in crate::model) fn set(&mut self, cell: usize, col: Col) {
        if let Some(place) = self.0.get_mut(cell) {
            *place = col.0;
        }
    }

    fn get(&self, cell: usize) -> Option<Col> {
        self.0
            .get(cell)
            .filter(|&&col| col != ABSENT)
            .map(|&col| Col(col))
    }
}

/// Columns of units counted by vintage.
#[derive(Debug, Clone, Default)]
pub struct VintageColumns {
    /// Which vintages there are, and where.
    pub sets: Vintages,
    /// Whether spending on moves may do good by itself, so that every arrival has to be one.
    pub moves_may_pay: bool,
    pub(in crate::model) vintage: Cells,
    pub(in crate::model) move_in: Cells,
    pub(in crate::model) retire: Cells,
    pub(in crate::model) move_out: Cells,
}

/// The cell of a strand in `t`.
pub(in crate::model) fn cell(group: &Group, strand: &Strand, t: usize) -> Option<usize> {
    (t < group.until).then_some(strand.first + t.checked_sub(strand.from)?)
}

impl VintageColumns {
    /// `vintage[c,r,v,t]`: units of the group in service at the site; those deployed in `t` itself are `deploy`.
    pub fn units(&self, group: &Group, strand: &Strand, t: usize) -> Option<Col> {
        self.vintage.get(cell(group, strand, t)?)
    }
    /// `move_in[c,r,v,t]`: units that arrive from other sites at the start of `t`.
    pub fn move_in(&self, group: &Group, strand: &Strand, t: usize) -> Option<Col> {
        self.move_in.get(cell(group, strand, t)?)
    }
    /// `retire_vintage[c,r,v,t]`: units retired at the start of `t`, where that is priced.
    pub fn retire(&self, group: &Group, strand: &Strand, t: usize) -> Option<Col> {
        self.retire.get(cell(group, strand, t)?)
    }
    /// `move_out[c,v,t]`: units that leave any site at the start of `t`, where that differs from those that arrive.
    pub fn move_out(&self, group: &Group, t: usize) -> Option<Col> {
        let cell = group.first + t.checked_sub(group.from).filter(|_| t < group.until)?;
        self.move_out.get(cell)
    }
}

impl Columns {
    /// Columns of the units of chip `c` that arrive at site `r` by moves in `t`, of all vintages.
    pub fn arrivals(&self, c: ChipId, r: SiteId, t: usize) -> impl Iterator<Item = Col> + use<'_> {
        let vintages = &self.vintages;
        vintages.sets.of(c).iter().filter_map(move |group| {
            let strand = vintages.sets.strand(group, r)?;
            vintages.move_in(group, strand, t)
        })
    }

    /// Columns of the units of chip `c` that are brought to site `r` in `t`: deployed there or arriving by moves.
    pub fn brought(&self, c: ChipId, r: SiteId, t: usize) -> impl Iterator<Item = Col> + use<'_> {
        self.deploy(c, r, t).into_iter().chain(self.arrivals(c, r, t))
    }

    /// Columns of the units of chip `c` in service at site `r` in `t` by vintage, each with its period of service.
    /// None for a chip that is not counted by vintage.
    pub fn by_vintage(
        &self,
        c: ChipId,
        r: SiteId,
        t: usize,
    ) -> impl Iterator<Item = (Col, &Group, usize)> + use<'_> {
        let vintages = &self.vintages;
        vintages.sets.of(c).iter().filter_map(move |group| {
            let strand = vintages.sets.strand(group, r)?;
            Some((vintages.units(group, strand, t)?, group, group.age(t)))
        })
    }

    /// Columns of units of a chip with a weight that may depend on age: the fleet as a whole if it does not.
    fn weighed(
        &self,
        by_age: bool,
        c: ChipId,
        r: SiteId,
        t: usize,
        weight: impl Fn(usize) -> f64,
    ) -> Vec<(Col, f64)> {
        if by_age {
            let units = self.by_vintage(c, r, t);
            units.map(|(col, _, age)| (col, weight(age))).collect()
        } else {
            self.fleet(c, r, t)
                .map(|col| (col, weight(0)))
                .into_iter()
                .collect()
        }
    }

    /// Units deployed in `v` that are still at the site in the last period, if their life goes on.
    pub fn left_at_end(&self, chip: &Chip, c: ChipId, r: SiteId, v: usize, periods: usize) -> Option<Col> {
        if !chip.by_vintage() {
            return self.deploy(c, r, v);
        }
        let groups = self.vintages.sets.of(c);
        let vintage = i32::try_from(v).ok()?;
        let group = groups
            .binary_search_by_key(&vintage, |group| group.vintage)
            .ok()?;
        let group = &groups[group];
        let strand = self.vintages.sets.strand(group, r)?;
        self.vintages.units(group, strand, periods.checked_sub(1)?)
    }

    /// Units that can work at once, as columns with their share of the time: availability by age.
    pub fn available(&self, chip: &Chip, c: ChipId, r: SiteId, t: usize) -> Vec<(Col, f64)> {
        let by_age = !chip.ageing.availability.is_empty();
        self.weighed(by_age, c, r, t, |age| chip.availability_at(age))
    }

    /// Units in service weighed by their mean power over that of a new unit: what energy is proportional to.
    pub fn drawing(&self, chip: &Chip, c: ChipId, r: SiteId, t: usize) -> Vec<(Col, f64)> {
        let by_age = !chip.ageing.energy.is_empty();
        self.weighed(by_age, c, r, t, |age| chip.energy_at(age))
    }
}
