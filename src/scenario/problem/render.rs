//! Problems of an input as a planner reads them: what, where, the line itself, and a hint.

use super::{Origin, Problem, Problems, Severity, SourceFile};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use std::sync::Arc;

/// Longest line that is shown as a snippet, in bytes.
const LONGEST_SNIPPET: usize = 400;

/// All problems as text, in the order found, each ended by a line end.
pub fn render(problems: &Problems, colour: bool) -> String {
    let blocks = problems
        .list
        .iter()
        .map(|problem| block(problem, problems, colour));
    blocks.collect::<Vec<_>>().join("\n")
}

/// Each problem on a line of its own: `warning: plan.yaml:12: what is wrong`, hints left out.
pub fn brief(problems: &Problems, colour: bool) -> Vec<String> {
    let line = |problem: &Problem| {
        let place = match (place(problem, problems), &problem.path) {
            (Some((origin, file)), _) => format!("{}:{}: ", file.path, origin.line),
            (None, Some(path)) if !path.is_empty() => format!("{}: ", printable(path)),
            _ => String::new(),
        };
        let message = printable(&problem.message).replace('\n', " ");
        format!("{} {place}{message}", severity(problem, colour))
    };
    problems.list.iter().map(line).collect()
}

fn severity(problem: &Problem, colour: bool) -> String {
    match problem.severity {
        Severity::Error => paint("error:", "1;31", colour),
        Severity::Warning => paint("warning:", "1;33", colour),
    }
}

/// Where a problem was written, with the file.
fn place<'a>(problem: &Problem, problems: &'a Problems) -> Option<(Origin, &'a SourceFile)> {
    let origin = problem.origin?;
    Some((origin, problems.files.get(usize::try_from(origin.file).ok()?)?))
}

fn block(problem: &Problem, problems: &Problems, colour: bool) -> String {
    let mut text = format!("{} {}", severity(problem, colour), printable(&problem.message));
    if let Some(check) = problem.check {
        text.push_str(&format!(" [{check}]"));
    }
    text.push('\n');
    match (place(problem, problems), &problem.path) {
        (Some((origin, file)), _) => {
            text.push_str(
                &snippet(problem, origin, file, colour)
                    .unwrap_or_else(|| format!("  at {}:{}:{}\n", file.path, origin.line, origin.column)),
            );
        }
        (None, Some(path)) if !path.is_empty() => text.push_str(&format!("  at {}\n", printable(path))),
        _ => {}
    }
    if let Some(hint) = &problem.hint {
        text.push_str(&format!(
            "{} {}\n",
            paint("hint:", "1;36", colour),
            printable(hint)
        ));
    }
    text
}

/// The written line between its neighbours with a mark under the place; `None` if there is no such line or
/// they are too long to show.
fn snippet(problem: &Problem, origin: Origin, file: &SourceFile, colour: bool) -> Option<String> {
    let offset = usize::try_from(origin.offset).ok()?;
    let rest = file.text.get(offset..)?;
    // The line itself and its neighbours are shown.
    let before = file.text.get(..offset)?.rsplit('\n').take(2).map(str::len);
    let after = rest.split('\n').take(2).map(str::len);
    if before.chain(after).max() > Some(LONGEST_SNIPPET) {
        return None;
    }
    // A value over several lines is marked on its first.
    let on_line = rest.lines().next().map_or(0, str::len);
    let length = usize::try_from(origin.length).ok()?.min(on_line).max(1);
    let shown = Shown {
        severity: problem.severity,
        label: problem.path.clone().filter(|path| !path.is_empty()),
        span: (offset, length),
        source: NamedSource::new(&file.path, Arc::clone(&file.text)),
    };
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        plain_theme()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(1)
        .with_wrap_lines(false)
        .with_width(usize::MAX);
    let mut report = String::new();
    handler.render_report(&mut report, &shown).ok()?;
    // The first line is the (empty) message: it was said before.
    let (_, snippet) = report.split_once('\n')?;
    let lines = snippet.lines().filter(|line| !line.trim().is_empty());
    Some(lines.map(|line| format!("{}\n", line.trim_end())).collect())
}

fn plain_theme() -> GraphicalTheme {
    GraphicalTheme {
        styles: miette::ThemeStyles::none(),
        ..GraphicalTheme::ascii()
    }
}

/// Without the control characters that a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

fn paint(text: &str, code: &str, colour: bool) -> String {
    if colour {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.into()
    }
}

/// What miette needs to draw a snippet.
#[derive(Debug)]
struct Shown {
    severity: Severity,
    label: Option<String>,
    span: (usize, usize),
    source: NamedSource<Arc<str>>,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new(self.label.clone(), self.span.0, self.span.1);
        Some(Box::new(std::iter::once(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, origin: Origin) -> Problems {
        Problems {
            list: vec![
                Problem::error("sites.a.opning_cost", "unknown key `opning_cost`")
                    .at(origin)
                    .hint("did you mean `opening_cost`?"),
            ],
            files: vec![SourceFile {
                path: "plan.yaml".into(),
                text: text.into(),
            }],
        }
    }

    #[test]
    fn a_problem_shows_its_line_and_a_hint() {
        let origin = Origin {
            file: 0,
            line: 3,
            column: 5,
            offset: 16,
            length: 11,
        };
        let text = render(&problems("sites:\n  a:\n    opning_cost: 4\n", origin), false);
        assert_eq!(
            text,
            "error: unknown key `opning_cost`\n   ,-[plan.yaml:3:5]\n 2 |   a:\n 3 |     opning_cost: 4\n   :     \
             ^^^^^|^^^^^\n   :          `-- sites.a.opning_cost\n   `----\nhint: did you mean `opening_cost`?\n"
        );
        assert!(render(&problems("sites:\n  a:\n    opning_cost: 4\n", origin), true).contains("\u{1b}["));
    }

    #[test]
    fn a_place_beyond_the_text_or_in_a_long_line_is_only_named() {
        let origin = Origin {
            file: 0,
            line: 1,
            column: 7,
            offset: 6,
            length: 3,
        };
        let text = render(&problems(&"x".repeat(5000), origin), false);
        assert!(text.contains("  at plan.yaml:1:7\n"), "{text}");
        assert!(render(&problems("ab", origin), false).contains("  at plan.yaml:1:7\n"));
        assert_eq!(
            brief(&problems("ab", origin), false),
            ["error: plan.yaml:1: unknown key `opning_cost`"]
        );
        let nowhere = Origin { file: 9, ..origin };
        assert_eq!(
            brief(&problems("ab", nowhere), false),
            ["error: sites.a.opning_cost: unknown key `opning_cost`"]
        );
        assert!(render(&problems("ab", nowhere), false).contains("  at sites.a.opning_cost\n"));
    }
}
