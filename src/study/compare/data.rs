//! A comparison as JSON and as tidy CSV. Money is MUSD, whatever currency a report prints.

use super::{Apart, Change, Comparison, Crossed, Effect, Fate, InputDifferences, Line};
use crate::plan::tables::{Cell, csv_text};
use serde_json::{Map, Value, json};
use std::iter;

/// The whole comparison: runs, inputs, objectives, crossed plans, lines.
pub fn to_json(comparison: &Comparison<'_>) -> Value {
    let runs = comparison.cases.iter().map(|case| {
        let manifest = &case.saved.manifest;
        json!({
            "run": case.label,
            "path": case.path.display().to_string(),
            "scenario": case.saved.question.scenario.name,
            "model": case.saved.plan.as_ref().map(|_| case.saved.question.model.name.clone()),
            "status": manifest.status,
            "sense": manifest.sense,
            "objective": manifest.objective,
            "best_bound": manifest.best_bound,
            "gap": manifest.gap,
            "explanation": case.saved.explanation,
        })
    });
    let against = comparison.others().iter().zip(comparison.apart.iter());
    let against = against.map(|(case, apart)| apart_json(&case.label, apart));
    json!({
        "base": comparison.cases.first().map(|case| case.label.clone()),
        "notes": comparison.notes,
        "runs": runs.collect::<Vec<_>>(),
        "against_base": against.collect::<Vec<_>>(),
        "lines": comparison.lines.iter().map(|line| line_json(comparison, line)).collect::<Vec<_>>(),
    })
}

fn apart_json(label: &str, apart: &Apart) -> Value {
    let objective = apart.objective.map(|objective| {
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        json!({
            "difference": objective.absolute,
            "relative": objective.relative,
            "best_plans_differ_by": {
                "at_least": finite(objective.proven.0),
                "at_most": finite(objective.proven.1),
            },
            "mark": objective.mark.name(),
        })
    });
    json!({
        "run": label,
        "objective": objective,
        "same_meaning": apart.inputs.same_meaning,
        "inputs": inputs_json(&apart.inputs),
        "base_plan_here": apart.base_plan_here.as_ref().map(crossed_json),
        "plan_in_base": apart.plan_in_base.as_ref().map(crossed_json),
    })
}

fn inputs_json(inputs: &InputDifferences) -> Vec<Value> {
    inputs.changes.iter().map(change_json).collect()
}

fn change_json(change: &Change) -> Value {
    let (effect, factor, members) = match &change.effect {
        Effect::Scaled(factor) => ("scaled", json!(factor), Value::Null),
        Effect::Reshaped(factors) => ("reshaped", json!(factors), Value::Null),
        Effect::Replaced => ("replaced", Value::Null, Value::Null),
        Effect::Added => ("added", Value::Null, Value::Null),
        Effect::Removed => ("removed", Value::Null, Value::Null),
        Effect::Members { added, removed } => (
            "members",
            Value::Null,
            json!({"added": added, "removed": removed}),
        ),
    };
    let values = change
        .values
        .iter()
        .map(|value| json!({"path": value.path, "from": value.from, "to": value.to}));
    json!({
        "path": change.pattern,
        "names": change.names,
        "effect": effect,
        "factor": factor,
        "members": members,
        "periods": change.periods,
        "from_origins": change.from_origins,
        "to_origins": change.to_origins,
        "values": values.collect::<Vec<_>>(),
    })
}

fn crossed_json(crossed: &Crossed) -> Value {
    match &crossed.fate {
        Fate::Kept { objective, worse } => json!({
            "keeps_every_rule": true,
            "objective": objective,
            "worse_than_own_plan_by": worse,
            "as_good_as_own_plan": crossed.as_good.is_some(),
        }),
        Fate::Broken { kinds, first } => json!({
            "keeps_every_rule": false,
            "broken": kinds.iter().map(|(kind, count)| (kind.clone(), json!(count))).collect::<Map<_, _>>(),
            "first": first,
        }),
        Fate::Foreign(why) => json!({"keeps_every_rule": false, "broken": Value::Null, "first": why}),
    }
}

fn line_json(comparison: &Comparison<'_>, line: &Line) -> Value {
    let key = &line.key;
    let values = comparison.cases.iter().zip(&line.values);
    let values = values.map(|(case, value)| (case.label.clone(), value.json()));
    let differences = comparison.others().iter().zip(&line.differences);
    let differences = differences.map(|(case, difference)| {
        let told = difference.filter(|_| line.differs).map(|difference| {
            json!({
                "absolute": Cell::Number(difference.absolute).json(),
                "relative": difference.relative,
                "mark": difference.mark.name(),
                "why": difference.why.name(),
            })
        });
        (case.label.clone(), told.unwrap_or(Value::Null))
    });
    json!({
        "topic": key.topic.name(),
        "line": key.line,
        "of": key.of,
        "site": key.site,
        "chip": key.chip,
        "period": key.period,
        "unit": line.unit,
        "values": Value::Object(values.collect()),
        "differences": Value::Object(differences.collect()),
    })
}

/// Columns of the CSV.
const HEADER: [&str; 9] = [
    "topic", "line", "of", "site", "chip", "period", "run", "value", "unit",
];

/// One row per line and run, directories for runs, keys first, then value and unit.
pub fn to_csv(comparison: &Comparison<'_>) -> String {
    let paths: Vec<String> = comparison
        .cases
        .iter()
        .map(|case| case.path.display().to_string())
        .collect();
    let objectives = comparison.cases.iter().zip(&paths).flat_map(|(case, path)| {
        let manifest = &case.saved.manifest;
        let numbers = [
            ("objective", manifest.objective, "MUSD"),
            ("bound", manifest.best_bound, "MUSD"),
            ("gap", manifest.gap.map(|gap| 100.0 * gap), "%"),
        ];
        numbers.map(|(line, value, unit)| {
            let value = Cell::from(value).plain();
            ["objective", line, "", "", "", "", path, &value, unit].map(str::to_owned)
        })
    });
    let lines = comparison.lines.iter().flat_map(|line| {
        line.values.iter().zip(&paths).map(|(value, path)| {
            let key = &line.key;
            let topic = key.topic.name();
            let keys = [topic, &key.line, &key.of, &key.site, &key.chip, &key.period];
            let [topic, name, of, site, chip, period] = keys.map(str::to_owned);
            let (value, unit) = (value.plain(), line.unit.clone());
            [topic, name, of, site, chip, period, path.clone(), value, unit]
        })
    });
    csv_text(
        iter::once(HEADER.map(str::to_owned))
            .chain(objectives)
            .chain(lines),
    )
}
