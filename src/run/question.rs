//! A question ready to be solved.

use super::manifest::{Input, sha256};
use crate::model::registry;
use crate::scenario::problem::Problems;
use crate::scenario::text::{Document, LoadOptions};
use crate::scenario::{self, ModelSpec, Objective, Scenario};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// A question ready to be solved.
#[derive(Debug, Clone)]
pub struct Question {
    /// The scenario.
    pub scenario: Scenario,
    /// What to optimise.
    pub model: ModelSpec,
    /// Text of `scenario.resolved.yaml`: the scenario with everything merged into one file.
    pub resolved: String,
    /// The merged tree behind it, with the place where each value was written.
    pub document: Arc<Document>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// What is worth telling about the scenario although it can be used.
    pub warnings: Problems,
    /// Seconds it took to load.
    pub load_seconds: f64,
}

impl Question {
    /// Reads a scenario and a model (a name or a file).
    ///
    /// # Errors
    /// Everything wrong with either.
    pub fn load(path: &Path, options: &LoadOptions, model: &Path) -> Result<Self, Problems> {
        Self::under(model, || Self::of_scenario(path, options))
    }

    /// [`Question::load`] for an explanation: also of a scenario of which plain sums show that no plan can exist. What
    /// they show is among the warnings, as errors.
    ///
    /// # Errors
    /// As [`Question::load`], but for those findings.
    pub fn load_to_explain(path: &Path, options: &LoadOptions, model: &Path) -> Result<Self, Problems> {
        Self::under(model, || {
            Ok(Self::of_loaded(scenario::load_to_explain(path, options)?))
        })
    }

    /// Reads a scenario, then the model.
    fn under(model: &Path, read: impl FnOnce() -> Result<Self, Problems>) -> Result<Self, Problems> {
        let started = Instant::now();
        let mut question = read()?;
        let families: Vec<&str> = registry::families().iter().map(|family| family.name).collect();
        question.model = scenario::load_model(model, &families)?;
        // A shipped model called by its name comes from no file.
        if let Ok(bytes) = std::fs::read(model) {
            question.inputs.push(Input {
                file: relative(&model.display().to_string()),
                hash: sha256(&bytes),
            });
        }
        question.load_seconds = started.elapsed().as_secs_f64();
        Ok(question)
    }

    /// Reads a scenario that was resolved before, to be looked at under whatever model its plan names.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn resolved(path: &Path) -> Result<Self, Problems> {
        Self::of_scenario(path, &LoadOptions::default())
    }

    /// Reads a scenario under the model that minimises cost.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn of_scenario(path: &Path, options: &LoadOptions) -> Result<Self, Problems> {
        Ok(Self::of_loaded(scenario::load(path, options)?))
    }

    /// A scenario that was loaded, under the model that minimises cost.
    pub fn of_loaded(loaded: scenario::Loaded) -> Self {
        let inputs = loaded.document.inputs().map(|file| Input {
            file: relative(&file.path),
            hash: sha256(file.text.as_bytes()),
        });
        Self {
            resolved: loaded.document.to_yaml(),
            inputs: inputs.collect(),
            warnings: loaded.warnings,
            scenario: loaded.scenario,
            model: ModelSpec {
                name: "min-cost".into(),
                objective: Objective::MinCost,
                off: Vec::new(),
            },
            load_seconds: 0.0,
            document: Arc::new(loaded.document),
        }
    }

    /// Where every value was written: path and origin, files named like the inputs. See [`Document::places`].
    pub fn origins(&self) -> Vec<(String, String)> {
        self.document.places(&relative)
    }
}

/// A path relative to the working directory if it lies below it, else as it is.
fn relative(path: &str) -> String {
    let below = |folder: std::path::PathBuf| {
        let path = Path::new(path).strip_prefix(folder).ok()?;
        Some(path.display().to_string())
    };
    std::env::current_dir()
        .ok()
        .and_then(below)
        .unwrap_or_else(|| path.to_owned())
}
