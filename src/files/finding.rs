//! Problems of one kind told together, with what was done about them.

use crate::language::{Language, Text};

use super::Problem;

/// What was done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// The layer cannot be used.
    Refused,
    /// The feature is not used.
    LeftOut,
    /// The value is not used.
    Ignored,
    /// Set right, as the problem says.
    Repaired,
    /// Taken as it is.
    Accepted,
}

impl Treatment {
    /// The name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::LeftOut => "left-out",
            Self::Ignored => "ignored",
            Self::Repaired => "repaired",
            Self::Accepted => "accepted",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Refused => Text::new("图层不可用", "layer refused"),
            Self::LeftOut => Text::new("已略去", "left out"),
            Self::Ignored => Text::new("该值未采用", "value not used"),
            Self::Repaired => Text::new("已修复", "repaired"),
            Self::Accepted => Text::new("照原样采用", "accepted"),
        }
    }
}

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The name in machine-readable output, such as `self-crossing`.
    pub id: &'static str,
    pub title: Text,
    pub treatment: Treatment,
}

/// All problems of one kind in one field of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub kind: Kind,
    /// Our name of the field, where the problem is in one.
    pub field: Option<String>,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub problems: Vec<Problem>,
}

impl Finding {
    /// Something about the layer as a whole.
    pub(super) fn of_layer(problem: Problem, treatment: Treatment) -> Self {
        let title = Text::new("整个图层", "The layer as a whole");
        let kind = Kind { id: "layer", title, treatment };
        Self { kind, field: problem.field.clone(), count: 1, problems: vec![problem] }
    }

    /// Whether it is about features one by one, and not about the layer as a whole.
    pub fn is_of_features(&self) -> bool {
        self.problems.iter().any(|problem| problem.feature.is_some())
    }

    /// Kind, field and number in one line.
    pub fn headline(&self, language: Language) -> String {
        let Self { kind, field, count, .. } = self;
        let (title, done) = (kind.title.of(language), kind.treatment.name().of(language));
        let field = field.as_ref().map(|field| format!(" ({field})")).unwrap_or_default();
        language.pick(
            format!("{title}{field}：{count}，{done}"),
            format!("{title}{field}: {count}, {done}"),
        )
    }
}
