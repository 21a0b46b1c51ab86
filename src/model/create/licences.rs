//! Columns of licence applications.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::rules::{binds, selected};
use crate::model::table::Table;
use crate::program::Integrality;
use crate::scenario::Rule;

impl Maker<'_, '_> {
    /// `licence[k,t]` where applying is possible and still of use, `under[k,c,r,t]` where a deployment needs a
    /// licence and this one can be in hand.
    pub(super) fn licences(&mut self) {
        use Labels::{Chip, Period, Site};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let licence = self.kind("licence", &[Labels::Rule, Period]);
        let under = self.kind("under", &[Labels::Rule, Chip, Site, Period]);
        let applications: Vec<(usize, &Rule, usize)> = s
            .applications()
            .filter(|(_, rule, _)| binds(s, rule))
            .map(|(k, rule, application)| (k.index(), rule, usize::from(application.lag)))
            .collect();
        if applications.is_empty() {
            return;
        }
        self.columns.licences.licence = Table::new([s.rules.len(), periods]);
        self.columns.licences.under = Table::new([s.rules.len(), s.chips.len(), s.sites.len(), periods]);
        for &(k, rule, lag) in &applications {
            let mut current = None;
            for t in 0..periods {
                let of_use = (t + lag..periods).any(|later| rule.obtainable(later));
                if of_use && rule.active.get(t).copied().unwrap_or(false) {
                    let bounds = (0.0, 1.0);
                    current = Some(
                        self.program
                            .column(licence, key([k, t]), bounds, Integrality::Integer),
                    );
                }
                if let Some(col) = current {
                    self.columns.licences.licence.set([k, t], col);
                }
            }
        }
        for &(k, rule, _) in &applications {
            for (c, r) in selected(s, rule) {
                for t in (0..periods).filter(|&t| rule.obtainable(t)) {
                    let deployable = self.columns.deploy(c, r, t).is_some();
                    if deployable && self.sets.permissions.licensed(c, r, t) {
                        let bounds = (0.0, self.sets.deploy_bound(c, r, t));
                        let at = [k, c.index(), r.index(), t];
                        let col = self
                            .program
                            .column(under, key(at), bounds, Integrality::Continuous);
                        self.columns.licences.under.set(at, col);
                    }
                }
            }
        }
    }
}
