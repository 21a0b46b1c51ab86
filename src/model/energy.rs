//! Energy of sites over the columns of the model.

use crate::model::columns::Columns;
use crate::program::Col;
use crate::scenario::{ChipId, Scenario, SiteId};

/// Terms of the mean power that the fleet of site `r` takes in `t`, cooling included, MW: what energy, on-site
/// generation and emissions are counted by. Times the hours of the period it is the energy of the site.
pub fn mean_power<'a>(
    scenario: &'a Scenario,
    columns: &'a Columns,
    r: SiteId,
    t: usize,
) -> impl Iterator<Item = (Col, f64)> + use<'a> {
    let pue = scenario.sites[r.index()].pue;
    ChipId::all(scenario.chips.len())
        .zip(&scenario.chips)
        .flat_map(move |(c, chip)| {
            let one = chip.power.value() * chip.utilisation * pue;
            let units = columns.drawing(chip, c, r, t).into_iter();
            units.map(move |(col, weight)| (col, one * weight))
        })
}
