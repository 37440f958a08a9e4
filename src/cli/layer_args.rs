//! The flags that name layers and say how to read them; the same for every command.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use crate::files::{
    FieldMap, FunctionNaming, ImportOptions, Imported, LayerSource, Located, Problem, Role,
    TextEncoding, import, locate,
};
use crate::geometry::Crs;
use crate::language::{Language, Message};
use crate::standard::Standard;

use super::failure::Failure;
use super::progress::TerminalProgress;

/// Layers by role.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Layers")]
pub(super) struct LayerArgs {
    /// Planning units: polygons; repeated for a table of their attributes
    #[arg(long, value_name = "FILE")]
    units: Vec<PathBuf>,

    /// Buildings: polygons or points; repeated for a table of their attributes
    #[arg(long, value_name = "FILE")]
    buildings: Vec<PathBuf>,

    /// Facilities; may be repeated, as may the next three
    #[arg(long, value_name = "FILE")]
    facilities: Vec<PathBuf>,

    /// Walkable streets: lines
    #[arg(long, value_name = "FILE")]
    streets: Vec<PathBuf>,

    /// Places where a facility may go
    #[arg(long, value_name = "FILE")]
    candidates: Vec<PathBuf>,

    /// Rivers, railways and walls: polygons or lines
    #[arg(long, value_name = "FILE")]
    barriers: Vec<PathBuf>,

    /// Residents of points, cells or a raster, spread over dwellings in place of those that buildings have
    #[arg(long, value_name = "FILE")]
    population: Vec<PathBuf>,

    /// CRS of the coordinates, whatever the files declare: EPSG:4549, GCJ-02, BD-09, SH2000, …; of
    /// one layer as facilities=GCJ-02; may be repeated
    #[arg(long, value_name = "[ROLE=]CODE", value_parser = crs)]
    crs: Vec<(Option<Role>, Crs)>,

    /// Encoding of text in the files, whatever they say: GBK, BIG5, UTF-8, …
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<TextEncoding>,

    /// Column of a field, such as buildings.residents=pop; may be repeated
    #[arg(long, value_name = "ROLE.FIELD=COLUMN", value_parser = FieldMap::parse)]
    map: Vec<FieldMap>,

    /// Match the facilities' functions to the standard, or take them as they are
    #[arg(long, value_enum, default_value = "standard", value_name = "NAMING")]
    functions: Naming,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Naming {
    Standard,
    AsIs,
}

fn crs(text: &str) -> Result<(Option<Role>, Crs), String> {
    // A PROJ string has equals signs of its own.
    let named = text.split_once('=').and_then(|(role, code)| Some((Role::from_id(role)?, code)));
    let (role, code) = named.map_or((None, text), |(role, code)| (Some(role), code));
    let crs = Crs::from_code(code);
    let crs = crs.map_err(|_| "no such CRS; expected a code such as EPSG:4549".to_owned())?;
    Ok((role, crs))
}

fn encoding(name: &str) -> Result<TextEncoding, String> {
    TextEncoding::named(name)
        .ok_or_else(|| "no such encoding; expected a name such as GBK, BIG5 or UTF-8".to_owned())
}

impl LayerArgs {
    /// The layers named by flags, then those at `paths` whose role no flag has taken; beside them
    /// what could not be recognised.
    pub fn sources(&self, paths: &[PathBuf]) -> Result<(Vec<LayerSource>, Vec<Problem>), Failure> {
        let mut sources = self.named();
        let named: Vec<Role> = sources.iter().map(|source| source.role).collect();
        let mut unrecognised = Vec::new();
        for path in paths {
            let located = locate(path)?;
            unrecognised.extend(located.problems());
            let Located { sources: found, unknown } = located;
            if found.is_empty() && !unknown.is_empty() {
                return Err(Failure::Input(unrecognised));
            }
            sources.extend(found.into_iter().filter(|source| !named.contains(&source.role)));
        }
        Ok((sources, unrecognised))
    }

