//! `buildout man`: manual pages, made from the definitions that parse the command line.

use super::write::write_whole;
use super::{Cli, CliError, Context, Exit};
use crate::scenario::text;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::path::PathBuf;

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "To read one: buildout man solve | man -l -")]
pub struct Args {
    /// Verb whose page is printed, with its action if it has several: `solve`, `scenario diff` [default: the overview]
    #[arg(value_name = "VERB", conflicts_with = "output")]
    verb: Vec<String>,
    /// Write all pages into this folder instead
    #[arg(short, long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    output: Option<PathBuf>,
    /// Replace pages that exist
    #[arg(long, requires = "output")]
    overwrite: bool,
}

/// Prints one page to stdout, or writes all into a folder.
///
/// # Errors
/// A verb that does not exist; a folder that cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.output else {
        context.print(&page(find(&command, &args.verb)?)?)?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(folder).map_err(|error| CliError::io("create", folder, error))?;
    let mut count = 0;
    let mut open = vec![&command];
    while let Some(next) = open.pop() {
        let path = folder.join(format!("{}.1", name(next)));
        write_whole(&path, page(next)?.as_bytes(), args.overwrite)?;
        count += 1;
        open.extend(visible(next));
    }
    context.say(&format!("wrote {count} pages to {}", folder.display()));
    Ok(Exit::Done)
}

fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}

/// `buildout-scenario-diff`.
fn name(command: &Command) -> String {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned()
}

fn find<'a>(command: &'a Command, words: &[String]) -> Result<&'a Command, CliError> {
    let mut found = command;
    for word in words {
        let names = || visible(found).map(Command::get_name);
        found = match visible(found).find(|inner| inner.get_name() == word) {
            Some(inner) => inner,
            None => {
                let hint = match (text::closest(word, names()), names().next()) {
                    (Some(closest), _) => format!("did you mean `{closest}`?"),
                    (None, Some(_)) => format!("there are: {}", text::names(names())),
                    (None, None) => format!("`{}` has no actions of its own", found.get_name()),
                };
                return Err(CliError::input(
                    format!("there is no verb `{}`", words.join(" ")),
                    hint,
                ));
            }
        };
    }
    Ok(found)
}

/// A page as the `man` macros have it.
fn page(command: &Command) -> Result<String, CliError> {
    let man = Man::new(command.clone()).manual("buildout");
    let mut text = Vec::new();
    man.render(&mut text)
        .map_err(|error| CliError::Internal(error.to_string()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
