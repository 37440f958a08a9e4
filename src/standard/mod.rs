//! The standard: which functions there are, how far residents walk to each, and where every
//! number comes from. Shipped values come from `assets/standard_shanghai.json`.

mod norm;
mod pictogram;

use serde::Deserialize;

use crate::language::{Message, Text};

use norm::HouseholdNormEntry;
pub use norm::{HouseholdNorm, Norm, Norms};
pub use pictogram::{Pictogram, Stroke};

/// Walking limit of a function the standard does not know, in metres.
///
/// The upper end of the quarter-hour circle of GB 50180-2018 (800–1,000 m); an assumption here.
pub const DEFAULT_WALK_LIMIT_M: f64 = 1000.0;

/// The walk circles drawn around facilities: minutes and metres of the graded circles of
/// GB 50180-2018, table 3.0.4 (read in summaries only, so `SeenSecondary`).
pub const WALK_RINGS: [(u32, f64); 3] = [(5, 300.0), (10, 500.0), (15, 1000.0)];

/// How far one walks in a minute: the quarter hour of the circles, 1,000 m in 15 minutes (4 km/h).
pub const WALKING_PACE_M_PER_MIN: f64 = 1000.0 / 15.0;

/// Position of a function in [`Standard::functions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionIndex(pub u16);

impl FunctionIndex {
    pub fn as_usize(self) -> usize {
        usize::from(self.0)
    }
}

/// The functions of a study, in the order they are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    pub id: String,
    pub functions: Vec<Function>,
    /// For all services together, where the standard says something of households.
    pub per_100_households: Option<HouseholdNorm>,
}

/// One kind of service.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// The name in files and commands, such as `elder_care`.
    pub id: String,
    /// Whether the standard itself has the function; otherwise only the data name it.
    pub in_standard: bool,
    pub name: Message,
    /// A shorter name, for lists and buttons.
    pub short_name: Message,
    /// Walking limit in metres.
    pub walk_limit_m: f64,
    /// The limit in minutes as the source states it, where it does.
    pub walk_minutes: Option<u32>,
    pub walk_standing: Standing,
    /// The document the limit comes from, as written in the standard's file.
    pub walk_source: String,
    pub norms: Norms,
    /// One letter, so that a grey copy still tells functions apart.
    pub letter: char,
    pub pictogram: Pictogram,
}

/// How well a number is founded. Only `Seen` may be called official.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Text read at the source.
    Seen,
    /// Read in a summary, not in the standard itself.
    SeenSecondary,
    /// Known to the writer, to be checked.
    Memory,
    /// Computed from other numbers.
    Derived,
    /// A placeholder chosen so that the program runs.
    Assumption,
    /// Changed by the planner in this study.
    SetInStudy,
}

impl Standing {
    const ALL: [Self; 6] = [
        Self::Seen,
        Self::SeenSecondary,
        Self::Memory,
        Self::Derived,
        Self::Assumption,
        Self::SetInStudy,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::SeenSecondary => "seen-secondary",
            Self::Memory => "memory",
            Self::Derived => "derived",
            Self::Assumption => "assumption",
            Self::SetInStudy => "set-in-study",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.id() == id)
    }

    /// The cautious reading of a status text: the weakest standing it names.
    pub fn from_status(status: &str) -> Self {
        let names = |word: &str| status.contains(word);
        if names("assumption") {
            Self::Assumption
        } else if names("memory") {
            Self::Memory
        } else if names("derived") {
            Self::Derived
        } else if names("seen-secondary") {
            Self::SeenSecondary
        } else if names("seen") {
            Self::Seen
        } else {
            Self::Assumption
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Seen => Text::new("见于原文", "read at the source"),
            Self::SeenSecondary => Text::new("见于摘要，未核原文", "read in a summary only"),
            Self::Memory => Text::new("凭记忆，待核", "from memory, to be checked"),
            Self::Derived => Text::new("推算值", "derived"),
            Self::Assumption => Text::new("假设值", "assumption"),
            Self::SetInStudy => Text::new("本研究自定", "set in this study"),
        }
    }

    /// Whether the number carries a mark wherever it is shown.
    pub fn needs_mark(self) -> bool {
        self != Self::Seen
    }
}

