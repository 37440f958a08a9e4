//! The keys of the maps in the window, kept from frame to frame.

use std::cell::RefCell;
use std::sync::Arc;

use crate::cartography::{MapKey, Symbology};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::Parameters;
use crate::ui::view::View;

/// The key last settled.
#[derive(Default)]
pub struct Keys {
    key: RefCell<Option<(KeyOf, Arc<MapKey>)>>,
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
}
