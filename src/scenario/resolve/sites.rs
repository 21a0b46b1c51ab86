//! Hall designs, sites with the defaults of their regions, and the fleet that stands there already.

use super::Resolver;
use super::figures::Field;
use crate::scenario::raw::places::RawHallCooling;
use crate::scenario::raw::quantity::{Area, AreaLeaf};
use crate::scenario::raw::{
    Cap, Figure, Quantity, RawHallDesign, RawLease, RawRegion, RawSite, RawSiteHall, RawTranche,
};
use crate::scenario::text::join;
use crate::scenario::types::{Accepts, HallConstruction, HallDesign, LeaseOffer, Site, SiteHall, Tranche};
use crate::scenario::{
    HallId, Hectares, Megawatts, MillionUsd, MillionUsdPerMwYear, MillionUsdPerYear, Period, SiteId,
    UsdPerMwh, Volume,
};

fn accepts(cooling: &[RawHallCooling]) -> Accepts {
    Accepts {
        air: cooling.contains(&RawHallCooling::Air),
        liquid: cooling.contains(&RawHallCooling::Liquid),
    }
}

/// One site as written, with its region.
struct Written<'a> {
    base: String,
    site: &'a RawSite,
    region_base: String,
    region: Option<&'a RawRegion>,
    existing: bool,
}

/// A field of a site, or else of its region.
macro_rules! inherited {
    ($self:ident, $written:ident, $field:ident) => {
        $self
            .field(&$written.base, stringify!($field), $written.site.$field.as_ref())
            .or(
                &$written.region_base,
                stringify!($field),
                $written.region.and_then(|region| region.$field.as_ref()),
            )
    };
}

impl<'a> Resolver<'a> {
    pub(super) fn hall_designs(&mut self) -> Vec<HallDesign> {
        let raw = self.raw;
        raw.hall_designs
            .iter()
            .map(|(id, design)| self.hall_design(id, design))
            .collect()
    }

    fn hall_design(&mut self, id: &str, raw: &'a RawHallDesign) -> HallDesign {
        let base = join("hall_designs", id);
        let it_power = self.plain(self.field(&base, "it_power", Some(&raw.it_power)));
        let racks = self.number(self.field(&base, "racks", Some(&raw.racks)));
        let density = self.plain(self.field(&base, "rack_density", raw.rack_density.as_ref()));
        let footprint = self.plain(self.field(&base, "footprint", raw.footprint.as_ref()));
        let running = self.money(self.field(&base, "running_cost", raw.running_cost.as_ref()));
        let profile = raw.spend_profile.as_ref().filter(|profile| !profile.is_empty());
        HallDesign {
            id: id.to_owned(),
            it_power: Megawatts(it_power.unwrap_or_default()),
            racks: racks.unwrap_or_default(),
            accepts: accepts(&raw.cooling),
            rack_density: density.map(Megawatts),
            footprint: Hectares(footprint.unwrap_or_default()),
            spend_profile: profile.map_or_else(
                || vec![1.0],
                |profile| profile.iter().map(|share| share.parsed.number).collect(),
            ),
            running_cost: MillionUsdPerYear(running.unwrap_or_default()),
        }
    }

    pub(super) fn sites(&mut self) -> Vec<Site> {
        let raw = self.raw;
        for (index, name) in raw.operator.existing_sites.iter().enumerate() {
            self.site(&join("operator.existing_sites", &index.to_string()), name);
        }
        raw.sites
            .iter()
            .map(|(id, site)| self.one_site(id, site))
            .collect()
    }

