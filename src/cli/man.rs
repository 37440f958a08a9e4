//! `lifecircle man`: manual pages made of the commands' own help, for packages. Not listed in the help:
//! whoever reads that has it already.

use std::fs;
use std::path::PathBuf;

use crate::language::Language;

use super::failure::Failure;

/// Write manual pages, one for the program and one for each command
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// The folder; made where there is none
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &ManArgs, _: Language) -> Result<(), Failure> {
    let cannot_write = |error| Failure::Output { path: Some(args.out.clone()), error };
    fs::create_dir_all(&args.out).map_err(cannot_write)?;
    clap_mangen::generate_to(super::command(), &args.out).map_err(cannot_write)
}
