//! Restrictions of the program: the structure fixed, chip counts to be made whole, all sites together.
//!
//! With the structure fixed, presolve leaves a fraction of the program, and its relaxation with counts free is a matter of
//! seconds even at size XL. Few counts are fractional there. First each count is held next to its relaxed value, which gives
//! whole counts soon; then every chip that the relaxation has at a place may have a few more or fewer of it in any period,
//! which takes up nearly all that rounding loses; what is left of the time is for all others.

use crate::program::{Integrality, Key, Kind, Program};
use crate::solver::SolverError;
use crate::solver::polish::{accept, fixed_bounds, objective};
use crate::solver::session::{Session, Watch};
use crate::solver::strategy::dive::WHOLE;
use std::collections::BTreeSet;

/// Shares of the gap asked for, and of the open gap, at which a restriction is good enough.
const ENOUGH: (f64, f64) = (0.2, 0.05);

/// Units by which a count may leave its relaxed value, rounded outwards, at a place that has the chip at some time.
const SPARE: f64 = 2.0;

type Bounds = (Vec<f64>, Vec<f64>);

/// How good chip counts have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Next to the relaxed ones.
    Rounded,
    /// As good as the time allows.
    Searched,
}

/// Fixes the structure of a point and makes the chip counts whole again, searching for at most `seconds`. If no whole
/// counts fit, the structure may grow. Returns whether the best point of the session improved; `None` if no whole counts
/// were found.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn counts(
    session: &Session<'_>,
    values: &[f64],
    care: Care,
    seconds: f64,
) -> Result<Option<bool>, SolverError> {
    let until = session.elapsed() + seconds;
    let fixed = fixed_bounds(session.program, values, |kind| kind == Integrality::Integer);
    let made = whole(session, &fixed, until, care)?;
    if made.is_some() || session.must_stop() || session.elapsed() >= until {
        return Ok(made);
    }
    session.remark("no whole chip counts fit the structure; letting it grow");
    let grown = (fixed.0, session.program.col_upper.clone());
    whole(session, &grown, until, care)
}

/// Makes the integers within bounds whole and offers the points found. `None` if there are none (or none in time), else
/// whether the session improved.
fn whole(
    session: &Session<'_>,
    bounds: &Bounds,
    until: f64,
    care: Care,
) -> Result<Option<bool>, SolverError> {
    let program = session.program;
    let Some(relaxed) = relaxed(session, bounds, until)? else {
        return Ok(None);
    };
    let least = objective(program, &relaxed);
    if session.objective().is_some_and(|best| least >= best) {
        return Ok(Some(false));
    }
    let gap = (ENOUGH.0 * session.options.gap).max(ENOUGH.1 * session.gap_of(least));
    let within = |col: usize, value: f64| {
        program.integrality[col] != Integrality::Integer || (bounds.0[col] <= value && value <= bounds.1[col])
    };
    let fits = |plan: &Vec<f64>| plan.iter().enumerate().all(|(col, &value)| within(col, value));
    let mut best = session.values().filter(fits);
    let mut improved = best.is_some().then_some(false);
    let neighbourhoods = [next_to(program, bounds, &relaxed, |_| 0.0), {
        let present = Places::of(program, &relaxed);
        next_to(program, bounds, &relaxed, |col| {
            if present.has(program, col) { SPARE } else { 0.0 }
        })
    }];
    for (tried, bounds) in neighbourhoods.iter().chain(std::iter::once(bounds)).enumerate() {
        let lost = best
            .as_ref()
            .map_or(f64::INFINITY, |best| objective(program, best) - least);
        let enough = lost <= gap * least.abs() || (best.is_some() && care == Care::Rounded && tried > 0);
        if enough || session.is_closed() || session.elapsed() >= until {
            break;
        }
        let bounds = around(program, bounds, best.as_deref());
        let Some(found) = search(session, &bounds, best.as_deref(), gap, until)? else {
            continue;
        };
        if let Some(polished) = accept(session, &found)? {
            best = Some(polished.values.clone());
            let better = session.offer(polished, "counts");
            improved = Some(better || improved == Some(true));
        }
    }
    Ok(improved)
}

/// The optimum within bounds with chip counts and all else relaxed; `None` without one or in want of time.
fn relaxed(session: &Session<'_>, bounds: &Bounds, until: f64) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.set_bounds(&bounds.0, &bounds.1)?;
    highs.choose_method(program)?;
    let watch = Watch::neither(session, "counts").at_most(until - session.elapsed());
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(ran.point.map(|point| point.columns))
}

/// Branch and bound within bounds, until a relative gap is left. Integers of the point returned are exactly whole.
fn search(
    session: &Session<'_>,
    bounds: &Bounds,
    start: Option<&[f64]>,
    gap: f64,
    until: f64,
) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let whole = |kind| kind != Integrality::Continuous;
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", gap)?;
    highs.pass(program, program.defining_rows(), whole)?;
    highs.set_bounds(&bounds.0, &bounds.1)?;
    if let Some(start) = start {
        highs.start_from(start)?;
    }
    let watch = Watch::restriction(session, "counts").at_most(until - session.elapsed());
    let ran = highs.run(watch.seconds(), &watch)?;
    let found = ran.point.map(|point| point.columns);
    let found = found.or_else(|| watch.found().map(|found| found.1));
    Ok(found.map(|mut values| {
        for (value, &kind) in values.iter_mut().zip(&program.integrality) {
            if whole(kind) {
                *value = value.round();
            }
        }
        values
    }))
}

