//! Carbon and water.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

pub const CASES: &[Case] = &[
    Case {
        family: "carbon",
        binding: || {
            let mut s = one_line(30.0);
            s.environment.grid = Some(GridSource::Own);
            for site in &mut s.sites {
                site.environment.grid_intensity = vec![GramsPerKwh(500.0); 3];
            }
            s.environment.embodied_chips = vec![KiloTonnes(0.25)];
            s.environment.carbon_caps = vec![CarbonCap {
                scope: CarbonScope::All,
                banking: 1.0,
                bank_limit: Some(KiloTonnes(1.5)),
                ..testing::carbon_cap(9.0)
            }];
            s
        },
        squeeze: |s| s.demand[0].service_floor = 1.0,
    },
    Case {
        family: "water",
        binding: || {
            let mut s = one_line(30.0);
            for site in &mut s.sites {
                site.environment.water_use = LitresPerKwh(1.8);
            }
            s.environment.water_caps = vec![testing::water_cap(30.0)];
            s
        },
        squeeze: |s| s.demand[0].service_floor = 1.0,
    },
];
