//! Columns of customers' behaviour.

use crate::model::price::{Piece, Prices};
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::DemandId;

/// Where the columns of customers' behaviour are.
#[derive(Debug, Clone, Default)]
pub struct DemandSideColumns {
    pub(in crate::model) prices: Prices,
    pub(in crate::model) sold: Table<4>,
}

impl DemandSideColumns {
    /// Revenue curves of the lines whose prices are decided.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }
    /// `sold[d,t,h,k]`: volume sold in the `k`-th piece of the line's revenue curve; none where its price is given.
    pub fn sold(&self, d: DemandId, t: usize, h: usize, k: usize) -> Option<Col> {
        self.sold.get([d.index(), t, h, k])
    }
    /// The pieces of the line's revenue curve with their columns; none where its price is given.
    pub fn pieces(&self, d: DemandId, t: usize, h: usize) -> impl Iterator<Item = (Col, Piece)> + '_ {
        let pieces = self
            .prices
            .curve(d, t)
            .into_iter()
            .flat_map(|curve| &curve.pieces);
        let numbered = pieces.copied().enumerate();
        numbered.filter_map(move |(k, piece)| Some((self.sold(d, t, h, k)?, piece)))
    }
}