    fn written(&mut self, id: &str, site: &'a RawSite) -> Written<'a> {
        let base = join("sites", id);
        let regions = &self.raw.regions;
        let region_id = site.region.as_deref().unwrap_or(id);
        let region = regions.get(region_id);
        if region.is_none() && site.region.is_some() {
            self.unknown(
                &join(&base, "region"),
                "region",
                region_id,
                regions.keys().map(String::as_str),
            );
        }
        let listed = self.raw.operator.existing_sites.iter().any(|name| name == id);
        if listed && site.existing == Some(false) {
            let message = "the site is listed in `operator.existing_sites`, but says `existing: false`";
            self.error(&join(&base, "existing"), message);
        }
        Written {
            site,
            region_base: join("regions", region_id),
            region,
            existing: listed || site.existing.unwrap_or(false),
            base,
        }
    }

    fn one_site(&mut self, id: &str, raw: &'a RawSite) -> Site {
        let written = self.written(id, raw);
        let w = &written;
        let jurisdiction = raw
            .country
            .clone()
            .or_else(|| w.region.and_then(|region| region.country.clone()));
        if jurisdiction.is_none() {
            self.missing(&self.field::<f64>(&w.base, "country", None), "MY");
        }
        let grid_zone = self.grid_zone(id, raw, &jurisdiction);
        let mut groups = raw.groups.clone();
        if let Some(region) = w.region {
            groups.extend(region.groups.iter().cloned());
            groups.extend(region.bis_group.iter().cloned());
        }
        groups.sort();
        groups.dedup();
        let requires: Vec<SiteId> = raw
            .requires
            .iter()
            .enumerate()
            .filter_map(|(index, name)| {
                self.site(&join(&join(&w.base, "requires"), &index.to_string()), name)
            })
            .map(SiteId)
            .collect();
        let earliest = self.period(&w.base, "earliest", raw.earliest.as_ref(), Period(0));
        let committed = raw
            .committed
            .as_ref()
            .map(|label| self.period(&w.base, "committed", Some(label), Period(0)));
        let fixed_cost = self.money(self.field(&w.base, "fixed_cost", raw.fixed_cost.as_ref()));
        let opening_cost = self.opening_cost(w);
        let land = self.land(w);
        let pue = self.pue(w);
        let name = raw
            .name
            .clone()
            .or_else(|| w.region.and_then(|region| region.name.clone()));
        Site {
            id: id.to_owned(),
            name: name.unwrap_or_else(|| id.to_owned()),
            grid_zone,
            jurisdiction: jurisdiction.unwrap_or_default(),
            groups,
            coordinates: raw
                .coordinates
                .or_else(|| w.region.and_then(|region| region.coordinates)),
            existing: w.existing,
            earliest: if w.existing { Period(0) } else { earliest },
            committed: committed.filter(|_| !w.existing),
            opening_cost,
            fixed_cost: MillionUsdPerYear(fixed_cost.unwrap_or_default()),
            requires,
            land,
            halls: self.site_halls(w, land.is_some()),
            contractor: raw.contractor.as_ref().and_then(Cap::at_most).copied(),
            power: self.site_power(w),
            tranches: self.tranches(w),
            reserve_margin: self
                .share(self.field(&w.base, "reserve_margin", raw.reserve_margin.as_ref()))
                .unwrap_or_default(),
            energy_price: self.energy_price(w),
            pue: pue.0,
            pue_hot: pue.1,
            derating: self
                .share(self.field(&w.base, "derating", raw.derating.as_ref()))
                .unwrap_or_default(),
            blocks: self.blocks(w),
            customs: self.customs(&w.base, raw),
            leases: raw
                .leases
                .iter()
                .enumerate()
                .map(|(index, lease)| self.lease(w, index, lease))
                .collect(),
            construction: self.site_construction(&w.base, raw),
            environment: self.site_environment(
                id,
                &w.base,
                w.region.map(|region| (w.region_base.as_str(), region)),
                &raw.ppas,
            ),
        }
    }

    fn opening_cost(&mut self, w: &Written<'a>) -> Vec<MillionUsd> {
        let field = self.field(&w.base, "opening_cost", w.site.opening_cost.as_ref());
        if !field.is_given() && !w.existing {
            self.missing(&field, "40 MUSD");
        }
        let costs = self.money_series(field).unwrap_or_else(|| self.zeros());
        costs.into_iter().map(MillionUsd).collect()
    }

    fn land(&mut self, w: &Written<'a>) -> Option<Hectares> {
        let field: Field<'a, Cap<Area>> = self.field(&w.base, "land", w.site.land.as_ref());
        let land: &Quantity<AreaLeaf> = self.take(&field)?.at_most()?;
        Some(Hectares(land.parsed.number))
    }

    /// Mean PUE and that of the hottest day.
    fn pue(&mut self, w: &Written<'a>) -> (f64, f64) {
        let field = self.needed(inherited!(self, w, pue), "1.4");
        let pue = self.number(field).unwrap_or(1.0);
        let hot = self.number(inherited!(self, w, pue_hot)).unwrap_or(pue);
        (pue, hot)
    }

    fn energy_price(&mut self, w: &Written<'a>) -> Vec<UsdPerMwh> {
        let field = self.needed(inherited!(self, w, energy_price), "95 USD/MWh");
        let prices = self.money_series(field).unwrap_or_else(|| self.zeros());
        prices.into_iter().map(UsdPerMwh).collect()
    }

    /// Power without order: the site's own, or the region's - for a new site only once its lead time has passed.
    fn site_power(&mut self, w: &Written<'a>) -> Vec<Megawatts> {
        let field = self.needed(inherited!(self, w, power), "40 MW");
        let inherited = w.site.power.is_none();
        let mut power = self.plain_series(field).unwrap_or_else(|| self.zeros());
        if inherited && !w.existing {
            let lead = w.region.and_then(|region| region.power_lead.as_ref());
            let field: Field<'a, _> = Field {
                path: join(&w.region_base, "power_lead"),
                shown: join(&w.base, "power_lead"),
                value: lead,
            };
            let lead = usize::from(self.periods(field).unwrap_or_default());
            power.iter_mut().take(lead).for_each(|megawatts| *megawatts = 0.0);
        }
        power.into_iter().map(Megawatts).collect()
    }

