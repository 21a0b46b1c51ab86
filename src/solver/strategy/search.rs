//! Large-neighbourhood search on the structure program: some groups of structural integers (those of a few
//! sites, say) are free, all others stay as they are.
//!
//! Groups are read off the names: columns with the same label in the first place of their key belong
//! together. Every group is freed once before any is freed again; a pass that changes nothing makes the
//! neighbourhoods larger. Order and limits do not depend on the clock, except for the time limit itself.

use super::dive::WHOLE;
use super::root::Root;
use crate::program::{Integrality, Program};
use crate::solver::SolverError;
use crate::solver::polish::{fixed_bounds, objective};
use crate::solver::session::{Session, Watch};
use std::collections::BTreeMap;
use std::time::Instant;

/// Share of the groups that is free at first.
const FREE: f64 = 0.15;

/// Branch-and-bound nodes of one neighbourhood at most.
const NODES: i32 = 60;

/// Share of the gap asked for, and of the gap that is still open, at which a neighbourhood is solved well
/// enough: early neighbourhoods are searched roughly, late ones closely.
const ENOUGH: (f64, f64) = (0.3, 0.15);

/// Least relative improvement that counts.
const IMPROVED: f64 = 1e-6;

/// Searches where a dived structure and the root disagree.
///
/// # Errors
/// If HiGHS fails.
pub fn towards_root(
    session: &Session<'_>,
    root: &Root,
    structure: Vec<f64>,
    seconds: f64,
) -> Result<Vec<f64>, SolverError> {
    let free: Vec<usize> = (0..structure.len())
        .filter(|&col| (structure[col] - root.values[col]).abs() > WHOLE)
        .collect();
    let found = neighbourhood(session, root, &structure, free.iter(), seconds)?;
    let found = found.filter(|(found, _)| *found < objective(session.program, &structure));
    Ok(found.map_or(structure, |(_, values)| values))
}

/// Improves a structure (a point of the structure program) for at most `seconds` and `passes`.
///
/// # Errors
/// If HiGHS fails.
pub fn search(
    session: &Session<'_>,
    root: &Root,
    structure: Vec<f64>,
    seconds: f64,
    passes: usize,
) -> Result<Vec<f64>, SolverError> {
    let program = session.program;
    let started = Instant::now();
    let groups = groups(program);
    let mut best = structure;
    let mut best_objective = objective(program, &best);
    let mut free = ((groups.len() as f64 * FREE).ceil() as usize).max(2);
    let mut shuffle = Shuffle(u64::from(session.options.seed));
    let mut tried = 0;
    for _ in 0..passes {
        if session.must_stop() {
            break;
        }
        let before = best_objective;
        let order = shuffle.order(groups.len());
        for chosen in order.chunks(free.max(1)) {
            let left = seconds - started.elapsed().as_secs_f64();
            if left <= 0.0 || session.must_stop() {
                session.remark(format!("{tried} neighbourhoods, structure {best_objective:.6e}"));
                return Ok(best);
            }
            let free_columns = chosen.iter().flat_map(|&group| &groups[group]);
            if let Some((found, values)) = neighbourhood(session, root, &best, free_columns, left)?
                && found < best_objective - IMPROVED * best_objective.abs()
            {
                (best_objective, best) = (found, values);
            }
            tried += 1;
        }
        if before - best_objective <= IMPROVED * before.abs() {
            if free >= groups.len() {
                break;
            }
            free = (free + free.div_ceil(2)).min(groups.len());
        }
    }
    session.remark(format!("{tried} neighbourhoods, structure {best_objective:.6e}"));
    Ok(best)
}

/// Branch and bound with all structural integers fixed but those given.
fn neighbourhood<'g>(
    session: &Session<'_>,
    root: &Root,
    best: &[f64],
    free: impl Iterator<Item = &'g usize>,
    seconds: f64,
) -> Result<Option<(f64, Vec<f64>)>, SolverError> {
    let program = session.program;
    let mut bounds = fixed_bounds(program, best, |kind| kind == Integrality::Integer);
    for &col in free {
        bounds.0[col] = program.col_lower[col];
        bounds.1[col] = program.col_upper[col];
    }
    let mut highs = session.highs()?;
    let objective_now = objective(program, best);
    let open = session.bound().map_or(0.0, |bound| {
        (objective_now - bound) / objective_now.abs().max(1e-9)
    });
    highs.set(
        "mip_rel_gap",
        (ENOUGH.0 * session.options.gap).max(ENOUGH.1 * open),
    )?;
    highs.set("mip_max_nodes", NODES)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, &root.rows)?;
    highs.set_bounds(&bounds.0, &bounds.1)?;
    highs.start_from(best)?;
    let watch = Watch::neither(session, "neighbourhood").at_most(seconds);
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(ran.point.map(|point| (point.objective, point.columns)))
}

/// Free structural integers, grouped by the label in the first place of their key.
fn groups(program: &Program) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(u8, u16), Vec<usize>> = BTreeMap::new();
    for col in 0..program.columns() {
        if program.integrality[col] == Integrality::Integer && program.col_lower[col] < program.col_upper[col]
        {
            let sets = &program.kinds[usize::from(program.col_kind[col].0)].sets;
            let set = sets.first().map_or(u8::MAX, |set| set.0);
            groups
                .entry((set, program.col_key[col][0]))
                .or_default()
                .push(col);
        }
    }
    groups.into_values().collect()
}

/// Permutations from a seed (SplitMix64 and Fisher-Yates), the same on every platform.
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn order(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for last in (1..length).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            order.swap(last, other);
        }
        order
    }
}
