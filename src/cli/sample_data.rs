//! `lifecircle sample-data`: writes the layers of the sample district, to try the program on and
//! to see what files it wants.

use std::fs;
use std::path::PathBuf;

use crate::language::Language;
use crate::sample;

use super::failure::Failure;
use super::output::deliver;

/// Write the layers of the sample study as GeoJSON files
#[derive(Debug, clap::Args)]
pub(super) struct SampleDataArgs {
    /// Folder to write to; made if it is not there
    #[arg(long, value_name = "DIR", default_value = "sample-data")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &SampleDataArgs, language: Language) -> Result<(), Failure> {
    let cannot_write = |error| Failure::Output { path: Some(args.out.clone()), error };
    fs::create_dir_all(&args.out).map_err(cannot_write)?;
    for layer in sample::district() {
        let path = args.out.join(layer.file_name);
        deliver(Some(&path), |out| out.write_all(layer.text.as_bytes()))?;
        let shown = path.display();
        deliver(None, |out| {
            writeln!(out, "{}", language.pick(format!("已写入 {shown}"), format!("wrote {shown}")))
        })?;
    }
    Ok(())
}
