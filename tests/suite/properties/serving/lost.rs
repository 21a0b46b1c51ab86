//! Losses played through: what is left must carry a share of demand.

use super::{Columns, Given, covers, reaches};
use buildout::plan::Plan;
use buildout::scenario::*;
use good_lp::{Expression, Solution, Variable, constraint, variable};

/// Units and volumes dealt out anew: contingency, indices as in the plan, column.
#[derive(Default)]
pub struct Dealt {
    units: Vec<(usize, [usize; 5], Variable)>,
    volumes: Vec<(usize, [usize; 4], Variable)>,
}

impl Dealt {
    /// Writes the fallbacks into a plan.
    pub fn write(self, solution: &impl Solution, plan: &mut Plan) {
        for (q, [c, r, w, t, h], x) in self.units {
            plan.fallbacks[q].assigned[c][r][w][t][h] = solution.value(x);
        }
        for (q, [d, r, t, h], x) in self.volumes {
            plan.fallbacks[q].served[d][r][t][h] = solution.value(x);
        }
    }
}

impl Given<'_> {
    /// Rows of all requirements in a block of hours, once what is normally done there has its columns.
    pub(super) fn losses(&self, m: &mut Columns, t: usize, h: usize) {
        let mut first = 0;
        for requirement in &self.scenario.resilience {
            if requirement.keep[t] > 0.0 {
                match requirement.form {
                    ResilienceForm::Pooled => self.pool(m, requirement, t, h),
                    ResilienceForm::Copies => {
                        for (q, loss) in requirement.losses.iter().enumerate() {
                            self.dealt(m, (first + q, requirement), loss, t, h);
                        }
                    }
                }
            }
            first += requirement.losses.len();
        }
    }

    fn wanted(&self, d: DemandId, t: usize, h: usize) -> f64 {
        let line = &self.scenario.demand[d.index()];
        line.volume[t].value() * line.profile.0.get(h).unwrap_or(&1.0)
    }

    fn rented(&self, m: &Columns, d: DemandId, t: usize, h: usize) -> Expression {
        let here = m
            .rent
            .iter()
            .filter(|&&(e, u, block, _)| (e, u, block) == (d.index(), t, h));
        here.map(|&(.., x)| Expression::from(x)).sum()
    }

    fn pool(&self, m: &mut Columns, requirement: &Resilience, t: usize, h: usize) {
        let s = self.scenario;
        for (w, workload) in s.workloads.iter().enumerate() {
            let lines = requirement.lines.iter().copied();
            let lines: Vec<DemandId> = lines
                .filter(|d| s.demand[d.index()].workload.index() == w)
                .collect();
            if lines.is_empty() {
                continue;
            }
            let capacity =
                |m: &Columns, counts: &dyn Fn(usize, usize) -> bool, site: &dyn Fn(usize) -> bool| {
                    let mut sum = Expression::from(0.0);
                    for &(c, r, v, u, block, x) in &m.assign {
                        if (v, u, block) == (w, t, h) && counts(c, r) {
                            sum += s.chips[c].throughput[w].value() * x;
                        }
                    }
                    for r in (0..s.sites.len()).filter(|&r| self.open[t][r] && site(r)) {
                        sum += s.sites[r].blocks[w].value();
                    }
                    sum
                };
            let largest = m.vars.add(variable().min(0.0));
            for loss in &requirement.losses {
                let gone_site = |r: usize| loss.sites.contains(&SiteId(r as u16));
                let gone = |c: usize, r: usize| loss.chips.contains(&ChipId(c as u16)) || gone_site(r);
                let lost = capacity(m, &gone, &gone_site);
                m.rows.push(constraint!(lost <= largest));
            }
            let mut left = capacity(m, &|_, _| true, &|_| true) - largest;
            let mut needed = 0.0;
            for d in lines {
                left += workload.peak * self.rented(m, d, t, h);
                needed += requirement.keep[t] * workload.peak * self.wanted(d, t, h);
            }
            m.rows.push(constraint!(left >= needed));
        }
    }

    fn dealt(&self, m: &mut Columns, (q, of): (usize, &Resilience), loss: &Loss, t: usize, h: usize) {
        let s = self.scenario;
        let left = |r: usize| !loss.sites.contains(&SiteId(r as u16));
        let mut kept: Vec<Expression> = of.lines.iter().map(|&d| self.rented(m, d, t, h)).collect();
        let mut inside = vec![Expression::from(0.0); of.lines.len()];
        let mut served = inside.clone();
        for r in (0..s.sites.len()).filter(|&r| left(r)) {
            let mut carried: Vec<Expression> = (0..s.workloads.len())
                .map(|w| {
                    let block = s.sites[r].blocks[w].value();
                    Expression::from(if self.open[t][r] { block } else { 0.0 })
                })
                .collect();
            for (c, chip) in s.chips.iter().enumerate() {
                if loss.chips.contains(&ChipId(c as u16)) {
                    continue;
                }
                let mut used = Expression::from(0.0);
                for (w, carried) in carried.iter_mut().enumerate() {
                    if !of.lines.iter().any(|d| s.demand[d.index()].workload.index() == w) {
                        continue;
                    }
                    let x = m.vars.add(variable().min(0.0));
                    m.dealt.units.push((q, [c, r, w, t, h], x));
                    *carried += chip.throughput[w].value() * x;
                    used += x;
                }
                m.rows
                    .push(constraint!(used <= chip.availability * self.fleet[t][c][r]));
            }
            let mut load = vec![Expression::from(0.0); s.workloads.len()];
            for (i, d) in of.lines.iter().enumerate() {
                let line = &s.demand[d.index()];
                if !reaches(s, line, r) {
                    continue;
                }
                let x = m.vars.add(variable().min(0.0));
                m.dealt.volumes.push((q, [d.index(), r, t, h], x));
                let w = line.workload.index();
                load[w] += s.workloads[w].peak * x;
                kept[i] += x;
                served[i] += x;
                if line
                    .residency
                    .as_ref()
                    .is_some_and(|rule| covers(s, &rule.places, r))
                {
                    inside[i] += x;
                }
            }
            for (load, carried) in load.into_iter().zip(carried) {
                m.rows.push(constraint!(load <= carried));
            }
        }
        for (i, &d) in of.lines.iter().enumerate() {
            m.rows
                .push(constraint!(kept[i].clone() >= of.keep[t] * self.wanted(d, t, h)));
            if let Some(rule) = &s.demand[d.index()].residency {
                m.rows
                    .push(constraint!(inside[i].clone() >= rule.share * served[i].clone()));
            }
        }
    }
}
