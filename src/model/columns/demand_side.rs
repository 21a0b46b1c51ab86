//! Columns of customers' behaviour.

use crate::model::price::{Piece, Prices};
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{DemandId, SiteId};

/// Where the columns of customers' behaviour are.
#[derive(Debug, Clone, Default)]
pub struct DemandSideColumns {
    pub(in crate::model) prices: Prices,
    pub(in crate::model) sold: Table<4>,
    pub(in crate::model) tier: Table<4>,
    pub(in crate::model) lost: Table<2>,
    pub(in crate::model) from: Table<3>,
    pub(in crate::model) bought: Table<2>,
    pub(in crate::model) home: Table<2>,
}

impl DemandSideColumns {
    /// Revenue curves of the lines whose prices are decided.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }
    /// `sold[d,t,k,h]`: volume sold in the `k`-th piece of the line's revenue curve; none where its price is given.
    pub fn sold(&self, d: DemandId, t: usize, k: usize, h: usize) -> Option<Col> {
        self.sold.get([d.index(), t, k, h])
    }
    /// The pieces of the line's revenue curve with their columns; none where its price is given.
    pub fn pieces(&self, d: DemandId, t: usize, h: usize) -> impl Iterator<Item = (Col, Piece)> + '_ {
        let pieces = self
            .prices
            .curve(d, t)
            .into_iter()
            .flat_map(|curve| &curve.pieces);
        let numbered = pieces.copied().enumerate();
        numbered.filter_map(move |(k, piece)| Some((self.sold(d, t, k, h)?, piece)))
    }
    /// `tier[d,t,k,h]`: volume unmet in the `k`-th tier of line `d` or above.
    pub fn tier(&self, d: DemandId, t: usize, k: usize, h: usize) -> Option<Col> {
        self.tier.get([d.index(), t, k, h])
    }
    /// `lost[d,t]`: mean volume of customers who left before `t`.
    pub fn lost(&self, d: DemandId, t: usize) -> Option<Col> {
        self.lost.get([d.index(), t])
    }
    /// `from[r,d,t]`: line `d`, which is not split, is served from site `r`.
    pub fn from(&self, r: SiteId, d: DemandId, t: usize) -> Option<Col> {
        self.from.get([r.index(), d.index(), t])
    }
    /// `bought[d,t]`: line `d`, which is not split, is bought in.
    pub fn bought(&self, d: DemandId, t: usize) -> Option<Col> {
        self.bought.get([d.index(), t])
    }
    /// `home[r,d]`: the one site from which line `d` is ever served is `r`.
    pub fn home(&self, r: SiteId, d: DemandId) -> Option<Col> {
        self.home.get([r.index(), d.index()])
    }
}
