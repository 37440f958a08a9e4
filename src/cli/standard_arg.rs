//! The flag that names a standard, and how a name or a file becomes one.

use std::path::Path;
use std::sync::Arc;

use crate::files::read_standard;
use crate::language::{Language, Message};
use crate::session::Session;
use crate::standard::{Shipped, Standard};
use crate::study::Edit;

use super::failure::Failure;
use super::output::tell;

/// The standard to assess by.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct StandardArg {
    /// The standard: a file (.toml, .json), or the id of a shipped one, as `lifecircle standard
    /// list` tells [default: the study's, or Shanghai's]
    #[arg(long, value_name = "FILE|ID")]
    standard: Option<String>,
}

impl StandardArg {
    /// The standard that is named, if one is.
    pub fn read(&self) -> Result<Option<Arc<Standard>>, Failure> {
        self.standard.as_deref().map(|name| find_standard(name).map(Arc::new)).transpose()
    }

    /// Puts the standard in the place of a study's.
    pub fn apply(&self, session: &mut Session) -> Result<(), Failure> {
        let Some(standard) = self.read()? else { return Ok(()) };
        adopt(session, &standard)
    }

    /// In the window a study keeps its standard until another is chosen there.
    pub fn refuse_for_a_study(&self) -> Result<(), Failure> {
        match self.standard {
            None => Ok(()),
            Some(_) => Err(Failure::Usage(Message::new(
                "研究文件已有标准；请在窗口的“标准”中更换，或用 lifecircle standard import",
                "a study has its standard; change it under Standard in the window, or with \
                 `lifecircle standard import`",
            ))),
        }
    }
}

/// Puts a standard in the place of a study's, as one step.
pub(super) fn adopt(session: &mut Session, standard: &Standard) -> Result<(), Failure> {
    let adopted = Arc::new(standard.in_place_of(session.study().standard()));
    let Message { zh, en } = &standard.name;
    let label = Message::new(format!("采用标准：{zh}"), format!("Standard: {en}"));
    let adopted = session.perform(label, [Edit::SetStandard(adopted)]);
    adopted.map_err(|error| Failure::Result(error.message()))
}

/// A shipped standard by its id, or one in a file. What of a file is not understood is told.
pub(super) fn find_standard(name: &str) -> Result<Standard, Failure> {
    if let Some(shipped) = Shipped::from_id(name) {
        return shipped.standard().map_err(|error| Failure::Result(error.message()));
    }
    let path = Path::new(name);
    if !path.exists() && path.extension().is_none() {
        let ids = Shipped::ALL.map(Shipped::id);
        return Err(Failure::Usage(Message::new(
            format!("没有标准“{name}”；可用：{}，或 .toml、.json 文件", ids.join("、")),
            format!(
                "no standard \"{name}\"; shipped: {}; or a .toml or .json file",
                ids.join(", ")
            ),
        )));
    }
    let (standard, unread) = read_standard(path)?;
    for problem in unread {
        tell(&format!("! {}", problem.one_line(Language::of_system())));
    }
    Ok(standard)
}
