//! Software stacks of workloads, porting projects.

use super::Resolver;
use crate::scenario::MillionUsd;
use crate::scenario::raw::{Cap, RawPorting, RawSecondStack, RawStacks};
use crate::scenario::text::join;
use crate::scenario::types::{Porting, SecondStack, Series, Stacks};

impl<'a> Resolver<'a> {
    /// Software stacks of a workload.
    pub(super) fn stacks(&mut self, base: &str, raw: Option<&'a RawStacks>) -> Stacks {
        let Some(raw) = raw else {
            return Stacks::default();
        };
        if raw.others.contains_key(&raw.home) {
            self.error(
                &join(base, &raw.home),
                format!(
                    "`{}` is the home stack, on which the workload runs without limit",
                    raw.home
                ),
            );
        }
        Stacks {
            home: Some(raw.home.clone()),
            others: raw
                .others
                .iter()
                .map(|(stack, second)| self.second_stack(&join(base, stack), stack, second))
                .collect(),
        }
    }

    fn second_stack(&mut self, base: &str, stack: &str, raw: &'a RawSecondStack) -> SecondStack {
        let penalty = self.plain_series(self.field(base, "penalty", raw.penalty.as_ref()));
        SecondStack {
            stack: stack.to_owned(),
            portable: self
                .share(self.field(base, "portable", raw.portable.as_ref()))
                .unwrap_or_default(),
            port: raw
                .port
                .as_ref()
                .map(|port| self.porting(&join(base, "port"), port)),
            penalty: penalty.unwrap_or_else(|| self.zeros()),
        }
    }

    fn porting(&mut self, base: &str, raw: &'a RawPorting) -> Porting {
        let cost = self.money_series(self.field(base, "cost", raw.cost.as_ref()));
        Porting {
            cost: cost
                .unwrap_or_else(|| self.zeros())
                .into_iter()
                .map(MillionUsd)
                .collect(),
            engineers: self
                .number(self.field(base, "engineers", raw.engineers.as_ref()))
                .unwrap_or_default(),
            lag: self
                .periods(self.field(base, "lag", raw.lag.as_ref()))
                .unwrap_or_default(),
            share: self
                .share(self.field(base, "share", raw.share.as_ref()))
                .unwrap_or(1.0),
        }
    }

    /// Most engineers at work on porting, by period.
    pub(super) fn porting_engineers(&mut self) -> Option<Series<f64>> {
        let field = self.field("porting", "engineers", self.raw.porting.engineers.as_ref());
        let limit = self.take(&field).and_then(Cap::at_most)?;
        Some(self.counts(&field.path, limit))
    }
}
