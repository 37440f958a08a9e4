//! Actions on whole scenarios.

use crate::language::Message;
use crate::study::{Edit, EditError};
use crate::ui::action::ScenarioAction;
use crate::ui::workspace::Workspace;

/// Carries out one action on scenarios.
///
/// # Errors
/// Why the study cannot be changed so, in the planner's words.
pub fn carry_out(workspace: &mut Workspace, action: ScenarioAction) -> Result<(), Message> {
    let session = &mut workspace.session;
    let plain = |error: EditError| error.message();
    match action {
        ScenarioAction::Show(id) => session.show(id),
        ScenarioAction::Compare(other) => session.compare_with(other),
        ScenarioAction::Branch(parent) => session.branch(parent).map(drop).map_err(plain)?,
        ScenarioAction::Duplicate(id) => session.duplicate(id).map(drop).map_err(plain)?,
        ScenarioAction::Delete(id) => session.delete_scenario(id).map_err(plain)?,
        ScenarioAction::Describe { id, description } => {
            let Some(scenario) = session.study().scenarios().get(id) else { return Ok(()) };
            if scenario.description != description {
                let label = described(&scenario.description.name, &description.name);
                session
                    .perform(label, [Edit::DescribeScenario { id, description }])
                    .map_err(plain)?;
            }
        }
        ScenarioAction::Reorder { id, position } => {
            let name = session.study().scenarios().name(id);
            let label =
                Message::new(format!("调整 {} 的次序", name.zh), format!("Reorder {}", name.en));
            session.perform(label, [Edit::ReorderScenario { id, position }]).map_err(plain)?;
        }
        ScenarioAction::CherryPick { number, to, moving } => {
            session.cherry_pick(number, to, moving).map_err(|error| error.0)?;
        }
        ScenarioAction::RemoveEdit { scenario, number } => {
            let edits = session.study().scenarios().get(scenario).map(|s| s.edits.as_slice());
            let entry = edits.unwrap_or_default().iter().find(|entry| entry.number == number);
            let label = entry.map_or_else(|| Message::same(""), |entry| entry.label.clone());
            let label =
                Message::new(format!("去掉“{}”", label.zh), format!("Take out “{}”", label.en));
            session.perform(label, [Edit::RemoveEdit { scenario, number }]).map_err(plain)?;
        }
    }
    Ok(())
}

fn described(before: &Message, after: &Message) -> Message {
    if before == after {
        return Message::new(format!("修改 {} 的说明", after.zh), format!("Describe {}", after.en));
    }
    Message::new(
        format!("{} 更名为 {}", before.zh, after.zh),
        format!("Rename {} to {}", before.en, after.en),
    )
}
