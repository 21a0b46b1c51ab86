//! Series by period: what is given, and what holds in between.

use super::Fault;
use super::calendar::{Calendar, Span};
use crate::scenario::raw::{Given, Series};
use crate::scenario::text::names;

/// Where in a series a fault lies: the key of an entry, or the whole.
pub(super) type SeriesFault = (Option<String>, Fault);

/// One entry with its span.
struct Entry<'a, Q> {
    key: &'a str,
    span: Span,
    value: &'a Q,
}

/// What a period's value is made of.
enum Source<'a, Q> {
    /// A value as given.
    Given(&'a Q),
    /// The value grown for some years.
    Grown(&'a Q, f64),
    /// Between two values, at this share of the way.
    Between(&'a Q, &'a Q, f64),
}

/// One value per period. `value_at` turns a written value into a number in a given period (currencies convert
/// by dated rates, so the period matters).
///
/// # Errors
/// Labels that are not periods, periods given twice or not at all, and what `value_at` refuses.
pub(super) fn expand<Q>(
    calendar: &Calendar,
    series: &Series<Q>,
    value_at: &mut dyn FnMut(&Q, usize) -> Result<f64, Fault>,
) -> Result<Vec<f64>, SeriesFault> {
    let whole = |fault| (None, fault);
    let given = match series {
        Series::Constant(value) => {
            return (0..calendar.len())
                .map(|t| value_at(value, t))
                .collect::<Result<_, _>>()
                .map_err(whole);
        }
        Series::Periods(given) => given,
    };
    let sources = sources(calendar, given)?;
    let growth = given.growth.as_ref().map_or(0.0, |growth| growth.parsed.number);
    let mut value = |t: usize, source: &Source<'_, Q>| match source {
        Source::Given(value) => value_at(value, t),
        Source::Grown(value, years) => Ok(value_at(value, t)? * (1.0 + growth).powf(*years)),
        Source::Between(before, after, share) => {
            Ok(value_at(before, t)? * (1.0 - share) + value_at(after, t)? * share)
        }
    };
    sources
        .iter()
        .enumerate()
        .map(|(t, source)| value(t, source))
        .collect::<Result<_, _>>()
        .map_err(whole)
}

fn sources<'a, Q>(calendar: &Calendar, given: &'a Given<Q>) -> Result<Vec<Source<'a, Q>>, SeriesFault> {
    if given.hold && given.growth.is_some() {
        return Err((
            None,
            Fault::new("`hold` and `growth` contradict each other: the last value either stays or grows"),
        ));
    }
    let mut entries = Vec::with_capacity(given.entries.len());
    for (key, value) in &given.entries {
        let span = range_span(calendar, key).map_err(|fault| (Some(key.clone()), fault))?;
        entries.push(Entry { key, span, value });
    }
    entries.sort_by(|a, b| a.span.start.total_cmp(&b.span.start));
    for pair in entries.windows(2) {
        if let [a, b] = pair
            && b.span.start + 1e-6 < a.span.end
        {
            let message = format!("`{}` overlaps `{}`: a period has two values", b.key, a.key);
            return Err((Some(b.key.to_owned()), Fault::new(message)));
        }
    }
    let (mut found, mut missing) = (Vec::with_capacity(calendar.len()), Vec::new());
    for (t, label) in calendar.labels().iter().enumerate() {
        match source(calendar, given, &entries, calendar.period_span(t)) {
            Some(source) => found.push(source),
            None => missing.push(label.as_str()),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    let fault = Fault::new(format!("no value for {}", names(missing)));
    Err((
        None,
        fault.hint("give every period, or add `hold: true`, `interpolate: true` or `growth: 5 %/year`"),
    ))
}

fn source<'a, Q>(
    calendar: &Calendar,
    given: &Given<Q>,
    entries: &[Entry<'a, Q>],
    period: Span,
) -> Option<Source<'a, Q>> {
    // Entries are in order of time and disjoint: `after` is the first that ends beyond the period's start.
    let after = entries.partition_point(|entry| entry.span.end <= period.start + 1e-6);
    let next = entries.get(after);
    if let Some(entry) = next.filter(|entry| entry.span.covers(period)) {
        return Some(Source::Given(entry.value));
    }
    let before = entries.get(after.checked_sub(1)?)?;
    let half = calendar.length() / 2.0;
    if let (true, Some(next)) = (given.interpolate, next) {
        // From the middle of the last period of one value to the middle of the first period of the next.
        let (from, to) = (before.span.end - half, next.span.start + half);
        let share = (period.start + half - from) / (to - from);
        return Some(Source::Between(before.value, next.value, share));
    }
    if given.growth.is_some() {
        let last_given = before.span.end - calendar.length();
        return Some(Source::Grown(before.value, (period.start - last_given) / 12.0));
    }
    given.hold.then_some(Source::Given(before.value))
}

