//! The key of a map: its symbology with the classes settled.
//!
//! The classes are those of the base. They stay where they are while a facility is dragged, and two
//! scenarios side by side have the same ones.

use crate::analysis::{GainField, GainOf, StreetGains, Unmet};
use crate::cartography::theme::{Palette, Rgba};
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

use super::indicator::Subjects;
use super::{
    Breaks, BuildingIndicator, BuildingSymbology, ClassMethod, Classing, Surface, Symbology,
    UnitIndicator, UnitSymbology,
};

/// What each colour of a map stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct MapKey {
    pub units: UnitKey,
    pub buildings: BuildingKey,
    /// Whether there are units that have a value of what their colours tell, and such as have none.
    pub has_values: bool,
    pub has_empty_units: bool,
    /// The classes of the gain field, where it is shown.
    pub gain: Option<Breaks>,
}

/// What the colours of units stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitKey {
    Single,
    Graduated { indicator: UnitIndicator, breaks: Breaks },
    RateAndResidents { rate: Breaks, residents: Breaks },
}

/// What the colours of buildings stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum BuildingKey {
    Single,
    Reached,
    CircleAndPath,
    Use,
    Graduated { indicator: BuildingIndicator, breaks: Breaks },
}

impl MapKey {
    /// Settles the classes of a symbology from the base of a study.
    pub fn of(
        symbology: Symbology,
        session: &Session,
        function: FunctionIndex,
        group: usize,
    ) -> Self {
        Self::of_counted(symbology, session, (function, group), None)
    }

    /// The same, where the values of the base that take long were counted beforehand.
    pub fn of_counted(
        symbology: Symbology,
        session: &Session,
        (function, group): (FunctionIndex, usize),
        counted: Option<&[Option<f64>]>,
    ) -> Self {
        let study = session.study();
        let by_circle = session.circle_coverage_of(ScenarioId::BASE);
        let symbology = if by_circle.is_some() { symbology } else { symbology.without_streets() };
        let (facilities, coverage) = (study.facilities(ScenarioId::BASE), session.base());
        let of = Subjects {
            study,
            scenario: ScenarioId::BASE,
            facilities,
            coverage,
            by_circle,
            function,
            group,
            nearest: None,
            counted,
        };
        let (units, values) = UnitKey::of(symbology.units, of);
        let gain = match symbology.surface {
            Surface::Gain(what) => largest_gain(of, what),
            Surface::None | Surface::Minutes => None,
        };
        Self {
            units,
            buildings: BuildingKey::of(symbology.buildings, of),
            has_values: values.iter().any(Option::is_some),
            has_empty_units: values.contains(&None),
            gain: gain.map(|largest| round_breaks(largest.as_f64())),
        }
    }
}

/// About the largest gain of one more facility in the base: to look everywhere takes longer than a
/// legend may. The last class holds what is larger.
fn largest_gain(of: Subjects, what: GainOf) -> Option<Persons> {
    let Subjects { study, coverage, function, group, .. } = of;
    let counts = coverage.reach_counts(function, group);
    let unmet = Unmet::of(study, ScenarioId::BASE, counts, (function, group), what);
    let in_circles = GainField::at_a_glance(study, &unmet)?;
    Some(match study.network() {
        None => in_circles.largest(),
        Some(_) => StreetGains::scale(study, &unmet, &in_circles),
    })
}

/// Classes from zero on with a round width, which reach at least to the largest value.
fn round_breaks(largest: f64) -> Breaks {
    const CLASSES: f64 = 5.0;
    let least = (largest / CLASSES).max(1.0);
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 3.0, 4.0, 5.0, 10.0].map(|step| step * power);
    let step = steps.into_iter().find(|step| *step >= least).unwrap_or(least);
    Breaks::rising((0..=5).map(|bound| step * f64::from(bound)).collect())
}

