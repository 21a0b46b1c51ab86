//! Power-purchase agreements.

use super::{Checker, Kind, Limit, TOLERANCE, kind};
use crate::scenario::{Megawatts, SiteId};

const CAPACITY: Kind = kind("ppa", "ppa_capacity");
const OUTPUT: Kind = kind("ppa", "ppa_output");
const TAKE: Kind = kind("ppa", "ppa_take");
const USED: Kind = kind("ppa", "ppa_used");
const EARLIEST: Kind = kind("ppa", "ppa_earliest");

pub(super) fn check(checker: &mut Checker<'_>) {
    for r in checker.facts.sites() {
        agreements(checker, r);
    }
}

fn agreements(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (p, offer) in site.environment.ppas.iter().enumerate() {
        let subject = || format!("{},{}", site.id, offer.id);
        for t in facts.periods() {
            let plan = &facts.plan.ppa;
            let [signed, used, paid] =
                [&plan.signed, &plan.energy, &plan.paid].map(|table| table[r.index()][p][t.index()]);
            let early = t < offer.earliest && signed > TOLERANCE;
            checker.require(!early, EARLIEST, subject, Some(t), || {
                format!("{} of {} is signed before it is offered", offer.id, site.id)
            });
            let limit = |kind, what, limit, unit| Limit {
                kind,
                period: Some(t),
                what,
                limit,
                unit,
            };
            let running = facts.contracted(r, p, t).value();
            let on_offer = limit(CAPACITY, "power contracted", "power on offer", Megawatts::UNIT);
            checker.at_most(&on_offer, subject, running, offer.capacity.value());
            let delivered = facts.contracted_energy(r, p, t).value() / 1000.0;
            let output = limit(OUTPUT, "energy paid for", "energy delivered", "GWh");
            checker.within(&output, subject, paid, delivered);
            let take = limit(TAKE, "energy paid for", "energy that must be paid for", "GWh");
            checker.at_least(&take, subject, paid, offer.take * delivered);
            let use_of = limit(USED, "energy used", "energy paid for", "GWh");
            checker.within(&use_of, subject, used, paid);
        }
    }
}
