//! Workloads, markets, demand, and the budget that is drawn from it.

use super::{CAPEX_SHARE, COUNTRIES, Draw, SIDE, UNMET};
use crate::generate::Size;
use std::fmt::{self, Write};

impl Draw<'_> {
    pub(super) fn demand(&self, out: &mut String) -> fmt::Result {
        let Size {
            periods, workloads, ..
        } = *self.size;
        writeln!(out, "\nworkloads:")?;
        for w in 0..workloads {
            let step = if workloads == 1 {
                1.0
            } else {
                w as f64 / (workloads - 1) as f64
            };
            let budget = SIDE * (0.25 + step * (1.2 - 0.25));
            writeln!(
                out,
                "  {}: {{kind: capacity, unit: server, latency: {budget:.2} ms{}}}",
                self.workload(w),
                self.workload_parts(w)
            )?;
        }
        writeln!(out, "\nmarkets:")?;
        for (m, (x, y)) in self.market_places.iter().enumerate() {
            let country = COUNTRIES[m % COUNTRIES.len()];
            write!(
                out,
                "  {}: {{name: Market {}, country: {country}, latency: {{",
                self.market(m),
                m + 1
            )?;
            for (r, (site_x, site_y)) in self.places.iter().enumerate() {
                let comma = if r == 0 { "" } else { ", " };
                let distance = ((x - site_x) * (x - site_x) + (y - site_y) * (y - site_y)).sqrt();
                write!(out, "{comma}{}: {:.2} ms", self.site(r), SIDE * distance)?;
            }
            writeln!(out, "}}{}}}", self.market_parts(m))?;
        }
        writeln!(out, "\ndemand:")?;
        for (d, (first, last)) in self.volumes.iter().enumerate() {
            let (market, workload) = (self.market(d / workloads), self.workload(d % workloads));
            let volume = if periods == 1 {
                format!("{first:.3} server")
            } else {
                let (a, b) = (self.period(0), self.period(periods - 1));
                format!("{{{a}: {first:.3} server, {b}: {last:.3} server, interpolate: true}}")
            };
            writeln!(
                out,
                "  {market}-{workload}: {{market: {market}, workload: {workload}, volume: {volume}, \
                 unmet_penalty: {UNMET} MUSD/server/year{}}}",
                self.line_parts(d)
            )?;
        }
        Ok(())
    }

    pub(super) fn budget(&self, out: &mut String) -> fmt::Result {
        let periods = self.size.periods;
        let first: f64 = self.volumes.iter().map(|v| v.0).sum();
        let last: f64 = self.volumes.iter().map(|v| v.1).sum();
        writeln!(out, "\nbudget:\n  capex:\n    kind: capex\n    each: period")?;
        if periods > 1 {
            writeln!(out, "    carry_over: 100 %")?;
        }
        writeln!(out, "    at_most:")?;
        for t in 0..periods {
            let along = if periods == 1 {
                0.0
            } else {
                t as f64 / (periods - 1) as f64
            };
            let value = UNMET * (first + along * (last - first)) * self.months() / 12.0;
            writeln!(out, "      {}: {:.1} MUSD", self.period(t), CAPEX_SHARE * value)?;
        }
        Ok(())
    }
}
