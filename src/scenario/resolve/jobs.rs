//! Training jobs.

use super::Resolver;
use crate::scenario::raw::RawJob;
use crate::scenario::text::join;
use crate::scenario::types::TrainingJob;
use crate::scenario::{MillionUsd, Period, ZettaFlop};

impl<'a> Resolver<'a> {
    pub(super) fn jobs(&mut self) -> Vec<TrainingJob> {
        let raw = self.raw;
        raw.jobs.iter().map(|(id, job)| self.job(id, job)).collect()
    }

    fn job(&mut self, id: &str, raw: &'a RawJob) -> TrainingJob {
        let base = join("jobs", id);
        let last = Period(u16::try_from(self.calendar.len().saturating_sub(1)).unwrap_or(u16::MAX));
        let start = self.period(&base, "start", raw.start.as_ref(), Period(0));
        let deadline = self.period(&base, "deadline", raw.deadline.as_ref(), last);
        if deadline < start {
            self.error(&join(&base, "deadline"), "the deadline lies before the start");
        }
        if raw.required == raw.unmet_penalty.is_some() {
            let message = "expected either `unmet_penalty` or `required: true`";
            self.error(
                &base,
                format!(
                    "{message}, found {}",
                    if raw.required { "both" } else { "neither" }
                ),
            );
        }
        TrainingJob {
            id: id.to_owned(),
            work: ZettaFlop(
                self.plain(self.field(&base, "work", Some(&raw.work)))
                    .unwrap_or_default(),
            ),
            start,
            deadline,
            min_chips: self
                .number(self.field(&base, "min_chips", raw.min_chips.as_ref()))
                .unwrap_or_default(),
            chips: self.chip_selector(&join(&base, "chips"), &raw.chips),
            places: self.place_selector(&join(&base, "places"), &raw.places),
            unmet_penalty: self
                .money(self.field(&base, "unmet_penalty", raw.unmet_penalty.as_ref()))
                .map(MillionUsd),
            revenue: MillionUsd(
                self.money(self.field(&base, "revenue", raw.revenue.as_ref()))
                    .unwrap_or_default(),
            ),
        }
    }
}
