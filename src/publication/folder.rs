//! Writes the folder: the page, how it looks, what it says, the data, and the facilities as GeoJSON
//! for other programs. The page's own files stand in `assets/publication`.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::cartography::FONT;
use crate::geometry::WorldPoint;
use crate::language::Language;
use crate::layers::LayerSet;
use crate::markup::escaped;

use super::Contents;
use super::contents::PublicFacility;

/// The files of a publication; `index.html` is the one to open.
pub const FOLDER_FILES: [&str; 8] = [
    "index.html",
    "style.css",
    "words.js",
    "page.js",
    "data.js",
    "facilities.geojson",
    "font.ttf",
    "font-licence.txt",
];

const PAGE: &str = include_str!("../../assets/publication/index.html");
const STYLE: &str = include_str!("../../assets/publication/style.css");
const WORDS: &str = include_str!("../../assets/publication/words.js");
const SCRIPT: &str = include_str!("../../assets/publication/page.js");
const FONT_LICENCE: &str = include_str!("../../assets/fonts/OFL.txt");
/// Decimals of a degree: a decimetre.
const DEGREE_SCALE: f64 = 1e6;

/// Writes a publication into a folder, which is made where there is none. Files of these names that
/// stand there are replaced; others stay.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_folder(folder: &Path, contents: &Contents, layers: &LayerSet) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let page = page(contents);
    let data = format!("window.LIFECIRCLE = {};\n", serde_json::to_string(contents)?);
    let facilities = geojson(contents, layers).to_string();
    let files: [&[u8]; 8] = [
        page.as_bytes(),
        STYLE.as_bytes(),
        WORDS.as_bytes(),
        SCRIPT.as_bytes(),
        data.as_bytes(),
        facilities.as_bytes(),
        FONT,
        FONT_LICENCE.as_bytes(),
    ];
    for (name, bytes) in FOLDER_FILES.into_iter().zip(files) {
        // Renamed when complete, so that nobody opens half a page.
        let unfinished = folder.join(format!("{name}.unfinished"));
        fs::write(&unfinished, bytes)?;
        fs::rename(&unfinished, folder.join(name))?;
    }
    Ok(())
}

/// The page with its title, and with the list that is read where scripts are switched off.
fn page(contents: &Contents) -> String {
    let language = contents.first_language();
    let title = escaped(contents.title.of(language));
    let page = PAGE.replace("{{language}}", language.pick("zh-Hans", "en"));
    page.replace("{{title}}", &title).replace("{{list}}", &plain_list(contents))
}

fn plain_list(contents: &Contents) -> String {
    let language = contents.first_language();
    let mut list = String::from("<ul>\n");
    for facility in &contents.facilities {
        let named = |offer: &super::contents::Offer| {
            let function = &contents.functions[offer.function].name;
            let hours = offer.hours.as_ref().map(|hours| format!(" ({})", hours.of(language)));
            format!("{} {}{}", function.zh, function.en, hours.unwrap_or_default())
        };
        let functions: Vec<String> = facility.offers.iter().map(named).collect();
        let planned = if facility.is_planned { " — 规划中 planned" } else { "" };
        let (name, functions) = (escaped(&facility.name), escaped(&functions.join("; ")));
        // Writing into a string does not fail.
        let _ = writeln!(list, "<li>{name}{planned}: {functions}</li>");
    }
    list + "</ul>"
}

/// The facilities in longitude and latitude (WGS 84), as RFC 7946 has it.
fn geojson(contents: &Contents, layers: &LayerSet) -> Value {
    let feature = |facility: &PublicFacility| {
        let functions = facility.offers.iter().map(|offer| &contents.functions[offer.function].id);
        let hours = facility.offers.iter().filter_map(|offer| {
            let hours = offer.opening_hours.clone()?;
            Some((contents.functions[offer.function].id.clone(), Value::from(hours)))
        });
        json!({
            "type": "Feature",
            "geometry": position(layers, facility.place)
                .map(|place| json!({ "type": "Point", "coordinates": place })),
            "properties": {
                "name": facility.name,
                "functions": functions.collect::<Vec<_>>(),
                "opening_hours": hours.collect::<serde_json::Map<_, _>>(),
                "planned": facility.is_planned,
                "year": facility.year,
                "provider": facility.provider,
            },
        })
    };
    json!({
        "type": "FeatureCollection",
        "name": contents.title.of(Language::En),
        "features": contents.facilities.iter().map(feature).collect::<Vec<_>>(),
    })
}

fn position(layers: &LayerSet, at: WorldPoint) -> Option<[f64; 2]> {
    let place = layers.lonlat_of(at)?;
    let rounded = |degrees: f64| (degrees * DEGREE_SCALE).round() / DEGREE_SCALE;
    Some([rounded(place.lon), rounded(place.lat)])
}
