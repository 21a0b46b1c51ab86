//! Inputs that are varied: where they are written, from which low to which high.

use crate::scenario::Scenario;
use crate::scenario::text::{Document, Node, Value, closest, join, measured, rounded};
use crate::study::StudyError;
use serde::Serialize;

/// Shares by which a figure is lowered and raised that has no range of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Factor of the low value: 0.8 for -20 %.
    pub low: f64,
    /// Factor of the high value.
    pub high: f64,
}

impl std::str::FromStr for Range {
    type Err = String;

    /// `20%`, `±20%`, `+-20%` or `-10%..+30%`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "expected a range such as ±20% or -10%..30%".to_owned();
        let percent = |text: &str| -> Option<f64> {
            let number = text.trim().strip_suffix('%')?.trim();
            let value: f64 = number.parse().ok()?;
            value.is_finite().then_some(value / 100.0)
        };
        let range = match text.split_once("..") {
            Some((low, high)) => {
                let (low, high) = (percent(low).ok_or_else(wrong)?, percent(high).ok_or_else(wrong)?);
                Self {
                    low: 1.0 + low,
                    high: 1.0 + high,
                }
            }
            None => {
                let size = text.trim().trim_start_matches(['±', '+', '-']);
                let size = percent(size).ok_or_else(wrong)?;
                Self {
                    low: 1.0 - size,
                    high: 1.0 + size,
                }
            }
        };
        if range.low < range.high && range.low >= 0.0 {
            Ok(range)
        } else {
            Err(format!(
                "{}; low must be below high, and not below -100%",
                wrong()
            ))
        }
    }
}

/// What is set at a path: a number with what stands behind it, or a factor on what is written.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// What stands behind the number: ` MUSD`.
    Number(String),
    /// The numbers are factors.
    Times,
}

/// An input with a low and a high value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// Path in the scenario, as the planner names it.
    pub path: String,
    /// What is written there.
    pub value: String,
    /// The low value.
    pub low: String,
    /// The high value.
    pub high: String,
    /// Whether low and high are those of the figure itself (its own `low` and `high`), not given or scaled by a range.
    pub own_range: bool,
    #[serde(skip)]
    place: String,
    #[serde(skip)]
    ends: (f64, f64),
    #[serde(skip)]
    form: Form,
}

impl Input {
    /// The setting for a place between low (0) and high (1), `path=value`.
    pub fn at(&self, share: f64) -> String {
        let number = rounded(self.number(share));
        match &self.form {
            Form::Number(unit) => format!("{}={number}{unit}", self.place),
            Form::Times => format!("{}={{$times: {number}}}", self.place),
        }
    }

    /// The number there: that of the figure, or for a series the factor on it.
    pub fn number(&self, share: f64) -> f64 {
        let (low, high) = self.ends;
        // The ends are as they are written, whatever the arithmetic between them.
        match share {
            0.0 => low,
            1.0 => high,
            share => low + share * (high - low),
        }
    }

    /// Low and high as they are printed: the unit once.
    pub fn varied(&self) -> String {
        match &self.form {
            Form::Number(unit) => format!("{} to {}{unit}", self.ends.0, self.ends.1),
            Form::Times => format!("x {} to {}", self.ends.0, self.ends.1),
        }
    }
}

/// The value of a figure: the node itself, or what stands under `value`.
fn value_of(node: &Node) -> (&Node, bool) {
    match node.get("value") {
        Some(value) => (value, true),
        None => (node, false),
    }
}

/// An input as the planner names it: `PATH`, or `PATH=LOW..HIGH`. A path alone is varied between the figure's own low and
/// high, or scaled by a range.
///
/// # Errors
/// A path that does not exist, what is no number there, no range.
pub fn input(document: &Document, asked: &str, range: Option<Range>) -> Result<Input, StudyError> {
    let (path, given) = match asked.rsplit_once('=') {
        // A key may have the sign in it.
        Some((path, ends)) if document.find(asked).is_none() => (path.trim(), Some(ends.trim())),
        _ => (asked, None),
    };
    let Some(node) = document.find(path) else {
        return if path.contains('*') {
            several(document, path, given, range)
        } else {
            Err(unknown(document, path))
        };
    };
    let (value, is_figure) = value_of(node);
    let place = if is_figure {
        join(path, "value")
    } else {
        path.to_owned()
    };
    if let Some(ends) = given {
        let wrong = || {
            StudyError::input(
                format!("`{ends}` is no low and high for `{path}`"),
                "write both with their unit: --input operator.wacc=\"6 %..10 %\"",
            )
        };
        let (low, high) = ends.split_once("..").ok_or_else(wrong)?;
        let text = value.scalar().unwrap_or("by period");
        let input = ranged(path, place, text, low.trim(), high.trim())?;
        return Ok(Input {
            own_range: false,
            ..input
        });
    }
    if let (Some(text), Some(low), Some(high)) = (value.scalar(), own(node, "low"), own(node, "high")) {
        return ranged(path, place, text, low, high);
    }
    let range = needed(path, range)?;
    match value.scalar() {
        Some(text) => scaled(path, place, text, range),
        None => factor(document, path, range, "by period"),
    }
}

