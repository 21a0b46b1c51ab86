//! Changes of one kind put together: the same change of many sites, chips or lines of demand is one line.

use super::single::Single;
use super::{Change, Effect};
use crate::scenario::raw::RawScenario;
use crate::scenario::text::join;
use indexmap::IndexMap;
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

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
pub(super) fn merged(single: Vec<Single>) -> Vec<Change> {
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
