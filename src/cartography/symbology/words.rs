//! Symbology in words, as stops of the walkthrough keep it: `rate/equal/5`, `reached`, `gain`. A word
//! that is not known, of a newer program perhaps, is read as the usual symbology.

use crate::analysis::GainOf;
use crate::study::walkthrough::StopColors;

use super::{
    BuildingIndicator, BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, FacilitySymbology,
    StreetSymbology, Surface, Symbology, UnitSymbology,
};

const BUILDINGS: [(&str, BuildingIndicator); 2] =
    [("choices", BuildingIndicator::Choices), ("residents", BuildingIndicator::Residents)];
const METHODS: [(&str, ClassMethod); 3] = [
    ("equal", ClassMethod::Equal),
    ("quantile", ClassMethod::Quantile),
    ("natural", ClassMethod::Natural),
];
const STREETS: [(&str, StreetSymbology); 2] =
    [("single", StreetSymbology::Single), ("class", StreetSymbology::Class)];
/// Those without classes.
const FACILITIES: [(&str, FacilitySymbology); 4] = [
    ("single", FacilitySymbology::Single),
    ("state", FacilitySymbology::State),
    ("year", FacilitySymbology::Year),
    ("function", FacilitySymbology::Function),
];
const CAPACITY: &str = "capacity";
const SURFACES: [(&str, Surface); 5] = [
    ("none", Surface::None),
    ("minutes", Surface::Minutes),
    ("gain", Surface::Gain(GainOf::Residents)),
    ("gain_need", Surface::Gain(GainOf::Need)),
    ("gain_room", Surface::Gain(GainOf::Room)),
];

impl Symbology {
    pub fn to_words(self) -> StopColors {
        let units = match self.units.classing() {
            Some(classing) => graduated(self.units.id(), classing),
            None => self.units.id().to_owned(),
        };
        let buildings = match self.buildings {
            BuildingSymbology::Single => "single".to_owned(),
            BuildingSymbology::Reached => "reached".to_owned(),
            BuildingSymbology::CircleAndPath => "circle_and_path".to_owned(),
            BuildingSymbology::Use => "use".to_owned(),
            BuildingSymbology::Graduated(indicator, classing) => {
                graduated(word_of(&BUILDINGS, indicator), classing)
            }
        };
        let facilities = match self.facilities {
            FacilitySymbology::Capacity(classing) => graduated(CAPACITY, classing),
            other => word_of(&FACILITIES, other).to_owned(),
        };
        StopColors {
            units,
            buildings,
            streets: word_of(&STREETS, self.streets).to_owned(),
            surface: word_of(&SURFACES, self.surface).to_owned(),
            facilities,
        }
    }

    pub fn from_words(colors: &StopColors) -> Self {
        let (name, classing) = parts(&colors.units);
        let mut choices = UnitSymbology::default().choices(true).into_iter();
        let units = choices.find(|choice| choice.id() == name);
        let units = units.map(|choice| choice.classed(classing));
        let buildings = match colors.buildings.as_str() {
            "single" => Some(BuildingSymbology::Single),
            "reached" => Some(BuildingSymbology::Reached),
            "circle_and_path" => Some(BuildingSymbology::CircleAndPath),
            "use" => Some(BuildingSymbology::Use),
            word => {
                let (name, classing) = parts(word);
                meant_by(&BUILDINGS, name).map(|is| BuildingSymbology::Graduated(is, classing))
            }
        };
        let facilities = match parts(&colors.facilities) {
            (CAPACITY, classing) => Some(FacilitySymbology::Capacity(classing)),
            (word, _) => meant_by(&FACILITIES, word),
        };
        Self {
            facilities: facilities.unwrap_or_default(),
            units: units.unwrap_or_default(),
            buildings: buildings.unwrap_or_default(),
            streets: meant_by(&STREETS, &colors.streets).unwrap_or_default(),
            surface: meant_by(&SURFACES, &colors.surface).unwrap_or_default(),
        }
    }
}

fn graduated(indicator: &str, Classing { method, classes }: Classing) -> String {
    format!("{indicator}/{}/{classes}", word_of(&METHODS, method))
}

/// An indicator's name, and how it is divided into classes.
fn parts(word: &str) -> (&str, Classing) {
    let usual = Classing::default();
    let mut parts = word.split('/');
    let name = parts.next().unwrap_or_default();
    let method = parts.next().and_then(|method| meant_by(&METHODS, method));
    let classes = parts.next().and_then(|classes| classes.parse().ok());
    let classes = classes.filter(|classes| CLASS_COUNTS.contains(classes));
    let classing = Classing {
        method: method.unwrap_or(usual.method),
        classes: classes.unwrap_or(usual.classes),
    };
    (name, classing)
}

fn word_of<T: Copy + PartialEq>(words: &[(&'static str, T)], meant: T) -> &'static str {
    words.iter().find(|(_, other)| *other == meant).map_or("", |(word, _)| word)
}

fn meant_by<T: Copy>(words: &[(&'static str, T)], word: &str) -> Option<T> {
    words.iter().find(|(other, _)| *other == word).map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbology_is_read_back_from_its_words() {
        let mut count = 0;
        for method in ClassMethod::ALL {
            for classes in CLASS_COUNTS {
                let classing = Classing { method, classes };
                let units = UnitSymbology::default().classed(classing).choices(true);
                for units in units {
                    for buildings in BuildingSymbology::default().choices(true) {
                        for surface in Surface::ALL {
                            let buildings = buildings.classed(classing);
                            for streets in StreetSymbology::ALL {
                                let facilities = FacilitySymbology::default();
                                let symbology =
                                    Symbology { units, buildings, streets, surface, facilities };
                                assert_eq!(Symbology::from_words(&symbology.to_words()), symbology);
                                count += 1;
                            }
                        }
                    }
                }
            }
        }
        assert!(count > 1000, "{count}");
    }

    #[test]
    fn signs_of_facilities_are_read_back_from_their_words() {
        for method in ClassMethod::ALL {
            for choice in FacilitySymbology::default().choices() {
                let facilities = choice.classed(Classing { method, classes: 6 });
                let symbology = Symbology { facilities, ..Symbology::default() };
                assert_eq!(Symbology::from_words(&symbology.to_words()), symbology);
            }
        }
        let unknown = StopColors { facilities: "noise".to_owned(), ..StopColors::default() };
        assert_eq!(Symbology::from_words(&unknown), Symbology::default());
    }

    #[test]
    fn unknown_words_are_read_as_the_usual_symbology() {
        let of = |units: &str| StopColors { units: units.to_owned(), ..StopColors::default() };
        assert_eq!(Symbology::from_words(&of("noise/equal/5")), Symbology::default());
        assert_eq!(Symbology::from_words(&of("rate/equal/99")), Symbology::default());
        assert_eq!(Symbology::from_words(&StopColors::default()), Symbology::default());
    }
}