    fn site_halls(&mut self, w: &Written<'a>, land_is_limited: bool) -> Vec<SiteHall> {
        let halls_base = join(&w.base, "halls");
        let mut halls = Vec::new();
        for (id, hall) in &w.site.halls {
            let base = join(&halls_base, id);
            let raw = self.raw;
            let (Some(&index), Some(design)) = (self.designs.get(id.as_str()), raw.hall_designs.get(id))
            else {
                self.unknown(
                    &base,
                    "hall design",
                    id,
                    raw.hall_designs.keys().map(String::as_str),
                );
                continue;
            };
            if land_is_limited && design.footprint.is_none() {
                let field = self.field::<f64>(&join("hall_designs", id), "footprint", None);
                self.missing(&field, "1.2 ha");
            }
            let construction = self.hall_construction(&base, id, hall, design);
            halls.push(SiteHall {
                design: HallId(index),
                existing: hall.existing.unwrap_or(0),
                max: hall.max.as_ref().and_then(Cap::at_most).copied(),
                cost: self.hall_cost(w, &base, hall, design),
                build_periods: self.build_periods(&base, id, hall, design, &construction),
                construction,
            });
        }
        halls
    }

    /// Cost of a hall: the site's, or the region's cost per watt times IT power times the design's factor.
    fn hall_cost(
        &mut self,
        w: &Written<'a>,
        base: &str,
        hall: &'a RawSiteHall,
        design: &'a RawHallDesign,
    ) -> Vec<MillionUsd> {
        let field = self.field(base, "cost", hall.cost.as_ref());
        if let Some(cost) = self.money_series(field) {
            return cost.into_iter().map(MillionUsd).collect();
        }
        let Some(region) = w.region.filter(|region| region.build_cost.is_some()) else {
            self.missing(&self.field::<f64>(base, "cost", None), "95 MUSD");
            return vec![MillionUsd::ZERO; self.calendar.len()];
        };
        let field = Field {
            path: join(&w.region_base, "build_cost"),
            shown: join(&w.base, "build_cost"),
            value: region.build_cost.as_ref(),
        };
        let per_megawatt = self.money_series(field).unwrap_or_else(|| self.zeros());
        let factor = design.cost_factor.as_ref().map_or(1.0, |factor| factor.value);
        let megawatts = design.it_power.value.parsed.number;
        per_megawatt
            .into_iter()
            .map(|cost| MillionUsd(cost * megawatts * factor))
            .collect()
    }

    fn build_periods(
        &mut self,
        base: &str,
        id: &str,
        hall: &'a RawSiteHall,
        design: &'a RawHallDesign,
        construction: &HallConstruction,
    ) -> u16 {
        let stages = &construction.stages;
        if !stages.is_empty() {
            return stages
                .iter()
                .map(|stage| stage.lead_periods)
                .fold(0, u16::saturating_add);
        }
        let field = self.field(base, "build_time", hall.build_time.as_ref());
        let field = field.or(
            &join("hall_designs", id),
            "build_time",
            design.build_time.as_ref(),
        );
        if !field.is_given() {
            self.missing(&field, "12 months");
        }
        self.periods(field).unwrap_or_default()
    }

    fn tranches(&mut self, w: &Written<'a>) -> Vec<Tranche> {
        let base = join(&w.base, "tranches");
        let tranches = &w.site.tranches;
        self.distinct(&base, tranches.iter().map(|tranche| tranche.id.as_str()));
        tranches
            .iter()
            .enumerate()
            .map(|(index, tranche)| self.tranche(&join(&base, &index.to_string()), tranche))
            .collect()
    }

