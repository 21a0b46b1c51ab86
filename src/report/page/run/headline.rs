//! What the plan is worth, how sure that is, and its size.

use super::super::chart::{Chart, Figure, View, WaterfallStep, tidy};
use super::super::{Badge, Block, Card, Section, Tone};
use super::Planned;
use super::read::Reader;
use crate::report::money::Currency;
use crate::report::numbers::{self, percent, short};
use crate::report::terminal::component_title;
use crate::run::manifest::{Manifest, Sense};
use crate::scenario::{Class, Component, Scenario};
use crate::solver::Status;

/// Who plans, and for which time.
pub(super) fn subtitle(scenario: &Scenario) -> String {
    let labels = &scenario.horizon.labels;
    let span = match (labels.first(), labels.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(only), _) => only.clone(),
        _ => String::new(),
    };
    let mut text = format!("{}, {span}", scenario.operator.name);
    if !scenario.description.is_empty() {
        text.push_str(". ");
        text.push_str(scenario.description.trim());
    }
    text
}

/// Status, gap, check.
pub(super) fn badges(manifest: &Manifest) -> Vec<Badge> {
    let badge = |text: String, tone| Badge { text, tone };
    let mut badges = vec![match manifest.status {
        Status::Optimal => badge("optimal".into(), Tone::Good),
        Status::Feasible => badge("feasible, stopped before the gap was reached".into(), Tone::Warn),
        Status::Infeasible => badge("infeasible".into(), Tone::Warn),
        Status::Unknown => badge("no plan found".into(), Tone::Warn),
    }];
    if let Some(gap) = manifest.gap {
        badges.push(badge(format!("gap {}", numbers::gap(gap)), Tone::Plain));
    }
    if manifest.objective.is_some() {
        badges.push(if manifest.verified {
            badge("verified".into(), Tone::Good)
        } else {
            badge("not verified".into(), Tone::Warn)
        });
    }
    let seconds = numbers::seconds(manifest.seconds.solve);
    badges.push(badge(format!("{seconds} in the solver"), Tone::Plain));
    badges
}

/// Cards and the waterfall.
pub(super) fn section(run: &Planned<'_>) -> Section {
    let mut section = Section::new("overview", "Overview");
    section.push(Block::Cards(cards(run)));
    section.chart(waterfall(run));
    section
}

fn cards(run: &Planned<'_>) -> Vec<Card> {
    let manifest = run.view.manifest;
    let currency = Currency::of(run.view.scenario);
    let money = |musd: f64| format!("{} {}", short(currency.present(musd)), currency.code);
    let mut cards = Vec::new();
    if let Some(objective) = manifest.objective {
        let (what, proven) = match manifest.sense {
            Sense::Minimise => ("Net present cost", "no plan costs less than"),
            Sense::Maximise => ("Net present profit", "no plan earns more than"),
        };
        let note = manifest
            .best_bound
            .map_or_else(String::new, |bound| format!("{proven} {}", money(bound)));
        cards.push(Card::new(what, money(objective), note));
    }
    let Some(table) = run.table("headline") else {
        return cards;
    };
    let reader = Reader::new(table);
    for row in reader.rows() {
        let (item, of) = (reader.key(row, "item"), reader.key(row, "of"));
        let Some(value) = reader.number(row, "value") else {
            continue;
        };
        let with_unit = |value: f64| format!("{} {}", short(value), row.unit);
        match (item, of) {
            ("total", "capex" | "opex") => {
                let mut note = "undiscounted".to_owned();
                if let Some(present) = reader.number(row, "present_value") {
                    note.push_str(&format!("; present value {}", with_unit(present)));
                }
                let label = if of == "capex" { "Invested" } else { "Running cost" };
                cards.push(Card::new(label, with_unit(value), note));
            }
            ("demand met", workload) => {
                cards.push(Card::new(
                    format!("Demand met: {workload}"),
                    percent(value / 100.0),
                    "of the volume over the horizon",
                ));
            }
            ("opened", _) => cards.push(Card::new(
                "Sites opened",
                short(value),
                format!("of {} in the scenario", run.view.scenario.sites.len()),
            )),
            ("built", _) => cards.push(Card::new("Halls started", short(value), "")),
            ("deployed", "chips") => cards.push(Card::new("Chips put in service", short(value), "")),
            ("peak in service", "IT power") => {
                cards.push(Card::new("IT power at the peak", with_unit(value), ""));
            }
            // A scenario may leave out what its chips count for under export rules: then it is unknown, not zero.
            ("peak in service", "compute") if run.view.scenario.chips.iter().any(|chip| chip.tpp > 0.0) => {
                cards.push(Card::new("Compute at the peak", with_unit(value), ""));
            }
            _ => {}
        }
    }
    cards
}

