//! What the record of some premises says to the things that functions ask of a building: storeys,
//! lift, steps, entrance, outdoor space. What is not recorded is not answered.

use crate::language::Message;
use crate::standard::SiteFlag;

use super::Premises;

/// The answer of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Met,
    /// Not met, by what is recorded.
    NotMet(Message),
    /// Nothing is recorded: to be checked on the spot.
    Unknown,
}

/// The highest storey for rooms of children.
const HIGHEST_FOR_CHILDREN: i8 = 3;

/// Whether premises have what is asked, as far as their record knows.
pub fn answer_of(premises: &Premises, flag: SiteFlag) -> Answer {
    let Premises { floors, has_lift, is_barrier_free, has_own_entrance, outdoor_area_m2, .. } =
        premises;
    let storeys = |is_met: fn(super::Floors) -> bool| match floors {
        Some(floors) if is_met(*floors) => Answer::Met,
        Some(floors) => Answer::NotMet(storey(*floors)),
        None => Answer::Unknown,
    };
    match flag {
        SiteFlag::NotBasement => storeys(|floors| !floors.has_basement()),
        SiteFlag::MaxFloor3 => storeys(|floors| floors.highest() <= HIGHEST_FOR_CHILDREN),
        SiteFlag::GroundPreferred => storeys(|floors| floors.is_ground_only()),
        SiteFlag::GroundFloorOrLift => match (floors, has_lift) {
            (Some(floors), _) if floors.is_ground_only() => Answer::Met,
            (_, Some(true)) => Answer::Met,
            (Some(floors), Some(false)) => {
                let at = storey(*floors);
                Answer::NotMet(Message::new(
                    format!("{}，无电梯", at.zh),
                    format!("{}, no lift", at.en),
                ))
            }
            _ => Answer::Unknown,
        },
        SiteFlag::BarrierFree => {
            yes_or_no(*is_barrier_free, Message::new("有台阶，非无障碍", "steps, not barrier-free"))
        }
        SiteFlag::OwnEntrance => {
            yes_or_no(*has_own_entrance, Message::new("无独立出入口", "no entrance of its own"))
        }
        SiteFlag::OutdoorSpace => {
            let has_some = outdoor_area_m2.map(|area| area > 0.0);
            yes_or_no(has_some, Message::new("无室外场地", "no outdoor area"))
        }
        SiteFlag::NoShareInSession
        | SiteFlag::KitchenExhaust
        | SiteFlag::FoodLicence
        | SiteFlag::GasFireSeparation
        | SiteFlag::WaterDrainage
        | SiteFlag::NoiseBelowDwellings
        | SiteFlag::FloorLoad4KPa => Answer::Unknown,
    }
}

fn storey(floors: super::Floors) -> Message {
    Message::new(format!("{floors} 层"), format!("storey {floors}"))
}

fn yes_or_no(is_met: Option<bool>, otherwise: Message) -> Answer {
    match is_met {
        Some(true) => Answer::Met,
        Some(false) => Answer::NotMet(otherwise),
        None => Answer::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn premises(floors: &str, has_lift: Option<bool>) -> Premises {
        Premises { floors: floors.parse().ok(), has_lift, ..Premises::default() }
    }

    fn is_met(premises: &Premises, flag: SiteFlag) -> Option<bool> {
        match answer_of(premises, flag) {
            Answer::Met => Some(true),
            Answer::NotMet(_) => Some(false),
            Answer::Unknown => None,
        }
    }

    #[test]
    fn the_storeys_recorded_answer_what_is_asked_of_them() {
        let asked = [SiteFlag::NotBasement, SiteFlag::MaxFloor3, SiteFlag::GroundPreferred];
        let answers = |floors| asked.map(|flag| is_met(&premises(floors, None), flag));
        assert_eq!(answers("1"), [Some(true); 3]);
        assert_eq!(answers("B1"), [Some(false), Some(true), Some(false)]);
        assert_eq!(answers("2-4"), [Some(true), Some(false), Some(false)]);
        assert_eq!(answers("unknown"), [None; 3]);
    }

    #[test]
    fn upstairs_a_lift_decides() {
        let flag = SiteFlag::GroundFloorOrLift;
        assert_eq!(is_met(&premises("1", Some(false)), flag), Some(true));
        assert_eq!(is_met(&premises("2", Some(false)), flag), Some(false));
        assert_eq!(is_met(&premises("2", Some(true)), flag), Some(true));
        assert_eq!(is_met(&premises("2", None), flag), None);
    }

    #[test]
    fn steps_and_entrances_that_are_not_recorded_are_to_be_checked() {
        let mut rooms = premises("1", None);
        assert_eq!(answer_of(&rooms, SiteFlag::BarrierFree), Answer::Unknown);
        rooms.is_barrier_free = Some(false);
        rooms.has_own_entrance = Some(true);
        assert_eq!(is_met(&rooms, SiteFlag::BarrierFree), Some(false));
        assert_eq!(is_met(&rooms, SiteFlag::OwnEntrance), Some(true));
    }
}
