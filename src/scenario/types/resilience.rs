//! What must still be served when something is lost.

use super::Series;
use crate::scenario::ids::{ChipId, DemandId, SiteId};

/// A requirement: whatever one of its losses takes away, a share of demand is still served.
#[derive(Debug, Clone, PartialEq)]
pub struct Resilience {
    /// Identifier.
    pub id: String,
    /// Kind of thing that is lost, for people.
    pub against: Against,
    /// Share of the volume that must still be served, 0 to 1; 0 asks for nothing in the period.
    pub keep: Series<f64>,
    /// Demand lines it speaks of.
    pub lines: Vec<DemandId>,
    /// How it is modelled.
    pub form: ResilienceForm,
    /// What may be lost, one at a time.
    pub losses: Vec<Loss>,
}

/// Kind of thing that is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// A site.
    Site,
    /// All sites of a grid zone.
    GridZone,
    /// All sites of a jurisdiction.
    Jurisdiction,
    /// All chips of a vendor.
    Vendor,
}

/// How a requirement is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResilienceForm {
    /// Capacity given to a workload is one pool: what is left after the largest loss must do.
    Pooled,
    /// Chips and volumes are dealt out anew for every loss.
    Copies,
}

/// One thing that may be lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// The site, grid zone, jurisdiction or vendor.
    pub id: String,
    /// Sites of which nothing is left.
    pub sites: Vec<SiteId>,
    /// Chips of which nothing is left anywhere.
    pub chips: Vec<ChipId>,
}

impl Loss {
    /// Whether units of a chip at a site are left.
    pub fn spares(&self, c: ChipId, r: SiteId) -> bool {
        !self.chips.contains(&c) && self.spares_site(r)
    }

    /// Whether a site is left.
    pub fn spares_site(&self, r: SiteId) -> bool {
        !self.sites.contains(&r)
    }
}

/// A requirement with one of its losses.
#[derive(Debug, Clone, Copy)]
pub struct Contingency<'a> {
    /// Position of the requirement.
    pub requirement: usize,
    /// The requirement.
    pub of: &'a Resilience,
    /// What is lost.
    pub loss: &'a Loss,
}

impl Contingency<'_> {
    /// `requirement.loss`, the name in programs and plans.
    pub fn label(&self) -> String {
        format!("{}.{}", self.of.id, self.loss.id)
    }

    /// Whether chips and volumes are dealt out anew in period `t`.
    pub fn copies_in(&self, t: usize) -> bool {
        self.of.form == ResilienceForm::Copies && self.of.keep[t] > 0.0
    }
}

/// Every loss of every requirement, in order: plans and programs number contingencies so.
pub fn contingencies(requirements: &[Resilience]) -> impl Iterator<Item = Contingency<'_>> + Clone {
    requirements.iter().enumerate().flat_map(|(requirement, of)| {
        of.losses.iter().map(move |loss| Contingency {
            requirement,
            of,
            loss,
        })
    })
}
