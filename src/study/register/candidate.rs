//! One candidate: premises where a facility may go, with what is known of them.

use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::layers::Building;
use crate::standard::{FunctionIndex, Standard};
use crate::study::LARGEST_FLOOR_AREA_M2;

use super::{
    AppraisalGrade, CandidateError, Date, FireGrade, Floors, ListedFrom, OwnerKind, PolicyLever,
    Review, StockKind,
};

/// The identity of a candidate within a study; kept through undo and redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidateId(pub u32);

/// Premises where a facility may go: rooms in a building, or a free point. What is not known is
/// `None` or empty, and never taken for a no.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub id: CandidateId,
    /// The id in the planner's own data; no other candidate has it.
    pub code: String,
    pub name: String,
    pub address: String,
    pub at: WorldPoint,
    /// Its building in the building layer, by id.
    pub building: Option<String>,
    pub listed_from: ListedFrom,
    pub stock: StockKind,
    pub is_idle: Option<bool>,
    pub title: Title,
    pub premises: Premises,
    pub safety: Safety,
    pub limits: Limits,
    pub money: Money,
    /// The functions it may be put to; none means that nothing is said of them.
    pub functions: Vec<FunctionIndex>,
    pub levers: Vec<Lever>,
    pub review: Review,
    /// Photos and files, by their paths.
    pub attachments: Vec<String>,
    pub notes: String,
}

/// Who owns the premises and what they are used for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    pub owner_kind: Option<OwnerKind>,
    pub owner: String,
    pub number: String,
    pub current_use: String,
}

impl Premises {
    /// The usable area in m², or all of it where that is not known, whether or not it can be had now.
    pub fn whole_area_m2(&self) -> Option<f64> {
        self.usable_area_m2.or(self.total_area_m2)
    }
}

/// The rooms and their building.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Premises {
    pub floors: Option<Floors>,
    /// Storeys of the building above ground.
    pub storeys: Option<f64>,
    pub total_area_m2: Option<f64>,
    /// What facilities may take up at most: nothing is built or extended.
    pub usable_area_m2: Option<f64>,
    /// What of it can be had now, as the owner says; facilities take up no more than that either.
    pub available_area_m2: Option<f64>,
    pub outdoor_area_m2: Option<f64>,
    /// When it was built.
    pub year: Option<f64>,
    pub structure: String,
    pub has_lift: Option<bool>,
    pub is_barrier_free: Option<bool>,
    pub has_own_entrance: Option<bool>,
}

/// Structure and fire.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Safety {
    pub appraisal: Option<AppraisalGrade>,
    pub appraised_on: Option<Date>,
    pub fire_grade: Option<FireGrade>,
    pub exits: Option<f64>,
    pub has_sprinkler: Option<bool>,
}

/// What may stand against a conversion.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    pub is_heritage: Option<bool>,
    pub has_illegal_construction: Option<bool>,
}

/// What the premises cost.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Money {
    /// Yuan per m² and day, as premises are let in Shanghai.
    pub rent_yuan_per_m2_day: Option<f64>,
    /// Yuan for the whole conversion.
    pub refit_cost_yuan: Option<f64>,
}

/// What is eased for the candidate, and what that does to its area or cost, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    pub kind: PolicyLever,
    pub effect: String,
}

/// No premises cost more; more is most likely a slip in the unit.
pub const LARGEST_COST_YUAN: f64 = 1e10;

impl Candidate {
    /// A candidate of which only the place is known.
    pub fn new(id: CandidateId, code: String, name: String, at: WorldPoint) -> Self {
        Self {
            id,
            code,
            name,
            address: String::new(),
            at,
            building: None,
            listed_from: ListedFrom::Layer,
            stock: StockKind::Other,
            is_idle: None,
            title: Title::default(),
            premises: Premises::default(),
            safety: Safety::default(),
            limits: Limits::default(),
            money: Money::default(),
            functions: Vec::new(),
            levers: Vec::new(),
            review: Review::default(),
            attachments: Vec::new(),
            notes: String::new(),
        }
    }

