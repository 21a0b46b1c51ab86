//! Answers about plans as text and as JSON: what something is worth, and which limits and rules bind.

use super::ask::Ask;
use super::impose::Wish;
use super::whatif::{Answer, Difference};
use crate::plan::tables::{Cell, Table};
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{NOTHING, cell, column_decimals, short, significant};
use crate::report::terminal::{binding, title};
use crate::run::manifest::Sense;
use crate::run::{self, Question};
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What was asked, as the planner wrote it: `--why site=X`.
    pub asked: String,
    /// Each thing with what was wished of it.
    pub wishes: Vec<(Ask, Wish)>,
    /// What solving again has shown.
    pub answer: Answer,
}

impl Answered {
    /// What was asked, in words: `without the site north`.
    pub fn told(&self, s: &Scenario) -> String {
        let each = self.wishes.iter().map(|(ask, wish)| match wish {
            Wish::Without => format!("without {}", ask.told(s)),
            Wish::With(least) if *least > 1.0 => {
                format!("with at least {} of {}", significant(*least), ask.told(s))
            }
            Wish::With(_) => format!("with {}", ask.told(s)),
        });
        each.collect::<Vec<_>>().join(" and ")
    }

    /// For a person.
    pub fn text(&self, question: &Question, page: Page) -> String {
        let s = &question.scenario;
        let mut text = format!("{}\n", page.heading(&format!("{}: {}", self.asked, self.told(s))));
        match &self.answer {
            Answer::Impossible(reason) => text.push_str(&page.wrap(&format!("Impossible: {reason}."))),
            Answer::Infeasible(reason) => {
                text.push_str("  There is no such plan.\n");
                reason
                    .lines()
                    .for_each(|line| text.push_str(&format!("  {line}\n")));
            }
            Answer::Unknown => {
                text.push_str("  The time was up before it was known whether there is such a plan.\n")
            }
            Answer::Plan(difference) => {
                text.push_str(&page.wrap(&verdict(question, difference)));
                for ((ask, _), (before, after)) in self.wishes.iter().zip(&difference.amounts) {
                    if !matches!(
                        ask.item,
                        super::ask::Item::Site(_) | super::ask::Item::Tranche(..)
                    ) {
                        text.push_str(&format!(
                            "  {}: {} before, {} now\n",
                            ask.told(s),
                            significant(*before),
                            significant(*after)
                        ));
                    }
                }
                text.push_str(&lines(question, difference, page));
            }
        }
        text
    }

    /// As JSON.
    pub fn json(&self, question: &Question) -> Value {
        let s = &question.scenario;
        let sense = run::sense(&question.model);
        let mut value = json!({"asked": self.asked, "question": self.told(s)});
        let more = match &self.answer {
            Answer::Impossible(reason) => json!({"answer": "impossible", "reason": reason}),
            Answer::Infeasible(reason) => json!({"answer": "infeasible", "reason": reason}),
            Answer::Unknown => json!({"answer": "unknown"}),
            Answer::Plan(difference) => {
                let lines = difference.lines.iter().map(|(component, before, after)| {
                    json!({
                        "component": component.name(),
                        "before_musd": before,
                        "after_musd": after,
                        "difference_musd": after - before,
                    })
                });
                json!({
                    "answer": "plan",
                    "objective_before_musd": sense.of_minimised(difference.before),
                    "objective_after_musd": sense.of_minimised(difference.after),
                    "worse_by_musd": difference.after - difference.before,
                    "least_worse_musd": difference.range.map(|range| range.0),
                    "most_worse_musd": difference.range.map(|range| range.1),
                    "distinguishable": difference.is_distinguishable(),
                    "lines": lines.collect::<Vec<_>>(),
                })
            }
        };
        if let (Some(own), Value::Object(more)) = (value.as_object_mut(), more) {
            own.extend(more);
        }
        value
    }
}

