//! Blocks of hours and profiles of demand over them.

use super::Draw;
use buildout::scenario::*;

/// Two blocks; every line flat, low at night, high at night, or nothing in one of the blocks.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    let night = draw.pick(&[0.25, 0.5]);
    s.hours = HourBlocks {
        labels: vec!["night".into(), "day".into()],
        share: vec![night, 1.0 - night],
    };
    for line in &mut s.demand {
        let at_night = draw.pick(&[1.0, 0.0, 0.4, 1.6, 2.0]);
        line.profile = Profile(vec![at_night, (1.0 - night * at_night) / (1.0 - night)]);
    }
}
