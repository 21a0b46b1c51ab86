//! Which halls and leases can hold which chips, and the classes for which capacity must be checked.
//!
//! At a site the options are its hall designs followed by its lease offers. A chip's fit set is the set of
//! options that take its cooling and its rack density. Loads can be placed if and only if, for every union
//! `U` of fit sets, the load of the chips that fit only inside `U` is at most the capacity of `U`
//! (Hall's theorem for one resource, P. Hall 1935); such a union is called a class here.

use crate::scenario::{Accepts, Chip, Cooling, Scenario, Site};
use std::collections::{BTreeMap, BTreeSet};

/// Relative slack when a rack density is compared with a limit.
const DENSITY_SLACK: f64 = 1e-9;

/// Sorted positions of options at a site: hall designs first, then leases.
pub type Options = Vec<u16>;

/// A class: a union of fit sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its options.
    pub options: Options,
    /// Position of its label in [`Fit::labels`]: the names of the options joined with `+`.
    pub label: u16,
}

/// Fit sets and classes of all sites.
#[derive(Debug, Clone, Default)]
pub struct Fit {
    /// `[site][chip]`: the options that can hold the chip; empty if none.
    pub chip: Vec<Vec<Options>>,
    /// `[site]`: its classes, smaller sets first.
    pub classes: Vec<Vec<Class>>,
    /// Labels of the classes over all sites.
    pub labels: Vec<String>,
}

impl Fit {
    /// Computes the fit sets; the classes are still empty.
    pub fn new(scenario: &Scenario) -> Self {
        let of_site = |site: &Site| {
            scenario
                .chips
                .iter()
                .map(|chip| fit_set(scenario, site, chip))
                .collect()
        };
        Self {
            chip: scenario.sites.iter().map(of_site).collect(),
            classes: vec![Vec::new(); scenario.sites.len()],
            labels: Vec::new(),
        }
    }

    /// Computes the classes from the chips that can be present: `present(chip, site)`.
    pub fn find_classes(&mut self, scenario: &Scenario, present: impl Fn(usize, usize) -> bool) {
        let mut known: BTreeMap<String, u16> = BTreeMap::new();
        for (r, site) in scenario.sites.iter().enumerate() {
            let mut unions: BTreeSet<(usize, Options)> = BTreeSet::new();
            for (c, set) in self.chip[r].iter().enumerate() {
                if set.is_empty() || !present(c, r) || unions.contains(&(set.len(), set.clone())) {
                    continue;
                }
                let joined: Vec<Options> = unions.iter().map(|(_, other)| union(set, other)).collect();
                unions.extend(joined.into_iter().map(|u| (u.len(), u)));
                unions.insert((set.len(), set.clone()));
            }
            for (_, options) in unions {
                let name = label(scenario, site, &options);
                let next = known.len() as u16;
                let label = *known.entry(name.clone()).or_insert_with(|| {
                    self.labels.push(name);
                    next
                });
                self.classes[r].push(Class { options, label });
            }
        }
    }
}

/// Whether a hall or lease takes a chip's cooling.
fn cools(accepts: Accepts, cooling: Cooling) -> bool {
    match cooling {
        Cooling::Air => accepts.air,
        Cooling::Liquid => accepts.liquid,
        Cooling::Either => accepts.air || accepts.liquid,
    }
}

fn fit_set(scenario: &Scenario, site: &Site, chip: &Chip) -> Options {
    let density = if chip.racks > 0.0 {
        chip.power.value() / chip.racks
    } else {
        0.0
    };
    let halls = site.halls.iter().map(|hall| {
        let design = &scenario.halls[hall.design.index()];
        cools(design.accepts, chip.cooling)
            && design
                .rack_density
                .is_none_or(|limit| density <= limit.value() * (1.0 + DENSITY_SLACK))
    });
    let leases = site.leases.iter().map(|lease| cools(lease.accepts, chip.cooling));
    (0..)
        .zip(halls.chain(leases))
        .filter(|(_, fits)| *fits)
        .map(|(i, _)| i)
        .collect()
}

/// Union of two sorted sets.
fn union(a: &Options, b: &Options) -> Options {
    let set: BTreeSet<u16> = a.iter().chain(b).copied().collect();
    set.into_iter().collect()
}

/// Whether sorted set `a` lies inside `b`.
pub fn inside(a: &Options, b: &Options) -> bool {
    a.iter().all(|x| b.binary_search(x).is_ok())
}

fn label(scenario: &Scenario, site: &Site, options: &Options) -> String {
    let halls = site.halls.len();
    let mut names: Vec<&str> = options
        .iter()
        .map(|&option| match site.halls.get(option as usize) {
            Some(hall) => scenario.halls[hall.design.index()].id.as_str(),
            None => site.leases[option as usize - halls].id.as_str(),
        })
        .collect();
    names.sort_unstable();
    names.join("+")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::{HallId, Megawatts, SiteHall};

    #[test]
    fn classes_are_the_unions_of_the_fit_sets() {
        let mut scenario = testing::base();
        scenario.halls.push(testing::hall("wet", false, true));
        scenario.sites[0].halls.push(SiteHall {
            design: HallId(1),
            ..testing::site_hall(1)
        });
        scenario.chips[1].cooling = Cooling::Liquid;
        let mut fit = Fit::new(&scenario);
        assert_eq!(fit.chip[0], [vec![0], vec![1]]);
        assert_eq!(fit.chip[1], [vec![0], vec![]]);
        fit.find_classes(&scenario, |_, _| true);
        let names: Vec<&str> = fit.classes[0]
            .iter()
            .map(|class| fit.labels[class.label as usize].as_str())
            .collect();
        assert_eq!(names, ["air", "wet", "air+wet"]);
        assert_eq!(fit.classes[1].len(), 1);
    }

    #[test]
    fn a_rack_too_dense_for_a_hall_does_not_fit() {
        let mut scenario = testing::base();
        // `small` has 0.1 MW per rack, `big` 0.2 MW.
        scenario.halls[0].rack_density = Some(Megawatts(0.1));
        let fit = Fit::new(&scenario);
        assert_eq!(fit.chip[0], [vec![0], vec![]]);
    }

    #[test]
    fn leases_come_after_halls() {
        let mut scenario = testing::base();
        scenario.sites[0].leases.push(testing::lease("colo", 2));
        let mut fit = Fit::new(&scenario);
        assert_eq!(fit.chip[0][0], [0, 1]);
        fit.find_classes(&scenario, |_, _| true);
        assert_eq!(fit.labels, ["air+colo", "air"]);
    }
}
