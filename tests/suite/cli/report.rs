//! `report` and the page in a run directory.

use super::{Desk, PROMISE, code, stderr, stdout};
use serde_json::Value;

/// Text of an element of a page by the beginning of its tag.
fn element<'a>(page: &'a str, tag: &str) -> &'a str {
    let (_, after) = page.split_once(tag).unwrap();
    let (text, _) = after.split_once("</script>").unwrap();
    text
}

/// The data of the charts.
fn data(page: &str) -> Value {
    serde_json::from_str(element(page, "<script type=\"application/json\" id=\"data\">")).unwrap()
}

/// Rows of the table with a caption: cells without markup.
fn table(page: &str, caption: &str) -> Vec<Vec<String>> {
    let start = format!("<caption>{caption}</caption>");
    let (_, after) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no table {caption}"));
    let (body, _) = after.split_once("</table>").unwrap();
    let rows = body.split("\n<tr").skip(1);
    let cells = |row: &str| {
        let cells = row
            .split("<td>")
            .flat_map(|part| part.split("<th scope=\"row\">"));
        cells.skip(1).map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn a_run_and_its_page_are_the_same_bytes_again() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let written = desk.read("run/report.html");
    let output = desk.run(&["report", "run"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output), "page written to run.html\n");
    assert!(
        desk.read("run.html") == written,
        "solve and report write the same page"
    );
    assert_eq!(code(&desk.run(&["report", "run", "-o", "other.html"])), 0);
    assert!(desk.read("other.html") == written);
}

#[test]
fn a_page_stands_on_its_own() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let page = desk.read("run/report.html");
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert!(page.contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-"
    ));
    let library = page.find("<script>").unwrap();
    let own = &page[..library];
    for outside in [
        "src=\"",
        "@import",
        "url(",
        "http://",
        "https://",
        "<link rel=\"stylesheet\"",
    ] {
        assert!(!own.contains(outside), "{outside}");
    }
    for section in [
        "overview",
        "programme",
        "power",
        "compute",
        "demand",
        "money",
        "limits",
        "solve",
        "tables",
    ] {
        assert!(page.contains(&format!("<section id=\"{section}\"")), "{section}");
        assert!(
            page.contains(&format!("<li><a href=\"#{section}\">")),
            "{section}"
        );
    }
    for chart in data(&page).as_object().unwrap().keys() {
        assert!(
            page.contains(&format!("<figure class=\"chart\" id=\"{chart}\"")),
            "{chart}"
        );
    }
}

#[test]
fn charts_and_tables_agree_with_the_run() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let page = desk.read("run/report.html");
    let run: Value = serde_json::from_str(&stdout(&desk.run(&["show", "run", "--json"]))).unwrap();
    // Every row of every table.
    for (name, rows) in run["tables"].as_object().unwrap() {
        let rows = rows.as_array().unwrap();
        if rows.is_empty() {
            continue;
        }
        let mut show = desk.command(&["show", "run", "--table", name]);
        let shown = stdout(&show.env("COLUMNS", "1000").output().unwrap());
        let title = page.split("<summary>").find_map(|part| {
            let (caption, _) = part.split_once(" <span class=\"count\">")?;
            let cells = table(&page, caption);
            let first = shown.lines().nth(2)?.split_whitespace().next()?;
            let same = cells.len() == rows.len()
                && shown.lines().skip(2).zip(&cells).all(|(line, cells)| {
                    let told: String = cells.concat().split_whitespace().collect();
                    line.split_whitespace().collect::<String>() == told
                });
            (same && cells[0][0].split_whitespace().next() == Some(first)).then(|| caption.to_owned())
        });
        assert!(
            title.is_some(),
            "{name} is not in the page as `show` prints it:\n{shown}"
        );
    }
    // Power by site, summed over the sites, is that of the table.
    let view = &data(&page)["it-power"][0]["figure"];
    let drawn: f64 = view["series"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|series| series["values"].as_array().unwrap())
        .map(|value| value.as_f64().unwrap())
        .sum();
    let power = run["tables"]["power"].as_array().unwrap();
    let told: f64 = power.iter().map(|row| row["it_used"].as_f64().unwrap()).sum();
    assert!(told > 0.0 && (drawn - told).abs() < 1e-5, "{drawn} {told}");
    // The waterfall ends at the objective.
    let steps = data(&page)["waterfall"][0]["figure"]["steps"]
        .as_array()
        .unwrap()
        .clone();
    let end = steps.last().unwrap()["value"].as_f64().unwrap();
    assert!(
        (end - run["manifest"]["objective"].as_f64().unwrap()).abs() < 1e-4,
        "{end}"
    );
    let before = steps[..steps.len() - 1]
        .iter()
        .map(|step| step["value"].as_f64().unwrap());
    assert!((before.sum::<f64>() - end).abs() < 1e-4);
}

