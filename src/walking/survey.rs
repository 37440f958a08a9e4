//! What became of the streets, and which residents the network does not reach.

use crate::language::{Message, Text, counted, thousands};
use crate::layers::{LayerSet, Persons};

use super::access::Access;
use super::graph::{Graph, Parts};
use super::reach::Doors;

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

/// How a place stands to the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footing {
    /// Joined to the largest part.
    Firm,
    /// Joined to a part without a way to the largest.
    OnIsland,
    /// No street near enough, or none without a barrier before it.
    None,
}

impl Footing {
    pub(super) fn of(access: Option<&Access>, graph: &Graph, parts: &Parts) -> Self {
        match access {
            None => Self::None,
            Some(access) if parts.of_junction[graph.edge(access.edge).from as usize] > 0 => {
                Self::OnIsland
            }
            Some(_) => Self::Firm,
        }
    }
}

/// Buildings and the residents in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stranded {
    pub buildings: usize,
    pub residents: Persons,
}

impl Stranded {
    /// What is the matter with these buildings; none where there are none.
    fn finding(&self, what: Text) -> Option<Message> {
        (self.buildings > 0).then(|| {
            let buildings = thousands(self.buildings as i64);
            let residents = thousands(self.residents.rounded());
            Message::new(
                format!("{buildings} 栋建筑、{residents} 名居民{}", what.zh),
                format!(
                    "{} with {residents} residents: {}",
                    counted(self.buildings, "building"),
                    what.en
                ),
            )
        })
    }

    fn add(&mut self, residents: Persons) {
        self.buildings += 1;
        self.residents += residents;
    }
}

impl Survey {
    /// The survey in sentences: what is there first, then what calls for a look at the data.
    pub fn findings(&self) -> Vec<Message> {
        let Self { junctions, edges, cuts, parts, .. } = *self;
        let [junctions, edges] = [junctions, edges].map(|count| thousands(count as i64));
        let kilometres = self.length_m / 1000.0;
        let mut findings = vec![Message::new(
            format!("路网：{junctions} 个路口，{edges} 段，共 {kilometres:.1} 公里"),
            format!("Network: {junctions} junctions, {edges} stretches, {kilometres:.1} km"),
        )];
        if parts > 1 {
            let share = 100.0 * self.largest_part;
            findings.push(Message::new(
                format!("路网分为互不相通的 {parts} 片，最大一片占总长 {share:.1}%"),
                format!(
                    "The network is in {parts} parts without a way between them; the largest has \
                     {share:.1}% of the length"
                ),
            ));
        }
        if cuts > 0 {
            findings.push(Message::new(
                format!("道路被河流、铁路或围墙截断 {cuts} 处（无桥梁、隧道或大门）"),
                format!(
                    "Rivers, railways or walls cut streets in {cuts} places without bridge, \
                     tunnel or gate"
                ),
            ));
        }
        findings.extend(self.without_access.finding(Text::new(
            "附近没有道路，或被阻隔，步行不可达",
            "no street near, or none without a barrier before it",
        )));
        findings.extend(self.on_islands.finding(Text::new(
            "接在与主路网不相通的道路上",
            "on streets without a way to the largest part",
        )));
        findings
    }

    pub(super) fn of(
        graph: &Graph,
        parts: &Parts,
        layers: &LayerSet,
        doors: &Doors,
        cuts: usize,
    ) -> Self {
        let lengths = &parts.lengths_m;
        let length_m: f64 = lengths.iter().sum();
        let residents = layers.buildings.demand().residents(0);
        let (mut without_access, mut on_islands) = (Stranded::default(), Stranded::default());
        for building in doors.without() {
            without_access.add(residents[*building as usize]);
        }
        let edges = (0..graph.edges().len() as u32)
            .filter(|edge| parts.of_junction[graph.edge(*edge).from as usize] > 0);
        for (_, door) in edges.flat_map(|edge| doors.of_edge(edge)) {
            on_islands.add(residents[door.building as usize]);
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
