//! Tight bounds on halls and units: every big-M of the model is a capacity computed here.
//!
//! All bounds hold for every plan worth having: they follow from the rows of the families that are switched
//! on, or cut off only what costs money and serves nothing.

pub mod contracts;

use super::fit::Fit;
use super::price::most_asked;
use super::sets::{Slots, Switches};
use crate::scenario::{
    Chip, ChipId, LeaseOffer, Period, Rule, RuleEffect, Scenario, Site, SiteHall, Tranche, WorkloadId,
};

/// Slack before a bound on whole numbers is rounded down.
const ROUNDING: f64 = 1e-6;

/// Most halls of one design at one site where nothing else bounds them (no land, no limit, no power limit and
/// no measurable demand): beyond any site ever built.
const MOST_HALLS: f64 = 1e4;

/// Rounds a bound on a whole number down, forgiving noise.
pub fn whole(bound: f64) -> f64 {
    (bound + ROUNDING).floor()
}

/// A bound on units of a chip: rounded down if its units are whole.
pub fn units_bound(chip: &Chip, bound: f64) -> f64 {
    if chip.whole { whole(bound) } else { bound }
}

/// Peak load of a unit for capacity rows, MW of IT power.
pub fn load(chip: &Chip) -> f64 {
    chip.power.value() * chip.diversity
}

/// IT power of a finished hall after the site's derating, MW.
pub fn hall_power(scenario: &Scenario, site: &Site, position: usize) -> f64 {
    let design = &scenario.halls[site.halls[position].design.index()];
    design.it_power.value() * (1.0 - site.derating)
}

/// Units available to work for sure at `load` MW and `racks` from some power and rack positions.
fn units(power: f64, racks: f64, chip: &Chip) -> f64 {
    let per = |capacity: f64, need: f64| {
        if need > 0.0 {
            capacity / need
        } else {
            f64::INFINITY
        }
    };
    per(power, load(chip)).min(per(racks, chip.racks))
}

/// First and last period in which a tranche is worth committing: not before the tranches ordered ahead of it,
/// not so late that neither it nor one behind it can still be energised. Empty when first > last.
pub fn tranche_windows(site: &Site, periods: usize) -> Vec<(usize, isize)> {
    let opens = if site.existing { 0 } else { site.earliest.index() };
    let mut first = opens;
    let mut windows: Vec<(usize, isize)> = site
        .tranches
        .iter()
        .map(|tranche| {
            let terms = &tranche.terms;
            if terms.energised.is_some() {
                return (0, periods as isize - 1);
            }
            let alone = opens.max(tranche.earliest.index());
            let over = terms.bridging.as_ref().and_then(|bridging| bridging.until);
            let end = over.map_or(periods, |until| periods.min(until.index() + 1));
            let last = end as isize - 1 - tranche.lead_periods as isize;
            let last = last.max(terms.committed.map_or(isize::MIN, |by| by.index() as isize));
            if terms.bridging.is_some() {
                return (alone, last);
            }
            first = first.max(tranche.earliest.index());
            (first, last)
        })
        .collect();
    let mut last = isize::MIN;
    for (window, _) in windows
        .iter_mut()
        .zip(&site.tranches)
        .rev()
        .filter(|(_, tranche)| tranche.terms.bridging.is_none())
    {
        last = last.max(window.1);
        window.1 = last;
    }
    windows
}

/// First period in which a tranche can give power, given the first in which it can be committed.
fn energised_from(tranche: &Tranche, first: usize) -> usize {
    let ordered = first + usize::from(tranche.lead_periods);
    tranche.terms.energised.map_or(ordered, Period::index)
}

/// Largest grid power usable at a site by period, MW at the meter, reserve kept.
pub fn grid_power(site: &Site, switches: &Switches, periods: usize) -> Vec<f64> {
    if !switches.power_tranche {
        return vec![f64::INFINITY; periods];
    }
    let windows = tranche_windows(site, periods);
    let opens = if site.existing { 0 } else { site.earliest.index() };
    (0..periods)
        .map(|t| {
            let free = if t >= opens { site.power[t].value() } else { 0.0 };
            let ordered: f64 = site
                .tranches
                .iter()
                .zip(&windows)
                .filter(|(tranche, window)| {
                    tranche.terms.not_over(t) && t >= energised_from(tranche, window.0)
                })
                .map(|(tranche, _)| tranche.capacity.value())
                .sum();
            (free + ordered) * (1.0 - site.reserve_margin)
        })
        .collect()
}

