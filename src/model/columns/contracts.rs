//! Columns of supply contracts.

use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::ContractId;

/// Index tables of the columns of supply contracts; empty without contracts.
#[derive(Debug, Clone, Default)]
pub struct ContractColumns {
    pub(in crate::model) order: Table<2>,
    pub(in crate::model) cancel: Table<2>,
    pub(in crate::model) placed: Table<2>,
    pub(in crate::model) lots: Table<2>,
    pub(in crate::model) tier: Table<3>,
    pub(in crate::model) band: Table<3>,
}

impl ContractColumns {
    /// `contract[l,t]`: units newly ordered under contract `l` that arrive in `t`.
    pub fn order(&self, l: ContractId, t: usize) -> Option<Col> {
        self.order.get([l.index(), t])
    }
    /// `cancel[l,t]`: units committed before the horizon for `t` that are cancelled.
    pub fn cancel(&self, l: ContractId, t: usize) -> Option<Col> {
        self.cancel.get([l.index(), t])
    }
    /// `placed[l,t]`: an order under contract `l` arrives in `t`; where a minimum or a cost per order asks for it.
    pub fn placed(&self, l: ContractId, t: usize) -> Option<Col> {
        self.placed.get([l.index(), t])
    }
    /// `lots[l,t]`: multiples ordered, where units come in multiples.
    pub fn lots(&self, l: ContractId, t: usize) -> Option<Col> {
        self.lots.get([l.index(), t])
    }
    /// `tier[l,q,t]`: the order reaches price `q` (0 is the price before the first break).
    pub fn tier(&self, l: ContractId, q: usize, t: usize) -> Option<Col> {
        self.tier.get([l.index(), q, t])
    }
    /// `band[l,q,t]`: units paid at price `q`.
    pub fn band(&self, l: ContractId, q: usize, t: usize) -> Option<Col> {
        self.band.get([l.index(), q, t])
    }
}
