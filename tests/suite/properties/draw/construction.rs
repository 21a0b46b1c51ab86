//! Stages of sites and halls, halls in work, conversions, terms of tranches, on-site generation.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for r in 0..s.sites.len() {
        if draw.chance(0.5) {
            site_stages(draw, &mut s.sites[r]);
        }
        if draw.chance(0.5) {
            hall_stages(draw, &mut s.sites[r]);
        }
        if draw.chance(0.3) {
            commitments(draw, &mut s.sites[r]);
        }
        if draw.chance(0.3) {
            retrofit(draw, &mut s.sites[r]);
        }
        for lease in &mut s.sites[r].leases {
            if draw.chance(0.2) {
                lease.terms.committed = vec![0; draw.periods];
                lease.terms.committed[lease.earliest.index()] = 1;
            }
        }
        terms(draw, &mut s.sites[r]);
        if draw.chance(0.3) {
            let generator = generator(draw);
            s.sites[r].tranches.push(generator);
            s.sites[r].power = draw.series(Megawatts, 3, 8);
        }
    }
}

fn site_stages(draw: &mut Draw, site: &mut Site) {
    if site.existing {
        return;
    }
    let count = draw.pick(&[1, 2]);
    site.construction.stages = (0..count)
        .map(|k| SiteStage {
            lead_periods: u16::from(draw.chance(0.3)),
            earliest: Period(u16::from(draw.chance(0.1))),
            committed: (k == 0 && draw.chance(0.2)).then_some(Period(1)),
            finishes: (k == 0 && draw.chance(0.2)).then(|| draw.period()),
            cost: draw.series(MillionUsd, 0, 4),
            spend_profile: draw.pick(&[vec![1.0], vec![0.25, 0.75]]),
            idle_cost: MillionUsdPerYear(draw.quarters(0, 1)),
            salvage: MillionUsd(draw.quarters(0, 2)),
            ..testing::site_stage(&format!("k{k}"))
        })
        .collect();
}

fn hall_stages(draw: &mut Draw, site: &mut Site) {
    for hall in &mut site.halls {
        let share = draw.pick(&[0.5, 0.75]);
        hall.construction.stages = vec![
            HallStage {
                idle_cost: MillionUsdPerYear(draw.quarters(0, 1)),
                ..testing::hall_stage("shell", u16::from(draw.chance(0.3)), share)
            },
            HallStage {
                spend_profile: draw.pick(&[vec![1.0], vec![0.5, 0.5]]),
                ..testing::hall_stage("fit-out", u16::from(draw.chance(0.3)), 1.0 - share)
            },
        ];
        hall.build_periods = hall
            .construction
            .stages
            .iter()
            .map(|stage| stage.lead_periods)
            .sum();
    }
    if draw.chance(0.3) {
        site.construction.contractors = vec![("fit-out".into(), 1.0)];
    }
}

/// Halls in work before the horizon at existing sites, and halls that must be started.
fn commitments(draw: &mut Draw, site: &mut Site) {
    let (existing, periods) = (site.existing, draw.periods);
    let hall = &mut site.halls[0];
    if existing {
        hall.max = hall.max.map(|max| max + 1);
        site.land = site.land.map(|land| land + Hectares(1.0));
        hall.construction.in_work = vec![InWork {
            count: 1,
            stage: draw.rng.whole(0, hall.construction.last_stage() as u32) as u16,
            finishes: draw.period(),
        }];
    } else if draw.chance(0.3) {
        hall.construction.committed = vec![0.0; periods];
        hall.construction.committed[periods - 1] = 1.0;
    }
}

fn retrofit(draw: &mut Draw, site: &mut Site) {
    if site.halls.len() == 1 {
        let design = HallId(1 - site.halls[0].design.0);
        site.halls.push(SiteHall {
            design,
            max: Some(0),
            cost: draw.series(MillionUsd, 1, 12),
            ..testing::site_hall(0)
        });
    }
    site.construction.retrofits = vec![Retrofit {
        cost: draw.series(MillionUsd, 0, 1),
        downtime: u16::from(draw.chance(0.3)),
        at_most: draw.chance(0.3).then_some(1),
        earliest: Period(u16::from(draw.chance(0.2))),
        ..testing::retrofit(0, 1, 0.0)
    }];
}

fn terms(draw: &mut Draw, site: &mut Site) {
    let due = site.earliest.max(Period(1));
    for tranche in &mut site.tranches {
        tranche.terms = TrancheTerms {
            ramp: draw.pick(&[vec![], vec![0.5], vec![0.25, 0.5]]),
            take_or_pay: draw.pick(&[None, Some(0.0), Some(0.5)]),
            cost: MillionUsd(draw.quarters(0, 2)),
            refund: draw.pick(&[0.0, 0.5, 1.0]),
            committed: draw.chance(0.15).then_some(due),
            energised: draw.chance(0.15).then(|| draw.period()),
            bridging: None,
        };
    }
}

fn generator(draw: &mut Draw) -> Tranche {
    let mut tranche = draw.tranche();
    tranche.id = "turbines".into();
    tranche.terms.cost = MillionUsd(draw.quarters(0, 2));
    tranche.terms.take_or_pay = draw.pick(&[None, Some(0.25)]);
    tranche.terms.bridging = Some(Bridging {
        fuel_price: UsdPerMwh(draw.quarters(0, 90)),
        carbon: 450.0,
        until: draw.chance(0.3).then(|| draw.period()),
    });
    tranche
}
