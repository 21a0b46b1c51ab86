//! Explanations: why a scenario has no plan and what would give it one; why a plan has what it has, by solving again
//! without it or with something else.

mod answered;
mod ask;
mod desk;
mod elastic;
mod group;
mod impose;
mod infeasible;
mod limit;
pub mod prices;
mod repair;
pub mod text;
mod whatif;

pub use answered::{Answered, binding_json, binding_text};
pub use ask::{Ask, AskError, Item};
pub use group::Group;
pub use impose::{Wish, denying};
pub use infeasible::{Families, Infeasible, arithmetic, conflict, infeasible};
pub use limit::{Kind, Limit, Move, told};
pub use repair::{Repair, Repairs};
pub use whatif::{Answer, Base, Bench, Difference, Start, Wishes, has};

use crate::run::{Question, RunError};
use crate::solver::{Monitor, SolveOptions};
use std::sync::Arc;

/// Answers a question about the plan on a bench by solving again; where there is no such plan, tells the limits in
/// conflict. `None` without a plan on the bench.
///
/// # Errors
/// Faults of the solver or of the program.
pub fn answer(
    bench: &mut Bench<'_>,
    question: &Question,
    (asked, wishes): (String, Vec<(Ask, Wish)>),
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Option<Answered>, RunError> {
    let Some(mut answer) = bench.ask(&wishes)? else {
        return Ok(None);
    };
    if let Answer::Infeasible(reason) = &mut answer {
        let found = conflict(question, &wishes, None, options, monitor)?;
        *reason = text::reason(question, &found);
    }
    Ok(Some(Answered {
        asked,
        wishes,
        answer,
    }))
}
