//! A run as files, and back.

use super::directory::DirectoryError;
use super::manifest::{Manifest, Sense, sha256};
use super::origins::{FILE as ORIGINS, Origins};
use super::{Priced, Question, Run, RunError, price, shadow};
use crate::plan::json;
use crate::plan::tables::Table;
use crate::scenario::problem::Problems;
use crate::scenario::{ModelSpec, Objective};
use crate::solver::{Event, Status};
use crate::study::sweep::DESCRIPTION;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Name of the resolved scenario in a run directory.
pub const SCENARIO: &str = "scenario.resolved.yaml";
/// Name of the plan, with the model that it was found under.
pub const SOLUTION: &str = "solution.json";
/// Name of the model of a run without a plan.
pub const MODEL: &str = "model.json";
/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Name of the explanation of an infeasible scenario.
pub const EXPLANATION: &str = "explanation.txt";
/// Name of the table of better plans and bounds on the way.
pub const TRAJECTORY: &str = "trajectory.csv";
/// Name of the log.
pub const LOG: &str = "solver.log";

/// Name of the run directory of a question: the scenario and eight digits that change with anything that
/// is asked (any value of the scenario, the model), but not with how it is solved.
pub fn directory_name(question: &Question) -> String {
    let digits: String = asked_hash(question).chars().take(8).collect();
    format!("{}-{digits}", question.scenario.name)
}

/// SHA-256 of all that is asked: the resolved scenario and the model.
pub fn asked_hash(question: &Question) -> String {
    let asked = format!("{}\n{}", question.resolved, model_json(&question.model));
    sha256(asked.as_bytes())
}

/// The files of a run: path within the run directory, bytes.
///
/// # Errors
/// Never in practice: a value that has no JSON form.
pub fn files(question: &Question, run: &Run) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let mut files = vec![
        (
            MANIFEST.to_owned(),
            pretty(&serde_json::to_value(&run.manifest)?)?,
        ),
        (SCENARIO.to_owned(), question.resolved.clone().into_bytes()),
        (
            ORIGINS.to_owned(),
            Origins::new(question.origins()).to_csv().into_bytes(),
        ),
    ];
    if let Some(priced) = &run.plan {
        let solution = json!({
            "model": model_json(&question.model),
            "plan": json::to_json(&question.scenario, &priced.plan),
        });
        files.push((SOLUTION.to_owned(), pretty(&solution)?));
        for table in &priced.tables {
            files.push((table_file(table), table.to_csv().into_bytes()));
        }
    } else {
        files.push((MODEL.to_owned(), pretty(&model_json(&question.model))?));
    }
    if let Some(explanation) = &run.explanation {
        files.push((EXPLANATION.to_owned(), explanation.clone().into_bytes()));
    }
    files.push((
        TRAJECTORY.to_owned(),
        trajectory_csv(&run.trajectory).into_bytes(),
    ));
    let log: String = run.log.iter().map(|line| format!("{line}\n")).collect();
    files.push((LOG.to_owned(), log.into_bytes()));
    Ok(files)
}

/// One line for every better plan or bound; a cell is empty while there is none.
pub fn trajectory_csv(trajectory: &[Event]) -> String {
    let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut text = String::from("seconds,incumbent,bound,source\n");
    for event in trajectory {
        let (incumbent, bound) = (cell(event.incumbent), cell(event.bound));
        text.push_str(&format!(
            "{:.3},{incumbent},{bound},{}\n",
            event.seconds, event.source
        ));
    }
    text
}

fn table_file(table: &Table) -> String {
    format!("tables/{}.csv", table.name)
}

fn pretty(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text.into_bytes())
}

fn model_json(model: &ModelSpec) -> Value {
    let objective = match model.objective {
        Objective::MinCost => "min_cost",
        Objective::MaxProfit => "max_profit",
    };
    json!({"name": model.name, "objective": objective, "off": model.off})
}