impl UnitKey {
    /// The key, and the values that tell which units have none.
    fn of(symbology: UnitSymbology, of: Subjects) -> (Self, Vec<Option<f64>>) {
        let known = |values: &[Option<f64>]| values.iter().copied().flatten().collect::<Vec<f64>>();
        match symbology {
            UnitSymbology::Single => (Self::Single, Vec::new()),
            UnitSymbology::Graduated(indicator, Classing { method, classes }) => {
                let values = indicator.values(of);
                let breaks = match (indicator, method) {
                    // Shares have a scale of their own, whatever the data.
                    (indicator, ClassMethod::Equal) if indicator.has_scale_of_its_own() => {
                        equal_shares(classes)
                    }
                    _ => Breaks::of(known(&values), method, classes),
                };
                (Self::Graduated { indicator, breaks }, values)
            }
            UnitSymbology::RateAndResidents => {
                let residents = known(&UnitIndicator::Residents.values(of));
                let residents = Breaks::of(residents, ClassMethod::Quantile, 3);
                let key = Self::RateAndResidents { rate: equal_shares(3), residents };
                (key, UnitIndicator::Rate.values(of))
            }
        }
    }

    /// The colours of all units of a scenario.
    pub(in crate::cartography) fn colors(&self, of: Subjects, palette: &Palette) -> Vec<Rgba> {
        match self {
            Self::Single => vec![palette.no_rate; of.study.layers().units.len()],
            Self::Graduated { indicator, breaks } => {
                let colors = indicator.ramp(palette).classes(breaks.classes());
                let color = |value: Option<f64>| {
                    value.map_or(palette.no_rate, |value| colors[breaks.class_of(value)])
                };
                indicator.values(of).into_iter().map(color).collect()
            }
            Self::RateAndResidents { rate, residents } => {
                let counts = UnitIndicator::Residents.values(of);
                let rates = UnitIndicator::Rate.values(of).into_iter();
                let color = |(of_rate, count): (Option<f64>, Option<f64>)| {
                    let (Some(of_rate), Some(count)) = (of_rate, count) else {
                        return palette.no_rate;
                    };
                    let (row, column) = (residents.class_of(count), rate.class_of(of_rate));
                    palette.rate_and_residents[row.min(2)][column.min(2)]
                };
                rates.zip(counts).map(color).collect()
            }
        }
    }
}

fn equal_shares(classes: u8) -> Breaks {
    let bound = |bound: u8| f64::from(bound) / f64::from(classes);
    Breaks::rising((0..=classes).map(bound).collect())
}

impl BuildingKey {
    fn of(symbology: BuildingSymbology, of: Subjects) -> Self {
        match symbology {
            BuildingSymbology::Single => Self::Single,
            BuildingSymbology::Reached => Self::Reached,
            BuildingSymbology::CircleAndPath => Self::CircleAndPath,
            BuildingSymbology::Use => Self::Use,
            BuildingSymbology::Graduated(indicator, Classing { method, classes }) => {
                let all = 0..of.study.layers().buildings.len();
                let values = all.filter_map(|building| indicator.value(of, building));
                let breaks = match (indicator, method) {
                    // Numbers of facilities are whole: none, one, two …, and all above.
                    (BuildingIndicator::Choices, ClassMethod::Equal) => {
                        let most = values.fold(0.0, f64::max);
                        let bounds = (0..classes).map(f64::from).filter(|bound| *bound <= most);
                        Breaks::rising(bounds.chain([most]).collect())
                    }
                    _ => Breaks::of(values.collect(), method, classes),
                };
                Self::Graduated { indicator, breaks }
            }
        }
    }

    /// The colours of the classes of an indicator.
    pub(in crate::cartography) fn class_colors(
        indicator: BuildingIndicator,
        breaks: &Breaks,
        palette: &Palette,
    ) -> Vec<Rgba> {
        match indicator {
            BuildingIndicator::Residents => palette.home_ramp.classes(breaks.classes()),
            // Who reaches none has the colour of who is not reached.
            BuildingIndicator::Choices if breaks.bounds()[0] == 0.0 => {
                let reached = palette.choice_ramp.classes(breaks.classes() - 1);
                [palette.uncovered].into_iter().chain(reached).collect()
            }
            BuildingIndicator::Choices => palette.choice_ramp.classes(breaks.classes()),
        }
    }
}
