//! OpenStreetMap extracts (PBF): buildings, walkable streets, facilities and barriers, each as a
//! layer of its own with the tags that say something about it.
//!
//! What a tag makes of an object follows the usual meaning of the OpenStreetMap wiki's map
//! features. Whether a street may be walked, at what speed and over which crossing is left to the
//! walking network; here only what nobody walks on is left out.

use std::collections::{HashMap, HashSet};

use geo::{Coord, Geometry, LineString, Point};
use osmpbf::{Element, ElementReader};

use crate::files::Progress;
use crate::files::flaw::Flaw;
use crate::files::source::Content;
use crate::files::table::{Cell, Table};
use crate::language::Message;

use super::shp::polygons;
use super::{RawLayer, ReadError};

/// The layers of an extract, named so that their roles can be told.
pub(super) const LAYERS: [&str; 4] = ["buildings", "streets", "facilities", "barriers"];

/// What an object is to us, by its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    Buildings,
    Streets,
    Facilities,
    Barriers,
}

impl Theme {
    fn of_layer(layer: &str) -> Option<Self> {
        [Self::Buildings, Self::Streets, Self::Facilities, Self::Barriers]
            .into_iter()
            .zip(LAYERS)
            .find_map(|(theme, name)| (name == layer).then_some(theme))
    }

    fn takes(self, tags: &Tags) -> bool {
        match self {
            Self::Buildings => tags.get("building").is_some_and(|value| value != "no"),
            Self::Streets => is_walkable(tags),
            Self::Facilities => function_of(tags).is_some(),
            Self::Barriers => is_barrier(tags),
        }
    }

    /// The tags kept as columns.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Buildings => &[
                "name",
                "building",
                "building:levels",
                "height",
                "building:flats",
                "amenity",
                "addr:housenumber",
                "addr:street",
            ],
            Self::Streets => &[
                "name", "highway", "foot", "access", "bridge", "tunnel", "layer", "level",
                "footway", "crossing", "surface", "width", "incline",
            ],
            Self::Facilities => &[
                "name",
                "amenity",
                "leisure",
                "healthcare",
                "social_facility",
                "social_facility:for",
                "office",
                "shop",
                "opening_hours",
                "operator",
                "addr:housenumber",
                "addr:street",
            ],
            Self::Barriers => &[
                "name", "waterway", "natural", "water", "railway", "barrier", "bridge", "tunnel",
                "layer",
            ],
        }
    }

    /// Whether a closed way is an area rather than a line.
    fn is_area(self, tags: &Tags) -> bool {
        match self {
            Self::Buildings | Self::Facilities => true,
            Self::Streets => false,
            Self::Barriers => {
                tags.get("natural").is_some() || tags.get("waterway") == Some("riverbank")
            }
        }
    }
}

/// What is written about an object.
struct Tags(HashMap<String, String>);

impl Tags {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

/// Ways that carry people on foot, or may: motorways, works and what is only planned are left out.
fn is_walkable(tags: &Tags) -> bool {
    let Some(highway) = tags.get("highway") else { return false };
    let never = [
        "motorway",
        "motorway_link",
        "construction",
        "proposed",
        "planned",
        "abandoned",
        "razed",
        "raceway",
        "bus_guideway",
        "platform",
        "rest_area",
        "services",
    ];
    let foot = tags.get("foot");
    let open = foot.is_some_and(|foot| matches!(foot, "yes" | "designated" | "permissive"));
    let closed = foot.is_some_and(|foot| matches!(foot, "no" | "private"));
    let shut = tags.get("access").is_some_and(|access| matches!(access, "no" | "private"));
    !never.contains(&highway) && !closed && (open || !shut)
}

fn is_barrier(tags: &Tags) -> bool {
    let rail = tags.get("railway").is_some_and(|railway| {
        matches!(railway, "rail" | "light_rail" | "subway" | "narrow_gauge" | "tram")
    });
    let under = tags.get("tunnel").is_some_and(|tunnel| tunnel != "no");
    let water = tags.get("natural") == Some("water")
        || tags
            .get("waterway")
            .is_some_and(|waterway| matches!(waterway, "river" | "riverbank" | "canal" | "stream"));
    let wall = tags.get("barrier").is_some_and(|barrier| {
        matches!(barrier, "wall" | "fence" | "city_wall" | "retaining_wall")
    });
    (!under && (rail || water)) || wall
}

/// The value that says what service an object is, where it is one of the community's.
fn function_of(tags: &Tags) -> Option<&str> {
    let services = [
        ("social_facility", &["nursing_home", "assisted_living", "day_care"][..]),
        (
            "amenity",
            &[
                "clinic",
                "doctors",
                "community_centre",
                "nursing_home",
                "social_facility",
                "kindergarten",
                "childcare",
                "library",
                "arts_centre",
                "canteen",
            ],
        ),
        ("healthcare", &["clinic", "doctor", "centre"]),
        ("leisure", &["fitness_centre", "fitness_station", "sports_centre", "playground"]),
        ("shop", &["laundry", "dry_cleaning"]),
        ("office", &["employment_agency"]),
    ];
    services.iter().find_map(|(key, values)| {
        let value = tags.get(key)?;
        values.contains(&value).then_some(match (*key, value) {
            ("social_facility", _) => "nursing_home",
            ("healthcare", _) => "clinic",
            _ => value,
        })
    })
}

/// Reads one layer of an extract.
pub(super) fn read(
    content: &Content,
    layer: &str,
    most_features: Option<usize>,
    progress: &dyn Progress,
) -> Result<RawLayer, ReadError> {
    let Some(theme) = Theme::of_layer(layer) else {
        return Err(ReadError::Unusable(Message::new("没有这个图层", "there is no such layer")));
    };
    let extract = Extract { content, progress };
    let mut wanted = Wanted::default();
    extract.each(|element| wanted.look_at(theme, element))?;
    wanted.find_member_ways(&extract)?;
    let places = Places::of(&wanted, &extract)?;
    let mut table = Table::default();
    let most = most_features.unwrap_or(usize::MAX);
    for object in std::mem::take(&mut wanted.objects).into_iter().take(most) {
        let shape = object.shape(theme, &places, &wanted.member_ways);
        let mut row = table.row();
        row.set("osm_id", Cell::from(&*object.id()));
        if theme == Theme::Facilities {
            row.set("function", function_of(&object.tags).unwrap_or_default().into());
        }
        for column in theme.columns() {
            if let Some(value) = object.tags.get(column) {
                row.set(column, value.into());
            }
        }
        row.geometries().push(shape);
    }
    Ok(RawLayer { crs: Some("EPSG:4326".to_owned()), ..RawLayer::of(table) })
}

/// A file that is gone through several times: what lies far apart in it belongs together.
struct Extract<'a> {
    content: &'a Content,
    progress: &'a dyn Progress,
}

