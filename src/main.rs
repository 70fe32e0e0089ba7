//! Arguments, dispatch, exit code: all of it is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(trucewatch::cli::main())
}
