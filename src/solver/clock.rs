//! The clock of a solve: that of the wall, or one that counts work.
//!
//! By the wall clock, what a search finds within its share of the time, and which of two lanes is first, depends on the
//! machine and what else it does. A work clock counts what HiGHS and the first-order method have done instead, in seconds of
//! a machine like that of `docs/performance.md`, so that every limit is met at the same place whenever the input is the same.
//!
//! Lanes have a clock each, and touch what they share in their turn only: while no other lane's clock is behind. So all of
//! it is touched in the order of the clocks, however fast the lanes are (Olszewski, Ansel, Amarasinghe 2009: deterministic
//! multithreading with logical clocks). A lane that waits costs time, but no answer.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a lane with nothing to do waits before it looks again at what the other has.
const WAIT: Duration = Duration::from_millis(20);

/// Seconds of work between two looks of a running solver at what another lane has: every look waits for that lane.
const LOOK: f64 = 0.25;

thread_local! {
    /// The lane that this thread is.
    static LANE: Cell<usize> = const { Cell::new(0) };
}

/// The clock of a solve.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    /// The clocks of the lanes, if work is counted.
    work: Option<Work>,
}

#[derive(Debug)]
struct Work {
    lanes: Mutex<Lanes>,
    moved: Condvar,
}

#[derive(Debug)]
struct Lanes {
    /// Seconds of work of each lane.
    now: Vec<f64>,
    /// Lanes that others wait for.
    running: Vec<bool>,
}

/// What lanes have returned, or how they panicked.
pub struct Joined<A, B, C> {
    /// The first lane.
    pub first: std::thread::Result<A>,
    /// The second.
    pub second: std::thread::Result<B>,
    /// The helpers.
    pub helpers: Vec<std::thread::Result<C>>,
}

impl Clock {
    /// A clock that begins now; `counts_work` or shows the time.
    pub fn new(counts_work: bool) -> Self {
        let work = || Work {
            lanes: Mutex::new(Lanes {
                now: vec![0.0],
                running: vec![true],
            }),
            moved: Condvar::new(),
        };
        Self {
            started: Instant::now(),
            work: counts_work.then(work),
        }
    }

    /// Whether work is counted.
    pub fn counts_work(&self) -> bool {
        self.work.is_some()
    }

    /// Seconds since the solve began, as this lane counts them.
    pub fn elapsed(&self) -> f64 {
        match &self.work {
            Some(work) => work.lanes().now[lane()],
            None => self.wall(),
        }
    }

    /// Seconds since the solve began, by the wall clock.
    pub fn wall(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Adds seconds of work to the clock of this lane.
    pub fn add(&self, seconds: f64) {
        self.reach(self.elapsed() + seconds);
    }

    /// Puts the clock of this lane forward to so many seconds; it never goes back.
    pub fn reach(&self, seconds: f64) {
        if let Some(work) = &self.work {
            let mut lanes = work.lanes();
            let now = &mut lanes.now[lane()];
            *now = now.max(seconds);
            work.moved.notify_all();
        }
    }

    /// Waits until no other lane's clock is behind. To be called before anything is touched that lanes share, and never
    /// while a lock is held, unless this lane's clock stood still since its turn came.
    pub fn turn(&self) {
        let Some(work) = &self.work else {
            return;
        };
        let lane = lane();
        let mut lanes = work.lanes();
        while (0..lanes.now.len()).any(|other| lanes.is_before(other, lane)) {
            lanes = work.moved.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits a moment for what another lane may have then.
    pub fn pause(&self) {
        match self.work {
            Some(_) => {
                self.add(WAIT.as_secs_f64());
                self.turn();
            }
            None => std::thread::sleep(WAIT),
        }
    }

    /// Runs two lanes side by side and so many helpers, told their number, each on a thread of its own. Work goes on from where
    /// the last one ends.
    pub fn in_lanes<A: Send, B: Send, C: Send>(
        &self,
        first: impl FnOnce() -> A + Send,
        second: impl FnOnce() -> B + Send,
        (helpers, helper): (usize, impl Fn(usize) -> C + Sync),
    ) -> Joined<A, B, C> {
        if let Some(work) = &self.work {
            let mut lanes = work.lanes();
            lanes.now = vec![lanes.now[0]; 2 + helpers];
            lanes.running = vec![true; 2 + helpers];
        }
        let joined = std::thread::scope(|scope| {
            let first = scope.spawn(|| self.as_lane(0, first));
            let second = scope.spawn(|| self.as_lane(1, second));
            let helper = &helper;
            let others: Vec<_> = (0..helpers)
                .map(|number| scope.spawn(move || self.as_lane(2 + number, || helper(number))))
                .collect();
            Joined {
                first: first.join(),
                second: second.join(),
                helpers: others.into_iter().map(|other| other.join()).collect(),
            }
        });
        if let Some(work) = &self.work {
            let mut lanes = work.lanes();
            lanes.now = vec![lanes.now.iter().copied().fold(0.0, f64::max)];
            lanes.running = vec![true];
        }
        joined
    }

    fn as_lane<T>(&self, lane: usize, work: impl FnOnce() -> T) -> T {
        /// Tells the others, also when a lane panics, that nobody has to wait for it any more.
        struct Ends<'c>(&'c Clock, usize);
        impl Drop for Ends<'_> {
            fn drop(&mut self) {
                if let Some(work) = &self.0.work {
                    work.lanes().running[self.1] = false;
                    work.moved.notify_all();
                }
            }
        }
        LANE.set(lane);
        let _ends = Ends(self, lane);
        work()
    }
}

impl Work {
    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    /// Whether a lane comes before another: its clock is behind, or shows the same and it is the first.
    fn is_before(&self, lane: usize, other: usize) -> bool {
        let (left, right) = ((self.now[lane], lane), (self.now[other], other));
        lane != other && self.running[lane] && left < right
    }
}

fn lane() -> usize {
    LANE.get()
}

/// A flag that lanes share.
#[derive(Debug)]
pub struct Signal<'c> {
    clock: &'c Clock,
    up: AtomicBool,
}

