//! A linear relaxation by a first-order method: primal-dual hybrid gradient with averaging, restarts and adaptive steps
//! (PDLP: Applegate et al., *Practical large-scale linear programming using primal-dual hybrid gradient*, 2021).
//!
//! For programs so large that the interior point method's factorisations take longer than there is time. It needs two
//! products with the matrix an iteration, can be stopped at any moment, goes on where it was when rows are added, and its
//! duals prove a bound wherever they stand (`dual_bound.rs`). What it does not give is a vertex: its point keeps the
//! rows to a relative accuracy only, and there is no basis to branch from.

mod matrix;

use crate::program::Program;
use crate::solver::dual_bound::by_row;
use matrix::Matrix;

/// Iterations between two looks at how good the point is.
const LOOK: usize = 64;

/// Restart when the error has fallen to the first share of that at the last restart; or to the second while it no longer
/// falls; or after the third share of all iterations (section 3.2 of the paper).
const RESTART: (f64, f64, f64) = (0.2, 0.8, 0.36);

/// How much of a new primal weight is taken over at a restart, on a logarithmic scale.
const SMOOTHING: f64 = 0.5;

/// How good a point and its duals are.
#[derive(Debug, Clone, Copy)]
pub struct Quality {
    /// Largest of the three relative errors: of the rows, of the duals, and the difference of the objectives.
    pub relative: f64,
    /// One number for all three, by which restarts are decided.
    merit: f64,
}

/// A point with its duals, both scaled, and `A' y`.
#[derive(Clone)]
struct Iterate {
    x: Vec<f64>,
    y: Vec<f64>,
    turned: Vec<f64>,
}

/// The method's state. Minimises.
pub struct FirstOrder<'p> {
    program: &'p Program,
    /// Rows in use.
    rows: Vec<u32>,
    matrix: Matrix,
    cost: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    row_lower: Vec<f64>,
    row_upper: Vec<f64>,
    /// Norms of costs and of row limits, not scaled.
    norms: (f64, f64),
    now: Iterate,
    /// Room for the next iterate, and for the point that the duals look at.
    next: Iterate,
    ahead: Vec<f64>,
    /// Weighted sum of the iterates since the last restart, and the sum of weights.
    sum: (Iterate, f64),
    /// The iterate at the last restart, and its merit.
    restarted: (Iterate, f64),
    step: f64,
    weight: f64,
    iterations: usize,
    since_restart: usize,
    before: f64,
}

fn norm(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum::<f64>().sqrt()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    norm(a.iter().zip(b).map(|(a, b)| a - b))
}

/// By how much an activity misses its limits.
fn missed(activity: f64, lower: f64, upper: f64) -> f64 {
    (lower - activity).max(activity - upper).max(0.0)
}

/// `amount * limit`, zero without a limit.
fn paid(amount: f64, lower: f64, upper: f64) -> f64 {
    let limit = if amount > 0.0 { lower } else { upper };
    if limit.is_finite() { amount * limit } else { 0.0 }
}

impl<'p> FirstOrder<'p> {
    /// The relaxation of which all defining rows are in use, and some others, by up to so many threads.
    pub fn new(program: &'p Program, strengthening: &[u32], threads: usize) -> Self {
        let defining = 0..program.defining_rows() as u32;
        let rows: Vec<u32> = defining.chain(strengthening.iter().copied()).collect();
        let mut this = Self {
            program,
            matrix: Matrix::new(program, &rows, threads),
            rows,
            cost: Vec::new(),
            lower: Vec::new(),
            upper: Vec::new(),
            row_lower: Vec::new(),
            row_upper: Vec::new(),
            norms: (0.0, 0.0),
            now: Iterate::at(Vec::new(), 0),
            next: Iterate::at(Vec::new(), 0),
            ahead: Vec::new(),
            sum: (Iterate::at(Vec::new(), 0), 0.0),
            restarted: (Iterate::at(Vec::new(), 0), f64::INFINITY),
            step: 0.0,
            weight: 1.0,
            iterations: 0,
            since_restart: 0,
            before: f64::INFINITY,
        };
        this.scale();
        let x = this.lower.iter().zip(&this.upper);
        let x = x.map(|(&lower, &upper)| 0.0_f64.clamp(lower, upper)).collect();
        this.start(Iterate::at(x, this.rows.len()));
        let (cost, limits) = (norm(this.cost.iter().copied()), this.size_of_limits());
        if cost > 0.0 && limits > 0.0 {
            this.weight = cost / limits;
        }
        this.step = 1.0;
        this
    }

