//! Columns of customers' behaviour.

use super::{Maker, blocks};
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::DemandId;

impl Maker<'_, '_> {
    /// Volume sold by piece of the revenue curve.
    pub(super) fn demand_side(&mut self) {
        use Labels::{Demand, Hour, Period, Piece, Scenario};
        let (s, prices) = (self.sets.scenario, &self.sets.prices);
        let (periods, hours) = (self.sets.periods, self.sets.hours());
        let kind = self.kind("sold", &[Demand, Period, Hour, Piece, Scenario]);
        let mut sold = Table::new([s.demand.len(), periods, hours, prices.pieces()]);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            for (t, h) in blocks(periods, hours) {
                let volume = line.volume_in(t, h).value();
                let pieces = prices.curve(d, t).into_iter().flat_map(|curve| &curve.pieces);
                for (k, piece) in pieces.enumerate().filter(|_| volume > 0.0) {
                    let at = [d.index(), t, h, k];
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
}