/// The shipped standard's file is broken; only a change of that file can cause it.
#[derive(Debug, thiserror::Error)]
#[error("standard: {0}")]
pub struct StandardError(#[from] serde_json::Error);

impl Standard {
    /// The shipped proposal for Shanghai's embedded service facilities: eleven functions.
    pub fn shanghai() -> Result<Self, StandardError> {
        let file: StandardFile =
            serde_json::from_str(include_str!("../../assets/standard_shanghai.json"))?;
        let functions = file.functions.into_iter().map(Function::from).collect();
        let per_100_households = file.per_100_households_m2.map(HouseholdNorm::from);
        Ok(Self { id: file.id, functions, per_100_households })
    }

    /// A standard with no function yet; data bring their own.
    pub fn empty() -> Self {
        Self { id: "as-is".to_owned(), functions: Vec::new(), per_100_households: None }
    }

    pub fn function(&self, index: FunctionIndex) -> &Function {
        &self.functions[index.as_usize()]
    }

    /// The function at an index, if there is one.
    pub fn get(&self, index: FunctionIndex) -> Option<&Function> {
        self.functions.get(index.as_usize())
    }

    /// Whether both have the same functions in the same order, whatever the numbers.
    pub fn keeps_functions_of(&self, other: &Self) -> bool {
        self.functions.iter().map(|f| &f.id).eq(other.functions.iter().map(|f| &f.id))
    }

    /// The same standard with another walking limit for a function, marked as set in the study.
    pub fn with_walk_limit(&self, index: FunctionIndex, limit_m: f64) -> Self {
        let mut changed = self.clone();
        if let Some(function) = changed.functions.get_mut(index.as_usize()) {
            function.walk_limit_m = limit_m;
            function.walk_minutes = None;
            function.walk_standing = Standing::SetInStudy;
            function.walk_source = String::new();
        }
        changed
    }

    pub fn indexes(&self) -> impl Iterator<Item = FunctionIndex> + use<> {
        (0..self.functions.len() as u16).map(FunctionIndex)
    }

    /// The function with exactly this id.
    pub fn index_of(&self, id: &str) -> Option<FunctionIndex> {
        self.indexes().find(|index| self.function(*index).id == id)
    }

    /// Adds a function that only the data know, with the default limit marked as an assumption.
    /// `None` when the standard is full (65,535 functions).
    pub fn add_unknown(&mut self, id: &str) -> Option<FunctionIndex> {
        let index = FunctionIndex(u16::try_from(self.functions.len()).ok()?);
        self.functions.push(Function {
            id: id.to_owned(),
            in_standard: false,
            name: Message::same(id),
            short_name: Message::same(id),
            walk_limit_m: DEFAULT_WALK_LIMIT_M,
            walk_minutes: None,
            walk_standing: Standing::Assumption,
            walk_source: String::new(),
            norms: Norms::default(),
            letter: id.chars().next().map_or('?', |c| c.to_ascii_uppercase()),
            pictogram: Pictogram::Dot,
        });
        Some(index)
    }
}

/// The shape of the shipped file, as far as it is read today.
#[derive(Deserialize)]
struct StandardFile {
    id: String,
    functions: Vec<FunctionEntry>,
    per_100_households_m2: Option<HouseholdNormEntry>,
}

#[derive(Deserialize)]
struct FunctionEntry {
    id: String,
    zh: String,
    en: String,
    walk_minutes: Option<u32>,
    walk_distance_m: f64,
    m2_per_1000: Option<f64>,
    capacity_per_1000: Option<f64>,
    provenance: ProvenanceEntries,
}

#[derive(Deserialize)]
struct ProvenanceEntries {
    walk: Option<ProvenanceEntry>,
    m2_per_1000: Option<ProvenanceEntry>,
    capacity_per_1000: Option<ProvenanceEntry>,
}

#[derive(Deserialize)]
struct ProvenanceEntry {
    source: String,
    status: String,
}

impl From<FunctionEntry> for Function {
    fn from(entry: FunctionEntry) -> Self {
        let (short_name, letter, pictogram) = symbol_of(&entry);
        let ProvenanceEntries { walk, m2_per_1000, capacity_per_1000 } = entry.provenance;
        let (walk_source, walk_standing) = source_and_standing(walk);
        let norm = |value: f64, provenance| {
            let (source, standing) = source_and_standing(provenance);
            Norm { value, standing, source }
        };
        let norms = Norms {
            area_m2_per_1000: entry.m2_per_1000.map(|value| norm(value, m2_per_1000)),
            capacity_per_1000: entry.capacity_per_1000.map(|value| norm(value, capacity_per_1000)),
        };
        Self {
            id: entry.id,
            in_standard: true,
            name: Message::new(entry.zh, entry.en),
            short_name,
            walk_limit_m: entry.walk_distance_m,
            walk_minutes: entry.walk_minutes,
            walk_standing,
            walk_source,
            norms,
            letter,
            pictogram,
        }
    }
}

/// A number of unknown origin is an assumption.
fn source_and_standing(provenance: Option<ProvenanceEntry>) -> (String, Standing) {
    match provenance {
        Some(ProvenanceEntry { source, status }) => (source, Standing::from_status(&status)),
        None => (String::new(), Standing::Assumption),
    }
}

/// Short name, letter and pictogram of the shipped functions; the file holds norms, not looks.
fn symbol_of(entry: &FunctionEntry) -> (Message, char, Pictogram) {
    let (zh, en, letter) = match entry.id.as_str() {
        "party_service" => ("党群服务", "Party-mass service", 'P'),
        "elder_care" => ("养老服务", "Elder care", 'E'),
        "childcare" => ("婴幼儿托育", "Childcare", 'B'),
        "after_school" => ("儿童托管", "After-school care", 'A'),
        "community_meals" => ("社区助餐", "Community meals", 'M'),
        "home_services" => ("家政便民", "Home services", 'H'),
        "health" => ("健康服务", "Health", 'C'),
        "fitness" => ("体育健身", "Fitness", 'F'),
        "culture" => ("文化休闲", "Culture", 'L'),
        "child_play" => ("儿童游憩", "Child play", 'K'),
        "employment" => ("就业帮扶", "Employment", 'J'),
        _ => return (Message::new(&*entry.zh, &*entry.en), '?', Pictogram::Dot),
    };
    (Message::new(zh, en), letter, Pictogram::of_function(&entry.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_standard_has_eleven_functions_with_distinct_letters() {
        let standard = Standard::shanghai().expect("the shipped file is valid");
        assert_eq!(standard.functions.len(), 11);
        let mut letters: Vec<_> = standard.functions.iter().map(|f| f.letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 11);
        assert!(standard.functions.iter().all(|f| f.walk_limit_m > 0.0 && f.letter != '?'));
    }

    #[test]
    fn a_norm_of_area_is_official_only_where_its_text_was_read() {
        let standard = Standard::shanghai().expect("the shipped file is valid");
        let norm = |id: &str| {
            let index = standard.index_of(id).expect("a function of the standard");
            standard.function(index).norms.area_m2_per_1000.clone().expect("it has a figure")
        };
        assert_eq!((norm("elder_care").value, norm("elder_care").standing), (50.0, Standing::Seen));
        assert_eq!(norm("childcare").standing, Standing::Assumption);
        let read = standard.functions.iter().filter_map(|f| f.norms.area_m2_per_1000.as_ref());
        assert_eq!(read.filter(|norm| !norm.standing.needs_mark()).count(), 1);
        let households = standard.per_100_households.expect("a norm of households");
        assert_eq!((households.required.value, households.encouraged.value), (30.0, 80.0));
    }

    #[test]
    fn a_mixed_status_counts_as_its_weakest_part() {
        assert_eq!(Standing::from_status("memory/seen"), Standing::Memory);
        assert_eq!(Standing::from_status("derived+assumption"), Standing::Assumption);
        assert_eq!(Standing::from_status("seen"), Standing::Seen);
    }
}
