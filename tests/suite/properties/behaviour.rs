//! Customers' behaviour against answers found without any program: every placing of lines that are not split, and the
//! best price of a line by calculus.

use super::same;
use buildout::generate::SplitMix64;
use buildout::model::{build, extract, testing};
use buildout::plan::Plan;
use buildout::plan::verify::verify;
use buildout::scenario::*;
use buildout::solver::{self, Quiet, SolveOptions};
use std::sync::Arc;

const PERIODS: usize = 3;

/// Nowhere, or one of two sites, or bought in.
const PLACES: usize = 4;

/// Two existing sites with raw capacity, nothing to buy, no lines.
fn bare(rng: &mut SplitMix64) -> Scenario {
    let mut s = testing::base();
    s.chips.clear();
    for site in &mut s.sites {
        site.existing = true;
        site.blocks = vec![Volume(f64::from(rng.whole(4, 16)))];
    }
    s.demand.clear();
    s
}

fn price(rng: &mut SplitMix64, low: u32, high: u32) -> MillionUsdPerUnitYear {
    MillionUsdPerUnitYear(f64::from(rng.whole(low, high)) / 4.0)
}

fn solved(s: &Scenario, spec: &ModelSpec) -> (Plan, f64) {
    let model = build(s, spec);
    let options = SolveOptions {
        gap: 0.0,
        ..SolveOptions::default()
    };
    let outcome = solver::solve(&model.program, &options, Arc::new(Quiet::default())).unwrap();
    let plan = extract(s, &model, &outcome.values.unwrap());
    let check = verify(s, spec, &plan);
    assert!(check.accepted(), "{:#?}", check.violations);
    (plan, check.objective)
}

/// Least cost of placing the lines in one period, each with the place it must have or any.
fn period_cost(s: &Scenario, t: usize, places: &[usize]) -> Option<f64> {
    let mut left: Vec<f64> = s.sites.iter().map(|site| site.blocks[0].value()).collect();
    let mut cost = 0.0;
    for (line, &place) in s.demand.iter().zip(places) {
        let volume = line.volume[t].value();
        let rate = match place {
            0 => line.unmet_penalty[t],
            1 | 2 => {
                left[place - 1] -= volume;
                line.serve_cost[place - 1]
            }
            _ => {
                let offer = line.rent.as_ref()?;
                if offer.at_most.as_ref()?[t].value() < volume {
                    return None;
                }
                offer.price[t]
            }
        };
        cost += volume * rate.value();
    }
    left.iter().all(|&left| left >= 0.0).then_some(cost)
}

/// Every choice of a number below `PLACES` for each line.
fn choices(lines: usize) -> impl Iterator<Item = Vec<usize>> {
    let count = PLACES.pow(lines as u32);
    (0..count).map(move |code| (0..lines).map(|d| code / PLACES.pow(d as u32) % PLACES).collect())
}

/// Least cost: over the home of each fixed line, the best placing of each period on its own.
fn brute(s: &Scenario) -> f64 {
    let fixed = |d: usize| s.demand[d].side.placement == Placement::Fixed;
    let homes = choices(s.demand.len()).filter(|homes| {
        let mut each = homes.iter().enumerate();
        each.all(|(d, &home)| {
            if fixed(d) {
                home == 1 || home == 2
            } else {
                home == 0
            }
        })
    });
    let cost = |homes: Vec<usize>| -> f64 {
        let best = |t: usize| {
            let placings = choices(s.demand.len()).filter(|places| {
                let mut each = places.iter().enumerate();
                each.all(|(d, &place)| !fixed(d) || place == 0 || place == 3 || place == homes[d])
            });
            let costs = placings.filter_map(|places| period_cost(s, t, &places));
            costs.fold(f64::INFINITY, f64::min)
        };
        (0..PERIODS).map(best).sum()
    };
    homes.map(cost).fold(f64::INFINITY, f64::min)
}

