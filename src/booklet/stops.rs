//! Which maps a booklet shows: the stops of the study's walkthrough, or a standard choice where it
//! has none.

use crate::analysis::Exchange;
use crate::cartography::{MapLayers, PictureView, Plate, StopView, Subject, Symbology};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::{Beside, SetBeside, StopMap};
use crate::study::{ScenarioId, Stop, Study};

use super::BookletRequest;

/// A stop on paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StopPage {
    Map(MapStop),
    /// A slide of words.
    Words {
        title: String,
        text: String,
    },
}

/// A map, or two beside each other, with what is said of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MapStop {
    pub title: String,
    pub text: String,
    pub scenario: ScenarioId,
    /// What its figures are compared with.
    pub compared: Option<ScenarioId>,
    pub plate: Plate,
    /// A scenario shown beside it, in the same way.
    pub beside: Option<ScenarioId>,
}

/// The stops of a booklet: those of the walkthrough, else the coverage of each function in the
/// scenario asked for.
pub(super) fn stops_of(study: &Study, request: &BookletRequest) -> Vec<StopPage> {
    let stops = study.walkthrough().stops();
    if stops.is_empty() {
        return standard_stops(study, request);
    }
    let page = |stop: &Stop| {
        let title = stop.title.of(request.language).to_owned();
        match stop.map() {
            Some(map) => StopPage::Map(map_stop(study, stop, map, title, request)),
            None => StopPage::Words { title, text: stop.text.clone() },
        }
    };
    stops.iter().map(page).collect()
}

fn map_stop(
    study: &Study,
    stop: &Stop,
    map: &StopMap,
    title: String,
    request: &BookletRequest,
) -> MapStop {
    let view = StopView::of(map, study);
    let (compared, beside, subject) = match view.beside {
        Some(Beside { scenario, how: SetBeside::Difference }) => {
            (Some(scenario), None, Subject::Difference { from: scenario })
        }
        Some(Beside { scenario, .. }) => (Some(scenario), Some(scenario), Subject::Coverage),
        None => (None, None, Subject::Coverage),
    };
    let missing = view.missing.iter().map(|missing| missing.of(request.language).to_owned());
    let text = [stop.text.clone()].into_iter().chain(missing).filter(|text| !text.is_empty());
    MapStop {
        title,
        text: text.collect::<Vec<_>>().join("\n"),
        scenario: view.scenario,
        compared,
        beside,
        plate: Plate {
            group: view.group,
            layers: view.layers,
            symbology: view.symbology,
            view: PictureView::InSight(view.ground(study, &stop.callouts)),
            highlighted_units: view.highlighted,
            callouts: stop.callouts.clone(),
            ..plate(view.function, subject)
        },
    }
}

fn standard_stops(study: &Study, request: &BookletRequest) -> Vec<StopPage> {
    let standard = study.standard();
    let stop = |function: FunctionIndex| {
        StopPage::Map(MapStop {
            title: standard.function(function).name.of(request.language).to_owned(),
            text: String::new(),
            scenario: request.scenario,
            compared: None,
            beside: None,
            plate: plate(function, Subject::Coverage),
        })
    };
    standard.indexes().map(stop).collect()
}

/// The maps of what a scenario gains and loses, seen from another: of the functions for which it does,
/// the strongest change first. The session shows the one and compares it with the other.
pub(super) fn difference_stops(
    session: &Session,
    from: ScenarioId,
    request: &BookletRequest,
) -> Vec<StopPage> {
    const MOST: usize = 6;
    let Some(before) = session.coverage_of(from) else { return Vec::new() };
    let study = session.study();
    let mut changed: Vec<(f64, FunctionIndex)> = study
        .standard()
        .indexes()
        .map(|function| {
            let (layers, after) = (study.layers(), session.scenario());
            let Exchange { gained, lost } = Exchange::between(layers, before, after, function, 0);
            (gained.as_f64() + lost.as_f64(), function)
        })
        .filter(|(persons, _)| *persons > 0.0)
        .collect();
    changed.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let stop = |(_, function): (f64, FunctionIndex)| {
        let name = study.standard().function(function).name.of(request.language);
        StopPage::Map(MapStop {
            title: request
                .language
                .pick(format!("{name}：增减"), format!("{name}: gained and lost")),
            text: String::new(),
            scenario: request.scenario,
            compared: Some(from),
            beside: None,
            plate: plate(function, Subject::Difference { from }),
        })
    };
    changed.into_iter().take(MOST).map(stop).collect()
}

/// All of the study, as a map opens.
fn plate(function: FunctionIndex, subject: Subject) -> Plate {
    Plate {
        function,
        group: 0,
        layers: MapLayers::default(),
        symbology: Symbology::default(),
        subject,
        view: PictureView::Study,
        has_furniture: true,
        highlighted_units: Vec::new(),
        callouts: Vec::new(),
    }
}
