//! What a plan commits to: openings, power, halls, leases, orders, licences ... one [`Item`] for each thing that can be
//! committed, with its quantity by period in a plan, its money, its lead time and its columns in the program.
//!
//! `calendar` lists and delays commitments, `replan` keeps and compares them.

mod columns;
mod money;
mod series;
mod start;

pub use columns::{Decision, decision};
pub use money::money;
pub use series::{arrived, put, series};
pub use start::{start, start_of};

use crate::report::numbers::significant;
use crate::scenario::{ChipId, CohortId, ContractId, Period, RentalId, RuleId, Scenario, SiteId, WorkloadId};

/// Something that can be committed, as indices into one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Stage of a site before it opens: land, permit.
    SiteStage(SiteId, usize),
    /// Opening of a site.
    Site(SiteId),
    /// Power tranche of a site, by its position.
    Power(SiteId, usize),
    /// Halls of the design at this position of the site.
    Hall(SiteId, usize),
    /// A later stage (second index) of the halls of a design at a site.
    HallStage(SiteId, usize, usize),
    /// Conversion of halls at a site.
    Conversion(SiteId, usize),
    /// Blocks of a lease offer.
    Lease(SiteId, usize),
    /// Option on further blocks of a lease offer.
    LeaseOption(SiteId, usize),
    /// Extension of blocks of a lease offer.
    LeaseExtension(SiteId, usize),
    /// Power-purchase agreement of a site.
    Agreement(SiteId, usize),
    /// Units ordered at the list price, by period of arrival.
    Chips(ChipId),
    /// Units ordered under a contract, by period of arrival.
    Contract(ContractId),
    /// Units ordered before the horizon and cancelled, by period of arrival.
    Cancellation(ContractId),
    /// Rented accelerators.
    Rental(RentalId),
    /// Licence application: number among the scenario's applications, and its rule.
    Licence(usize, RuleId),
    /// Port of a workload to its further stack at this position.
    Port(WorkloadId, usize),
    /// Units put into service at a site.
    Deployment(ChipId, SiteId),
    /// Units bought before the horizon and retired before the end of their life.
    Retirement(CohortId),
}

/// Kinds of commitments, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// [`Item::SiteStage`].
    SiteStage,
    /// [`Item::Site`].
    Site,
    /// [`Item::Power`].
    Power,
    /// [`Item::Hall`].
    Hall,
    /// [`Item::HallStage`].
    HallStage,
    /// [`Item::Conversion`].
    Conversion,
    /// [`Item::Lease`].
    Lease,
    /// [`Item::LeaseOption`].
    LeaseOption,
    /// [`Item::LeaseExtension`].
    LeaseExtension,
    /// [`Item::Agreement`].
    Agreement,
    /// [`Item::Chips`].
    Chips,
    /// [`Item::Contract`].
    Contract,
    /// [`Item::Cancellation`].
    Cancellation,
    /// [`Item::Rental`].
    Rental,
    /// [`Item::Licence`].
    Licence,
    /// [`Item::Port`].
    Port,
    /// [`Item::Deployment`].
    Deployment,
    /// [`Item::Retirement`].
    Retirement,
}

impl Kind {
    /// Name in JSON and CSV.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SiteStage => "site_stage",
            Self::Site => "site",
            Self::Power => "power",
            Self::Hall => "hall",
            Self::HallStage => "hall_stage",
            Self::Conversion => "conversion",
            Self::Lease => "lease",
            Self::LeaseOption => "lease_option",
            Self::LeaseExtension => "lease_extension",
            Self::Agreement => "ppa",
            Self::Chips => "chip_order",
            Self::Contract => "contract_order",
            Self::Cancellation => "cancellation",
            Self::Rental => "rental",
            Self::Licence => "licence",
            Self::Port => "port",
            Self::Deployment => "deployment",
            Self::Retirement => "retirement",
        }
    }

    /// What is done, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SiteStage => "start stage",
            Self::Site => "open",
            Self::Power => "commit power",
            Self::Hall => "start hall",
            Self::HallStage => "start hall stage",
            Self::Conversion => "convert hall",
            Self::Lease => "sign lease",
            Self::LeaseOption => "take lease option",
            Self::LeaseExtension => "extend lease",
            Self::Agreement => "sign PPA",
            Self::Chips => "order chips",
            Self::Contract => "order under contract",
            Self::Cancellation => "cancel order",
            Self::Rental => "rent accelerators",
            Self::Licence => "apply for licence",
            Self::Port => "start port",
            Self::Deployment => "put in service",
            Self::Retirement => "retire",
        }
    }
}

