//! Sites, halls, grid power and leases.

use super::{Customs, HallConstruction, LeaseTerms, Series, SiteConstruction, SiteEnvironment, TrancheTerms};
use crate::scenario::ids::{HallId, Period, SiteId};
use crate::scenario::quantity::{
    Hectares, Megawatts, MillionUsd, MillionUsdPerMwYear, MillionUsdPerYear, UsdPerMwh, Volume,
};

/// Which chips a hall or a lease can cool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepts {
    /// Takes air-cooled units.
    pub air: bool,
    /// Takes liquid-cooled units.
    pub liquid: bool,
}

/// A hall design. A hall is the block in which IT capacity is built.
#[derive(Debug, Clone, PartialEq)]
pub struct HallDesign {
    /// Identifier.
    pub id: String,
    /// IT power of one finished hall, before the site's hot-climate derating.
    pub it_power: Megawatts,
    /// Rack positions of one hall.
    pub racks: f64,
    /// Cooling classes it takes.
    pub accepts: Accepts,
    /// Highest rack density it can feed and cool, MW per rack; `None` is no limit.
    pub rack_density: Option<Megawatts>,
    /// Land taken by one hall.
    pub footprint: Hectares,
    /// Share of the cost paid in each period from the start of construction on; sums to 1.
    /// What would fall after the horizon is paid in the last period.
    pub spend_profile: Vec<f64>,
    /// Running cost of one finished hall (staff, maintenance), paid from completion on.
    pub running_cost: MillionUsdPerYear,
}

/// A place where capacity can stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Jurisdiction, ISO 3166 alpha-2 (`MY`, `AE`).
    pub jurisdiction: String,
    /// Grid zone: sites that lose their grid together.
    pub grid_zone: String,
    /// Groups that selectors may name: `gulf`, `southeast-asia`, `D:4` ...
    pub groups: Vec<String>,
    /// Latitude and longitude in degrees, where known.
    pub coordinates: Option<(f64, f64)>,
    /// Already open before the horizon: no opening cost, open in every period.
    pub existing: bool,
    /// First period in which it may be open.
    pub earliest: Period,
    /// Must be open from this period on at the latest (a commitment already made).
    pub committed: Option<Period>,
    /// Cost of opening, if opened in period t.
    pub opening_cost: Series<MillionUsd>,
    /// Cost per year while open.
    pub fixed_cost: MillionUsdPerYear,
    /// Sites that must be open whenever this one is.
    pub requires: Vec<SiteId>,
    /// Land for halls, including that under existing halls; `None` is unlimited.
    pub land: Option<Hectares>,
    /// Hall designs that can be built (or already stand) here.
    pub halls: Vec<SiteHall>,
    /// At most this many halls started per period over all designs; `None` is unlimited.
    pub contractor: Option<f64>,
    /// Grid power available by period without any order (at the meter, IT and overhead).
    pub power: Series<Megawatts>,
    /// Further grid power that can be ordered, in this order.
    pub tranches: Vec<Tranche>,
    /// Share of usable grid power kept in reserve.
    pub reserve_margin: f64,
    /// Energy price by period.
    pub energy_price: Series<UsdPerMwh>,
    /// Mean PUE: energy bought per IT energy.
    pub pue: f64,
    /// PUE on the hottest day: grid power needed per IT power. At least `pue`.
    pub pue_hot: f64,
    /// Share of a hall's IT power lost to the climate, 0 to 1.
    pub derating: f64,
    /// Raw capacity by workload that the open site has without any chip, in the workload's unit.
    pub blocks: Vec<Volume>,
    /// What customs take.
    pub customs: Customs,
    /// Lease offers (colo MW).
    pub leases: Vec<LeaseOffer>,
    /// Stages before opening, contractors by stage, conversions of halls.
    pub construction: SiteConstruction,
    /// Carbon, water and power-purchase agreements.
    pub environment: SiteEnvironment,
}

/// A hall design at one site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteHall {
    /// The design.
    pub design: HallId,
    /// Halls finished before the horizon.
    pub existing: u32,
    /// Most halls of this design, existing ones included; `None`: only land limits.
    pub max: Option<u32>,
    /// Cost of one hall, if started in period t.
    pub cost: Series<MillionUsd>,
    /// Whole periods from start to first use: started in t, usable from t + this on. With stages, their sum: the
    /// soonest that a hall can be usable.
    pub build_periods: u16,
    /// Stages, halls in work before the horizon, commitments.
    pub construction: HallConstruction,
}

impl SiteHall {
    /// Halls finished by `t` without any decision: existing ones and those in their last stage before the horizon.
    pub fn standing(&self, t: usize) -> f64 {
        f64::from(self.existing) + self.construction.handed_over(self.construction.last_stage(), t)
    }

    /// Most halls finished by `t` without a new start: also those in work whose later stages follow at once.
    pub fn possible(&self, t: usize) -> f64 {
        let stages = &self.construction.stages;
        let later = |stage: u16| -> usize {
            let rest = stages.iter().skip(usize::from(stage) + 1);
            rest.map(|stage| usize::from(stage.lead_periods)).sum()
        };
        let works = self.construction.in_work.iter();
        let done = works.filter(|work| work.finishes.index() + later(work.stage) <= t);
        f64::from(self.existing) + done.map(|work| f64::from(work.count)).sum::<f64>()
    }

    /// Halls that stood or were begun before the horizon.
    pub fn begun(&self) -> f64 {
        f64::from(self.existing) + self.construction.in_work_total()
    }
}

/// An orderable block of grid power.
#[derive(Debug, Clone, PartialEq)]
pub struct Tranche {
    /// Identifier within the site.
    pub id: String,
    /// Grid power added.
    pub capacity: Megawatts,
    /// Whole periods from commitment to power.
    pub lead_periods: u16,
    /// First period in which it can be committed.
    pub earliest: Period,
    /// Paid when committed.
    pub deposit: MillionUsd,
    /// Capacity charge (take-or-pay) from energisation on.
    pub charge: MillionUsdPerMwYear,
    /// Ramp, take-or-pay share, commitments, on-site generation.
    pub terms: TrancheTerms,
}

/// Colo capacity that can be leased in whole blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaseOffer {
    /// Identifier within the site.
    pub id: String,
    /// IT power of one block (its grid power is the landlord's).
    pub it_power: Megawatts,
    /// Rack positions of one block.
    pub racks: f64,
    /// Cooling classes it takes.
    pub accepts: Accepts,
    /// Price by the period in which the lease is signed, before escalation.
    pub price: Series<MillionUsdPerMwYear>,
    /// Price increase per year of a running lease, as a fraction.
    pub escalator: f64,
    /// Whole periods of the term; a lease taken in t is paid and usable in t .. t + term - 1.
    pub term: u16,
    /// Most blocks leased at any time.
    pub max_blocks: u32,
    /// First period in which it can be signed.
    pub earliest: Period,
    /// Minimum commitment, options and extensions.
    pub terms: LeaseTerms,
}
