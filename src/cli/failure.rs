//! Why a command failed, told on stderr, and the exit code that says so to programs.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::basemap::BasemapError;
use crate::files::{ImportError, Problem};
use crate::language::{Language, Message};

use super::output::tell;

/// The exit code for bad input, and for output that could not be written.
const BAD_INPUT: u8 = 1;
/// The exit code for wrong usage; clap's own.
pub(super) const WRONG_USAGE: u8 = 2;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The input is bad; one line per problem.
    Input(Vec<Problem>),
    /// The arguments are fine each, but not together or not for these data.
    Usage(Message),
    /// The result could not be written.
    Output { path: Option<PathBuf>, error: io::Error },
    /// The result could not be made.
    Result(Message),
}

impl Failure {
    /// Prints the reasons, one per line, and gives the exit code.
    pub fn tell(self, language: Language) -> ExitCode {
        let code = match &self {
            Self::Usage(_) => WRONG_USAGE,
            Self::Input(_) | Self::Output { .. } | Self::Result(_) => BAD_INPUT,
        };
        for line in self.lines(language) {
            tell(&line);
        }
        ExitCode::from(code)
    }

    /// The reasons, for whoever goes on with something else.
    pub fn into_problems(self) -> Vec<Problem> {
        match self {
            Self::Input(problems) => problems,
            Self::Usage(what) | Self::Result(what) => vec![Problem::general(what)],
            Self::Output { .. } => {
                let line = |language| self.lines(language).join("; ");
                let (zh, en) = (line(Language::Zh), line(Language::En));
                vec![Problem::general(Message::new(zh, en))]
            }
        }
    }

    fn lines(&self, language: Language) -> Vec<String> {
        match self {
            Self::Input(problems) => problems.iter().map(|p| p.one_line(language)).collect(),
            Self::Usage(what) | Self::Result(what) => vec![what.of(language).to_owned()],
            Self::Output { path, error } => {
                let path = path.as_ref().map_or("stdout".into(), |path| path.to_string_lossy());
                vec![language.pick(
                    format!("无法写入 {path}：{error}"),
                    format!("cannot write {path}: {error}"),
                )]
            }
        }
    }
}

impl From<BasemapError> for Failure {
    fn from(error: BasemapError) -> Self {
        Self::Result(error.message())
    }
}

impl From<ImportError> for Failure {
    fn from(ImportError(problems): ImportError) -> Self {
        Self::Input(problems)
    }
}