    /// A choice among the study's own places in the flag for candidates, and the flags without it.
    pub fn choosing_candidates(&self, choices: &[&str]) -> (Option<String>, Self) {
        let choice = match self.candidates.as_slice() {
            [only] => choices.iter().find(|choice| only.as_os_str() == **choice && !only.exists()),
            _ => None,
        };
        match choice {
            Some(choice) => {
                (Some((*choice).to_owned()), Self { candidates: Vec::new(), ..self.clone() })
            }
            None => (None, self.clone()),
        }
    }

    /// Whether candidates are all that the flags name.
    pub fn names_only_candidates(&self) -> bool {
        let named = self.named();
        !named.is_empty() && named.iter().all(|source| source.role == Role::Candidates)
    }

    /// The layers named by flags.
    pub fn named(&self) -> Vec<LayerSource> {
        let by_role: [(Role, Vec<&PathBuf>); 7] = [
            (Role::Units, self.units.iter().collect()),
            (Role::Buildings, self.buildings.iter().collect()),
            (Role::Facilities, self.facilities.iter().collect()),
            (Role::Streets, self.streets.iter().collect()),
            (Role::Barriers, self.barriers.iter().collect()),
            (Role::Candidates, self.candidates.iter().collect()),
            (Role::Population, self.population.iter().collect()),
        ];
        let mut sources = Vec::new();
        for (role, paths) in by_role {
            sources.extend(paths.into_iter().map(|path| LayerSource::of_file(role, path)));
        }
        sources
    }

    /// Whether any flag was given.
    pub fn names_something(&self) -> bool {
        let says_how = !self.crs.is_empty() || self.encoding.is_some() || !self.map.is_empty();
        !self.named().is_empty() || says_how
    }

    pub fn options(&self) -> ImportOptions {
        ImportOptions {
            study_name: None,
            source_crs: self.crs.clone(),
            encoding: self.encoding,
            fields: self.map.iter().cloned().collect(),
            functions: match self.functions {
                Naming::Standard => FunctionNaming::Standard,
                Naming::AsIs => FunctionNaming::AsIs,
            },
            standard: None,
            repair: false,
            thorough: false,
        }
    }

    /// Reads the study that flags and paths name, for figures: faults are errors.
    pub fn import(
        &self,
        paths: &[PathBuf],
        standard: Option<Arc<Standard>>,
        language: Language,
    ) -> Result<Imported, Failure> {
        self.import_with(paths, ImportOptions { standard, ..self.options() }, language)
    }

    /// The same for a study to be kept: faults are set right and told.
    pub fn import_to_keep(
        &self,
        paths: &[PathBuf],
        standard: Option<Arc<Standard>>,
        language: Language,
    ) -> Result<Imported, Failure> {
        let options = ImportOptions { standard, repair: true, thorough: true, ..self.options() };
        self.import_with(paths, options, language)
    }

    fn import_with(
        &self,
        paths: &[PathBuf],
        mut options: ImportOptions,
        language: Language,
    ) -> Result<Imported, Failure> {
        let (sources, unrecognised) = self.sources(paths)?;
        if sources.is_empty() {
            return Err(Failure::Usage(Message::new(
                "请给出图层所在的文件夹，或用 --units、--buildings 等参数指明图层",
                "name a folder of layers, or layers with --units, --buildings, --facilities …",
            )));
        }
        options.study_name = paths.iter().find_map(|path| folder_name(path)).map(Message::same);
        let mut imported = import(&sources, &options, &TerminalProgress::new(language))?;
        imported.report.warnings.extend(unrecognised);
        Ok(imported)
    }
}

/// A study opened as a folder is called like it.
fn folder_name(path: &Path) -> Option<String> {
    let folder = path.is_dir().then(|| path.canonicalize().ok()).flatten()?;
    Some(folder.file_name()?.to_string_lossy().into_owned())
}
