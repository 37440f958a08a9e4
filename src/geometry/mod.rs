//! Metres on a plane: coordinate systems, polygons and spatial indexes. Knows no term of planning.

mod box_index;
mod cell_area;
mod compressed_rows;
mod crs;
mod disc_sums;
mod drawn_area;
mod heaviest_discs;
mod local_projection;
mod measure;
mod offset;
mod point_grid;
mod polygons;
mod segment_grid;

pub use box_index::BoxIndex;
pub use cell_area::CellArea;
pub use compressed_rows::by_group;
pub use crs::{Crs, CrsError, LonLat, Projector, WorldPoint};
pub use disc_sums::DiscSums;
pub use drawn_area::DrawnArea;
pub use heaviest_discs::{HeaviestDiscs, PlaceCells};
pub use local_projection::LocalProjection;
pub use measure::{
    between, enclosed_area_m2, length_m, nearest_on_segment, outline_crosses_itself,
};
pub use point_grid::{PointGrid, radius_of_discs, straight_to_nearest};
pub use polygons::Polygons;
pub use segment_grid::{NearestPlace, Segment, SegmentGrid};

/// An axis-aligned rectangle in the working CRS, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    pub min: WorldPoint,
    pub max: WorldPoint,
}

impl Extent {
    /// The smallest extent that holds all points; `None` for no point.
    pub fn of(points: impl IntoIterator<Item = WorldPoint>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let start = Self { min: first, max: first };
        Some(points.fold(start, |extent, point| Self {
            min: WorldPoint { x: extent.min.x.min(point.x), y: extent.min.y.min(point.y) },
            max: WorldPoint { x: extent.max.x.max(point.x), y: extent.max.y.max(point.y) },
        }))
    }

    /// The square whose sides are `radius_m` away from a place.
    pub fn around(middle: WorldPoint, radius_m: f64) -> Self {
        Self {
            min: WorldPoint::new(middle.x - radius_m, middle.y - radius_m),
            max: WorldPoint::new(middle.x + radius_m, middle.y + radius_m),
        }
    }

    /// The smallest extent that holds both.
    pub fn union(self, other: Self) -> Self {
        Self {
            min: WorldPoint { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) },
            max: WorldPoint { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) },
        }
    }

    /// What lies in both; `None` where they are apart.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let min = WorldPoint::new(self.min.x.max(other.min.x), self.min.y.max(other.min.y));
        let max = WorldPoint::new(self.max.x.min(other.max.x), self.max.y.min(other.max.y));
        (min.x <= max.x && min.y <= max.y).then_some(Self { min, max })
    }

    /// The same with so much more on each side.
    pub fn grown(self, by_m: f64) -> Self {
        Self {
            min: WorldPoint::new(self.min.x - by_m, self.min.y - by_m),
            max: WorldPoint::new(self.max.x + by_m, self.max.y + by_m),
        }
    }

    pub fn center(self) -> WorldPoint {
        WorldPoint { x: (self.min.x + self.max.x) / 2.0, y: (self.min.y + self.max.y) / 2.0 }
    }

    pub fn width(self) -> f64 {
        self.max.x - self.min.x
    }

    pub fn height(self) -> f64 {
        self.max.y - self.min.y
    }

    /// How large it is, in square metres.
    pub fn area_m2(self) -> f64 {
        self.width() * self.height()
    }

    /// Whether the two rectangles share at least one point.
    pub fn touches(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}
