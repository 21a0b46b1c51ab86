//! Further parts of the model that a synthetic scenario can be drawn with: `--with contracts,hours` or `--with all`.
//!
//! Each part draws from streams of its own, so that switching one on leaves every other figure as it was. Its figures
//! are as plausible as those of the base: orders of magnitude from the catalogue, spreads around them.

mod chips;
mod demand;
mod places;
mod whole;

use super::SplitMix64;
use super::text::Draw;
use std::fmt::Write;

/// A part of the model beyond the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Sites and halls in stages, conversions of halls.
    Construction,
    /// Ordered tranches of grid power with ramp and take-or-pay, on-site generation.
    Power,
    /// Supply contracts with price breaks, least orders, lots and prepayment.
    Contracts,
    /// Leased blocks with options and extensions, rented accelerators.
    Leases,
    /// Ageing, early retirement, resale and moves.
    Ageing,
    /// Applications for licences, compute caps, volume ratios, duties, bans on work.
    Rules,
    /// Software stacks and porting.
    Stacks,
    /// Training jobs.
    Training,
    /// Blocks of hours and profiles of demand.
    Hours,
    /// Loss of sites, grid zones, jurisdictions and vendors.
    Resilience,
    /// Carbon, water and power-purchase agreements.
    Environment,
    /// Cash, debt, taxes, incentives, duties and what is left at the end.
    Money,
    /// Volume that answers to its price.
    Response,
    /// Unmet tiers, priorities and customers who leave.
    Service,
    /// Lines served from one site.
    Placement,
    /// The planner's own limits.
    Limits,
}

impl Part {
    /// All parts, in the order of their names in the help.
    pub const ALL: [Self; 16] = [
        Self::Construction,
        Self::Power,
        Self::Contracts,
        Self::Leases,
        Self::Ageing,
        Self::Rules,
        Self::Stacks,
        Self::Training,
        Self::Hours,
        Self::Resilience,
        Self::Environment,
        Self::Money,
        Self::Response,
        Self::Service,
        Self::Placement,
        Self::Limits,
    ];

    /// Name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Construction => "construction",
            Self::Power => "power",
            Self::Contracts => "contracts",
            Self::Leases => "leases",
            Self::Ageing => "ageing",
            Self::Rules => "rules",
            Self::Stacks => "stacks",
            Self::Training => "training",
            Self::Hours => "hours",
            Self::Resilience => "resilience",
            Self::Environment => "environment",
            Self::Money => "money",
            Self::Response => "response",
            Self::Service => "service",
            Self::Placement => "placement",
            Self::Limits => "limits",
        }
    }

    /// Parts from their names; `all` is every one of them.
    ///
    /// # Errors
    /// A sentence naming what is no part, with those there are.
    pub fn parse(names: &[String]) -> Result<Vec<Self>, String> {
        let mut parts = Vec::new();
        for name in names {
            match Self::ALL.iter().find(|part| part.name() == name) {
                Some(part) => parts.push(*part),
                None if name == "all" => parts.extend(Self::ALL),
                None => {
                    let known: Vec<&str> = Self::ALL.iter().map(|part| part.name()).collect();
                    return Err(format!(
                        "--with: expected all or some of {}, found {name}",
                        known.join(", ")
                    ));
                }
            }
        }
        parts.sort();
        parts.dedup();
        Ok(parts)
    }
}

/// First stream of the parts: the base uses those below.
const FIRST_STREAM: u64 = 100;

/// Entities of one kind that a part can tell apart by stream.
const KINDS: u64 = 4;

impl Draw<'_> {
    pub(super) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Random numbers of a part for the `index`-th entity of a kind (0 to 3).
    fn part_rng(&self, part: Part, kind: u64, index: usize) -> SplitMix64 {
        SplitMix64::stream(self.seed, FIRST_STREAM + KINDS * part as u64 + kind, index)
    }

    /// `, key: value` pairs as they stand inside `{...}`.
    fn inline(pairs: &[String]) -> String {
        let mut out = String::new();
        for pair in pairs {
            let _ = write!(out, ", {pair}");
        }
        out
    }

    /// Label of the period that starts `years` after the beginning, the last one at most.
    fn period_after(&self, years: f64) -> String {
        let t = (years * 12.0 / self.months()).round() as usize;
        self.period(t.min(self.size.periods - 1))
    }

    /// Mean demand of all lines in the last period.
    fn last_volume(&self) -> f64 {
        self.volumes.iter().map(|volume| volume.1).sum()
    }
}