    fn tranche(&mut self, base: &str, raw: &'a RawTranche) -> Tranche {
        Tranche {
            id: raw.id.clone(),
            capacity: Megawatts(
                self.plain(self.field(base, "capacity", Some(&raw.capacity)))
                    .unwrap_or_default(),
            ),
            lead_periods: self.tranche_lead(base, raw),
            earliest: self.period(base, "earliest", raw.earliest.as_ref(), Period(0)),
            deposit: MillionUsd(
                self.money(self.field(base, "deposit", raw.deposit.as_ref()))
                    .unwrap_or_default(),
            ),
            charge: MillionUsdPerMwYear(
                self.money(self.field(base, "charge", raw.charge.as_ref()))
                    .unwrap_or_default(),
            ),
            terms: self.tranche_terms(base, raw),
        }
    }

    fn lease(&mut self, w: &Written<'a>, index: usize, raw: &'a RawLease) -> LeaseOffer {
        let leases = join(&w.base, "leases");
        if index == 0 {
            self.distinct(&leases, w.site.leases.iter().map(|lease| lease.id.as_str()));
        }
        let base = join(&leases, &index.to_string());
        let colo = w.region.and_then(|region| region.colo_price.as_ref());
        let price = self
            .field(&base, "price", raw.price.as_ref())
            .or(&w.region_base, "colo_price", colo);
        if !price.is_given() {
            self.missing(&price, "110 USD/kW/month");
        }
        let price = self.money_series(price).unwrap_or_else(|| self.zeros());
        LeaseOffer {
            id: raw.id.clone(),
            it_power: Megawatts(
                self.plain(self.field(&base, "block", Some(&raw.block)))
                    .unwrap_or_default(),
            ),
            racks: self
                .number(self.field(&base, "racks", Some(&raw.racks)))
                .unwrap_or_default(),
            accepts: accepts(&raw.cooling),
            price: price.into_iter().map(MillionUsdPerMwYear).collect(),
            escalator: self
                .plain(self.field(&base, "escalator", raw.escalator.as_ref()))
                .unwrap_or_default(),
            term: self
                .periods(self.field(&base, "term", Some(&raw.term)))
                .unwrap_or(1)
                .max(1),
            max_blocks: raw.max_blocks,
            earliest: self.period(&base, "earliest", raw.earliest.as_ref(), Period(0)),
            terms: self.lease_terms(&base, raw),
        }
    }

    fn blocks(&mut self, w: &Written<'a>) -> Vec<Volume> {
        let mut blocks = vec![Volume::ZERO; self.workloads.len()];
        let base = join(&w.base, "blocks");
        for (id, figure) in &w.site.blocks {
            if let Some((index, volume)) = self.workload_volume(&base, &base, id, figure)
                && let Some(block) = blocks.get_mut(index)
            {
                *block = Volume(volume);
            }
        }
        blocks
    }

    /// A volume written under the name of a workload: the workload and the volume in its unit.
    pub(super) fn workload_volume(
        &mut self,
        base: &str,
        shown: &str,
        id: &str,
        figure: &'a Figure<crate::scenario::raw::quantity::RawVolume>,
    ) -> Option<(usize, f64)> {
        let field = Field {
            path: join(base, id),
            shown: join(shown, id),
            value: Some(figure),
        };
        let (raw, volume) = (self.raw, self.take(&field)?);
        let (Some(&index), Some(workload)) = (self.workloads.get(id), raw.workloads.get(id)) else {
            self.unknown(
                &field.path,
                "workload",
                id,
                raw.workloads.keys().map(String::as_str),
            );
            return None;
        };
        match super::demand::volume_unit(workload).volume(&volume.text, &volume.parsed) {
            Ok(number) => Some((usize::from(index), number)),
            Err(fault) => {
                self.fault(&field.path, fault);
                None
            }
        }
    }

    /// Reports identifiers of a list that stand there twice.
    pub(super) fn distinct<'n>(&mut self, base: &str, ids: impl Iterator<Item = &'n str>) {
        let mut seen = std::collections::BTreeSet::new();
        for (index, id) in ids.enumerate() {
            if !seen.insert(id) {
                let path = join(&join(base, &index.to_string()), "id");
                self.error(&path, format!("the id `{id}` stands in this list twice"));
            }
        }
    }

    /// One zero per period.
    pub(super) fn zeros(&self) -> Vec<f64> {
        vec![0.0; self.calendar.len()]
    }
}
