//! Sweeps that are cut, killed, interrupted or out of room: nothing that was computed is lost.

use super::*;
use std::time::{Duration, Instant};

#[test]
fn a_cut_or_altered_case_is_computed_again_with_a_note() {
    let desk = Desk::empty();
    sweep(&desk, TUTORIAL, &GRID);
    let before = cases(&desk);
    let names: Vec<&String> = before.keys().collect();
    let path = |at: usize| format!("sweep/cases/{}", names[at]);
    desk.write(&path(0), &before[names[0]][..100]);
    desk.write(&path(1), &before[names[1]].replace("\"optimal\"", "\"feasible\""));
    let output = sweep(&desk, TUTORIAL, &GRID);
    assert_eq!(code(&output), 0);
    let told = stderr(&output);
    assert!(told.contains("is computed again: it is not whole"), "{told}");
    assert!(
        told.contains("is computed again: its hash is not that of its content"),
        "{told}"
    );
    assert!(told.contains("10 of 12 cases were there already"), "{told}");
    assert_eq!(cases(&desk).len(), 12);
    assert_eq!(rows(&desk).len(), 12);
}

/// Waits until so many cases are there.
fn wait_for_cases(desk: &Desk, count: usize) {
    let started = Instant::now();
    let there = || {
        std::fs::read_dir(desk.path("sweep/cases")).map_or(0, |folder| {
            let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            names.filter(|name| !name.starts_with('.')).count()
        })
    };
    while there() < count {
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "{} cases after two minutes",
            there()
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

const LONG: [&str; 4] = ["--vary", "operator.wacc=1 %..9 % in 120", "--jobs", "2"];

#[test]
fn a_killed_sweep_goes_on_and_loses_nothing() {
    let desk = Desk::empty();
    let mut child = desk
        .command(&[&["sweep", TUTORIAL, "-o", "sweep"], &LONG[..]].concat())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for_cases(&desk, 5);
    // SIGKILL: nothing is written any more.
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    let whole: BTreeMap<String, String> = cases(&desk)
        .into_iter()
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    assert!(whole.len() >= 5 && whole.len() < 120, "{}", whole.len());
    let output = sweep(&desk, TUTORIAL, &[&LONG[..], &["--resume"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains(&format!("{} of 120 cases were there already", whole.len())),
        "{}",
        stderr(&output)
    );
    let after = cases(&desk);
    for (name, content) in &whole {
        assert_eq!(&after[name], content, "{name} was there and stays");
    }
    let resumed = rows(&desk);
    assert_eq!(resumed.len(), 120);
    let fresh = Desk::empty();
    sweep(&fresh, TUTORIAL, &LONG);
    let names = |rows: &[BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["case"].clone()).collect()
    };
    let fresh = rows(&fresh);
    assert_eq!(names(&resumed), names(&fresh));
    for (a, b) in column(&resumed, "objective_musd")
        .iter()
        .zip(column(&fresh, "objective_musd"))
    {
        assert!((a - b).abs() <= 2e-3 * b, "{a} {b}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_keeps_what_is_done_and_goes_on() {
    let desk = Desk::empty();
    let child = desk
        .command(&[&["sweep", TUTORIAL, "-o", "sweep"], &LONG[..]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_cases(&desk, 3);
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("the same command goes on"),
        "{}",
        stderr(&output)
    );
    let done = rows(&desk);
    assert_eq!(done.len(), cases(&desk).len());
    assert!(
        done.iter().all(|row| row["status"] == "optimal"),
        "no row of a case that was cut off"
    );
    assert!(
        stdout(&output).contains(&format!("{} not solved", 120 - done.len())),
        "{}",
        stdout(&output)
    );
    let rest = sweep(&desk, TUTORIAL, &LONG);
    assert_eq!(code(&rest), 0, "{}", stderr(&rest));
    assert_eq!(rows(&desk).len(), 120);
}

#[test]
fn a_place_that_takes_no_directory_is_refused_before_anything_is_solved() {
    let desk = Desk::empty();
    desk.write("sweep", "in the way");
    let output = sweep(&desk, TUTORIAL, &GRID);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cannot create sweep/cases"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "");
}

/// A file system of 64 KiB that goes away with it.
#[cfg(target_os = "linux")]
struct Small(PathBuf);

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_no_row() {
    let desk = Desk::empty();
    let folder = desk.path("small");
    std::fs::create_dir(&folder).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&folder)
        .output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("skipped: no right to mount a small file system");
        return;
    }
    let small = Small(folder);
    let arguments = [&["sweep", TUTORIAL, "-o", "small/sweep", "--json"], &LONG[..]];
    let output = desk
        .command(&arguments.concat())
        .env("TMPDIR", desk.folder())
        .output()
        .unwrap();
    let told = stderr(&output);
    assert_eq!(code(&output), 2, "{told}");
    assert!(told.contains("cannot write small/sweep/cases/"), "{told}");
    assert!(told.contains("no storage space"), "{told}");
    assert!(told.contains("cases were not begun"), "{told}");
    // Every row that was computed is printed, and in a file.
    let printed = json(&output)["rows"].as_array().unwrap().len();
    let kept = files(&desk.path("small/sweep/cases")).len();
    let rescued: Vec<String> = files(desk.folder())
        .into_iter()
        .filter(|name| name.starts_with("buildout-sweep-") && name.ends_with(".json"))
        .collect();
    assert!(kept > 0 && !rescued.is_empty(), "{kept} {rescued:?}");
    assert_eq!(kept + rescued.len(), printed);
    // With room, the same command goes on from both.
    std::fs::create_dir_all(desk.path("sweep/cases")).unwrap();
    let there = files(&desk.path("small/sweep/cases"))
        .into_iter()
        .map(|name| format!("small/sweep/cases/{name}"));
    for from in there.chain(rescued) {
        let name = from.rsplit('/').next().unwrap();
        std::fs::copy(desk.path(&from), desk.path(&format!("sweep/cases/{name}"))).unwrap();
    }
    drop(small);
    let rest = sweep(&desk, TUTORIAL, &LONG);
    assert_eq!(code(&rest), 0, "{}", stderr(&rest));
    assert!(
        stderr(&rest).contains(&format!("{printed} of 120 cases were there already")),
        "{}",
        stderr(&rest)
    );
}
