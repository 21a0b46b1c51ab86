//! Every whole-number decision that a tiny scenario leaves open, one site at a time.

use buildout::model::testing::min_cost;
use buildout::plan::ledger::Ledger;
use buildout::plan::{Change, Plan};
use buildout::scenario::*;

/// The whole-number decisions at one site.
#[derive(Debug, Clone)]
pub struct SiteChoice {
    /// Period of opening.
    pub opened: Option<Period>,
    /// `[hall][t]`: halls started.
    pub halls: Vec<Vec<u32>>,
    /// `[tranche]`: period of commitment.
    pub connected: Vec<Option<Period>>,
    /// `[lease offer][t]`: blocks signed.
    pub leased: Vec<Vec<u32>>,
    /// `[chip][t]`: units deployed.
    pub deployed: Vec<Vec<u32>>,
    /// `[cohort of the scenario][t]`: units retired; zero for cohorts elsewhere.
    pub retired: Vec<Vec<u32>>,
    /// Present cost of these decisions above that of doing nothing, without orders and demand.
    pub cost: f64,
}

/// All vectors between zero and the limits, the last place running fastest.
pub fn vectors(limits: &[u32]) -> Vec<Vec<u32>> {
    let mut all = vec![vec![]];
    for &limit in limits {
        all = all
            .into_iter()
            .flat_map(|head: Vec<u32>| (0..=limit).map(move |value| [head.clone(), vec![value]].concat()))
            .collect();
    }
    all
}

/// All ways to take one of each list.
fn product<T: Clone>(lists: &[Vec<T>]) -> Vec<Vec<T>> {
    let limits: Vec<u32> = lists.iter().map(|list| list.len() as u32).collect();
    if limits.contains(&0) {
        return vec![];
    }
    vectors(&limits.iter().map(|n| n - 1).collect::<Vec<_>>())
        .into_iter()
        .map(|picks| {
            picks
                .iter()
                .zip(lists)
                .map(|(&i, list)| list[i as usize].clone())
                .collect()
        })
        .collect()
}

/// Units of a chip in service at a site in period `t`.
pub fn fleet(s: &Scenario, plan: &Plan, c: usize, r: usize, t: usize) -> f64 {
    let life = usize::from(s.chips[c].life);
    let new: f64 = (0..=t)
        .filter(|&v| t < v + life)
        .map(|v| plan.deployed[c][r][v])
        .sum();
    let here = |e: &Cohort| e.site.index() == r && e.chip.index() == c && t < usize::from(e.ends);
    let old: f64 = (0..s.cohorts.len())
        .filter(|&e| here(&s.cohorts[e]))
        .map(|e| (f64::from(s.cohorts[e].units) - plan.retired[e][..=t].iter().sum::<f64>()).max(0.0))
        .sum();
    let changes = plan.fleet_changes.iter().filter(|change| {
        usize::from(change.chip) == c
            && usize::from(change.site) == r
            && change.period.index() <= t
            && (t as i64) < i64::from(change.vintage) + life as i64
    });
    let moved: f64 = changes
        .map(|change| match change.change {
            Change::MoveIn => change.units,
            Change::MoveOut | Change::Retire => -change.units,
        })
        .sum();
    new + old + moved
}

/// Whole numbers as a plan holds units.
pub fn amounts(counts: &[u32]) -> Vec<f64> {
    counts.iter().map(|&n| f64::from(n)).collect()
}

/// Writes a site's decisions into a plan.
pub fn put(plan: &mut Plan, r: usize, choice: &SiteChoice, cohorts: &[Cohort]) {
    plan.opened[r] = choice.opened;
    plan.halls_started[r] = choice.halls.clone();
    plan.connected[r] = choice.connected.clone();
    plan.leased[r] = choice.leased.clone();
    for (c, deployed) in choice.deployed.iter().enumerate() {
        plan.deployed[c][r] = amounts(deployed);
    }
    for (e, cohort) in cohorts.iter().enumerate() {
        if cohort.site.index() == r {
            plan.retired[e] = amounts(&choice.retired[e]);
        }
    }
}

/// All decisions at a site that `possible` lets through as the only decisions of a plan.
pub fn choices(s: &Scenario, r: usize, possible: &dyn Fn(&Plan) -> bool) -> Vec<SiteChoice> {
    let empty = Plan::empty(s);
    let nothing = Ledger::new(s, &empty).objective(&min_cost());
    let deployments = product(
        &(0..s.chips.len())
            .map(|c| vectors(&reachable(s, c)))
            .collect::<Vec<_>>(),
    );
    let retirements = product(
        &(0..s.cohorts.len())
            .map(|e| retirements(s, r, e))
            .collect::<Vec<_>>(),
    );
    let mut all = Vec::new();
    for shell in shells(s, r) {
        for retired in &retirements {
            for deployed in &deployments {
                let mut choice = SiteChoice {
                    deployed: deployed.clone(),
                    retired: retired.clone(),
                    ..shell.clone()
                };
                let mut plan = empty.clone();
                put(&mut plan, r, &choice, &s.cohorts);
                if powered(s, &plan, r) && possible(&plan) {
                    choice.cost = Ledger::new(s, &plan).objective(&min_cost()) - nothing;
                    all.push(choice);
                }
            }
        }
    }
    all
}

