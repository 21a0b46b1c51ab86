//! Columns of customers' behaviour.

use super::{Maker, blocks};
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::{DemandId, Placement, SiteId};

impl Maker<'_, '_> {
    pub(super) fn demand_side(&mut self) {
        self.sold();
        self.unmet_tiers();
        self.lost();
        self.single_places();
    }

    /// Volume sold by piece of the revenue curve.
    fn sold(&mut self) {
        use Labels::{Demand, Hour, Period, Piece, Scenario};
        let (s, prices) = (self.sets.scenario, &self.sets.prices);
        let (periods, hours) = (self.sets.periods, self.sets.hours());
        let kind = self.kind("sold", &[Demand, Period, Piece, Hour, Scenario]);
        let mut sold = Table::new([s.demand.len(), periods, prices.pieces(), hours]);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            for (t, h) in blocks(periods, hours) {
                let volume = line.volume_in(t, h).value();
                let pieces = prices.curve(d, t).into_iter().flat_map(|curve| &curve.pieces);
                for (k, piece) in pieces.enumerate().filter(|_| volume > 0.0) {
                    let at = [d.index(), t, k, h];
                    let bounds = (0.0, piece.width * volume);
                    let col = self
                        .program
                        .column(kind, key(at), bounds, Integrality::Continuous);
                    sold.set(at, col);
                }
            }
        }
        self.columns.demand_side.sold = sold;
        self.columns.demand_side.prices = prices.clone();
    }

    /// Volume unmet in dearer tiers, where that much can be unmet.
    fn unmet_tiers(&mut self) {
        use Labels::{Demand, Hour, Period, Scenario, Tier};
        let s = self.sets.scenario;
        let (periods, hours) = (self.sets.periods, self.sets.hours());
        let kind = self.kind("tier", &[Demand, Period, Tier, Hour, Scenario]);
        let tiers = s.demand.iter().map(|line| line.side.tiers.len()).max();
        let mut table = Table::new([s.demand.len(), periods, tiers.unwrap_or(0), hours]);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            for (t, h) in blocks(periods, hours) {
                let unmet = (1.0 - line.service_floor) * self.sets.least_asked(d, t, h);
                for (k, tier) in line.side.tiers.iter().enumerate() {
                    let most = unmet - tier.above * line.volume_in(t, h).value();
                    if most > 0.0 {
                        let at = [d.index(), t, k, h];
                        let bounds = (0.0, most);
                        let col = self
                            .program
                            .column(kind, key(at), bounds, Integrality::Continuous);
                        table.set(at, col);
                    }
                }
            }
        }
        self.columns.demand_side.tier = table;
    }

    /// Customers who left, from the second period with demand on.
    fn lost(&mut self) {
        let s = self.sets.scenario;
        let kind = self.kind("lost", &[Labels::Demand, Labels::Period]);
        let mut lost = Table::new([s.demand.len(), self.sets.periods]);
        for (d, line) in s.demand.iter().enumerate() {
            let wanted = line.volume.iter().enumerate();
            let wanted = wanted.filter(|(_, volume)| volume.value() > 0.0 && line.side.churn.is_some());
            for (t, volume) in wanted.skip(1) {
                let bounds = (0.0, volume.value());
                let col = self
                    .program
                    .column(kind, key([d, t]), bounds, Integrality::Continuous);
                lost.set([d, t], col);
            }
        }
        self.columns.demand_side.lost = lost;
    }

    /// Where lines that are not split are served from.
    fn single_places(&mut self) {
        use Labels::{Demand, Period, Site};
        let s = self.sets.scenario;
        let (sites, lines, periods) = (s.sites.len(), s.demand.len(), self.sets.periods);
        let (from, bought) = (
            self.kind("from", &[Site, Demand, Period]),
            self.kind("bought", &[Demand, Period]),
        );
        let home = self.kind("home", &[Site, Demand]);
        let mut places = (
            Table::new([sites, lines, periods]),
            Table::new([lines, periods]),
            Table::new([sites, lines]),
        );
        let binary = (0.0, 1.0);
        for (d, line) in DemandId::all(lines).zip(&s.demand) {
            if line.side.placement == Placement::Split {
                continue;
            }
            for r in SiteId::all(sites) {
                let hours = s.hours.blocks();
                let served = |t: usize| hours.clone().any(|h| self.columns.serve(r, d, t, h).is_some());
                let served: Vec<usize> = (0..periods).filter(|&t| served(t)).collect();
                let home_at = [r.index(), d.index()];
                if line.side.placement == Placement::Fixed && !served.is_empty() {
                    let col = self
                        .program
                        .column(home, key(home_at), binary, Integrality::Integer);
                    places.2.set(home_at, col);
                }
                for t in served {
                    let at = [r.index(), d.index(), t];
                    let col = self.program.column(from, key(at), binary, Integrality::Integer);
                    places.0.set(at, col);
                }
            }
            for t in 0..periods {
                // The offer must cover the whole of every block.
                let mut wanted = s.hours.blocks().filter(|&h| line.volume_in(t, h).value() > 0.0);
                let covers = |h| match (&line.rent, self.columns.rent(d, t, h)) {
                    (Some(offer), Some(_)) => offer
                        .at_most
                        .as_ref()
                        .is_none_or(|most| most[t] >= line.volume_in(t, h)),
                    _ => false,
                };
                if line.volume[t].value() > 0.0 && wanted.all(covers) {
                    let at = [d.index(), t];
                    let col = self.program.column(bought, key(at), binary, Integrality::Integer);
                    places.1.set(at, col);
                }
            }
        }
        let side = &mut self.columns.demand_side;
        (side.from, side.bought, side.home) = places;
    }
}
