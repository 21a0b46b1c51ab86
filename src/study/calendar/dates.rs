//! Days on which commitments are due.

use crate::scenario::{Horizon, Scenario};
use crate::study::commitment::Item;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Days in a month on average.
const DAYS: f64 = 365.0 / 12.0;

/// First day of a period; `None` beyond the horizon.
pub fn first_day(horizon: &Horizon, t: usize) -> Option<Date> {
    horizon.start.get(t)?.parse().ok()
}

/// The day by which an item is committed that the plan has in `t`: the first day of the period; for orders of chips, which a
/// plan has in the period of arrival, their lead time (or the prepayment, if that is sooner) before it.
pub fn due(scenario: &Scenario, item: Item, t: usize) -> Option<Date> {
    let horizon = &scenario.horizon;
    let arrival = first_day(horizon, t)?;
    let ordered = |lead: f64| arrival.checked_sub(months(lead * 12.0)).ok();
    match item {
        Item::Chips(c) => ordered(scenario.chips.get(c.index())?.lead_time.value()),
        Item::Contract(l) => {
            let contract = scenario.contracts.get(l.index())?;
            let ordered = ordered(scenario.chips.get(contract.chip.index())?.lead_time.value())?;
            let ahead = contract.prepay.map_or(0, |prepay| usize::from(prepay.ahead));
            Some(ordered.min(first_day(horizon, t.saturating_sub(ahead))?))
        }
        Item::Cancellation(l) => {
            let notice = scenario.contracts.get(l.index())?.cancel?.notice;
            first_day(horizon, t.checked_sub(usize::from(notice))?)
        }
        _ => Some(arrival),
    }
}

/// A time in months: in whole months where it is, else in days (weeks are seven of them).
fn months(months: f64) -> Span {
    let (whole, most) = (months.round(), 12_000.0);
    if (months - whole).abs() < 1e-6 {
        (whole.clamp(0.0, most) as i64).months()
    } else {
        ((months.clamp(0.0, most) * DAYS).round() as i64).days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::only_big;
    use crate::scenario::{ChipId, Years};

    #[test]
    fn chips_are_ordered_their_lead_time_before_they_arrive() {
        let mut scenario = only_big();
        let item = Item::Chips(ChipId(0));
        let arrival = first_day(&scenario.horizon, 1).unwrap();
        assert_eq!(due(&scenario, item, 1), Some(arrival));
        scenario.chips[0].lead_time = Years(0.5);
        assert_eq!(due(&scenario, item, 1), Some(arrival - 6.months()));
        // 30 weeks of seven days.
        scenario.chips[0].lead_time = Years(210.0 / 365.0);
        assert_eq!(due(&scenario, item, 1), Some(arrival - 210.days()));
    }
}
