//! The facilities of a scenario as sites: those it adds, and those of the base that it keeps.

use crate::analysis::SitePlace;
use crate::language::Message;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::Facility;

use super::super::study_args::find_scenario;
use super::Failure;

/// A facility that offers the function in a scenario.
pub(super) struct Offering<'a> {
    pub facility: &'a Facility,
    /// Whether the scenario adds it, moves it, or gives it the function.
    pub is_new: bool,
}

/// The facilities of the function in the scenario of a name.
pub(super) fn offerings<'a>(
    session: &'a Session,
    function: FunctionIndex,
    name: &str,
) -> Result<Vec<Offering<'a>>, Failure> {
    let study = session.study();
    let scenario = find_scenario(study, name)?;
    let is_new = |facility: &Facility| {
        let before = study.base().get(&facility.id);
        before.is_none_or(|before| !before.offers(function) || before.at != facility.at)
    };
    let offering = study.facilities(scenario).values().filter(|f| f.offers(function));
    Ok(offering.map(|facility| Offering { facility, is_new: is_new(facility) }).collect())
}

/// The same as places.
pub(super) fn places(
    session: &Session,
    function: FunctionIndex,
    name: &str,
) -> Result<Vec<SitePlace>, Failure> {
    let offerings = offerings(session, function, name)?;
    let place = |facility: &Facility| SitePlace::of_facility(facility, id_of(facility));
    Ok(offerings.iter().map(|offering| place(offering.facility)).collect())
}

/// The id in the planner's own data, or the study's number.
pub(super) fn id_of(facility: &Facility) -> String {
    match facility.code.is_empty() {
        true => facility.id.0.to_string(),
        false => facility.code.clone(),
    }
}

/// That a scenario has no plan for the function.
pub(super) fn adds_nothing(name: &str) -> Failure {
    Failure::Usage(Message::new(
        format!("方案“{name}”没有新增该功能的设施"),
        format!("scenario \"{name}\" adds no facility of the function"),
    ))
}
