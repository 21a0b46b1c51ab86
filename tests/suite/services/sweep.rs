//! `buildout sweep --engine slurm` on a real Slurm: what a planner sees, whatever happens to the tasks.

use super::slurm::{assert_slurm, wait};
use crate::desk::{Desk, stderr};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Folder, scenario and sweep directory have names that a shell would act upon: it would write `pwned`.
const FOLDER: &str = "o'folder $(touch pwned)";
const SCENARIO: &str = "it's \"a\" `touch pwned`; $(touch pwned) %a.yaml";
const VARY: &str = "--vary=budget.capex.at_most=*0.5..*1.5 step 0.1";

/// With the tutorial under an odd name.
fn odd() -> Desk {
    Desk::named(FOLDER).with_tutorial(SCENARIO)
}

/// Starts a sweep and waits until it has told the number of its job.
fn begin(desk: &Desk, arguments: &[&str]) -> (Child, BufReader<std::process::ChildStderr>, String) {
    let mut child = desk
        .command(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("Slurm job ") {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "the sweep ended by itself");
    }
    let job = line
        .trim_start_matches("Slurm job ")
        .split([':', ' '])
        .next()
        .unwrap();
    (child, told, job.to_owned())
}

/// Columns of the results, case by case.
fn results(desk: &Desk, sweep: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(desk.folder().join(sweep).join("results.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let place = |column: &&str| header.iter().position(|name| name == *column).unwrap();
    let places: Vec<usize> = columns.iter().map(place).collect();
    let row = |row: csv::StringRecord| places.iter().map(|place| row[*place].to_owned()).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// No shell has read what a planner wrote.
fn assert_not_pwned(desk: &Desk) {
    let mut open = vec![desk.around().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            assert_ne!(path.file_name().unwrap(), "pwned", "{}", path.display());
            if path.is_dir() {
                open.push(path);
            }
        }
    }
}

fn slurm(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        stderr(&output)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// States of the tasks of a job, such as `1 RUNNING`.
fn tasks(job: &str) -> Vec<String> {
    let said = slurm(
        "squeue",
        &[
            "--noheader",
            "--array",
            "--states=all",
            "--format=%K %T",
            "--jobs",
            job,
        ],
    );
    said.lines().map(str::to_owned).collect()
}

/// Waits for the rest of what a sweep says, and its end.
fn rest(child: Child, told: BufReader<std::process::ChildStderr>) -> (i32, String) {
    let text: Vec<String> = told.lines().map_while(Result::ok).collect();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap_or(-1), text.join("\n"))
}

/// Processors of the one node, all of them, until it is dropped.
struct Blocker(String);

impl Blocker {
    fn new() -> Self {
        let job = slurm(
            "sbatch",
            &[
                "--parsable",
                "--exclusive",
                "--output=/dev/null",
                "--wrap=sleep 600",
            ],
        );
        let state = || slurm("squeue", &["--noheader", "--format=%T", "--jobs", &job]);
        wait(state, |state| state == "RUNNING");
        Self(job)
    }
}

impl Drop for Blocker {
    fn drop(&mut self) {
        let _ = Command::new("scancel").arg(&self.0).status();
    }
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn tasks_give_the_rows_of_a_sweep_that_runs_here() {
    assert_slurm();
    let desk = odd();
    let here = desk.run(&["sweep", SCENARIO, VARY, "--gap=0%", "-o", "here"]);
    assert!(here.status.success(), "{}", stderr(&here));
    let output = "-o=there $(touch pwned) %j";
    let asked = [
        "sweep",
        SCENARIO,
        VARY,
        "--gap=0%",
        output,
        "--engine=slurm",
        "--slurm-tasks=4",
    ];
    let there = desk.run(&asked);
    assert!(there.status.success(), "{}", stderr(&there));
    assert!(
        stderr(&there).contains("11 cases in 4 tasks"),
        "{}",
        stderr(&there)
    );
    let columns = ["number", "case", "budget.capex.at_most [times]", "status"];
    let directory = output.trim_start_matches("-o=");
    assert_eq!(
        results(&desk, directory, &columns),
        results(&desk, "here", &columns)
    );
    let objectives = results(&desk, directory, &["objective_musd"]);
    for (there, here) in objectives.iter().zip(results(&desk, "here", &["objective_musd"])) {
        let (there, here): (f64, f64) = (there[0].parse().unwrap(), here[0].parse().unwrap());
        assert!((there - here).abs() <= 1e-6 * here.abs(), "{there} {here}");
    }
    // Everything is there: nothing is submitted.
    let again = desk.run(&[&asked[..], &["--resume"]].concat());
    assert!(again.status.success(), "{}", stderr(&again));
    assert!(
        stderr(&again).contains("11 of 11 cases were there already"),
        "{}",
        stderr(&again)
    );
    assert!(!stderr(&again).contains("Slurm job"), "{}", stderr(&again));
    assert_not_pwned(&desk);
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn cases_of_cancelled_tasks_are_rows_and_computed_again() {
    assert_slurm();
    let desk = Desk::named(FOLDER).with_large();
    // Each case takes its six seconds.
    let asked = [
        "sweep",
        "large.yaml",
        "--vary=budget.capex.at_most=*0.9,*1,*1.1",
        "--gap=0%",
        "--time-limit=6s",
        "-o=sweep",
        "--engine=slurm",
    ];
    let (child, told, job) = begin(&desk, &[&asked[..], &["--slurm-at-once=1"]].concat());
    wait(|| tasks(&job), |tasks| tasks.contains(&"1 RUNNING".to_owned()));
    slurm("scancel", &[&format!("{job}_1"), &format!("{job}_3")]);
    let (code, told) = rest(child, told);
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("2 cases lost their task"), "{told}");
    let cancelled = [
        [
            "cancelled".to_owned(),
            format!("task 1 of Slurm job {job} was cancelled"),
        ],
        [
            "cancelled".to_owned(),
            format!("task 3 of Slurm job {job} was cancelled before it began"),
        ],
    ];
    let rows = results(&desk, "sweep", &["status", "message", "case"]);
    assert_eq!(rows.len(), 3);
    let lost: Vec<&[String]> = rows
        .iter()
        .map(|row| &row[..2])
        .filter(|row| row[0] == "cancelled")
        .collect();
    assert_eq!(lost, cancelled.each_ref().map(|row| &row[..]));
    let done = rows.iter().find(|row| row[0] != "cancelled").unwrap();
    assert_eq!(done[0], "feasible");
    let file = desk.folder().join(format!("sweep/cases/{}.json", done[2]));
    let before = std::fs::read(&file).unwrap();

    let resumed = desk.run(&[&asked[..], &["--resume"]].concat());
    let told = stderr(&resumed);
    assert_eq!(resumed.status.code(), Some(0), "{told}");
    assert!(told.contains("2 cases in 2 tasks"), "{told}");
    assert!(told.contains("1 of 3 cases were there already"), "{told}");
    let rows = results(&desk, "sweep", &["status"]);
    assert_eq!(rows, [["feasible"], ["feasible"], ["feasible"]]);
    assert_eq!(
        std::fs::read(&file).unwrap(),
        before,
        "what was done is not done again"
    );
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn tasks_outlive_who_submitted_them() {
    assert_slurm();
    let desk = odd();
    let blocker = Blocker::new();
    let asked = [
        "sweep",
        SCENARIO,
        VARY,
        "-o=sweep",
        "--engine=slurm",
        "--slurm-tasks=2",
    ];
    let detached = desk.run(&[&asked[..], &["--detach"]].concat());
    assert_eq!(detached.status.code(), Some(0), "{}", stderr(&detached));
    assert!(
        stderr(&detached).contains("11 cases are with Slurm"),
        "{}",
        stderr(&detached)
    );
    // The next one finds them, and is killed.
    let (mut child, _told, job) = begin(&desk, &[&asked[..], &["--resume"]].concat());
    child.kill().unwrap();
    child.wait().unwrap();
    let (child, told, again) = begin(&desk, &[&asked[..], &["--resume"]].concat());
    assert_eq!(again, job, "nothing is submitted twice");
    drop(blocker);
    let (code, told) = rest(child, told);
    assert_eq!(code, 0, "{told}");
    assert_eq!(results(&desk, "sweep", &["status"]), vec![["optimal"]; 11]);
    assert_not_pwned(&desk);
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn an_interrupt_cancels_the_array() {
    assert_slurm();
    let desk = odd();
    let blocker = Blocker::new();
    let asked = ["sweep", SCENARIO, VARY, "-o=sweep", "--engine=slurm"];
    let (child, told, job) = begin(&desk, &asked);
    assert_eq!(tasks(&job).len(), 11);
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let (code, told) = rest(child, told);
    assert_eq!(code, 4, "{told}");
    assert!(told.contains(&format!("Slurm job {job} is cancelled")), "{told}");
    let over = |tasks: &Vec<String>| tasks.iter().all(|task| task.ends_with("CANCELLED"));
    assert!(over(&tasks(&job)), "{:?}", tasks(&job));
    assert_eq!(results(&desk, "sweep", &["status"]), vec![["cancelled"]; 11]);
    drop(blocker);
    let resumed = desk.run(&[&asked[..], &["--resume"]].concat());
    assert_eq!(resumed.status.code(), Some(0), "{}", stderr(&resumed));
    assert_eq!(results(&desk, "sweep", &["status"]), vec![["optimal"]; 11]);
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn a_task_that_dies_leaves_rows_with_its_last_words() {
    assert_slurm();
    let desk = odd();
    let blocker = Blocker::new();
    let asked = [
        "sweep",
        SCENARIO,
        VARY,
        "-o=sweep",
        "--engine=slurm",
        "--slurm-tasks=2",
    ];
    let (child, told, job) = begin(&desk, &asked);
    // Gone before the tasks begin.
    let scenario = desk.folder().join(SCENARIO);
    std::fs::rename(&scenario, desk.folder().join("elsewhere.yaml")).unwrap();
    drop(blocker);
    let (code, told) = rest(child, told);
    assert_eq!(code, 4, "{told}");
    let rows = results(&desk, "sweep", &["status", "message"]);
    assert_eq!(rows.len(), 11);
    for row in &rows {
        assert_eq!(row[0], "failed");
        assert!(row[1].starts_with("task "), "{}", row[1]);
        let how = format!("of Slurm job {job} ended early: FAILED NonZeroExitCode; it last said: ");
        assert!(row[1].contains(&how), "{}", row[1]);
        assert!(row[1].ends_with("there is no such file"), "{}", row[1]);
    }
    std::fs::rename(desk.folder().join("elsewhere.yaml"), scenario).unwrap();
    let resumed = desk.run(&[&asked[..], &["--resume"]].concat());
    assert_eq!(resumed.status.code(), Some(0), "{}", stderr(&resumed));
    assert_eq!(results(&desk, "sweep", &["status"]), vec![["optimal"]; 11]);
    assert_not_pwned(&desk);
}

/// What became of the cases of the one task that an array has, told in one of these words, and what is done about it.
fn assert_lost(desk: &Desk, limits: &[&str], how: &[&str]) {
    let asked = [
        "sweep",
        "large.yaml",
        "--vary=budget.capex.at_most=*0.9,*1",
        "--gap=0%",
        "-o=sweep",
        "--engine=slurm",
        "--slurm-tasks=1",
    ];
    let (child, told, job) = begin(desk, &[&asked[..], &["--time-limit=none"], limits].concat());
    let (code, told) = rest(child, told);
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("2 cases lost their task"), "{told}");
    let rows = results(desk, "sweep", &["status", "message"]);
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert_eq!(row[0], "failed");
        let message = format!("task 1 of Slurm job {job} ended early: ");
        let told = row[1].strip_prefix(&message).unwrap_or_default();
        assert!(how.iter().any(|how| told.starts_with(how)), "{}", row[1]);
    }
    // Without the limit, and with one of its own that a case keeps to.
    let resumed = desk.run(&[&asked[..], &["--resume", "--time-limit=6s"]].concat());
    let told = stderr(&resumed);
    assert_eq!(resumed.status.code(), Some(0), "{told}");
    assert!(told.contains("2 cases in 1 task"), "{told}");
    assert_eq!(results(desk, "sweep", &["status"]), [["feasible"], ["feasible"]]);
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn a_task_that_takes_too_long_leaves_rows_that_say_so() {
    assert_slurm();
    let desk = Desk::named(FOLDER).with_large();
    // Slurm counts in minutes.
    assert_lost(&desk, &["--slurm-time=1min"], &["TIMEOUT TimeLimit"]);
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn a_task_that_takes_too_much_memory_leaves_rows_that_say_so() {
    assert_slurm();
    let desk = Desk::named(FOLDER).with_large();
    // Without control groups Slurm looks at the memory itself, and does not know afterwards why the task ended.
    assert_lost(&desk, &["--slurm-memory=8M"], &["OUT_OF_MEMORY", "FAILED"]);
}
