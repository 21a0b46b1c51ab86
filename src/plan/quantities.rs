//! Quantities that a planner may limit, read from a plan: the numbers that its tables show.

mod building;
mod money;
mod supply;
mod vintages;

use super::facts::Facts;
use super::ledger::{Class, Flow, at_places};
use super::select;
use crate::scenario::*;

/// One window of a limit of the planner's own.
pub(crate) struct LimitUse {
    /// The window.
    pub window: LimitWindow,
    /// The quantity.
    pub used: f64,
    /// Upper limit, in the quantity's unit.
    pub at_most: Option<f64>,
    /// Lower limit, in the quantity's unit.
    pub at_least: Option<f64>,
}

impl LimitUse {
    /// By how much the limits are broken together; a plan that is only off by rounding breaks nothing.
    pub(crate) fn broken(&self) -> f64 {
        let over = self.at_most.map_or(0.0, |most| (self.used - most).max(0.0));
        over + self.at_least.map_or(0.0, |least| (least - self.used).max(0.0))
    }
}

/// The windows of a limit.
pub(crate) fn windows(facts: &Facts<'_>, flows: &[Flow], limit: &CustomLimit) -> Vec<LimitUse> {
    let each = limit.windows.iter().map(|window| {
        let within = (window.first, window.last);
        let whole = limit
            .share_of
            .as_ref()
            .map(|of| over(facts, flows, of.quantity, &of.filter, within));
        let amount = |value: f64| whole.map_or(value, |whole| value * whole);
        LimitUse {
            window: *window,
            used: over(facts, flows, limit.quantity, &limit.filter, within),
            at_most: window.at_most.map(amount),
            at_least: window.at_least.map(amount),
        }
    });
    each.collect()
}

/// A quantity over a window: the sum of what happens, the mean (by time) of what holds.
fn over(
    facts: &Facts<'_>,
    flows: &[Flow],
    quantity: Quantity,
    filter: &QuantityFilter,
    (first, last): (Period, Period),
) -> f64 {
    let (mut sum, mut time) = (0.0, 0.0);
    for t in facts.periods().filter(|&t| first <= t && t <= last) {
        let length = facts.scenario.horizon.length[t.index()].value();
        let weight = if quantity.over_time() == OverTime::Level {
            length
        } else {
            1.0
        };
        sum += weight * value(facts, flows, quantity, filter, t);
        time += length;
    }
    match quantity.over_time() {
        OverTime::Flow => sum,
        OverTime::Level => sum / time,
    }
}

/// A quantity in one period.
pub(crate) fn value(
    facts: &Facts<'_>,
    flows: &[Flow],
    quantity: Quantity,
    filter: &QuantityFilter,
    t: Period,
) -> f64 {
    use Quantity as Q;
    let scenario = facts.scenario;
    match quantity {
        Q::SpendCapex => return spent(facts, flows, Class::Capex, filter, t),
        Q::SpendOpex => return spent(facts, flows, Class::Opex, filter, t),
        Q::SpendAmount | Q::CashFlows => return money::cash_flows(facts, flows, filter, t),
        Q::Owed | Q::Drawn => return money::debt(facts, quantity, t),
        Q::Grants | Q::PaidBack => return money::incentives(facts, quantity, filter, t),
        Q::ContractOrdered | Q::ContractCancelled => return supply::contracts(facts, quantity, filter, t),
        Q::RentalsBegun | Q::RentalsRunning => return supply::rentals(facts, quantity, filter, t),
        Q::AvailableHours | Q::InferenceHours | Q::TrainingHours => {
            return supply::work(facts, quantity, filter, t);
        }
        Q::Retired | Q::VintageMovedIn | Q::VintageMovedOut | Q::VintageRetired | Q::VintageInService => {
            return vintages::vintages(facts, quantity, filter, t);
        }
        Q::ServedHours | Q::RentedHours | Q::UnmetHours | Q::Lost => {
            return lines(facts, filter, |d| supply::by_hours(facts, quantity, filter, d, t));
        }
        Q::Rented | Q::Unmet => return lines(facts, filter, |d| demand(facts, quantity, d, t)),
        Q::TrainingChips | Q::TrainingWork => return training(facts, quantity, filter, t),
        _ => {}
    }
    let chips = || {
        facts
            .chips()
            .filter(|&c| select::chip(scenario, &filter.chips, c))
    };
    let places = facts
        .sites()
        .filter(|&r| select::place(scenario, &filter.places, r));
    match quantity {
        Q::Ordered => chips().map(|c| facts.plan.ordered[c.index()][t.index()]).sum(),
        Q::Hub => chips().map(|c| facts.plan.hub[c.index()][t.index()]).sum(),
        Q::Served => {
            let served = |d: DemandId, r: SiteId| {
                facts.mean(|h| facts.plan.served[d.index()][r.index()][t.index()][h])
            };
            places.map(|r| lines(facts, filter, |d| served(d, r))).sum()
        }
        Q::Deployed
        | Q::InService
        | Q::ComputeDeployed
        | Q::ComputeInService
        | Q::ItUsed
        | Q::RacksUsed
        | Q::ItEnergy
        | Q::SiteEnergy => places
            .map(|r| chips().map(|c| units(facts, quantity, c, r, t)).sum::<f64>())
            .sum(),
        _ => places.map(|r| site(facts, quantity, filter, r, t)).sum(),
    }
}

