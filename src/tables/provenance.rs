//! Where a figure that carries a mark comes from: the norm, the register or the rate behind it.

use crate::language::{Message, Text};
use crate::programme::{Figure, money_of};
use crate::standard::{Norm, Standing};
use crate::study::{FacilityId, ScenarioId, Study};

use super::RowKey;

const EQUAL_PARTS: Text = Text::new(
    "假设：部分设施未按功能填写面积，其面积只计一次，由各功能平均分摊",
    "Assumption: the floor of some facilities is not broken down; it counts once, in equal parts for \
     their functions",
);
const WHOLE_CAPACITY: Text = Text::new(
    "假设：部分设施只有总服务能力，各功能均按总数计",
    "Assumption: of some facilities only the whole capacity is known; it counts for each function",
);

/// How well the figure in a column of a row is founded, and by what; `None` where nothing more is
/// known of it than that it rests on an assumption.
pub fn provenance(
    study: &Study,
    scenario: ScenarioId,
    key: RowKey,
    column: &str,
) -> Option<Message> {
    match key {
        RowKey::Demand { function, .. } => {
            let norms = &study.standard().get(function)?.norms;
            match column {
                "counted_m2" => Some(Message::new(EQUAL_PARTS.zh, EQUAL_PARTS.en)),
                "places" => Some(Message::new(WHOLE_CAPACITY.zh, WHOLE_CAPACITY.en)),
                "required_m2" | "gap_m2" | "area_share" => {
                    Some(of_norm(norms.area_m2_per_1000.as_ref()?, ("平方米/千人", "m² per 1,000")))
                }
                "required_places" | "gap_places" => {
                    Some(of_norm(norms.capacity_per_1000.as_ref()?, ("/千人", "per 1,000")))
                }
                _ => None,
            }
        }
        RowKey::Candidate(_) => Some(Message::new(
            "权重由规划人员设定，各项分值为本程序的假设",
            "The weights are set by the planner; the points are assumptions of this program",
        )),
        RowKey::Facility(_) if column == "sharing_ratio" => {
            Some(Message::new(EQUAL_PARTS.zh, EQUAL_PARTS.en))
        }
        RowKey::Facility(id) => of_sum(study, scenario, id, column),
        RowKey::Unit(_) | RowKey::Total(_) => None,
    }
}

fn of_norm(norm: &Norm, (zh, en): (&str, &str)) -> Message {
    let Norm { value, standing, source } = norm;
    let name = standing.name();
    Message::new(
        format!("{value} {zh}：{}；{source}", name.zh),
        format!("{value} {en}: {}; {source}", name.en),
    )
}

fn of_sum(study: &Study, scenario: ScenarioId, id: FacilityId, column: &str) -> Option<Message> {
    let money = money_of(study, study.facilities(scenario).get(&id)?);
    let figure: Figure = match column {
        "conversion" | "unfunded" | "cost_per_person" => money.conversion?,
        "running" => money.running?,
        "rent" => money.rent?,
        "balance" => money.balance()?,
        _ => return None,
    };
    let name = figure.standing.name();
    Some(match figure.standing {
        Standing::Derived => Message::new(
            "推算：资源登记的改造费用或租金 × 所占面积",
            "Derived: refit cost or rent of the register × the floor taken",
        ),
        _ => Message::new(
            format!("面积 × 单价，单价为{}", name.zh),
            format!("Area × rate; the rate: {}", name.en),
        ),
    })
}
