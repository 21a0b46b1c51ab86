//! Alternatives: how much worse, how different, in what.

use super::section;
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{self, percent, short};
use crate::run::manifest::Sense;
use crate::scenario::Scenario;
use crate::study::alternatives::{Alternatives, Asked, Differ, End};

/// A share that may be negative, with its sign.
fn worse(share: f64) -> String {
    match share {
        share if share.abs() < 5e-7 => "as good".into(),
        share if share > 0.0 => format!("+{}", numbers::gap(share)),
        share => format!("-{}", numbers::gap(-share)),
    }
}

/// A distance as a cell: as short as it can be.
fn cell(differ: Differ, distance: f64) -> String {
    match differ {
        Differ::Sites => format!("{distance:.2}"),
        Differ::Chips => percent(distance),
        Differ::Timing => format!("{distance:.0}"),
    }
}

/// The best plan, a table of the alternatives, and what each has otherwise.
pub fn alternatives(scenario: &Scenario, asked: &Asked, found: &Alternatives, page: Page) -> String {
    let currency = Currency::of(scenario);
    let amount = |value: f64| short(currency.present(value));
    let what = match found.sense {
        Sense::Minimise => "cost",
        Sense::Maximise => "profit",
    };
    let in_what = match asked.differ {
        Differ::Sites => "sites",
        Differ::Chips => "chips",
        Differ::Timing => "timing",
    };
    let mut text = page.wrap(&format!(
        "The best plan found has a {what} of {} {code} ({}); the alternatives may be worse by {} of that: {} {code}.",
        amount(found.best.found),
        match found.best.bound {
            Some(bound) => format!("proven: no better than {} is possible", amount(bound)),
            None => "without a bound".into(),
        },
        numbers::gap(asked.within),
        amount(found.at_worst),
        code = currency.code
    ));
    if let Some(before) = found.before {
        text.push_str(&page.wrap(&page.alert(&format!(
            "note: the search has found a better plan than the one it began with ({}), and began anew from it; more time \
             for each solve (--time-limit) makes that rarer",
            amount(before)
        ))));
    }
    if !found.plans.is_empty() {
        let mut header = vec![
            "plan".to_owned(),
            format!("{what} {}", currency.code),
            "against the best".to_owned(),
            "from the best".to_owned(),
        ];
        header.extend((1..found.plans.len()).map(|number| format!("from {number}")));
        let width = header.len();
        let mut grid = Grid::new(header, 1);
        let mut best = vec!["best".to_owned(), amount(found.best.found)];
        best.resize(width, String::new());
        grid.row(best);
        for (place, plan) in found.plans.iter().enumerate() {
            let mut row = vec![(place + 1).to_string(), amount(plan.objective), worse(plan.worse)];
            row.extend(
                plan.distances
                    .iter()
                    .map(|distance| cell(asked.differ, *distance)),
            );
            row.resize(width, String::new());
            grid.row(row);
        }
        text.push('\n');
        text.push_str(&grid.render(page));
    }
    for (place, plan) in found.plans.iter().enumerate() {
        let proven = match plan.distance_at_most {
            Some(most) if asked.differ.says(most) == asked.differ.says(plan.distance) => {
                ", the most that is possible".to_owned()
            }
            Some(most) => format!(" (at most {} is possible)", asked.differ.says(most)),
            None => String::new(),
        };
        text.push_str(&format!(
            "\n  {}  differs by {}{proven}{}\n",
            page.heading(&format!("Plan {}", place + 1)),
            asked.differ.says(plan.distance),
            if plan.cheapest {
                ""
            } else {
                "; a cheaper one as different may exist"
            }
        ));
        for difference in &plan.differences {
            text.push_str(&format!("    - {difference}\n"));
        }
    }
    text.push('\n');
    if !found.plans.is_empty() {
        text.push_str(&page.wrap(match asked.differ {
            Differ::Sites => {
                "Distances are to the nearest plan above: candidate sites used in one of the two only, and the share of the \
                 load at the end that differs by site."
            }
            Differ::Chips => {
                "Distances are to the nearest plan above: the share of the power bought over the horizon that differs by chip."
            }
            Differ::Timing => {
                "Distances are to the nearest plan above: periods by which sites open, halls start and power is committed \
                 earlier or later, added up."
            }
        }));
    }
    let least = asked.differ.says(asked.differ.least());
    text.push_str(&page.wrap(&match found.end {
        End::Enough => match found.plans.len() {
            1 => "1 alternative, as asked for.".to_owned(),
            several => format!("{several} alternatives, as asked for."),
        },
        End::NoMore { distance_at_most } => format!(
            "No {} plan within the tolerance differs by {least} or more: proven (at most {}).",
            if found.plans.is_empty() {
                "other"
            } else {
                "further"
            },
            asked.differ.says(distance_at_most)
        ),
        End::TriedAll => "All that the best plan has was left out, one thing after another; what is not listed was too dear, or \
                          too near to another plan. There may be other alternatives."
            .to_owned(),
        End::Stopped => page.alert(if found.plans.is_empty() {
            "Stopped by a limit before there was one: a longer --time-limit, or a larger --within, may find some."
        } else {
            "Stopped by a limit: there may be more."
        }),
    }));
    let title = format!("{}: alternatives that differ in {in_what}", scenario.name);
    section(page, &title, &text)
}
