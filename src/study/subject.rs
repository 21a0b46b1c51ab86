//! What a study is about: a scenario file, or a run.

use crate::run::Question;
use crate::run::saved::{MANIFEST, SCENARIO, Saved, SavedError};
use crate::scenario::problem::Problems;
use crate::scenario::text::{self, Document, LoadOptions};
use crate::scenario::{self, ModelSpec};
use std::path::Path;

/// A scenario file with what to change in it, or a run with its resolved scenario, model and plan. Variants of either are
/// read by [`Subject::variant`].
#[derive(Debug, Clone)]
pub struct Subject {
    /// As it stands.
    pub question: Question,
    /// The run, if the subject is one.
    pub saved: Option<Saved>,
    /// What variants are made of.
    document: Document,
    model: ModelSpec,
}

/// Why a subject cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SubjectError {
    /// Its scenario or model has problems.
    #[error("the scenario cannot be used")]
    Scenario(Problems),
    /// Its run cannot be read.
    #[error(transparent)]
    Run(#[from] SavedError),
    /// A run is as it was asked: another scenario or setting is another question.
    #[error("{0} is a run: its scenario is already resolved, so {1} cannot be applied to it")]
    Resolved(String, &'static str),
}

impl Subject {
    /// Reads a scenario file under a model (a name or a file), or a run directory under the model of its plan.
    ///
    /// # Errors
    /// Everything wrong with either; a named scenario asked of a run.
    pub fn load(path: &Path, options: &LoadOptions, model: &Path) -> Result<Self, SubjectError> {
        Self::read(path, options, || Question::load(path, options, model))
    }

    /// [`Subject::load`] for an explanation, see [`Question::load_to_explain`].
    ///
    /// # Errors
    /// As [`Subject::load`], but for what plain sums show.
    pub fn load_to_explain(path: &Path, options: &LoadOptions, model: &Path) -> Result<Self, SubjectError> {
        Self::read(path, options, || Question::load_to_explain(path, options, model))
    }

    fn read(
        path: &Path,
        options: &LoadOptions,
        scenario: impl FnOnce() -> Result<Question, Problems>,
    ) -> Result<Self, SubjectError> {
        if !path.join(MANIFEST).is_file() {
            let question = scenario().map_err(SubjectError::Scenario)?;
            return Ok(Self {
                document: text::load(path, options).map_err(SubjectError::Scenario)?,
                model: question.model.clone(),
                question,
                saved: None,
            });
        }
        if options.scenario.is_some() {
            return Err(SubjectError::Resolved(path.display().to_string(), "--scenario"));
        }
        let saved = Saved::read(path)?;
        let document = text::load(&path.join(SCENARIO), options).map_err(SubjectError::Scenario)?;
        let mut subject = Self {
            document,
            model: saved.question.model.clone(),
            question: saved.question.clone(),
            saved: Some(saved),
        };
        if !options.sets.is_empty() {
            subject.question = subject.variant(&[]).map_err(SubjectError::Scenario)?;
        }
        Ok(subject)
    }

    /// The merged text that variants are made of, as it was when the subject was loaded.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether the question is that of the run, nothing set on top of it.
    pub fn is_as_saved(&self) -> bool {
        let saved = self.saved.as_ref();
        saved.is_some_and(|saved| {
            saved.altered.is_empty() && saved.question.resolved == self.question.resolved
        })
    }

    /// The question with more values set, each `path=value`, over everything else.
    ///
    /// # Errors
    /// Everything wrong with the scenario that results.
    pub fn variant(&self, sets: &[String]) -> Result<Question, Problems> {
        let mut question = Question::of_loaded(scenario::finish(self.document.with(sets)?)?);
        question.model.clone_from(&self.model);
        Ok(question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_set_values_over_everything_else() {
        let path = Path::new("inputs/tutorial.yaml");
        let subject = Subject::load(path, &LoadOptions::default(), Path::new("min-cost")).unwrap();
        let same = subject.variant(&[]).unwrap();
        assert_eq!(same.resolved, subject.question.resolved);
        let named = subject.variant(&["name=other".into()]).unwrap();
        assert_eq!(named.scenario.name, "other");
        assert!(subject.variant(&["no.such.path=1".into()]).is_err());
    }
}
