//! Changes of the fleet after deployment, for chips counted by vintage, and the counts that follow from them.

use super::{Plan, facts::Facts};
use crate::scenario::{Chip, ChipId, Period, Scenario, SiteId};
use std::collections::BTreeMap;
use std::ops::Range;

/// What happens to units in service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Arrive from another site.
    MoveIn,
    /// Leave for another site.
    MoveOut,
    /// Leave service before the end of their life.
    Retire,
}

impl Change {
    /// All, in the order of tables.
    pub const ALL: [Self; 3] = [Self::MoveIn, Self::MoveOut, Self::Retire];

    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MoveIn => "move_in",
            Self::MoveOut => "move_out",
            Self::Retire => "retire",
        }
    }
}

/// Units of one vintage that arrive at a site, leave it or retire there at the start of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleetChange {
    /// Chip, index into the scenario.
    pub chip: u16,
    /// Period of deployment; negative: periods of service before the horizon.
    pub vintage: i32,
    /// When.
    pub period: Period,
    /// Site, index into the scenario.
    pub site: u16,
    /// What.
    pub change: Change,
    /// How many.
    pub units: f64,
}

/// Units of one vintage of a chip at one site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub chip: ChipId,
    pub vintage: i32,
    pub site: SiteId,
    /// First period of service inside the horizon.
    pub from: usize,
    /// Units in service in `from`, `from + 1`, ... up to the end of their life or of the horizon. Negative where
    /// the plan takes more away than there are.
    pub counts: Vec<f64>,
}

impl Run {
    /// Period of service in `t`, counted from 0.
    pub fn age(&self, t: usize) -> usize {
        age(self.vintage, t)
    }

    /// Periods with the units in service, none of them negative.
    pub fn units(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        (self.from..).zip(self.counts.iter().map(|units| units.max(0.0)))
    }

    /// Units whose life ends at the start of a period of the horizon, with that period.
    pub fn ending(&self, chip: &Chip, periods: usize) -> Option<(Period, f64)> {
        let end = life(chip, self.vintage, periods).end;
        let whole_life = i64::from(self.vintage) + i64::from(chip.life) == end as i64;
        let left = self.counts.last()?.max(0.0);
        (whole_life && end < periods).then_some((Period(end as u16), left))
    }
}

/// The period of deployment, or the periods of service before the horizon as `-2`.
fn label(scenario: &Scenario, vintage: i32) -> String {
    let known = usize::try_from(vintage)
        .ok()
        .and_then(|v| scenario.horizon.labels.get(v));
    known.cloned().unwrap_or_else(|| vintage.to_string())
}

/// Period of service in `t` of a vintage, counted from 0.
pub(crate) fn age(vintage: i32, t: usize) -> usize {
    usize::try_from(t as i64 - i64::from(vintage)).unwrap_or(0)
}

/// Periods of the horizon in which a vintage is in service at most.
pub(crate) fn life(chip: &Chip, vintage: i32, periods: usize) -> Range<usize> {
    let from = usize::try_from(vintage).unwrap_or(0).min(periods);
    let end = (i64::from(vintage) + i64::from(chip.life)).clamp(from as i64, periods as i64);
    from..end as usize
}

/// Units in service by chip, vintage and site, of the chips counted by vintage.
pub(crate) fn runs(scenario: &Scenario, plan: &Plan) -> Vec<Run> {
    let periods = scenario.horizon.len();
    let mut steps: BTreeMap<(u16, i32, u16), Vec<f64>> = BTreeMap::new();
    let mut step = |c: u16, vintage: i32, r: u16, t: usize, units: f64| {
        let life = life(&scenario.chips[usize::from(c)], vintage, periods);
        if life.contains(&t) {
            let row = steps
                .entry((c, vintage, r))
                .or_insert_with(|| vec![0.0; life.len()]);
            row[t - life.start] += units;
        }
    };
    let counted = |c: u16| scenario.chips.get(usize::from(c)).is_some_and(Chip::by_vintage);
    for (c, sites) in (0..).zip(&plan.deployed).filter(|(c, _)| counted(*c)) {
        for (r, units) in (0..).zip(sites) {
            for (t, &units) in units.iter().enumerate().filter(|(_, units)| **units != 0.0) {
                step(c, t as i32, r, t, units);
            }
        }
    }
    for cohort in scenario.cohorts.iter().filter(|cohort| counted(cohort.chip.0)) {
        step(
            cohort.chip.0,
            -i32::from(cohort.age),
            cohort.site.0,
            0,
            f64::from(cohort.units),
        );
    }
    for change in plan.fleet_changes.iter().filter(|change| counted(change.chip)) {
        let sign = if change.change == Change::MoveIn {
            1.0
        } else {
            -1.0
        };
        step(
            change.chip,
            change.vintage,
            change.site,
            change.period.index(),
            sign * change.units,
        );
    }
    let run = |((c, vintage, r), mut counts): ((u16, i32, u16), Vec<f64>)| {
        let mut units = 0.0;
        for count in &mut counts {
            units += *count;
            *count = units;
        }
        Run {
            chip: ChipId(c),
            vintage,
            site: SiteId(r),
            from: usize::try_from(vintage).unwrap_or(0),
            counts,
        }
    };
    steps.into_iter().map(run).collect()
}

