//! The signs of facilities in the legend: one row for each class that there is, as `facility_look` has
//! them, and the dots of facilities of other functions.

use std::collections::BTreeSet;

use crate::cartography::facility_look::{EXISTING, FacilityClass, FacilityLook, PLANNED};
use crate::cartography::in_sight::{FacilitiesInSight, facilities_beside};
use crate::cartography::symbology::FacilitySymbology;
use crate::cartography::{Dot, MapContent, Palette};
use crate::language::Text;

use super::block::{Block, Swatch};
use super::density::Density;

const OTHER_FUNCTIONS: Text = Text::new("其他功能的设施", "Facility of another function");
const OTHER_PLANNED: Text = Text::new("其他功能的拟设设施", "Hypothetical, of another function");
const BY_FUNCTION: Text =
    Text::new("其他设施 · 按首个功能", "Other facilities, by their first function");
const PLACES: Text = Text::new("位", "places");

/// The signs of facilities that the scenario has, or the one that it is compared with.
pub(super) fn sign_block(
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    density: Density,
) -> Option<Block> {
    let look = FacilityLook::of(content);
    let others = match in_sight.others {
        Some(_) => other_rows(content, &look, density),
        None => Vec::new(),
    };
    let is_crowded = in_sight.is_crowded;
    let (title, mut rows) = match content.symbology.facilities {
        FacilitySymbology::Capacity(_) => {
            (Some(capacity_title(content)), size_rows(content, &look, is_crowded))
        }
        symbology => {
            let classes = look.classes();
            let row = |class: FacilityClass| (look.name(class), swatch(&look, class, is_crowded));
            let is_told = matches!(symbology, FacilitySymbology::State | FacilitySymbology::Year);
            let title = symbology.name().of(content.language);
            let title = (is_told && !classes.is_empty()).then(|| title.to_owned());
            (title, classes.into_iter().map(row).collect())
        }
    };
    rows.extend(others);
    (!rows.is_empty()).then_some(Block::Rows { title, rows })
}

/// The sign of a class, or its dot where signs would cover the map. What is planned is always singled
/// out.
fn swatch(look: &FacilityLook, class: FacilityClass, is_crowded: bool) -> Swatch {
    if is_crowded && !class.is_planned() {
        return Swatch::Dot(look.dot(class));
    }
    Swatch::Sign(look.sign(class))
}

/// What capacities are counted in.
fn capacity_title(content: &MapContent) -> String {
    let function = content.session.study().standard().function(content.function);
    let language = content.language;
    let unit = function.capacity_unit.as_ref().map_or(PLACES.of(language), |u| u.of(language));
    language.pick(format!("设施服务能力（{unit}）"), format!("Capacity of facilities ({unit})"))
}

/// Each size once, what exists and what is planned where there are both, and what has no size.
fn size_rows(content: &MapContent, look: &FacilityLook, is_crowded: bool) -> Vec<(String, Swatch)> {
    let classes = look.classes();
    let sized = |planned: bool| {
        classes.iter().any(|class| {
            matches!(class, FacilityClass::Size { is_planned, .. } if *is_planned == planned)
        })
    };
    let only_planned = !sized(false) && sized(true);
    let sizes =
        look.size_classes().map(|class| FacilityClass::Size { class, is_planned: only_planned });
    let has_sizes = sized(false) || sized(true);
    let row = |class: FacilityClass| (look.name(class), swatch(look, class, is_crowded).sized());
    let mut rows: Vec<_> = sizes.filter(|_| has_sizes).map(row).collect();
    if sized(false) && sized(true) {
        let kind = |name: Text, is_planned: bool| {
            let smallest = FacilityClass::Size { class: 0, is_planned };
            (name.of(content.language).to_owned(), swatch(look, smallest, is_crowded).sized())
        };
        rows.extend([kind(EXISTING, false), kind(PLANNED, true)]);
    }
    let unknown = classes.iter().filter(|class| matches!(class, FacilityClass::NoSize { .. }));
    rows.extend(unknown.copied().map(row));
    rows
}

/// Facilities that do not offer the function shown; set closely, the existing ones stand for all.
fn other_rows(
    content: &MapContent,
    look: &FacilityLook,
    density: Density,
) -> Vec<(String, Swatch)> {
    let Palette { quiet, paper, hypothetical, .. } = content.palette;
    let (mut classes, mut has_existing, mut has_planned) =
        (BTreeSet::<FacilityClass>::new(), false, false);
    let all = facilities_beside(content.session).flat_map(|all| all.values());
    for other in all.filter(|facility| !facility.offers(content.function)) {
        classes.extend(look.other_class(other));
        has_existing |= !other.is_planned();
        has_planned |= other.is_planned();
    }
    if !classes.is_empty() {
        let heading = (BY_FUNCTION.of(content.language).to_owned(), Swatch::Nothing);
        let row = |class| (look.name(class), Swatch::Sign(look.sign(class)));
        return [heading].into_iter().chain(classes.into_iter().map(row)).collect();
    }
    const RADIUS: f32 = 3.5;
    let existing = Swatch::Dot(Dot { radius: RADIUS, fill: quiet, rim: paper });
    let planned = Swatch::Dot(Dot { radius: RADIUS, fill: paper, rim: hypothetical });
    let rows = [
        has_existing.then_some((OTHER_FUNCTIONS, existing)),
        (has_planned && !(density.is_close() && has_existing)).then_some((OTHER_PLANNED, planned)),
    ];
    let rows = rows.into_iter().flatten();
    rows.map(|(name, swatch)| (name.of(content.language).to_owned(), swatch)).collect()
}
