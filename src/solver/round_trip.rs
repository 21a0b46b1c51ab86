//! What we export, HiGHS reads back to the same optimum.

use super::clock::Clock;
use super::ffi::{Highs, Hooks, on_own_thread};
use crate::program::{Integrality, Program, lp, mps};
use highs::HighsModelStatus;
use std::sync::Arc;

struct Silent;

impl Hooks for Silent {
    fn log(&self, _: &str) {}
    fn stop(&self) -> bool {
        false
    }
    fn progress(&self, _: f64, _: f64) {}
    fn incumbent(&self, _: f64, _: &[f64]) {}
}

/// Every kind of row and bound, with names that need escaping.
/// min 3a - 2b + c - d + 10 over whole a in 2..7, b in -5..4, c >= 1.5, d free and whole e in 0..inf.
fn awkward() -> Program {
    let mut p = Program::new("an awkward one");
    let labels: Vec<String> = ["MY-JHB", "100 %", "e9", "d", "Z\u{fc}rich"]
        .into_iter()
        .map(String::from)
        .collect();
    let set = p.label_set("place", labels);
    let kind = p.kind("x", &[set]);
    let family = p.family("row", &[set]);
    let key = |n: u16| [n, 0, 0, 0, 0, 0];
    let inf = f64::INFINITY;
    let a = p.column(kind, key(0), (2.0, 7.0), Integrality::Integer);
    let b = p.column(kind, key(1), (-5.0, 4.0), Integrality::Continuous);
    let c = p.column(kind, key(2), (1.5, inf), Integrality::Continuous);
    let d = p.column(kind, key(3), (-inf, inf), Integrality::Continuous);
    let e = p.column(kind, key(4), (0.0, inf), Integrality::Relaxable);
    for (col, cost) in [(a, 3.0), (b, -2.0), (c, 1.0), (d, -1.0), (e, 0.3)] {
        p.add_cost(col, cost);
    }
    p.offset = 10.0;
    p.row(family, key(0), (1.0, 3.5), [(a, 1.0), (b, -1.0)]);
    p.row(family, key(1), (4.0, 4.0), [(c, 1.0), (d, 1.0), (e, -0.7)]);
    p.row(family, key(2), (-inf, 9.25), [(a, 1.0), (c, 1.0), (e, 1.0)]);
    p.row(family, key(3), (0.4, inf), [(e, 1.0)]);
    p.begin_strengthening();
    p.row(family, key(4), (-1.0, inf), []);
    p
}

pub fn optimum(load: impl FnOnce(&mut Highs) -> Result<(), super::SolverError> + Send) -> f64 {
    on_own_thread(|| {
        let mut highs = Highs::new(1, 0, &Arc::new(Clock::new(false)))?;
        load(&mut highs)?;
        let ran = highs.run(60.0, &Silent)?;
        assert_eq!(ran.status, HighsModelStatus::Optimal);
        Ok(ran.point.unwrap().objective)
    })
    .unwrap()
}

fn check(extension: &str, bytes: &[u8]) {
    let program = awkward();
    let direct = optimum(|highs| highs.pass(&program, program.rows(), |i| i != Integrality::Continuous));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("program.{extension}"));
    std::fs::write(&path, bytes).unwrap();
    let read = optimum(|highs| highs.read_file(&path));
    // By hand: b = a - 1 at most, so 3a - 2b >= a + 2 is least at a = 2: 4. c - d = 2c - 4 - 0.7 e with c = 1.5
    // is -1 - 0.7 e; with its cost a unit of e gains 0.4, and 9.25 - 2 - 1.5 leaves room for 5. In all
    // 10 + 4 - 1 - 2 = 11.
    assert!((direct - 11.0).abs() < 1e-9, "{direct}");
    assert!((read - direct).abs() < 1e-9, "{read} against {direct}");
}

#[test]
fn mps_comes_back() {
    let mut bytes = Vec::new();
    mps::write(&awkward(), &mut bytes).unwrap();
    check("mps", &bytes);
}

#[test]
fn lp_comes_back() {
    let mut bytes = Vec::new();
    lp::write(&awkward(), &mut bytes).unwrap();
    check("lp", &bytes);
}
