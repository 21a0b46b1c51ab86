//! What changes with the age of a unit, and moves between sites.

use super::chips::Written;
use super::figures::Field;
use super::{Fault, Resolver};
use crate::scenario::raw::ageing::{ByAge, RawAgeing};
use crate::scenario::raw::quantity::{Duration, Leaf, Quantity};
use crate::scenario::raw::units::Measured;
use crate::scenario::raw::{Figure, RawChip};
use crate::scenario::text::join;
use crate::scenario::types::{Ageing, Moves};
use crate::scenario::{MillionUsd, MillionUsdPerYear};

/// Where a part of a chip was written, and under which name it is shown.
struct Part {
    path: String,
    shown: String,
}

impl Part {
    fn field<'a, T>(&self, key: &str, value: Option<&'a Figure<T>>) -> Field<'a, T> {
        Field {
            path: join(&self.path, key),
            shown: join(&self.shown, key),
            value,
        }
    }
}

/// A section of a chip: what `chips.set` says, or else the catalogue.
fn section<'a, T>(
    w: &Written<'a>,
    key: &str,
    of: impl Fn(&'a RawChip) -> Option<&'a T>,
) -> Option<(Part, &'a T)> {
    let (base, found) = match w.set.and_then(&of) {
        Some(found) => (&w.set_base, found),
        None => (&w.catalogue_base, of(w.catalogue)?),
    };
    let part = Part {
        path: join(base, key),
        shown: join(&w.shown, key),
    };
    Some((part, found))
}

impl<'a> Resolver<'a> {
    /// The sections `ageing` and `moves` of a chip.
    pub(super) fn ageing(&mut self, w: &Written<'a>, first_price: f64, life: u16) -> Ageing {
        let mut ageing = match section(w, "ageing", |chip| chip.ageing.as_ref()) {
            Some((part, raw)) => self.by_vintage(&part, raw, first_price, life),
            None => Ageing::default(),
        };
        if let Some((part, raw)) = section(w, "moves", |chip| chip.moves.as_ref()) {
            ageing.moves = Some(Moves {
                cost: MillionUsd(
                    self.money(part.field("cost", Some(&raw.cost)))
                        .unwrap_or_default(),
                ),
                downtime: self
                    .periods(part.field("downtime", raw.downtime.as_ref()))
                    .unwrap_or_default(),
                loss: self
                    .share(part.field("loss", raw.loss.as_ref()))
                    .unwrap_or_default(),
            });
        }
        ageing
    }

    fn by_vintage(&mut self, part: &Part, raw: &'a RawAgeing, first_price: f64, life: u16) -> Ageing {
        let share = part.field("maintenance", raw.maintenance.as_ref());
        let cost = part.field("maintenance_cost", raw.maintenance_cost.as_ref());
        if share.is_given() && cost.is_given() {
            self.error(
                &cost.path,
                "expected either `maintenance` or `maintenance_cost`, found both",
            );
        }
        let number = |_: &mut Self, _: &str, measured: Measured| measured.number;
        let mut maintenance = self.by_age(&share, life, 0, number);
        maintenance.iter_mut().for_each(|value| *value *= first_price);
        maintenance.extend(self.by_age(&cost, life, 0, Self::usd_now));
        let availability = part.field("availability", raw.availability.as_ref());
        let energy = part.field("energy", raw.energy.as_ref());
        let resale = part.field("resale", raw.resale.as_ref());
        Ageing {
            maintenance: maintenance.into_iter().map(MillionUsdPerYear).collect(),
            availability: self.by_age(&availability, life, 0, number),
            energy: self.by_age(&energy, life, 0, number),
            resale: self.by_age(&resale, life, 1, number),
            early_retirement: raw.early_retirement.unwrap_or(false),
            write_off: self
                .share(part.field("write_off", raw.write_off.as_ref()))
                .unwrap_or_default(),
            moves: None,
        }
    }

    /// Values by period of service; those from an age on as they hold after `first`, `first + 1`, ... periods.
    fn by_age<L: Leaf<Parsed = Measured>>(
        &mut self,
        field: &Field<'a, ByAge<Quantity<L>>>,
        life: u16,
        first: u16,
        convert: impl Fn(&mut Self, &str, Measured) -> f64,
    ) -> Vec<f64> {
        let entries = match self.take(field) {
            None => return Vec::new(),
            Some(ByAge::Periods(list)) => {
                let paths = (0..list.len()).map(|i| join(&field.path, &i.to_string()));
                let pairs: Vec<_> = paths.zip(list).collect();
                let values = pairs
                    .into_iter()
                    .map(|(path, value)| convert(self, &path, value.parsed));
                return values.collect();
            }
            Some(ByAge::From(entries)) => entries,
        };
        let mut steps = Vec::new();
        for (age, value) in entries {
            let path = join(&field.path, age);
            match Duration::new(age) {
                Ok(age) if age.parsed.number >= 0.0 => {
                    steps.push((age.parsed.number, convert(self, &path, value.parsed)));
                }
                Ok(_) => self.error(&path, format!("the age `{age}` is negative")),
                Err(fault) => self.fault(&path, fault),
            }
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let start = f64::from(first) * 12.0 * self.calendar.years();
        if steps.first().is_none_or(|(age, _)| *age > start + 1e-6) {
            let fault = Fault::new("no value for the first period of service");
            self.fault(&field.path, fault.hint("begin with the age `0 months`"));
            return Vec::new();
        }
        let value_at = |period: u16| {
            let months = f64::from(first + period) * 12.0 * self.calendar.years();
            let known = steps.partition_point(|(age, _)| *age <= months + 1e-6);
            steps
                .get(known.saturating_sub(1))
                .map_or(0.0, |(_, value)| *value)
        };
        (0..life.max(1)).map(value_at).collect()
    }
}
