//! What the best plan can do without: where the search for the most different plan finds none in time, the cheapest plan
//! without something that the best one has is a different one. Columns at zero leave a program its structure, so such a solve
//! is no harder than that of the scenario; a row over all sites would be.

use super::super::commitment::{Item, decision};
use super::Differ;
use crate::model::Model;
use crate::program::Col;
use crate::scenario::{ChipId, Scenario, SiteId};

/// Something to do without.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// What it is, for people.
    pub name: String,
    /// Columns that are zero without it.
    pub cols: Vec<Col>,
    /// How much of it the plan has: power deployed, or steps.
    pub size: f64,
}

/// Everything that a plan has and is not bound to, the largest first; sites that need not be opened come before those that are
/// there.
pub(super) fn parts(differ: Differ, scenario: &Scenario, model: &Model, plan: &[f64]) -> Vec<Part> {
    let all = match differ {
        Differ::Sites => sites(scenario, model),
        Differ::Chips => chips(scenario, model),
        Differ::Timing => steps(scenario, model, plan),
    };
    let program = &model.program;
    let mut parts: Vec<(bool, Part)> = Vec::new();
    for (first, name, sized) in all {
        let amounts = sized.iter().map(|(col, size)| plan[col.index()] * size);
        let size: f64 = amounts.sum();
        let is_free = sized.iter().all(|(col, _)| program.col_lower[col.index()] <= 0.0);
        if is_free && size > 1e-6 {
            let cols = sized.into_iter().map(|(col, _)| col).collect();
            parts.push((first, Part { name, cols, size }));
        }
    }
    parts.sort_by(|(a_first, a), (b_first, b)| b_first.cmp(a_first).then(b.size.total_cmp(&a.size)));
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Whether it comes first, what it is, and its columns with how much one unit of each counts.
type Sized = (bool, String, Vec<(Col, f64)>);

/// Columns of the units deployed by chip, site and period.
fn deployed<'a>(
    scenario: &'a Scenario,
    model: &'a Model,
    chips: impl Iterator<Item = ChipId> + 'a,
    sites: impl Iterator<Item = SiteId> + Clone + 'a,
) -> impl Iterator<Item = (Col, f64)> + 'a {
    let places = chips.flat_map(move |c| sites.clone().map(move |r| (c, r)));
    places.flat_map(move |(c, r)| {
        let power = scenario
            .chips
            .get(c.index())
            .map_or(0.0, |chip| chip.power.value());
        let periods = 0..scenario.horizon.len();
        periods.filter_map(move |t| Some((model.columns.deploy(c, r, t)?, power)))
    })
}

/// Sites: without new chips there, and not opened if they need not be.
fn sites(scenario: &Scenario, model: &Model) -> Vec<Sized> {
    let all = SiteId::all(scenario.sites.len()).zip(&scenario.sites);
    all.map(|(r, site)| {
        let chips = ChipId::all(scenario.chips.len());
        let mut cols: Vec<(Col, f64)> = deployed(scenario, model, chips, std::iter::once(r)).collect();
        if !site.existing {
            let periods = 0..scenario.horizon.len();
            cols.extend(periods.filter_map(|t| Some((model.columns.open(r, t)?, 0.0))));
        }
        (!site.existing, site.id.to_string(), cols)
    })
    .collect()
}

/// Chips: without any unit deployed.
fn chips(scenario: &Scenario, model: &Model) -> Vec<Sized> {
    let all = ChipId::all(scenario.chips.len()).zip(&scenario.chips);
    all.map(|(c, chip)| {
        let sites = SiteId::all(scenario.sites.len());
        let cols = deployed(scenario, model, std::iter::once(c), sites).collect();
        (false, chip.id.to_string(), cols)
    })
    .collect()
}

/// Steps: not by the period by which the first are taken.
fn steps(scenario: &Scenario, model: &Model, plan: &[f64]) -> Vec<Sized> {
    let all = Item::all(scenario).into_iter();
    let of_steps = all.filter(|item| matches!(item, Item::Site(_) | Item::Hall(..) | Item::Power(..)));
    of_steps
        .filter_map(|item| {
            let cols = decision(scenario, &model.columns, item).columns;
            let taken = |col: &Option<Col>| col.is_some_and(|col| plan[col.index()] > 0.5);
            let first = cols.iter().position(taken)?;
            let period = scenario.horizon.labels.get(first)?;
            let name = format!("{} by {period}", item.name(scenario).told());
            let before = cols[..first].iter().flatten().map(|&col| (col, 0.0));
            let at = cols[first].map(|col| (col, 1.0));
            Some((false, name, before.chain(at).collect()))
        })
        .collect()
}
