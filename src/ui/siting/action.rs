//! Wishes about siting. Only carrying out a suggestion and applying a plan change the study.

use crate::analysis::{SitingQuestion, Suggestion};

use super::{PlanShown, RunNumber, SitingView};

/// Wishes about siting.
#[derive(Debug, Clone, PartialEq)]
pub enum SitingAction {
    /// Opens the panel or closes it.
    Toggle,
    /// Looks at siting another way.
    Show(Box<SitingView>),
    /// Shows on the map what a suggestion would do, or nothing.
    Preview(Option<Box<Suggestion>>),
    /// Makes a suggestion real, as one step.
    Apply(Box<Suggestion>),
    /// Starts the search for a plan.
    Start(Box<SitingQuestion>),
    /// Ends the search; the best plan so far is kept with what is proven of it.
    Stop,
    /// Shows the plan of a run on the map, or none.
    ShowRun(Option<RunNumber>),
    /// Chooses one of the plans of the run that is shown.
    ShowPlan(usize),
    /// Shows a plan on the map as long as it is pointed at, or none.
    PreviewPlan(Option<PlanShown>),
    /// Makes the plan shown of a run real, as one step.
    ApplyRun {
        run: RunNumber,
        to: PlanTarget,
    },
    ForgetRun(RunNumber),
    /// Ends the counting of gains at all buildings, or begins it again.
    CountBuildings(bool),
}

/// Where a plan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanTarget {
    /// Into the scenario it was made for.
    Scenario,
    /// Into a new one on top of it.
    NewScenario,
}
