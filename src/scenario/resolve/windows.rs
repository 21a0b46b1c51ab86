//! Windows of periods with one limit each: budgets, caps and limits of the planner.

use super::Resolver;
use crate::scenario::Period;
use crate::scenario::raw::rules::RawWindow;

/// First and last period of a window, and the value given for it.
pub(super) type Window = (Period, Period, f64);

impl Resolver<'_> {
    /// Groups periods into windows. `written` are the values as the planner wrote them (before money is
    /// converted): a value that changes in the middle of a window is reported at `path`.
    pub(super) fn windows_of(
        &mut self,
        path: &str,
        each: RawWindow,
        values: &[f64],
        written: &[f64],
        what: &str,
    ) -> Vec<Window> {
        let years: Vec<i16> = self.calendar.days().iter().map(|day| day.year()).collect();
        let mut windows: Vec<Window> = Vec::new();
        for (t, (period, &value)) in Period::all(values.len()).zip(values).enumerate() {
            let joins = match each {
                RawWindow::Period => false,
                RawWindow::Year => t > 0 && years.get(t) == years.get(t - 1),
                RawWindow::Horizon => t > 0,
            };
            match windows.last_mut().filter(|_| joins) {
                Some((first, last, _)) => {
                    if written.get(t) != written.get(first.index()) {
                        let label = self.calendar.labels().get(t).cloned().unwrap_or_default();
                        self.error(
                            path,
                            format!("the limit changes in {label}, in the middle of a window of {what}"),
                        );
                        return windows;
                    }
                    *last = period;
                }
                None => windows.push((period, period, value)),
            }
        }
        windows
    }
}