impl Extract<'_> {
    fn each(&self, mut look: impl FnMut(&Element)) -> Result<(), ReadError> {
        let reader = ElementReader::new(self.content.open(self.progress)?);
        reader.for_each(|element| look(&element)).map_err(|error| {
            ReadError::Unusable(Message::new(
                format!("不是有效的 OSM PBF：{error}"),
                format!("not a valid OSM PBF: {error}"),
            ))
        })
    }
}

/// An object of the layer.
struct Object {
    tags: Tags,
    form: Form,
}

enum Form {
    Node {
        id: i64,
        at: Coord<f64>,
    },
    Way {
        id: i64,
        nodes: Vec<i64>,
    },
    /// A multipolygon: ways outside and, marked with `false`, inside.
    Relation {
        id: i64,
        ways: Vec<(bool, i64)>,
    },
}

/// What the first pass finds.
#[derive(Default)]
struct Wanted {
    objects: Vec<Object>,
    /// Nodes of the ways that relations are made of; filled by a pass of its own.
    member_ways: HashMap<i64, Vec<i64>>,
}

impl Wanted {
    fn look_at(&mut self, theme: Theme, element: &Element) {
        let (tags, form) = match element {
            Element::Node(node) => {
                let tags = owned(node.tags());
                let at = Coord { x: node.lon(), y: node.lat() };
                (tags, Form::Node { id: node.id(), at })
            }
            Element::DenseNode(node) => {
                let tags = owned(node.tags());
                let at = Coord { x: node.lon(), y: node.lat() };
                (tags, Form::Node { id: node.id(), at })
            }
            Element::Way(way) => {
                let tags = owned(way.tags());
                if !theme.takes(&tags) {
                    return;
                }
                (tags, Form::Way { id: way.id(), nodes: way.refs().collect() })
            }
            Element::Relation(relation) => {
                let tags = owned(relation.tags());
                let is_area = tags.get("type") == Some("multipolygon") && theme != Theme::Streets;
                if !is_area || !theme.takes(&tags) {
                    return;
                }
                let ways: Vec<_> = relation
                    .members()
                    .filter(|member| member.member_type == osmpbf::RelMemberType::Way)
                    .map(|member| {
                        (member.role().is_ok_and(|role| role != "inner"), member.member_id)
                    })
                    .collect();
                for (_, way) in &ways {
                    self.member_ways.insert(*way, Vec::new());
                }
                (tags, Form::Relation { id: relation.id(), ways })
            }
        };
        let is_node = matches!(form, Form::Node { .. });
        if is_node && (theme != Theme::Facilities || !theme.takes(&tags)) {
            return;
        }
        self.objects.push(Object { tags, form });
    }

    /// Reads the ways that relations are made of: they stand before the relations in the file.
    fn find_member_ways(&mut self, extract: &Extract) -> Result<(), ReadError> {
        if self.member_ways.is_empty() {
            return Ok(());
        }
        extract.each(|element| {
            if let Element::Way(way) = element
                && let Some(nodes) = self.member_ways.get_mut(&way.id())
            {
                *nodes = way.refs().collect();
            }
        })
    }
}

