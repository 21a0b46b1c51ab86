//! Markets and the round-trip times between regions.

use super::Resolver;
use super::figures::Field;
use crate::scenario::Milliseconds;
use crate::scenario::raw::{RawLatency, RawMarket, RawRegion};
use crate::scenario::text::join;
use crate::scenario::types::Market;
use std::collections::HashMap;

/// Round-trip times in ms by pair of regions, in both directions.
type RoundTrips<'a> = HashMap<(&'a str, &'a str), f64>;

impl<'a> Resolver<'a> {
    pub(super) fn markets(&mut self) -> Vec<Market> {
        let raw = self.raw;
        let times = self.round_trips();
        raw.markets
            .iter()
            .map(|(id, market)| self.market(id, market, &times))
            .collect()
    }

    /// The table of the file, made symmetric.
    fn round_trips(&mut self) -> RoundTrips<'a> {
        let mut times = RoundTrips::new();
        let Some(RawLatency::Pairs(pairs)) = &self.raw.latency else {
            return times;
        };
        for (from, row) in pairs {
            for (to, figure) in row {
                let time = figure.value.parsed.number;
                let known = times.insert((from, to), time);
                if known
                    .or_else(|| times.get(&(to.as_str(), from.as_str())).copied())
                    .is_some_and(|other| other != time)
                {
                    let path = join(&join("latency", from), to);
                    self.error(
                        &path,
                        format!("the round-trip time between {from} and {to} is given twice and differs"),
                    );
                }
            }
        }
        let reverse: Vec<_> = times
            .iter()
            .map(|(&(from, to), &time)| ((to, from), time))
            .collect();
        times.extend(reverse);
        times
    }

    fn market(&mut self, id: &str, raw: &'a RawMarket, times: &RoundTrips<'a>) -> Market {
        let base = join("markets", id);
        let regions = &self.raw.regions;
        let region_id = raw.region.as_deref().unwrap_or(id);
        let region: Option<&'a RawRegion> = regions.get(region_id);
        if raw.region.is_some() && region.is_none() {
            self.unknown(
                &join(&base, "region"),
                "region",
                region_id,
                regions.keys().map(String::as_str),
            );
        }
        let jurisdiction = raw
            .country
            .clone()
            .or_else(|| region.and_then(|region| region.country.clone()));
        if jurisdiction.is_none() {
            self.missing(&self.field::<f64>(&base, "country", None), "SG");
        }
        let mut latency = self.tabled(region_id, times);
        let latency_base = join(&base, "latency");
        for (site, figure) in &raw.latency {
            let field = Field {
                path: join(&latency_base, site),
                shown: join(&latency_base, site),
                value: Some(figure),
            };
            let time = self.plain(field);
            if let Some(index) = self.site(&join(&latency_base, site), site)
                && let Some(place) = latency.get_mut(usize::from(index))
            {
                *place = time.map(Milliseconds);
            }
        }
        Market {
            id: id.to_owned(),
            name: raw.name.clone().unwrap_or_else(|| id.to_owned()),
            jurisdiction: jurisdiction.unwrap_or_default(),
            coordinates: raw
                .coordinates
                .or_else(|| region.and_then(|region| region.coordinates)),
            latency,
            profile: self.profile(&base, &raw.profile).unwrap_or_default(),
        }
    }

    /// Round-trip times from a region to every site, where the table has them.
    fn tabled(&self, region: &str, times: &RoundTrips<'a>) -> Vec<Option<Milliseconds>> {
        let site_region = |(id, site): (&'a String, &'a crate::scenario::raw::RawSite)| -> &'a str {
            site.region.as_deref().unwrap_or(id)
        };
        let time = |site: &str| match times.get(&(region, site)) {
            Some(&time) => Some(Milliseconds(time)),
            None if site == region => Some(Milliseconds::ZERO),
            None => None,
        };
        self.raw.sites.iter().map(site_region).map(time).collect()
    }
}
