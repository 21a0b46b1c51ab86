//! Limits of the planner's own on any quantity, mostly at a price: the ledger must then count each quantity as the
//! model does.

use super::Draw;
use buildout::scenario::*;

/// One to four limits.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    let count = draw.pick(&[1, 2, 4]);
    for l in 0..count {
        let quantity = draw.pick(Quantity::ALL);
        let mut filter = filter(draw, s, quantity);
        // A share is of the whole.
        let share_of = draw.chance(0.2).then(|| ShareOf {
            quantity,
            filter: std::mem::take(&mut filter),
        });
        if share_of.is_some() {
            filter = self::filter(draw, s, quantity);
        }
        let scale = if share_of.is_some() { 0.1 } else { 1.0 };
        let (most, least) = (draw.quarters(0, 12) * scale, draw.quarters(0, 3) * scale);
        let both = draw.rng.whole(0, 3);
        let values = |first, last| LimitWindow {
            first,
            last,
            at_most: (both != 1).then_some(most),
            at_least: (both == 1 || both == 2).then_some(least),
        };
        let windows = if draw.chance(0.4) {
            vec![values(Period(0), Period(s.horizon.len() as u16 - 1))]
        } else {
            s.horizon.periods().map(|t| values(t, t)).collect()
        };
        let limit = CustomLimit {
            id: format!("limit{l}"),
            quantity,
            filter,
            share_of,
            windows,
            violation_cost: (!draw.chance(0.1)).then(|| draw.quarters(0, 2) / 4.0 + 0.05),
        };
        if limit.raised_for_nothing(s).is_none() {
            s.limits.push(limit);
        }
    }
}

/// Every quantity costs something, or what it lacks does, in every period.
pub fn all(draw: &mut Draw, s: &mut Scenario) {
    for &quantity in Quantity::ALL {
        let least = draw.chance(0.3).then_some(1.0);
        let window = |t| LimitWindow {
            first: t,
            last: t,
            at_most: least.is_none().then_some(0.0),
            at_least: least,
        };
        let limit = CustomLimit {
            id: quantity.name().replace('.', "-"),
            quantity,
            filter: filter(draw, s, quantity),
            share_of: None,
            windows: s.horizon.periods().map(window).collect(),
            violation_cost: Some(if least.is_some() {
                draw.pick(&[0.05, 4.0, 40.0])
            } else {
                0.05
            }),
        };
        if limit.raised_for_nothing(s).is_none() {
            s.limits.push(limit);
        }
    }
}

/// A filter of some of the parts that the quantity has.
fn filter(draw: &mut Draw, s: &Scenario, quantity: Quantity) -> QuantityFilter {
    let mut filter = QuantityFilter::default();
    for by in quantity.by() {
        if !draw.chance(0.4) {
            continue;
        }
        match by {
            By::Chip => filter.chips.ids = Some(vec![ChipId(0)]),
            By::Place => filter.places.jurisdictions = Some(vec![draw.pick(&["AA".into(), "BB".into()])]),
            By::Hall => filter.halls = Some(vec![HallId(draw.rng.whole(0, 1) as u16)]),
            By::Workload => filter.workloads = Some(vec![WorkloadId(0)]),
            By::Demand if draw.chance(0.5) => filter.markets = Some(vec![MarketId(0)]),
            By::Demand => filter.demand = Some(vec![DemandId(s.demand.len() as u16 - 1)]),
            By::Job => filter.jobs = Some(vec![JobId(0)]),
            by => {
                let names = names(s, *by);
                if !names.is_empty() {
                    let name = draw.pick(&names);
                    filter.named.insert(*by, vec![name]);
                }
            }
        }
    }
    filter
}

/// Names of what a quantity can be filtered by.
fn names(s: &Scenario, by: By) -> Vec<String> {
    let sites = || s.sites.iter();
    match by {
        By::Tranche => {
            let tranches = sites().flat_map(|site| &site.tranches);
            tranches.map(|tranche| tranche.id.clone()).collect()
        }
        By::Lease => {
            let leases = sites().flat_map(|site| &site.leases);
            leases.map(|lease| lease.id.clone()).collect()
        }
        By::Ppa => {
            let offers = sites().flat_map(|site| &site.environment.ppas);
            offers.map(|offer| offer.id.clone()).collect()
        }
        By::Contract => s.contracts.iter().map(|contract| contract.id.clone()).collect(),
        By::Rental => s.rentals.iter().map(|offer| offer.id.clone()).collect(),
        By::Stage => {
            let halls = sites().flat_map(|site| &site.halls);
            let stages = halls.flat_map(|hall| &hall.construction.stages);
            stages.map(|stage| stage.id.clone()).collect()
        }
        By::Retrofit => {
            let retrofits = sites().flat_map(|site| &site.construction.retrofits);
            retrofits.map(|retrofit| retrofit.id.clone()).collect()
        }
        By::Vintage => {
            let before = s.cohorts.iter().map(|cohort| format!("-{}", cohort.age));
            s.horizon.labels.iter().cloned().chain(before).collect()
        }
        By::Hour => s.hours.labels.clone(),
        By::Incentive => {
            let incentives = s.finance.incentives.iter();
            incentives.map(|incentive| incentive.id.clone()).collect()
        }
        By::Component => {
            let priced = s.demand.iter().any(|line| line.side.price.is_some());
            let tiered = s.demand.iter().any(|line| !line.side.tiers.is_empty());
            let linear = Component::ALL.iter().filter(|component| match component {
                Component::BrokenLimits => false,
                Component::Revenue => !priced,
                Component::Unmet => !tiered,
                _ => true,
            });
            linear.map(|component| component.name().to_owned()).collect()
        }
        By::Chip | By::Place | By::Hall | By::Workload | By::Demand | By::Job => Vec::new(),
    }
}