fn owned<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> Tags {
    Tags(tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

/// Where nodes are.
struct Places(HashMap<i64, Coord<f64>>);

impl Places {
    /// Reads the places of all nodes that are needed.
    fn of(wanted: &Wanted, extract: &Extract) -> Result<Self, ReadError> {
        let mut needed: HashSet<i64> = wanted.member_ways.values().flatten().copied().collect();
        for object in &wanted.objects {
            if let Form::Way { nodes, .. } = &object.form {
                needed.extend(nodes);
            }
        }
        let mut places = HashMap::with_capacity(needed.len());
        extract.each(|element| {
            let (id, at) = match element {
                Element::Node(node) => (node.id(), Coord { x: node.lon(), y: node.lat() }),
                Element::DenseNode(node) => (node.id(), Coord { x: node.lon(), y: node.lat() }),
                Element::Way(_) | Element::Relation(_) => return,
            };
            if needed.contains(&id) {
                places.insert(id, at);
            }
        })?;
        Ok(Self(places))
    }

    fn line(&self, nodes: &[i64]) -> LineString<f64> {
        nodes.iter().filter_map(|node| self.0.get(node)).copied().collect()
    }
}

impl Object {
    fn id(&self) -> String {
        match &self.form {
            Form::Node { id, .. } => format!("n{id}"),
            Form::Way { id, .. } => format!("w{id}"),
            Form::Relation { id, .. } => format!("r{id}"),
        }
    }

    fn shape(
        &self,
        theme: Theme,
        places: &Places,
        member_ways: &HashMap<i64, Vec<i64>>,
    ) -> Result<Geometry<f64>, Flaw> {
        match &self.form {
            Form::Node { at, .. } => Ok(Point(*at).into()),
            Form::Way { nodes, .. } => {
                let line = places.line(nodes);
                if line.0.len() < 2 {
                    return Err(Flaw::NoGeometry);
                }
                let is_closed = nodes.len() > 3 && nodes.first() == nodes.last();
                match is_closed && theme.is_area(&self.tags) {
                    true => Ok(geo::Polygon::new(line, Vec::new()).into()),
                    false => Ok(line.into()),
                }
            }
            Form::Relation { ways, .. } => {
                let rings = |outside: bool| -> Vec<LineString<f64>> {
                    let ways = ways.iter().filter(move |(is_outside, _)| *is_outside == outside);
                    let ways = ways.filter_map(|(_, way)| member_ways.get(way));
                    let rings = closed_rings(ways.cloned().collect());
                    let rings = rings.into_iter().map(|nodes| places.line(&nodes));
                    rings.filter(|ring| ring.0.len() > 3).collect()
                };
                let outsides = rings(true);
                if outsides.is_empty() {
                    // Its ways lie outside the extract.
                    return Err(Flaw::NoGeometry);
                }
                polygons(outsides, rings(false))
            }
        }
    }
}

/// Ways put together, end to end, until they close.
fn closed_rings(mut ways: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    let mut rings = Vec::new();
    while let Some(mut ring) = ways.pop() {
        while ring.first() != ring.last() {
            let end = ring.last().copied();
            let next = ways
                .iter()
                .position(|way| way.first() == end.as_ref() || way.last() == end.as_ref());
            let Some(next) = next else { break };
            let mut way = ways.swap_remove(next);
            if way.first() != end.as_ref() {
                way.reverse();
            }
            ring.extend(way.into_iter().skip(1));
        }
        if ring.len() > 3 && ring.first() == ring.last() {
            rings.push(ring);
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        owned(pairs.iter().copied())
    }

    #[test]
    fn what_is_walked_on_is_told_by_its_tags() {
        assert!(is_walkable(&tags(&[("highway", "residential")])));
        assert!(is_walkable(&tags(&[
            ("highway", "service"),
            ("access", "private"),
            ("foot", "yes")
        ])));
        assert!(!is_walkable(&tags(&[("highway", "motorway"), ("foot", "yes")])));
        assert!(!is_walkable(&tags(&[("highway", "path"), ("foot", "no")])));
        assert!(!is_walkable(&tags(&[("highway", "service"), ("access", "private")])));
        assert!(!is_walkable(&tags(&[("building", "yes")])));
    }

    #[test]
    fn a_railway_in_a_tunnel_is_no_barrier() {
        assert!(is_barrier(&tags(&[("railway", "rail")])));
        assert!(!is_barrier(&tags(&[("railway", "subway"), ("tunnel", "yes")])));
        assert!(is_barrier(&tags(&[("natural", "water")])));
    }

    #[test]
    fn services_get_the_words_of_the_standard() {
        assert_eq!(
            function_of(&tags(&[
                ("amenity", "social_facility"),
                ("social_facility", "nursing_home")
            ])),
            Some("nursing_home")
        );
        assert_eq!(function_of(&tags(&[("healthcare", "doctor")])), Some("clinic"));
        assert_eq!(function_of(&tags(&[("amenity", "bench")])), None);
    }

    #[test]
    fn rings_are_put_together_from_ways_in_any_direction() {
        let rings = closed_rings(vec![vec![1, 2, 3], vec![5, 1], vec![5, 4, 3], vec![9, 8]]);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].len(), 6);
    }
}
