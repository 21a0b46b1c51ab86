//! An old plan in the periods and with the things of a new scenario.

use crate::model::Columns;
use crate::plan::Plan;
use crate::plan::vintages::Change;
use crate::program::Program;
use crate::scenario::{ChipId, Horizon, Scenario, SiteId};
use crate::study::commitment::{Item, Name, money, series, start};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What an old plan has of an item, in the periods of the new scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Approved {
    /// The item in the new scenario.
    pub item: Item,
    /// Quantity by period: `[t]`.
    pub quantity: Vec<f64>,
    /// What that committed to pay in the old scenario, MUSD undiscounted: `[t]`.
    pub money: Vec<f64>,
}

/// Something of the old plan that the new scenario has no place for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// What, by ids of the old scenario.
    pub name: Name,
    /// When, as the old scenario labels it.
    pub period: String,
    /// First day of that period.
    pub start: String,
    /// Quantity with its unit.
    pub amount: String,
    /// Size of the quantity, in `unit`.
    pub quantity: f64,
    /// Unit.
    pub unit: &'static str,
    /// What it committed to pay, MUSD undiscounted.
    pub money: f64,
    /// Whether it is a commitment, or only what happens to units.
    pub is_commitment: bool,
    /// Why.
    pub why: Why,
}

/// Why something has no place in the new scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The site, tranche, design, chip ... is not in it.
    Gone,
    /// Its horizon begins later.
    Before,
    /// Its horizon ends earlier.
    After,
}

impl Why {
    /// In words.
    pub const fn told(self) -> &'static str {
        match self {
            Self::Gone => "not in the new scenario",
            Self::Before => "before the new horizon",
            Self::After => "after the new horizon",
        }
    }
}

/// An old plan as the new scenario sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// What there is of it, item by item.
    pub approved: Vec<Approved>,
    /// What falls away.
    pub lost: Vec<Lost>,
    /// Whether the old horizon covers a period of the new one: `[t]`.
    pub covered: Vec<bool>,
    /// Moves and early retirements of units counted by vintage.
    pub shifts: Vec<Shift>,
    /// Chips with moves or retirements that the new scenario cannot tell apart: of units deployed before its horizon, or
    /// in the very period of their deployment. Id and period, each once.
    pub blurred: Vec<(String, usize)>,
}

impl Mapped {
    /// The plan as values of the columns of a program of the new scenario, see [`start`].
    pub fn start(&self, scenario: &Scenario, columns: &Columns, program: &Program) -> Vec<f64> {
        let approved = self.approved.iter();
        let quantities = approved.map(|approved| (approved.item, approved.quantity.as_slice().into()));
        start(scenario, columns, program, quantities)
    }
}

/// Units of one vintage that arrive at a site, leave it or retire there, in the periods and with the things of the new
/// scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Chip.
    pub chip: ChipId,
    /// Period of deployment; negative: periods of service before the horizon.
    pub vintage: i32,
    /// Site.
    pub site: SiteId,
    /// When.
    pub period: usize,
    /// What happens.
    pub change: Change,
    /// How many units.
    pub units: f64,
}

/// Where a period of the old horizon lies in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    At(usize),
    Before,
    After,
}

/// Maps an old plan. `None` if the horizons have no period in common.
pub fn map(old: &Scenario, plan: &Plan, new: &Scenario) -> Option<Mapped> {
    let places = places(&old.horizon, &new.horizon);
    if !places.iter().any(|place| matches!(place, Place::At(_))) {
        return None;
    }
    let periods = new.horizon.len();
    let mut covered = vec![false; periods];
    for place in &places {
        if let Place::At(t) = place
            && let Some(place) = covered.get_mut(*t)
        {
            *place = true;
        }
    }
    let mut named: BTreeMap<Name, Vec<Item>> = BTreeMap::new();
    // Things of one name are taken in their order.
    for item in Item::all(new).into_iter().rev() {
        named.entry(item.name(new)).or_default().push(item);
    }
    let (mut approved, mut lost) = (Vec::new(), Vec::new());
    for item in Item::all(old) {
        let name = item.name(old);
        let mut found = named.get_mut(&name).and_then(Vec::pop).map(|item| Approved {
            item,
            quantity: vec![0.0; periods],
            money: vec![0.0; periods],
        });
        let planned = series(old, plan, item);
        for (t, (&quantity, place)) in planned.iter().zip(&places).enumerate() {
            if quantity <= 0.0 {
                continue;
            }
            let paid = money(old, plan, item, t, quantity);
            let why = match (place, &mut found) {
                (Place::At(now), Some(approved)) => {
                    approved.quantity[*now] += quantity;
                    approved.money[*now] += paid;
                    continue;
                }
                (Place::Before, _) => Why::Before,
                (Place::After, _) => Why::After,
                (Place::At(_), None) => Why::Gone,
            };
            let (size, unit) = item.size(old);
            lost.push(Lost {
                name: name.clone(),
                period: old.horizon.labels.get(t).cloned().unwrap_or_default(),
                start: old.horizon.start.get(t).cloned().unwrap_or_default(),
                amount: item.told(old, quantity),
                quantity: size * quantity,
                unit,
                money: paid,
                is_commitment: item.is_commitment(),
                why,
            });
        }
        approved.extend(found);
    }
    let (shifts, blurred) = shifts(old, plan, new, &places);
    Some(Mapped {
        approved,
        lost,
        covered,
        shifts,
        blurred,
    })
}

