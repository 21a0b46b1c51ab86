//! What the checks of carbon, water and the planner's own limits must reject. `alpha` buys 21.024 GWh in the first year,
//! 14.016 GWh of them for its chips; one site is open then.

use super::Mutation;
use buildout::model::testing;
use buildout::scenario::*;

/// One window in the first year only: the later years are free.
fn first_year<T>(mut windows: Vec<T>) -> Vec<T> {
    windows.truncate(1);
    windows
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "carbon.carbon_cap",
        "emissions from this period on: 10.512 ktCO2, 0.512 ktCO2 more than the cap with what was banked (10 ktCO2)",
        |s, _| {
            s.environment.grid = Some(GridSource::Own);
            for site in &mut s.sites {
                site.environment.grid_intensity = vec![GramsPerKwh(500.0); 3];
            }
            let mut cap = testing::carbon_cap(10.0);
            cap.windows = first_year(cap.windows);
            s.environment.carbon_caps = vec![cap];
        },
    ),
    (
        "water.water_cap",
        "water used from this period on: 28.032 ML, 0.032 ML more than the cap of the zone (28 ML)",
        |s, _| {
            s.sites[0].environment.water_use = LitresPerKwh(2.0);
            let mut cap = testing::water_cap(28.0);
            cap.windows = first_year(cap.windows);
            s.environment.water_caps = vec![cap];
        },
    ),
    (
        "custom_limits.limit_at_most",
        "sites open, existing ones included: 1 site, 0.5 site more than the limit (0.5 site)",
        |s, _| {
            let mut limit = testing::limit(Quantity::SitesOpen, Some(0.5), None);
            limit.windows = first_year(limit.windows);
            s.limits = vec![limit];
        },
    ),
    (
        "custom_limits.limit_at_least",
        "sites open, existing ones included: 1 site, 0.5 site less than what is required (1.5 site)",
        |s, _| {
            let mut limit = testing::limit(Quantity::SitesOpen, None, Some(1.5));
            limit.windows = first_year(limit.windows);
            s.limits = vec![limit];
        },
    ),
];