/// Inputs of one form under a path with `*` in it: scaled together.
fn several(
    document: &Document,
    path: &str,
    given: Option<&str>,
    range: Option<Range>,
) -> Result<Input, StudyError> {
    if given.is_some() {
        return Err(StudyError::input(
            format!("`{path}` may name several inputs, which cannot all have one low and one high"),
            "scale them together: --range ±20%",
        ));
    }
    factor(document, path, needed(path, range)?, "as written")
}

fn needed(path: &str, range: Option<Range>) -> Result<Range, StudyError> {
    range.ok_or_else(|| {
        StudyError::input(
            format!("`{path}` has no low and high of its own"),
            format!("say how far to vary it: --range ±20%, or --input {path}=LOW..HIGH"),
        )
    })
}

fn own<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.scalar()
}

/// A figure between two values as they are written.
fn ranged(path: &str, place: String, text: &str, low: &str, high: &str) -> Result<Input, StudyError> {
    let wrong = || {
        StudyError::input(
            format!(
                "the low and high of `{path}` are `{low}` and `{high}`: they are not numbers of one unit"
            ),
            "write both as the value is written",
        )
    };
    let ((least, unit), (most, other)) = (
        measured(low).ok_or_else(wrong)?,
        measured(high).ok_or_else(wrong)?,
    );
    if unit.trim() != other.trim() {
        return Err(wrong());
    }
    Ok(Input {
        path: path.to_owned(),
        value: text.to_owned(),
        low: low.to_owned(),
        high: high.to_owned(),
        own_range: true,
        place,
        ends: (least, most),
        form: Form::Number(unit.to_owned()),
    })
}

/// A number, scaled.
fn scaled(path: &str, place: String, text: &str, range: Range) -> Result<Input, StudyError> {
    let Some((size, unit)) = measured(text) else {
        return Err(StudyError::input(
            format!("`{path}` is `{text}`, which cannot be scaled"),
            "vary a number, or a series of numbers by period",
        ));
    };
    if size == 0.0 {
        return Err(StudyError::input(
            format!("`{path}` is {text}, and a share of nothing is nothing"),
            format!("give both ends: --input {path}=LOW..HIGH"),
        ));
    }
    let (a, b) = (rounded(size * range.low), rounded(size * range.high));
    let ends = (a.min(b), a.max(b));
    Ok(Input {
        path: path.to_owned(),
        value: text.to_owned(),
        low: format!("{}{unit}", ends.0),
        high: format!("{}{unit}", ends.1),
        own_range: false,
        place,
        ends,
        form: Form::Number(unit.to_owned()),
    })
}

/// Everything at a path, multiplied.
fn factor(document: &Document, path: &str, range: Range, value: &str) -> Result<Input, StudyError> {
    let ends = (rounded(range.low), rounded(range.high));
    let input = Input {
        path: path.to_owned(),
        value: value.to_owned(),
        low: format!("x {}", ends.0),
        high: format!("x {}", ends.1),
        own_range: false,
        place: path.to_owned(),
        ends,
        form: Form::Times,
    };
    match document.with(&[input.at(1.0)]) {
        Ok(_) => Ok(input),
        Err(problems) => {
            let problem = problems.list.into_iter().next();
            let (message, hint) = problem.map_or((String::new(), None), |one| (one.message, one.hint));
            let message = message.strip_prefix("--set: ").unwrap_or(&message);
            Err(StudyError::input(
                format!("`{path}` cannot be scaled: {message}"),
                hint.unwrap_or_else(|| "name a number, or a series of numbers by period".into()),
            ))
        }
    }
}

