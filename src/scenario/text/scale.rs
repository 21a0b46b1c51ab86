//! Multiplying what is written: `300 MUSD` times 0.9 is `270 MUSD`, period by period in a series.

use super::{Node, Value, paths};
use crate::scenario::problem::Origin;

/// Words of a series that are no values.
const WORDS: [&str; 3] = ["hold", "interpolate", "growth"];

/// Labels of the planner's own periods, if there are any.
pub(super) fn labels(root: &Node) -> Vec<String> {
    let steps = ["periods", "labels"].map(String::from);
    match paths::find(root, &steps).map(|node| &node.value) {
        Some(Value::List(items)) => items
            .iter()
            .filter_map(|item| item.scalar().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

/// Multiplies a quantity, a figure's value or every value of a series. `unlimited` stays as it is, and so does a growth
/// rate. What was multiplied has its origin where the factor was written.
///
/// # Errors
/// Why it cannot be multiplied; the node is then to be thrown away.
pub(super) fn times(node: &mut Node, factor: f64, origin: Origin, periods: &[String]) -> Result<(), String> {
    let kind = node.kind();
    match &mut node.value {
        Value::Number(number, text) => {
            let value = rounded(*number * factor);
            (*number, *text) = (value, value.to_string());
            node.origin = origin;
            Ok(())
        }
        Value::Text(text) if text == "unlimited" => Ok(()),
        Value::Text(text) => {
            let Some((number, unit)) = measured(text) else {
                return Err(format!("`{text}` is not a quantity"));
            };
            *text = format!("{}{unit}", rounded(number * factor));
            node.origin = origin;
            Ok(())
        }
        Value::Map(entries) if entries.iter().any(|(key, _, _)| key == "value") => entries
            .iter_mut()
            .filter(|(key, _, _)| key == "value")
            .try_for_each(|(_, _, value)| times(value, factor, origin, periods)),
        Value::Map(entries) if entries.iter().any(|(key, _, _)| is_period(key, periods)) => {
            for (key, _, value) in entries
                .iter_mut()
                .filter(|(key, _, _)| !WORDS.contains(&key.as_str()))
            {
                if !is_period(key, periods) || value.scalar().is_none() {
                    return Err(format!("its entry `{key}` is no value of a period"));
                }
                times(value, factor, origin, periods)?;
            }
            Ok(())
        }
        Value::Map(_) => Err("it is a map, but not a series by period; name one of its entries".to_owned()),
        _ => Err(format!("it is {kind}")),
    }
}

/// Whether a key is a period or a range of periods.
fn is_period(key: &str, own: &[String]) -> bool {
    let known = |label: &str| label.is_empty() || own.iter().any(|own| own == label);
    let ends = key.split_once("..");
    key.starts_with(|c: char| c.is_ascii_digit())
        || key.starts_with("..")
        || own.iter().any(|own| own == key)
        || ends.is_some_and(|(from, to)| known(from.trim()) && known(to.trim()))
}

/// A number and what follows it, with the space between: `40 MW`, `9%`. A date is none.
pub fn measured(text: &str) -> Option<(f64, &str)> {
    let number_like = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | 'e' | 'E');
    // The longest beginning that is a number: `3e2 MW`, but `3 EUSD`.
    let mut end = text.find(|c| !number_like(c)).unwrap_or(text.len());
    let number = loop {
        match text.get(..end)?.parse::<f64>() {
            Ok(number) if number.is_finite() => break number,
            _ => end = text.get(..end)?.char_indices().next_back()?.0,
        }
    };
    let unit = text.get(end..)?;
    let fits = unit.is_empty() || unit.starts_with(|c: char| c == ' ' || c == '%' || c.is_alphabetic());
    fits.then_some((number, unit))
}

/// To twelve digits: 0.1 times 3 is 0.3.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::parse;

    fn scaled(text: &str, factor: f64) -> Result<Node, String> {
        let mut node = parse::parse(text, 0).unwrap();
        times(
            &mut node,
            factor,
            Origin::default(),
            &["now".to_owned(), "next".to_owned()],
        )
        .map(|()| node)
    }

    #[test]
    fn quantities_figures_and_series_are_multiplied() {
        for (text, expected) in [
            ("300 MUSD", "270 MUSD"),
            ("9%", "8.1%"),
            ("3", "2.7"),
            ("-7 %/year", "-6.3 %/year"),
            ("unlimited", "unlimited"),
            (
                "{value: 10 MW, low: 5 MW, source: x}",
                "{value: 9 MW, low: 5 MW, source: x}",
            ),
            (
                "{2027H1: 40 MW, 2028H1..: unlimited, growth: 45 %/year}",
                "{2027H1: 36 MW, 2028H1..: unlimited, growth: 45 %/year}",
            ),
            (
                "{now: 1 MW, next..: 2 MW, hold: true}",
                "{now: 0.9 MW, next..: 1.8 MW, hold: true}",
            ),
        ] {
            let expected = parse::parse(expected, 0).unwrap();
            let found = scaled(text, 0.9).unwrap();
            assert!(found.same(&expected), "{text}: {found:?}");
        }
        assert!(
            scaled("0.1 MW", 3.0)
                .unwrap()
                .same(&parse::parse("0.3 MW", 0).unwrap())
        );
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in [
            "2027-01-01",
            "air",
            "[1, 2]",
            "{existing: 1, max: 2}",
            "{2027: [1]}",
            "true",
        ] {
            assert!(scaled(text, 0.9).is_err(), "{text}");
        }
    }
}
