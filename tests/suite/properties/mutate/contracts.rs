//! Mutants of contracts, terms of leases and rented accelerators.

use super::Mutants;

impl Mutants<'_> {
    pub(super) fn contracts(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (l, contract) in s.contracts.iter().enumerate() {
            let name = |what: &str| format!("{}: {what}", contract.id);
            for t in self.periods() {
                self.plan(name("a unit more than arrives"), |p| {
                    p.contracts.ordered[l][t] += 1.0
                });
                self.plan(name("more cancelled than committed"), |p| {
                    p.contracts.cancelled[l][t] = contract.committed[t] + 1.0;
                });
                self.plan(name("a price that there is not"), |p| {
                    p.contracts.tiers[l][t] = contract.breaks.len() as u32 + 1;
                });
                let units = plan.contracts.ordered[l][t];
                if units <= 0.0 {
                    continue;
                }
                self.plan(name("an order forgotten"), |p| p.contracts.ordered[l][t] = 0.0);
                self.scenario(name("a larger least order"), |s| {
                    s.contracts[l].min_order = units + 1.0
                });
                self.scenario(name("an odd multiple"), |s| {
                    s.contracts[l].multiple = units as u32 + 7
                });
                self.scenario(name("a smaller allocation"), |s| {
                    s.contracts[l].allocation = Some(vec![units * 0.9; s.horizon.len()]);
                });
                self.scenario(name("no window"), |s| s.contracts[l].window = None);
            }
        }
    }

    /// At least the units of a chip rented at a site in any period.
    pub(super) fn rented(&self, c: usize, r: usize) -> f64 {
        let offers = self.scenario.rentals.iter().zip(&self.plan.leasing.rentals);
        let here = offers.filter(|(n, _)| (n.chip.index(), n.site.index()) == (c, r));
        here.flat_map(|(_, begun)| begun).sum()
    }

    pub(super) fn leasing(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        for (r, site) in s.sites.iter().enumerate() {
            for (b, lease) in site.leases.iter().enumerate() {
                let name = |what: &str| format!("{} at {}: {what}", lease.id, site.id);
                let covered = lease.terms.option.as_ref().map_or(0, |option| option.blocks);
                self.plan(name("an option on too much"), |p| {
                    p.leasing.options[r][b] = covered + 1
                });
                for t in self.periods() {
                    let signed = plan.leased[r][b][t];
                    self.plan(name("more called than signed"), |p| {
                        p.leasing.exercised[r][b][t] = signed + 1
                    });
                    self.plan(name("extended from nothing"), |p| {
                        p.leasing.extended[r][b][t] += 9
                    });
                    if signed > 0 {
                        self.scenario(name("a larger minimum"), |s| {
                            s.sites[r].leases[b].terms.min_blocks = signed + 1;
                        });
                    }
                }
            }
        }
        for (n, offer) in s.rentals.iter().enumerate() {
            for t in self.periods() {
                self.plan(format!("{} rented beyond the offer", offer.id), |p| {
                    p.leasing.rentals[n][t] += offer.most(t) + 0.01;
                });
                self.plan(format!("{} rented in part of nothing", offer.id), |p| {
                    p.leasing.rentals[n][t] = -0.01;
                });
            }
        }
    }
}
