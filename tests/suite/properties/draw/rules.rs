//! Licences to apply for, ratios of what is deployed, duties, forbidden work.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

/// One or two further rules.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for n in 0..draw.rng.whole(1, 2) {
        match draw.rng.whole(0, 3) {
            0 => applications(draw, s, n),
            1 => {
                let effect = ratio(draw, s);
                push(draw, s, format!("ratio-{n}"), effect);
            }
            2 => {
                let share = draw.quarters(0, 1);
                push(draw, s, format!("duty-{n}"), RuleEffect::Duty { share });
            }
            _ => {
                let ban = RuleEffect::NoUse {
                    workloads: vec![WorkloadId(draw.rng.whole(0, s.workloads.len() as u32 - 1) as u16)],
                    jobs: JobId::all(s.jobs.len()).collect(),
                };
                push(draw, s, format!("ban-{n}"), ban);
            }
        }
    }
}

fn push(draw: &mut Draw, s: &mut Scenario, id: String, effect: RuleEffect) {
    let mut rule = testing::rule(&id, effect);
    rule.active = (0..draw.periods).map(|_| draw.chance(0.8)).collect();
    rule.chips.ids = draw.chance(0.5).then(|| vec![ChipId(0)]);
    rule.places.sites = draw.chance(0.5).then(|| vec![SiteId(0)]);
    s.rules.push(rule);
}

/// A licence that is asked for, and one or two that can be applied for; sometimes a grant beside them.
fn applications(draw: &mut Draw, s: &mut Scenario, n: u32) {
    push(draw, s, format!("asked-{n}"), RuleEffect::Licence);
    if draw.chance(0.3) {
        let quota = Some(MegaTpp(draw.quarters(0, 4) * 0.01));
        push(draw, s, format!("granted-{n}"), RuleEffect::Grant { quota });
    }
    for a in 0..draw.rng.whole(1, 2) {
        let application = Application {
            cost: draw.series(MillionUsd, 0, 3),
            lag: u16::from(draw.chance(0.3)),
            quota: draw.chance(0.6).then(|| MegaTpp(draw.quarters(1, 8) * 0.01)),
            probability: draw.pick(&[0.5, 0.75, 1.0]),
            weight: draw.pick(&[0.0, 0.25]),
        };
        push(
            draw,
            s,
            format!("applied-{n}-{a}"),
            RuleEffect::Application(application),
        );
    }
}

fn ratio(draw: &mut Draw, s: &Scenario) -> RuleEffect {
    RuleEffect::VolumeRatio {
        of_chips: ChipSelector {
            ids: draw.chance(0.4).then(|| vec![ChipId(s.chips.len() as u16 - 1)]),
            ..ChipSelector::default()
        },
        of_places: PlaceSelector {
            sites: draw.chance(0.4).then(|| vec![SiteId(s.sites.len() as u16 - 1)]),
            ..PlaceSelector::default()
        },
        at_most: draw.pick(&[0.5, 0.75, 2.0]),
        count: draw.pick(&[RatioCount::Chips, RatioCount::Tpp]),
        each: draw.pick(&[RatioWindow::Period, RatioWindow::ToDate, RatioWindow::Horizon]),
    }
}
