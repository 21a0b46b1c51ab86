//! Columns of supply contracts.

use super::Maker;
use crate::model::bounds::contracts::{most_ordered, price_holds, tiers};
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::Contract;

impl Maker<'_, '_> {
    pub(super) fn contracts(&mut self) {
        use Labels::{Break, Contract, Period};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let count = s.contracts.len();
        if count == 0 {
            return;
        }
        let prices = s.contracts.iter().map(tiers).max().unwrap_or(0);
        let order = self.kind("contract", &[Contract, Period]);
        let cancel = self.kind("cancel", &[Contract, Period]);
        let placed = self.kind("placed", &[Contract, Period]);
        let lots = self.kind("lots", &[Contract, Period]);
        let tier = self.kind("tier", &[Contract, Break, Period]);
        let band = self.kind("band", &[Contract, Break, Period]);
        let columns = &mut self.columns.contracts;
        for table in [
            &mut columns.order,
            &mut columns.cancel,
            &mut columns.placed,
            &mut columns.lots,
        ] {
            *table = Table::new([count, periods]);
        }
        columns.tier = Table::new([count, prices, periods]);
        columns.band = Table::new([count, prices, periods]);
        for (l, contract) in s.contracts.iter().enumerate() {
            let counted = self.counted(contract.chip.index());
            for t in 0..periods {
                let at = key([l, t]);
                let cancellable = contract.cancellable(t);
                if cancellable > 0.0 {
                    let col = self.program.column(cancel, at, (0.0, cancellable), counted);
                    self.columns.contracts.cancel.set([l, t], col);
                }
                let most = most_ordered(self.sets, contract, t);
                if most <= 0.0 {
                    continue;
                }
                let in_lots = contract.multiple > 1;
                let units = if in_lots { Integrality::Continuous } else { counted };
                let col = self.program.column(order, at, (0.0, most), units);
                self.columns.contracts.order.set([l, t], col);
                if needs_placing(contract) {
                    let col = self.program.column(placed, at, (0.0, 1.0), Integrality::Integer);
                    self.columns.contracts.placed.set([l, t], col);
                }
                if in_lots {
                    let most = most / f64::from(contract.multiple);
                    let col = self.program.column(lots, at, (0.0, most), Integrality::Relaxable);
                    self.columns.contracts.lots.set([l, t], col);
                }
                if contract.breaks.is_empty() {
                    continue;
                }
                for q in (0..tiers(contract)).filter(|&q| price_holds(s, contract, q, most).0 <= most) {
                    let at = key([l, q, t]);
                    let col = self.program.column(tier, at, (0.0, 1.0), Integrality::Integer);
                    self.columns.contracts.tier.set([l, q, t], col);
                    let bounds = (0.0, most);
                    let col = self.program.column(band, at, bounds, Integrality::Continuous);
                    self.columns.contracts.band.set([l, q, t], col);
                }
            }
        }
    }
}

/// Whether it matters if an order is placed at all.
fn needs_placing(contract: &Contract) -> bool {
    contract.min_order > 0.0 || contract.order_cost.value() != 0.0
}
