//! From what the planner wrote to a resolved, checked [`Scenario`].
//!
//! [`load`] does it all: [`text`] merges files and overrides into one tree, [`raw`] says what may be written,
//! [`resolve`] turns names, units, currencies and durations into indices and base units, [`checks`] looks for
//! what cannot work or is probably a slip.

pub mod checks;
pub mod ids;
mod model;
pub mod problem;
pub mod quantity;
pub mod raw;
pub mod resolve;
pub mod text;
pub mod types;

pub use ids::*;
pub use model::load_model;
pub use quantity::*;
pub use types::*;

use problem::Problems;
use std::path::Path;
use text::{Document, LoadOptions};

/// A scenario that was read, resolved and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The merged text, with the place where each value was written.
    pub document: Document,
    /// The resolved scenario.
    pub scenario: Scenario,
    /// What is worth telling.
    pub warnings: Problems,
    /// SHA-256 of the resolved text, in hexadecimal.
    pub hash: String,
}

/// Reads, resolves and checks a scenario file.
///
/// # Errors
/// Everything that is wrong with it: unreadable files, texts that do not fit the format, what does not resolve,
/// and failed checks. Warnings found on the way are among the problems.
pub fn load(path: &Path, options: &LoadOptions) -> Result<Loaded, Problems> {
    finish(text::load(path, options)?)
}

/// [`load`] for an explanation: a scenario of which plain sums show that no plan can exist is read all the same. What
/// they show is among the warnings, as errors.
///
/// # Errors
/// As [`load`], but for those findings.
pub fn load_to_explain(path: &Path, options: &LoadOptions) -> Result<Loaded, Problems> {
    finish_unless(text::load(path, options)?, checks::shows_infeasibility)
}

/// The same for a text in memory, called `name` in messages. Relative paths start from `base_dir`.
///
/// # Errors
/// As [`load`].
pub fn load_str(name: &str, text: &str, base_dir: &Path, options: &LoadOptions) -> Result<Loaded, Problems> {
    finish(text::load_str(name, text, base_dir, options)?)
}

/// Refuses a file in another version of the format before anything else is said about it. A version that is missing
/// or no number is for the format to tell.
fn check_version(document: &Document) -> Result<(), Problems> {
    let version = document.root.get("schema").map(|node| &node.value);
    match version {
        Some(text::Value::Number(version, text)) if *version != 1.0 => {
            let message = format!("format version {text} is not known; expected 1");
            Err(document.problems(vec![document.error("schema", message)]))
        }
        _ => Ok(()),
    }
}

/// Resolves and checks a document that was read before.
///
/// # Errors
/// As [`load`], but for unreadable files.
pub fn finish(document: Document) -> Result<Loaded, Problems> {
    finish_unless(document, |_| false)
}

/// Resolves and checks. `accept` says which problems do not keep the scenario from being used although they are errors.
fn finish_unless(
    mut document: Document,
    accept: impl Fn(&problem::Problem) -> bool,
) -> Result<Loaded, Problems> {
    check_version(&document)?;
    let raw: raw::RawScenario = text::decode(&document, &raw::Formats)?;
    let (scenario, resolved) = resolve::resolve(&raw, &document)?;
    let mut list = document.warnings.list.clone();
    list.extend(resolved.list);
    list.extend(checks::run(&scenario, &document));
    let warnings = document.problems(list);
    let mut errors = warnings
        .list
        .iter()
        .filter(|found| found.severity == problem::Severity::Error);
    if errors.any(|error| !accept(error)) {
        return Err(warnings);
    }
    document.forget_sweeps();
    let hash = document.hash();
    Ok(Loaded {
        document,
        scenario,
        warnings,
        hash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_told_alone() {
        let told = |text: &str| -> Vec<String> {
            let problems = load_str("s.yaml", text, Path::new(""), &LoadOptions::default()).unwrap_err();
            problems.list.into_iter().map(|problem| problem.message).collect()
        };
        assert_eq!(told("schema: 2\n"), ["format version 2 is not known; expected 1"]);
        let missing = told("schema: 1\n");
        assert!(missing.iter().all(|message| !message.contains("version")));
        assert!(
            missing.contains(&"the key `name` is missing".into()),
            "{missing:?}"
        );
    }
}
