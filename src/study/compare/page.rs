//! A comparison as one page.

use super::inputs::Change;
use super::lines::{ALL, By, NET_COST, Topic, UNMET_OF_LINE};
use super::text::{self, results};
use super::{Case, Comparison, InputDifferences, Line, Mark};
use crate::plan::ledger::{Class, Component};
use crate::plan::tables::Cell;
use crate::report::grid::Grid;
use crate::report::money::Currency;
use crate::report::numbers::short;
use crate::report::page::{
    Badge, Block, Chart, Colour, Page, Section, Series, Sheet, Tone, View, WaterfallStep,
};
use crate::report::terminal::component_title;
use crate::run::manifest::Versions;

/// Steps of a waterfall that are shown on their own.
const STEPS: usize = 10;

/// The page: objectives, where the difference comes from, inputs, each plan under the other's inputs, results over time and
/// as tables. The same runs give the same bytes.
pub fn page(comparison: &Comparison<'_>) -> Page {
    let total = comparison.split(By::Total);
    let periods = comparison.split(By::Period);
    let base = comparison.cases.first();
    let labels: Vec<&str> = comparison
        .others()
        .iter()
        .map(|case| case.label.as_str())
        .collect();
    let mut page = Page {
        title: format!(
            "{} compared with {}",
            labels.join(", "),
            base.map_or("", |base| &base.label)
        ),
        subtitle: comparison
            .cases
            .iter()
            .map(subtitle)
            .collect::<Vec<_>>()
            .join("; "),
        badges: badges(comparison),
        notices: comparison.notices(),
        sections: vec![
            objectives(&total),
            inputs(comparison),
            crossed(comparison),
            over_time(&periods),
            results(&total, "results", "Results that differ"),
            results(&periods, "by-period", "By period"),
            results(&comparison.split(By::Site), "by-site", "By site"),
            results(&comparison.split(By::Chip), "by-chip", "By chip"),
        ],
        footer: format!("Made by buildout {}.", Versions::of_this_build().buildout),
    };
    page.sections.retain(|section| !section.blocks.is_empty());
    page
}

impl Comparison<'_> {
    /// Notes and what was altered, as sentences.
    fn notices(&self) -> Vec<String> {
        let altered = self.cases.iter().flat_map(|case| {
            let told = case.saved.altered.iter();
            told.map(|altered| format!("{}: {altered}.", case.label))
        });
        let notes = self.notes.iter().map(|note| format!("{note}."));
        notes.chain(altered).collect()
    }
}

fn subtitle(case: &Case) -> String {
    let scenario = &case.saved.question.scenario;
    format!("{}: scenario {}", case.label, scenario.name)
}

/// Per run: how its objective stands to the base's.
fn badges(comparison: &Comparison<'_>) -> Vec<Badge> {
    let pairs = comparison.others().iter().zip(comparison.apart.iter());
    let badge = |(case, apart): (&Case, &super::Apart)| {
        let Some(objective) = apart.objective else {
            return Badge {
                text: format!("{}: objectives not compared", case.label),
                tone: Tone::Plain,
            };
        };
        let share = match objective.absolute {
            0.0 => "same objective".to_owned(),
            _ => text::relative(objective.relative),
        };
        let (told, tone) = match objective.mark {
            Mark::Larger => ("larger than the gaps", Tone::Plain),
            Mark::NotDistinguishable | Mark::Equal => ("not distinguishable", Tone::Warn),
        };
        Badge {
            text: format!("{}: {share}, {told}", case.label),
            tone,
        }
    };
    pairs.map(badge).collect()
}

/// Objectives, and a waterfall from the base's to each run's.
fn objectives(comparison: &Comparison<'_>) -> Section {
    let name = text::objective_name(comparison);
    let mut section = Section::new("objectives", "Objectives");
    let code = text::code(text::currency(comparison));
    section.push(Block::Table(Sheet::new(
        format!("Runs: {name}, {code} of present value"),
        text::runs_grid(comparison),
    )));
    section.push(Block::Text(
        "The best plan of a question lies between bound and plan of its run. Where these intervals do not overlap, the \
         best plans differ for certain, by as much as the last column says."
            .into(),
    ));
    section.chart(waterfall(comparison));
    section
}

