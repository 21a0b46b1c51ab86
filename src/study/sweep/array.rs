//! A sweep as an array of Slurm tasks. Each task is the same sweep with a `--shard` of its own and the same sweep
//! directory, so what it has solved is there at once, for good, and for whoever looks.
//!
//! The sweep that submits waits: it sees the rows of the tasks arrive in the directory and asks Slurm how the tasks stand.
//! A case whose task ended without it becomes a row too, `cancelled` or `failed`, with what is known of the reason; such
//! rows never replace a plan, and are computed again when the sweep is run again. Who submitted may go away, even by
//! kill -9: the tasks go on, and the same sweep finds them by [`JOB`] and waits for them.

use super::Sweep;
use super::row::{Asked, CaseStatus, Row, TASK, one_line};
use super::store::{Found, Store};
use super::work::{Options, Outcome, Shard, Watch};
use crate::run::directory::DirectoryError;
use crate::run::solve_again;
use crate::study::slurm::{self, Job, Request, SlurmError, State, Work};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// Folder of the array in a sweep directory: script, output of the tasks, [`JOB`].
pub const FOLDER: &str = "slurm";
/// What was submitted last.
pub const JOB: &str = "slurm/job.json";

/// Pauses between two questions to Slurm: a small sweep is not kept waiting, a large one does not trouble Slurm.
const PAUSE: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(5));
/// How often in a row a task must be over before its missing cases are given up.
const SURE: u32 = 3;
/// Longest time that Slurm may not answer.
const SILENCE: Duration = Duration::from_secs(600);
/// A queue that is this long the same is worth telling of.
const QUEUED: Duration = Duration::from_secs(20);

/// How a sweep is given to Slurm.
#[derive(Debug, Clone)]
pub struct Array {
    /// What each task may use.
    pub request: Request,
    /// Number of tasks that the cases are shared out among.
    pub tasks: usize,
    /// Folder that the tasks run in.
    pub folder: PathBuf,
    /// The program that they run, `PROGRAM sweep --shard I/N ARGUMENT...`.
    pub program: PathBuf,
    /// Arguments of the same sweep, solved where it runs.
    pub arguments: Vec<OsString>,
    /// Whether nobody waits.
    pub detach: bool,
}

/// Why a sweep cannot be given to Slurm, or not be waited for. Rows that are there stay.
#[derive(Debug, thiserror::Error)]
pub enum ArrayError {
    /// Slurm is not there, or refused.
    #[error(transparent)]
    Slurm(#[from] SlurmError),
    /// The sweep directory cannot be used.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

/// What is written of a submitted array, so that it is found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Submitted {
    /// Slurm's number.
    job: String,
    /// Number of parts of the sweep.
    parts: usize,
    /// Those that were submitted.
    tasks: Vec<usize>,
}

/// A case that has no row yet.
#[derive(Debug, Clone)]
struct Open {
    /// Place of the case.
    place: usize,
    /// When the file of its earlier, insufficient row was written, if there is one.
    stamp: Option<SystemTime>,
}

/// Everything that is asked about a sweep while its tasks are at work.
struct Following<'s> {
    sweep: &'s Sweep,
    store: &'s Store,
    asked: Asked,
    watch: &'s dyn Watch,
    interrupt: &'s AtomicBool,
    /// Places in the order of solving, which is cut into parts.
    order: Vec<usize>,
    /// Names by place.
    names: BTreeMap<usize, String>,
    /// Cases without a row, by name.
    open: BTreeMap<String, Open>,
    /// Cases that lost their task.
    lost: BTreeSet<String>,
}

impl Sweep {
    /// Submits the cases that are not in the store yet to Slurm as an array of tasks and gives the rows of all that were
    /// asked for. An array of the same directory that is still at work is waited for first. Ctrl-C cancels the array.
    ///
    /// # Errors
    /// A sweep directory that cannot be used; Slurm missing, refusing, or silent for ten minutes.
    pub fn run_on_slurm(
        &self,
        store: &Store,
        options: &Options,
        array: &Array,
        watch: &dyn Watch,
        interrupt: &Arc<AtomicBool>,
    ) -> Result<Outcome, ArrayError> {
        slurm::check()?;
        store.open()?;
        let order = self.order();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut names = self.names(&order, cores);
        if !options.only.is_empty() {
            names.retain(|_, name| options.only.contains(name));
        }
        let mut following = Following {
            sweep: self,
            store,
            asked: Asked::from(&options.solve),
            watch,
            interrupt,
            order,
            names,
            open: BTreeMap::new(),
            lost: BTreeSet::new(),
        };
        let earlier = following.earlier().filter(|earlier| earlier.at_work());
        following.look_up(options.overwrite && earlier.is_none())?;
        let there = following
            .names
            .values()
            .filter(|name| !following.open.contains_key(*name))
            .count();
        watch.begin(following.open.len(), there);
        if let Some(earlier) = earlier {
            watch.note(&format!(
                "Slurm job {} of this sweep is still at work",
                earlier.job
            ));
            if !array.detach {
                following.wait_for(&earlier)?;
                following.look_up(false)?;
                // Who cancelled a task does not want to see it submitted again at once.
                let Following { open, lost, .. } = &mut following;
                open.retain(|name, _| !lost.contains(name));
            }
        }
        let at_work = following
            .earlier()
            .filter(|_| array.detach)
            .is_some_and(|earlier| earlier.at_work());
        if !following.open.is_empty() && !interrupt.load(Ordering::Relaxed) && !at_work {
            let submitted = following.submit(array)?;
            if !array.detach {
                following.wait_for(&submitted)?;
            }
        }
        let options = Options {
            collect: true,
            shard: Shard::WHOLE,
            ..options.clone()
        };
        let outcome = self.run(store, &options, &solve_again, &Silent(watch), interrupt)?;
        Ok(Outcome { there, ..outcome })
    }
}

