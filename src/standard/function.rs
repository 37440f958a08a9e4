//! One function of a standard: a kind of service with its walking limit and norms.

use serde::{Deserialize, Serialize};

use super::document::group_ids;
use super::{
    DEFAULT_WALK_LIMIT_M, Norm, Norms, Pictogram, PopulationBasis, Scene, Service, SiteFlag,
    Standing,
};
use crate::language::Message;
use crate::layers::Group;

/// One kind of service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// The name in files and commands, such as `elder_care`.
    pub id: String,
    /// Whether the standard itself has the function; otherwise only the data or an earlier
    /// standard of the study name it.
    #[serde(default = "yes")]
    pub in_standard: bool,
    pub name: Message,
    /// A shorter name, for lists and buttons.
    #[serde(default = "Message::empty")]
    pub short_name: Message,
    /// One letter, so that a grey copy still tells functions apart.
    #[serde(default = "no_letter")]
    pub letter: char,
    /// The scene of Shanghai's programme it belongs to, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<Scene>,
    /// Walking limit in metres.
    pub walk_limit_m: f64,
    /// The limit in minutes as the source states it, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_minutes: Option<u32>,
    pub walk_standing: Standing,
    /// The document the limit comes from, as written in the standard's file.
    pub walk_source: String,
    /// Other limits that documents name for the function.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub walk_alternatives: Vec<WalkAlternative>,
    /// Whom the function is for; empty where the standard does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "group_ids")]
    pub target_groups: Vec<Group>,
    /// Where the standard means other ages than the groups counted: which, and how they are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_note: Option<Message>,
    /// The residents that its norms count by.
    #[serde(default)]
    pub population_basis: PopulationBasis,
    /// What its capacity is counted in: places, meals a day, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_unit: Option<Message>,
    #[serde(default)]
    pub norms: Norms,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub site_flags: Vec<SiteFlag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Follows from the id.
    #[serde(skip)]
    pub pictogram: Pictogram,
}

/// A walking limit beside the one that is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalkAlternative {
    pub minutes: u32,
    pub limit_m: Norm,
}

impl Function {
    /// A function that only the data know, with the default limit marked as an assumption.
    pub(super) fn unknown(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            in_standard: false,
            name: Message::same(id),
            short_name: Message::same(id),
            letter: letter_of(id),
            scene: None,
            walk_limit_m: DEFAULT_WALK_LIMIT_M,
            walk_minutes: None,
            walk_standing: Standing::Assumption,
            walk_source: String::new(),
            walk_alternatives: Vec::new(),
            target_groups: Vec::new(),
            target_note: None,
            population_basis: PopulationBasis::default(),
            capacity_unit: None,
            norms: Norms::default(),
            site_flags: Vec::new(),
            services: Vec::new(),
            pictogram: Pictogram::of_function(id),
        }
    }

    /// A function that the planner adds to the standard of a study.
    pub fn set_in_study(id: &str, name: Message, scene: Scene, walk_limit_m: f64) -> Self {
        Self {
            in_standard: true,
            short_name: name.clone(),
            name,
            scene: Some(scene),
            walk_limit_m,
            walk_standing: Standing::SetInStudy,
            ..Self::unknown(id)
        }
    }

    /// The walking limit as a figure of the standard.
    pub fn walk_limit(&self) -> Norm {
        Norm {
            value: self.walk_limit_m,
            standing: self.walk_standing,
            source: self.walk_source.clone(),
        }
    }

    /// Fills in what a document may leave out.
    pub(super) fn complete(&mut self) {
        if self.short_name == Message::empty() {
            self.short_name = self.name.clone();
        }
        if self.letter == no_letter() {
            self.letter = letter_of(&self.id);
        }
        self.pictogram = Pictogram::of_function(&self.id);
    }

    /// Takes over what a document of an earlier format could not say.
    pub(super) fn supplement(&mut self, shipped: &Self) {
        let Norms { min_floor_area_m2, m2_per_capacity_unit, .. } = &shipped.norms;
        self.scene = shipped.scene;
        self.walk_alternatives.clone_from(&shipped.walk_alternatives);
        self.target_groups.clone_from(&shipped.target_groups);
        self.target_note.clone_from(&shipped.target_note);
        self.population_basis = shipped.population_basis;
        self.capacity_unit.clone_from(&shipped.capacity_unit);
        self.norms.min_floor_area_m2.clone_from(min_floor_area_m2);
        self.norms.m2_per_capacity_unit.clone_from(m2_per_capacity_unit);
        self.site_flags.clone_from(&shipped.site_flags);
        self.services.clone_from(&shipped.services);
    }
}

fn yes() -> bool {
    true
}

fn no_letter() -> char {
    '?'
}

/// The first character of an id, as a capital.
fn letter_of(id: &str) -> char {
    id.chars().next().map_or_else(no_letter, |c| c.to_ascii_uppercase())
}
