//! The calendar of a scenario: period labels, dates and durations.
//!
//! Time is counted in months (twelve to a year of 365 days) from 1 January of the year 0, so that quarters,
//! half-years and years are whole numbers and a label of a longer kind covers the periods inside it.

use super::{Fault, Resolver};
use crate::scenario::raw::{Label, RawPeriods};
use crate::scenario::text::closest;
use crate::scenario::{Horizon, Period, Years};
use jiff::civil::Date;

/// Months that count as no difference.
const TOLERANCE: f64 = 1e-6;
/// Longest horizon.
const MOST_PERIODS: u32 = 1000;

/// A half-open span of months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub start: f64,
    pub end: f64,
}

impl Span {
    /// Whether `other` lies wholly inside.
    pub(super) fn covers(self, other: Self) -> bool {
        self.start <= other.start + TOLERANCE && other.end <= self.end + TOLERANCE
    }
}

/// The periods of the horizon in time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    labels: Vec<String>,
    /// Start of the first period and length of each, in months.
    start: f64,
    length: f64,
    /// First days.
    days: Vec<Date>,
    /// Labels are the planner's own, not calendar ones.
    own: bool,
}

/// A calendar label: start in months and length.
fn calendar_label(text: &str) -> Option<(f64, f64)> {
    let (year, part) = text.split_at_checked(4)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: f64 = year.parse().ok()?;
    let (kind, number) = if part.is_empty() {
        ("", "")
    } else {
        part.split_at_checked(1)?
    };
    let (length, most) = match kind {
        "" => return Some((year * 12.0, 12.0)),
        "H" => (6.0, 2),
        "Q" => (3.0, 4),
        _ => return None,
    };
    let number: u8 = number.parse().ok().filter(|n| (1..=most).contains(n))?;
    Some((year * 12.0 + f64::from(number - 1) * length, length))
}

/// `2026-05-31`, or `2026-05` for the first of the month.
pub(super) fn parse_date(text: &str) -> Result<Date, Fault> {
    let full = if text.len() == 7 {
        format!("{text}-01")
    } else {
        text.to_owned()
    };
    full.parse().map_err(|_| {
        Fault::new(format!(
            "`{text}` is not a date; expected one such as `2026-05-31` or `2026-05`"
        ))
    })
}

fn months_of(date: Date) -> f64 {
    let day = f64::from(date.day() - 1) / f64::from(date.days_in_month());
    f64::from(date.year()) * 12.0 + f64::from(date.month() - 1) + day
}

impl Calendar {
    /// A calendar of the periods as written.
    pub(super) fn new(raw: &RawPeriods) -> Result<Self, (&'static str, Fault)> {
        match (&raw.start, &raw.labels) {
            (Some(start), None) => Self::from_start(raw, start),
            (None, Some(labels)) => Self::from_labels(raw, labels),
            _ => Err((
                "periods",
                Fault::new("expected either `start` and `count`, or `labels`, `length` and `start_date`")
                    .hint("`periods: {start: 2027H1, count: 10}`"),
            )),
        }
    }

    fn from_start(raw: &RawPeriods, start: &Label) -> Result<Self, (&'static str, Fault)> {
        if raw.length.is_some() || raw.start_date.is_some() {
            return Err((
                "periods",
                Fault::new(
                    "`length` and `start_date` go with `labels`; the length of calendar periods follows from `start`",
                ),
            ));
        }
        let (first, length) = calendar_label(&start.0).ok_or_else(|| {
            let message = format!(
                "`{}` is not a period; expected a quarter `2026Q1`, a half-year `2026H1` or a year `2026`",
                start.0
            );
            ("periods.start", Fault::new(message))
        })?;
        let count = raw.count.ok_or_else(|| {
            (
                "periods",
                Fault::new("`count`, the number of periods, is missing"),
            )
        })?;
        check_count(count)?;
        let (mut labels, mut days) = (Vec::new(), Vec::new());
        for index in 0..count {
            let months = first + f64::from(index) * length;
            let (year, month) = ((months / 12.0).floor(), months.rem_euclid(12.0));
            labels.push(match length as u8 {
                12 => format!("{year}"),
                6 => format!("{year}H{}", month / 6.0 + 1.0),
                _ => format!("{year}Q{}", month / 3.0 + 1.0),
            });
            let day = Date::new(year as i16, month as i8 + 1, 1);
            days.push(day.map_err(|_| {
                (
                    "periods.count",
                    Fault::new("the last period lies beyond the year 9999"),
                )
            })?);
        }
        Ok(Self {
            labels,
            start: first,
            length,
            days,
            own: false,
        })
    }

