//! What one input of a sweep goes through: values of its own, or a range.

use crate::scenario::text::{Node, Value, flow, measured, rounded};

/// Most values of a range.
const MOST: f64 = 1e5;
/// The word before a factor, and the unit of factors in results.
pub const TIMES: &str = "times";

/// One value of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// YAML text that sets it, as after `--set path=`.
    pub set: String,
    /// As a planner reads it: `300 MUSD`, `times 0.9`.
    pub shown: String,
    /// Its number and unit, if it is a quantity; the unit of a factor is [`TIMES`].
    pub number: Option<(f64, String)>,
}

/// What an input goes through.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// These values.
    Listed(Vec<Level>),
    /// Everything between two numbers.
    Range(Range),
}

/// From low to high, in steps or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    low: f64,
    high: f64,
    /// Where a triangular distribution has its peak; uniform without.
    mode: Option<f64>,
    /// Unit as written, with the space before it; empty for plain numbers.
    unit: String,
    /// Whether the numbers are factors on what is there.
    times: bool,
    /// Number of values, evenly spaced by this.
    steps: Option<(usize, f64)>,
    /// Whether the number of values was given, not the step: then what lies between has six digits.
    counted: bool,
}

/// What is wrong with a spread, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

const FORMS: &str = "write values `200, 300, 400 MUSD`, a range `6 %..10 % step 2 %` or `6 %..10 % in 5`, factors `*0.5..*1.5`, \
                     or for draws with a peak `low..likely..high`";

fn wrong<T>(message: impl Into<String>) -> Result<T, SpreadError> {
    Err(SpreadError {
        message: message.into(),
        hint: FORMS,
    })
}

impl Level {
    /// A factor on what is there.
    fn factor(factor: f64) -> Self {
        Self {
            set: format!("{{$times: {factor}}}"),
            shown: format!("{TIMES} {factor}"),
            number: Some((factor, TIMES.to_owned())),
        }
    }

    /// A text as written.
    fn written(text: &str) -> Self {
        Self {
            set: text.to_owned(),
            shown: text.to_owned(),
            number: measured(text).map(|(number, unit)| (number, unit.trim().to_owned())),
        }
    }

    /// A value of the tree.
    fn of_node(node: &Node) -> Result<Self, SpreadError> {
        let factor = match &node.value {
            Value::Text(text) => factor(text)?,
            Value::Map(_) => node.get("$times").and_then(|times| match times.value {
                Value::Number(factor, _) => Some(factor),
                _ => None,
            }),
            _ => None,
        };
        Ok(match (factor, node.scalar()) {
            (Some(factor), _) => Self::factor(factor),
            (None, Some(text)) => Self {
                set: flow(node),
                ..Self::written(text)
            },
            (None, None) => Self {
                set: flow(node),
                shown: flow(node),
                number: None,
            },
        })
    }
}

/// The number of `times 0.9` or `*0.9`; nothing for other texts.
fn factor(text: &str) -> Result<Option<f64>, SpreadError> {
    let Some(number) = factor_text(text) else {
        return Ok(None);
    };
    match number.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor >= 0.0 => Ok(Some(factor)),
        _ => wrong(format!("`{text}` is not a factor such as `*0.9`")),
    }
}

/// What follows the word or sign of a factor.
fn factor_text(text: &str) -> Option<&str> {
    let text = text.trim();
    let number = text
        .strip_prefix('*')
        .or_else(|| text.strip_prefix(TIMES).filter(|rest| rest.starts_with(' ')));
    number.map(str::trim)
}

impl Spread {
    /// Reads what stands after `--vary path=`: values separated by commas, or a range.
    ///
    /// # Errors
    /// The text has none of these forms.
    pub fn of_text(text: &str) -> Result<Self, SpreadError> {
        let parts = split(text);
        if let [only] = parts.as_slice()
            && only.contains("..")
            && !only.contains(['{', '['])
        {
            return Range::read(only).map(Self::Range);
        }
        let mut levels = Vec::new();
        for part in parts {
            if part.is_empty() {
                return wrong(format!("a value is missing in `{text}`"));
            }
            levels.push(match factor(part)? {
                Some(factor) => Level::factor(factor),
                None => Level::written(part),
            });
        }
        Ok(Self::Listed(with_units(levels)))
    }

    /// Reads a value of `vary`: a list of values, a range, or one value.
    ///
    /// # Errors
    /// The value has none of these forms.
    pub fn of_node(node: &Node) -> Result<Self, SpreadError> {
        match &node.value {
            Value::List(items) => {
                let levels: Result<Vec<Level>, _> = items.iter().map(Level::of_node).collect();
                Ok(Self::Listed(with_units(levels?)))
            }
            Value::Text(text) if text.contains("..") => Range::read(text).map(Self::Range),
            Value::Null => wrong("no values are given"),
            _ => Ok(Self::Listed(vec![Level::of_node(node)?])),
        }
    }