/// The error for a path that leads nowhere: the step at which it ends, and the nearest one.
fn unknown(document: &Document, path: &str) -> StudyError {
    let message = format!("there is no input `{path}` in the scenario");
    let leaves = document.origins();
    // The longest beginning of the path that is there, and the steps that lead on from it.
    let ends = path.match_indices('.').map(|(at, _)| at).rev();
    let known = ends
        .filter_map(|end| path.get(..end))
        .find(|base| document.find(base).is_some());
    let (base, node) = match known.and_then(|base| Some((base, document.find(base)?))) {
        Some(found) => found,
        None => ("", &document.root),
    };
    let steps: Vec<String> = match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _, _)| key.clone()).collect(),
        Value::List(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| match item.get("id").and_then(Node::scalar) {
                Some(id) => id.to_owned(),
                None => index.to_string(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let rest = path.get(base.len()..).unwrap_or(path).trim_start_matches('.');
    let step = rest.split('.').next().unwrap_or(rest);
    let place = if base.is_empty() {
        "at the top".to_owned()
    } else {
        format!("under `{base}`")
    };
    let names = crate::scenario::text::names(steps.iter().map(String::as_str));
    let near = closest(step, steps.iter().map(String::as_str))
        .map(|near| join(base, near))
        .or_else(|| closest(path, leaves.iter().map(|leaf| leaf.path.as_str())).map(str::to_owned));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`? {place} there are: {names}"),
        None => format!("{place} there are: {names}"),
    };
    StudyError::input(message, hint)
}

/// Every figure with a low and a high of its own that can matter: those of chips that are not in use are left out.
pub fn catalogue_ranges(document: &Document, scenario: &Scenario) -> Vec<Input> {
    let mut found = Vec::new();
    each(&document.root, String::new(), &mut |path, node| {
        let used = match path.strip_prefix("chip_catalogue.") {
            Some(rest) => scenario.chips.iter().any(|chip| {
                let id = join("", &chip.id);
                rest.strip_prefix(id.as_str())
                    .is_some_and(|rest| rest.starts_with('.'))
            }),
            None => true,
        };
        if used
            && node.get("low").is_some()
            && node.get("high").is_some()
            && let Ok(input) = input(document, path, None)
            && input.own_range
        {
            found.push(input);
        }
    });
    found
}

/// Visits every map with its path.
fn each(node: &Node, path: String, visit: &mut impl FnMut(&str, &Node)) {
    match &node.value {
        Value::Map(entries) => {
            visit(&path, node);
            for (key, _, inner) in entries {
                each(inner, join(&path, key), visit);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                each(item, join(&path, &index.to_string()), visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::{LoadOptions, load_str};
    use std::path::Path;

    fn document() -> Document {
        let text = "
chips: {a: {price: {value: 10 MUSD, low: 8 MUSD, high: 15 MUSD}, power: 1.5 kW, loss: 0 %, name: x}}
budget: {capex: {at_most: {2027: 60 MUSD, 2028..: 40 MUSD, hold: true}}}
";
        load_str("t.yaml", text, Path::new(""), &LoadOptions::default()).unwrap()
    }

    fn told(path: &str, range: Option<&str>) -> (String, String) {
        let range = range.map(|range| range.parse().unwrap());
        match input(&document(), path, range).unwrap_err() {
            StudyError::Input { message, hint } => (message, hint),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_figure_has_its_own_range() {
        let input = input(&document(), "chips.a.price", None).unwrap();
        assert_eq!((input.low.as_str(), input.high.as_str()), ("8 MUSD", "15 MUSD"));
        assert_eq!(input.at(0.0), "chips.a.price.value=8 MUSD");
        assert_eq!(input.at(0.5), "chips.a.price.value=11.5 MUSD");
        assert_eq!(
            (input.number(1.0), input.varied().as_str()),
            (15.0, "8 to 15 MUSD")
        );
    }

    #[test]
    fn others_are_scaled_or_given() {
        let twenty: Range = "±20%".parse().unwrap();
        let power = input(&document(), "chips.a.power", Some(twenty)).unwrap();
        assert_eq!(power.at(0.0), "chips.a.power=1.2 kW");
        let budget = input(&document(), "budget.capex.at_most", Some(twenty)).unwrap();
        assert_eq!(budget.at(1.0), "budget.capex.at_most={$times: 1.2}");
        assert_eq!(budget.varied(), "x 0.8 to 1.2");
        let all = input(&document(), "budget.*.at_most", Some(twenty)).unwrap();
        assert_eq!(all.at(0.0), "budget.*.at_most={$times: 0.8}");
        let given = input(&document(), "chips.a.power=1 kW..3 kW", None).unwrap();
        assert_eq!(given.at(1.0), "chips.a.power=3 kW");
        assert!(!given.own_range);
    }

    #[test]
    fn ranges_are_read() {
        let range = |text: &str| text.parse::<Range>().map(|range| (range.low, range.high));
        assert_eq!(range("-10%..+30%"), Ok((0.9, 1.3)));
        assert_eq!(range("+-50 %"), Ok((0.5, 1.5)));
        for wrong in ["20", "x%", "30%..10%", "±120%", "0%", "inf%"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_varied_is_told() {
        let (message, hint) = told("chips.a.pric", None);
        assert_eq!(message, "there is no input `chips.a.pric` in the scenario");
        assert!(
            hint.starts_with("did you mean `chips.a.price`? under `chips.a` there are: price, power"),
            "{hint}"
        );
        for (path, range, expected) in [
            (
                "chips.a.power",
                None,
                "`chips.a.power` has no low and high of its own",
            ),
            (
                "chips.a.name",
                Some("20%"),
                "`chips.a.name` is `x`, which cannot be scaled",
            ),
            (
                "chips.a.power=1 kW",
                None,
                "`1 kW` is no low and high for `chips.a.power`",
            ),
            (
                "chips.a.power=1 kW..2 MW",
                None,
                "the low and high of `chips.a.power` are `1 kW` and `2 MW`: they are not numbers of one unit",
            ),
            (
                "chips.a.loss",
                Some("20%"),
                "`chips.a.loss` is 0 %, and a share of nothing is nothing",
            ),
        ] {
            assert_eq!(told(path, range).0, expected);
        }
        assert!(
            told("chips.a", Some("20%"))
                .0
                .starts_with("`chips.a` cannot be scaled: ")
        );
        assert!(
            told("chips.b*", Some("20%"))
                .0
                .starts_with("`chips.b*` cannot be scaled: ")
        );
        assert!(
            told("budget.*.at_most=1..2", None)
                .0
                .contains("may name several inputs")
        );
    }
}
