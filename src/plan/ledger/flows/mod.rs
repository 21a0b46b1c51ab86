//! The cash flows, one function per subject.

mod ageing;
mod contracts;
mod environment;
mod finance;
mod leasing;
pub(super) mod limits;
mod ppa;
mod rules;
mod sites;
mod stacks;

pub(crate) use contracts::price_of;

use super::{Amount, Component, Flow};
use crate::plan::facts::Facts;
use crate::scenario::{
    ChipId, DemandId, JobId, MillionUsd, MillionUsdPerYear, Period, Scenario, SiteId, Volume, Years,
};
use std::collections::BTreeMap;

/// Sums of money by what, where, for which chip and when.
struct Book {
    flows: BTreeMap<(Component, Option<SiteId>, Option<ChipId>, Period), Amount>,
    /// Discount of each period, and of the end of the horizon.
    discount: Vec<f64>,
    end: f64,
}

impl Book {
    fn new(scenario: &Scenario) -> Self {
        Self {
            flows: BTreeMap::new(),
            discount: scenario.horizon.periods().map(|t| scenario.discount(t)).collect(),
            end: scenario.discount_at_end(),
        }
    }

    /// An amount paid or received in `t`.
    fn add(
        &mut self,
        component: Component,
        site: Option<SiteId>,
        chip: Option<ChipId>,
        t: Period,
        amount: MillionUsd,
    ) {
        self.record(
            (component, site, chip, t),
            amount.value(),
            self.discount[t.index()],
        );
    }

    /// An amount paid or received at the end of the horizon.
    fn close(
        &mut self,
        component: Component,
        site: Option<SiteId>,
        chip: Option<ChipId>,
        amount: MillionUsd,
    ) {
        if let Some(last) = self.discount.len().checked_sub(1) {
            self.record(
                (component, site, chip, Period(last as u16)),
                amount.value(),
                self.end,
            );
        }
    }

    fn record(
        &mut self,
        key: (Component, Option<SiteId>, Option<ChipId>, Period),
        amount: f64,
        discount: f64,
    ) {
        if amount != 0.0 {
            let sum = self.flows.entry(key).or_default();
            sum.amount += amount;
            sum.present += amount * discount;
        }
    }
}

impl Book {
    /// Everything written down, ordered by component, site, chip, period.
    fn into_flows(self) -> impl Iterator<Item = Flow> {
        let flow = |((component, site, chip, period), sum): (_, Amount)| Flow {
            component,
            site,
            chip,
            period,
            amount: sum.amount,
            present: sum.present,
        };
        self.flows.into_iter().map(flow)
    }
}

/// All flows of a plan, ordered by component, site, chip, period.
pub(super) fn record(facts: &Facts<'_>) -> Vec<Flow> {
    let mut book = Book::new(facts.scenario);
    for r in facts.sites() {
        sites(facts, r, &mut book);
        halls(facts, r, &mut book);
        sites::power(facts, r, &mut book);
        ppa::agreements(facts, r, &mut book);
        sites::stages(facts, r, &mut book);
        sites::retrofits(facts, r, &mut book);
        leasing::leases(facts, r, &mut book);
    }
    for c in facts.chips() {
        chips(facts, c, &mut book);
    }
    ageing::ageing(facts, &mut book);
    contracts::record(facts, &mut book);
    leasing::rentals(facts, &mut book);
    demand(facts, &mut book);
    training(facts, &mut book);
    environment::record(facts, &mut book);
    finance::record(facts, &mut book);
    rules::record(facts, &mut book);
    stacks::record(facts, &mut book);
    book.into_flows().collect()
}

fn length(facts: &Facts<'_>, t: Period) -> Years {
    facts.scenario.horizon.length[t.index()]
}

fn sites(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let site = &facts.scenario.sites[r.index()];
    if let (false, Some(t)) = (site.existing, facts.plan.opened[r.index()]) {
        book.add(Component::Sites, Some(r), None, t, site.opening_cost[t.index()]);
    }
    for t in facts.periods().filter(|&t| facts.open(r, t)) {
        book.add(
            Component::Fixed,
            Some(r),
            None,
            t,
            site.fixed_cost * length(facts, t),
        );
    }
}

fn halls(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let Some(last) = facts.periods().last() else {
        return;
    };
    for (k, hall) in facts.scenario.sites[r.index()].halls.iter().enumerate() {
        let design = &facts.scenario.halls[hall.design.index()];
        let staged = !hall.construction.stages.is_empty();
        if staged {
            sites::hall_stages(facts, r, k, book);
        }
        for t in facts.periods() {
            let started = f64::from(facts.plan.halls_started[r.index()][k][t.index()]);
            for (stage, share) in design.spend_profile.iter().enumerate().filter(|_| !staged) {
                // What would fall after the horizon is paid in the last period.
                let paid = (t.index() + stage).min(last.index());
                let amount = hall.cost[t.index()] * (started * share);
                book.add(Component::Halls, Some(r), None, Period(paid as u16), amount);
            }
            let running = design.running_cost * length(facts, t) * facts.finished(r, k, t);
            book.add(Component::HallRunning, Some(r), None, t, running);
        }
    }
}

