//! Explanations as text and as JSON.

use super::infeasible::Infeasible;
use super::limit::told;
use super::repair::Repair;
use crate::report::grid::Page;
use crate::report::money::Currency;
use crate::report::numbers::{self, short};
use crate::run::manifest::Sense;
use crate::run::{self, Question};
use serde_json::{Value, json};

/// Most limits in conflict that are listed.
const LIMITS: usize = 20;

/// Sentences on why there is no plan: sums, then the limits in conflict or the families.
pub fn reason(question: &Question, found: &Infeasible) -> String {
    let s = &question.scenario;
    let mut text = String::new();
    if !found.arithmetic.is_empty() {
        text.push_str("Plain sums show it:\n");
        for sentence in &found.arithmetic {
            text.push_str(&format!("  {sentence}\n"));
        }
    }
    if let Some(group) = &found.group {
        text.push_str(match (group.minimal, group.limits.len()) {
            (true, 1) => "This limit cannot be kept; without it the rest can:\n",
            (true, _) => "These limits cannot all be kept; without any one of them the rest can:\n",
            (false, _) => {
                "These limits cannot all be kept (perhaps fewer of them: the time was up before each was tried):\n"
            }
        });
        for limit in group.limits.iter().take(LIMITS) {
            text.push_str(&format!("  {}\n", limit.told(s)));
        }
        if group.limits.len() > LIMITS {
            text.push_str(&format!("  and {} more\n", group.limits.len() - LIMITS));
        }
    }
    if let Some(families) = &found.families {
        if found.group.is_some() {
            text.push_str(
                "No other limit stands against that, but how things are: lead times, sizes, distances.\n",
            );
        }
        text.push_str(&families.told);
    }
    if found.interrupted {
        text.push_str(if found.tells() {
            "Stopped here: there may be more to tell.\n"
        } else {
            "Stopped before the reason was found.\n"
        });
    } else if text.is_empty() {
        text.push_str("The time was up before the reason was found; a longer --time-limit may tell it.\n");
    }
    text
}

/// What a solve tells when there is no plan; `explain` can tell more if it `asks_the_same`.
pub fn after_solve(question: &Question, found: &Infeasible, asks_the_same: bool) -> String {
    let mut text = format!("No plan satisfies this scenario.\n{}", reason(question, found));
    if asks_the_same {
        text.push_str("`buildout explain` with the same arguments tells what would give it one.\n");
    }
    text
}

/// The explanation of an infeasible scenario for a person: reason, then repairs.
pub fn infeasible(question: &Question, found: &Infeasible, page: Page) -> String {
    format!(
        "{}\n{}\n{}",
        page.alert("No plan satisfies this scenario."),
        reason(question, found),
        repairs(question, found, page)
    )
}

/// The repairs.
fn repairs(question: &Question, found: &Infeasible, page: Page) -> String {
    let repairs = &found.repairs;
    let mut text = if repairs.list.is_empty() {
        "No repair was found: what a planner can move is not enough, or the time was up.\n".to_owned()
    } else {
        format!(
            "{}\n",
            page.heading("What would give it a plan, cheapest first; each is enough")
        )
    };
    for (number, repair) in repairs.list.iter().enumerate() {
        text.push_str(&one(number + 1, repair, question, page));
    }
    if !repairs.not_enough.is_empty() {
        let titles: Vec<&str> = repairs.not_enough.iter().map(|kind| kind.title()).collect();
        text.push_str(&format!(
            "Not enough alone, whatever the amount: {}.\n",
            titles.join(", ")
        ));
    }
    for remark in &repairs.remarks {
        text.push_str(&format!("{remark}\n"));
    }
    text
}

fn one(number: usize, repair: &Repair, question: &Question, page: Page) -> String {
    let s = &question.scenario;
    let currency = Currency::of(s);
    let mut text = String::new();
    for (line, sentence) in told(&repair.moves, s).iter().enumerate() {
        let lead = if line == 0 {
            format!("{number:>3}. ")
        } else {
            "     and ".into()
        };
        text.push_str(&format!("{lead}{}\n", page.heading(sentence)));
    }
    let sort = if repair.proven {
        ""
    } else {
        " (a cheaper one of its sort may exist)"
    };
    let objective = currency.present(repair.objective);
    let gap = repair.best_bound.map_or(String::new(), |bound| {
        let gap = (objective - currency.present(bound)).abs() / objective.abs().max(1e-9);
        format!(" (gap {})", numbers::gap(gap))
    });
    let verb = match run::sense(&question.model) {
        Sense::Minimise => "costs",
        Sense::Maximise => "earns",
    };
    text.push_str(&format!(
        "     {}{sort}; weight {}; confirmed: the plan then {verb} {} {}{gap}\n",
        repair.title,
        short(repair.price),
        short(objective),
        currency.code
    ));
    text
}

/// The explanation of an infeasible scenario as JSON.
pub fn infeasible_json(question: &Question, found: &Infeasible) -> Value {
    let s = &question.scenario;
    let repairs = found.repairs.list.iter().map(|repair| {
        let moves = repair.moves.iter().map(|step| {
            json!({
                "kind": step.limit.kind(),
                "limit": step.limit.told(s),
                "text": step.told(s),
                "amount": step.amount,
                "unit": step.limit.unit(s),
            })
        });
        json!({
            "title": repair.title,
            "kind": repair.kind,
            "moves": moves.collect::<Vec<_>>(),
            "weight_musd": repair.price,
            "cheapest_proven": repair.proven,
            "objective_musd": repair.objective,
            "best_bound_musd": repair.best_bound,
        })
    });
    let group = found.group.as_ref().map(|group| {
        let limits = group
            .limits
            .iter()
            .map(|limit| json!({"kind": limit.kind(), "limit": limit.told(s)}));
        json!({"limits": limits.collect::<Vec<_>>(), "minimal": group.minimal})
    });
    let families = found
        .families
        .as_ref()
        .map(|families| json!({"families": families.names, "irreducible": families.irreducible}));
    json!({
        "status": "infeasible",
        "arithmetic": found.arithmetic,
        "conflict": group,
        "families": families,
        "repairs": repairs.collect::<Vec<_>>(),
        "not_enough_alone": found.repairs.not_enough,
        "remarks": found.repairs.remarks,
        "interrupted": found.interrupted,
    })
}