/// A name that means the same thing in two scenarios.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Kind.
    pub kind: Kind,
    /// Site, or empty.
    pub site: String,
    /// Tranche, design, chip, contract ... or empty for the site itself.
    pub item: String,
}

impl Name {
    /// For people: `north start hall liquid-hall`.
    pub fn told(&self) -> String {
        let parts = [self.site.as_str(), self.kind.title(), &self.item];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }
}

impl Item {
    /// Everything that can be committed in a scenario, site by site, then what belongs to no site.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let mut items = Vec::new();
        for (r, site) in SiteId::all(scenario.sites.len()).zip(&scenario.sites) {
            let stages = site.construction.stages.iter().enumerate();
            items.extend(
                stages
                    .filter(|(_, stage)| stage.finishes.is_none())
                    .map(|(k, _)| Self::SiteStage(r, k)),
            );
            if !site.existing {
                items.push(Self::Site(r));
            }
            let tranches = site.tranches.iter().enumerate();
            items.extend(
                tranches
                    .filter(|(_, tranche)| tranche.terms.energised.is_none())
                    .map(|(g, _)| Self::Power(r, g)),
            );
            for (i, hall) in site.halls.iter().enumerate() {
                items.push(Self::Hall(r, i));
                let later = 1..hall.construction.stages.len().max(1);
                items.extend(later.map(|k| Self::HallStage(r, i, k)));
            }
            let conversions = 0..site.construction.retrofits.len();
            items.extend(conversions.map(|f| Self::Conversion(r, f)));
            for (b, offer) in site.leases.iter().enumerate() {
                items.push(Self::Lease(r, b));
                if offer.terms.option.is_some() {
                    items.push(Self::LeaseOption(r, b));
                }
                if offer.terms.extension.is_some() {
                    items.push(Self::LeaseExtension(r, b));
                }
            }
            items.extend((0..site.environment.ppas.len()).map(|p| Self::Agreement(r, p)));
        }
        let contracted = |c: ChipId| scenario.contracts.iter().any(|contract| contract.chip == c);
        let chips = || ChipId::all(scenario.chips.len());
        items.extend(chips().filter(|&c| !contracted(c)).map(Self::Chips));
        for l in ContractId::all(scenario.contracts.len()) {
            items.extend([Self::Contract(l), Self::Cancellation(l)]);
        }
        items.extend(RentalId::all(scenario.rentals.len()).map(Self::Rental));
        items.extend(
            scenario
                .applications()
                .enumerate()
                .map(|(a, (k, ..))| Self::Licence(a, k)),
        );
        for (w, workload) in WorkloadId::all(scenario.workloads.len()).zip(&scenario.workloads) {
            let others = workload.stacks.others.iter().enumerate();
            items.extend(
                others
                    .filter(|(_, other)| other.port.is_some())
                    .map(|(q, _)| Self::Port(w, q)),
            );
        }
        for c in chips() {
            items.extend(SiteId::all(scenario.sites.len()).map(|r| Self::Deployment(c, r)));
        }
        items.extend(CohortId::all(scenario.cohorts.len()).map(Self::Retirement));
        items
    }

    /// Its kind.
    pub const fn kind(self) -> Kind {
        match self {
            Self::SiteStage(..) => Kind::SiteStage,
            Self::Site(_) => Kind::Site,
            Self::Power(..) => Kind::Power,
            Self::Hall(..) => Kind::Hall,
            Self::HallStage(..) => Kind::HallStage,
            Self::Conversion(..) => Kind::Conversion,
            Self::Lease(..) => Kind::Lease,
            Self::LeaseOption(..) => Kind::LeaseOption,
            Self::LeaseExtension(..) => Kind::LeaseExtension,
            Self::Agreement(..) => Kind::Agreement,
            Self::Chips(_) => Kind::Chips,
            Self::Contract(_) => Kind::Contract,
            Self::Cancellation(_) => Kind::Cancellation,
            Self::Rental(_) => Kind::Rental,
            Self::Licence(..) => Kind::Licence,
            Self::Port(..) => Kind::Port,
            Self::Deployment(..) => Kind::Deployment,
            Self::Retirement(_) => Kind::Retirement,
        }
    }

    /// Whether it binds the planner to something: everything but what happens to units that are there.
    pub const fn is_commitment(self) -> bool {
        !matches!(self, Self::Deployment(..) | Self::Retirement(_))
    }

    /// The site it belongs to, if it belongs to one.
    pub fn site(self, scenario: &Scenario) -> Option<SiteId> {
        match self {
            Self::SiteStage(r, _)
            | Self::Site(r)
            | Self::Power(r, _)
            | Self::Hall(r, _)
            | Self::HallStage(r, ..)
            | Self::Conversion(r, _)
            | Self::Lease(r, _)
            | Self::LeaseOption(r, _)
            | Self::LeaseExtension(r, _)
            | Self::Agreement(r, _)
            | Self::Deployment(_, r) => Some(r),
            Self::Rental(n) => scenario.rentals.get(n.index()).map(|offer| offer.site),
            Self::Retirement(e) => scenario.cohorts.get(e.index()).map(|cohort| cohort.site),
            _ => None,
        }
    }

    /// Its name by ids.
    pub fn name(self, scenario: &Scenario) -> Name {
        let site = self
            .site(scenario)
            .and_then(|r| scenario.sites.get(r.index()))
            .map_or(String::new(), |site| site.id.clone());
        Name {
            kind: self.kind(),
            site,
            item: self.item(scenario).unwrap_or_default(),
        }
    }

    fn item(self, s: &Scenario) -> Option<String> {
        let site = |r: SiteId| s.sites.get(r.index());
        let design = |r: SiteId, i: usize| {
            let hall = site(r)?.halls.get(i)?;
            s.halls.get(hall.design.index())
        };
        let chip = |c: ChipId| s.chips.get(c.index()).map(|chip| chip.id.clone());
        Some(match self {
            Self::SiteStage(r, k) => site(r)?.construction.stages.get(k)?.id.clone(),
            Self::Site(_) => return None,
            Self::Power(r, g) => site(r)?.tranches.get(g)?.id.clone(),
            Self::Hall(r, i) => design(r, i)?.id.clone(),
            Self::HallStage(r, i, k) => {
                let stage = &site(r)?.halls.get(i)?.construction.stages.get(k)?.id;
                format!("{}/{stage}", design(r, i)?.id)
            }
            Self::Conversion(r, f) => site(r)?.construction.retrofits.get(f)?.id.clone(),
            Self::Lease(r, b) | Self::LeaseOption(r, b) | Self::LeaseExtension(r, b) => {
                site(r)?.leases.get(b)?.id.clone()
            }
            Self::Agreement(r, p) => site(r)?.environment.ppas.get(p)?.id.clone(),
            Self::Chips(c) | Self::Deployment(c, _) => chip(c)?,
            Self::Contract(l) | Self::Cancellation(l) => s.contracts.get(l.index())?.id.clone(),
            Self::Rental(n) => s.rentals.get(n.index())?.id.clone(),
            Self::Licence(_, k) => s.rules.get(k.index())?.id.clone(),
            Self::Port(w, q) => {
                let workload = s.workloads.get(w.index())?;
                format!("{}/{}", workload.id, workload.stacks.others.get(q)?.stack)
            }
            Self::Retirement(e) => {
                // Cohorts of one chip at one site have no names of their own: they are told apart by their ends.
                let cohort = s.cohorts.get(e.index())?;
                let end = s.horizon.labels.get(usize::from(cohort.ends));
                let end = end.map_or("beyond the horizon", String::as_str);
                format!("{} (until {end})", chip(cohort.chip)?)
            }
        })
    }

    /// Size of a quantity of one, and its unit: a tranche has MW, a lease blocks.
    pub fn size(self, scenario: &Scenario) -> (f64, &'static str) {
        match self {
            Self::SiteStage(..) => (1.0, "stage"),
            Self::Site(_) => (1.0, "site"),
            Self::Power(r, g) => {
                let tranche = scenario
                    .sites
                    .get(r.index())
                    .and_then(|site| site.tranches.get(g));
                (tranche.map_or(0.0, |tranche| tranche.capacity.value()), "MW")
            }
            Self::Hall(..) | Self::HallStage(..) | Self::Conversion(..) => (1.0, "hall"),
            Self::Lease(..) | Self::LeaseOption(..) | Self::LeaseExtension(..) => (1.0, "block"),
            Self::Agreement(..) => (1.0, "MW"),
            Self::Licence(..) => (1.0, "application"),
            Self::Port(..) => (1.0, "port"),
            _ => (1.0, "unit"),
        }
    }

    /// A quantity with its unit: `2 halls`, `150 MW`.
    pub fn told(self, scenario: &Scenario, quantity: f64) -> String {
        let (size, unit) = self.size(scenario);
        let amount = size * quantity;
        let plural = if unit == "MW" || amount == 1.0 { "" } else { "s" };
        format!("{} {unit}{plural}", significant(amount))
    }

    /// Whole periods from the period of the commitment to the first in which it is of use.
    pub fn lead(self, s: &Scenario) -> u16 {
        let site = |r: SiteId| s.sites.get(r.index());
        let lead = match self {
            Self::SiteStage(r, k) => {
                site(r).and_then(|site| Some(site.construction.stages.get(k)?.lead_periods))
            }
            Self::Power(r, g) => site(r).and_then(|site| Some(site.tranches.get(g)?.lead_periods)),
            Self::Hall(r, i) => site(r).and_then(|site| {
                let hall = site.halls.get(i)?;
                let first = hall.construction.stages.first();
                Some(first.map_or(hall.build_periods, |stage| stage.lead_periods))
            }),
            Self::HallStage(r, i, k) => {
                site(r).and_then(|site| Some(site.halls.get(i)?.construction.stages.get(k)?.lead_periods))
            }
            Self::Conversion(r, f) => {
                site(r).and_then(|site| Some(site.construction.retrofits.get(f)?.downtime))
            }
            Self::Licence(a, _) => s.applications().nth(a).map(|(_, _, application)| application.lag),
            Self::Port(w, q) => s.workloads.get(w.index()).and_then(|workload| {
                let other = workload.stacks.others.get(q)?;
                Some(other.port.as_ref()?.lag)
            }),
            _ => None,
        };
        lead.unwrap_or(0)
    }
}

/// A commitment of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Commitment {
    /// What.
    pub item: Item,
    /// When it is decided; for orders of chips, when they arrive.
    pub period: Period,
    /// How much, see [`Item::size`].
    pub quantity: f64,
    /// What it commits to pay, MUSD undiscounted, see [`money`].
    pub money: f64,
}

/// Everything that a plan commits to, item by item, each by period.
pub fn commitments(scenario: &Scenario, plan: &crate::plan::Plan) -> Vec<Commitment> {
    let mut all = Vec::new();
    for item in Item::all(scenario) {
        for (t, quantity) in series(scenario, plan, item).into_iter().enumerate() {
            if quantity > 0.0 {
                let period = Period(t as u16);
                all.push(Commitment {
                    item,
                    period,
                    quantity,
                    money: money(scenario, plan, item, t, quantity),
                });
            }
        }
    }
    all
}
