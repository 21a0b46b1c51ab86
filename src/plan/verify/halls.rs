//! Grid power, and whether the fleet finds IT power, racks and cooling in finished halls and leases.

use super::placing::place;
use super::{Checker, Kind, Limit, kind, number, tolerance};
use crate::plan::facts::Facts;
use crate::scenario::{Accepts, Chip, Cooling, Megawatts, Period, SiteId};

const GRID: Kind = kind("power_tranche", "grid_power");
const COOLING: Kind = kind("hall_capacity", "hall_cooling");

pub(super) fn check(checker: &mut Checker<'_>) {
    if !checker.fleet_is_known() {
        return;
    }
    let facts = checker.facts;
    for r in facts.sites() {
        let rooms = Rooms::of(facts, r);
        for t in facts.periods() {
            grid_power(checker, r, t);
            cooling(checker, &rooms, r, t);
            for resource in [Resource::Power, Resource::Racks] {
                resource.check(checker, &rooms, r, t);
            }
        }
    }
}

fn grid_power(checker: &mut Checker<'_>, r: SiteId, t: Period) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    // The landlord powers what is leased, at the same overhead.
    let usable = facts.usable_grid(r, t) + facts.leased_power(r, t) * site.pue_hot;
    let needed = facts.peak_it_power(r, t) * site.pue_hot;
    let limit = Limit {
        kind: GRID,
        period: Some(t),
        what: "grid power needed on the hottest day",
        limit: "usable grid power (with leases)",
        unit: Megawatts::UNIT,
    };
    checker.at_most(&limit, || site.id.clone(), needed.value(), usable.value());
}

/// The halls and leases of a site, and which chips each can take.
struct Rooms<'a> {
    /// Design id or lease id.
    names: Vec<&'a str>,
    /// How many of them are hall designs; the rest are leases.
    halls: usize,
    /// `[chip][room]`.
    fits: Vec<Vec<bool>>,
}

impl<'a> Rooms<'a> {
    fn of(facts: &Facts<'a>, r: SiteId) -> Self {
        let scenario = facts.scenario;
        let site = &scenario.sites[r.index()];
        let designs = || site.halls.iter().map(|hall| &scenario.halls[hall.design.index()]);
        let hall_names = designs().map(|design| design.id.as_str());
        let fits = |chip: &Chip| {
            let halls = designs().map(|d| cools(d.accepts, chip) && dense_enough(d.rack_density, chip));
            let leases = site.leases.iter().map(|lease| cools(lease.accepts, chip));
            halls.chain(leases).collect()
        };
        Self {
            names: hall_names
                .chain(site.leases.iter().map(|lease| lease.id.as_str()))
                .collect(),
            halls: site.halls.len(),
            fits: scenario.chips.iter().map(fits).collect(),
        }
    }

    /// Names of some rooms as the model writes them: sorted, joined with `+`.
    fn label(&self, rooms: &[bool]) -> String {
        let mut names: Vec<&str> = self
            .names
            .iter()
            .zip(rooms)
            .filter(|(_, used)| **used)
            .map(|(n, _)| *n)
            .collect();
        names.sort_unstable();
        names.join("+")
    }
}

fn cools(accepts: Accepts, chip: &Chip) -> bool {
    match chip.cooling {
        Cooling::Air => accepts.air,
        Cooling::Liquid => accepts.liquid,
        Cooling::Either => accepts.air || accepts.liquid,
    }
}

/// Whether a hall's rack density is enough for a chip; a chip that takes no rack has no density.
fn dense_enough(limit: Option<Megawatts>, chip: &Chip) -> bool {
    let slack = 1e-9;
    limit.is_none_or(|limit| chip.racks <= 0.0 || chip.power.value() / chip.racks <= limit.value() + slack)
}

fn cooling(checker: &mut Checker<'_>, rooms: &Rooms<'_>, r: SiteId, t: Period) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for c in facts.chips() {
        let units = facts.in_service(c, r, t);
        let fits = rooms.fits[c.index()].contains(&true);
        let chip = &facts.scenario.chips[c.index()];
        let subject = || format!("{},{}", site.id, chip.id);
        checker.require(units <= 0.0 || fits, COOLING, subject, Some(t), || {
            format!(
                "no hall or lease at {} can cool or feed {} ({units} units in service)",
                site.id, chip.id
            )
        });
    }
}

/// What a chip takes of a room.
#[derive(Clone, Copy)]
enum Resource {
    Power,
    Racks,
}

