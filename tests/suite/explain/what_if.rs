//! Plans solved again without something or with something else, by hand.

use super::{options, question};
use buildout::model::testing;
use buildout::run::Question;
use buildout::scenario::*;
use buildout::solver::Quiet;
use buildout::study::explain::{Answer, Answered, Ask, Bench, Difference, Start, Wish, answer};
use std::sync::Arc;

/// The answer to wishes about the best plan of a scenario.
fn asked(question: &Question, wishes: &[(&str, Wish)]) -> Answered {
    let exact = buildout::solver::SolveOptions {
        gap: 0.0,
        ..options()
    };
    let mut bench = Bench::new(question, &exact, Arc::new(Quiet::default()));
    assert!(matches!(bench.start().unwrap(), Start::Plan(_)));
    let wishes = wishes
        .iter()
        .map(|(text, wish)| (Ask::parse(text, &question.scenario).unwrap(), *wish));
    let one = ("asked".to_owned(), wishes.collect());
    answer(&mut bench, question, one, &exact, Arc::new(Quiet::default()))
        .unwrap()
        .unwrap()
}

fn difference(question: &Question, wishes: &[(&str, Wish)]) -> Difference {
    match asked(question, wishes).answer {
        Answer::Plan(difference) => *difference,
        other => panic!("{other:?}"),
    }
}

/// How much worse, and that the gaps leave no doubt.
fn assert_worse(question: &Question, wishes: &[(&str, Wish)], expected: f64) {
    let difference = difference(question, wishes);
    let worse = difference.after - difference.before;
    assert!(
        (worse - expected).abs() < 1e-6,
        "{wishes:?}: {worse}, expected {expected}"
    );
    let (least, most) = difference.range.unwrap();
    assert!(
        least - 1e-3 <= expected && expected <= most + 1e-3,
        "{wishes:?}: {least} to {most}"
    );
    assert!(difference.is_distinguishable());
    let lines: f64 = difference
        .lines
        .iter()
        .map(|(_, before, after)| after - before)
        .sum();
    assert!(
        (lines - worse).abs() < 1e-6,
        "{wishes:?}: lines add up to {lines}"
    );
}

const WITH: Wish = Wish::With(1.0);

#[test]
fn plans_with_and_without_things_cost_what_they_cost_by_hand() {
    // The best plan: six `big` at 3 MUSD at alpha.
    let question = question(testing::base());
    // Thirty `small` at 1 MUSD instead.
    assert_worse(&question, &[("chip=big", Wish::Without)], 12.0);
    // Opening beta costs 10 MUSD.
    assert_worse(&question, &[("site=beta", WITH)], 10.0);
    assert_worse(&question, &[("site=beta@2027", WITH)], 10.0);
    // A hall for 20, at beta 10 more for the site.
    assert_worse(&question, &[("hall=alpha/air", WITH)], 20.0);
    assert_worse(&question, &[("hall=beta/air@2028", WITH)], 30.0);
    assert_worse(&question, &[("hall=beta/air", Wish::With(2.0))], 50.0);
    // One `small` more than is needed; five of them save one `big`.
    assert_worse(&question, &[("chip=small", WITH)], 1.0);
    assert_worse(&question, &[("chip=small", Wish::With(5.0))], 2.0);
    // At beta a unit needs the site and a hall.
    assert_worse(&question, &[("chip=beta/small", WITH)], 31.0);
    // All at once: beta open, and only `small`.
    assert_worse(
        &question,
        &[("site=beta", WITH), ("chip=big", Wish::Without)],
        22.0,
    );
    // Nothing at all to serve with in the first year: 30 users go without for it at 50 MUSD.
    let neither = [
        ("chip=big@2027", Wish::Without),
        ("chip=small@2027", Wish::Without),
    ];
    assert_worse(&question, &neither, 1500.0);
}

