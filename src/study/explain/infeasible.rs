//! Why a scenario has no plan, and what would give it one.

use super::desk::Desk;
use super::group::{self, Group};
use super::limit::{Kind, Limit};
use super::repair::{self, Repairs};
use super::whatif::{Wishes, impose_all};
use crate::model::{self, Model};
use crate::program::Program;
use crate::run::{Question, RunError, explanation};
use crate::scenario::Scenario;
use crate::scenario::checks::shows_infeasibility;
use crate::solver::{Monitor, SolveOptions};
use std::sync::Arc;

/// Why a scenario has no plan.
#[derive(Debug, Clone)]
pub struct Infeasible {
    /// What plain sums show: sentences.
    pub arithmetic: Vec<String>,
    /// Limits that cannot all hold; `None` if the limits that a planner owns are not the reason, or that could not be
    /// told in time.
    pub group: Option<Group>,
    /// Families of rows that cannot all hold, where there is no such group.
    pub families: Option<Families>,
    /// What would give it a plan.
    pub repairs: Repairs,
    /// Whether the user wanted to stop before all was told.
    pub interrupted: bool,
}

impl Infeasible {
    /// Whether anything is told of the reason, or of what would help.
    pub fn tells(&self) -> bool {
        let named = |families: &Families| !families.names.is_empty();
        !self.arithmetic.is_empty()
            || self.group.is_some()
            || self.families.as_ref().is_some_and(named)
            || !self.repairs.list.is_empty()
    }
}

/// Families of rows that cannot all hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Families {
    /// Their kinds of rows.
    pub names: Vec<&'static str>,
    /// Whether each of them is needed for the conflict.
    pub irreducible: bool,
    /// Them, and what the smallest repair would break, in lines.
    pub told: String,
}

/// Explains a scenario that was found to have no plan: what plain sums show, repairs, limits in conflict.
///
/// # Errors
/// Faults of the solver or of the program.
pub fn infeasible(
    question: &Question,
    wishes: &Wishes,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Infeasible, RunError> {
    let desk = Desk::new(question, wishes, options, monitor);
    // What the relaxation tells takes seconds, so that there is something to tell whenever the time is up.
    let known = group::relaxed(&desk)?;
    let named = matches!(known, group::Known::Relaxed { .. });
    let repairs = desk.on_repairs(named, || repair::search(&desk))?;
    let group = group::search(&desk, known, &repairs)?;
    finish(&desk, wishes, None, repairs, group)
}

/// The same without repairs, for a solve that comes to nothing: what plain sums show, limits in conflict. `program` is the
/// one that was found to be infeasible, if it is at hand.
///
/// # Errors
/// Faults of the solver or of the program.
pub fn conflict(
    question: &Question,
    wishes: &Wishes,
    program: Option<&Program>,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Infeasible, RunError> {
    let desk = Desk::new(question, wishes, options, monitor);
    let repairs = Repairs::default();
    let known = group::relaxed(&desk)?;
    let group = group::search(&desk, known, &repairs)?;
    finish(&desk, wishes, program, repairs, group)
}

fn finish(
    desk: &Desk<'_>,
    wishes: &Wishes,
    program: Option<&Program>,
    repairs: Repairs,
    group: Option<Group>,
) -> Result<Infeasible, RunError> {
    let question = desk.question;
    // Where only what is asked for is in conflict, something else stands against it.
    let wanted = |limit: &Limit| matches!(limit.kind(), Kind::Service | Kind::Training | Kind::Resilience);
    let told = group
        .as_ref()
        .is_some_and(|group| !group.limits.iter().all(wanted));
    let (s, spec) = (&question.scenario, &question.model);
    let families = match program {
        _ if told || desk.interrupted() => None,
        Some(program) => families(s, program, desk)?,
        None => {
            let Model { mut program, columns } = model::build(s, spec);
            match impose_all(wishes, s, spec, &columns, &mut program) {
                Ok(()) => families(s, &program, desk)?,
                Err(_) => None,
            }
        }
    };
    Ok(Infeasible {
        arithmetic: arithmetic(question),
        group,
        families,
        repairs,
        interrupted: desk.interrupted(),
    })
}

/// The families of rows of a program that cannot all hold; `None` if the time was up before any was known.
fn families(s: &Scenario, program: &Program, desk: &Desk<'_>) -> Result<Option<Families>, RunError> {
    let conflict = desk.families(program)?;
    if conflict.families.is_empty() && !conflict.irreducible {
        return Ok(None);
    }
    Ok(Some(Families {
        told: explanation::families(s, program, &conflict),
        names: conflict.families.iter().map(|family| family.family).collect(),
        irreducible: conflict.irreducible,
    }))
}

/// What plain sums over the scenario show.
pub fn arithmetic(question: &Question) -> Vec<String> {
    let errors = question
        .warnings
        .list
        .iter()
        .filter(|problem| shows_infeasibility(problem));
    errors.map(|problem| problem.message.clone()).collect()
}
