//! Carbon, water and power-purchase agreements.

use super::construction::opex_budget;
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
        family: "ppa",
        binding: || {
            let mut s = one_line(30.0);
            s.sites[1].halls[0].max = Some(0);
            s.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
            s.sites[0].environment.ppas = vec![PpaOffer {
                take: 0.8,
                term: 2,
                ..testing::ppa("sun", 2.0)
            }];
            s
        },
        // 21.024 GWh a year, 8.76 of them under the agreement: 1.66 MUSD.
        squeeze: |s| {
            s.budgets = vec![opex_budget(1.5)];
            s.demand[0].service_floor = 1.0;
        },
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
