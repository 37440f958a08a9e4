//! What fuzzing drives: everything that looks at the bytes of a file, without PROJ, which would take
//! a thousand times as long. Only built by `cargo fuzz`.

use std::path::Path;

use super::crs::Usual;
use super::fields::{Columns, Field};
use super::notes::Notes;
use super::readers::{self, Reading, layers_within};
use super::soundness;
use super::{Content, FieldMap, Overrides, Role};

/// Reads every layer of a file and looks at all of its values.
pub fn read_all(path: &Path) {
    let Ok(layers) = layers_within(path) else { return };
    let whole = || vec![Content::Path(path.to_path_buf())];
    let contents = layers.map_or_else(whole, |layers| {
        let layer = |layer| Content::Layer { path: path.to_path_buf(), layer };
        layers.into_iter().take(4).map(layer).collect()
    });
    for content in contents {
        let Ok(raw) = readers::read(&content, Reading::default(), &()) else { continue };
        let mut notes = Notes::on("", 3);
        let (map, overrides) = (FieldMap::default(), Overrides::default());
        let columns = Columns::find(Role::Buildings, &raw.table, &map, &overrides, &mut notes);
        let _ = Usual::of(&raw.table);
        for feature in 0..raw.table.len() {
            let _ = raw.table.geometries.get(feature);
            for rings in raw.table.geometries.polygons(feature) {
                let _ = soundness::flaws_of(&rings, raw.winding);
            }
            for field in Field::all_of(Role::Buildings) {
                let _ = columns.cell(&raw.table, field, feature).quantity();
            }
        }
    }
}