    /// The values to go through one by one; nothing for a range without steps.
    pub fn levels(&self) -> Option<Vec<Level>> {
        match self {
            Self::Listed(levels) => Some(levels.clone()),
            Self::Range(range) => {
                let (count, step) = range.steps?;
                let at = |place: usize| match rounded(range.low + step * place as f64) {
                    value if range.counted && place > 0 && place + 1 < count => {
                        range.level(six_digits(value))
                    }
                    value => range.level(value),
                };
                Some((0..count).map(at).collect())
            }
        }
    }

    /// The value below which a share `u` in [0, 1) of all draws lies.
    pub fn quantile(&self, u: f64) -> Option<Level> {
        if let Some(levels) = self.levels() {
            let place = (u * levels.len() as f64) as usize;
            return levels.get(place.min(levels.len().checked_sub(1)?)).cloned();
        }
        match self {
            Self::Listed(_) => None,
            Self::Range(range) => Some(range.level(six_digits(range.quantile(u)))),
        }
    }

    /// Whether the values are factors.
    pub fn is_factor(&self) -> bool {
        match self {
            Self::Range(range) => range.times,
            Self::Listed(levels) => {
                let is_factor = |level: &Level| level.number.as_ref().is_some_and(|(_, unit)| unit == TIMES);
                !levels.is_empty() && levels.iter().all(is_factor)
            }
        }
    }
}

impl Range {
    /// `6 %..10 %`, `6 %..10 % step 2 %`, `*0.5..*1.5 in 11`, `low..likely..high`.
    fn read(text: &str) -> Result<Self, SpreadError> {
        let (ends, step, count) = if let Some((ends, step)) = text.split_once(" step ") {
            (ends, Some(step), None)
        } else if let Some((ends, count)) = text.split_once(" in ") {
            (ends, None, Some(count))
        } else {
            (text, None, None)
        };
        let mut times = false;
        let mut unit = String::new();
        let mut numbers = Vec::new();
        for end in ends.split("..").map(str::trim) {
            let bare = match factor_text(end) {
                Some(number) => {
                    times = true;
                    number
                }
                None => end,
            };
            let Some((number, own)) = measured(bare) else {
                return wrong(format!("`{end}` in the range `{text}` is not a quantity"));
            };
            one_unit(&mut unit, own, text)?;
            numbers.push(number);
        }
        if times && !unit.is_empty() {
            return wrong(format!("`{text}` multiplies, so it has no unit"));
        }
        let (low, mode, high) = match numbers.as_slice() {
            [low, high] => (*low, None, *high),
            [low, mode, high] => (*low, Some(*mode), *high),
            _ => return wrong(format!("`{text}` is not a range from low to high")),
        };
        let rising = mode.is_none_or(|mode| low <= mode && mode <= high);
        if low > high || !rising {
            return wrong(format!("the range `{text}` does not rise from low to high"));
        }
        if times && low < 0.0 {
            return wrong(format!("`{text}` has a factor below 0"));
        }
        let steps = match (step, count) {
            (Some(step), _) => Some(by_step(step, (low, high), &mut unit, text)?),
            (None, Some(count)) => Some(in_count(count, (low, high), text)?),
            (None, None) => None,
        };
        Ok(Self {
            low,
            high,
            mode,
            unit,
            times,
            steps,
            counted: count.is_some(),
        })
    }

    fn level(&self, number: f64) -> Level {
        if self.times {
            Level::factor(number)
        } else {
            Level::written(&format!("{number}{}", self.unit))
        }
    }

    fn quantile(&self, u: f64) -> f64 {
        let Self { low, high, .. } = *self;
        let span = high - low;
        match self.mode {
            None => low + u * span,
            Some(_) if span <= 0.0 => low,
            // The inverse of the two parabolas of a triangular distribution.
            Some(mode) if u * span < mode - low => low + (u * span * (mode - low)).sqrt(),
            Some(mode) => high - ((1.0 - u) * span * (high - mode)).sqrt(),
        }
    }
}

/// Number of values and their distance from a step.
fn by_step(
    step: &str,
    (low, high): (f64, f64),
    unit: &mut String,
    text: &str,
) -> Result<(usize, f64), SpreadError> {
    let bare = factor_text(step).unwrap_or(step).trim();
    let Some((number, own)) = measured(bare) else {
        return wrong(format!("the step `{step}` of `{text}` is not a quantity"));
    };
    one_unit(unit, own, text)?;
    if number <= 0.0 {
        return wrong(format!("the step of `{text}` is {bare}; it must be above 0"));
    }
    let count = ((high - low) / number + 1e-9).floor() + 1.0;
    if count > MOST {
        return wrong(format!("`{text}` has more than {MOST} values"));
    }
    Ok((count as usize, number))
}

