//! Inputs that differ.

use super::super::{Case, Change, Comparison, Effect, InputDifferences};
use super::cut;
use crate::report::grid::Page;
use crate::report::numbers::significant;

/// Changes shown unless all are asked for.
const SHOWN: usize = 15;
/// Names shown of those that a change is about.
const NAMES: usize = 6;
/// Origins shown of a change.
const ORIGINS: usize = 2;

/// The inputs of a run that differ from those of the base.
pub(super) fn section(
    comparison: &Comparison<'_>,
    case: &Case,
    inputs: &InputDifferences,
    all: bool,
    page: Page,
) -> String {
    let Some(first) = comparison.cases.first() else {
        return String::new();
    };
    let base = first.label.as_str();
    let heading = page.heading(&format!("Inputs of {} that differ from {base}", case.label));
    if inputs.changes.is_empty() {
        let planned = first.saved.plan.is_some() && case.saved.plan.is_some();
        let same = planned && first.saved.question.model == case.saved.question.model;
        let told = if same {
            "None: both runs answer the same question."
        } else {
            "None."
        };
        return format!("{heading}\n  {told}\n");
    }
    let mut text = format!("{heading}\n");
    if inputs.same_meaning {
        text.push_str("  Written differently, but every quantity is the same:\n");
    }
    let shown = if all { inputs.changes.len() } else { SHOWN };
    for change in inputs.changes.iter().take(shown) {
        text.push_str(&told(change, base, all, page));
    }
    if inputs.changes.len() > shown {
        let more = inputs.changes.len() - shown;
        text.push_str(&format!("  and {more} more changes; --all shows them\n"));
    }
    text
}

/// A change in one to three lines: what, how, where from.
fn told(change: &Change, base: &str, all: bool, page: Page) -> String {
    let mut what = change.pattern.clone();
    if let (Some(first), Some(last)) = (change.periods.first(), change.periods.last()) {
        let periods = match change.periods.as_slice() {
            [one] => one.clone(),
            [_, _] => format!("{first}, {last}"),
            list => format!("{first}, ... {last} ({} periods)", list.len()),
        };
        what.push_str(&format!(" in {periods}"));
    }
    let mut lines = vec![format!("{what}: {}", how(change))];
    let several = change.names.len() > 1;
    if several {
        let kept = if all { change.names.len() } else { NAMES };
        let mut names = change
            .names
            .iter()
            .take(kept)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if change.names.len() > kept {
            names.push_str(&format!(" and {} more", change.names.len() - kept));
        }
        lines.push(format!("{}: {names}", change.names.len()));
    }
    // A series: all of its numbers.
    if let (true, Some(from), Some(to)) = (is_series(change) && !several, &change.from, &change.to) {
        lines.push(format!("{from} -> {to}"));
    }
    lines.push(origins(change, base, all));
    let mut text = String::new();
    for (position, line) in lines.iter().enumerate() {
        let indent = if position == 0 { 2 } else { 6 };
        let line = if all {
            line.clone()
        } else {
            cut(line, page.width.saturating_sub(indent))
        };
        text.push_str(&format!("{:indent$}{line}\n", ""));
    }
    if all && (several || change.values.len() > 1) {
        for value in &change.values {
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".into());
            text.push_str(&format!(
                "        {}: {} -> {}\n",
                value.path,
                side(&value.from),
                side(&value.to)
            ));
        }
    }
    text
}

/// Whether numbers below the path changed, and not the number at it.
pub(in super::super) fn is_series(change: &Change) -> bool {
    let numbers = matches!(change.effect, Effect::Scaled(_) | Effect::Reshaped(_));
    // A figure with its source in place of a bare number has values on one side only.
    numbers
        && change.values.len() > 1
        && change
            .values
            .iter()
            .all(|value| value.from.is_some() && value.to.is_some())
}

/// What happened, in few words.
pub(in super::super) fn how(change: &Change) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "(none)".into());
    let entries = |count: usize| match count {
        1 => "1 value".to_owned(),
        count => format!("{count} values"),
    };
    let percent = |factor: f64| {
        let percent = 100.0 * (factor - 1.0);
        let sign = if percent > 0.0 { "+" } else { "" };
        format!("{sign}{} %", significant(percent))
    };
    match &change.effect {
        Effect::Scaled(factor) if !is_series(change) => {
            format!(
                "{} -> {} ({})",
                side(&change.from),
                side(&change.to),
                percent(*factor)
            )
        }
        Effect::Scaled(factor) => format!(
            "{} times {} ({})",
            entries(change.values.len()),
            significant(*factor),
            percent(*factor)
        ),
        Effect::Reshaped(Some((least, most))) => format!(
            "{}, {} to {}",
            entries(change.values.len()),
            percent(*least),
            percent(*most)
        ),
        Effect::Reshaped(None) => format!("{} changed", entries(change.values.len())),
        Effect::Replaced => format!("{} -> {}", side(&change.from), side(&change.to)),
        Effect::Added => match change.values.as_slice() {
            [one] => format!("added, {}", side(&one.to)),
            values => format!("added, {}", entries(values.len())),
        },
        Effect::Removed => match change.values.as_slice() {
            [one] => format!("removed, {}", side(&one.from)),
            values => format!("removed, {}", entries(values.len())),
        },
        Effect::Members { added, removed } => {
            let list = |sign: &str, names: &[String]| match names {
                [] => None,
                names => Some(format!("{sign} {}", names.join(", "))),
            };
            let both = [list("+", added), list("-", removed)];
            both.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
    }
}

/// Where the change was written, and what it replaced.
fn origins(change: &Change, base: &str, all: bool) -> String {
    let list = |origins: &[String]| {
        let kept = if all { origins.len() } else { ORIGINS };
        let mut text = origins.iter().take(kept).cloned().collect::<Vec<_>>().join("; ");
        if origins.len() > kept {
            text.push_str(&format!(" and {} more", origins.len() - kept));
        }
        text
    };
    let (from, to) = (list(&change.from_origins), list(&change.to_origins));
    match (from.is_empty(), to.is_empty()) {
        (_, true) => format!("in {base}: {from}"),
        (true, false) => format!("by {to}"),
        (false, false) if from == to => format!("at {to}"),
        (false, false) => format!("by {to}; in {base}: {from}"),
    }
}
