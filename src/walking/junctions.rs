//! From lines to edges: where streets meet, where barriers cut them, and what is left between.
//!
//! Streets meet where they share a vertex: at the end of either, or, within both, if they run at
//! the same height. So a bridge passes over a street whose vertex it happens to share, and its
//! ends still join the streets on the ground, however the levels are numbered.

use rayon::prelude::*;

use crate::geometry::{Segment, SegmentGrid, WorldPoint, length_m};
use crate::layers::{Passage, Street, StreetClass, Structure};

use super::obstacles::{Obstacles, crossing_of};
use super::rules::NetworkRules;

/// Vertices are the same if they are so to a millimetre.
const PER_METRE: f64 = 1000.0;
/// Cells of the index of crossings, in metres.
const CELL_M: f64 = 60.0;
/// Number of a vertex that is no junction.
const PLAIN: u32 = u32::MAX;

/// A stretch of street between two junctions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub street: u32,
    /// Its junctions, where the line starts and ends.
    pub from: u32,
    pub to: u32,
    pub line: Vec<WorldPoint>,
    pub delay_s: f64,
}

/// Stretches between numbered junctions.
#[derive(Debug, Default)]
pub(super) struct Junctions {
    pub places: Vec<WorldPoint>,
    pub stretches: Vec<Stretch>,
    /// How often a street was cut by a barrier.
    pub cuts: usize,
}

/// A street or what the barriers left of it.
struct Piece {
    street: u32,
    passage: Passage,
    is_footbridge: bool,
    line: Vec<WorldPoint>,
    /// Whether it was cut off at its start, at its end: nothing joins there.
    is_cut: [bool; 2],
}

/// A vertex of a piece, for sorting by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Vertex {
    /// Millimetres.
    place: (i64, i64),
    level: (Structure, i8),
    piece: u32,
    position: u32,
    is_end: bool,
}

/// The junction at each vertex of each piece, or that there is none.
struct Numbers {
    /// `starts[piece]..starts[piece + 1]` are the vertices of a piece.
    starts: Vec<usize>,
    numbers: Vec<u32>,
}

impl Numbers {
    /// No junction yet.
    fn of(pieces: &[Piece]) -> Self {
        let mut starts = Vec::with_capacity(pieces.len() + 1);
        starts.push(0);
        let mut end = 0;
        for piece in pieces {
            end += piece.line.len();
            starts.push(end);
        }
        Self { starts, numbers: vec![PLAIN; end] }
    }

    fn set(&mut self, piece: usize, vertex: usize, junction: u32) {
        self.numbers[self.starts[piece] + vertex] = junction;
    }

    fn of_piece(&self, piece: usize) -> &[u32] {
        &self.numbers[self.starts[piece]..self.starts[piece + 1]]
    }
}

impl Junctions {
    /// Joins the streets by the rules; barriers cut them.
    pub fn of(streets: &[Street], obstacles: &Obstacles, rules: &NetworkRules) -> Self {
        let lines: Vec<Vec<WorldPoint>> = if rules.joins_crossings {
            with_crossings(streets)
        } else {
            streets.par_iter().map(|street| street.line.clone()).collect()
        };
        let pieces: Vec<Piece> = lines
            .into_par_iter()
            .enumerate()
            .flat_map_iter(|(number, line)| pieces_of(number, &streets[number], line, obstacles))
            .collect();
        let cuts = pieces.iter().filter(|piece| piece.is_cut[1]).count();
        let mut vertices: Vec<Vertex> = pieces
            .par_iter()
            .enumerate()
            .flat_map_iter(|(number, piece)| piece.vertices(number as u32))
            .collect();
        vertices.par_sort_unstable();
        let mut junctions = Self { cuts, ..Self::default() };
        let mut numbers = Numbers::of(&pieces);
        for here in vertices.chunk_by(|a, b| a.place == b.place) {
            junctions.join(here, &pieces, &mut numbers);
        }
        junctions.end_where_cut(&pieces, &mut numbers);
        let lands = junctions.ends_of_footbridges(&pieces, &numbers);
        let stretches = |(number, piece): (usize, &Piece)| {
            piece.stretches(numbers.of_piece(number), streets, &lands, rules).collect::<Vec<_>>()
        };
        junctions.stretches = pieces.par_iter().enumerate().flat_map_iter(stretches).collect();
        junctions
    }

    /// Numbers the vertices of one place.
    fn join(&mut self, here: &[Vertex], pieces: &[Piece], numbers: &mut Numbers) {
        let mut number_all = |vertices: &[Vertex]| {
            let number = self.places.len() as u32;
            let first = &vertices[0];
            self.places.push(pieces[first.piece as usize].line[first.position as usize]);
            for vertex in vertices {
                numbers.set(vertex.piece as usize, vertex.position as usize, number);
            }
        };
        if here.iter().any(|vertex| vertex.is_end) {
            number_all(here);
        } else {
            // Sorted by level within a place.
            let levels = here.chunk_by(|a, b| a.level == b.level);
            levels.filter(|level| level.len() > 1).for_each(number_all);
        }
    }

    /// A street that was cut ends there, alone.
    fn end_where_cut(&mut self, pieces: &[Piece], numbers: &mut Numbers) {
        for (number, piece) in pieces.iter().enumerate() {
            let ends = [0, piece.line.len() - 1];
            for (end, is_cut) in ends.into_iter().zip(piece.is_cut) {
                if is_cut {
                    numbers.set(number, end, self.places.len() as u32);
                    self.places.push(piece.line[end]);
                }
            }
        }
    }

