//! The planner's own limits: quantities by name, filters, amounts in the unit of the quantity.

use super::demand::volume_unit;
use super::tokens::VolumeUnit;
use super::{Fault, Resolver};
use crate::scenario::raw::limits::{RawLimit, RawQuantityFilter};
use crate::scenario::raw::quantity::{Counted, LimitAmount, VolumePrice};
use crate::scenario::raw::units::{
    CARBON_MASS_DIMENSION, COMPUTE_DIMENSION, ENERGY_DIMENSION, MONEY_DIMENSION, POWER_DIMENSION,
    SHARE_DIMENSION, WATER_DIMENSION, WORK_DIMENSION,
};
use crate::scenario::raw::{Figure, Series};
use crate::scenario::text::join;
use crate::scenario::types::{By, CustomLimit, LimitWindow, Quantity, QuantityFilter, QuantityUnit, ShareOf};
use crate::scenario::{DemandId, HallId, JobId, MarketId, Period, WorkloadId};

/// What the values of a limit are written in.
enum Scale {
    /// Percent of another quantity.
    Share,
    /// The unit of the quantity.
    Unit(QuantityUnit),
    /// Volumes of workloads of this unit.
    Volume(VolumeUnit),
}

impl<'a> Resolver<'a> {
    pub(super) fn custom_limits(&mut self) -> Vec<CustomLimit> {
        let (base, list) = self.raw.limits.own();
        self.distinct(base, list.iter().map(|limit| limit.id.as_str()));
        let limits = list.iter().enumerate();
        limits
            .filter_map(|(index, limit)| self.custom_limit(&join(base, &index.to_string()), limit))
            .collect()
    }

    fn custom_limit(&mut self, base: &str, raw: &'a RawLimit) -> Option<CustomLimit> {
        let quantity = self.quantity(&join(base, "quantity"), &raw.quantity)?;
        let filter = self.quantity_filter(&join(base, "filter"), quantity, &raw.filter);
        let share_of = match &raw.share_of {
            Some(of) => {
                let base = join(base, "share_of");
                let path = join(&base, "quantity");
                let whole = match &of.quantity {
                    Some(name) => self.quantity(&path, name)?,
                    None => quantity,
                };
                if whole.unit() != quantity.unit() {
                    let (part, all) = (quantity.unit().name(), whole.unit().name());
                    let message = format!("a quantity in {part} is no share of one in {all}");
                    self.error(&path, message);
                }
                let filter = self.quantity_filter(&join(&base, "filter"), whole, &of.filter);
                Some(ShareOf {
                    quantity: whole,
                    filter,
                })
            }
            None => None,
        };
        let volume = self.volume_of(base, quantity, &raw.filter);
        let scale = match (&share_of, volume) {
            (Some(_), _) => Scale::Share,
            (None, Some(unit)) => Scale::Volume(unit),
            (None, None) => Scale::Unit(quantity.unit()),
        };
        let at_most = self.limit_values(base, "at_most", raw.at_most.as_ref(), &scale);
        let at_least = self.limit_values(base, "at_least", raw.at_least.as_ref(), &scale);
        if at_most.is_none() && at_least.is_none() {
            let fault = Fault::new("a limit needs a value").hint("add `at_most: 40 MW` or `at_least: 40 MW`");
            self.fault(base, fault);
        }
        let from = self.period(base, "from", raw.from.as_ref(), Period(0));
        let last = Period((self.calendar.len().max(1) - 1) as u16);
        let to = self.period(base, "to", raw.to.as_ref(), last);
        Some(CustomLimit {
            id: raw.id.clone(),
            quantity,
            filter,
            share_of,
            windows: self.limit_windows(base, raw, at_most.as_deref(), at_least.as_deref(), (from, to)),
            violation_cost: self.violation_cost(base, quantity, raw),
        })
    }

    fn quantity(&mut self, path: &str, name: &str) -> Option<Quantity> {
        let found = Quantity::named(name);
        if found.is_none() {
            let known = Quantity::ALL.iter().map(|quantity| quantity.name());
            self.unknown(path, "quantity", name, known);
        }
        found
    }

