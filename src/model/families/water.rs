//! Water within the caps of its zones.
//!
//! ```text
//! water_cap[z,w]   sum_{r in z, t in w} use_r IT energy[r,t] <= at_most[z,w]
//! ```
//!
//! A water zone is a set of sites; `use` is litres per kWh of IT energy (WUE). Source: `model.md` family 15; WUE: The
//! Green Grid, white paper 35.

use crate::model::columns::{Labels, key};
use crate::model::emissions::water;
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "water",
    title: "caps on water by zone",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "water_cap",
        labels: &[Labels::WaterZone, Labels::Period],
        dual_unit: "MUSD/ML",
        violation: "the sites of {water_zone} use {by} ML more than their cap from {period} on",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (k, cap) in s.environment.water_caps.iter().enumerate() {
        let selected = places(s, &cap.places);
        for window in &cap.windows {
            for t in window.first.index()..=window.last.index() {
                for r in SiteId::all(s.sites.len()).filter(|r| selected[r.index()]) {
                    water(s, columns, r, t, &mut |col, amount| b.program.term(col, amount));
                }
            }
            if !b.row_is_empty() {
                let first = window.first.index();
                b.at_most(b.rows(0), key([k, first]), window.at_most.value());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, only_big, water_cap};
    use crate::scenario::{LitresPerKwh, Period, PlaceSelector, SiteId};

    #[test]
    fn a_zone_uses_no_more_water_than_its_cap() {
        // A `big` of 0.4 MW uses 3.504 GWh a year: 7.008 ML at 2 L/kWh, whatever the PUE.
        let mut scenario = only_big();
        for site in &mut scenario.sites {
            site.environment.water_use = LitresPerKwh(2.0);
            site.pue = 1.5;
            site.pue_hot = 1.5;
        }
        scenario.environment.water_caps = vec![water_cap(30.0)];
        // Four of six.
        assert_optimum(&scenario, 12.0 + 3.0 * 500.0);
        // Beta is in another zone: it opens for 10 with a hall for 20.
        scenario.environment.water_caps[0].places = PlaceSelector {
            sites: Some(vec![SiteId(0)]),
            ..PlaceSelector::default()
        };
        assert_optimum(&scenario, 18.0 + 30.0);
        // Over the whole horizon 114 ML are 16 units and years: six, six and four.
        scenario.environment.water_caps = vec![water_cap(114.0)];
        scenario.environment.water_caps[0].windows.truncate(1);
        scenario.environment.water_caps[0].windows[0].last = Period(2);
        scenario.sites[1].earliest = Period(2);
        scenario.chips[0].life = 1;
        assert_optimum(&scenario, 3.0 * 16.0 + 2.0 * 250.0);
    }
}
