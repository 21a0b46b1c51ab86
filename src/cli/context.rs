//! Where a verb writes: stdout for data, stderr for talk, colour and width of each.

use super::error::CliError;
use crate::report::grid::Page;
use crate::run::saved::Saved;
use crate::scenario::problem::{self, Problems};
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Widest table when the output is not a terminal.
const PIPED_WIDTH: usize = 120;

/// The process's outputs as a verb sees them.
#[derive(Debug, Clone)]
pub struct Context {
    /// Whether stdout takes colour (a terminal, and `NO_COLOR` is not set).
    pub colour: bool,
    /// Columns of text that fit on stdout.
    pub width: usize,
    /// Whether stderr is a terminal: progress lives there.
    pub live: bool,
    /// Whether stderr takes colour.
    pub stderr_colour: bool,
}

impl Context {
    /// As found in the process's environment.
    pub fn of_process() -> Self {
        let colour_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let stdout = std::io::stdout().is_terminal();
        let stderr = std::io::stderr().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            colour: stdout && colour_wanted,
            width: columns
                .or_else(|| stdout.then(measured).flatten())
                .unwrap_or(PIPED_WIDTH)
                .max(40),
            live: stderr,
            stderr_colour: stderr && colour_wanted,
        }
    }

    /// Reads a run directory and warns of what is not as the run wrote it.
    ///
    /// # Errors
    /// What is no run, or cannot be read.
    pub fn read_run(&self, path: &Path) -> Result<Saved, CliError> {
        let saved = Saved::read(path)?;
        self.warn_of_altered(&saved);
        Ok(saved)
    }

    /// Warns of what is not as a run wrote it.
    pub fn warn_of_altered(&self, saved: &Saved) {
        for altered in &saved.altered {
            self.say(&format!("warning: {altered}"));
        }
    }

    /// The page that tables are printed on.
    pub fn page(&self) -> Page {
        Page {
            width: self.width,
            colour: self.colour,
        }
    }

    /// Writes data to stdout. A reader that has closed the pipe (`| head`) is not an error.
    ///
    /// # Errors
    /// Any other failure to write, such as a full disk behind a redirection.
    pub fn print(&self, text: &str) -> Result<(), CliError> {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CliError::Io {
                action: "write",
                path: "stdout".into(),
                source: error,
            }),
            _ => Ok(()),
        }
    }

    /// Writes a value as indented JSON and a line end to stdout.
    ///
    /// # Errors
    /// As [`Context::print`]; an internal error if the value has no JSON form.
    pub fn print_json(&self, value: &impl serde::Serialize) -> Result<(), CliError> {
        let mut text =
            serde_json::to_string_pretty(value).map_err(|error| CliError::Internal(error.to_string()))?;
        text.push('\n');
        self.print(&text)
    }

    /// Says something to the person on stderr.
    pub fn say(&self, text: &str) {
        // Nobody is left to be told that stderr is gone.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Shows problems of an input on stderr, each with its line and hint.
    pub fn show_problems(&self, problems: &Problems) {
        let text = problem::render(problems, self.stderr_colour);
        if !text.is_empty() {
            self.say(text.trim_end());
        }
    }

    /// Shows the first warnings of a scenario on stderr, one line each; `validate` shows all of them with their
    /// hints.
    pub fn warn(&self, warnings: &Problems, scenario: &Path) {
        const SHOWN: usize = 5;
        let lines = problem::brief(warnings, self.stderr_colour);
        for line in lines.iter().take(SHOWN) {
            self.say(line);
        }
        if lines.len() > SHOWN {
            let more = lines.len() - SHOWN;
            let scenario = scenario.display();
            self.say(&format!("{more} more; `buildout validate {scenario}` shows all"));
        }
    }

    /// Reports what went wrong on stderr.
    pub fn report(&self, error: &CliError) {
        if let CliError::Problems(problems) = error {
            self.show_problems(problems);
            return;
        }
        self.say(&format!("error: {error}"));
        if let Some(hint) = error.hint() {
            self.say(&format!("hint: {hint}"));
        }
    }
}
