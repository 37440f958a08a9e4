//! What residents may look up of a scenario (clause 10 of 沪府办发〔2024〕25号): which facilities
//! serve a building, how far one walks to them, and when they are open. A folder of a few files
//! that a browser opens from the disk, without a server and without a word to any other computer.
//!
//! Says where facilities, buildings, streets and water are, and how far it is. Who lives where,
//! candidates, sums and notes of the planners stay in the study.

mod clock;
mod contents;
mod folder;
mod ground;
mod nearest;

pub use contents::Contents;
pub use folder::{FOLDER_FILES, write_folder};
pub use nearest::{LISTED_SITES, NearestSites, SITES_WITHIN_M};

use crate::language::{Language, Message};
use crate::study::{ScenarioId, Study};

/// More buildings make a page that a phone cannot hold.
pub const MOST_BUILDINGS: usize = 100_000;

/// What is said on the page beside the scenario itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublicationRequest {
    /// The heading; that of the study without one.
    pub title: Option<String>,
    /// The number of the map's review (审图号), as it was given; never made up.
    pub review_number: Option<String>,
    /// The language the page opens in; that of the reader's browser without one. The reader may switch.
    pub language: Option<Language>,
}

/// Why nothing was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicationError {
    NoFacilities,
    TooManyBuildings(usize),
    TooManyFacilities(usize),
}

impl PublicationError {
    /// The error in both languages, with what to do about it.
    pub fn message(&self) -> Message {
        match self {
            Self::NoFacilities => Message::new(
                "该方案没有设施，没有可公布的内容；请选另一个方案（--scenario）",
                "the scenario has no facilities, so there is nothing to publish; choose another one \
                 (--scenario)",
            ),
            Self::TooManyBuildings(count) => Message::new(
                format!("共 {count} 栋建筑，页面最多容纳 {MOST_BUILDINGS} 栋；请分区公布"),
                format!(
                    "{count} buildings; a page holds {MOST_BUILDINGS} at most: publish part by part"
                ),
            ),
            Self::TooManyFacilities(count) => Message::new(
                format!(
                    "共 {count} 处设施，页面最多容纳 {} 处；请分区公布",
                    nearest::MOST_FACILITIES
                ),
                format!(
                    "{count} facilities; a page holds {} at most: publish part by part",
                    nearest::MOST_FACILITIES
                ),
            ),
        }
    }
}

/// What a scenario has for the public.
///
/// # Errors
/// When there is nothing to publish, or too much for one page.
pub fn publish(
    study: &Study,
    scenario: ScenarioId,
    request: &PublicationRequest,
) -> Result<Contents, PublicationError> {
    let buildings = study.layers().buildings.len();
    let facilities = study.facilities(scenario).len();
    if facilities == 0 {
        return Err(PublicationError::NoFacilities);
    }
    if buildings > MOST_BUILDINGS {
        return Err(PublicationError::TooManyBuildings(buildings));
    }
    if facilities > nearest::MOST_FACILITIES {
        return Err(PublicationError::TooManyFacilities(facilities));
    }
    Ok(Contents::of(study, scenario, request))
}
