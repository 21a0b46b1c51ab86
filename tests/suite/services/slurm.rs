//! A real Slurm of one node, as `scripts/slurm.sh` starts it.

use buildout::study::slurm::{self, Job, Request, State, Work};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What a planner may call a folder or a file. A shell that read it would write `pwned`.
const ODD: [&str; 6] = [
    "sp ace",
    "quo\"te'",
    "$(touch pwned)",
    "`touch pwned`; touch pwned",
    "back\\slash\nline",
    "%A-%a",
];

/// Longest time that Slurm takes for anything here, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) fn assert_slurm() {
    let told = "no Slurm: run `make test-all`, or `scripts/slurm.sh cargo test --test suite services:: -- --ignored`";
    assert!(std::env::var_os("SLURM_CONF").is_some(), "{told}");
    slurm::check().unwrap();
}

/// A folder in a temporary one; its name is what a planner might not think twice about.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("it's \"$(touch pwned)\" %j");
    (around, folder)
}

/// A program that stands for `buildout`: a shell script in a folder.
fn program(folder: &Path, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join("program.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn submit(request: &Request, folder: &Path, script: &str, tasks: &[usize]) -> Result<Job, slurm::SlurmError> {
    let work = Work {
        parts: 3,
        tasks,
        folder,
        program: &program(folder, script),
        arguments: &ODD.map(OsString::from),
    };
    Job::submit(request, &work, folder)
}

/// Asks until the answer is as wanted.
pub(super) fn wait<T: std::fmt::Debug>(ask: impl Fn() -> T, wanted: impl Fn(&T) -> bool) -> T {
    let started = Instant::now();
    loop {
        let answer = ask();
        if wanted(&answer) {
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "{answer:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn arguments_reach_the_tasks_as_they_are() {
    assert_slurm();
    let (_around, folder) = folder();
    let job = submit(
        &Request::default(),
        &folder,
        "pwd; printf '<%s>\\n' \"$@\"",
        &[1, 3],
    )
    .unwrap();
    let states = wait(
        || job.states().unwrap(),
        |states| states.values().all(State::is_over),
    );
    assert_eq!(states, BTreeMap::from([(1, State::Done), (3, State::Done)]));
    for task in [1, 3] {
        let words = ODD.iter().map(|word| format!("<{word}>\n"));
        let place = folder.canonicalize().unwrap();
        let first = format!("{}\n<sweep>\n<--shard>\n<{task}/3>\n", place.display());
        let expected = first + &words.collect::<String>();
        let log = folder.join(job.log(task));
        assert_eq!(std::fs::read_to_string(log).unwrap(), expected);
    }
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn what_ends_a_task_is_told() {
    assert_slurm();
    let (_around, folder) = folder();
    let script = "test \"$3\" != 1/3 || exit 7; exec sleep 600";
    let job = submit(&Request::default(), &folder, script, &[1, 2]).unwrap();
    let failed = State::Died("FAILED NonZeroExitCode".into());
    wait(
        || job.states().unwrap(),
        |states| states.get(&1) == Some(&failed) && states.get(&2) == Some(&State::Running),
    );
    job.cancel().unwrap();
    wait(
        || job.states().unwrap(),
        |states| states.get(&2) == Some(&State::Cancelled),
    );
    // Once more is no error.
    job.cancel().unwrap();
    let gone = Job { id: "424242".into() };
    assert!(gone.states().unwrap().is_empty());
    gone.cancel().unwrap();
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn what_slurm_refuses_is_told_in_its_words() {
    assert_slurm();
    let (_around, folder) = folder();
    let request = Request {
        partition: Some("no such; touch pwned".into()),
        ..Request::default()
    };
    let refused = submit(&request, &folder, "", &[1]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`sbatch` refused: invalid partition specified: no such; touch pwned; \
         Batch job submission failed: Invalid partition name specified"
    );
}
