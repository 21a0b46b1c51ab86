//! Short numbers: grouped thousands, and as many decimals as the size of the number deserves.

/// What stands for nothing in a table, so that what is there stands out.
pub const NOTHING: &str = ".";

/// Decimals that leave about four significant digits on numbers up to `largest`.
pub fn decimals(largest: f64) -> usize {
    match largest.abs() {
        size if size >= 999.5 => 0,
        size if size >= 99.95 => 1,
        size if size >= 9.995 => 2,
        _ => 3,
    }
}

/// Decimals for a column of numbers: none if all are whole, else as [`decimals`] of the largest.
pub fn column_decimals(values: impl IntoIterator<Item = f64> + Clone) -> usize {
    if values.clone().into_iter().all(|value| value == value.round()) {
        return 0;
    }
    decimals(
        values
            .into_iter()
            .fold(0.0, |largest: f64, value| largest.max(value.abs())),
    )
}

/// A number with its thousands grouped: `12,345.6`. Never a negative zero.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let mut grouped = String::new();
    if value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        grouped.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) && value.is_finite() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A number on its own, with decimals by its size.
pub fn short(value: f64) -> String {
    grouped(value, column_decimals([value]))
}

/// A number in a sentence: up to four significant digits, whole thousands kept, nothing behind the last digit
/// that counts.
pub fn significant(value: f64) -> String {
    if !value.is_finite() || value == 0.0 {
        return grouped(value, 0);
    }
    let decimals = (3.0 - value.abs().log10().floor()).clamp(0.0, 12.0) as usize;
    let text = grouped(value, decimals);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A table cell: a number, or [`NOTHING`] when it would print as zero.
pub fn cell(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    if text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text
    } else {
        NOTHING.into()
    }
}

/// A share as a percentage with one decimal, or none from 99.95 % on: `98.3 %`, `100 %`. What is not
/// quite 0 or 100 % never prints as such.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value == 0.0 || value == 100.0 {
        return format!("{value:.0} %");
    }
    match format!("{value:.1}").as_str() {
        "0.0" | "-0.0" => "<0.1 %".into(),
        "100.0" if value < 100.0 => ">99.9 %".into(),
        text => format!("{text} %"),
    }
}

/// A gap: two decimals, three below 0.1 %, so that a small gap is told from none.
pub fn gap(share: f64) -> String {
    let value = share * 100.0;
    match value {
        0.0 => "0 %".into(),
        v if v < 0.001 => "<0.001 %".into(),
        v if v < 0.1 => format!("{v:.3} %"),
        v if v > 999.0 => ">999 %".into(),
        v => format!("{v:.2} %"),
    }
}

/// Seconds as a person says them: `0.4 s`, `12 s`, `3 min 20 s`, `5 h 12 min`.
pub fn seconds(value: f64) -> String {
    if value < 9.95 {
        format!("{value:.1} s")
    } else if value < 119.5 {
        format!("{value:.0} s")
    } else if value < 7199.5 {
        let whole = value.round();
        format!("{:.0} min {:.0} s", (whole / 60.0).floor(), whole % 60.0)
    } else {
        let minutes = (value / 60.0).round();
        format!("{:.0} h {:.0} min", (minutes / 60.0).floor(), minutes % 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_a_sentence_has_no_idle_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (4.000_000_1, "4"),
            (0.000_123_456, "0.0001235"),
            (12.345_6, "12.35"),
            (999.96, "1,000"),
            (1_200.0, "1,200"),
            (-12_345.6, "-12,346"),
        ] {
            assert_eq!(significant(value), text);
        }
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(1234567.89, 1), "1,234,567.9");
        assert_eq!(grouped(-1000.0, 0), "-1,000");
        assert_eq!(grouped(-0.004, 2), "0.00");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(f64::INFINITY, 0), "inf");
    }

    #[test]
    fn decimals_follow_size() {
        assert_eq!(short(12345.6), "12,346");
        assert_eq!(short(123.45), "123.5");
        assert_eq!(short(3.0), "3");
        assert_eq!(short(0.12345), "0.123");
        assert_eq!(cell(0.0004, 3), NOTHING);
        assert_eq!(cell(0.0006, 3), "0.001");
    }

    #[test]
    fn shares_do_not_round_to_certainty() {
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.99999), ">99.9 %");
        assert_eq!(percent(0.00001), "<0.1 %");
        assert_eq!(percent(0.983), "98.3 %");
        assert_eq!(gap(0.0), "0 %");
        assert_eq!(gap(0.00042), "0.042 %");
        assert_eq!(gap(0.0123), "1.23 %");
        assert_eq!(gap(70.0), ">999 %");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(0.44), "0.4 s");
        assert_eq!(seconds(61.2), "61 s");
        assert_eq!(seconds(200.0), "3 min 20 s");
        assert_eq!(seconds(7200.0), "2 h 0 min");
        assert_eq!(seconds(18_730.0), "5 h 12 min");
    }
}