    fn from_labels(raw: &RawPeriods, labels: &[Label]) -> Result<Self, (&'static str, Fault)> {
        if raw.count.is_some() {
            return Err((
                "periods.count",
                Fault::new("`count` goes with `start`; with `labels` their number counts"),
            ));
        }
        let length = raw.length.as_ref().ok_or_else(|| {
            (
                "periods",
                Fault::new("`length`, the length of each period, is missing").hint("`length: 1 year`"),
            )
        })?;
        let length_months = length.parsed.number;
        if length_months < 0.1 {
            return Err((
                "periods.length",
                Fault::new(format!("`{}` is too short for a period", length.text)),
            ));
        }
        let first = raw.start_date.as_ref().ok_or_else(|| {
            (
                "periods",
                Fault::new("`start_date`, the first day of the first period, is missing")
                    .hint("`start_date: 2027-01-01`"),
            )
        })?;
        let first = parse_date(first).map_err(|fault| ("periods.start_date", fault))?;
        check_count(u32::try_from(labels.len()).unwrap_or(u32::MAX))?;
        let labels: Vec<String> = labels.iter().map(|label| label.0.clone()).collect();
        for (index, label) in labels.iter().enumerate() {
            if labels.iter().take(index).any(|other| other == label) {
                return Err((
                    "periods.labels",
                    Fault::new(format!("the label `{label}` stands there twice")),
                ));
            }
            if label.is_empty() || label.contains("..") {
                return Err((
                    "periods.labels",
                    Fault::new(format!("`{label}` cannot be a label")),
                ));
            }
        }
        let whole = (length_months - length_months.round()).abs() < TOLERANCE;
        let day = |index: usize| {
            let months = length_months * index as f64;
            let span = if whole {
                jiff::Span::new().try_months(months.round() as i64)
            } else {
                jiff::Span::new().try_days((months * 365.0 / 12.0).round() as i64)
            };
            span.and_then(|span| first.checked_add(span))
        };
        let days: Result<Vec<Date>, _> = (0..labels.len()).map(day).collect();
        let days = days.map_err(|_| ("periods", Fault::new("the last period lies beyond the year 9999")))?;
        Ok(Self {
            labels,
            start: months_of(first),
            length: length_months,
            days,
            own: true,
        })
    }

    /// The horizon that later stages read.
    pub(super) fn horizon(&self) -> Horizon {
        Horizon {
            labels: self.labels.clone(),
            length: vec![Years(self.length / 12.0); self.labels.len()],
            year: self.days.iter().map(|day| i32::from(day.year())).collect(),
            start: self.days.iter().map(Date::to_string).collect(),
        }
    }

    /// Number of periods.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// Labels in order.
    pub(super) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// First day of each period.
    pub(super) fn days(&self) -> &[Date] {
        &self.days
    }

    /// Length of a period in months.
    pub(super) fn length(&self) -> f64 {
        self.length
    }

    /// Length of a period in years.
    pub(super) fn years(&self) -> f64 {
        self.length / 12.0
    }

    /// When a period is.
    pub(super) fn period_span(&self, index: usize) -> Span {
        let start = self.start + self.length * index as f64;
        Span {
            start,
            end: start + self.length,
        }
    }

    /// The span of a label: of a period, or of a longer calendar period that covers whole ones.
    pub(super) fn label_span(&self, label: &str) -> Result<Span, Fault> {
        if self.own {
            let index = self.labels.iter().position(|own| own == label);
            return index
                .map(|index| self.period_span(index))
                .ok_or_else(|| self.unknown(label));
        }
        let (start, length) = calendar_label(label).ok_or_else(|| self.unknown(label))?;
        if length + TOLERANCE < self.length {
            let message = format!(
                "`{label}` is shorter than a period of this scenario, such as `{}`",
                self.example()
            );
            return Err(Fault::new(message));
        }
        Ok(Span {
            start,
            end: start + length,
        })
    }

    /// The period with this label.
    pub(super) fn period(&self, label: &str) -> Result<Period, Fault> {
        let index = self.labels.iter().position(|own| own == label);
        index
            .and_then(|index| u16::try_from(index).ok())
            .map(Period)
            .ok_or_else(|| self.unknown(label))
    }

    fn example(&self) -> &str {
        self.labels.first().map_or("", String::as_str)
    }

    fn unknown(&self, label: &str) -> Fault {
        let (first, last) = (self.example(), self.labels.last().map_or("", String::as_str));
        let fault = Fault::new(format!(
            "`{label}` is not a period of this scenario ({first} to {last})"
        ));
        match closest(label, self.labels.iter().map(String::as_str)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault,
        }
    }

    /// Index of the first period that starts at or after a time; the number of periods if none does.
    pub(super) fn first_from(&self, months: f64) -> usize {
        let index = ((months - self.start) / self.length - TOLERANCE).ceil().max(0.0);
        (index as usize).min(self.len())
    }

    /// Time of a date, in months.
    pub(super) fn months(&self, date: Date) -> f64 {
        months_of(date)
    }

    /// Whole periods that cover a duration: `ceil(months / period - 1e-9)`.
    pub(super) fn whole_periods(&self, months: f64) -> Result<u16, Fault> {
        let periods = (months / self.length - 1e-9).ceil().max(0.0);
        if periods > f64::from(u16::MAX) {
            return Err(Fault::new("the duration is too long"));
        }
        Ok(periods as u16)
    }

