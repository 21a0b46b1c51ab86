//! Solving the cases that are not there yet, with several workers.

use super::results::{columns, to_csv, to_parquet};
use super::row::{Asked, Row, one_line, told};
use super::store::{Found, Store};
use super::{Case, DESCRIPTION, RESULTS_CSV, RESULTS_PARQUET, Resolved, Sweep};
use crate::run::directory::DirectoryError;
use crate::run::manifest::Sense;
use crate::run::{Question, Run, RunError};
use crate::solver::{Monitor, Quiet, Resolver, Reuse, SolveOptions};
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Most cases that follow each other in a worker, each from what the one before has left.
const BLOCK: usize = 32;
/// How often the tables of all rows are written on the way.
const TABLES_EVERY: Duration = Duration::from_secs(10);
/// Stack of a worker: as much as a main thread has.
const STACK: usize = 8 << 20;

/// A part of a sweep: the `part`-th of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: usize,
    of: usize,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { part: 1, of: 1 };

    /// The `part`-th of `of` parts, counted from 1; `None` if there is no such part.
    pub fn new(part: usize, of: usize) -> Option<Self> {
        (1..=of).contains(&part).then_some(Self { part, of })
    }

    /// Whether it is not all of it.
    pub fn is_part(self) -> bool {
        self.of > 1
    }

    /// Its share of a list: neighbours stay together, and the parts make up the whole.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        let end = |part: usize| list.len() * part / self.of;
        list.get(end(self.part - 1)..end(self.part)).unwrap_or_default()
    }
}

/// How to run a sweep.
#[derive(Debug, Clone)]
pub struct Options {
    /// How to solve each case.
    pub solve: SolveOptions,
    /// Number of workers.
    pub jobs: usize,
    /// Which part of the cases.
    pub shard: Shard,
    /// Only these cases, by name; empty is all.
    pub only: Vec<String>,
    /// Whether cases that are there are solved again.
    pub overwrite: bool,
    /// Whether nothing is solved: only what is there is put together.
    pub collect: bool,
    /// Whether every case starts from nothing.
    pub cold: bool,
}

/// Told of a running sweep, asked whether to stop.
pub trait Watch: Sync {
    /// How many cases there are to do, after all were looked up; `there` more need nothing.
    fn begin(&self, to_do: usize, there: usize);
    /// A case has ended.
    fn row(&self, row: &Row);
    /// Something worth telling.
    fn note(&self, text: &str);
}

/// What came of a sweep.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rows by place of the case, each with the inputs of that case.
    pub rows: BTreeMap<usize, Row>,
    /// How many cases were asked for.
    pub asked: usize,
    /// How many were there already.
    pub there: usize,
    /// Whether Ctrl-C ended it.
    pub interrupted: bool,
    /// What could not be written.
    pub unwritten: Option<DirectoryError>,
    /// Where the rows that could not be written in their place are.
    pub rescued: Option<PathBuf>,
}

impl Outcome {
    /// Cases without a row.
    pub fn missing(&self) -> usize {
        self.asked - self.rows.len()
    }
}

/// Solves one case: [`crate::run::solve_again`], or something else in a test.
pub type SolveCase =
    dyn Fn(&Question, Arc<dyn Monitor>, &mut Resolver) -> Result<(Run, Reuse), RunError> + Sync;

/// What workers share.
struct Shared<'s> {
    sweep: &'s Sweep,
    store: &'s Store,
    options: &'s Options,
    solve: &'s SolveCase,
    watch: &'s dyn Watch,
    interrupt: &'s Arc<AtomicBool>,
    names: &'s BTreeMap<usize, String>,
    rows: Mutex<BTreeMap<String, Row>>,
    unsaved: Mutex<Vec<(Row, DirectoryError)>>,
    tables: Mutex<Instant>,
}

