//! Columns of carbon.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::KiloTonnes;

impl Maker<'_, '_> {
    /// What is left of caps with banking, by the first period of each window but the last.
    pub(super) fn environment(&mut self) {
        let caps = &self.sets.scenario.environment.carbon_caps;
        let kind = self.kind("bank", &[Labels::CarbonCap, Labels::Period]);
        let mut bank = Table::new([caps.len(), self.sets.periods]);
        for (k, cap) in caps.iter().enumerate().filter(|(_, cap)| cap.banking > 0.0) {
            let most = cap.bank_limit.map_or(f64::INFINITY, KiloTonnes::value);
            for window in cap.windows.iter().rev().skip(1).rev() {
                let at = [k, window.first.index()];
                let col = self
                    .program
                    .column(kind, key(at), (0.0, most), Integrality::Continuous);
                bank.set(at, col);
            }
        }
        self.columns.environment.bank = bank;
    }
}
