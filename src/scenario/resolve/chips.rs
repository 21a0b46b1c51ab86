//! Chips in use: the catalogue with the scenario's changes, and supply shared by several chips.

use super::contracts::OnSale;
use super::figures::Field;
use super::tokens::{VolumeUnit, chip_output};
use super::{Fault, Resolver, calendar, demand::volume_unit};
use crate::scenario::raw::chips::RawChipCooling;
use crate::scenario::raw::quantity::{PerYear, TokenSpeed};
use crate::scenario::raw::{Figure, RawChip, RawEffect, RawWorkload};
use crate::scenario::text::{join, names};
use crate::scenario::types::{Chip, Cooling, HubTerms, SupplyPool};
use crate::scenario::{ChipId, Megawatts, MillionUsd, MillionUsdPerYear, Period, PetaFlops, Volume, Years};

/// A chip as written in the catalogue and in `chips.set`.
pub(super) struct Written<'a> {
    id: &'a str,
    /// `chips.ID`, the name under which figures are shown.
    pub shown: String,
    pub catalogue_base: String,
    pub catalogue: &'a RawChip,
    pub set_base: String,
    pub set: Option<&'a RawChip>,
}

/// A figure of a chip: what `chips.set` says, or else the catalogue.
macro_rules! figure {
    ($self:ident, $w:ident, $field:ident) => {
        Field {
            path: join(&$w.catalogue_base, stringify!($field)),
            shown: join(&$w.shown, stringify!($field)),
            value: None,
        }
        .or(
            &$w.set_base,
            stringify!($field),
            $w.set.and_then(|set| set.$field.as_ref()),
        )
        .or(
            &$w.catalogue_base,
            stringify!($field),
            $w.catalogue.$field.as_ref(),
        )
    };
}

/// A plain value of a chip.
macro_rules! plain {
    ($w:ident, $field:ident) => {
        $w.set
            .and_then(|set| set.$field.as_ref())
            .or($w.catalogue.$field.as_ref())
    };
}

