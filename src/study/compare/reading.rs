//! Reading the runs of a comparison.

use super::Case;
use crate::run::saved::{Saved, SavedError};
use crate::scenario::Scenario;
use indexmap::IndexSet;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why runs cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Fewer than two.
    #[error("{} nothing to compare", if *.0 == 0 { "no run is" } else { "one run is" })]
    TooFew(usize),
    /// One run under two names.
    #[error("{first} and {second} are the same run")]
    Twice {
        /// As given first.
        first: String,
        /// As given again.
        second: String,
    },
    /// A run that cannot be read.
    #[error("{path}: {source}")]
    Run {
        /// Its directory.
        path: String,
        /// What is wrong.
        source: SavedError,
    },
    /// Scenario, plan or objective are not what was solved.
    #[error("{path}: {what}")]
    Tampered {
        /// Directory of the run.
        path: String,
        /// Which file, and how it differs.
        what: String,
    },
    /// The runs plan for different times.
    #[error("{first} plans {first_horizon}, {second} plans {second_horizon}: their periods are not the same")]
    Horizons {
        /// Directory of the base.
        first: String,
        /// Its periods in words.
        first_horizon: String,
        /// Directory of the other run.
        second: String,
        /// Its periods in words.
        second_horizon: String,
    },
}

/// Reads runs, several at a time, and checks that they can be compared.
///
/// # Errors
/// Fewer than two, one given twice, a run that cannot be read or was altered, horizons that differ.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Case>, CompareError> {
    if paths.len() < 2 {
        return Err(CompareError::TooFew(paths.len()));
    }
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for path in paths {
        if let Some(first) = seen.insert(real(path), path) {
            return Err(CompareError::Twice {
                first: first.display().to_string(),
                second: path.display().to_string(),
            });
        }
    }
    let labels = labels(paths);
    let mut cases = Vec::with_capacity(paths.len());
    for ((path, label), saved) in paths.iter().zip(labels).zip(read_all(paths)) {
        let shown = || path.display().to_string();
        let saved = saved.map_err(|source| CompareError::Run {
            path: shown(),
            source,
        })?;
        if let Some(what) = saved.tampered() {
            return Err(CompareError::Tampered {
                path: shown(),
                what: what.to_owned(),
            });
        }
        cases.push(Case {
            label,
            path: path.clone(),
            saved,
        });
    }
    check_horizons(&cases)?;
    Ok(cases)
}

/// Reads runs on as many threads as there are cores, in order.
fn read_all(paths: &[PathBuf]) -> Vec<Result<Saved, SavedError>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut read = Vec::with_capacity(paths.len());
    for chunk in paths.chunks(threads) {
        std::thread::scope(|scope| {
            let workers: Vec<_> = chunk
                .iter()
                .map(|path| scope.spawn(move || Saved::read(path)))
                .collect();
            for (worker, path) in workers.into_iter().zip(chunk) {
                // A thread that could not finish is tried again where its panic can be seen.
                read.push(worker.join().unwrap_or_else(|_| Saved::read(path)));
            }
        });
    }
    read
}

fn check_horizons(cases: &[Case]) -> Result<(), CompareError> {
    let Some((base, others)) = cases.split_first() else {
        return Ok(());
    };
    let horizon = |case: &Case| case.saved.question.scenario.horizon.clone();
    let other = others.iter().find(|other| horizon(other) != horizon(base));
    match other {
        Some(other) => Err(CompareError::Horizons {
            first: base.path.display().to_string(),
            first_horizon: in_words(&base.saved.question.scenario),
            second: other.path.display().to_string(),
            second_horizon: in_words(&other.saved.question.scenario),
        }),
        None => Ok(()),
    }
}

/// The periods of a scenario: `2027 to 2030 in 4 periods of 1 year from 2027-01-01`.
fn in_words(scenario: &Scenario) -> String {
    let horizon = &scenario.horizon;
    let label = |at: Option<&String>| at.map_or("", String::as_str).to_owned();
    let (first, last) = (label(horizon.labels.first()), label(horizon.labels.last()));
    let months: Vec<i64> = horizon
        .length
        .iter()
        .map(|years| (years.value() * 12.0).round() as i64)
        .collect();
    let length = match months.as_slice() {
        [one, rest @ ..] if rest.iter().all(|other| other == one) => format!(" of {one} months"),
        _ => String::new(),
    };
    let start = label(horizon.start.first());
    match months.len() {
        1 => format!("{first} in one period{length} from {start}"),
        count => format!("{first} to {last} in {count} periods{length} from {start}"),
    }
}

/// Longest label taken from the name of a directory.
const LONGEST_LABEL: usize = 20;

/// Short names for runs: names of their directories if they are short and differ, else letters.
fn labels(paths: &[PathBuf]) -> Vec<String> {
    let name = |path: &PathBuf| {
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let name = real.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_default()
    };
    let names: IndexSet<String> = paths.iter().map(name).collect();
    let short = |name: &String| (1..=LONGEST_LABEL).contains(&name.chars().count());
    if names.len() == paths.len() && names.iter().all(short) {
        return names.into_iter().collect();
    }
    (0..paths.len())
        .map(|at| match u8::try_from(at) {
            Ok(at) if at < 26 => char::from(b'A' + at).to_string(),
            _ => format!("run {}", at + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_names_of_directories_or_letters() {
        let of = |names: &[&str]| labels(&names.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(of(&["runs/base", "runs/more-money"]), ["base", "more-money"]);
        assert_eq!(of(&["a/run", "b/run"]), ["A", "B"]);
        assert_eq!(of(&["a", "a-name-that-is-much-too-long"]), ["A", "B"]);
    }
}
