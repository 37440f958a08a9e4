//! A candidate as a record: what a row holds, and what the edit log keeps.

use serde::{Deserialize, Serialize};

use super::review::ReviewRecord;
use super::vocabulary::{known, needed, parsed, word};
use super::{Codec, Outcome};
use crate::geometry::WorldPoint;
use crate::study::register::{
    Candidate, CandidateId, Date, Floors, Lever, Limits, Money, Premises, Review, Safety,
    StockKind, Term as _, Title,
};

/// A candidate by the names of its columns.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct CandidateRecord {
    id: String,
    name: String,
    usable_area_m2: Option<f64>,
    address: String,
    building: Option<String>,
    listed_from: Option<String>,
    stock: Option<String>,
    idle: Option<bool>,
    owner_kind: Option<String>,
    owner: String,
    title_no: String,
    current_use: String,
    floors: Option<String>,
    storeys: Option<f64>,
    total_area_m2: Option<f64>,
    available_area_m2: Option<f64>,
    outdoor_area_m2: Option<f64>,
    year: Option<f64>,
    structure: String,
    lift: Option<bool>,
    barrier_free: Option<bool>,
    own_entrance: Option<bool>,
    appraisal: Option<String>,
    appraised_on: Option<String>,
    fire_grade: Option<String>,
    exits: Option<f64>,
    sprinkler: Option<bool>,
    heritage: Option<bool>,
    illegal_construction: Option<bool>,
    rent_yuan_per_m2_day: Option<f64>,
    refit_cost_yuan: Option<f64>,
    /// Ids, joined by `;`.
    functions: String,
    /// For readers: what `review` comes to. It counts where there is no `review`.
    review_state: Option<String>,
    review: Option<ReviewRecord>,
    levers: Vec<LeverRecord>,
    attachments: Vec<String>,
    notes: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct LeverRecord {
    lever: String,
    effect: String,
}

impl CandidateRecord {
    pub(super) fn of(candidate: &Candidate, codec: Codec) -> Self {
        // Destructured in full: a new field must not be forgotten here.
        let Candidate {
            id: _,
            code,
            name,
            address,
            at: _,
            building,
            listed_from,
            stock,
            is_idle,
            title: Title { owner_kind, owner, number, current_use },
            premises,
            safety: Safety { appraisal, appraised_on, fire_grade, exits, has_sprinkler },
            limits: Limits { is_heritage, has_illegal_construction },
            money: Money { rent_yuan_per_m2_day, refit_cost_yuan },
            functions,
            levers,
            review,
            attachments,
            notes,
        } = candidate.clone();
        let Premises {
            floors,
            storeys,
            total_area_m2,
            usable_area_m2,
            available_area_m2,
            outdoor_area_m2,
            year,
            structure,
            has_lift,
            is_barrier_free,
            has_own_entrance,
        } = premises;
        Self {
            id: code,
            name,
            usable_area_m2,
            address,
            building,
            listed_from: word(Some(listed_from)),
            stock: word(Some(stock)),
            idle: is_idle,
            owner_kind: word(owner_kind),
            owner,
            title_no: number,
            current_use,
            floors: floors.map(|floors| floors.to_string()),
            storeys,
            total_area_m2,
            available_area_m2,
            outdoor_area_m2,
            year,
            structure,
            lift: has_lift,
            barrier_free: is_barrier_free,
            own_entrance: has_own_entrance,
            appraisal: word(appraisal),
            appraised_on: appraised_on.map(|day| day.to_string()),
            fire_grade: word(fire_grade),
            exits,
            sprinkler: has_sprinkler,
            heritage: is_heritage,
            illegal_construction: has_illegal_construction,
            rent_yuan_per_m2_day,
            refit_cost_yuan,
            functions: codec.function_ids(&functions).join(";"),
            review_state: word(Some(review.state())),
            review: Some(ReviewRecord::of(&review)),
            levers: levers.into_iter().map(LeverRecord::of).collect(),
            attachments,
            notes,
        }
    }

    pub(super) fn read(self, id: CandidateId, at: WorldPoint, codec: Codec) -> Outcome<Candidate> {
        let functions: Vec<String> =
            self.functions.split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        let review = match self.review {
            Some(record) => record.read()?,
            None => Review::known_as(known(self.review_state)?.unwrap_or_default()),
        };
        Ok(Candidate {
            id,
            code: self.id,
            name: self.name,
            address: self.address,
            at,
            building: self.building,
            listed_from: known(self.listed_from)?.unwrap_or_default(),
            stock: known(self.stock)?.unwrap_or(StockKind::Other),
            is_idle: self.idle,
            title: Title {
                owner_kind: known(self.owner_kind)?,
                owner: self.owner,
                number: self.title_no,
                current_use: self.current_use,
            },
            premises: Premises {
                floors: parsed::<Floors>(self.floors)?,
                storeys: self.storeys,
                total_area_m2: self.total_area_m2,
                usable_area_m2: self.usable_area_m2,
                available_area_m2: self.available_area_m2,
                outdoor_area_m2: self.outdoor_area_m2,
                year: self.year,
                structure: self.structure,
                has_lift: self.lift,
                is_barrier_free: self.barrier_free,
                has_own_entrance: self.own_entrance,
            },
            safety: Safety {
                appraisal: known(self.appraisal)?,
                appraised_on: parsed::<Date>(self.appraised_on)?,
                fire_grade: known(self.fire_grade)?,
                exits: self.exits,
                has_sprinkler: self.sprinkler,
            },
            limits: Limits {
                is_heritage: self.heritage,
                has_illegal_construction: self.illegal_construction,
            },
            money: Money {
                rent_yuan_per_m2_day: self.rent_yuan_per_m2_day,
                refit_cost_yuan: self.refit_cost_yuan,
            },
            functions: codec.functions(&functions)?,
            levers: self.levers.into_iter().map(LeverRecord::read).collect::<Outcome<_>>()?,
            review,
            attachments: self.attachments,
            notes: self.notes,
        })
    }
}

impl LeverRecord {
    fn of(lever: Lever) -> Self {
        Self { lever: lever.kind.id().to_owned(), effect: lever.effect }
    }

    fn read(self) -> Outcome<Lever> {
        Ok(Lever { kind: needed(known(Some(self.lever))?)?, effect: self.effect })
    }
}