/// Most blocks of a lease offer that can run in `t`.
fn most_blocks(offer: &LeaseOffer, switches: &Switches, t: usize) -> f64 {
    let Some(since) = t.checked_sub(offer.earliest.index()) else {
        return 0.0;
    };
    let most = offer.most_blocks();
    if switches.leases {
        most
    } else {
        // Signings and extensions of every period that can still run.
        let term = usize::from(offer.term.max(1));
        let extensions = offer.terms.extension.as_ref().map_or(0, |extension| {
            (since + 1).saturating_sub(term).min(usize::from(extension.term))
        });
        most * ((since + 1).min(term) + extensions) as f64
    }
}

/// Largest leased IT power at a site by period, MW.
fn leased_power(site: &Site, switches: &Switches, t: usize) -> f64 {
    let offers = site.leases.iter();
    offers
        .map(|offer| offer.it_power.value() * most_blocks(offer, switches, t))
        .sum()
}

/// Load that could be of any use anywhere: enough units of every chip to carry all demand and all jobs, MW. Infinite
/// where a rule counts deployments against each other: even an idle unit is then of use.
fn useful_load(scenario: &Scenario) -> f64 {
    let ratio = |rule: &Rule| matches!(rule.effect, RuleEffect::VolumeRatio { .. });
    if scenario.rules.iter().any(ratio) {
        return f64::INFINITY;
    }
    let largest = |w: usize| -> f64 {
        let volume = |(t, h): (usize, usize)| -> f64 {
            scenario
                .demand
                .iter()
                .filter(|d| d.workload.index() == w)
                .map(|d| most_asked(d, t, h))
                .sum()
        };
        let periods = 0..scenario.horizon.len();
        let blocks = periods.flat_map(|t| scenario.hours.blocks().map(move |h| (t, h)));
        blocks.map(volume).fold(0.0, f64::max)
    };
    let volumes: Vec<f64> = (0..scenario.workloads.len())
        .map(|w| largest(w) * scenario.workloads[w].peak)
        .collect();
    let shortest = scenario
        .horizon
        .length
        .iter()
        .map(|l| l.value())
        .fold(f64::INFINITY, f64::min);
    let shortest = shortest * scenario.hours.share.iter().copied().fold(f64::INFINITY, f64::min);
    let needed = |c: ChipId, chip: &Chip| -> f64 {
        let slowest = |w: WorkloadId| -> f64 {
            let speeds = (0..scenario.horizon.len()).map(|t| scenario.throughput(c, w, t).value());
            speeds.filter(|speed| *speed > 0.0).fold(f64::INFINITY, f64::min)
        };
        let works = WorkloadId::all(volumes.len()).zip(&volumes);
        let serving: f64 = works.map(|(w, volume)| volume / slowest(w)).sum();
        let training: f64 = chip.training.map_or(0.0, |speed| {
            let work_per_period = speed.value() * shortest * 31.536;
            let jobs = scenario.jobs.iter();
            jobs.map(|job| {
                let least = job.min_chips / f64::from(chip.chips_per_unit.max(1));
                least.max(job.work.value() / work_per_period)
            })
            .sum()
        });
        (serving + training) / chip.availability_range().0.max(ROUNDING) + 1.0
    };
    let chips = ChipId::all(scenario.chips.len()).zip(&scenario.chips);
    chips.map(|(c, chip)| needed(c, chip) * load(chip)).sum()
}