/// Most units of a chip that can be deployed in each period.
fn reachable(s: &Scenario, c: usize) -> Vec<u32> {
    let supply = s.chips[c].supply.as_ref().expect("drawn chips have a supply");
    let upto = |t: usize| {
        if s.chips[c].hub {
            supply[..=t].iter().sum()
        } else {
            supply[t]
        }
    };
    (0..supply.len()).map(|t| upto(t) as u32).collect()
}

fn retirements(s: &Scenario, r: usize, e: usize) -> Vec<Vec<u32>> {
    let cohort = &s.cohorts[e];
    let periods = s.horizon.len();
    if cohort.site.index() != r {
        return vec![vec![0; periods]];
    }
    let limits: Vec<u32> = (0..periods)
        .map(|t| {
            if t < usize::from(cohort.ends) {
                cohort.units
            } else {
                0
            }
        })
        .collect();
    vectors(&limits)
        .into_iter()
        .filter(|v| v.iter().sum::<u32>() <= cohort.units)
        .collect()
}

/// Openings, halls, tranches and leases of a site, nothing deployed.
fn shells(s: &Scenario, r: usize) -> Vec<SiteChoice> {
    let site = &s.sites[r];
    let periods = s.horizon.len();
    let openings: Vec<Option<Period>> = if site.existing {
        vec![Some(Period(0))]
    } else {
        std::iter::once(None)
            .chain(s.horizon.periods().filter(|&t| t >= site.earliest).map(Some))
            .collect()
    };
    let mut all = Vec::new();
    for opened in openings {
        let open = |t: usize| opened.is_some_and(|o| o.index() <= t);
        let halls = site.halls.iter().map(|hall| {
            let room = hall.max.expect("drawn halls have a largest number") - hall.existing;
            let limits: Vec<u32> = (0..periods).map(|t| if open(t) { room } else { 0 }).collect();
            vectors(&limits)
                .into_iter()
                .filter(|v| v.iter().sum::<u32>() <= room)
                .collect()
        });
        let tranches = site.tranches.iter().map(|tranche| {
            let later = s
                .horizon
                .periods()
                .filter(|&t| t >= tranche.earliest && open(t.index()));
            std::iter::once(None).chain(later.map(Some)).collect()
        });
        let leases = site.leases.iter().map(|lease| {
            let limit = |t: Period| if t >= lease.earliest { lease.max_blocks } else { 0 };
            vectors(&s.horizon.periods().map(limit).collect::<Vec<_>>())
        });
        let (halls, tranches, leases) = (
            product::<Vec<u32>>(&halls.collect::<Vec<_>>()),
            product::<Option<Period>>(&tranches.collect::<Vec<_>>()),
            product::<Vec<u32>>(&leases.collect::<Vec<_>>()),
        );
        for halls in &halls {
            for connected in &tranches {
                for leased in &leases {
                    all.push(SiteChoice {
                        opened,
                        halls: halls.clone(),
                        connected: connected.clone(),
                        leased: leased.clone(),
                        deployed: vec![],
                        retired: vec![],
                        cost: 0.0,
                    });
                }
            }
        }
    }
    all
}

/// Whether the fleet needs no more IT power than all halls and leases together give: necessary, and quick.
fn powered(s: &Scenario, plan: &Plan, r: usize) -> bool {
    let site = &s.sites[r];
    (0..s.horizon.len()).all(|t| {
        let finished = |k: usize, hall: &SiteHall| {
            let started: u32 = (0..=t)
                .filter(|&v| v + usize::from(hall.build_periods) <= t)
                .map(|v| plan.halls_started[r][k][v])
                .sum();
            f64::from(hall.existing + started) * s.halls[hall.design.index()].it_power.value()
        };
        let active = |b: usize, lease: &LeaseOffer| {
            let blocks: u32 = (0..=t)
                .filter(|&v| t < v + usize::from(lease.term))
                .map(|v| plan.leased[r][b][v])
                .sum();
            f64::from(blocks) * lease.it_power.value()
        };
        let supply: f64 = site
            .halls
            .iter()
            .enumerate()
            .map(|(k, hall)| finished(k, hall))
            .sum::<f64>()
            + site
                .leases
                .iter()
                .enumerate()
                .map(|(b, lease)| active(b, lease))
                .sum::<f64>();
        let need: f64 = (0..s.chips.len())
            .map(|c| s.chips[c].power.value() * s.chips[c].diversity * fleet(s, plan, c, r, t))
            .sum();
        need <= supply + 1e-6
    })
}
