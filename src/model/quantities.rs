//! Quantities that a planner may limit, as linear terms over columns: the same numbers as the columns of a plan's
//! tables.

mod building;
mod money;
mod supply;
mod vintages;

use crate::model::cash::Cash;
use crate::model::columns::Columns;
use crate::model::emissions::{embodied, it_energy, operational, water};
use crate::model::rules::{chips, places};
use crate::program::Col;
use crate::scenario::*;

/// A quantity with its filter worked out.
pub struct Selection<'a> {
    scenario: &'a Scenario,
    columns: &'a Columns,
    quantity: Quantity,
    chips: Vec<bool>,
    sites: Vec<bool>,
    filter: &'a QuantityFilter,
}

/// Called with a column (none: constant) and a coefficient.
pub trait Add: FnMut(Option<Col>, f64) {}
impl<F: FnMut(Option<Col>, f64)> Add for F {}

fn among<T: PartialEq>(list: &Option<Vec<T>>, id: &T) -> bool {
    list.as_ref().is_none_or(|list| list.contains(id))
}

impl<'a> Selection<'a> {
    /// Works the filter out.
    pub fn new(
        scenario: &'a Scenario,
        columns: &'a Columns,
        quantity: Quantity,
        filter: &'a QuantityFilter,
    ) -> Self {
        Self {
            scenario,
            columns,
            quantity,
            chips: chips(scenario, &filter.chips),
            sites: places(scenario, &filter.places),
            filter,
        }
    }

    /// Terms of the quantity over a window: the sum of what happens, the mean (by time) of what holds.
    pub fn window(&self, (first, last): (Period, Period), add: &mut impl Add) {
        let lengths = &self.scenario.horizon.length[first.index()..=last.index()];
        let time: Years = lengths.iter().copied().sum();
        for (t, &length) in (first.index()..).zip(lengths) {
            let weight = match self.quantity.over_time() {
                OverTime::Flow => 1.0,
                OverTime::Level => length / time,
            };
            self.period(t, &mut |col, amount| add(col, weight * amount));
        }
    }

    fn period(&self, t: usize, add: &mut impl Add) {
        use Quantity as Q;
        match self.quantity {
            Q::Ordered | Q::Hub => self.orders(t, add),
            Q::Deployed
            | Q::InService
            | Q::ComputeDeployed
            | Q::ComputeInService
            | Q::ItUsed
            | Q::RacksUsed => self.units(t, add),
            Q::Served | Q::Rented | Q::Unmet | Q::ServedHours | Q::RentedHours | Q::UnmetHours | Q::Lost => {
                self.volumes(t, add)
            }
            Q::AvailableHours | Q::InferenceHours | Q::TrainingHours => self.work(t, add),
            Q::ContractOrdered | Q::ContractCancelled => self.contracts(t, add),
            Q::RentalsBegun | Q::RentalsRunning => self.rentals(t, add),
            Q::Retired => {
                self.cohorts_retired(t, add);
                self.vintages(t, add);
            }
            Q::VintageMovedIn | Q::VintageMovedOut | Q::VintageRetired | Q::VintageInService => {
                self.vintages(t, add);
            }
            Q::SpendAmount | Q::CashFlows => self.cash_flows(t, add),
            Q::Owed | Q::Drawn => self.debt(t, add),
            Q::Grants | Q::PaidBack => self.incentives(t, add),
            Q::TrainingChips | Q::TrainingWork => self.training(t, add),
            Q::SpendCapex | Q::SpendOpex => self.spend(t, add),
            Q::RacksFree => {
                self.sites(Q::Racks, t, add);
                let used = Selection {
                    quantity: Q::RacksUsed,
                    chips: vec![true; self.chips.len()],
                    sites: self.sites.clone(),
                    ..*self
                };
                used.units(t, &mut |col, amount| add(col, -amount));
            }
            quantity => self.sites(quantity, t, add),
        }
    }