    fn quantity_filter(
        &mut self,
        base: &str,
        quantity: Quantity,
        raw: &'a RawQuantityFilter,
    ) -> QuantityFilter {
        let parts = [
            (By::Chip, raw.chips.is_some(), "chips"),
            (By::Place, raw.places.is_some(), "places"),
            (By::Hall, raw.halls.is_some(), "halls"),
            (By::Workload, raw.workloads.is_some(), "workloads"),
            (By::Demand, raw.markets.is_some(), "markets"),
            (By::Demand, raw.demand.is_some(), "demand"),
            (By::Job, raw.jobs.is_some(), "jobs"),
        ];
        for (by, written, key) in parts {
            // Lines of demand are of workloads, too.
            let fits =
                quantity.by().contains(&by) || (by == By::Workload && quantity.by().contains(&By::Demand));
            if written && !fits {
                self.no_such_filter(&join(base, key), quantity, key);
            }
        }
        let scenario = self.raw;
        let chips = raw
            .chips
            .as_ref()
            .map(|chips| self.chip_selector(&join(base, "chips"), chips));
        let places = raw
            .places
            .as_ref()
            .map(|places| self.place_selector(&join(base, "places"), places));
        let mut ids = |key: &str, what: &str, names: &Option<Vec<String>>, known: Vec<&'a str>| {
            let names = names.as_ref()?;
            let mut found = Vec::new();
            for (index, name) in names.iter().enumerate() {
                match known.iter().position(|id| id == name) {
                    Some(position) => found.push(position as u16),
                    None => {
                        let path = join(&join(base, key), &index.to_string());
                        self.unknown(&path, what, name, known.iter().copied());
                    }
                }
            }
            Some(found)
        };
        let halls = ids(
            "halls",
            "hall design",
            &raw.halls,
            keys(scenario.hall_designs.keys()),
        );
        let workloads = ids(
            "workloads",
            "workload",
            &raw.workloads,
            keys(scenario.workloads.keys()),
        );
        let markets = ids("markets", "market", &raw.markets, keys(scenario.markets.keys()));
        let demand = ids("demand", "demand line", &raw.demand, keys(scenario.demand.keys()));
        let jobs = ids("jobs", "training job", &raw.jobs, keys(scenario.jobs.keys()));
        QuantityFilter {
            chips: chips.unwrap_or_default(),
            places: places.unwrap_or_default(),
            halls: halls.map(|ids| ids.into_iter().map(HallId).collect()),
            workloads: workloads.map(|ids| ids.into_iter().map(WorkloadId).collect()),
            markets: markets.map(|ids| ids.into_iter().map(MarketId).collect()),
            demand: demand.map(|ids| ids.into_iter().map(DemandId).collect()),
            jobs: jobs.map(|ids| ids.into_iter().map(JobId).collect()),
            named: self.named_parts(base, quantity, raw),
        }
    }

    /// The one unit of the volumes that a filter selects; volumes in several units cannot be added up.
    fn volume_of(&mut self, base: &str, quantity: Quantity, raw: &RawQuantityFilter) -> Option<VolumeUnit> {
        if quantity.unit() != QuantityUnit::Volume {
            return None;
        }
        let scenario = self.raw;
        let of_line = |name: &String| scenario.demand.get(name).map(|line| line.workload.as_str());
        let names: Vec<&str> = match (&raw.workloads, &raw.demand) {
            (Some(workloads), _) => workloads.iter().map(String::as_str).collect(),
            (None, Some(lines)) => lines.iter().filter_map(of_line).collect(),
            (None, None) => keys(scenario.workloads.keys()),
        };
        let mut units = names
            .iter()
            .filter_map(|name| scenario.workloads.get(*name))
            .map(volume_unit);
        let first = units.next()?;
        if units.any(|unit| unit != first) {
            let fault = Fault::new("the volumes that this limit adds up are in several units")
                .hint("select workloads of one unit: `filter: {workloads: [...]}`");
            self.fault(base, fault);
        }
        Some(first)
    }

    fn limit_values(
        &mut self,
        base: &str,
        key: &str,
        figure: Option<&'a Figure<Series<LimitAmount>>>,
        scale: &Scale,
    ) -> Option<Vec<f64>> {
        let field = self.field(base, key, figure);
        self.series_by(field, |this, amount, t| {
            this.limit_amount(&amount.text, &amount.parsed, scale, t)
        })
    }

    /// An amount in the unit of its quantity.
    fn limit_amount(&self, text: &str, counted: &Counted, scale: &Scale, t: usize) -> Result<f64, Fault> {
        let unit = match scale {
            Scale::Share => return Ok(SHARE_DIMENSION.parse(text)?.number),
            Scale::Volume(unit) => return unit.volume(text, counted),
            Scale::Unit(unit) => *unit,
        };
        let dimension = match unit {
            QuantityUnit::Count(noun) => {
                let named = counted.unit.strip_suffix('s').unwrap_or(&counted.unit) == noun;
                return if named {
                    Ok(counted.number)
                } else {
                    Err(
                        Fault::new(format!("`{text}`: this quantity is counted in `{noun}`"))
                            .hint(format!("write `{} {noun}`", counted.number)),
                    )
                };
            }
            QuantityUnit::Money => return self.rates.usd(MONEY_DIMENSION.parse(text)?, t),
            QuantityUnit::Power => &POWER_DIMENSION,
            QuantityUnit::Energy => &ENERGY_DIMENSION,
            QuantityUnit::Carbon => &CARBON_MASS_DIMENSION,
            QuantityUnit::Water => &WATER_DIMENSION,
            QuantityUnit::Compute => &COMPUTE_DIMENSION,
            QuantityUnit::Work => &WORK_DIMENSION,
            QuantityUnit::Volume => return Ok(counted.number),
        };
        Ok(dimension.parse(text)?.number)
    }

    /// Windows between two periods, with the upper and the lower limit of each.
    fn limit_windows(
        &mut self,
        base: &str,
        raw: &RawLimit,
        at_most: Option<&[f64]>,
        at_least: Option<&[f64]>,
        (from, to): (Period, Period),
    ) -> Vec<LimitWindow> {
        let mut windows: Vec<LimitWindow> = Vec::new();
        for (key, values) in [("at_most", at_most), ("at_least", at_least)] {
            let Some(values) = values else { continue };
            for (first, last, value) in
                self.windows_of(&join(base, key), raw.each, values, values, "the limit")
            {
                if last < from || to < first {
                    continue;
                }
                let first = first.max(from);
                let at = windows
                    .iter()
                    .position(|window| window.first == first)
                    .unwrap_or_else(|| {
                        windows.push(LimitWindow {
                            first,
                            last: last.min(to),
                            at_most: None,
                            at_least: None,
                        });
                        windows.len() - 1
                    });
                if let Some(window) = windows.get_mut(at) {
                    let side = if key == "at_most" {
                        &mut window.at_most
                    } else {
                        &mut window.at_least
                    };
                    *side = Some(value);
                }
            }
        }
        windows
    }

    /// MUSD per unit of the quantity.
    fn violation_cost(&mut self, base: &str, quantity: Quantity, raw: &'a RawLimit) -> Option<f64> {
        let field = self.field(base, "violation_cost", raw.violation_cost.as_ref());
        let price: &VolumePrice = self.take(&field)?;
        if price.parsed.years.is_some() {
            let fault = Fault::new(format!(
                "`{}` is per time; a violation is paid once by window",
                price.text
            ))
            .hint("leave the time out");
            self.fault(&field.path, fault);
        }
        let scale = match self.volume_of(base, quantity, &raw.filter) {
            Some(unit) => Scale::Volume(unit),
            None => Scale::Unit(quantity.unit()),
        };
        let one = Counted {
            number: 1.0,
            unit: price.parsed.per.clone(),
        };
        let size = self.limit_amount(&format!("1 {}", one.unit), &one, &scale, 0);
        let cost = self.usd_now(&field.path, price.parsed.money);
        match size {
            Ok(size) if size > 0.0 => Some(cost / size),
            Ok(_) => Some(cost),
            Err(fault) => {
                self.fault(&field.path, fault);
                None
            }
        }
    }
}

/// Keys of a map as text.
pub(super) fn keys<'a>(keys: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    keys.map(String::as_str).collect()
}