    /// Takes rows into use, going on from where the method is.
    pub fn add_rows(&mut self, added: &[u32], threads: usize) {
        let (point, duals) = (self.point(), self.duals());
        self.rows.extend(added);
        self.matrix = Matrix::new(self.program, &self.rows, threads);
        self.scale();
        let x = point
            .iter()
            .zip(&self.matrix.col_scale)
            .map(|(x, scale)| x / scale);
        let of_rows = self.rows.iter().map(|&row| duals[row as usize]);
        let y = of_rows.zip(&self.matrix.row_scale).map(|(y, scale)| y / scale);
        let mut iterate = Iterate {
            x: x.collect(),
            y: y.collect(),
            turned: vec![0.0; point.len()],
        };
        self.matrix.times_transposed(&iterate.y, &mut iterate.turned);
        self.start(iterate);
    }

    /// Scales costs and limits as the matrix is.
    fn scale(&mut self) {
        let program = self.program;
        let scaled = |values: &[f64], scales: &[f64]| -> Vec<f64> {
            values
                .iter()
                .zip(scales)
                .map(|(value, scale)| value * scale)
                .collect()
        };
        let unscaled = |values: &[f64], scales: &[f64]| -> Vec<f64> {
            values
                .iter()
                .zip(scales)
                .map(|(value, scale)| value / scale)
                .collect()
        };
        let of_rows =
            |limits: &[f64]| -> Vec<f64> { self.rows.iter().map(|&row| limits[row as usize]).collect() };
        let (columns, rows) = (&self.matrix.col_scale, &self.matrix.row_scale);
        self.cost = scaled(&program.cost, columns);
        self.lower = unscaled(&program.col_lower, columns);
        self.upper = unscaled(&program.col_upper, columns);
        let (lower, upper) = (of_rows(&program.row_lower), of_rows(&program.row_upper));
        self.row_lower = scaled(&lower, rows);
        self.row_upper = scaled(&upper, rows);
        let largest = |(&lower, &upper): (&f64, &f64)| size_of(lower, upper);
        self.norms = (
            norm(program.cost.iter().copied()),
            norm(lower.iter().zip(&upper).map(largest)),
        );
    }

    fn size_of_limits(&self) -> f64 {
        let limits = self.row_lower.iter().zip(&self.row_upper);
        norm(limits.map(|(&lower, &upper)| size_of(lower, upper)))
    }

    /// Makes an iterate the one to go on from.
    fn start(&mut self, iterate: Iterate) {
        let (columns, rows) = (iterate.x.len(), iterate.y.len());
        self.sum = (Iterate::at(vec![0.0; columns], rows), 0.0);
        self.next = Iterate::at(vec![0.0; columns], rows);
        self.ahead = vec![0.0; columns];
        self.restarted = (iterate.clone(), f64::INFINITY);
        self.now = iterate;
        self.since_restart = 0;
        self.before = f64::INFINITY;
    }

    /// Iterates until the relative errors are below `accuracy` or `stop`, asked every few iterations, says so. Returns how
    /// good the present point is.
    pub fn run(&mut self, accuracy: f64, mut stop: impl FnMut(&Self, Quality) -> bool) -> Quality {
        let mut activity = vec![0.0; self.rows.len()];
        loop {
            for _ in 0..LOOK {
                self.advance(&mut activity);
            }
            let average = self.average();
            let (of_now, of_average) = (self.quality(&self.now), self.quality(&average));
            let (candidate, quality) = if of_average.merit < of_now.merit {
                (Some(average), of_average)
            } else {
                (None, of_now)
            };
            let is_done = quality.relative <= accuracy;
            let last = self.restarted.1;
            let restarts = is_done
                || quality.merit <= RESTART.0 * last
                || (quality.merit <= RESTART.1 * last && quality.merit > self.before)
                || self.since_restart as f64 >= RESTART.2 * self.iterations as f64;
            self.before = quality.merit;
            if restarts {
                self.restart(candidate, quality);
            }
            if is_done || stop(self, quality) {
                return quality;
            }
        }
    }