    /// Which junctions have a way that is no footbridge: there one climbs up or down.
    fn ends_of_footbridges(&self, pieces: &[Piece], numbers: &Numbers) -> Vec<bool> {
        let mut lands = vec![false; self.places.len()];
        for (number, piece) in pieces.iter().enumerate() {
            if !piece.is_footbridge {
                let junctions = numbers.of_piece(number).iter().filter(|number| **number != PLAIN);
                junctions.for_each(|number| lands[*number as usize] = true);
            }
        }
        lands
    }
}

impl Piece {
    /// The vertices at which it may be joined to others.
    fn vertices(&self, number: u32) -> impl Iterator<Item = Vertex> {
        let last = self.line.len() - 1;
        let Passage { structure, level, .. } = self.passage;
        let at = move |(position, at): (usize, &WorldPoint)| {
            let is_cut = (position == 0 && self.is_cut[0]) || (position == last && self.is_cut[1]);
            (!is_cut).then(|| Vertex {
                place: ((at.x * PER_METRE).round() as i64, (at.y * PER_METRE).round() as i64),
                level: (structure, level),
                piece: number,
                position: position as u32,
                is_end: position == 0 || position == last,
            })
        };
        self.line.iter().enumerate().filter_map(at)
    }

    fn stretches<'a>(
        &'a self,
        numbers: &'a [u32],
        streets: &'a [Street],
        lands: &'a [bool],
        rules: &'a NetworkRules,
    ) -> impl Iterator<Item = Stretch> + 'a {
        let junctions = (0..numbers.len()).filter(|vertex| numbers[*vertex] != PLAIN);
        let junctions: Vec<usize> = junctions.collect();
        let whole_m = length_m(&streets[self.street as usize].line);
        let pairs: Vec<(usize, usize)> = junctions.windows(2).map(|p| (p[0], p[1])).collect();
        pairs.into_iter().map(move |(first, last)| {
            let line = self.line[first..=last].to_vec();
            let (from, to) = (numbers[first], numbers[last]);
            let mut delay_s = 0.0;
            if self.passage.is_crossing && whole_m > 0.0 {
                // A crossing in pieces costs no more than a whole one.
                delay_s += rules.crossing_delay_s * length_m(&line) / whole_m;
            }
            if self.is_footbridge {
                let climbs = [from, to].into_iter().filter(|end| lands[*end as usize]).count();
                delay_s += rules.footbridge_delay_s * climbs as f64 / 2.0;
            }
            Stretch { street: self.street, from, to, line, delay_s }
        })
    }
}

/// A street without repeated vertices, cut where a barrier lies across it.
fn pieces_of(
    number: usize,
    street: &Street,
    mut line: Vec<WorldPoint>,
    obstacles: &Obstacles,
) -> Vec<Piece> {
    line.dedup();
    if line.len() < 2 {
        return Vec::new();
    }
    let is_on_ground = street.passage.structure == Structure::Ground;
    let is_footbridge = !is_on_ground && street.class == StreetClass::Footway;
    let piece = |line: Vec<WorldPoint>, is_cut: [bool; 2]| Piece {
        street: number as u32,
        passage: street.passage,
        is_footbridge,
        line,
        is_cut,
    };
    if !is_on_ground || obstacles.is_empty() {
        return vec![piece(line, [false; 2])];
    }
    let mut pieces = Vec::new();
    let (mut current, mut starts_cut) = (vec![line[0]], false);
    for leg in line.windows(2) {
        for cut in obstacles.cuts(Segment { from: leg[0], to: leg[1] }) {
            current.push(cut);
            pieces.push(piece(std::mem::replace(&mut current, vec![cut]), [starts_cut, true]));
            starts_cut = true;
        }
        current.push(leg[1]);
    }
    pieces.push(piece(current, [starts_cut, false]));
    pieces
}

/// The lines of the streets, with a vertex wherever two of the same height cross or touch.
fn with_crossings(streets: &[Street]) -> Vec<Vec<WorldPoint>> {
    let legs = |street: &Street| -> Vec<Segment> {
        street.line.windows(2).map(|leg| Segment { from: leg[0], to: leg[1] }).collect()
    };
    let owners: Vec<u32> = (0..streets.len())
        .flat_map(|street| {
            std::iter::repeat_n(street as u32, streets[street].line.len().max(1) - 1)
        })
        .collect();
    let grid = SegmentGrid::new(streets.iter().flat_map(legs).collect(), CELL_M);
    let height = |street: &Street| (street.passage.structure, street.passage.level);
    let with_crossings = |(number, street): (usize, &Street)| {
        let mut line = Vec::with_capacity(street.line.len());
        for leg in legs(street) {
            line.push(leg.from);
            let mut crossings = Vec::new();
            let _ = grid.visit_touching(leg.extent(), |other, segment| {
                let owner = owners[other as usize] as usize;
                // Always from the same side, so that both streets get the very same vertex.
                let (a, b) = if number < owner { (&leg, segment) } else { (segment, &leg) };
                if owner != number && height(&streets[owner]) == height(street) {
                    crossings.extend(crossing_of(a, b));
                }
                std::ops::ControlFlow::Continue(())
            });
            crossings.sort_by(|a, b| a.distance_to(leg.from).total_cmp(&b.distance_to(leg.from)));
            line.extend(crossings);
        }
        line.extend(street.line.last());
        line.dedup();
        line
    };
    streets.par_iter().enumerate().map(with_crossings).collect()
}