/// Most new halls started by period `t`, by hall slot (`[slot * periods + t]`): the least of the site's own
/// limit, its land, its contractor, and what its power could ever feed.
pub fn halls(scenario: &Scenario, fit: &Fit, switches: &Switches, slots: &Slots) -> Vec<f64> {
    let periods = scenario.horizon.len();
    let useful_anywhere = useful_load(scenario);
    let mut bounds = vec![0.0; slots.len() * periods];
    for (r, site) in scenario.sites.iter().enumerate() {
        let grid = grid_power(site, switches, periods)
            .into_iter()
            .fold(0.0, f64::max)
            / site.pue_hot;
        let grid = if grid.is_finite() { grid } else { useful_anywhere };
        let power = grid + leased_power(site, switches, periods.saturating_sub(1));
        let most_fed = |i: usize, hall: &SiteHall| -> f64 {
            let design = &scenario.halls[hall.design.index()];
            let racks_per_mw = scenario
                .chips
                .iter()
                .zip(&fit.chip[r])
                .filter(|(_, set)| !switches.hall_capacity || set.contains(&(i as u16)))
                .map(|(chip, _)| {
                    if chip.racks > 0.0 {
                        chip.racks / load(chip)
                    } else {
                        0.0
                    }
                })
                .fold(0.0, f64::max);
            let fed = (power / hall_power(scenario, site, i)).ceil();
            let filled = (power * racks_per_mw / design.racks).ceil();
            match (fed.is_finite(), filled.is_finite()) {
                (true, true) => fed.max(filled),
                (true, false) if design.racks <= 0.0 => fed,
                (false, true) => filled,
                _ => MOST_HALLS,
            }
            .min(MOST_HALLS)
        };
        // A hall may be built in order to be converted.
        let convertible = !site.construction.retrofits.is_empty();
        let all = || {
            site.halls
                .iter()
                .enumerate()
                .map(|(i, hall)| most_fed(i, hall))
                .sum::<f64>()
        };
        let all = if convertible { all() } else { 0.0 };
        for (i, hall) in site.halls.iter().enumerate() {
            let design = &scenario.halls[hall.design.index()];
            let useful = if convertible { all } else { most_fed(i, hall) };
            let mut most = useful.max(hall.construction.due(periods.saturating_sub(1)));
            if switches.hall_construction {
                if let Some(max) = hall.max {
                    most = most.min(f64::from(max) - hall.begun());
                }
                if let Some(land) = site.land
                    && design.footprint.value() > 0.0
                {
                    most = most.min(whole(
                        free_land(scenario, site, land.value()) / design.footprint.value(),
                    ));
                }
            }
            let opens = if site.existing { 0 } else { site.earliest.index() };
            for t in opens..periods {
                let started = match site.contractor {
                    Some(rate) if switches.hall_construction => whole(rate) * (t - opens + 1) as f64,
                    _ => f64::INFINITY,
                };
                bounds[slots.at(r, i) * periods + t] = most.min(started).max(0.0);
            }
        }
    }
    bounds
}

/// Most halls of the `i`-th design of site `r` in use in `t`: existing ones, those begun, new ones, and those converted
/// into the design.
pub fn most_finished(
    scenario: &Scenario,
    switches: &Switches,
    slots: &Slots,
    halls_started: &[f64],
    (r, i): (usize, usize),
    t: usize,
) -> f64 {
    let (site, periods) = (&scenario.sites[r], scenario.horizon.len());
    let alone = |i: usize| {
        let hall = &site.halls[i];
        let started = t.checked_sub(hall.build_periods as usize);
        let new = started.map_or(0.0, |started| halls_started[slots.at(r, i) * periods + started]);
        hall.possible(t) + new
    };
    let into = site
        .construction
        .retrofits
        .iter()
        .filter(|retrofit| usize::from(retrofit.to) == i);
    if into.clone().next().is_none() {
        return alone(i);
    }
    let all: f64 = (0..site.halls.len()).map(alone).sum();
    let converted: f64 = into.map(|retrofit| retrofit.at_most.map_or(all, f64::from)).sum();
    let most = if switches.retrofit { all } else { f64::INFINITY };
    most.min(alone(i) + converted)
}

/// Land that halls standing or begun leave free, ha.
pub fn free_land(scenario: &Scenario, site: &Site, land: f64) -> f64 {
    let taken: f64 = site
        .halls
        .iter()
        .map(|hall| scenario.halls[hall.design.index()].footprint.value() * hall.begun())
        .sum();
    land - taken
}

/// Most units that can arrive by (chip, period), loss taken off: `[c * periods + t]`.
pub fn arrivals(scenario: &Scenario) -> Vec<f64> {
    let periods = scenario.horizon.len();
    let mut most = vec![0.0; scenario.chips.len() * periods];
    for (c, chip) in scenario.chips.iter().enumerate() {
        for t in 0..periods {
            most[c * periods + t] = orderable(scenario, c, t) * (1.0 - chip.loss);
        }
    }
    most
}

/// Most units of chip `c` that can be ordered to arrive in `t`: window, contracts, supply and pools.
pub fn orderable(scenario: &Scenario, c: usize, t: usize) -> f64 {
    let chip = &scenario.chips[c];
    let inside = chip
        .available
        .is_some_and(|(first, last)| first.index() <= t && t <= last.index());
    if !inside {
        return 0.0;
    }
    let contracted = contracts::contracted(scenario, c, t).unwrap_or(f64::INFINITY);
    units_bound(chip, limit(scenario, c, t).min(contracted)).max(0.0)
}

/// Most units of chip `c` that supply and pools let arrive in `t`.
fn limit(scenario: &Scenario, c: usize, t: usize) -> f64 {
    let chip = &scenario.chips[c];
    let supply = chip.supply.as_ref().map_or(f64::INFINITY, |s| s[t]);
    let pooled = scenario
        .pools
        .iter()
        .flat_map(|pool| pool.members.iter().map(move |member| (pool, member)))
        .filter(|(_, (member, amount))| member.index() == c && *amount > 0.0)
        .map(|(pool, (_, amount))| pool.at_most[t] / amount)
        .fold(f64::INFINITY, f64::min);
    supply.min(pooled)
}