/// What happens to the units of an old plan after their deployment. Chips and sites that the new scenario does not have
/// are left out: their deployments are lost already.
fn shifts(
    old: &Scenario,
    plan: &Plan,
    new: &Scenario,
    places: &[Place],
) -> (Vec<Shift>, Vec<(String, usize)>) {
    let (mut shifts, mut blurred) = (Vec::new(), Vec::new());
    // Ages at the start mean the same only if both horizons start together.
    let together = places.first() == Some(&Place::At(0)) && day(&old.horizon, 0) == day(&new.horizon, 0);
    for change in &plan.fleet_changes {
        let chip = old.chips.get(usize::from(change.chip)).map(|chip| &chip.id);
        let site = old.sites.get(usize::from(change.site)).map(|site| &site.id);
        let (Some(chip), Some(site)) = (chip, site) else {
            continue;
        };
        let chips = ChipId::all(new.chips.len()).zip(&new.chips);
        let sites = SiteId::all(new.sites.len()).zip(&new.sites);
        let (Some((c, _)), Some((r, _)), Some(&Place::At(period))) = (
            chips.into_iter().find(|(_, known)| known.id == *chip),
            sites.into_iter().find(|(_, known)| known.id == *site),
            places.get(change.period.index()),
        ) else {
            continue;
        };
        let vintage = match usize::try_from(change.vintage) {
            Ok(deployed) => match places.get(deployed) {
                Some(&Place::At(deployed)) if deployed < period => i32::try_from(deployed).ok(),
                _ => None,
            },
            Err(_) => together.then_some(change.vintage),
        };
        match vintage {
            Some(vintage) => shifts.push(Shift {
                chip: c,
                vintage,
                site: r,
                period,
                change: change.change,
                units: change.units,
            }),
            None => blurred.push((chip.clone(), period)),
        }
    }
    blurred.sort();
    blurred.dedup();
    (shifts, blurred)
}

/// Each period of the old horizon in the new one: by its label, else by its first day.
fn places(old: &Horizon, new: &Horizon) -> Vec<Place> {
    let ends = (new.len().checked_sub(1)).and_then(|last| end(new, last));
    let place = |(t, label): (usize, &String)| {
        if let Some(same) = new.labels.iter().position(|other| other == label) {
            return Place::At(same);
        }
        let Some(day) = day(old, t) else {
            return Place::After;
        };
        if ends.is_some_and(|end| day >= end) {
            return Place::After;
        }
        let begun = (0..new.len())
            .rev()
            .find(|&now| super::mapping::day(new, now).is_some_and(|start| start <= day));
        begun.map_or(Place::Before, Place::At)
    };
    old.labels.iter().enumerate().map(place).collect()
}

/// First day of a period.
pub fn day(horizon: &Horizon, t: usize) -> Option<Date> {
    horizon.start.get(t)?.parse().ok()
}

/// The day after the last one of a period.
pub fn end(horizon: &Horizon, t: usize) -> Option<Date> {
    if let Some(next) = day(horizon, t + 1) {
        return Some(next);
    }
    let months = (horizon.length.get(t)?.value() * 12.0).round();
    day(horizon, t)?
        .checked_add(jiff::Span::new().try_months(months as i64).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Years;

    fn horizon(labels: &[&str], starts: &[&str], years: f64) -> Horizon {
        Horizon {
            labels: labels.iter().map(|&label| label.into()).collect(),
            length: vec![Years(years); labels.len()],
            year: starts.iter().map(|start| start[..4].parse().unwrap()).collect(),
            start: starts.iter().map(|&start| start.into()).collect(),
        }
    }

    #[test]
    fn periods_map_by_label_then_by_day() {
        let old = horizon(
            &["2026H2", "2027H1", "2027H2", "2028H1"],
            &["2026-07-01", "2027-01-01", "2027-07-01", "2028-01-01"],
            0.5,
        );
        let years = horizon(&["2027"], &["2027-01-01"], 1.0);
        assert_eq!(
            places(&old, &years),
            [Place::Before, Place::At(0), Place::At(0), Place::After]
        );
        // A label of the planner's own counts, whatever its days are.
        let own = horizon(&["2028H1", "later"], &["2031-01-01", "2032-01-01"], 1.0);
        assert_eq!(places(&old, &own)[3], Place::At(0));
        assert_eq!(places(&old, &own)[..3], [Place::Before; 3]);
    }
}
