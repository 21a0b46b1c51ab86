//! Commitments as an iCalendar file (RFC 5545): one all-day event each.

use super::{Calendar, Entry};
use crate::run::manifest::sha256;

/// Longest line in bytes, the line end not counted.
const LINE: usize = 75;

/// All commitments that have a day. Times of creation are the events' own days, so that the same plan gives the same file.
pub fn render(calendar: &Calendar) -> String {
    let mut text = String::new();
    let mut line = |content: &str| text.push_str(&folded(content));
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line(concat!("PRODID:-//buildout//", env!("CARGO_PKG_VERSION"), "//EN"));
    line(&format!("X-WR-CALNAME:{}", escaped(&calendar.scenario)));
    for (number, entry) in calendar.entries.iter().enumerate() {
        let Some(date) = entry.date else { continue };
        let day = date.strftime("%Y%m%d").to_string();
        let name = format!(
            "{} {} {number} {day} {}",
            calendar.scenario,
            calendar.hash,
            entry.what()
        );
        let hash = sha256(name.as_bytes());
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@buildout", hash.get(..32).unwrap_or(&hash)));
        line(&format!("DTSTAMP:{day}T000000Z"));
        line(&format!("DTSTART;VALUE=DATE:{day}"));
        let place = if entry.name.site.is_empty() {
            String::new()
        } else {
            format!("{}: ", entry.name.site)
        };
        line(&format!(
            "SUMMARY:{}",
            escaped(&format!("{place}{}, {}", entry.what(), entry.amount))
        ));
        line(&format!("DESCRIPTION:{}", escaped(&description(calendar, entry))));
        if !entry.name.site.is_empty() {
            line(&format!("LOCATION:{}", escaped(&entry.name.site)));
        }
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

fn description(calendar: &Calendar, entry: &Entry) -> String {
    let mut parts = vec![format!(
        "commits {} {}",
        crate::report::numbers::short(entry.money),
        calendar.currency
    )];
    if let Some(last) = entry.last_date {
        parts.push(format!("last moment {last}"));
    }
    if let Some(reason) = &entry.held_by {
        parts.push(format!("later: {reason}"));
    }
    if let Some(delay) = &entry.delay {
        parts.push(format!("a period's delay: {}", delay.told(&calendar.currency)));
    }
    parts.join("\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A content line with its line end, broken so that no line is longer than 75 bytes.
fn folded(content: &str) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for letter in content.chars() {
        if length + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let text = folded(&"é".repeat(60));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines.iter().all(|line| line.len() <= LINE));
        assert_eq!(lines.concat().replace(' ', ""), "é".repeat(60));
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
