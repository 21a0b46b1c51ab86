//! Cash flows of the model, undiscounted, by period: each component in one place. The objective and the budgets
//! both read them.
//!
//! Every function calls back with a column and its coefficient in MUSD, or with no column for a payment that no
//! decision changes.

mod ageing;
mod construction;
mod contracts;
mod demand_side;
mod environment;
mod finance;
mod leasing;
mod limits;
mod power;
mod ppa;
mod rules;
mod selected;
mod stacks;

use self::ageing::Entry;
use crate::model::columns::Columns;
use crate::program::Col;
use crate::scenario::*;

/// Cash flows over the columns of a model.
pub struct Cash<'a> {
    scenario: &'a Scenario,
    columns: &'a Columns,
    /// Years from the start of the horizon to the start of each period.
    starts: Vec<f64>,
    /// Only money for these and for these chips; `None` is all.
    only: Option<(&'a [Component], &'a [bool])>,
}

/// Called with a column (none: constant) and a coefficient, MUSD.
pub trait Spend: FnMut(Option<Col>, f64) {}
impl<F: FnMut(Option<Col>, f64)> Spend for F {}

impl<'a> Cash<'a> {
    /// Over the columns of a model.
    pub fn new(scenario: &'a Scenario, columns: &'a Columns) -> Self {
        let mut elapsed = 0.0;
        let starts = scenario.horizon.length.iter().map(|length| {
            let start = elapsed;
            elapsed += length.value();
            start
        });
        Self {
            scenario,
            columns,
            starts: starts.collect(),
            only: None,
        }
    }