#[test]
fn hostile_words_in_a_scenario_stay_words() {
    let desk = Desk::new();
    let hostile = "operator.name=\"</script><script>alert(1)</script> & \\\"x\\\" 数据\"";
    let output = desk.solve(&["--set", hostile]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = desk.read("run/report.html");
    assert!(
        !page.contains("<script>alert(1)"),
        "no script of the scenario's own"
    );
    assert!(page.contains("&lt;script&gt;alert(1)"), "its words");
    assert!(page.contains("数据"));
    assert_eq!(page.matches("</script>").count(), 4);
}

#[test]
fn an_infeasible_run_has_a_page_that_says_why() {
    let desk = Desk::new();
    let output = desk.solve(&PROMISE);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let page = desk.read("run/report.html");
    assert!(
        page.contains("No plan satisfies this scenario."),
        "the explanation"
    );
    assert!(page.contains("infeasible"));
    assert!(page.contains("<section id=\"no-plan\""));
    assert!(!page.contains("<section id=\"power\""));
    assert_eq!(code(&desk.run(&["report", "run", "-o", "again.html"])), 0);
    assert!(desk.read("again.html") == page);
}

#[test]
fn what_is_not_as_the_run_wrote_it_is_named() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    std::fs::remove_file(desk.path("run/trajectory.csv")).unwrap();
    std::fs::remove_file(desk.path("run/tables/power.csv")).unwrap();
    let altered = desk.read("run/scenario.resolved.yaml") + "# later\n";
    desk.write("run/scenario.resolved.yaml", &altered);
    let output = desk.run(&["report", "run"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = desk.read("run.html");
    for sentence in [
        "scenario.resolved.yaml is not the file that was solved: its hash differs from the manifest",
        "tables&#x2f;power.csv is missing or cannot be read",
        "trajectory.csv is missing or cannot be read",
    ] {
        assert!(page.contains(sentence), "{sentence}");
        let told = sentence.replace("&#x2f;", "/");
        assert!(stderr(&output).contains(&told), "{}", stderr(&output));
    }
}

#[test]
fn nothing_is_written_where_it_should_not_be() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    desk.write("page.html", "mine");
    let output = desk.run(&["report", "run", "-o", "page.html"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output),
        "error: page.html exists already\nhint: give another name, or --overwrite to replace it\n"
    );
    assert_eq!(desk.read("page.html"), "mine");
    assert_eq!(
        code(&desk.run(&["report", "run", "-o", "page.html", "--overwrite"])),
        0
    );
    assert!(desk.read("page.html").starts_with("<!doctype html>"));
    let output = desk.run(&["report", "run", "-o", "nowhere/page.html"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("there is no folder nowhere"),
        "{}",
        stderr(&output)
    );
    let output = desk.run(&["report", "no-run"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("no-run is not a run directory"),
        "{}",
        stderr(&output)
    );
    std::fs::remove_file(desk.path("run/solution.json")).unwrap();
    let output = desk.run(&["report", "run"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("solution.json"), "{}", stderr(&output));
    assert!(!desk.path("run.html").exists());
}

#[test]
fn studies_of_a_run_are_on_its_page() {
    let desk = Desk::new();
    assert_eq!(code(&desk.solve(&[])), 0);
    let tornado = r#"{"tornado": {"base": {"found": 100, "bound": 99}, "bars": [{"input": {"path": "operator.wacc"},
        "low": {"value": "6 %", "objective": {"found": 90, "bound": 89}},
        "high": {"value": "10 %", "objective": {"found": 120, "bound": 110}}}]}}"#;
    let frontier = r#"{"goal": {"says": "emissions", "unit": "kt"}, "points": [
        {"goal": 5, "objective": {"found": 100, "bound": 99}, "dominated_by": null},
        {"goal": 3, "objective": {"found": 130, "bound": 120}, "dominated_by": null}]}"#;
    desk.write("run/sensitivity.json", tornado);
    desk.write("frontier.json", frontier);
    let output = desk.run(&["report", "run", "--study", "frontier.json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = desk.read("run.html");
    assert!(page.contains("The widest swing is that of operator.wacc: 90 MUSD at 6 %, 120 MUSD at 10 %."));
    assert!(page.contains("2 plans, from 100 MUSD at 5 kt to 130 MUSD at 3 kt."));
    assert_eq!(data(&page)["tornado"][0]["figure"]["kind"], "tornado");
    assert_eq!(
        data(&page)["frontier-1"][0]["figure"]["curves"][0]["points"][0][0],
        3.0
    );

    desk.write("frontier.json", "{\"points\": []}");
    let output = desk.run(&["report", "run", "--study", "frontier.json", "--overwrite"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output)
            .starts_with("error: frontier.json: it is not what `frontier --json` prints: missing field"),
        "{}",
        stderr(&output)
    );
    assert!(desk.read("run.html") == page, "the old page stays");
    let output = desk.run(&["report", "run", "--study", "none.json", "--overwrite"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cannot read none.json"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_sweep_has_a_page() {
    let desk = Desk::empty();
    std::fs::create_dir(desk.path("sweep")).unwrap();
    desk.write(
        "sweep/sweep.json",
        r#"{"format": 1, "scenario": "s", "model": "min-cost", "name": "<money>", "design": "grid", "samples": null,
           "seed": 0, "scenarios": [null], "inputs": ["budget"], "cases": 2}"#,
    );
    let output = desk.run(&["report", "sweep"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cannot read sweep/results.csv"),
        "{}",
        stderr(&output)
    );
    desk.write(
        "sweep/results.csv",
        "number,case,budget [MUSD],status,objective_musd,best_bound_musd,gap,capex_musd,seconds,reuse,message\n\
         1,a,200,optimal,50,49,0.02,150,0.2,,\n2,b,300,optimal,40,40,0,190,0.2,basis,\n",
    );
    let output = desk.run(&["report", "sweep"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let page = desk.read("sweep.html");
    assert!(page.contains("sweep &lt;money&gt;"));
    assert_eq!(
        data(&page)["effect-1"][0]["figure"]["curves"][0]["points"],
        serde_json::json!([[200.0, 50.0], [300.0, 40.0]])
    );
    assert_eq!(
        table(&page, "Every case: inputs, how it ended, figures of its plan")[1][..6],
        ["2", "b", "300", "optimal", "40", "40"]
    );
    let output = desk.run(&["report", "sweep", "-o", "x.html", "--study", "y.json"]);
    assert_eq!(code(&output), 2);
    desk.write("sweep/results.csv", "a,b\n");
    let output = desk.run(&["report", "sweep", "-o", "x.html"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).starts_with("error: sweep: results.csv: it has no column case\nhint: "),
        "{}",
        stderr(&output)
    );
    assert!(!desk.path("x.html").exists());
}
