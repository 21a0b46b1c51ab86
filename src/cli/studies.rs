//! What the verbs that study a scenario or a run have in common.

use super::arguments::{ModelArgs, SolverArgs};
use super::progress::LiveLine;
use super::write::write_whole;
use super::{CliError, Context, Exit};
use crate::run::directory::{DirectoryError, Target};
use crate::run::{self, Question, Run, saved};
use crate::scenario::text::LoadOptions;
use crate::solver::{SolveOptions, Strategy};
use crate::study::{Desk, Study, StudyError, Subject};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What is studied, and how it is solved.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct StudyArgs {
    /// Named scenario of the file to apply: a list of overrides
    #[arg(long = "scenario", value_name = "NAME")]
    pub name: Option<String>,
    /// Set one value, over everything else; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub model: ModelArgs,
    /// How long and how closely to solve; the time limit holds for each solve
    #[command(flatten)]
    pub solver: SolverArgs,
}

impl StudyArgs {
    /// Reads the scenario file or the run and shows the warnings.
    pub(super) fn subject(&self, path: &Path, context: &Context) -> Result<Subject, CliError> {
        let options = LoadOptions {
            scenario: self.name.clone(),
            sets: self.sets.clone(),
        };
        let subject = Subject::load(path, &options, &self.model.model)?;
        match &subject.saved {
            Some(saved) => context.warn_of_altered(saved),
            None => context.warn(&subject.question.warnings, path),
        }
        Ok(subject)
    }

    /// How every solve of the study is done.
    pub(super) fn options(&self) -> SolveOptions {
        self.solver.options(Strategy::Auto)
    }
}

/// A desk with a live line.
pub(super) struct Live {
    /// Where questions are solved.
    pub desk: Desk,
    line: Arc<LiveLine>,
}

impl Live {
    /// For a subject.
    pub(super) fn new(
        context: &Context,
        subject: &Subject,
        options: SolveOptions,
        interrupted: Arc<AtomicBool>,
    ) -> Self {
        let sense = run::sense(&subject.question.model);
        let line = Arc::new(LiveLine::new(context, sense, interrupted));
        let study: Arc<dyn Study> = Arc::clone(&line) as Arc<dyn Study>;
        Self {
            desk: Desk::new(options, study),
            line,
        }
    }

    /// Does some work, removes the line, and tells what is a result rather than an error: that there is no plan.
    pub(super) fn study<T>(
        mut self,
        path: &Path,
        json: bool,
        context: &Context,
        work: impl FnOnce(&mut Desk) -> Result<T, StudyError>,
    ) -> Result<Result<T, Exit>, CliError> {
        let done = work(&mut self.desk);
        self.line.finish();
        let (status, exit) = match &done {
            Err(StudyError::Infeasible) => ("infeasible", Exit::Infeasible),
            Err(StudyError::EmptyHanded) => ("unknown", Exit::StoppedWithoutPlan),
            _ => return Ok(Ok(done?)),
        };
        if let Err(error) = &done {
            context.say(&format!("error: {error}"));
        }
        context.say(&match exit {
            Exit::Infeasible => format!(
                "hint: `buildout solve {}` says which limits cannot all hold",
                path.display()
            ),
            _ => "hint: give it more time: --time-limit 10min".to_owned(),
        });
        if json {
            context.print_json(&json!({"status": status}))?;
        }
        Ok(Err(exit))
    }
}

/// A directory for the files of a study, found free before a long solve. A study is never overwritten.
pub(super) fn target(path: &Path) -> Result<Target, CliError> {
    Target::check(path, false).map_err(|error| match error {
        DirectoryError::Exists { path } => CliError::input(
            format!("{path} exists already"),
            "-o DIR writes elsewhere; what a study has written is never replaced",
        ),
        error => error.into(),
    })
}

/// A table as a file.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct CsvArgs {
    /// Write what is found as CSV
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Replace the CSV file if it exists
    #[arg(long)]
    overwrite: bool,
}

impl CsvArgs {
    /// Checks, before a long solve, that the file can be written.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let Some(path) = &self.csv else { return Ok(()) };
        if path.exists() && !self.overwrite {
            return Err(CliError::input(
                format!("{} exists already", path.display()),
                "give another name, or --overwrite to replace it",
            ));
        }
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(CliError::input(
                format!(
                    "cannot write {}: there is no folder {}",
                    path.display(),
                    folder.display()
                ),
                "make the folder first, or give another place",
            )),
            _ => Ok(()),
        }
    }

    /// Writes the table, if a file is asked for.
    pub(super) fn write(
        &self,
        bytes: impl FnOnce() -> Result<Vec<u8>, csv::Error>,
        context: &Context,
    ) -> Result<(), CliError> {
        let Some(path) = &self.csv else { return Ok(()) };
        write_whole(path, &bytes().map_err(internal)?, self.overwrite)?;
        context.say(&format!("table written to {}", path.display()));
        Ok(())
    }
}

/// Writes what a study has found as JSON, its other files, and its runs by name.
pub(super) fn write_study<'a>(
    target: &Target,
    (name, found): (&str, &impl serde::Serialize),
    others: Vec<(String, Vec<u8>)>,
    runs: impl Iterator<Item = (String, &'a Question, &'a Run)>,
    context: &Context,
) -> Result<(), CliError> {
    let mut files = others;
    files.push((
        name.to_owned(),
        serde_json::to_vec_pretty(found).map_err(internal)?,
    ));
    for (folder, question, run) in runs {
        let inside = saved::files(question, run).map_err(internal)?;
        files.extend(
            inside
                .into_iter()
                .map(|(file, bytes)| (format!("{folder}/{file}"), bytes)),
        );
    }
    target.write(&files)?;
    context.say(&format!("runs written to {}", target.path().display()));
    Ok(())
}

fn internal(error: impl std::fmt::Display) -> CliError {
    CliError::Internal(error.to_string())
}