impl Resource {
    fn kind(self) -> Kind {
        match self {
            Self::Power => kind("hall_capacity", "hall_power"),
            Self::Racks => kind("hall_capacity", "hall_space"),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Power => Megawatts::UNIT,
            Self::Racks => "rack",
        }
    }

    fn of_unit(self, chip: &Chip) -> f64 {
        match self {
            Self::Power => chip.power.value() * chip.diversity,
            Self::Racks => chip.racks,
        }
    }

    /// Capacity of every room of a site in `t`: finished halls (derated for the climate) and running leases.
    fn capacities(self, facts: &Facts<'_>, rooms: &Rooms<'_>, r: SiteId, t: Period) -> Vec<f64> {
        let site = &facts.scenario.sites[r.index()];
        let hall = |k: usize| {
            let design = &facts.scenario.halls[site.halls[k].design.index()];
            let each = match self {
                Self::Power => design.it_power.value() * (1.0 - site.derating),
                Self::Racks => design.racks,
            };
            each * facts.finished(r, k, t)
        };
        let lease = |b: usize| {
            let each = match self {
                Self::Power => site.leases[b].it_power.value(),
                Self::Racks => site.leases[b].racks,
            };
            each * facts.active(r, b, t)
        };
        (0..rooms.halls)
            .map(hall)
            .chain((0..site.leases.len()).map(lease))
            .collect()
    }

    fn check(self, checker: &mut Checker<'_>, rooms: &Rooms<'_>, r: SiteId, t: Period) {
        let facts = checker.facts;
        let scenario = facts.scenario;
        // A chip that fits nowhere is a matter of cooling, reported there.
        let here: Vec<usize> = facts
            .chips()
            .filter(|&c| facts.in_service(c, r, t) > 0.0 && rooms.fits[c.index()].contains(&true))
            .map(|c| c.index())
            .collect();
        checker.checked += 1;
        if here.is_empty() {
            return;
        }
        let loads: Vec<f64> = facts
            .chips()
            .filter(|c| here.contains(&c.index()))
            .map(|c| self.of_unit(&scenario.chips[c.index()]) * facts.in_service(c, r, t))
            .collect();
        let fits: Vec<Vec<bool>> = here.iter().map(|&c| rooms.fits[c].clone()).collect();
        let capacities = self.capacities(facts, rooms, r, t);
        let site = &scenario.sites[r.index()];
        let scale = loads.iter().chain(&capacities).sum::<f64>();
        let left = place(&loads, &fits, &capacities, 1e-12 * scale.max(1.0));
        if let Some(left) = left.filter(|left| left.amount > tolerance(left.wanted, left.capacity)) {
            let ids: Vec<&str> = left
                .loads
                .iter()
                .map(|&i| scenario.chips[here[i]].id.as_str())
                .collect();
            let unit = self.unit();
            let message = format!(
                "{} at {} need {} {unit}, the halls and leases that can take them have {} {unit}: \
                 {} {unit} too little",
                ids.join(", "),
                site.id,
                number(left.wanted),
                number(left.capacity),
                number(left.amount),
            );
            let subject = format!("{},{}", site.id, ids.join("+"));
            checker.refuse(self.kind(), subject, Some(t), message, left.amount);
            return;
        }
        self.note_use(checker, rooms, r, t, (&loads, &fits, &capacities));
    }

    /// Remembers each set of rooms that some chip needs, and all of them together, if it is used up.
    fn note_use(
        self,
        checker: &mut Checker<'_>,
        rooms: &Rooms<'_>,
        r: SiteId,
        t: Period,
        (loads, fits, capacities): (&[f64], &[Vec<bool>], &[f64]),
    ) {
        let site = &checker.facts.scenario.sites[r.index()];
        let any = (0..capacities.len()).map(|j| fits.iter().any(|f| f[j])).collect();
        let mut sets: Vec<Vec<bool>> = fits.iter().cloned().chain([any]).collect();
        sets.sort_unstable();
        sets.dedup();
        for set in sets {
            let inside = |f: &Vec<bool>| f.iter().zip(&set).all(|(fit, allowed)| !fit || *allowed);
            let used: f64 = loads
                .iter()
                .zip(fits)
                .filter(|(_, f)| inside(f))
                .map(|(load, _)| load)
                .sum();
            let room: f64 = capacities
                .iter()
                .zip(&set)
                .filter(|(_, s)| **s)
                .map(|(cap, _)| cap)
                .sum();
            let limit = Limit {
                kind: self.kind(),
                period: Some(t),
                what: "load",
                limit: "capacity",
                unit: self.unit(),
            };
            checker.note(
                &limit,
                || format!("{},{}", site.id, rooms.label(&set)),
                used,
                room,
            );
        }
    }
}