/// Most units of each chip that halls, leases and grid can hold: `[(c * sites + r) * periods + t]`.
pub fn room(
    scenario: &Scenario,
    fit: &Fit,
    switches: &Switches,
    slots: &Slots,
    halls_started: &[f64],
) -> Vec<f64> {
    let (sites, periods) = (scenario.sites.len(), scenario.horizon.len());
    let mut bounds = vec![f64::INFINITY; scenario.chips.len() * sites * periods];
    for (r, site) in scenario.sites.iter().enumerate() {
        let grid = grid_power(site, switches, periods);
        for (c, chip) in scenario.chips.iter().enumerate() {
            for t in 0..periods {
                let bound = &mut bounds[(c * sites + r) * periods + t];
                if switches.power_tranche {
                    *bound = units(
                        grid[t] / site.pue_hot + leased_power(site, switches, t),
                        f64::INFINITY,
                        chip,
                    );
                }
                if switches.hall_capacity {
                    let (mut power, mut racks) = (0.0, 0.0);
                    for &option in &fit.chip[r][c] {
                        let option = option as usize;
                        if let Some(hall) = site.halls.get(option) {
                            let count =
                                most_finished(scenario, switches, slots, halls_started, (r, option), t);
                            power += count * hall_power(scenario, site, option);
                            racks += count * scenario.halls[hall.design.index()].racks;
                        } else if let Some(lease) = site.leases.get(option - site.halls.len()) {
                            let count = most_blocks(lease, switches, t);
                            power += count * lease.it_power.value();
                            racks += count * lease.racks;
                        }
                    }
                    *bound = bound.min(if fit.chip[r][c].is_empty() {
                        0.0
                    } else {
                        units(power, racks, chip)
                    });
                }
            }
        }
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::{Hectares, Megawatts, SupplyPool};

    fn all() -> Switches {
        Switches::new(&testing::min_cost())
    }

    fn hall_bounds(scenario: &Scenario) -> Vec<f64> {
        let slots = Slots::new(scenario.sites.iter().map(|s| s.halls.len()));
        halls(scenario, &Fit::new(scenario), &all(), &slots)
    }

    #[test]
    fn halls_are_bounded_by_limit_land_contractor_and_power() {
        let mut scenario = testing::base();
        // alpha has 1 of 3 halls; beta none.
        assert_eq!(hall_bounds(&scenario), [2.0, 2.0, 2.0, 3.0, 3.0, 3.0]);
        scenario.sites[1].contractor = Some(1.5);
        assert_eq!(hall_bounds(&scenario)[3..], [1.0, 2.0, 3.0]);
        scenario.sites[1].earliest = Period(1);
        assert_eq!(hall_bounds(&scenario)[3..], [0.0, 1.0, 2.0]);
        // 2.5 ha free of 3.5 ha, 1 ha a hall.
        scenario.sites[0].land = Some(Hectares(2.5));
        assert_eq!(hall_bounds(&scenario)[..3], [1.0; 3]);
        // 40 MW feed 4 halls of 10 MW; 0.1 MW and 1 rack per unit need no more than 4 halls of 100 racks.
        scenario.sites[0].land = None;
        scenario.sites[0].halls[0].max = None;
        assert_eq!(hall_bounds(&scenario)[..3], [4.0; 3]);
    }

    #[test]
    fn tranches_wait_for_those_ahead_of_them() {
        let mut scenario = testing::base();
        scenario.sites[1].earliest = Period(1);
        scenario.sites[1].tranches = vec![testing::tranche("t1", 5.0, 2), testing::tranche("t2", 5.0, 0)];
        assert_eq!(tranche_windows(&scenario.sites[1], 3), [(1, 2), (1, 2)]);
        scenario.sites[1].power = vec![Megawatts(1.0); 3];
        // Period 0: not open. From period 1: 1 MW and t2; t1 would come in period 3.
        assert_eq!(grid_power(&scenario.sites[1], &all(), 3), [0.0, 6.0, 6.0]);
    }

    #[test]
    fn orders_are_bounded_by_window_supply_and_pools() {
        let mut scenario = testing::base();
        scenario.chips[0].available = Some((Period(1), Period(2)));
        scenario.chips[0].supply = Some(vec![9.0, 9.5, 9.0]);
        scenario.pools = vec![SupplyPool {
            id: "hbm".into(),
            members: vec![(crate::scenario::ChipId(0), 2.0)],
            at_most: vec![100.0, 100.0, 8.0],
        }];
        let by_period: Vec<f64> = (0..3).map(|t| orderable(&scenario, 0, t)).collect();
        assert_eq!(by_period, [0.0, 9.0, 4.0]);
    }
}
