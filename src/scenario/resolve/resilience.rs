//! Resilience: which lines a requirement speaks of, and what may be lost.

use super::Resolver;
use crate::scenario::raw::resilience::{RawAgainst, RawDemandSelector, RawForm};
use crate::scenario::raw::{RawResilience, RawSite};
use crate::scenario::text::join;
use crate::scenario::types::{Against, Chip, DemandLine, Loss, Resilience, ResilienceForm, Site};
use crate::scenario::{ChipId, DemandId, SiteId};

impl<'a> Resolver<'a> {
    /// All requirements, over what has been resolved.
    pub(super) fn resilience(
        &mut self,
        sites: &[Site],
        chips: &[Chip],
        demand: &[DemandLine],
    ) -> Vec<Resilience> {
        let raw = self.raw;
        let requirements = raw.resilience.iter();
        requirements
            .map(|(id, raw)| self.requirement(id, raw, (sites, chips), demand))
            .collect()
    }

    fn requirement(
        &mut self,
        id: &str,
        raw: &'a RawResilience,
        (sites, chips): (&[Site], &[Chip]),
        demand: &[DemandLine],
    ) -> Resilience {
        let base = join("resilience", id);
        let keep = self.series_by(self.field(&base, "keep", Some(&raw.keep)), |_, share, _| {
            Ok(share.parsed.number)
        });
        let (against, mut losses) = match raw.against {
            RawAgainst::Site => (Against::Site, of_sites(sites, |site| &site.id)),
            RawAgainst::GridZone => (Against::GridZone, of_sites(sites, |site| &site.grid_zone)),
            RawAgainst::Jurisdiction => (Against::Jurisdiction, of_sites(sites, |site| &site.jurisdiction)),
            RawAgainst::Vendor => (Against::Vendor, of_vendors(chips)),
        };
        if let Some(only) = &raw.only {
            let known: Vec<String> = losses.iter().map(|loss| loss.id.clone()).collect();
            self.known(&join(&base, "only"), "loss", only, &known);
            losses.retain(|loss| only.contains(&loss.id));
        }
        Resilience {
            id: id.to_owned(),
            against,
            keep: keep.unwrap_or_default(),
            lines: self.lines(&join(&base, "demand"), &raw.demand, demand),
            form: match raw.form {
                RawForm::Pooled => ResilienceForm::Pooled,
                RawForm::Copies => ResilienceForm::Copies,
            },
            losses,
        }
    }

    /// The demand lines that a selector names.
    fn lines(&mut self, base: &str, raw: &RawDemandSelector, demand: &[DemandLine]) -> Vec<DemandId> {
        let all = self.raw;
        let parts = [
            ("lines", "demand line", &raw.lines, keys(all.demand.keys())),
            ("markets", "market", &raw.markets, keys(all.markets.keys())),
            (
                "workloads",
                "workload",
                &raw.workloads,
                keys(all.workloads.keys()),
            ),
        ];
        for (key, what, names, known) in parts {
            self.known(&join(base, key), what, names.iter().flatten(), &known);
        }
        let named =
            |names: &Option<Vec<String>>, id: &String| names.as_ref().is_none_or(|names| names.contains(id));
        let selected = |line: &DemandLine| {
            all.demand.get(&line.id).is_some_and(|written| {
                named(&raw.lines, &line.id)
                    && named(&raw.markets, &written.market)
                    && named(&raw.workloads, &written.workload)
            })
        };
        let lines = DemandId::all(demand.len()).zip(demand);
        lines.filter(|(_, line)| selected(line)).map(|(d, _)| d).collect()
    }

    /// Reports names that are not known.
    fn known<'n>(
        &mut self,
        base: &str,
        what: &str,
        names: impl IntoIterator<Item = &'n String>,
        known: &[String],
    ) {
        for (index, name) in names.into_iter().enumerate() {
            if !known.contains(name) {
                let path = join(base, &index.to_string());
                self.unknown(&path, what, name, known.iter().map(String::as_str));
            }
        }
    }

    /// Grid zone of a site: its own, its region's, or else its jurisdiction.
    pub(super) fn grid_zone(&self, id: &str, raw: &RawSite, jurisdiction: &Option<String>) -> String {
        let region = self.raw.regions.get(raw.region.as_deref().unwrap_or(id));
        let zone = raw.grid_zone.as_ref();
        let zone = zone.or_else(|| region.and_then(|region| region.grid_zone.as_ref()));
        zone.or(jurisdiction.as_ref()).cloned().unwrap_or_default()
    }
}

fn keys<'n>(keys: impl Iterator<Item = &'n String>) -> Vec<String> {
    keys.cloned().collect()
}

/// The sites put together by what `group` says of them, in the order of the first of each.
fn of_sites(sites: &[Site], group: impl Fn(&Site) -> &String) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    for (r, site) in SiteId::all(sites.len()).zip(sites) {
        let id = group(site);
        match losses.iter_mut().find(|loss| loss.id == *id) {
            Some(loss) => loss.sites.push(r),
            None => losses.push(Loss {
                id: id.clone(),
                sites: vec![r],
                chips: vec![],
            }),
        }
    }
    losses
}

/// The chips put together by vendor.
fn of_vendors(chips: &[Chip]) -> Vec<Loss> {
    let mut losses: Vec<Loss> = Vec::new();
    for (c, chip) in ChipId::all(chips.len()).zip(chips) {
        match losses.iter_mut().find(|loss| loss.id == chip.vendor) {
            Some(loss) => loss.chips.push(c),
            None => losses.push(Loss {
                id: chip.vendor.clone(),
                sites: vec![],
                chips: vec![c],
            }),
        }
    }
    losses
}
