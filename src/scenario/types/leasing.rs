//! Terms of leases beyond the plain block, and accelerators rented from others.

use super::{LeaseOffer, Series};
use crate::scenario::ids::{ChipId, Period, SiteId};
use crate::scenario::quantity::{MillionUsd, MillionUsdPerMwYear, MillionUsdPerYear};

/// Terms of a lease offer beyond blocks at a price.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaseTerms {
    /// Least blocks of one signing; 0 is no limit.
    pub min_blocks: u32,
    /// Least blocks signed in t (signed already, or to be signed); empty is none.
    pub committed: Vec<u32>,
    /// Right to further blocks at a fixed price.
    pub option: Option<LeaseOption>,
    /// Right to go on after the term.
    pub extension: Option<LeaseExtension>,
}

/// The right, bought once, to sign further blocks at a fixed price.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaseOption {
    /// Fee of a block that can be called, paid when the option is taken.
    pub fee: MillionUsd,
    /// Most blocks, beside those of the offer.
    pub blocks: u32,
    /// Period in which the option is taken or left.
    pub taken: Period,
    /// Last period in which it can be exercised.
    pub until: Period,
    /// Price of IT power under the option, in place of the offer's.
    pub price: MillionUsdPerMwYear,
}

/// The right to keep blocks whose term has ended, time after time.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaseExtension {
    /// Price by the period in which the extension begins.
    pub price: Series<MillionUsdPerMwYear>,
    /// Whole periods of an extension.
    pub term: u16,
}

/// Accelerators that somebody else owns, houses and powers, rented by the unit near one of the sites.
#[derive(Debug, Clone, PartialEq)]
pub struct RentalOffer {
    /// Identifier.
    pub id: String,
    /// What is rented.
    pub chip: ChipId,
    /// The site at which they count as capacity: its latencies, jurisdiction and permissions hold. It need not be open.
    pub site: SiteId,
    /// Price of a unit by the period in which its rental begins, energy and room included.
    pub price: Series<MillionUsdPerYear>,
    /// Most units rented at a time by period; `None` is unlimited.
    pub at_most: Option<Series<f64>>,
    /// Whole periods for which a unit is rented, at least 1.
    pub term: u16,
}

impl LeaseOffer {
    /// Most blocks leased at any time, the option included.
    pub fn most_blocks(&self) -> f64 {
        let option = self.terms.option.as_ref().map_or(0, |option| option.blocks);
        f64::from(self.max_blocks) + f64::from(option)
    }
}

impl RentalOffer {
    /// Most units rented in `t`; infinite if the offer says nothing.
    pub fn most(&self, t: usize) -> f64 {
        match &self.at_most {
            Some(most) => most.get(t).copied().unwrap_or(0.0),
            None => f64::INFINITY,
        }
    }
}