/// Bounds that hold each integer within `spare` (which may be infinite) of its value in a point, rounded outwards.
pub fn next_to(program: &Program, bounds: &Bounds, point: &[f64], spare: impl Fn(usize) -> f64) -> Bounds {
    let (mut lower, mut upper) = bounds.clone();
    for (col, &value) in point.iter().enumerate() {
        if program.integrality[col] == Integrality::Continuous {
            continue;
        }
        let spare = spare(col);
        let least = (value + WHOLE).floor() - spare;
        let most = (value - WHOLE).ceil() + spare;
        (lower[col], upper[col]) = (
            least.clamp(lower[col], upper[col]),
            most.clamp(lower[col], upper[col]),
        );
    }
    (lower, upper)
}

/// Bounds widened so that the integers of a start are within.
fn around(program: &Program, bounds: &Bounds, start: Option<&[f64]>) -> Bounds {
    let (mut lower, mut upper) = bounds.clone();
    for (col, &value) in start.unwrap_or_default().iter().enumerate() {
        if program.integrality[col] != Integrality::Continuous {
            lower[col] = lower[col].min(value);
            upper[col] = upper[col].max(value);
        }
    }
    (lower, upper)
}

/// Integers of which a point has something at some time: their kinds and keys without the period.
struct Places(BTreeSet<(Kind, Key)>);

impl Places {
    fn of(program: &Program, point: &[f64]) -> Self {
        let used =
            |&col: &usize| program.integrality[col] != Integrality::Continuous && point[col].abs() > WHOLE;
        Self(
            (0..program.columns())
                .filter(used)
                .map(|col| timeless(program, col))
                .collect(),
        )
    }

    fn has(&self, program: &Program, col: usize) -> bool {
        self.0.contains(&timeless(program, col))
    }
}

/// Kind and key of a column, its period left out.
fn timeless(program: &Program, col: usize) -> (Kind, Key) {
    let kind = program.col_kind[col];
    let mut key = program.col_key[col];
    for (place, set) in program.kinds[usize::from(kind.0)].sets.iter().enumerate() {
        if program.time == Some(*set) {
            key[place] = 0;
        }
    }
    (kind, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::KEY;

    fn key(chip: u16, period: u16) -> Key {
        let mut key = [0; KEY];
        (key[0], key[1]) = (chip, period);
        key
    }

    /// Counts of two chips in two periods each, and one volume.
    fn program() -> Program {
        let mut program = Program::new("counts");
        let chips = program.label_set("chip", vec!["a".into(), "b".into()]);
        let periods = program.label_set("period", vec!["1".into(), "2".into()]);
        program.time = Some(periods);
        let count = program.kind("count", &[chips, periods]);
        let volume = program.kind("volume", &[]);
        for chip in 0..2 {
            for period in 0..2 {
                program.column(count, key(chip, period), (0.0, 9.0), Integrality::Relaxable);
            }
        }
        program.column(volume, key(0, 0), (0.0, 9.0), Integrality::Continuous);
        program
    }

    #[test]
    fn counts_are_held_next_to_a_point_within_their_bounds() {
        let program = program();
        let free = (program.col_lower.clone(), program.col_upper.clone());
        let point = [2.4, 0.0, 3.0, 8.6, 1.5];
        let (lower, upper) = next_to(&program, &free, &point, |_| 0.0);
        assert_eq!(lower, [2.0, 0.0, 3.0, 8.0, 0.0]);
        assert_eq!(upper, [3.0, 0.0, 3.0, 9.0, 9.0]);
        let spare = |col| if col == 0 { f64::INFINITY } else { SPARE };
        let (lower, upper) = next_to(&program, &free, &point, spare);
        assert_eq!(lower, [0.0, 0.0, 1.0, 6.0, 0.0]);
        assert_eq!(upper, [9.0, 2.0, 5.0, 9.0, 9.0]);
    }

    #[test]
    fn a_start_outside_is_taken_in() {
        let program = program();
        let near = next_to(
            &program,
            &(vec![0.0; 5], vec![9.0; 5]),
            &[2.4, 0.0, 3.0, 8.6, 1.5],
            |_| 0.0,
        );
        let (lower, upper) = around(&program, &near, Some(&[5.0, 0.0, 1.0, 8.0, 9.0]));
        assert_eq!(lower, [2.0, 0.0, 1.0, 8.0, 0.0]);
        assert_eq!(upper, [5.0, 0.0, 3.0, 9.0, 9.0]);
        assert_eq!(around(&program, &near, None), near);
    }

    #[test]
    fn a_chip_that_is_there_at_some_time_has_a_place_at_all_times() {
        let program = program();
        let places = Places::of(&program, &[0.0, 0.5, 0.0, 0.0, 7.0]);
        let has: Vec<bool> = (0..4).map(|col| places.has(&program, col)).collect();
        assert_eq!(has, [true, true, false, false]);
    }
}