fn chips(facts: &Facts<'_>, c: ChipId, book: &mut Book) {
    let chip = &facts.scenario.chips[c.index()];
    // Under contracts the price is theirs.
    let listed = facts.scenario.contracts.iter().all(|l| l.chip != c);
    for t in facts.periods() {
        let ordered = facts.plan.ordered[c.index()][t.index()];
        if listed {
            book.add(
                Component::Chips,
                None,
                Some(c),
                t,
                chip.price[t.index()] * ordered,
            );
        }
        for r in facts.sites() {
            let site = &facts.scenario.sites[r.index()];
            let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
            book.add(
                Component::Installation,
                Some(r),
                Some(c),
                t,
                chip.install_cost * deployed,
            );
            let fleet = facts.in_service(c, r, t);
            let drawing = facts.drawing(c, r, t);
            let mean_power = chip.power * chip.utilisation * site.pue * drawing;
            let energy = site.energy_price[t.index()] * (mean_power * length(facts, t).hours());
            book.add(Component::Energy, Some(r), Some(c), t, energy);
            // Maintenance by age is paid by vintage.
            if chip.ageing.maintenance.is_empty() {
                let maintenance = chip.maintenance * length(facts, t) * fleet;
                book.add(Component::Maintenance, Some(r), Some(c), t, maintenance);
            }
        }
    }
}

fn demand(facts: &Facts<'_>, book: &mut Book) {
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        for t in facts.periods() {
            let years = length(facts, t);
            for r in facts.sites() {
                let volume = Volume(facts.mean(|h| facts.plan.served[d.index()][r.index()][t.index()][h]));
                let serving = line.serve_cost[r.index()] * volume * years;
                book.add(Component::Serving, Some(r), None, t, serving);
                let served = &facts.plan.served[d.index()][r.index()][t.index()];
                let yearly = facts.mean(|h| (facts.price(d, t, h) * Volume(served[h])).value());
                // A price made for a line as a whole earns at no site in particular.
                let site = line.side.price.is_none().then_some(r);
                book.add(
                    Component::Revenue,
                    site,
                    None,
                    t,
                    MillionUsdPerYear(yearly) * years,
                );
            }
            let rented = Volume(facts.mean(|h| facts.plan.rented[d.index()][t.index()][h]));
            if let Some(rent) = &line.rent {
                book.add(
                    Component::Rental,
                    None,
                    None,
                    t,
                    rent.price[t.index()] * rented * years,
                );
            }
            let rented = &facts.plan.rented[d.index()][t.index()];
            let yearly = facts.mean(|h| (facts.price(d, t, h) * Volume(rented[h])).value());
            book.add(
                Component::Revenue,
                None,
                None,
                t,
                MillionUsdPerYear(yearly) * years,
            );
            let yearly = facts.mean(|h| unmet_penalty(facts, d, t, h).value());
            let penalty = MillionUsdPerYear(yearly) * years;
            book.add(Component::Unmet, None, None, t, penalty);
        }
    }
}

/// Penalty for what is unmet in a block of hours: each tier at its own.
fn unmet_penalty(facts: &Facts<'_>, d: DemandId, t: Period, h: usize) -> MillionUsdPerYear {
    let line = &facts.scenario.demand[d.index()];
    let wanted = line.volume_in(t.index(), h);
    let mut left = Volume(facts.plan.unmet[d.index()][t.index()][h]);
    let mut penalty = MillionUsdPerYear(0.0);
    // From the dearest tier down: what lies above its start.
    for tier in line.side.tiers.iter().rev() {
        let above = Volume((left - wanted * tier.above).value().max(0.0));
        penalty += tier.penalty[t.index()] * above;
        left -= above;
    }
    penalty + line.unmet_penalty[t.index()] * left
}

/// Shortfall penalty and revenue of training jobs, in proportion to the work missing and done, both in the
/// period of the deadline.
fn training(facts: &Facts<'_>, book: &mut Book) {
    for j in JobId::all(facts.scenario.jobs.len()) {
        let job = &facts.scenario.jobs[j.index()];
        if job.work.value() <= 0.0 {
            continue;
        }
        let missing = facts.work_missing(j) / job.work;
        if let Some(penalty) = job.unmet_penalty {
            book.add(
                Component::TrainingShortfall,
                None,
                None,
                job.deadline,
                penalty * missing,
            );
        }
        book.add(
            Component::Revenue,
            None,
            None,
            job.deadline,
            job.revenue * (1.0 - missing),
        );
    }
}
