//! Decisions imposed on a program: bounds of its columns, and a row where several of them count together. What is
//! imposed only takes plans away, so that every plan that is left is one of the scenario.

use super::ask::{Ask, Item};
use crate::model::Columns;
use crate::model::rules::{Permissions, binds, selected};
use crate::program::{Col, KEY, Program};
use crate::scenario::*;

/// What is asked of a thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wish {
    /// At least this many of it: units, halls or blocks; sites and tranches are there or not.
    With(f64),
    /// None of it beyond what is decided already.
    Without,
}

/// Name of the rows that ask for several columns together.
const ASKED: &str = "asked";

/// Imposes a wish on a program with these columns.
///
/// # Errors
/// Why no plan can grant it, where that is plain: a sentence.
pub fn impose(
    ask: &Ask,
    wish: Wish,
    s: &Scenario,
    spec: &ModelSpec,
    columns: &Columns,
    program: &mut Program,
) -> Result<(), String> {
    let cols = columns_of(ask, wish, s, columns);
    let name = ask.told(s);
    match wish {
        Wish::Without => {
            if let Some(&kept) = cols.iter().find(|col| program.col_lower[col.index()] > 0.0) {
                let count = match ask.item {
                    Item::Site(_) | Item::Tranche(..) => "it is".to_owned(),
                    _ => format!("{} of it are", program.col_lower[kept.index()]),
                };
                return Err(format!(
                    "{name} cannot be left out: {count} committed, or there before the horizon"
                ));
            }
            cols.iter().for_each(|col| program.col_upper[col.index()] = 0.0);
            Ok(())
        }
        Wish::With(least) => {
            let most: f64 = match ask.stays() {
                true => cols.last().map_or(0.0, |col| program.col_upper[col.index()]),
                false => cols.iter().map(|col| program.col_upper[col.index()]).sum(),
            };
            if most < least {
                let why = obstacle(ask, s, spec).unwrap_or_else(|| match most > 0.0 {
                    true => format!("at most {most} of it can be had"),
                    false => "dates, lead times, supply or room leave no way to it".into(),
                });
                return Err(format!("{name} cannot be had: {why}"));
            }
            if ask.stays() {
                if let Some(col) = cols.last() {
                    let lower = &mut program.col_lower[col.index()];
                    *lower = lower.max(least);
                }
            } else {
                let known = program.families.iter().position(|family| family.name == ASKED);
                let family = match known {
                    Some(known) => crate::program::Family(known as u8),
                    None => program.family(ASKED, &[]),
                };
                let terms: Vec<(Col, f64)> = cols.into_iter().map(|col| (col, 1.0)).collect();
                program.insert_row(family, [0; KEY], (least, f64::INFINITY), terms);
            }
            Ok(())
        }
    }
}

/// The columns that decide about a thing: of what stays, those up to the period, the last one last.
fn columns_of(ask: &Ask, wish: Wish, s: &Scenario, columns: &Columns) -> Vec<Col> {
    let last = s.horizon.len().saturating_sub(1);
    let until = ask.period.map_or(last, Period::index);
    let periods: Vec<usize> = match ask.period {
        Some(t) if !ask.stays() => vec![t.index()],
        _ => (0..=until).collect(),
    };
    let mut cols: Vec<Col> = Vec::new();
    for t in periods {
        match ask.item {
            Item::Site(r) => cols.extend(columns.open(r, t)),
            Item::Hall(r, i) => cols.extend(columns.halls(r, i, t)),
            Item::Tranche(r, g) => cols.extend(columns.connect(r, g, t)),
            Item::Lease(r, b) => cols.extend(columns.lease(r, b, t)),
            Item::Contract(l) => cols.extend(columns.contracts.order(l, t)),
            Item::Chip(c, site) => {
                let sites = SiteId::all(s.sites.len()).filter(|r| site.is_none_or(|site| site == *r));
                for r in sites {
                    match wish {
                        // Units that come from other sites count as well as new ones.
                        Wish::Without => cols.extend(columns.brought(c, r, t)),
                        Wish::With(_) => cols.extend(columns.deploy(c, r, t)),
                    }
                }
            }
        }
    }
    cols.dedup();
    cols
}

