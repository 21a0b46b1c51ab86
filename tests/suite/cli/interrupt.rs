//! Ctrl-C.

use super::*;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

#[cfg(unix)]
#[test]
fn the_plan_found_so_far_is_kept() {
    let desk = Desk::large();
    let started = Instant::now();
    let mut child = desk
        .command(&[
            "solve",
            "large.yaml",
            "--strategy",
            "whole",
            "--gap",
            "0%",
            "--time-limit",
            "none",
            "-o",
            "run",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A line on stderr tells of the first plan.
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("incumbent") {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "the solve ended by itself");
        assert!(
            started.elapsed() < Duration::from_secs(120),
            "no plan after two minutes"
        );
    }
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let stopping = Instant::now();
    let rest: Vec<String> = told.lines().map_while(Result::ok).collect();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 4, "{rest:?}");
    assert!(
        stopping.elapsed() < Duration::from_secs(30),
        "{:?}",
        stopping.elapsed()
    );
    assert!(
        rest.iter()
            .any(|line| line.contains("stopping with the best plan found so far")),
        "{rest:?}"
    );
    assert!(stdout(&output).contains("feasible, stopped before the gap was reached"));
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("run/manifest.json")).unwrap();
    assert_eq!(manifest["limits_hit"], serde_json::json!(["interrupt"]));
    assert_eq!(
        (&manifest["status"], &manifest["verified"]),
        (&"feasible".into(), &true.into())
    );
    assert_eq!(code(&desk.run(&["verify", "run"])), 0);
}
