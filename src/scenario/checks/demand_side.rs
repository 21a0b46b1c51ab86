//! Customers' behaviour that means nothing, or that cannot be combined.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{DemandLine, Placement, PriceResponse};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "price-response-range",
        severity: Severity::Error,
        title: "An elasticity is negative, the lowest price at most the highest, and a tolerance sensible",
        hint: "for instance `price_response: {elasticity: -0.8, at_least: 1 USD/Mtok, at_most: 4 USD/Mtok}`",
        run: |facts| priced(facts, range),
    },
    Check {
        id: "price-response-without-revenue",
        severity: Severity::Error,
        title: "A line whose volume answers to its price has a price to begin with",
        hint: "add `revenue`: the price at which `volume` is asked for",
        run: |facts| {
            priced(facts, |line, _| {
                let none = line.revenue.iter().all(|price| price.value() <= 0.0);
                none.then(|| ("elasticity", format!("{} has no revenue", line.id)))
            })
        },
    },
    Check {
        id: "behaviour-not-combined",
        severity: Severity::Error,
        title: "Price response, churn and single placement belong to different lines",
        hint: "split the line in two, or leave one of them out",
        run: combined,
    },
    Check {
        id: "unmet-tiers-order",
        severity: Severity::Error,
        title: "Tiers of unmet volume begin at rising shares and never become cheaper",
        hint: "for instance `unmet_tiers: [{above: 10 %, penalty: 60 USD/Mtok}]`, above `unmet_penalty`",
        run: tiers,
    },
    Check {
        id: "priority-alone",
        severity: Severity::Warning,
        title: "A class of service has another one before or after it in its workload",
        hint: "give other lines of the workload a `priority`, or leave it out",
        run: alone,
    },
    Check {
        id: "offer-below-single-line",
        severity: Severity::Warning,
        title: "Bought-in capacity for a line that is not split covers the whole of it",
        hint: "raise `rent.at_most`, or use `placement: split`",
        run: offers,
    },
];

fn priced(
    facts: &Facts<'_>,
    wrong: fn(&DemandLine, &PriceResponse) -> Option<(&'static str, String)>,
) -> Vec<Finding> {
    let lines = facts.s.demand.iter();
    let findings = lines.filter_map(|line| {
        let (key, message) = wrong(line, line.side.price.as_ref()?)?;
        let base = join(&join("demand", &line.id), "price_response");
        Some(found(join(&base, key), message))
    });
    findings.collect()
}

fn range(line: &DemandLine, response: &PriceResponse) -> Option<(&'static str, String)> {
    let elasticity = response.elasticity;
    // Written so that NaN is wrong.
    if !(elasticity < 0.0 && elasticity > -1e3) {
        return Some((
            "elasticity",
            format!("an elasticity of {elasticity}; expected a number below 0"),
        ));
    }
    if !(1e-6..=0.5).contains(&response.tolerance) {
        let tolerance = percent(response.tolerance);
        return Some((
            "tolerance",
            format!("a tolerance of {tolerance} %; expected 0.0001 % to 50 %"),
        ));
    }
    let prices = response.least.iter().zip(&response.most);
    let (least, most) = prices
        .map(|(least, most)| (least.value(), most.value()))
        .find(|(least, most)| *least < 0.0 || least > most)?;
    let message = format!(
        "{}: the lowest price, {least} MUSD/unit/year, is below 0 or above the highest, {most}",
        line.id
    );
    Some(("elasticity", message))
}

fn combined(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in &facts.s.demand {
        let side = &line.side;
        let parts = [
            ("price_response", side.price.is_some()),
            ("churn", side.churn.is_some()),
            ("placement", side.placement != Placement::Split),
            ("priority", side.priority.is_some() && side.price.is_some()),
        ];
        let mut given = parts.iter().filter(|(_, given)| *given).map(|(key, _)| *key);
        if let (Some(first), Some(second)) = (given.next(), given.next()) {
            let path = join(&join("demand", &line.id), second);
            findings.push(found(
                path,
                format!("{} has `{first}`, which excludes `{second}`", line.id),
            ));
        }
    }
    findings
}

fn tiers(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in &facts.s.demand {
        let base = join(&join("demand", &line.id), "unmet_tiers");
        let mut before = (-1.0, &line.unmet_penalty);
        for (k, tier) in line.side.tiers.iter().enumerate() {
            let falls = tier.penalty.iter().zip(before.1).any(|(now, then)| now < then);
            if tier.above <= before.0 || falls || !(0.0..=1.0).contains(&tier.above) {
                findings.push(found(
                    join(&base, &k.to_string()),
                    format!(
                        "the tier above {} % does not follow the one before",
                        percent(tier.above)
                    ),
                ));
            }
            before = (tier.above, &tier.penalty);
        }
    }
    findings
}

fn alone(facts: &Facts<'_>) -> Vec<Finding> {
    let lines = &facts.s.demand;
    let single = lines.iter().filter(|line| {
        line.side.priority.is_some_and(|class| {
            let others = lines.iter().filter(|other| other.workload == line.workload);
            others
                .filter_map(|other| other.side.priority)
                .all(|other| other == class)
        })
    });
    single
        .map(|line| {
            let path = join(&join("demand", &line.id), "priority");
            found(
                path,
                format!("{} is in the only class of service of its workload", line.id),
            )
        })
        .collect()
}

fn offers(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in &facts.s.demand {
        let offer = line.rent.as_ref().and_then(|rent| rent.at_most.as_ref());
        let (Some(offer), true) = (offer, line.side.placement != Placement::Split) else {
            continue;
        };
        let short = offer
            .iter()
            .zip(&line.volume)
            .position(|(most, volume)| most < volume);
        if let Some(t) = short {
            let path = join(&join("demand", &line.id), "rent");
            let message = format!(
                "what can be bought in does not cover the whole of {} in {}, so none of it is used then",
                line.id,
                facts.label(t)
            );
            findings.push(found(path, message));
        }
    }
    findings
}
