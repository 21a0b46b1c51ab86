//! The price on change: what the old plan has from now on and the new one takes away from its period.
//!
//! ```text
//! stability[k]   kept[k] <= quantity of the new plan where the old one has n_k      0 <= kept[k] <= n_k
//! objective      + share * money_k / n_k * (n_k - kept[k])
//! ```
//!
//! What is moved or dropped costs; what is added costs what it costs anyway. Source: `model.md` family 20.

use super::mapping::Mapped;
use crate::model::Columns;
use crate::program::{Col, Integrality, Program};
use crate::scenario::{Period, Scenario};
use crate::study::commitment::decision;

/// The columns of what is kept, with their prices.
#[derive(Debug, Clone, Default)]
pub struct Priced {
    /// Column, quantity approved, MUSD of present value for each one taken away.
    kept: Vec<(Col, f64, f64)>,
}

impl Priced {
    /// Puts a price on taking away anything that the old plan has after the past: `share` of its money.
    pub fn add(
        scenario: &Scenario,
        mapped: &Mapped,
        past: usize,
        share: f64,
        columns: &Columns,
        program: &mut Program,
    ) -> Self {
        let mut rows = Vec::new();
        for approved in mapped
            .approved
            .iter()
            .filter(|approved| approved.item.is_commitment())
        {
            let decision = decision(scenario, columns, approved.item);
            for (t, (&quantity, &money)) in approved
                .quantity
                .iter()
                .zip(&approved.money)
                .enumerate()
                .skip(past)
            {
                let col = decision.columns.get(t).copied().flatten();
                let before = t
                    .checked_sub(1)
                    .and_then(|before| decision.columns.get(before).copied().flatten())
                    .filter(|_| decision.cumulative);
                // Without a column of its own nothing can be kept there.
                if quantity > 0.0 && money > 0.0 && col.is_some() && col != before {
                    let price = share * money / quantity * scenario.discount(Period(t as u16));
                    let name = approved.item.name(scenario).told();
                    let period = scenario.horizon.labels.get(t).map_or("", String::as_str);
                    rows.push((
                        format!("{name} {period}").replace(' ', "_"),
                        col,
                        before,
                        quantity,
                        price,
                    ));
                }
            }
        }
        if rows.is_empty() || share == 0.0 {
            return Self::default();
        }
        let labels = rows.iter().map(|(label, ..)| label.clone()).collect();
        let set = program.label_set("approved", labels);
        let kind = program.kind("kept", &[set]);
        let family = program.family("stability", &[set]);
        let mut kept = Vec::new();
        for (k, (_, now, before, quantity, price)) in rows.into_iter().enumerate() {
            let at = crate::model::columns::key([k]);
            let col = program.column(kind, at, (0.0, quantity), Integrality::Continuous);
            program.add_cost(col, -price);
            program.offset += price * quantity;
            program.term(col, 1.0);
            for (there, sign) in [(now, -1.0), (before, 1.0)] {
                if let Some(there) = there {
                    program.term(there, sign);
                }
            }
            program.close_row(family, at, (f64::NEG_INFINITY, 0.0));
            kept.push((col, quantity, price));
        }
        Self { kept }
    }

    /// What the changes of a point cost in its objective, MUSD of present value.
    pub fn of(&self, values: &[f64]) -> f64 {
        let price = |&(col, quantity, price): &(Col, f64, f64)| {
            price * (quantity - values.get(col.index()).copied().unwrap_or(0.0))
        };
        self.kept.iter().map(price).sum()
    }
}