/// How much worse the plan is, and how sure that is.
fn verdict(question: &Question, difference: &Difference) -> String {
    let currency = Currency::of(&question.scenario);
    let money = |musd: f64| format!("{} {}", short(currency.present(musd)), currency.code);
    let worse = difference.after - difference.before;
    let (more, less) = match run::sense(&question.model) {
        Sense::Minimise => ("costs", "more"),
        Sense::Maximise => ("earns", "less"),
    };
    let opposite = if less == "more" { "less" } else { "more" };
    let plan = if worse >= 0.0 {
        format!("That plan {more} {} {less} of present value", money(worse))
    } else {
        format!("That plan {more} {} {opposite} of present value", money(-worse))
    };
    match difference.range {
        Some((least, most)) if difference.is_distinguishable() => match (money(least), money(most)) {
            (least, most) if least == most => format!("{plan}; so do the best plans of either sort."),
            (least, most) => format!("{plan}; the best plans of either sort differ by {least} to {most}."),
        },
        Some((_, most)) => format!(
            "{plan}: not distinguishable. The gaps of the two solves leave anything from 0 to {}; a smaller --gap tells more.",
            money(most)
        ),
        None => format!("{plan}; without a bound of both it is not known by how much the best plans differ."),
    }
}

/// The lines of the ledger that differ.
fn lines(question: &Question, difference: &Difference, page: Page) -> String {
    if difference.lines.is_empty() {
        return String::new();
    }
    let currency = Currency::of(&question.scenario);
    let rows: Vec<(&str, [f64; 3])> = difference
        .lines
        .iter()
        .map(|&(component, before, after)| {
            let [before, after] = [before, after].map(|musd| currency.present(musd));
            (title(component), [before, after, after - before])
        })
        .collect();
    let sense = run::sense(&question.model);
    let [before, after] =
        [difference.before, difference.after].map(|musd| currency.present(sense.of_minimised(musd)));
    let name = match sense {
        Sense::Minimise => "cost, all lines",
        Sense::Maximise => "profit, all lines",
    };
    let total = (name, [before, after, after - before]);
    let decimals = column_decimals(rows.iter().flat_map(|row| row.1).collect::<Vec<_>>());
    let mut grid = Grid::new(
        [
            &format!("present value, {}", currency.code),
            "before",
            "now",
            "change",
        ],
        1,
    );
    for (name, values) in rows.into_iter().chain([total]) {
        let [before, after, change] = values.map(|value| cell(value, decimals));
        if change != NOTHING {
            let sign = if values[2] > 0.0 { "+" } else { "" };
            grid.row([name.to_owned(), before, after, format!("{sign}{change}")]);
        }
    }
    grid.total = true;
    if grid.rows.is_empty() {
        String::new()
    } else {
        grid.render(page)
    }
}

/// Which limits and rules bind, and what one unit more of each is worth.
pub fn binding_text(question: &Question, tables: &[Table], page: Page) -> String {
    let s = &question.scenario;
    let mut text = binding(s, tables, page);
    text.push_str(&rules(tables, page));
    text.push_str(&page.wrap(
        "What one more saves is a shadow price: present value with all whole-number decisions (sites, halls, tranches, leases) \
         as they are, for a small change. `buildout sensitivity` confirms the largest by solving again.",
    ));
    text
}

/// Rules that limit amounts, with what is used of each.
fn rules(tables: &[Table], page: Page) -> String {
    let Some(table) = tables.iter().find(|table| table.name == "rules") else {
        return String::new();
    };
    let mut grid = Grid::new(["rule", "when", "what", "used", "limit", "one more saves"], 3);
    for row in &table.rows {
        let value = |name: &str| {
            let position = table.values.iter().position(|known| *known == name)?;
            row.values.get(position)
        };
        let number = |name: &str| match value(name) {
            Some(Cell::Number(value)) => Some(*value),
            _ => None,
        };
        let (Some(Cell::Text(effect)), Some(Cell::Text(_))) = (value("effect"), value("binds")) else {
            continue;
        };
        let saves = number("dual_musd_per_unit").filter(|price| *price > 0.0);
        let amount = |value: Option<f64>| {
            value.map_or(String::new(), |value| format!("{} {}", short(value), row.unit))
        };
        let [rule, period] = row.keys.as_slice() else {
            continue;
        };
        grid.row([
            rule.clone(),
            if period.is_empty() {
                "always".into()
            } else {
                period.clone()
            },
            effect.replace('_', " "),
            amount(number("used")),
            amount(number("limit")),
            saves.map_or(String::new(), |price| {
                format!("{} MUSD per {}", short(price), row.unit)
            }),
        ]);
    }
    if grid.rows.is_empty() {
        return String::new();
    }
    format!("\n{}\n{}", page.heading("Binding rules"), grid.render(page))
}

/// The same as JSON: the rows of both tables that bind.
pub fn binding_json(tables: &[Table]) -> Value {
    let of = |name: &str| tables.iter().find(|table| table.name == name).map(Table::to_json);
    json!({"limits": of("binding_limits"), "rules": of("rules")})
}
