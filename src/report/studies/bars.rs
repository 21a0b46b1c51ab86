//! Bars of text on both sides of a middle.

/// Columns of text on either side.
const HALF: usize = 14;
/// Side of the low value.
const LOW: char = '▒';
/// Side of the high value.
const HIGH: char = '█';

/// Two changes as bars from a middle line, `largest` being as long as there is room: falls to the left, rises to the
/// right. Where both go the same way the longer one shows behind the shorter.
pub(super) fn bars(low: Option<f64>, high: Option<f64>, largest: f64) -> String {
    let length = |value: Option<f64>| -> isize {
        match value {
            Some(value) if largest > 0.0 => {
                let size = (value.abs() / largest * HALF as f64).round().min(HALF as f64) as isize;
                if value < 0.0 { -size } else { size }
            }
            _ => 0,
        }
    };
    let (low, high) = (length(low), length(high));
    // The shorter one is drawn over the longer one.
    let (under, over) = if low.abs() >= high.abs() {
        ((low, LOW), (high, HIGH))
    } else {
        ((high, HIGH), (low, LOW))
    };
    let covers = |length: isize, place: isize| {
        if place < 0 {
            length <= place
        } else {
            length > place
        }
    };
    let half = HALF as isize;
    let mut text = String::new();
    for place in -half..half {
        if place == 0 {
            text.push('|');
        }
        text.push(match () {
            () if covers(over.0, place) => over.1,
            () if covers(under.0, place) => under.1,
            () => ' ',
        });
    }
    text
}

/// What the bars mean.
pub(super) fn legend() -> String {
    format!("{LOW} at its low value, {HIGH} at its high value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_to_the_left_and_rises_to_the_right() {
        assert_eq!(
            bars(Some(-10.0), Some(5.0), 10.0),
            "▒▒▒▒▒▒▒▒▒▒▒▒▒▒|███████       "
        );
        assert_eq!(bars(Some(5.0), Some(10.0), 10.0), "              |▒▒▒▒▒▒▒███████");
        assert_eq!(
            bars(None, Some(0.0), 0.0),
            format!("{}|{}", " ".repeat(14), " ".repeat(14))
        );
    }
}
