//! The keys of the maps in the window, kept from frame to frame.

use std::cell::RefCell;
use std::sync::Arc;

use crate::cartography::{MapKey, Symbology};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::Parameters;
use crate::ui::view::View;

use super::unit_values::HeldValues;

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
    /// The key of what is shown. `base` are the values of the base where they take long; a key is
    /// settled once they are there.
    pub fn key(
        &self,
        session: &Session,
        view: &View,
        base: impl FnOnce() -> HeldValues,
    ) -> Arc<MapKey> {
        let View { function, group, .. } = *view;
        let symbology = view.symbology.of_ground();
        let radius_m = session.study().walk(group).circle_radius_m(function);
        let parameters = *session.study().parameters();
        let wanted = KeyOf { symbology, function, group, radius_m, parameters };
        let mut known = self.key.borrow_mut();
        match &*known {
            Some((of, key)) if *of == wanted => key.clone(),
            _ => {
                let (base, about) = (base(), (function, group));
                let key = MapKey::of_counted(symbology, session, about, base.for_key());
                let key = Arc::new(key);
                *known = base.is_current().then(|| (wanted, key.clone()));
                key
            }
        }
    }
}