    fn places(&self) -> impl Iterator<Item = (SiteId, &'a Site)> + '_ {
        let sites = SiteId::all(self.scenario.sites.len()).zip(&self.scenario.sites);
        sites.filter(|(r, _)| self.sites[r.index()])
    }

    /// Blocks of hours that are selected, with their share of the time of all of them.
    fn hours(&self) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let (hours, filter) = (&self.scenario.hours, self.filter);
        let blocks = || {
            let all = hours.blocks().zip(&hours.labels).zip(&hours.share);
            all.filter(|((_, label), _)| filter.names(By::Hour, label))
        };
        let time: f64 = blocks().map(|(_, share)| share).sum();
        blocks().map(move |((h, _), share)| (h, share / time))
    }

    fn products(&self) -> impl Iterator<Item = (ChipId, &'a Chip)> + '_ {
        let chips = ChipId::all(self.scenario.chips.len()).zip(&self.scenario.chips);
        chips.filter(|(c, _)| self.chips[c.index()])
    }

    fn orders(&self, t: usize, add: &mut impl Add) {
        for (c, _) in self.products() {
            let col = match self.quantity {
                Quantity::Ordered => self.columns.order(c, t),
                _ => self.columns.hub(c, t),
            };
            some(col, 1.0, add);
        }
    }

    /// Units by chip and site.
    fn units(&self, t: usize, add: &mut impl Add) {
        use Quantity as Q;
        let columns = self.columns;
        for (c, chip) in self.products() {
            let compute = f64::from(chip.chips_per_unit) * chip.tpp * 1e-6;
            for (r, _) in self.places() {
                let (deploy, fleet) = (columns.deploy(c, r, t), columns.fleet(c, r, t));
                match self.quantity {
                    Q::Deployed => some(deploy, 1.0, add),
                    Q::ComputeDeployed => some(deploy, compute, add),
                    Q::ComputeInService => some(fleet, compute, add),
                    Q::ItUsed => some(fleet, (chip.power * chip.diversity).value(), add),
                    Q::RacksUsed => some(fleet, chip.racks, add),
                    _ => some(fleet, 1.0, add),
                }
            }
        }
    }

    /// What a site has, is given or emits.
    fn sites(&self, quantity: Quantity, t: usize, add: &mut impl Add) {
        use Quantity as Q;
        let (s, columns) = (self.scenario, self.columns);
        for (r, site) in self.places() {
            let col = &mut |col: Col, amount: f64| add(Some(col), amount);
            match quantity {
                Q::ItEnergy => it_energy(s, columns, r, t, |c| self.chips[c.index()], col),
                Q::SiteEnergy => {
                    let picked = |c: ChipId| self.chips[c.index()];
                    it_energy(s, columns, r, t, picked, &mut |fleet, amount| {
                        col(fleet, site.pue * amount)
                    });
                }
                Q::CarbonOperational => operational(s, columns, r, t, col),
                Q::CarbonEmbodied => embodied(s, columns, r, t, col),
                Q::WaterUsed => water(s, columns, r, t, col),
                Q::SitesOpen => some(columns.open(r, t), 1.0, add),
                Q::SitesOpened if !site.existing => grown(|t| columns.open(r, t), t, 1.0, add),
                Q::TranchesCapacity => {
                    for (g, tranche) in site.tranches.iter().enumerate() {
                        let picked = self.filter.names(By::Tranche, &tranche.id);
                        if picked && tranche.terms.energised.is_none() {
                            grown(|t| columns.connect(r, g, t), t, tranche.capacity.value(), add);
                        }
                    }
                }
                Q::GridUsable => self.grid(r, site, t, add),
                Q::LeasedIt | Q::LeasesSigned | Q::LeasesRunning => self.leases(quantity, r, site, t, add),
                Q::LeaseOptions | Q::LeasesExercised | Q::LeasesExtended => {
                    self.lease_terms(r, site, t, add);
                }
                Q::HallStagesEntered | Q::HallStagesWaiting => self.hall_stages(r, site, t, add),
                Q::RetrofitsStarted | Q::RetrofitsInWork => self.retrofits(r, site, t, add),
                Q::PpaSigned | Q::PpaRunning | Q::PpaDelivered | Q::PpaPaid | Q::PpaUsed => {
                    self.agreements(r, site, t, add);
                }
                Q::TrancheUsable | Q::TrancheCharged | Q::Generated => self.tranche_use(r, site, t, add),
                Q::Racks => {
                    self.halls(quantity, r, site, t, add);
                    self.leases(quantity, r, site, t, add);
                }
                Q::HallsStarted | Q::HallsInUse | Q::HallIt => self.halls(quantity, r, site, t, add),
                _ => {}
            }
        }
    }

    fn grid(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        let usable = 1.0 - site.reserve_margin;
        some(self.columns.open(r, t), usable * site.power[t].value(), add);
        for (g, tranche) in site.tranches.iter().enumerate() {
            for (col, megawatts) in self.columns.drawable(r, g, tranche, t) {
                add(Some(col), usable * megawatts);
            }
        }
    }

    fn halls(&self, quantity: Quantity, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        for (i, hall) in site.halls.iter().enumerate() {
            if !among(&self.filter.halls, &hall.design) {
                continue;
            }
            let design = &self.scenario.halls[hall.design.index()];
            let size = match quantity {
                Quantity::HallsStarted => {
                    some(self.columns.build(r, i, t), 1.0, add);
                    continue;
                }
                Quantity::HallIt => design.it_power.value() * (1.0 - site.derating),
                Quantity::Racks => design.racks,
                _ => 1.0,
            };
            add(None, size * hall.standing(t));
            for (col, halls) in self.columns.in_use(site, r, i, t) {
                add(Some(col), size * halls);
            }
        }
    }

    fn leases(&self, quantity: Quantity, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        let offers = site.leases.iter().enumerate();
        for (b, offer) in offers.filter(|(_, offer)| self.filter.names(By::Lease, &offer.id)) {
            let size = match quantity {
                Quantity::LeasesSigned => {
                    some(self.columns.lease(r, b, t), 1.0, add);
                    continue;
                }
                Quantity::LeasedIt => offer.it_power.value(),
                Quantity::Racks => offer.racks,
                _ => 1.0,
            };
            for col in self.columns.running(r, b, offer, t) {
                add(Some(col), size);
            }
        }
    }

    /// Volumes, mean over the blocks of hours that are selected.
    fn volumes(&self, t: usize, add: &mut impl Add) {
        let (s, columns, filter) = (self.scenario, self.columns, self.filter);
        for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
            let picked = among(&filter.demand, &d)
                && among(&filter.workloads, &line.workload)
                && among(&filter.markets, &line.market);
            if self.quantity == Quantity::Lost && picked {
                some(columns.demand_side.lost(d, t), 1.0, add);
                continue;
            }
            for (h, share) in self.hours().filter(|_| picked) {
                match self.quantity {
                    Quantity::Rented | Quantity::RentedHours => some(columns.rent(d, t, h), share, add),
                    Quantity::Unmet | Quantity::UnmetHours => some(columns.unmet(d, t, h), share, add),
                    _ => {
                        for (r, _) in self.places() {
                            some(columns.serve(r, d, t, h), share, add);
                        }
                    }
                }
            }
        }
    }

