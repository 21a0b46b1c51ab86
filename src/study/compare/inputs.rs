//! Inputs that differ between two resolved scenarios, put together so that a planner can read them: a series that
//! was scaled by one factor is one line, and so are the same changes of many sites, chips or lines of demand.

use crate::run::Question;
use crate::run::origins::Origins;
use crate::run::saved::SCENARIO;
use crate::scenario::raw::RawScenario;
use crate::scenario::raw::units::split_number;
use crate::scenario::text::{Document, Node, Value, join, split};
use indexmap::IndexMap;
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

/// Relative difference below which two factors are one.
const SAME_FACTOR: f64 = 1e-6;

/// What happened to a value, a series or everything below a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Every number was multiplied by this; the unit is the same.
    Scaled(f64),
    /// Numbers of a series changed, by factors between these two where all of them have one.
    Reshaped(Option<(f64, f64)>),
    /// Another value, or another way to write it.
    Replaced,
    /// Only the second scenario has it.
    Added,
    /// Only the first scenario has it.
    Removed,
    /// Members of a list: those that came, those that went.
    Members {
        /// Only in the second.
        added: Vec<String>,
        /// Only in the first.
        removed: Vec<String>,
    },
}

/// One value at its path, as YAML, in each of the two scenarios; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Dotted path.
    pub path: String,
    /// Value in the first scenario.
    pub from: Option<String>,
    /// Value in the second.
    pub to: Option<String>,
}

/// Changes of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What they have in common, with `*` for names that differ: `demand.*.volume`.
    pub pattern: String,
    /// Paths of the values, series or entries that changed.
    pub paths: Vec<String>,
    /// Names that `*` stands for, joined by dots where there are several.
    pub names: Vec<String>,
    /// What happened.
    pub effect: Effect,
    /// Periods of a series that changed, if not all of them.
    pub periods: Vec<String>,
    /// How it reads in the first scenario, on one line; of the first path if there are several.
    pub from: Option<String>,
    /// How it reads in the second.
    pub to: Option<String>,
    /// Where it was written in the first, without repetition.
    pub from_origins: Vec<String>,
    /// Where it was written in the second.
    pub to_origins: Vec<String>,
    /// Value by value.
    pub values: Vec<Changed>,
}

/// What differs between the inputs of two questions.
#[derive(Debug, Clone, PartialEq)]
pub struct InputDifferences {
    /// In the order of the resolved text.
    pub changes: Vec<Change>,
    /// Whether both mean the same: they are written differently, but every quantity is equal.
    pub same_meaning: bool,
}

/// A question with where its values were written, if that is known.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// The question.
    pub question: &'a Question,
    /// Where its values were written.
    pub origins: Option<&'a Origins>,
}

impl<'a> Written<'a> {
    fn document(self) -> &'a Document {
        &self.question.document
    }

    /// Where a value was written; its line in the resolved scenario if the run does not tell.
    fn origin(self, path: &str) -> Option<String> {
        let node = self.document().find(path)?;
        match self.origins {
            Some(origins) => origins.of(path).map(str::to_owned),
            None => Some(format!("{SCENARIO}:{}", node.origin.line)),
        }
    }
}

/// What differs, grouped.
pub fn differences(first: Written<'_>, second: Written<'_>) -> InputDifferences {
    let mut units: IndexMap<Vec<String>, Vec<Changed>> = IndexMap::new();
    for (path, from, to) in first.document().diff(second.document()) {
        // A path that cannot be split is none of ours: `diff` joins what `split` takes apart.
        let Ok(steps) = split(&path) else { continue };
        let unit = unit_of(first, second, &steps, from.is_some() && to.is_some());
        units.entry(unit).or_default().push(Changed { path, from, to });
    }
    let single: Vec<Single> = units
        .into_iter()
        .map(|(steps, values)| match values.as_slice() {
            // One number of a series is told alone.
            [
                Changed {
                    path,
                    from: Some(_),
                    to: Some(_),
                },
            ] => (split(path).unwrap_or(steps), values),
            _ => (steps, values),
        })
        .map(|(steps, values)| Single::new(first, second, steps, values))
        .collect();
    let same_meaning = !single.is_empty() && {
        let (mut a, b) = (first.question.scenario.clone(), &second.question.scenario);
        // Figures keep the text of their values.
        a.figures.clone_from(&b.figures);
        a == *b
    };
    InputDifferences {
        changes: merged(single),
        same_meaning,
    }
}

