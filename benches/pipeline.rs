//! Time and memory of every step from a scenario's text to a solved program.
//!
//! ```text
//! cargo bench --bench pipeline              # everything
//! cargo bench --bench pipeline -- build     # one group
//! cargo bench --bench pipeline -- memory    # peak memory only
//! ```
//!
//! Scenarios are those of `buildout generate` with seed 1, sizes S to XL, and the shipped ones. Peak memory is
//! measured in a fresh process each, by the kernel's high-water mark (Linux only), so that it needs no allocator of
//! our own.

#![allow(missing_docs)]

use buildout::generate::{Size, scenario, scenario_yaml};
use buildout::model;
use buildout::program::Program;
use buildout::scenario::{self, ModelSpec, Objective, Scenario, text::LoadOptions};
use buildout::solver::{self, Quiet, SolveOptions, Status};
use criterion::{BenchmarkId, Criterion, Throughput};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const SIZES: [(&str, Size); 4] = [("S", Size::S), ("M", Size::M), ("L", Size::L), ("XL", Size::XL)];
const SEED: u64 = 1;
/// Set in the child process that measures the memory of one size.
const CHILD: &str = "BUILDOUT_BENCH_MEMORY";

fn spec() -> ModelSpec {
    ModelSpec {
        name: "min-cost".into(),
        objective: Objective::MinCost,
        off: vec![],
    }
}

fn generated(size: &Size) -> Scenario {
    scenario(size, SEED).expect("generated scenarios are valid")
}

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the repository has inputs/")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    files
}

/// Read, merge, resolve, check.
fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    for path in shipped() {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        group.bench_function(BenchmarkId::new("shipped", name), |b| {
            b.iter(|| {
                scenario::load(black_box(&path), &LoadOptions::default())
                    .expect("shipped scenarios are valid")
            });
        });
    }
    for (name, size) in SIZES {
        let text = scenario_yaml(&size, SEED);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("generated", name), |b| {
            b.iter(|| {
                let options = LoadOptions::default();
                scenario::load_str("generated.yaml", black_box(&text), Path::new("."), &options)
                    .expect("generated scenarios are valid")
            });
        });
    }
    group.finish();
}

/// Scenario to program.
fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for (name, size) in SIZES {
        let scenario = generated(&size);
        group.throughput(Throughput::Elements(
            model::build(&scenario, &spec()).program.nonzeros() as u64,
        ));
        group.bench_function(name, |b| b.iter(|| model::build(black_box(&scenario), &spec())));
    }
    group.finish();
}

/// Program to HiGHS, and scenario to HiGHS.
fn pass(c: &mut Criterion) {
    let mut group = c.benchmark_group("pass");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for (name, size) in SIZES {
        let scenario = generated(&size);
        let program = model::build(&scenario, &spec()).program;
        group.throughput(Throughput::Elements(program.nonzeros() as u64));
        group.bench_function(BenchmarkId::new("program", name), |b| {
            b.iter(|| solver::pass(black_box(&program)).expect("HiGHS takes the program"));
        });
        group.bench_function(BenchmarkId::new("scenario", name), |b| {
            b.iter(|| {
                let program = model::build(black_box(&scenario), &spec()).program;
                solver::pass(&program).expect("HiGHS takes the program");
            });
        });
    }
    group.finish();
}

/// Size S to a gap of 0.1 % on one thread.
fn solve(c: &mut Criterion) {
    let mut group = c.benchmark_group("solve");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    let program = model::build(&generated(&Size::S), &spec()).program;
    group.bench_function("S", |b| {
        b.iter(|| {
            let outcome = solver::solve(&program, &SolveOptions::default(), Arc::new(Quiet::default()))
                .expect("HiGHS runs");
            assert_eq!(outcome.status, Status::Optimal);
        });
    });
    group.finish();
}

/// Bytes of a program's own arrays, and of its matrix alone.
fn bytes(program: &Program) -> (usize, usize) {
    let of = |elements: usize, size: usize| elements * size;
    let column =
        size_of_val(&program.col_kind[..1]) + size_of_val(&program.col_key[..1]) + 3 * size_of::<f64>() + 1;
    let row =
        size_of_val(&program.row_family[..1]) + size_of_val(&program.row_key[..1]) + 2 * size_of::<f64>();
    let matrix = of(program.nonzeros(), size_of::<u32>() + size_of::<f64>())
        + of(program.rows() + 1, size_of::<u32>());
    (
        matrix + of(program.columns(), column) + of(program.rows(), row),
        matrix,
    )
}

/// A line of `/proc/self/status` in bytes.
fn status(key: &str) -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? * 1024)
}

/// The child: loads, forgets the peak so far, builds, and prints what building added at its peak.
fn measure_memory(name: &str) {
    let Some((_, size)) = SIZES.iter().find(|(size, _)| *size == name) else {
        return;
    };
    let scenario = generated(size);
    let reset = std::fs::write("/proc/self/clear_refs", "5");
    let (Some(before), Ok(())) = (status("VmRSS:"), reset) else {
        println!("memory/{name:<3} not measured: no /proc/self/clear_refs");
        return;
    };
    let built = model::build(&scenario, &spec());
    let peak = status("VmHWM:").unwrap_or(before);
    let (own, matrix) = bytes(&built.program);
    let added = peak.saturating_sub(before);
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "memory/{name:<3} build adds {:>7.2} MB at its peak; program {:>7.2} MB ({:.2} x), matrix alone {:>7.2} MB ({:.2} x); \
         {} columns, {} integer, {} rows, {} nonzeros",
        megabytes(added),
        megabytes(own),
        added as f64 / own as f64,
        megabytes(matrix),
        added as f64 / matrix as f64,
        built.program.columns(),
        built.program.integers(),
        built.program.rows(),
        built.program.nonzeros(),
    );
}

/// Peak memory of building, one fresh process per size. The environment makes glibc give memory back at
/// once, so that what loading has freed is not counted as free room for building.
fn memory() {
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    for (name, _) in SIZES {
        let run = std::process::Command::new(&program)
            .env(CHILD, name)
            .env("MALLOC_MMAP_THRESHOLD_", "65536")
            .env("MALLOC_TRIM_THRESHOLD_", "65536")
            .status();
        if let Err(error) = run {
            println!("memory/{name:<3} not measured: {error}");
        }
    }
}

fn main() {
    if let Ok(name) = std::env::var(CHILD) {
        return measure_memory(&name);
    }
    let filters: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if filters.is_empty() || filters.iter().any(|f| "memory".contains(f.as_str())) {
        memory();
    }
    let mut criterion = Criterion::default().configure_from_args();
    load(&mut criterion);
    build(&mut criterion);
    pass(&mut criterion);
    solve(&mut criterion);
    criterion.final_summary();
}