fn model_from_json(value: &Value) -> Option<ModelSpec> {
    let off = value.get("off")?.as_array()?.iter();
    Some(ModelSpec {
        name: value.get("name")?.as_str()?.to_owned(),
        objective: match value.get("objective")?.as_str()? {
            "min_cost" => Objective::MinCost,
            "max_profit" => Objective::MaxProfit,
            _ => return None,
        },
        off: off
            .map(|family| family.as_str().map(str::to_owned))
            .collect::<Option<_>>()?,
    })
}

/// A run read back from its directory. The tables are worked out anew from the plan.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its manifest.
    pub manifest: Manifest,
    /// The question, as resolved; its inputs are those of the manifest.
    pub question: Question,
    /// The plan, checked again; `None` if the run has none.
    pub plan: Option<Priced>,
    /// Why there can be no plan, if the scenario is infeasible.
    pub explanation: Option<String>,
    /// Text of `trajectory.csv`; `None` if it is missing or cannot be read.
    pub trajectory: Option<String>,
    /// Where the values of the scenario were written; `None` if the run does not tell.
    pub origins: Option<Origins>,
    /// What is not as the run wrote it: one sentence per file, starting with its name.
    pub altered: Vec<String>,
}

/// Why a run cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// A file is missing or cannot be read.
    #[error(transparent)]
    File(#[from] DirectoryError),
    /// There is no run.
    #[error("{path} is not a run directory: {why}")]
    NotARun {
        /// What was taken for one.
        path: String,
        /// What it is instead.
        why: NotARun,
    },
    /// A file is not what it should be.
    #[error("{file}: {message}")]
    Malformed {
        /// Which file.
        file: String,
        /// What is wrong with it.
        message: String,
    },
    /// The resolved scenario has problems.
    #[error("{SCENARIO} cannot be used")]
    Scenario(Problems),
    /// The plan breaks the rules of its scenario.
    #[error(transparent)]
    Plan(#[from] RunError),
}

/// What stands where a run was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARun {
    /// Nothing.
    #[error("there is nothing of that name")]
    Nothing,
    /// A file.
    #[error("it is a file")]
    File,
    /// A sweep directory.
    #[error("it is a sweep")]
    Sweep,
    /// A directory of something else.
    #[error("it has no {MANIFEST}")]
    Other,
}

impl NotARun {
    fn at(path: &Path) -> Self {
        if !path.exists() {
            Self::Nothing
        } else if !path.is_dir() {
            Self::File
        } else if path.join(DESCRIPTION).is_file() {
            Self::Sweep
        } else {
            Self::Other
        }
    }
}

