//! What became of the streets, and which residents the network does not reach.

use crate::layers::{LayerSet, Persons};

use super::access::Access;
use super::graph::Graph;

/// Figures of a walk network, for its report.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    pub junctions: usize,
    pub edges: usize,
    pub length_m: f64,
    /// How often a barrier cut a street.
    pub cuts: usize,
    /// Parts without a way between them.
    pub parts: usize,
    /// Share of the length that is in the largest part; 0 without streets.
    pub largest_part: f64,
    /// Buildings without a street near enough that nothing stands before, and their residents.
    pub without_access: Stranded,
    /// Buildings joined to another part than the largest, and their residents.
    pub on_islands: Stranded,
}

/// Buildings and the residents in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stranded {
    pub buildings: usize,
    pub residents: Persons,
}

impl Stranded {
    fn add(&mut self, residents: Persons) {
        self.buildings += 1;
        self.residents += residents;
    }
}

impl Survey {
    pub(super) fn of(
        graph: &Graph,
        layers: &LayerSet,
        accesses: &[Option<Access>],
        cuts: usize,
    ) -> Self {
        let (part_of, lengths) = graph.parts();
        let length_m: f64 = lengths.iter().sum();
        let residents = layers.buildings.demand().residents(0);
        let (mut without_access, mut on_islands) = (Stranded::default(), Stranded::default());
        for (building, access) in accesses.iter().enumerate() {
            match access {
                None => without_access.add(residents[building]),
                Some(access) if part_of[graph.edge(access.edge).from as usize] > 0 => {
                    on_islands.add(residents[building]);
                }
                Some(_) => {}
            }
        }
        Self {
            junctions: graph.junctions().len(),
            edges: graph.edges().len(),
            length_m,
            cuts,
            parts: lengths.len(),
            largest_part: lengths.first().map_or(0.0, |largest| largest / length_m.max(1e-9)),
            without_access,
            on_islands,
        }
    }
}
