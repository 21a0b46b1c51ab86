//! Inputs that differ between two resolved scenarios, put together so that a planner can read them: a series that
//! was scaled by one factor is one line, and so are the same changes of many sites, chips or lines of demand.

mod merged;
mod single;

use crate::run::Question;
use crate::run::origins::Origins;
use crate::run::saved::SCENARIO;
use crate::scenario::text::{Document, Node, Value, join, split};
use indexmap::IndexMap;
use merged::merged;
use single::Single;

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
