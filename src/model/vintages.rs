//! Vintages: units of a chip by the period in which they were deployed, and the sites at which they can be.
//!
//! Only chips whose data change with age, that may be retired early or that may move are counted by vintage. A vintage
//! before the horizon has a negative number: its age when the horizon starts. Flat arrays: a group is a vintage of a
//! chip, a strand a group at one site, and each strand has a cell for every period in which units can be there.

use super::rules::Permissions;
use crate::scenario::{Chip, ChipId, Scenario, SiteId};
use std::ops::Range;

/// A vintage of a chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Chip.
    pub chip: ChipId,
    /// Period of deployment; negative: periods of service before the horizon.
    pub vintage: i32,
    /// First period in which units can be in service.
    pub from: usize,
    /// First period in which no unit is in service any more, at most the number of periods.
    pub until: usize,
    /// Its strands, by site.
    pub strands: Range<usize>,
    /// Cell of the group in period `from`.
    pub first: usize,
}

impl Group {
    /// Periods in which its units can retire or move: from the second period of service on.
    pub fn changes(&self) -> Range<usize> {
        let first = if self.vintage < 0 { 0 } else { self.from + 1 };
        first..self.until.max(first)
    }

    /// Period of service in `t`, counted from 0.
    pub fn age(&self, t: usize) -> usize {
        usize::try_from(t as i64 - i64::from(self.vintage)).unwrap_or(0)
    }

    /// Whether units may retire before the end of their life.
    pub fn may_retire(&self, chip: &Chip) -> bool {
        self.vintage < 0 || chip.ageing.early_retirement
    }

    /// Whether retirement brings or costs money, so that it is counted by a column.
    pub fn retirement_is_priced(&self, chip: &Chip) -> bool {
        self.may_retire(chip) && (!chip.ageing.resale.is_empty() || chip.ageing.write_off > 0.0)
    }

    /// Whether units may retire without any column that counts them: what is not there any more has retired.
    pub fn retirement_is_free(&self, chip: &Chip) -> bool {
        self.may_retire(chip) && !self.retirement_is_priced(chip)
    }
}

/// Units of one vintage at one site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strand {
    /// Site.
    pub site: SiteId,
    /// First period in which units can be there.
    pub from: usize,
    /// Cell of the strand in period `from`.
    pub first: usize,
    /// Whether units are deployed there; otherwise they arrive by moves.
    pub origin: bool,
    /// Units there before the horizon.
    pub existing: f64,
}

/// All vintages of the scenario.
#[derive(Debug, Clone, Default)]
pub struct Vintages {
    groups: Vec<Group>,
    strands: Vec<Strand>,
    chips: Vec<Range<usize>>,
    cells: usize,
    group_cells: usize,
    oldest: i32,
}

/// Who may arrive where by moves: permitted without a licence, and with room.
pub struct Arrivals<'a> {
    /// Status of deployments.
    pub permissions: &'a Permissions,
    /// Most units at the site: `[(c * sites + r) * periods + t]`.
    pub room: &'a [f64],
    /// Number of sites.
    pub sites: usize,
    /// Number of periods.
    pub periods: usize,
}

impl Arrivals<'_> {
    /// Whether units may arrive in `t`.
    pub fn open(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        let cell = (c.index() * self.sites + r.index()) * self.periods + t;
        self.room.get(cell).is_some_and(|&room| room > 0.0) && self.permissions.may_arrive(c, r, t)
    }
}

impl Vintages {
    /// Finds the vintages: where units are deployed (`deployed`), stand already, or can arrive by moves.
    pub fn new(
        scenario: &Scenario,
        deployed: &dyn Fn(ChipId, SiteId, usize) -> bool,
        arrivals: &Arrivals<'_>,
    ) -> Self {
        let mut vintages = Self::default();
        for (c, chip) in ChipId::all(scenario.chips.len()).zip(&scenario.chips) {
            let first = vintages.groups.len();
            if chip.by_vintage() {
                vintages.add(scenario, c, deployed, arrivals);
            }
            vintages.chips.push(first..vintages.groups.len());
        }
        vintages.oldest = vintages
            .groups
            .iter()
            .map(|group| group.vintage)
            .min()
            .unwrap_or(0)
            .min(0);
        vintages
    }

