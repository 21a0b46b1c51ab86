//! Power-purchase agreements as they follow from a plan.

use super::Facts;
use crate::scenario::{MegawattHours, Megawatts, Period, SiteId};

impl Facts<'_> {
    /// Power of the site's `p`-th agreement whose term runs in `t`.
    pub fn contracted(&self, r: SiteId, p: usize, t: Period) -> Megawatts {
        let term = usize::from(self.scenario.sites[r.index()].environment.ppas[p].term);
        let signed = self.plan.ppa.signed[r.index()][p].iter().enumerate();
        let running = signed.filter(|(from, _)| *from <= t.index() && t.index() < from + term);
        Megawatts(running.map(|(_, power)| power).sum())
    }

    /// Energy that it delivers in `t`.
    pub fn contracted_energy(&self, r: SiteId, p: usize, t: Period) -> MegawattHours {
        let output = self.scenario.sites[r.index()].environment.ppas[p].output;
        self.contracted(r, p, t) * output * self.scenario.horizon.length[t.index()].hours()
    }
}
