//! Money of some components, for some chips, at some sites: as the ledger books it.

use super::{Cash, Spend};
use crate::model::columns::Columns;
use crate::scenario::{Class, Component, Scenario};

/// Components of which any belongs to a chip.
const BY_CHIP: &[Component] = &[
    Component::Chips,
    Component::Orders,
    Component::Cancellation,
    Component::Installation,
    Component::ImportDuty,
    Component::Moves,
    Component::MoveDuty,
    Component::Energy,
    Component::Maintenance,
    Component::Hub,
    Component::UnitRental,
    Component::Risk,
    Component::TerminalValue,
    Component::WriteOff,
    Component::Resale,
];

impl<'a> Cash<'a> {
    /// Only money for some components and chips.
    pub fn only(
        scenario: &'a Scenario,
        columns: &'a Columns,
        components: &'a [Component],
        chips: &'a [bool],
    ) -> Self {
        Self {
            only: Some((components, chips)),
            ..Self::new(scenario, columns)
        }
    }

    /// An amount, if money for this is asked for.
    pub(super) fn part(&self, component: Component, amount: f64) -> f64 {
        match self.only {
            Some((components, _)) if !components.contains(&component) => 0.0,
            Some((_, chips)) if chips.contains(&false) && !BY_CHIP.contains(&component) => 0.0,
            _ => amount,
        }
    }

    /// An amount that belongs to no chip, of a component of which some does.
    pub(super) fn general_part(&self, component: Component, amount: f64) -> f64 {
        match self.only {
            Some((_, chips)) if chips.contains(&false) => 0.0,
            _ => self.part(component, amount),
        }
    }

    /// Amounts of `t`, all positive as in the ledger, at all sites (and at none) or at those in scope. Undiscounted.
    /// If only some chips are asked for, only what belongs to a chip counts.
    pub fn amounts(&self, t: usize, scope: Option<&[bool]>, add: &mut impl Spend) {
        let Some((components, _)) = self.only else {
            return;
        };
        let asked = |component: &Component| components.contains(component);
        let any = |class: Class| {
            let mut all = components.iter();
            all.any(|component| component.class() == class)
        };
        let last = t + 1 == self.scenario.horizon.len();
        let mut add = |col, amount: f64| {
            if amount != 0.0 {
                add(col, amount);
            }
        };
        let add = &mut add;
        if any(Class::Capex) {
            self.capex(t, scope, add);
        }
        if any(Class::Opex) {
            self.opex(t, scope, add);
        }
        self.write_off(t, scope, add);
        self.legal_risk(t, scope, add);
        if any(Class::Income) {
            self.income(t, scope, add);
        }
        if any(Class::Revenue) {
            self.revenue(t, scope, add);
        }
        if last && asked(&Component::TerminalValue) {
            self.terminal_value(scope, add);
        }
        if scope.is_none() {
            self.shortfalls(t, add);
            self.financing(t, add);
            if last {
                self.settlement(add);
            }
        }
    }
}
