//! The best structure so far, shared by the lanes that search for better ones.

use crate::solver::clock::{Clock, Signal};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A structure: a point whose structural integers are whole, chip counts relaxed.
#[derive(Clone)]
pub struct Structure {
    /// Values by column.
    pub point: Arc<Vec<f64>>,
    /// Its objective.
    pub objective: f64,
}

/// Where lanes keep the best structure.
pub struct Pool<'c> {
    clock: &'c Clock,
    kept: Mutex<Kept>,
    closed: Signal<'c>,
}

struct Kept {
    best: Option<Structure>,
    /// Objective of the structure whose counts were searched last.
    searched: f64,
}

impl<'c> Pool<'c> {
    /// A pool with nothing in it.
    pub fn new(clock: &'c Clock) -> Self {
        Self {
            clock,
            kept: Mutex::new(Kept {
                best: None,
                searched: f64::INFINITY,
            }),
            closed: Signal::new(clock),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.clock.turn();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The best structure, if there is any.
    pub fn best(&self) -> Option<Structure> {
        self.kept().best.clone()
    }

    /// Keeps a structure if it is the best so far; says whether it is.
    pub fn offer(&self, point: Vec<f64>, objective: f64) -> bool {
        let mut kept = self.kept();
        let better = kept.best.as_ref().is_none_or(|best| objective < best.objective);
        if better {
            kept.best = Some(Structure {
                point: Arc::new(point),
                objective,
            });
        }
        better
    }

    /// Notes that the counts of a structure of this objective are searched now; says whether it is better than that of which
    /// they were searched last.
    pub fn claim(&self, objective: f64) -> bool {
        let mut kept = self.kept();
        let better = objective < kept.searched;
        if better {
            kept.searched = objective;
        }
        better
    }

    /// The best structure if another lane has found it since `base` was the best.
    pub fn newer_than(&self, base: &Structure) -> Option<Structure> {
        self.best().filter(|best| !Arc::ptr_eq(&best.point, &base.point))
    }

    /// Tells the lanes that nobody makes plans of structures any more.
    pub fn close(&self) {
        self.closed.set(true);
    }

    /// Whether [`Self::close`] was called.
    pub fn is_closed(&self) -> bool {
        self.closed.is_up()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_better_is_kept_and_another_lane_sees_it() {
        let clock = Clock::new(false);
        let pool = Pool::new(&clock);
        assert!(pool.best().is_none());
        assert!(pool.offer(vec![1.0], 10.0));
        let base = pool.best().unwrap();
        assert!(pool.newer_than(&base).is_none());
        assert!(!pool.offer(vec![2.0], 10.0));
        assert!(pool.newer_than(&base).is_none());
        assert!(pool.offer(vec![3.0], 9.0));
        let newer = pool.newer_than(&base).unwrap();
        assert_eq!((newer.point[0], newer.objective), (3.0, 9.0));
        assert!(pool.claim(9.5) && pool.claim(9.0) && !pool.claim(9.0));
        assert!(!pool.is_closed());
        pool.close();
        assert!(pool.is_closed());
    }
}