    /// A building of the layer as a candidate: all of it, as far as the layer knows it.
    pub fn of_building(id: CandidateId, code: String, building: &Building, at: WorldPoint) -> Self {
        let name = if building.name.is_empty() { &building.id } else { &building.name };
        Self {
            building: Some(building.id.clone()),
            listed_from: ListedFrom::Buildings,
            stock: StockKind::of_use(building.kind),
            is_idle: Some(building.idle),
            premises: Premises {
                storeys: building.storeys,
                total_area_m2: building.floor_area_m2,
                usable_area_m2: building.floor_area_m2,
                ..Premises::default()
            },
            ..Self::new(id, code, name.clone(), at)
        }
    }

    /// The floor area that facilities in it may have together, in m²: the usable area, or all of
    /// it where that is not known, and no more than can be had now.
    pub fn floor_area_cap_m2(&self) -> Option<f64> {
        let limits = [self.premises.whole_area_m2(), self.premises.available_area_m2];
        limits.into_iter().flatten().reduce(f64::min)
    }

    /// What the register says refitting one m² of the premises costs, in yuan: the sum for all of them,
    /// spread over their floor.
    pub fn refit_yuan_per_m2(&self) -> Option<f64> {
        let whole_m2 = self.premises.whole_area_m2().filter(|m2| *m2 > 0.0)?;
        Some(self.money.refit_cost_yuan? / whole_m2)
    }

    /// Whether it may be put to a function, as far as anything is said.
    pub fn allows(&self, function: FunctionIndex) -> bool {
        self.functions.is_empty() || self.functions.contains(&function)
    }

    /// The same, with everything that is not known of it taken from an older record. A review that
    /// the planner has led in the study is not replaced by a list's word for its state.
    pub fn completed_by(self, older: &Self) -> Self {
        fn text(new: String, old: &str) -> String {
            if new.is_empty() { old.to_owned() } else { new }
        }
        fn list<T: Clone>(new: Vec<T>, old: &[T]) -> Vec<T> {
            if new.is_empty() { old.to_vec() } else { new }
        }
        let was_led = !older.review.history().is_empty() || !older.review.opinions().is_empty();
        let (premises, before) = (self.premises, &older.premises);
        Self {
            address: text(self.address, &older.address),
            building: self.building.or_else(|| older.building.clone()),
            is_idle: self.is_idle.or(older.is_idle),
            title: Title {
                owner_kind: self.title.owner_kind.or(older.title.owner_kind),
                owner: text(self.title.owner, &older.title.owner),
                number: text(self.title.number, &older.title.number),
                current_use: text(self.title.current_use, &older.title.current_use),
            },
            premises: Premises {
                floors: premises.floors.or(before.floors),
                storeys: premises.storeys.or(before.storeys),
                total_area_m2: premises.total_area_m2.or(before.total_area_m2),
                usable_area_m2: premises.usable_area_m2.or(before.usable_area_m2),
                available_area_m2: premises.available_area_m2.or(before.available_area_m2),
                outdoor_area_m2: premises.outdoor_area_m2.or(before.outdoor_area_m2),
                year: premises.year.or(before.year),
                structure: text(premises.structure, &before.structure),
                has_lift: premises.has_lift.or(before.has_lift),
                is_barrier_free: premises.is_barrier_free.or(before.is_barrier_free),
                has_own_entrance: premises.has_own_entrance.or(before.has_own_entrance),
            },
            safety: Safety {
                appraisal: self.safety.appraisal.or(older.safety.appraisal),
                appraised_on: self.safety.appraised_on.or(older.safety.appraised_on),
                fire_grade: self.safety.fire_grade.or(older.safety.fire_grade),
                exits: self.safety.exits.or(older.safety.exits),
                has_sprinkler: self.safety.has_sprinkler.or(older.safety.has_sprinkler),
            },
            limits: Limits {
                is_heritage: self.limits.is_heritage.or(older.limits.is_heritage),
                has_illegal_construction: self
                    .limits
                    .has_illegal_construction
                    .or(older.limits.has_illegal_construction),
            },
            money: Money {
                rent_yuan_per_m2_day: self
                    .money
                    .rent_yuan_per_m2_day
                    .or(older.money.rent_yuan_per_m2_day),
                refit_cost_yuan: self.money.refit_cost_yuan.or(older.money.refit_cost_yuan),
            },
            functions: list(self.functions, &older.functions),
            levers: list(self.levers, &older.levers),
            review: if was_led { older.review.clone() } else { self.review },
            attachments: list(self.attachments, &older.attachments),
            notes: text(self.notes, &older.notes),
            ..self
        }
    }

