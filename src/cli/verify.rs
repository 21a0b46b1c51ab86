//! `buildout verify`: the plan of a run, checked again from its scenario alone.

use super::{CliError, Context, Exit};
use crate::report::numbers::short;
use crate::run::RunError;
use crate::run::manifest::sha256;
use crate::run::saved::{Saved, SavedError};
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run directory
    #[arg(value_name = "RUN", value_hint = clap::ValueHint::DirPath)]
    run: PathBuf,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// Reads the run back, compares its hashes and tables, and checks the plan against every rule of its
/// scenario. Ends with [`Exit::BadInput`] if anything is not as the run wrote it.
///
/// # Errors
/// A run that cannot be read.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let (mut problems, saved) = match Saved::read(&args.run) {
        Ok(saved) => (saved.altered.clone(), Some(saved)),
        Err(SavedError::Plan(RunError::Unsound(violations))) => (violations, None),
        Err(error) => return Err(error.into()),
    };
    if let Some(saved) = &saved
        && saved.plan.is_some()
        && !saved.manifest.verified
    {
        problems.push("manifest.json says that the plan was not verified".into());
    }
    let plan = saved.as_ref().and_then(|saved| saved.plan.as_ref());
    let verified = problems.is_empty();
    if let Some(saved) = &saved {
        for note in changed_inputs(saved) {
            context.say(&format!("note: {note}"));
        }
    }
    if args.json {
        context.print_json(&json!({
            "run": args.run.display().to_string(),
            "verified": verified && plan.is_some(),
            "problems": problems,
        }))?;
    } else if let Some(saved) = saved.as_ref().filter(|_| verified) {
        let line = match (plan, saved.manifest.objective) {
            (Some(_), Some(objective)) => format!(
                "verified: the plan keeps every rule of its scenario, and its objective is {} MUSD\n",
                short(objective)
            ),
            _ => "unaltered: this run has no plan to verify\n".into(),
        };
        context.print(&line)?;
    } else {
        let list: String = problems.iter().map(|problem| format!("  {problem}\n")).collect();
        context.print(&format!("not verified\n{list}"))?;
    }
    Ok(if verified { Exit::Done } else { Exit::BadInput })
}

/// Inputs that have changed since the run: the run stands, but a new one would differ.
fn changed_inputs(saved: &Saved) -> Vec<String> {
    let changed = saved.manifest.inputs.iter().filter_map(|input| {
        let bytes = std::fs::read(&input.file).ok()?;
        (sha256(&bytes) != input.hash).then(|| format!("{} has changed since this run", input.file))
    });
    changed.collect()
}
