//! What a planner may be looking at when she asks for help, and the page about it.

/// A screen of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Beginning,
    Opening,
    Review,
    Window,
    Compare,
    Walking,
    Siting,
    Standard,
    Lists,
    Register,
    Rooms,
    Phases,
    Evaluation,
    Meeting,
    Results,
}

impl Topic {
    pub const ALL: [Self; 15] = [
        Self::Beginning,
        Self::Opening,
        Self::Review,
        Self::Window,
        Self::Compare,
        Self::Walking,
        Self::Siting,
        Self::Standard,
        Self::Lists,
        Self::Register,
        Self::Rooms,
        Self::Phases,
        Self::Evaluation,
        Self::Meeting,
        Self::Results,
    ];

    /// The chapter about it, by its id, and the anchor of the section.
    pub fn place(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Beginning => ("01-first-study", None),
            Self::Opening => ("02-data", None),
            Self::Review => ("02-data", Some("review")),
            Self::Window => ("03-window", None),
            Self::Compare => ("03-window", Some("compare")),
            Self::Walking => ("04-walking", None),
            Self::Siting => ("05-siting", None),
            Self::Standard => ("06-standards", None),
            Self::Lists => ("07-programme", Some("lists")),
            Self::Register => ("07-programme", Some("register")),
            Self::Rooms => ("07-programme", Some("rooms")),
            Self::Phases => ("07-programme", Some("phases")),
            Self::Evaluation => ("07-programme", Some("evaluation")),
            Self::Meeting => ("08-meeting", None),
            Self::Results => ("09-results", None),
        }
    }
}
