//! Carbon and water: grid intensity, caps, prices, embodied carbon, power-purchase agreements.

use super::{PlaceSelector, Scenario, Series, Site};
use crate::scenario::ids::{ChipId, HallId, Period};
use crate::scenario::quantity::{
    GramsPerKwh, KiloTonnes, LitresPerKwh, Megalitres, Megawatts, MillionUsdPerKiloTonne, UsdPerMwh, Years,
};

/// Where the carbon intensity of all grids comes from. Methods differ, so that sources are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridSource {
    /// Ember: national and over the life cycle of the plants.
    Ember,
    /// Google: grid region, operation of the plants only.
    Google,
    /// The planner's own figures, one for every site.
    Own,
}

impl GridSource {
    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ember => "ember",
            Self::Google => "google",
            Self::Own => "own",
        }
    }
}

/// Which emissions a cap or a price counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarbonScope {
    /// Of the energy bought (scope 2).
    Operational,
    /// Of making chips, when deployed, and halls, when started (scope 3).
    Embodied,
    /// Both.
    All,
}

impl CarbonScope {
    /// Whether emissions of the energy bought count.
    pub fn operational(self) -> bool {
        self != Self::Embodied
    }
    /// Whether emissions of making chips and halls count.
    pub fn embodied(self) -> bool {
        self != Self::Operational
    }
}

/// One window of a cap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapWindow<Q> {
    /// First period.
    pub first: Period,
    /// Last period, inclusive.
    pub last: Period,
    /// Limit.
    pub at_most: Q,
}

/// A cap on emissions.
#[derive(Debug, Clone, PartialEq)]
pub struct CarbonCap {
    /// Identifier.
    pub id: String,
    /// Sites whose emissions count.
    pub places: PlaceSelector,
    /// Which emissions count.
    pub scope: CarbonScope,
    /// Windows, disjoint, in order.
    pub windows: Vec<CapWindow<KiloTonnes>>,
    /// Share of what is left in a window that moves to the next one.
    pub banking: f64,
    /// Most that can be banked; `None` is unlimited.
    pub bank_limit: Option<KiloTonnes>,
}

/// A price on emissions, paid as running cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CarbonPrice {
    /// Identifier.
    pub id: String,
    /// Sites whose emissions count.
    pub places: PlaceSelector,
    /// Which emissions count.
    pub scope: CarbonScope,
    /// Price by period.
    pub price: Series<MillionUsdPerKiloTonne>,
}

/// A cap on the water used by the sites of a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterCap {
    /// Identifier: the water zone.
    pub id: String,
    /// Sites of the zone.
    pub places: PlaceSelector,
    /// Windows, disjoint, in order.
    pub windows: Vec<CapWindow<Megalitres>>,
}

/// What all sites have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Environment {
    /// Source of the grids' carbon intensity; `None`: emissions of energy are not known.
    pub grid: Option<GridSource>,
    /// Embodied carbon of a unit, by chip; empty: none.
    pub embodied_chips: Vec<KiloTonnes>,
    /// Embodied carbon of a hall, by hall design; empty: none.
    pub embodied_halls: Vec<KiloTonnes>,
    /// Caps on emissions.
    pub carbon_caps: Vec<CarbonCap>,
    /// Prices on emissions.
    pub carbon_prices: Vec<CarbonPrice>,
    /// Caps on water.
    pub water_caps: Vec<WaterCap>,
}

impl Environment {
    /// Embodied carbon of a unit of a chip.
    pub fn embodied_chip(&self, c: ChipId) -> KiloTonnes {
        self.embodied_chips.get(c.index()).copied().unwrap_or_default()
    }
    /// Embodied carbon of a hall of a design.
    pub fn embodied_hall(&self, h: HallId) -> KiloTonnes {
        self.embodied_halls.get(h.index()).copied().unwrap_or_default()
    }
}

impl Scenario {
    /// Whether anything about carbon or water is known or asked for.
    pub fn counts_environment(&self) -> bool {
        let water = |site: &Site| site.environment.water_use.value() != 0.0;
        self.environment != Environment::default() || self.sites.iter().any(water)
    }
}

/// What a site's environment is like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteEnvironment {
    /// Carbon intensity of the grid by period; empty: not known, counted as none.
    pub grid_intensity: Series<GramsPerKwh>,
    /// Water used for cooling per IT energy.
    pub water_use: LitresPerKwh,
    /// Offers of power-purchase agreements.
    pub ppas: Vec<PpaOffer>,
}

impl SiteEnvironment {
    /// Carbon intensity of the grid in `t`; 0 if not known.
    pub fn intensity(&self, t: usize) -> GramsPerKwh {
        self.grid_intensity.get(t).copied().unwrap_or_default()
    }
}

/// A power-purchase agreement on offer at a site: it replaces energy of the grid, at its own price and intensity.
#[derive(Debug, Clone, PartialEq)]
pub struct PpaOffer {
    /// Identifier within the site.
    pub id: String,
    /// Most power contracted at any time.
    pub capacity: Megawatts,
    /// Mean output over contracted power.
    pub output: f64,
    /// Price of its energy by period of delivery.
    pub price: Series<UsdPerMwh>,
    /// Carbon intensity of its energy.
    pub intensity: GramsPerKwh,
    /// Share of the contracted energy that is paid for, used or not.
    pub take: f64,
    /// First period in which it can be signed; it delivers from the period of signing on.
    pub earliest: Period,
    /// Whole periods of the term.
    pub term: u16,
}

impl PpaOffer {
    /// Energy in GWh that one MW contracted gives in a period of this length.
    pub fn energy(&self, length: Years) -> f64 {
        self.output * length.hours().value() * 1e-3
    }
}