fn spent(facts: &Facts<'_>, flows: &[Flow], class: Class, filter: &QuantityFilter, t: Period) -> f64 {
    let by_period = at_places(facts, flows, &filter.places, |component| {
        component.class() == class
    });
    by_period.get(t.index()).copied().unwrap_or_default()
}

fn lines(facts: &Facts<'_>, filter: &QuantityFilter, amount: impl Fn(DemandId) -> f64) -> f64 {
    fn among<T: PartialEq>(list: &Option<Vec<T>>, id: &T) -> bool {
        list.as_ref().is_none_or(|list| list.contains(id))
    }
    let all = DemandId::all(facts.scenario.demand.len());
    let picked = all.filter(|d| {
        let line = &facts.scenario.demand[d.index()];
        among(&filter.demand, d)
            && among(&filter.workloads, &line.workload)
            && among(&filter.markets, &line.market)
    });
    picked.map(amount).sum()
}

fn demand(facts: &Facts<'_>, quantity: Quantity, d: DemandId, t: Period) -> f64 {
    let table = match quantity {
        Quantity::Rented => &facts.plan.rented,
        _ => &facts.plan.unmet,
    };
    facts.mean(|h| table[d.index()][t.index()][h])
}

fn training(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let mut sum = 0.0;
    for j in JobId::all(facts.scenario.jobs.len()) {
        let Some(run) = &facts.plan.jobs[j.index()] else {
            continue;
        };
        let (c, r) = (ChipId(run.chip), SiteId(run.site));
        let picked = filter.jobs.as_ref().is_none_or(|jobs| jobs.contains(&j))
            && select::chip(facts.scenario, &filter.chips, c)
            && select::place(facts.scenario, &filter.places, r);
        if picked {
            sum += match quantity {
                Quantity::TrainingWork => facts.work_in(j, t).value(),
                _ => {
                    let chips = f64::from(facts.scenario.chips[c.index()].chips_per_unit);
                    chips * facts.mean(|h| run.units[t.index()][h])
                }
            };
        }
    }
    sum
}

/// Units of a chip at a site.
fn units(facts: &Facts<'_>, quantity: Quantity, c: ChipId, r: SiteId, t: Period) -> f64 {
    use Quantity as Q;
    let scenario = facts.scenario;
    let chip = &scenario.chips[c.index()];
    let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
    let in_service = facts.in_service(c, r, t);
    match quantity {
        Q::Deployed => deployed,
        Q::ComputeDeployed => super::verify::tpp(scenario, c, deployed),
        Q::ComputeInService => super::verify::tpp(scenario, c, in_service),
        Q::ItUsed => (chip.power * (chip.diversity * in_service)).value(),
        Q::RacksUsed => chip.racks * in_service,
        Q::ItEnergy => facts.chip_energy(c, r, t).value() * 1e-3,
        Q::SiteEnergy => facts.chip_energy(c, r, t).value() * scenario.sites[r.index()].pue * 1e-3,
        _ => in_service,
    }
}

