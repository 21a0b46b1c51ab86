//! A row of values as a row of bars, one character each.

use super::numbers::NOTHING;

/// Bars from the lowest to the highest.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Bars over the largest of the values; what is not above nothing is a dot, as in tables. Empty without values.
///
/// ```
/// # use buildout::report::sparkline::sparkline;
/// assert_eq!(sparkline(&[0.0, 1.0, 4.0, 8.0]), ".▁▄█");
/// ```
pub fn sparkline(values: &[f64]) -> String {
    let largest = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let mut bars = String::new();
    for &value in values {
        if value.is_finite() && value > 0.0 {
            let height = (value / largest * BARS.len() as f64).ceil() as usize;
            bars.push(BARS[height.clamp(1, BARS.len()) - 1]);
        } else {
            bars.push_str(NOTHING);
        }
    }
    bars
}

/// Bars from the lowest of the values to the highest, for values of which none is near nothing; what is not there is a
/// dot. Values that are all the same are in the middle.
///
/// ```
/// # use buildout::report::sparkline::between;
/// assert_eq!(between(&[Some(100.0), None, Some(101.0), Some(108.0)]), "▁.▂█");
/// ```
pub fn between(values: &[Option<f64>]) -> String {
    let there = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let low = there().fold(f64::INFINITY, f64::min);
    let span = there().fold(f64::NEG_INFINITY, f64::max) - low;
    let mut bars = String::new();
    for value in values {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                let share = if span > 0.0 { (value - low) / span } else { 0.5 };
                let height = (share * BARS.len() as f64) as usize;
                bars.push(BARS[height.min(BARS.len() - 1)]);
            }
            None => bars.push_str(NOTHING),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_rise_with_the_values() {
        assert_eq!(sparkline(&[]), "");
        assert_eq!(sparkline(&[0.0, 0.0]), "..");
        assert_eq!(sparkline(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&[1e-12, 5.0, f64::NAN, -1.0, f64::INFINITY]), "▁█...");
    }

    #[test]
    fn bars_between_the_lowest_and_the_highest() {
        let values: Vec<Option<f64>> = (0..8).map(|value| Some(500.0 + f64::from(value))).collect();
        assert_eq!(between(&values), "▁▂▃▄▅▆▇█");
        assert_eq!(between(&[Some(2.0), None, Some(2.0), Some(f64::NAN)]), "▅.▅.");
        assert_eq!(between(&[]), "");
    }
}
