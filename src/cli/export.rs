//! `buildout export`: the mathematical program, named, for any solver.

use super::write::write_whole;
use super::{CliError, Context, Exit};
use crate::model;
use crate::program::{Program, lp, mps};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    scenario: super::ScenarioArgs,
    #[command(flatten)]
    model: super::ModelArgs,
    /// File format [default: lp for a file called *.lp, else mps]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// File to write [default: stdout]
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
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
    let question = args.scenario.question(&args.model, context)?;
    let program = model::build(&question.scenario, &question.model).program;
    let mut text = Vec::new();
    match args.format.unwrap_or_else(|| by_name(args.output.as_deref())) {
        Format::Mps => mps::write(&program, &mut text),
        Format::Lp => lp::write(&program, &mut text),
    }
    .map_err(|error| CliError::Internal(error.to_string()))?;
    match &args.output {
        None => context.print(&String::from_utf8_lossy(&text))?,
        Some(path) => {
            write_whole(path, &text, args.overwrite)?;
            context.say(&summary(&program, path));
        }
    }
    Ok(Exit::Done)
}

/// The format that the name of a file asks for.
fn by_name(output: Option<&Path>) -> Format {
    let is_lp = |end: &std::ffi::OsStr| end.eq_ignore_ascii_case("lp");
    match output.and_then(Path::extension) {
        Some(end) if is_lp(end) => Format::Lp,
        _ => Format::Mps,
    }
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
