//! Loans, taxes, incentives and duties that mean nothing or are probably a slip.

use super::facts::{Facts, selects_site};
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "finance-out-of-range",
        severity: Severity::Error,
        title: "Amounts, rates and times of finance are not negative, and shares at most 100 %",
        hint: "write amounts and rates of 0 or more, and shares from 0 % to 100 %",
        run: out_of_range,
    },
    Check {
        id: "tax-of-decided-prices",
        severity: Severity::Error,
        title: "A tax over some sites does not meet prices that are decided: their revenue belongs to no site",
        hint: "tax all sites together, or leave `price_response` out",
        run: tax_of_decided_prices,
    },
    Check {
        id: "cheap-loans",
        severity: Severity::Warning,
        title: "Interest on loans is not below the discount rate",
        hint: "at a lower rate every loan lowers the net present cost and is drawn up to its limit",
        run: cheap_loans,
    },
];

fn out_of_range(facts: &Facts<'_>) -> Vec<Finding> {
    let (s, finance) = (facts.s, &facts.s.finance);
    let mut findings = Vec::new();
    // A value, the highest that means anything, and how to print it.
    let mut check = |path: String, mut values: &mut dyn Iterator<Item = f64>, most: f64, share: bool| {
        if let Some(value) = (&mut values).find(|value| !(0.0..=most).contains(value)) {
            let value = if share {
                format!("{} %", percent(value))
            } else {
                value.to_string()
            };
            findings.push(found(path, format!("the value {value} is out of range")));
        }
    };
    let any = f64::INFINITY;
    for site in &s.sites {
        let path = join(&join("sites", &site.id), "import_duty");
        check(path, &mut site.customs.duty.iter().copied(), any, true);
    }
    if let Some(cash) = &finance.cash {
        let mut funding = cash.funding.iter().map(|x| x.value());
        check("finance.cash.funding".into(), &mut funding, any, false);
    }
    if let Some(debt) = &finance.debt {
        let base = "finance.debt";
        let owed = debt.initial.value();
        check(join(base, "initial"), &mut std::iter::once(owed), any, false);
        check(
            join(base, "limit"),
            &mut debt.limit.iter().map(|x| x.value()),
            any,
            false,
        );
        check(
            join(base, "interest"),
            &mut debt.interest.iter().copied(),
            any,
            true,
        );
        let covenant = join(base, "covenant");
        let multiple = join(&covenant, "revenue_multiple");
        check(multiple, &mut debt.revenue_multiple.into_iter(), any, false);
        check(
            join(&covenant, "capex_share"),
            &mut debt.capex_share.into_iter(),
            any,
            true,
        );
    }
    for tax in &finance.taxes {
        let base = join("finance.taxes", &tax.id);
        check(join(&base, "rate"), &mut tax.rate.iter().copied(), 1.0, true);
        let deduction = &mut tax.deduction.iter().map(|x| x.value());
        check(join(&base, "deduction"), deduction, any, false);
        for (key, years) in [("facilities", tax.facilities), ("equipment", tax.equipment)] {
            check(join(&base, key), &mut std::iter::once(years.value()), any, false);
        }
    }
    for incentive in &finance.incentives {
        let base = join("finance.incentives", &incentive.id);
        let rebate = join(&base, "rebate");
        for (path, amount) in [
            (join(&base, "minimum"), incentive.minimum),
            (join(&base, "grant"), incentive.grant),
            (join(&rebate, "at_most"), incentive.rebate_at_most),
        ] {
            check(path, &mut std::iter::once(amount.value()), any, false);
        }
        let share = &mut std::iter::once(incentive.rebate);
        check(join(&rebate, "share"), share, 1.0, true);
    }
    let terminal = &finance.terminal;
    for (key, share) in [
        ("chips", terminal.chips),
        ("halls", terminal.halls),
        ("sites", terminal.sites),
    ] {
        check(
            join("finance.terminal", key),
            &mut std::iter::once(share),
            1.0,
            true,
        );
    }
    let life = &mut terminal.hall_life.into_iter().map(|life| life.value());
    check("finance.terminal.hall_life".into(), life, any, false);
    findings
}

fn tax_of_decided_prices(facts: &Facts<'_>) -> Vec<Finding> {
    let s = facts.s;
    let decided = s.demand.iter().find(|line| line.side.price.is_some());
    let narrow = s.finance.taxes.iter().filter(|tax| {
        let mut sites = s.sites.iter().enumerate();
        sites.any(|(index, site)| !selects_site(&tax.places, index, site))
    });
    let findings = narrow.filter_map(|tax| {
        let line = &decided?.id;
        let message = format!(
            "the tax {} is over some sites only; the revenue of {line}, whose price is decided, belongs to no site",
            tax.id
        );
        Some(found(join("finance.taxes", &tax.id), message))
    });
    findings.collect()
}

fn cheap_loans(facts: &Facts<'_>) -> Vec<Finding> {
    let wacc = facts.s.operator.wacc;
    let rates = facts.s.finance.debt.iter().flat_map(|debt| &debt.interest);
    let cheapest = rates.copied().fold(f64::INFINITY, f64::min);
    let message = format!(
        "loans at {} % a year, below the discount rate of {} %",
        percent(cheapest),
        percent(wacc)
    );
    Vec::from_iter((cheapest < wacc).then(|| found("finance.debt.interest", message)))
}
