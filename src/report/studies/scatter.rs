//! Points of two values as text.

use crate::report::grid::Page;
use crate::report::numbers::short;

/// Lines of the plot.
const HEIGHT: usize = 11;
/// Columns of the plot at most.
const WIDTH: usize = 64;

/// What a point is drawn as: 1 to 9, then letters.
pub(super) fn mark(number: usize) -> char {
    match number {
        1..=9 => char::from(b'0' + number as u8),
        10..=35 => char::from(b'a' + (number - 10) as u8),
        _ => '*',
    }
}

/// Points `(x, y)`, numbered from 1, with the ends of both axes; the first of several in one place shows.
pub(super) fn scatter(points: &[(f64, f64)], x_title: &str, y_title: &str, page: Page) -> String {
    let range = |value: fn(&(f64, f64)) -> f64| {
        let values = || points.iter().map(value);
        let (low, high) = (
            values().fold(f64::INFINITY, f64::min),
            values().fold(f64::NEG_INFINITY, f64::max),
        );
        (low, high)
    };
    let ((left, right), (low, high)) = (range(|point| point.0), range(|point| point.1));
    if points.len() < 2 || !(left < right || low < high) {
        return String::new();
    }
    let labels = [short(high), short(low)];
    let margin = labels
        .iter()
        .map(|label| label.chars().count())
        .max()
        .unwrap_or(0);
    let width = page.width.saturating_sub(margin + 5).clamp(10, WIDTH);
    let place = |value: f64, (low, high): (f64, f64), cells: usize| -> usize {
        if high > low {
            ((value - low) / (high - low) * (cells - 1) as f64).round() as usize
        } else {
            0
        }
    };
    let mut cells = vec![vec![' '; width]; HEIGHT];
    for (number, &(x, y)) in points.iter().enumerate().rev() {
        let row = HEIGHT - 1 - place(y, (low, high), HEIGHT).min(HEIGHT - 1);
        let column = place(x, (left, right), width).min(width - 1);
        cells[row][column] = mark(number + 1);
    }
    let mut text = format!("  {y_title}\n");
    for (line, row) in cells.iter().enumerate() {
        let label = match line {
            0 => labels[0].as_str(),
            line if line + 1 == HEIGHT => labels[1].as_str(),
            _ => "",
        };
        let drawn: String = row.iter().collect();
        text.push_str(&format!("  {label:>margin$} |{}\n", drawn.trim_end()));
    }
    let ends = (short(left), short(right));
    let space = width.saturating_sub(ends.0.chars().count() + ends.1.chars().count());
    text.push_str(&format!("  {:>margin$} +{}\n", "", "-".repeat(width)));
    text.push_str(&format!(
        "  {:>margin$}  {}{}{}\n",
        "",
        ends.0,
        " ".repeat(space.max(1)),
        ends.1
    ));
    text.push_str(&format!("  {:>margin$}  {x_title}\n", ""));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_stand_in_the_corners() {
        let page = Page {
            width: 30,
            colour: false,
        };
        let text = scatter(&[(10.0, 1.0), (0.0, 3.0)], "x", "y", page);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "  3 |2");
        assert_eq!(lines[HEIGHT], format!("  1 |{}1", " ".repeat(23)));
        assert!(lines.iter().all(|line| line.len() <= 30), "{text}");
        assert_eq!(scatter(&[(1.0, 1.0)], "x", "y", page), "");
        assert_eq!(scatter(&[(1.0, 1.0), (1.0, 1.0)], "x", "y", page), "");
    }
}
