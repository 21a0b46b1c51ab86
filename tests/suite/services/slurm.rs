//! A real Slurm of one node, as `scripts/slurm.sh` starts it.

use buildout::study::slurm::{self, Job, Request, State};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
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

fn assert_slurm() {
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

/// Asks until the answer is as wanted.
fn wait<T: std::fmt::Debug>(ask: impl Fn() -> T, wanted: impl Fn(&T) -> bool) -> T {
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
    let command: Vec<OsString> = ["printf", "<%s>\n"]
        .into_iter()
        .chain(ODD)
        .map(OsString::from)
        .collect();
    let job = Job::submit(&Request::default(), &folder, &[1, 3], 3, &command).unwrap();
    let states = wait(
        || job.states().unwrap(),
        |states| states.values().all(State::is_over),
    );
    assert_eq!(states, BTreeMap::from([(1, State::Done), (3, State::Done)]));
    for task in [1, 3] {
        let words = ODD.iter().map(|word| format!("<{word}>\n"));
        let expected = words.collect::<String>() + &format!("<--shard>\n<{task}/3>\n");
        let log = folder.join(job.log(task));
        assert_eq!(std::fs::read_to_string(log).unwrap(), expected);
    }
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn what_ends_a_task_is_told() {
    assert_slurm();
    let (_around, folder) = folder();
    let command = ["sh", "-c", "test \"$1\" != 1/2 || exit 7; exec sleep 600"].map(OsString::from);
    let job = Job::submit(&Request::default(), &folder, &[1, 2], 2, &command).unwrap();
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
    let refused = Job::submit(&request, &folder, &[1], 1, &["true".into()]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`sbatch` refused: invalid partition specified: no such; touch pwned; \
         Batch job submission failed: Invalid partition name specified"
    );
}
