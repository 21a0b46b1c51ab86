//! Construction and power of sites as they follow from a plan.

use super::Facts;
use crate::scenario::{MegawattHours, Megawatts, Period, SiteId};

impl Facts<'_> {
    /// Halls of the site's `k`-th design started by the end of `t`, existing ones not counted.
    pub fn started(&self, r: SiteId, k: usize, t: Period) -> f64 {
        sum_to(&self.plan.halls_started[r.index()][k], t)
    }

    /// Halls of the site's `k`-th design that entered a stage by the end of `t`, those in work before the horizon not
    /// counted.
    pub fn entered(&self, r: SiteId, k: usize, stage: usize, t: Period) -> f64 {
        match stage {
            0 => self.started(r, k, t),
            _ => sum_to(&self.plan.construction.entered[r.index()][k][stage], t),
        }
    }

    /// Halls of the site's `k`-th design that completed a stage by `t`, those in work before the horizon included.
    pub fn handed_over(&self, r: SiteId, k: usize, stage: usize, t: Period) -> f64 {
        let hall = &self.scenario.sites[r.index()].halls[k];
        let lead = match hall.construction.stages.get(stage) {
            Some(stage) => stage.lead_periods,
            None => hall.build_periods,
        };
        let built = match t.0.checked_sub(lead) {
            Some(last) => self.entered(r, k, stage, Period(last)),
            None => 0.0,
        };
        let mut done = built;
        for work in &hall.construction.in_work {
            if usize::from(work.stage) == stage && work.finishes <= t {
                done += f64::from(work.count);
            }
        }
        done
    }

    /// Halls of the site's `k`-th design finished by `t` in any way, converted ones of the design included and those
    /// whose conversion started not taken off.
    pub fn completed(&self, r: SiteId, k: usize, t: Period) -> f64 {
        let site = &self.scenario.sites[r.index()];
        let last = site.halls[k].construction.stages.len().saturating_sub(1);
        let mut halls = f64::from(site.halls[k].existing) + self.handed_over(r, k, last, t);
        for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
            if usize::from(retrofit.to) == k
                && let Some(begun) = t.0.checked_sub(retrofit.downtime)
            {
                halls += self.converted(r, f, Period(begun));
            }
        }
        halls
    }

    /// Halls whose conversion into another design started by `t`.
    pub fn taken_out(&self, r: SiteId, k: usize, t: Period) -> f64 {
        let retrofits = &self.scenario.sites[r.index()].construction.retrofits;
        let from_here = retrofits
            .iter()
            .enumerate()
            .filter(|(_, f)| usize::from(f.from) == k);
        from_here.map(|(f, _)| self.converted(r, f, t)).sum()
    }

    /// Halls whose `f`-th conversion started by `t`.
    pub fn converted(&self, r: SiteId, f: usize, t: Period) -> f64 {
        sum_to(&self.plan.construction.retrofits[r.index()][f], t)
    }

    /// Halls of the site's `k`-th design in use in `t`, existing ones included.
    pub fn finished(&self, r: SiteId, k: usize, t: Period) -> f64 {
        self.completed(r, k, t) - self.taken_out(r, k, t)
    }

    /// Whether the site's `k`-th stage has started by `t`.
    pub fn stage_started(&self, r: SiteId, k: usize, t: Period) -> bool {
        self.plan.construction.stages[r.index()][k].is_some_and(|from| from <= t)
    }

    /// Whether the site's `k`-th stage is complete in `t`.
    pub fn stage_complete(&self, r: SiteId, k: usize, t: Period) -> bool {
        let stage = &self.scenario.sites[r.index()].construction.stages[k];
        match (stage.finishes, t.0.checked_sub(stage.lead_periods)) {
            (Some(finishes), _) => finishes <= t,
            (None, Some(last)) => self.stage_started(r, k, Period(last)),
            (None, None) => false,
        }
    }

    /// Periods since the site's `g`-th tranche was energised, 0 in the first; `None` if it gives no power in `t`.
    pub fn energised_for(&self, r: SiteId, g: usize, t: Period) -> Option<usize> {
        let tranche = &self.scenario.sites[r.index()].tranches[g];
        let committed = self.plan.connected[r.index()][g]?;
        let from = match tranche.terms.energised {
            Some(energised) => energised.0,
            None => committed.0.saturating_add(tranche.lead_periods),
        };
        let until = tranche
            .terms
            .bridging
            .as_ref()
            .and_then(|bridging| bridging.until);
        let over = until.is_some_and(|until| t > until);
        t.0.checked_sub(from).filter(|_| !over).map(usize::from)
    }

    /// Whether the site's `g`-th tranche gives power in `t`.
    pub fn energised(&self, r: SiteId, g: usize, t: Period) -> bool {
        self.energised_for(r, g, t).is_some()
    }

    /// Power of the site's `g`-th tranche that its ramp lets flow in `t`.
    pub fn ramped(&self, r: SiteId, g: usize, t: Period) -> Megawatts {
        let tranche = &self.scenario.sites[r.index()].tranches[g];
        let ramp = &tranche.terms.ramp;
        match self.energised_for(r, g, t) {
            Some(periods) => tranche.capacity * ramp.get(periods).copied().unwrap_or(1.0),
            None => Megawatts::ZERO,
        }
    }

    /// Power of the site's `g`-th tranche that may be drawn in `t`, and for which its charge is paid: what is booked
    /// where it is charged by use, else all that the ramp lets flow.
    pub fn drawable(&self, r: SiteId, g: usize, t: Period) -> Megawatts {
        let terms = &self.scenario.sites[r.index()].tranches[g].terms;
        if terms.take_or_pay.is_some_and(|share| share < 1.0) {
            Megawatts(self.plan.power.booked[r.index()][g][t.index()])
        } else {
            self.ramped(r, g, t)
        }
    }

    /// Power that the site may use in `t`, after the reserve margin.
    pub fn usable_grid(&self, r: SiteId, t: Period) -> Megawatts {
        self.usable_power(r, t, |g| self.drawable(r, g, t))
    }

    /// The same without on-site generation.
    pub fn usable_grid_alone(&self, r: SiteId, t: Period) -> Megawatts {
        let tranches = &self.scenario.sites[r.index()].tranches;
        self.usable_power(r, t, |g| match tranches[g].terms.bridging {
            Some(_) => Megawatts::ZERO,
            None => self.drawable(r, g, t),
        })
    }

    /// Power that the site could use in `t` if it booked all of it, after the reserve margin.
    pub fn bookable_grid(&self, r: SiteId, t: Period) -> Megawatts {
        self.usable_power(r, t, |g| self.ramped(r, g, t))
    }

    fn usable_power(&self, r: SiteId, t: Period, tranche: impl Fn(usize) -> Megawatts) -> Megawatts {
        let site = &self.scenario.sites[r.index()];
        let mut power = if self.open(r, t) {
            site.power[t.index()]
        } else {
            Megawatts::ZERO
        };
        for g in 0..site.tranches.len() {
            power += tranche(g);
        }
        power * (1.0 - site.reserve_margin)
    }

    /// Energy that the fleet of a site takes in `t`, cooling included.
    pub fn site_energy(&self, r: SiteId, t: Period) -> MegawattHours {
        let site = &self.scenario.sites[r.index()];
        let hours = self.scenario.horizon.length[t.index()].hours();
        let chips = self.chips().map(|c| {
            let chip = &self.scenario.chips[c.index()];
            chip.power * (chip.utilisation * site.pue * self.drawing(c, r, t)) * hours
        });
        chips.sum()
    }
}

/// Sum of a series up to a period.
fn sum_to(series: &[u32], t: Period) -> f64 {
    series[..=t.index()].iter().map(|&n| f64::from(n)).sum()
}
