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
    interrupt(&child);
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
            .any(|line| line.contains("stopping with what was found so far")),
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

/// Verb, what it is asked besides, and its file of results in `-o`.
const STUDIES: [(&str, &[&str], Option<&str>); 3] = [
    (
        "sensitivity",
        &[
            "--top",
            "2",
            "--input",
            "operator.wacc",
            "--range",
            "20%",
            "--samples",
            "500",
        ],
        None,
    ),
    (
        "frontier",
        &["--goal", "capex", "--points", "100"],
        Some("point-01"),
    ),
    (
        "alternatives",
        &["--count", "50", "--within", "20%"],
        Some("best"),
    ),
];

#[cfg(unix)]
#[test]
fn what_a_study_has_found_so_far_is_kept() {
    let desk = Desk::large();
    let children: Vec<_> = STUDIES
        .iter()
        .map(|(verb, more, best)| {
            // The sensitivity is in the middle of many short solves by then, the others are in their first long one.
            let (limit, output) = match best {
                Some(_) => ("60s", ["-o", *verb]),
                None => ("2s", ["--csv", "tornado.csv"]),
            };
            let fixed = [
                "large.yaml",
                "--threads",
                "1",
                "--gap",
                "0.01%",
                "--time-limit",
                limit,
                "--json",
            ];
            let mut command = desk.command(&[&[*verb], &fixed[..], *more, &output[..]].concat());
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    std::thread::sleep(Duration::from_secs(12));
    for child in &children {
        interrupt(child);
    }
    let stopping = Instant::now();
    for ((verb, _, best), child) in STUDIES.iter().zip(children) {
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 4, "{verb}: {}", stderr(&output));
        assert!(stopping.elapsed() < Duration::from_secs(60), "{verb}");
        assert!(
            stderr(&output).contains("stopping with what was found so far"),
            "{}",
            stderr(&output)
        );
        let found = json(&output);
        match *verb {
            "sensitivity" => {
                assert_eq!(found["stopped"], true, "{found}");
                assert!(found["base"]["found"].is_number(), "{found}");
                let left_out = &found["regression"]["left_out"];
                assert!(
                    left_out.to_string().contains("stopped before they were solved"),
                    "{left_out}"
                );
                assert!(desk.path("tornado.csv").is_file());
            }
            "frontier" => {
                assert_eq!(found["points"].as_array().unwrap().len(), 1, "{found}");
                assert_eq!(found["points"][0]["status"], "feasible", "{found}");
            }
            _ => assert_eq!(found["end"], "stopped", "{found}"),
        }
        if let Some(best) = best {
            assert_eq!(
                code(&desk.run(&["verify", &format!("{verb}/{best}")])),
                0,
                "{verb}"
            );
        }
    }
}

#[cfg(unix)]
fn interrupt(child: &std::process::Child) {
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
}

/// Sends Ctrl-C and waits; the output, and how long that took.
#[cfg(unix)]
fn interrupted(child: std::process::Child) -> (Output, Duration) {
    interrupt(&child);
    let stopping = Instant::now();
    let output = child.wait_with_output().unwrap();
    (output, stopping.elapsed())
}

#[cfg(unix)]
#[test]
fn an_explanation_stops_at_once_with_what_was_found() {
    let desk = Desk::empty();
    let generated = desk.run(&["generate", "--size", "L", "--seed=1", "-o", "large.yaml"]);
    assert_eq!(code(&generated), 0, "{}", stderr(&generated));
    let large = desk.read("large.yaml");
    // Everything must be served, which takes far more than there is.
    let promised = large.replace("unmet_penalty:", "service_floor: 100 %, unmet_penalty:");
    assert_ne!(promised, large);
    desk.write("large.yaml", &promised);
    let explain = ["explain", "large.yaml", "--threads", "1", "--time-limit", "none"];
    let child = desk
        .command(&explain)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Plain sums are there at once, repairs at this size take minutes.
    std::thread::sleep(Duration::from_secs(4));
    let (output, waited) = interrupted(child);
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(code(&output), 4, "{}", stderr(&output));
    let told = stdout(&output);
    assert!(told.starts_with("No plan satisfies this scenario.\n"), "{told}");
    assert!(
        told.contains("Stopped here: there may be more to tell.\n"),
        "{told}"
    );
}