/// From the net cost of the base to that of each run, component by component.
fn waterfall(comparison: &Comparison<'_>) -> Option<Chart> {
    let base = comparison.cases.first()?;
    let currency = text::currency(comparison);
    let money = |value: f64| text::present(currency, value);
    let code = text::code(currency);
    let number = |line: &Line, run: usize| match line.values.get(run) {
        Some(Cell::Number(value)) => Some(money(*value)),
        _ => None,
    };
    let cost = || {
        comparison
            .lines
            .iter()
            .filter(|line| line.key.topic == Topic::Cost)
    };
    let net = cost().find(|line| line.key.line == NET_COST && line.key.of == ALL)?;
    let mut views = Vec::new();
    let mut told = Vec::new();
    for (at, case) in comparison.others().iter().enumerate() {
        let (Some(from), Some(to)) = (number(net, 0), number(net, at + 1)) else {
            continue;
        };
        let mut parts: Vec<(String, f64)> = cost()
            .filter(|line| line.key.line != Class::Revenue.name())
            .filter_map(|line| {
                let component = Component::named(&line.key.of)?;
                let change = number(line, at + 1)? - number(line, 0)?;
                Some((component_title(component).to_owned(), change))
            })
            .filter(|(_, change)| change.abs() > 1e-6)
            .collect();
        if parts.is_empty() {
            continue;
        }
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        let rest: f64 = parts.iter().skip(STEPS).map(|(_, change)| change).sum();
        if parts.len() > STEPS {
            parts.truncate(STEPS);
            parts.push(("everything else".into(), rest));
        }
        let step = |name: String, value: f64, total: bool| WaterfallStep { name, value, total };
        let mut steps = vec![step(base.label.clone(), from, true)];
        steps.extend(
            parts
                .iter()
                .map(|(name, change)| step(name.clone(), *change, false)),
        );
        steps.push(step(case.label.clone(), to, true));
        if let Some((name, change)) = parts.first() {
            told.push(format!(
                "From {} to {} {code} in {}, most of it by {name} ({}).",
                short(from),
                short(to),
                case.label,
                text::signed(*change, 1)
            ));
        }
        views.push(View::waterfall(&case.label, code, steps));
    }
    (!views.is_empty()).then(|| Chart {
        id: "waterfall".into(),
        title: "Where the difference in cost comes from, present value".into(),
        summary: told.join(" "),
        views,
    })
}

/// What differs in the inputs of each run.
fn inputs(comparison: &Comparison<'_>) -> Section {
    let mut section = Section::new("inputs", "Inputs that differ");
    for (case, apart) in comparison.others().iter().zip(comparison.apart.iter()) {
        let InputDifferences {
            changes,
            same_meaning,
        } = &apart.inputs;
        if changes.is_empty() {
            section.push(Block::Text(format!("{}: none.", case.label)));
            continue;
        }
        if *same_meaning {
            section.push(Block::Text(format!(
                "{}: written differently, but every quantity is the same.",
                case.label
            )));
        }
        let mut grid = Grid::new(["input", "change", "written", "in the base"], 4);
        for change in changes {
            grid.row([
                named(change),
                changed(change),
                change.to_origins.join("; "),
                change.from_origins.join("; "),
            ]);
        }
        section.push(Block::Table(Sheet::new(
            format!("Inputs of {}", case.label),
            grid,
        )));
        let several = |change: &&Change| change.values.len() > 1;
        let values = || changes.iter().filter(several).flat_map(|change| &change.values);
        if values().next().is_some() {
            let mut grid = Grid::new(["value", "base", &case.label], 3);
            for value in values() {
                let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
                grid.row([value.path.clone(), side(&value.from), side(&value.to)]);
            }
            let caption = format!("Inputs of {}, value by value", case.label);
            section.push(Block::Folded(Sheet::new(caption, grid)));
        }
    }
    section
}

/// What a change is about.
fn named(change: &Change) -> String {
    let mut text = change.pattern.clone();
    if !change.periods.is_empty() {
        text.push_str(&format!(" in {}", change.periods.join(", ")));
    }
    if change.names.len() > 1 {
        text.push_str(&format!(" ({})", change.names.join(", ")));
    }
    text
}

fn changed(change: &Change) -> String {
    let how = text::inputs::how(change);
    match (
        text::inputs::is_series(change) && change.names.len() < 2,
        &change.from,
        &change.to,
    ) {
        (true, Some(from), Some(to)) => format!("{how}: {from} -> {to}"),
        _ => how,
    }
}

fn crossed(comparison: &Comparison<'_>) -> Section {
    let mut section = Section::new("crossed", text::CROSSED);
    let sentences = text::crossed_sentences(comparison);
    section.blocks.extend(sentences.into_iter().map(Block::Text));
    section
}