    /// One step, as long as the curvature met allows.
    fn advance(&mut self, activity: &mut [f64]) {
        let (columns, rows) = (self.now.x.len(), self.now.y.len());
        loop {
            let (next, ahead) = (&mut self.next, &mut self.ahead);
            self.iterations += 1;
            let (primal, dual) = (self.step / self.weight, self.step * self.weight);
            for (col, ahead) in ahead.iter_mut().enumerate() {
                let x = self.now.x[col];
                let moved = x - primal * (self.cost[col] - self.now.turned[col]);
                next.x[col] = moved.clamp(self.lower[col], self.upper[col]);
                *ahead = 2.0 * next.x[col] - x;
            }
            self.matrix.times(ahead, activity);
            for (row, &activity) in activity.iter().enumerate() {
                let moved = self.now.y[row] - dual * activity;
                // The nearest limit that the dual may pay.
                let limit = (-moved / dual).clamp(self.row_lower[row], self.row_upper[row]);
                next.y[row] = moved + dual * limit;
            }
            self.matrix.times_transposed(&next.y, &mut next.turned);
            let (mut met, mut by_x, mut by_y) = (0.0, 0.0, 0.0);
            for col in 0..columns {
                let change = next.x[col] - self.now.x[col];
                met += change * (next.turned[col] - self.now.turned[col]);
                by_x += change * change;
            }
            for row in 0..rows {
                let change = next.y[row] - self.now.y[row];
                by_y += change * change;
            }
            let moved = 0.5 * (self.weight * by_x + by_y / self.weight);
            let longest = if met.abs() > 0.0 {
                moved / met.abs()
            } else {
                f64::INFINITY
            };
            let tried = self.step;
            let count = self.iterations as f64 + 1.0;
            self.step = ((1.0 - count.powf(-0.3)) * longest).min((1.0 + count.powf(-0.6)) * tried);
            if tried <= longest {
                self.sum.0.add(&self.next, tried);
                self.sum.1 += tried;
                std::mem::swap(&mut self.now, &mut self.next);
                self.since_restart += 1;
                return;
            }
        }
    }

    fn average(&self) -> Iterate {
        let mut average = self.sum.0.clone();
        let share = if self.sum.1 > 0.0 { 1.0 / self.sum.1 } else { 0.0 };
        for values in [&mut average.x, &mut average.y, &mut average.turned] {
            for value in values.iter_mut() {
                *value *= share;
            }
        }
        average
    }

    /// Goes on from a better point than the present one if there is one, with steps balanced anew between point and duals.
    fn restart(&mut self, candidate: Option<Iterate>, quality: Quality) {
        let from = candidate.unwrap_or_else(|| self.now.clone());
        let by_x = distance(&from.x, &self.restarted.0.x);
        let by_y = distance(&from.y, &self.restarted.0.y);
        if by_x > 1e-10 && by_y > 1e-10 {
            let new = SMOOTHING * (by_y / by_x).ln() + (1.0 - SMOOTHING) * self.weight.ln();
            self.weight = new.exp();
        }
        self.start(from);
        self.restarted.1 = quality.merit;
    }

    /// Errors in the program's own units.
    fn quality(&self, iterate: &Iterate) -> Quality {
        let mut activity = vec![0.0; iterate.y.len()];
        self.matrix.times(&iterate.x, &mut activity);
        let (mut objective, mut bound) = (0.0, 0.0);
        let (mut of_rows, mut of_duals) = (0.0, 0.0);
        for (row, &activity) in activity.iter().enumerate() {
            let (lower, upper) = (self.row_lower[row], self.row_upper[row]);
            let error = missed(activity, lower, upper) / self.matrix.row_scale[row];
            of_rows += error * error;
            bound += paid(iterate.y[row], lower, upper);
        }
        for (col, &x) in iterate.x.iter().enumerate() {
            let (lower, upper) = (self.lower[col], self.upper[col]);
            let reduced = self.cost[col] - iterate.turned[col];
            objective += self.cost[col] * x;
            let limit = if reduced > 0.0 { lower } else { upper };
            if limit.is_finite() {
                bound += reduced * limit;
            } else {
                let error = reduced / self.matrix.col_scale[col];
                of_duals += error * error;
            }
        }
        let (of_rows, of_duals, open) = (of_rows.sqrt(), of_duals.sqrt(), (objective - bound).abs());
        let relative = (of_rows / (1.0 + self.norms.1))
            .max(of_duals / (1.0 + self.norms.0))
            .max(open / (1.0 + objective.abs() + bound.abs()));
        let merit = (self.weight * of_rows.powi(2) + of_duals.powi(2) / self.weight + open.powi(2)).sqrt();
        Quality { relative, merit }
    }

    /// The present point, within its bounds.
    pub fn point(&self) -> Vec<f64> {
        let scaled = self.now.x.iter().zip(&self.matrix.col_scale);
        let bounds = self.program.col_lower.iter().zip(&self.program.col_upper);
        scaled
            .zip(bounds)
            .map(|((x, scale), (&lower, &upper))| (x * scale).clamp(lower, upper))
            .collect()
    }

    /// The present duals of all rows of the program, zero for those not in use.
    pub fn duals(&self) -> Vec<f64> {
        self.by_row(&self.now.y)
    }

    /// The way the duals have gone since the last restart: of a program without a point they go on and on along a ray
    /// that proves it (Applegate et al., *Infeasibility detection with primal-dual hybrid gradient*, 2021).
    pub fn ray(&self) -> Vec<f64> {
        let from = &self.restarted.0.y;
        let gone: Vec<f64> = self
            .now
            .y
            .iter()
            .zip(from)
            .map(|(now, from)| now - from)
            .collect();
        self.by_row(&gone)
    }