impl Submitted {
    fn as_job(&self) -> Job {
        Job { id: self.job.clone() }
    }

    /// Whether Slurm still has something to do for it. A Slurm that does not answer is asked again later.
    fn at_work(&self) -> bool {
        let states = self.as_job().states().unwrap_or_default();
        states.values().any(|state| !state.is_over())
    }
}

impl Following<'_> {
    /// What was submitted before, if that can still be read.
    fn earlier(&self) -> Option<Submitted> {
        let text = fs::read(self.store.directory().join(JOB)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Looks up which cases have no row that serves. With `again` no row does.
    fn look_up(&mut self, again: bool) -> Result<(), DirectoryError> {
        self.open.clear();
        for (&place, name) in &self.names {
            let path = self.store.path(name);
            if again
                && let Err(error) = fs::remove_file(&path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                return Err(DirectoryError::io("remove", &path)(error));
            }
            match self.store.find(name) {
                Found::Row(row) if row.serves(&self.asked) => continue,
                Found::Unusable(why) => {
                    let path = path.display();
                    self.watch
                        .note(&format!("warning: {path} is computed again: {why}"));
                }
                Found::Row(_) | Found::Nothing => {}
            }
            let stamp = stamp(&path);
            self.open.entry(name.clone()).or_insert(Open { place, stamp });
        }
        Ok(())
    }

    /// Names of the open cases in one of so many parts.
    fn open_in(&self, part: usize, parts: usize) -> Vec<String> {
        let mine = Shard::new(part, parts).map_or(&[][..], |shard| shard.of(&self.order));
        let names = mine.iter().filter_map(|place| self.names.get(place));
        let open: BTreeSet<&String> = names.filter(|name| self.open.contains_key(*name)).collect();
        open.into_iter().cloned().collect()
    }

    fn submit(&self, array: &Array) -> Result<Submitted, ArrayError> {
        let parts = array.tasks.clamp(1, self.order.len().max(1));
        let tasks: Vec<usize> = (1..=parts)
            .filter(|part| !self.open_in(*part, parts).is_empty())
            .collect();
        let work = Work {
            parts,
            tasks: &tasks,
            folder: &array.folder,
            program: &array.program,
            arguments: &array.arguments,
        };
        let job = Job::submit(&array.request, &work, &self.store.directory().join(FOLDER))?;
        let cases = self.open.len();
        let count = tasks.len();
        let submitted = Submitted {
            job: job.id.clone(),
            parts,
            tasks,
        };
        let text = serde_json::to_vec_pretty(&submitted).unwrap_or_default();
        if let Err(error) = self.store.write(JOB, &text) {
            // Nobody would find it again.
            let _ = job.cancel();
            return Err(error.into());
        }
        let (cases, tasks) = (counted(cases, "case"), counted(count, "task"));
        self.watch
            .note(&format!("Slurm job {}: {cases} in {tasks}", job.id));
        Ok(submitted)
    }

    /// Waits until every task is over and every case of theirs has a row.
    fn wait_for(&mut self, submitted: &Submitted) -> Result<(), SlurmError> {
        let job = submitted.as_job();
        let mut at_work: BTreeMap<usize, u32> = submitted.tasks.iter().map(|task| (*task, 0)).collect();
        let (mut pause, mut cancelled) = (PAUSE.0, false);
        let (mut answered, mut moved, mut told) = (Instant::now(), Instant::now(), false);
        while !at_work.is_empty() {
            if self.interrupt.load(Ordering::Relaxed) && !cancelled {
                job.cancel()?;
                (cancelled, pause) = (true, PAUSE.0);
                self.watch.note(&format!("Slurm job {} is cancelled", job.id));
            }
            match job.states() {
                Ok(states) => {
                    answered = Instant::now();
                    // Asked before looking: what a task that is over has written is there.
                    if self.arrivals() || states.values().any(|state| *state == State::Running) {
                        moved = Instant::now();
                    }
                    at_work.retain(|task, seen| {
                        let over = states.get(task).is_none_or(State::is_over);
                        *seen = if over { *seen + 1 } else { 0 };
                        if *seen >= SURE {
                            self.settle(*task, submitted, states.get(task), cancelled);
                        }
                        *seen < SURE
                    });
                    if !told && moved.elapsed() > QUEUED {
                        told = true;
                        self.watch.note(&queue(&states));
                    }
                }
                Err(error) if answered.elapsed() > SILENCE => return Err(error),
                Err(_) => {
                    self.arrivals();
                }
            }
            // What is over is soon sure to be.
            let soon = at_work.values().any(|seen| *seen > 0);
            self.rest(if soon { PAUSE.0 } else { pause }, cancelled);
            pause = (pause * 5 / 4).min(PAUSE.1);
        }
        Ok(())
    }

    /// Sleeps, but not through Ctrl-C.
    fn rest(&self, pause: Duration, cancelled: bool) {
        let slept = Instant::now();
        while slept.elapsed() < pause && (cancelled || !self.interrupt.load(Ordering::Relaxed)) {
            std::thread::sleep(Duration::from_millis(50).min(pause));
        }
    }

    /// Tells of the rows that have come since the last look. Whether there were any.
    fn arrivals(&mut self) -> bool {
        let before = self.open.len();
        let Self {
            open,
            store,
            watch,
            sweep,
            ..
        } = self;
        open.retain(|name, case| {
            if stamp(&store.path(name)) == case.stamp {
                return true;
            }
            let Found::Row(mut row) = store.find(name) else {
                return true;
            };
            sweep.dress_at(&mut row, case.place);
            watch.row(&row);
            false
        });
        self.open.len() < before
    }

    /// Gives rows to the cases that a task has left open. Slurm forgets a task that was cancelled before it began.
    fn settle(&mut self, task: usize, submitted: &Submitted, state: Option<&State>, by_us: bool) {
        let open = self.open_in(task, submitted.parts);
        if open.is_empty() {
            return;
        }
        let job = submitted.as_job();
        let log = self.store.directory().join(FOLDER).join(job.log(task));
        let last = last_line(&log);
        let which = format!("task {task} of Slurm job {}", job.id);
        let (status, mut message) = match state {
            _ if by_us => (CaseStatus::Cancelled, format!("{which} was cancelled by Ctrl-C")),
            Some(State::Cancelled) => (CaseStatus::Cancelled, format!("{which} was cancelled")),
            None if !log.exists() => (
                CaseStatus::Cancelled,
                format!("{which} was cancelled before it began"),
            ),
            Some(State::Died(how)) => (CaseStatus::Failed, format!("{which} ended early: {how}")),
            _ => (CaseStatus::Failed, format!("{which} ended without this case")),
        };
        if let (CaseStatus::Failed, Some(last)) = (status, last) {
            message.push_str(&format!("; it last said: {last}"));
        }
        for name in open {
            let Some(case) = self.open.remove(&name) else {
                continue;
            };
            self.lost.insert(name.clone());
            let row = Row {
                status,
                limits_hit: vec![TASK.into()],
                ..Row::failed(name, self.asked, self.sweep.sense(), message.clone(), false)
            };
            self.give(row, &case);
        }
    }

    /// Writes a row of a case that was not solved, but never over a plan, and tells of what is there then.
    fn give(&self, mut row: Row, case: &Open) {
        self.sweep.dress_at(&mut row, case.place);
        let written = match self.store.find(&row.case) {
            Found::Nothing => self.store.save_new(&row),
            Found::Row(old) if !old.status.is_unsolved() => Ok(false),
            Found::Row(_) | Found::Unusable(_) => self.store.save(&row).map(|()| true),
        };
        match written {
            Ok(true) => {}
            Ok(false) => {
                if let Found::Row(there) = self.store.find(&row.case) {
                    row = *there;
                    self.sweep.dress_at(&mut row, case.place);
                }
            }
            Err(error) => self.watch.note(&format!("warning: {error}")),
        }
        self.watch.row(&row);
    }
}

/// Passes remarks on, but not the rows, which were told of when they came.
struct Silent<'w>(&'w dyn Watch);

impl Watch for Silent<'_> {
    fn begin(&self, _: usize, _: usize) {}
    fn row(&self, _: &Row) {}
    fn note(&self, text: &str) {
        self.0.note(text);
    }
}

/// When a file was written; `None` if there is none.
fn stamp(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// The last error that a file tells of, else its last line; at most 200 letters of it.
fn last_line(path: &Path) -> Option<String> {
    let text = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<String> = text
        .lines()
        .map(one_line)
        .filter(|line| !line.is_empty())
        .collect();
    let error = lines.iter().rev().find(|line| line.starts_with("error"));
    let line = error.or(lines.last())?;
    Some(line.chars().take(200).collect())
}

/// What the tasks of a queue wait for.
fn queue(states: &BTreeMap<usize, State>) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for state in states.values() {
        if let State::Waiting(reason) = state {
            *reasons.entry(reason.as_str()).or_default() += 1;
        }
    }
    let told = reasons.iter().map(|(reason, count)| match *reason {
        "" => counted(*count, "task"),
        reason => format!("{} ({reason})", counted(*count, "task")),
    });
    format!(
        "waiting in Slurm's queue: {}",
        told.collect::<Vec<_>>().join(", ")
    )
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
