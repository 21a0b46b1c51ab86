//! `report` and the page in a run directory.

use super::{Desk, code, stderr, stdout};
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
    let promise = [
        "--set",
        "budget.capex.at_most=1 MUSD",
        "--set",
        "demand.city-chat.service_floor={$add: 100 %}",
    ];
    let output = desk.solve(&promise);
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