/// Number of values and their distance from a number of values.
fn in_count(count: &str, (low, high): (f64, f64), text: &str) -> Result<(usize, f64), SpreadError> {
    match count.trim().parse::<u32>() {
        Ok(count) if count >= 2 && f64::from(count) <= MOST => {
            Ok((count as usize, (high - low) / f64::from(count - 1)))
        }
        _ => wrong(format!(
            "`in {}` of `{text}`: expected a number of values from 2 on",
            count.trim()
        )),
    }
}

/// All numbers of a range are in one unit; those without one take it over.
fn one_unit(unit: &mut String, own: &str, text: &str) -> Result<(), SpreadError> {
    if own.trim().is_empty() || own.trim() == unit.trim() {
        return Ok(());
    }
    if !unit.is_empty() {
        return wrong(format!(
            "`{text}` mixes the units `{}` and `{}`",
            unit.trim(),
            own.trim()
        ));
    }
    own.clone_into(unit);
    Ok(())
}

/// In a list with units, a bare number has the unit of the last value: `200, 300, 400 MUSD`.
fn with_units(levels: Vec<Level>) -> Vec<Level> {
    let unit = |level: &Level| level.number.as_ref().map(|(_, unit)| unit.clone());
    let Some(last) = levels.last().and_then(unit) else {
        return levels;
    };
    if last.is_empty() || last == TIMES {
        return levels;
    }
    let filled = |level: Level| match &level.number {
        Some((_, unit)) if unit.is_empty() => Level::written(&format!("{} {last}", level.shown)),
        _ => level,
    };
    levels.into_iter().map(filled).collect()
}

/// Splits at commas outside brackets and quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_u32, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts.into_iter().map(str::trim).collect()
}

/// A drawn number with the digits that a planner would write.
fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let spread = Spread::of_text(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let levels = spread.levels().unwrap_or_default();
        levels.into_iter().map(|level| level.shown).collect()
    }

    #[test]
    fn values_ranges_and_factors_are_read() {
        assert_eq!(shown("200, 300, 400 MUSD"), ["200 MUSD", "300 MUSD", "400 MUSD"]);
        assert_eq!(shown("6 %..10 % step 2 %"), ["6 %", "8 %", "10 %"]);
        assert_eq!(shown("0..1 step 0.1")[3], "0.3");
        assert_eq!(shown("0..1 in 4"), ["0", "0.333333", "0.666667", "1"]);
        assert_eq!(shown("6..10 MW in 3"), ["6 MW", "8 MW", "10 MW"]);
        assert_eq!(shown("*0.5..*1.5 in 3"), ["times 0.5", "times 1", "times 1.5"]);
        assert_eq!(shown("times 0.9,*1.1"), ["times 0.9", "times 1.1"]);
        assert_eq!(shown("min-cost"), ["min-cost"]);
        assert_eq!(shown("{2027: 60 MUSD, 2028..: 70 MUSD},unlimited").len(), 2);
        let level = Spread::of_text("*0.9").unwrap().levels().unwrap().remove(0);
        assert_eq!(
            (level.set.as_str(), level.number),
            ("{$times: 0.9}", Some((0.9, TIMES.into())))
        );
        assert_eq!(shown("6 %..10 %"), [""; 0]);
    }

    #[test]
    fn what_is_no_spread_is_refused_with_its_reason() {
        for (text, reason) in [
            ("1..5 step 0", "must be above 0"),
            ("1..5 step -1", "must be above 0"),
            ("5..1", "does not rise"),
            ("1..5 in 1", "from 2 on"),
            ("1 MW..5 MUSD", "mixes the units"),
            ("*0.5 MW..*2", "has no unit"),
            ("a..b", "not a quantity"),
            ("1,,2", "a value is missing"),
            ("*-1", "not a factor"),
            ("0..1 step 1e-9", "more than"),
            ("1..2..3..4", "from low to high"),
        ] {
            let error = Spread::of_text(text).unwrap_err();
            assert!(error.message.contains(reason), "{text}: {}", error.message);
        }
    }

    #[test]
    fn quantiles_follow_the_distribution() {
        let at = |text: &str, u: f64| {
            let level = Spread::of_text(text).unwrap().quantile(u).unwrap();
            level.number.unwrap().0
        };
        assert_eq!(at("10..20 MW", 0.25), 12.5);
        // Triangular 0..1..4: F(1) = 1/4, and symmetric pieces by their parabolas.
        assert_eq!(at("0..1..4", 0.25), 1.0);
        assert_eq!(at("0..1..4", 0.0625), 0.5);
        assert_eq!(at("1..1..1", 0.5), 1.0);
        assert_eq!(at("1,2,3", 0.99), 3.0);
        assert_eq!(at("0..1 step 0.5", 0.4), 0.5);
    }
}
