//! The standard: which functions there are, how far residents walk to each, what they ask for, and
//! where every number comes from. Shipped ones come from `assets/standards`.

mod change;
mod claims;
mod complex_rule;
mod difference;
mod document;
mod figure;
mod function;
mod norm;
mod pictogram;
mod revision;
mod scene;
mod service;
mod shipped;
mod site_flag;
mod soundness;
mod standing;

use serde::{Deserialize, Serialize};

use crate::language::Message;

pub use change::{Author, StandardChange};
pub use complex_rule::ComplexRule;
pub use difference::Difference;
pub use document::{DocumentFormat, StandardError};
pub use figure::{CommonFigure, Figure, FigurePlace};
pub use function::{Function, WalkAlternative};
pub use norm::{HouseholdNorm, Norm, Norms, PopulationBasis};
pub use pictogram::{Pictogram, Stroke};
pub use scene::Scene;
pub use service::Service;
pub use shipped::Shipped;
pub use site_flag::SiteFlag;
pub use soundness::LONGEST_WALK_M;
pub use standing::Standing;

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

/// The functions of a study, in the order they are shown, and what is asked of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standard {
    pub id: String,
    /// Empty in documents of study files before format 5; completed on reading.
    #[serde(default = "Message::empty")]
    pub name: Message,
    #[serde(default)]
    pub version: String,
    /// The documents it is drawn from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
    /// For all services together, where the standard says something of households.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_100_households: Option<HouseholdNorm>,
    /// What makes a facility a complex, where the standard says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complex_rule: Option<ComplexRule>,
    /// What planners changed in it, in the order they did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<StandardChange>,
    #[serde(default)]
    pub functions: Vec<Function>,
}

impl Standard {
    /// The shipped proposal for Shanghai's embedded service facilities: eleven functions.
    ///
    /// # Errors
    /// As [`Shipped::standard`].
    pub fn shanghai() -> Result<Self, StandardError> {
        Shipped::ShanghaiEmbedded.standard()
    }

    /// A standard with no function yet; data bring their own.
    pub fn empty() -> Self {
        Self {
            id: "as-is".to_owned(),
            name: Message::new("按数据中的功能", "functions as in the data"),
            version: String::new(),
            basis: Vec::new(),
            per_100_households: None,
            complex_rule: None,
            changes: Vec::new(),
            functions: Vec::new(),
        }
    }

    pub fn function(&self, index: FunctionIndex) -> &Function {
        &self.functions[index.as_usize()]
    }

    /// The function at an index, if there is one.
    pub fn get(&self, index: FunctionIndex) -> Option<&Function> {
        self.functions.get(index.as_usize())
    }

    /// Whether all functions of another are here in their order, whatever the numbers; more may
    /// follow.
    pub fn keeps_functions_of(&self, other: &Self) -> bool {
        self.functions.len() >= other.functions.len()
            && self
                .functions
                .iter()
                .zip(&other.functions)
                .all(|(ours, theirs)| ours.id == theirs.id)
    }

    /// Whether the standard does not speak of one of the study's functions. Where all of them come
    /// from the data, there is no standard that could.
    pub fn leaves_out(&self, function: &Function) -> bool {
        !function.in_standard && self.functions.iter().any(|other| other.in_standard)
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
        self.functions.push(Function::unknown(id));
        Some(index)
    }

    /// Fills in what a document may leave out. One without a name is of a study file before format
    /// 5: what it could not say yet is taken from the shipped standard of the same id.
    pub(crate) fn completed(mut self) -> Self {
        if self.name == Message::empty() {
            match Shipped::from_id(&self.id).map(Shipped::standard) {
                Some(Ok(shipped)) => self.supplement(shipped),
                _ => self.name = Message::same(&self.id),
            }
        }
        self.functions.iter_mut().for_each(Function::complete);
        self
    }

    fn supplement(&mut self, shipped: Self) {
        for function in &mut self.functions {
            if let Some(same) = shipped.index_of(&function.id) {
                function.supplement(shipped.function(same));
            }
        }
        let Self { id: _, name, version, basis, complex_rule, per_100_households: _, .. } = shipped;
        (self.name, self.version) = (name, version);
        (self.basis, self.complex_rule) = (basis, complex_rule);
    }
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
}
