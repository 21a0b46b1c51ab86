//! One change of the inputs: a value, a series, or an entry that only one scenario has.

use super::{Changed, Effect, Written, is_period};
use crate::scenario::raw::units::split_number;
use crate::scenario::text::{Node, Value, join, split};

/// Relative difference below which two factors are one.
const SAME_FACTOR: f64 = 1e-6;

/// A change before those of one kind are put together.
pub(super) struct Single {
    pub(super) steps: Vec<String>,
    pub(super) effect: Effect,
    pub(super) periods: Vec<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) from_origins: Vec<String>,
    pub(super) to_origins: Vec<String>,
    pub(super) values: Vec<Changed>,
}

impl Single {
    pub(super) fn new(
        first: Written<'_>,
        second: Written<'_>,
        steps: Vec<String>,
        values: Vec<Changed>,
    ) -> Self {
        let path = steps.iter().fold(String::new(), |path, step| join(&path, step));
        let (a, b) = (first.document().find(&path), second.document().find(&path));
        let effect = match (a, b) {
            (None, _) => Effect::Added,
            (_, None) => Effect::Removed,
            (Some(a), Some(b)) => effect(a, b, &values, &|text| {
                is_period(text, first) || is_period(text, second)
            }),
        };
        let scaled = matches!(effect, Effect::Scaled(_) | Effect::Reshaped(_));
        let all = a.and_then(Node::entries).map_or(0, <[_]>::len);
        let is_series = values.iter().all(|value| value.path != path);
        let periods = if scaled && is_series && values.len() < all {
            let last = |value: &Changed| split(&value.path).ok()?.pop();
            values.iter().filter_map(last).collect()
        } else {
            Vec::new()
        };
        Self {
            from: a.map(shown),
            to: b.map(shown),
            from_origins: origins(first, &values),
            to_origins: origins(second, &values),
            steps,
            effect,
            periods,
            values,
        }
    }
}

/// Where the changed values were written, without repetition.
fn origins(of: Written<'_>, values: &[Changed]) -> Vec<String> {
    let mut told = Vec::new();
    for origin in values.iter().filter_map(|value| of.origin(&value.path)) {
        if !told.contains(&origin) {
            told.push(origin);
        }
    }
    told
}

/// The number of a figure that is written with its source and range.
fn figure(node: &Node) -> Option<&Node> {
    node.get("value").filter(|value| value.scalar().is_some())
}

fn effect(a: &Node, b: &Node, values: &[Changed], period: &dyn Fn(&str) -> bool) -> Effect {
    if let (Value::List(old), Value::List(new)) = (&a.value, &b.value) {
        let words = |items: &[Node]| -> Option<Vec<String>> {
            let word = |item: &Node| item.scalar().map(str::to_owned);
            items.iter().map(word).collect()
        };
        if let (Some(old), Some(new)) = (words(old), words(new))
            && old.iter().chain(&new).any(|word| split_number(word).is_none())
        {
            let only = |these: &[String], those: &[String]| {
                let without = these.iter().filter(|word| !those.contains(word));
                without.cloned().collect::<Vec<_>>()
            };
            let (added, removed) = (only(&new, &old), only(&old, &new));
            if !added.is_empty() || !removed.is_empty() {
                return Effect::Members { added, removed };
            }
        }
    }
    // A figure with its source against a bare number.
    if let (true, Some(from), Some(to)) = (
        a.scalar().is_some() != b.scalar().is_some(),
        a.scalar().or_else(|| figure(a)?.scalar()),
        b.scalar().or_else(|| figure(b)?.scalar()),
    ) {
        let bare = Changed {
            path: String::new(),
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
        };
        return match factor(&bare) {
            Some(1.0) | None => Effect::Replaced,
            Some(factor) => Effect::Scaled(factor),
        };
    }
    let numbers = |value: &&Changed| {
        ![&value.from, &value.to]
            .into_iter()
            .flatten()
            .all(|text| period(text))
    };
    let factors: Option<Vec<f64>> = values
        .iter()
        .map(|value| Some(value).filter(numbers).and_then(factor))
        .collect();
    let several = matches!(a.value, Value::List(_) | Value::Map(_));
    match factors {
        Some(factors) if !factors.is_empty() => {
            let (least, most) = factors
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), &factor| {
                    (least.min(factor), most.max(factor))
                });
            if most - least <= SAME_FACTOR * most.abs().max(least.abs()) {
                Effect::Scaled(least)
            } else {
                Effect::Reshaped(Some((least, most)))
            }
        }
        _ if several
            && values
                .iter()
                .all(|value| value.from.is_some() && value.to.is_some()) =>
        {
            Effect::Reshaped(None)
        }
        _ => Effect::Replaced,
    }
}

/// By what a number was multiplied, if both are numbers of one unit and the first is not 0. A value that stays the same
/// zero has no say and does not come here.
fn factor(value: &Changed) -> Option<f64> {
    let (from, to) = (value.from.as_deref()?, value.to.as_deref()?);
    let ((old, unit), (new, new_unit)) = (split_number(from)?, split_number(to)?);
    // Dates such as 2027-01-01 start with a number, too.
    let dated = |unit: &str| unit.starts_with('-');
    (unit == new_unit && !dated(unit) && old != 0.0).then(|| new / old)
}

/// A node on one line; numbers of a series with their common unit once.
fn shown(node: &Node) -> String {
    let node = figure(node).unwrap_or(node);
    let children: Vec<(Option<&str>, &Node)> = match &node.value {
        Value::Map(entries) => entries
            .iter()
            .map(|(key, _, inner)| (Some(key.as_str()), inner))
            .collect(),
        Value::List(items) => items.iter().map(|item| (None, item)).collect(),
        _ => return node.scalar().unwrap_or("nothing").to_owned(),
    };
    let scalars: Option<Vec<&str>> = children.iter().map(|(_, inner)| inner.scalar()).collect();
    let Some(scalars) = scalars else {
        return format!("{} entries", children.len());
    };
    let numbers: Option<Vec<(f64, &str)>> = scalars.iter().map(|text| split_number(text)).collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() && numbers.iter().all(|(_, unit)| *unit == numbers[0].1) => {
            let list = scalars
                .iter()
                .map(|text| text.strip_suffix(numbers[0].1).unwrap_or(text).trim());
            let list = list.collect::<Vec<_>>().join(", ");
            format!("{list} {}", numbers[0].1).trim_end().to_owned()
        }
        _ => {
            let list = children.iter().map(|(key, inner)| {
                let value = inner.scalar().unwrap_or_default();
                key.map_or_else(|| value.to_owned(), |key| format!("{key}: {value}"))
            });
            list.collect::<Vec<_>>().join(", ")
        }
    }
}
