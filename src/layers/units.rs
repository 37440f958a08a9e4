//! Planning units: the polygons all totals are given for.

use std::cmp::Ordering;

use crate::geometry::{BoxIndex, Extent, Polygons, WorldPoint};

use super::{Group, Persons};

/// The unit layer, in the order of the file.
#[derive(Debug, Clone)]
pub struct Units {
    ids: Vec<String>,
    names: Vec<String>,
    /// The district of each unit; empty where the layer does not say.
    districts: Vec<String>,
    /// What the layer says of each unit's residents, by group.
    totals: Vec<(Group, Vec<Option<Persons>>)>,
    shapes: Polygons,
    index: BoxIndex,
    /// Position of each unit when all are sorted by id; settles points on a shared border.
    rank: Vec<usize>,
    /// All units ordered by the letters of their ids, to find one; of the same id the first comes first.
    by_id: Vec<usize>,
}

impl Units {
    /// Units by id, name and shape, three lists of equal length.
    pub fn new(ids: Vec<String>, names: Vec<String>, shapes: Polygons) -> Self {
        let mut in_order: Vec<usize> = (0..ids.len()).collect();
        in_order.sort_by(|a, b| compare_ids(&ids[*a], &ids[*b]));
        let mut rank = vec![0; ids.len()];
        for (position, unit) in in_order.into_iter().enumerate() {
            rank[unit] = position;
        }
        let mut by_id: Vec<usize> = (0..ids.len()).collect();
        by_id.sort_by_key(|unit| &ids[*unit]);
        let index = BoxIndex::of(&shapes);
        let districts = vec![String::new(); ids.len()];
        Self { ids, names, districts, totals: Vec::new(), shapes, index, rank, by_id }
    }

    /// The same units with the district of each, empty where it is not known.
    pub fn in_districts(mut self, districts: Vec<String>) -> Self {
        if districts.len() == self.len() {
            self.districts = districts;
        }
        self
    }

    /// The same units with what is known of their residents, a column for each group.
    pub fn with_totals(mut self, mut totals: Vec<(Group, Vec<Option<Persons>>)>) -> Self {
        totals.retain(|(_, column)| column.len() == self.len());
        totals.sort_by_key(|(group, _)| *group);
        self.totals = totals;
        self
    }

    /// What the layer says of each unit's residents, by group; none where it says nothing. What
    /// is assessed are the residents of the buildings.
    pub fn totals(&self) -> &[(Group, Vec<Option<Persons>>)] {
        &self.totals
    }

    /// The same of one group.
    pub fn totals_of(&self, group: Group) -> Option<&[Option<Persons>]> {
        let column = self.totals.iter().find(|(known, _)| *known == group);
        column.map(|(_, column)| column.as_slice())
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn id(&self, unit: usize) -> &str {
        &self.ids[unit]
    }

    /// The first unit of an id.
    pub fn position_of(&self, id: &str) -> Option<usize> {
        let first = self.by_id.partition_point(|unit| self.ids[*unit].as_str() < id);
        self.by_id.get(first).copied().filter(|unit| self.ids[*unit] == id)
    }

    pub fn name(&self, unit: usize) -> &str {
        &self.names[unit]
    }

    /// The district a unit belongs to, if the layer says so.
    pub fn district(&self, unit: usize) -> Option<&str> {
        self.districts.get(unit).map(String::as_str).filter(|district| !district.is_empty())
    }

    pub fn shapes(&self) -> &Polygons {
        &self.shapes
    }

    /// Units whose box touches a window, in ascending order.
    pub fn within(&self, window: Extent) -> Vec<usize> {
        self.index.within(window)
    }

    /// The unit that holds a point; on a border the one with the smaller id.
    pub fn at(&self, point: WorldPoint) -> Option<usize> {
        let holding = self.index.at(point).filter(|u| self.shapes.holds(*u, point));
        holding.min_by_key(|unit| self.rank[*unit])
    }

    /// The one of some units that holds a point, as [`Self::at`] tells.
    pub fn holding(&self, units: &[usize], point: WorldPoint) -> Option<usize> {
        let holding = units.iter().copied().filter(|unit| self.shapes.holds(*unit, point));
        holding.min_by_key(|unit| self.rank[*unit])
    }
}

/// Numbers by value, everything else as text, numbers first.
fn compare_ids(a: &str, b: &str) -> Ordering {
    match (a.parse::<i64>(), b.parse::<i64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, polygon};

    #[test]
    fn a_point_on_the_border_belongs_to_the_smaller_id() {
        let square = |x: f64| {
            let square = polygon![
                (x: x, y: 0.0), (x: x + 10.0, y: 0.0), (x: x + 10.0, y: 10.0), (x: x, y: 10.0)
            ];
            MultiPolygon(vec![square])
        };
        let mut shapes = Polygons::default();
        shapes.push(&square(0.0));
        shapes.push(&square(10.0));
        let ids = vec!["10".to_owned(), "9".to_owned()];
        let units = Units::new(ids.clone(), ids, shapes);
        assert_eq!(units.at(WorldPoint::new(10.0, 5.0)), Some(1), "9 is smaller than 10");
        assert_eq!(units.at(WorldPoint::new(5.0, 5.0)), Some(0));
        assert_eq!(units.at(WorldPoint::new(25.0, 5.0)), None);
    }

    #[test]
    fn of_units_with_one_id_the_first_is_found() {
        let ids: Vec<_> = ["9", "10", "乙", "10", "010", ""].map(str::to_owned).to_vec();
        let units = Units::new(ids.clone(), ids, Polygons::default());
        let found = ["", "010", "10", "9", "乙", "1", "甲", "丙"].map(|id| units.position_of(id));
        assert_eq!(found, [Some(5), Some(4), Some(1), Some(0), Some(2), None, None, None]);
    }
}
