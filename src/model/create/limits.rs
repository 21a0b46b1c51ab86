//! Columns of the planner's own limits.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::LimitWindow;

impl Maker<'_, '_> {
    /// How far limits are broken, where that has a price.
    pub(super) fn limits(&mut self) {
        let excess = self.broken("excess", |window| window.at_most);
        let lack = self.broken("lack", |window| window.at_least);
        self.columns.limits.excess = excess;
        self.columns.limits.lack = lack;
    }

    fn broken(&mut self, name: &'static str, value: fn(&LimitWindow) -> Option<f64>) -> Table<2> {
        let limits = &self.sets.scenario.limits;
        let kind = self.kind(name, &[Labels::Limit, Labels::Period]);
        let mut table = Table::new([limits.len(), self.sets.periods]);
        let priced = limits
            .iter()
            .enumerate()
            .filter(|(_, limit)| limit.violation_cost.is_some());
        for (l, limit) in priced {
            for window in limit.windows.iter().filter(|window| value(window).is_some()) {
                let at = [l, window.first.index()];
                let bounds = (0.0, f64::INFINITY);
                let col = self
                    .program
                    .column(kind, key(at), bounds, Integrality::Continuous);
                table.set(at, col);
            }
        }
        table
    }
}