impl<'c> Signal<'c> {
    /// A flag that is down.
    pub fn new(clock: &'c Clock) -> Self {
        Self {
            clock,
            up: AtomicBool::new(false),
        }
    }

    /// Sets it up or down.
    pub fn set(&self, up: bool) {
        self.clock.turn();
        self.up.store(up, Ordering::Relaxed);
    }

    /// Whether it is up.
    pub fn is_up(&self) -> bool {
        self.clock.turn();
        self.up.load(Ordering::Relaxed)
    }
}

/// When a running solver looks at what lanes share: whenever it is asked by the wall clock, now and then by work.
#[derive(Debug)]
pub struct Looks {
    /// Seconds of the next look, as bits.
    next: AtomicU64,
}

impl Looks {
    /// From now on.
    pub fn new(clock: &Clock) -> Self {
        Self {
            next: AtomicU64::new((clock.elapsed() + LOOK).to_bits()),
        }
    }

    /// Whether it is time for a look.
    pub fn is_due(&self, clock: &Clock) -> bool {
        if !clock.counts_work() {
            return true;
        }
        let now = clock.elapsed();
        let due = now >= f64::from_bits(self.next.load(Ordering::Relaxed));
        if due {
            self.next.store((now + LOOK).to_bits(), Ordering::Relaxed);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What two lanes write into one list, the one after steps of 2 s of work, the other after steps of 3 s; the lanes sleep as
    /// told.
    fn order(sleeps: [u64; 2]) -> (Vec<(usize, f64)>, f64) {
        let clock = Clock::new(true);
        clock.add(1.0);
        let list = Mutex::new(Vec::new());
        let steps = |lane: usize, step: f64| {
            for _ in 0..6 {
                std::thread::sleep(Duration::from_millis(sleeps[lane]));
                clock.add(step);
                clock.turn();
                list.lock().unwrap().push((lane, clock.elapsed()));
            }
        };
        let lanes = clock.in_lanes(|| steps(0, 2.0), || steps(1, 3.0), (0, |_| ()));
        assert!(lanes.first.is_ok() && lanes.second.is_ok());
        (list.into_inner().unwrap(), clock.elapsed())
    }

    #[test]
    fn what_is_shared_is_touched_in_the_order_of_the_clocks() {
        let (list, end) = order([0, 0]);
        let times: Vec<f64> = list.iter().map(|&(_, time)| time).collect();
        assert_eq!(
            times,
            [3.0, 4.0, 5.0, 7.0, 7.0, 9.0, 10.0, 11.0, 13.0, 13.0, 16.0, 19.0]
        );
        assert_eq!(list[3].0, 0, "of two lanes at one time the first comes first");
        assert_eq!(end, 19.0, "what follows begins when the later lane has ended");
        assert_eq!(list, order([3, 0]).0);
        assert_eq!(list, order([0, 3]).0);
    }

    #[test]
    fn nobody_waits_for_a_lane_that_has_ended_or_panicked() {
        let clock = Clock::new(true);
        let last = |_| {
            clock.add(1.0);
            clock.turn();
            clock.elapsed()
        };
        let lanes = clock.in_lanes(|| panic!("of this test"), || last(0), (2, last));
        assert!(lanes.first.is_err());
        assert_eq!(lanes.second.ok(), Some(1.0));
        let helpers: Vec<f64> = lanes.helpers.into_iter().flatten().collect();
        assert_eq!(helpers, [1.0, 1.0]);
    }

    #[test]
    fn a_flag_is_seen_from_the_turn_on_in_which_it_was_set() {
        let clock = Clock::new(true);
        let flag = Signal::new(&clock);
        let lanes = clock.in_lanes(
            || {
                clock.add(2.5);
                flag.set(true);
            },
            || {
                let look = || {
                    clock.add(1.0);
                    flag.is_up()
                };
                [look(), look(), look()]
            },
            (0, |_| ()),
        );
        assert_eq!(lanes.second.ok(), Some([false, false, true]));
    }

    #[test]
    fn a_running_solver_looks_now_and_then() {
        let clock = Clock::new(true);
        let looks = Looks::new(&clock);
        let due: Vec<bool> = (0..5)
            .map(|_| {
                clock.add(0.1);
                looks.is_due(&clock)
            })
            .collect();
        assert_eq!(due, [false, false, true, false, false]);
        assert!(Looks::new(&Clock::new(false)).is_due(&Clock::new(false)));
    }
}
