//! Mutants of moves and early retirement.

use super::Mutants;
use buildout::model::testing;
use buildout::plan::Change;
use buildout::scenario::*;

impl Mutants<'_> {
    pub(super) fn vintages(&mut self) {
        let s = self.scenario;
        for (i, change) in self.plan.fleet_changes.iter().enumerate() {
            let chip = &s.chips[usize::from(change.chip)];
            let name = |what: &str| format!("{} {i} of {} {what}", change.change.name(), chip.id);
            self.plan(name("by half a unit more"), |p| p.fleet_changes[i].units += 0.5);
            self.plan(name("before deployment"), |p| {
                p.fleet_changes[i].vintage = i32::from(change.period.0)
            });
            self.plan(name("at no site"), |p| p.fleet_changes[i].site = 99);
            self.plan(name("by more units than there are"), |p| {
                p.fleet_changes[i].units += 1e3;
                if change.change == Change::MoveIn {
                    p.fleet_changes[i].change = Change::MoveOut;
                }
            });
            if change.change == Change::MoveIn {
                self.scenario(name("although none may be brought"), |s| {
                    let ratio = RuleEffect::VolumeRatio {
                        of_chips: ChipSelector::default(),
                        of_places: PlaceSelector::default(),
                        at_most: 0.0,
                        count: RatioCount::Chips,
                        each: RatioWindow::Horizon,
                    };
                    s.rules.push(Rule {
                        active: vec![true; s.horizon.len()],
                        ..testing::rule("ratio", ratio)
                    });
                });
            }
            match change.change {
                Change::MoveIn | Change::MoveOut => {
                    // With a loss, a unit that never arrives is none too few.
                    if chip.ageing.moves.is_some_and(|moves| moves.loss == 0.0) {
                        self.plan(name("left out"), |p| {
                            p.fleet_changes.remove(i);
                        });
                    }
                    self.scenario(name("although it may not move"), |s| {
                        let chip = &mut s.chips[usize::from(change.chip)];
                        chip.ageing.moves = None;
                        chip.ageing.early_retirement = true;
                    });
                    self.scenario(name("although all must stay"), |s| {
                        s.rules.push(testing::rule("stay", RuleEffect::NoMove));
                        s.rules.push(testing::rule("no", RuleEffect::Denied));
                    });
                }
                Change::Retire if change.vintage >= 0 => {
                    self.scenario(name("although it is kept to its end"), |s| {
                        let ageing = &mut s.chips[usize::from(change.chip)].ageing;
                        ageing.early_retirement = false;
                        ageing.write_off = 0.1;
                    });
                }
                Change::Retire => {}
            }
        }
    }
}
