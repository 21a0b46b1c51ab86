//! Which limits cannot all hold in the relaxation: an irreducible group of them, from certificates.
//!
//! Every limit is widened by columns of its own at a cost above 0, and nothing else costs anything, so that the optimum
//! of the linear program is above 0 exactly where the limits cannot all hold. Its duals `y` are then a certificate in the
//! sense of Farkas: a limit whose columns `j` have `a_j' y = 0` could cost nothing and `y` would still prove an optimum
//! above 0, so that it is not needed for the conflict. What is left is filtered: a limit that may widen for nothing
//! while the optimum stays above 0 is left out, and with it all that the new certificate does not use. Each step starts
//! from the basis of the one before and takes few pivots.
//!
//! Source: Chinneck, *Feasibility and Infeasibility in Optimization* (2008), chapter 6: elastic and deletion filters.

use super::ffi::{Highs, Ran, on_own_thread};
use super::session::{Session, Watch};
use super::{Monitor, SolveOptions, SolverError};
use crate::program::{Col, Program};
use highs::HighsModelStatus as Status;
use std::sync::Arc;

/// Optimum, in MUSD, up to which limits count as kept: the solver's tolerances, at the costs of widening.
const KEPT: f64 = 1e-6;

/// Share of a column's cost up to which a certificate does not use it.
const UNUSED: f64 = 1e-9;

/// What the relaxation says about limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxed {
    /// All of them can hold.
    Holds,
    /// These cannot all hold.
    Conflict {
        /// Positions of the limits, rising; none if there is no point whatever the limits.
        limits: Vec<usize>,
        /// Whether the rest can hold without any one of them; `false` if the time was up before each was tried.
        irreducible: bool,
    },
    /// The time was up first.
    Unknown,
}

/// Looks for limits that cannot all hold in the relaxation. `limits` has the columns that widen each one, which cost more
/// than 0 in `program`; no other column costs anything. Earlier limits are left out first.
///
/// # Errors
/// If HiGHS fails.
pub fn needed(
    program: &Program,
    limits: &[Vec<Col>],
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Relaxed, SolverError> {
    on_own_thread(|| {
        let session = Session::new(program, options, monitor);
        Filter::new(&session, limits)?.filtered()
    })
}

/// The linear program and what is known of the limits.
struct Filter<'s, 'a> {
    session: &'s Session<'a>,
    limits: &'a [Vec<Col>],
    highs: Highs,
}

/// What a certificate says.
enum Certificate {
    /// There is none: what costs can hold.
    None,
    /// There is one, which uses these limits.
    Uses(Vec<bool>),
    /// Whatever the limits, there is no point.
    Beyond,
    /// The time was up first.
    Unknown,
}

impl<'s, 'a> Filter<'s, 'a> {
    fn new(session: &'s Session<'a>, limits: &'a [Vec<Col>]) -> Result<Self, SolverError> {
        let mut highs = session.highs()?;
        highs.pass(session.program, session.program.defining_rows(), |_| false)?;
        highs.choose_method(session.program)?;
        Ok(Self {
            session,
            limits,
            highs,
        })
    }

    fn filtered(mut self) -> Result<Relaxed, SolverError> {
        let mut kept = match self.certificate()? {
            Certificate::None => return Ok(Relaxed::Holds),
            Certificate::Unknown => return Ok(Relaxed::Unknown),
            Certificate::Beyond => {
                return Ok(Relaxed::Conflict {
                    limits: Vec::new(),
                    irreducible: true,
                });
            }
            Certificate::Uses(used) => used,
        };
        let idle: Vec<usize> = (0..kept.len()).filter(|&limit| !kept[limit]).collect();
        self.price(&idle, false)?;
        // From here on each step is a small one.
        self.highs.set("solver", "simplex")?;
        self.highs.set("presolve", "off")?;
        let mut irreducible = true;
        for limit in 0..kept.len() {
            if !kept[limit] {
                continue;
            }
            self.price(&[limit], false)?;
            match self.certificate()? {
                Certificate::Uses(used) => {
                    kept[limit] = false;
                    let idle: Vec<usize> = (limit + 1..kept.len())
                        .filter(|&other| kept[other] && !used[other])
                        .collect();
                    idle.iter().for_each(|&other| kept[other] = false);
                    self.price(&idle, false)?;
                }
                Certificate::None => self.price(&[limit], true)?,
                Certificate::Unknown | Certificate::Beyond => {
                    self.price(&[limit], true)?;
                    irreducible = false;
                    break;
                }
            }
        }
        Ok(Relaxed::Conflict {
            limits: (0..kept.len()).filter(|&limit| kept[limit]).collect(),
            irreducible,
        })
    }

    /// Lets limits widen at their cost or for nothing.
    fn price(&mut self, limits: &[usize], priced: bool) -> Result<(), SolverError> {
        let cost = &self.session.program.cost;
        let columns = limits.iter().flat_map(|&limit| &self.limits[limit]);
        let costs: Vec<(u32, f64)> = columns
            .map(|col| (col.0, if priced { cost[col.index()] } else { 0.0 }))
            .collect();
        if costs.is_empty() {
            return Ok(());
        }
        self.highs.change_costs(&costs)
    }

    /// Solves, and reads which limits the duals use.
    fn certificate(&mut self) -> Result<Certificate, SolverError> {
        let session = self.session;
        if session.must_stop() {
            return Ok(Certificate::Unknown);
        }
        let watch = Watch::neither(session, "explanation");
        let Ran { status, point, .. } = self.highs.run(watch.seconds(), &watch)?;
        let point = match (status, point) {
            (Status::Optimal | Status::ModelEmpty, Some(point)) => point,
            (Status::Infeasible | Status::UnboundedOrInfeasible, _) => return Ok(Certificate::Beyond),
            _ => return Ok(Certificate::Unknown),
        };
        if point.objective <= KEPT {
            return Ok(Certificate::None);
        }
        let cost = &session.program.cost;
        // What costs nothing now has a reduced cost of at least 0 and is not asked about any more.
        let uses = |col: &Col| {
            let (cost, reduced) = (cost[col.index()], point.column_duals[col.index()]);
            cost - reduced > UNUSED * cost.max(1.0)
        };
        Ok(Certificate::Uses(
            self.limits
                .iter()
                .map(|columns| columns.iter().any(uses))
                .collect(),
        ))
    }
}
