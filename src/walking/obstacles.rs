//! What stands in the way: the lines of rivers, railways and walls, and where they let through.

use std::cell::LazyCell;
use std::ops::ControlFlow;

use geo::{
    ConvexHull as _, Coord, Intersects as _, Line, LineIntersection, MultiPoint, Point,
    line_intersection::line_intersection,
};

use crate::geometry::{Extent, PointGrid, Segment, SegmentGrid, WorldPoint};
use crate::layers::{Barrier, BarrierKind, BarrierShape, Street, Structure};

/// Cells of the indexes, in metres.
const CELL_M: f64 = 100.0;
/// A wall is open so far around a gate, in metres.
const GATE_M: f64 = 10.0;
/// So far from the foot of a bridge or tunnel a street on the ground is part of its ramp, in
/// metres: outlines of rivers are drawn less exactly than bridges.
const RAMP_M: f64 = 15.0;
/// Two vertices closer than this are one, in metres.
const SAME_VERTEX_M: f64 = 0.001;

/// The lines one cannot walk across.
#[derive(Debug, Clone)]
pub struct Obstacles {
    lines: SegmentGrid,
    kinds: Vec<BarrierKind>,
    gates: PointGrid,
    bridge_feet: PointGrid,
}

impl Obstacles {
    /// The barriers of a study, and the bridges and tunnels that lead across.
    pub fn of(barriers: &[Barrier], streets: &[Street]) -> Self {
        let (mut segments, mut kinds, mut gates) = (Vec::new(), Vec::new(), Vec::new());
        for Barrier { kind, shape } in barriers {
            let mut add = |line: &[WorldPoint]| {
                let legs = line.windows(2).map(|leg| Segment { from: leg[0], to: leg[1] });
                segments.extend(legs);
                kinds.resize(segments.len(), *kind);
            };
            match shape {
                BarrierShape::Point(at) => gates.push(*at),
                BarrierShape::Line(line) => add(line),
                BarrierShape::Area(area) => {
                    for ring in (0..area.len()).flat_map(|feature| area.rings(feature)) {
                        add(ring);
                        if let [first, .., last] = ring {
                            add(&[*last, *first]);
                        }
                    }
                }
            }
        }
        let carried = streets.iter().filter(|s| s.passage.structure != Structure::Ground);
        let feet: Vec<WorldPoint> =
            carried.flat_map(|s| [s.line.first(), s.line.last()]).flatten().copied().collect();
        Self {
            lines: SegmentGrid::new(segments, CELL_M),
            kinds,
            gates: PointGrid::new(&gates, CELL_M),
            bridge_feet: PointGrid::new(&feet, CELL_M),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether anything stands between two places.
    pub fn block(&self, from: WorldPoint, to: WorldPoint) -> bool {
        let way = Segment { from, to };
        !self.is_empty()
            && self.lines.any_touching(way.extent(), |number, line| {
                let crossing = crossing_of(&way, line);
                crossing.is_some_and(|at| !self.is_gate(at, self.kinds[number as usize]))
            })
    }

    /// The kinds of what stands between two places, each once, gates aside.
    pub fn between(&self, from: WorldPoint, to: WorldPoint) -> Vec<BarrierKind> {
        let mut between = Vec::new();
        if self.is_empty() {
            return between;
        }
        let way = Segment { from, to };
        let _ = self.lines.visit_touching(way.extent(), |number, line| {
            let kind = self.kinds[number as usize];
            let crossing = crossing_of(&way, line).filter(|at| !self.is_gate(*at, kind));
            if crossing.is_some() && !between.contains(&kind) {
                between.push(kind);
            }
            ControlFlow::Continue(())
        });
        between
    }

    /// Whether any line comes into a window.
    pub fn touch(&self, window: Extent) -> bool {
        self.lines.any_touching(window, |_, _| true)
    }

    /// Whether any line comes between some places of two squares; gates do not let through here.
    pub fn come_between(&self, one: Extent, other: Extent) -> bool {
        if self.is_empty() {
            return false;
        }
        // Mostly nothing is near.
        let hull = LazyCell::new(|| {
            let corners = |Extent { min, max }: Extent| {
                [(min.x, min.y), (max.x, min.y), (max.x, max.y), (min.x, max.y)].map(Point::from)
            };
            MultiPoint::new([corners(one), corners(other)].concat()).convex_hull()
        });
        self.lines.any_touching(one.union(other), |_, segment| hull.intersects(&line(segment)))
    }

    /// The places where a straight piece of a street on the ground is cut, from its start on.
    pub fn cuts(&self, piece: Segment) -> Vec<WorldPoint> {
        let mut cuts = Vec::new();
        if self.is_empty() {
            return cuts;
        }
        let _ = self.lines.visit_touching(piece.extent(), |number, line| {
            let kind = self.kinds[number as usize];
            if let Some(at) = crossing_of(&piece, line)
                && !self.is_gate(at, kind)
                && !is_level_crossing(&piece, line, kind)
                && !self.is_ramp(at)
            {
                cuts.push(at);
            }
            ControlFlow::Continue(())
        });
        let along = |at: &WorldPoint| at.distance_to(piece.from);
        cuts.sort_by(|a, b| along(a).total_cmp(&along(b)));
        // Neighbouring lines of a barrier meet in one vertex; and a line may be seen twice.
        cuts.dedup_by(|a, b| a.distance_to(*b) < SAME_VERTEX_M);
        cuts
    }

    fn is_gate(&self, at: WorldPoint, kind: BarrierKind) -> bool {
        let lets_through = matches!(kind, BarrierKind::Wall | BarrierKind::Gate);
        lets_through && any_within(&self.gates, at, GATE_M)
    }

    fn is_ramp(&self, at: WorldPoint) -> bool {
        any_within(&self.bridge_feet, at, RAMP_M)
    }
}

fn any_within(points: &PointGrid, at: WorldPoint, radius_m: f64) -> bool {
    let mut is_found = false;
    points.for_each_within(at, radius_m, |_| is_found = true);
    is_found
}

/// OSM draws a level crossing as a vertex that street and railway share.
fn is_level_crossing(piece: &Segment, line: &Segment, kind: BarrierKind) -> bool {
    let is_end = |at: WorldPoint| {
        [piece.from, piece.to].into_iter().any(|end| end.distance_to(at) < SAME_VERTEX_M)
    };
    kind == BarrierKind::Railway && (is_end(line.from) || is_end(line.to))
}

/// Where two segments meet; where they lie on each other, they do not.
pub(super) fn crossing_of(a: &Segment, b: &Segment) -> Option<WorldPoint> {
    match line_intersection(line(a), line(b))? {
        LineIntersection::SinglePoint { intersection, .. } => {
            Some(WorldPoint::new(intersection.x, intersection.y))
        }
        LineIntersection::Collinear { .. } => None,
    }
}

fn line(segment: &Segment) -> Line<f64> {
    let coord = |at: WorldPoint| Coord { x: at.x, y: at.y };
    Line::new(coord(segment.from), coord(segment.to))
}
