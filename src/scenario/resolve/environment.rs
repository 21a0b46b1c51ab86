//! Carbon, water and power-purchase agreements.

use super::figures::Field;
use super::{Fault, Resolver};
use crate::scenario::raw::environment::{
    RawCarbonCap, RawCarbonPrice, RawCarbonScope, RawGridSource, RawPpa,
};
use crate::scenario::raw::quantity::Leaf;
use crate::scenario::raw::rules::RawWindow;
use crate::scenario::raw::units::Measured;
use crate::scenario::raw::{Cap, Figure, Map, Quantity, RawRegion, Series};
use crate::scenario::text::join;
use crate::scenario::types::{
    CapWindow, CarbonCap, CarbonPrice, CarbonScope, Environment, GridSource, PpaOffer, SiteEnvironment,
    WaterCap,
};
use crate::scenario::{
    GramsPerKwh, KiloTonnes, LitresPerKwh, Megalitres, Megawatts, MillionUsdPerKiloTonne, Period, UsdPerMwh,
};

/// Where everything is written that is not of one site.
const BASE: &str = "environment";

fn scope(raw: RawCarbonScope) -> CarbonScope {
    match raw {
        RawCarbonScope::Operational => CarbonScope::Operational,
        RawCarbonScope::Embodied => CarbonScope::Embodied,
        RawCarbonScope::All => CarbonScope::All,
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn environment(&mut self) -> Environment {
        let raw = &self.raw.environment;
        let carbon = join(BASE, "carbon");
        if raw.grid_intensity != Some(RawGridSource::Own) && !raw.carbon.intensity.is_empty() {
            let fault = Fault::new("figures of your own need `grid_intensity: own`; sources are never mixed")
                .hint("leave `intensity` out, or give one figure for each site");
            self.fault(&join(&carbon, "intensity"), fault);
        }
        for name in raw.carbon.intensity.keys() {
            self.site(&join(&join(&carbon, "intensity"), name), name);
        }
        let used = join(BASE, "water.use");
        for name in raw.water.used.keys().filter(|name| *name != "default") {
            self.site(&join(&used, name), name);
        }
        let chips = self.chips.clone();
        let designs = self.designs.clone();
        let embodied = join(&carbon, "embodied");
        let known = |name: &str| chips.get(name).copied();
        let embodied_chips = self.embodied(
            &join(&embodied, "chips"),
            "chip",
            &raw.carbon.embodied.chips,
            known,
        );
        let known = |name: &str| designs.get(name).copied();
        let embodied_halls = self.embodied(
            &join(&embodied, "halls"),
            "hall design",
            &raw.carbon.embodied.halls,
            known,
        );
        let caps = join(&carbon, "caps");
        let prices = join(&carbon, "prices");
        Environment {
            grid: raw.grid_intensity.map(|source| match source {
                RawGridSource::Ember => GridSource::Ember,
                RawGridSource::Google => GridSource::Google,
                RawGridSource::Own => GridSource::Own,
            }),
            embodied_chips,
            embodied_halls,
            carbon_caps: raw
                .carbon
                .caps
                .iter()
                .filter_map(|(id, cap)| self.carbon_cap(&join(&caps, id), id, cap))
                .collect(),
            carbon_prices: raw
                .carbon
                .prices
                .iter()
                .map(|(id, price)| self.carbon_price(&join(&prices, id), id, price))
                .collect(),
            water_caps: self.water_caps(),
        }
    }

    /// Embodied carbon by position; empty if none is given. Chips of the catalogue that are not in use are passed
    /// over.
    fn embodied(
        &mut self,
        base: &str,
        what: &str,
        given: &'a Map<Figure<Quantity<impl Leaf<Parsed = Measured>>>>,
        position: impl Fn(&str) -> Option<u16>,
    ) -> Vec<KiloTonnes> {
        let raw = self.raw;
        let mut amounts = Vec::new();
        for (name, figure) in given {
            let Some(index) = position(name) else {
                let in_catalogue = what == "chip" && raw.chip_catalogue.contains_key(name);
                if !in_catalogue && what == "chip" {
                    let known = raw.chip_catalogue.keys().map(String::as_str);
                    self.unknown(&join(base, name), what, name, known);
                } else if !in_catalogue {
                    let known = raw.hall_designs.keys().map(String::as_str);
                    self.unknown(&join(base, name), what, name, known);
                }
                continue;
            };
            let index = usize::from(index);
            if amounts.len() <= index {
                amounts.resize(index + 1, KiloTonnes::ZERO);
            }
            let amount = self.plain(self.field(base, name, Some(figure)));
            if let (Some(place), Some(amount)) = (amounts.get_mut(index), amount) {
                *place = KiloTonnes(amount);
            }
        }
        amounts
    }

    /// Windows of a cap without money; `None` if it is unlimited.
    fn cap_windows<L: Leaf<Parsed = Measured>, Q>(
        &mut self,
        base: &str,
        each: RawWindow,
        at_most: &'a Figure<Cap<Series<Quantity<L>>>>,
        wrap: fn(f64) -> Q,
    ) -> Option<Vec<CapWindow<Q>>> {
        let field = self.field(base, "at_most", Some(at_most));
        let series = self.take(&field)?.at_most()?;
        let limits = self.expand(&field.path, series, &mut |_, amount, _| Ok(amount.parsed.number));
        let windows = self.windows_of(&field.path, each, &limits, &limits, "the cap");
        let window = |(first, last, limit)| CapWindow {
            first,
            last,
            at_most: wrap(limit),
        };
        Some(windows.into_iter().map(window).collect())
    }

    fn carbon_cap(&mut self, base: &str, id: &str, raw: &'a RawCarbonCap) -> Option<CarbonCap> {
        let places = self.place_selector(&join(base, "places"), &raw.places);
        let banking = self.share(self.field(base, "banking", raw.banking.as_ref()));
        let limit = self.field(base, "bank_limit", raw.bank_limit.as_ref());
        let bank_limit = self.take(&limit).and_then(Cap::at_most);
        Some(CarbonCap {
            id: id.to_owned(),
            places,
            scope: scope(raw.counts),
            windows: self.cap_windows(base, raw.each, &raw.at_most, KiloTonnes)?,
            banking: banking.unwrap_or_default(),
            bank_limit: bank_limit.map(|amount| KiloTonnes(amount.parsed.number)),
        })
    }

    fn carbon_price(&mut self, base: &str, id: &str, raw: &'a RawCarbonPrice) -> CarbonPrice {
        let price = self.money_series(self.field(base, "price", Some(&raw.price)));
        let price = price.unwrap_or_else(|| self.zeros());
        CarbonPrice {
            id: id.to_owned(),
            places: self.place_selector(&join(base, "places"), &raw.places),
            scope: scope(raw.counts),
            price: price.into_iter().map(MillionUsdPerKiloTonne).collect(),
        }
    }

    fn water_caps(&mut self) -> Vec<WaterCap> {
        let base = join(BASE, "water.caps");
        let mut caps = Vec::new();
        for (id, raw) in &self.raw.environment.water.caps {
            let base = join(&base, id);
            let places = self.place_selector(&join(&base, "places"), &raw.places);
            if let Some(windows) = self.cap_windows(&base, raw.each, &raw.at_most, Megalitres) {
                caps.push(WaterCap {
                    id: id.to_owned(),
                    places,
                    windows,
                });
            }
        }
        caps
    }

    /// What a site's environment is like: `region` is where its catalogue facts were written.
    pub(super) fn site_environment(
        &mut self,
        id: &str,
        base: &str,
        region: Option<(&str, &'a RawRegion)>,
        ppas: &'a [RawPpa],
    ) -> SiteEnvironment {
        let list = join(base, "ppas");
        self.distinct(&list, ppas.iter().map(|ppa| ppa.id.as_str()));
        SiteEnvironment {
            grid_intensity: self.grid_intensity(id, base, region),
            water_use: self.water_use(id),
            ppas: ppas
                .iter()
                .enumerate()
                .map(|(index, ppa)| self.ppa(&join(&list, &index.to_string()), ppa))
                .collect(),
        }
    }

    fn grid_intensity(
        &mut self,
        id: &str,
        base: &str,
        region: Option<(&str, &'a RawRegion)>,
    ) -> Vec<GramsPerKwh> {
        let raw = &self.raw.environment;
        let Some(source) = raw.grid_intensity else {
            return Vec::new();
        };
        let by_region = |figure: fn(&'a RawRegion) -> &'a Option<Figure<_>>| {
            region.and_then(|(_, region)| figure(region).as_ref())
        };
        let (key, figure) = match source {
            RawGridSource::Ember => ("carbon_ember", by_region(|region| &region.carbon_ember)),
            RawGridSource::Google => ("carbon_google", by_region(|region| &region.carbon_google)),
            RawGridSource::Own => ("", None),
        };
        let values = if source == RawGridSource::Own {
            let intensity = join(BASE, "carbon.intensity");
            let field = self.field(&intensity, id, raw.carbon.intensity.get(id));
            let field = self.needed(field, "604 gCO2/kWh");
            self.plain_series(field)
        } else {
            let field = Field {
                path: join(region.map_or(base, |(path, _)| path), key),
                shown: join(base, key),
                value: figure,
            };
            if !field.is_given() {
                let fault = Fault::new(format!(
                    "{id} has no `{key}`, which `environment.grid_intensity` asks for"
                ))
                .hint("choose the other source or `own` for all sites; sources are never mixed");
                self.fault(base, fault);
            }
            self.plain(field).map(|value| vec![value; self.calendar.len()])
        };
        let trend = self.plain(self.field(BASE, "grid_trend", raw.grid_trend.as_ref()));
        let horizon = self.calendar.horizon();
        let change = |t: Period| (1.0 + trend.unwrap_or_default()).powf(horizon.midpoint(t).value());
        let values = values.unwrap_or_else(|| self.zeros());
        let periods = Period::all(values.len());
        periods
            .zip(values)
            .map(|(t, value)| GramsPerKwh(value * change(t)))
            .collect()
    }

    fn water_use(&mut self, id: &str) -> LitresPerKwh {
        let used = &self.raw.environment.water.used;
        let base = join(BASE, "water.use");
        let field = self
            .field(&base, id, used.get(id))
            .or(&base, "default", used.get("default"));
        LitresPerKwh(self.plain(field).unwrap_or_default())
    }

    fn ppa(&mut self, base: &str, raw: &'a RawPpa) -> PpaOffer {
        let capacity = self.plain(self.field(base, "capacity", Some(&raw.capacity)));
        let output = self.share(self.field(base, "output", Some(&raw.output)));
        let price = self.money_series(self.field(base, "price", Some(&raw.price)));
        let intensity = self.plain(self.field(base, "intensity", Some(&raw.intensity)));
        let take = self.share(self.field(base, "take", raw.take.as_ref()));
        let price = price.unwrap_or_else(|| self.zeros());
        PpaOffer {
            id: raw.id.clone(),
            capacity: Megawatts(capacity.unwrap_or_default()),
            output: output.unwrap_or_default(),
            price: price.into_iter().map(UsdPerMwh).collect(),
            intensity: GramsPerKwh(intensity.unwrap_or_default()),
            take: take.unwrap_or_default(),
            earliest: self.period(base, "earliest", raw.earliest.as_ref(), Period(0)),
            term: self
                .periods(self.field(base, "term", Some(&raw.term)))
                .unwrap_or(1)
                .max(1),
        }
    }
}