impl Saved {
    /// Reads a run directory, checks its hashes and its plan.
    ///
    /// # Errors
    /// A directory that is no run, files that are missing or malformed, a plan that breaks its scenario's
    /// rules. Files that differ from what the run wrote but can be read are told in [`Saved::altered`].
    pub fn read(directory: &Path) -> Result<Self, SavedError> {
        let text = |name: &str| -> Result<String, SavedError> {
            let path = directory.join(name);
            Ok(fs::read_to_string(&path).map_err(DirectoryError::io("read", &path))?)
        };
        let malformed = |file: &str, message: String| SavedError::Malformed {
            file: directory.join(file).display().to_string(),
            message,
        };
        if !directory.join(MANIFEST).is_file() {
            return Err(SavedError::NotARun {
                path: directory.display().to_string(),
                why: NotARun::at(directory),
            });
        }
        let manifest: Manifest =
            serde_json::from_str(&text(MANIFEST)?).map_err(|error| malformed(MANIFEST, error.to_string()))?;
        let resolved = text(SCENARIO)?;
        let mut altered = Vec::new();
        let hash = sha256(resolved.as_bytes());
        if hash != manifest.scenario_hash {
            let short = |hash: &str| hash.chars().take(8).collect::<String>();
            altered.push(format!(
                "{SCENARIO} is not the file that was solved: its hash differs from the manifest's ({}... instead of {}...)",
                short(&hash),
                short(&manifest.scenario_hash)
            ));
        }
        let mut question = Question::resolved(&directory.join(SCENARIO)).map_err(SavedError::Scenario)?;
        question.inputs.clone_from(&manifest.inputs);
        let mut plan = None;
        if manifest.objective.is_some() {
            let solution: Value = serde_json::from_str(&text(SOLUTION)?)
                .map_err(|error| malformed(SOLUTION, error.to_string()))?;
            question.model = solution
                .get("model")
                .and_then(model_from_json)
                .ok_or_else(|| malformed(SOLUTION, "expected a model with name, objective and off".into()))?;
            let decided = solution.get("plan").unwrap_or(&Value::Null);
            let decided = json::from_json(&question.scenario, decided)
                .map_err(|error| malformed(SOLUTION, error.to_string()))?;
            let mut priced = price(&question, decided, None)?;
            altered.extend(objective_differs(&manifest, &question, &priced));
            for table in &mut priced.tables {
                altered.extend(adopt(directory, table));
            }
            plan = Some(priced);
        } else if directory.join(MODEL).exists() {
            let model = serde_json::from_str(&text(MODEL)?)
                .map_err(|error: serde_json::Error| malformed(MODEL, error.to_string()))?;
            question.model = model_from_json(&model)
                .ok_or_else(|| malformed(MODEL, "expected a model with name, objective and off".into()))?;
        } else if manifest.sense == Sense::Maximise {
            // Runs of earlier versions tell no more.
            question.model = ModelSpec {
                name: "max-profit".into(),
                objective: Objective::MaxProfit,
                off: Vec::new(),
            };
        }
        let explanation = match manifest.status {
            Status::Infeasible => Some(text(EXPLANATION)?),
            _ => None,
        };
        let trajectory = text(TRAJECTORY).ok();
        if trajectory.is_none() {
            altered.push(format!("{TRAJECTORY} is missing or cannot be read"));
        }
        // Runs of earlier versions have no such file.
        let origins = match directory.join(ORIGINS).exists() {
            true => Some(Origins::from_csv(&text(ORIGINS)?)),
            false => None,
        };
        if let Some(path) = origins
            .as_ref()
            .and_then(|origins| origins.stray(&question.document))
        {
            altered.push(format!(
                "{ORIGINS} does not belong to {SCENARIO}, which has no value at `{path}`"
            ));
        }
        Ok(Self {
            manifest,
            question,
            plan,
            explanation,
            trajectory,
            origins,
            altered,
        })
    }

    /// What of [`Saved::altered`] changes the question or the answer: scenario, plan or objective. The rest - tables,
    /// which are worked out anew, and origins - only tells of them.
    pub fn tampered(&self) -> Option<&str> {
        self.altered
            .iter()
            .map(String::as_str)
            .find(|told| [SCENARIO, SOLUTION].iter().any(|file| told.starts_with(file)))
    }
}

fn objective_differs(manifest: &Manifest, question: &Question, priced: &Priced) -> Option<String> {
    let recomputed = super::sense(&question.model).of_minimised(priced.ledger.objective(&question.model));
    let stated = manifest.objective?;
    // Written so that NaN differs.
    let same =
        (stated - recomputed).abs() <= super::SAME_OBJECTIVE * stated.abs().max(recomputed.abs()).max(1.0);
    (!same).then(|| {
        format!("{SOLUTION} is not the plan of the manifest: its objective is {recomputed} MUSD, the manifest says {stated}")
    })
}

/// Compares a table with its file; shadow prices, which only a solve knows, are taken over from it.
fn adopt(directory: &Path, table: &mut Table) -> Option<String> {
    let name = table_file(table);
    let Ok(text) = fs::read_to_string(directory.join(&name)) else {
        return Some(format!("{name} is missing or cannot be read"));
    };
    shadow::adopt(table, &text);
    (table.to_csv() != text).then(|| format!("{name} is not what the plan gives"))
}