impl<'a> Resolver<'a> {
    /// Chips that may be bought, then those that only stand in the existing fleet.
    pub(super) fn chips(&mut self) -> Vec<Chip> {
        let raw = self.raw;
        let known = || raw.chip_catalogue.keys().map(String::as_str);
        let mut ids: Vec<(&'a str, bool)> = Vec::new();
        for (index, id) in raw.chips.used.iter().enumerate() {
            let path = join("chips.use", &index.to_string());
            if !raw.chip_catalogue.contains_key(id) {
                self.unknown(&path, "chip", id, known());
            } else if ids.iter().any(|(other, _)| other == id) {
                self.error(&path, format!("the chip `{id}` stands in this list twice"));
            } else {
                ids.push((id, true));
            }
        }
        for (index, cohort) in raw.operator.existing_fleet.iter().enumerate() {
            if !raw.chip_catalogue.contains_key(&cohort.chip) {
                let path = join(&join("operator.existing_fleet", &index.to_string()), "chip");
                self.unknown(&path, "chip", &cohort.chip, known());
            } else if ids.iter().all(|(other, _)| *other != cohort.chip) {
                ids.push((&cohort.chip, false));
            }
        }
        for id in raw.chips.set.keys() {
            if ids.iter().all(|(other, _)| other != id) {
                let path = join("chips.set", id);
                self.error(
                    &path,
                    format!(
                        "`{id}` is not in use, so setting its facts has no effect; in use: {}",
                        names(ids.iter().map(|(id, _)| *id))
                    ),
                );
            }
        }
        self.chips = ids.iter().zip(0..).map(|((id, _), index)| (*id, index)).collect();
        let tpp_counts = self.tpp_counts();
        ids.into_iter()
            .filter_map(|(id, buyable)| Some(self.chip(&self.chip_written(id)?, buyable, tpp_counts)))
            .collect()
    }

    fn chip_written(&self, id: &'a str) -> Option<Written<'a>> {
        Some(Written {
            id,
            shown: join("chips", id),
            catalogue_base: join("chip_catalogue", id),
            catalogue: self.raw.chip_catalogue.get(id)?,
            set_base: join("chips.set", id),
            set: self.raw.chips.set.get(id),
        })
    }

    /// Whether any rule counts or selects by TPP.
    fn tpp_counts(&self) -> bool {
        self.raw.rules.values().any(|rule| {
            let counted = match &rule.effect {
                RawEffect::ComputeCap(_) => true,
                RawEffect::Grant(grant) => grant.quota.is_some(),
                _ => false,
            };
            counted || rule.chips.tpp_at_least.is_some() || rule.chips.tpp_below.is_some()
        })
    }

    /// Whole periods in service of a chip of the catalogue, at least 1; `None` if it has no life (reported with
    /// the chip).
    pub(super) fn life_of(&self, id: &str) -> Option<u16> {
        let raw = self.raw;
        let life = |chip: Option<&'a RawChip>| chip.and_then(|chip| chip.life.as_ref());
        let life = life(raw.chips.set.get(id)).or_else(|| life(raw.chip_catalogue.get(id)))?;
        self.calendar
            .whole_periods(life.value.parsed.number)
            .ok()
            .map(|periods| periods.max(1))
    }

    fn text(&mut self, w: &Written<'a>, key: &str, value: Option<&'a String>, example: &str) -> String {
        value.cloned().unwrap_or_else(|| {
            let field = Field::<f64> {
                path: join(&w.catalogue_base, key),
                shown: String::new(),
                value: None,
            };
            self.missing(&field, example);
            String::new()
        })
    }

    fn chip(&mut self, w: &Written<'a>, buyable: bool, tpp_counts: bool) -> Chip {
        let chips_per_unit = plain!(w, chips_per_unit).copied().unwrap_or_else(|| {
            let field = Field::<f64> {
                path: join(&w.catalogue_base, "chips_per_unit"),
                shown: String::new(),
                value: None,
            };
            self.missing(&field, "8");
            1
        });
        let cooling = plain!(w, cooling).copied().unwrap_or_else(|| {
            let field = Field::<f64> {
                path: join(&w.catalogue_base, "cooling"),
                shown: String::new(),
                value: None,
            };
            self.missing(&field, "air");
            RawChipCooling::Either
        });
        let power = self.needed(figure!(self, w, power), "10.2 kW");
        let power = self.plain(power).unwrap_or_default();
        let racks = self.needed(figure!(self, w, racks), "0.25");
        let racks = self.number(racks).unwrap_or_default();
        let tpp = figure!(self, w, tpp);
        if tpp_counts && !tpp.is_given() {
            self.missing(&tpp, "15832");
        }
        let price = self.chip_price(w, buyable);
        let first_price = price.first().copied().unwrap_or_default();
        let life = self.needed(figure!(self, w, life), "5 years");
        let life = self.periods(life).unwrap_or(1).max(1);
        let lead = if buyable { self.lead_time(w) } else { 0.0 };
        let available = if buyable { self.available(w, lead) } else { None };
        Chip {
            id: w.id.to_owned(),
            name: plain!(w, name).cloned().unwrap_or_else(|| w.id.to_owned()),
            vendor: self.text(w, "vendor", plain!(w, vendor), "NVIDIA"),
            origin: self.text(w, "origin", plain!(w, origin), "US"),
            stack: plain!(w, stack).cloned().unwrap_or_else(|| "other".to_owned()),
            chips_per_unit,
            power: Megawatts(power),
            diversity: self.share(figure!(self, w, diversity)).unwrap_or(1.0),
            utilisation: self.share(figure!(self, w, utilisation)).unwrap_or(0.8),
            whole: plain!(w, whole).copied().unwrap_or(true),
            racks,
            cooling: match cooling {
                RawChipCooling::Air => Cooling::Air,
                RawChipCooling::Liquid => Cooling::Liquid,
                RawChipCooling::Either => Cooling::Either,
            },
            tpp: self.number(tpp).unwrap_or_default(),
            install_cost: MillionUsd(self.install_cost(w, first_price)),
            maintenance: MillionUsdPerYear(
                self.plain(figure!(self, w, maintenance)).unwrap_or_default() * first_price,
            ),
            price: price.into_iter().map(MillionUsd).collect(),
            supply: self.supply(w, buyable, available, chips_per_unit),
            available,
            lead_time: Years(lead / 12.0),
            hub: plain!(w, hub).copied().unwrap_or(false),
            hub_terms: HubTerms {
                cost: MillionUsdPerYear(self.money(figure!(self, w, hub_cost)).unwrap_or_default()),
                loss: self.plain(figure!(self, w, hub_loss)).unwrap_or_default(),
            },
            loss: self.share(figure!(self, w, loss)).unwrap_or_default(),
            life,
            ageing: self.ageing(w, first_price, life),
            availability: self.share(figure!(self, w, availability)).unwrap_or(1.0),
            throughput: self.throughput(w, chips_per_unit),
            training: self.training(w, chips_per_unit),
        }
    }

    /// Price by period, with its trend from the start of the horizon to the middle of each period.
    fn chip_price(&mut self, w: &Written<'a>, buyable: bool) -> Vec<f64> {
        let field = figure!(self, w, price);
        if buyable && !field.is_given() {
            self.missing(&field, "0.3 MUSD");
        }
        let trend = self.plain(figure!(self, w, price_trend)).unwrap_or_default();
        let mut price = self.money_series(field).unwrap_or_else(|| self.zeros());
        let years = self.calendar.years();
        for (t, price) in price.iter_mut().enumerate() {
            *price *= (1.0 + trend).powf((t as f64 + 0.5) * years);
        }
        price
    }

    fn install_cost(&mut self, w: &Written<'a>, first_price: f64) -> f64 {
        // What `chips.set` says replaces either form of the catalogue.
        let set_any = w
            .set
            .is_some_and(|set| set.install_share.is_some() || set.install_cost.is_some());
        let (base, chip) = if set_any {
            (&w.set_base, w.set)
        } else {
            (&w.catalogue_base, Some(w.catalogue))
        };
        let shown = |key: &str| join(&w.shown, key);
        let share = Field {
            path: join(base, "install_share"),
            shown: shown("install_share"),
            value: chip.and_then(|chip| chip.install_share.as_ref()),
        };
        let cost = Field {
            path: join(base, "install_cost"),
            shown: shown("install_cost"),
            value: chip.and_then(|chip| chip.install_cost.as_ref()),
        };
        if share.is_given() && cost.is_given() {
            self.error(
                &cost.path,
                "expected either `install_cost` or `install_share`, found both",
            );
        }
        let by_share = self.share(share).map(|share| share * first_price);
        self.money(cost).or(by_share).unwrap_or_default()
    }

    /// Months from an order to its arrival.
    fn lead_time(&mut self, w: &Written<'a>) -> f64 {
        let lead = figure!(self, w, lead_time);
        let lead_path = lead.path.clone();
        let lead = self.plain(lead).unwrap_or_default();
        if lead < 0.0 {
            self.error(
                &lead_path,
                "the lead time is negative; expected a duration such as `30 weeks`",
            );
        }
        lead
    }

    /// First and last period in which units can arrive: release plus lead time in months, and before the end of sale.
    fn available(&mut self, w: &Written<'a>, lead: f64) -> Option<(Period, Period)> {
        let released = self.date(
            w,
            "released",
            w.set.and_then(|set| set.released.as_ref()),
            w.catalogue.released.as_ref(),
        );
        let ended = self.date(
            w,
            "end_of_sale",
            w.set.and_then(|set| set.end_of_sale.as_ref()),
            w.catalogue.end_of_sale.as_ref(),
        );
        if let Some(window) = self.contract_windows(
            w.id,
            OnSale {
                released,
                ended,
                lead,
            },
        ) {
            return window;
        }
        let first = released.map_or(0, |released| self.calendar.first_from(released + lead));
        let end = ended.map_or(self.calendar.len(), |ended| self.calendar.first_from(ended));
        if first >= end {
            return None;
        }
        Some((
            Period(u16::try_from(first).ok()?),
            Period(u16::try_from(end - 1).ok()?),
        ))
    }

    /// A date in months, from `chips.set` or the catalogue.
    fn date(
        &mut self,
        w: &Written<'a>,
        key: &str,
        set: Option<&String>,
        catalogue: Option<&String>,
    ) -> Option<f64> {
        let (base, text) = match set {
            Some(text) => (&w.set_base, text),
            None => (&w.catalogue_base, catalogue?),
        };
        match calendar::parse_date(text) {
            Ok(date) => Some(self.calendar.months(date)),
            Err(fault) => {
                self.fault(&join(base, key), fault);
                None
            }
        }
    }

    /// Units that can arrive by period; `None` is unlimited.
    fn supply(
        &mut self,
        w: &Written<'a>,
        buyable: bool,
        available: Option<(Period, Period)>,
        chips_per_unit: u32,
    ) -> Option<Vec<f64>> {
        if !buyable {
            return Some(self.zeros());
        }
        let field = self.needed(figure!(self, w, supply), "2000 unit/year` or `supply: unlimited");
        let path = field.path.clone();
        let Some((first, last)) = available else {
            return Some(self.zeros());
        };
        let series = self.take(&field)?.at_most()?;
        let per_unit = f64::from(chips_per_unit.max(1));
        let mut supply = self.expand(&path, series, &mut |this, rate, _| {
            Ok(this.arrivals(rate.parsed, per_unit))
        });
        for (t, units) in supply.iter_mut().enumerate() {
            if t < first.index() || t > last.index() {
                *units = 0.0;
            }
        }
        Some(supply)
    }

    /// Units that arrive in one period.
    pub(super) fn arrivals(&self, rate: PerYear, chips_per_unit: f64) -> f64 {
        rate.number * self.calendar.years() / if rate.chips { chips_per_unit } else { 1.0 }
    }

    /// Volume of each workload that a unit carries.
    fn throughput(&mut self, w: &Written<'a>, chips_per_unit: u32) -> Vec<Volume> {
        let raw = self.raw;
        let chips = f64::from(chips_per_unit);
        let mut throughput: Vec<Volume> = raw
            .workloads
            .iter()
            .map(|(id, workload)| Volume(self.inference_throughput(w, id, workload) * chips))
            .collect();
        let over = w.set.map(|set| (&w.set_base, &set.throughput));
        for (base, written) in [Some((&w.catalogue_base, &w.catalogue.throughput)), over]
            .into_iter()
            .flatten()
        {
            for (id, figure) in written {
                let Some(workload) = raw.workloads.get(id) else {
                    // A catalogue serves many scenarios: workloads that this one does not have are passed over.
                    continue;
                };
                let (base, shown) = (join(base, "throughput"), join(&w.shown, "throughput"));
                if volume_unit(workload) == VolumeUnit::Tokens {
                    let fault = Fault::new(format!(
                        "the workload `{id}` counts tokens; its throughput follows from `prefill` and `decode`"
                    ));
                    self.fault(&join(&base, id), fault);
                } else if let Some((index, volume)) = self.workload_volume(&base, &shown, id, figure)
                    && let Some(place) = throughput.get_mut(index)
                {
                    *place = Volume(volume);
                }
            }
        }
        throughput
    }

    /// Output of one chip for an inference workload, thousand tokens per second; 0 if it cannot run it.
    fn inference_throughput(&mut self, w: &Written<'a>, id: &str, workload: &'a RawWorkload) -> f64 {
        let (VolumeUnit::Tokens, Some(model)) = (volume_unit(workload), &workload.model) else {
            return 0.0;
        };
        let ratio = workload.input_ratio.as_ref().map_or(0.0, |ratio| ratio.value);
        let speed = |of: fn(&RawChip) -> &crate::scenario::raw::Map<Figure<TokenSpeed>>| {
            let set = w
                .set
                .and_then(|set| of(set).get(model))
                .map(|figure| (&w.set_base, figure));
            set.or_else(|| {
                of(w.catalogue)
                    .get(model)
                    .map(|figure| (&w.catalogue_base, figure))
            })
        };
        let (prefill, decode) = (speed(|chip| &chip.prefill), speed(|chip| &chip.decode));
        let number =
            |found: Option<(_, &Figure<TokenSpeed>)>| found.map(|(_, figure)| figure.value.parsed.number);
        let Some(output) = chip_output(ratio, number(prefill), number(decode)) else {
            if let (Some((base, _)), None) = (decode, prefill) {
                let message = format!(
                    "{} has a decode speed for {model}, but no prefill speed: it cannot run {id}, which has input",
                    w.id
                );
                self.warn(&join(&join(base, "decode"), model), message);
            }
            return 0.0;
        };
        for (key, found) in [("prefill", prefill), ("decode", decode)] {
            let shown = join(&join(&w.shown, key), model);
            // Two workloads of one model share its speeds: note them once.
            if let Some((base, figure)) = found
                && self.figures.iter().all(|noted| noted.path != shown)
            {
                self.take(&Field {
                    path: join(&join(base, key), model),
                    shown,
                    value: Some(figure),
                });
            }
        }
        output
            * workload
                .speed
                .as_ref()
                .map_or(1.0, |speed| speed.value.parsed.number)
    }

    fn training(&mut self, w: &Written<'a>, chips_per_unit: u32) -> Option<PetaFlops> {
        let speed = self.plain(figure!(self, w, training_speed))?;
        let share = self.needed(figure!(self, w, training_share), "35 %");
        let share = self.share(share)?;
        Some(PetaFlops(speed * share * f64::from(chips_per_unit)))
    }

    pub(super) fn pools(&mut self) -> Vec<SupplyPool> {
        let raw = self.raw;
        let mut pools = Vec::new();
        for (id, pool) in &raw.pools {
            let base = join("pools", id);
            let mut members = Vec::new();
            for (name, &amount) in &pool.members {
                match self.chips.get(name.as_str()) {
                    Some(&chip) => members.push((ChipId(chip), amount)),
                    None if raw.chip_catalogue.contains_key(name) => {}
                    None => {
                        let path = join(&join(&base, "members"), name);
                        self.unknown(&path, "chip", name, raw.chip_catalogue.keys().map(String::as_str));
                    }
                }
            }
            let at_most = self.series_by(
                self.field(&base, "at_most", Some(&pool.at_most)),
                |this, rate, _| Ok(this.arrivals(rate.parsed, 1.0)),
            );
            if !members.is_empty() {
                pools.push(SupplyPool {
                    id: id.clone(),
                    members,
                    at_most: at_most.unwrap_or_default(),
                });
            }
        }
        pools
    }
}
