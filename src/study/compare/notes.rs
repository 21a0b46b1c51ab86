//! What a reader of a comparison should know before the numbers.

use super::Case;
use crate::scenario::{ModelSpec, Objective};

/// A model in words: its name, and the families it switches off.
fn model_in_words(model: &ModelSpec) -> String {
    let what = match model.objective {
        Objective::MinCost => "least cost",
        Objective::MaxProfit => "most profit",
    };
    match model.off.as_slice() {
        [] => format!("{} ({what})", model.name),
        off => format!("{} ({what}, without {})", model.name, off.join(", ")),
    }
}

/// What a reader should know before the numbers.
pub(super) fn notes(base: &Case, others: &[Case]) -> Vec<String> {
    let mut notes = Vec::new();
    for case in std::iter::once(base).chain(others) {
        if case.saved.plan.is_none() {
            let why = match case.saved.explanation {
                Some(_) => "its scenario is infeasible",
                None => "it was stopped before any plan was found",
            };
            notes.push(format!(
                "{} has no plan ({why}): only its inputs are compared",
                case.label
            ));
        }
        if case.saved.origins.is_none() {
            notes.push(format!(
                "{} does not tell where its inputs were written: lines are those of its resolved scenario",
                case.label
            ));
        }
    }
    for other in others {
        let (one, two) = (&base.saved, &other.saved);
        let planned = one.plan.is_some() && two.plan.is_some();
        if planned && one.question.model != two.question.model {
            let models = [one, two].map(|saved| model_in_words(&saved.question.model));
            let comparable = if one.manifest.sense == two.manifest.sense {
                ""
            } else {
                "; their objectives are not compared"
            };
            notes.push(format!(
                "{} was solved for {}, {} for {}{comparable}",
                base.label, models[0], other.label, models[1]
            ));
        }
        let (old, new) = (&one.manifest.versions, &two.manifest.versions);
        if old != new {
            notes.push(format!(
                "{} was solved by buildout {} with HiGHS {}, {} by {} with {}",
                base.label, old.buildout, old.highs, other.label, new.buildout, new.highs
            ));
        }
    }
    notes
}
