//! Where units can be: bounds on deployments and fleets, vintages, arrivals by moves.

use super::Sets;
use crate::model::bounds::{self, units_bound};
use crate::model::vintages::{Arrivals, Group, Strand, Vintages};
use crate::scenario::{ChipId, CustomLimit, Quantity, SiteId};

impl Sets<'_> {
    /// Bounds on deployments and fleets, from room, supply, permissions and the existing fleet.
    pub(super) fn find_units(&mut self) {
        let arrivals = bounds::arrivals(self.scenario);
        let (periods, sites) = (self.periods, self.scenario.sites.len());
        self.deploy_bound = vec![0.0; self.unit_bound.len()];
        self.fleet = vec![false; self.unit_bound.len()];
        for (c, chip) in ChipId::all(self.scenario.chips.len()).zip(&self.scenario.chips) {
            let arrive = &arrivals[c.index() * periods..(c.index() + 1) * periods];
            let deliverable = |t: usize| match (self.switches.chip_supply, chip.hub) {
                (false, _) => f64::INFINITY,
                (true, true) => arrive[..=t].iter().sum(),
                (true, false) => arrive[t],
            };
            let from = self.cell(c.index(), 0, 0);
            for r in SiteId::all(sites) {
                let from = from + r.index() * periods;
                for t in (0..periods).filter(|&t| self.permissions.allowed(c, r, t)) {
                    let bound = units_bound(chip, self.unit_bound[from + t].min(deliverable(t)));
                    self.deploy_bound[from + t] = bound.max(0.0);
                }
            }
        }
        self.vintages = Vintages::new(
            self.scenario,
            &|c, r, t| self.deploy_bound(c, r, t) > 0.0,
            &self.arrivals_by_moves(),
        );
        for (c, chip) in ChipId::all(self.scenario.chips.len()).zip(&self.scenario.chips) {
            let arrive = &arrivals[c.index() * periods..(c.index() + 1) * periods];
            let balanced = if chip.by_vintage() {
                self.switches.fleet_life && (self.switches.fleet_moves || chip.ageing.moves.is_none())
            } else {
                self.switches.fleet_balance
            };
            let own: Vec<f64> = SiteId::all(sites)
                .flat_map(|r| self.carried(c, r, arrive, balanced))
                .collect();
            for r in SiteId::all(sites) {
                let from = self.cell(c.index(), r.index(), 0);
                let mut reached = false;
                for t in 0..periods {
                    reached |= chip.ageing.moves.is_some() && self.arrivals_by_moves().open(c, r, t);
                    let carried = if reached {
                        (0..sites).map(|other| own[other * periods + t]).sum()
                    } else {
                        own[r.index() * periods + t]
                    };
                    self.fleet[from + t] = carried > 0.0;
                    self.unit_bound[from + t] =
                        units_bound(chip, self.unit_bound[from + t].min(carried)).max(0.0);
                }
            }
        }
    }

    /// Most units of a chip that can have come into service at a site and still be, by period.
    fn carried(&self, c: ChipId, r: SiteId, arrive: &[f64], balanced: bool) -> Vec<f64> {
        let life = self.scenario.chips[c.index()].life.max(1) as usize;
        let mut existing = vec![0.0; self.periods];
        for cohort in &self.scenario.cohorts {
            if cohort.chip == c && cohort.site == r {
                let ends = (cohort.ends as usize).min(self.periods);
                existing[..ends]
                    .iter_mut()
                    .for_each(|n| *n += f64::from(cohort.units));
            }
        }
        let from = self.cell(c.index(), r.index(), 0);
        let carried = |t: usize| {
            let first = if balanced { (t + 1).saturating_sub(life) } else { 0 };
            let deployed: f64 = self.deploy_bound[from + first..=from + t].iter().sum();
            let deployed = if self.switches.chip_supply {
                deployed.min(arrive[..=t].iter().sum())
            } else {
                deployed
            };
            if balanced {
                deployed + existing[t]
            } else if deployed + existing[0] > 0.0 {
                f64::INFINITY
            } else {
                0.0
            }
        };
        (0..self.periods).map(carried).collect()
    }

    /// Where and when units may arrive by moves. While bounds are being found, `unit_bound` is the room.
    fn arrivals_by_moves(&self) -> Arrivals<'_> {
        Arrivals {
            permissions: &self.permissions,
            room: &self.unit_bound,
            sites: self.scenario.sites.len(),
            periods: self.periods,
        }
    }

    /// Whether spending on moves may do any good by itself: where limits ask for investment or measure by it, and where
    /// loans may grow with it.
    pub fn moves_may_pay(&self) -> bool {
        let s = self.scenario;
        let asked = |limit: &CustomLimit| {
            let capex = limit.quantity == Quantity::SpendCapex;
            let share = limit.share_of.as_ref();
            capex && limit.windows.iter().any(|window| window.at_least.is_some())
                || share.is_some_and(|share| share.quantity == Quantity::SpendCapex)
        };
        s.limits.iter().any(asked)
            || s.finance
                .debt
                .as_ref()
                .is_some_and(|debt| debt.capex_share.is_some())
    }

    /// Whether units of a vintage can arrive at a site in `t`: permitted, with room, and able to leave another.
    pub fn may_arrive(&self, group: &Group, strand: &Strand, t: usize) -> bool {
        let moves = self.scenario.chips[group.chip.index()].ageing.moves;
        let Some(left) = moves.and_then(|moves| t.checked_sub(usize::from(moves.downtime))) else {
            return false;
        };
        let mut others = self
            .vintages
            .strands(group)
            .iter()
            .filter(|other| other.site != strand.site);
        self.arrivals_by_moves().open(group.chip, strand.site, t)
            && others.any(|other| {
                (other.from < left || other.existing > 0.0)
                    && self.permissions.may_leave(group.chip, other.site, left)
            })
    }
}