    /// Sites in scope; `None` is all.
    fn sites<'b>(
        &self,
        scope: Option<&'b [bool]>,
    ) -> impl Iterator<Item = (SiteId, &'a Site)> + Clone + use<'a, 'b> {
        SiteId::all(self.scenario.sites.len())
            .zip(&self.scenario.sites)
            .filter(move |(r, _)| scope.is_none_or(|scope| scope[r.index()]))
    }

    fn chips(&self) -> impl Iterator<Item = (ChipId, &'a Chip)> + Clone + use<'a> {
        let only = self.only.map(|(_, chips)| chips);
        ChipId::all(self.scenario.chips.len())
            .zip(&self.scenario.chips)
            .filter(move |(c, _)| only.is_none_or(|chips| chips[c.index()]))
    }

    fn length(&self, t: usize) -> Years {
        self.scenario.horizon.length[t]
    }

    /// Investment in `t`: facilities and equipment.
    pub fn capex(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        self.facilities(t, scope, spend);
        self.equipment(t, scope, spend);
    }

    /// Investment in sites in `t`: openings, halls by their spend profile, power deposits.
    pub fn facilities(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        let columns = self.columns;
        for (r, site) in self.sites(scope) {
            if !site.existing {
                let cost = self.part(Component::Sites, site.opening_cost[t].value());
                spend(columns.open(r, t), cost);
                if t > 0 {
                    spend(columns.open(r, t - 1), -cost);
                }
            }
            for (i, hall) in site.halls.iter().enumerate() {
                if !hall.construction.stages.is_empty() {
                    self.hall_stages(t, (r, i), hall, spend);
                    continue;
                }
                let profile = &self.scenario.halls[hall.design.index()].spend_profile;
                for started in 0..=t {
                    if let Some(build) = columns.build(r, i, started) {
                        let share = self.spend_share(profile, started, t);
                        spend(
                            Some(build),
                            self.part(Component::Halls, share * hall.cost[started].value()),
                        );
                    }
                }
            }
            self.tranches(t, (r, site), spend);
            self.stages(t, (r, site), spend);
        }
    }

    /// Everything invested in `t` that is not in sites: purchases and moves.
    pub fn equipment(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        self.purchases(t, scope, spend);
        self.moves(t, scope, spend);
    }

    /// Investment in chips in `t`: purchase, installation and import duty, licences and porting. Over some sites
    /// only, chips count when deployed there instead of when ordered.
    pub fn purchases(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        let columns = self.columns;
        for (c, chip) in self.chips() {
            let price = chip.price[t].value();
            let listed = scope.is_none() && !self.contracted(c);
            if let Some(order) = columns.order(c, t).filter(|_| listed) {
                spend(Some(order), self.part(Component::Chips, price));
            }
            // In the ledger, too, purchases belong to no site.
            let bought = if scope.is_some() && self.only.is_none() {
                price
            } else {
                0.0
            };
            let on_deployment = bought + self.part(Component::Installation, chip.install_cost.value());
            for (r, _) in self.sites(scope) {
                if let Some(deploy) = columns.deploy(c, r, t) {
                    spend(Some(deploy), on_deployment);
                }
            }
        }
        if scope.is_none() {
            self.applications(t, spend);
            self.porting(t, spend);
            self.contracts(t, spend);
        }
        self.rule_duties(Entry::Deployed, t, scope, spend);
        self.duties(Entry::Deployed, t, scope, spend);
    }

    /// Share of a hall's cost paid in `t` if started in `started`; the last period takes all that is left.
    fn spend_share(&self, profile: &[f64], started: usize, t: usize) -> f64 {
        let stage = t - started;
        if t + 1 == self.scenario.horizon.len() {
            profile.iter().skip(stage).sum()
        } else {
            profile.get(stage).copied().unwrap_or(0.0)
        }
    }

    /// Running cost in `t`: sites, halls, power charges, energy, maintenance, leases, serving, rental. Rental is at
    /// no site and counts only over all sites.
    pub fn opex(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        let (s, columns, length) = (self.scenario, self.columns, self.length(t));
        for (r, site) in self.sites(scope) {
            let fixed = self.part(Component::Fixed, (site.fixed_cost * length).value());
            spend(columns.open(r, t), fixed);
            for (i, hall) in site.halls.iter().enumerate() {
                let running = s.halls[hall.design.index()].running_cost * length;
                let running = self.part(Component::HallRunning, running.value());
                spend(None, running * hall.standing(t));
                for (halls, sign) in columns.in_use(site, r, i, t) {
                    spend(Some(halls), sign * running);
                }
            }
            self.drawing(t, (r, site), spend);
            self.agreements(t, (r, site), spend);
            self.waiting(t, (r, site), spend);
            for (i, offer) in site.leases.iter().enumerate() {
                self.lease(r, i, offer, t, spend);
            }
        }
        for (c, chip) in self.chips() {
            // Maintenance by age is paid by vintage.
            let maintenance = if chip.ageing.maintenance.is_empty() {
                self.part(Component::Maintenance, (chip.maintenance * length).value())
            } else {
                0.0
            };
            for (r, site) in self.sites(scope) {
                if let Some(fleet) = columns.fleet(c, r, t) {
                    let energy = self.part(Component::Energy, self.energy(chip, site, t).value());
                    spend(Some(fleet), energy + maintenance);
                }
            }
        }
        self.ageing(t, scope, spend);
        self.carbon_prices(t, scope, spend);
        if scope.is_none() {
            self.hubs(t, spend);
        }
        self.rented(t, scope, spend);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            for h in s.hours.blocks() {
                let length = s.block_length(t, h);
                for (r, _) in self.sites(scope) {
                    if let Some(serve) = columns.serve(r, d, t, h) {
                        let cost = line.serve_cost[r.index()] * Volume(1.0) * length;
                        spend(Some(serve), self.part(Component::Serving, cost.value()));
                    }
                }
                if let (Some(rent), Some(offer), None) = (columns.rent(d, t, h), &line.rent, scope) {
                    let cost = offer.price[t] * Volume(1.0) * length;
                    spend(Some(rent), self.part(Component::Rental, cost.value()));
                }
            }
        }
    }

    /// Energy of one new unit at a site in `t`.
    fn energy(&self, chip: &Chip, site: &Site, t: usize) -> MillionUsd {
        let mean_power = chip.power * chip.utilisation;
        site.energy_price[t] * (mean_power * site.pue * self.length(t).hours())
    }

    /// Penalties in `t`: unmet demand, missing work of jobs due in `t`, the price of legal risk, value written
    /// off by early retirement.
    pub fn penalties(&self, t: usize, spend: &mut impl Spend) {
        self.write_off(t, None, spend);
        self.shortfalls(t, spend);
        self.broken_limits(t, spend);
        self.legal_risk(t, None, spend);
    }

    /// Penalties in `t` for unmet demand and for missing work of jobs due in `t`. They are at no site.
    pub fn shortfalls(&self, t: usize, spend: &mut impl Spend) {
        let (s, columns) = (self.scenario, self.columns);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            for h in s.hours.blocks() {
                if let Some(unmet) = columns.unmet(d, t, h) {
                    let penalty = line.unmet_penalty[t] * Volume(1.0) * s.block_length(t, h);
                    spend(Some(unmet), self.part(Component::Unmet, penalty.value()));
                }
            }
            self.tier_penalties(d, t, spend);
        }
        for (j, job) in self.jobs_due(t) {
            if let Some(penalty) = job.unmet_penalty {
                let cost = penalty.value() / job.work.value();
                spend(columns.short(j), self.part(Component::TrainingShortfall, cost));
            }
        }
    }

    /// Money received in `t` that is no revenue (positive), over all sites or some. What comes from no site counts
    /// only over all sites. Both objectives count it.
    pub fn income(&self, t: usize, scope: Option<&[bool]>, earn: &mut impl Spend) {
        self.resale(t, scope, earn);
        for (r, site) in self.sites(scope) {
            self.refunds(t, (r, site), earn);
            self.salvage(t, (r, site), earn);
        }
        if scope.is_none() {
            self.incentives(t, earn);
        }
    }

    /// Financing in `t`, net paid: both objectives count it.
    pub fn financing(&self, t: usize, spend: &mut impl Spend) {
        self.loans(t, spend);
        self.taxes(t, spend);
    }

    /// What is left at the end of the horizon (positive), less what is owed: received then, discounted from then.
    /// Both objectives count it.
    pub fn closing(&self, earn: &mut impl Spend) {
        self.terminal_value(None, earn);
        self.settlement(&mut |col, amount| earn(col, -amount));
    }

    /// Revenue in `t` (positive): volume served or rented, work of jobs due in `t`. Rented volume and jobs are at no
    /// site and count only over all sites.
    pub fn revenue(&self, t: usize, scope: Option<&[bool]>, earn: &mut impl Spend) {
        let (s, columns) = (self.scenario, self.columns);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            if self.priced_revenue(d, t, scope, earn) || (scope.is_some() && line.side.price.is_some()) {
                continue;
            }
            for h in s.hours.blocks() {
                let unit = line.revenue[t] * Volume(1.0) * s.block_length(t, h);
                let unit = self.part(Component::Revenue, unit.value());
                for (r, _) in self.sites(scope) {
                    if let Some(serve) = columns.serve(r, d, t, h) {
                        earn(Some(serve), unit);
                    }
                }
                if let (Some(rent), None) = (columns.rent(d, t, h), scope) {
                    earn(Some(rent), unit);
                }
            }
        }
        for (j, job) in self.jobs_due(t).filter(|_| scope.is_none()) {
            let revenue = self.part(Component::Revenue, job.revenue.value());
            earn(None, revenue);
            earn(columns.short(j), -revenue / job.work.value());
        }
    }

    /// Jobs with work to do whose deadline is `t`.
    fn jobs_due(&self, t: usize) -> impl Iterator<Item = (JobId, &'a TrainingJob)> + use<'a> {
        JobId::all(self.scenario.jobs.len())
            .zip(&self.scenario.jobs)
            .filter(move |(_, job)| job.deadline.index() == t && job.work.value() > 0.0)
    }
}
