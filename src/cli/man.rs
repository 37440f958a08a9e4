//! `lifecircle man`: manual pages made of the commands' own help, for packages. Not listed in the help:
//! whoever reads that has it already.

use std::fs;
use std::path::PathBuf;

use crate::language::Language;

use super::failure::Failure;
use super::output::deliver;

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
    let mut program = super::command();
    // Gives each command its whole name, such as `lifecircle site`.
    program.build();
    write_page(args, &program)?;
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    commands.filter(|command| command.get_name() != "help").try_for_each(|command| {
        let name = format!("lifecircle-{}", command.get_name());
        write_page(args, &command.clone().name(name))
    })
}

fn write_page(args: &ManArgs, command: &clap::Command) -> Result<(), Failure> {
    let path = args.out.join(format!("{}.1", command.get_name()));
    let page = clap_mangen::Man::new(command.clone());
    deliver(Some(&path), |mut out| page.render(&mut out))
}
