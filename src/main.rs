//! Parse, call, map the result to an exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    buildout::cli::main()
}
