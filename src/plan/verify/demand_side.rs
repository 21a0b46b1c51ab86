//! Prices that volume answers to.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::scenario::{DemandId, Period};

const RANGE: Kind = kind("price_response", "price_range");
const GIVEN: Kind = kind("plan", "price");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for d in DemandId::all(facts.scenario.demand.len()) {
        for (t, h) in facts.blocks() {
            price(checker, d, t, h);
        }
    }
}

/// A price that is decided lies in its range, any other is the line's revenue. What is asked for at the price is
/// compared with the rest of the demand.
fn price(checker: &mut Checker<'_>, d: DemandId, t: Period, h: usize) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    let decides = checker.is_on(RANGE.family);
    let Some(response) = line.side.price.as_ref().filter(|_| decides) else {
        return;
    };
    let (price, base) = (facts.price(d, t, h), line.revenue[t.index()]);
    let answers = base.value() > 0.0 && line.volume_in(t.index(), h).value() > 0.0;
    if !(checker.prices_are_decided && answers) {
        let same = (price - base).value().abs() <= TOLERANCE * base.value();
        checker.require(
            same,
            GIVEN,
            || line.id.clone(),
            Some(t),
            || {
                let (price, base) = (number(price.value()), number(base.value()));
                format!("the price is {price} MUSD/unit/year, expected its revenue of {base}")
            },
        );
        return;
    }
    let limit = |limit| Limit {
        kind: RANGE,
        period: Some(t),
        what: "price relative to the revenue given",
        limit,
        unit: "%",
    };
    let percent = |price| 100.0 * (price / base);
    let (least, most) = (response.least[t.index()], response.most[t.index()]);
    let subject = || facts.in_block(line.id.clone(), h);
    checker.at_most(
        &limit("the highest price"),
        subject,
        percent(price),
        percent(most),
    );
    checker.at_least(
        &limit("the lowest price"),
        subject,
        percent(price),
        percent(least),
    );
}