    /// Whether facilities in it have the same room as in another state of it.
    pub(in crate::study) fn holds_as_much_as(&self, other: &Self) -> bool {
        self.building == other.building && self.floor_area_cap_m2() == other.floor_area_cap_m2()
    }

    /// Checks what holds for every candidate of a study.
    pub(in crate::study) fn check(&self, standard: &Standard) -> Result<(), CandidateError> {
        if self.code.trim().is_empty() {
            return Err(CandidateError::NoCode);
        }
        if !(self.at.x.is_finite() && self.at.y.is_finite()) {
            return Err(CandidateError::NoPlace);
        }
        for (field, number, largest) in self.numbers() {
            if let Some(value) = number.filter(|number| !(0.0..=largest).contains(number)) {
                return Err(CandidateError::BadNumber { field, value, largest });
            }
        }
        if let (Some(usable_m2), Some(total_m2)) =
            (self.premises.usable_area_m2, self.premises.total_area_m2)
            && usable_m2 > total_m2
        {
            return Err(CandidateError::MoreThanAll { usable_m2, total_m2 });
        }
        let is_known = |f: &FunctionIndex| f.as_usize() < standard.functions.len();
        if !self.functions.iter().all(is_known) {
            return Err(CandidateError::UnknownFunction);
        }
        Ok(())
    }

    /// Every number with what it is called and the largest that makes sense.
    fn numbers(&self) -> [(Text, Option<f64>, f64); 9] {
        let Premises { storeys, year, .. } = self.premises;
        let Premises { total_area_m2, usable_area_m2, available_area_m2, outdoor_area_m2, .. } =
            self.premises;
        let Money { rent_yuan_per_m2_day, refit_cost_yuan } = self.money;
        let area = LARGEST_FLOOR_AREA_M2;
        [
            (fields::TOTAL_AREA, total_area_m2, area),
            (fields::USABLE_AREA, usable_area_m2, area),
            (fields::AVAILABLE_AREA, available_area_m2, area),
            (fields::OUTDOOR_AREA, outdoor_area_m2, area),
            (fields::STOREYS, storeys, 200.0),
            (fields::YEAR, year, 2200.0),
            (fields::EXITS, self.safety.exits, 100.0),
            (fields::RENT, rent_yuan_per_m2_day, 10_000.0),
            (fields::REFIT_COST, refit_cost_yuan, LARGEST_COST_YUAN),
        ]
    }
}

/// What the fields of a candidate are called.
pub mod fields {
    use crate::language::Text;

    pub const TOTAL_AREA: Text = Text::new("建筑面积（平方米）", "Total area (m²)");
    pub const USABLE_AREA: Text = Text::new("可用面积（平方米）", "Usable area (m²)");
    pub const AVAILABLE_AREA: Text = Text::new("现可提供面积（平方米）", "Available now (m²)");
    pub const OUTDOOR_AREA: Text = Text::new("室外场地（平方米）", "Outdoor area (m²)");
    pub const STOREYS: Text = Text::new("地上层数", "Storeys");
    pub const YEAR: Text = Text::new("建成年代", "Year built");
    pub const EXITS: Text = Text::new("疏散出口（个）", "Exits");
    pub const RENT: Text = Text::new("租金（元/平方米·日）", "Rent (yuan/m²/day)");
    pub const REFIT_COST: Text = Text::new("改造费用（元）", "Refit cost (yuan)");
}
