//! What must still be served when something is lost.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

/// One requirement, or two, that ask for little, mostly in the last period.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    if draw.chance(0.5)
        && let Some(chip) = s.chips.last_mut()
    {
        chip.vendor = "Other".into();
    }
    for _ in 0..draw.pick(&[1, 1, 2]) {
        let against = draw.pick(&[
            Against::Site,
            Against::GridZone,
            Against::Jurisdiction,
            Against::Vendor,
        ]);
        let form = draw.pick(&[ResilienceForm::Pooled, ResilienceForm::Copies]);
        let keep = draw.pick(&[0.25, 0.5, 1.0]);
        let mut requirement = testing::resilience(s, against, form, 0.0);
        requirement.id = format!("keep{}", s.resilience.len());
        let first = if draw.chance(0.7) { draw.periods - 1 } else { 0 };
        requirement.keep[first..].fill(keep);
        if draw.chance(0.5) {
            requirement.losses.truncate(1);
        }
        if draw.chance(0.3) {
            requirement.lines.truncate(1);
        }
        s.resilience.push(requirement);
    }
}
