//! Plans of a large program without its root: site by site, from the best plan, at first the one that builds nothing.
//!
//! What a part leaves out is whole already, so every part with whole integers leaves a plan. Sites that come first take what
//! serves them best, so these plans are dear: they are the first ones, and what is left where the root gives none.

use super::blocks::{Blocks, Effort};
use crate::generate::SplitMix64;
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::polish::accept;
use crate::solver::session::Session;

/// Columns of a part, about, and the share of all that it has at most: at size L the first part would take 5 s.
const PART: (usize, f64) = (13_000, 0.1);

/// How closely a part is solved: the gap relative to the cost of the whole plan, and the seconds of one at most.
const EFFORT: Effort<'static> = Effort {
    gap: 1e-3,
    nodes: 20,
    seconds: 5.0,
    unless: None,
};

/// Offers plans for so many `seconds` at most, until every site was in a part or it is useless. Sites that the best plan has
/// no use for come first.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn plans(session: &Session<'_>, seconds: f64, useless: Option<&Signal<'_>>) -> Result<(), SolverError> {
    let program = session.program;
    let until = session.elapsed() + seconds;
    let (Some(blocks), Some(mut point)) = (Blocks::new(program, &session.warm.rows), session.values()) else {
        return Ok(());
    };
    let effort = Effort {
        unless: useless,
        ..EFFORT
    };
    let columns = PART.0.min((PART.1 * program.columns() as f64) as usize);
    let size = blocks.units_in(columns).max(1);
    let used = blocks.in_use(program, &point);
    let mut order = SplitMix64::new(u64::from(session.options.seed)).permutation(blocks.units);
    order.sort_by_key(|&unit| used[unit]);
    let mut tried = vec![false; blocks.units];
    for unit in order {
        if session.is_done() || useless.is_some_and(Signal::is_up) || session.elapsed() >= until {
            break;
        }
        if tried[unit] {
            continue;
        }
        let near = blocks.around(unit).into_iter();
        let free: Vec<usize> = near.filter(|&other| !tried[other]).take(size).collect();
        for &unit in &free {
            tried[unit] = true;
        }
        let part = blocks.part(program, &point, &free, true);
        if let Some(found) = part.whole(session, Some(&point), &point, effort)?
            && let Some(polished) = accept(session, &found)?
        {
            let values = polished.values.clone();
            if session.offer(polished, "growing") {
                point = values;
            }
        }
    }
    let tried = tried.iter().filter(|&&tried| tried).count();
    session.told(&format!("growing over {tried} of {} sites", blocks.units));
    Ok(())
}