/// The span of `2027H1`, `2027H1..`, `..2027H2` or `2027H1..2028H2`.
fn range_span(calendar: &Calendar, key: &str) -> Result<Span, Fault> {
    let Some((from, to)) = key.split_once("..") else {
        return calendar.label_span(key.trim());
    };
    let (from, to) = (from.trim(), to.trim());
    let start = if from.is_empty() {
        f64::NEG_INFINITY
    } else {
        calendar.label_span(from)?.start
    };
    let end = if to.is_empty() {
        f64::INFINITY
    } else {
        calendar.label_span(to)?.end
    };
    if from.is_empty() && to.is_empty() {
        return Err(Fault::new(
            "`..` is not a range of periods; write the value alone for all periods",
        ));
    }
    if end <= start {
        return Err(Fault::new(format!("the range `{key}` ends before it starts")));
    }
    Ok(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::raw::{Label, RawPeriods};

    fn calendar() -> Calendar {
        let raw = RawPeriods {
            start: Some(Label("2027H1".into())),
            count: Some(4),
            labels: None,
            length: None,
            start_date: None,
        };
        Calendar::new(&raw).unwrap()
    }

    fn values(json: &str) -> Result<Vec<f64>, SeriesFault> {
        expand(
            &calendar(),
            &serde_json::from_str::<Series<f64>>(json).unwrap(),
            &mut |&x, _| Ok(x),
        )
    }

    #[test]
    fn values_stand_for_periods_ranges_and_longer_periods() {
        assert_eq!(values("7").unwrap(), [7.0; 4]);
        assert_eq!(
            values(r#"{"2027H1": 1, "2027H2..2028H1": 2, "2028H2..": 3}"#).unwrap(),
            [1.0, 2.0, 2.0, 3.0]
        );
        assert_eq!(values(r#"{"2027": 1, "2028": 2}"#).unwrap(), [1.0, 1.0, 2.0, 2.0]);
        assert_eq!(
            values(r#"{"..2027H2": 1, "2028H1..2031H2": 2}"#).unwrap(),
            [1.0, 1.0, 2.0, 2.0]
        );
    }

    #[test]
    fn a_missing_period_is_an_error_unless_a_word_says_what_holds() {
        let (key, fault) = values(r#"{"2027H1": 1, "2028H1": 2}"#).unwrap_err();
        assert_eq!(
            (key, fault.message.as_str()),
            (None, "no value for 2027H2, 2028H2")
        );
        assert_eq!(
            values(r#"{"2027H1": 1, "2028H1": 2, "hold": true}"#).unwrap(),
            [1.0, 1.0, 2.0, 2.0]
        );
        assert_eq!(values(r#"{"2026H1": 5, "hold": true}"#).unwrap(), [5.0; 4]);
        assert!(
            values(r#"{"2027H2": 1, "hold": true}"#).is_err(),
            "nothing holds before the first value"
        );
    }

    #[test]
    fn interpolation_is_a_straight_line() {
        let line = values(r#"{"2027H1": 1, "2028H2": 7, "interpolate": true}"#).unwrap();
        for (value, expected) in line.iter().zip([1.0, 3.0, 5.0, 7.0]) {
            assert!((value - expected).abs() < 1e-9, "{line:?}");
        }
        assert!(
            values(r#"{"2027H1": 1, "2028H1": 7, "interpolate": true}"#).is_err(),
            "no value after the last"
        );
    }

    #[test]
    fn growth_compounds_by_time() {
        let grown = values(r#"{"2027H1": 100, "growth": "21 %/year"}"#).unwrap();
        for (value, expected) in grown.iter().zip([100.0, 110.0, 121.0, 133.1]) {
            assert!((value - expected).abs() < 1e-9, "{grown:?}");
        }
        let both =
            values(r#"{"2027H1": 100, "2028H1": 200, "interpolate": true, "growth": "21 %/year"}"#).unwrap();
        assert!(
            (both[1] - 150.0).abs() < 1e-9 && (both[3] - 220.0).abs() < 1e-9,
            "{both:?}"
        );
    }

    #[test]
    fn contradictions_are_refused() {
        assert!(values(r#"{"2027H1": 1, "hold": true, "growth": "5 %/year"}"#).is_err());
        let (key, fault) = values(r#"{"2027": 1, "2027H2..": 2}"#).unwrap_err();
        assert_eq!(key.as_deref(), Some("2027H2.."));
        assert_eq!(
            fault.message,
            "`2027H2..` overlaps `2027`: a period has two values"
        );
        assert!(values(r#"{"2028H1..2027H1": 1}"#).is_err());
        assert!(values(r#"{"..": 1}"#).is_err());
        assert!(values("{}").is_err());
    }
}