/// Lines over the periods, one curve per run.
fn over_time(comparison: &Comparison<'_>) -> Section {
    let mut section = Section::new("over-time", "Over time");
    let currency = text::currency(comparison);
    let views = [
        (Topic::Spending, NET_COST, "net cost"),
        (Topic::Spending, Class::Capex.name(), "capex"),
        (Topic::Spending, Class::Opex.name(), "opex"),
    ];
    let money = views.iter().filter_map(|&(topic, line, label)| {
        curves(comparison, currency, label, |candidate| {
            candidate.key.topic == topic && candidate.key.line == line && candidate.key.of == ALL
        })
    });
    section.chart(chart(
        "money-over-time",
        "Money by period, undiscounted",
        money.collect(),
    ));
    let of = |topic: Topic| -> Vec<View> {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for line in comparison
            .lines
            .iter()
            .filter(|line| line.key.topic == topic && line.differs)
        {
            let name = (line.key.line.as_str(), line.key.of.as_str());
            // Single lines of demand are many: the tables tell them.
            if !seen.contains(&name) && name.0 != UNMET_OF_LINE {
                seen.push(name);
            }
        }
        let view = |&(name, of): &(&str, &str)| {
            let label = match of {
                "" => name.to_owned(),
                of => format!("{name}: {of}"),
            };
            curves(comparison, None, &label, |candidate| {
                candidate.key.topic == topic && candidate.key.line == name && candidate.key.of == of
            })
        };
        seen.iter().filter_map(view).collect()
    };
    section.chart(chart(
        "capacity-over-time",
        "Capacity by period",
        of(Topic::Capacity),
    ));
    section.chart(chart("demand-over-time", "Demand by period", of(Topic::Demand)));
    section.chart(chart(
        "carbon-over-time",
        "Energy, emissions and water by period",
        of(Topic::Carbon),
    ));
    section
}

fn chart(id: &str, title: &str, views: Vec<View>) -> Option<Chart> {
    if views.is_empty() {
        return None;
    }
    let names: Vec<&str> = views.iter().map(|view| view.label.as_str()).collect();
    let summary = format!("One line per run, a view each for {}.", names.join(", "));
    Some(Chart {
        id: id.into(),
        title: title.into(),
        summary,
        views,
    })
}

/// A line per run over the periods; nothing if the runs do not differ in it.
fn curves(
    comparison: &Comparison<'_>,
    currency: Option<Currency<'_>>,
    label: &str,
    pick: impl Fn(&Line) -> bool,
) -> Option<View> {
    let periods = &comparison.cases.first()?.saved.question.scenario.horizon.labels;
    let lines: Vec<&Line> = comparison.lines.iter().filter(|line| pick(line)).collect();
    if !lines.iter().any(|line| line.differs) {
        return None;
    }
    let first = lines.first()?;
    let unit = match first.key.topic.is_money() {
        true => text::code(currency),
        false => first.unit.as_str(),
    };
    let series = comparison.cases.iter().enumerate().map(|(run, case)| {
        let values = periods.iter().enumerate().map(|(t, period)| {
            let line = lines.iter().find(|line| line.key.period == *period)?;
            match line.values.get(run) {
                Some(Cell::Number(value)) => {
                    let value = currency.map_or(*value, |currency| currency.paid(t, *value));
                    Some((value * 1e6).round() / 1e6)
                }
                _ => None,
            }
        });
        Series {
            name: case.label.clone(),
            values: values.collect(),
            colour: Colour::Slot(run),
        }
    });
    Some(View::bars(
        label,
        unit,
        "run",
        periods,
        Vec::new(),
        series.collect(),
    ))
}

/// All tables of results that differ.
fn results(comparison: &Comparison<'_>, id: &'static str, title: &str) -> Section {
    let mut section = Section::new(id, title);
    let open = comparison.by == By::Total;
    for topic in Topic::ALL {
        if let Some((caption, grid)) = results::table(comparison, topic) {
            let sheet = Sheet::new(caption, grid);
            section.push(if open {
                Block::Table(sheet)
            } else {
                Block::Folded(sheet)
            });
        }
    }
    let planned = comparison.cases.iter().filter(|case| case.saved.plan.is_some());
    if open && planned.count() > 1 {
        section.blocks.insert(
            0,
            Block::Text(match section.blocks.is_empty() {
                true => "No result differs.".into(),
                false => format!("Not distinguishable (~): {}", results::MEANING),
            }),
        );
    }
    section
}