/// From nothing to the cost or the profit, by component.
fn waterfall(run: &Planned<'_>) -> Option<Chart> {
    let profit = run.view.manifest.sense == Sense::Maximise;
    let table = run.table("headline")?;
    let reader = Reader::new(table);
    let mut parts: Vec<(&str, f64)> = Vec::new();
    let mut revenue = 0.0;
    for row in reader.rows() {
        let present = reader.number(row, "present_value");
        let (Some(component), Some(amount)) = (Component::named(reader.key(row, "of")), present) else {
            continue;
        };
        if reader.key(row, "item") != component.class().name() {
            continue;
        }
        if component.class() == Class::Revenue {
            revenue = amount;
        } else {
            parts.push((
                component_title(component),
                amount * component.class().in_net_cost(),
            ));
        }
    }
    parts.retain(|(_, amount)| tidy(*amount) != 0.0);
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let cost: f64 = parts.iter().map(|(_, amount)| amount).sum();
    let (largest, amount) = *parts.first()?;
    let share = if cost > 0.0 { amount / cost } else { 0.0 };
    let sign = if profit { -1.0 } else { 1.0 };
    let step = |name: &str, value: f64, total| WaterfallStep {
        name: name.into(),
        value: tidy(value),
        total,
    };
    let mut steps = Vec::new();
    if profit {
        steps.push(step("revenue", revenue, true));
    }
    steps.extend(
        parts
            .iter()
            .map(|(name, amount)| step(name, sign * amount, false)),
    );
    let (what, result) = if profit {
        ("profit", revenue - cost)
    } else {
        ("cost", cost)
    };
    steps.push(step(what, result, true));
    let unit = table.rows.first()?.unit.as_str();
    let mut view = View::waterfall("Present value", unit, steps);
    if let Figure::Waterfall { steps } = &mut view.figure {
        *steps = without_slivers(steps);
    }
    Some(Chart {
        id: "waterfall".into(),
        title: format!("What the {what} is made of, present value"),
        summary: format!(
            "The {what} is {} {}. The largest part of the cost is {largest}, {} {} or {} of it.",
            short(result),
            unit,
            short(amount),
            unit,
            percent(share)
        ),
        views: vec![view],
    })
}

/// The steps as drawn: what would be a sliver is put together, if it is more than two of them.
fn without_slivers(steps: &[WaterfallStep]) -> Vec<WaterfallStep> {
    let largest = steps.iter().map(|step| step.value.abs()).fold(0.0, f64::max);
    let sliver = |step: &WaterfallStep| !step.total && step.value.abs() < 0.005 * largest;
    let slivers: Vec<&WaterfallStep> = steps.iter().filter(|step| sliver(step)).collect();
    if slivers.len() < 3 {
        return steps.to_vec();
    }
    let mut drawn: Vec<WaterfallStep> = steps.iter().filter(|step| !sliver(step)).cloned().collect();
    let together = WaterfallStep {
        name: format!("{} smaller parts", slivers.len()),
        value: tidy(slivers.iter().map(|step| step.value).sum()),
        total: false,
    };
    // Before what leads down again, or the total.
    let sign = slivers.iter().map(|step| step.value).sum::<f64>().signum();
    let place = drawn
        .iter()
        .position(|step| !step.total && step.value * sign < 0.0)
        .unwrap_or(drawn.len().saturating_sub(1));
    drawn.insert(place, together);
    drawn
}