/// The path that a changed value is told under: its series or list, the entry that only one scenario has, or itself.
fn unit_of(first: Written<'_>, second: Written<'_>, steps: &[String], in_both: bool) -> Vec<String> {
    let mut anchor = steps.to_vec();
    if !in_both {
        let mut path = String::new();
        for (depth, step) in steps.iter().enumerate() {
            path = join(&path, step);
            let nodes = [first, second].map(|one| one.document().find(&path));
            let [Some(a), Some(b)] = nodes else {
                anchor.truncate(depth + 1);
                break;
            };
            if std::mem::discriminant(&a.value) != std::mem::discriminant(&b.value) {
                anchor.truncate(depth + 1);
                break;
            }
        }
    }
    let Some((last, above)) = anchor.split_last() else {
        return anchor;
    };
    let around = above.iter().fold(String::new(), |path, step| join(&path, step));
    let nodes = [first, second].map(|one| one.document().find(&around));
    let flat_list = |node: &&Node| match &node.value {
        Value::List(items) => items.iter().all(|item| item.scalar().is_some()),
        _ => false,
    };
    let is_series = !above.is_empty()
        && (is_period(last, first) || is_period(last, second) || nodes.iter().flatten().any(flat_list));
    if is_series { above.to_vec() } else { anchor }
}

/// Whether a key names a period, a range of them or a calendar year.
fn is_period(key: &str, of: Written<'_>) -> bool {
    let labels = &of.question.scenario.horizon.labels;
    let one = |key: &str| {
        let year = key.get(..4).is_some_and(|year| {
            year.starts_with(['1', '2']) && year.bytes().all(|digit| digit.is_ascii_digit())
        });
        labels.iter().any(|label| label == key) || (year && key.len() <= 7)
    };
    match key.split_once("..") {
        Some((from, until)) => [from, until].iter().all(|key| key.is_empty() || one(key)),
        None => one(key),
    }
}

/// A change before those of one kind are put together.
struct Single {
    steps: Vec<String>,
    effect: Effect,
    periods: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    from_origins: Vec<String>,
    to_origins: Vec<String>,
    values: Vec<Changed>,
}

impl Single {
    fn new(first: Written<'_>, second: Written<'_>, steps: Vec<String>, values: Vec<Changed>) -> Self {
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

/// Keys that the format of scenarios fixes; every other key is a name that a planner gave.
fn fixed_keys() -> &'static HashSet<String> {
    fn collect(schema: &serde_json::Value, keys: &mut HashSet<String>) {
        match schema {
            serde_json::Value::Object(map) => {
                if let Some(serde_json::Value::Object(properties)) = map.get("properties") {
                    keys.extend(properties.keys().cloned());
                }
                map.values().for_each(|inner| collect(inner, keys));
            }
            serde_json::Value::Array(list) => list.iter().for_each(|inner| collect(inner, keys)),
            _ => {}
        }
    }
    static KEYS: OnceLock<HashSet<String>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = HashSet::new();
        collect(&schemars::schema_for!(RawScenario).to_value(), &mut keys);
        keys
    })
}

/// Puts changes of one kind together: the same effect under paths that differ only in names.
fn merged(single: Vec<Single>) -> Vec<Change> {
    let mut groups: IndexMap<String, Vec<Single>> = IndexMap::new();
    for one in single {
        groups.entry(kind_of(&one)).or_default().push(one);
    }
    groups.into_values().map(put_together).collect()
}

/// What changes of one kind have in common, as text.
fn kind_of(one: &Single) -> String {
    let fixed = fixed_keys();
    let steps = one
        .steps
        .iter()
        .map(|step| if fixed.contains(step) { step.as_str() } else { "*" });
    let effect = match &one.effect {
        Effect::Scaled(factor) => format!("x{factor:.6}"),
        Effect::Added => "+".into(),
        Effect::Removed => "-".into(),
        Effect::Members { added, removed } => format!("{added:?}{removed:?}"),
        Effect::Reshaped(_) | Effect::Replaced => format!("{:?} {:?}", one.from, one.to),
    };
    let steps: Vec<&str> = steps.collect();
    format!("{} {effect} {:?}", steps.join("."), one.periods)
}

