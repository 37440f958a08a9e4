//! The programme's own reckonings on a study: the three lists, money, years, pilot communities and
//! the yearly evaluation (沪府办发〔2024〕25号). Pure, like `analysis`, which counts who is reached;
//! tables and windows show what is worked out here, `files::workbook` writes it down.

mod advice;
mod complex;
mod demand;
mod equality;
mod evaluation;
mod money;
mod phases;
mod pilots;
mod projects;
mod resources;
mod schedule;

pub use advice::{Advice, Urgency, advice_on};
pub use complex::{ComplexCheck, Missing, Recommendation};
pub use demand::{DemandList, DemandRow, Shortfall};
pub use equality::{DistrictService, services_by_district};
pub use evaluation::{
    Development, Developments, EvaluatedYear, Evaluation, Indicators, ORDER_OF_PARTS, Parts, Scope,
    Year,
};
pub use money::{
    DistrictMoney, Figure, FundingPart, FundingTotal, Money, YearMoney, cost_of_opening, money_of,
};
pub use phases::{Phase, Phases};
pub use pilots::{Pilot, PilotStanding, choose_pilots, pilot_units};
pub use projects::{ProjectRow, project_rows};
pub use resources::{Fit, ResourceRow, resource_rows};
pub use schedule::{Schedule, YearPlan};
