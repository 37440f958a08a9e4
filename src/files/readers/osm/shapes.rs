//! Shapes out of nodes: lines of ways, and areas of the ways that a relation puts together.

use std::collections::{HashMap, HashSet};

use geo::{Coord, Geometry, LineString, Point};
use osmpbf::Element;

use crate::files::flaw::Flaw;
use crate::files::readers::ReadError;
use crate::files::readers::shp::polygons;

use super::tags::Theme;
use super::{Extract, Form, Object, Wanted};

/// Where nodes are.
pub(super) struct Places(HashMap<i64, Coord<f64>>);

impl Places {
    /// Reads the places of all nodes that are needed.
    pub fn of(wanted: &Wanted, extract: &Extract) -> Result<Self, ReadError> {
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
    pub fn id(&self) -> String {
        match &self.form {
            Form::Node { id, .. } => format!("n{id}"),
            Form::Way { id, .. } => format!("w{id}"),
            Form::Relation { id, .. } => format!("r{id}"),
        }
    }

    pub fn shape(
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

    #[test]
    fn rings_are_put_together_from_ways_in_any_direction() {
        let rings = closed_rings(vec![vec![1, 2, 3], vec![5, 1], vec![5, 4, 3], vec![9, 8]]);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].len(), 6);
    }
}
