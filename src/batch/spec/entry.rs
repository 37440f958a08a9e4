//! One entry of a specification: a job, or a job per file where its study is a pattern.

use std::path::Path;

use toml::{Table, Value};

use crate::batch::job::{FlagValue, Flags, Job, Labels, Task, TaskKind};
use crate::batch::pattern;
use crate::language::Message;

use super::flags::{flags_of, missing, path_of};
use super::{SpecProblem, a_table, unknown_field};

/// File systems take names of 255 bytes; what is under way has a longer one.
const LONGEST_NAME: usize = 200;
/// The fields of a job beside its tasks.
const FIELDS: [&str; 8] =
    ["name", "city", "district", "year", "study", "layers", "scenario", "standard"];

/// A job's table, with the defaults in it.
pub(super) struct Entry<'a> {
    pub job: &'a Table,
    /// From 1, for those that have no name.
    pub number: usize,
    pub folder: &'a Path,
}

impl Entry<'_> {
    /// The jobs it stands for; what is wrong with it goes to the problems.
    pub fn jobs(&self, problems: &mut Vec<SpecProblem>) -> Vec<Job> {
        let place = self.place();
        self.check_fields(&place, problems);
        let studies = self.studies(&place, problems);
        let mut study_flags = self.table_flags("layers", &place, problems);
        for field in ["scenario", "standard"] {
            let Some(value) = self.job.get(field) else { continue };
            let options = Table::from_iter([(field.to_owned(), value.clone())]);
            study_flags.0.extend(flags_of(&options, &place, self.folder, problems).0);
        }
        let tasks = self.tasks(&place, problems);
        let mut jobs = Vec::new();
        for study in studies {
            let Some(name) = self.name(study.as_ref(), &place, problems) else { continue };
            let label = |field| self.text(field, study.as_ref()).unwrap_or_default();
            let labels =
                Labels { city: label("city"), district: label("district"), year: label("year") };
            let (study_flags, tasks) = (study_flags.clone(), tasks.clone());
            jobs.push(Job { name, labels, study, study_flags, tasks });
        }
        jobs
    }

    /// How problems name it.
    fn place(&self) -> String {
        match self.job.get("name") {
            Some(Value::String(name)) => format!("job.{name}"),
            _ => format!("job[{}]", self.number),
        }
    }

    fn check_fields(&self, place: &str, problems: &mut Vec<SpecProblem>) {
        let known = || FIELDS.into_iter().chain(TaskKind::ALL.map(TaskKind::id));
        for (key, value) in self.job {
            if !known().any(|field| field == key) {
                let known = known().collect::<Vec<_>>().join(", ");
                problems.push(SpecProblem::of(format!("{place}.{key}"), unknown_field(&known)));
            }
            let what = match (key.as_str(), value) {
                (_, Value::String(_)) | ("layers", _) => continue,
                ("study" | "standard", _) => Message::new("应为文字", "expected text"),
                (field, Value::Integer(_)) if FIELDS.contains(&field) => continue,
                (field, _) if FIELDS.contains(&field) => {
                    Message::new("应为文字或数字", "expected text or a number")
                }
                _ => continue,
            };
            problems.push(SpecProblem::of(format!("{place}.{key}"), what));
        }
        if !self.job.contains_key("study") && !self.job.contains_key("layers") {
            let what = Message::new(
                "缺少研究：应有 study（研究文件或图层文件夹）或 layers",
                "no study: expected study (a study file or a folder of layers) or layers",
            );
            problems.push(SpecProblem::of(format!("{place}.study"), what));
        }
    }

    /// The studies that are named; `None` where layers are.
    fn studies(&self, place: &str, problems: &mut Vec<SpecProblem>) -> Vec<Option<FlagValue>> {
        let Some(Value::String(written)) = self.job.get("study") else { return vec![None] };
        let place = format!("{place}.study");
        if !pattern::is_pattern(written) {
            let study = path_of(written.clone(), self.folder);
            problems.extend(missing(&study, &place));
            return vec![Some(study)];
        }
        let found = match pattern::expand(self.folder, written) {
            Ok(found) => found,
            Err(error) => {
                problems.push(SpecProblem::of(place, Message::same(error.to_string())));
                return Vec::new();
            }
        };
        if found.is_empty() {
            let what = Message::new(
                format!("没有符合“{written}”的文件"),
                format!("nothing matches \"{written}\""),
            );
            problems.push(SpecProblem::of(place, what));
        }
        let study = |path: std::path::PathBuf| {
            let written = path.strip_prefix(self.folder).unwrap_or(&path);
            // The same on every system, since keys are made of it.
            let written = written.to_string_lossy().replace('\\', "/");
            Some(FlagValue::Path { written, path })
        };
        found.into_iter().map(study).collect()
    }

    fn table_flags(&self, field: &str, place: &str, problems: &mut Vec<SpecProblem>) -> Flags {
        let place = format!("{place}.{field}");
        match self.job.get(field) {
            None => Flags::default(),
            Some(Value::Table(options)) => flags_of(options, &place, self.folder, problems),
            Some(_) => {
                problems.push(SpecProblem::of(place, a_table()));
                Flags::default()
            }
        }
    }

    /// What is to be done; assessing always is.
    fn tasks(&self, place: &str, problems: &mut Vec<SpecProblem>) -> Vec<Task> {
        let mut tasks = Vec::new();
        for kind in TaskKind::ALL {
            let place = format!("{place}.{}", kind.id());
            let wanted = match self.job.get(kind.id()) {
                None | Some(Value::Boolean(false)) => Vec::new(),
                Some(Value::Boolean(true)) => vec![Table::new()],
                Some(Value::Table(options)) => vec![options.clone()],
                // Several plans of one study; of anything else there is one.
                Some(Value::Array(several)) if kind == TaskKind::Site => {
                    let tables = several.iter().map(Value::as_table);
                    let tables: Vec<Table> = tables.flatten().cloned().collect();
                    if tables.len() < several.len() {
                        problems.push(SpecProblem::of(&*place, a_table()));
                    }
                    tables
                }
                Some(_) => {
                    let what = Message::new("应为表或 true", "expected a table or true");
                    problems.push(SpecProblem::of(&*place, what));
                    Vec::new()
                }
            };
            let is_assessment = kind == TaskKind::Assess && wanted.is_empty();
            let wanted = if is_assessment { vec![Table::new()] } else { wanted };
            tasks.extend(wanted.into_iter().map(|options| {
                let flags = flags_of(&options, &place, self.folder, problems);
                Task { kind, flags }
            }));
        }
        tasks
    }

    /// The name given, or that of the study's file.
    fn name(
        &self,
        study: Option<&FlagValue>,
        place: &str,
        problems: &mut Vec<SpecProblem>,
    ) -> Option<String> {
        let place = format!("{place}.name");
        let given = self.text("name", study);
        let Some(name) = given.or_else(|| study.map(|study| file_of(study.written()).to_owned()))
        else {
            let what = Message::new("缺少名称", "there is no name");
            problems.push(SpecProblem::of(place, what));
            return None;
        };
        let fits = |c: char| c.is_alphanumeric() || "-_. ()（）·".contains(c);
        if name.trim().is_empty() || name.starts_with('.') || !name.chars().all(fits) {
            let what = Message::new(
                format!("“{name}”不能作为文件夹名：应由文字、数字、- _ . 和空格组成"),
                format!(
                    "\"{name}\" is no name of a folder: expected letters, digits, - _ . and spaces"
                ),
            );
            problems.push(SpecProblem::of(place, what));
            return None;
        }
        if name.len() > LONGEST_NAME {
            let what = Message::new(
                format!("名称过长，不能作为文件夹名：最多 {LONGEST_NAME} 字节（汉字每个 3 字节）"),
                format!("too long for the name of a folder: {LONGEST_NAME} bytes at most"),
            );
            problems.push(SpecProblem::of(place, what));
            return None;
        }
        Some(name)
    }

    /// A field as text, with what the study's path stands for in it.
    fn text(&self, field: &str, study: Option<&FlagValue>) -> Option<String> {
        let text = match self.job.get(field)? {
            Value::String(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            _ => return None,
        };
        let Some(study) = study else { return Some(text) };
        let file = file_of(study.written());
        Some(text.replace("{file}", file).replace("{folder}", &folder_of(study)))
    }
}

/// The name of the folder that a study lies in: as it is written, or, where that does not say it, as it is
/// called on the disk.
fn folder_of(study: &FlagValue) -> String {
    let name_above = |path: &Path| {
        let name = path.parent().and_then(Path::file_name);
        name.map(|name| name.to_string_lossy().into_owned())
    };
    let on_disk = || match study {
        FlagValue::Path { path, .. } => name_above(&path.canonicalize().ok()?),
        FlagValue::Set | FlagValue::Text(_) => None,
    };
    name_above(Path::new(study.written())).or_else(on_disk).unwrap_or_default()
}

/// The name of a study's file or folder, without its ending.
fn file_of(written: &str) -> &str {
    let path = Path::new(written);
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}