    /// Scaled duals of the rows in use, as those of all rows.
    fn by_row(&self, scaled: &[f64]) -> Vec<f64> {
        let added = &self.rows[self.program.defining_rows()..];
        let scales = scaled.iter().zip(&self.matrix.row_scale);
        let duals: Vec<f64> = scales.map(|(y, scale)| y * scale).collect();
        by_row(self.program, &duals, added)
    }

    /// Iterations so far.
    pub fn iterations(&self) -> usize {
        self.iterations
    }
}

/// The larger of a row's limits by size, zero without any.
fn size_of(lower: f64, upper: f64) -> f64 {
    let size = |limit: f64| if limit.is_finite() { limit.abs() } else { 0.0 };
    size(lower).max(size(upper))
}

impl Iterate {
    /// A point with duals of zero.
    fn at(x: Vec<f64>, rows: usize) -> Self {
        Self {
            turned: vec![0.0; x.len()],
            y: vec![0.0; rows],
            x,
        }
    }

    fn add(&mut self, other: &Self, weight: f64) {
        let pairs = [
            (&mut self.x, &other.x),
            (&mut self.y, &other.y),
            (&mut self.turned, &other.turned),
        ];
        for (own, others) in pairs {
            for (own, other) in own.iter_mut().zip(others) {
                *own += weight * other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Col, KEY};
    use crate::solver::dual_bound::{self, from_duals};
    use crate::solver::round_trip::optimum;

    /// The example of the bound's tests, at -9; with the strengthening row `x <= 2` x = 2, y = 2, z = 1, at -9 still; with
    /// `y <= 0.5` beside it at -5.5.
    fn example() -> Program {
        let mut p = dual_bound::tests::example(9.0);
        let family = p.family("stronger", &[]);
        p.begin_strengthening();
        p.term(Col(0), 4.0);
        p.close_row(family, [0; KEY], (f64::NEG_INFINITY, 8.0));
        p.term(Col(1), 1.0);
        p.close_row(family, [0; KEY], (f64::NEG_INFINITY, 0.5));
        p
    }

    fn solve(method: &mut FirstOrder<'_>) -> (Quality, f64, f64) {
        let quality = method.run(1e-8, |method, _| method.iterations() > 200_000);
        let point = method.point();
        let costs = method.program.cost.iter().zip(&point);
        let objective = costs.map(|(cost, x)| cost * x).sum();
        (
            quality,
            objective,
            from_duals(method.program, &method.duals()).unwrap(),
        )
    }

    #[test]
    fn a_small_program_is_solved_and_goes_on_with_more_rows() {
        let program = example();
        let mut method = FirstOrder::new(&program, &[], 1);
        for (added, optimum) in [(None, -9.0), (Some(2), -9.0), (Some(3), -5.5)] {
            if let Some(row) = added {
                method.add_rows(&[row], 1);
            }
            let (quality, objective, bound) = solve(&mut method);
            assert!(quality.relative <= 1e-8, "{quality:?}");
            assert!((objective - optimum).abs() < 1e-5, "{objective} for {optimum}");
            assert!(
                bound <= optimum + 1e-9 && bound > optimum - 1e-5,
                "{bound} for {optimum}"
            );
        }
    }

    #[test]
    fn two_threads_multiply_as_one_does() {
        let program = example();
        let rows: Vec<u32> = (0..4).collect();
        let matrix = Matrix::new(&program, &rows, 1);
        let (mut one, mut two) = (vec![0.0; 4], vec![0.0; 4]);
        matrix.times(&[1.0, 2.0, 3.0], &mut one);
        matrix.split_times(&[1.0, 2.0, 3.0], &mut two, 3);
        assert_eq!(one, two);
        assert!(one.iter().all(|&value| value != 0.0), "{one:?}");
    }

    #[test]
    fn its_bound_is_below_the_optimum_of_generated_relaxations_and_close() {
        for seed in 1..=2 {
            let scenario = crate::generate::scenario(&crate::generate::Size::S, seed).unwrap();
            let program = crate::model::build(&scenario, &crate::model::testing::min_cost()).program;
            let rows = program.defining_rows();
            let optimum = optimum(|highs| highs.pass(&program, rows, |_| false));
            let mut method = FirstOrder::new(&program, &[], 1);
            let quality = method.run(1e-4, |method, _| method.iterations() > 100_000);
            let bound = from_duals(&program, &method.duals()).unwrap();
            assert!(quality.relative <= 1e-4, "seed {seed}: {quality:?}");
            assert!(
                bound <= optimum + 1e-6 * optimum.abs(),
                "seed {seed}: {bound} above {optimum}"
            );
            assert!(
                bound >= optimum - 1e-2 * optimum.abs(),
                "seed {seed}: {bound} far below {optimum}"
            );
        }
    }
}
