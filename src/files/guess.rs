//! Guesses what a file is for: by its name, else by the geometry and columns of its first
//! features.

use std::path::Path;

use super::aliases::{aliases, normal};
use super::readers::{self, Format, Reading};
use super::table::{GeometryKind, Table};
use super::{Content, Field, Role};

/// How many features are looked at.
const HEAD: Reading = Reading { most_features: Some(20), encoding: None };

/// What a file is for, if name or content tell. Reads only the head of the file.
pub fn guess_role(path: &Path) -> Option<Role> {
    guess_role_of(path, None)
}

/// The same for a layer within a file.
pub(super) fn guess_role_of(path: &Path, layer: Option<&str>) -> Option<Role> {
    let content = match layer {
        Some(layer) => Content::Layer { path: path.to_path_buf(), layer: layer.to_owned() },
        None => Content::Path(path.to_path_buf()),
    };
    if layer.is_none() && Format::of(path).is_raster() {
        return Some(Role::Population);
    }
    // Of `data/buildings.shp` in an archive, the last part without its ending.
    let name = layer.map_or(path, Path::new).file_stem()?.to_string_lossy().into_owned();
    guess_role_by_name(&name).or_else(|| {
        let head = readers::read(&content, HEAD, &()).ok()?;
        role_by_content(&head.table)
    })
}

/// Words in names: Chinese ones anywhere, others at the start of a word, and short ones, which
/// would be found by chance, only as whole words. The first role that fits is taken, so the
/// special ones come before the common ones.
const NAME_WORDS: [(Role, &[&str], &[&str]); 7] = [
    (Role::Candidates, &["候选", "备选", "存量"], &["candidate", "stock"]),
    (Role::Population, &["人口点", "人口格网", "人口栅格"], &["population", "=pop"]),
    (
        Role::Barriers,
        &["水系", "河流", "水域", "河道", "铁路", "障碍", "屏障", "围墙"],
        &["barrier", "water", "river", "rail", "=wall", "=walls", "=sx"],
    ),
    (
        Role::Facilities,
        &["设施", "食堂", "服务点", "服务站"],
        &["facilit", "amenit", "=poi", "=pois", "canteen", "service", "=ss", "=sspt"],
    ),
    (
        Role::Streets,
        &["道路", "路网", "步行", "街巷", "道路中心线"],
        &["street", "road", "walkable", "highway", "network", "=dl", "=lw"],
    ),
    (
        Role::Buildings,
        &["建筑", "房屋", "楼栋", "楼幢", "住宅"],
        &["building", "house", "=jz", "=jzw", "=fw"],
    ),
    (
        Role::Units,
        &["网格", "单元", "街镇", "街道界", "社区", "居委", "边界", "区县", "区界", "行政区"],
        &["unit", "grid", "cell", "district", "subdistrict", "boundar", "=wg", "=dy"],
    ),
];

/// What a file or layer of this name is for, if the name tells.
pub fn guess_role_by_name(stem: &str) -> Option<Role> {
    let stem = stem.to_lowercase();
    let words: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let says = |sign: &&str| match sign.strip_prefix('=') {
        Some(whole) => words.contains(&whole),
        None => words.iter().any(|word| word.starts_with(sign)),
    };
    let found = NAME_WORDS.iter().find(|(_, chinese, latin)| {
        chinese.iter().any(|sign| stem.contains(sign)) || latin.iter().any(says)
    });
    found.map(|(role, ..)| *role)
}

/// Tells by columns that only one role has.
fn role_by_content(table: &Table) -> Option<Role> {
    let kinds = (0..table.len()).filter_map(|feature| table.geometries.kind(feature));
    let kind = kinds.into_iter().find(|kind| *kind != GeometryKind::Flawed)?;
    let columns = ColumnNames(table.columns().iter().map(|column| normal(&column.name)).collect());
    match kind {
        GeometryKind::LineString | GeometryKind::MultiLineString => columns.role_of_lines(),
        GeometryKind::Polygon | GeometryKind::MultiPolygon => columns.role_of_polygons(),
        GeometryKind::Point | GeometryKind::MultiPoint => columns.role_of_points(),
        GeometryKind::Flawed | GeometryKind::Collection => None,
    }
}

