//! The register of constraint families: one line each. Names, duals, export, explanations of infeasibility,
//! golden tests and the pages of the book all iterate over it.

use super::columns::{Columns, Labels};
use super::families::*;
use super::sets::Sets;
use crate::program::{Col, Family, Key, Program};
use crate::scenario::{ChipId, RentalId, Scenario, SiteId};

/// Whether a plan may break a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hardness {
    /// Never.
    Hard,
    /// At a price: which figure of the scenario it is.
    Soft(&'static str),
}

/// One kind of row.
#[derive(Debug, Clone, Copy)]
pub struct RowInfo {
    /// Name in exports, duals and reports.
    pub name: &'static str,
    /// Label sets of the key; blocks of hours are left out of names if there is only one.
    pub labels: &'static [Labels],
    /// Unit of the dual: change of the objective per unit of the right-hand side.
    pub dual_unit: &'static str,
    /// What it means if the row is broken: a sentence with `{site}`, `{period}` ... for the labels of the key
    /// and `{by}` for the amount. ` ({hour})` is left out if there is only one block.
    pub violation: &'static str,
}

/// A constraint family.
#[derive(Debug, Clone, Copy)]
pub struct FamilyInfo {
    /// Name, as in `ModelSpec::off`.
    pub name: &'static str,
    /// A few words for people.
    pub title: &'static str,
    /// Hard or soft.
    pub hardness: Hardness,
    /// Its kinds of rows.
    pub rows: &'static [RowInfo],
    /// Adds its rows.
    pub build: fn(&mut Build<'_, '_>),
}

impl FamilyInfo {
    /// Its page in the book, relative to `docs`.
    pub fn docs(&self) -> String {
        format!("families/{}.md", self.name)
    }
}

/// All families, in the order in which their rows are added.
static FAMILIES: &[FamilyInfo] = &[
    site_opening::INFO,
    construction_stages::INFO,
    hall_construction::INFO,
    retrofit::INFO,
    power_tranche::INFO,
    take_or_pay::INFO,
    site_energy::INFO,
    ppa::INFO,
    hall_capacity::INFO,
    leases::INFO,
    lease_terms::INFO,
    chip_supply::INFO,
    contract_orders::INFO,
    contract_tiers::INFO,
    fleet_balance::INFO,
    fleet_life::INFO,
    fleet_moves::INFO,
    accelerator_rental::INFO,
    workload_capacity::INFO,
    portability::INFO,
    demand_balance::INFO,
    price_response::INFO,
    priority::INFO,
    churn::INFO,
    placement::INFO,
    residency_latency::INFO,
    training_cluster::INFO,
    resilience::INFO,
    export_rules::INFO,
    licences::INFO,
    volume_ratio::INFO,
    budget::INFO,
    carbon::INFO,
    water::INFO,
    incentives::INFO,
    tax::INFO,
    cash::INFO,
    custom_limits::INFO,
];

/// All families, in the order in which their rows are added.
pub fn families() -> &'static [FamilyInfo] {
    FAMILIES
}

/// Rows that only strengthen the relaxation; no family of the model, nothing a plan could break on its own.
pub fn strengthening() -> &'static FamilyInfo {
    &strengthening::INFO
}

/// Family and kind of the rows with a name.
pub fn row_info(name: &str) -> Option<(&'static FamilyInfo, &'static RowInfo)> {
    let all = FAMILIES.iter().chain(std::iter::once(strengthening()));
    all.flat_map(|family| family.rows.iter().map(move |row| (family, row)))
        .find(|(_, row)| row.name == name)
}

/// What a family needs to add its rows.
pub struct Build<'a, 's> {
    /// The index sets.
    pub sets: &'a Sets<'s>,
    /// The columns.
    pub columns: &'a Columns,
    /// The program under construction.
    pub program: &'a mut Program,
    first: u8,
}

impl<'a, 's> Build<'a, 's> {
    /// For a program whose columns exist.
    pub fn new(sets: &'a Sets<'s>, columns: &'a Columns, program: &'a mut Program) -> Self {
        Self {
            sets,
            columns,
            program,
            first: 0,
        }
    }

    /// Adds all rows of a family.
    pub fn run(&mut self, family: &FamilyInfo) {
        self.first = self.program.families.len() as u8;
        for row in family.rows {
            let labels = Labels::sets(row.labels, self.sets.hours());
            self.program.family(row.name, &labels);
        }
        (family.build)(self);
    }

    /// The scenario.
    pub fn scenario(&self) -> &'s Scenario {
        self.sets.scenario
    }

    /// The `kind`-th kind of rows of the family being built.
    pub fn rows(&self, kind: u8) -> Family {
        Family(self.first + kind)
    }

    /// Adds a term to the open row, if the column exists.
    pub fn term(&mut self, col: impl Into<Option<Col>>, coefficient: f64) {
        if let Some(col) = col.into() {
            self.program.term(col, coefficient);
        }
    }

    /// Adds minus the units of a chip that can work at a site: those available of the fleet, and those rented.
    pub fn less_working(&mut self, c: ChipId, r: SiteId, t: usize) {
        let (s, columns) = (self.sets.scenario, self.columns);
        let chip = &s.chips[c.index()];
        for (units, share) in columns.available(chip, c, r, t) {
            self.term(units, -share);
        }
        for (n, offer) in RentalId::all(s.rentals.len()).zip(&s.rentals) {
            if (offer.chip, offer.site) == (c, r) {
                for rented in columns.rented(n, offer.term, t) {
                    self.term(rented, -chip.availability);
                }
            }
        }
    }

    /// Whether the open row has no term yet: a limit on nothing needs no row.
    pub fn row_is_empty(&self) -> bool {
        self.program.start.last().copied().unwrap_or(0) as usize == self.program.nonzeros()
    }

    /// Closes the open row: at most `rhs`.
    pub fn at_most(&mut self, family: Family, key: Key, rhs: f64) {
        self.program.close_row(family, key, (f64::NEG_INFINITY, rhs));
    }

    /// Closes the open row: at least `rhs`.
    pub fn at_least(&mut self, family: Family, key: Key, rhs: f64) {
        self.program.close_row(family, key, (rhs, f64::INFINITY));
    }

    /// Closes the open row: within a range.
    pub fn between(&mut self, family: Family, key: Key, range: (f64, f64)) {
        self.program.close_row(family, key, range);
    }

    /// Closes the open row: equal to `rhs`.
    pub fn equal(&mut self, family: Family, key: Key, rhs: f64) {
        self.program.close_row(family, key, (rhs, rhs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn row_names_are_unique_and_sentences_name_only_their_keys() {
        let mut names = BTreeSet::new();
        for family in families().iter().chain(std::iter::once(strengthening())) {
            assert!(!family.rows.is_empty(), "{}", family.name);
            for row in family.rows {
                assert!(names.insert(row.name), "{} appears twice", row.name);
                assert!(row.violation.contains("{by}"), "{}", row.name);
                assert!(row.dual_unit.starts_with("MUSD"), "{}", row.name);
            }
        }
    }
}
