//! What the plan rests on: figures by how well they are known.

use super::{View, section};
use crate::report::grid::{Grid, Page};
use crate::scenario::{Figure, Flag};
use std::collections::BTreeMap;

/// How many figures are named.
const NAMED: usize = 8;

/// Counts by flag, and the assumptions that matter most to this plan.
pub fn section_text(view: &View<'_>, page: Page) -> String {
    let figures = &view.scenario.figures;
    if figures.is_empty() {
        return String::new();
    }
    let count = |flag| figures.iter().filter(|figure| figure.flag == flag).count();
    let text = format!(
        "{} figures with a source entered the plan: {} verified, {} recalled, {} assumptions. \
         The table `assumptions` has them all.",
        figures.len(),
        count(Flag::Verified),
        count(Flag::Recalled),
        count(Flag::Assumption)
    );
    let mut body = page.wrap(&text);
    let named = most_important(view);
    if !named.is_empty() {
        let mut grid = Grid::new(["assumed, and in use", "value", "source"], 3);
        for figure in named {
            grid.row([
                figure.path.as_str(),
                &clipped(&figure.value),
                &clipped(&figure.source),
            ]);
        }
        body.push_str(&grid.render(page));
    }
    section(page, "What this rests on", &body)
}

/// One assumption about each thing that the plan uses, the things with most money behind them first.
pub fn most_important<'a>(view: &View<'a>) -> Vec<&'a Figure> {
    let weights = weights(view);
    let mut best: BTreeMap<&str, &Figure> = BTreeMap::new();
    for figure in &view.scenario.figures {
        let parts = figure.path.split('.').map(|part| part.trim_matches('"'));
        let thing = parts
            .clone()
            .find(|part| weights.get(part).is_some_and(|weight| *weight > 0.0));
        if let Some(thing) = thing.filter(|_| figure.flag == Flag::Assumption) {
            let kept = best.entry(thing).or_insert(figure);
            if rank(figure) < rank(kept) {
                *kept = figure;
            }
        }
    }
    let mut things: Vec<(&str, &Figure)> = best.into_iter().collect();
    let weight = |thing: &str| weights.get(thing).copied().unwrap_or(0.0);
    things.sort_by(|a, b| weight(b.0).total_cmp(&weight(a.0)));
    things.into_iter().take(NAMED).map(|(_, figure)| figure).collect()
}

/// How early a figure is named among those about the same thing: what drives plans first.
fn rank(figure: &Figure) -> usize {
    const DRIVERS: [&str; 9] = [
        "volume",
        "price",
        "cost",
        "build_cost",
        "supply",
        "power",
        "decode",
        "throughput",
        "energy_price",
    ];
    let drives = |driver: &&str| figure.path.split('.').any(|part| part == *driver);
    DRIVERS.iter().position(drives).unwrap_or(DRIVERS.len())
}

/// Money behind each site, chip and demand line by id: present value of the flows of a site or chip; the
/// penalties that a demand line would cost if nothing were served.
fn weights<'a>(view: &View<'a>) -> BTreeMap<&'a str, f64> {
    let scenario = view.scenario;
    let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
    for flow in view.ledger.flows() {
        let site = flow
            .site
            .and_then(|r| scenario.sites.get(r.index()))
            .map(|site| site.id.as_str());
        let chip = flow
            .chip
            .and_then(|c| scenario.chips.get(c.index()))
            .map(|chip| chip.id.as_str());
        for id in site.into_iter().chain(chip) {
            *weights.entry(id).or_default() += flow.present.abs();
        }
    }
    for line in &scenario.demand {
        let periods = scenario.horizon.periods();
        let at_stake = periods.filter_map(|t| {
            let volume = *line.volume.get(t.index())?;
            let penalty = *line.unmet_penalty.get(t.index())?;
            let length = *scenario.horizon.length.get(t.index())?;
            Some((penalty * volume * length).value() * scenario.discount(t))
        });
        *weights.entry(&line.id).or_default() += at_stake.sum::<f64>();
    }
    weights
}

fn clipped(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.into();
    }
    let kept: String = text.chars().take(LONGEST - 3).collect();
    format!("{}...", kept.trim_end())
}
