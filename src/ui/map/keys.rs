//! The keys of the maps in the window and the gain fields they show, kept from frame to frame and
//! brought up to date when the study has changed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::GainField;
use crate::cartography::{MapKey, Surface, Symbology};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Parameters, ScenarioId};
use crate::ui::view::View;

/// The key last settled and the gain fields of the scenarios shown.
#[derive(Default)]
pub struct Keys {
    key: RefCell<Option<(KeyOf, Arc<MapKey>)>>,
    fields: RefCell<HashMap<ScenarioId, Field>>,
}

/// Everything a key depends on; the base is never edited.
#[derive(Debug, Clone, PartialEq)]
struct KeyOf {
    symbology: Symbology,
    function: FunctionIndex,
    group: usize,
    radius_m: f64,
    parameters: Parameters,
}

struct Field {
    revision: u64,
    field: Arc<GainField>,
}

impl Keys {
    /// The key of what is shown.
    pub fn key(&self, session: &Session, view: &View) -> Arc<MapKey> {
        let View { symbology, function, group, .. } = *view;
        let radius_m = session.study().walk(group).circle_radius_m(function);
        let parameters = *session.study().parameters();
        let wanted = KeyOf { symbology, function, group, radius_m, parameters };
        let mut known = self.key.borrow_mut();
        match &*known {
            Some((of, key)) if *of == wanted => key.clone(),
            _ => {
                let key = Arc::new(MapKey::of(symbology, session, function, group));
                *known = Some((wanted, key.clone()));
                key
            }
        }
    }

    /// The gain field of a scenario, where it is shown.
    pub fn gain(
        &self,
        session: &Session,
        view: &View,
        scenario: ScenarioId,
    ) -> Option<Arc<GainField>> {
        let mut fields = self.fields.borrow_mut();
        if view.symbology.surface != Surface::Gain {
            fields.clear();
            return None;
        }
        let (study, coverage) = (session.study(), session.coverage_of(scenario)?);
        let revision = study.revision();
        let mut field = fields.remove(&scenario).filter(|known| {
            known.field.function() == view.function && known.field.group() == view.group
        });
        if let Some(known) = field.as_mut().filter(|known| known.revision != revision) {
            known.revision = revision;
            if !Arc::make_mut(&mut known.field).follow(study, coverage) {
                field = None;
            }
        }
        let anew = || {
            let field = GainField::of(study, coverage, view.function, view.group)?;
            Some(Field { revision, field: Arc::new(field) })
        };
        let field = field.or_else(anew)?;
        let shown = field.field.clone();
        fields.insert(scenario, field);
        Some(shown)
    }
}
