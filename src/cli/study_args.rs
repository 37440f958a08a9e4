//! The arguments that name the study a command works on: a study file, or layers.

use std::path::{Path, PathBuf};

use crate::files::study_file::{self, SavedStudy, StudyFileError, is_geopackage_path};
use crate::files::{ImportOptions, LayerReport, Problem, Role, update};
use crate::language::{Language, Message};
use crate::session::Session;
use crate::study::{ScenarioId, Study};

use super::failure::Failure;
use super::layer_args::LayerArgs;
use super::progress::TerminalProgress;
use super::standard_arg::StandardArg;

/// A study file or layers, and the scenario looked at.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct StudyArgs {
    /// A study file (.gpkg), a folder of layers, or layer files
    #[arg(value_name = "STUDY")]
    study: Vec<PathBuf>,

    /// The scenario, by name or number [default: the base, which is what exists]
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<String>,

    #[command(flatten)]
    standard: StandardArg,

    #[command(flatten)]
    layers: LayerArgs,
}

/// A study ready to be looked at.
pub(super) struct OpenedStudy {
    pub session: Session,
    /// What the import of the layers doubts; empty for a study file, which keeps it inside.
    pub warnings: Vec<Problem>,
    /// Whether it came from a study file, where scenarios have names.
    pub has_scenarios: bool,
    /// The files that the layers were read from.
    pub sources: Vec<LayerReport>,
}

impl StudyArgs {
    /// The study file, if it is one.
    pub fn study_file(&self) -> Option<&Path> {
        match self.study.as_slice() {
            [path] if is_geopackage_path(path) => Some(path),
            _ => None,
        }
    }

    /// Whether a study or layers were named at all.
    pub fn names_something(&self) -> bool {
        !self.study.is_empty() || self.layers.names_something()
    }

    /// The choice `all` or `stock` that was made with the flag for candidates, and the study without
    /// it.
    pub fn choosing_candidates(&self) -> (Option<String>, Self) {
        let (choice, layers) = self.layers.choosing_candidates(&["all", "stock"]);
        (choice, Self { layers, ..self.clone() })
    }

    /// Whether a file of candidates is named.
    pub fn names_candidates(&self) -> bool {
        self.layers.named().iter().any(|source| source.role == Role::Candidates)
    }

    /// Opens the study on the scenario asked for.
    pub fn open(&self, language: Language) -> Result<OpenedStudy, Failure> {
        let opened = match self.study_file() {
            Some(path) => self.open_geopackage(path, language)?,
            None => self.import(&self.study, language)?,
        };
        self.on_scenario(opened)
    }

    /// The same, where other candidates may take the place of those in a study file.
    pub fn open_with_candidates(&self, language: Language) -> Result<OpenedStudy, Failure> {
        match self.study_file() {
            Some(path) if self.layers.names_only_candidates() => {
                let progress = TerminalProgress::new(language);
                let saved = study_file::read(path, &progress);
                let saved = saved.map_err(|error| Failure::Input(vec![error.problem(path)]))?;
                let options = ImportOptions { repair: true, ..self.layers.options() };
                let updated = update(&saved, &self.layers.named(), &options, &progress)?;
                let (session, report) = updated.saved.into_session();
                let sources = report.layers;
                let warnings = Vec::new();
                self.on_scenario(OpenedStudy { session, warnings, has_scenarios: true, sources })
            }
            _ => self.open(language),
        }
    }

    fn on_scenario(&self, mut opened: OpenedStudy) -> Result<OpenedStudy, Failure> {
        let scenario = match &self.scenario {
            Some(_) if !opened.has_scenarios => {
                return Err(Failure::Usage(Message::new(
                    "直接读取图层时没有方案；--scenario 只用于研究文件（.gpkg）",
                    "layers have no scenarios; --scenario goes with a study file (.gpkg)",
                )));
            }
            Some(wanted) => find_scenario(opened.session.study(), wanted)?,
            None => ScenarioId::BASE,
        };
        opened.session.show(scenario);
        Ok(opened)
    }

    /// The scenario named.
    pub fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    fn open_geopackage(&self, path: &Path, language: Language) -> Result<OpenedStudy, Failure> {
        match study_file::read(path, &TerminalProgress::new(language)) {
            Ok(_) if self.layers.names_something() => Err(Failure::Usage(Message::new(
                "研究文件已包含图层；图层参数只用于新建研究或直接读取图层",
                "a study file brings its layers; flags for layers go with `new` or with layers",
            ))),
            Ok(saved) => {
                let warnings = newer_format(&saved, path).into_iter().collect();
                let (mut session, report) = saved.into_session();
                self.standard.apply(&mut session)?;
                let sources = report.layers;
                Ok(OpenedStudy { session, warnings, has_scenarios: true, sources })
            }
            // Its layers may be those of a study.
            Err(StudyFileError::NotAStudy { layers }) if !layers.is_empty() => {
                self.import(&self.study, language)
            }
            Err(error) => Err(Failure::Input(vec![error.problem(path)])),
        }
    }

    fn import(&self, paths: &[PathBuf], language: Language) -> Result<OpenedStudy, Failure> {
        let imported = self.layers.import(paths, self.standard.read()?, language)?;
        let session = Session::new(imported.study);
        let sources = imported.report.layers;
        let warnings = imported.report.warnings;
        Ok(OpenedStudy { session, warnings, has_scenarios: false, sources })
    }
}

/// Opens a study file for a command that takes no layers.
pub(super) fn open_study_file(path: &Path, language: Language) -> Result<Session, Failure> {
    let saved = study_file::read(path, &TerminalProgress::new(language));
    let saved = saved.map_err(|error| Failure::Input(vec![error.problem(path)]))?;
    if let Some(warning) = newer_format(&saved, path) {
        eprintln!("{}", warning.one_line(language));
    }
    Ok(saved.into_session().0)
}

/// That a newer program wrote the file.
fn newer_format(saved: &SavedStudy, path: &Path) -> Option<Problem> {
    Some(study_file::newer_format_problem(path, saved.newer_format?))
}

/// A scenario by name in either language, or by number; the base is number 0.
pub(super) fn find_scenario(study: &Study, wanted: &str) -> Result<ScenarioId, Failure> {
    let scenarios = study.scenarios();
    let ids: Vec<_> =
        std::iter::once(ScenarioId::BASE).chain(scenarios.iter().map(|s| s.id)).collect();
    let wanted = wanted.trim();
    let called = |id: &ScenarioId| {
        let name = scenarios.name(*id);
        [&name.zh, &name.en].into_iter().any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let by_name: Vec<_> = ids.iter().copied().filter(called).collect();
    let by_number = || ids.iter().copied().find(|id| id.0.to_string() == wanted);
    let list = |language: Language| {
        let name = |id: &ScenarioId| format!("{} {}", id.0, scenarios.name(*id).of(language));
        ids.iter().map(name).collect::<Vec<_>>().join(language.pick("、", ", "))
    };
    let (zh, en) = (list(Language::Zh), list(Language::En));
    match by_name.as_slice() {
        [one] => Ok(*one),
        [] => by_number().ok_or_else(|| {
            Failure::Usage(Message::new(
                format!("没有方案“{wanted}”；现有：{zh}"),
                format!("no scenario \"{wanted}\"; scenarios: {en}"),
            ))
        }),
        [..] => Err(Failure::Usage(Message::new(
            format!("有多个方案叫“{wanted}”，请用编号；现有：{zh}"),
            format!("several scenarios are called \"{wanted}\"; use the number: {en}"),
        ))),
    }
}
