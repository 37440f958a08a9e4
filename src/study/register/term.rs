//! Closed vocabularies: values with a name in files and a name in both languages.

use crate::language::Text;

/// A word of a closed vocabulary, such as a kind of stock or a state of the review.
pub trait Term: Copy + PartialEq + 'static {
    /// All words, in the order they are offered.
    const ALL: &'static [Self];

    /// The name in files and JSON.
    fn id(self) -> &'static str;

    /// What the window calls it.
    fn name(self) -> Text;

    /// The word with a name.
    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.id() == id)
    }
}
