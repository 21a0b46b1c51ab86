//! Fields: a value, where it was written, under which name it is shown, and its provenance.

use super::{Fault, Resolver, series};
use crate::scenario::raw::quantity::{Leaf, Quantity, ShareLeaf};
use crate::scenario::raw::units::Measured;
use crate::scenario::raw::{Duration, Figure, Provenance, RawFlag, Series};
use crate::scenario::text::join;
use crate::scenario::types::{self, Flag};

/// A field that may have been written in one of several places.
pub(super) struct Field<'a, T> {
    /// Where it was written, or should have been.
    pub path: String,
    /// Path in the resolved scenario.
    pub shown: String,
    /// What was written.
    pub value: Option<&'a Figure<T>>,
}

impl<'a, T> Field<'a, T> {
    /// The same field of another entry, if this one has none.
    pub(super) fn or(mut self, base: &str, key: &str, value: Option<&'a Figure<T>>) -> Self {
        if self.value.is_none() && value.is_some() {
            self.path = join(base, key);
            self.value = value;
        }
        self
    }

    /// Whether it was written anywhere.
    pub(super) fn is_given(&self) -> bool {
        self.value.is_some()
    }
}

impl<'a> Resolver<'a> {
    /// A field of an entry.
    pub(super) fn field<T>(&self, base: &str, key: &str, value: Option<&'a Figure<T>>) -> Field<'a, T> {
        let path = join(base, key);
        Field {
            shown: path.clone(),
            path,
            value,
        }
    }

    /// Reports a field that must be written.
    pub(super) fn missing<T>(&mut self, field: &Field<'_, T>, example: &str) {
        let (parent, key) = field.path.rsplit_once('.').unwrap_or(("", &field.path));
        let fault = Fault::new(format!("`{key}` is missing")).hint(format!("add `{key}: {example}`"));
        let before = self.problems.len();
        self.fault(parent, fault);
        if let Some(problem) = self.problems.get_mut(before) {
            problem.path = Some(field.path.clone());
        }
    }

    /// A field that must be written: reported if it is not.
    pub(super) fn needed<T>(&mut self, field: Field<'a, T>, example: &str) -> Field<'a, T> {
        if !field.is_given() {
            self.missing(&field, example);
        }
        field
    }

    /// The value of a field; notes its provenance.
    pub(super) fn take<T>(&mut self, field: &Field<'a, T>) -> Option<&'a T> {
        let figure = field.value?;
        if let Some(provenance) = &figure.provenance {
            self.note(&field.shown, provenance);
        }
        Some(&figure.value)
    }

    fn note(&mut self, shown: &str, provenance: &Provenance) {
        let flag = match provenance.flag {
            Some(RawFlag::Verified) => Flag::Verified,
            Some(RawFlag::Recalled) => Flag::Recalled,
            Some(RawFlag::Assumption) => Flag::Assumption,
            None => return,
        };
        self.figures.push(types::Figure {
            path: shown.to_owned(),
            value: provenance.written.clone(),
            source: provenance.source.clone().unwrap_or_default(),
            flag,
            as_of: provenance.as_of.clone(),
            range: provenance.low.clone().zip(provenance.high.clone()),
        });
    }

    /// A bare number.
    pub(super) fn number(&mut self, field: Field<'a, f64>) -> Option<f64> {
        self.take(&field).copied()
    }

    /// A quantity without money, in its base unit.
    pub(super) fn plain<L: Leaf<Parsed = Measured>>(&mut self, field: Field<'a, Quantity<L>>) -> Option<f64> {
        self.take(&field).map(|quantity| quantity.parsed.number)
    }

    /// A share, as a fraction.
    pub(super) fn share(&mut self, field: Field<'a, Quantity<ShareLeaf>>) -> Option<f64> {
        self.plain(field)
    }

    /// A duration in whole periods.
    pub(super) fn periods(&mut self, field: Field<'a, Duration>) -> Option<u16> {
        let path = field.path.clone();
        let duration = self.take(&field)?;
        if duration.parsed.number < 0.0 {
            self.error(
                &path,
                format!(
                    "`{}` is negative; expected a duration such as `18 months`",
                    duration.text
                ),
            );
            return Some(0);
        }
        match self.calendar.whole_periods(duration.parsed.number) {
            Ok(periods) => Some(periods),
            Err(fault) => {
                self.fault(&path, fault);
                Some(0)
            }
        }
    }

    /// Money, or money per something, converted to USD at the rate of the first period.
    pub(super) fn money<L: Leaf<Parsed = Measured>>(&mut self, field: Field<'a, Quantity<L>>) -> Option<f64> {
        let path = field.path.clone();
        let quantity = self.take(&field)?;
        Some(self.usd_now(&path, quantity.parsed))
    }

    /// Millions of USD at the rate of the first period; an unknown currency is reported.
    pub(super) fn usd_now(&mut self, path: &str, money: Measured) -> f64 {
        self.rates.usd(money, 0).unwrap_or_else(|fault| {
            self.fault(path, fault);
            0.0
        })
    }

    /// One value per period by any conversion.
    pub(super) fn series_by<Q>(
        &mut self,
        field: Field<'a, Series<Q>>,
        mut convert: impl FnMut(&Self, &Q, usize) -> Result<f64, Fault>,
    ) -> Option<Vec<f64>> {
        let value = self.take(&field)?;
        Some(self.expand(&field.path, value, &mut convert))
    }

    /// One value per period; faults are reported, and zeros stand in for what is wrong.
    pub(super) fn expand<Q>(
        &mut self,
        path: &str,
        value: &Series<Q>,
        convert: &mut impl FnMut(&Self, &Q, usize) -> Result<f64, Fault>,
    ) -> Vec<f64> {
        let this: &Self = self;
        match series::expand(&this.calendar, value, &mut |q, t| convert(this, q, t)) {
            Ok(values) => values,
            Err((key, fault)) => {
                let path = key.map_or_else(|| path.to_owned(), |key| join(path, &key));
                self.fault(&path, fault);
                vec![0.0; self.calendar.len()]
            }
        }
    }

    /// Values without money, by period.
    pub(super) fn plain_series<L: Leaf<Parsed = Measured>>(
        &mut self,
        field: Field<'a, Series<Quantity<L>>>,
    ) -> Option<Vec<f64>> {
        self.series_by(field, |_, quantity, _| Ok(quantity.parsed.number))
    }

    /// Money, or money per something, in USD by the rate of each period.
    pub(super) fn money_series<L: Leaf<Parsed = Measured>>(
        &mut self,
        field: Field<'a, Series<Quantity<L>>>,
    ) -> Option<Vec<f64>> {
        self.series_by(field, |this, quantity, t| this.rates.usd(quantity.parsed, t))
    }
}
