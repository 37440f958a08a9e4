//! Sources that a number does not come from: whoever edits a standard's file by hand changes a number
//! and leaves what stands beside it.

use super::{FigurePlace, Norm, Shipped, Standard, Standing};

impl Standard {
    /// The same standard in which every number that differs from the shipped standard of its id and
    /// still claims its standing and source is marked as set in the study, with where it was set;
    /// and the places of these numbers.
    pub fn without_false_claims(mut self, set_in: &str) -> (Self, Vec<FigurePlace>) {
        let Some(Ok(shipped)) = Shipped::from_id(&self.id).map(Shipped::standard) else {
            return (self, Vec::new());
        };
        let is_false = |place: &FigurePlace, norm: &Norm| {
            shipped.figure(place).is_some_and(|original| {
                original.value != norm.value
                    && (original.standing, &original.source) == (norm.standing, &norm.source)
            })
        };
        let claims = self.figures().into_iter().filter(|(place, norm)| is_false(place, norm));
        let claims: Vec<(FigurePlace, Norm)> = claims.collect();
        for (place, norm) in &claims {
            let own = Norm {
                value: norm.value,
                standing: Standing::SetInStudy,
                source: set_in.to_owned(),
            };
            self.set_figure(place, Some(own));
        }
        (self, claims.into_iter().map(|(place, _)| place).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{CommonFigure, Figure};

    #[test]
    fn a_number_changed_in_a_file_does_not_keep_the_source_of_the_shipped_one() {
        let mut edited = Standard::shanghai().expect("the shipped standard");
        let place = FigurePlace::of_function("elder_care", Figure::AreaPer1000);
        let mut norm = edited.figure(&place).expect("it has one");
        norm.value += 10.0;
        edited.set_figure(&place, Some(norm.clone()));
        let (read, places) = edited.without_false_claims("ours.toml");
        assert_eq!(places, std::slice::from_ref(&place));
        let expected =
            Norm { standing: Standing::SetInStudy, source: "ours.toml".to_owned(), ..norm };
        assert_eq!(read.figure(&place), Some(expected));
    }

    #[test]
    fn a_number_with_a_source_of_its_own_and_one_left_alone_are_believed() {
        let mut edited = Standard::shanghai().expect("the shipped standard");
        let place = FigurePlace::Common(CommonFigure::HouseholdsRequired);
        let source = "沪某〔2026〕1号".to_owned();
        edited.set_figure(&place, Some(Norm { value: 35.0, standing: Standing::Seen, source }));
        let (read, places) = edited.clone().without_false_claims("ours.toml");
        assert_eq!((read, places), (edited, Vec::new()));
    }
}