/// What a site has, is given or emits.
fn site(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, r: SiteId, t: Period) -> f64 {
    use Quantity as Q;
    let scenario = facts.scenario;
    let site = &scenario.sites[r.index()];
    let halls = |size: &dyn Fn(&HallDesign, usize) -> f64| -> f64 {
        let all = site.halls.iter().enumerate();
        let picked =
            all.filter(|(_, hall)| filter.halls.as_ref().is_none_or(|ids| ids.contains(&hall.design)));
        picked
            .map(|(k, hall)| size(&scenario.halls[hall.design.index()], k))
            .sum()
    };
    let leases = |size: &dyn Fn(&LeaseOffer, usize) -> f64| -> f64 {
        site.leases
            .iter()
            .enumerate()
            .filter(|(_, offer)| filter.names(By::Lease, &offer.id))
            .map(|(b, offer)| size(offer, b))
            .sum()
    };
    let racks = || {
        halls(&|design, k| design.racks * facts.finished(r, k, t))
            + leases(&|offer, b| offer.racks * facts.active(r, b, t))
    };
    match quantity {
        Q::SitesOpen => f64::from(u8::from(facts.open(r, t))),
        Q::SitesOpened => f64::from(u8::from(
            !site.existing && facts.plan.opened[r.index()] == Some(t),
        )),
        Q::HallsStarted => halls(&|_, k| f64::from(facts.plan.halls_started[r.index()][k][t.index()])),
        Q::HallsInUse => halls(&|_, k| facts.finished(r, k, t)),
        Q::HallIt => {
            halls(&|design, k| design.it_power.value() * (1.0 - site.derating) * facts.finished(r, k, t))
        }
        Q::TranchesCapacity => {
            let connected = site.tranches.iter().zip(&facts.plan.connected[r.index()]);
            let now = connected.filter(|(tranche, from)| {
                let picked = filter.names(By::Tranche, &tranche.id);
                picked && **from == Some(t) && tranche.terms.energised.is_none()
            });
            now.map(|(tranche, _)| tranche.capacity.value()).sum()
        }
        Q::GridUsable => facts.usable_grid(r, t).value(),
        Q::LeasedIt => facts.leased_power(r, t).value(),
        Q::LeasesSigned => leases(&|_, b| f64::from(facts.plan.leased[r.index()][b][t.index()])),
        Q::LeasesRunning => leases(&|_, b| facts.active(r, b, t)),
        Q::LeaseOptions | Q::LeasesExercised | Q::LeasesExtended => {
            leases(&|offer, b| supply::lease_terms(facts, quantity, offer, (r, b), t))
        }
        Q::HallStagesEntered | Q::HallStagesWaiting => building::hall_stages(facts, quantity, filter, r, t),
        Q::RetrofitsStarted | Q::RetrofitsInWork => building::retrofits(facts, quantity, filter, r, t),
        Q::PpaSigned | Q::PpaRunning | Q::PpaDelivered | Q::PpaPaid | Q::PpaUsed => {
            building::agreements(facts, quantity, filter, r, t)
        }
        Q::TrancheUsable | Q::TrancheCharged | Q::Generated => {
            building::tranche_use(facts, quantity, filter, r, t)
        }
        Q::Racks => racks(),
        Q::RacksFree => racks() - facts.racks_used(r, t),
        Q::CarbonOperational => facts.operational_carbon(r, t).value(),
        Q::CarbonEmbodied => facts.embodied_carbon(r, t).value(),
        Q::WaterUsed => facts.water(r, t).value(),
        _ => 0.0,
    }
}
