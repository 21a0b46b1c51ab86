//! `buildout completions`: shell completions.

use super::{Cli, CliError, Context, Exit};
use clap::CommandFactory;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shell to complete for
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Prints the completion script to stdout.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "buildout", &mut script);
    context.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
