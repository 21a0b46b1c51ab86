//! Emissions within caps, with what is left banked.
//!
//! ```text
//! carbon_cap[k,w]   sum_{r in k, t in w} E_k[r,t] + bank[k,w] - rho_k bank[k,w-1] <= at_most[k,w]
//! ```
//!
//! `E` are the emissions that the cap counts in ktCO2: of the energy bought (intensity of the grid times energy), of
//! making chips and halls, or both (`emissions.rs`). `rho` is the share banked, `bank` is bounded by the bank limit.
//! Prices on emissions are running cost, not rows. Source: `model.md` family 15.

use crate::model::columns::{Labels, key};
use crate::model::emissions::emissions;
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "carbon",
    title: "caps on emissions, with banking",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "carbon_cap",
        labels: &[Labels::CarbonCap, Labels::Period],
        dual_unit: "MUSD/ktCO2",
        violation: "emissions exceed the cap {carbon_cap} from {period} on by {by} ktCO2",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (k, cap) in s.environment.carbon_caps.iter().enumerate() {
        let selected = places(s, &cap.places);
        let mut banked = None;
        for window in &cap.windows {
            for t in window.first.index()..=window.last.index() {
                for r in SiteId::all(s.sites.len()).filter(|r| selected[r.index()]) {
                    emissions(s, columns, cap.scope, r, t, &mut |col, amount| {
                        b.program.term(col, amount);
                    });
                }
            }
            let first = window.first.index();
            b.term(banked, -cap.banking);
            banked = columns.environment.bank(k, first);
            b.term(banked, 1.0);
            b.at_most(b.rows(0), key([k, first]), window.at_most.value());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, carbon_cap, only_big};
    use crate::scenario::{
        CarbonPrice, CarbonScope, GramsPerKwh, GridSource, KiloTonnes, MillionUsdPerKiloTonne, PlaceSelector,
        Scenario,
    };

    /// A `big` of 0.4 MW uses 3.504 GWh a year; at 500 gCO2/kWh these are 1.752 ktCO2. Six serve the 30 units of
    /// demand; one less leaves 5 units unmet at 50 MUSD.
    fn dirty() -> Scenario {
        let mut scenario = only_big();
        scenario.environment.grid = Some(GridSource::Own);
        for site in &mut scenario.sites {
            site.environment.grid_intensity = vec![GramsPerKwh(500.0); 3];
        }
        scenario
    }

    #[test]
    fn a_cap_limits_each_window_and_what_is_left_is_banked() {
        let mut scenario = dirty();
        // Four in the first year: 7.008 of 8 ktCO2.
        scenario.environment.carbon_caps = vec![carbon_cap(8.0)];
        assert_optimum(&scenario, 12.0 + 3.0 * 500.0);
        // 0.992 left over in the first and 1.984 in the second make 9.984 in the third: five.
        scenario.environment.carbon_caps[0].banking = 1.0;
        assert_optimum(&scenario, 15.0 + 500.0 + 500.0 + 250.0);
        // At most 0.5 banked: 8.5 do not do for five.
        scenario.environment.carbon_caps[0].bank_limit = Some(KiloTonnes(0.5));
        assert_optimum(&scenario, 12.0 + 3.0 * 500.0);
    }

    #[test]
    fn emissions_elsewhere_do_not_count() {
        let mut scenario = dirty();
        scenario.environment.carbon_caps = vec![carbon_cap(8.0)];
        scenario.environment.carbon_caps[0].places = PlaceSelector {
            jurisdictions: Some(vec!["AA".into()]),
            ..PlaceSelector::default()
        };
        // Two of the six stand at beta, which opens for 10 with a hall for 20.
        assert_optimum(&scenario, 18.0 + 30.0);
    }

    #[test]
    fn embodied_carbon_counts_when_chips_are_deployed_and_halls_started() {
        let mut scenario = dirty();
        scenario.environment.embodied_chips = vec![KiloTonnes(2.0)];
        scenario.environment.embodied_halls = vec![KiloTonnes(100.0)];
        scenario.environment.carbon_caps = vec![carbon_cap(8.0)];
        scenario.environment.carbon_caps[0].scope = CarbonScope::Embodied;
        // Four a year; no hall, and beta has none.
        assert_optimum(&scenario, 18.0 + 500.0);
        scenario.environment.carbon_caps[0].scope = CarbonScope::All;
        // 3.752 ktCO2 for a unit in its first year, 1.752 after it: two in the first year, 8 - 3.504 gives one more
        // in the second, 8 - 5.256 none in the third.
        assert_optimum(&scenario, 9.0 + 1000.0 + 750.0 + 750.0);
    }

    #[test]
    fn every_price_at_a_place_is_paid() {
        let mut scenario = dirty();
        let price = |id: &str, rate, scope| CarbonPrice {
            id: id.into(),
            places: PlaceSelector::default(),
            scope,
            price: vec![MillionUsdPerKiloTonne(rate); 3],
        };
        scenario.environment.embodied_chips = vec![KiloTonnes(2.0)];
        scenario.environment.carbon_prices = vec![
            price("tax", 0.1, CarbonScope::Operational),
            price("house", 0.05, CarbonScope::All),
        ];
        // 10.512 ktCO2 a year at 150 USD/t, and 12 embodied at 50.
        assert_optimum(&scenario, 18.0 + 3.0 * 10.512 * 0.15 + 12.0 * 0.05);
    }
}
