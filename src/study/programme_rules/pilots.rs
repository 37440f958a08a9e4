//! By which rule pilot communities are chosen. Who is chosen by it is worked out by `programme`.

use serde::{Deserialize, Serialize};

use crate::language::{Message, Text};

/// What is known of a unit and can enter a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PilotIndicator {
    /// All residents.
    Residents,
    /// Residents per square kilometre.
    Density,
    /// Share of residents of 60 and more, 0–1.
    Elderly,
    /// Share of children under 3, 0–1.
    Infants,
    /// Mean coverage rate over the functions, 0–1.
    Coverage,
    /// Residents out of reach, summed over the functions.
    PeopleWithout,
    /// Floor area missing to the norms, in m² per 1,000 residents.
    AreaGap,
    /// Planned or candidate places in the unit.
    Candidates,
}

impl PilotIndicator {
    pub const ALL: [Self; 8] = [
        Self::Residents,
        Self::Density,
        Self::Elderly,
        Self::Infants,
        Self::Coverage,
        Self::PeopleWithout,
        Self::AreaGap,
        Self::Candidates,
    ];

    /// The name in files and commands.
    pub fn id(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Density => "density",
            Self::Elderly => "elderly",
            Self::Infants => "infants",
            Self::Coverage => "coverage",
            Self::PeopleWithout => "people-without",
            Self::AreaGap => "area-gap",
            Self::Candidates => "candidates",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Residents => Text::new("居民数", "Residents"),
            Self::Density => Text::new("人口密度（人/平方公里）", "Residents per km²"),
            Self::Elderly => Text::new("60岁以上占比", "Share of 60 and over"),
            Self::Infants => Text::new("3岁以下占比", "Share under 3"),
            Self::Coverage => Text::new("平均覆盖率", "Mean coverage rate"),
            Self::PeopleWithout => Text::new("未覆盖人次", "People out of reach, all functions"),
            Self::AreaGap => Text::new("面积缺口（平方米/千人）", "Area missing (m² per 1,000)"),
            Self::Candidates => Text::new("候选点数", "Candidate sites"),
        }
    }
}

/// An indicator in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PilotCriterion {
    pub indicator: PilotIndicator,
    /// Above 0 where more speaks for the unit, below 0 where less does; 0 only sets a threshold.
    pub weight: f64,
    /// A unit below is left out.
    pub at_least: Option<f64>,
    /// A unit above is left out.
    pub at_most: Option<f64>,
}

impl PilotCriterion {
    /// One that neither weighs nor leaves out.
    pub fn neutral(indicator: PilotIndicator) -> Self {
        Self { indicator, weight: 0.0, at_least: None, at_most: None }
    }

    fn is_neutral(&self) -> bool {
        *self == Self::neutral(self.indicator)
    }
}

/// How pilots are chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PilotRule {
    pub criteria: Vec<PilotCriterion>,
    /// How many in all; about 120 in the notice.
    pub count: usize,
    /// No more than so many in one district.
    pub most_per_district: Option<usize>,
    /// The best so many of each district come first.
    pub least_per_district: usize,
}

impl Default for PilotRule {
    /// Many residents out of reach, many elderly, and places to put something.
    fn default() -> Self {
        let criterion =
            |indicator, weight| PilotCriterion { indicator, weight, at_least: None, at_most: None };
        Self {
            criteria: vec![
                criterion(PilotIndicator::PeopleWithout, 3.0),
                criterion(PilotIndicator::AreaGap, 1.0),
                criterion(PilotIndicator::Elderly, 1.0),
                criterion(PilotIndicator::Candidates, 1.0),
            ],
            count: 120,
            most_per_district: None,
            least_per_district: 0,
        }
    }
}

impl PilotRule {
    /// Why no community can be chosen by the rule as it is meant; none where one can.
    pub fn contradiction(&self) -> Option<Message> {
        let least = self.least_per_district;
        if self.count == 0 {
            let none = Message::new("至少要选 1 个试点", "at least one pilot is to be chosen");
            return Some(none);
        }
        let most = self.most_per_district.filter(|most| least > *most)?;
        Some(Message::new(
            format!("每区至少 {least} 个多于每区至多 {most} 个"),
            format!("at least {least} in each district is more than at most {most}"),
        ))
    }

    /// Puts a criterion in the place of the one on the same indicator; a neutral one goes.
    pub fn set(&mut self, criterion: PilotCriterion) {
        let position = self.criteria.iter().position(|c| c.indicator == criterion.indicator);
        match position {
            Some(position) if criterion.is_neutral() => drop(self.criteria.remove(position)),
            Some(position) => self.criteria[position] = criterion,
            None if criterion.is_neutral() => {}
            None => self.criteria.push(criterion),
        }
    }
}
