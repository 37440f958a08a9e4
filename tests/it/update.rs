//! Newer layers in the place of a study's own: edits stay with what they were made to, and what
//! came, vanished and changed is listed.

use std::fs;
use std::path::{Path, PathBuf};

use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::{
    FeatureChange, ImportOptions, ImportReport, LayerChanges, LayerSource, Role, Updated, import,
    update,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::session::Session;
use lifecircle::study::{FacilityEdit, FacilityId, Study};
use serde_json::{Value, json};

use super::program::{lifecircle, stdout};

/// A layer of points: id, longitude, and other members.
fn points(role: Role, features: &[(&str, f64, Value)]) -> LayerSource {
    let features: Vec<Value> = features
        .iter()
        .map(|(id, lon, more)| {
            let mut properties = more.clone();
            properties["id"] = json!(id);
            json!({ "type": "Feature", "properties": properties,
                "geometry": { "type": "Point", "coordinates": [lon, 31.205] } })
        })
        .collect();
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    LayerSource::of_text(role, &format!("{}.geojson", role.id()), text)
}

fn units() -> LayerSource {
    let ring =
        json!([[121.4, 31.2], [121.42, 31.2], [121.42, 31.21], [121.4, 31.21], [121.4, 31.2]]);
    let unit = json!({ "type": "Feature", "properties": { "id": "U" },
        "geometry": { "type": "Polygon", "coordinates": [ring] } });
    LayerSource::of_text(Role::Units, "units.geojson", unit.to_string())
}

fn buildings() -> LayerSource {
    points(
        Role::Buildings,
        &[("B1", 121.405, json!({ "pop": 10 })), ("B2", 121.406, json!({ "pop": 20 }))],
    )
}

fn facilities(features: &[(&str, f64, &str)]) -> LayerSource {
    let features: Vec<_> = features
        .iter()
        .map(|(id, lon, name)| (*id, *lon, json!({ "name": name, "function": "clinic" })))
        .collect();
    points(Role::Facilities, &features)
}

/// Three facilities, of which a scenario moves the first, renames the second and deletes the third.
fn edited_study() -> SavedStudy {
    let sources = [
        units(),
        buildings(),
        facilities(&[("F1", 121.403, "a"), ("F2", 121.404, "b"), ("F3", 121.407, "c")]),
    ];
    let imported = import(&sources, &ImportOptions::default(), &()).expect("valid");
    let mut session = Session::new(imported.study);
    let id = |session: &Session, code: &str| -> FacilityId {
        session.facilities().values().find(|f| f.code == code).expect("there").id
    };
    let at = session.facilities().values().next().expect("there").at;
    let to = WorldPoint::new(at.x + 100.0, at.y);
    let edits = [
        FacilityEdit::Move { id: id(&session, "F1"), to },
        FacilityEdit::Rename { id: id(&session, "F2"), name: "新".to_owned() },
        FacilityEdit::Remove(id(&session, "F3")),
    ];
    for edit in edits {
        session.change(edit).expect("it fits");
    }
    SavedStudy::of(&session, &imported.report)
}

fn updated(saved: &SavedStudy, sources: &[LayerSource]) -> Updated {
    update(saved, sources, &ImportOptions::default(), &()).expect("valid")
}

fn of_first_scenario(study: &Study) -> Vec<(String, String)> {
    let scenario = study.scenarios().iter().next().expect("one").id;
    let facilities = study.facilities(scenario).values();
    facilities.map(|f| (f.code.clone(), f.name.clone())).collect()
}

#[test]
fn facilities_keep_the_edits_made_to_them() {
    let saved = edited_study();
    let newer = facilities(&[("F2", 121.4045, "b"), ("F1", 121.403, "a2"), ("F4", 121.41, "d")]);
    let updated = updated(&saved, &[newer]);
    let [changes] = updated.changes.as_slice() else { panic!("{:?}", updated.changes) };
    assert_eq!((changes.before, changes.after), (3, 3));
    assert_eq!(
        (changes.added.as_slice(), changes.vanished.as_slice()),
        (&["F4".to_owned()][..], &["F3".to_owned()][..])
    );
    let told: Vec<_> =
        changes.changed.iter().map(|c| (c.id.as_str(), c.what[0].en.as_str())).collect();
    assert_eq!(told, [("F1", "Name a → a2"), ("F2", "moved by 47.7 m")]);

    let study = &updated.saved.study;
    let of = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    assert_eq!(of_first_scenario(study), of(&[("F1", "a2"), ("F2", "新"), ("F4", "d")]));
    // F1 stays where the scenario moved it, whatever its place in the file.
    let scenario = study.scenarios().iter().next().expect("one").id;
    let moved = study.facilities(scenario).values().find(|f| f.code == "F1").expect("there");
    let before = saved.study.facilities(scenario).values().find(|f| f.code == "F1").expect("there");
    assert_eq!(moved.at, before.at);
    // The edit of the one that vanished is kept, and said not to fit.
    let [conflict] = updated.conflicts.as_slice() else { panic!("{:?}", updated.conflicts) };
    assert!(conflict.what.en.contains("Delete c"), "{}", conflict.what.en);
}

#[test]
fn a_newer_building_layer_changes_the_figures_and_nothing_else() {
    let saved = edited_study();
    let newer = points(
        Role::Buildings,
        &[("B2", 121.406, json!({ "pop": 25 })), ("B3", 121.4065, json!({ "pop": 5 }))],
    );
    let updated = updated(&saved, &[newer]);
    let residents = updated.saved.study.layers().buildings.demand().residents(0).iter();
    assert_eq!(residents.map(|persons| persons.as_f64()).collect::<Vec<_>>(), [25.0, 5.0]);
    let expected = LayerChanges {
        role: Role::Buildings,
        before: 2,
        after: 2,
        added: vec!["B3".to_owned()],
        vanished: vec!["B1".to_owned()],
        changed: vec![FeatureChange {
            id: "B2".to_owned(),
            what: vec![lifecircle::language::Message::new("居民人数 20 → 25", "Residents 20 → 25")],
        }],
    };
    assert_eq!(updated.changes, [expected]);
    assert_eq!(of_first_scenario(&updated.saved.study), of_first_scenario(&saved.study));
    assert_eq!(updated.saved.history, saved.history);
    // As if the study had been made with them from the start.
    let (session, _) = updated.saved.into_session();
    let sources = [
        units(),
        points(
            Role::Buildings,
            &[("B2", 121.406, json!({ "pop": 25 })), ("B3", 121.4065, json!({ "pop": 5 }))],
        ),
        facilities(&[("F1", 121.403, "a"), ("F2", 121.404, "b"), ("F3", 121.407, "c")]),
    ];
    let fresh = import(&sources, &ImportOptions::default(), &()).expect("valid");
    assert_eq!(session.base(), Session::new(fresh.study).base());
}

#[test]
fn newer_units_take_the_buildings_that_were_there() {
    let saved = edited_study();
    let ring = json!([
        [121.4055, 31.2],
        [121.42, 31.2],
        [121.42, 31.21],
        [121.4055, 31.21],
        [121.4055, 31.2]
    ]);
    let unit = json!({ "type": "Feature", "properties": { "id": "east" },
        "geometry": { "type": "Polygon", "coordinates": [ring] } });
    let newer = LayerSource::of_text(Role::Units, "units.geojson", unit.to_string());
    let updated = updated(&saved, &[newer]);
    let buildings = &updated.saved.study.layers().buildings;
    assert_eq!([buildings.unit_of(0), buildings.unit_of(1)], [None, Some(0)]);
}

#[test]
fn a_study_file_is_updated_and_the_old_one_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s.gpkg");
    let saved = edited_study();
    drop(StudyFile::create(&path, &saved, &()).expect("made"));
    let newer = text_of(folder.path(), &facilities(&[("F1", 121.403, "a"), ("F2", 121.404, "b")]));
    let study = path.display().to_string();
    let flag = newer.display().to_string();

    let told = stdout(&lifecircle(&["update", &study, "--facilities", &flag, "--dry-run"]));
    assert!(told.contains("3 → 2; 0 new, 1 vanished, 0 changed"), "{told}");
    assert_eq!(study_file::read(&path, &()).expect("read").study.base().len(), 3, "only told");

    let told = stdout(&lifecircle(&["update", &study, "--facilities", &flag, "--json"]));
    let told: Value = serde_json::from_str(&told).expect("one document");
    assert_eq!(told["layers"][0]["vanished"], json!(["F3"]));
    let kept = PathBuf::from(told["kept_copy"].as_str().expect("kept"));
    assert_eq!(study_file::read(&path, &()).expect("read").study.base().len(), 2);
    let old = study_file::read(&kept, &()).expect("the copy is a study");
    assert_eq!(old.study.base().len(), 3);
    assert_eq!(old.report.layers.len(), ImportReport::default().layers.len() + 3);
}

fn text_of(folder: &Path, layer: &LayerSource) -> PathBuf {
    let lifecircle::files::Content::Text(text) = &layer.content else { unreachable!() };
    let path = folder.join(&layer.name);
    fs::write(&path, text.as_bytes()).expect("written");
    path
}
