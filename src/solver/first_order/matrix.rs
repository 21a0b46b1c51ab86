//! A matrix held by rows and by columns, so that both products gather and can be shared among threads without a
//! difference in the result.

use crate::program::{Program, Row};
use std::ops::Range;

/// Nonzeros from which a product is worth a second thread.
const WORTH_A_THREAD: usize = 500_000;

/// Rounds of Ruiz's scaling.
const RUIZ: usize = 10;

/// One orientation: the entries of each line (row or column) side by side.
struct Lines {
    start: Vec<usize>,
    index: Vec<u32>,
    value: Vec<f64>,
}

impl Lines {
    fn count(&self) -> usize {
        self.start.len() - 1
    }

    fn entries(&self, line: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.start[line]..self.start[line + 1];
        let entries = self.index[range.clone()].iter().zip(&self.value[range]);
        entries.map(|(&index, &value)| (index as usize, value))
    }

    fn dot(&self, line: usize, x: &[f64]) -> f64 {
        self.entries(line).map(|(index, value)| value * x[index]).sum()
    }

    /// `out = lines * x`, by up to so many threads where that is worth it.
    fn times(&self, x: &[f64], out: &mut [f64], threads: usize) {
        let is_worth_it = self.value.len() >= WORTH_A_THREAD;
        self.split_times(x, out, if is_worth_it { threads } else { 1 });
    }

    /// `out = lines * x`, by so many threads.
    fn split_times(&self, x: &[f64], out: &mut [f64], threads: usize) {
        let work = |lines: Range<usize>, out: &mut [f64]| {
            for (out, line) in out.iter_mut().zip(lines) {
                *out = self.dot(line, x);
            }
        };
        if threads < 2 {
            work(0..self.count(), out);
            return;
        }
        std::thread::scope(|scope| {
            let (mut rest, mut from) = (out, 0);
            for thread in 1..=threads {
                let target = self.value.len() * thread / threads;
                let to = self.start.partition_point(|&start| start < target);
                let to = if thread == threads {
                    self.count()
                } else {
                    to.clamp(from, self.count())
                };
                let (own, others) = rest.split_at_mut(to - from);
                rest = others;
                let lines = from..to;
                scope.spawn(move || work(lines, own));
                from = to;
            }
        });
    }

    /// The other orientation, of lines `0..count`.
    fn turned(&self, count: usize) -> Self {
        let mut start = vec![0; count + 1];
        for &index in &self.index {
            start[index as usize + 1] += 1;
        }
        for line in 0..count {
            start[line + 1] += start[line];
        }
        let mut next = start.clone();
        let (mut index, mut value) = (vec![0; self.index.len()], vec![0.0; self.index.len()]);
        for line in 0..self.count() {
            for (other, entry) in self.entries(line) {
                (index[next[other]], value[next[other]]) = (line as u32, entry);
                next[other] += 1;
            }
        }
        Self { start, index, value }
    }
}

/// A scaled matrix `diag(row_scale) A diag(col_scale)`.
pub struct Matrix {
    rows: Lines,
    columns: Lines,
    pub row_scale: Vec<f64>,
    pub col_scale: Vec<f64>,
    threads: usize,
}

impl Matrix {
    /// The given rows of a program, scaled so that largest entries (Ruiz) and then sums of entries (Pock and Chambolle,
    /// 2011) are near one.
    pub fn new(program: &Program, rows: &[u32], threads: usize) -> Self {
        let mut lines = Lines {
            start: vec![0],
            index: Vec::new(),
            value: Vec::new(),
        };
        for &row in rows {
            for (col, value) in program.row_terms(Row(row)) {
                lines.index.push(col.index() as u32);
                lines.value.push(value);
            }
            lines.start.push(lines.value.len());
        }
        let (mut row_scale, mut col_scale) = (vec![1.0; rows.len()], vec![1.0; program.columns()]);
        for round in 0..=RUIZ {
            let (mut of_rows, mut of_columns) = (vec![0.0_f64; rows.len()], vec![0.0_f64; program.columns()]);
            for (row, of_row) in of_rows.iter_mut().enumerate() {
                for (col, value) in lines.entries(row) {
                    let size = value.abs();
                    let of_column = &mut of_columns[col];
                    if round < RUIZ {
                        (*of_row, *of_column) = (of_row.max(size), of_column.max(size));
                    } else {
                        (*of_row, *of_column) = (*of_row + size, *of_column + size);
                    }
                }
            }
            let factor = |size: f64| if size > 0.0 { 1.0 / size.sqrt() } else { 1.0 };
            for row in 0..rows.len() {
                let by_row = factor(of_rows[row]);
                row_scale[row] *= by_row;
                for entry in lines.start[row]..lines.start[row + 1] {
                    lines.value[entry] *= by_row * factor(of_columns[lines.index[entry] as usize]);
                }
            }
            for (scale, &size) in col_scale.iter_mut().zip(&of_columns) {
                *scale *= factor(size);
            }
        }
        Self {
            columns: lines.turned(program.columns()),
            rows: lines,
            row_scale,
            col_scale,
            threads,
        }
    }

    /// `out = A x`.
    pub fn times(&self, x: &[f64], out: &mut [f64]) {
        self.rows.times(x, out, self.threads);
    }

    #[cfg(test)]
    pub fn split_times(&self, x: &[f64], out: &mut [f64], threads: usize) {
        self.rows.split_times(x, out, threads);
    }

    /// `out = A' y`.
    pub fn times_transposed(&self, y: &[f64], out: &mut [f64]) {
        self.columns.times(y, out, self.threads);
    }
}