#[test]
fn every_placing_of_single_lines_is_tried() {
    let mut fixed_matters = 0;
    for seed in 0..60 {
        let rng = &mut SplitMix64::new(0x51A6 ^ seed);
        let mut s = bare(rng);
        for d in 0..3 {
            let mut line = testing::demand(&format!("d{d}"), 0, 0.0);
            line.volume = (0..PERIODS)
                .map(|_| Volume(f64::from(rng.whole(0, 10))))
                .collect();
            line.unmet_penalty = (0..PERIODS).map(|_| price(rng, 4, 20)).collect();
            line.serve_cost = (0..2).map(|_| price(rng, 0, 6)).collect();
            line.rent = rng.chance(0.5).then(|| Rent {
                price: (0..PERIODS).map(|_| price(rng, 2, 12)).collect(),
                at_most: Some(vec![Volume(f64::from(rng.whole(2, 10))); PERIODS]),
            });
            line.side.placement = if rng.chance(0.5) {
                Placement::Single
            } else {
                Placement::Fixed
            };
            s.demand.push(line);
        }
        let (best, found) = (brute(&s), solved(&s, &testing::min_cost()).1);
        assert!(
            same(best, found),
            "seed {seed}: brute force {best}, HiGHS {found}"
        );
        s.demand
            .iter_mut()
            .for_each(|line| line.side.placement = Placement::Single);
        fixed_matters += usize::from(brute(&s) < best - 1e-6);
    }
    assert!(fixed_matters > 5, "{fixed_matters}");
}

#[test]
fn the_best_price_is_that_of_calculus() {
    for seed in 0..60 {
        let rng = &mut SplitMix64::new(0xCA1C ^ seed);
        let mut s = bare(rng);
        s.sites.truncate(1);
        let mut line = testing::demand("d", 0, f64::from(rng.whole(2, 20)));
        line.serve_cost = vec![price(rng, 0, 8)];
        line.unmet_penalty = vec![MillionUsdPerUnitYear(0.0); PERIODS];
        line.revenue = vec![price(rng, 4, 12); PERIODS];
        let elasticity = -f64::from(rng.whole(2, 12)) / 4.0;
        let (volume, base) = (line.volume[0].value(), line.revenue[0].value());
        // The line q = volume (1 + e (p / base - 1)) between the lowest price and the one at which nothing is asked.
        let choke = base * (1.0 - 1.0 / elasticity);
        let (least, most) = (
            0.5 * base,
            f64::min(choke, base * f64::from(rng.whole(4, 8)) / 4.0),
        );
        line.side.price = Some(PriceResponse {
            elasticity,
            least: vec![MillionUsdPerUnitYear(least); PERIODS],
            most: vec![MillionUsdPerUnitYear(most); PERIODS],
            tolerance: 0.001,
        });
        let (cost, room) = (line.serve_cost[0].value(), s.sites[0].blocks[0].value());
        s.demand.push(line);
        s.markets.iter_mut().for_each(|market| market.latency.truncate(1));
        // Margin (p - c) q(p) is largest half-way between the cost and the choke price; no lower than what fills the
        // room, and within the range. What the highest price leaves over is unmet.
        let asked = |p: f64| volume * (1.0 + elasticity * (p / base - 1.0));
        let clears = base * (1.0 + (room / volume - 1.0) / elasticity);
        let best = (0.5 * (cost + choke)).max(clears).clamp(least, most);
        let margin = (best - cost).max(0.0) * asked(best).min(room) * PERIODS as f64;
        let (plan, objective) = solved(&s, &testing::max_profit());
        let revenue: f64 = (0..PERIODS)
            .map(|t| plan.prices[0][t][0] * plan.served[0][0][t][0])
            .sum();
        assert!(
            -objective <= margin + 1e-6 && -objective >= margin - 0.001 * revenue - 1e-6,
            "seed {seed}: {} found, {margin} by calculus",
            -objective
        );
    }
}
