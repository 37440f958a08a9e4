//! `lifecircle licences`: the licence of the program, and of everything that is built into it. The list
//! of crates is written by `script/licences`; a test compares it with what the program is built from.

use crate::language::Language;

use super::failure::Failure;
use super::output::deliver;

/// Print the licences of the program and of everything built into it
#[derive(Debug, clap::Args)]
pub(super) struct LicencesArgs {}

/// Name, version, licence (SPDX) and address of each crate, separated by tabs.
const CRATES: &str = include_str!("../../assets/licences/crates.tsv");
/// The same of what is no crate: libraries in C and C++, data, fonts.
const OTHERS: &str = include_str!("../../assets/licences/others.tsv");

/// Runs the command.
pub(super) fn run(_: &LicencesArgs, language: Language) -> Result<(), Failure> {
    let heading = language.pick(
        "生活圈（Lifecircle）采用 MIT 或 Apache-2.0 许可，由使用者任选其一。程序中包含：",
        "Lifecircle is licensed under MIT or Apache-2.0, as you like. Built into it are:",
    );
    deliver(None, |out| {
        writeln!(out, "{heading}\n")?;
        for line in OTHERS.lines().chain(CRATES.lines()) {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            let (name, version, licence, address) = (next(), next(), next(), next());
            writeln!(out, "{name} {version}: {licence}  {address}")?;
        }
        Ok(())
    })
}