    fn add(
        &mut self,
        scenario: &Scenario,
        c: ChipId,
        deployed: &dyn Fn(ChipId, SiteId, usize) -> bool,
        arrivals: &Arrivals<'_>,
    ) {
        let (chip, periods) = (&scenario.chips[c.index()], scenario.horizon.len());
        let sites = scenario.sites.len();
        let mut ages: Vec<u16> = scenario
            .cohorts
            .iter()
            .filter(|cohort| cohort.chip == c && cohort.units > 0 && cohort.age < chip.life)
            .map(|cohort| cohort.age)
            .collect();
        ages.sort_unstable_by(|a, b| b.cmp(a));
        ages.dedup();
        let vintages = ages.into_iter().map(|age| -i32::from(age)).filter(|&v| v < 0);
        let vintages = vintages.chain((0..periods).map(|v| v as i32));
        // First period from `t` on in which units may arrive at a site: `[r * (periods + 1) + t]`.
        let mut next_arrival = vec![periods; sites * (periods + 1)];
        if chip.ageing.moves.is_some() {
            for r in SiteId::all(sites) {
                let row = &mut next_arrival[r.index() * (periods + 1)..(r.index() + 1) * (periods + 1)];
                for t in (0..periods).rev() {
                    row[t] = if arrivals.open(c, r, t) { t } else { row[t + 1] };
                }
            }
        }
        let downtime = chip.ageing.moves.map_or(0, |moves| usize::from(moves.downtime));
        for vintage in vintages {
            let until = (i64::from(vintage) + i64::from(chip.life)).clamp(0, periods as i64) as usize;
            let from = usize::try_from(vintage).unwrap_or(0);
            let standing = |r: SiteId| -> f64 {
                let here = scenario.cohorts.iter().filter(|cohort| {
                    vintage < 0 && cohort.chip == c && cohort.site == r && i32::from(cohort.age) == -vintage
                });
                here.map(|cohort| f64::from(cohort.units)).sum()
            };
            let origin = |r: SiteId| {
                if vintage < 0 {
                    standing(r) > 0.0
                } else {
                    deployed(c, r, from)
                }
            };
            if until <= from || !SiteId::all(sites).any(origin) {
                continue;
            }
            let first_change = if vintage < 0 { 0 } else { from + 1 };
            let first_strand = self.strands.len();
            for r in SiteId::all(sites) {
                let origin = origin(r);
                let from = if origin {
                    from
                } else {
                    let earliest = (first_change + downtime).min(periods);
                    next_arrival[r.index() * (periods + 1) + earliest]
                };
                if from < until {
                    self.strands.push(Strand {
                        site: r,
                        from,
                        first: self.cells,
                        origin,
                        existing: standing(r),
                    });
                    self.cells += until - from;
                }
            }
            self.groups.push(Group {
                chip: c,
                vintage,
                from,
                until,
                strands: first_strand..self.strands.len(),
                first: self.group_cells,
            });
            self.group_cells += until - from;
        }
    }

    /// All groups, by chip and vintage.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Vintages of a chip, oldest first.
    pub fn of(&self, c: ChipId) -> &[Group] {
        self.chips
            .get(c.index())
            .map_or(&[], |range| &self.groups[range.clone()])
    }

    /// Strands of a group, by site.
    pub fn strands(&self, group: &Group) -> &[Strand] {
        &self.strands[group.strands.clone()]
    }

    /// The strand of a group at a site.
    pub fn strand(&self, group: &Group, r: SiteId) -> Option<&Strand> {
        let strands = self.strands(group);
        strands
            .binary_search_by_key(&r, |strand| strand.site)
            .ok()
            .map(|i| &strands[i])
    }

    /// Number of cells of all strands.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Number of cells of all groups.
    pub fn group_cells(&self) -> usize {
        self.group_cells
    }

    /// Position of a vintage among the labels.
    pub fn label(&self, vintage: i32) -> usize {
        usize::try_from(vintage - self.oldest).unwrap_or(0)
    }

    /// Labels of the vintages: years before the horizon as `-2`, then the periods.
    pub fn labels(&self, periods: &[String]) -> Vec<String> {
        let before = (self.oldest..0).map(|vintage| vintage.to_string());
        before.chain(periods.iter().cloned()).collect()
    }
}