/// The columns of the first features, in comparable form.
struct ColumnNames(Vec<String>);

impl ColumnNames {
    fn role_of_lines(&self) -> Option<Role> {
        if self.has_any(&["waterway", "railway", "barrier"]) {
            return Some(Role::Barriers);
        }
        self.has_field(Role::Streets, Field::Class).then_some(Role::Streets)
    }

    fn role_of_polygons(&self) -> Option<Role> {
        let size = [Field::Residents, Field::Storeys, Field::Height, Field::Households];
        if self.has_any(&["WGBM", "网格编码", "网格名称", "单元编码", "grid_id", "unit_id"])
        {
            Some(Role::Units)
        } else if self.has_any(CANDIDATE_COLUMNS) {
            Some(Role::Candidates)
        } else if self.has_any(&["building"])
            || size.into_iter().any(|field| self.has_field(Role::Buildings, field))
        {
            Some(Role::Buildings)
        } else {
            self.has_any(&["natural", "waterway"]).then_some(Role::Barriers)
        }
    }

    fn role_of_points(&self) -> Option<Role> {
        if self.has_any(CANDIDATE_COLUMNS) {
            return Some(Role::Candidates);
        }
        self.has_field(Role::Facilities, Field::Function).then_some(Role::Facilities)
    }

    fn has_field(&self, role: Role, field: Field) -> bool {
        aliases(role, field).any(|name| self.has(name))
    }

    fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(&normal(name))
    }
}

const CANDIDATE_COLUMNS: &[&str] = &["usable_area_m2", "usable_area", "可用面积", "KYMJ"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_role() {
        let cases = [
            ("units", Role::Units),
            ("城市综合网格", Role::Units),
            ("grids", Role::Units),
            ("WG_2024", Role::Units),
            ("Buildings", Role::Buildings),
            ("杨浦区建筑", Role::Buildings),
            ("YP_JZ", Role::Buildings),
            ("pois", Role::Facilities),
            ("社区服务设施", Role::Facilities),
            ("community_facilities", Role::Facilities),
            ("walkable", Role::Streets),
            ("道路中心线", Role::Streets),
            ("rivers", Role::Barriers),
            ("railway", Role::Barriers),
            ("水系", Role::Barriers),
            ("候选建筑", Role::Candidates),
            ("candidates", Role::Candidates),
        ];
        for (stem, role) in cases {
            assert_eq!(guess_role_by_name(stem), Some(role), "{stem}");
        }
        for stem in ["points", "landuse", "data", "community", "spoils"] {
            assert_eq!(guess_role_by_name(stem), None, "{stem}");
        }
    }

    fn role_of(geometry_type: &str, properties: &str) -> Option<Role> {
        let coordinates = if geometry_type == "Point" { "[1,2]" } else { "[]" };
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[
                {{"type":"Feature","properties":null,"geometry":null}},
                {{"type":"Feature","properties":{properties},
                  "geometry":{{"type":"{geometry_type}","coordinates":{coordinates}}}}},
                {{"type":"Feature","prop"#
        );
        let head = readers::read(&Content::Text(text.into()), HEAD, &());
        head.ok().and_then(|head| role_by_content(&head.table))
    }

    #[test]
    fn the_head_of_a_file_tells_the_role_where_the_name_does_not() {
        assert_eq!(role_of("Polygon", r#"{"levels":6}"#), Some(Role::Buildings));
        assert_eq!(role_of("MultiPolygon", r#"{"网格编码":"1"}"#), Some(Role::Units));
        assert_eq!(role_of("Point", r#"{"amenity":"clinic"}"#), Some(Role::Facilities));
        assert_eq!(role_of("LineString", r#"{"highway":"footway"}"#), Some(Role::Streets));
        assert_eq!(role_of("LineString", r#"{"waterway":"river"}"#), Some(Role::Barriers));
        assert_eq!(role_of("Polygon", r#"{"landuse":"grass"}"#), None);
    }
}