    fn training(&self, t: usize, add: &mut impl Add) {
        let s = self.scenario;
        for j in JobId::all(s.jobs.len()).filter(|j| among(&self.filter.jobs, j)) {
            for (c, chip) in self.products() {
                let speed = chip.training.unwrap_or_default();
                for (r, _) in self.places() {
                    for h in s.hours.blocks() {
                        let amount = match self.quantity {
                            Quantity::TrainingChips => s.hours.share[h] * f64::from(chip.chips_per_unit),
                            _ => (speed * s.block_length(t, h)).value(),
                        };
                        some(self.columns.train(j, c, r, t, h), amount, add);
                    }
                }
            }
        }
    }

    fn spend(&self, t: usize, add: &mut impl Add) {
        let cash = Cash::new(self.scenario, self.columns);
        let scope = self.sites.contains(&false).then_some(self.sites.as_slice());
        match self.quantity {
            Quantity::SpendCapex => cash.capex(t, scope, add),
            _ => cash.opex(t, scope, add),
        }
    }
}

/// A term, if there is a column.
fn some(col: Option<Col>, amount: f64, add: &mut impl Add) {
    if col.is_some() {
        add(col, amount);
    }
}

/// What a cumulative column gains in `t`.
fn grown(column: impl Fn(usize) -> Option<Col>, t: usize, amount: f64, add: &mut impl Add) {
    let before = t.checked_sub(1).and_then(&column);
    let now = column(t);
    if now != before {
        some(now, amount, add);
        some(before, -amount, add);
    }
}