#[test]
fn tranches_leases_and_contracts_can_be_asked_for() {
    let mut s = testing::base();
    s.sites[0].tranches = vec![Tranche {
        deposit: MillionUsd(7.0),
        ..testing::tranche("t1", 5.0, 1)
    }];
    s.sites[0].leases = vec![testing::lease("colo", 2)];
    s.chips.remove(0);
    s.contracts = vec![
        testing::contract("cheap", 0, 3.0),
        testing::contract("dear", 0, 5.0),
    ];
    let question = question(s);
    assert_worse(&question, &[("tranche=alpha/t1", WITH)], 7.0);
    // 10 MW for two years at 1 MUSD/MW/year; signed in the last year it runs for one.
    assert_worse(&question, &[("lease=alpha/colo@2027", WITH)], 20.0);
    assert_worse(&question, &[("lease=alpha/colo", WITH)], 10.0);
    // One unit at 5 instead of 3 MUSD; without the cheap contract all six.
    assert_worse(&question, &[("contract=dear", WITH)], 2.0);
    assert_worse(&question, &[("contract=cheap", Wish::Without)], 12.0);
}

#[test]
fn what_makes_no_difference_is_not_distinguishable() {
    let mut s = testing::base();
    let twin = Chip {
        id: "twin".into(),
        ..s.chips[1].clone()
    };
    s.chips.push(twin);
    let question = question(s);
    let found = difference(&question, &[("chip=big", WITH), ("chip=twin", WITH)]);
    assert!((found.after - found.before).abs() < 1e-6);
    assert!(!found.is_distinguishable());
    let told = Answered {
        asked: "asked".into(),
        wishes: vec![],
        answer: Answer::Plan(Box::new(found)),
    };
    let page = buildout::report::grid::Page {
        width: 100,
        colour: false,
    };
    assert!(told.text(&question, page).contains("not distinguishable"));
}

#[test]
fn loose_bounds_leave_a_difference_in_doubt() {
    let question = question(testing::base());
    let mut bench = Bench::new(&question, &options(), Arc::new(Quiet::default()));
    bench.start().unwrap();
    let plan = bench.base().unwrap().priced.clone();
    // A bound of 10 for the plan of 18: leaving beta closed could be 18 - 10 = 8 MUSD cheaper than it seems.
    let mut bench = Bench::new(&question, &options(), Arc::new(Quiet::default())).with_plan(plan, Some(10.0));
    let ask = Ask::parse("site=beta", &question.scenario).unwrap();
    let Some(Answer::Plan(found)) = bench.ask(&[(ask, WITH)]).unwrap() else {
        panic!("no plan");
    };
    let (least, most) = found.range.unwrap();
    assert!(
        (least - 10.0).abs() < 0.1 && (most - 18.0).abs() < 1e-6,
        "{least} to {most}"
    );
}

#[test]
fn what_cannot_be_is_told_with_its_reason() {
    let mut s = testing::base();
    s.rules = vec![Rule {
        chips: ChipSelector {
            ids: Some(vec![ChipId(0)]),
            ..ChipSelector::default()
        },
        ..testing::rule("house", RuleEffect::Denied)
    }];
    s.sites[1].earliest = Period(1);
    let question = question(s);
    for (text, wish, expected) in [
        ("chip=small", WITH, "the rule house denies it (house)"),
        ("site=beta@2027", WITH, "it may open from 2028 on"),
        (
            "hall=alpha/air",
            Wish::With(3.0),
            "at most 3 of them may stand there, and 1 stand or are begun",
        ),
        (
            "site=alpha",
            Wish::Without,
            "it is committed, or there before the horizon",
        ),
    ] {
        match asked(&question, &[(text, wish)]).answer {
            Answer::Impossible(reason) => assert!(reason.ends_with(expected), "{text}: {reason}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_wish_that_leaves_no_plan_is_told_with_the_limits_in_conflict() {
    let mut s = testing::base();
    s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
    s.chips[0].supply = Some(vec![10.0; 3]);
    let question = question(s);
    match asked(&question, &[("chip=big", Wish::Without)]).answer {
        Answer::Infeasible(reason) => {
            assert!(reason.contains("supply of small: 10 units"), "{reason}");
            assert!(reason.contains("service floor of far-chat: 100 %"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}
