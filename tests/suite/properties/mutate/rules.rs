//! Licences that were not applied for, ratios that are not kept, work that is forbidden.

use super::Mutants;
use buildout::model::testing;
use buildout::scenario::*;

impl Mutants<'_> {
    pub(super) fn rules(&mut self) {
        self.licences();
        self.new_rules();
    }

    fn licences(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (a, (k, rule, application)) in s.applications().enumerate() {
            let id = &rule.id;
            let cells: Vec<(usize, usize, usize, f64)> = plan
                .licences
                .each(a)
                .map(|(c, r, t, units)| (c.index(), r.index(), t.index(), units))
                .collect();
            for t in self.periods().filter(|&t| !rule.active[t]) {
                self.plan(format!("{id} applied for while not in force"), |p| {
                    p.licences.applied[a] = Some(Period(t as u16));
                });
            }
            let used: f64 = cells
                .iter()
                .map(|&(c, _, _, units)| f64::from(s.chips[c].chips_per_unit) * s.chips[c].tpp * 1e-6 * units)
                .sum();
            for &(c, r, t, units) in cells.iter().filter(|cell| cell.3 > 0.01) {
                self.plan(format!("{id} used but not applied for"), |p| {
                    p.licences.applied[a] = None;
                });
                // A grant might do for them.
                if !s
                    .rules
                    .iter()
                    .any(|rule| matches!(rule.effect, RuleEffect::Grant { .. }))
                {
                    self.plan(format!("{units} units under {id} are under nothing"), |p| {
                        p.licences.under[a][c][r][t] = 0.0;
                    });
                }
                if application.quota.is_some() && used > 0.001 {
                    self.scenario(format!("{id} comes with half of what is used"), |s| {
                        if let RuleEffect::Application(application) = &mut s.rules[k.index()].effect {
                            application.quota = Some(MegaTpp(used / 2.0));
                            application.probability = 1.0;
                        }
                    });
                }
            }
            let deployed = |c: usize, r: usize, t: usize| plan.deployed[c][r][t];
            for (c, r, t, units) in cells {
                self.plan(format!("more under {id} than is deployed"), |p| {
                    p.licences.under[a][c][r][t] = units + deployed(c, r, t) + 0.01;
                });
            }
            self.plan(format!("under {id} is not a number"), |p| {
                p.licences.under[a][0][0][0] = f64::NAN;
            });
        }
        self.plan("a licence too many".into(), |p| p.licences.applied.push(None));
    }

    /// The same plan under rules that it cannot keep.
    fn new_rules(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        let always = |effect| Rule {
            active: vec![true; s.horizon.len()],
            ..testing::rule("new", effect)
        };
        for c in 0..s.chips.len() {
            if plan.deployed[c].iter().flatten().any(|&units| units >= 1.0) {
                // A hundredth of the TPP of slow chips is within the tolerance.
                let counts = [RatioCount::Chips, RatioCount::Tpp].into_iter();
                for count in counts.take(if s.chips[c].tpp >= 1000.0 { 2 } else { 1 }) {
                    let ratio = RuleEffect::VolumeRatio {
                        of_chips: ChipSelector::default(),
                        of_places: PlaceSelector::default(),
                        at_most: 0.99,
                        count,
                        each: RatioWindow::Horizon,
                    };
                    self.scenario(format!("all is more than its share, by {count:?}"), |s| {
                        s.rules.push(always(ratio));
                    });
                }
            }
            for (w, workload) in s.workloads.iter().enumerate() {
                let works = |t: &Vec<f64>| t.iter().any(|&units| units > 0.01);
                let sites = || plan.assigned[c].iter().map(|site| &site[w]);
                if sites().flatten().any(works) {
                    let mut rule = always(RuleEffect::NoUse {
                        workloads: vec![WorkloadId(w as u16)],
                        jobs: vec![],
                    });
                    rule.chips.ids = Some(vec![ChipId(c as u16)]);
                    self.scenario(format!("chip {c} may not run {}", workload.id), |s| {
                        s.rules.push(rule);
                    });
                }
            }
        }
        for (j, run) in plan.jobs.iter().enumerate() {
            if run.is_some() {
                let ban = RuleEffect::NoUse {
                    workloads: vec![],
                    jobs: vec![JobId(j as u16)],
                };
                self.scenario(format!("job {j} may not run"), |s| s.rules.push(always(ban)));
            }
        }
    }
}
