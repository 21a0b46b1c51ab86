//! Money by component, loans, incentives.

use super::{Add, Cash, Selection, some};
use crate::scenario::*;

impl Selection<'_> {
    /// Money of the selected components; without a selection investment and running cost.
    pub(super) fn cash_flows(&self, t: usize, add: &mut impl Add) {
        let all = Component::ALL.iter().copied();
        let components: Vec<Component> = match self.filter.named.get(&By::Component) {
            None => all
                .filter(|component| matches!(component.class(), Class::Capex | Class::Opex))
                .collect(),
            Some(names) => all
                .filter(|component| names.iter().any(|name| name == component.name()))
                .collect(),
        };
        let cash = Cash::only(self.scenario, self.columns, &components, &self.chips);
        let scope = self.sites.contains(&false).then_some(self.sites.as_slice());
        cash.amounts(t, scope, add);
    }

    pub(super) fn debt(&self, t: usize, add: &mut impl Add) {
        let Some(debt) = &self.scenario.finance.debt else {
            return;
        };
        some(self.columns.finance.debt(t), 1.0, add);
        if self.quantity == Quantity::Drawn {
            match t.checked_sub(1) {
                Some(before) => some(self.columns.finance.debt(before), -1.0, add),
                None => add(None, -debt.initial.value()),
            }
        }
    }

    pub(super) fn incentives(&self, t: usize, add: &mut impl Add) {
        for (i, incentive) in self.scenario.finance.incentives.iter().enumerate() {
            if !self.filter.names(By::Incentive, &incentive.id) {
                continue;
            }
            if self.quantity == Quantity::PaidBack {
                some(self.columns.finance.rebate(i, t), 1.0, add);
            } else if incentive.until.index() == t {
                some(self.columns.finance.claim(i), incentive.grant.value(), add);
            }
        }
    }
}
