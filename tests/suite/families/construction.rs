//! Stages, conversions of halls, power charged by use, on-site generation.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

/// An opex budget in every period.
pub(super) fn opex_budget(at_most: f64) -> Budget {
    Budget {
        id: "opex".into(),
        kind: BudgetKind::Opex,
        ..testing::capex_budget(at_most)
    }
}

pub const CASES: &[Case] = &[
    Case {
        family: "construction_stages",
        binding: || {
            let mut s = one_line(250.0);
            s.sites[1].construction.stages = vec![
                SiteStage {
                    cost: vec![MillionUsd(4.0); 3],
                    ..testing::site_stage("land")
                },
                SiteStage {
                    lead_periods: 1,
                    ..testing::site_stage("permit")
                },
            ];
            s.sites[0].construction.contractors = vec![("fit-out".into(), 1.0)];
            s.sites[0].halls[0].construction.stages = vec![
                testing::hall_stage("shell", 0, 0.6),
                testing::hall_stage("fit-out", 0, 0.4),
            ];
            s
        },
        // The one hall that stands carries half of it.
        squeeze: |s| {
            s.sites[0].construction.contractors[0].1 = 0.0;
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "retrofit",
        binding: || {
            let mut s = one_line(250.0);
            s.halls.push(testing::hall("wet", false, true));
            s.chips[0].cooling = Cooling::Liquid;
            s.sites[1].halls[0].max = Some(0);
            s.sites[0].halls[0].max = Some(1);
            s.sites[0].halls.push(SiteHall {
                existing: 1,
                max: Some(1),
                ..testing::site_hall(1)
            });
            s.sites[0].construction.retrofits = vec![testing::retrofit(0, 1, 7.0)];
            s
        },
        // Three liquid halls are needed; there are two halls in all.
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(300.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "take_or_pay",
        binding: || {
            let mut s = one_line(30.0);
            s.sites[1].halls[0].max = Some(0);
            s.sites[0].power = vec![Megawatts(1.4); 3];
            let mut tranche = testing::tranche("t1", 4.0, 0);
            tranche.charge = MillionUsdPerMwYear(1.0);
            tranche.terms.take_or_pay = Some(0.5);
            tranche.terms.ramp = vec![0.5];
            tranche.terms.committed = Some(Period(1));
            s.sites[0].tranches = vec![tranche];
            s
        },
        squeeze: |s| s.budgets = vec![opex_budget(1.5)],
    },
    Case {
        family: "site_energy",
        binding: || {
            let mut s = one_line(30.0);
            s.sites[1].halls[0].max = Some(0);
            s.sites[0].power = vec![Megawatts(1.2); 3];
            s.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
            let mut turbines = testing::tranche("turbines", 2.0, 0);
            turbines.terms.bridging = Some(Bridging {
                fuel_price: UsdPerMwh(200.0),
                carbon: 450.0,
                until: None,
            });
            s.sites[0].tranches = vec![turbines];
            s
        },
        // Half of the energy has to come at twice the price.
        squeeze: |s| {
            s.budgets = vec![opex_budget(2.5)];
            s.demand[0].service_floor = 1.0;
        },
    },
];
