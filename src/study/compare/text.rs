//! A comparison for the terminal: what differs, biggest first.

pub(super) mod inputs;
pub(super) mod results;

use super::{Case, Comparison, Crossed, Fate, Mark};
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{self, grouped, significant};
use crate::run::manifest::Sense;
use crate::solver::Status;

/// Stands before what cannot be told apart where there is no room for words.
const NOT_DISTINGUISHABLE: &str = "not distinguishable";

/// The whole comparison. Unless `all` is asked for, only what differs and not every small thing of it.
pub fn render(comparison: &Comparison<'_>, all: bool, page: Page) -> String {
    let mut sections = vec![runs(comparison, page)];
    for (case, apart) in comparison.others().iter().zip(comparison.apart.iter()) {
        sections.push(inputs::section(comparison, case, &apart.inputs, all, page));
    }
    sections.push(crossed(comparison, page));
    sections.extend(results::sections(comparison, all, page));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

/// The currency of all runs, or none if they do not report in the same one: then money is in MUSD.
pub(super) fn currency<'a>(comparison: &Comparison<'a>) -> Option<Currency<'a>> {
    let (base, others) = comparison.cases.split_first()?;
    let money = &base.saved.question.scenario.money;
    let same = others
        .iter()
        .all(|other| other.saved.question.scenario.money == *money);
    same.then(|| Currency::of(&base.saved.question.scenario))
}

/// Code of the money printed.
pub(super) fn code<'a>(currency: Option<Currency<'a>>) -> &'a str {
    currency.map_or("MUSD", |currency| currency.code)
}

pub(super) fn present(currency: Option<Currency<'_>>, musd: f64) -> f64 {
    currency.map_or(musd, |currency| currency.present(musd))
}

/// A difference with its sign.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    let nothing = !text.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    match value > 0.0 && !nothing {
        true => format!("+{text}"),
        false if nothing => numbers::NOTHING.into(),
        false => text,
    }
}

/// A relative difference: `+12.5 %`; beyond tenfold as a factor.
pub(super) fn relative(share: Option<f64>) -> String {
    match share {
        None => "new".into(),
        Some(share) if share > 9.995 => format!("x {}", significant(1.0 + share)),
        Some(share) => {
            let value = share * 100.0;
            match format!("{value:+.1}").as_str() {
                "+0.0" => "<+0.1 %".into(),
                "-0.0" => ">-0.1 %".into(),
                text => format!("{text} %"),
            }
        }
    }
}

/// What the objectives of the runs are.
pub(super) fn objective_name(comparison: &Comparison<'_>) -> &'static str {
    let senses: Vec<Sense> = comparison
        .cases
        .iter()
        .map(|case| case.saved.manifest.sense)
        .collect();
    match senses.as_slice() {
        senses if senses.iter().all(|sense| *sense == Sense::Minimise) => "net present cost",
        senses if senses.iter().all(|sense| *sense == Sense::Maximise) => "net present profit",
        _ => "objective",
    }
}

/// Runs with their objectives, and by how much the best plans differ.
pub(super) fn runs_grid(comparison: &Comparison<'_>) -> Grid {
    let currency = currency(comparison);
    let decimals = numbers::column_decimals(
        comparison
            .cases
            .iter()
            .filter_map(|case| case.saved.manifest.objective)
            .map(|value| present(currency, value)),
    )
    .max(1);
    let money =
        |value: Option<f64>| value.map_or("-".into(), |value| grouped(present(currency, value), decimals));
    let mut grid = Grid::new(
        [
            "run",
            "status",
            code(currency),
            "bound",
            "gap",
            "difference",
            "%",
            "best plans differ by",
        ],
        2,
    );
    for (position, case) in comparison.cases.iter().enumerate() {
        let manifest = &case.saved.manifest;
        let apart = position.checked_sub(1).and_then(|at| comparison.apart.get(at));
        let objective = apart.and_then(|apart| apart.objective);
        let proven = objective.map(|objective| match objective.mark {
            Mark::NotDistinguishable => NOT_DISTINGUISHABLE.to_owned(),
            _ => between(objective.proven, |value| {
                signed(present(currency, value), decimals)
            }),
        });
        let (difference, share) = match objective {
            Some(objective) if objective.absolute != 0.0 => (
                signed(present(currency, objective.absolute), decimals),
                relative(objective.relative),
            ),
            Some(_) => (numbers::NOTHING.into(), String::new()),
            None => (String::new(), String::new()),
        };
        grid.row([
            case.label.clone(),
            status(case).to_owned(),
            money(manifest.objective),
            money(manifest.best_bound),
            manifest.gap.map_or("-".into(), numbers::gap),
            difference,
            share,
            proven.unwrap_or_default(),
        ]);
    }
    grid
}

/// The runs, where they are, what to know of them.
fn runs(comparison: &Comparison<'_>, page: Page) -> String {
    let Some(base) = comparison.cases.first() else {
        return String::new();
    };
    let what = objective_name(comparison);
    let mut text = format!(
        "{}\n",
        page.heading(&format!("Compared with {}: {what}", base.label))
    );
    text.push_str(&runs_grid(comparison).render(page));
    for case in comparison.cases {
        let path = case.path.display().to_string();
        if path != case.label {
            text.push_str(&format!(
                "  {} is {path}, scenario {}\n",
                case.label, case.saved.question.scenario.name
            ));
        }
    }
    for note in &comparison.notes {
        text.push_str(&page.wrap(&format!("Note: {note}.")));
    }
    text
}

/// A range of two numbers; open where nothing is proven.
fn between((least, most): (f64, f64), show: impl Fn(f64) -> String) -> String {
    match (least.is_finite(), most.is_finite()) {
        (true, true) if show(least) == show(most) => show(least),
        (true, true) => format!("{} to {}", show(least), show(most)),
        (true, false) => format!("{} or more", show(least)),
        (false, true) => format!("{} or less", show(most)),
        (false, false) => "nothing proven".into(),
    }
}

fn status(case: &Case) -> &'static str {
    match case.saved.manifest.status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Unknown => "unknown",
    }
}

