//! Columns that widen, in rows that are there.

use super::super::limit::{Limit, SIDES};
use super::{ENOUGH, Maker};
use crate::program::{Key, Row};
use crate::scenario::*;

impl Maker<'_> {
    /// Puts columns that widen into the rows that are there.
    pub(super) fn rows(&mut self) {
        let losses: Vec<usize> = contingencies(&self.s.resilience)
            .map(|loss| loss.requirement)
            .collect();
        for row in 0..self.program.rows() {
            let name = self.program.families[usize::from(self.program.row_family[row].0)].name;
            let key = self.program.row_key[row];
            self.widen_row(Row(row as u32), name, key, &losses);
        }
    }

    fn widen_row(&mut self, row: Row, name: &str, key: Key, losses: &[usize]) {
        let s = self.s;
        let [first, second, third] = [key[0], key[1], key[2]];
        let t = usize::from(second);
        match name {
            "budget" => self.more(row, Limit::Budget(BudgetId(first)), t, -1.0),
            "cash_balance" => self.more(row, Limit::Funding, usize::from(first), -1.0),
            "grid_power" => {
                let usable = 1.0 - s.sites[usize::from(first)].reserve_margin;
                for from in 0..=t {
                    self.more(row, Limit::Power(SiteId(first)), from, -usable);
                }
            }
            "land" => self.more(row, Limit::Land(SiteId(first)), 0, -1.0),
            "contractor" => self.more(row, Limit::Contractor(SiteId(first)), 0, -1.0),
            "openings_per_period" => self.more(row, Limit::Openings, usize::from(first), -1.0),
            "supply_pool" => {
                let pool = &s.pools[usize::from(first)];
                self.program.row_upper[row.index()] = pool.at_most[t];
                self.more(row, Limit::Pool(PoolId(first)), t, -1.0);
            }
            "licence_quota" | "application_quota" | "compute_cap" | "risk_cap" => {
                self.more(row, Limit::Rule(RuleId(first)), 0, -1.0);
            }
            "volume_ratio" | "tpp_ratio" => self.more(row, Limit::Rule(RuleId(first)), 0, -ENOUGH),
            "residency_share" => {
                let volume = s.demand[usize::from(first)].volume[t].value();
                self.more(
                    row,
                    Limit::Residency(DemandId(first)),
                    0,
                    ENOUGH.min(100.0 * volume),
                );
            }
            "carbon_cap" => self.more(row, Limit::Carbon(first), t, -1.0),
            "water_cap" => self.more(row, Limit::Water(first), t, -1.0),
            "limit_at_most" if s.limits[usize::from(first)].violation_cost.is_none() => {
                self.more(row, Limit::Own(first), t, -1.0);
            }
            "limit_at_least" if s.limits[usize::from(first)].violation_cost.is_none() => {
                self.more(row, Limit::Own(first), SIDES + t, 1.0);
            }
            "job_work" if s.jobs[usize::from(first)].unmet_penalty.is_none() => {
                self.more(row, Limit::Job(JobId(first)), 0, 1.0);
            }
            "resilience_pool" => {
                let h = usize::from(key[3]);
                let workload = WorkloadId(second);
                let peak = s.workloads[workload.index()].peak;
                let of = &s.resilience[usize::from(first)];
                let volumes = of.lines.iter().map(|d| &s.demand[d.index()]);
                let own = volumes.filter(|line| line.workload == workload && line.side.price.is_none());
                let volume: f64 = own
                    .map(|line| line.volume_in(usize::from(third), h).value())
                    .sum();
                self.more(row, Limit::Resilience(first), 0, peak * volume);
            }
            "resilience_keep" => {
                let h = usize::from(key[3]);
                let line = &s.demand[t];
                if line.side.price.is_none() {
                    let requirement = losses[usize::from(first)] as u16;
                    let volume = line.volume_in(usize::from(third), h).value();
                    self.more(row, Limit::Resilience(requirement), 0, volume);
                }
            }
            "demand_balance" => {
                let line = &s.demand[usize::from(first)];
                // A line that is served from one place is served whole.
                if line.side.placement == Placement::Split {
                    let volume = line.volume_in(t, usize::from(third)).value();
                    self.more(row, Limit::Demand, 0, volume);
                }
            }
            _ => {}
        }
    }
}
