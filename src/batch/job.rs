//! A job: one study, what it is called in the tables, and what is made of it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One study and what is to be done with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Unique in the specification; the name of its folder of results.
    pub name: String,
    pub labels: Labels,
    /// A study file, or a folder of layers.
    pub study: Option<FlagValue>,
    /// The flags that say which study it is: layers, how to read them, scenario, standard.
    pub study_flags: Flags,
    /// In the order they are done; the assessment is always there.
    pub tasks: Vec<Task>,
}

/// What a job is of, for whoever reads the tables. Empty where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    pub city: String,
    pub district: String,
    pub year: String,
}

/// Something that is made of a study, with the options of the command that makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    pub kind: TaskKind,
    pub flags: Flags,
}

/// What can be made of a study; each is a command of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    Assess,
    Site,
    Report,
    Lists,
    Export,
}

impl TaskKind {
    pub const ALL: [Self; 5] = [Self::Assess, Self::Site, Self::Report, Self::Lists, Self::Export];

    /// The name in specifications, which is that of the command.
    pub fn id(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::Site => "site",
            Self::Report => "report",
            Self::Lists => "lists",
            Self::Export => "export",
        }
    }
}

/// The flags of a command in the order they were written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flags(pub Vec<(String, FlagValue)>);

/// What is said with a flag.
#[derive(Debug, Clone, PartialEq)]
pub enum FlagValue {
    /// The flag alone says it.
    Set,
    Text(String),
    /// A file or folder: as it was written, and where it is.
    Path {
        written: String,
        path: PathBuf,
    },
}

impl Flags {
    /// As the command line has them: `--limit=800`.
    pub fn arguments(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(name, value)| match value {
            FlagValue::Set => format!("--{name}"),
            FlagValue::Text(text) => format!("--{name}={text}"),
            FlagValue::Path { path, .. } => format!("--{name}={}", path.display()),
        })
    }

    /// The files and folders that are named.
    pub fn paths(&self) -> impl Iterator<Item = (&str, &PathBuf)> {
        self.0.iter().filter_map(|(name, value)| match value {
            FlagValue::Path { path, .. } => Some((name.as_str(), path)),
            FlagValue::Set | FlagValue::Text(_) => None,
        })
    }
}

impl FlagValue {
    /// As it stands in the specification: the same wherever that lies.
    pub fn written(&self) -> &str {
        match self {
            Self::Set => "",
            Self::Text(text) | Self::Path { written: text, .. } => text,
        }
    }
}

impl Job {
    /// The arguments that name the study.
    pub fn study_arguments(&self) -> Vec<String> {
        let study = self.study.iter().filter_map(|value| match value {
            FlagValue::Path { path, .. } => Some(path.display().to_string()),
            FlagValue::Set | FlagValue::Text(_) => None,
        });
        study.chain(self.study_flags.arguments()).collect()
    }

    /// The first task of a kind.
    pub fn task(&self, kind: TaskKind) -> Option<&Task> {
        self.tasks.iter().find(|task| task.kind == kind)
    }

    /// All files and folders that it is made from.
    pub fn inputs(&self) -> Vec<&PathBuf> {
        let study = self.study.iter().filter_map(|value| match value {
            FlagValue::Path { path, .. } => Some(path),
            FlagValue::Set | FlagValue::Text(_) => None,
        });
        let flags = self.tasks.iter().map(|task| &task.flags).chain([&self.study_flags]);
        study.chain(flags.flat_map(|flags| flags.paths().map(|(_, path)| path))).collect()
    }
}