impl Sweep {
    /// Solves the cases that are not in the store yet and gives the rows of all that were asked for. The tables of all
    /// rows are written at the end, and now and then before; a part of a sweep writes its cases only.
    ///
    /// What ends badly is a row: bad input, a plan that fails its check, a worker that panics. When a row cannot be
    /// written no further case is begun, and the rows that could not be written are kept elsewhere.
    ///
    /// # Errors
    /// If the sweep directory cannot be used at all.
    pub fn run(
        &self,
        store: &Store,
        options: &Options,
        solve: &SolveCase,
        watch: &dyn Watch,
        interrupt: &Arc<AtomicBool>,
    ) -> Result<Outcome, DirectoryError> {
        store.open()?;
        let order = self.order();
        let mine = options.shard.of(&order);
        let mut names = self.names(mine, options.jobs);
        if !options.only.is_empty() {
            names.retain(|_, name| options.only.contains(name));
        }
        let places: Vec<usize> = mine
            .iter()
            .copied()
            .filter(|place| names.contains_key(place))
            .collect();
        let asked = Asked::from(&options.solve);
        let mut rows = BTreeMap::new();
        let mut to_do = Vec::new();
        let mut seen = BTreeSet::new();
        for &place in &places {
            let name = &names[&place];
            if !seen.insert(name.as_str()) {
                continue;
            }
            let found = match options.overwrite {
                true if !options.collect => Found::Nothing,
                _ => store.find(name),
            };
            match found {
                Found::Row(row) if options.collect || row.serves(&asked) => {
                    rows.insert(name.clone(), *row);
                }
                Found::Unusable(why) => {
                    let path = store.path(name);
                    watch.note(&format!("warning: {} is computed again: {why}", path.display()));
                    to_do.push(place);
                }
                Found::Row(_) | Found::Nothing => to_do.push(place),
            }
        }
        if options.collect {
            to_do.clear();
        }
        let there = places
            .iter()
            .filter(|place| rows.contains_key(&names[place]))
            .count();
        watch.begin(to_do.len(), there);
        let shared = Shared {
            sweep: self,
            store,
            options,
            solve,
            watch,
            interrupt,
            names: &names,
            rows: Mutex::new(rows),
            unsaved: Mutex::default(),
            tables: Mutex::new(Instant::now()),
        };
        let described = serde_json::to_vec_pretty(&self.description());
        let described =
            described.map_err(|error| DirectoryError::io("write", store.directory())(error.into()))?;
        let mut unwritten = store.write(DESCRIPTION, &described).err();
        if unwritten.is_none() {
            shared.work(&to_do);
        }
        let Shared { rows, unsaved, .. } = shared;
        let (rows, unsaved) = (into_inner(rows), into_inner(unsaved));
        let mut outcome = Outcome {
            rows: self.dressed(&names, &rows),
            asked: places.len(),
            there,
            interrupted: interrupt.load(Ordering::Relaxed),
            unwritten: None,
            rescued: None,
        };
        let (left, errors): (Vec<Row>, Vec<DirectoryError>) = unsaved.into_iter().unzip();
        unwritten = unwritten.or(errors.into_iter().next());
        // Space may have come back meanwhile.
        let left: Vec<Row> = left.into_iter().filter(|row| store.save(row).is_err()).collect();
        outcome.rescued = rescue(&left);
        if !options.shard.is_part() && options.only.is_empty() {
            unwritten = unwritten.or(self.write_tables(store, &outcome.rows).err());
        }
        outcome.unwritten = unwritten;
        Ok(outcome)
    }

    /// Names of the cases at these places, by place.
    pub(super) fn names(&self, places: &[usize], jobs: usize) -> BTreeMap<usize, String> {
        let next = AtomicUsize::new(0);
        let names = Mutex::new(BTreeMap::new());
        on_workers(jobs.min(places.len()), || {
            while let Some(&place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                let Some(case) = self.cases.get(place) else {
                    continue;
                };
                let name = caught(|| self.resolve(case).case).unwrap_or_else(|_| self.unresolved(place));
                lock(&names).insert(place, name);
            }
        });
        into_inner(names)
    }

    /// Name of a case that cannot even be read without a panic.
    fn unresolved(&self, place: usize) -> String {
        format!("{}-{place}", self.base.scenario.name)
    }

    /// The rows by place, each with the inputs of its own case: two cases may come to the same scenario.
    fn dressed(&self, names: &BTreeMap<usize, String>, rows: &BTreeMap<String, Row>) -> BTreeMap<usize, Row> {
        let dressed = names.iter().filter_map(|(&place, name)| {
            let mut row = rows.get(name)?.clone();
            self.dress(&mut row, self.cases.get(place)?);
            Some((place, row))
        });
        dressed.collect()
    }

    /// The same, for the case at a place.
    pub(super) fn dress_at(&self, row: &mut Row, place: usize) {
        if let Some(case) = self.cases.get(place) {
            self.dress(row, case);
        }
    }

    /// Gives a row the inputs of a case.
    fn dress(&self, row: &mut Row, case: &Case) {
        row.scenario.clone_from(&case.scenario);
        let inputs = self.design.axes.iter().zip(&case.levels);
        row.inputs = inputs
            .map(|(axis, level)| (axis.path.clone(), level.shown.clone()))
            .collect();
    }

    /// Writes the tables of all rows.
    fn write_tables(&self, store: &Store, rows: &BTreeMap<usize, Row>) -> Result<(), DirectoryError> {
        let listed: Vec<(usize, &Case, &Row)> = rows
            .iter()
            .filter_map(|(&place, row)| Some((place, self.cases.get(place)?, row)))
            .collect();
        let columns = columns(&self.design.axes, &listed);
        let fault = |error: String| DirectoryError::io("write", store.directory())(io::Error::other(error));
        let csv = to_csv(&columns).map_err(|error| fault(error.to_string()))?;
        store.write(RESULTS_CSV, &csv)?;
        let parquet = to_parquet(&columns).map_err(|error| fault(error.to_string()))?;
        store.write(RESULTS_PARQUET, &parquet)
    }
}

