//! `buildout init`: a commented starter scenario.

use super::{CliError, Context, Exit};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

/// The starter scenario.
const STARTER: &str = include_str!("starter.yaml");

/// Name of the file if a directory is given.
const FILE: &str = "scenario.yaml";

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write, or directory to write scenario.yaml into
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
}

/// Writes the starter scenario; never over a file that exists.
///
/// # Errors
/// A file that exists or cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Exit, CliError> {
    let is_file = args
        .path
        .extension()
        .is_some_and(|end| end == "yaml" || end == "yml");
    let path = if is_file { args.path } else { args.path.join(FILE) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| CliError::io("create", folder, error))?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    match file.and_then(|mut file| file.write_all(STARTER.as_bytes())) {
        Ok(()) => {
            context.say(&format!("wrote {}; next: buildout solve {0}", path.display()));
            Ok(Exit::Done)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(CliError::input(
            format!("{} exists already", path.display()),
            "give another file or directory",
        )),
        Err(error) => Err(CliError::io("write", &path, error)),
    }
}
