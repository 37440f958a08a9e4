//! The gain field: what a new facility would reach, exactly, however the study came to be.

use lifecircle::analysis::GainField;
use lifecircle::layers::Persons;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use proptest::prelude::*;

use super::properties::{carry_out, deed, homes};
use super::support::study_of;

const FUNCTION: FunctionIndex = FunctionIndex(0);

fn field(session: &Session) -> GainField {
    GainField::of(session.study(), session.scenario(), FUNCTION, 0).expect("a study with places")
}

/// Residents of the buildings that nobody reaches within the radius of each cell's middle.
fn check_by_counting(session: &Session, field: &GainField) -> Result<(), TestCaseError> {
    let study = session.study();
    let buildings = &study.layers().buildings;
    let radius_m = study.circle_radius_m(FUNCTION);
    let counts = session.scenario().reach_counts(FUNCTION, 0);
    for (middle, gain) in field.cells().step_by(7) {
        let points = buildings.demand_points().iter().enumerate();
        let near = points.filter(|(building, at)| {
            counts[*building] == 0
                && (at.x - middle.x).powi(2) + (at.y - middle.y).powi(2) <= radius_m * radius_m
        });
        let residents = buildings.demand().residents(0);
        let expected: Persons = near.map(|(building, _)| residents[building]).sum();
        prop_assert_eq!(gain, expected, "at {:?}", middle);
        prop_assert_eq!(field.at(middle), Some(gain));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_field_followed_is_the_one_from_scratch_and_what_counting_gives(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..12),
    ) {
        let mut session = Session::new(study_of(&homes, Vec::new()));
        let mut followed = field(&session);
        check_by_counting(&session, &followed)?;
        for deed in &deeds {
            carry_out(&mut session, deed);
            let is_same_radius = followed.follow(session.study(), session.scenario());
            let anew = field(&session);
            if !is_same_radius {
                followed = anew.clone();
            }
            prop_assert_eq!(&followed, &anew, "after {:?}", deed);
        }
        check_by_counting(&session, &followed)?;
    }
}