fn put_together(group: Vec<Single>) -> Change {
    let paths: Vec<String> = group
        .iter()
        .map(|one| {
            one.steps
                .iter()
                .fold(String::new(), |path, step| join(&path, step))
        })
        .collect();
    let length = group.first().map_or(0, |one| one.steps.len());
    let step = |one: &Single, at: usize| one.steps.get(at).cloned().unwrap_or_default();
    let mut pattern = String::new();
    let mut varying = Vec::new();
    for at in 0..length {
        let names: BTreeSet<String> = group.iter().map(|one| step(one, at)).collect();
        if names.len() > 1 {
            varying.push(at);
            pattern = join(&pattern, "*");
        } else {
            pattern = join(&pattern, &names.into_iter().next().unwrap_or_default());
        }
    }
    let names = group.iter().filter(|_| !varying.is_empty()).map(|one| {
        let parts: Vec<String> = varying.iter().map(|&at| step(one, at)).collect();
        parts.join(".")
    });
    let names = names.collect();
    let mut whole = Change {
        pattern,
        paths,
        names,
        effect: Effect::Replaced,
        periods: Vec::new(),
        from: None,
        to: None,
        from_origins: Vec::new(),
        to_origins: Vec::new(),
        values: Vec::new(),
    };
    for (position, one) in group.into_iter().enumerate() {
        if position == 0 {
            (whole.effect, whole.periods) = (one.effect, one.periods);
            (whole.from, whole.to) = (one.from, one.to);
        }
        for (all, these) in [
            (&mut whole.from_origins, one.from_origins),
            (&mut whole.to_origins, one.to_origins),
        ] {
            for origin in these {
                if !all.contains(&origin) {
                    all.push(origin);
                }
            }
        }
        whole.values.extend(one.values);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::LoadOptions;
    use std::path::Path;

    fn against_tutorial(sets: &[&str]) -> InputDifferences {
        let load = |sets: &[&str]| {
            let options = LoadOptions {
                scenario: None,
                sets: sets.iter().map(|&set| set.to_owned()).collect(),
            };
            Question::of_scenario(Path::new("inputs/tutorial.yaml"), &options).unwrap()
        };
        let (one, two) = (load(&[]), load(sets));
        let origins = [&one, &two].map(|question| Origins::new(question.origins()));
        let written = |question, origins| Written {
            question,
            origins: Some(origins),
        };
        differences(written(&one, &origins[0]), written(&two, &origins[1]))
    }

    #[test]
    fn a_series_scaled_by_one_factor_is_one_change() {
        let all =
            "demand.city-chat.volume={2027: 440 kuser, 2028: 660 kuser, 2029: 880 kuser, 2030: 1100 kuser}";
        let found = against_tutorial(&[all]).changes;
        assert_eq!(found.len(), 1);
        let change = &found[0];
        assert_eq!(change.pattern, "demand.city-chat.volume");
        assert!(matches!(change.effect, Effect::Scaled(factor) if (factor - 1.1).abs() < 1e-9));
        assert!(change.periods.is_empty());
        assert_eq!(change.values.len(), 4);
        assert_eq!(change.from.as_deref(), Some("400, 600, 800, 1000 kuser"));
        assert_eq!(change.to_origins, ["--set"]);
        assert!(change.from_origins[0].starts_with("inputs/tutorial.yaml:"));
    }

    #[test]
    fn the_same_change_of_many_entries_is_one_change() {
        let found = against_tutorial(&[
            "sites.north.pue=1.5",
            "sites.east.pue=1.5",
            "sites.old-town.pue=1.3",
        ]);
        let patterns: Vec<&str> = found
            .changes
            .iter()
            .map(|change| change.pattern.as_str())
            .collect();
        assert_eq!(patterns, ["sites.old-town.pue", "sites.*.pue"]);
        assert_eq!(found.changes[1].names, ["north", "east"]);
    }

    #[test]
    fn an_entry_that_is_gone_is_one_change() {
        let found = against_tutorial(&[
            "sites.east={$remove: true}",
            "markets.*.latency.east={$remove: true}",
        ])
        .changes;
        let gone = found
            .iter()
            .find(|change| change.pattern == "sites.east")
            .unwrap();
        assert_eq!(gone.effect, Effect::Removed);
        assert!(gone.values.len() > 3);
    }

    #[test]
    fn another_text_of_the_same_quantity_is_no_other_question() {
        let found = against_tutorial(&["budget.capex.at_most=60 MUSD"]);
        assert!(found.same_meaning && !found.changes.is_empty());
        assert!(!against_tutorial(&["budget.capex.at_most=61 MUSD"]).same_meaning);
        assert!(against_tutorial(&[]).changes.is_empty());
    }

    #[test]
    fn members_of_a_list_come_and_go() {
        let found = against_tutorial(&["hall_designs.liquid-hall.cooling=[liquid]"]).changes;
        assert_eq!(
            found[0].effect,
            Effect::Members {
                added: vec![],
                removed: vec!["air".into()]
            }
        );
    }
}