    /// Period, counted from the first (negative before it), in which a period label or a date lies.
    pub(super) fn offset(&self, label: &str) -> Result<i64, Fault> {
        let months = match calendar_label(label) {
            Some((start, length)) if !self.own && (length - self.length).abs() < TOLERANCE => start,
            _ if self.own && self.labels.iter().any(|own| own == label) => {
                return self.period(label).map(|t| t.0.into());
            }
            _ => months_of(parse_date(label).map_err(|_| {
                Fault::new(format!(
                    "`{label}` is neither a period such as `{}` nor a date such as `2025-04` or `2025-04-15`",
                    self.example()
                ))
            })?),
        };
        Ok(((months - self.start) / self.length + TOLERANCE).floor() as i64)
    }
}

fn check_count(count: u32) -> Result<(), (&'static str, Fault)> {
    if (1..=MOST_PERIODS).contains(&count) {
        return Ok(());
    }
    Err((
        "periods",
        Fault::new(format!("{count} periods; expected 1 to {MOST_PERIODS}")),
    ))
}

impl Resolver<'_> {
    /// The period of a label, or `default` if there is none.
    pub(super) fn period(&mut self, base: &str, key: &str, label: Option<&Label>, default: Period) -> Period {
        let Some(label) = label else { return default };
        match self.calendar.period(&label.0) {
            Ok(period) => period,
            Err(fault) => {
                self.fault(&crate::scenario::text::join(base, key), fault);
                default
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(start: &str, count: u32) -> Calendar {
        let raw = RawPeriods {
            start: Some(Label(start.into())),
            count: Some(count),
            labels: None,
            length: None,
            start_date: None,
        };
        Calendar::new(&raw).unwrap()
    }

    #[test]
    fn calendar_periods_are_labelled_and_dated() {
        let horizon = calendar("2027H2", 3).horizon();
        assert_eq!(horizon.labels, ["2027H2", "2028H1", "2028H2"]);
        assert_eq!(horizon.start, ["2027-07-01", "2028-01-01", "2028-07-01"]);
        assert_eq!(horizon.year, [2027, 2028, 2028]);
        assert_eq!(horizon.length, [Years(0.5); 3]);
        assert_eq!(calendar("2026Q3", 3).labels(), ["2026Q3", "2026Q4", "2027Q1"]);
        assert_eq!(calendar("2026", 2).labels(), ["2026", "2027"]);
    }

    #[test]
    fn labels_of_your_own_have_a_length_and_a_date() {
        let raw = RawPeriods {
            start: None,
            count: None,
            labels: Some(vec![Label("now".into()), Label("next".into())]),
            length: Some(crate::scenario::raw::Duration::new("6 months").unwrap()),
            start_date: Some("2027-01-31".into()),
        };
        let horizon = Calendar::new(&raw).unwrap().horizon();
        assert_eq!(horizon.start, ["2027-01-31", "2027-07-31"]);
        assert_eq!(horizon.length, [Years(0.5); 2]);
        assert!(
            Calendar::new(&RawPeriods {
                start_date: None,
                ..raw
            })
            .is_err()
        );
    }

    #[test]
    fn durations_become_whole_periods() {
        let quarters = calendar("2027Q1", 8);
        assert_eq!(quarters.whole_periods(18.0).unwrap(), 6);
        assert_eq!(quarters.whole_periods(18.1).unwrap(), 7);
        assert_eq!(quarters.whole_periods(0.0).unwrap(), 0);
        assert!(quarters.whole_periods(1e12).is_err());
    }

    #[test]
    fn times_and_labels_find_their_periods() {
        let halves = calendar("2027H1", 4);
        let start = halves.period_span(0).start;
        assert_eq!(halves.first_from(start - 5.0), 0);
        assert_eq!(halves.first_from(start + 6.0), 1);
        assert_eq!(halves.first_from(start + 6.5), 2);
        assert_eq!(halves.first_from(start + 600.0), 4);
        assert_eq!(halves.offset("2025H1").unwrap(), -4);
        assert_eq!(halves.offset("2027-07-01").unwrap(), 1);
        assert_eq!(halves.offset("2026-12-31").unwrap(), -1);
        assert!(halves.label_span("2027").unwrap().covers(halves.period_span(1)));
        assert!(halves.label_span("2027Q1").is_err());
        assert_eq!(
            halves.period("2027H3").unwrap_err().message,
            "`2027H3` is not a period of this scenario (2027H1 to 2028H2)"
        );
    }

    #[test]
    fn strange_labels_are_refused() {
        for label in [
            "",
            "20",
            "2027X1",
            "2027H0",
            "2027H",
            "20\u{e4}7",
            "\u{e4}\u{e4}\u{e4}\u{e4}",
            "9999999",
        ] {
            assert!(calendar_label(label).is_none(), "{label}");
        }
    }
}