/// Units that retire early by vintage, summed over the vintages.
pub(crate) fn retirements(plan: &Plan) -> BTreeMap<(ChipId, SiteId, Period), f64> {
    let mut retired = BTreeMap::new();
    let changes = plan.fleet_changes.iter();
    for change in changes.filter(|change| change.change == Change::Retire) {
        let at = (ChipId(change.chip), SiteId(change.site), change.period);
        *retired.entry(at).or_default() += change.units;
    }
    retired
}

/// Units that arrive by moves, summed over the vintages.
pub(super) fn moved_in(plan: &Plan) -> BTreeMap<(u16, u16, Period), f64> {
    let mut arrived = BTreeMap::new();
    let changes = plan.fleet_changes.iter();
    for change in changes.filter(|change| change.change == Change::MoveIn) {
        *arrived
            .entry((change.chip, change.site, change.period))
            .or_default() += change.units;
    }
    arrived
}

/// Why changes do not belong to the scenario: the first that names a chip, a site or a period it does not have.
pub(super) fn misshape(scenario: &Scenario, changes: &[FleetChange]) -> Option<String> {
    let wrong = changes.iter().position(|change| !inside(scenario, change))?;
    Some(format!(
        "[{wrong}] names a chip, a site or a period that the scenario does not have"
    ))
}

/// Whether a change names a chip, a site and a period of the scenario.
pub(super) fn inside(scenario: &Scenario, change: &FleetChange) -> bool {
    usize::from(change.chip) < scenario.chips.len()
        && usize::from(change.site) < scenario.sites.len()
        && change.period.index() < scenario.horizon.len()
        && (change.vintage.unsigned_abs() as usize) <= usize::from(u16::MAX)
}

impl Facts<'_> {
    /// A vintage for people: the period of deployment, or the periods of service before the horizon as `-2`.
    pub(crate) fn vintage_label(&self, vintage: i32) -> String {
        label(self.scenario, vintage)
    }

    /// Units of chips counted by vintage, by chip, vintage and site.
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Units deployed in `t` that are still at the site in the last period, if their life goes on.
    pub fn left_at_end(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        if !self.scenario.chips[c.index()].by_vintage() {
            return self.plan.deployed[c.index()][r.index()][t.index()];
        }
        let vintage = i32::from(t.0);
        let order = |run: &Run| (run.chip, run.vintage, run.site);
        let run = self.runs.binary_search_by_key(&(c, vintage, r), order).ok();
        let units = run.and_then(|i| self.runs[i].counts.last().copied());
        units.unwrap_or(0.0).max(0.0)
    }

    /// Units that can work at once: those in service by the share of the time in which they work.
    pub fn available(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        let chip = &self.scenario.chips[c.index()];
        self.weighed(chip.ageing.availability.is_empty(), c, r, t, |age| {
            chip.availability_at(age)
        })
    }

    /// Units in service by their mean power over that of a new unit: what energy is proportional to.
    pub fn drawing(&self, c: ChipId, r: SiteId, t: Period) -> f64 {
        let chip = &self.scenario.chips[c.index()];
        self.weighed(chip.ageing.energy.is_empty(), c, r, t, |age| chip.energy_at(age))
    }

    fn weighed(&self, ageless: bool, c: ChipId, r: SiteId, t: Period, weight: impl Fn(usize) -> f64) -> f64 {
        if ageless {
            return weight(0) * self.in_service(c, r, t);
        }
        let first = self.runs.partition_point(|run| run.chip < c);
        let of_chip = self.runs[first..].iter().take_while(|run| run.chip == c);
        let here = of_chip.filter(|run| run.site == r);
        here.filter_map(|run| {
            let units = run.counts.get(t.index().checked_sub(run.from)?)?;
            Some(units.max(0.0) * weight(run.age(t.index())))
        })
        .sum()
    }
}
