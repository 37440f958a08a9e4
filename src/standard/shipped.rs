//! The standards that come with the program, each as far as its sources were read.

use std::sync::{Arc, OnceLock};

use super::{DocumentFormat, Standard, StandardError};

/// A standard that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shipped {
    /// Shanghai's community embedded facilities, with trial defaults.
    ShanghaiEmbedded,
    /// The graded circles of GB 50180-2018, with its appendix C.
    GradedCircles,
    /// The complete community (完整居住社区) of 2020.
    CompleteCommunity,
    /// The quarter-hour convenience circle (一刻钟便民生活圈).
    ConvenienceCircle,
}

impl Shipped {
    pub const ALL: [Self; 4] = [
        Self::ShanghaiEmbedded,
        Self::GradedCircles,
        Self::CompleteCommunity,
        Self::ConvenienceCircle,
    ];

    /// The name in files and commands.
    pub fn id(self) -> &'static str {
        match self {
            Self::ShanghaiEmbedded => "shanghai-embedded-2024",
            Self::GradedCircles => "gb50180-graded-2018",
            Self::CompleteCommunity => "complete-community-2020",
            Self::ConvenienceCircle => "quarter-hour-convenience-circle",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shipped| shipped.id() == id)
    }

    /// The standard itself, to be changed.
    ///
    /// # Errors
    /// When its file is broken, which only a change of the program can cause.
    pub fn standard(self) -> Result<Standard, StandardError> {
        self.shared().map(Arc::unwrap_or_clone)
    }

    /// The standard itself, read once: the window asks for it in every frame.
    ///
    /// # Errors
    /// As [`Self::standard`].
    pub fn shared(self) -> Result<Arc<Standard>, StandardError> {
        static READ: [OnceLock<Result<Arc<Standard>, StandardError>>; Shipped::ALL.len()] =
            [const { OnceLock::new() }; Shipped::ALL.len()];
        // Each has its name in its document, so that reading it asks for no shipped one in turn.
        let read = || Standard::from_document(self.document(), DocumentFormat::Toml).map(Arc::new);
        READ[self as usize].get_or_init(read).clone()
    }

    fn document(self) -> &'static str {
        match self {
            Self::ShanghaiEmbedded => {
                include_str!("../../assets/standards/shanghai_embedded_2024.toml")
            }
            Self::GradedCircles => include_str!("../../assets/standards/gb50180_graded_2018.toml"),
            Self::CompleteCommunity => {
                include_str!("../../assets/standards/complete_community_2020.toml")
            }
            Self::ConvenienceCircle => {
                include_str!("../../assets/standards/quarter_hour_convenience_circle.toml")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::standard::Standing;

    #[test]
    fn every_shipped_standard_is_sound_and_goes_by_its_id() {
        for shipped in Shipped::ALL {
            let standard = shipped.standard().expect("its file is valid");
            assert_eq!(standard.id, shipped.id());
            let shared = || shipped.shared().expect("its file is valid");
            assert!(Arc::ptr_eq(&shared(), &shared()), "it is read once");
            assert_eq!(standard.flaws(), []);
            let letters: HashSet<char> = standard.functions.iter().map(|f| f.letter).collect();
            assert_eq!(letters.len(), standard.functions.len(), "{}", standard.id);
        }
    }

    #[test]
    fn every_number_of_a_shipped_standard_names_its_source() {
        for shipped in Shipped::ALL {
            let standard = shipped.standard().expect("its file is valid");
            for (place, norm) in standard.figures() {
                assert!(!norm.source.is_empty(), "{}: {place:?}", standard.id);
                assert_ne!(norm.standing, Standing::SetInStudy, "{}: {place:?}", standard.id);
            }
        }
    }

    #[test]
    fn no_walking_limit_claims_more_than_was_read() {
        let standard = Standard::shanghai().expect("its file is valid");
        let seen: Vec<&str> = standard
            .functions
            .iter()
            .filter(|function| function.walk_standing == Standing::Seen)
            .map(|function| function.id.as_str())
            .collect();
        assert_eq!(seen, ["elder_care"], "the only limit read in metres at its source");
        let standing = |id: &str| {
            let function = standard.functions.iter().find(|function| function.id == id);
            function.map(|function| function.walk_standing)
        };
        assert_eq!(standing("childcare"), Some(Standing::SeenSecondary));
        assert_eq!(standing("fitness"), Some(Standing::Derived));
        assert_eq!(standing("community_meals"), Some(Standing::Derived));
    }

    #[test]
    fn national_standards_that_were_not_read_claim_no_number_as_seen() {
        for shipped in
            [Shipped::GradedCircles, Shipped::CompleteCommunity, Shipped::ConvenienceCircle]
        {
            let standard = shipped.standard().expect("its file is valid");
            assert!(standard.figures().iter().all(|(_, norm)| norm.standing.needs_mark()));
        }
    }
}