/// What stands in the way of a thing for sure: rules that forbid a chip, dates of a site, a window of sale.
fn obstacle(ask: &Ask, s: &Scenario, spec: &ModelSpec) -> Option<String> {
    let label = |t: Period| s.horizon.labels[t.index()].as_str();
    match ask.item {
        Item::Chip(c, site) => {
            if let Some(told) = denying(ask, s, spec) {
                return Some(told);
            }
            let chip = &s.chips[c.index()];
            match chip.available {
                None => Some(format!("{} does not arrive within the horizon", chip.id)),
                Some((first, last)) if ask.period.is_some_and(|t| t < first || (t > last && !chip.hub)) => {
                    Some(format!("it arrives from {} to {}", label(first), label(last)))
                }
                _ => {
                    let place = site.map_or(String::new(), |r| format!(" at {}", s.sites[r.index()].id));
                    Some(format!(
                        "supply, or halls and power{place} that can hold it, leave no way to it"
                    ))
                }
            }
        }
        Item::Site(r) => Some(format!(
            "it may open from {} on",
            label(s.sites[r.index()].earliest)
        )),
        Item::Hall(r, i) => {
            let hall = &s.sites[r.index()].halls[i];
            hall.max.map(|max| {
                format!(
                    "at most {max} of them may stand there, and {} stand or are begun",
                    hall.begun()
                )
            })
        }
        _ => None,
    }
}

/// The rules that keep a chip away wherever and whenever it is asked for; `None` if it is permitted somewhere.
pub fn denying(ask: &Ask, s: &Scenario, spec: &ModelSpec) -> Option<String> {
    let Item::Chip(c, site) = ask.item else {
        return None;
    };
    if spec.off.iter().any(|off| off == "export_rules") {
        return None;
    }
    let permitted = Permissions::new(s, false);
    let sites = || SiteId::all(s.sites.len()).filter(|r| site.is_none_or(|site| site == *r));
    let periods = || (0..s.horizon.len()).filter(|t| ask.period.is_none_or(|asked| asked.index() == *t));
    if sites().any(|r| periods().any(|t| permitted.allowed(c, r, t))) {
        return None;
    }
    let names: Vec<String> = s
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, RuleEffect::Denied | RuleEffect::Licence) && binds(s, rule))
        .filter(|rule| periods().any(|t| rule.active.get(t).copied().unwrap_or(false)))
        .filter(|rule| {
            selected(s, rule)
                .into_iter()
                .any(|(chip, r)| chip == c && sites().any(|site| site == r))
        })
        .map(|rule| match rule.effect {
            RuleEffect::Denied => format!("the rule {} denies it ({})", rule.id, rule.title),
            _ => format!(
                "the rule {} asks for a licence that nobody can have ({})",
                rule.id, rule.title
            ),
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// How much of a thing a plan has.
pub fn amount(ask: &Ask, s: &Scenario, plan: &crate::plan::Plan) -> f64 {
    let until = ask.period.map_or(s.horizon.len(), |t| t.index() + 1);
    let there = |since: Option<&Option<Period>>| match since {
        Some(Some(t)) if t.index() < until => 1.0,
        _ => 0.0,
    };
    // Of what stays, all up to the period; of the rest, that of the period.
    let sum = |values: &mut dyn Iterator<Item = f64>| -> f64 {
        let chosen = values.enumerate().filter(|(t, _)| match ask.period {
            Some(_) if ask.stays() => *t < until,
            Some(asked) => *t == asked.index(),
            None => true,
        });
        chosen.map(|(_, value)| value).sum()
    };
    match ask.item {
        Item::Site(r) => there(plan.opened.get(r.index())),
        Item::Tranche(r, g) => there(plan.connected.get(r.index()).and_then(|site| site.get(g))),
        Item::Hall(r, i) => {
            let started = plan.halls_started.get(r.index()).and_then(|site| site.get(i));
            sum(&mut started.into_iter().flatten().map(|&halls| f64::from(halls)))
        }
        Item::Lease(r, b) => {
            let signed = plan.leased.get(r.index()).and_then(|site| site.get(b));
            sum(&mut signed.into_iter().flatten().map(|&blocks| f64::from(blocks)))
        }
        Item::Chip(c, site) => {
            let chips = plan.deployed.get(c.index());
            let sites = chips.into_iter().flatten().enumerate();
            let chosen = sites.filter(|(r, _)| site.is_none_or(|site| site.index() == *r));
            chosen.map(|(_, units)| sum(&mut units.iter().copied())).sum()
        }
        Item::Contract(l) => {
            let ordered = plan.contracts.ordered.get(l.index());
            sum(&mut ordered.into_iter().flatten().copied())
        }
    }
}