/// Heading of what each plan does under the other's inputs.
pub(super) const CROSSED: &str = "Each plan under the other's inputs";

/// Each plan under the other's inputs, one sentence each.
pub(super) fn crossed_sentences(comparison: &Comparison<'_>) -> Vec<String> {
    let Some(base) = comparison.cases.first() else {
        return Vec::new();
    };
    let currency = currency(comparison);
    let money = |value: f64| {
        let amount = numbers::short(present(currency, value));
        format!("{amount} {}", code(currency))
    };
    let mut sentences = Vec::new();
    for (case, apart) in comparison.others().iter().zip(comparison.apart.iter()) {
        let pairs = [
            (&base.label, case, &apart.base_plan_here),
            (&case.label, base, &apart.plan_in_base),
        ];
        for (of, under, crossed) in pairs {
            if let Some(crossed) = crossed {
                let told = fate(crossed, under, money);
                sentences.push(format!(
                    "The plan of {of} under the inputs of {} {told}.",
                    under.label
                ));
            }
        }
    }
    sentences
}

fn crossed(comparison: &Comparison<'_>, page: Page) -> String {
    let sentences = crossed_sentences(comparison);
    if sentences.is_empty() {
        return String::new();
    }
    let text: String = sentences.iter().map(|told| page.wrap(told)).collect();
    format!("{}\n{text}", page.heading(CROSSED))
}

fn fate(crossed: &Crossed, under: &Case, money: impl Fn(f64) -> String) -> String {
    let earns = under.saved.manifest.sense == Sense::Maximise;
    match &crossed.fate {
        Fate::Kept { worse, .. } if *worse == 0.0 => format!(
            "keeps every rule and is as good as the plan of {}: nothing in the inputs forces them apart",
            under.label
        ),
        Fate::Kept { objective, worse } => {
            let (verb, than) = match (earns, *worse > 0.0) {
                (false, true) => ("costs", "more"),
                (false, false) => ("costs", "less"),
                (true, true) => ("earns", "less"),
                (true, false) => ("earns", "more"),
            };
            format!(
                "keeps every rule and {verb} {}, {} {than} than the plan of {}",
                money(*objective),
                money(worse.abs()),
                under.label
            )
        }
        Fate::Broken { kinds, first } => match kinds.as_slice() {
            [(_, 1)] => format!("breaks a rule: {first}"),
            kinds => {
                let list = kinds.iter().map(|(kind, count)| match count {
                    1 => kind.clone(),
                    count => format!("{kind} ({count})"),
                });
                let list = list.collect::<Vec<_>>().join(", ");
                format!("breaks rules: {list}; first {first}")
            }
        },
        Fate::Foreign(why) => format!("cannot be read: {why}"),
    }
}

/// A text that fits, its end cut off if need be.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end_matches([' ', ',']))
}
