//! Parts of the filter of a limit that are names: contracts, tranches, components ...

use super::limits::keys;
use super::{Fault, Resolver};
use crate::scenario::raw::limits::RawQuantityFilter;
use crate::scenario::text::join;
use crate::scenario::types::{By, Component, Quantity};
use std::collections::BTreeMap;

impl Resolver<'_> {
    /// Names that exist, by what they are names of.
    pub(super) fn named_parts(
        &mut self,
        base: &str,
        quantity: Quantity,
        raw: &RawQuantityFilter,
    ) -> BTreeMap<By, Vec<String>> {
        let mut named = BTreeMap::new();
        for (by, names) in raw.named() {
            let Some(names) = names else { continue };
            let path = join(base, by.key());
            if !quantity.by().contains(&by) {
                self.no_such_filter(&path, quantity, by.key());
                continue;
            }
            let known = self.names_of(by);
            let mut found = Vec::new();
            for (index, name) in names.into_iter().enumerate() {
                let path = join(&path, &index.to_string());
                if !is_named(by, name, &known) {
                    self.unknown(&path, by.noun(), name, known.iter().map(String::as_str));
                } else if let Some(reason) = self.no_money_limit(by, name) {
                    self.fault(&path, Fault::new(format!("`{name}` cannot be limited: {reason}")));
                } else {
                    found.push(name.to_owned());
                }
            }
            named.insert(by, found);
        }
        named
    }

    /// Says that a quantity has no such filter.
    pub(super) fn no_such_filter(&mut self, path: &str, quantity: Quantity, key: &str) {
        let fault = Fault::new(format!("`{}` cannot be filtered by {key}", quantity.name()));
        let allowed: Vec<&str> = quantity.by().iter().map(|by| by.key()).collect();
        let hint = if allowed.is_empty() {
            "this quantity has no filters".to_owned()
        } else {
            format!("filters of this quantity: {}", allowed.join(", "))
        };
        self.fault(path, fault.hint(hint));
    }

    /// Names that a filter can name.
    fn names_of(&self, by: By) -> Vec<String> {
        let (raw, sites) = (self.raw, || self.raw.sites.values());
        let known: Vec<&str> = match by {
            By::Tranche => {
                let tranches = sites().flat_map(|site| &site.tranches);
                tranches.map(|tranche| tranche.id.as_str()).collect()
            }
            By::Ppa => {
                let offers = sites().flat_map(|site| &site.ppas);
                offers.map(|offer| offer.id.as_str()).collect()
            }
            By::Lease => {
                let leases = sites().flat_map(|site| &site.leases);
                leases.map(|lease| lease.id.as_str()).collect()
            }
            By::Contract => keys(raw.contracts.keys()),
            By::Rental => keys(raw.rentals.keys()),
            By::Stage => {
                let of_sites = sites().flat_map(|site| site.halls.values());
                let of_sites = of_sites.flat_map(|hall| &hall.stages);
                let of_designs = raw.hall_designs.values().flat_map(|design| &design.stages);
                of_designs
                    .chain(of_sites)
                    .map(|stage| stage.id.as_str())
                    .collect()
            }
            By::Retrofit => {
                let retrofits = sites().flat_map(|site| &site.retrofits);
                retrofits.map(|retrofit| retrofit.id.as_str()).collect()
            }
            By::Vintage => keys(self.calendar.labels().iter()),
            By::Hour => keys(raw.hours.blocks.keys()),
            By::Incentive => keys(raw.finance.incentives.keys()),
            By::Component => Component::ALL.iter().map(|component| component.name()).collect(),
            By::Chip | By::Place | By::Hall | By::Workload | By::Demand | By::Job => Vec::new(),
        };
        let mut names: Vec<String> = Vec::new();
        for name in known {
            if !names.iter().any(|one| one == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// Why money of this component is not a sum over decisions.
    fn no_money_limit(&self, by: By, name: &str) -> Option<&'static str> {
        let component = Component::named(name).filter(|_| by == By::Component)?;
        let mut lines = self.raw.demand.values();
        match component {
            Component::BrokenLimits => Some("it is what limits like this one cost"),
            Component::Unmet if lines.any(|line| !line.unmet_tiers.is_empty()) => {
                Some("its penalty has tiers; limit `demand.unmet`")
            }
            Component::Revenue if lines.any(|line| line.price_response.is_some()) => {
                Some("prices are decided, so that it is a curve; limit `served.volume`")
            }
            _ => None,
        }
    }
}

/// Whether there is such a name; vintages before the horizon are negative numbers.
fn is_named(by: By, name: &str, known: &[String]) -> bool {
    let before = by == By::Vintage && name.parse::<i32>().is_ok_and(|age| age < 0);
    before || known.iter().any(|one| one == name)
}
