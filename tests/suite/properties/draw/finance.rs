//! Customs, incentives, taxes, the account and its loans, what is left at the end, budgets in other currencies.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for site in &mut s.sites {
        if draw.chance(0.3) {
            let duty = draw.pick(&[0.25, 0.5]);
            site.customs.duty = vec![duty; draw.periods];
        }
    }
    for budget in &mut s.budgets {
        if draw.chance(0.5) {
            budget.currency = BudgetCurrency {
                code: "CNY".into(),
                per_usd: (0..draw.periods).map(|_| draw.pick(&[4.0, 8.0])).collect(),
            };
        }
    }
    if draw.chance(0.4) {
        s.finance.terminal = Terminal {
            chips: draw.pick(&[0.0, 0.5]),
            halls: draw.pick(&[0.0, 0.5]),
            hall_life: draw.pick(&[None, Some(Years(5.0)), Some(Years(1.5))]),
            sites: draw.pick(&[0.0, 0.75]),
        };
    }
    if draw.chance(0.5) {
        let incentive = incentive(draw);
        s.finance.incentives.push(incentive);
    }
    if draw.chance(0.5) {
        // Where prices are decided revenue belongs to no site.
        let somewhere = s.demand.iter().all(|line| line.side.price.is_none()) && draw.chance(0.5);
        let tax = tax(draw, somewhere);
        s.finance.taxes.push(tax);
    }
    if draw.chance(0.5) {
        account(draw, s);
    }
}

fn place() -> PlaceSelector {
    PlaceSelector {
        jurisdictions: Some(vec!["AA".into()]),
        ..PlaceSelector::default()
    }
}

fn incentive(draw: &mut Draw) -> Incentive {
    let somewhere = draw.chance(0.4);
    Incentive {
        places: if somewhere {
            place()
        } else {
            PlaceSelector::default()
        },
        until: draw.period(),
        rebate: draw.pick(&[0.0, 0.25]),
        rebate_at_most: MillionUsd(draw.quarters(1, 3)),
        ..testing::incentive("zone", draw.quarters(2, 15), draw.quarters(0, 4))
    }
}

fn tax(draw: &mut Draw, somewhere: bool) -> Tax {
    let rate = draw.pick(&[0.25, 0.5]);
    let mut rates = vec![rate; draw.periods];
    if draw.chance(0.3) {
        rates[0] = 0.0;
    }
    Tax {
        places: if somewhere {
            place()
        } else {
            PlaceSelector::default()
        },
        rate: rates,
        facilities: draw.pick(&[Years(10.0), Years(1.5)]),
        equipment: draw.pick(&[Years(2.0), Years(0.0)]),
        deduction: draw.series(MillionUsd, 0, 6),
        carry_forward: draw.chance(0.6),
        ..testing::tax("profit", rate)
    }
}

fn account(draw: &mut Draw, s: &mut Scenario) {
    let level = draw.quarters(10, 60);
    s.finance.cash = Some(CashAccount {
        funding: draw.series(MillionUsd, 0, 20),
        floor: draw.series(MillionUsd, 0, 4),
        ..testing::account(level, 0.0)
    });
    if draw.chance(0.7) {
        let cap = draw.chance(0.4);
        s.finance.debt = Some(Debt {
            initial: MillionUsd(draw.pick(&[0.0, 2.0])),
            limit: draw.series(MillionUsd, 5, 25),
            interest: vec![draw.pick(&[0.02, 0.1, 0.2]); draw.periods],
            revenue_multiple: draw.chance(0.2).then_some(2.0),
            capex_share: cap.then_some(0.75),
        });
    }
}
