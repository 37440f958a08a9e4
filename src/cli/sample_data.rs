//! `lifecircle sample-data`: writes the layers of the sample district, to try the program on and
//! to see what files it wants; or those of an invented city of any size, to measure it on.

use std::fs;
use std::io;
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

    /// Not the sample, but an invented city of so many buildings, to measure on: a million take some
    /// 300 MB
    #[arg(long, value_name = "BUILDINGS", value_parser = clap::value_parser!(u32).range(16..=20_000_000))]
    city: Option<u32>,
}

/// Runs the command.
pub(super) fn run(args: &SampleDataArgs, language: Language) -> Result<(), Failure> {
    let cannot_write = |error| Failure::Output { path: Some(args.out.clone()), error };
    fs::create_dir_all(&args.out).map_err(cannot_write)?;
    if let Some(buildings) = args.city {
        let city = sample::City::of(buildings as usize);
        return sample::CITY_FILES
            .into_iter()
            .try_for_each(|name| write_layer(args, name, language, |out| city.write(name, out)));
    }
    sample::district().into_iter().try_for_each(|layer| {
        write_layer(args, layer.file_name, language, |out| out.write_all(layer.text.as_bytes()))
    })
}

fn write_layer(
    args: &SampleDataArgs,
    file_name: &str,
    language: Language,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = args.out.join(file_name);
    deliver(Some(&path), write)?;
    let shown = path.display();
    deliver(None, |out| {
        writeln!(out, "{}", language.pick(format!("已写入 {shown}"), format!("wrote {shown}")))
    })
}