impl Shared<'_> {
    /// All workers, until everything is done or something ends it.
    fn work(&self, to_do: &[usize]) {
        let jobs = self.options.jobs.max(1).min(to_do.len());
        let block = to_do.len().div_ceil(2 * jobs.max(1)).clamp(1, BLOCK);
        let blocks: Vec<&[usize]> = to_do.chunks(block).collect();
        let next = AtomicUsize::new(0);
        on_workers(jobs, || {
            while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut resolver = Resolver::new(self.options.solve.clone());
                for &place in *block {
                    if self.ended() {
                        return;
                    }
                    if self.options.cold {
                        resolver = Resolver::new(self.options.solve.clone());
                    }
                    if let Some(row) = self.case(place, &mut resolver) {
                        self.keep(row);
                    }
                }
            }
        });
    }

    /// Whether no further case is to be begun.
    fn ended(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed) || !lock(&self.unsaved).is_empty()
    }

    /// Solves one case; nothing if it was interrupted.
    fn case(&self, place: usize, resolver: &mut Resolver) -> Option<Row> {
        let (case, name) = (self.sweep.cases.get(place)?, self.names.get(&place)?);
        let asked = Asked::from(&self.options.solve);
        let sense = self.sweep.sense();
        let monitor: Arc<dyn Monitor> = Arc::new(Quiet(Arc::clone(self.interrupt)));
        let started = Instant::now();
        let solved = caught(|| self.solved(case, name, (asked, sense), monitor, resolver));
        let mut row = solved.unwrap_or_else(|panic| {
            // What it held may be half done.
            *resolver = Resolver::new(self.options.solve.clone());
            Row::failed(
                name.clone(),
                asked,
                sense,
                format!("the worker panicked: {panic}"),
                true,
            )
        });
        if row.limits_hit.iter().any(|limit| limit == "interrupt") {
            return None;
        }
        row.seconds = (started.elapsed().as_secs_f64() * 1e3).round() / 1e3;
        self.sweep.dress(&mut row, case);
        Some(row)
    }

    fn solved(
        &self,
        case: &Case,
        name: &str,
        (asked, sense): (Asked, Sense),
        monitor: Arc<dyn Monitor>,
        resolver: &mut Resolver,
    ) -> Row {
        let Resolved { question, .. } = self.sweep.resolve(case);
        match question {
            Ok(question) => {
                let result = (self.solve)(&question, monitor, resolver);
                Row::of_run(name.to_owned(), asked, sense, result)
            }
            Err(problems) => Row::failed(name.to_owned(), asked, sense, told(&problems), false),
        }
    }

    /// Writes a row, remembers it, tells of it.
    fn keep(&self, row: Row) {
        if let Err(error) = self.store.save(&row) {
            lock(&self.unsaved).push((row.clone(), error));
        }
        self.watch.row(&row);
        lock(&self.rows).insert(row.case.clone(), row);
        if self.options.shard.is_part() || !self.options.only.is_empty() {
            return;
        }
        // Whoever comes at the right time writes the tables; nobody waits for it.
        if let Ok(mut last) = self.tables.try_lock()
            && last.elapsed() >= TABLES_EVERY
        {
            let rows = self.sweep.dressed(self.names, &lock(&self.rows).clone());
            // Should it fail, the end will tell.
            let _ = self.sweep.write_tables(self.store, &rows);
            *last = Instant::now();
        }
    }
}

/// Rows that have no place on their disk, as files in the system's folder for temporary ones. `None` if there are none,
/// or if that fails too: then they are only in what is printed.
fn rescue(rows: &[Row]) -> Option<PathBuf> {
    if rows.is_empty() {
        return None;
    }
    let folder = tempfile::Builder::new()
        .prefix("buildout-sweep-")
        .tempdir()
        .ok()?;
    let store = Store::at(folder.path());
    store.open().ok()?;
    rows.iter().try_for_each(|row| store.save(row)).ok()?;
    Some(folder.keep())
}

/// Runs the same work on so many threads and waits for all of them.
fn on_workers(workers: usize, work: impl Fn() + Sync) {
    std::thread::scope(|scope| {
        for _ in 0..workers {
            // Without a further thread the others do its share; without any, this one does all.
            let _ = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, &work);
        }
    });
    // What no thread could be had for.
    work();
}

/// What a piece of work gives, or the words with which it panicked.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let words =
        |panic: Box<dyn Any + Send>| match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => one_line(text),
            (None, Some(text)) => one_line(text),
            (None, None) => "without a word".into(),
        };
    catch_unwind(AssertUnwindSafe(work)).map_err(words)
}

/// A lock; what a panicking thread left behind is whole, since nothing panics while holding one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poison| poison.into_inner())
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(|poison| poison.into_inner())
}
