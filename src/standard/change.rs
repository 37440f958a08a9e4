//! Who changed what in a study's standard.

use serde::{Deserialize, Serialize};

use super::{CommonFigure, Figure, FigurePlace, Norm, Standard};
use crate::language::{Message, Text};

/// One change a planner made to the standard of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandardChange {
    #[serde(flatten)]
    pub author: Author,
    /// Id of the function; `None` where the change concerns all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// What was changed, as the document names it: `norms.min_floor_area_m2`, `services.ID`. Empty
    /// where the function itself was added.
    pub field: String,
    /// The number before; `None` where there was none or it is no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Norm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Norm>,
}

/// Who makes a change, when and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Author {
    /// The name the planner goes by.
    pub by: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Why, in the planner's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Standard {
    /// What a change was of, in words: a number, a service, or the function itself.
    pub fn change_name(&self, change: &StandardChange) -> Message {
        let StandardChange { field, .. } = change;
        if field.is_empty() {
            return Message::new("新增功能", "function added");
        }
        let own = Figure::ALL.into_iter().map(|figure| (figure.id(), figure.name()));
        let common = CommonFigure::ALL.into_iter().map(|figure| (figure.id(), figure.name()));
        let find = |id: &str| own.clone().chain(common.clone()).find(|(known, _)| *known == id);
        if let Some((_, Text { zh, en })) = find(field) {
            return Message::new(zh, en);
        }
        let Some((service, figure)) = field.strip_prefix("services.").map(|rest| {
            rest.split_once('.').map_or((rest, None), |(service, figure)| (service, Some(figure)))
        }) else {
            return Message::same(field);
        };
        let function = change.function.as_deref().and_then(|id| self.function_by_id(id));
        let known = function.and_then(|f| f.services.iter().find(|known| known.id == service));
        let Message { zh, en } =
            known.map_or_else(|| Message::same(service), |known| known.name.clone());
        match figure.and_then(find) {
            Some((_, name)) => {
                Message::new(format!("{zh} {}", name.zh), format!("{en} {}", name.en))
            }
            None => Message::new(format!("服务 {zh}"), format!("service {en}")),
        }
    }
}

impl StandardChange {
    /// Whether the change is of the number at a place.
    pub fn is_of(&self, place: &FigurePlace) -> bool {
        self.function.as_deref() == place.function() && self.field == place.field()
    }
}
