//! `buildout export`: the mathematical program, named, for any solver.

use super::{CliError, Context, Exit};
use crate::model;
use crate::program::{Program, lp, mps};
use crate::run::Question;
use clap::ValueEnum;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    scenario: super::ScenarioArgs,
    #[command(flatten)]
    model: super::ModelArgs,
    /// File format
    #[arg(long, value_enum, default_value_t = Format::Mps)]
    format: Format,
    /// File to write [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    overwrite: bool,
}

/// File format of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Free-format MPS, read by every solver
    Mps,
    /// CPLEX LP, for reading by eye
    Lp,
}

/// Builds the program of a scenario and writes it.
///
/// # Errors
/// Bad input, or a file that cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let question = Question::load(
        &args.scenario.path,
        &args.scenario.load_options(),
        &args.model.model,
    )?;
    context.show_problems(&question.warnings);
    let program = model::build(&question.scenario, &question.model).program;
    let mut text = Vec::new();
    match args.format {
        Format::Mps => mps::write(&program, &mut text),
        Format::Lp => lp::write(&program, &mut text),
    }
    .map_err(|error| CliError::Internal(error.to_string()))?;
    match &args.output {
        None => context.print(&String::from_utf8_lossy(&text))?,
        Some(path) => {
            write(path, &text, args.overwrite)?;
            context.say(&summary(&program, path));
        }
    }
    Ok(Exit::Done)
}

/// Writes beside the target and renames, so that the file appears whole or not at all.
fn write(path: &Path, text: &[u8], overwrite: bool) -> Result<(), CliError> {
    let fail = |source| CliError::Io {
        action: "write",
        path: path.display().to_string(),
        source,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(text).map_err(fail)?;
    if overwrite {
        file.persist(path).map_err(|error| fail(error.error))?;
    } else {
        file.persist_noclobber(path).map_err(|error| {
            if error.error.kind() == std::io::ErrorKind::AlreadyExists {
                CliError::Input {
                    message: format!("{} exists already", path.display()),
                    hint: Some("give another name, or --overwrite to replace it".into()),
                }
            } else {
                fail(error.error)
            }
        })?;
    }
    Ok(())
}

fn summary(program: &Program, path: &Path) -> String {
    format!(
        "{} columns ({} integer), {} rows, {} nonzeros written to {}",
        program.columns(),
        program.integers(),
        program.rows(),
        program.nonzeros(),
        path.display()
    )
}
