//! `explain` as scripts and people see it.

use super::*;

fn explain(desk: &Desk, more: &[&str]) -> Output {
    desk.run(
        &[
            &["explain", "scenario.yaml", "--threads", "1", "--gap", "0%"],
            more,
        ]
        .concat(),
    )
}

#[test]
fn repairs_are_printed_cheapest_first() {
    let desk = Desk::new();
    let output = explain(&desk, &PROMISE);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("explain-repairs", stdout(&output));
    let data = json(&explain(&desk, &[&PROMISE[..], &["--json"]].concat()));
    assert_eq!(data["status"], "infeasible");
    assert_eq!(data["conflict"]["minimal"], true);
    let first = &data["repairs"][0];
    assert_eq!(first["moves"][0]["kind"], "money");
    assert_eq!(first["moves"][0]["unit"], "MUSD");
    assert!(first["moves"][0]["amount"].as_f64().unwrap() > 0.0, "{first}");
}

#[test]
fn a_run_without_plan_is_explained_from_its_files() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&PROMISE)), 3);
    let output = desk.run(&["explain", "run", "--threads", "1", "--gap", "0%"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), stdout(&explain(&desk, &PROMISE)));
    let asked = desk.run(&["explain", "run", "--why", "site=campus"]);
    assert_eq!(code(&asked), 2);
    assert!(
        stderr(&asked).contains("so there is nothing to ask about"),
        "{}",
        stderr(&asked)
    );
}

#[test]
fn a_run_without_plan_is_explained_under_its_own_model() {
    let desk = Desk::empty();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/infeasible");
    std::fs::create_dir(desk.path("parts")).unwrap();
    for file in ["price_response.yaml", "parts/common.yaml"] {
        std::fs::copy(shipped.join(file), desk.path(file)).unwrap();
    }
    // Infeasible where profit is maximised only.
    let solve = ["solve", "price_response.yaml", "-o", "run", "--threads", "1"];
    assert_eq!(
        code(&desk.run(&[&solve[..], &["--model", "max-profit"]].concat())),
        3
    );
    let model: serde_json::Value = serde_json::from_str(&desk.read("run/model.json")).unwrap();
    assert_eq!(model["objective"], "max_profit");
    let explained = desk.run(&["explain", "run", "--threads", "1", "--json"]);
    assert_eq!(code(&explained), 0, "{}", stderr(&explained));
    let data = json(&explained);
    assert_eq!(data["status"], "infeasible");
    assert!(!data["repairs"].as_array().unwrap().is_empty(), "{data}");
    let first = data["repairs"][0]["moves"][0]["text"].as_str().unwrap();
    assert!(
        !first.is_empty() && !stdout(&explained).contains("has a plan as it stands"),
        "{data}"
    );
    // A run of an earlier version only tells the sense.
    std::fs::remove_file(desk.path("run/model.json")).unwrap();
    let again = desk.run(&["explain", "run", "--threads", "1", "--json"]);
    assert_eq!(stdout(&again), stdout(&explained));
    desk.write("run/model.json", "{}");
    let broken = desk.run(&["explain", "run"]);
    assert_eq!(code(&broken), 2);
    assert!(
        stderr(&broken).contains("model.json: expected a model with name, objective and off"),
        "{}",
        stderr(&broken)
    );
}

#[test]
fn what_a_site_is_worth_is_told_by_line() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&["--gap", "0%"])), 0);
    let question = "site=campus";
    let output = desk.run(&[
        "explain",
        "run",
        "--threads",
        "1",
        "--gap",
        "0%",
        "--why",
        question,
    ]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("explain-why", stdout(&output));
    let data = json(&desk.run(&[
        "explain",
        "run",
        "--threads",
        "1",
        "--gap",
        "0%",
        "--why",
        question,
        "--json",
    ]));
    let answer = &data["answers"][0];
    let worse = answer["worse_by_musd"].as_f64().unwrap();
    let lines = answer["lines"].as_array().unwrap().iter();
    let sum: f64 = lines.map(|line| line["difference_musd"].as_f64().unwrap()).sum();
    assert!(worse > 0.0 && (sum - worse).abs() < 1e-6 * worse, "{sum} {worse}");
    assert!(answer["least_worse_musd"].as_f64().unwrap() <= worse + 1e-6);
    assert_eq!(answer["distinguishable"], true);
}

#[test]
fn a_plan_is_explained_by_what_binds() {
    let desk = Desk::new();
    let output = explain(&desk, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    insta::assert_snapshot!("explain-binding", stdout(&output));
    // A run tells the same, without solving again.
    assert_eq!(code(&desk.solve(&["--gap", "0%"])), 0);
    assert_eq!(stdout(&desk.run(&["explain", "run"])), stdout(&output));
    let data = json(&explain(&desk, &["--json"]));
    assert_eq!(data["status"], "optimal");
    assert!(data["binding"]["limits"].is_array() && data["answers"].as_array().unwrap().is_empty());
}

#[test]
fn questions_that_make_no_sense_are_refused() {
    let desk = Desk::empty();
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml"),
        desk.path("scenario.yaml"),
    )
    .unwrap();
    for (arguments, message, hint) in [
        (
            &["--why", "site=nrth"][..],
            "unknown site `nrth`",
            "did you mean `north`?",
        ),
        (
            &["--why-not", "chip=air-pot"],
            "unknown chip `air-pot`",
            "did you mean `air-pod`?",
        ),
        (
            &["--why", "site=north@2026"],
            "unknown period `2026`",
            "did you mean `2027`?",
        ),
        (
            &["--why", "city=north"],
            "`city` is no kind of thing to ask about",
            "did you mean `site`?",
        ),
        (&["--why", "north"], "`north` is no question", "kinds: site, hall"),
        (
            &["--why", "site=east"],
            "the plan has nothing of the site east",
            "--why-not site=east",
        ),
        (
            &["--why-not", "site=north"],
            "the plan has the site north",
            "--why site=north",
        ),
        (
            &["--force", "site=east", "--forbid", "site=east"],
            "--force site=east and --forbid site=east contradict each other",
            "leave one of them out",
        ),
    ] {
        let output = explain(&desk, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stdout(&output));
        assert!(stdout(&output).is_empty());
        let told = stderr(&output);
        assert!(told.contains(&format!("error: {message}")), "{told}");
        assert!(told.contains(&format!("hint: {hint}")), "{told}");
    }
    let rule =
        "rules={$add: {house: {title: No pods, source: test, chips: {ids: [air-pod]}, effect: denied}}}";
    let output = explain(&desk, &["--set", rule, "--force", "chip=air-pod"]);
    assert_eq!(code(&output), 2, "{}", stdout(&output));
    assert!(
        stderr(&output).contains("error: --force chip=air-pod: the rule house denies it (No pods)"),
        "{}",
        stderr(&output)
    );
    let output = explain(&desk, &["--set", rule, "--why-not", "chip=air-pod"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stdout(&output).contains("the rule house denies it (No pods)"),
        "{}",
        stdout(&output)
    );
    assert_eq!(code(&desk.run(&["explain", "no-such.yaml"])), 2);
    assert_eq!(code(&desk.run(&["explain", "."])), 2);
}
