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
}
