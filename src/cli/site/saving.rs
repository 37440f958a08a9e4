//! Keeping a plan as a scenario of the study file.

use std::path::{Path, PathBuf};

use crate::analysis::{SitePlace, closing, opening};
use crate::files::study_file::{self, StudyFileError};
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{
    Description, Edit, EditNumber, FacilityEdit, FacilityId, Scenario, ScenarioEdit, Study,
};

use super::super::progress::TerminalProgress;
use super::super::study_args::StudyArgs;
use super::Failure;

/// The study file and the name of the new scenario.
pub(super) struct Target {
    path: PathBuf,
    name: String,
}

/// What is kept.
pub(super) struct Plan<'a> {
    pub places: &'a [&'a SitePlace],
    pub function: FunctionIndex,
    /// Whether existing facilities of the function stay.
    pub keeps: bool,
}

impl Target {
    /// Only a study file has scenarios.
    pub fn of(study: &StudyArgs, name: &str) -> Result<Self, Failure> {
        let path = study.study_file().map(Path::to_path_buf).ok_or_else(|| {
            Failure::Usage(Message::new(
                "--save 只用于研究文件（.gpkg）",
                "--save goes with a study file (.gpkg)",
            ))
        })?;
        Ok(Self { path, name: name.to_owned() })
    }

    /// Adds the scenario as one step, on top of the one that was looked at. Notes what the plan was
    /// made under that the study does not have, and what of it cannot be.
    pub fn save(
        &self,
        plan: &Plan,
        looked_at: &Session,
        language: Language,
    ) -> Result<Vec<Message>, Failure> {
        let failed = |error: StudyFileError| Failure::Input(vec![error.problem(&self.path)]);
        let opened = study_file::open(&self.path, &TerminalProgress::new(language));
        let opened = opened.map_err(failed)?;
        let mut file = opened.file.map_err(|reason| Failure::Result(reason.message()))?;
        let (mut session, _) = opened.saved.into_session();
        let study = session.study();
        let differs = study.parameters() != looked_at.study().parameters();
        let taken = study.scenarios().iter().any(|scenario| {
            let Message { zh, en } = &scenario.description.name;
            [zh, en].contains(&&self.name)
        });
        if taken {
            return Err(Failure::Usage(Message::new(
                format!("已有名为“{}”的方案", self.name),
                format!("there is a scenario \"{}\" already", self.name),
            )));
        }
        let scenario = plan.scenario(study, &self.name, looked_at);
        let id = scenario.id;
        let position = study.scenarios().len();
        let label = Message::new(format!("布局 {}", self.name), format!("Site {}", self.name));
        session
            .perform(label, [Edit::AddScenario { position, scenario }])
            .map_err(|error| Failure::Result(error.message()))?;
        for commit in session.take_commits() {
            file.write(&commit).map_err(failed)?;
        }
        let mut notes = Vec::new();
        if differs {
            notes.push(Message::new(
                "方案按命令行的步行参数求得，与研究文件中的参数不同",
                "the plan was made under walking parameters of the command line; the study has others",
            ));
        }
        let conflicts = session.study().scenarios().conflicts(id).len();
        if conflicts > 0 {
            notes.push(Message::new(
                format!("新方案中有 {conflicts} 处无法设置（面积已用完），在窗口的方案列表中可见"),
                format!(
                    "{} of the new scenario cannot be made, for want of floor: see the list of \
                     scenarios in the window",
                    counted(conflicts, "edit")
                ),
            ));
        }
        Ok(notes)
    }
}

impl Plan<'_> {
    /// The scenario that the plan makes of the one looked at.
    fn scenario(&self, study: &Study, name: &str, looked_at: &Session) -> Scenario {
        let parent = looked_at.shown();
        let proposed = study.proposed_scenario(parent);
        let facilities = study.facilities(parent);
        let closed = facilities.values().filter(|f| !self.keeps && f.offers(self.function));
        // Without them the plan stands alone.
        let closings = closed.map(|facility| closing(facility, self.function));
        let first = study.scenarios().next_facility_id().0;
        let openings = (first..).zip(self.places);
        let openings = openings.map(|(id, place)| {
            let id = FacilityId(id);
            let opened = opening(study, parent, self.function, place, id, Language::Zh);
            FacilityEdit::Add(opened)
        });
        let first = study.scenarios().next_edit_number().0;
        let edits = closings.chain(openings).zip(first..).map(|(edit, number)| ScenarioEdit {
            number: EditNumber(number),
            label: edit.label(facilities, study.standard()),
            edit,
        });
        let description = Description { name: Message::same(name), ..proposed.description.clone() };
        Scenario { description, edits: edits.collect(), ..proposed }
    }
}
