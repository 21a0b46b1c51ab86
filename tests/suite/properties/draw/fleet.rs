//! Chips that age, retire early and move.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

/// Most chips change with age in some ways; some may move, and sometimes a rule keeps them.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for c in 0..s.chips.len() {
        if draw.chance(0.2) {
            continue;
        }
        let ageing = ageing(draw);
        let chip = &mut s.chips[c];
        chip.life = chip.life.max(draw.pick(&[2, 3]));
        chip.ageing = ageing;
        let left = (chip.life - 1).min(draw.periods as u16);
        let cohorts = s.cohorts.iter_mut().filter(|cohort| cohort.chip.index() == c);
        cohorts.for_each(|cohort| (cohort.age, cohort.ends) = (1, left));
    }
    // Demand that wanders from one site to the other makes units follow it.
    if s.sites.len() == 2 && s.workloads[0].latency.is_none() && draw.chance(0.5) {
        s.workloads[0].latency = Some(Milliseconds(20.0));
        let late = draw.chance(0.5);
        for (m, market) in s.markets.iter_mut().enumerate() {
            market.latency = (0..2)
                .map(|r| ((r == m) != late).then_some(Milliseconds(10.0)))
                .collect();
        }
        for line in &mut s.demand {
            let wanted = if line.market.index() == 0 {
                0
            } else {
                draw.periods - 1
            };
            for (t, volume) in line.volume.iter_mut().enumerate().filter(|(t, _)| *t != wanted) {
                volume.0 /= 8.0 + t as f64;
            }
        }
    }
    if draw.chance(0.2) {
        s.rules.push(Rule {
            active: (0..draw.periods).map(|_| draw.chance(0.6)).collect(),
            places: PlaceSelector {
                sites: Some(vec![SiteId(0)]),
                ..PlaceSelector::default()
            },
            ..testing::rule("no-move", RuleEffect::NoMove)
        });
    }
}

fn ageing(draw: &mut Draw) -> Ageing {
    let mut ageing = Ageing {
        early_retirement: draw.chance(0.6),
        ..Ageing::default()
    };
    if draw.chance(0.4) {
        ageing.maintenance = (0..2).map(|_| MillionUsdPerYear(draw.quarters(0, 3))).collect();
    }
    if draw.chance(0.3) {
        ageing.availability = vec![1.0, draw.pick(&[0.5, 0.9])];
    }
    if draw.chance(0.3) {
        ageing.energy = vec![1.0, draw.pick(&[1.25, 2.0])];
    }
    if draw.chance(0.4) {
        ageing.resale = vec![draw.pick(&[0.4, 0.6]), draw.pick(&[0.0, 0.2])];
    }
    if draw.chance(0.3) {
        ageing.write_off = draw.pick(&[0.25, 1.0]);
    }
    if draw.chance(0.7) {
        ageing.moves = Some(Moves {
            cost: MillionUsd(draw.quarters(0, 1)),
            downtime: draw.pick(&[0, 0, 0, 1]),
            loss: draw.pick(&[0.0, 0.0, 0.0, 0.5]),
        });
    }
    ageing
}
