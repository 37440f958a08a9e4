//! OpenStreetMap extracts (PBF): buildings, walkable streets, facilities and barriers, each as a
//! layer of its own with the tags that say something about it.
//!
//! What a tag makes of an object follows the usual meaning of the OpenStreetMap wiki's map
//! features. Whether a street may be walked, at what speed and over which crossing is left to the
//! walking network; here only what nobody walks on is left out. `tags` decides it, `shapes` puts
//! nodes and ways together; here the file is gone through.

mod shapes;
mod tags;

use std::collections::HashMap;

use geo::Coord;
use osmpbf::{Element, ElementReader};

use crate::files::Progress;
use crate::files::source::Content;
use crate::files::table::{Cell, Table};
use crate::language::Message;

use super::{RawLayer, ReadError};
use shapes::Places;
use tags::{Tags, Theme, function_of, owned};

/// The layers of an extract, named so that their roles can be told.
pub(super) const LAYERS: [&str; 4] = ["buildings", "streets", "facilities", "barriers"];

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
