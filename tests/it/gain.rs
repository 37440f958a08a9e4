//! The gain field: what a new facility would reach, exactly, however the study came to be.

use lifecircle::analysis::{GainField, GainOf};
use lifecircle::layers::Persons;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use proptest::prelude::*;

use super::deeds::{carry_out, deed, homes};
use super::support::study_of;

const FUNCTION: FunctionIndex = FunctionIndex(0);

fn field(session: &Session, what: GainOf) -> GainField {
    let unmet = session.unmet((FUNCTION, 0), what);
    GainField::of(session.study(), &unmet).expect("a study with places")
}

/// What is wanted in the buildings within the radius of each cell's middle.
fn check_by_counting(session: &Session, field: &GainField) -> Result<(), TestCaseError> {
    let (.., what) = field.what();
    let unmet = session.unmet((FUNCTION, 0), what);
    let study = session.study();
    let buildings = &study.layers().buildings;
    let radius_m = study.walk(0).circle_radius_m(FUNCTION);
    for (middle, gain) in field.cells().step_by(7) {
        let points = buildings.demand_points().iter().enumerate();
        let near = points.filter(|(_, at)| {
            (at.x - middle.x).powi(2) + (at.y - middle.y).powi(2) <= radius_m * radius_m
        });
        let expected: Persons = near.map(|(building, _)| unmet.at(building)).sum();
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
        what in prop::sample::select(GainOf::ALL.to_vec()),
        deeds in prop::collection::vec(deed(), 1..12),
    ) {
        let mut session = Session::new(study_of(&homes, Vec::new()));
        let mut followed = field(&session, what);
        check_by_counting(&session, &followed)?;
        for deed in &deeds {
            carry_out(&mut session, deed);
            let unmet = session.unmet((FUNCTION, 0), what);
            let follows = followed.follow(session.study(), &unmet);
            let anew = field(&session, what);
            if !follows {
                followed = anew.clone();
            }
            prop_assert_eq!(&followed, &anew, "after {:?}", deed);
        }
        check_by_counting(&session, &followed)?;
    }
}
