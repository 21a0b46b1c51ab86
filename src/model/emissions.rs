//! Energy, emissions and water of sites as terms over columns: what caps, prices and limits count.
//!
//! ```text
//! IT energy[r,t]      sum_c power_c utilisation_c hours_t fleet[c,r,t] (old units by their age)     GWh
//! energy[r,t]         pue_r IT energy[r,t]                                                          GWh
//! operational[r,t]    intensity[r,t] (energy[r,t] - sum_g bridge[r,g,t] - sum_p ppa[r,p,t])
//!                         + sum_g i_g bridge[r,g,t] + sum_p i_p ppa[r,p,t]                          ktCO2
//! embodied[r,t]       sum_c embodied_c deploy[c,r,t] + sum_h embodied_h build[r,h,t]                ktCO2
//! water[r,t]          use_r IT energy[r,t]                                                          ML
//! ```
//!
//! Source: GHG Protocol, scope 2 (energy bought) and scope 3, category 2 (capital goods); WUE as defined by The
//! Green Grid: water per IT energy.

use crate::model::columns::Columns;
use crate::model::energy::mean_power;
use crate::program::Col;
use crate::scenario::{CarbonScope, ChipId, MegawattHours, Megawatts, Scenario, SiteId};

/// Emissions for one gCO2/kWh.
const KILOTONNES_PER_GWH: f64 = 1e-3;

/// Called with a column and its coefficient.
pub trait Add: FnMut(Col, f64) {}
impl<F: FnMut(Col, f64)> Add for F {}

/// Units of a site by column with their chip and the energy that one takes in a period.
fn fleet<'a>(
    s: &'a Scenario,
    columns: &'a Columns,
    r: SiteId,
    t: usize,
) -> impl Iterator<Item = (Col, ChipId, MegawattHours)> + use<'a> {
    let hours = s.horizon.length[t].hours();
    let chips = ChipId::all(s.chips.len()).zip(&s.chips);
    chips.flat_map(move |(c, chip)| {
        let energy = chip.power * chip.utilisation * hours;
        let units = columns.drawing(chip, c, r, t).into_iter();
        units.map(move |(col, weight)| (col, c, energy * weight))
    })
}

/// IT energy of the chips picked, GWh.
pub fn it_energy(
    s: &Scenario,
    columns: &Columns,
    r: SiteId,
    t: usize,
    pick: impl Fn(ChipId) -> bool,
    add: &mut impl Add,
) {
    for (col, _, energy) in fleet(s, columns, r, t).filter(|(_, c, _)| pick(*c)) {
        add(col, energy.value() * 1e-3);
    }
}

/// Water used, ML.
pub fn water(s: &Scenario, columns: &Columns, r: SiteId, t: usize, add: &mut impl Add) {
    let water_use = s.sites[r.index()].environment.water_use;
    for (col, _, energy) in fleet(s, columns, r, t) {
        add(col, (water_use * energy).value());
    }
}

/// Emissions of the energy of a site, ktCO2: all of it is of the grid, but for on-site generation and agreements. None if the intensity of
/// the grid is not known.
pub fn operational(s: &Scenario, columns: &Columns, r: SiteId, t: usize, add: &mut impl Add) {
    let site = &s.sites[r.index()];
    if site.environment.grid_intensity.is_empty() {
        return;
    }
    let intensity = site.environment.intensity(t);
    for (col, megawatts) in mean_power(s, columns, r, t) {
        let energy = Megawatts(megawatts) * s.horizon.length[t].hours();
        add(col, (intensity * energy).value());
    }
    for (g, tranche) in site.tranches.iter().enumerate() {
        if let (Some(energy), Some(bridging)) = (columns.bridge_energy(r, g, t), &tranche.terms.bridging) {
            add(energy, (bridging.carbon - intensity.value()) * KILOTONNES_PER_GWH);
        }
    }
    for (p, offer) in site.environment.ppas.iter().enumerate() {
        if let Some(energy) = columns.ppa.energy(r, p, t) {
            add(energy, (offer.intensity - intensity).value() * KILOTONNES_PER_GWH);
        }
    }
}

/// Emissions of making the chips deployed and the halls started, ktCO2.
pub fn embodied(s: &Scenario, columns: &Columns, r: SiteId, t: usize, add: &mut impl Add) {
    for c in ChipId::all(s.chips.len()) {
        if let Some(deploy) = columns.deploy(c, r, t) {
            add(deploy, s.environment.embodied_chip(c).value());
        }
    }
    for (i, hall) in s.sites[r.index()].halls.iter().enumerate() {
        if let Some(build) = columns.build(r, i, t) {
            add(build, s.environment.embodied_hall(hall.design).value());
        }
    }
}

/// The emissions that a scope counts, ktCO2.
pub fn emissions(
    s: &Scenario,
    columns: &Columns,
    scope: CarbonScope,
    r: SiteId,
    t: usize,
    add: &mut impl Add,
) {
    if scope.operational() {
        operational(s, columns, r, t, add);
    }
    if scope.embodied() {
        embodied(s, columns, r, t, add);
    }
}
